/*
** summary_population.c - a population's figures. Threads count rows by case and town; what all
** residents of a case share is then added once, as often as there are residents, and only what
** differs from one to the next is computed for each. Adds to no figure itself: summary.c does.
*/
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "studies/column_span.h"
#include "studies/summary.h"
#include "values/array.h"
#include "values/message.h"
#include "values/threads.h"

#define PART_ROWS 16384u     /* fewer are not worth a thread */
#define CELLS_MIN (1u << 20) /* counts by case and town for which there is always room ... */
#define CELLS_A_ROW 4        /* ... or so many for each resident */

/* The town of every row as a small number. `none` stands for no town. */
typedef struct {
  const roster *roster;
  const uint32_t *codes; /* NULL: the schema has no town */
  uint32_t *own_codes;   /* made here where the roster keeps none */
  dictionary *own_texts;
  const dictionary *texts;
  uint32_t none;
} towns;

/* A cell of money and so much more, but not less than `least`; fen NULL: some other expression, or one that can fail. */
typedef struct {
  const int64_t *fen;
  int64_t more, least;
} simple_sum;

/* How a row of a case is counted. */
typedef struct {
  verdict verdict;   /* of the case's first resident */
  uint64_t money;    /* amounts that are computed for each */
  uint64_t fallible; /* effects that are computed for each, for their errors */
  uint32_t slot;     /* of the case's sums, among the cases whose amounts are computed for each */
  bool each, enrolled;
  bool alone; /* nobody's outcome is the case's */
} plan;

/* One thread's rows and what they came to. */
typedef struct {
  const struct tally *tally;
  uint32_t from, to;
  uint32_t *counts;    /* residents, by case and town */
  uint32_t *case_rows; /* first row counted, by case, where `each` */
  uint32_t *town_rows; /* first row counted, by town */
  int64_t *case_sums;  /* of the amounts computed for each, by slot */
  int64_t *town_sums;  /* by town, of the enrolled and of the others */
  summary_bounds bounds[EFFECTS_MAX];
  uint32_t *alone; /* rows whose outcome is not the case's */
  uint32_t alone_count, alone_space;
  canbao_status status;
  canbao_error error;
} part;

