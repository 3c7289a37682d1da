/*
** probe.c - at load, every path of every rule is walked with a resident of whom
** nothing is known. Wrong names and kinds show on whatever path they stand;
** what each effect rests on is learnt, so that circles are found before any run.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "host/watching.h"

/* A rule that goes wrong where something is missing: on a path that may be none, so it is shown by `check` and stops nothing. */
static canbao_status add_missing(host *h, const canbao_error *found, canbao_error *error) {
  for (int i = 0; i < h->p->findings_count; i++) {
    const finding *f = &h->p->findings[i];
    if (f->line == found->line && strcmp(f->file, found->file) == 0) return CANBAO_OK;
  }
  return finding_add(h->p, found->article, found->file, found->line, true, found->message, error);
}

static canbao_status fault_in(canbao_error *error, const article *a, const char *format,
                              const char *what) {
  char text[700];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  snprintf(text, sizeof text, format, what);
#pragma GCC diagnostic pop
  fault_at(error, CANBAO_SCRIPT, a->file, a->line, "%s", text);
  if (error) snprintf(error->article, sizeof error->article, "%s", a->number);
  return CANBAO_SCRIPT;
}

/* A rule that is walked: `function` after `guard` said yes, either of which may be LUA_NOREF. */
typedef struct {
  int article, guard, function; /* article -1: the programme's */
  long one_path;                /* steps it may take */
} walked;

/* Run it on the path at hand. */
static canbao_status run_path(host *h, const walked *rule, canbao_error *found) {
  evaluation *now = &h->now;
  lua_State *L = h->L;
  host_budget(h, rule->one_path);
  now->d->notes_count = 0;
  path_begin(h);
  watch_path(h->watch);
  now->article = rule->article;
  now->read_effects = 0;
  h->missing = false;
  bool yes = true;
  int refs[2] = {rule->guard, rule->function};
  for (int i = 0; i < 2 && yes; i++) {
    if (refs[i] == LUA_NOREF) continue;
    lua_rawgeti(L, LUA_REGISTRYINDEX, refs[i]);
    lua_rawgeti(L, LUA_REGISTRYINDEX, h->cursor_ref);
    lua_rawgeti(L, LUA_REGISTRYINDEX, h->effects_ref);
    canbao_status status = host_call(h, 2, 1, found);
    if (status != CANBAO_OK) return status;
    const char *unfit = i == 0 ? guard_unfit(L, -1) : NULL;
    yes = lua_toboolean(L, -1);
    lua_pop(L, 1);
    if (unfit && rule->article >= 0)
      return fault_in(found, &h->p->articles[rule->article],
                      _("when answers true or false, not %s"), unfit);
  }
  return CANBAO_OK;
}

/* Walk the rule on every path. Errors about something missing are left to the run: the path may be none. Adds the effects it read
** to *read. */
static canbao_status walk_paths(host *h, const walked *rule, uint64_t *read, canbao_error *error) {
  oracle *o = &h->now.oracle;
  int paths = 0;
  long spent = 0; /* a rule's paths together take five times what one of them may */
  do {
    canbao_error found;
    spent += h->steps;
    canbao_status status = run_path(h, rule, &found);
    *read |= h->now.read_effects;
    if (status != CANBAO_OK && !h->missing) {
      if (error) *error = found;
      return status;
    }
    if (status != CANBAO_OK && add_missing(h, &found, error) != CANBAO_OK) return CANBAO_LIMIT;
  } while (oracle_next(o) && ++paths < LIMIT_PROBE_PATHS && spent < 5 * rule->one_path &&
           !o->overflow);
  return CANBAO_OK;
}

/* The same with every combination of suppositions, for what comparisons see and nothing else. False: there are too many. */
static bool walk_again(host *h, const walked *rule) {
  oracle *o = &h->now.oracle;
  supposition_pairs *pairs = o->pairs;
  bool more = true;
  long spent = 0;
  oracle_begin(o);
  for (int paths = 0;
       more && paths < LIMIT_PROBE_PATHS && spent < 5 * rule->one_path && !o->overflow; paths++) {
    canbao_error found;
    run_path(h, rule, &found);
    spent += h->steps;
    more = oracle_next(o);
  }
  o->pairs = pairs;
  return !more && !o->overflow;
}

