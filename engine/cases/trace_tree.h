/*
** trace_tree.h - known cases as trees: what the traces of a tree have in common is one way into
** it, a case stands at each end. Walking it tells a resident's case without Lua.
*/
#ifndef CASES_TRACE_TREE_H
#define CASES_TRACE_TREE_H

#include "host/policy.h"

typedef struct trace_tree
    trace_tree; /* of any number of trees, each named by its root; 0: an empty one */

trace_tree *trace_tree_new(void);
void trace_tree_free(trace_tree *t);
/* The case that a resident's answers lead to, 0 when they lead nowhere yet. Answers missing among the first `count` are worked
** out and filled in. Suppositions are not asked about: a resident's own answers decide. */
uint32_t trace_tree_walk(trace_tree *t, uint32_t root, term_table *questions, const resident *r,
                         int64_t *answers, uint32_t count, sharing *with);
typedef enum { TRACE_ADDED, TRACE_NO_MEMORY, TRACE_IMPURE } trace_added;
/* Add the trace of the resident who was walked last, in this tree, and whose answers led nowhere: it leads to case `number` from
** now on. TRACE_IMPURE: after the same answers another trace has asked something else. */
trace_added trace_tree_add(trace_tree *t, uint32_t *root, const note *notes, uint32_t count,
                           uint32_t number);

#endif
