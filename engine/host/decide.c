/*
** decide.c - one resident through Lua: every path that the unknown cells allow,
** merged into one decision. What all paths agree on is decided; the rest is
** undetermined, with bounds.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

static bool room_for_notes(decision *d, uint32_t count) {
  if (count <= d->notes_space) return true;
  note *grown = realloc(d->notes, (count + 256) * sizeof *grown);
  if (!grown) return false;
  d->notes = grown, d->notes_space = count + 256;
  return true;
}

decision *decision_new(void) {
  decision *d = calloc(1, sizeof *d);
  if (!d) return NULL;
  d->marks = calloc(ARTICLES_MAX, sizeof *d->marks);
  d->asked = calloc(ARTICLES_MAX, sizeof *d->asked);
  d->effects = calloc(EFFECTS_MAX, sizeof *d->effects);
  d->bounds = calloc(EFFECTS_MAX, sizeof *d->bounds);
  d->problem_text = calloc(1, PROBLEM_TEXT);
  if (d->marks && d->asked && d->effects && d->bounds && d->problem_text && room_for_notes(d, 1))
    return d;
  decision_free(d);
  return NULL;
}

void decision_free(decision *d) {
  if (!d) return;
  free(d->notes);
  free(d->candidates);
  free(d->marks);
  free(d->asked);
  free(d->effects);
  free(d->bounds);
  free(d->problem_text);
  free(d);
}

static void *pack(uint8_t **at, const void *from, size_t size) {
  void *to = *at;
  if (size) memcpy(to, from, size);
  *at += (size + 7) & ~(size_t)7;
  return to;
}

static bool any_unknown(const policy *p, const decision *d) {
  for (int e = 0; e < p->effects_count; e++)
    if (d->effects[e].state == VALUE_UNKNOWN) return true;
  return false;
}

static const decision *keep(const policy *p, const decision *d, arena *in, uint32_t told,
                            bool places) {
  size_t articles = (size_t)p->articles_count;
  size_t effects = (size_t)p->effects_count * sizeof *d->effects,
         candidates = d->candidates_count * sizeof *d->candidates,
         notes = (d->notes_count - told) * sizeof *d->notes,
         asked = places ? articles * sizeof *d->asked : 0,
         bounds = any_unknown(p, d) ? (size_t)p->effects_count * sizeof *d->bounds : 0,
         text = strlen(d->problem_text) + 1;
  decision *k = arena_take(in, sizeof *k + effects + candidates + notes + asked + bounds +
                                   articles * sizeof *d->marks + text + 7 * 8);
  if (!k) return NULL;
  uint8_t *at = (uint8_t *)(k + 1);
  *k = *d;
  k->effects = pack(&at, d->effects, effects);
  k->candidates = pack(&at, d->candidates, candidates);
  k->marks = pack(&at, d->marks, articles * sizeof *d->marks);
  k->notes = pack(&at, d->notes + told, notes);
  k->asked = places ? pack(&at, d->asked, asked) : NULL;
  k->bounds = bounds ? pack(&at, d->bounds, bounds) : NULL;
  k->problem_text = pack(&at, d->problem_text, text);
  return k;
}

const decision *decision_keep(const policy *p, const decision *d, arena *in) {
  return keep(p, d, in, 0, true);
}

const decision *decision_outline(const policy *p, const decision *d, uint32_t told, arena *in) {
  return keep(p, d, in, told, false);
}

bool decision_copy(const policy *p, decision *to, const decision *from) {
  if (from->candidates_count > to->candidates_space) {
    candidate *grown = realloc(to->candidates, from->candidates_count * sizeof *grown);
    if (!grown) return false;
    to->candidates = grown, to->candidates_space = from->candidates_count;
  }
  if (!room_for_notes(to, from->notes_count)) return false;
  if (from->asked && from->notes_count)
    memcpy(to->notes, from->notes, from->notes_count * sizeof *to->notes);
  if (from->asked) memcpy(to->asked, from->asked, (size_t)p->articles_count * sizeof *to->asked);
  if (from->candidates_count)
    memcpy(to->candidates, from->candidates, from->candidates_count * sizeof *to->candidates);
  memcpy(to->marks, from->marks, (size_t)p->articles_count * sizeof *to->marks);
  memcpy(to->effects, from->effects, (size_t)p->effects_count * sizeof *to->effects);
  if (from->bounds) memcpy(to->bounds, from->bounds, (size_t)p->effects_count * sizeof *to->bounds);
  memcpy(to->problem_text, from->problem_text, strlen(from->problem_text) + 1);
  to->notes_count = from->notes_count;
  to->candidates_count = from->candidates_count;
  to->doubts = from->doubts;
  to->unknown_fields = from->unknown_fields;
  to->problem = from->problem;
  return true;
}

/* ---- what every decision looks up ---- */