/* A comparison of a field with what it never is, in a helper or under a name of its own. */
static canbao_status look_at_comparisons(host *h, const walked *rule, canbao_error *error) {
  canbao_error found = {0};
  if (!watch_suspects(h->watch)) return CANBAO_OK;
  bool whole = walk_again(h, rule), sure;
  if (watch_verdict(h, &sure, &found) == CANBAO_OK) return CANBAO_OK;
  if (rule->article >= 0)
    snprintf(found.article, sizeof found.article, "%s", h->p->articles[rule->article].number);
  if (!whole || !sure) return add_missing(h, &found, error); /* shown by `check`, as there */
  if (error) *error = found;
  return CANBAO_SCRIPT;
}

/* The same for any of them, with no supposition made yet. */
static canbao_status walk(host *h, int a, int guard, int function, uint64_t *read,
                          canbao_error *error) {
  oracle *o = &h->now.oracle;
  supposition_pairs *pairs = o->pairs;
  while (pairs->used > 0) pairs->seen[pairs->places[--pairs->used]] = 0;
  oracle_begin(o);
  o->pairs = pairs;
  watch_rule(h->watch);
  /* half of what a resident may take */
  walked rule = {a, guard, function, (long)(h->p->limits.decide_steps / 2) + 1};
  canbao_status status = walk_paths(h, &rule, read, error);
  return status == CANBAO_OK ? look_at_comparisons(h, &rule, error) : status;
}

static canbao_status walk_each(host *h, canbao_error *error) {
  policy *p = h->p;
  canbao_status status = CANBAO_OK;
  for (int a = 0; a < p->articles_count && status == CANBAO_OK; a++) {
    uint64_t by_guard = 0;
    if (h->guards[a] != LUA_NOREF) status = walk(h, a, h->guards[a], LUA_NOREF, &by_guard, error);
    for (int e = 0; e < p->effects_count && status == CANBAO_OK; e++) {
      if (p->articles[a].fixes[e] == VALUE_IS_ABSENT) continue;
      h->rule_effects[e] |= by_guard;
      if (h->functions[a][e] == LUA_NOREF) continue;
      status = walk(h, a, h->guards[a], h->functions[a][e], &h->rule_effects[e], error);
    }
  }
  for (int e = 0; e < p->effects_count && status == CANBAO_OK; e++) {
    if (h->formulas[e] != LUA_NOREF)
      status = walk(h, -1, LUA_NOREF, h->formulas[e], &h->rule_effects[e], error);
    if (p->effects[e].follows >= 0) h->rule_effects[e] |= UINT64_C(1) << p->effects[e].follows;
    if (h->only_if[e] >= 0) h->rule_effects[e] |= UINT64_C(1) << h->only_if[e];
    if (h->overridden_of[e] >= 0) h->rule_effects[e] |= UINT64_C(1) << h->overridden_of[e];
  }
  for (int i = 0; i < p->doubts_count && status == CANBAO_OK; i++) {
    uint64_t read = 0;
    if (h->doubt_guards[i] != LUA_NOREF)
      status = walk(h, -1, h->doubt_guards[i], LUA_NOREF, &read, error);
  }
  return status;
}

static canbao_status walk_all(host *h, canbao_error *error) {
  supposition_pairs *pairs = calloc(1, sizeof *pairs);
  h->watch = pairs ? watch_new() : NULL;
  h->now.oracle.pairs = pairs;
  canbao_status status =
      h->watch ? walk_each(h, error) : fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  h->now.oracle.pairs = NULL;
  free(pairs);
  watch_free(h->watch);
  h->watch = NULL;
  return status;
}

