/*
** sandbox.c - what a script can reach: a closed environment with a short list
** of names, each bounded; and, once loaded, nothing that can change. No path to
** files, the clock, randomness, addresses, metatables, coroutines, load.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "host/local_names.h"

#define LONGEST_TEXT (LIMIT_TEXT / 2)
#define NAMES_MOST (128 + LOCAL_NAMES_MAX) /* among which the nearest is looked for */

/* ---- base functions of our own ---- */

static int b_type(lua_State *L) {
  luaL_checkany(L, 1);
  lua_pushstring(L, amount_kind(L, 1));
  return 1;
}

/* No addresses: a table's text would differ from run to run. */
static int b_tostring(lua_State *L) {
  luaL_checkany(L, 1);
  switch (lua_type(L, 1)) {
    case LUA_TNUMBER:
    case LUA_TSTRING:
      lua_settop(L, 1);
      lua_tostring(L, 1);
      return 1;
    case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, 1) ? "true" : "false"); return 1;
    case LUA_TNIL: lua_pushliteral(L, "nil"); return 1;
    case LUA_TUSERDATA:
      if (luaL_callmeta(L, 1, "__tostring")) return 1; /* fall through */
    default: return host_raise(L, CANBAO_SCRIPT, _("%s has no text"), amount_in_words(L, 1));
  }
}

static int b_error(lua_State *L) {
  char shown[300];
  size_t n = 1;
  const char *s = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &n) : "?";
  text_display(slice_of(s, n), shown, sizeof shown);
  return host_raise(L, CANBAO_SCRIPT, _("the script says: %s"), shown);
}

static int b_assert(lua_State *L) {
  luaL_checkany(L, 1);
  if (lua_toboolean(L, 1)) return lua_gettop(L);
  lua_remove(L, 1);
  if (lua_gettop(L) == 0) lua_pushliteral(L, "assertion");
  return b_error(L);
}

/* The table behind a frozen one, or the table itself: replaces the value at index. */
static void see_through(lua_State *L, int index) {
  if (lua_getmetatable(L, index)) {
    if (lua_getfield(L, -1, "__canbao") == LUA_TTABLE) {
      lua_replace(L, index);
      lua_pop(L, 1);
      return;
    }
    lua_pop(L, 2);
  }
}

/* Every entry is looked at, of any key: a wide table's length must not cost less than it takes. */
lua_Integer list_length(lua_State *L, int index) {
  lua_Integer count = 0, last = 0;
  size_t walked = 0;
  lua_pushvalue(L, index);
  int t = lua_gettop(L);
  see_through(L, t);
  for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1), walked++) {
    lua_Integer n = lua_isinteger(L, -2) ? lua_tointeger(L, -2) : 0;
    if (n < 1) continue;
    count++;
    if (n > last) last = n;
  }
  host_charge(L, walked / 4 + 1);
  lua_settop(L, t - 1);
  if (last != count)
    host_raise(L, CANBAO_SCRIPT,
               _("a list with gaps has no length: of the entries 1 to %lld there are %lld; leave "
                 "none out, or count them with pairs"),
               (long long)last, (long long)count);
  return last;
}

/* Stack: t, a, b: is key a before key b? Whole numbers first, then texts by their bytes. */
static bool key_before(lua_State *L, int a, int b) {
  bool na = lua_type(L, a) == LUA_TNUMBER, nb = lua_type(L, b) == LUA_TNUMBER;
  if (na != nb) return na;
  if (na) return lua_compare(L, a, b, LUA_OPLT);
  size_t la, lb;
  const char *sa = lua_tolstring(L, a, &la), *sb = lua_tolstring(L, b, &lb);
  int c = memcmp(sa, sb, la < lb ? la : lb);
  return c < 0 || (c == 0 && la < lb);
}

