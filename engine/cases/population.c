/*
** population.c - every resident decided by cases. Threads number residents by their keys;
** then one resident of each key is walked through the known cases, and what is new there is
** decided by the policy. Where a decision rests on more than the key tells, the key's residents
** are numbered anew by finer keys. Neither the cases nor their numbers depend on how many
** threads there are.
*/
#include "cases/population.h"

#include <stdlib.h>
#include <string.h>

#include "cases/case_book.h"
#include "cases/case_counts.h"
#include "cases/case_finder.h"
#include "cases/case_order.h"
#include "cases/gates.h"
#include "cases/row_keys.h"
#include "cases/way_table.h"
#include "values/array.h"
#include "values/message.h"
#include "values/threads.h"

#define WARM_UP 64          /* residents, spread over the roster, who bring the first questions */
#define SAMPLE 16384        /* ... those whose keys bring most of the others */
#define SAMPLE_STRETCHES 64 /* that they lie in */
#define FEW 64              /* residents for whom no questions are compiled anew */
#define ROUNDS_MAX 8        /* of ever finer keys */
#define PROGRESS_KEYS 1024
#define ROWS_WORTH_ROOM 50000
#define ROOM_A_ROW 3 /* bytes of cases, as rosters go: the first residents bring most of them */
#define ROOM_LEAST ((size_t)1 << 20)
#define ROOM_MOST ((size_t)8 << 20)

struct population {
  policy *policy;
  const roster *roster;
  int32_t as_of;
  case_book *book;
  way_table ways;        /* what the outlines in the book have in common, */
  policy_memory *memory; /* and where to read what that is */
  uint32_t *case_of;     /* by row */
  uint32_t *first_rows;  /* by case */
  case_counts residents;
  population_counts counts;
};

/* What is known while the cases are found. */
typedef struct {
  population *p;
  const population_options *options;
  int threads;
  row_keys keys;
  uint32_t *case_of_key; /* by number; 0: its case does not follow from the key */
  uint32_t case_of_key_space;
  signature *signature;
  uint32_t compiled; /* questions that the signature knows of */
  case_finder *finder;
  uint32_t *tried; /* SAMPLE rows, each of another key, and their cases; NULL but for the sample */
  uint32_t tried_count;
  uint32_t farthest; /* row that was decided */
  canbao_status status;
  canbao_error *error;
} search;

canbao_status population_too_many(const policy *p, canbao_error *error) {
  return fault_at(error, CANBAO_LIMIT, p->path, 0,
                  _("there are more than %lld distinct cases: does a rule read every single amount "
                    "or text? --limit-cases allows more"),
                  (long long)p->limits.cases);
}

static bool no_memory(search *s) {
  s->status = fault(s->error, CANBAO_LIMIT, "%s", _("memory ran out"));
  return false;
}

/* Some questions that cases ask are not in the signature. */
static bool has_fresh_questions(const search *s) {
  return policy_questions_asked(s->p->policy) > s->compiled;
}

/* ---- keys ---- */

/* Compile the questions known by now. */
static bool compile(search *s) {
  population *p = s->p;
  uint32_t n = question_count(p->policy->terms);
  uint8_t *asked = malloc(n + 1);
  signature *before = s->signature;
  s->signature = NULL;
  if (asked) {
    policy_asked(p->policy, asked, n);
    s->signature = signature_compile(p->policy->terms, p->roster, p->as_of, asked, n, before);
    s->compiled = policy_questions_asked(p->policy);
  }
  signature_free(before);
  free(asked);
  return s->signature || no_memory(s);
}

/* The case of one row; 0 when the run must stop. */
static uint32_t case_of_row(search *s, uint32_t row, const uint64_t *key, bool *follows) {
  uint32_t number = 0;
  s->status = case_finder_find(s->finder, s->signature, row, key, &number, follows, s->error);
  return s->status == CANBAO_OK ? number : 0;
}

static bool room_for_key(search *s, uint32_t number) {
  if (number < s->case_of_key_space) return true;
  void *more;
  size_t space = (size_t)number + number / 2 + 256;
  if (!ARRAY_RESIZE(s->case_of_key, space, more)) return false;
  s->case_of_key_space = (uint32_t)space;
  return true;
}