/* Depth-first over what effects rest on; writes the circle's names into `text` when there is one. */
static bool circle_from(const host *h, int e, uint8_t *seen, int *stack, int depth, char *text,
                        size_t size) {
  if (seen[e] == 2) return false;
  stack[depth] = e;
  if (seen[e] == 1) {
    int from = depth - 1;
    while (stack[from] != e) from--;
    size_t n = 0;
    for (int i = from; i <= depth && n < size; i++)
      n += (size_t)snprintf(text + n, size - n, "%s%s", i > from ? " → " : "",
                            h->p->effects[stack[i]].name);
    return true;
  }
  seen[e] = 1;
  for (int f = 0; f < h->p->effects_count; f++)
    if (h->rule_effects[e] >> f & 1 && circle_from(h, f, seen, stack, depth + 1, text, size))
      return true;
  seen[e] = 2;
  return false;
}

static canbao_status find_circle(host *h, canbao_error *error) {
  uint8_t seen[EFFECTS_MAX] = {0};
  int stack[EFFECTS_MAX + 2];
  char text[400];
  for (int e = 0; e < h->p->effects_count; e++) {
    if (!circle_from(h, e, seen, stack, 0, text, sizeof text)) continue;
    const article *at = NULL;
    for (int a = 0; a < h->p->articles_count && !at; a++)
      for (int f = 0; f < h->p->effects_count && !at; f++)
        if (strstr(text, h->p->effects[f].name) &&
            (h->functions[a][f] != LUA_NOREF ||
             (h->guards[a] != LUA_NOREF && h->p->articles[a].fixes[f])))
          at = &h->p->articles[a];
    canbao_status status = fault_at(error, CANBAO_SCRIPT, at ? at->file : h->p->path,
                                    at ? at->line : h->effect_lines[e],
                                    _("effects rest on one another in a circle: %s"), text);
    if (at && error) snprintf(error->article, sizeof error->article, "%s", at->number);
    return status;
  }
  return CANBAO_OK;
}

/* Articles that fix effect e and override one another round about: writes the circle's numbers. */
static bool override_circle(const policy *p, int e, int a, uint8_t *seen, int *stack, int depth,
                            char *text, size_t size) {
  if (seen[a] == 2) return false;
  stack[depth] = a;
  if (seen[a] == 1) {
    int from = depth - 1;
    while (from > 0 && stack[from] != a) from--;
    size_t n = 0;
    for (int i = from; i <= depth && n < size; i++)
      n += (size_t)snprintf(text + n, size - n, "%s%s", i > from ? " → " : "",
                            p->articles[stack[i]].number);
    return true;
  }
  seen[a] = 1;
  const article *of = &p->articles[a];
  for (int i = 0; i < of->overrides_count; i++) {
    int other = of->overrides[i];
    if (p->articles[other].fixes[e] == VALUE_IS_ABSENT) continue;
    if (override_circle(p, e, other, seen, stack, depth + 1, text, size)) return true;
  }
  seen[a] = 2;
  return false;
}

static canbao_status find_override_circle(const policy *p, canbao_error *error) {
  int stack[ARTICLES_MAX + 2];
  char text[400];
  for (int e = 0; e < p->effects_count; e++) {
    uint8_t seen[ARTICLES_MAX] = {0};
    for (int a = 0; a < p->articles_count; a++) {
      if (p->articles[a].fixes[e] == VALUE_IS_ABSENT) continue;
      if (override_circle(p, e, a, seen, stack, 0, text, sizeof text))
        return fault_in(error, &p->articles[a], _("articles override one another in a circle: %s"),
                        text);
    }
  }
  return CANBAO_OK;
}

canbao_status probe_rules(host *h, canbao_error *error) {
  canbao_status circle = find_override_circle(h->p, error);
  if (circle != CANBAO_OK) return circle;
  decision *d = decision_new();
  if (!d) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  h->now.d = d;
  h->now.probing = true;
  h->deciding = true;
  canbao_status status = walk_all(h, error);
  if (status == CANBAO_OK) status = sandbox_unchanged(h, error);
  h->deciding = false;
  h->now.probing = false;
  h->now.d = NULL;
  decision_free(d);
  if (status == CANBAO_OK) status = find_circle(h, error);
  return status;
}
