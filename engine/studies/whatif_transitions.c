/*
** whatif_transitions.c - the changed residents, grouped by what changed and how. A
** portion is what one pair of cases gives to one group; a pair whose residents are all
** alike has one portion and is never looked at resident by resident.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/whatif_parts.h"
#include "values/message.h"

#define NONE UINT32_MAX

typedef struct {
  uint32_t pair, next; /* next portion of the same pair */
  uint64_t changed;
  uint8_t before, after; /* decision_problem */
  uint32_t group, first_row;
  int64_t residents;
} portion;

typedef struct {
  uint32_t first_row;
  whatif_transition transition;
  whatif_tally tally;
} group;

typedef struct {
  whatif *w;
  portion *portions;
  uint32_t portions_count, portions_space;
  uint32_t *head; /* by pair */
  dictionary *keys;
  group *groups;
  uint32_t groups_count, groups_space;
  bool overflow; /* a sum left its range */
} grouping;

/* ---- what changed, in words ---- */

static char *text_at(const whatif_side *s, uint32_t number, uint8_t how, int effect_index) {
  char text[1024] = "";
  const case_fact *f = &s->facts[number];
  const effect_fact *e = effect_index < 0 ? NULL : &f->effects[effect_index];
  if (how != DECIDED && effect_index >= 0 && effect_index == s->status)
    snprintf(text, sizeof text, "%s", STATUS_UNDETERMINED);
  else if (e && e->varies)
    term_words(s->policy->terms, e->term, text, sizeof text);
  else if (e && e->state == VALUE_KNOWN)
    value_text(s->policy->terms,
               (value){(uint8_t)s->policy->effects[effect_index].type, e->state, e->v}, text,
               sizeof text);
  return strdup(text);
}

static const char *article_at(const whatif_side *s, uint32_t number, int effect_index) {
  int winner = effect_index < 0 ? -1 : s->facts[number].effects[effect_index].winner;
  return winner < 0 ? "" : s->policy->articles[winner].number;
}

static unsigned kind_of(const whatif *w, int i) {
  if (w->effects[i].base >= 0 && w->effects[i].base == w->base->status) return CHANGED_STATUS;
  if (w->effects[i].type == TYPE_MONEY) return CHANGED_AMOUNTS;
  return w->effects[i].type == TYPE_DATE ? CHANGED_DATES : CHANGED_OTHERS;
}

void whatif_transition_free(whatif_transition *t) {
  for (int i = 0; i < t->changes_count; i++) free(t->changes[i].before), free(t->changes[i].after);
  free(t->changes), free(t->differences), free(t->pairs);
}

static bool describe(const whatif *w, const portion *p, whatif_transition *t) {
  const whatif_pair *pair = &w->pairs[p->pair];
  uint64_t articles = w->verdicts->pairs[p->pair].articles;
  *t = (whatif_transition){.problem_before = problem_word((decision_problem)p->before),
                           .problem_after = problem_word((decision_problem)p->after)};
  t->changes = calloc((size_t)w->effects_count + 1, sizeof *t->changes);
  t->differences = calloc((size_t)w->effects_count + 1, sizeof *t->differences);
  if (!t->changes || !t->differences) return false;
  if (p->before != p->after) t->kinds |= CHANGED_STATUS;
  if (articles) t->kinds |= CHANGED_ARTICLES;
  for (int i = 0; i < w->effects_count; i++) {
    if (!((p->changed | articles) >> i & 1)) continue;
    const whatif_effect *e = &w->effects[i];
    whatif_change *c = &t->changes[t->changes_count++];
    *c = (whatif_change){.effect = i,
                         .before = text_at(w->base, pair->before, p->before, e->base),
                         .after = text_at(w->scenario, pair->after, p->after, e->scenario),
                         .article_before = article_at(w->base, pair->before, e->base),
                         .article_after = article_at(w->scenario, pair->after, e->scenario)};
    if (!c->before || !c->after) return false;
    if (p->changed >> i & 1) t->kinds |= kind_of(w, i);
  }
  return true;
}

/* Equal keys are one group. */
static char *key_of(const whatif_transition *t, size_t *length) {
  char *key = NULL;
  FILE *to = open_memstream(&key, length);
  if (!to) return NULL;
  fprintf(to, "%s\n%s\n", t->problem_before, t->problem_after);
  for (int i = 0; i < t->changes_count; i++) {
    const whatif_change *c = &t->changes[i];
    fprintf(to, "%d\n%s\n%s\n%s\n%s\n", c->effect, c->before, c->after, c->article_before,
            c->article_after);
  }
  if (fclose(to) == 0) return key;
  free(key);
  return NULL;
}

