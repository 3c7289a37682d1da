/*
** signature.h - the questions known so far, compiled against a roster's columns: each
** field's values fall into classes that no question tells apart, and a resident's
** classes make a number. Equal numbers mean equal answers. Exact, never a hash.
*/
#ifndef CASES_SIGNATURE_H
#define CASES_SIGNATURE_H

#include "host/policy.h"

#define SIGNATURE_BLOCK 2048 /* residents that are computed at a time */
#define DENSE_DATES 8        /* dates whose classes are kept for comparisons */
#define SIGNATURE_WORDS 4    /* 64-bit words of a key at most */

typedef struct signature signature;

/* Scratch space of one thread; about 100 KB. */
typedef struct {
  uint64_t keys[SIGNATURE_WORDS][SIGNATURE_BLOCK];
  uint8_t odd
      [SIGNATURE_BLOCK]; /* 1: this resident's answers cannot be told from the key (a free text, an error) */
  bool any_odd;
  uint16_t
      classes[DENSE_DATES + 1]
             [SIGNATURE_BLOCK]; /* of the dates that most residents have; the last is scratch */
  uint32_t rows[SIGNATURE_BLOCK];
  int64_t stack[8][SIGNATURE_BLOCK];
} signature_block;

/* Compile the questions q with asked[q] set. NULL when out of memory. The table is written to (texts): one thread at a
** time. The signature itself is never written to again: any number of threads may use it. */
signature *signature_compile(term_table *t, const roster *r, int32_t as_of, const uint8_t *asked,
                             uint32_t questions);
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
/* Keys of the residents first .. first + count - 1 (count at most SIGNATURE_BLOCK) into block->keys and ->odd. */
void signature_compute(const signature *s, const roster *r, uint32_t first, uint32_t count,
                       signature_block *block);

#endif
