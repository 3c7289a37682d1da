/*
** next_year.c - what `canbao new` does to the folders. Owns where the new files
** go and that none is ever replaced; what is marked is script_marking's.
*/
#include "studies/next_year.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "studies/open_mark.h"
#include "studies/script_marking.h"
#include "values/file.h"
#include "values/message.h"

#define SCRIPT_BYTES_MAX (64u * 1024 * 1024)

/* ---- the files ---- */

/* A file appears whole or not at all, and never in the place of another. */
static canbao_status create(const char *path, const char *text, size_t size, canbao_error *error) {
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0 && errno == EEXIST)
    return fault_at(
        error, CANBAO_USAGE, path, 0,
        _("the file exists already and is never overwritten; remove or rename it first"));
  if (fd < 0)
    return fault_at(error, CANBAO_DATA, path, 0, _("the file cannot be made: %s"), strerror(errno));
  size_t done = 0;
  while (done < size) {
    ssize_t n = write(fd, text + done, size - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    done += (size_t)n;
  }
  int why = errno;
  if (close(fd) != 0 || done < size) {
    if (done == size) why = errno;
    unlink(path);
    return fault_at(error, CANBAO_DATA, path, 0, _("the file cannot be written: %s"),
                    strerror(why));
  }
  return CANBAO_OK;
}

typedef struct {
  const char *root;
  char from_dir[512], to_dir[512];
  int from_year, to_year;
  const char *from_name;
} plan;

/* What a copied script begins with. */
static void two_lines(char *heading, size_t size, const char *from) {
  int n = snprintf(heading, size,
                   _("-- Copied from %s. What follows a mark “%s” (to be verified) must be held "
                     "against the new notice: mend it, then take the mark away;"),
                   from, OPEN_MARK_WORD);
  if (n < 0 || (size_t)n >= size) return;
  snprintf(heading + n, size - (size_t)n, "\n%s\n",
           _("-- canbao check lists the marks that are left. Take these two lines away with the "
             "last."));
}

/* The script is marked place by place, the cases one by one, another Lua file (a population profile) as a whole. */
static void choose_marking(const plan *p, const char *suffix, script_marking *how, char *heading,
                           size_t size) {
  size_t n = strlen(suffix);
  if (n < 4 || strcmp(suffix + n - 4, ".lua") != 0) return;
  how->kind = MARK_WHOLE;
  if (strcmp(suffix, ".cases.lua") == 0) {
    how->kind = MARK_CASES;
    return;
  }
  if (strcmp(suffix, ".lua") == 0) how->kind = MARK_SCRIPT;
  if (how->kind == MARK_SCRIPT)
    two_lines(heading, size, p->from_name);
  else
    snprintf(heading, size,
             _("-- %s: copied from %s, its days are the older year's; mend them, then take this "
               "line away\n"),
             OPEN_MARK_WORD, p->from_name);
  how->heading = heading;
}

static canbao_status make_file(const plan *p, const char *suffix, next_year *made,
                               canbao_error *error) {
  char from[1024], to[1024], heading[1024];
  snprintf(from, sizeof from, "%s/%d%s", p->from_dir, p->from_year, suffix);
  snprintf(to, sizeof to, "%s/%d%s", p->to_dir, p->to_year, suffix);
  if (made->count == NEXT_YEAR_FILES)
    return fault_at(error, CANBAO_LIMIT, from, 0, _("too many files lie beside the script"));
  size_t size = 0;
  script_marking how = {.from_year = p->from_year, .to_year = p->to_year};
  how.moved = strcmp(p->from_dir, p->to_dir) != 0;
  choose_marking(p, suffix, &how, heading, sizeof heading);
  file_map map;
  canbao_status status = file_map_open(&map, from, error);
  if (status != CANBAO_OK) return status;
  char *text, *kept = strdup(to);
  int marks;
  if (map.length > SCRIPT_BYTES_MAX)
    status = fault_at(error, CANBAO_LIMIT, from, 0, _("the file is too long to be copied"));
  if (status == CANBAO_OK)
    status = script_mark(&text, &size, &marks, slice_of(map.at, map.length), &how, error);
  file_map_close(&map);
  if (status == CANBAO_OK) {
    status = kept ? create(to, text, size, error) : fault(error, CANBAO_LIMIT, _("memory ran out"));
    free(text);
  }
  if (status != CANBAO_OK) {
    free(kept);
    return status;
  }
  made->files[made->count] = kept;
  made->marks[made->count++] = marks;
  return CANBAO_OK;
}

/* Is the place a run of plain folder names? "..", "" and hidden names are none. */
static bool place_is_plain(const char *place) {
  if (*place == '\0' || *place == '/') return false;
  for (const char *at = place; *at;) {
    size_t n = strcspn(at, "/");
    if (n == 0 || at[0] == '.') return false;
    at += n + (at[n] == '/');
    if (*at == '\0' && at[-1] == '/') return false;
  }
  return strpbrk(place, "\\\n\r\t") == NULL;
}

/* Does the folder end with the whole names in `place`? */
static bool ends_with_place(const char *folder, const char *place) {
  size_t n = strlen(folder), m = strlen(place);
  return n >= m && strcmp(folder + n - m, place) == 0 && (n == m || folder[n - m - 1] == '/');
}

