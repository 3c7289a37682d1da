/* path.h - paths of files as texts: their folders, and one seen from another. All that is returned
** is malloc'ed, NULL when memory ran out. */
#ifndef VALUES_PATH_H
#define VALUES_PATH_H

/* "a/b.csv" -> "a/"; "b.csv" -> "". */
char *path_folder(const char *path);
/* A name that is relative, seen from the folder (which ends in a slash, or is ""). */
char *path_within(const char *folder, const char *name);
/* What `path` is called from `folder`: "../registers/a.csv". Both must exist; else a copy of `path`. */
char *path_from(const char *folder, const char *path);
/* Borrowed: what follows the last slash. */
const char *path_last(const char *path);

#endif
