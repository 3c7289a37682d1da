/*
** core_box.c - boxes: handles of canbao.h as userdata that free themselves in the right
** order; the engine's errors as tables; decisions as tables.
*/
#include <stdio.h>
#include <string.h>

#include "core.h"

static const char *const meta_names[] = {"canbao.engine", "canbao.policy", "canbao.roster",
                                         "canbao.whatif"};
static const char *const shown_names[] = {"engine", "policy", "roster", "what-if"};

/* ---- life ---- */

static void free_handle(box *b) {
  switch (b->kind) {
    case BOX_ENGINE: canbao_engine_free(b->handle); break;
    case BOX_POLICY: canbao_policy_free(b->handle); break;
    case BOX_ROSTER: canbao_roster_free(b->handle); break;
    case BOX_WHATIF: canbao_whatif_free(b->handle); break;
  }
  b->handle = NULL;
}

/* A child's parent outlives it: the user value keeps it, also while both are being collected. */
static void let_go(box *b) {
  while (b && b->closed && b->children == 0 && b->handle) {
    free_handle(b);
    b = b->parent;
    if (b) b->children--;
  }
}

/* ---- at work ---- */

static int pin_close(lua_State *L) {
  box *const *pin = lua_touserdata(L, 1);
  (*pin)->children--;
  let_go(*pin);
  return 0;
}

static int reading_close(lua_State *L) {
  box *const *engine = lua_touserdata(L, 1);
  (*engine)->reading = false;
  return 0;
}

void box_open(lua_State *L) {
  luaL_newmetatable(L, "canbao.pin");
  lua_pushcfunction(L, pin_close);
  lua_setfield(L, -2, "__close");
  luaL_newmetatable(L, "canbao.reading");
  lua_pushcfunction(L, reading_close);
  lua_setfield(L, -2, "__close");
  lua_pop(L, 2);
}

/* A userdata that names the box to its own __close, at the top of the stack. */
static void new_pin(lua_State *L, box *b, const char *meta) {
  box **pin = lua_newuserdatauv(L, sizeof *pin, 0);
  *pin = b;
  luaL_setmetatable(L, meta);
}

static box *root_of(const box *b) {
  box *root = (box *)b;
  while (root->parent) root = root->parent;
  return root;
}

void box_idle(lua_State *L, const box *b) {
  if (root_of(b)->reading)
    luaL_error(L, "a finalizer must not decide while a decision is being read");
}

void box_reading(lua_State *L, const box *b) {
  box *engine = root_of(b);
  box_idle(L, b);
  lua_rawgetp(L, LUA_REGISTRYINDEX, engine);
  lua_toclose(L, -1);
  engine->reading = true;
}

/* ---- boxes ---- */

box *box_new(lua_State *L, box_kind kind, int parent) {
  box *p = parent ? lua_touserdata(L, parent) : NULL;
  box *b = lua_newuserdatauv(L, sizeof *b, BOX_VALUES);
  *b = (box){.kind = kind, .parent = p};
  luaL_setmetatable(L, meta_names[kind]);
  if (parent) {
    lua_pushvalue(L, parent < 0 && parent > LUA_REGISTRYINDEX ? parent - 1 : parent);
    lua_setiuservalue(L, -2, PARENT_VALUE);
  } else {
    new_pin(L, b, "canbao.reading");
    lua_rawsetp(L, LUA_REGISTRYINDEX, b);
  }
  new_pin(L, b, "canbao.pin");
  lua_setiuservalue(L, -2, PIN_VALUE);
  return b;
}

void box_fill(box *b, void *handle) {
  b->handle = handle;
  if (b->parent) b->parent->children++;
}

box *box_check(lua_State *L, int at, box_kind kind) {
  box *b = luaL_checkudata(L, at, meta_names[kind]);
  if (b->closed || !b->handle) luaL_error(L, "this %s is closed", shown_names[kind]);
  lua_getiuservalue(L, at, PIN_VALUE);
  lua_toclose(L, -1);
  b->children++;
  return b;
}

canbao_engine *box_engine(const box *b) { return root_of(b)->handle; }

static int box_close(lua_State *L) {
  box *b = luaL_checkudata(L, 1, meta_names[lua_tointeger(L, lua_upvalueindex(1))]);
  b->closed = true;
  let_go(b);
  return 0;
}

static int box_text(lua_State *L) {
  box_kind kind = (box_kind)lua_tointeger(L, lua_upvalueindex(1));
  const box *b = luaL_checkudata(L, 1, meta_names[kind]);
  if (b->closed || !b->handle)
    lua_pushfstring(L, "%s (closed)", meta_names[kind]);
  else if (kind == BOX_POLICY)
    lua_pushfstring(L, "%s %s", meta_names[kind], canbao_policy_name(b->handle));
  else if (kind == BOX_ROSTER)
    lua_pushfstring(L, "%s of %I residents", meta_names[kind],
                    (lua_Integer)canbao_roster_rows(b->handle));
  else
    lua_pushstring(L, meta_names[kind]);
  return 1;
}

