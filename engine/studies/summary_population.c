/*
** summary_population.c - a population's figures. Threads count rows by kind of outcome and town;
** what all residents of a kind share is then added once, as often as there are residents, and only
** what differs from one to the next is computed for each. Adds to no figure itself: summary.c does.
*/
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "studies/outcome_kind.h"
#include "values/array.h"
#include "values/message.h"
#include "values/threads.h"

#define BLOCK_ROWS 8192u
#define ROWS_A_THREAD 16384u  /* fewer are not worth a thread */
#define CELLS_MIN (1u << 20)  /* counts by kind and town for which there is always room ... */
#define CELLS_A_ROW 4         /* ... or so many for each resident, */
#define CELLS_MOST (1u << 30) /* but never more */

/* The town of every row as a small number. `none` stands for no town. */
typedef struct {
  const roster *roster;
  bool there;            /* the schema has one */
  const uint32_t *codes; /* whatever the codes: those from `none` on stand for no town */
  uint32_t *own_codes;   /* made here where the roster keeps none */
  dictionary *own_texts;
  const dictionary *texts;
  uint32_t none;
} towns;

/* What one thread counted. */
typedef struct {
  uint32_t *counts;     /* residents, by kind and town: every second one */
  uint32_t *odd_counts; /* the others */
  uint32_t *kind_rows;  /* first row counted, by kind */
  uint32_t *town_rows;  /* first row met, by town */
  int64_t *sums;        /* by amount that rests on a cell and town */
  uint32_t *alone;      /* rows whose outcome is not the kind's */
  uint32_t alone_count, alone_space;
  summary_bounds bounds[EFFECTS_MAX];
  canbao_status status;
  canbao_error error;
} part;

typedef struct {
  summary *summary;
  const population *population;
  const uint32_t *cases; /* of the rows */
  towns towns;
  uint32_t towns_count; /* at least one, which is then nobody's */
  outcome_kinds kinds;
  uint32_t *marks; /* by case: twice where the kind's counts begin, and 1 when each is looked at */
  part *parts;
  int parts_count;
  atomic_uint next; /* block that nobody counts yet */
} tally;

static canbao_status out_of_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

/* ---- towns ---- */

/* A town that is no coded field: number its texts here. */
static bool number_towns(towns *t, int field_index) {
  char text[1024];
  uint32_t rows = t->roster->rows;
  t->own_texts = dictionary_new();
  t->own_codes = malloc(((size_t)rows + 1) * sizeof *t->own_codes);
  if (!t->own_texts || !t->own_codes) return false;
  for (uint32_t row = 0; row < rows; row++) {
    size_t n = roster_text(t->roster, field_index, row, text, sizeof text);
    t->own_codes[row] = dictionary_code(t->own_texts, slice_of(text, n));
    if (t->own_codes[row] == UINT32_MAX) return false;
  }
  t->codes = t->own_codes;
  t->texts = t->own_texts;
  return true;
}

/* False when memory ran out. */
static bool find_towns(tally *t, const roster *r) {
  towns *of = &t->towns;
  int field_index = t->summary->town_field;
  *of = (towns){.roster = r, .there = field_index >= 0, .codes = t->cases};
  t->towns_count = 1;
  if (!of->there) return true;
  const column *c = &r->columns[field_index];
  of->codes = c->codes;
  of->texts = c->texts_of;
  if ((!of->codes || !of->texts) && !number_towns(of, field_index)) return false;
  of->none = dictionary_count(of->texts);
  t->towns_count = of->none + 1;
  return true;
}

static inline uint32_t town_of(const towns *t, uint32_t row) {
  uint32_t code = t->codes[row];
  return code < t->none ? code : t->none;
}

static slice town_text(const towns *t, uint32_t town) {
  return town < t->none ? dictionary_text(t->texts, town) : slice_of("", 0);
}

/* ---- counting rows ---- */