/* Upvalues: the first key, key -> the next one. Keeps no position: the key it is given is the position, so that an iterator
** a script holds on to is no place to keep state. */
static int pairs_step(lua_State *L) {
  if (lua_type(L, 1) != LUA_TTABLE)
    return host_raise(L, CANBAO_SCRIPT, _("pairs takes a table, not %s"), amount_in_words(L, 1));
  lua_settop(L, 2);
  see_through(L, 1);
  if (lua_isnil(L, 2)) {
    lua_pushvalue(L, lua_upvalueindex(1));
  } else {
    lua_pushvalue(L, 2);
    lua_rawget(L, lua_upvalueindex(2));
  }
  if (lua_isnil(L, -1)) return 1;
  lua_pushvalue(L, -1);
  lua_rawget(L, 1);
  return 2;
}

/* pairs in a defined order: Lua's own depends on a seed that differs from run to run. */
static int b_pairs(lua_State *L) {
  if (lua_type(L, 1) != LUA_TTABLE)
    return host_raise(L, CANBAO_SCRIPT, _("pairs takes a table, not %s"), amount_in_words(L, 1));
  lua_settop(L, 1);
  see_through(L, 1);
  lua_newtable(L); /* t, keys */
  lua_Integer n = 0;
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) { /* t, keys, k, v */
    int type = lua_type(L, -2);
    if (type != LUA_TSTRING && type != LUA_TNUMBER)
      return host_raise(L, CANBAO_SCRIPT,
                        _("a table that pairs walks is keyed by texts and numbers, not by %s"),
                        amount_in_words(L, -2));
    lua_pushvalue(L, -2);
    lua_rawseti(L, 2, ++n);
  }
  size_t levels = 1;
  for (lua_Integer i = n; i > 1; i /= 2) levels++;
  host_charge(L, (size_t)n * levels * 4);
  for (lua_Integer gap = n / 2; gap > 0;
       gap /= 2) /* shell sort: bounded, no recursion, order fully defined */
    for (lua_Integer i = gap + 1; i <= n; i++)
      for (lua_Integer j = i; j > gap; j -= gap) {
        lua_rawgeti(L, 2, j - gap); /* t, keys, a */
        lua_rawgeti(L, 2, j);       /* t, keys, a, b */
        bool swap = key_before(L, 4, 3);
        if (swap) {
          lua_rawseti(L, 2, j - gap);
          lua_rawseti(L, 2, j);
        } else {
          lua_pop(L, 2);
          break;
        }
      }
  lua_rawgeti(L, 2, 1); /* t, keys, first */
  lua_newtable(L);      /* t, keys, first, next */
  for (lua_Integer i = 1; i < n; i++) {
    lua_rawgeti(L, 2, i);
    lua_rawgeti(L, 2, i + 1);
    lua_rawset(L, 4);
  }
  lua_pushcclosure(L, pairs_step, 2); /* t, keys, step */
  lua_pushvalue(L, 1);
  return 2;
}

/* ---- bounded string functions ---- */

static int s_rep(lua_State *L) {
  size_t n, ns = 0;
  const char *s = luaL_checklstring(L, 1, &n);
  lua_Integer times = luaL_checkinteger(L, 2);
  const char *sep = luaL_optlstring(L, 3, "", &ns);
  if (times < 0) times = 0;
  if (times > (lua_Integer)LONGEST_TEXT || (n + ns) * (size_t)times > LONGEST_TEXT)
    return host_raise(L, CANBAO_SCRIPT, _("the text would become too long"));
  host_charge(L, (n + ns) * (size_t)times / 16 + (size_t)times);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (lua_Integer i = 0; i < times; i++) {
    luaL_addlstring(&b, s, n);
    if (i + 1 < times) luaL_addlstring(&b, sep, ns);
  }
  luaL_pushresult(&b);
  return 1;
}

/* Plain search only: patterns can run for hours on a short text. */
static int s_find(lua_State *L) {
  size_t n, m;
  const char *s = luaL_checklstring(L, 1, &n), *what = luaL_checklstring(L, 2, &m);
  lua_Integer from = luaL_optinteger(L, 3, 1);
  if (n > LONGEST_TEXT || m > LONGEST_TEXT)
    return host_raise(L, CANBAO_SCRIPT, _("the text is too long to search"));
  host_charge(L, n / 16);
  if (from < 0) from = (lua_Integer)n + from + 1;
  if (from < 1) from = 1;
  if (from > (lua_Integer)n + 1) return lua_pushnil(L), 1;
  const char *hit = memmem(s + from - 1, n - (size_t)(from - 1), what, m);
  if (!hit) return lua_pushnil(L), 1;
  lua_pushinteger(L, hit - s + 1);
  lua_pushinteger(L, hit - s + (lua_Integer)m);
  return 2;
}

