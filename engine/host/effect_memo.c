/*
** effect_memo.c - what each effect came to, by what it was seen to rest on: which articles apply,
** what other effects came to, the answers to questions. A new case whose effects have all been met
** runs neither Lua nor the bringing together of articles. Only where the guards are known by their
** ways, nothing is supposed and nothing goes wrong; never used by the reference path.
*/
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "values/array.h"

#define CANDIDATES_MAX (1u << 22) /* of all conclusions: the notice may have many articles */

/* Something that the effect being resolved has looked at which is no question. */
typedef struct {
  memo_step step;
  uint32_t from, to; /* notes before it, and behind those that it made itself */
  long began, ended; /* steps, likewise */
} sight;

/* What an effect came to. */
typedef struct {
  term value, aside;
  int16_t winner;
  uint16_t candidates_count;
  uint32_t candidates_from;
} conclusion;

struct effect_memo {
  memo_tree tree;
  uint32_t roots[EFFECTS_MAX];
  bool given_up[EFFECTS_MAX]; /* the same looks have led elsewhere: it is resolved every time */
  conclusion *conclusions;
  uint32_t conclusions_count, conclusions_space;
  candidate *candidates; /* of all conclusions */
  uint32_t candidates_count, candidates_space;
  sight *seen; /* by the effects that are being resolved, innermost last */
  uint32_t seen_count, seen_space;
  bool watching; /* what the innermost one looks at is noted */
};

void effect_memo_enable(host *h) {
  struct effect_memo *m = calloc(1, sizeof *m);
  if (m && memo_tree_begin(&m->tree)) {
    h->effect_memo = m;
    return;
  }
  if (m) memo_tree_free(&m->tree);
  free(m); /* without memory for it, effects are resolved every time */
}

void effect_memo_free(host *h) {
  struct effect_memo *m = h->effect_memo;
  if (!m) return;
  memo_tree_free(&m->tree);
  free(m->conclusions);
  free(m->candidates);
  free(m->seen);
  free(m);
  h->effect_memo = NULL;
}

void effect_memo_reset(host *h) {
  if (!h->effect_memo) return;
  h->effect_memo->seen_count = 0;
  h->effect_memo->watching = false;
}

/* ---- looking ---- */

static int64_t applying(const host *h, int e, uint32_t word) {
  return (int64_t)(h->now.applying[word] & h->fixing_words[e][word]);
}

/* What an effect that is settled says to who looks at it. */
static int64_t read_of(const host *h, int e, node_kind as) {
  const effect_mark *m = &h->now.d->effects[e];
  if (as == NODE_ASIDE) return h->now.set_aside[e];
  return as == NODE_WINNER ? (int64_t)m->value << 16 | (uint16_t)m->winner : m->value;
}

/* Since there were so many notes and so many steps had been made. */
static void see(host *h, node_kind kind, int what, int64_t answer, uint32_t from, long steps) {
  struct effect_memo *m = h->effect_memo;
  if (!ARRAY_ROOM(m->seen, m->seen_space, m->seen_count)) {
    m->watching = false; /* and the effect is not kept */
    m->tree.full = true;
    return;
  }
  m->seen[m->seen_count++] = (sight){.step = {answer, 0, (uint32_t)what, 0, (uint8_t)kind},
                                     .from = from,
                                     .to = h->now.d->notes_count,
                                     .began = steps,
                                     .ended = h->steps};
}

int64_t effect_read(host *h, int e, node_kind as) {
  uint32_t from = h->now.d->notes_count;
  long steps = h->steps;
  effect_resolve(h, e);
  if (h->now.suspended) return 0;
  int64_t answer = read_of(h, e, as);
  if (h->effect_memo && h->effect_memo->watching) see(h, as, e, answer, from, steps);
  return answer;
}

void effect_sees_guards(host *h, int e) {
  if (!h->effect_memo || !h->effect_memo->watching) return;
  for (uint32_t w = 0; w < GUARD_WORDS; w++)
    if (h->fixing_words[e][w])
      see(h, NODE_GUARDS, (int)w, applying(h, e, w), h->now.d->notes_count, h->steps);
}

