/*
** asking.c - every observation of a resident passes here: it is noted with its
** answer, and where the answer is unknown each possible one is supposed in
** turn. A value that reaches a rule past this file is the one defect that can
** make a decision silently wrong.
*/
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

void oracle_begin(oracle *o) { o->depth = o->used = 0, o->overflow = false; }

int oracle_choose(oracle *o, int count) {
  if (o->used < o->depth) return o->forks[o->used++].choice;
  if (o->depth == LIMIT_FORKS) {
    o->overflow = true;
    return 0;
  }
  o->forks[o->depth] = (fork_point){0, (uint16_t)count};
  o->depth++, o->used++;
  return 0;
}

bool oracle_next(oracle *o) {
  o->used = 0;
  while (o->depth > 0) {
    fork_point *last = &o->forks[o->depth - 1];
    if (last->choice + 1 < last->count) {
      last->choice++;
      return true;
    }
    o->depth--;
  }
  return false;
}

static void note_down(host *h, uint32_t q, int64_t answer, bool assumed) {
  decision *d = h->now.d;
  if (d->notes_count == d->notes_space) {
    uint32_t space = d->notes_space ? d->notes_space * 2 : 64;
    note *grown = realloc(d->notes, space * sizeof *grown);
    if (!grown) {
      host_raise(h->L, CANBAO_LIMIT, _("out of memory"));
      return;
    }
    d->notes = grown, d->notes_space = space;
  }
  d->notes[d->notes_count++] = (note){q, answer, (int16_t)h->now.article, assumed};
}

/* The answer a question already has on this path. The supposed one comes after the real one that says "unknown",
** so the last stands. */
bool asked_before(host *h, uint32_t q, int64_t *answer) {
  const decision *d = h->now.d;
  for (uint32_t i = d->notes_count; i > h->now.path_notes; i--)
    if (d->notes[i - 1].question == q) {
      *answer = d->notes[i - 1].answer;
      return true;
    }
  return false;
}

/* Note question q. With `choices` > 0 the resident's answer is unknown: `answer` (the unknown itself) is noted, then
** one of choice_answers is supposed. Returns the answer that the rule sees. */
int64_t ask(host *h, question q, int64_t answer, int choices, const int64_t *choice_answers) {
  uint32_t id = question_intern(h->p->terms, q);
  if (id == UINT32_MAX) host_raise(h->L, CANBAO_LIMIT, _("out of memory"));
  int64_t earlier;
  if (asked_before(h, id, &earlier)) {
    note_down(h, id, earlier, choices > 0);
    return earlier;
  }
  if (choices == 0) {
    note_down(h, id, answer, false);
    return answer;
  }
  note_down(h, id, answer, false);
  answer = choice_answers[oracle_choose(&h->now.oracle, choices)];
  note_down(h, id, answer, true);
  return answer;
}

/* ---- comparisons ---- */

typedef struct {
  int64_t low, high;
} range;

/* What earlier suppositions on this path leave possible for an unknown field. */
static range supposed_range(host *h, int of) {
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
    value bound;
    bool left = term_linear(t, q->a, &f, &offset) && f == of;
    if (left) {
      bound = h->now.probing && term_depends(t, q->b) ? (value){.state = VALUE_UNKNOWN}
                                                     : term_value(t, q->b, &h->now.resident);
    } else {
      if (!term_linear(t, q->b, &f, &offset) || f != of) continue;
      bound = h->now.probing && term_depends(t, q->a) ? (value){.state = VALUE_UNKNOWN}
                                                     : term_value(t, q->a, &h->now.resident);
    }
    if (bound.state != VALUE_KNOWN) continue;
    int64_t v = bound.v - offset;
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

/* Can the comparison be told from the range? -1 no, else its answer. */
static int told_by_range(host *h, question_kind kind, term a, term b, value va, value vb) {
  const term_table *t = h->p->terms;
  int f;
  int64_t offset;
  if (va.state != VALUE_KNOWN && vb.state == VALUE_KNOWN && term_linear(t, a, &f, &offset)) {
    range r = supposed_range(h, f);
    int64_t v = vb.v - offset;
    if (kind == ASK_LESS) return r.high < v ? 1 : r.low >= v ? 0 : -1;
    if (kind == ASK_MOST) return r.high <= v ? 1 : r.low > v ? 0 : -1;
    return r.low == v && r.high == v ? 1 : v < r.low || v > r.high ? 0 : -1;
  }
  if (vb.state != VALUE_KNOWN && va.state == VALUE_KNOWN && term_linear(t, b, &f, &offset)) {
    range r = supposed_range(h, f);
    int64_t v = va.v - offset;
    if (kind == ASK_LESS) return v < r.low ? 1 : v >= r.high ? 0 : -1;
    if (kind == ASK_MOST) return v <= r.low ? 1 : v > r.high ? 0 : -1;
    return r.low == v && r.high == v ? 1 : v < r.low || v > r.high ? 0 : -1;
  }
  return -1;
}

static bool compare(question_kind kind, int64_t a, int64_t b) {
  return kind == ASK_LESS ? a < b : kind == ASK_MOST ? a <= b : a == b;
}

static value known_or_not(host *h, term x) {
  if (h->now.probing && term_depends(h->p->terms, x)) return (value){.state = VALUE_UNKNOWN};
  return term_value(h->p->terms, x, &h->now.resident);
}

bool ask_compare(host *h, question_kind kind, term a, term b) {
  if (a == b) return kind != ASK_LESS;
  value va = known_or_not(h, a), vb = known_or_not(h, b);
  if (va.state == VALUE_ERROR || vb.state == VALUE_ERROR)
    host_raise(h->L, CANBAO_SCRIPT, _("an amount or a date leaves its range, or a share is not whole fen"));
  if (!term_depends(h->p->terms, a) && !term_depends(h->p->terms, b)) return compare(kind, va.v, vb.v);
  question q = {(uint8_t)kind, a, b};
  if (va.state == VALUE_KNOWN && vb.state == VALUE_KNOWN)
    return ask(h, q, compare(kind, va.v, vb.v), 0, NULL) != 0;
  static const int64_t both[2] = {1, 0};
  int told = told_by_range(h, kind, a, b, va, vb);
  if (told >= 0) {
    int64_t one = told;
    return ask(h, q, QUESTION_UNKNOWN, 1, &one) != 0;
  }
  return ask(h, q, QUESTION_UNKNOWN, 2, both) != 0;
}
