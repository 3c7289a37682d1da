/* path.c - see path.h. */
#include "values/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/text.h"

const char *path_last(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

char *path_folder(const char *path) { return strndup(path, (size_t)(path_last(path) - path)); }

char *path_within(const char *folder, const char *name) {
  size_t size = strlen(folder) + strlen(name) + 1;
  char *joined = malloc(size);
  if (joined) snprintf(joined, size, "%s%s", name[0] == '/' ? "" : folder, name);
  return joined;
}

/* Both are absolute, without links, and end in no slash. */
static char *seen_from(const char *folder, const char *path) {
  size_t same = 0, at = 0, up = 0;
  for (; folder[at] && folder[at] == path[at]; at++)
    if (folder[at] == '/') same = at + 1;
  if (!folder[at] && path[at] == '/') same = at + 1;
  for (const char *rest = folder + (same > at ? at : same); *rest; rest++)
    up += *rest == '/' || rest == folder + same;
  if (same <= 1) return strdup(path); /* nothing in common: the path itself is as good */
  size_t size = up * 3 + strlen(path + same) + 1;
  char *out = malloc(size);
  if (!out) return NULL;
  for (size_t i = 0; i < up * 3; i++) out[i] = i % 3 == 2 ? '/' : '.';
  snprintf(out + up * 3, size - up * 3, "%s", path + same);
  return out;
}

char *path_from(const char *folder, const char *path) {
  char *here = realpath(*folder ? folder : ".", NULL), *there = realpath(path, NULL);
  char *out = here && there ? seen_from(here, there) : strdup(path);
  free(here);
  free(there);
  return out;
}
