/*
** words.c - what engine/lua/words.lua and the programme call: each primitive
** puts one declared thing into the policy. Only trusted Lua reaches these; still
** every argument is checked, because scripts' values pass through.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/fields.h"
#include "host/host.h"
#include "host/table_file.h"

char *words_copy(lua_State *L, const char *s) {
  char *copy = text_copy(s);
  if (s && !copy) host_raise(L, CANBAO_LIMIT, "%s", _("out of memory"));
  return copy;
}

char *words_keep(lua_State *L, int index) { return words_copy(L, lua_tostring(L, index)); }

static char *field_text(lua_State *L, int t, const char *name) {
  lua_getfield(L, t, name);
  char *s = lua_type(L, -1) == LUA_TSTRING ? words_keep(L, -1) : NULL;
  lua_pop(L, 1);
  return s;
}

/* The text on the stack, where it stays: nothing to free when an error is raised later. */
static const char *field_borrow(lua_State *L, int t, const char *name) {
  lua_getfield(L, t, name);
  return lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
}

static int32_t field_date(lua_State *L, int t, const char *name) {
  lua_getfield(L, t, name);
  int32_t day = DATE_NONE;
  if (!lua_isnil(L, -1))
    day = (int32_t)term_at(host_of(L)->p->terms, amount_term(L, -1, TYPE_DATE, name))->imm;
  lua_pop(L, 1);
  return day;
}

static bool field_flag(lua_State *L, int t, const char *name) {
  lua_getfield(L, t, name);
  bool yes = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return yes;
}

static int field_int(lua_State *L, int t, const char *name, int otherwise) {
  lua_getfield(L, t, name);
  lua_Integer v = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : otherwise;
  if ((lua_type(L, -1) == LUA_TNUMBER && !lua_isinteger(L, -1)) || v < -1 || v > INT32_MAX)
    host_raise(L, CANBAO_SCRIPT, _("%s must be %s, not %s"), name, _("a whole number"),
               lua_tostring(L, -1));
  lua_pop(L, 1);
  return (int)v;
}

/* A member of t as a registry reference when it is a function. */
static int field_function(lua_State *L, int t, const char *name) {
  lua_getfield(L, t, name);
  if (lua_isfunction(L, -1)) return luaL_ref(L, LUA_REGISTRYINDEX);
  lua_pop(L, 1);
  return LUA_NOREF;
}

/* ---- declaring ---- */

static int w_word(lua_State *L) {
  host *h = host_of(L);
  lua_rawgeti(L, LUA_REGISTRYINDEX, h->globals_ref);
  lua_insert(L, 1);
  lua_settop(L, 3); /* globals, name, value */
  lua_rawset(L, 1);
  return 0;
}

static int w_label(lua_State *L) {
  host *h = host_of(L);
  size_t n;
  const char *wanted = luaL_checklstring(L, 1, &n);
  const schema *s = h->p->schema;
  for (int f = 0; f < s->count; f++) {
    if (s->fields[f].type != FIELD_LABELS) continue;
    if (field_label(&s->fields[f], slice_of(wanted, n)) >= 0) return 0;
    int near =
        text_nearest(wanted, (const char *const *)s->fields[f].labels, s->fields[f].labels_count);
    if (near >= 0)
      return host_raise(
          L, CANBAO_SCRIPT,
          _("there is no label “%s”; did you mean “%s”? If the notice adds it, declare "
            "it: labels \"identities\" { \"%s\" }"),
          wanted, s->fields[f].labels[near], wanted);
  }
  return host_raise(L, CANBAO_SCRIPT,
                    _("there is no label “%s”; if the notice adds it, declare it: labels "
                      "\"identities\" { \"%s\" }"),
                    wanted, wanted);
}

static int w_add_label(lua_State *L) {
  host *h = host_of(L);
  canbao_error error;
  int f = schema_find(h->p->schema, luaL_checkstring(L, 1));
  if (f < 0) return host_no_field(L, lua_tostring(L, 1));
  field_type type = h->p->schema->fields[f].type;
  if (type != FIELD_LABEL && type != FIELD_LABELS)
    return host_raise(L, CANBAO_SCRIPT, _("the field %s has no labels"), lua_tostring(L, 1));
  if (schema_add_label(h->p->schema, f, luaL_checkstring(L, 2), &error) != CANBAO_OK)
    return host_raise(L, error.status, "%s", error.message);
  return 0;
}

