/*
** signature.h - the questions known so far, compiled against a roster's columns: each
** field's values fall into classes that no question tells apart, and a resident's
** classes make a number. Equal numbers mean equal answers. Exact, never a hash.
*/
#ifndef CASES_SIGNATURE_H
#define CASES_SIGNATURE_H

#include "cases/classes.h"
#include "host/policy.h"

#define SIGNATURE_BLOCK 4096 /* residents that are computed at a time */
#define SIGNATURE_WORDS 4    /* 64-bit words of a key at most */
#define SIGNATURE_HALVES (2 * SIGNATURE_WORDS)

typedef struct signature signature;

/* Scratch space of one thread; about 500 KB, most of which is seldom touched. */
typedef struct {
  uint32_t halves[SIGNATURE_HALVES][SIGNATURE_BLOCK]; /* of the keys' words: the low one first */
  uint8_t odd
      [SIGNATURE_BLOCK]; /* 1: this resident's answers cannot be told from the key (a free text, an error) */
  bool any_odd;
  uint32_t next;  /* the row after this block */
  bool by_filled; /* the columns that know their filled rows have a span of them here */
  filled_span spans[SCHEMA_FIELDS_MAX];
  int32_t cells[2][SIGNATURE_BLOCK];
  uint32_t parts[SIGNATURE_BLOCK];
  uint32_t rows[SIGNATURE_BLOCK];
  int64_t stack[8][SIGNATURE_BLOCK];
} signature_block;

/* To be called before its first use with a signature. */
void signature_block_begin(signature_block *block, const signature *s);
/* Which of the column's filled rows are the block's; NULL when every row is to be looked at. */
static inline const filled_span *signature_block_filled(const signature_block *block,
                                                        const roster *r, int field_index) {
  return block->by_filled && r->columns[field_index].filled ? &block->spans[field_index] : NULL;
}
/* The key of one of its residents. */
static inline void signature_block_key(const signature_block *block, uint32_t at, int words,
                                       uint64_t *key) {
  for (int w = 0; w < words; w++)
    key[w] = block->halves[2 * w][at] | (uint64_t)block->halves[2 * w + 1][at] << 32;
}

/* Compile the questions q with asked[q] set. NULL when out of memory. The table is written to (texts): one thread at a
** time. `before`: an earlier one of the same roster and day, or NULL; what the new one has in common with it is taken from it, and
** it can only be freed after that. The signature itself is never written to again: any number of threads may use it. */
signature *signature_compile(term_table *t, const roster *r, int32_t as_of, const uint8_t *asked,
                             uint32_t questions, signature *before);
void signature_free(signature *s);
int signature_words(const signature *s);
/* Does it cover the questions of these notes? Only when it covers all of a decision's does its case follow from the key. */
const uint8_t *signature_covered(const signature *s,
                                 uint32_t *questions); /* by question: 1 if so */
bool signature_covers(const signature *s, const note *notes, uint32_t count);
/* A field whose values are all told apart (a free text, an exact amount); -1: none. */
int signature_free_field(const signature *s);
/* The answers that a key tells, by question; the others among `count` become ANSWER_MISSING. Not of an odd resident's key. */
void signature_key_answers(const signature *s, const uint64_t *key, int64_t *answers,
                           uint32_t count);
/* The same of one resident, told by the classes of the cells. */
void signature_answers(const signature *s, const roster *r, uint32_t row, int64_t *answers,
                       uint32_t count);
/* Keys of the residents first .. first + count - 1 (count at most SIGNATURE_BLOCK) into block->halves and ->odd. */
void signature_compute(const signature *s, const roster *r, uint32_t first, uint32_t count,
                       signature_block *block);

#endif