static bool index_fixing(host *h) {
  const policy *p = h->p;
  uint32_t n = 0;
  for (int e = 0; e < p->effects_count; e++)
    for (int a = 0; a < p->articles_count; a++) {
      uint64_t fixes = p->articles[a].fixes[e] != VALUE_IS_ABSENT;
      h->fixing_words[e][a / 64] |= fixes << a % 64;
      n += (uint32_t)fixes;
    }
  h->fixing = malloc((n + 1) * sizeof *h->fixing);
  if (!h->fixing) return false;
  n = 0;
  for (int e = 0; e < p->effects_count; e++) {
    h->fixing_from[e] = n;
    for (int a = 0; a < p->articles_count; a++)
      if (p->articles[a].fixes[e] != VALUE_IS_ABSENT) h->fixing[n++] = (int16_t)a;
    h->fixing_from[e + 1] = n;
  }
  return true;
}

static bool index_constants(host *h) {
  const policy *p = h->p;
  h->constants =
      calloc((size_t)p->articles_count * (size_t)p->effects_count + 1, sizeof *h->constants);
  if (!h->constants) return false;
  for (int a = 0; a < p->articles_count; a++)
    for (int e = 0; e < p->effects_count; e++) {
      const article *from = &p->articles[a];
      if (from->fixes[e] != VALUE_IS_CONST) continue;
      term t = term_const(p->terms, p->effects[e].type, from->constants[e].v);
      if (!t) return false;
      h->constants[a * p->effects_count + e] = t;
    }
  return true;
}

static term text_term(host *h, const char *text) {
  return term_const(h->p->terms, TYPE_TEXT,
                    term_text_code(h->p->terms, slice_of(text, strlen(text))));
}

/* The texts that an effect may come to without any rule's saying so. */
static bool index_texts(host *h) {
  const policy *p = h->p;
  uint32_t labels = 0, n = 0;
  for (int f = 0; f < p->schema->count; f++) labels += (uint32_t)p->schema->fields[f].labels_count;
  h->labels = malloc((labels + 1) * sizeof *h->labels);
  h->titles = malloc(((size_t)p->articles_count + 1) * sizeof *h->titles);
  if (!h->labels || !h->titles) return false;
  for (int f = 0; f < p->schema->count; f++) {
    h->labels_from[f] = n;
    for (int l = 0; l < p->schema->fields[f].labels_count; l++)
      if (!(h->labels[n++] = text_term(h, p->schema->fields[f].labels[l]))) return false;
  }
  for (int a = 0; a < p->articles_count; a++)
    if (!(h->titles[a] = text_term(h, p->articles[a].title))) return false;
  return (h->zero = term_const(p->terms, TYPE_MONEY, 0)) != 0;
}

bool index_policy(host *h) { return index_fixing(h) && index_constants(h) && index_texts(h); }

void path_begin(host *h) {
  evaluation *now = &h->now;
  memset(now->guards, 0, sizeof now->guards);
  memset(now->resolved, 0, sizeof now->resolved);
  memset(now->set_aside, 0, sizeof now->set_aside);
  memset(now->probe_effects, 0, sizeof now->probe_effects);
  now->ways = NULL;
  now->oracle.used = 0;
  if (++h->path_stamp ==
      0) { /* after four thousand million paths: none of the old numbers may come again */
    memset(h->answered, 0, h->answered_space * sizeof *h->answered);
    h->path_stamp = 1;
  }
  observing_reset(h);
  memo_reset(h);
  now->suspended = false;
  now->article = -1;
  now->path_notes = now->d->notes_count;
}

/* The doubts that the articles bring whose values stand. */
static uint64_t doubts_brought(const host *h) {
  const decision *d = h->now.d;
  uint64_t brought = 0;
  for (uint32_t c = h->now.path_candidates; c < d->candidates_count; c++) {
    const candidate *x = &d->candidates[c];
    if (x->fate == FATE_WON || x->fate == FATE_AGREED) brought |= h->doubts_of[x->article];
  }
  return brought;
}

