/*
** starve.c - the program run again and again, each time with another allocation failing: the first, the
** second, ... until it succeeds. Each run is a process of its own, so that a crash costs one run and is counted.
**   starve once|always [FIRST:]DENSE STEP FOLDER WORDS...
** `once`: that allocation alone fails; `always`: every one from it on. All numbers from FIRST to DENSE, then every STEP-th.
** WORDS are canbao's; what it writes goes to FOLDER. Linked with --wrap for each function that allocates.
*/
#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int canbao_main(int argc, char **argv);

/* ---- allocation ---- */

/* Shared between the parent and the run at hand. */
typedef struct {
  atomic_long allocations, live;
} account;

static account *books;
static long starved; /* number of the allocation that fails; 0: none */
static bool always;

void *__real_malloc(size_t n);
void *__real_calloc(size_t count, size_t n);
void *__real_aligned_alloc(size_t alignment, size_t n);
void *__real_realloc(void *block, size_t n);
void __real_free(void *block);
char *__real_realpath(const char *path, char *to);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t count, size_t n);
void *__wrap_aligned_alloc(size_t alignment, size_t n);
void *__wrap_realloc(void *block, size_t n);
void __wrap_free(void *block);
char *__wrap_strdup(const char *s);
char *__wrap_strndup(const char *s, size_t n);
char *__wrap_realpath(const char *path, char *to);

static bool fails(void) {
  if (!books) return false;
  long number = atomic_fetch_add(&books->allocations, 1) + 1;
  bool now = starved > 0 && (always ? number >= starved : number == starved);
  if (now) errno = ENOMEM;
  return now;
}

static void *counted(void *block) {
  if (block && books) atomic_fetch_add(&books->live, 1);
  return block;
}

void *__wrap_malloc(size_t n) { return fails() ? NULL : counted(__real_malloc(n)); }
void *__wrap_calloc(size_t count, size_t n) {
  return fails() ? NULL : counted(__real_calloc(count, n));
}
void *__wrap_aligned_alloc(size_t alignment, size_t n) {
  return fails() ? NULL : counted(__real_aligned_alloc(alignment, n));
}
/* Making a block smaller never fails here, as Lua wants it; the C library never fails it either. */
void *__wrap_realloc(void *block, size_t n) {
  if (!block) return __wrap_malloc(n);
  return fails() ? NULL : __real_realloc(block, n);
}
void __wrap_free(void *block) {
  if (block && books) atomic_fetch_sub(&books->live, 1);
  __real_free(block);
}
char *__wrap_strndup(const char *s, size_t n) {
  n = strnlen(s, n);
  char *copy = __wrap_malloc(n + 1);
  if (!copy) return NULL;
  memcpy(copy, s, n);
  copy[n] = '\0';
  return copy;
}
char *__wrap_strdup(const char *s) { return __wrap_strndup(s, strlen(s)); }
char *__wrap_realpath(const char *path, char *to) {
  char own[PATH_MAX];
  if (to) return __real_realpath(path, to);
  return __real_realpath(path, own) ? __wrap_strdup(own) : NULL;
}

/* What the C library allocates and the program frees. */
int __wrap_vasprintf(char **to, const char *format, va_list arguments);
int __wrap_asprintf(char **to, const char *format, ...);
FILE *__real_open_memstream(char **text, size_t *size);
FILE *__wrap_open_memstream(char **text, size_t *size);

int __wrap_vasprintf(char **to, const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int n = vsnprintf(NULL, 0, format, arguments);
  *to = n < 0 ? NULL : __wrap_malloc((size_t)n + 1);
  if (*to) vsnprintf(*to, (size_t)n + 1, format, again);
  va_end(again);
  return *to ? n : -1;
}
int __wrap_asprintf(char **to, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int n = __wrap_vasprintf(to, format, arguments);
  va_end(arguments);
  return n;
}
FILE *__wrap_open_memstream(char **text, size_t *size) {
  if (fails()) return NULL;
  FILE *f = __real_open_memstream(text, size);
  if (f) atomic_fetch_add(&books->live, 1); /* its text, once it is closed */
  return f;
}

/* ---- the folder that is written to ---- */

typedef struct {
  char name[256];
  char *before, *after; /* before a run; after one that succeeded */
  size_t before_size, after_size;
} kept_file;

#define FILES_MAX 16
static kept_file files[FILES_MAX];
static int files_count;
static const char *folder;

static char *slurp(int fd, size_t *size) {
  struct stat st;
  if (fstat(fd, &st) != 0) return NULL;
  char *text = __real_malloc((size_t)st.st_size + 1);
  *size = 0;
  while (text && *size < (size_t)st.st_size) {
    ssize_t n = pread(fd, text + *size, (size_t)st.st_size - *size, (off_t)*size);
    if (n <= 0) break;
    *size += (size_t)n;
  }
  if (text) text[*size] = '\0';
  return text;
}

static char *read_file(const char *name, size_t *size) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *f = fopen(path, "rb");
  char *text = f ? slurp(fileno(f), size) : NULL;
  if (f) fclose(f);
  return text;
}

static void write_file(const char *name, const char *text, size_t size) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *f = fopen(path, "wb");
  if (!f) abort();
  fwrite(text, 1, size, f);
  fclose(f);
}

/* Manifests say when they were made, in their last member. */
static size_t comparable(const char *text, size_t size) {
  const char *run = strstr(text, "\"run\":");
  return run ? (size_t)(run - text) : size;
}

static bool same(const char *a, size_t n, const char *b, size_t m) {
  n = comparable(a, n), m = comparable(b, m);
  return n == m && memcmp(a, b, n) == 0;
}

