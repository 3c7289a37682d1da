/*
** asking.c - every observation of a resident passes here: it is noted with its
** answer, and where the answer is unknown each possible one is supposed in
** turn. A value that reaches a rule past this file is the one defect that can
** make a decision silently wrong.
*/
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "values/vector.h"

void oracle_begin(oracle *o) {
  o->depth = o->used = 0;
  o->overflow = false;
  o->pairs = NULL;
}

/* Is the supposition at fork k new after the one before it? Remembers that it has been made. */
static bool is_new(oracle *o, int k) {
  supposition_pairs *pairs = o->pairs;
  if (!pairs) return true;
  uint64_t key = (uint64_t)o->forks[k].what << 16 | o->forks[k].choice;
  uint64_t before = k ? (uint64_t)o->forks[k - 1].what << 16 | o->forks[k - 1].choice : UINT64_MAX;
  uint64_t mixed = (key * UINT64_C(0x9E3779B97F4A7C15) ^ before) * UINT64_C(0xD6E8FEB86659FD93);
  mixed ^= mixed >> 32;
  if (mixed == 0) mixed = 1;
  if (pairs->used == PAIRS_MOST) return false;
  uint32_t at = (uint32_t)mixed % PAIRS_SLOTS;
  for (; pairs->seen[at]; at = (at + 1) % PAIRS_SLOTS)
    if (pairs->seen[at] == mixed) return false;
  pairs->seen[at] = mixed;
  pairs->places[pairs->used++] = (uint16_t)at;
  return true;
}

int oracle_choose(oracle *o, int count, uint32_t what) {
  if (o->used < o->depth) {
    const fork_point *known = &o->forks[o->used];
    if (known->count == count && known->what == what) return o->forks[o->used++].choice;
    o->overflow = true; /* the same suppositions led elsewhere before: no path is to be believed */
    return 0;
  }
  if (o->depth == LIMIT_FORKS) {
    o->overflow = true;
    return 0;
  }
  o->forks[o->depth] = (fork_point){0, (uint16_t)count, what};
  is_new(o, o->depth);
  o->depth++, o->used++;
  return 0;
}

bool oracle_next(oracle *o) {
  o->used = 0;
  while (o->depth > 0) {
    fork_point *last = &o->forks[o->depth - 1];
    while (last->choice + 1 < last->count) {
      last->choice++;
      if (is_new(o, o->depth - 1)) return true;
    }
    o->depth--;
  }
  return false;
}

/* What is recalled was asked before: so every question comes by here once. */
static bool mark_asked(host *h, uint32_t q) {
  if (q >= h->asked_space) {
    uint32_t space = q + 256;
    uint8_t *grown = realloc(h->asked, space);
    if (!grown) return false;
    memset(grown + h->asked_space, 0, space - h->asked_space);
    h->asked = grown, h->asked_space = space;
  }
  h->asked[q] = 1;
  h->asked_count++;
  return true;
}

uint32_t policy_questions_asked(const policy *p) { return p->host->asked_count; }

void policy_asked(const policy *p, uint8_t *asked, uint32_t questions) {
  const host *h = p->host;
  for (uint32_t q = 0; q < questions; q++) asked[q] = q < h->asked_space ? h->asked[q] : 0;
}

static void note_down(host *h, uint32_t q, int64_t answer, bool assumed) {
  decision *d = h->now.d;
  if (d->notes_count - h->now.path_notes >= LIMIT_NOTES) {
    host_raise(h->L, CANBAO_LIMIT, _("the rules ask more than %d questions of one resident"),
               LIMIT_NOTES);
    return;
  }
  if (d->notes_count == d->notes_space) {
    uint32_t space = d->notes_space ? d->notes_space * 2 : 256;
    note *grown = realloc(d->notes, space * sizeof *grown);
    if (!grown) {
      host_raise_no_memory(h->L);
      return;
    }
    d->notes = grown, d->notes_space = space;
  }
  d->notes[d->notes_count++] = (note){answer, q, (int16_t)h->now.article, assumed};
  if (!h->memo || (q < h->asked_space && h->asked[q])) return;
  if (!mark_asked(h, q)) host_raise_no_memory(h->L);
}

