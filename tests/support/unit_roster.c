/*
** unit_roster.c - `id check` and `id mend` for each line of stdin; `roster read FIELDS CSV [FIELD...]`
** reads a file with the fields of a table of tabs (tests/support/fields.lua writes it) and prints
** rows, cells and problems; `roster text FIELDS CSV ...` reads the same from memory; `roster time`
** takes CANBAO_THREADS from the environment; `roster same FIELDS CSV BYTES...` reads with several
** numbers of threads and chunks of so many bytes, and says what differs from one thread, one chunk;
** `roster twins FIELDS CSV CSV` does so for two files; `roster length FIELDS CSV FIELD` gives the
** lengths of a field's texts.
*/
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "roster/id_number.h"
#include "roster/roster.h"
#include "unit.h"
#include "values/date.h"
#include "values/file.h"

static void check_id(slice line) {
  static const char *const faults[] = {"good",       "length",      "old length", "character",
                                       "birth date", "check digit", "as number"};
  int32_t born = 0;
  char iso[11];
  id_fault f = id_number_check(line, &born);
  printf("%s%s%s\n", faults[f], f == ID_GOOD ? " " : "",
         f == ID_GOOD ? date_format(born, iso) : "");
}

static void mend_id(slice line) {
  char buf[64];
  slice mended;
  if (id_number_mend(line, true, buf, sizeof buf, &mended)) {
    unit_show(mended);
  } else {
    puts("as it was");
  }
}

int unit_id(int argc, char **argv) {
  const char *command = argc > 1 ? argv[1] : "";
  size_t n;
  for (char *line; (line = unit_line(&n)) != NULL; free(line)) {
    if (strcmp(command, "mend") == 0) {
      mend_id(slice_of(line, n));
    } else {
      check_id(slice_of(line, n));
    }
  }
  return 0;
}

/* The parts of a list between bars, in place. */
static int split(char *list, char bar, char **parts, int most) {
  int count = 0;
  while (list != NULL && *list != '\0' && count < most) {
    parts[count++] = list;
    list = strchr(list, bar);
    if (list != NULL) *list++ = '\0';
  }
  return count;
}

static int index_of(const char *name, const char *const *names, int count) {
  for (int i = 0; i < count; i++) {
    if (strcmp(name, names[i]) == 0) return i;
  }
  return 0;
}

static void add_field(schema *s, char *line) {
  static const char *const types[] = {"text", "coded", "place", "label", "labels",
                                      "flag", "date",  "money", "number"};
  static const char *const roles[] = {"none", "id_number", "id_type", "birth_date",
                                      "name", "household", "town",    "village"};
  char *cells[11] = {0}, *headings[32], *labels[FIELD_LABELS_MAX + 8], *aliases[256];
  for (int i = 0; i < 11; i++) {
    cells[i] = line;
    line = strchrnul(line, '\t');
    if (*line != '\0') *line++ = '\0';
  }
  field f = {.name = cells[0], .title = cells[1], .headings = headings, .labels = labels};
  f.type = (field_type)index_of(cells[2], types, 9);
  f.role = (field_role)index_of(cells[3], roles, 8);
  f.blank_unknown = strcmp(cells[4], "unknown") == 0;
  f.after_birth = strcmp(cells[10], "after_birth") == 0;
  f.minimum = atoi(cells[5]);
  f.maximum = atoi(cells[6]);
  f.headings_count = split(cells[7], '|', headings, 32);
  f.labels_count = split(cells[8], '|', labels, FIELD_LABELS_MAX + 8);
  f.aliases_count = split(cells[9], '|', aliases, 256);
  f.aliases = calloc((size_t)f.aliases_count + 1, sizeof *f.aliases);
  for (int i = 0; f.aliases != NULL && i < f.aliases_count; i++) {
    char *value = strchr(aliases[i], '=');
    if (value == NULL) continue;
    *value++ = '\0';
    f.aliases[i].text = aliases[i];
    f.aliases[i].label = f.type == FIELD_NUMBER ? atoi(value) : -1;
    for (int l = 0; l < f.labels_count; l++) {
      if (strcmp(value, labels[l]) == 0) f.aliases[i].label = l;
    }
  }
  canbao_error error;
  if (schema_add(s, &f, &error) != CANBAO_OK) printf("refused: %s\n", error.message);
  free(f.aliases);
}

static schema *read_schema(const char *path) {
  schema *s = schema_new();
  FILE *in = fopen(path, "r");
  char *line = NULL;
  size_t space = 0;
  while (s != NULL && in != NULL && getline(&line, &space, in) > 0) {
    line[strcspn(line, "\n")] = '\0';
    add_field(s, line);
  }
  free(line);
  if (in != NULL) fclose(in);
  return s;
}