/* The next few rows: what a decision reads of them is on its way before it is needed. */
static void look_ahead(void *payload, uint32_t row) {
  const search *s = payload;
  case_finder_ahead(s->finder, row);
}

/* Find the case of a number that was given to `row`. */
static bool meet(void *payload, uint32_t number, uint32_t row, const uint64_t *key) {
  search *s = payload;
  bool follows;
  uint32_t c = case_of_row(s, row, key, &follows);
  if (!c) return false;
  if (!room_for_key(s, number)) return no_memory(s);
  s->case_of_key[number] = !key || follows ? c : 0;
  if (s->tried) {
    s->tried[s->tried_count] = row;
    s->tried[SAMPLE + s->tried_count++] = c;
  }
  if (row > s->farthest) s->farthest = row;
  if (s->options->progress && number % PROGRESS_KEYS == 0)
    s->options->progress(s->options->progress_payload, s->farthest, s->p->roster->rows);
  return true;
}

/* Number these rows by their keys and decide each key. */
static bool settle(search *s, const uint32_t *rows, uint32_t count) {
  row_keys_taker to = {.meet = meet, .ahead = look_ahead, .payload = s};
  if (row_keys_scan(&s->keys, s->signature, rows, count, s->threads, &to)) return true;
  return s->status == CANBAO_OK ? no_memory(s) : false;
}

/* ---- the run ---- */

/* Residents spread over the roster bring the first questions, without which nothing can be compiled. */
static bool warm_up(search *s) {
  uint32_t rows = s->p->roster->rows, n = rows < WARM_UP ? rows : WARM_UP;
  for (uint32_t i = 0; i < n; i++)
    if (!case_of_row(s, (uint32_t)((uint64_t)i * rows / n), NULL, &(bool){false})) return false;
  return compile(s);
}

/* Compile all that the sample has asked, without what nobody asks of most residents. */
static bool compile_with_gates(search *s) {
  const population *p = s->p;
  gate_evidence e = {.policy = p->policy, .roster = p->roster, .book = p->book, .ways = &p->ways};
  e.rows = s->tried, e.cases = s->tried + SAMPLE, e.count = s->tried_count;
  if (has_fresh_questions(s) && !compile(s)) return false;
  return gates_guess(s->signature, &e) || no_memory(s);
}

/* Stretches of the roster bring most of the other questions, so that few of its residents must be numbered twice. */
static bool sample(search *s) {
  uint32_t list[SAMPLE], rows = s->p->roster->rows, wanted = s->options->sample, n = 0;
  if (wanted == 0 && rows / 4 < SAMPLE) return true;
  if (wanted == 0 || wanted > SAMPLE) wanted = SAMPLE;
  uint32_t stretches = wanted < SAMPLE_STRETCHES ? wanted : SAMPLE_STRETCHES;
  for (uint32_t i = 0; i < stretches; i++) {
    uint32_t from = (uint32_t)((uint64_t)i * rows / stretches);
    uint32_t to = (uint32_t)((uint64_t)(i + 1) * rows / stretches),
             most = from + wanted / stretches;
    for (uint32_t row = from; row < to && row < most; row++) list[n++] = row;
  }
  s->tried = malloc(2 * sizeof *s->tried * SAMPLE);
  if (!s->tried) return no_memory(s);
  bool good = settle(s, list, n) && compile_with_gates(s);
  free(s->tried);
  s->tried = NULL;
  return good;
}

/* Of the rows from this one on those with a number that is `open`, into `left`; how many. Nearly nobody has one: eight are
** looked at together. */
static uint32_t open_rows(const row_keys *k, const uint8_t *open, uint32_t row, uint32_t *left) {
  uint32_t rows = k->roster->rows, n = 0;
  for (; rows - row >= 8; row += 8) {
    const uint32_t *of = k->of_row + row;
    if (!(open[of[0]] | open[of[1]] | open[of[2]] | open[of[3]] | open[of[4]] | open[of[5]] |
          open[of[6]] | open[of[7]]))
      continue;
    for (uint32_t i = 0; i < 8; i++) left[n] = row + i, n += open[of[i]];
  }
  for (; row < rows; row++) left[n] = row, n += open[k->of_row[row]];
  return n;
}

