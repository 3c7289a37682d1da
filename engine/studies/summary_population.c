/*
** summary_population.c - a population's figures. Its residents are counted by case and town already;
** what all residents of a kind of outcome share is added once, as often as there are residents, and only
** what differs from one to the next is computed for each. Adds to no figure itself: summary.c does.
*/
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "studies/outcome_kind.h"
#include "studies/town_split.h"
#include "values/array.h"
#include "values/message.h"
#include "values/threads.h"

#define BLOCK_ROWS 8192u
#define ROWS_A_THREAD 16384u /* fewer are not worth a thread */

/* What one thread came to, of the rows that it looked at. */
typedef struct {
  uint32_t *kind_rows; /* the first one counted, by kind */
  int64_t *sums;       /* by amount that rests on a cell and town */
  uint32_t *alone;     /* rows whose outcome is not the kind's */
  uint32_t alone_count, alone_space;
  summary_bounds bounds[EFFECTS_MAX];
  canbao_status status;
  canbao_error error;
} share;

typedef struct {
  summary *summary;
  const population *population;
  const uint32_t *cases; /* of the rows */
  uint32_t rows;
  const town_split *towns;
  uint32_t towns_count; /* at least one, which is then nobody's */
  outcome_kinds kinds;
  uint32_t *counts;    /* residents, by kind and town */
  uint32_t *kind_rows; /* first row counted, by kind */
  uint32_t *groups;    /* the summary's, by town; UINT32_MAX where there is none yet */
  bool *each;          /* by case: each of its residents is looked at */
  bool any_each;
  share *shares;
  int shares_count;
  atomic_uint next; /* block that nobody looks through yet */
} tally;

static canbao_status out_of_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

/* ---- rows that are looked at ---- */

static bool leave_alone(share *x, uint32_t row) {
  void *more;
  if (x->alone_count == x->alone_space) {
    uint32_t space = x->alone_space ? x->alone_space * 2 : 256;
    if (!ARRAY_RESIZE(x->alone, space, more)) {
      x->status = out_of_memory(&x->error);
      return false;
    }
    x->alone_space = space;
  }
  x->alone[x->alone_count++] = row;
  return false;
}

/* What can only be computed resident by resident. False when the row is not to be counted with the kind. */
static bool look_at(const tally *t, share *x, const outcome_kind *how, uint32_t row,
                    uint32_t town) {
  verdict v = outcome_kind_verdict(&t->kinds, how, row);
  value values[EFFECTS_MAX];
  if (how->alone) return leave_alone(x, row);
  if (how->decision->problem == DECISION_UNDETERMINED) {
    x->status = summary_add_bounds(t->summary, x->bounds, &v, 1, &x->error);
    return x->status == CANBAO_OK;
  }
  for (uint64_t rest = how->money | how->fallible; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    values[i] = verdict_value(&v, i);
    if (values[i].state == VALUE_ERROR) return leave_alone(x, row);
  }
  int64_t *sum = x->sums + (size_t)how->amounts_from * t->towns_count + town;
  for (uint64_t rest = how->money; rest != 0; rest &= rest - 1, sum += t->towns_count) {
    int i = __builtin_ctzll(rest);
    if (values[i].state != VALUE_KNOWN) continue;
    x->status = summary_add_money(t->summary, sum, values[i].v, i, &x->error);
    if (x->status != CANBAO_OK) return false;
  }
  return true;
}

/* The same where looks at cells tell it. False when they do not, and then nothing was added. */
static inline bool take_steps(const tally *t, share *x, const outcome_kind *how, uint32_t row,
                              uint32_t town) {
  if (how->steps_count == 0) return false;
  const cell_step *first = t->kinds.steps + how->steps_from, *end = first + how->steps_count;
  for (const cell_step *s = first; s < end; s++) {
    int64_t cell = s->fen ? s->fen[row] : s->others[row];
    if (cell < s->from || cell > s->to) return false;
  }
  for (const cell_step *s = first; s < end; s++) {
    if (!s->fen || s->amount == NO_AMOUNT) continue;
    int64_t fen = s->fen[row] + s->more;
    x->sums[(size_t)s->amount * t->towns_count + town] += fen > s->least ? fen : s->least;
  }
  return true;
}