/* A doubt about how several values are brought together, and there are several? */
static bool doubt_of_combining(const host *h, int i) {
  const decision *d = h->now.d;
  int met = 0;
  if (h->doubt_combined[i] < 0) return false;
  for (uint32_t c = h->now.path_candidates; c < d->candidates_count; c++)
    met +=
        d->candidates[c].effect == h->doubt_combined[i] && d->candidates[c].fate != FATE_OVERRIDDEN;
  return met >= 2;
}

static void find_doubts(host *h) {
  uint64_t brought = doubts_brought(h);
  for (int i = 0; i < h->p->doubts_count && !h->now.suspended; i++) {
    if (!(brought >> i & 1) && !doubt_of_combining(h, i)) continue;
    bool holds = true;
    if (h->doubt_guards[i] != LUA_NOREF)
      holds = run_rule(h, RULE_DOUBT, i, 0, h->doubt_guards[i], NULL) == 1;
    if (h->now.suspended) return;
    if (holds) h->now.d->doubts |= UINT64_C(1) << i;
  }
}

/* Effects and doubts, once the guards have spoken. Protected: a question may find the machine out of memory, a share out of
** range. */
static int run_rest(lua_State *L) {
  host *h = host_of(L);
  for (int e = 0; e < h->p->effects_count && !h->now.suspended; e++) effect_resolve(h, e);
  if (!h->now.suspended) find_doubts(h);
  return 0;
}

static int run_path(lua_State *L) {
  host *h = host_of(L);
  for (int a = 0; a < h->p->articles_count && !h->now.suspended; a++) guard_applies(h, a);
  return run_rest(L);
}

uint64_t policy_value_fields(const policy *p) { return p->host->value_fields; }

/* What the paths walked so far say. */
typedef struct {
  effect_mark effects[EFFECTS_MAX];
  effect_bounds bounds[EFFECTS_MAX];
  uint8_t marks[ARTICLES_MAX];
  uint8_t problem;
  char problem_text[PROBLEM_TEXT];
  uint64_t doubts;
  bool differs; /* the paths disagree in something */
} merged;

static term zero_or(host *h, term t) { return t ? t : term_const(h->p->terms, TYPE_MONEY, 0); }

static term bound(host *h, term_op op, term a, term b) {
  if (a == b) return a;
  term_node n = {.op = (uint8_t)op, .type = TYPE_MONEY, .a = a, .b = b};
  term t = term_intern(h->p->terms, n);
  if (t && !term_depends(h->p->terms, t))
    t = term_const(h->p->terms, TYPE_MONEY, term_value(h->p->terms, t, &h->now.resident).v);
  return t;
}

static void merge_effect(host *h, int e, merged *all, const decision *d) {
  effect_mark *m = &all->effects[e];
  effect_bounds *b = &all->bounds[e];
  const effect_mark *path = &d->effects[e];
  if (m->state != VALUE_UNKNOWN && path->state != VALUE_UNKNOWN && m->value == path->value) return;
  bool money = h->p->effects[e].type == TYPE_MONEY;
  if (m->state != VALUE_UNKNOWN) {
    b->low = b->high = money ? zero_or(h, m->value) : 0;
    m->state = VALUE_UNKNOWN, m->value = 0;
  }
  if (!money) return;
  bool open = b->low == 0 || (path->state == VALUE_UNKNOWN && d->bounds[e].low == 0);
  term low = path->state == VALUE_UNKNOWN ? d->bounds[e].low : zero_or(h, path->value);
  term high = path->state == VALUE_UNKNOWN ? d->bounds[e].high : zero_or(h, path->value);
  b->low = open ? 0 : bound(h, TERM_LEAST, b->low, low);
  b->high = open ? 0 : bound(h, TERM_MOST, b->high, high);
}

static void set_unknown(decision *d, int e, int16_t winner) {
  d->effects[e] = (effect_mark){.state = VALUE_UNKNOWN, .winner = winner};
  d->bounds[e] = (effect_bounds){0};
}

