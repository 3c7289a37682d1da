/*
** data_file.c - scripts that are data: fields, cases, profiles. They run in the
** same sandbox as rules, may call only the words they are given, and become JSON.
*/
#include "host/data_file.h"

#include <stdlib.h>
#include <string.h>

/* May anything in it not be converted? Checked first, so that convert never raises with JSON half built. */
static const char *unfit(lua_State *L, int index, int depth) {
  switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING: return NULL;
    case LUA_TUSERDATA: {
      const amount *a = amount_test(L, index);
      return !a ? "userdata" : a->inexact ? "a share that is not whole fen" : NULL;
    }
    case LUA_TTABLE: break;
    default: return luaL_typename(L, index);
  }
  if (depth > 16) return "tables nested too deep";
  luaL_checkstack(L, 8, NULL);
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    int key = lua_type(L, -2);
    const char *why = key != LUA_TSTRING && !lua_isinteger(L, -2)
                          ? "a key that is no text"
                          : unfit(L, lua_gettop(L), depth + 1);
    if (why) return why;
  }
  return NULL;
}

/* The JSON under construction hangs on a userdata, so that an error in the middle loses nothing: whatever is made is added to
** what is there before it is filled. */
static int drop_json(lua_State *L) {
  cJSON **box = lua_touserdata(L, 1);
  cJSON_Delete(*box);
  *box = NULL;
  return 0;
}

static cJSON **push_box(lua_State *L) {
  cJSON **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = NULL;
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, drop_json);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  return box;
}

/* Where the next value goes: a list, a member of an object, or the root. */
typedef struct {
  cJSON *parent;
  const char *key; /* NULL: a list */
  cJSON **root;    /* without a parent */
} json_place;

static cJSON *put(lua_State *L, json_place at, cJSON *item) {
  bool good = item != NULL;
  if (good && at.root)
    *at.root = item;
  else if (good)
    good = at.key ? cJSON_AddItemToObject(at.parent, at.key, item)
                  : cJSON_AddItemToArray(at.parent, item);
  if (good) return item;
  cJSON_Delete(item);
  host_raise(L, CANBAO_LIMIT, "%s", _("out of memory"));
  return NULL;
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void convert(lua_State *L, int index, json_place at);

static void convert_list(lua_State *L, int index, lua_Integer n, cJSON *list) {
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, index, i);
    convert(L, lua_gettop(L), (json_place){.parent = list});
    lua_pop(L, 1);
  }
}

/* Keys in the order of their bytes: Lua's own order differs from run to run. */
static void convert_object(lua_State *L, int index, size_t n, cJSON *object) {
  const char **names = lua_newuserdatauv(L, (n + 1) * sizeof *names, 0);
  size_t used = 0;
  lua_createtable(L, (int)n, 0); /* keeps the texts that are made of numbers */
  int texts = lua_gettop(L);
  for (lua_pushnil(L); lua_next(L, index) && used < n; lua_pop(L, 1)) {
    lua_pushvalue(L, -2);
    names[used] = lua_tostring(L, -1);
    lua_rawseti(L, texts, (lua_Integer)++used);
  }
  lua_settop(L, texts);
  if (used) qsort(names, used, sizeof *names, by_name);
  for (size_t i = 0; i < used; i++) {
    lua_getfield(L, index, names[i]);
    if (lua_isnil(L, -1)) {
      lua_pop(L, 1);
      lua_rawgeti(L, index, strtoll(names[i], NULL, 10));
    }
    convert(L, lua_gettop(L), (json_place){.parent = object, .key = names[i]});
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
}

/* Leaves the stack as it was. */
static void convert(lua_State *L, int index, json_place at) {
  luaL_checkstack(L, 8, NULL);
  switch (lua_type(L, index)) {
    case LUA_TBOOLEAN: put(L, at, cJSON_CreateBool(lua_toboolean(L, index))); break;
    case LUA_TNUMBER: put(L, at, cJSON_CreateNumber(lua_tonumber(L, index))); break;
    case LUA_TSTRING: put(L, at, cJSON_CreateString(lua_tostring(L, index))); break;
    case LUA_TUSERDATA:
      put(L, at, cJSON_CreateString(luaL_tolstring(L, index, NULL)));
      lua_pop(L, 1);
      break;
    case LUA_TTABLE: {
      lua_Integer n = (lua_Integer)lua_rawlen(L, index), keys = 0;
      for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) keys++;
      if (n == keys && n > 0)
        convert_list(L, index, n, put(L, at, cJSON_CreateArray()));
      else
        convert_object(L, index, (size_t)keys, put(L, at, cJSON_CreateObject()));
      break;
    }
    default: put(L, at, cJSON_CreateNull()); break;
  }
}

static void need_data(lua_State *L, int index) {
  const char *why = unfit(L, index, 0);
  if (why)
    host_raise(L, CANBAO_SCRIPT, _("data holds texts, numbers, flags, dates and amounts, not %s"),
               why);
}