static void look_at_rows(const tally *t, share *x, const uint32_t *rows, uint32_t count) {
  const uint32_t *codes = t->towns->by.codes;
  /* Their cells lie far apart: all are on their way before the first is needed. (In a function of its own the compiler
  ** would see no effect, and leave it out.) */
  for (uint32_t i = 0; i < count; i++) {
    const outcome_kind *how = &t->kinds.kinds[t->kinds.of[t->cases[rows[i]]]];
    if (codes) __builtin_prefetch(&codes[rows[i]]);
    if (how->steps_count == 0) continue;
    const cell_step *s = t->kinds.steps + how->steps_from;
    __builtin_prefetch(s->fen ? (const void *)&s->fen[rows[i]] : (const void *)&s->others[rows[i]]);
  }
  for (uint32_t i = 0; i < count && x->status == CANBAO_OK; i++) {
    uint32_t row = rows[i], kind = t->kinds.of[t->cases[row]],
             town = split_part(&t->towns->by, row);
    const outcome_kind *how = &t->kinds.kinds[kind];
    if (!take_steps(t, x, how, row, town) && !look_at(t, x, how, row, town)) continue;
    if (row < x->kind_rows[kind]) x->kind_rows[kind] = row;
  }
}

/* Of these rows those that must be looked at, into `each`; how many. Compiled without a branch, which would be guessed wrong. */
static uint32_t find_each(const tally *t, uint32_t from, uint32_t to, uint32_t *each) {
  uint32_t n = 0;
  for (uint32_t row = from; row < to; row++) {
    each[n] = row;
    if (t->each[t->cases[row]]) n++;
  }
  return n;
}

static void look_at_blocks(void *payload, int worker) {
  tally *t = payload;
  share *x = &t->shares[worker];
  uint32_t each[BLOCK_ROWS], from;
  while (x->status == CANBAO_OK && (from = atomic_fetch_add(&t->next, BLOCK_ROWS)) < t->rows) {
    uint32_t to = t->rows - from > BLOCK_ROWS ? from + BLOCK_ROWS : t->rows;
    look_at_rows(t, x, each, find_each(t, from, to, each));
  }
}

/* ---- what the shares came to ---- */

