/*
** trace_tree.c - see trace_tree.h. Of a trace only the first time that each question is asked
** tells residents apart: such a note is a step. A node stands for the steps that all cases below
** it have next; below it, the cases part at the next question, each answer with a node of its own.
** The tree has two nodes a case at most, however long the traces.
*/
#include "cases/trace_tree.h"

#include <stdlib.h>
#include <string.h>

#include "values/array.h"
#include "values/branches.h"

typedef struct {
  uint32_t question; /* WIDE with it: the answer stands in t->wide */
  int32_t answer;
} step;

#define WIDE (UINT32_C(1) << 31)

typedef struct {
  int64_t answer;        /* of the first step, at which its siblings differ */
  uint32_t question;     /* of the nodes below: what they differ in */
  uint32_t first, count; /* steps */
  uint32_t number;       /* of the case that ends here, 0: it goes on below */
  uint32_t child, next;  /* the first node below, the next sibling; 0: none */
  uint32_t family; /* of the nodes below that have no place among these few; 0: there is none */
} node;

struct trace_tree {
  node *nodes; /* from 1 on */
  uint32_t nodes_count, nodes_space;
  branches branches; /* from a family to its nodes */
  uint32_t families;
  step *steps;
  uint32_t steps_count, steps_space;
  int64_t *wide; /* answers for which a step has no room */
  uint32_t wide_count, wide_space;
  uint32_t *met; /* by question: the last trace that was added and asks it */
  uint32_t met_space, traces;
  uint32_t *firsts; /* of the trace that is added: which notes are steps */
  uint32_t firsts_space;
  /* where the last walk led nowhere */
  uint32_t at;     /* node, */
  uint32_t offset; /* so many of its steps before, */
  uint32_t passed; /* so many of the trace's */
};

trace_tree *trace_tree_new(void) {
  trace_tree *t = calloc(1, sizeof *t);
  if (t) t->nodes_count = 1;
  return t;
}

void trace_tree_free(trace_tree *t) {
  if (!t) return;
  free(t->nodes);
  branches_free(&t->branches);
  free(t->steps);
  free(t->wide);
  free(t->met);
  free(t->firsts);
  free(t);
}

/* ---- walking ---- */

typedef struct {
  term_table *questions;
  const resident *resident;
  int64_t *answers;
  uint32_t count;
  sharing *with;
} asked;

static int64_t work_out(asked *a, uint32_t q) {
  int64_t answer = question_answer(a->questions, q, a->resident);
  if (q < a->count) a->answers[q] = answer;
  sharing_asks(a->with, q);
  return answer;
}

static inline int64_t answer_of(asked *a, uint32_t q) {
  int64_t answer = q < a->count ? a->answers[q] : ANSWER_MISSING;
  return answer != ANSWER_MISSING ? answer : work_out(a, q);
}

/* An answer that cannot be computed has no room in a step. */
static inline int64_t step_answer(const trace_tree *t, const step *s) {
  return s->question & WIDE ? t->wide[s->answer] : s->answer;
}

/* How many of a node's steps say what the resident would. */
static uint32_t agrees(const trace_tree *t, const node *n, asked *a) {
  const step *steps = t->steps + n->first;
  uint32_t i = 0;
  for (; i < n->count; i++) {
    int64_t answer = step_answer(t, &steps[i]);
    if (answer_of(a, steps[i].question & ~WIDE) != answer) break;
    if (answer == QUESTION_ERROR) a->with->beyond = true;
  }
  return i;
}

/* The node below that begins with the resident's answer; 0: none. */
static uint32_t branch(const trace_tree *t, const node *n, asked *a) {
  uint32_t c = n->child;
  if (!c) return 0;
  int64_t answer = answer_of(a, n->question);
  while (c && t->nodes[c].answer != answer) c = t->nodes[c].next;
  return c || !n->family ? c : branches_find(&t->branches, n->family, answer);
}

uint32_t trace_tree_walk(trace_tree *t, uint32_t root, term_table *questions, const resident *r,
                         int64_t *answers, uint32_t count, sharing *with) {
  asked a = {questions, r, answers, count, with};
  uint32_t number = 0;
  t->at = t->offset = t->passed = 0;
  for (uint32_t next = root; next && !number;) {
    const node *n = &t->nodes[t->at = next];
    t->offset = agrees(t, n, &a);
    t->passed += t->offset;
    if (t->offset < n->count) break;
    number = n->number;
    next = number ? 0 : branch(t, n, &a);
  }
  return number;
}

/* ---- adding ---- */

/* Room for `more` elements beyond `count`. */
static bool room(void **array, uint32_t *space, uint32_t count, uint32_t more, size_t width) {
  if ((uint64_t)count + more <= *space) return true;
  size_t wanted = ((size_t)count + more) * 2 + 1024;
  void *grown = wanted > WIDE ? NULL : array_resized(*array, width, wanted);
  if (!grown) return false;
  *array = grown;
  *space = (uint32_t)wanted;
  return true;
}