/* Lua's own function (upvalue) with its arguments, after its work was charged for. */
static int go_on(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

static int of_text(lua_State *L) { /* byte, lower, upper, sub, tonumber */
  if (lua_type(L, 1) == LUA_TSTRING) host_charge(L, lua_rawlen(L, 1) / 16);
  return go_on(L);
}

static int of_list(lua_State *L) { /* concat, insert, remove: work grows with the list */
  if (lua_type(L, 1) == LUA_TTABLE) host_charge(L, (size_t)list_length(L, 1));
  return go_on(L);
}

static int of_arguments(lua_State *L) { /* select */
  host_charge(L, (size_t)lua_gettop(L));
  return go_on(L);
}

/* Upvalue: Lua's own format. No addresses (%p, tables), no locale. */
static int s_format(lua_State *L) {
  size_t n;
  const char *f = luaL_checklstring(L, 1, &n);
  if (n > 4096) return host_raise(L, CANBAO_SCRIPT, _("the format is too long"));
  for (size_t i = 0; i + 1 < n; i++) {
    if (f[i] != '%') continue;
    size_t j = i + 1;
    while (j < n && strchr("-+ #0123456789.", f[j])) j++;
    if (j < n && !strchr("dsfgciuxX%", f[j]))
      return host_raise(L, CANBAO_SCRIPT,
                        _("the format %%%c is not available here; %%d, %%s and %%f are"), f[j]);
    i = j;
  }
  for (int i = 2; i <= lua_gettop(L); i++) {
    int type = lua_type(L, i);
    if (type == LUA_TTABLE || type == LUA_TFUNCTION)
      return host_raise(L, CANBAO_SCRIPT, _("%s has no text"), amount_in_words(L, i));
    if (type == LUA_TSTRING) host_charge(L, lua_rawlen(L, i) / 16);
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

static int unknown_global(lua_State *L) {
  const char *wanted = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
  const char *names[NAMES_MOST];
  int n = 0;
  for (lua_pushnil(L); lua_next(L, 1) && n < 127; lua_pop(L, 1))
    if (lua_type(L, -2) == LUA_TSTRING) names[n++] = lua_tostring(L, -2);
  /* lua_next's order is not defined: the nearest of equals must not depend on it */
  for (int i = 1; i < n; i++)
    for (int j = i; j > 0 && strcmp(names[j], names[j - 1]) < 0; j--) {
      const char *t = names[j];
      names[j] = names[j - 1], names[j - 1] = t;
    }
  local_names own;
  int line = local_names_of(L, &own, wanted);
  if (line > 0)
    return host_raise(L, CANBAO_SCRIPT,
                      _("“%s” is not known here: the local of that name on line %d stands further "
                        "down, or in a block that does not reach so far"),
                      wanted, line);
  for (int i = 0; i < own.count && n < NAMES_MOST; i++) names[n++] = own.list[i];
  int near = text_nearest(wanted, names, n);
  if (near >= 0)
    return host_raise(L, CANBAO_SCRIPT, _("there is no word “%s”; did you mean “%s”?"), wanted,
                      names[near]);
  return host_no_word(L, wanted);
}

static int no_globals(lua_State *L) {
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
  return host_raise(L, CANBAO_SCRIPT, _("write “local %s = …”: a script makes no global names"),
                    name);
}

static int frozen(lua_State *L) {
  return host_raise(
      L, CANBAO_SCRIPT,
      _("this table can no longer be changed: rules keep no state between residents"));
}

/* Upvalue: as it was while the script was loaded. A copy of a list with holes could have another one. */
static int frozen_length(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  return 1;
}

/* shadow (on top) -> proxy */
static void push_proxy(lua_State *L, lua_Unsigned length) {
  lua_newtable(L);          /* shadow, proxy */
  lua_createtable(L, 0, 5); /* shadow, proxy, mt */
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__canbao");
  lua_pushcfunction(L, frozen);
  lua_setfield(L, -2, "__newindex");
  lua_pushinteger(L, (lua_Integer)length);
  lua_pushcclosure(L, frozen_length, 1);
  lua_setfield(L, -2, "__len");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2); /* shadow, proxy */
  lua_remove(L, -2);       /* proxy */
}

/* Copy the named functions of library `from` (on top) into a new table and freeze it. from -> proxy */
static void allow(lua_State *L, const char *const *names) {
  lua_newtable(L);
  for (; *names; names++) {
    lua_getfield(L, -2, *names);
    lua_setfield(L, -2, *names);
  }
  lua_remove(L, -2);
}

/* In the table on top, put `bounded` before each of the named functions. */
static void bound(lua_State *L, const char *const *names, lua_CFunction bounded) {
  for (; *names; names++) {
    lua_getfield(L, -1, *names);
    lua_pushcclosure(L, bounded, 1);
    lua_setfield(L, -2, *names);
  }
}

void sandbox_open(host *h) {
  lua_State *L = h->L;
  static const luaL_Reg base[] = {{"type", b_type},   {"tostring", b_tostring},
                                  {"error", b_error}, {"assert", b_assert},
                                  {"pairs", b_pairs}, {NULL, NULL}};
  static const char *const own[] = {"ipairs", "select", "tonumber", NULL};
  static const char *const strings[] = {"byte", "len", "lower", "upper", "sub", NULL};
  static const char *const tables[] = {"concat", "insert", "remove", NULL};
  static const char *const by_text[] = {"byte", "lower", "upper", "sub", NULL};
  static const char *const to_number[] = {"tonumber", NULL}, *const selects[] = {"select", NULL};
  static const char *const maths[] = {"abs",       "ceil",       "floor",      "max", "min",
                                      "tointeger", "maxinteger", "mininteger", NULL};
  luaL_requiref(L, "_G", luaopen_base, 0);
  allow(L, own); /* globals */
  bound(L, to_number, of_text);
  bound(L, selects, of_arguments);
  luaL_setfuncs(L, base, 0);
  luaL_requiref(L, "string", luaopen_string, 1);
  lua_getfield(L, -1, "format");    /* globals, string, format */
  lua_pushcclosure(L, s_format, 1); /* globals, string, our format */
  lua_insert(L, -2);                /* globals, our format, string */
  allow(L, strings);                /* globals, our format, strings */
  bound(L, by_text, of_text);
  lua_insert(L, -2);
  lua_setfield(L, -2, "format");
  lua_pushcfunction(L, s_rep);
  lua_setfield(L, -2, "rep");
  lua_pushcfunction(L, s_find);
  lua_setfield(L, -2, "find");
  push_proxy(L, 0); /* globals, strings */
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1); /* globals, strings, "", mt */
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index"); /* ("x"):rep is the bounded one too */
  static const char *const arithmetic[] = {"__add", "__sub",  "__mul", "__div", "__mod",
                                           "__pow", "__idiv", "__unm", NULL};
  for (const char *const *name = arithmetic; *name;
       name++) { /* a text is not a number, whatever it looks like */
    lua_pushnil(L);
    lua_setfield(L, -2, *name);
  }
  lua_pop(L, 2);
  lua_setfield(L, -2, "string");
  luaL_requiref(L, "table", luaopen_table, 1);
  allow(L, tables);
  bound(L, tables, of_list);
  push_proxy(L, 0);
  lua_setfield(L, -2, "table");
  luaL_requiref(L, "math", luaopen_math, 1);
  allow(L, maths);
  push_proxy(L, 0);
  lua_setfield(L, -2, "math");
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, unknown_global);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2); /* globals */
  lua_newtable(L);         /* globals, env */
  lua_createtable(L, 0, 3);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, no_globals);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  h->env_ref = luaL_ref(L, LUA_REGISTRYINDEX);
  h->globals_ref = luaL_ref(L, LUA_REGISTRYINDEX);
}