typedef struct tally {
  summary *summary;
  const population *population;
  const uint32_t *cases; /* of the rows */
  uint32_t cases_count;
  towns towns;
  uint32_t towns_count; /* at least one, which is then nobody's */
  plan *plans;          /* by case number */
  uint8_t *each;      /* by case number: plan.each, close together for the one loop over all rows */
  column_spans spans; /* whose arithmetic cannot fail for anybody need not be computed for each */
  uint32_t slots;
  simple_sum *simple; /* by slot and amount */
  uint32_t simple_space;
  int amounts[EFFECTS_MAX]; /* place of each amount among the amounts */
  int amounts_count;
  part *parts;
  int parts_count;
  atomic_int next; /* part that nobody counts yet */
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

static bool find_towns(towns *t, const roster *r, int field_index) {
  *t = (towns){.roster = r};
  if (field_index < 0) return true;
  const column *c = &r->columns[field_index];
  t->codes = c->codes;
  t->texts = c->texts_of;
  if ((!t->codes || !t->texts) && !number_towns(t, field_index)) return false;
  t->none = dictionary_count(t->texts);
  return true;
}

static inline uint32_t town_of(const towns *t, uint32_t row) {
  uint32_t code = t->codes[row];
  return code < t->none ? code : t->none;
}

static slice town_text(const towns *t, uint32_t town) {
  return town < t->none ? dictionary_text(t->texts, town) : slice_of("", 0);
}

/* ---- plans ---- */

static bool open_spans(tally *t, const verdict *v) {
  t->spans.roster = t->towns.roster;
  t->spans.terms = v->policy->terms;
  t->spans.as_of = v->resident.as_of;
  return column_spans_open(&t->spans);
}

/* Those of the effects that can really fail for some resident of this roster. */
static uint64_t really_fallible(tally *t, const verdict *v, uint64_t fallible) {
  for (uint64_t rest = fallible; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (!term_may_fail(&t->spans, v->decision->effects[i].value)) fallible &= ~(UINT64_C(1) << i);
  }
  return fallible;
}

static simple_sum simple_sum_of(tally *t, const verdict *v, int effect_index) {
  const term_table *terms = v->policy->terms;
  term sum = v->decision->effects[effect_index].value;
  const term_node *n = term_at(terms, sum);
  simple_sum s = {.least = INT64_MIN};
  int f;
  if (term_may_fail(&t->spans, sum)) return s;
  if (n->op == TERM_MOST && term_at(terms, n->b)->op == TERM_CONST) {
    s.least = term_at(terms, n->b)->imm;
    sum = n->a;
  }
  if (term_linear(terms, sum, &f, &s.more)) s.fen = t->towns.roster->columns[f].fen;
  return s;
}

/* False when memory ran out. */
static bool make_sums(tally *t, const plan *x, const verdict *v) {
  uint32_t width = (uint32_t)t->amounts_count, from = x->slot * width;
  void *more;
  if (from + width > t->simple_space) {
    uint32_t space = (from + width) * 2;
    if (!ARRAY_RESIZE(t->simple, space, more)) return false;
    t->simple_space = space;
  }
  for (uint64_t rest = x->money; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    t->simple[from + (uint32_t)t->amounts[i]] = simple_sum_of(t, v, i);
  }
  return true;
}

/* False when memory ran out. */
static bool make_plan(tally *t, plan *x, const verdict *v) {
  outcome o;
  outcome_shared(&o, v);
  o.fallible = really_fallible(t, v, o.fallible);
  *x = (plan){.verdict = *v, .enrolled = summary_enrolled(t->summary, &o)};
  uint64_t money = o.varying & t->summary->money;
  if (o.problem == DECIDED) {
    x->money = money;
    x->fallible = o.fallible & ~money;
    x->alone = outcome_is_split(&o);
    x->each = x->alone || (o.fallible | money) != 0;
    x->slot = t->slots;
    t->slots += money != 0;
    return money == 0 || make_sums(t, x, v);
  } else if (o.problem == DECISION_UNDETERMINED) {
    x->each = money != 0 || o.bounds_vary;
  }
  return true;
}

/* Cases are numbered in the order of their first rows. */
static canbao_status make_plans(tally *t, canbao_error *error) {
  uint32_t made = 0, rows = t->towns.roster->rows;
  t->plans = calloc((size_t)t->cases_count + 1, sizeof *t->plans);
  t->each = calloc((size_t)t->cases_count + 1, sizeof *t->each);
  if (!t->plans || !t->each) return out_of_memory(error);
  for (uint32_t row = 0; row < rows && made < t->cases_count; row++) {
    verdict v;
    if (t->cases[row] <= made) continue;
    canbao_status status = population_verdict(t->population, row, &v, NULL, error);
    if (status != CANBAO_OK) return status;
    if (made == 0 && !open_spans(t, &v)) return out_of_memory(error);
    if (!make_plan(t, &t->plans[++made], &v)) return out_of_memory(error);
    t->each[made] = t->plans[made].each;
  }
  return CANBAO_OK;
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

/* The amounts of one resident into his case's and his town's sums. */
static bool add_amounts(part *x, const plan *how, const value values[EFFECTS_MAX], uint32_t town) {
  const tally *t = x->tally;
  size_t width = (size_t)t->amounts_count;
  int64_t *case_sums = x->case_sums + how->slot * width;
  int64_t *town_sums = x->town_sums + ((size_t)town * 2 + how->enrolled) * width;
  for (uint64_t rest = how->money; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest), at = t->amounts[i];
    if (values[i].state != VALUE_KNOWN) continue;
    x->status = summary_add_money(t->summary, &case_sums[at], values[i].v, i, &x->error);
    if (x->status == CANBAO_OK)
      x->status = summary_add_money(t->summary, &town_sums[at], values[i].v, i, &x->error);
    if (x->status != CANBAO_OK) return false;
  }
  return true;
}

/* What can only be seen resident by resident. False when the row is not to be counted with the
** case. */
static bool look_at(part *x, const plan *how, uint32_t row, uint32_t town) {
  verdict v = how->verdict;
  value values[EFFECTS_MAX];
  v.resident.row = row;
  if (how->alone) return leave_alone(x, row);
  if (v.decision->problem == DECISION_UNDETERMINED) {
    x->status = summary_add_bounds(x->tally->summary, x->bounds, &v, 1, &x->error);
    return x->status == CANBAO_OK;
  }
  const simple_sum *simple = x->tally->simple + (size_t)how->slot * (size_t)x->tally->amounts_count;
  for (uint64_t rest = how->money | how->fallible; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    const simple_sum *s = how->money >> i & 1 ? &simple[x->tally->amounts[i]] : NULL;
    if (s && s->fen && s->fen[row] > MONEY_UNKNOWN) {
      int64_t fen = s->fen[row] + s->more;
      values[i] = (value){TYPE_MONEY, VALUE_KNOWN, fen > s->least ? fen : s->least};
    } else {
      values[i] = verdict_value(&v, i);
    }
    if (values[i].state == VALUE_ERROR) return leave_alone(x, row);
  }
  return add_amounts(x, how, values, town);
}

static void count_part(const tally *t, part *x) {
  for (uint32_t row = x->from; row < x->to && x->status == CANBAO_OK; row++) {
    uint32_t number = t->cases[row];
    uint32_t town = t->towns.codes ? town_of(&t->towns, row) : 0;
    if (t->each[number]) {
      if (!look_at(x, &t->plans[number], row, town)) continue;
      if (row < x->case_rows[number]) x->case_rows[number] = row;
    }
    x->counts[(size_t)number * t->towns_count + town]++;
    if (row < x->town_rows[town]) x->town_rows[town] = row;
  }
}

static void count_parts(void *payload, int worker) {
  tally *t = payload;
  int k;
  (void)worker;
  while ((k = atomic_fetch_add(&t->next, 1)) < t->parts_count) count_part(t, &t->parts[k]);
}

/* ---- what the parts came to ---- */

static uint32_t earlier(uint32_t a, uint32_t b) { return a < b ? a : b; }

static int64_t people_in(const tally *t, uint32_t number, uint32_t town) {
  int64_t people = 0;
  for (int k = 0; k < t->parts_count; k++)
    people += t->parts[k].counts[(size_t)number * t->towns_count + town];
  return people;
}

static int64_t people_of(const tally *t, uint32_t number) {
  int64_t people = 0;
  for (uint32_t town = 0; town < t->towns_count; town++) people += people_in(t, number, town);
  return people;
}

static canbao_status add_towns(const tally *t, uint32_t number, const outcome *o,
                               canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (uint32_t town = 0; town < t->towns_count && status == CANBAO_OK; town++) {
    crowd c;
    int64_t people = people_in(t, number, town);
    if (people == 0) continue;
    (void)crowd_of(&c, t->summary, o, people, UINT32_MAX, o->varying); /* a part of what fitted */
    status = summary_add_group(t->summary, summary_town(t->summary, town_text(&t->towns, town)), o,
                               &c, error);
  }
  return status;
}

/* What all residents of a case that were counted have in common, and the sums of what differs. */
static canbao_status add_case(const tally *t, uint32_t number, canbao_error *error) {
  const plan *how = &t->plans[number];
  summary *s = t->summary;
  int64_t people = people_of(t, number);
  uint32_t first = how->each ? UINT32_MAX : how->verdict.resident.row;
  canbao_status status = CANBAO_OK;
  outcome o;
  crowd c;
  if (people == 0) return CANBAO_OK;
  outcome_shared(&o, &how->verdict);
  if (!how->each) outcome_next(&o, &how->verdict); /* then an error is everybody's */
  if (how->each)
    for (int k = 0; k < t->parts_count; k++) first = earlier(first, t->parts[k].case_rows[number]);
  if (!crowd_of(&c, s, &o, people, first, o.varying))
    return fault(error, CANBAO_LIMIT, _("a sum over the roster is too large to be exact"));
  for (uint64_t rest = how->money; rest != 0 && status == CANBAO_OK; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    size_t at = how->slot * (size_t)t->amounts_count + (size_t)t->amounts[i];
    for (int k = 0; k < t->parts_count && status == CANBAO_OK; k++)
      status = summary_add_money(s, &c.sums[i], t->parts[k].case_sums[at], i, error);
  }
  if (status == CANBAO_OK) status = summary_add_crowd(s, &o, &c, error);
  if (status == CANBAO_OK && o.problem == DECISION_UNDETERMINED && !how->each)
    status = summary_add_bounds(s, s->bounds, &how->verdict, people, error);
  if (status != CANBAO_OK || !t->towns.codes) return status;
  return add_towns(t, number, &o, error);
}

/* The amounts computed for each, into their towns' sums. */
static canbao_status add_town_sums(const tally *t, const part *x, uint32_t town,
                                   canbao_error *error) {
  const summary *s = t->summary;
  summary_group *g = summary_town(t->summary, town_text(&t->towns, town));
  const int64_t *open = x->town_sums + (size_t)town * 2 * (size_t)t->amounts_count;
  const int64_t *enrolled = open + t->amounts_count;
  canbao_status status = CANBAO_OK;
  if (!g) return out_of_memory(error);
  g->first_row = earlier(g->first_row, x->town_rows[town]);
  for (uint64_t rest = s->money; rest != 0 && status == CANBAO_OK; rest &= rest - 1) {
    int i = __builtin_ctzll(rest), at = t->amounts[i];
    status = summary_add_money(s, &g->sums[i], open[at], i, error);
    if (status == CANBAO_OK) status = summary_add_money(s, &g->sums[i], enrolled[at], i, error);
    if (status == CANBAO_OK)
      status = summary_add_money(s, &g->enrolled_sums[i], enrolled[at], i, error);
  }
  return status;
}

static canbao_status add_alone(const tally *t, uint32_t row, canbao_error *error) {
  if (!t->plans) return out_of_memory(error);
  verdict v = t->plans[t->cases[row]].verdict;
  outcome o;
  v.resident.row = row;
  outcome_of(&o, &v);
  return summary_add(t->summary, &o, error);
}

static canbao_status join_parts(const tally *t, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (int k = 0; k < t->parts_count && status == CANBAO_OK; k++) {
    status = t->parts[k].status;
    if (status != CANBAO_OK && error) *error = t->parts[k].error;
  }
  for (uint32_t i = 1; i <= t->cases_count && status == CANBAO_OK; i++)
    status = add_case(t, i, error);
  for (int k = 0; k < t->parts_count && status == CANBAO_OK; k++) {
    const part *x = &t->parts[k];
    status = summary_join_bounds(t->summary, x->bounds, error);
    for (uint32_t i = 0; i < t->towns_count && t->towns.codes && status == CANBAO_OK; i++)
      if (x->town_rows[i] != UINT32_MAX) status = add_town_sums(t, x, i, error);
    for (uint32_t i = 0; i < x->alone_count && status == CANBAO_OK; i++)
      status = add_alone(t, x->alone[i], error);
  }
  return status;
}

/* ---- all ---- */

/* Rows that no thread has counted yet: none. */
static uint32_t *no_rows(size_t count) {
  uint32_t *rows = malloc(count * sizeof *rows);
  if (rows) memset(rows, 0xFF, count * sizeof *rows);
  return rows;
}

static bool make_part(const tally *t, part *x, uint32_t from, uint32_t to) {
  size_t cases = (size_t)t->cases_count + 1, amounts = (size_t)t->amounts_count + 1;
  x->tally = t;
  x->from = from;
  x->to = to;
  x->counts = calloc(cases * t->towns_count, sizeof *x->counts);
  x->case_rows = no_rows(cases);
  x->town_rows = no_rows(t->towns_count);
  x->case_sums = calloc(((size_t)t->slots + 1) * amounts, sizeof *x->case_sums);
  x->town_sums = calloc((size_t)t->towns_count * 2 * amounts, sizeof *x->town_sums);
  return x->counts && x->case_rows && x->town_rows && x->case_sums && x->town_sums;
}

static bool make_parts(tally *t, int count) {
  uint32_t rows = t->towns.roster->rows;
  bool done = (t->parts = calloc((size_t)count, sizeof *t->parts)) != NULL;
  for (uint32_t k = 0; done && k < (uint32_t)count; k++) {
    uint32_t from = (uint32_t)((uint64_t)rows * k / (uint32_t)count);
    uint32_t to = (uint32_t)((uint64_t)rows * (k + 1) / (uint32_t)count);
    t->parts_count++;
    done = make_part(t, &t->parts[k], from, to);
  }
  return done;
}

static void free_tally(tally *t) {
  for (int k = 0; k < t->parts_count; k++) {
    part *x = &t->parts[k];
    free(x->counts);
    free(x->case_rows);
    free(x->town_rows);
    free(x->case_sums);
    free(x->town_sums);
    free(x->alone);
  }
  column_spans_close(&t->spans);
  dictionary_free(t->towns.own_texts);
  free(t->towns.own_codes);
  free(t->parts);
  free(t->plans);
  free(t->each);
  free(t->simple);
}

/* So many cases and towns that counting them together would take more memory than the roster. */
static bool is_too_wide(const tally *t) {
  uint64_t cells = ((uint64_t)t->cases_count + 1) * t->towns_count;
  uint64_t most = (uint64_t)t->towns.roster->rows * CELLS_A_ROW;
  return cells > (most > CELLS_MIN ? most : CELLS_MIN);
}

static canbao_status add_each(const tally *t, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (uint32_t row = 0; row < t->towns.roster->rows && status == CANBAO_OK; row++)
    status = add_alone(t, row, error);
  return status;
}

canbao_status summary_population(summary *s, const population *p, const roster *r, int threads,
                                 canbao_error *error) {
  tally t = {.summary = s,
             .population = p,
             .cases = population_case_of_rows(p),
             .cases_count = population_counted(p).cases};
  for (uint64_t rest = s->money; rest != 0; rest &= rest - 1)
    t.amounts[__builtin_ctzll(rest)] = t.amounts_count++;
  canbao_status status =
      find_towns(&t.towns, r, s->town_field) ? make_plans(&t, error) : out_of_memory(error);
  t.towns_count = t.towns.none + 1;
  if (status == CANBAO_OK && is_too_wide(&t)) {
    status = add_each(&t, error);
  } else if (status == CANBAO_OK) {
    uint32_t most = r->rows / PART_ROWS + 1;
    int count = threads_count(threads);
    if ((uint32_t)count > most) count = (int)most;
    if (make_parts(&t, count)) {
      threads_run(count, count_parts, &t);
      status = join_parts(&t, error);
    } else {
      status = out_of_memory(error);
    }
  }
  free_tally(&t);
  return status;
}
