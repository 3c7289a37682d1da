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

static int open_lfs(lua_State *L) {
  luaL_openlibs(L);
  luaL_requiref(L, "lfs", luaopen_lfs, 0);
  return 1;
}

void catalogue_free(script_entry *entries, int count) {
  for (int i = 0; i < count; i++) free(entries[i].name), free(entries[i].path);
  free(entries);
}

canbao_status catalogue_list(script_entry **out, int *count, const char *root,
                             canbao_error *error) {
  *out = NULL;
  *count = 0;
  const struct embedded_file *f = embedded_files;
  while (f->name && strcmp(f->name, "lua/catalogue.lua") != 0) f++;
  lua_State *L = luaL_newstate();
  if (!L || !f->name) {
    if (L) lua_close(L);
    return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  }
  lua_pushcfunction(L, open_lfs);
  bool good = lua_pcall(L, 0, 1, 0) == LUA_OK &&
              luaL_loadbufferx(L, f->text, f->size, "=catalogue.lua", "t") == LUA_OK;
  if (good) {
    lua_insert(L, 1);
    lua_pushstring(L, root);
    good = lua_pcall(L, 2, 1, 0) == LUA_OK;
  }
  canbao_status status = CANBAO_OK;
  if (!good) {
    status = fault(error, CANBAO_DATA, _("the rules at %s cannot be listed: %s"), root,
                   lua_tostring(L, -1));
  } else {
    int n = (int)lua_rawlen(L, -1);
    script_entry *list = calloc((size_t)n + 1, sizeof *list);
    for (int i = 0; list && i < n; i++) {
      char path[PATH_MAX];
      lua_rawgeti(L, -1, i + 1);
      lua_getfield(L, -1, "name");
      lua_getfield(L, -2, "path");
      snprintf(path, sizeof path, "%s/%s.lua", root, lua_tostring(L, -1));
      list[i].name = strdup(lua_tostring(L, -2));
      list[i].path = strdup(path);
      lua_pop(L, 3);
    }
    if (!list) status = fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
    *out = list;
    *count = list ? n : 0;
  }
  lua_close(L);
  return status;
}
