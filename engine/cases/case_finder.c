/*
** case_finder.c - see case_finder.h. The answers of a resident lead on known ways through the
** guards to an entry, and what is asked besides to one of its cases. Who cannot be led like that
** (something is not known, a guard reads an effect) is led by the whole trace, in a tree of its own.
*/
#include "cases/case_finder.h"

#include <stdlib.h>

#include "cases/population.h"
#include "cases/trace_tree.h"
#include "values/array.h"
#include "values/message.h"

struct case_finder {
  policy *policy;
  const roster *roster;
  int32_t as_of;
  case_book *book;
  way_table *table;
  trace_tree *tree;       /* for each entry of the table one of what is asked besides, */
  uint32_t others;        /* and one, its root, of whole traces */
  const signature *known; /* see case_finder_find */
  uint32_t *ways;         /* of the resident at hand */
  decision *scratch;
  int64_t *answers; /* of the resident at hand, by question */
  uint32_t answers_space;
  uint64_t decided;
};

/* A resident whose case is looked for. */
typedef struct {
  resident resident;
  uint32_t questions; /* with an answer each in finder->answers */
  bool has_ways;
  bool by_ways;   /* they were enough to decide */
  uint32_t entry; /* of its ways; 0: there is none yet */
  ways_sum told;  /* what the ways tell */
  sharing with;   /* everybody else with the key */
  canbao_error *error;
} seeker;

case_finder *case_finder_new(policy *p, const roster *r, int32_t as_of, case_book *book,
                             way_table *table) {
  case_finder *f = calloc(1, sizeof *f);
  if (!f) return NULL;
  *f = (case_finder){.policy = p, .roster = r, .as_of = as_of, .book = book, .table = table};
  f->tree = trace_tree_new();
  f->scratch = decision_new();
  f->ways = calloc((size_t)p->articles_count + 1, sizeof *f->ways);
  if (f->tree && f->scratch && f->ways) return f;
  case_finder_free(f);
  return NULL;
}

void case_finder_free(case_finder *f) {
  if (!f) return;
  trace_tree_free(f->tree);
  decision_free(f->scratch);
  free(f->ways);
  free(f->answers);
  free(f);
}

uint64_t case_finder_decided(const case_finder *f) { return f->decided; }

void case_finder_ahead(const case_finder *f, uint32_t row) {
  for (uint64_t rest = policy_value_fields(f->policy); rest; rest &= rest - 1) {
    const column *c = &f->roster->columns[__builtin_ctzll(rest)];
    if (c->dates)
      __builtin_prefetch(&c->dates[row]);
    else if (c->fen)
      __builtin_prefetch(&c->fen[row]);
  }
}

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
}

/* ---- among the known ---- */

/* Room for the answers of all questions there are by now. */
static bool know_questions(case_finder *f, seeker *k) {
  void *more;
  k->questions = question_count(f->policy->terms);
  if (k->questions <= f->answers_space) return true;
  if (!ARRAY_RESIZE(f->answers, (size_t)k->questions + 256, more)) return false;
  f->answers_space = k->questions + 256;
  return true;
}

static void miss_from(case_finder *f, const seeker *k, uint32_t first) {
  for (uint32_t q = first; q < k->questions; q++) f->answers[q] = ANSWER_MISSING;
}

static bool give_answers(case_finder *f, seeker *k, const uint64_t *key) {
  if (!know_questions(f, k)) return false;
  if (key) {
    uint32_t closed = signature_key_answers(f->known, key, f->answers, k->questions);
    k->with.alike = signature_covered(f->known, closed, &k->with.questions);
  } else if (f->known)
    signature_answers(f->known, f->roster, k->resident.row, f->answers, k->questions);
  else
    miss_from(f, k, 0);
  return policy_given(f->policy, f->answers, k->questions);
}

/* Where the resident's trace belongs: to its ways, or among the others. */
static uint32_t *root_of(case_finder *f, const seeker *k) {
  return k->entry ? &f->table->entries[k->entry].root : &f->others;
}

/* The known case of the resident, 0 when there is none. */
static uint32_t find_known(case_finder *f, seeker *k) {
  k->with.beyond = false;
  k->has_ways = policy_ways(f->policy, &k->resident, f->ways, &k->told, &k->with);
  k->entry = k->has_ways ? way_table_find(f->table, f->ways) : 0;
  if (k->has_ways && !k->entry) return 0;
  if (!k->has_ways) k->with.beyond = false; /* the whole trace is asked now */
  return trace_tree_walk(f->tree, *root_of(f, k), f->policy->terms, &k->resident, f->answers,
                         k->questions, &k->with);
}

