/*
** trace_tree.c - see trace_tree.h. A node stands for the notes that all cases below it have
** next, read where the case that came first keeps them; below it, the cases part at the next
** question, each answer with a node of its own. The tree has two nodes a case at most, however
** long the traces.
*/
#include "cases/trace_tree.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  const note *notes;
  int64_t
      answer; /* of the first note, at which its siblings differ: here too, the notes lie far away */
  uint32_t question; /* of the nodes below: what they differ in */
  uint32_t count;
  uint32_t number;      /* of the case that ends here, 0: it goes on below */
  uint32_t child, next; /* the first node below, the next sibling; 0: none */
} node;

struct trace_tree {
  node *nodes; /* the first is the root; empty before the first case */
  uint32_t nodes_count, nodes_space;
  arena notes; /* that nobody else keeps */
  /* where the last walk led nowhere */
  uint32_t at;     /* node, */
  uint32_t offset; /* so many of its notes before, */
  uint32_t passed; /* so many of the trace's */
};

trace_tree *trace_tree_new(void) {
  trace_tree *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  t->nodes_space = 1024;
  t->nodes = malloc(sizeof *t->nodes * t->nodes_space);
  if (t->nodes) return t;
  free(t);
  return NULL;
}

void trace_tree_free(trace_tree *t) {
  if (!t) return;
  arena_free(&t->notes);
  free(t->nodes);
  free(t);
}

/* ---- walking ---- */

typedef struct {
  term_table *questions;
  const resident *resident;
  int64_t *answers;
  uint32_t count;
} asked;

static int64_t answer_of(const asked *a, uint32_t q) {
  int64_t answer = q < a->count ? a->answers[q] : ANSWER_MISSING;
  if (answer != ANSWER_MISSING) return answer;
  answer = question_answer(a->questions, q, a->resident);
  if (q < a->count) a->answers[q] = answer;
  return answer;
}

/* How many of a node's notes say what the resident would. */
static uint32_t agrees(const node *n, const asked *a) {
  uint32_t i = 0;
  while (i < n->count &&
         (n->notes[i].assumed || answer_of(a, n->notes[i].question) == n->notes[i].answer))
    i++;
  return i;
}

/* The node below that begins with the resident's answer; 0: none. */
static uint32_t branch(const trace_tree *t, const node *n, const asked *a) {
  uint32_t c = n->child;
  int64_t answer = answer_of(a, n->question);
  while (c && t->nodes[c].answer != answer) c = t->nodes[c].next;
  return c;
}

uint32_t trace_tree_walk(trace_tree *t, term_table *questions, const resident *r, int64_t *answers,
                         uint32_t count) {
  asked a = {questions, r, answers, count};
  t->at = t->offset = t->passed = 0;
  while (t->nodes_count) {
    const node *n = &t->nodes[t->at];
    t->offset = agrees(n, &a);
    t->passed += t->offset;
    if (t->offset < n->count) return 0;
    if (n->number) return n->number;
    uint32_t below = branch(t, n, &a);
    if (!below) return 0;
    t->at = below;
  }
  return 0;
}

/* ---- adding ---- */

/* The notes of `t->at` from the offset on become a node below it, with all that was there. */
static void part(trace_tree *t) {
  node *n = &t->nodes[t->at];
  uint32_t below = t->nodes_count++;
  const note *first = n->notes + t->offset;
  t->nodes[below] = (node){.notes = first,
                           .answer = first->answer,
                           .question = n->question,
                           .count = n->count - t->offset,
                           .number = n->number,
                           .child = n->child};
  n->count = t->offset;
  n->number = 0;
  n->child = below;
  n->question = first->question;
}

/* Does the trace ask what the others ask, once they have agreed so far? */
static bool asks_alike(const trace_tree *t, const note *notes, uint32_t count) {
  const node *n = &t->nodes[t->at];
  bool inside = t->offset < n->count;
  uint32_t theirs = inside ? n->notes[t->offset].question : n->question;
  return (inside || n->child) && t->passed < count && theirs == notes[t->passed].question;
}

trace_added trace_tree_add(trace_tree *t, const note *notes, uint32_t count, bool stay,
                           uint32_t number) {
  if (t->nodes_count && !asks_alike(t, notes, count)) return TRACE_IMPURE;
  if (t->nodes_count + 2 > t->nodes_space) {
    node *grown = realloc(t->nodes, sizeof *grown * t->nodes_space * 2);
    if (!grown) return TRACE_NO_MEMORY;
    t->nodes = grown;
    t->nodes_space *= 2;
  }
  node last = {.notes = notes + t->passed, .count = count - t->passed, .number = number};
  if (last.count) last.answer = last.notes->answer;
  if (!stay) {
    note *copy = arena_take(&t->notes, last.count * sizeof *copy + 1);
    if (!copy) return TRACE_NO_MEMORY;
    if (last.count) memcpy(copy, last.notes, last.count * sizeof *copy);
    last.notes = copy;
  }
  if (t->nodes_count) {
    if (t->offset < t->nodes[t->at].count) part(t);
    last.next = t->nodes[t->at].child;
    t->nodes[t->at].child = t->nodes_count;
  }
  t->nodes[t->nodes_count++] = last;
  return TRACE_ADDED;
}