static int w_field(lua_State *L) {
  host *h = host_of(L);
  canbao_error error;
  if (fields_add_from_lua(h->p->schema, L, 1, 2, &error) != CANBAO_OK)
    return host_raise(L, error.status, "%s", error.message);
  return 0;
}

static int w_policy(lua_State *L) {
  policy *p = host_of(L)->p;
  char file[8];
  host_position(L, 1, file, sizeof file, &p->line);
  p->place = field_text(L, 1, "place");
  p->full_place = field_text(L, 1, "full_place");
  p->division = field_text(L, 1, "division");
  p->notice = field_text(L, 1, "notice");
  p->programme = field_text(L, 1, "programme");
  if (!p->programme) p->programme = words_copy(L, "resident_insurance");
  p->title = field_text(L, 1, "title");
  p->year = field_int(L, 1, "year", 0);
  p->issued = field_date(L, 1, "issued");
  p->period_from = p->period_to = DATE_NONE;
  lua_getfield(L, 1, "collection");
  if (lua_istable(L, -1)) {
    p->period_from = field_date(L, lua_gettop(L), "from");
    p->period_to = field_date(L, lua_gettop(L), "to");
  }
  return 0;
}

static int type_of(lua_State *L, const char *name) {
  static const char *const names[] = {"nil", "flag", "number", "text", "date", "money"};
  for (int i = 1; i < 6; i++)
    if (name && strcmp(name, names[i]) == 0) return i;
  return host_raise(L, CANBAO_SCRIPT, _("an effect's type is flag, number, text, date or money"));
}

static int combination_of(const char *name) {
  static const char *const names[] = {"agree", "highest", "lowest", "sum", "any", "all", "ranking"};
  for (int i = 0; name && i < 7; i++)
    if (strcmp(name, names[i]) == 0) return i;
  return COMBINE_AGREE;
}

static int effect_reference(lua_State *L, int t, const char *key) {
  lua_getfield(L, t, key);
  int e = -1;
  if (lua_type(L, -1) == LUA_TSTRING) {
    e = policy_effect(host_of(L)->p, lua_tostring(L, -1));
    if (e < 0) e = -2; /* named later: see w_effects_done */
  }
  lua_pop(L, 1);
  return e;
}

/* t[key], a list of texts, into *out, ended by NULL; NULL where there is none. */
static void keep_texts(lua_State *L, int t, const char *key, char ***out) {
  if (lua_getfield(L, t, key) == LUA_TTABLE) {
    int n = (int)lua_rawlen(L, -1);
    *out = calloc((size_t)n + 1, sizeof **out);
    if (!*out) {
      host_raise_no_memory(L);
      return;
    }
    for (int i = 0; i < n; i++) {
      lua_rawgeti(L, -1, i + 1);
      (*out)[i] = words_keep(L, -1);
      lua_pop(L, 1);
    }
  }
  lua_pop(L, 1);
}

static int w_effect(lua_State *L) {
  host *h = host_of(L);
  policy *p = h->p;
  luaL_checktype(L, 1, LUA_TTABLE);
  if (p->effects_count == EFFECTS_MAX)
    return host_raise(L, CANBAO_LIMIT, _("there are too many effects (more than %d)"), EFFECTS_MAX);
  int index = p->effects_count;
  effect *e = &p->effects[index];
  e->type = (value_type)type_of(L, field_borrow(L, 1, "type"));
  char file[256];
  if (!host_position(L, 1, file, sizeof file, &h->effect_lines[index])) h->effect_lines[index] = 0;
  e->name = field_text(L, 1, "name");
  e->title = field_text(L, 1, "title");
  if (!e->title) e->title = words_copy(L, e->name);
  e->combine = (combination)combination_of(field_borrow(L, 1, "combine"));
  e->needed = field_flag(L, 1, "needed");
  e->output = field_flag(L, 1, "output");
  e->follows = effect_reference(L, 1, "follows");
  h->pending_follows[index] = e->follows == -2 ? field_text(L, 1, "follows") : NULL;
  h->pending_only_if[index] = field_text(L, 1, "only_if");
  h->pending_overridden[index] = field_text(L, 1, "overridden");
  h->pending_exceeds[index] = field_text(L, 1, "below_zero_by");
  h->default_label[index] = field_flag(L, 1, "default_label");
  h->default_title[index] = field_flag(L, 1, "default_title");
  h->formulas[index] = field_function(L, 1, "formula");
  lua_getfield(L, 1, "default");
  if (!lua_isnil(L, -1)) h->defaults[index] = amount_term(L, -1, e->type, e->name);
  keep_texts(L, 1, "values", &e->values);
  keep_texts(L, 1, "value_titles", &e->value_titles);
  p->effects_count++;
  lua_pushinteger(L, index);
  return 1;
}

