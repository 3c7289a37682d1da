/*
** catalogue.c - which scripts there are, and where the rules lie. Runs
** catalogue.lua with LuaFileSystem in a state of its own.
*/
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/embedded.h"
#include "host/host.h"

#include <lfs.h> /* wants lua.h before it */

static bool is_directory(const char *path) {
  struct stat s;
  return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

canbao_status rules_root(char *buf, size_t size, const char *given, canbao_error *error) {
  if (!given) given = getenv("CANBAO_RULES");
  if (given && *given) {
    if (!is_directory(given))
      return fault(error, CANBAO_USAGE, _("there is no directory of rules at %s"), given);
    snprintf(buf, size, "%s", given);
    return CANBAO_OK;
  }
  if (access("rules/fields.lua", R_OK) == 0) {
    snprintf(buf, size, "rules");
    return CANBAO_OK;
  }
  char self[PATH_MAX];
  ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
  if (n > 0) {
    static const char *const beside[] = {"../rules", "../share/canbao/rules"};
    self[n] = 0;
    char *slash = strrchr(self, '/');
    if (slash) *slash = 0;
    for (int i = 0; i < 2; i++) {
      char path[PATH_MAX + 32];
      snprintf(path, sizeof path, "%s/%s", self, beside[i]);
      if (is_directory(path) && realpath(path, self)) {
        snprintf(buf, size, "%s", self);
        return CANBAO_OK;
      }
    }
  }
  return fault(
      error, CANBAO_USAGE, "%s",
      _("there is no directory of rules here: name it with --rules-dir DIR or CANBAO_RULES"));
}

bool rules_root_of(const char *path, char *buf, size_t size) {
  char fields[PATH_MAX];
  size_t n = strlen(path);
  if (n < 5 || strcmp(path + n - 4, ".lua") != 0) return false;
  while (n > 0) {
    while (n > 0 && path[n - 1] != '/') n--;
    while (n > 1 && path[n - 1] == '/') n--; /* keep the root's own */
    if (n == 0 || n >= size) return false;
    snprintf(fields, sizeof fields, "%.*s/fields.lua", (int)n, path);
    if (access(fields, R_OK) == 0) {
      snprintf(buf, size, "%.*s", (int)n, path);
      return true;
    }
    if (n == 1 && path[0] == '/') return false;
  }
  return false;
}

/* Lua's own luaL_newstate, but through this program's realloc. */
static void *plain_alloc(void *payload, void *block, size_t osize, size_t nsize) {
  (void)payload, (void)osize;
  if (nsize > 0) return realloc(block, nsize);
  free(block);
  return NULL;
}

void catalogue_free(script_entry *entries, int count) {
  for (int i = 0; i < count; i++) free(entries[i].name), free(entries[i].path);
  free(entries);
}

typedef struct {
  const struct embedded_file *file;
  const char *root;
  script_entry *list;
  int count;
  bool no_memory;
} listing;

/* Runs catalogue.lua and copies what it lists. Protected: whatever is raised here ends as an error. */
static int list_scripts(lua_State *L) {
  listing *l = lua_touserdata(L, 1);
  luaL_openlibs(L);
  luaL_requiref(L, "lfs", luaopen_lfs, 0);
  if (luaL_loadbufferx(L, l->file->text, l->file->size, "=catalogue.lua", "t") != LUA_OK)
    return lua_error(L);
  lua_insert(L, -2);
  lua_pushstring(L, l->root);
  lua_call(L, 2, 1);
  int n = (int)lua_rawlen(L, -1);
  l->list = calloc((size_t)n + 1, sizeof *l->list);
  l->no_memory = !l->list;
  for (; l->list && l->count < n; l->count++) {
    char path[PATH_MAX];
    lua_rawgeti(L, -1, l->count + 1);
    lua_getfield(L, -1, "name");
    lua_getfield(L, -2, "path");
    snprintf(path, sizeof path, "%s/%s.lua", l->root, lua_tostring(L, -1));
    script_entry *e = &l->list[l->count];
    *e = (script_entry){strdup(lua_tostring(L, -2)), strdup(path)};
    l->no_memory |= !e->name || !e->path;
    lua_pop(L, 3);
  }
  return 0;
}

canbao_status catalogue_list(script_entry **out, int *count, const char *root,
                             canbao_error *error) {
  *out = NULL;
  *count = 0;
  listing l = {.file = embedded_files, .root = root};
  while (l.file->name && strcmp(l.file->name, "lua/catalogue.lua") != 0) l.file++;
  lua_State *L = lua_newstate(plain_alloc, NULL);
  if (!L || !l.file->name) {
    if (L) lua_close(L);
    return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  }
  lua_pushcfunction(L, list_scripts);
  lua_pushlightuserdata(L, &l);
  int code = lua_pcall(L, 1, 0, 0);
  canbao_status status = CANBAO_OK;
  if (code == LUA_ERRMEM || l.no_memory)
    status = fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  else if (code != LUA_OK)
    status = fault(error, CANBAO_DATA, _("the rules at %s cannot be listed: %s"), root,
                   lua_tostring(L, -1));
  if (status != CANBAO_OK && l.list) {
    catalogue_free(l.list, l.count);
  } else if (status == CANBAO_OK) {
    *out = l.list;
    *count = l.count;
  }
  lua_close(L);
  return status;
}