cJSON *lua_to_json(lua_State *L, int index) {
  index = lua_absindex(L, index);
  need_data(L, index);
  cJSON **box = push_box(L);
  convert(L, index, (json_place){.root = box});
  cJSON *made = *box;
  *box = NULL;
  lua_pop(L, 1);
  return made;
}

/* ---- words of a data script ---- */

/* One call that may go on: case "sentence" { … }. Upvalues: the list of calls, this call's table. */
static int word_continue(lua_State *L) {
  if (lua_type(L, 1) == LUA_TSTRING) {
    lua_getfield(L, lua_upvalueindex(1), "texts");
    lua_pushvalue(L, 1);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushcclosure(L, word_continue, 1);
    return 1;
  }
  if (lua_type(L, 1) != LUA_TTABLE)
    return host_raise(L, CANBAO_SCRIPT, _("texts and then a table are expected here: “…” { … }"));
  need_data(L, 1); /* here, where the error knows its line */
  lua_pushvalue(L, 1);
  lua_setfield(L, lua_upvalueindex(1), "table");
  return 0;
}

/* Upvalues: word's name, list of calls. */
static int word_begin(lua_State *L) {
  char file[256];
  int line;
  host_position(L, 1, file, sizeof file, &line);
  lua_settop(L, 1);
  lua_newtable(L); /* arg, call */
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_setfield(L, -2, "word");
  lua_pushinteger(L, line);
  lua_setfield(L, -2, "line");
  lua_newtable(L);
  lua_setfield(L, -2, "texts");
  lua_pushvalue(L, -1);
  lua_rawseti(L, lua_upvalueindex(2), (lua_Integer)lua_rawlen(L, lua_upvalueindex(2)) + 1);
  lua_pushcclosure(L, word_continue, 1); /* arg, continue */
  lua_insert(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

typedef struct {
  const char *const *words;
  cJSON *result;
} data_run;

/* Stack: chunk, run (light userdata). */
static int run_data(lua_State *L) {
  data_run *run = lua_touserdata(L, 2);
  host *h = host_of(L);
  lua_settop(L, 1);
  lua_newtable(L); /* chunk, calls */
  lua_rawgeti(L, LUA_REGISTRYINDEX, h->globals_ref);
  for (const char *const *word = run->words; *word; word++) {
    lua_pushstring(L, *word);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, word_begin, 2);
    lua_setfield(L, -2, *word);
  }
  lua_pop(L, 1);
  lua_pushvalue(L, 1);
  lua_call(L, 0, 0);
  run->result = lua_to_json(L, 2);
  return 0;
}

static int open_sandbox(lua_State *L) {
  host *h = host_of(L);
  sandbox_open(h);
  amounts_open(h);
  return 0;
}

static canbao_status load_text(cJSON **out, const char *path, const char *text, size_t size,
                               const char *const *words, canbao_error *error) {
  *out = NULL;
  canbao_status status = source_check(path, text, size, LIMIT_DATA_SOURCE, true, error);
  if (status != CANBAO_OK) return status;
  policy p = {.path = (char *)path, .limits = LIMITS_DEFAULT}; /* for errors; not freed */
  data_run run = {words, NULL};
  p.schema = schema_new();
  p.terms = p.schema ? term_table_new(p.schema) : NULL;
  host *h = p.terms ? host_new(&p) : NULL;
  if (!h) {
    status = fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  } else {
    lua_pushcfunction(h->L, open_sandbox);
    status = host_call(h, 0, 0, error);
    if (status == CANBAO_OK) {
      lua_pushcfunction(h->L, run_data);
      status = host_load(h, path, text, size, false, error);
    }
    if (status == CANBAO_OK) {
      lua_pushlightuserdata(h->L, &run);
      status = host_call(h, 2, 0, error);
    }
  }
  if (status == CANBAO_OK) {
    if (cJSON_IsObject(run.result)) { /* no call at all: an empty table */
      cJSON_Delete(run.result);
      run.result = cJSON_CreateArray();
    }
    *out = run.result;
    if (!run.result) status = fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  } else {
    cJSON_Delete(run.result);
  }
  host_free(h);
  term_table_free(p.terms);
  schema_free(p.schema);
  return status;
}

canbao_status data_file_load(cJSON **out, const char *path, const char *const *words,
                             canbao_error *error) {
  char *text;
  size_t size;
  canbao_status status = source_read(NULL, path, LIMIT_DATA_SOURCE, &text, &size, error);
  if (status != CANBAO_OK) return status;
  status = load_text(out, path, text, size, words, error);
  free(text);
  return status;
}

canbao_status data_text_load(cJSON **out, const char *name, const char *text, size_t size,
                             const char *const *words, canbao_error *error) {
  return load_text(out, name, text, size, words, error);
}