/* Why a --set does not fit, and what would. */
static void bad_setting(lua_State *L, const article *a, const parameter_setting *s,
                        value_type type) {
  int y, m, d;
  int32_t day;
  char text[16] = "2023-02-28";
  if (type == TYPE_MONEY)
    host_raise_at(L, CANBAO_USAGE, a->file, a->line, a->number,
                  _("--set %s.%s=%s: money is needed, like 330"), s->article, s->effect, s->value);
  if (type != TYPE_DATE)
    host_raise_at(L, CANBAO_USAGE, a->file, a->line, a->number,
                  _("--set %s.%s: “%s” does not fit this effect"), s->article, s->effect, s->value);
  /* a day too late in its month: the month's last is what was meant */
  char *rest = NULL;
  y = (int)strtol(s->value, &rest, 10);
  m = *rest == '-' ? (int)strtol(rest + 1, &rest, 10) : 0;
  d = *rest == '-' ? (int)strtol(rest + 1, &rest, 10) : 0;
  if (*rest == 0 && y > 1900 && y < 2300 && m > 0 && m < 13 && d > 28)
    for (d = 31; d > 28 && !date_from_civil(y, m, d, &day); d--) {}
  else
    y = 0;
  if (y && date_from_civil(y, m, d, &day)) date_format(day, text);
  host_raise_at(L, CANBAO_USAGE, a->file, a->line, a->number,
                _("--set %s.%s: there is no day %s; write it like %s"), s->article, s->effect,
                s->value, text);
}

/* A --set for this article and effect: its value replaces what the script says. */
static bool set_value(lua_State *L, article *a, int e) {
  host *h = host_of(L);
  for (int i = 0; h->options && i < h->options->settings_count; i++) {
    const parameter_setting *s = &h->options->settings[i];
    if (strcmp(s->article, a->number) != 0 || strcmp(s->effect, h->p->effects[e].name) != 0)
      continue;
    h->settings_used[i] = true;
    if (i < EDITS_MAX) h->p->edits[i].effects = UINT64_C(1) << e;
    if (i < EDITS_MAX && h->options->edits_off >> i & 1) continue;
    value v = {h->p->effects[e].type, VALUE_KNOWN, 0};
    size_t n = strlen(s->value);
    int32_t day;
    bool good = false;
    switch (v.type) {
      case TYPE_MONEY: good = money_parse(s->value, n, &v.v); break;
      case TYPE_DATE:
        good = date_parse(s->value, n, &day);
        v.v = day;
        break;
      case TYPE_FLAG:
        good = strcmp(s->value, "true") == 0 || strcmp(s->value, "false") == 0;
        v.v = s->value[0] == 't';
        break;
      case TYPE_NUMBER: {
        char *end;
        v.v = strtol(s->value, &end, 10);
        good = n > 0 && n < 10 && *end == 0;
        break;
      }
      default: v.v = term_text_code(h->p->terms, slice_of(s->value, n)); good = true;
    }
    if (!good) bad_setting(L, a, s, (value_type)v.type);
    a->fixes[e] = VALUE_IS_CONST;
    a->constants[e] = v;
    a->parameter[e] = true;
    h->settings_used[i] = true;
    return true;
  }
  return false;
}

