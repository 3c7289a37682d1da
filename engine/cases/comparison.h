/*
** comparison.h - a comparison that rests on several fields (paid_on at most
** birth_date + 90 days), computed for a block of residents at a time. A resident for
** whom a field is blank or unknown counts as "no": the fields' own classes tell that.
*/
#ifndef CASES_COMPARISON_H
#define CASES_COMPARISON_H

#include "cases/classes.h"
#include "cases/signature.h"

#define STEPS_MAX 24
#define PAIR_OPEN 1 /* of two classes; no other answer is odd */
#define PAIR_NO 0
#define PAIR_YES 2

typedef struct {
  uint8_t op; /* term_op */
  uint8_t type;
  int field;
  int64_t imm;
} step;

typedef struct {
  step steps[STEPS_MAX]; /* both sides in postfix */
  int count;
  uint8_t kind;  /* question_kind; ASK_LESS is turned into a negated ASK_MOST */
  bool dates;    /* else money */
  int fields[4]; /* all it reads; the sparsest is found per block */
  int fields_count;
  /* Two dates that most residents have: `open` says for which pairs of their classes the answer is not told by the classes. */
  const field_classes *left, *right;
  uint8_t *open; /* left's class * right->count + right's class: PAIR_OPEN, else the answer */
  bool any_open;
  uint64_t open_pairs; /* bit per pair that is open, where there are at most 64; else 0 */
} comparison;

/* Compile a question whose answer rests on several fields; `classes` are those of all fields compiled so far. False when it
** cannot be computed this way: then its residents are decided one by one. */
bool comparison_make(comparison *c, const class_maker *m, const field_classes *classes, int count,
                     uint32_t question_id);
void comparison_free(comparison *c);
/* Do two tell the same apart (a < b and b <= a do)? */
bool comparison_same(const comparison *a, const comparison *b);
/* Does it hold for residents whose fields' classes these are (by field, -1 where not known) and whose place in the key says
** `bit`? -1: that does not tell. */
int comparison_told(const comparison *c, const int32_t *class_of, int bit);
/* keys[i] += stride where it holds and the fields' own classes do not tell it. `classes_of` has the classes that
** field_classes_add left, by field. Returns true when a resident was marked odd. */
bool comparison_add(const comparison *c, const roster *r, uint32_t first, uint32_t count,
                    uint64_t stride, uint64_t *keys, uint8_t *odd, uint16_t *const *classes_of,
                    uint32_t *rows, int64_t (*stack)[SIGNATURE_BLOCK]);

#endif
