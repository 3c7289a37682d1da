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
/* The fields that it reads, by index. */
int signature_fields(const signature *s);
const field_classes *signature_field(const signature *s, int f);
/* What keys tell of a field costs a key for each of its classes, also of residents of whom no rule asks it. A gate takes the
** field out of the keys of those whose class of another field, `by`, has no bit in `open`. To be added before the first use, to a
** field that may be hidden, with a `by` that is not; more than SIGNATURE_GATES are not added. False when memory ran out. */
#define SIGNATURE_GATES 3
bool signature_add_gate(signature *s, int f, int by, uint32_t open);
bool signature_may_hide(const signature *s, int f);
bool signature_hides(const signature *s, int f);
bool signature_has_gates(const signature *s);
/* By question: 1 when all with a key for which these gates are closed answer it alike. Only where all of a decision's are such does its case follow from the key. */
const uint8_t *signature_covered(const signature *s, uint32_t closed, uint32_t *questions);
/* Where values of a field are all told apart (a free text, an exact amount), the field that brings most answers; -1: no such. */
int signature_free_field(const signature *s);
/* The answers that a key tells, by question; the others among `count` become ANSWER_MISSING. Returns a bit per gate that is
** closed for the key. Not of an odd resident's key. */
uint32_t signature_key_answers(const signature *s, const uint64_t *key, int64_t *answers,
                               uint32_t count);
/* The same of one resident, told by the classes of the cells. */
void signature_answers(const signature *s, const roster *r, uint32_t row, int64_t *answers,
                       uint32_t count);
/* Keys of the residents first .. first + count - 1 (count at most SIGNATURE_BLOCK) into block->halves and ->odd. */
void signature_compute(const signature *s, const roster *r, uint32_t first, uint32_t count,
                       signature_block *block);

#endif
