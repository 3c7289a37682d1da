/* core_whatif.c - what-ifs of canbao.core: a scenario compared with its base, as tables. */
#include "core.h"

static const char *const gain_words[CANBAO_GAINS] = {"same",  "better",  "worse",
                                                     "mixed", "neither", "open"};

/* The what-if at index 1 of a function that takes so many arguments in all. */
static canbao_whatif *whatif_of(lua_State *L, int arguments) {
  lua_settop(L, arguments);
  return box_check(L, 1, BOX_WHATIF)->handle;
}

/* (roster, day, settings, scenarios, rules, reference, threads, unproved) */
int core_whatif(lua_State *L) {
  canbao_whatif *whatif;
  lua_settop(L, 8);
  box *r = box_check(L, 1, BOX_ROSTER);
  canbao_whatif_options o = {.as_of = luaL_checkstring(L, 2),
                             .rules = luaL_optstring(L, 5, NULL),
                             .reference = lua_toboolean(L, 6),
                             .threads = (int)luaL_optinteger(L, 7, 0),
                             .unproved = lua_toboolean(L, 8)};
  o.settings = core_settings(L, 3, r, &o.settings_count);
  o.scenarios = core_texts(L, 4, &o.scenarios_count);
  /* Lua sees a few bytes where a what-if weighs some for each resident: those that nobody uses go first. */
  lua_gc(L, LUA_GCSTEP, (int)(canbao_roster_rows(r->handle) / 32));
  box *b = box_new(L, BOX_WHATIF, 1);
  core_check(L, canbao_whatif_run(&whatif, r->handle, &o), r);
  box_fill(b, whatif);
  return 1;
}

/* ---- figures ---- */

static void push_figure(lua_State *L, const canbao_figure *f) {
  lua_createtable(L, 0, 11);
  core_set_flag(L, "money", f->money), core_set_flag(L, "compared", f->compared);
  core_set_integer(L, "base", f->base), core_set_integer(L, "scenario", f->scenario);
  core_set_integer(L, "difference", f->difference);
  core_set_integer(L, "base_low", f->base_low), core_set_integer(L, "base_high", f->base_high);
  core_set_integer(L, "low", f->low), core_set_integer(L, "high", f->high);
  core_set_integer(L, "base_unbounded", f->base_unbounded);
  core_set_integer(L, "unbounded", f->unbounded);
}

static int whatif_figure(lua_State *L) {
  canbao_figure f;
  const canbao_whatif *w = whatif_of(L, 2);
  core_check(L, canbao_whatif_figure(&f, w, luaL_checkstring(L, 2)), lua_touserdata(L, 1));
  push_figure(L, &f);
  return 1;
}

static int whatif_figures(lua_State *L) {
  char name[128];
  canbao_figure f;
  const canbao_whatif *w = whatif_of(L, 1);
  lua_newtable(L);
  for (int i = 0; canbao_whatif_figure_name(w, i, name, sizeof name); i++) {
    core_check(L, canbao_whatif_figure(&f, w, name), lua_touserdata(L, 1));
    push_figure(L, &f);
    lua_setfield(L, -2, name);
  }
  return 1;
}

static void set_spread(lua_State *L, const char *key, const canbao_spread *s) {
  lua_createtable(L, 0, 9);
  core_set_integer(L, "count", s->count), core_set_integer(L, "sum", s->sum);
  core_set_integer(L, "least", s->least), core_set_integer(L, "tenth", s->tenth);
  core_set_integer(L, "quarter", s->quarter), core_set_integer(L, "median", s->median);
  core_set_integer(L, "three_quarters", s->three_quarters);
  core_set_integer(L, "ninth_tenth", s->ninth_tenth), core_set_integer(L, "most", s->most);
  lua_setfield(L, -2, key);
}

static void set_gains(lua_State *L, const int64_t gains[CANBAO_GAINS]) {
  for (int i = 0; i < CANBAO_GAINS; i++) core_set_integer(L, gain_words[i], gains[i]);
}

static int whatif_counts(lua_State *L) {
  canbao_whatif_counts c;
  canbao_whatif_count(&c, whatif_of(L, 1));
  lua_createtable(L, 0, 13);
  core_set_integer(L, "residents", c.residents);
  core_set_integer(L, "changed", c.changed), core_set_integer(L, "unchanged", c.unchanged);
  core_set_integer(L, "opened", c.opened), core_set_integer(L, "closed", c.closed);
  set_gains(L, c.gains);
  set_spread(L, "gain", &c.better), set_spread(L, "loss", &c.worse);
  return 1;
}

/* ---- transitions ---- */