void effect_sees_way(host *h, int a) {
  if (h->effect_memo && h->effect_memo->watching && h->now.ways)
    see(h, NODE_WAY, a, h->now.ways[a], h->now.d->notes_count, h->steps);
}

/* ---- keeping ---- */

void effect_watch(host *h, effect_frame *f) {
  struct effect_memo *m = h->effect_memo;
  if (!m) return;
  *f = (effect_frame){h->steps, m->seen_count, h->now.d->notes_count, m->watching};
  m->watching = h->now.ways != NULL;
}

/* From a node along the questions that were noted from `first` on. */
static uint32_t along_notes(host *h, uint32_t node, uint32_t first, uint32_t end, int64_t own,
                            bool *other) {
  memo_tree *t = &h->effect_memo->tree;
  for (uint32_t i = first; node && i < end; i++) {
    const note *n = &h->now.d->notes[i];
    memo_step s = {n->answer, own, n->question, n->article, NODE_QUESTION};
    node = memo_tree_step(t, node, &s, other);
  }
  return node;
}

/* The end of all that the effect has looked at, in the order in which it did; 0: nothing is kept. *own: steps of its own. */
static uint32_t end_of_looks(host *h, const effect_frame *f, int e, int64_t *own, bool *other) {
  struct effect_memo *m = h->effect_memo;
  uint32_t node = memo_tree_root(&m->tree, &m->roots[e]), noted = f->note;
  long beside = 0;
  *own = 0;
  for (uint32_t i = f->seen; node && i < m->seen_count; i++) {
    sight *s = &m->seen[i];
    node = along_notes(h, node, noted, s->from, *own, other);
    *own = s->step.own = s->began - f->steps - beside;
    if (node) node = memo_tree_step(&m->tree, node, &s->step, other);
    noted = s->to;
    beside += s->ended - s->began;
  }
  node = along_notes(h, node, noted, h->now.d->notes_count, *own, other);
  *own = h->steps - f->steps - beside;
  return node;
}

/* 0 when there is no room: a conclusion's number is one more than its place. */
static uint32_t add_conclusion(host *h, int e, const effect_mark *mark) {
  struct effect_memo *m = h->effect_memo;
  const decision *d = h->now.d;
  uint32_t first = d->candidates_count;
  while (first > h->now.path_candidates && d->candidates[first - 1].effect == e) first--;
  conclusion c = {mark->value, h->now.set_aside[e], mark->winner,
                  (uint16_t)(d->candidates_count - first), m->candidates_count};
  if (m->candidates_count + c.candidates_count > CANDIDATES_MAX) return 0;
  for (uint32_t i = first; i < d->candidates_count; i++) {
    if (!ARRAY_ROOM(m->candidates, m->candidates_space, m->candidates_count)) return 0;
    m->candidates[m->candidates_count++] = d->candidates[i];
  }
  if (!ARRAY_ROOM(m->conclusions, m->conclusions_space, m->conclusions_count)) return 0;
  m->conclusions[m->conclusions_count++] = c;
  return m->conclusions_count;
}

static void keep(host *h, const effect_frame *f, int e, const effect_mark *mark) {
  struct effect_memo *m = h->effect_memo;
  bool other = false;
  int64_t own;
  uint32_t node = end_of_looks(h, f, e, &own, &other);
  m->given_up[e] |= other || own > INT32_MAX;
  if (!node || m->given_up[e] || m->tree.nodes[node].kind != NODE_OPEN) return;
  uint32_t number = add_conclusion(h, e, mark);
  if (number)
    memo_tree_end(&m->tree, node, number, own);
  else
    m->tree.full = true;
}

void effect_keep(host *h, const effect_frame *f, int e, const effect_mark *mark) {
  struct effect_memo *m = h->effect_memo;
  const evaluation *now = &h->now;
  if (!m) return;
  if (term_table_starved(h->p->terms)) { /* which says so once: the decision must not go on */
    h->no_memory = true;
    decision_fault(h, DECISION_LIMIT, "%s", _("out of memory"));
  }
  bool plain = !now->suspended && now->ways && now->oracle.depth == 0 &&
               now->d->unknown_fields == 0 && !h->no_memory;
  if (plain && m->watching && !m->given_up[e]) keep(h, f, e, mark);
  m->seen_count = f->seen;
  m->watching = f->watching;
}