void box_meta(lua_State *L, box_kind kind, const luaL_Reg *methods, const luaL_Reg *more) {
  static const luaL_Reg common[] = {
      {"__gc", box_close}, {"__close", box_close}, {"__tostring", box_text}, {NULL, NULL}};
  static const luaL_Reg closing[] = {{"close", box_close}, {NULL, NULL}};
  luaL_newmetatable(L, meta_names[kind]);
  lua_pushinteger(L, kind);
  luaL_setfuncs(L, common, 1);
  if (more) luaL_setfuncs(L, more, 0);
  lua_pushstring(L, "canbao");
  lua_setfield(L, -2, "__metatable");
  lua_newtable(L);
  if (methods) luaL_setfuncs(L, methods, 0);
  lua_pushinteger(L, kind);
  luaL_setfuncs(L, closing, 1);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "__index");
  lua_remove(L, -2);
}

/* ---- errors ---- */

static int error_text(lua_State *L) {
  lua_getfield(L, 1, "text");
  return 1;
}

void core_check(lua_State *L, canbao_status status, const box *b) {
  static const char *const words[] = {"ok", "found", "usage", "script", "data", "limit"};
  char text[2048];
  if (status == CANBAO_OK) return;
  canbao_error error = *canbao_engine_error(box_engine(b)); /* before anything can overwrite it */
  lua_createtable(L, 0, 6);
  int code = -(int)status;
  core_set_text(L, "status", code > 0 && code < 6 ? words[code] : "limit");
  if (error.file[0]) core_set_text(L, "file", error.file);
  if (error.line) core_set_integer(L, "line", error.line);
  if (error.article[0]) core_set_text(L, "article", error.article);
  core_set_text(L, "message", error.message);
  core_set_text(L, "text", canbao_error_text(&error, text, sizeof text));
  if (luaL_newmetatable(L, "canbao.error")) {
    lua_pushcfunction(L, error_text);
    lua_setfield(L, -2, "__tostring");
  }
  lua_setmetatable(L, -2);
  lua_error(L);
}

/* ---- arguments ---- */

uint32_t core_row(lua_State *L, int at, const canbao_roster *roster) {
  lua_Integer row = luaL_checkinteger(L, at), rows = canbao_roster_rows(roster);
  if (row < 1 || row > rows)
    luaL_error(L, "there is no row %I: the roster has rows 1 to %I", row, rows);
  return (uint32_t)(row - 1);
}

const char *const *core_texts(lua_State *L, int at, size_t *count) {
  *count = lua_istable(L, at) ? (size_t)lua_rawlen(L, at) : 0;
  if (*count == 0) return NULL;
  luaL_argcheck(L, *count < 10000, at, "too many");
  lua_createtable(L, (int)*count, 0); /* nobody else can take a text out of this one */
  for (size_t i = 1; i <= *count; i++) {
    if (lua_rawgeti(L, at, (lua_Integer)i) != LUA_TSTRING) luaL_argerror(L, at, "texts expected");
    lua_rawseti(L, -2, (lua_Integer)i);
  }
  const char **texts = lua_newuserdatauv(L, *count * sizeof *texts, 0);
  for (size_t i = 0; i < *count; i++) {
    lua_rawgeti(L, -2, (lua_Integer)i + 1);
    texts[i] = lua_tostring(L, -1);
    lua_pop(L, 1);
  }
  return texts;
}

const canbao_setting *core_settings(lua_State *L, int at, const box *b, size_t *count) {
  const char *const *texts = core_texts(L, at, count);
  if (!texts) return NULL;
  size_t room = 0;
  for (size_t i = 0; i < *count; i++) room += strlen(texts[i]) + 1;
  canbao_setting *settings = lua_newuserdatauv(L, *count * sizeof *settings, 0);
  char *copy = lua_newuserdatauv(L, room, 0);
  for (size_t i = 0; i < *count; i++) {
    size_t n = strlen(texts[i]) + 1;
    memcpy(copy, texts[i], n);
    core_check(L, canbao_setting_read(&settings[i], box_engine(b), copy), b);
    copy += n;
  }
  return settings;
}

/* ---- tables ---- */

void core_set_integer(lua_State *L, const char *key, int64_t v) {
  lua_pushinteger(L, v);
  lua_setfield(L, -2, key);
}

void core_set_text(lua_State *L, const char *key, const char *text) {
  lua_pushstring(L, text ? text : "");
  lua_setfield(L, -2, key);
}

void core_set_flag(lua_State *L, const char *key, bool v) {
  lua_pushboolean(L, v);
  lua_setfield(L, -2, key);
}

/* ---- decisions ---- */

