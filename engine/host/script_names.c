/*
** script_names.c - which script, and which scenario, a name stands for; and of a
** name that stands for none, which was meant. Reads no more of a script than its head.
*/
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/host.h"

static bool ends_with_name(const char *path, const char *name) {
  size_t n = strlen(path), m = strlen(name);
  return n >= m && strcmp(path + n - m, name) == 0 && (n == m || path[n - m - 1] == '/');
}

bool script_is_named(const char *path, const char *wanted) {
  char stem[512];
  snprintf(stem, sizeof stem, "%.*s", (int)(strlen(path) - 4), path);
  if (ends_with_name(stem, wanted)) return true;
  char *slash = strrchr(stem, '/');
  if (!slash) return false;
  *slash = 0;
  return ends_with_name(stem, wanted);
}

/* How the place of a script begins is how its policy names it: place = "灵璧县". Into buf; "" when its head says nothing. */
static void place_of(const char *path, char *buf, size_t size) {
  char head[2048];
  buf[0] = 0;
  FILE *f = fopen(path, "r");
  if (!f) return;
  size_t n = fread(head, 1, sizeof head - 1, f);
  fclose(f);
  head[n] = 0;
  const char *at = strstr(head, "policy"), *open, *close;
  at = at ? strstr(at, "place") : NULL;
  open = at ? strchr(at, '"') : NULL;
  close = open ? strchr(open + 1, '"') : NULL;
  if (close) text_display(slice_of(open + 1, (size_t)(close - open) - 1), buf, size);
}

/* 灵璧/2023 or 灵璧县/2023: the script of that place, of that year when there is one, else its last. -1 when there is none. */
static int script_of_place(const char *name, const script_entry *list, int n) {
  const char *year = strrchr(name, '/');
  size_t length = year ? (size_t)(year - name) : strlen(name);
  int found = -1;
  if (length < 2 * strlen("县")) return -1; /* one character begins too many places */
  for (int i = 0; i < n; i++) {
    char place[128];
    place_of(list[i].path, place, sizeof place);
    if (strncmp(place, name, length) != 0) continue;
    found = i;
    if (year && ends_with_name(list[i].name, year + 1)) return i;
  }
  return found;
}

static canbao_status not_found(const char *name, const script_entry *list, int n,
                               canbao_error *error) {
  const char **names = malloc(sizeof *names * ((size_t)n + 1));
  if (!names) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  for (int i = 0; i < n; i++) names[i] = list[i].name;
  int near = text_nearest(name, names, n);
  free(names);
  if (near < 0) near = script_of_place(name, list, n);
  if (near >= 0)
    return fault(error, CANBAO_USAGE, _("there is no script “%s”; did you mean “%s”?"), name,
                 list[near].name);
  return fault(error, CANBAO_USAGE, _("there is no script “%s”: canbao list shows those there are"),
               name);
}

canbao_status script_find(const char *name, const char *root, char *path, char *shown, size_t size,
                          canbao_error *error) {
  size_t n = strlen(name);
  if (n > 4 && strcmp(name + n - 4, ".lua") == 0) {
    snprintf(path, size, "%s", name);
    snprintf(shown, size, "%s", name);
    return CANBAO_OK;
  }
  script_entry *list;
  int count, found = -1, matches = 0;
  char candidates[400] = "";
  canbao_status status = catalogue_list(&list, &count, root, error);
  if (status != CANBAO_OK) return status;
  for (int i = 0; i < count; i++) {
    if (!script_is_named(list[i].path, name)) continue;
    size_t used = strlen(candidates);
    snprintf(candidates + used, sizeof candidates - used, "%s%s", matches ? ", " : "",
             list[i].name);
    found = i;
    matches++;
  }
  if (matches == 1) {
    snprintf(path, size, "%s", list[found].path);
    snprintf(shown, size, "%s", list[found].name);
  } else if (matches > 1) {
    status = fault(error, CANBAO_USAGE, _("“%s” names several scripts: %s"), name, candidates);
  } else {
    status = not_found(name, list, count, error);
  }
  catalogue_free(list, count);
  return status;
}

void scenario_folder(const char *root, char *buf, size_t size) {
  size_t n = strlen(root);
  while (n > 1 && root[n - 1] == '/') n--; /* rules/ is rules */
  while (n > 0 && root[n - 1] != '/') n--;
  snprintf(buf, size, "%.*sscripts", (int)n, root);
}

/* A scenario's path: a path as it is, or NAME in the scripts beside the rules. */
static void scenario_path(const host *h, const char *name, char *path, size_t size) {
  size_t n = strlen(name);
  if (n > 4 && strcmp(name + n - 4, ".lua") == 0) {
    snprintf(path, size, "%s", name);
    return;
  }
  char folder[600];
  scenario_folder(h->root, folder, sizeof folder);
  snprintf(path, size, "%s/%s.lua", folder, name);
}

/* The scenario whose name is nearest, into buf; false when none is near. */
static bool scenario_near(const host *h, const char *name, char *buf, size_t size) {
  char folder[600];
  struct dirent *file;
  buf[0] = 0;
  scenario_folder(h->root, folder, sizeof folder);
  DIR *d = opendir(folder);
  while (d && (file = readdir(d)) != NULL) {
    size_t n = strlen(file->d_name);
    if (n < 5 || n - 4 >= size || strcmp(file->d_name + n - 4, ".lua") != 0) continue;
    file->d_name[n - 4] = 0;
    /* The nearer of two, and of equals the first by name: a folder has no order. */
    bool before = *buf && strcmp(buf, file->d_name) < 0;
    const char *names[] = {before ? buf : file->d_name, before ? file->d_name : buf};
    if (text_nearest(name, names, *buf ? 2 : 1) == before) snprintf(buf, size, "%s", file->d_name);
  }
  if (d) closedir(d);
  return *buf != 0;
}

canbao_status scenario_find(const host *h, const char *name, char *path, size_t size,
                            canbao_error *error) {
  char near[200];
  scenario_path(h, name, path, size);
  if (access(path, R_OK) == 0) return CANBAO_OK;
  if (!strchr(name, '/') && scenario_near(h, name, near, sizeof near))
    return fault(error, CANBAO_USAGE, _("there is no scenario “%s”; did you mean “%s”?"), name,
                 near);
  return fault(error, CANBAO_USAGE, _("there is no scenario “%s” (looked for %s)"), name, path);
}
