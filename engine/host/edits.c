/*
** edits.c - what the words of a scenario call: each change to the notice is listed
** in the policy and may be left out; gates and suppositions are kept as they stand.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

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

void edits_open(lua_State *L) {
  static const luaL_Reg primitives[] = {{"edit", w_edit},         {"in_scenario", w_in_scenario},
                                        {"scenario", w_scenario}, {"expect", w_expect},
                                        {"assume", w_assume},     {NULL, NULL}};
  luaL_setfuncs(L, primitives, 0);
}