/* ---- portions and groups ---- */

static bool find_group(grouping *g, portion *p) {
  whatif_transition t;
  size_t length = 0;
  char *key = describe(g->w, p, &t) ? key_of(&t, &length) : NULL;
  p->group = key ? dictionary_code(g->keys, slice_of(key, length)) : UINT32_MAX;
  free(key);
  bool known = p->group < g->groups_count, room = !known && p->group == g->groups_count;
  if (room && g->groups_count == g->groups_space) {
    uint32_t space = g->groups_space ? g->groups_space * 2 : 64;
    group *grown = realloc(g->groups, space * sizeof *grown);
    room = grown != NULL;
    if (grown) g->groups = grown, g->groups_space = space;
  }
  if (!room) {
    whatif_transition_free(&t);
    return known;
  }
  g->groups[g->groups_count++] = (group){.transition = t, .first_row = p->first_row};
  return true;
}

static portion *find_portion(grouping *g, uint32_t pair, const row_verdict *v, uint32_t row) {
  for (uint32_t i = g->head[pair]; i < g->portions_count; i = g->portions[i].next) {
    portion *p = &g->portions[i];
    if (p->changed == v->changed && p->before == v->before && p->after == v->after) return p;
  }
  if (g->portions_count == g->portions_space) {
    uint32_t space = g->portions_space ? g->portions_space * 2 : 1024;
    portion *grown = realloc(g->portions, space * sizeof *grown);
    if (!grown) return NULL;
    g->portions = grown, g->portions_space = space;
  }
  portion *p = &g->portions[g->portions_count];
  *p = (portion){.pair = pair,
                 .next = g->head[pair],
                 .changed = v->changed,
                 .before = v->before,
                 .after = v->after,
                 .first_row = row};
  if (!find_group(g, p)) return NULL;
  g->head[pair] = g->portions_count++;
  return p;
}

/* ---- figures ---- */

static void add_times(grouping *g, int64_t *sum, int64_t fen, int64_t times) {
  int64_t product;
  if (__builtin_mul_overflow(fen, times, &product) || !money_add(*sum, product, sum))
    g->overflow = true;
}

static int64_t money_difference(const whatif *w, int i, uint32_t row) {
  const whatif_effect *e = &w->effects[i];
  return whatif_enrolled_money(w->scenario, row, e->scenario) -
         whatif_enrolled_money(w->base, row, e->base);
}

/* `people` residents like the one on this row join the portion. Amounts that are the same for all of them are added by
** add_constants, once. */
static bool join(grouping *g, uint32_t pair, const row_verdict *v, uint32_t row, int64_t people) {
  portion *p = find_portion(g, pair, v, row);
  if (!p) return false;
  group *of = &g->groups[p->group];
  if (row < of->first_row) of->first_row = row;
  p->residents += people;
  of->transition.residents += people;
  of->transition.gains[v->kind] += people;
  uint64_t money = g->w->verdicts->pairs[pair].money;
  for (int i = 0; money && i < g->w->effects_count; i++)
    if (money >> i & 1)
      add_times(g, &of->transition.differences[i], money_difference(g->w, i, row), people);
  return v->gain == 0 || v->kind == GAIN_OPEN || tally_add(&of->tally, v->gain, people);
}

static void add_constants(grouping *g, const portion *p) {
  whatif_transition *t = &g->groups[p->group].transition;
  const whatif *w = g->w;
  for (int i = 0; i < w->effects_count; i++)
    if (w->effects[i].type == TYPE_MONEY && !(w->verdicts->pairs[p->pair].money >> i & 1))
      add_times(g, &t->differences[i], money_difference(w, i, p->first_row), p->residents);
  int64_t was = p->before == DECIDED &&
                whatif_fact_flag(&w->base->facts[w->pairs[p->pair].before], w->base->enrolled);
  int64_t is = p->after == DECIDED && whatif_fact_flag(&w->scenario->facts[w->pairs[p->pair].after],
                                                       w->scenario->enrolled);
  t->enrolled += (is - was) * p->residents;
}

static bool join_run(void *payload, uint32_t pair, uint32_t row, int64_t people) {
  grouping *g = payload;
  row_verdict v;
  whatif_row_verdict(g->w, pair, row, &v);
  return !whatif_row_changed(&v) || join(g, pair, &v, row, people);
}