/* ---- freezing ---- */

/* Indexes of the walk's helpers on the stack. */
#define MEMO 1 /* table -> its proxy, function -> true, variable -> true */
#define KEPT 2 /* list: function, upvalue number, value, ... */
#define ENV 3

#define FREEZE_DEPTH 400 /* values of the stack: tables and functions held by one another */

static void freeze_value(lua_State *L);

static void not_too_deep(lua_State *L) {
  if (lua_gettop(L) > FREEZE_DEPTH)
    host_raise(L, CANBAO_SCRIPT,
               _("what this rule uses is nested too deeply: tables and functions in one another"));
  luaL_checkstack(L, 12, NULL);
}

/* Once for all functions that captured the same variable. */
static void keep(lua_State *L, int function, int i) { /* value on top stays */
  void *variable = lua_upvalueid(L, function, i);
  bool kept = lua_rawgetp(L, MEMO, variable) != LUA_TNIL;
  lua_pop(L, 1);
  if (kept) return;
  lua_pushboolean(L, 1);
  lua_rawsetp(L, MEMO, variable);
  lua_Integer n = (lua_Integer)lua_rawlen(L, KEPT);
  lua_pushvalue(L, function);
  lua_rawseti(L, KEPT, n + 1);
  lua_pushinteger(L, i);
  lua_rawseti(L, KEPT, n + 2);
  lua_pushvalue(L, -1);
  lua_rawseti(L, KEPT, n + 3);
}

