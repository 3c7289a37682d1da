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
#define STRETCH_ROWS 256u    /* whose cells the processor can have on their way at once */
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

/* What a stage came to that one worker does alone. */
typedef struct {
  canbao_status status;
  canbao_error error;
} result;

typedef struct {
  summary *summary;
  const population *population;
  const uint32_t *cases; /* of the rows */
  uint32_t rows;
  const town_split *towns;
  uint32_t towns_count; /* at least one, which is then nobody's */
  outcome_kinds kinds;
  uint32_t *counts;    /* residents, by town and kind */
  uint32_t *kind_rows; /* first row counted, by kind */
  bool *each;          /* by case: each of its residents is looked at */
  uint32_t blocks;     /* of rows, some of which are looked at */
  share *shares;
  int shares_count;
  bool too_wide; /* then no more is done side by side */
  threads_stage sorting, preparing, looking, joining, adding;
  result prepared, joined, totals,
      by_town; /* each written by its stage alone: the slow still read it later */
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
    x->status = summary_add_bounds(t->summary, x->bounds, how->open, &v, 1, &x->error);
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

static inline int64_t cell_of(const cell_step *s, uint32_t row) {
  return s->fen ? s->fen[row] : s->others[row];
}

static inline void add_step(const tally *t, share *x, const cell_step *s, int64_t cell,
                            uint32_t town) {
  int64_t fen = cell + s->more;
  if (s->amount == NO_AMOUNT) return;
  x->sums[(size_t)s->amount * t->towns_count + town] += fen > s->least ? fen : s->least;
}

/* The same where several looks tell it: all of them, before anything is added. False when they do not. */
static bool take_steps(const tally *t, share *x, const outcome_kind *how, uint32_t row,
                       uint32_t town) {
  const cell_step *first = t->kinds.steps + how->steps_from, *end = first + how->steps_count;
  for (const cell_step *s = first; s < end; s++) {
    int64_t cell = cell_of(s, row);
    if (cell < s->from || cell > s->to) return false;
  }
  for (const cell_step *s = first; s < end; s++) add_step(t, x, s, cell_of(s, row), town);
  return true;
}

/* Nearly always there is a single look. */
static inline bool take(const tally *t, share *x, const cell_step *s, uint32_t kind, uint32_t row,
                        uint32_t town) {
  const outcome_kind *how = &t->kinds.kinds[kind];
  if (s->steps_count == 1) {
    int64_t cell = cell_of(s, row);
    if (cell >= s->from && cell <= s->to) {
      add_step(t, x, s, cell, town);
      return true;
    }
  } else if (s->steps_count > 1 && take_steps(t, x, how, row, town)) {
    return true;
  }
  return look_at(t, x, how, row, town);
}

/* Of these rows those that must be looked at; how many. Compiled without a branch, which would be guessed wrong. */
static uint32_t find_each(const tally *t, uint32_t from, uint32_t to, uint32_t *each) {
  const bool *looked_at = t->each;
  uint32_t row = from, n = 0;
  for (; to - row >= 4; row += 4) {
    const uint32_t *of = t->cases + row;
    each[n] = row, n += looked_at[of[0]];
    each[n] = row + 1, n += looked_at[of[1]];
    each[n] = row + 2, n += looked_at[of[2]];
    each[n] = row + 3, n += looked_at[of[3]];
  }
  for (; row < to; row++) each[n] = row, n += looked_at[t->cases[row]];
  return n;
}

/* Rows that are looked at, and their kinds. */
typedef struct {
  uint32_t count;
  uint32_t rows[STRETCH_ROWS], kinds[STRETCH_ROWS];
} stretch;

/* Their cells lie far apart: all are on their way before the first is needed. Always inline: taken for a function
** without effect, it would be left out. */
__attribute__((always_inline)) static inline void reach_for(const tally *t, stretch *x) {
  const cell_step *firsts = t->kinds.firsts;
  const uint32_t *codes = t->towns->by.codes;
  for (uint32_t i = 0; i < x->count; i++) {
    uint32_t row = x->rows[i];
    const cell_step *s = &firsts[x->kinds[i] = t->kinds.of[t->cases[row]]];
    if (codes) __builtin_prefetch(&codes[row]);
    if (s->fen)
      __builtin_prefetch(&s->fen[row]);
    else if (s->others)
      __builtin_prefetch(&s->others[row]);
  }
}

static void take_all(const tally *t, share *x, const stretch *of) {
  const cell_step *firsts = t->kinds.firsts;
  resident_split by = t->towns->by;
  uint32_t *kind_rows = x->kind_rows;
  for (uint32_t i = 0; i < of->count && x->status == CANBAO_OK; i++) {
    uint32_t row = of->rows[i], kind = of->kinds[i];
    if (!take(t, x, &firsts[kind], kind, row, split_part(&by, row))) continue;
    if (row < kind_rows[kind]) kind_rows[kind] = row;
  }
}

/* While the cells of one stretch come, those of the next are found. */
static void look_at_block(const tally *t, share *x, uint32_t block) {
  uint32_t from = block * BLOCK_ROWS;
  uint32_t to = t->rows - from > BLOCK_ROWS ? from + BLOCK_ROWS : t->rows;
  stretch two[2] = {{.count = 0}};
  int now = 0;
  for (; from < to; now = !now) {
    uint32_t end = to - from > STRETCH_ROWS ? from + STRETCH_ROWS : to;
    two[now].count = find_each(t, from, end, two[now].rows);
    reach_for(t, &two[now]);
    take_all(t, x, &two[!now]);
    from = end;
  }
  take_all(t, x, &two[!now]);
}

static uint32_t *counts_of(const tally *t, uint32_t town) {
  return t->counts + (size_t)town * t->kinds.count;
}

static void count_town(const tally *t, uint32_t town) {
  uint32_t cases = population_counted(t->population).cases, *counts = counts_of(t, town);
  const uint32_t *residents = population_part(t->population, town), *of = t->kinds.of;
  for (uint32_t i = 1; i <= cases; i++) counts[of[i]] += residents[i];
}

/* Towns are counted, then blocks of rows looked at. */
static void look_at_part(void *payload, int worker, uint32_t i) {
  tally *t = payload;
  if (i < t->towns_count)
    count_town(t, i);
  else
    look_at_block(t, &t->shares[worker], i - t->towns_count);
}

/* ---- what the shares came to ---- */

static uint32_t earlier(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Sums into the first share's; the rows left alone are counted with no kind. */
static canbao_status join_share(const tally *t, const share *x, canbao_error *error) {
  const outcome_kinds *k = &t->kinds;
  share *all = &t->shares[0];
  canbao_status status = x->status;
  if (status != CANBAO_OK) *error = x->error;
  for (uint32_t i = 0; i < x->alone_count; i++)
    counts_of(t, split_part(&t->towns->by, x->alone[i]))[k->of[t->cases[x->alone[i]]]]--;
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

static void join_shares(void *payload, int worker, uint32_t i) {
  tally *t = payload;
  (void)worker, (void)i;
  for (int k = 0; k < t->shares_count && t->joined.status == CANBAO_OK; k++)
    t->joined.status = join_share(t, &t->shares[k], &t->joined.error);
}

/* The amounts of one kind that rest on a cell, in one town, into a crowd's. */
static canbao_status add_amounts(const tally *t, const outcome_kind *how, uint32_t town, crowd *c,
                                 canbao_error *error) {
  const int64_t *sum = t->shares[0].sums + (size_t)how->amounts_from * t->towns_count + town;
  canbao_status status = CANBAO_OK;
  for (uint64_t rest = how->money; rest != 0 && status == CANBAO_OK; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    status = summary_add_money(t->summary, &c->sums[i], *sum, i, error);
    if (c->sums[i] != 0) c->money |= UINT64_C(1) << i;
    sum += t->towns_count;
  }
  return status;
}

/* What the residents of a kind that were counted have in common; how many they are. */
static int64_t shared_by(tally *t, uint32_t kind, verdict *v, outcome *o) {
  const outcome_kind *how = &t->kinds.kinds[kind];
  int64_t people = 0;
  for (uint32_t town = 0; town < t->towns_count; town++) people += counts_of(t, town)[kind];
  if (people == 0) return 0;
  *v = outcome_kind_verdict(&t->kinds, how, t->kind_rows[kind]);
  outcome_shared_from(o, v, &t->kinds.constants);
  if (!how->each) outcome_next(o, v); /* then an error is everybody's */
  return people;
}

/* That, and the sums of what differs, into all but the towns. */
static canbao_status add_kind(tally *t, uint32_t kind, canbao_error *error) {
  const outcome_kind *how = &t->kinds.kinds[kind];
  summary *s = t->summary;
  canbao_status status = CANBAO_OK;
  verdict v;
  outcome o;
  crowd c;
  int64_t people = shared_by(t, kind, &v, &o);
  if (people == 0) return CANBAO_OK;
  if (!crowd_of(&c, s, &o, people, t->kind_rows[kind], o.varying))
    return fault(error, CANBAO_LIMIT, _("a sum over the roster is too large to be exact"));
  for (uint32_t town = 0; how->money && town < t->towns_count && status == CANBAO_OK; town++)
    status = add_amounts(t, how, town, &c, error);
  if (status == CANBAO_OK) status = summary_add_crowd(s, &o, &c, error);
  if (status == CANBAO_OK && o.problem == DECISION_UNDETERMINED)
    status = summary_add_bounds(s, s->bounds, s->money & ~how->open, &v, people, error);
  return status;
}

/* The same into the towns. */
static canbao_status add_to_towns(tally *t, uint32_t kind, uint32_t *groups, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  verdict v;
  outcome o;
  crowd c;
  if (shared_by(t, kind, &v, &o) == 0) return CANBAO_OK;
  for (uint32_t town = 0; town < t->towns_count && status == CANBAO_OK; town++) {
    uint32_t people = counts_of(t, town)[kind], *group = &groups[town];
    if (people == 0) continue;
    /* a part of what fitted */
    (void)crowd_of(&c, t->summary, &o, people, population_part_row(t->population, town), o.varying);
    status = add_amounts(t, &t->kinds.kinds[kind], town, &c, error);
    if (status != CANBAO_OK) break;
    if (*group == UINT32_MAX) *group = summary_town(t->summary, town_split_text(t->towns, town));
    status = summary_add_group(t->summary, summary_town_group(t->summary, *group), &o, &c, error);
  }
  return status;
}

/* UINT32_MAX where there is nothing yet. */
static uint32_t *nothing_yet(size_t count) {
  uint32_t *list = malloc((count + 1) * sizeof *list);
  if (list) memset(list, 0xFF, (count + 1) * sizeof *list);
  return list;
}

static void add_all(tally *t) {
  result *x = &t->totals;
  for (uint32_t kind = 0; kind < t->kinds.count && x->status == CANBAO_OK; kind++)
    x->status = add_kind(t, kind, &x->error);
}

static void add_by_town(tally *t) {
  result *x = &t->by_town;
  uint32_t *groups = nothing_yet(t->towns_count); /* the summary's, by town */
  if (!groups) x->status = out_of_memory(&x->error);
  for (uint32_t kind = 0; kind < t->kinds.count && x->status == CANBAO_OK; kind++)
    x->status = add_to_towns(t, kind, groups, &x->error);
  free(groups);
}

/* Neither touches what the other adds to. */
static void add_part(void *payload, int worker, uint32_t i) {
  tally *t = payload;
  (void)worker;
  if (i == 0)
    add_all(t);
  else
    add_by_town(t);
}

static canbao_status add_alone(const tally *t, uint32_t row, canbao_error *error) {
  verdict v;
  outcome o;
  canbao_status status = population_verdict(t->population, row, &v, NULL, error);
  if (status != CANBAO_OK) return status;
  outcome_of(&o, &v);
  return summary_add(t->summary, &o, error);
}

/* The rest, in the order of the threads: bounds of those who were looked at, and the rows left alone. */
static canbao_status add_rest(const tally *t, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  outcome_kinds_add_doubts(&t->kinds, t->summary);
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

/* So many kinds and towns that counting them together would take more memory than the roster. */
static bool is_too_wide(const tally *t) {
  uint64_t cells = ((uint64_t)t->kinds.count + 2 * (uint64_t)t->kinds.amounts) * t->towns_count;
  return !population_part(t->population, 0) || cells > split_cells_most(t->rows);
}

/* What must be known of the kinds before rows are looked at. False when memory ran out. */
static bool note_cases(tally *t) {
  const outcome_kinds *k = &t->kinds;
  uint32_t cases = population_counted(t->population).cases;
  t->counts = calloc((size_t)k->count * t->towns_count + 1, sizeof *t->counts);
  t->kind_rows = nothing_yet(k->count);
  t->each = calloc((size_t)cases + 1, sizeof *t->each);
  if (!t->counts || !t->kind_rows || !t->each) return false;
  for (uint32_t i = 1; i <= cases; i++) {
    uint32_t kind = k->of[i], row = population_first_row(t->population, i);
    if (k->kinds[kind].each)
      t->each[i] = true, t->blocks = (uint32_t)(((uint64_t)t->rows + BLOCK_ROWS - 1) / BLOCK_ROWS);
    else
      t->kind_rows[kind] = earlier(t->kind_rows[kind], row);
  }
  return true;
}

static void sort_part(void *payload, int worker, uint32_t i) {
  tally *t = payload;
  (void)worker;
  outcome_kinds_sort(&t->kinds, i);
}

static void prepare(void *payload, int worker, uint32_t i) {
  tally *t = payload;
  (void)worker, (void)i;
  bool good = outcome_kinds_join(&t->kinds);
  t->too_wide = good && is_too_wide(t);
  if (t->too_wide) return;
  if (!good || !note_cases(t) || !make_shares(t, t->shares_count))
    t->prepared.status = out_of_memory(&t->prepared.error);
}

/* One thread, or as many as come: each waits for the others where all that was done so far is needed. */
static void work(void *payload, int worker) {
  tally *t = payload;
  threads_share(&t->sorting, t->kinds.sorters_count, sort_part, t, worker);
  threads_share(&t->preparing, 1, prepare, t, worker);
  if (t->too_wide || t->prepared.status != CANBAO_OK) return;
  threads_share(&t->looking, t->towns_count + t->blocks, look_at_part, t, worker);
  threads_share(&t->joining, 1, join_shares, t, worker);
  if (t->joined.status != CANBAO_OK) return;
  threads_share(&t->adding, t->towns->there ? 2 : 1, add_part, t, worker);
}

static canbao_status add_each(const tally *t, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (uint32_t row = 0; row < t->rows && status == CANBAO_OK; row++)
    status = add_alone(t, row, error);
  return status;
}

static canbao_status take_result(const result *x, canbao_error *error) {
  if (x->status != CANBAO_OK && error) *error = x->error;
  return x->status;
}

static canbao_status count_all(tally *t, int threads, canbao_error *error) {
  threads_run(threads, work, t);
  if (t->too_wide) return add_each(t, error);
  canbao_status status = take_result(&t->prepared, error);
  if (status == CANBAO_OK) status = take_result(&t->joined, error);
  if (status == CANBAO_OK) status = take_result(&t->totals, error);
  if (status == CANBAO_OK) status = take_result(&t->by_town, error);
  return status == CANBAO_OK ? add_rest(t, error) : status;
}

static void free_tally(tally *t) {
  for (int k = 0; t->shares && k < t->shares_count; k++) {
    share *x = &t->shares[k];
    free(x->kind_rows);
    free(x->sums);
    free(x->alone);
  }
  outcome_kinds_free(&t->kinds);
  free(t->counts);
  free(t->kind_rows);
  free(t->each);
  free(t->shares);
}

canbao_status summary_population(summary *s, const population *p, const roster *r,
                                 const town_split *towns, int threads, canbao_error *error) {
  tally t = {.summary = s, .population = p, .cases = population_case_of_rows(p), .towns = towns};
  uint32_t most = r->rows / ROWS_A_THREAD + 1;
  int count = threads_count(threads);
  if ((uint32_t)count > most) count = (int)most;
  t.rows = r->rows, t.towns_count = split_parts(&towns->by), t.shares_count = count;
  canbao_status status = outcome_kinds_begin(&t.kinds, s, p, r, count, error);
  if (status == CANBAO_OK) status = count_all(&t, count, error);
  free_tally(&t);
  return status;
}