static void print_cell(const roster *r, int f, uint32_t row) {
  static const char *const states[] = {"none", "", "unknown"};
  char text[512];
  cell_state state = roster_cell(r, f, row);
  size_t n = roster_text(r, f, row, text, sizeof text);
  printf(" %s=", r->schema->fields[f].name);
  if (state == CELL_VALUE) {
    printf("%.*s", (int)n, text);
  } else {
    printf("<%s>", states[state]);
  }
  const column *c = &r->columns[f];
  bool in_set = r->schema->fields[f].type == FIELD_LABELS && c->codes[row] < c->sets_count;
  if (in_set && c->sets[c->codes[row]].dirty) printf("+dirty");
}

static void print_problem(const roster *r, const problem *p) {
  static const char *const kinds[] = {"unreadable", "unknown_label", "id_check",     "id_mended",
                                      "conflict",   "duplicate",     "columns",      "encoding",
                                      "mended",     "odd_text",      "before_birth", "no_resident"};
  char value[200];
  printf("problem: row %u line %u %s %s “%s”: %s\n", (unsigned)p->row,
         (unsigned)roster_line(r, p->row), p->field < 0 ? "-" : r->schema->fields[p->field].name,
         kinds[p->kind], text_display(p->value, value, sizeof value), p->reason);
}

static void print_roster(const roster *r, int argc, char **argv) {
  printf("%u rows, %s\n", (unsigned)r->rows, r->encoding);
  for (int i = 0; i < r->extra_count; i++) {
    printf("extra heading ");
    unit_show(r->extra_headings[i]);
  }
  for (uint32_t row = 0; row < r->rows; row++) {
    printf("line %u:", (unsigned)roster_line(r, row));
    for (int i = 0; i < argc; i++) {
      int f = schema_find(r->schema, argv[i]);
      if (f >= 0) print_cell(r, f, row);
    }
    putchar('\n');
    for (int i = 0; i < r->extra_count; i++) {
      printf("  extra ");
      unit_show(r->extra[(size_t)row * (size_t)r->extra_count + (size_t)i]);
    }
  }
  for (uint32_t i = 0; i < r->problems_count; i++) print_problem(r, &r->problems[i]);
}

/* All of it: whatever a user of a roster could see. */
static void write_whole(FILE *to, const roster *r) {
  fprintf(to, "%u rows, %s, %s\n", (unsigned)r->rows, r->encoding, roster_sha256(r));
  for (int f = 0; f < r->schema->count; f++) {
    const column *c = &r->columns[f];
    char text[128];
    fprintf(to, "column %s present %d filled %u\n", r->schema->fields[f].name, c->present,
            (unsigned)c->filled_count);
    for (uint32_t i = 0; c->texts_of != NULL && i < dictionary_count(c->texts_of); i++)
      fprintf(to, "text %u %s\n", (unsigned)i, dictionary_text(c->texts_of, i).at);
    for (uint32_t i = 0; i < c->sets_count; i++)
      fprintf(to, "set %u %" PRIx64 " %" PRIx64 " %d\n", (unsigned)i, c->sets[i].bits[0],
              c->sets[i].bits[1], c->sets[i].dirty);
    for (uint32_t row = 0; row < r->rows; row++) {
      size_t n = roster_text(r, f, row, text, sizeof text);
      fprintf(to, "row %u line %u state %d code %d text %zu %s\n", (unsigned)row,
              (unsigned)roster_line(r, row), (int)roster_cell(r, f, row),
              c->codes == NULL ? -3 : (int)c->codes[row], n, text);
    }
  }
  size_t extras = (size_t)r->rows * (size_t)r->extra_count;
  for (size_t i = 0; i < extras; i++)
    fprintf(to, "extra %u %.*s\n", (unsigned)r->extra[i].length, (int)r->extra[i].length,
            r->extra[i].at);
  for (uint32_t i = 0; i < r->problems_count; i++) {
    const problem *p = &r->problems[i];
    fprintf(to, "problem row %u field %d kind %d value %.*s reason %s\n", (unsigned)p->row,
            p->field, (int)p->kind, (int)p->value.length, p->value.at, p->reason);
  }
}

/* With several threads in two parts, as the program does it, and the hash late. */
static canbao_status open_by_parts(roster **out, const schema *s, const char *path, int threads,
                                   size_t bytes, canbao_error *error) {
  roster_options options = {.threads = threads, .chunk_bytes = bytes, .hash_late = threads > 1};
  if (threads == 1) return roster_open(out, s, path, &options, error);
  roster_opening *begun = roster_open_begin(path, &options);
  if (threads == 2) { /* one that nobody wants any more, whatever it is at */
    roster_open_give_up(begun);
    begun = roster_open_begin(path, &options);
  }
  return roster_open_end(out, begun, s, error);
}

/* As text, or the error; the caller frees it. */
static char *whole(const schema *s, const char *path, int threads, size_t bytes, size_t *n) {
  char *text = NULL, message[2048];
  FILE *to = open_memstream(&text, n);
  roster *r = NULL;
  canbao_error error;
  if (to == NULL) return NULL;
  if (open_by_parts(&r, s, path, threads, bytes, &error) == CANBAO_OK) {
    write_whole(to, r);
  } else {
    fputs(fault_text(&error, message, sizeof message), to);
  }
  roster_free(r);
  fclose(to);
  return text;
}

