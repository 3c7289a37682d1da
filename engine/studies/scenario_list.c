/* scenario_list.c - see scenario_list.h. */
#include "studies/scenario_list.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/fault.h"
#include "values/file.h"
#include "values/lua_tokens.h"
#include "values/message.h"

/* Says plainly that it is never CANBAO_OK. */
static canbao_status no_memory(canbao_error *error) {
  fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
  return CANBAO_LIMIT;
}

/* False at the end. */
static bool next_word(lexer *r, token *out) {
  *out = token_next(r);
  return out->kind != TOKEN_END;
}

/* Nobody has checked it yet, so it is made safe for a terminal. */
static char *text_of(token t) {
  char shown[400];
  return strdup(text_display(token_inner(t), shown, sizeof shown));
}

/* The texts that follow meant_for: one, or a list in braces. */
static void read_meant_for(lexer *r, char *buf, size_t size) {
  token t;
  size_t used = 0;
  bool list = false;
  while (used < size && next_word(r, &t)) {
    if (t.kind == TOKEN_STRING) {
      char shown[120];
      used += (size_t)snprintf(buf + used, size - used, "%s%s", used ? ", " : "",
                               text_display(token_inner(t), shown, sizeof shown));
    } else if (token_is(t, "{")) {
      list = true;
    } else if (!token_is(t, ",")) {
      return;
    }
    if (!list) return;
  }
}

/* False when the text is no scenario's. */
static bool read_entry(const char *text, size_t size, scenario_entry *out) {
  char meant_for[300] = "";
  lexer r = lexer_of(slice_of(text, size));
  token t, title;
  if (!next_word(&r, &t) || !token_is(t, "scenario")) return false;
  if (!next_word(&r, &title) || title.kind != TOKEN_STRING) return false;
  while (next_word(&r, &t))
    if (t.kind == TOKEN_NAME && token_is(t, "meant_for")) {
      read_meant_for(&r, meant_for, sizeof meant_for);
      break;
    }
  out->title = text_of(title);
  out->meant_for = strdup(meant_for);
  return true;
}

static void free_entry(scenario_entry *e) {
  free(e->name), free(e->path), free(e->title), free(e->meant_for);
}

static canbao_status add_file(scenario_entry **out, int *count, const char *folder,
                              const char *file, canbao_error *error) {
  size_t length = strlen(file);
  char path[1024];
  file_map map;
  scenario_entry e = {0};
  if (length < 5 || file[0] == '.' || strcmp(file + length - 4, ".lua") != 0) return CANBAO_OK;
  snprintf(path, sizeof path, "%s/%s", folder, file);
  canbao_status status = file_map_open(&map, path, error);
  if (status != CANBAO_OK) return status;
  bool found = read_entry(map.at, map.length, &e);
  file_map_close(&map);
  if (!found) return CANBAO_OK;
  e.name = strndup(file, length - 4), e.path = strdup(path);
  scenario_entry *grown = realloc(*out, ((size_t)*count + 1) * sizeof *grown);
  if (grown) {
    *out = grown;
    grown[(*count)++] = e;
  }
  if (grown && e.name && e.path && e.title && e.meant_for) return CANBAO_OK;
  if (!grown) free_entry(&e);
  return no_memory(error);
}

static int by_name(const void *a, const void *b) {
  return strcmp(((const scenario_entry *)a)->name, ((const scenario_entry *)b)->name);
}

canbao_status scenario_list(scenario_entry **out, int *count, const char *root,
                            canbao_error *error) {
  char folder[600];
  canbao_status status = CANBAO_OK;
  struct dirent *file;
  *out = NULL, *count = 0;
  scenario_folder(root, folder, sizeof folder);
  DIR *d = opendir(folder);
  if (!d) return CANBAO_OK;
  while (status == CANBAO_OK && (file = readdir(d)) != NULL)
    status = add_file(out, count, folder, file->d_name, error);
  closedir(d);
  if (status != CANBAO_OK) {
    scenario_list_free(*out, *count);
    *out = NULL, *count = 0;
  } else if (*count > 1) {
    qsort(*out, (size_t)*count, sizeof **out, by_name);
  }
  return status;
}

void scenario_list_free(scenario_entry *entries, int count) {
  for (int i = 0; i < count; i++) free_entry(&entries[i]);
  free(entries);
}
