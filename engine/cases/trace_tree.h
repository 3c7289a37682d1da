/*
** trace_tree.h - the known cases as a tree: a question at each node, an answer on
** each edge, a case at each leaf. Walking it tells a resident's case without Lua.
*/
#ifndef CASES_TRACE_TREE_H
#define CASES_TRACE_TREE_H

#include "host/policy.h"

typedef struct trace_tree trace_tree;

trace_tree *trace_tree_new(void);
void trace_tree_free(trace_tree *t);
/* Add the trace of a decision as the way to case `number`. Suppositions and repeated questions are no edges: a resident's
** own answers decide. False when memory ran out. */
bool trace_tree_add(trace_tree *t, const decision *d, uint32_t number);
/* The case that a resident's answers lead to, 0 when they lead nowhere yet. Answers missing among the first `count` are worked
** out and filled in. */
uint32_t trace_tree_walk(const trace_tree *t, term_table *questions, const resident *r,
                         int64_t *answers, uint32_t count);

#endif
