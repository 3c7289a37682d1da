/* open_mark.c - finding open marks by their comments. Reads files, changes none. */
#include "studies/open_mark.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/file.h"
#include "values/lua_tokens.h"
#include "values/message.h"

#define FILES_BESIDE 16
#define WHAT_LENGTH 96 /* bytes of a mark's words, and of the code beside it, that are shown */

static bool begins_with(slice s, const char *text) {
  size_t n = strlen(text);
  return s.length >= n && memcmp(s.at, text, n) == 0;
}

/* Cut at a character's edge. */
static int shown_length(slice s) {
  size_t n = s.length;
  if (n > WHAT_LENGTH) {
    n = WHAT_LENGTH;
    while (n > 0 && ((unsigned char)s.at[n] & 0xC0) == 0x80) n--;
  }
  return (int)n;
}

/* What a mark is about: its own further words, and the rest of its line up to the next mark. NULL when memory ran out. */
static char *concerned(slice inner, const char *at, const char *end) {
  const char *newline = memchr(at, '\n', (size_t)(end - at));
  size_t n = (size_t)((newline ? newline : end) - at);
  const char *next = memmem(at, n, OPEN_MARK_BEGINS, strlen(OPEN_MARK_BEGINS));
  slice rest = slice_trim(slice_of(at, next ? (size_t)(next - at) : n));
  bool own = inner.length > strlen(OPEN_MARK_WORD);
  char *what;
  int length = asprintf(&what, "%.*s%s%.*s", own ? shown_length(inner) : 0, inner.at,
                        own && rest.length ? ": " : "", shown_length(rest), rest.at);
  return length < 0 ? NULL : what;
}

canbao_status open_marks_find(open_marks *out, const char *path, canbao_error *error) {
  file_map map;
  canbao_status status = file_map_open(&map, path, error);
  if (status != CANBAO_OK) return status;
  lexer reader = lexer_with_comments(slice_of(map.at, map.length));
  bool good = true;
  for (token t = token_next(&reader); good && t.kind != TOKEN_END; t = token_next(&reader)) {
    if (t.kind != TOKEN_COMMENT || !begins_with(token_inner(t), OPEN_MARK_WORD)) continue;
    open_mark *grown = realloc(out->marks, ((size_t)out->count + 1) * sizeof *grown);
    good = grown != NULL;
    if (!good) break;
    out->marks = grown;
    open_mark *mark = &grown[out->count];
    *mark = (open_mark){strdup(path), t.line,
                        concerned(token_inner(t), reader.at, map.at + map.length)};
    out->count++;
    good = mark->file && mark->what;
  }
  file_map_close(&map);
  return good ? CANBAO_OK : fault(error, CANBAO_LIMIT, _("memory ran out"));
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The other Lua files of the script's year: FOLDER/2024.*.lua, in the order of their names. -1: memory ran out. */
static int files_beside(const char *script, char **files, int space) {
  const char *slash = strrchr(script, '/'), *base = slash ? slash + 1 : script;
  size_t stem = strlen(base) - 3; /* "2024." */
  char *folder = slash ? strndup(script, (size_t)(slash - script)) : strdup(".");
  DIR *dir = folder ? opendir(folder) : NULL;
  int count = dir ? 0 : -1;
  for (struct dirent *e; dir && count >= 0 && count < space && (e = readdir(dir));) {
    size_t n = strlen(e->d_name);
    if (strncmp(e->d_name, base, stem) != 0 || n < stem + 4 ||
        strcmp(e->d_name + n - 4, ".lua") != 0)
      continue;
    if (asprintf(&files[count], "%s/%s", folder, e->d_name) < 0)
      count = -1;
    else
      count++;
  }
  if (dir) closedir(dir);
  free(folder);
  if (count > 0) qsort(files, (size_t)count, sizeof *files, by_name);
  return count;
}

canbao_status open_marks_of_script(open_marks *out, const char *script, canbao_error *error) {
  canbao_status status = open_marks_find(out, script, error);
  size_t n = strlen(script);
  if (status != CANBAO_OK || n < 4 || strcmp(script + n - 4, ".lua") != 0) return status;
  char *files[FILES_BESIDE];
  int count = files_beside(script, files, FILES_BESIDE);
  if (count < 0)
    return fault_at(error, CANBAO_DATA, script, 0, _("the script's folder cannot be read"));
  for (int i = 0; i < count; i++) {
    if (status == CANBAO_OK) status = open_marks_find(out, files[i], error);
    free(files[i]);
  }
  return status;
}

void open_marks_free(open_marks *marks) {
  for (int i = 0; i < marks->count; i++) free(marks->marks[i].file), free(marks->marks[i].what);
  free(marks->marks);
  *marks = (open_marks){0};
}
