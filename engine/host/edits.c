/*
** edits.c - the changes that are made to a notice: how a --set is written, what the words of a
** scenario call, and a --set of what a notice states under another name. Each change is listed in
** the policy and may be left out; gates and suppositions are kept as they stand.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

/* The first '=' ends the target, the last '.' before it parts article and effect, since an article's number may hold dots
** and so may an amount. */
bool setting_read(char *text, parameter_setting *out) {
  char *equals = strchr(text, '='), *dot = equals;
  while (dot && dot > text && *dot != '.') dot--;
  if (!dot || dot == text || dot + 1 == equals || equals[1] == '\0') return false;
  *dot = *equals = '\0';
  *out = (parameter_setting){.article = text, .effect = dot + 1, .value = equals + 1};
  return true;
}

/* (label, article, effects) -> does the change stand? */
static int w_edit(lua_State *L) {
  host *h = host_of(L);
  policy *p = h->p;
  if (p->edits_count == EDITS_MAX)
    return host_raise(L, CANBAO_LIMIT, _("there are too many changes (more than %d)"), EDITS_MAX);
  int index = p->edits_count++;
  edit *e = &p->edits[index];
  char file[256];
  host_position(L, 1, file, sizeof file, &e->line);
  e->file = words_copy(L, file);
  e->label = words_keep(L, 1);
  e->article = words_keep(L, 2);
  int n = (int)lua_rawlen(L, 3);
  for (int i = 1; i <= n; i++) {
    lua_rawgeti(L, 3, i);
    int effect_index = policy_effect(p, lua_tostring(L, -1));
    if (effect_index >= 0) e->effects |= UINT64_C(1) << effect_index;
    lua_pop(L, 1);
  }
  e->applied = !(h->options && h->options->edits_off >> index & 1);
  lua_pushboolean(L, e->applied);
  return 1;
}

static int w_in_scenario(lua_State *L) {
  lua_pushboolean(L, host_of(L)->in_scenario);
  return 1;
}

static int w_scenario(lua_State *L) {
  policy *p = host_of(L)->p;
  const char *title = luaL_checkstring(L, 1);
  size_t n = (p->scenario ? strlen(p->scenario) + 3 : 0) + strlen(title) + 1;
  char *joined = malloc(n);
  if (!joined) return host_raise(L, CANBAO_LIMIT, "%s", _("out of memory"));
  snprintf(joined, n, "%s%s%s", p->scenario ? p->scenario : "", p->scenario ? " + " : "", title);
  free(p->scenario);
  p->scenario = joined;
  return 0;
}

static int w_expect(lua_State *L) {
  policy *p = host_of(L)->p;
  char **grown = realloc(p->expectations, sizeof *grown * ((size_t)p->expectations_count + 1));
  if (!grown) return host_raise(L, CANBAO_LIMIT, "%s", _("out of memory"));
  p->expectations = grown;
  luaL_checkstring(L, 1);
  grown[p->expectations_count] = words_keep(L, 1);
  p->expectations_count++;
  return 0;
}

/* (text, ratio, file, line) */
static int w_assume(lua_State *L) {
  policy *p = host_of(L)->p;
  behaviour *grown = realloc(p->assumptions, sizeof *grown * ((size_t)p->assumptions_count + 1));
  const amount *rate = amount_test(L, 2);
  if (!grown) return host_raise(L, CANBAO_LIMIT, "%s", _("out of memory"));
  p->assumptions = grown;
  luaL_checkinteger(L, 4);
  behaviour *b = &grown[p->assumptions_count++];
  *b = (behaviour){.line = (int)luaL_checkinteger(L, 4), .num = rate->num, .den = rate->den};
  b->text = words_keep(L, 1);
  b->file = words_keep(L, 3);
  return 0;
}

/* (name, effect, is it a share?): another name under which notices state an effect. */
static int w_stated(lua_State *L) {
  policy *p = host_of(L)->p;
  if (p->stated_count == STATED_MAX)
    return host_raise(L, CANBAO_LIMIT, "%s", _("an effect is stated under too many names"));
  p->stated[p->stated_count++] =
      (stated_name){words_keep(L, 1), (int)luaL_checkinteger(L, 2), lua_toboolean(L, 3)};
  return 0;
}

/* (number, index of the stated name from 1) -> what a --set says of it: fen and 1, or a ratio; nothing without one. */
static int w_setting(lua_State *L) {
  host *h = host_of(L);
  policy *p = h->p;
  const char *number = luaL_checkstring(L, 1);
  const stated_name *n = &p->stated[luaL_checkinteger(L, 2) - 1];
  for (int i = 0; h->options && i < h->options->settings_count; i++) {
    const parameter_setting *s = &h->options->settings[i];
    if (strcmp(s->article, number) != 0 || strcmp(s->effect, n->name) != 0) continue;
    h->settings_used[i] = true;
    if (i < EDITS_MAX) p->edits[i].effects = UINT64_C(1) << n->effect;
    if (i < EDITS_MAX && h->options->edits_off >> i & 1) continue;
    int64_t num = 0, den = 1;
    size_t length = strlen(s->value);
    bool good =
        n->share ? share_parse(s->value, length, &num, &den) : money_parse(s->value, length, &num);
    if (!good)
      return host_raise_at(L, CANBAO_USAGE, NULL, 0, number,
                           n->share ? _("--set %s.%s=%s: a share is needed, like 90%% or 9/10")
                                    : _("--set %s.%s=%s: money is needed, like 330"),
                           s->article, s->effect, s->value);
    lua_pushinteger(L, num);
    lua_pushinteger(L, den);
    return 2;
  }
  return 0;
}

/* (name or list of names): the scripts that a scenario is meant for; any other is refused. */
static int w_meant_for(lua_State *L) {
  const policy *p = host_of(L)->p;
  char all[300] = "";
  size_t used = 0;
  int count = lua_istable(L, 1) ? (int)lua_rawlen(L, 1) : 1;
  for (int i = 1; i <= count; i++) {
    if (lua_istable(L, 1))
      lua_rawgeti(L, 1, i);
    else
      lua_pushvalue(L, 1);
    const char *name = luaL_checkstring(L, -1);
    if (script_is_named(p->path, name)) return 0;
    if (used < sizeof all)
      used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", used ? ", " : "", name);
    lua_pop(L, 1);
  }
  return host_raise(L, CANBAO_USAGE, _("this scenario is meant for %s, not for %s"), all, p->name);
}

void edits_open(lua_State *L) {
  static const luaL_Reg primitives[] = {
      {"edit", w_edit},       {"in_scenario", w_in_scenario}, {"scenario", w_scenario},
      {"expect", w_expect},   {"assume", w_assume},           {"stated", w_stated},
      {"setting", w_setting}, {"meant_for", w_meant_for},     {NULL, NULL}};
  luaL_setfuncs(L, primitives, 0);
}