static bool join_all(grouping *g) {
  whatif *w = g->w;
  bool good = true;
  for (uint32_t i = 0; i < w->pairs_count && good; i++)
    if (!w->verdicts->pairs[i].rowwise)
      good = join_run(g, i, w->verdicts->first_row[i], w->pairs[i].residents);
  good = good && whatif_each_run(w, join_run, g);
  for (uint32_t i = 0; i < g->portions_count && good; i++) add_constants(g, &g->portions[i]);
  return good;
}

/* ---- handing over ---- */

static int by_residents(const void *x, const void *y) {
  const group *a = x, *b = y;
  if (a->transition.residents != b->transition.residents)
    return a->transition.residents > b->transition.residents ? -1 : 1;
  return a->first_row < b->first_row ? -1 : a->first_row > b->first_row;
}

static int by_pair(const void *x, const void *y) {
  const whatif_pair *a = x, *b = y;
  if (a->residents != b->residents) return a->residents > b->residents ? -1 : 1;
  return a->before != b->before ? (a->before < b->before ? -1 : 1)
         : a->after < b->after  ? -1
                                : a->after > b->after;
}

/* The portions' pairs into their groups; a pair that is split by what changed for whom stands in several. */
static bool list_pairs(grouping *g) {
  for (uint32_t i = 0; i < g->portions_count; i++)
    g->groups[g->portions[i].group].transition.pairs_count++;
  for (uint32_t i = 0; i < g->groups_count; i++) {
    whatif_transition *t = &g->groups[i].transition;
    t->pairs = calloc((size_t)t->pairs_count + 1, sizeof *t->pairs);
    if (!t->pairs) return false;
    t->pairs_count = 0;
  }
  for (uint32_t i = 0; i < g->portions_count; i++) {
    const portion *p = &g->portions[i];
    whatif_transition *t = &g->groups[p->group].transition;
    const whatif_pair *pair = &g->w->pairs[p->pair];
    t->pairs[t->pairs_count++] = (whatif_pair){pair->before, pair->after, p->residents};
  }
  for (uint32_t i = 0; i < g->groups_count; i++) {
    whatif_transition *t = &g->groups[i].transition;
    qsort(t->pairs, (size_t)t->pairs_count, sizeof *t->pairs, by_pair);
  }
  return true;
}

static int index_of(const whatif *w, const char *name) {
  for (int i = 0; i < w->effects_count; i++)
    if (strcmp(w->effects[i].name, name) == 0) return i;
  return -1;
}

static bool hand_over(grouping *g) {
  whatif *w = g->w;
  if (!list_pairs(g)) return false;
  if (g->groups_count) qsort(g->groups, g->groups_count, sizeof *g->groups, by_residents);
  w->transitions = calloc((size_t)g->groups_count + 1, sizeof *w->transitions);
  if (!w->transitions) return false;
  int subsidy = index_of(w, EFFECT_SUBSIDY), fiscal = index_of(w, EFFECT_FISCAL);
  for (uint32_t i = 0; i < g->groups_count; i++) {
    whatif_transition *t = &g->groups[i].transition;
    if (subsidy >= 0) add_times(g, &t->cost, t->differences[subsidy], 1);
    if (fiscal >= 0) add_times(g, &t->cost, t->differences[fiscal], 1);
    t->first_row = g->groups[i].first_row;
    if (!whatif_spread_of(&g->groups[i].tally, &t->gain)) g->overflow = true;
    w->transitions[w->transitions_count++] = *t;
    *t = (whatif_transition){0};
  }
  return true;
}

canbao_status whatif_transitions_make(whatif *w, canbao_error *error) {
  grouping g = {.w = w, .keys = dictionary_new()};
  g.head = malloc(((size_t)w->pairs_count + 1) * sizeof *g.head);
  bool good = g.keys && g.head;
  if (good) memset(g.head, 0xFF, ((size_t)w->pairs_count + 1) * sizeof *g.head);
  good = good && join_all(&g) && hand_over(&g);
  for (uint32_t i = 0; i < g.groups_count; i++) {
    whatif_transition_free(&g.groups[i].transition);
    tally_free(&g.groups[i].tally);
  }
  free(g.groups), free(g.portions), free(g.head);
  dictionary_free(g.keys);
  if (!good) return whatif_no_memory(error);
  if (g.overflow)
    return fault(error, CANBAO_LIMIT, "%s",
                 _("a sum over the changed residents is too large to be exact"));
  return CANBAO_OK;
}
