/*
** core.c - canbao.core, the C part of the Lua module: policies, rosters and decisions.
** canbao.lua beside it is what scripts see; it checks what they pass, so the functions
** here take their arguments in order. No Lua error crosses canbao.h.
*/
#include "core.h"

#include <string.h>

/* ---- engine, policy ---- */

/* (name, rules_dir, targets, settings); upvalue 1 is the engine */
static int f_policy(lua_State *L) {
  canbao_policy *policy;
  lua_settop(L, 4);
  const char *name = luaL_checkstring(L, 1);
  canbao_policy_options options = {.rules_dir = luaL_optstring(L, 2, NULL),
                                   .targets_file = luaL_optstring(L, 3, NULL)};
  box *engine = lua_touserdata(L, lua_upvalueindex(1));
  options.settings = core_settings(L, 4, engine, &options.settings_count);
  box *b = box_new(L, BOX_POLICY, lua_upvalueindex(1));
  core_check(L, canbao_policy_load(&policy, engine->handle, name, &options), engine);
  box_fill(b, policy);
  return 1;
}

static void push_effects(lua_State *L, const canbao_policy *policy) {
  static const char *const types[] = {"", "flag", "number", "text", "date", "money", "days"};
  const char *name, *title;
  bool output;
  lua_newtable(L);
  for (int i = 0; canbao_policy_effect(&name, &title, &output, policy, i); i++) {
    lua_createtable(L, 0, 4);
    core_set_text(L, "name", name), core_set_text(L, "title", title);
    core_set_text(L, "type", types[canbao_policy_effect_type(policy, i)]);
    core_set_flag(L, "output", output);
    lua_rawseti(L, -2, i + 1);
  }
}

static int policy_info(lua_State *L) {
  const canbao_policy *policy = box_check(L, 1, BOX_POLICY)->handle;
  const char *path, *sha256;
  lua_createtable(L, 0, 6);
  core_set_text(L, "name", canbao_policy_name(policy));
  core_set_text(L, "place", canbao_policy_place(policy));
  core_set_integer(L, "year", canbao_policy_year(policy));
  core_set_text(L, "notice", canbao_policy_notice(policy));
  push_effects(L, policy);
  lua_setfield(L, -2, "effects");
  lua_newtable(L);
  for (int i = 0; canbao_policy_source(&path, &sha256, policy, i); i++) {
    lua_createtable(L, 0, 2);
    core_set_text(L, "path", path), core_set_text(L, "sha256", sha256);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "sources");
  return 1;
}

static int policy_roster(lua_State *L) {
  canbao_roster *roster;
  lua_settop(L, 2);
  box *p = box_check(L, 1, BOX_POLICY);
  const char *path = luaL_checkstring(L, 2);
  box *b = box_new(L, BOX_ROSTER, 1);
  core_check(L, canbao_roster_open(&roster, p->handle, path), p);
  box_fill(b, roster);
  return 1;
}

static int policy_roster_from_text(lua_State *L) {
  canbao_roster *roster;
  size_t length;
  lua_settop(L, 3);
  box *p = box_check(L, 1, BOX_POLICY);
  const char *text = luaL_checklstring(L, 2, &length), *name = luaL_optstring(L, 3, "memory");
  box *b = box_new(L, BOX_ROSTER, 1);
  core_check(L, canbao_roster_from_text(&roster, p->handle, text, length, name), p);
  box_fill(b, roster);
  return 1;
}

/* ---- roster ---- */

static int roster_len(lua_State *L) {
  lua_pushinteger(L, canbao_roster_rows(box_check(L, 1, BOX_ROSTER)->handle));
  return 1;
}

/* What the policy's info calls effects; the roster keeps its policy even when a script has closed it. */
static int roster_effects(lua_State *L) {
  push_effects(L, box_check(L, 1, BOX_ROSTER)->parent->handle);
  return 1;
}

static int roster_sha256(lua_State *L) {
  lua_pushstring(L, canbao_roster_sha256(box_check(L, 1, BOX_ROSTER)->handle));
  return 1;
}

static int roster_text(lua_State *L) {
  char text[4096];
  lua_settop(L, 3);
  const canbao_roster *roster = box_check(L, 1, BOX_ROSTER)->handle;
  uint32_t row = core_row(L, 2, roster);
  const char *field = luaL_checkstring(L, 3);
  if (!canbao_roster_text(roster, row, field, text, sizeof text))
    return luaL_error(L, "the roster has no field \"%s\"", field);
  lua_pushstring(L, text);
  return 1;
}