/* A value that rests on an unknown cell is not known, whatever path led to it. */
static void mark_unknown_values(host *h) {
  for (int e = 0; e < h->p->effects_count; e++) {
    effect_mark *m = &h->now.d->effects[e];
    if (m->state != VALUE_KNOWN || !term_depends(h->p->terms, m->value)) continue;
    h->value_fields |= term_fields(h->p->terms, m->value);
    value v = term_value(h->p->terms, m->value, &h->now.resident);
    if (v.state == VALUE_UNKNOWN) set_unknown(h->now.d, e, m->winner);
    if (v.state == VALUE_ERROR) {
      decision_fault(h, DECISION_ERROR,
                     _("%s leaves its range, or is a share that is not whole fen"),
                     h->p->effects[e].name);
      return;
    }
  }
}

static void merge(host *h, merged *all, bool first) {
  decision *d = h->now.d;
  if (first) {
    memcpy(all->effects, d->effects, sizeof *d->effects * (size_t)h->p->effects_count);
    memcpy(all->bounds, d->bounds, sizeof *d->bounds * (size_t)h->p->effects_count);
    memcpy(all->marks, d->marks, sizeof *d->marks * (size_t)h->p->articles_count);
    all->problem = d->problem;
    memcpy(all->problem_text, d->problem_text, strlen(d->problem_text) + 1);
    all->doubts = d->doubts;
    all->differs = false;
    return;
  }
  if (all->problem != d->problem || strcmp(all->problem_text, d->problem_text) != 0) {
    all->differs = true;
    if (!all->problem_text[0])
      memcpy(all->problem_text, d->problem_text, PROBLEM_TEXT); /* what goes wrong if ... */
  }
  for (int e = 0; e < h->p->effects_count; e++) merge_effect(h, e, all, d);
  for (int a = 0; a < h->p->articles_count; a++)
    if (all->marks[a] != d->marks[a]) all->marks[a] = MARK_UNDETERMINED;
  all->doubts |= d->doubts;
}

/* ---- one article by itself ---- */

/* Stack: the article's index. */
static int run_guard(lua_State *L) {
  guard_applies(host_of(L), (int)lua_tointeger(L, 1));
  return 0;
}

/* Does the article apply whatever is supposed of what its own guard asks? What the first suppositions, the likeliest, led to
** stays as its reason. */
static uint8_t settled_alone(host *h, int a) {
  evaluation *now = &h->now;
  uint8_t first = MARK_UNDETERMINED;
  note_span asked = {0};
  int paths = 0;
  oracle_begin(&now->oracle);
  do {
    canbao_error ignored; /* a rule that fails leaves its article open */
    path_begin(h);
    lua_pushcfunction(h->L, run_guard);
    lua_pushinteger(h->L, a);
    if (host_call(h, 1, 0, &ignored) != CANBAO_OK || now->suspended) return MARK_UNDETERMINED;
    if (paths++ == 0) first = now->d->marks[a], asked = now->d->asked[a];
    if (now->d->marks[a] != first) return MARK_UNDETERMINED;
  } while (oracle_next(&now->oracle) && paths < LIMIT_PATHS && !now->oracle.overflow);
  if (paths >= LIMIT_PATHS || now->oracle.overflow) return MARK_UNDETERMINED;
  now->d->marks[a] = first;
  now->d->asked[a] = asked;
  return first;
}

/* Of all suppositions together only some were walked: what those say of an article, others may not. Each is asked by itself,
** with a budget of its own for all of them. */
static void settle_articles(host *h, merged *all) {
  host_budget(h, (long)h->p->limits.decide_steps);
  for (int a = 0; a < h->p->articles_count; a++)
    if (h->p->articles[a].guarded && all->marks[a] != MARK_UNDETERMINED)
      all->marks[a] = settled_alone(h, a);
}

