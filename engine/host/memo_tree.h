/*
** memo_tree.h - what was seen to lead where: a question or another observation at each node, an
** answer on each edge, a result at each end. Private to engine/host. Asks nothing itself.
*/
#ifndef HOST_MEMO_TREE_H
#define HOST_MEMO_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "values/branches.h"

/* What is observed at a node. All but the first two are told by what is settled already. */
typedef enum {
  NODE_OPEN,     /* nothing yet */
  NODE_QUESTION, /* the answer to a question */
  NODE_EFFECT,   /* an effect's value, */
  NODE_WINNER,   /* its value and the article that it is from, */
  NODE_ASIDE,    /* the value that it had before it was overridden */
  NODE_GUARDS,   /* which articles of a word's apply */
  NODE_WAY,      /* the way of an article's guard */
  NODE_RESULT    /* nothing: the result */
} node_kind;

typedef struct {
  int64_t answer;  /* the first one met, ... */
  uint32_t child;  /* ... and where it leads; 0: none yet */
  uint32_t what;   /* question, effect, article or word; the result */
  uint32_t edges;  /* the other answers; of more than a few the rest lie in the tree's branches */
  int32_t steps;   /* of the rule's own when it comes here: remembered or not, it costs the same */
  int16_t article; /* whose rule asks, where several do */
  uint8_t kind;    /* node_kind */
  bool many;
  uint32_t depth; /* observations on the way here */
} memo_node;

typedef struct {
  int64_t answer;
  uint32_t node, next; /* next edge of the same node, 0: none */
} memo_edge;

/* How a node is come to. */
typedef struct {
  int64_t answer; /* to what the node above observes */
  uint32_t above; /* 0: it is a root */
} memo_source;

/* Any number of trees; nodes are numbers from 1 on, which do not change. */
typedef struct {
  memo_node *nodes;
  memo_source *sources; /* by node */
  memo_edge *edges;
  uint32_t nodes_count, nodes_space, sources_space, edges_count, edges_space;
  branches branches;
  bool full; /* nothing more is kept, ever: a way that was not there once is never there */
} memo_tree;

/* One observation and its answer. */
typedef struct {
  int64_t answer;
  int64_t own; /* steps of the rule's own before it */
  uint32_t what;
  int16_t article;
  uint8_t kind;
} memo_step;

/* False when memory ran out; free it all the same. */
bool memo_tree_begin(memo_tree *t);
void memo_tree_free(memo_tree *t);
/* The root itself, made when it is 0; 0 when nothing more is kept. */
uint32_t memo_tree_root(memo_tree *t, uint32_t *root);
/* From a node along a step, made when it is new; 0 when nothing more is kept, or nothing of a rule that takes so many steps.
** *other: the node is known to observe something else, or to be an end; then 0 too. */
uint32_t memo_tree_step(memo_tree *t, uint32_t node, const memo_step *s, bool *other);
/* The node becomes an end, when nothing was known of it. */
void memo_tree_end(memo_tree *t, uint32_t node, uint32_t result, int64_t own);

uint32_t memo_tree_other_child(const memo_tree *t, uint32_t node, int64_t answer);

/* Where the answer leads from the node; 0: nowhere yet. */
static inline uint32_t memo_tree_child(const memo_tree *t, uint32_t node, int64_t answer) {
  const memo_node *n = &t->nodes[node];
  return n->child && n->answer == answer ? n->child : memo_tree_other_child(t, node, answer);
}

#endif
