/*
** table.h - inside of a term table, private to engine/terms. A term's operands
** have smaller numbers than the term itself, so terms never run in a circle.
** Nodes and questions lie in blocks that never move: callers keep pointers.
*/
#ifndef TERMS_TABLE_H
#define TERMS_TABLE_H

#include "terms/term.h"

#define BLOCK 512u /* nodes or questions in one block */

/* One part of a term in the order of evaluation; a and b are places of earlier steps of the same
** list. */
typedef struct {
  term node;
  uint8_t a, b;
} term_step;

/* What is known of a term from its shape alone. */
typedef struct {
  uint64_t fields;
  uint32_t steps;       /* first step in the table's list */
  uint16_t steps_count; /* 0 for a leaf and for a term that is too big */
  uint8_t depth;
  bool depends, too_big;
} term_fact;

/* Open addressing: a number plus 1 in each slot, 0 when it is free. The count is a power of two. */
typedef struct {
  uint32_t *at;
  uint32_t count;
} slots;

struct term_table {
  const schema *schema;
  dictionary *texts;
  label_list **lists;
  uint32_t lists_count, lists_space;
  term_node **node_blocks; /* node 0 is TERM_NOTHING */
  term_fact *facts;
  uint32_t terms, node_blocks_space, facts_space;
  slots term_slots;
  term_step *steps;
  uint32_t steps_used, steps_space;
  question **question_blocks;
  uint32_t questions, question_blocks_space;
  slots question_slots;
  bool no_memory; /* something was not made for want of it: see term_table_starved */
};

/* ---- term_table.c ---- */
/* Give `array` room for `more` elements after `used`; false when out of memory, with everything
** as it was. */
bool table_room(void **array, size_t element, uint32_t used, uint32_t more, uint32_t *space);
uint32_t table_hash(const uint64_t *words, int count);
/* The slot to begin with; go on with slot_after until `at` is 0. */
static inline uint32_t slot_first(const slots *s, uint32_t hash) { return hash & (s->count - 1); }
static inline uint32_t slot_after(const slots *s, uint32_t slot) {
  return (slot + 1) & (s->count - 1);
}
/* Make sure that one more of `used` numbers fits; `hash_of` gives each number's hash again. */
bool slots_room(slots *s, uint32_t used, const term_table *t,
                uint32_t (*hash_of)(const term_table *t, uint32_t number));

/* ---- term_shape.c ---- */
/* Set the type of the node's result and clear all that the op does not use; false when there is
** no such operation. */
bool term_settle(const term_table *t, term_node *node);
/* Write the fact of `node`, which is about to become term t->terms; false when out of memory. */
bool term_learn(term_table *t, const term_node *node, term_fact *fact);

/* ---- term_value.c ---- */
bool value_fits(uint8_t type, int64_t v);
/* The operation alone, on operands that may be in any state. */
value term_apply(const term_node *node, value a, value b);

/* ---- question.c ---- */
/* Clear what the question's kind does not use; false when there is no such question. */
bool question_settle(const term_table *t, question *q);

#endif