static void conclude(host *h, const merged *all, bool too_many) {
  decision *d = h->now.d;
  memcpy(d->effects, all->effects, sizeof *d->effects * (size_t)h->p->effects_count);
  memcpy(d->bounds, all->bounds, sizeof *d->bounds * (size_t)h->p->effects_count);
  memcpy(d->marks, all->marks, sizeof *d->marks * (size_t)h->p->articles_count);
  d->doubts = all->doubts;
  d->problem = all->problem;
  memcpy(d->problem_text, all->problem_text, strlen(all->problem_text) + 1);
  bool unknown = too_many || all->differs;
  for (int e = 0; e < h->p->effects_count; e++) {
    if (too_many || all->differs) set_unknown(d, e, -1);
    unknown = unknown || d->effects[e].state == VALUE_UNKNOWN;
  }
  if (unknown && (d->problem == DECIDED || all->differs)) {
    d->problem = DECISION_UNDETERMINED;
  }
  if (d->problem != DECISION_UNDETERMINED) d->unknown_fields = 0;
  if (d->problem >
      DECISION_UNDETERMINED) /* no amount of a resident whose rules quarrel is to be believed */
    for (int e = 0; e < h->p->effects_count; e++)
      d->effects[e] = (effect_mark){.state = VALUE_NONE, .winner = -1};
}

static void begin(host *h, const resident *r, decision *d) {
  evaluation *now = &h->now;
  d->notes_count = d->candidates_count = 0;
  d->doubts = d->unknown_fields = 0;
  now->resident = *r;
  now->d = d;
  now->probing = false;
  host_budget(h, (long)h->p->limits.decide_steps);
  host_clock(h);
  oracle_begin(&now->oracle);
  h->lua_ran = h->no_memory = false;
  h->deciding = true;
}

static void begin_path(host *h) {
  decision *d = h->now.d;
  path_begin(h);
  d->candidates_count = 0;
  d->problem = DECIDED;
  d->problem_text[0] = 0;
  d->doubts = 0;
  memset(d->marks, 0, sizeof *d->marks * (size_t)h->p->articles_count);
  memset(d->asked, 0, sizeof *d->asked * (size_t)h->p->articles_count);
  memset(d->effects, 0, sizeof *d->effects * (size_t)h->p->effects_count);
}

static canbao_status end(host *h, canbao_error *error) {
  h->deciding = false;
  h->now.article = -1;
  h->now.ways = NULL;
  lua_settop(h->L, 0);
  if (!h->memo) return h->lua_ran ? sandbox_unchanged(h, error) : CANBAO_OK;
  h->unchecked = h->unchecked || h->lua_ran;
  return CANBAO_OK;
}

/* All is known, nothing was supposed, nothing is wrong. */
static bool is_plain(const host *h) {
  const decision *d = h->now.d;
  return !any_unknown(h->p, d) && !h->now.suspended && h->now.oracle.depth == 0 &&
         d->unknown_fields == 0 && !h->out_of_time && !h->no_memory &&
         !term_table_starved(h->p->terms);
}

canbao_status policy_decide_rest(policy *p, const resident *r, const uint32_t *ways, ways_sum sum,
                                 decision *d, bool *done, canbao_error *error) {
  host *h = p->host;
  canbao_error found;
  *done = false;
  if (!room_for_notes(d, LIMIT_NOTES)) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  begin(h, r, d);
  begin_path(h);
  h->now.path_candidates = 0;
  memo_follow(h, ways, sum);
  lua_pushcfunction(h->L, run_rest);
  if (host_call(h, 0, 0, &found) != CANBAO_OK) h->now.suspended = true;
  if (!h->now.suspended) mark_unknown_values(h);
  *done = is_plain(h);
  return end(h, error);
}

canbao_status policy_decide(policy *p, const resident *r, decision *d, canbao_error *error) {
  host *h = p->host;
  evaluation *now = &h->now;
  merged all;
  canbao_status status = CANBAO_OK;
  begin(h, r, d);
  uint32_t first_candidates = 0;
  int paths = 0;
  do {
    canbao_error found;
    begin_path(h);
    if (paths > 0)
      d->candidates_count =
          first_candidates; /* the first path's candidates stay; later ones come after */
    now->path_candidates = d->candidates_count;
    lua_pushcfunction(h->L, run_path);
    status = host_call(h, 0, 0, &found);
    if (status != CANBAO_OK && !now->suspended) {
      char text[PROBLEM_TEXT];
      decision_fault(h, status == CANBAO_LIMIT ? DECISION_LIMIT : DECISION_ERROR, "%s",
                     fault_text(&found, text, sizeof text));
    }
    if (!now->suspended) mark_unknown_values(h);
    merge(h, &all, paths == 0);
    if (paths == 0) first_candidates = d->candidates_count;
    paths++;
    if (term_table_starved(p->terms)) h->no_memory = true;
    if (h->out_of_time || h->no_memory)
      break; /* how far a machine comes in some seconds is no ground for a decision */
  } while (oracle_next(&now->oracle) && paths < LIMIT_PATHS && !now->oracle.overflow);
  bool too_many = paths >= LIMIT_PATHS || now->oracle.overflow;
  if (too_many && !h->out_of_time && !h->no_memory) settle_articles(h, &all);
  d->candidates_count = first_candidates;
  if (h->out_of_time) status = fault(error, CANBAO_LIMIT, "%s", d->problem_text);
  if (h->no_memory) status = fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  conclude(h, &all, too_many);
  bool failed = h->out_of_time || h->no_memory;
  canbao_error changed;
  canbao_status ended = end(h, failed ? &changed : error);
  return failed ? status : ended;
}