static bool leave_alone(part *x, uint32_t row) {
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
static bool look_at(const tally *t, part *x, const outcome_kind *how, uint32_t row, uint32_t town) {
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
static inline bool take_steps(const tally *t, part *x, const outcome_kind *how, uint32_t row,
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

static void look_at_rows(const tally *t, part *x, const uint32_t *rows, uint32_t count) {
  /* Their cells lie far apart: all are on their way before the first is needed. (In a function of its own the compiler
  ** would see no effect, and leave it out.) */
  for (uint32_t i = 0; i < count; i++) {
    const outcome_kind *how = &t->kinds.kinds[t->kinds.of[t->cases[rows[i]]]];
    if (how->steps_count == 0) continue;
    const cell_step *s = t->kinds.steps + how->steps_from;
    __builtin_prefetch(s->fen ? (const void *)&s->fen[rows[i]] : (const void *)&s->others[rows[i]]);
  }
  for (uint32_t i = 0; i < count && x->status == CANBAO_OK; i++) {
    uint32_t row = rows[i], kind = t->kinds.of[t->cases[row]], town = town_of(&t->towns, row);
    const outcome_kind *how = &t->kinds.kinds[kind];
    if (!take_steps(t, x, how, row, town) && !look_at(t, x, how, row, town)) continue;
    if (row < x->kind_rows[kind]) x->kind_rows[kind] = row;
  }
}

static void note_first(const tally *t, part *x, uint32_t cell, uint32_t row) {
  uint32_t kind = cell / t->towns_count, town = cell % t->towns_count;
  if (row < x->town_rows[town]) x->town_rows[town] = row;
  if (row < x->kind_rows[kind] && !t->kinds.kinds[kind].each) x->kind_rows[kind] = row;
}

/* Returns whether the row must be looked at. */
static inline uint32_t count_row(const tally *t, part *x, uint32_t *counts, uint32_t row) {
  uint32_t mark = t->marks[t->cases[row]], cell = (mark >> 1) + town_of(&t->towns, row);
  if (counts[cell]++ == 0) note_first(t, x, cell, row);
  return mark & 1;
}

/* Count the rows with their kinds; those that must be looked at into `each`. Returns how many these are. Neighbours are
** often alike: counted in turn in two places, none waits for the one before. */
static uint32_t count_rows(const tally *t, part *x, uint32_t from, uint32_t to, uint32_t *each) {
  uint32_t n = 0, row = from;
  for (; to - row > 1; row += 2) {
    each[n] = row;
    n += count_row(t, x, x->counts, row);
    each[n] = row + 1;
    n += count_row(t, x, x->odd_counts, row + 1);
  }
  if (row < to) {
    each[n] = row;
    n += count_row(t, x, x->counts, row);
  }
  return n;
}

static void count_blocks(void *payload, int worker) {
  tally *t = payload;
  part *x = &t->parts[worker];
  uint32_t each[BLOCK_ROWS], rows = t->towns.roster->rows, from;
  while (x->status == CANBAO_OK && (from = atomic_fetch_add(&t->next, BLOCK_ROWS)) < rows) {
    uint32_t to = rows - from > BLOCK_ROWS ? from + BLOCK_ROWS : rows;
    look_at_rows(t, x, each, count_rows(t, x, from, to, each));
  }
}

/* ---- what the parts came to ---- */

static uint32_t earlier(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* What a part counted into the first one's; the rows left alone are none of theirs. */
static canbao_status join_part(const tally *t, const part *x, canbao_error *error) {
  const outcome_kinds *k = &t->kinds;
  part *all = &t->parts[0];
  canbao_status status = x->status;
  if (status != CANBAO_OK && error) *error = x->error;
  for (size_t i = 0; i < (size_t)k->count * t->towns_count; i++)
    all->counts[i] += (x == all ? 0 : x->counts[i]) + x->odd_counts[i];
  for (uint32_t i = 0; i < x->alone_count; i++) {
    uint32_t row = x->alone[i];
    all->counts[(t->marks[t->cases[row]] >> 1) + town_of(&t->towns, row)]--;
  }
  if (x == all) return status;
  for (uint32_t i = 0; i < k->count; i++)
    all->kind_rows[i] = earlier(all->kind_rows[i], x->kind_rows[i]);
  for (uint32_t i = 0; i < t->towns_count; i++)
    all->town_rows[i] = earlier(all->town_rows[i], x->town_rows[i]);
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
  const int64_t *sum = t->parts[0].sums + (size_t)how->amounts_from * t->towns_count + town;
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
    (void)crowd_of(&c, t->summary, o, counts[town], t->parts[0].town_rows[town], o->varying);
    status = add_amounts(t, how, town, &c, error);
    if (status == CANBAO_OK)
      status = summary_add_group(t->summary, summary_town(t->summary, town_text(&t->towns, town)),
                                 o, &c, error);
  }
  return status;
}

/* What all residents of a kind that were counted have in common, and the sums of what differs. */
static canbao_status add_kind(const tally *t, uint32_t kind, canbao_error *error) {
  const outcome_kind *how = &t->kinds.kinds[kind];
  const uint32_t *counts = t->parts[0].counts + (size_t)kind * t->towns_count;
  uint32_t first = t->parts[0].kind_rows[kind];
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
  if (status != CANBAO_OK || !t->towns.there) return status;
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

static canbao_status join_parts(const tally *t, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (int i = 0; i < t->parts_count && status == CANBAO_OK; i++)
    status = join_part(t, &t->parts[i], error);
  if (status == CANBAO_OK) add_doubts(t);
  for (uint32_t kind = 0; kind < t->kinds.count && status == CANBAO_OK; kind++)
    status = add_kind(t, kind, error);
  for (int i = 0; i < t->parts_count && status == CANBAO_OK; i++) {
    const part *x = &t->parts[i];
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

/* Rows that no thread has counted yet: none. */
static uint32_t *no_rows(size_t count) {
  uint32_t *rows = malloc((count + 1) * sizeof *rows);
  if (rows) memset(rows, 0xFF, (count + 1) * sizeof *rows);
  return rows;
}

static bool make_part(const tally *t, part *x) {
  size_t width = t->towns_count;
  x->counts = calloc(t->kinds.count * width + 1, sizeof *x->counts);
  x->odd_counts = calloc(t->kinds.count * width + 1, sizeof *x->odd_counts);
  x->kind_rows = no_rows(t->kinds.count);
  x->town_rows = no_rows(width);
  x->sums = calloc(t->kinds.amounts * width + 1, sizeof *x->sums);
  return x->counts && x->odd_counts && x->kind_rows && x->town_rows && x->sums;
}

/* False when memory ran out. */
static bool make_parts(tally *t, int count) {
  uint32_t cases = population_counted(t->population).cases;
  bool done = (t->parts = calloc((size_t)count, sizeof *t->parts)) &&
              (t->marks = calloc((size_t)cases + 1, sizeof *t->marks));
  for (uint32_t i = 1; done && i <= cases; i++) {
    uint32_t kind = t->kinds.of[i];
    t->marks[i] = kind * t->towns_count * 2 + t->kinds.kinds[kind].each;
  }
  while (done && t->parts_count < count) done = make_part(t, &t->parts[t->parts_count++]);
  return done;
}

static void free_tally(tally *t) {
  for (int k = 0; k < t->parts_count; k++) {
    part *x = &t->parts[k];
    free(x->counts);
    free(x->odd_counts);
    free(x->kind_rows);
    free(x->town_rows);
    free(x->sums);
    free(x->alone);
  }
  outcome_kinds_free(&t->kinds);
  dictionary_free(t->towns.own_texts);
  free(t->towns.own_codes);
  free(t->parts);
  free(t->marks);
}

/* So many kinds and towns that counting them together would take more memory than the roster. */
static bool is_too_wide(const tally *t) {
  uint64_t cells = ((uint64_t)t->kinds.count + 2 * (uint64_t)t->kinds.amounts) * t->towns_count;
  uint64_t most = (uint64_t)t->towns.roster->rows * CELLS_A_ROW;
  return cells > CELLS_MOST || cells > (most > CELLS_MIN ? most : CELLS_MIN);
}

static canbao_status add_each(const tally *t, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (uint32_t row = 0; row < t->towns.roster->rows && status == CANBAO_OK; row++)
    status = add_alone(t, row, error);
  return status;
}

static canbao_status count_all(tally *t, int threads, canbao_error *error) {
  uint32_t most = t->towns.roster->rows / ROWS_A_THREAD + 1;
  int count = threads_count(threads);
  if ((uint32_t)count > most) count = (int)most;
  if (!make_parts(t, count)) return out_of_memory(error);
  threads_run(count, count_blocks, t);
  return join_parts(t, error);
}

canbao_status summary_population(summary *s, const population *p, const roster *r, int threads,
                                 canbao_error *error) {
  tally t = {.summary = s, .population = p, .cases = population_case_of_rows(p)};
  canbao_status status = find_towns(&t, r) ? CANBAO_OK : out_of_memory(error);
  if (status == CANBAO_OK) status = outcome_kinds_make(&t.kinds, s, p, r, error);
  if (status == CANBAO_OK)
    status = is_too_wide(&t) ? add_each(&t, error) : count_all(&t, threads, error);
  free_tally(&t);
  return status;
}