static void print_difference(const char *a, const char *b, size_t n) {
  size_t line = 0;
  for (size_t i = 0; i < n && a[i] == b[i]; i++) {
    if (a[i] == '\n') line = i + 1;
  }
  printf("instead of %.*s there is %.*s\n", (int)strcspn(a + line, "\n"), a + line,
         (int)strcspn(b + line, "\n"), b + line);
}

static int compare(const schema *s, const char *path, int count, char **bytes) {
  static const int threads[] = {1, 2, 3, 7};
  size_t n, other_n;
  char *plain = whole(s, path, 1, SIZE_MAX / 2, &n);
  if (plain == NULL) return 1;
  for (int i = 0; i < count * 4; i++) {
    char *other = whole(s, path, threads[i % 4], strtoul(bytes[i / 4], NULL, 10), &other_n);
    if (other == NULL) return 1;
    if (other_n != n || memcmp(other, plain, n) != 0) {
      printf("%d threads, chunks of %s bytes: ", threads[i % 4], bytes[i / 4]);
      print_difference(plain, other, n < other_n ? n : other_n);
    }
    free(other);
  }
  printf("%.*s\n", (int)strcspn(plain, ","), plain);
  free(plain);
  return 0;
}

/* But for the first line, which has the file's hash. */
static int compare_files(const schema *s, const char *first, const char *second) {
  size_t n, other_n;
  char *a = whole(s, first, 0, 0, &n), *b = whole(s, second, 0, 0, &other_n);
  if (a == NULL || b == NULL) return 1;
  const char *from = strchrnul(a, '\n'), *other = strchrnul(b, '\n');
  if (strcmp(from, other) != 0) print_difference(from, other, strlen(from));
  printf("%.*s\n", (int)strcspn(a, ","), a);
  free(a);
  free(b);
  return 0;
}

static canbao_status open_from_memory(roster **out, const schema *s, const char *path,
                                      canbao_error *error) {
  file_map m;
  canbao_status status = file_map_open(&m, path, error);
  if (status != CANBAO_OK) return status;
  status = roster_from_text(out, s, m.at, m.length, "memory", error);
  file_map_close(&m);
  return status;
}

static void progress(void *payload, uint64_t done, uint64_t total) {
  uint64_t *last = payload;
  if (done < *last || done > total) puts("progress went wrong");
  *last = done;
}

static double seconds(struct timespec from, struct timespec to) {
  return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void append(const char *path, const char *text) {
  FILE *to = fopen(path, "ab");
  if (to == NULL) return;
  fputs(text, to);
  fclose(to);
}

int unit_roster(int argc, char **argv) {
  if (argc < 4) return 2;
  schema *s = read_schema(argv[2]);
  if (s == NULL) return 1;
  if (strcmp(argv[1], "same") == 0) {
    int code = compare(s, argv[3], argc - 4, argv + 4);
    schema_free(s);
    return code;
  }
  if (strcmp(argv[1], "twins") == 0 && argc == 5) {
    int code = compare_files(s, argv[3], argv[4]);
    schema_free(s);
    return code;
  }
  roster *r = NULL;
  canbao_error error;
  struct timespec from, to, used_from, used_to;
  uint64_t last = 0;
  roster_options options = {.progress = progress, .payload = &last};
  const char *threads = getenv("CANBAO_THREADS");
  if (threads != NULL) options.threads = atoi(threads);
  clock_gettime(CLOCK_MONOTONIC, &from);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used_from);
  canbao_status status = strcmp(argv[1], "text") == 0
                             ? open_from_memory(&r, s, argv[3], &error)
                             : roster_open(&r, s, argv[3], &options, &error);
  clock_gettime(CLOCK_MONOTONIC, &to);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used_to);
  if (status != CANBAO_OK) {
    char text[2048];
    puts(fault_text(&error, text, sizeof text));
  } else if (strcmp(argv[1], "time") == 0) {
    printf("%u rows, %" PRIu64 " bytes, %u problems: %.3f s, %.3f s of processors\n",
           (unsigned)r->rows, r->bytes, (unsigned)r->problems_count, seconds(from, to),
           seconds(used_from, used_to));
  } else if (strcmp(argv[1], "sha256") == 0) {
    if (argc == 5) append(argv[3], argv[4]);
    puts(roster_sha256(r));
  } else if (strcmp(argv[1], "length") == 0) {
    const text_ref *texts = r->columns[schema_find(s, argv[4])].texts;
    for (uint32_t row = 0; row < r->rows; row++)
      printf("%u%c", (unsigned)text_ref_slice(texts[row]).length, row + 1 < r->rows ? ' ' : '\n');
  } else {
    print_roster(r, argc - 4, argv + 4);
  }
  roster_free(r);
  schema_free(s);
  return -(int)status;
}