/* ---- a new case ---- */

/* Do all who share the resident's key answer what was asked alike? */
static bool covered(const seeker *k, const note *notes, uint32_t count) {
  if (!k->with.alike) return false;
  bool all = true; /* without a branch: nearly always they do */
  for (uint32_t i = 0; i < count; i++) {
    const note *n = &notes[i];
    uint32_t at = n->question < k->with.questions ? n->question : k->with.questions;
    all &= k->with.alike[at] & (n->answer != QUESTION_ERROR);
  }
  return all;
}

/* Into f->scratch. */
static canbao_status decide(case_finder *f, seeker *k) {
  decision *d = f->scratch;
  canbao_status status = CANBAO_OK;
  bool done = false;
  f->decided++;
  if (k->has_ways)
    status = policy_decide_rest(f->policy, &k->resident, f->ways, k->told, d, &done, k->error);
  if (status != CANBAO_OK) return status;
  k->by_ways = done;
  if (done) {
    if (!covered(k, d->notes + k->told.notes, d->notes_count - k->told.notes))
      k->with.beyond = true;
    return CANBAO_OK;
  }
  status = policy_decide(f->policy, &k->resident, d, k->error);
  if (status == CANBAO_OK) k->with.beyond = !covered(k, d->notes, d->notes_count);
  return status;
}

/* A guard that had to be asked is remembered now: find the place of the trace anew. */
static bool find_place(case_finder *f, seeker *k, uint32_t *number) {
  bool beyond = k->with.beyond;
  uint32_t before = k->questions;
  if (!know_questions(f, k)) return false;
  miss_from(f, k, before);
  if (!policy_given(f->policy, f->answers, k->questions)) return false;
  *number = find_known(f, k);
  k->with.beyond = beyond;
  return true;
}

/* Do the ways tell where the guards' notes are, too? Not where several paths were walked. */
static bool outline_will_do(const case_finder *f, const seeker *k) {
  const note_span *asked = f->scratch->asked;
  uint32_t at = 0;
  if (!k->entry || k->by_ways) return k->entry != 0;
  for (int a = 0; a < f->policy->articles_count; a++) {
    if (asked[a].first != at) return false;
    at += asked[a].count;
  }
  return at == k->told.notes;
}

/* The new case of f->scratch. */
static canbao_status add_case(case_finder *f, seeker *k, uint32_t *number) {
  const decision *d = f->scratch;
  if (case_book_count(f->book) >= f->policy->limits.cases)
    return population_too_many(f->policy, k->error);
  if (k->has_ways && !k->entry && !(k->entry = way_table_add(f->table, f->ways)))
    return no_memory(k->error);
  uint32_t told = k->entry ? k->told.notes : 0, rest = d->notes_count - told;
  *number = case_book_append(f->book, d, outline_will_do(f, k) ? k->entry : 0, told);
  if (!*number) return no_memory(k->error);
  switch (trace_tree_add(f->tree, root_of(f, k), d->notes + told, rest, *number)) {
    case TRACE_ADDED: return CANBAO_OK;
    case TRACE_NO_MEMORY: return no_memory(k->error);
    default: return case_book_impure(f->policy, k->error);
  }
}

static canbao_status find_new(case_finder *f, seeker *k, uint32_t *number) {
  canbao_status status = decide(f, k);
  if (status != CANBAO_OK) return status;
  if (!k->has_ways && !find_place(f, k, number)) return no_memory(k->error);
  return *number ? CANBAO_OK : add_case(f, k, number);
}

canbao_status case_finder_find(case_finder *f, const signature *s, uint32_t row,
                               const uint64_t *key, uint32_t *number, bool *follows,
                               canbao_error *error) {
  seeker k = {.resident = {f->roster, row, f->as_of}, .error = error};
  canbao_status status = CANBAO_OK;
  f->known = s;
  if (!give_answers(f, &k, key))
    status = no_memory(error);
  else if (!(*number = find_known(f, &k)))
    status = find_new(f, &k, number);
  (void)policy_given(f->policy, NULL, 0);
  *follows = !k.with.beyond;
  return status;
}