/* Room to remember the answer of question id on this path. */
static answered *remember(host *h, uint32_t id) {
  if (id >= h->answered_space) {
    uint32_t space = question_count(h->p->terms) + 256;
    answered *grown = realloc(h->answered, space * sizeof *grown);
    if (!grown) {
      host_raise_no_memory(h->L);
      return NULL;
    }
    memset(grown + h->answered_space, 0, (space - h->answered_space) * sizeof *grown);
    h->answered = grown, h->answered_space = space;
  }
  return &h->answered[id];
}

/* ---- comparisons ---- */

typedef struct {
  int64_t low, high;
} range;

/* What earlier suppositions on this path leave possible for an unknown field. */
static range supposed_range(host *h, int of) {
  h->steps += h->now.d->notes_count -
              h->now.path_notes; /* without an error here: it may be no rule that asks */
  range r = {INT64_MIN / 4, INT64_MAX / 4};
  const decision *d = h->now.d;
  const term_table *t = h->p->terms;
  for (uint32_t i = h->now.path_notes; i < d->notes_count; i++) {
    const note *n = &d->notes[i];
    if (!n->assumed) continue;
    const question *q = question_at(t, n->question);
    if (q->kind != ASK_LESS && q->kind != ASK_MOST && q->kind != ASK_EQUAL) continue;
    int f;
    int64_t offset;
    bool left = term_linear(t, q->a, &f, &offset) && f == of;
    if (!left && (!term_linear(t, q->b, &f, &offset) || f != of)) continue;
    term other = left ? q->b : q->a;
    if (term_depends(t, other)) continue;
    int64_t v = term_at(t, other)->imm - offset;
    bool yes = n->answer != 0;
    if (q->kind == ASK_EQUAL) {
      if (yes) r.low = r.low > v ? r.low : v, r.high = r.high < v ? r.high : v;
      continue;
    }
    int64_t strict = q->kind == ASK_LESS;
    /* left: field < v or field <= v; right: v < field or v <= field */
    if (left == yes) {
      int64_t top = left ? v - strict : v - (1 - strict);
      if (top < r.high) r.high = top;
    } else {
      int64_t bottom = left ? v + (1 - strict) : v + strict;
      if (bottom > r.low) r.low = bottom;
    }
  }
  return r;
}

/* Can the comparison of an unknown field with a constant be told from what was supposed before? -1 no, else its answer. Only
** constants: what another cell holds would be an observation that nobody noted. */
static int told_by_range(host *h, const question *q) {
  const term_table *t = h->p->terms;
  int f;
  int64_t offset;
  bool left = !term_depends(t, q->b) && term_linear(t, q->a, &f, &offset);
  if (!left && (term_depends(t, q->a) || !term_linear(t, q->b, &f, &offset))) return -1;
  range r = supposed_range(h, f);
  int64_t v = term_at(t, left ? q->b : q->a)->imm - offset;
  if (q->kind == ASK_EQUAL) return r.low == v && r.high == v ? 1 : v < r.low || v > r.high ? 0 : -1;
  if (left) {
    if (q->kind == ASK_LESS) return r.high < v ? 1 : r.low >= v ? 0 : -1;
    return r.high <= v ? 1 : r.low > v ? 0 : -1;
  }
  if (q->kind == ASK_LESS) return v < r.low ? 1 : v >= r.high ? 0 : -1;
  return v <= r.low ? 1 : v > r.high ? 0 : -1;
}

/* ---- labels ---- */

static label_set labels_of(const host *h, const question *q) {
  if (q->kind == ASK_ANY) return term_labels(h->p->terms, q->b)->set;
  label_set one = {0};
  one.bits[q->b >> 6] |= UINT64_C(1) << (q->b & 63);
  return one;
}

static label_set without(label_set a, const label_set *b) {
  for (int i = 0; i < FIELD_LABELS_MAX / 64; i++) a.bits[i] &= ~b->bits[i];
  return a;
}

static void join(label_set *to, const label_set *more) {
  for (int i = 0; i < FIELD_LABELS_MAX / 64; i++) to->bits[i] |= more->bits[i];
}