static uint32_t earlier(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Sums into the first share's; the rows left alone are counted with no kind. */
static canbao_status join_share(const tally *t, const share *x, canbao_error *error) {
  const outcome_kinds *k = &t->kinds;
  share *all = &t->shares[0];
  canbao_status status = x->status;
  if (status != CANBAO_OK && error) *error = x->error;
  for (uint32_t i = 0; i < x->alone_count; i++) {
    uint32_t row = x->alone[i], kind = k->of[t->cases[row]];
    t->counts[(size_t)kind * t->towns_count + split_part(&t->towns->by, row)]--;
  }
  for (uint32_t i = 0; i < k->count; i++)
    t->kind_rows[i] = earlier(t->kind_rows[i], x->kind_rows[i]);
  if (x == all) return status;
  for (uint32_t i = 0; i < k->count; i++) {
    size_t at = (size_t)k->kinds[i].amounts_from * t->towns_count;
    for (uint64_t rest = k->kinds[i].money; rest != 0; rest &= rest - 1)
      for (uint32_t town = 0; town < t->towns_count && status == CANBAO_OK; town++, at++)
        status = summary_add_money(t->summary, &all->sums[at], x->sums[at], __builtin_ctzll(rest),
                                   error);
  }
  return status;
}

/* The amounts of one kind that rest on a cell, in one town, into a crowd's. */
static canbao_status add_amounts(const tally *t, const outcome_kind *how, uint32_t town, crowd *c,
                                 canbao_error *error) {
  const int64_t *sum = t->shares[0].sums + (size_t)how->amounts_from * t->towns_count + town;
  canbao_status status = CANBAO_OK;
  for (uint64_t rest = how->money; rest != 0 && status == CANBAO_OK; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    status = summary_add_money(t->summary, &c->sums[i], *sum, i, error);
    sum += t->towns_count;
  }
  return status;
}

static canbao_status add_towns(const tally *t, const outcome_kind *how, const outcome *o,
                               const uint32_t *counts, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (uint32_t town = 0; town < t->towns_count && status == CANBAO_OK; town++) {
    crowd c;
    if (counts[town] == 0) continue;
    /* a part of what fitted */
    (void)crowd_of(&c, t->summary, o, counts[town], population_part_row(t->population, town),
                   o->varying);
    status = add_amounts(t, how, town, &c, error);
    if (status != CANBAO_OK) break;
    uint32_t *group = &t->groups[town];
    if (*group == UINT32_MAX) *group = summary_town(t->summary, town_split_text(t->towns, town));
    status = summary_add_group(t->summary, summary_town_group(t->summary, *group), o, &c, error);
  }
  return status;
}

/* What all residents of a kind that were counted have in common, and the sums of what differs. */
static canbao_status add_kind(const tally *t, uint32_t kind, canbao_error *error) {
  const outcome_kind *how = &t->kinds.kinds[kind];
  const uint32_t *counts = t->counts + (size_t)kind * t->towns_count;
  uint32_t first = t->kind_rows[kind];
  summary *s = t->summary;
  int64_t people = 0;
  canbao_status status = CANBAO_OK;
  outcome o;
  crowd c;
  for (uint32_t town = 0; town < t->towns_count; town++) people += counts[town];
  if (people == 0) return CANBAO_OK;
  verdict v = outcome_kind_verdict(&t->kinds, how, first);
  outcome_shared(&o, &v);
  if (!how->each) outcome_next(&o, &v); /* then an error is everybody's */
  if (!crowd_of(&c, s, &o, people, first, o.varying))
    return fault(error, CANBAO_LIMIT, _("a sum over the roster is too large to be exact"));
  for (uint32_t town = 0; town < t->towns_count && status == CANBAO_OK; town++)
    status = add_amounts(t, how, town, &c, error);
  if (status == CANBAO_OK) status = summary_add_crowd(s, &o, &c, error);
  if (status == CANBAO_OK && o.problem == DECISION_UNDETERMINED && !how->each)
    status = summary_add_bounds(s, s->bounds, &v, people, error);
  if (status != CANBAO_OK || !t->towns->there) return status;
  return add_towns(t, how, &o, counts, error);
}

/* Of everybody, case by case: kinds do not tell them apart. */
static void add_doubts(const tally *t) {
  for (uint32_t i = population_counted(t->population).cases; i > 0; i--) {
    uint64_t doubts = population_decision(t->population, i)->doubts;
    summary_add_doubts(t->summary, doubts, (int64_t)population_residents(t->population, i));
  }
}

static canbao_status add_alone(const tally *t, uint32_t row, canbao_error *error) {
  verdict v;
  outcome o;
  canbao_status status = population_verdict(t->population, row, &v, NULL, error);
  if (status != CANBAO_OK) return status;
  outcome_of(&o, &v);
  return summary_add(t->summary, &o, error);
}

static canbao_status join_shares(const tally *t, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (int i = 0; i < t->shares_count && status == CANBAO_OK; i++)
    status = join_share(t, &t->shares[i], error);
  if (status == CANBAO_OK) add_doubts(t);
  for (uint32_t kind = 0; kind < t->kinds.count && status == CANBAO_OK; kind++)
    status = add_kind(t, kind, error);
  for (int i = 0; i < t->shares_count && status == CANBAO_OK; i++) {
    const share *x = &t->shares[i];
    status = summary_join_bounds(t->summary, x->bounds, error);
    for (uint32_t k = 0; k < x->alone_count && status == CANBAO_OK; k++) {
      const decision *d = population_decision(t->population, t->cases[x->alone[k]]);
      summary_add_doubts(t->summary, d->doubts, -1); /* they are among everybody's */
      status = add_alone(t, x->alone[k], error);
    }
  }
  return status;
}

/* ---- all ---- */

/* UINT32_MAX where there is nothing yet. */
static uint32_t *nothing_yet(size_t count) {
  uint32_t *list = malloc((count + 1) * sizeof *list);
  if (list) memset(list, 0xFF, (count + 1) * sizeof *list);
  return list;
}

/* Every case with its kind. False when memory ran out. */
static bool count_cases(tally *t) {
  const outcome_kinds *k = &t->kinds;
  uint32_t cases = population_counted(t->population).cases;
  t->counts = calloc((size_t)k->count * t->towns_count + 1, sizeof *t->counts);
  t->kind_rows = nothing_yet(k->count);
  t->groups = nothing_yet(t->towns_count);
  t->each = calloc((size_t)cases + 1, sizeof *t->each);
  if (!t->counts || !t->kind_rows || !t->groups || !t->each) return false;
  for (uint32_t i = 1; i <= cases; i++) {
    uint32_t kind = k->of[i], row = population_first_row(t->population, i);
    if (k->kinds[kind].each)
      t->each[i] = t->any_each = true;
    else
      t->kind_rows[kind] = earlier(t->kind_rows[kind], row);
  }
  for (uint32_t town = 0; town < t->towns_count; town++) {
    const uint32_t *residents = population_part(t->population, town);
    for (uint32_t i = 1; i <= cases; i++)
      t->counts[(size_t)k->of[i] * t->towns_count + town] += residents[i];
  }
  return true;
}

static bool make_share(const tally *t, share *x) {
  x->kind_rows = nothing_yet(t->kinds.count);
  x->sums = calloc((size_t)t->kinds.amounts * t->towns_count + 1, sizeof *x->sums);
  return x->kind_rows && x->sums;
}

/* False when memory ran out. */
static bool make_shares(tally *t, int count) {
  bool done = (t->shares = calloc((size_t)count, sizeof *t->shares)) != NULL;
  for (t->shares_count = 0; done && t->shares_count < count;)
    done = make_share(t, &t->shares[t->shares_count++]);
  return done;
}

static void free_tally(tally *t) {
  for (int k = 0; k < t->shares_count; k++) {
    share *x = &t->shares[k];
    free(x->kind_rows);
    free(x->sums);
    free(x->alone);
  }
  outcome_kinds_free(&t->kinds);
  free(t->counts);
  free(t->kind_rows);
  free(t->groups);
  free(t->each);
  free(t->shares);
}

/* So many kinds and towns that counting them together would take more memory than the roster. */
static bool is_too_wide(const tally *t) {
  uint64_t cells = ((uint64_t)t->kinds.count + 2 * (uint64_t)t->kinds.amounts) * t->towns_count;
  return !population_part(t->population, 0) || cells > split_cells_most(t->rows);
}

static canbao_status add_each(const tally *t, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (uint32_t row = 0; row < t->rows && status == CANBAO_OK; row++)
    status = add_alone(t, row, error);
  return status;
}

static canbao_status count_all(tally *t, int threads, canbao_error *error) {
  if (!count_cases(t)) return out_of_memory(error);
  uint32_t most = t->any_each ? t->rows / ROWS_A_THREAD + 1 : 1;
  int count = threads_count(threads);
  if ((uint32_t)count > most) count = (int)most;
  if (!make_shares(t, count)) return out_of_memory(error);
  if (t->any_each) threads_run(count, look_at_blocks, t);
  return join_shares(t, error);
}

canbao_status summary_population(summary *s, const population *p, const roster *r,
                                 const town_split *towns, int threads, canbao_error *error) {
  tally t = {.summary = s, .population = p, .cases = population_case_of_rows(p), .towns = towns};
  t.rows = r->rows, t.towns_count = split_parts(&towns->by);
  canbao_status status = outcome_kinds_make(&t.kinds, s, p, r, error);
  if (status == CANBAO_OK)
    status = is_too_wide(&t) ? add_each(&t, error) : count_all(&t, threads, error);
  free_tally(&t);
  return status;
}