/* ---- recalling ---- */

/* What the effects that are read on the way have made is undone when it leads to no conclusion. */
typedef struct {
  uint32_t notes, candidates;
  long steps;
  bool resolving; /* some of them had to be resolved: */
  uint8_t resolved[EFFECTS_MAX];
} way_begun;

static void undo_way(host *h, const way_begun *w) {
  h->now.d->notes_count = w->notes;
  h->now.d->candidates_count = w->candidates;
  h->steps = w->steps;
  if (w->resolving) memcpy(h->now.resolved, w->resolved, sizeof w->resolved);
}

/* Another effect that the node looks at is not settled yet. False when the decision is at an end, or no longer plain. */
static bool settle_other(host *h, way_begun *w, uint32_t what) {
  if (!w->resolving) memcpy(w->resolved, h->now.resolved, sizeof w->resolved);
  w->resolving = true;
  effect_resolve(h, (int)what);
  return !h->now.suspended && h->now.ways;
}

static bool conclude(host *h, int e, const memo_node *end, long own, effect_mark *mark) {
  const struct effect_memo *m = h->effect_memo;
  const conclusion *c = &m->conclusions[end->what - 1];
  decision *d = h->now.d;
  if (h->out_of_steps || h->steps + end->steps - own > h->steps_max) return false;
  if (d->candidates_count + c->candidates_count > d->candidates_space) return false;
  for (uint32_t i = 0; i < c->candidates_count; i++)
    d->candidates[d->candidates_count++] = m->candidates[c->candidates_from + i];
  h->steps += end->steps - own;
  h->now.set_aside[e] = c->aside;
  mark->value = c->value;
  mark->winner = c->winner;
  return true;
}

/* Asked for the article that asked it first; there is room for the note. False when something had to be supposed. */
static bool ask_for(host *h, const memo_node *n, int64_t *answer) {
  decision *d = h->now.d;
  if (is_told(h, n->what)) { /* nearly always */
    *answer = h->told[n->what];
    d->notes[d->notes_count++] = (note){*answer, n->what, n->article, false};
    return true;
  }
  int before = h->now.article;
  h->now.article = n->article;
  *answer = ask_again(h, n->what);
  h->now.article = before;
  return h->now.ways != NULL;
}

bool effect_recall(host *h, int e, effect_mark *mark) {
  struct effect_memo *m = h->effect_memo;
  evaluation *now = &h->now;
  decision *d = now->d;
  uint32_t node = m && now->ways && !m->given_up[e] ? m->roots[e] : 0;
  if (!node) return false;
  way_begun begun;
  begun.notes = d->notes_count, begun.candidates = d->candidates_count;
  begun.steps = h->steps, begun.resolving = false;
  long own = 0;
  int64_t answer;
  for (; node; node = memo_tree_child(&m->tree, node, answer)) {
    memo_node n = m->tree.nodes[node]; /* it may move meanwhile */
    if (n.kind == NODE_GUARDS) {
      answer = applying(h, e, n.what);
    } else if (n.kind == NODE_QUESTION) {
      if (!notes_left(h) || !ask_for(h, &n, &answer)) break;
    } else if (n.kind == NODE_RESULT) {
      if (conclude(h, e, &n, own, mark)) return true;
      break;
    } else if (n.kind == NODE_WAY) {
      answer = now->ways[n.what];
    } else if (n.kind == NODE_OPEN) {
      break;
    } else {
      h->steps += n.steps - own;
      own = n.steps;
      if (now->resolved[n.what] != 2 && !settle_other(h, &begun, n.what)) break;
      answer = read_of(h, (int)n.what, (node_kind)n.kind);
    }
  }
  if (now->suspended) return true;
  undo_way(h, &begun);
  /* Others were resolved in vain. What they came to is kept for the second time, unless nothing is kept any more: then each
  ** effect that rests on another would double the work. */
  m->given_up[e] |= begun.resolving && m->tree.full;
  return false;
}