/* The folder of the new script: the old one's, another county's that has scripts, or a new one when the name gives the
** whole way from the rules' root. */
static canbao_status find_place(plan *p, const char *name, const char *place, canbao_error *error) {
  if (ends_with_place(p->from_dir, place)) {
    memcpy(p->to_dir, p->from_dir, sizeof p->to_dir);
    return CANBAO_OK;
  }
  script_entry *entries;
  int count, found = 0;
  canbao_status status = catalogue_list(&entries, &count, p->root, error);
  if (status != CANBAO_OK) return status;
  for (int i = 0; i < count; i++) {
    char folder[512];
    snprintf(folder, sizeof folder, "%s", entries[i].path);
    char *slash = strrchr(folder, '/');
    if (slash) *slash = '\0';
    if (!slash || !ends_with_place(folder, place)) continue;
    if (found && strcmp(folder, p->to_dir) == 0) continue;
    memcpy(p->to_dir, folder, sizeof p->to_dir);
    found++;
  }
  catalogue_free(entries, count);
  if (found == 1) return CANBAO_OK;
  if (found > 1)
    return fault(error, CANBAO_USAGE,
                 _("more than one place is called %s; write it in full, as in province/city/%s"),
                 place, name);
  if (!strchr(place, '/'))
    return fault(error, CANBAO_USAGE,
                 _("no place is called %s; write a new one in full, as in province/city/%s"), place,
                 name);
  snprintf(p->to_dir, sizeof p->to_dir, "%s/%s", p->root, place);
  return CANBAO_OK;
}

static canbao_status make_folders(const plan *p, canbao_error *error) {
  char path[512];
  snprintf(path, sizeof path, "%s", p->to_dir);
  for (char *at = path + 1; *at; at++) {
    if (*at != '/') continue;
    *at = '\0';
    mkdir(path, 0777);
    *at = '/';
  }
  if (mkdir(path, 0777) == 0 || errno == EEXIST) return CANBAO_OK;
  return fault_at(error, CANBAO_DATA, path, 0, _("the folder cannot be made: %s"), strerror(errno));
}

/* The part of NAME/YEAR before the year into place; false when it is no such name. */
static bool read_name(const char *name, char *place, size_t size, int *year) {
  size_t n = strlen(name);
  if (n > 4 && strcmp(name + n - 4, ".lua") == 0) n -= 4;
  if (n < 6 || n - 5 >= size || name[n - 5] != '/') return false;
  *year = 0;
  for (size_t i = n - 4; i < n; i++) {
    if (name[i] < '0' || name[i] > '9') return false;
    *year = *year * 10 + (name[i] - '0');
  }
  memcpy(place, name, n - 5);
  place[n - 5] = '\0';
  return place_is_plain(place) && *year >= 1900 && *year <= 2100;
}

static int file_order(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The year's other files beside the script (cases, tables), in the order of their names. */
static canbao_status make_others(const plan *p, next_year *made, canbao_error *error) {
  char year[16], *suffixes[NEXT_YEAR_FILES];
  int n = snprintf(year, sizeof year, "%d.", p->from_year), count = 0;
  DIR *dir = opendir(p->from_dir);
  if (!dir)
    return fault_at(error, CANBAO_DATA, p->from_dir, 0, _("the folder cannot be read: %s"),
                    strerror(errno));
  for (struct dirent *e; (e = readdir(dir)) && count < NEXT_YEAR_FILES;) {
    size_t length = strlen(e->d_name);
    if (strncmp(e->d_name, year, (size_t)n) != 0 || strcmp(e->d_name + n - 1, ".lua") == 0)
      continue;
    bool known = (length > 4 && strcmp(e->d_name + length - 4, ".lua") == 0) ||
                 (length > 4 && strcmp(e->d_name + length - 4, ".csv") == 0);
    if (!known) continue; /* an editor's backup or the like */
    if ((suffixes[count] = strdup(e->d_name + n - 1))) count++;
  }
  closedir(dir);
  qsort(suffixes, (size_t)count, sizeof *suffixes, file_order);
  canbao_status status = CANBAO_OK;
  for (int i = 0; i < count; i++) {
    if (status == CANBAO_OK) status = make_file(p, suffixes[i], made, error);
    free(suffixes[i]);
  }
  return status;
}

canbao_status next_year_make(next_year *out, const char *root, const char *name, const policy *from,
                             canbao_error *error) {
  *out = (next_year){0};
  plan p = {.root = root, .from_year = from->year, .from_name = from->name};
  char place[256];
  if (!read_name(name, place, sizeof place, &p.to_year))
    return fault(
        error, CANBAO_USAGE,
        _("\"%s\" does not name a new script; write a place and a year, as in lingbi/2024"), name);
  const char *slash = strrchr(from->path, '/'), *file = slash ? slash + 1 : from->path;
  char wanted[16];
  snprintf(wanted, sizeof wanted, "%d.lua", from->year);
  if (!slash || strcmp(file, wanted) != 0 || (size_t)(slash - from->path) >= sizeof p.from_dir)
    return fault_at(error, CANBAO_USAGE, from->path, 0,
                    _("the script's file is not called %s, the year in its policy { }"), wanted);
  memcpy(p.from_dir, from->path, (size_t)(slash - from->path));
  canbao_status status = find_place(&p, name, place, error);
  if (status == CANBAO_OK) status = make_folders(&p, error);
  if (status == CANBAO_OK) status = make_file(&p, ".lua", out, error);
  if (status == CANBAO_OK) status = make_others(&p, out, error);
  if (status == CANBAO_OK) return CANBAO_OK;
  for (int i = 0; i < out->count; i++) unlink(out->files[i]);
  next_year_free(out);
  return status;
}

void next_year_free(next_year *made) {
  for (int i = 0; i < made->count; i++) free(made->files[i]);
  *made = (next_year){0};
}