/* Is there one of the labels that are not known? What this path has heard and supposed before may tell: -1 no, else it does. A
** list that holds one of its labels holds one of those that are not ruled out. */
static int told_by_labels(host *h, const question *asked) {
  const decision *d = h->now.d;
  label_set absent = {0};
  h->steps += 2 * (d->notes_count - h->now.path_notes); /* as in supposed_range */
  for (int pass = 0; pass < 2; pass++) {
    label_set wanted = labels_of(h, asked), left = without(wanted, &absent);
    if (pass == 1 && !label_sets_meet(&left, &left)) return 0;
    for (uint32_t i = h->now.path_notes; i < d->notes_count; i++) {
      const note *n = &d->notes[i];
      const question *q = question_at(h->p->terms, n->question);
      if ((q->kind != ASK_HAS && q->kind != ASK_ANY) || q->a != asked->a || n->answer > 1) continue;
      label_set theirs = labels_of(h, q);
      if (pass == 0 && n->answer == 0) join(&absent, &theirs);
      if (pass == 0 || n->answer == 0) continue;
      label_set rest = without(theirs, &absent), outside = without(rest, &left);
      if (label_sets_meet(&rest, &rest) && !label_sets_meet(&outside, &outside)) return 1;
    }
  }
  return -1;
}

/* ---- what an unknown answer may be ---- */

#define CHOICES_MAX 256

static int number_choices(host *h, const question *q, int64_t *each) {
  const term_node *t = term_at(h->p->terms, q->a);
  int low = 1, high = 31, n = 0;
  if (t->op == TERM_FIELD)
    low = h->p->schema->fields[t->a].minimum, high = h->p->schema->fields[t->a].maximum;
  if (t->op == TERM_MONTH) high = 12;
  if (t->op == TERM_YEAR) low = 1880, high = 2100;
  if (h->now.probing && t->op != TERM_FIELD)
    high = low + 1; /* at load two of them show every path that matters */
  for (int v = low; v <= high && n < CHOICES_MAX; v++) each[n++] = v;
  return n;
}

/* The answers that a question with an unknown answer may have, likeliest first. */
static int choices(host *h, const question *q, int64_t *each) {
  const field *fd =
      q->kind <= ASK_WITHIN || q->kind == ASK_TEXT ? &h->p->schema->fields[q->a] : NULL;
  int n = 0, told = -1;
  switch (q->kind) {
    case ASK_STATE:
      each[n++] = CELL_VALUE;
      if (fd->role != ROLE_BIRTH_DATE)
        each[n++] = CELL_NONE; /* a person always has a date of birth */
      return n;
    case ASK_LABEL:
      for (; n < fd->labels_count; n++) each[n] = n;
      each[n++] = LABEL_NONE;
      return n;
    case ASK_NUMBER: return number_choices(h, q, each);
    case ASK_TEXT: each[n++] = term_text_code(h->p->terms, slice_of("?", 1)); return n;
    case ASK_EXACT: each[n++] = 0; return n;
    case ASK_FLAG:
    case ASK_WITHIN: break;
    case ASK_HAS:
    case ASK_ANY: told = told_by_labels(h, q); break;
    default: /* what is unknown can at least be computed */
      told = q->a == q->b ? 1 : told_by_range(h, q);
  }
  if (told >= 0) {
    each[n++] = told;
    return n;
  }
  each[n++] = 1; /* FLAG_YES, has, within, holds */
  each[n++] = 0;
  return n;
}

static int64_t unknown_answer(uint8_t kind) {
  switch (kind) {
    case ASK_STATE: return CELL_UNKNOWN;
    case ASK_FLAG: return FLAG_UNKNOWN;
    case ASK_LABEL: return LABEL_UNKNOWN;
    case ASK_HAS:
    case ASK_ANY:
    case ASK_WITHIN: return 2;
    default: return QUESTION_UNKNOWN;
  }
}

/* Work out for every question known by now which answer means unknown. */
static bool know_unknown(host *h) {
  uint32_t count = question_count(h->p->terms);
  if (count <= h->unknown_of_count) return true;
  int64_t *grown = realloc(h->unknown_of, count * sizeof *grown);
  if (!grown) return false;
  h->unknown_of = grown;
  while (h->unknown_of_count < count) {
    const question *q = question_at(h->p->terms, h->unknown_of_count);
    grown[h->unknown_of_count++] = unknown_answer(q->kind);
  }
  return true;
}