/* The function on top assigns to a variable that it captured: it could keep something from one resident to the next. Said
** at load, with the line of the assignment, whatever path leads there. */
static void refuse_written(lua_State *L) {
  host *h = host_of(L);
  captured_write w;
  if (!captured_writes(L, &w)) return;
  host_raise_at(L, CANBAO_SCRIPT, w.file, w.line, h->concerning,
                _("the variable “%s” was changed by a rule: rules keep no state between residents"),
                w.name);
}

/* function on top; stays */
static void freeze_function(lua_State *L) {
  lua_pushvalue(L, -1);
  if (lua_rawget(L, MEMO) != LUA_TNIL) {
    lua_pop(L, 1);
    return;
  }
  lua_pop(L, 1);
  lua_pushvalue(L, -1);
  lua_pushboolean(L, 1);
  lua_rawset(L, MEMO);
  if (lua_iscfunction(L, -1)) return;
  not_too_deep(L);
  int function = lua_gettop(L);
  refuse_written(L);
  for (int i = 1; lua_getupvalue(L, function, i); i++) { /* function, value */
    if (lua_rawequal(L, -1, ENV)) {
      lua_pop(L, 1);
      continue;
    }
    if (lua_istable(L, -1) || lua_isfunction(L, -1)) {
      freeze_value(L);
      lua_pushvalue(L, -1);
      lua_setupvalue(L, function, i);
    }
    if (lua_isnil(L, -1)) { /* a list cannot hold nil: remember the function itself as "nothing" */
      lua_pushvalue(L, function);
      keep(L, function, i);
      lua_pop(L, 1);
    } else {
      keep(L, function, i);
    }
    lua_pop(L, 1);
  }
}

/* Replace the value on top by its frozen form. A table becomes a proxy over a copy whose values are frozen. */
static void freeze_value(lua_State *L) {
  if (lua_isfunction(L, -1)) {
    freeze_function(L);
    return;
  }
  if (!lua_istable(L, -1)) return;
  not_too_deep(L);
  if (lua_getmetatable(L, -1)) { /* ours already, or another protected thing */
    lua_pop(L, 1);
    return;
  }
  lua_pushvalue(L, -1);
  if (lua_rawget(L, MEMO) != LUA_TNIL) { /* t, proxy */
    lua_remove(L, -2);
    return;
  }
  lua_pop(L, 1);
  int t = lua_gettop(L);
  lua_newtable(L); /* t, shadow */
  lua_pushvalue(L, -1);
  push_proxy(L, lua_rawlen(L, t)); /* t, shadow, proxy */
  lua_pushvalue(L, t);
  lua_pushvalue(L, -2);
  lua_rawset(L, MEMO);                    /* before the walk: tables may hold themselves */
  for (lua_pushnil(L); lua_next(L, t);) { /* t, shadow, proxy, k, v */
    int key = lua_type(L, -2);
    if (key != LUA_TSTRING && key != LUA_TNUMBER && key != LUA_TBOOLEAN)
      host_raise(L, CANBAO_SCRIPT,
                 _("a table that rules use is keyed by texts and numbers, not by %s"),
                 amount_in_words(L, -2));
    freeze_value(L);
    lua_pushvalue(L, -2);
    lua_insert(L, -2);    /* .., k, k, v */
    lua_rawset(L, t + 1); /* .., k */
  }
  lua_replace(L, t); /* proxy, shadow */
  lua_settop(L, t);
}

