/*
** trace_tree.c - see trace_tree.h. Nodes and edges lie in two arrays; an edge list
** is short: most questions have two or three answers.
*/
#include "cases/trace_tree.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  int64_t answer;
  uint32_t node, next; /* next edge of the node, 0: none */
} edge;

/* The first answer met lies in the node itself: the way of a case that nobody shares is one straight run of memory. */
typedef struct {
  int64_t answer;
  uint32_t child;    /* where it leads, 0: no answer yet */
  uint32_t question; /* UINT32_MAX: a leaf, or not known yet */
  uint32_t edges;    /* the other answers; at a leaf the case's number */
} node;

struct trace_tree {
  node *nodes;
  edge *edges;
  uint32_t nodes_count, nodes_space, edges_count, edges_space;
  uint32_t *seen; /* by question: trace that asked it last */
  uint32_t seen_space, stamp;
};

#define LEAF UINT32_MAX

trace_tree *trace_tree_new(void) {
  trace_tree *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  t->nodes = malloc(sizeof *t->nodes * (t->nodes_space = 1024));
  t->edges = malloc(sizeof *t->edges * (t->edges_space = 1024));
  if (!t->nodes || !t->edges) {
    trace_tree_free(t);
    return NULL;
  }
  t->nodes[0] = (node){.question = LEAF};
  t->nodes_count = t->edges_count = 1;
  return t;
}

void trace_tree_free(trace_tree *t) {
  if (!t) return;
  free(t->nodes);
  free(t->edges);
  free(t->seen);
  free(t);
}

static bool more(void **array, uint32_t *space, uint32_t count, size_t size) {
  if (count < *space) return true;
  void *grown = realloc(*array, size * *space * 2);
  if (!grown) return false;
  *array = grown;
  *space *= 2;
  return true;
}

/* Has this trace asked the question before? Notes that it has now. */
static bool asked(trace_tree *t, uint32_t q, bool *failed) {
  if (q >= t->seen_space) {
    uint32_t space = q * 2 + 256;
    uint32_t *grown = realloc(t->seen, space * sizeof *grown);
    if (!grown) {
      *failed = true;
      return true;
    }
    memset(grown + t->seen_space, 0, (space - t->seen_space) * sizeof *grown);
    t->seen = grown, t->seen_space = space;
  }
  bool before = t->seen[q] == t->stamp;
  t->seen[q] = t->stamp;
  return before;
}

/* The node that `answer` leads to from node n; made when there is none. 0 when memory ran out. */
static uint32_t follow(trace_tree *t, uint32_t n, int64_t answer) {
  if (t->nodes[n].child && t->nodes[n].answer == answer) return t->nodes[n].child;
  for (uint32_t e = t->nodes[n].edges; e; e = t->edges[e].next)
    if (t->edges[e].answer == answer) return t->edges[e].node;
  if (!more((void **)&t->nodes, &t->nodes_space, t->nodes_count, sizeof *t->nodes) ||
      !more((void **)&t->edges, &t->edges_space, t->edges_count, sizeof *t->edges))
    return 0;
  if (!t->nodes[n].child) {
    t->nodes[t->nodes_count] = (node){.question = LEAF};
    t->nodes[n].answer = answer;
    return t->nodes[n].child = t->nodes_count++;
  }
  t->nodes[t->nodes_count] = (node){.question = LEAF};
  t->edges[t->edges_count] = (edge){answer, t->nodes_count, t->nodes[n].edges};
  t->nodes[n].edges = t->edges_count++;
  return t->nodes_count++;
}

bool trace_tree_add(trace_tree *t, const decision *d, uint32_t number) {
  bool failed = false;
  uint32_t at = 0;
  t->stamp++;
  for (uint32_t i = 0; i < d->notes_count; i++) {
    const note *n = &d->notes[i];
    if (n->assumed || asked(t, n->question, &failed)) continue;
    if (t->nodes[at].question == LEAF) t->nodes[at].question = n->question;
    at = follow(t, at, n->answer);
    if (at == 0) return false;
  }
  if (!failed) t->nodes[at].edges = number;
  return !failed;
}

uint32_t trace_tree_walk(const trace_tree *t, term_table *questions, const resident *r,
                         int64_t *answers, uint32_t count) {
  uint32_t at = 0;
  for (;;) {
    const node *n = &t->nodes[at];
    if (n->question == LEAF) return n->edges;
    int64_t answer = n->question < count ? answers[n->question] : ANSWER_MISSING;
    if (answer == ANSWER_MISSING) {
      answer = question_answer(questions, n->question, r);
      if (n->question < count) answers[n->question] = answer;
    }
    if (n->child && n->answer == answer) {
      at = n->child;
      continue;
    }
    uint32_t e = n->edges;
    while (e && t->edges[e].answer != answer) e = t->edges[e].next;
    if (!e) return 0;
    at = t->edges[e].node;
  }
}
