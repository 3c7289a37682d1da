/*
** trace_tree.h - the known cases as a tree: what their traces have in common is one way
** into it, a case stands at each end. Walking it tells a resident's case without Lua.
*/
#ifndef CASES_TRACE_TREE_H
#define CASES_TRACE_TREE_H

#include "host/policy.h"

typedef struct trace_tree trace_tree;

trace_tree *trace_tree_new(void);
void trace_tree_free(trace_tree *t);
/* The case that a resident's answers lead to, 0 when they lead nowhere yet. Answers missing among the first `count` are worked
** out and filled in. Suppositions are not asked about: a resident's own answers decide. */
uint32_t trace_tree_walk(trace_tree *t, term_table *questions, const resident *r, int64_t *answers,
                         uint32_t count);
typedef enum { TRACE_ADDED, TRACE_NO_MEMORY, TRACE_IMPURE } trace_added;
/* Add the trace of the resident who was walked last and whose answers led nowhere: it leads to case `number` from now on.
** TRACE_IMPURE: after the same answers another trace has asked something else. */
trace_added trace_tree_add(trace_tree *t, const note *notes, uint32_t count, uint32_t number);
/* How many different questions the traces ask, and for each of the first `questions`: 1 when some trace asks it. NULL when
** memory ran out. */
uint32_t trace_tree_questions(const trace_tree *t);
const uint8_t *trace_tree_asked(trace_tree *t, uint32_t questions);

#endif