/* decision.NAME: an effect's value, nil where nothing holds; a name that is none is an error. Upvalues: the names, the
** box whose policy knows the nearest. */
static int decision_index(lua_State *L) {
  int index;
  lua_pushliteral(L, "values");
  lua_rawget(L, 1);
  lua_pushvalue(L, 2);
  if (lua_istable(L, 3) && lua_rawget(L, 3) != LUA_TNIL) return 1;
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) {
    lua_pushnil(L);
    return 1;
  }
  const char *name = luaL_tolstring(L, 2, NULL);
  const box *b = lua_touserdata(L, lua_upvalueindex(2));
  while (b && b->kind != BOX_POLICY) b = b->parent;
  if (b && b->handle) core_check(L, canbao_policy_find_effect(&index, b->handle, name), b);
  return luaL_error(L, "there is no effect \"%s\"", name);
}

/* The metatable of all decisions of one policy, made from the first of them and kept in a user value of the box. */
static void push_shape(lua_State *L, const canbao_decision *d, int at, int value) {
  static const char *const keys[] = {"row",    "case",    "problem", "problem_text", "values",
                                     "bounds", "unknown", "doubts",  "articles"};
  const char *name;
  if (lua_getiuservalue(L, at, value) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_createtable(L, 0, 2);
  lua_newtable(L);
  for (int i = 0; canbao_decision_effect(&name, NULL, d, i); i++) core_set_flag(L, name, true);
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) core_set_flag(L, keys[i], true);
  lua_pushvalue(L, at);
  lua_pushcclosure(L, decision_index, 2);
  lua_setfield(L, -2, "__index");
  lua_pushvalue(L, -1);
  lua_setiuservalue(L, at, value);
}

/* The value at the top of the stack; nil where nothing holds or it is not known. */
static void push_value(lua_State *L, const canbao_decision *d, const char *name,
                       const canbao_value *v) {
  char text[1024];
  bool known = v->state == CANBAO_VALUE_KNOWN;
  switch (v->type) {
    case CANBAO_TYPE_FLAG:
      if (!known) break;
      lua_pushboolean(L, v->number != 0);
      return;
    case CANBAO_TYPE_TEXT: /* a status says that it is undetermined */
    case CANBAO_TYPE_DATE:
      if (!canbao_decision_text(d, name, text, sizeof text) || !text[0]) break;
      lua_pushstring(L, text);
      return;
    default:
      if (!known) break;
      lua_pushinteger(L, v->number);
      return;
  }
  lua_pushnil(L);
}

/* values, unknown and bounds of the table at the top. */
static void set_values(lua_State *L, const canbao_decision *d) {
  const char *name;
  canbao_value v;
  int table = lua_gettop(L);
  lua_newtable(L), lua_newtable(L), lua_newtable(L);
  for (int i = 0; canbao_decision_effect(&name, &v, d, i); i++) {
    push_value(L, d, name, &v);
    lua_setfield(L, table + 1, name);
    if (v.state != CANBAO_VALUE_UNKNOWN) continue;
    lua_pushboolean(L, true);
    lua_setfield(L, table + 2, name);
    if (!v.bounded) continue;
    lua_createtable(L, 0, 2);
    core_set_integer(L, "low", v.low), core_set_integer(L, "high", v.high);
    lua_setfield(L, table + 3, name);
  }
  lua_setfield(L, table, "bounds");
  lua_setfield(L, table, "unknown");
  lua_setfield(L, table, "values");
}

static void set_articles(lua_State *L, const canbao_decision *d) {
  canbao_article a;
  lua_newtable(L);
  for (int i = 0; canbao_decision_article(&a, d, i); i++) {
    lua_createtable(L, 0, 8);
    core_set_text(L, "number", a.number), core_set_text(L, "title", a.title);
    core_set_text(L, "file", a.file), core_set_integer(L, "line", a.line);
    core_set_flag(L, "applied", a.applied), core_set_flag(L, "undetermined", a.undetermined);
    core_set_flag(L, "decisive", a.decisive), core_set_text(L, "reason", a.reason);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "articles");
}

void core_push_decision(lua_State *L, const canbao_decision *d, int shape, int value, bool whole) {
  static const char *const problems[] = {"decided", "undetermined", "conflict",
                                         "gap",     "limit",        "error"};
  const char *title;
  luaL_checkstack(L, 10, NULL);
  lua_createtable(L, 0, 8);
  if (canbao_decision_case(d)) core_set_integer(L, "case", canbao_decision_case(d));
  core_set_text(L, "problem", problems[canbao_decision_problem(d)]);
  core_set_text(L, "problem_text", canbao_decision_problem_text(d));
  set_values(L, d);
  lua_newtable(L);
  for (int i = 0; canbao_decision_doubt(&title, NULL, d, i); i++) {
    lua_pushstring(L, title);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "doubts");
  if (whole) set_articles(L, d);
  push_shape(L, d, shape, value);
  lua_setmetatable(L, -2);
}
