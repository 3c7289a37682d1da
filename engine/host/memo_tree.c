/* memo_tree.c - see memo_tree.h. The first answer of a node lies in the node itself, a few in a list, the rest in a table. */
#include "host/memo_tree.h"

#include <stdlib.h>

#include "values/array.h"

#define NODES_MAX \
  (1u << 20) /* a rule that reads free texts has no end of paths: then nothing more is kept */

bool memo_tree_begin(memo_tree *t) {
  *t = (memo_tree){.nodes_count = 1, .edges_count = 1}; /* 0 is none */
  return ARRAY_ROOM(t->nodes, t->nodes_space, 0) && ARRAY_ROOM(t->edges, t->edges_space, 0);
}

void memo_tree_free(memo_tree *t) {
  free(t->nodes);
  free(t->sources);
  free(t->edges);
  branches_free(&t->branches);
  *t = (memo_tree){0};
}

/* A new open node; 0 when there is no room. */
static uint32_t new_node(memo_tree *t, memo_source from) {
  if (t->full || t->nodes_count >= NODES_MAX ||
      !ARRAY_ROOM(t->nodes, t->nodes_space, t->nodes_count) ||
      !ARRAY_ROOM(t->sources, t->sources_space, t->nodes_count)) {
    t->full = true;
    return 0;
  }
  uint32_t depth = from.above ? t->nodes[from.above].depth + 1u : 0;
  t->nodes[t->nodes_count] = (memo_node){.kind = NODE_OPEN, .depth = depth};
  t->sources[t->nodes_count] = from;
  return t->nodes_count++;
}

uint32_t memo_tree_root(memo_tree *t, uint32_t *root) {
  if (!*root) *root = new_node(t, (memo_source){0});
  return *root;
}

uint32_t memo_tree_other_child(const memo_tree *t, uint32_t node, int64_t answer) {
  const memo_node *n = &t->nodes[node];
  uint32_t e = n->edges;
  while (e && t->edges[e].answer != answer) e = t->edges[e].next;
  if (e) return t->edges[e].node;
  return n->many ? branches_find(&t->branches, node, answer) : 0;
}

static bool add_child(memo_tree *t, uint32_t node, int64_t answer, uint32_t next) {
  memo_node *n = &t->nodes[node];
  if (!n->child) {
    n->answer = answer;
    n->child = next;
    return true;
  }
  uint32_t e = n->edges, known = 1;
  for (; e; e = t->edges[e].next) known++;
  if (known >= BRANCHES_FEW) {
    n->many = true;
    return branches_add(&t->branches, node, answer, next);
  }
  if (!ARRAY_ROOM(t->edges, t->edges_space, t->edges_count)) return false;
  t->edges[t->edges_count] = (memo_edge){answer, next, n->edges};
  n->edges = t->edges_count++;
  return true;
}

static void turn_into(memo_node *open, uint8_t kind, uint32_t what, int16_t article,
                      int64_t steps) {
  open->kind = kind;
  open->what = what;
  open->article = article;
  open->steps = (int32_t)steps;
}

uint32_t memo_tree_step(memo_tree *t, uint32_t node, const memo_step *s, bool *other) {
  memo_node *n = &t->nodes[node];
  *other = false;
  if (s->own > INT32_MAX) return 0;
  if (n->kind == NODE_OPEN) turn_into(n, s->kind, s->what, s->article, s->own);
  *other = n->kind != s->kind || n->what != s->what || n->article != s->article;
  if (*other) return 0;
  uint32_t next = memo_tree_child(t, node, s->answer);
  if (next) return next;
  next = new_node(t, (memo_source){s->answer, node});
  if (next && add_child(t, node, s->answer, next)) return next;
  t->full = true;
  return 0;
}

void memo_tree_end(memo_tree *t, uint32_t node, uint32_t result, int64_t own) {
  memo_node *n = &t->nodes[node];
  if (n->kind == NODE_OPEN && own <= INT32_MAX) turn_into(n, NODE_RESULT, result, 0, own);
}