static void freeze_ref(lua_State *L, int *ref, const char *file, int line, const char *number) {
  host *h = host_of(L);
  if (*ref == LUA_NOREF) return;
  snprintf(h->at_file, sizeof h->at_file, "%s", file);
  snprintf(h->concerning, sizeof h->concerning, "%s", number);
  h->at_line = line;
  lua_rawgeti(L, LUA_REGISTRYINDEX, *ref);
  freeze_value(L);
  lua_pop(L, 1);
}

void sandbox_freeze(lua_State *L) {
  host *h = host_of(L);
  lua_settop(L, 0);
  lua_newtable(L);                               /* MEMO */
  lua_newtable(L);                               /* KEPT */
  lua_rawgeti(L, LUA_REGISTRYINDEX, h->env_ref); /* ENV */
  const policy *p = h->p;
  for (int i = 0; i < p->articles_count; i++) {
    const article *a = &p->articles[i];
    freeze_ref(L, &h->guards[i], a->file, a->line, a->number);
    for (int e = 0; e < p->effects_count; e++)
      freeze_ref(L, &h->functions[i][e], a->file, a->line, a->number);
  }
  for (int e = 0; e < p->effects_count; e++) freeze_ref(L, &h->formulas[e], p->path, 0, "");
  for (int i = 0; i < p->doubts_count; i++)
    freeze_ref(L, &h->doubt_guards[i], p->doubts[i].file, p->doubts[i].line, p->doubts[i].article);
  for (int i = 0; i < p->measures_count; i++)
    freeze_ref(L, &h->measures[i], p->measures[i].file, p->measures[i].line,
               p->measures[i].article);
  h->at_file[0] = h->concerning[0] = 0;
  lua_settop(L, KEPT);
  h->upvalues_count = (int)lua_rawlen(L, KEPT);
  h->upvalues_ref = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_settop(L, 0);
}

canbao_status sandbox_unchanged(host *h, canbao_error *error) {
  lua_State *L = h->L;
  canbao_status status = CANBAO_OK;
  lua_rawgeti(L, LUA_REGISTRYINDEX, h->upvalues_ref); /* kept */
  for (int i = 1; i < h->upvalues_count; i += 3) {
    lua_rawgeti(L, -1, i);
    lua_rawgeti(L, -2, i + 1);
    int n = (int)lua_tointeger(L, -1);
    lua_pop(L, 1);                               /* kept, f */
    lua_rawgeti(L, -2, i + 2);                   /* kept, f, was */
    const char *name = lua_getupvalue(L, -2, n); /* kept, f, was, is */
    bool same = lua_isnil(L, -1) ? lua_rawequal(L, -2, -3) : lua_rawequal(L, -1, -2);
    if (!same)
      same = !lua_rawequal(L, -1, -1) && !lua_rawequal(L, -2, -2); /* not a number, as before */
    if (!same) {
      lua_Debug ar;
      lua_pushvalue(L, -3);
      lua_getinfo(L, ">S", &ar);
      status = fault_at(
          error, CANBAO_SCRIPT, ar.source[0] == '@' ? ar.source + 1 : ar.source, ar.linedefined,
          _("the variable “%s” was changed by a rule: rules keep no state between residents"),
          name);
      lua_pop(L, 3);
      break;
    }
    lua_pop(L, 3);
  }
  lua_pop(L, 1);
  return status;
}