/* The rows whose case their key (a number from `first` on) did not tell; *left is the caller's. False when memory ran out. */
static bool unsettled(const search *s, uint32_t first, uint32_t **left, uint32_t *count) {
  const row_keys *k = &s->keys;
  uint32_t from = k->roster->rows;
  uint8_t *open = calloc((size_t)k->count + 1, 1);
  *left = malloc(((size_t)from + 1) * sizeof **left); /* of which few are touched */
  for (uint32_t n = first; open && n <= k->count; n++) {
    if (s->case_of_key[n]) continue;
    open[n] = 1;
    if (k->row_of[n] < from) from = k->row_of[n];
  }
  bool good = open && *left;
  if (good) *count = open_rows(k, open, from, *left);
  free(open);
  return good;
}

/* Of these rows, which were numbered again, those whose case the new key did not tell either; how many. */
static uint32_t still_unsettled(const search *s, uint32_t *left, uint32_t count) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < count; i++)
    if (!s->case_of_key[s->keys.of_row[left[i]]]) left[n++] = left[i];
  return n;
}

static bool any_unsettled(const search *s, uint32_t first) {
  for (uint32_t n = first; n <= s->keys.count; n++)
    if (!s->case_of_key[n]) return true;
  return false;
}

/* No key tells the case of these: each is decided by itself. */
static bool settle_alone(search *s, const uint32_t *rows, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    uint32_t number = row_keys_alone(&s->keys, rows[i]);
    if (!number) return no_memory(s);
    if (!meet(s, number, rows[i], NULL)) return false;
  }
  return true;
}

/* Keys tell what they did not when questions are new to them, or are hidden by a gate. */
static bool can_be_finer(const search *s) {
  return has_fresh_questions(s) || signature_has_gates(s->signature);
}

static bool settle_rest(search *s, uint32_t first) {
  uint32_t *left = NULL, count = 0;
  bool good = true;
  for (int round = 0; good && any_unsettled(s, first); round++) {
    if (left)
      count = still_unsettled(s, left, count);
    else if (!unsettled(s, first, &left, &count))
      good = no_memory(s);
    first = s->keys.count + 1;
    bool finer = can_be_finer(s) && count > FEW && round < ROUNDS_MAX;
    good = good && (finer ? compile(s) && settle(s, left, count) : settle_alone(s, left, count));
  }
  free(left);
  return good;
}

/* The first questions are found by one thread; another gets the memory for most cases meanwhile. */
typedef struct {
  search *search;
  arena room;
  bool good;
} beginning;

static void begin_or_get_room(void *payload, int worker) {
  beginning *b = payload;
  size_t room = (size_t)b->search->p->roster->rows * ROOM_A_ROW;
  room = room < ROOM_LEAST ? ROOM_LEAST : room > ROOM_MOST ? ROOM_MOST : room;
  if (worker == 0)
    b->good = warm_up(b->search);
  else
    arena_room(&b->room, room);
}

static bool begin_cases(search *s) {
  beginning b = {.search = s};
  bool worth_it = s->threads > 1 && s->p->roster->rows > ROWS_WORTH_ROOM;
  threads_run(worth_it ? 2 : 1, begin_or_get_room, &b);
  if (b.room.block) case_book_take_room(s->p->book, &b.room);
  return b.good && sample(s);
}

static bool find_cases(search *s) {
  if (!begin_cases(s)) return false;
  uint32_t first = s->keys.count + 1;
  s->keys.split = &s->options->split; /* the sample's are numbered again */
  if (!settle(s, NULL, s->p->roster->rows) || !settle_rest(s, first)) return false;
  /* Which field is free is asked of all questions, not of those that came in time for a round. */
  return !has_fresh_questions(s) || compile(s);
}

/* Cases were numbered as they were met: number them by first appearance, and count. */
static bool renumber(search *s) {
  population *p = s->p;
  case_order order;
  bool good = case_order_find(&order, &s->keys, s->case_of_key, case_book_count(p->book));
  if (good) {
    case_order_hand_out(&order, &s->keys, s->threads);
    good = case_counts_make(&p->residents, &order, &s->keys, &s->options->split) &&
           case_book_renumber(p->book, order.number, order.cases);
  }
  p->counts.cases = order.cases;
  p->first_rows = order.first_rows;
  order.first_rows = NULL;
  case_order_free(&order);
  p->case_of = s->keys.of_row;
  s->keys.of_row = NULL;
  return good;
}