static bool room_for_told(host *h, uint32_t count) {
  if (count <= h->told_space) return true;
  uint32_t space = count + 256;
  int64_t *grown = realloc(h->told, space * sizeof *grown);
  if (!grown) return false;
  h->told = grown, h->told_space = space;
  return true;
}

VECTOR static void tell(const int64_t *answers, const int64_t *unknown_of, uint32_t count,
                        int64_t *told) {
  for (uint32_t q = 0; q < count; q++)
    told[q] = answers[q] == unknown_of[q] ? ANSWER_MISSING : answers[q];
}

bool policy_given(policy *p, const int64_t *answers, uint32_t count) {
  host *h = p->host;
  h->given = NULL;
  h->given_count = h->told_count = 0;
  if (!answers) return true;
  if (!know_unknown(h) || !room_for_told(h, count)) return false;
  h->given = answers;
  h->given_count = h->told_count = count;
  tell(answers, h->unknown_of, count, h->told);
  return true;
}

int64_t answer_on_path(const host *h, uint32_t id) {
  return is_told(h, id) ? h->told[id] : h->answered[id].answer;
}

/* Ask question `id` of the resident at hand: note it with its answer; where that is unknown, note so, suppose one and note
** that. A question that was asked on this path has the same answer again. */
int64_t ask_again(host *h, uint32_t id) {
  if (is_told(h, id)) {
    note_down(h, id, h->told[id], false);
    return h->told[id];
  }
  answered *known = remember(h, id);
  if (known->path == h->path_stamp) {
    note_down(h, id, known->answer, known->assumed);
    return known->answer;
  }
  const question *q = question_at(h->p->terms, id);
  int64_t unknown = unknown_answer(q->kind);
  int64_t answer = unknown;
  if (id < h->given_count && h->given[id] != ANSWER_MISSING)
    answer = h->given[id];
  else if (!h->now.probing)
    answer = question_answer(h->p->terms, id, &h->now.resident);
  note_down(h, id, answer, false);
  bool assumed = answer == unknown;
  if (assumed) {
    int64_t each[CHOICES_MAX] = {0};
    memo_write_ways(h); /* what the guards asked may tell it */
    h->now.d->unknown_fields |= question_fields(h->p->terms, id);
    int n = choices(h, q, each);
    answer = each[oracle_choose(&h->now.oracle, n, id)];
    note_down(h, id, answer, true);
  }
  *remember(h, id) =
      (answered){answer, h->path_stamp, assumed}; /* anew: choices may have interned questions */
  return answer;
}

int64_t ask(host *h, question q) {
  uint32_t id = question_intern(h->p->terms, q);
  if (id == LIMIT_QUESTIONS)
    host_raise(h->L, CANBAO_SCRIPT, "%s", _("this cannot be asked of a resident"));
  host_charge(h->L, 4);
  int64_t answer;
  if (observed_before(h, NODE_QUESTION, id, &answer)) return answer;
  long steps = h->steps;
  answer = ask_again(h, id);
  observed(h, NODE_QUESTION, id, answer, h->steps - steps);
  return answer;
}

bool ask_exists(host *h, term t) { return ask(h, (question){ASK_EQUAL, t, t}) != QUESTION_ERROR; }

bool ask_compare(host *h, question_kind kind, term a, term b) {
  if (a == b) return kind != ASK_LESS;
  const term_table *t = h->p->terms;
  if (!term_depends(t, a) && !term_depends(t, b)) {
    value x = term_value(t, a, &h->now.resident), y = term_value(t, b, &h->now.resident);
    if (x.state == VALUE_ERROR || y.state == VALUE_ERROR)
      host_raise(h->L, CANBAO_SCRIPT, "%s",
                 _("an amount or a date leaves its range, or a share is not whole fen"));
    return kind == ASK_LESS ? x.v < y.v : kind == ASK_MOST ? x.v <= y.v : x.v == y.v;
  }
  int64_t answer = ask(h, (question){(uint8_t)kind, a, b});
  if (answer == QUESTION_ERROR)
    host_raise(h->L, CANBAO_SCRIPT, "%s",
               _("an amount or a date leaves its range, or a share is not whole fen"));
  return answer != 0;
}