/* {number, title, file, line, level, guard, fixes} -> index */
static int w_article(lua_State *L) {
  host *h = host_of(L);
  policy *p = h->p;
  h->now.article = -1;
  if (p->articles_count == ARTICLES_MAX)
    return host_raise(L, CANBAO_LIMIT, _("there are too many articles (more than %d)"),
                      ARTICLES_MAX);
  int index = p->articles_count++;
  article *a = &p->articles[index];
  a->number = field_text(L, 1, "number");
  a->title = field_text(L, 1, "title");
  a->file = field_text(L, 1, "file");
  a->line = field_int(L, 1, "line", 0);
  a->level = field_int(L, 1, "level", 0);
  h->guards[index] = field_function(L, 1, "guard");
  a->guarded = h->guards[index] != LUA_NOREF;
  h->now.article = index; /* so that errors name it */
  lua_getfield(L, 1, "fixes");
  for (int e = 0; e < p->effects_count; e++) {
    lua_getfield(L, -1, p->effects[e].name);
    if (lua_isnil(L, -1)) {
      lua_pop(L, 1);
      continue;
    }
    if (set_value(L, a, e)) {
      lua_pop(L, 1);
    } else if (lua_isfunction(L, -1)) {
      a->fixes[e] = VALUE_IS_FUNCTION;
      h->functions[index][e] = luaL_ref(L, LUA_REGISTRYINDEX);
    } else {
      h->error_file = a->file, h->error_line = a->line, h->error_key = p->effects[e].name;
      h->error_article = a->number;
      term t = amount_term(L, -1, p->effects[e].type, p->effects[e].name);
      h->error_file = h->error_key = NULL;
      a->fixes[e] = VALUE_IS_CONST;
      a->constants[e] =
          (value){(uint8_t)p->effects[e].type, VALUE_KNOWN, term_at(p->terms, t)->imm};
      lua_pop(L, 1);
    }
  }
  lua_getfield(L, 1, "extra");
  for (int k = 0; k < p->stated_count; k++) {
    lua_getfield(L, -1, p->stated[k].name);
    const amount *x = amount_test(L, -1);
    if (x) {
      a->stated[k].there = true;
      a->stated[k].num = p->stated[k].share ? x->num : x->v.v;
      a->stated[k].den = p->stated[k].share ? x->den : 1;
    }
    lua_pop(L, 1);
  }
  lua_pushinteger(L, index);
  return 1;
}

static int w_override(lua_State *L) {
  policy *p = host_of(L)->p;
  article *a = &p->articles[luaL_checkinteger(L, 1)];
  uint16_t *grown = realloc(a->overrides, sizeof *grown * ((size_t)a->overrides_count + 1));
  if (!grown) return host_raise(L, CANBAO_LIMIT, _("out of memory"));
  a->overrides = grown;
  a->overrides[a->overrides_count++] = (uint16_t)luaL_checkinteger(L, 2);
  return 0;
}

/* (effect, mode, article|nil, ties in order, ranking|nil) */
static int w_combine(lua_State *L) {
  host *h = host_of(L);
  int e = (int)luaL_checkinteger(L, 1);
  effect *fx = &h->p->effects[e];
  fx->combine = (combination)combination_of(luaL_checkstring(L, 2));
  bool ordered = fx->type == TYPE_MONEY || fx->type == TYPE_DATE;
  if ((fx->combine == COMBINE_HIGHEST || fx->combine == COMBINE_LOWEST) && !ordered)
    return host_raise(L, CANBAO_SCRIPT,
                      _("only money and dates can be combined by highest or lowest"));
  if (fx->combine == COMBINE_SUM && fx->type != TYPE_MONEY)
    return host_raise(L, CANBAO_SCRIPT, _("only money can be combined by sum"));
  fx->combine_article = lua_isnil(L, 3) ? NULL : words_keep(L, 3);
  h->ties_in_order[e] = lua_toboolean(L, 4);
  if (lua_istable(L, 5)) {
    int n = (int)lua_rawlen(L, 5);
    h->ranking[e] = calloc((size_t)n + 1, sizeof *h->ranking[e]);
    if (!h->ranking[e]) return host_raise(L, CANBAO_LIMIT, _("out of memory"));
    for (int i = 0; i < n; i++) {
      lua_rawgeti(L, 5, i + 1);
      h->ranking[e][i] = (int16_t)lua_tointeger(L, -1);
      lua_pop(L, 1);
    }
    h->ranking_count[e] = n;
  }
  return 0;
}