static void search_free(search *s) {
  row_keys_free(&s->keys);
  signature_free(s->signature);
  case_finder_free(s->finder);
  free(s->case_of_key);
}

canbao_status population_decide(population **out, policy *rules, const roster *r,
                                const population_options *options, canbao_error *error) {
  *out = NULL;
  population *p = calloc(1, sizeof *p);
  if (!p) return fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
  *p = (population){.policy = rules, .roster = r, .as_of = options->as_of};
  search s = {.p = p, .options = options, .threads = threads_count(options->threads)};
  s.error = error;
  p->book = case_book_new(rules);
  bool ready = way_table_begin(&p->ways, rules->articles_count);
  s.finder = case_finder_new(rules, r, options->as_of, p->book, &p->ways);
  if (!row_keys_begin(&s.keys, r) || !p->book || !s.finder || !ready) no_memory(&s);
  if (s.status == CANBAO_OK) {
    policy_remember(rules, true);
    bool found = find_cases(&s);
    canbao_error changed; /* explains more than what it has led to */
    if (policy_memory_take(rules, &p->memory, &changed) != CANBAO_OK) {
      s.status = CANBAO_SCRIPT;
      if (error) *error = changed;
    }
    p->counts.lua_calls = case_finder_decided(s.finder);
    p->counts.fallback_field = s.signature ? signature_free_field(s.signature) : -1;
    if (found && s.status == CANBAO_OK && !renumber(&s)) no_memory(&s);
  }
  search_free(&s);
  if (s.status == CANBAO_OK)
    *out = p;
  else
    population_free(p);
  return s.status;
}

void population_free(population *p) {
  if (!p) return;
  case_book_free(p->book);
  way_table_free(&p->ways);
  policy_memory_free(p->memory);
  free(p->case_of);
  free(p->first_rows);
  case_counts_free(&p->residents);
  free(p);
}

population_counts population_counted(const population *p) { return p->counts; }
const uint32_t *population_case_of_rows(const population *p) { return p->case_of; }
uint32_t population_first_row(const population *p, uint32_t case_number) {
  return p->first_rows[case_number];
}
const decision *population_decision(const population *p, uint32_t case_number) {
  return case_book_decision(p->book, case_number);
}

canbao_status population_whole(const population *p, uint32_t case_number, const decision **out,
                               decision *scratch, canbao_error *error) {
  const decision *d = *out = case_book_decision(p->book, case_number);
  uint32_t entry = case_book_entry(p->book, case_number), at = 0;
  if (!d || !entry) return CANBAO_OK; /* none is kept, or the whole */
  const uint32_t *ways = way_table_ways(&p->ways, entry);
  *out = scratch;
  if (!decision_copy(p->policy, scratch, d))
    return fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
  for (int a = 0; a < p->policy->articles_count; a++) {
    scratch->asked[a] =
        (note_span){at, policy_way_notes(p->memory, a, ways[a], scratch->notes + at)};
    at += scratch->asked[a].count;
  }
  if (at < d->notes_count)
    memcpy(scratch->notes + at, d->notes, (d->notes_count - at) * sizeof *d->notes);
  return CANBAO_OK;
}

canbao_status verdict_whole(verdict *v, decision *scratch, canbao_error *error) {
  if (!v->population || v->decision == scratch) return CANBAO_OK;
  return population_whole(v->population, v->case_number, &v->decision, scratch, error);
}

uint64_t population_residents(const population *p, uint32_t case_number) {
  return p->residents.all[case_number];
}

const uint32_t *population_part(const population *p, uint32_t part) {
  const case_counts *c = &p->residents;
  return c->together ? NULL : c->residents + (size_t)part * c->width;
}

uint32_t population_part_row(const population *p, uint32_t part) {
  const case_counts *c = &p->residents;
  return c->together ? UINT32_MAX : c->part_rows[part];
}

canbao_status population_verdict(const population *p, uint32_t row, verdict *out, decision *scratch,
                                 canbao_error *error) {
  *out = (verdict){.policy = p->policy,
                   .population = p,
                   .resident = {p->roster, row, p->as_of},
                   .case_number = p->case_of[row]};
  out->decision = case_book_decision(p->book, out->case_number);
  if (out->decision) return CANBAO_OK;
  out->population = NULL;
  out->decision = scratch;
  return policy_decide(p->policy, &out->resident, scratch, error);
}