/* A number that no trace had; when the numbers run out, they begin anew. */
static bool begin_trace(trace_tree *t, const note *notes, uint32_t count) {
  uint32_t most = 0;
  for (uint32_t i = 0; i < count; i++) most = notes[i].question > most ? notes[i].question : most;
  uint32_t had = t->met_space;
  if (!room((void **)&t->met, &t->met_space, 0, most + 1, sizeof *t->met)) return false;
  memset(t->met + had, 0, (t->met_space - had) * sizeof *t->met);
  if (++t->traces == 0) {
    memset(t->met, 0, t->met_space * sizeof *t->met);
    t->traces = 1;
  }
  return true;
}

static step step_of(trace_tree *t, const note *n) {
  step s = {n->question, (int32_t)n->answer};
  if (s.answer == n->answer) return s;
  t->wide[t->wide_count] = n->answer;
  return (step){n->question | WIDE, (int32_t)t->wide_count++};
}

/* The notes that are steps, into t->firsts; how many. Without a branch: one in two is one. */
static uint32_t find_steps(trace_tree *t, const note *notes, uint32_t count) {
  uint32_t *met = t->met, *firsts = t->firsts, trace = t->traces, n = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t q = notes[i].question, own = notes[i].assumed ? 0 : trace;
    firsts[n] = i;
    n += (met[q] != trace) & (own == trace);
    met[q] = own ? own : met[q];
  }
  return n;
}

/* Put the trace's steps from t->passed on at the end of t->steps; how many. There is room. */
static uint32_t add_steps(trace_tree *t, const note *notes, uint32_t count) {
  uint32_t all = find_steps(t, notes, count), added = 0;
  for (uint32_t i = t->passed; i < all; i++) {
    const note *n = &notes[t->firsts[i]];
    t->steps[t->steps_count + added++] = step_of(t, n);
  }
  return added;
}

/* The steps of `t->at` from the offset on become a node below it, with all that was there. */
static void part(trace_tree *t) {
  node *n = &t->nodes[t->at];
  uint32_t below = t->nodes_count++;
  const step *first = &t->steps[n->first + t->offset];
  t->nodes[below] = (node){.answer = step_answer(t, first),
                           .question = n->question,
                           .first = n->first + t->offset,
                           .count = n->count - t->offset,
                           .number = n->number,
                           .child = n->child,
                           .family = n->family};
  n->count = t->offset;
  n->number = n->family = 0;
  n->child = below;
  n->question = first->question & ~WIDE;
}

/* Put a node that is about to be made below another. */
static bool add_below(trace_tree *t, node *above, node *made, uint32_t number) {
  uint32_t known = 0;
  for (uint32_t c = above->child; c; c = t->nodes[c].next) known++;
  if (known >= BRANCHES_FEW) {
    if (!above->family) above->family = ++t->families;
    return branches_add(&t->branches, above->family, made->answer, number);
  }
  made->next = above->child;
  above->child = number;
  return true;
}

/* Does the trace, whose first step after the walk this is, ask what the others ask, once they have agreed so far? */
static bool asks_alike(const trace_tree *t, const step *first, uint32_t count) {
  const node *n = &t->nodes[t->at];
  bool inside = t->offset < n->count;
  uint32_t theirs = inside ? t->steps[n->first + t->offset].question & ~WIDE : n->question;
  return (inside || n->child) && count > 0 && theirs == (first->question & ~WIDE);
}

trace_added trace_tree_add(trace_tree *t, uint32_t *root, const note *notes, uint32_t count,
                           uint32_t number) {
  if (!begin_trace(t, notes, count) ||
      !room((void **)&t->steps, &t->steps_space, t->steps_count, count + 1, sizeof *t->steps) ||
      !room((void **)&t->firsts, &t->firsts_space, 0, count + 1, sizeof *t->firsts) ||
      !room((void **)&t->wide, &t->wide_space, t->wide_count, count, sizeof *t->wide) ||
      !room((void **)&t->nodes, &t->nodes_space, t->nodes_count, 2, sizeof *t->nodes))
    return TRACE_NO_MEMORY;
  if (!*root) t->at = t->offset = t->passed = 0; /* nobody walks an empty tree */
  node last = {.first = t->steps_count, .number = number};
  last.count = add_steps(t, notes, count);
  const step *first = &t->steps[last.first];
  if (*root && !asks_alike(t, first, last.count)) return TRACE_IMPURE;
  if (last.count) last.answer = step_answer(t, first);
  t->steps_count += last.count;
  if (*root) {
    if (t->offset < t->nodes[t->at].count) part(t);
    if (!add_below(t, &t->nodes[t->at], &last, t->nodes_count)) return TRACE_NO_MEMORY;
  } else {
    *root = t->nodes_count;
  }
  t->nodes[t->nodes_count++] = last;
  return TRACE_ADDED;
}