static void set_kinds(lua_State *L, unsigned kinds) {
  static const char *const words[] = {"status", "amounts", "dates", "others", "articles"};
  lua_newtable(L);
  for (int i = 0; i < 5; i++) core_set_flag(L, words[i], kinds >> i & 1);
  lua_setfield(L, -2, "kinds");
}

static void set_changes(lua_State *L, const canbao_whatif *w, int transition) {
  canbao_change c;
  lua_newtable(L);
  for (int i = 0; canbao_whatif_change(&c, w, transition, i); i++) {
    lua_createtable(L, 0, 6);
    core_set_text(L, "effect", c.effect), core_set_text(L, "title", c.title);
    core_set_text(L, "before", c.before), core_set_text(L, "after", c.after);
    core_set_text(L, "article_before", c.article_before);
    core_set_text(L, "article_after", c.article_after);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "changes");
}

static void set_pairs(lua_State *L, const canbao_whatif *w, int transition) {
  uint32_t before, after;
  int64_t residents;
  lua_newtable(L);
  for (int i = 0; canbao_whatif_pair(&before, &after, &residents, w, transition, i); i++) {
    lua_createtable(L, 0, 3);
    core_set_integer(L, "before", before), core_set_integer(L, "after", after);
    core_set_integer(L, "residents", residents);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "cases");
}