static int roster_problems(lua_State *L) {
  const canbao_roster *roster = box_check(L, 1, BOX_ROSTER)->handle;
  canbao_roster_problem p;
  lua_newtable(L);
  for (uint32_t i = 0; canbao_roster_problem_at(&p, roster, i); i++) {
    lua_createtable(L, 0, 5);
    if (p.row != UINT32_MAX) core_set_integer(L, "row", (int64_t)p.row + 1);
    if (p.line) core_set_integer(L, "line", p.line);
    core_set_text(L, "field", p.field), core_set_text(L, "reason", p.reason);
    lua_pushlstring(L, p.value, p.value_length);
    lua_setfield(L, -2, "value");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static int roster_decide(lua_State *L) {
  const canbao_decision *decision;
  lua_settop(L, 3);
  box *b = box_check(L, 1, BOX_ROSTER);
  uint32_t row = core_row(L, 2, b->handle);
  const char *day = luaL_checkstring(L, 3);
  box_reading(L, b);
  core_check(L, canbao_decide(&decision, b->handle, row, day), b);
  core_push_decision(L, decision, 1, SHAPE_VALUE, true);
  lua_pushinteger(L, (lua_Integer)row + 1);
  lua_setfield(L, -2, "row");
  return 1;
}

/* ---- every resident ---- */

typedef struct {
  lua_State *L;
  const canbao_decision *decision; /* of the resident at hand */
  uint32_t row;
  bool stopped, failed;
} walk;

/* (walk) with the roster and the function as further arguments -> go on? */
static int visit(lua_State *L) {
  const walk *w = lua_touserdata(L, 1);
  lua_pushvalue(L, 3);
  core_push_decision(L, w->decision, 2, SHAPE_VALUE, false);
  lua_pushinteger(L, (lua_Integer)w->row + 1);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "row");
  lua_call(L, 2, 1);
  lua_pushboolean(L, !lua_isboolean(L, -1) || lua_toboolean(L, -1));
  return 1;
}

/* Nothing may raise here but inside the pcall; stack slots were made sure of before. */
static canbao_status take(void *payload, const canbao_decision *decision, uint32_t row) {
  walk *w = payload;
  lua_State *L = w->L;
  w->decision = decision, w->row = row;
  lua_pushcfunction(L, visit);
  lua_pushlightuserdata(L, w);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 3);
  w->failed = lua_pcall(L, 3, 1, 0) != LUA_OK;
  if (w->failed) return CANBAO_FOUND; /* the error stays at the top */
  w->stopped = !lua_toboolean(L, -1);
  lua_pop(L, 1);
  return w->stopped ? CANBAO_FOUND : CANBAO_OK;
}

/* (roster, day, function, reference, threads) -> cases */
static int roster_each(lua_State *L) {
  walk w = {.L = L};
  uint32_t cases = 0;
  lua_settop(L, 5);
  box *b = box_check(L, 1, BOX_ROSTER);
  const char *day = luaL_checkstring(L, 2);
  luaL_checktype(L, 3, LUA_TFUNCTION);
  canbao_run_options options = {
      .reference = lua_toboolean(L, 4), .threads = (int)luaL_optinteger(L, 5, 0), .cases = &cases};
  luaL_checkstack(L, 10, NULL);
  box_idle(L, b);
  canbao_status status = canbao_decide_all(b->handle, day, &options, take, &w);
  if (w.failed) return lua_error(L);
  if (!w.stopped) core_check(L, status, b);
  lua_pushinteger(L, cases);
  return 1;
}

/* ---- the module ---- */

static const luaL_Reg policy_methods[] = {{"info", policy_info},
                                          {"roster", policy_roster},
                                          {"roster_from_text", policy_roster_from_text},
                                          {NULL, NULL}};
static const luaL_Reg roster_methods[] = {
    {"effects", roster_effects}, {"sha256", roster_sha256},
    {"text", roster_text},       {"problems", roster_problems},
    {"decide", roster_decide},   {"each_", roster_each},
    {"whatif_", core_whatif},    {NULL, NULL}};
static const luaL_Reg roster_meta[] = {{"__len", roster_len}, {NULL, NULL}};

/* {policy =, policies =, rosters =, whatifs =, version =}: the method tables are there for canbao.lua to add to. */
__attribute__((visibility("default"))) int luaopen_canbao_core(lua_State *L);
int luaopen_canbao_core(lua_State *L) {
  canbao_engine *engine;
  lua_createtable(L, 0, 5);
  core_set_text(L, "version", canbao_version());
  box_open(L);
  box_meta(L, BOX_ENGINE, NULL, NULL);
  lua_pop(L, 1);
  box_meta(L, BOX_POLICY, policy_methods, NULL);
  lua_setfield(L, -2, "policies");
  box_meta(L, BOX_ROSTER, roster_methods, roster_meta);
  lua_setfield(L, -2, "rosters");
  core_whatif_open(L);
  lua_setfield(L, -2, "whatifs");
  box *b = box_new(L, BOX_ENGINE, 0);
  if (canbao_engine_open(&engine) != CANBAO_OK) return luaL_error(L, "memory ran out");
  box_fill(b, engine);
  lua_pushcclosure(L, f_policy, 1);
  lua_setfield(L, -2, "policy");
  return 1;
}