void policy_remember(policy *p, bool on) { memo_enable(p->host, on); }

canbao_status policy_memory_take(policy *p, policy_memory **out, canbao_error *error) {
  host *h = p->host;
  bool unchecked = h->unchecked;
  *out = memo_take(h);
  h->unchecked = false;
  return unchecked ? sandbox_unchanged(h, error) : CANBAO_OK;
}

/* ---- measures ---- */

typedef struct {
  int index;
  const record_field *fields;
  int count;
  term result;
} measure_run;

/* A count that the record has but that is missing here (no target) reads as nil; any other name is an error.
** Upvalue: the names it has. */
static int unknown_count_or_nil(lua_State *L) {
  const char *wanted = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) {
    lua_pushnil(L);
    return 1;
  }
  return host_raise(L, CANBAO_SCRIPT, _("a record has no “%s”: rules/README.md lists what it has"),
                    wanted);
}

/* Stack: run. Builds the record and calls the measure's function. */
static int run_measure(lua_State *L) {
  measure_run *run = lua_touserdata(L, 1);
  host *h = host_of(L);
  const measure *m = &h->p->measures[run->index];
  lua_rawgeti(L, LUA_REGISTRYINDEX, h->measures[run->index]); /* run, f */
  lua_newtable(L);                                            /* run, f, t */
  lua_newtable(L);                                            /* run, f, t, known */
  for (int i = 0; i < run->count; i++) {
    const record_field *f = &run->fields[i];
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, f->name);
    if (f->v.state != VALUE_KNOWN) continue;
    switch (f->v.type) {
      case TYPE_FLAG: lua_pushboolean(L, f->v.v != 0); break;
      case TYPE_NUMBER: lua_pushinteger(L, f->v.v); break;
      case TYPE_TEXT: lua_pushstring(L, f->text); break;
      default:
        amount_push_term(L, (value_type)f->v.type,
                         term_const(h->p->terms, (value_type)f->v.type, f->v.v));
    }
    lua_setfield(L, -3, f->name);
  }
  lua_createtable(L, 0, 2); /* run, f, t, known, mt */
  lua_pushvalue(L, -2);
  lua_pushcclosure(L, unknown_count_or_nil, 1);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, 3); /* run, f, t, known */
  lua_settop(L, 3);
  lua_call(L, 1, 1);
  run->result = amount_term(L, -1, m->type, m->name);
  return 0;
}

canbao_status policy_measure(policy *p, int measure_index, const record_field *fields, int count,
                             value *out, canbao_error *error) {
  host *h = p->host;
  const measure *m = &p->measures[measure_index];
  measure_run run = {measure_index, fields, count, 0};
  host_budget(h, (long)h->p->limits.decide_steps);
  host_clock(h);
  h->now.article = -1;
  h->now.resident = (resident){0};
  h->now.probing = false;
  lua_pushcfunction(h->L, run_measure);
  lua_pushlightuserdata(h->L, &run);
  canbao_status status = host_call(h, 1, 0, error);
  *out = (value){(uint8_t)m->type, VALUE_NONE, 0};
  if (status == CANBAO_OK && run.result) *out = term_value(p->terms, run.result, &h->now.resident);
  if (status != CANBAO_OK && error) {
    if (!error->line)
      snprintf(error->file, sizeof error->file, "%s", m->file), error->line = m->line;
    if (!error->article[0]) snprintf(error->article, sizeof error->article, "%s", m->article);
    return status;
  }
  return status == CANBAO_OK ? sandbox_unchanged(h, error) : status;
}