static int whatif_transitions(lua_State *L) {
  canbao_transition t;
  const canbao_whatif *w = whatif_of(L, 1);
  lua_newtable(L);
  for (int i = 0; canbao_whatif_transition(&t, w, i); i++) {
    lua_createtable(L, 0, 17);
    core_set_integer(L, "residents", t.residents), core_set_integer(L, "cost", t.cost);
    core_set_integer(L, "enrolled", t.enrolled);
    core_set_integer(L, "first_row", (int64_t)t.first_row + 1);
    core_set_text(L, "problem_before", t.problem_before);
    core_set_text(L, "problem_after", t.problem_after);
    set_gains(L, t.gains);
    set_spread(L, "gain", &t.gain);
    set_kinds(L, t.kinds), set_changes(L, w, i), set_pairs(L, w, i);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

/* ---- groups ---- */

/* (whatif, by, money names) -> list of {name =, base = {people =, …, cost = fen}, scenario = {…}} */
static int whatif_groups(lua_State *L) {
  static const char *const words[] = {"status", "fund", "certifier", "identity", "town", NULL};
  canbao_group g;
  size_t count;
  const canbao_whatif *w = whatif_of(L, 3);
  canbao_grouping by = (canbao_grouping)luaL_checkoption(L, 2, NULL, words);
  const char *const *names = core_texts(L, 3, &count);
  lua_newtable(L);
  for (int i = 0; canbao_whatif_group(&g, w, by, i); i++) {
    lua_createtable(L, 0, 3);
    core_set_text(L, "name", g.name);
    lua_createtable(L, 0, 4);
    core_set_integer(L, "people", g.people_base), core_set_integer(L, "eligible", g.eligible_base);
    core_set_integer(L, "enrolled", g.enrolled_base);
    lua_createtable(L, 0, 4);
    core_set_integer(L, "people", g.people_scenario);
    core_set_integer(L, "eligible", g.eligible_scenario);
    core_set_integer(L, "enrolled", g.enrolled_scenario);
    for (size_t k = 0; k < count; k++) {
      int64_t base, scenario;
      core_check(L, canbao_whatif_group_money(&base, &scenario, w, by, i, names[k]),
                 lua_touserdata(L, 1));
      core_set_integer(L, names[k], scenario);
      lua_pushinteger(L, base);
      lua_setfield(L, -3, names[k]);
    }
    lua_setfield(L, -3, "scenario");
    lua_setfield(L, -2, "base");
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

/* ---- residents ---- */

/* (whatif, row, decisions too?) -> {row =, changed =, change =, gain =, before =, after =} */
static int whatif_resident(lua_State *L) {
  bool changed;
  canbao_gain kind;
  int64_t gain;
  const canbao_decision *decisions[2];
  static const char *const keys[] = {"before", "after"};
  canbao_whatif *w = whatif_of(L, 3);
  box *b = lua_touserdata(L, 1);
  uint32_t row = core_row(L, 2, b->parent->handle);
  core_check(L, canbao_whatif_resident(&changed, &kind, &gain, w, row), b);
  lua_createtable(L, 0, 6);
  core_set_integer(L, "row", (int64_t)row + 1), core_set_flag(L, "changed", changed);
  core_set_text(L, "change", gain_words[kind]), core_set_integer(L, "gain", gain);
  if (!lua_toboolean(L, 3)) return 1;
  box_reading(L, b);
  lua_pushvalue(L, -2); /* the table again, above what guards the reading */
  core_check(L, canbao_whatif_decisions(&decisions[0], &decisions[1], w, row), b);
  for (int i = 0; i < 2; i++) {
    core_push_decision(L, decisions[i], 1, SHAPE_VALUE + i, true);
    core_set_integer(L, "row", (int64_t)row + 1);
    lua_setfield(L, -2, keys[i]);
  }
  return 1;
}

/* (whatif, row) -> the next row after it (0: the first of all) for which something changed; nil when there is none */
static int whatif_next_changed(lua_State *L) {
  const canbao_whatif *w = whatif_of(L, 2);
  const box *b = lua_touserdata(L, 1);
  uint32_t rows = canbao_roster_rows(b->parent->handle);
  lua_Integer from = luaL_checkinteger(L, 2);
  for (uint32_t row = from < 0 ? 0 : (uint32_t)from; from <= rows && row < rows; row++) {
    bool changed;
    core_check(L, canbao_whatif_resident(&changed, NULL, NULL, w, row), b);
    if (!changed) continue;
    lua_pushinteger(L, (lua_Integer)row + 1);
    return 1;
  }
  return 0;
}

static int whatif_write_residents(lua_State *L) {
  int64_t rows;
  const canbao_whatif *w = whatif_of(L, 3);
  core_check(L,
             canbao_whatif_write_residents(&rows, w, luaL_checkstring(L, 2), lua_toboolean(L, 3)),
             lua_touserdata(L, 1));
  lua_pushinteger(L, rows);
  return 1;
}

/* ---- gates, proof, edits ---- */

static int whatif_gate(lua_State *L) {
  canbao_gate g;
  const canbao_whatif *w = whatif_of(L, 2);
  const char *text = luaL_checkstring(L, 2);
  core_check(L, canbao_whatif_gate(&g, w, text), lua_touserdata(L, 1));
  lua_createtable(L, 0, 8);
  core_set_text(L, "gate", text), core_set_flag(L, "crossed", g.crossed);
  core_set_flag(L, "kept", !g.crossed), core_set_flag(L, "in_doubt", g.in_doubt);
  core_set_integer(L, "limit", g.limit), core_set_flag(L, "limit_exact", g.limit_exact);
  core_set_integer(L, "residents", g.crossing);
  push_figure(L, &g.figure);
  lua_setfield(L, -2, "figure");
  lua_createtable(L, g.rows_count, 0);
  for (int i = 0; i < g.rows_count; i++) {
    lua_pushinteger(L, (lua_Integer)g.rows[i] + 1);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "rows");
  return 1;
}

static int whatif_proof(lua_State *L) {
  canbao_proof p;
  core_check(L, canbao_whatif_prove(&p, whatif_of(L, 1)), lua_touserdata(L, 1));
  lua_createtable(L, 0, 7);
  core_set_flag(L, "same_decisions", p.same_decisions);
  core_set_flag(L, "same_scripts", p.same_scripts), core_set_flag(L, "same_roster", p.same_roster);
  core_set_integer(L, "scripts", p.scripts), core_set_integer(L, "residents", p.residents);
  core_set_integer(L, "cases", p.cases), core_set_text(L, "roster_sha256", p.roster_sha256);
  return 1;
}

static int push_listed(lua_State *L, const char *(*at)(const canbao_whatif *, int)) {
  const canbao_whatif *w = whatif_of(L, 1);
  lua_newtable(L);
  for (int i = 0; at(w, i); i++) {
    lua_pushstring(L, at(w, i));
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

static int whatif_edits(lua_State *L) { return push_listed(L, canbao_whatif_edit); }
static int whatif_expected(lua_State *L) { return push_listed(L, canbao_whatif_expected); }

static int whatif_title(lua_State *L) {
  lua_pushstring(L, canbao_whatif_title(whatif_of(L, 1)));
  return 1;
}

static const luaL_Reg methods[] = {{"figure", whatif_figure},
                                   {"figures", whatif_figures},
                                   {"counts", whatif_counts},
                                   {"transitions", whatif_transitions},
                                   {"groups_", whatif_groups},
                                   {"resident_", whatif_resident},
                                   {"next_changed_", whatif_next_changed},
                                   {"write_residents_", whatif_write_residents},
                                   {"gate", whatif_gate},
                                   {"proof", whatif_proof},
                                   {"edits", whatif_edits},
                                   {"expected", whatif_expected},
                                   {"title", whatif_title},
                                   {NULL, NULL}};

void core_whatif_open(lua_State *L) { box_meta(L, BOX_WHATIF, methods, NULL); }