/* (number, title, reading, file, line, guard|nil, list of articles, combined effect or -1) */
static int w_doubt(lua_State *L) {
  host *h = host_of(L);
  policy *p = h->p;
  if (p->doubts_count == DOUBTS_MAX)
    return host_raise(L, CANBAO_LIMIT, _("there are too many doubts (more than %d)"), DOUBTS_MAX);
  int index = p->doubts_count++;
  doubt *d = &p->doubts[index];
  d->article = words_keep(L, 1);
  d->title = words_keep(L, 2);
  d->reading = words_keep(L, 3);
  d->file = words_keep(L, 4);
  d->line = (int)luaL_checkinteger(L, 5);
  h->doubt_combined[index] = (int)luaL_checkinteger(L, 8);
  int n = h->doubt_combined[index] < 0 ? (int)lua_rawlen(L, 7) : 0;
  for (int i = 1; i <= n; i++) {
    lua_rawgeti(L, 7, i);
    h->doubts_of[lua_tointeger(L, -1)] |= UINT64_C(1) << index;
    lua_pop(L, 1);
  }
  lua_pushvalue(L, 6);
  if (lua_isfunction(L, -1)) h->doubt_guards[index] = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

/* (number, file, line, table) */
static int w_targets(lua_State *L) {
  host *h = host_of(L);
  targets *t = &h->p->targets;
  if (t->declared) return host_raise(L, CANBAO_SCRIPT, _("targets are stated once"));
  t->declared = true;
  t->article = words_keep(L, 1);
  t->file = words_keep(L, 2);
  t->line = (int)luaL_checkinteger(L, 3);
  t->total = field_int(L, 4, "total", -1);
  t->table = field_text(L, 4, "file");
  t->counts = effect_reference(L, 4, "counts");
  if (t->counts < 0) t->counts = policy_effect(h->p, "counted");
  t->cutoff = field_date(L, 4, "cutoff");
  t->rank_by = field_text(L, 4, "rank_by");
  t->tie_rule = field_text(L, 4, "ties");
  t->weekly_from = field_date(L, 4, "weekly_from");
  t->weeks_to_talk = field_int(L, 4, "weeks_to_talk", 0);
  return 0;
}

/* (number, title, file, line, declared, function) */
static int w_measure(lua_State *L) {
  host *h = host_of(L);
  policy *p = h->p;
  if (p->measures_count == LIMIT_MEASURES)
    return host_raise(L, CANBAO_LIMIT, _("there are too many measures (more than %d)"),
                      LIMIT_MEASURES);
  measure *grown = realloc(p->measures, sizeof *grown * ((size_t)p->measures_count + 1));
  if (grown) p->measures = grown;
  int *refs = realloc(h->measures, sizeof *refs * ((size_t)p->measures_count + 1));
  if (refs) h->measures = refs;
  if (!grown || !refs) return host_raise(L, CANBAO_LIMIT, _("out of memory"));
  measure *m = &p->measures[p->measures_count];
  memset(m, 0, sizeof *m);
  h->measures[p->measures_count++] = LUA_NOREF;
  m->article = words_keep(L, 1);
  m->title = words_keep(L, 2);
  m->file = words_keep(L, 3);
  m->line = (int)luaL_checkinteger(L, 4);
  m->name = field_text(L, 5, "name");
  m->measure_title = field_text(L, 5, "title");
  const char *level = field_borrow(L, 5, "level"), *type = field_borrow(L, 5, "type");
  m->level = !level || level[0] == 't' ? LEVEL_TOWNSHIP
             : level[0] == 'h'         ? LEVEL_HOUSEHOLD
                                       : LEVEL_COUNTY;
  m->type = (value_type)type_of(L, type);
  lua_pushvalue(L, 6);
  h->measures[p->measures_count - 1] = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

void words_open(host *h) {
  lua_State *L = h->L;
  static const luaL_Reg primitives[] = {{"word", w_word},
                                        {"label", w_label},
                                        {"add_label", w_add_label},
                                        {"field", w_field},
                                        {"policy", w_policy},
                                        {"effect", w_effect},
                                        {"article", w_article},
                                        {"override", w_override},
                                        {"combine", w_combine},
                                        {"doubt", w_doubt},
                                        {"targets", w_targets},
                                        {"measure", w_measure},
                                        {"parent", load_parent},
                                        {"programme", load_programme},
                                        {"also", load_also},
                                        {"label_list", cursor_label_list},
                                        {"has_any", cursor_has_any},
                                        {NULL, NULL}};
  luaL_newlib(L, primitives); /* host */
  saying_open(L);
  edits_open(L);
  lua_pushboolean(L, h->options &&
                         (h->options->settings_count > 0 || h->options->scenarios_count > 0));
  lua_setfield(L, -2, "relaxed");
  lua_rawgeti(L, LUA_REGISTRYINDEX, h->globals_ref); /* host, globals */
  lua_getfield(L, -1, "pairs");
  lua_setfield(L, -3, "pairs");
  static const char *const amounts[] = {"yuan",    "fen",     "date",  "days",  "months",
                                        "years",   "percent", "ratio", "least", "most",
                                        "earlier", "later",   NULL};
  lua_newtable(L); /* host, globals, amounts */
  for (const char *const *name = amounts; *name; name++) {
    lua_getfield(L, -2, *name);
    lua_setfield(L, -2, *name);
  }
  lua_setfield(L, -3, "amounts"); /* host, globals */
  lua_pop(L, 1);
}