/* What the runs write, from a run that had all the memory it wanted; then each as if from an earlier run. */
static void learn_files(void) {
  DIR *d = opendir(folder);
  if (!d) abort();
  for (struct dirent *e; (e = readdir(d)) && files_count < FILES_MAX;) {
    if (e->d_name[0] == '.') continue;
    kept_file *f = &files[files_count++];
    snprintf(f->name, sizeof f->name, "%s", e->d_name);
    f->after = read_file(f->name, &f->after_size);
    f->before = __real_malloc(64);
    f->before_size = (size_t)snprintf(f->before, 64, "the earlier %.40s\n", f->name);
  }
  closedir(d);
}

static void restore_files(void) {
  for (int i = 0; i < files_count; i++)
    write_file(files[i].name, files[i].before, files[i].before_size);
}

/* Each file is the earlier one or the new one, whole, and nothing else is there. NULL, or what is wrong. */
static const char *judge_files(bool done) {
  static char text[600];
  int found = 0;
  DIR *d = opendir(folder);
  for (struct dirent *e; d && (e = readdir(d));) {
    if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
    found++;
    snprintf(text, sizeof text, "%.255s was left behind", e->d_name);
    if (e->d_name[0] == '.') {
      closedir(d);
      return text;
    }
  }
  closedir(d);
  if (found != files_count) return "files are missing or too many";
  for (int i = 0; i < files_count; i++) {
    const kept_file *f = &files[i];
    size_t size = 0;
    char *now = read_file(f->name, &size);
    bool earlier = now && size == f->before_size && memcmp(now, f->before, size) == 0;
    bool fresh = now && f->after && same(now, size, f->after, f->after_size);
    __real_free(now);
    snprintf(text, sizeof text, "%.255s is neither the earlier nor the new one", f->name);
    if (done ? !fresh : !earlier && !fresh) return text;
  }
  return NULL;
}

/* ---- runs ---- */

static int outputs[2]; /* what a run says: on stdout, on stderr */

static int run(long number, int argc, char **argv) {
  for (int i = 0; i < 2; i++)
    if (ftruncate(outputs[i], 0) != 0 || lseek(outputs[i], 0, SEEK_SET) != 0) abort();
  atomic_store(&books->allocations, 0);
  atomic_store(&books->live, 0);
  fflush(NULL);
  pid_t child = fork();
  if (child < 0) abort();
  if (child == 0) {
    dup2(outputs[0], 1), dup2(outputs[1], 2);
    starved = number;
    cJSON_InitHooks(&(cJSON_Hooks){__wrap_malloc, __wrap_free});
    exit(canbao_main(argc, argv));
  }
  int status;
  if (waitpid(child, &status, 0) != child) abort();
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* NULL, or what is wrong with the run that ended with `code`. */
static const char *judge(int code, int good, const char *said, size_t said_size, long live) {
  size_t size;
  static char text[600];
  char *errors = slurp(outputs[1], &size);
  const char *wrong = NULL;
  if (code != good && code != 5) {
    snprintf(text, sizeof text, "it ended with %d: %.500s", code, errors ? errors : "");
    wrong = text;
  } else if (code == 5 && !strstr(errors, "emory")) {
    snprintf(text, sizeof text, "it does not say that memory ran out: %.400s", errors);
    wrong = text;
  } else if (atomic_load(&books->live) != live) {
    snprintf(text, sizeof text, "%ld blocks leaked: %.400s", atomic_load(&books->live) - live,
             errors);
    wrong = text;
  } else if (code == good) {
    size_t n;
    char *now = slurp(outputs[0], &n);
    if (n != said_size || memcmp(now, said, n) != 0)
      wrong = "it ended well and said something else";
    __real_free(now);
  }
  __real_free(errors);
  return wrong ? wrong : judge_files(code == good && code != 5);
}

int main(int argc, char **argv) {
  if (argc < 6) return 2;
  always = strcmp(argv[1], "always") == 0;
  const char *colon = strchr(argv[2], ':');
  long first = colon ? atol(argv[2]) : 1, dense = atol(colon ? colon + 1 : argv[2]);
  long step = atol(argv[3]), tried = 0, failed = 0, borne = 0;
  folder = argv[4];
  books = mmap(NULL, sizeof *books, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (books == MAP_FAILED) return 2;
  for (int i = 0; i < 2; i++) outputs[i] = memfd_create("said", 0);
  char **words = argv + 4; /* the folder's place becomes the program's name */
  words[0] = "canbao";
  int count = argc - 4, good = run(0, count, words);
  learn_files();
  restore_files();
  if (run(0, count, words) != good || good == 5) return 2;
  size_t said_size;
  char *said = slurp(outputs[0], &said_size);
  long all = atomic_load(&books->allocations), live = atomic_load(&books->live);
  for (long n = first; n <= all + 50; n += n < dense ? 1 : step, tried++) {
    restore_files();
    int code = run(n, count, words);
    const char *wrong = judge(code, good, said, said_size, live);
    borne += code == good && atomic_load(&books->allocations) >= n;
    if (wrong && ++failed <= 20) printf("allocation %ld: %s\n", n, wrong);
    /* succeeded without meeting the one that fails: the end */
    if (code == good && atomic_load(&books->allocations) < n) break;
  }
  printf("%s: %ld allocations, %ld tried, %ld borne, %ld failed, exit %d, %ld live\n", words[1],
         all, tried, borne, failed, good, live);
  __real_free(said);
  return failed > 0;
}
