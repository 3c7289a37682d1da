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

typedef struct {
  uint8_t op; /* term_op */
  uint8_t type;
  int field;
  int64_t imm;
} step;

typedef struct {
  step steps[STEPS_MAX]; /* both sides in postfix */
  int count;
  uint8_t kind;     /* question_kind; ASK_LESS is turned into a negated ASK_MOST */
  bool dates;       /* else money */
  int fields[4];    /* all it reads; the sparsest is found per block */
  int fields_count;
  bool sums;        /* something in it can leave its range: then the resident is odd */
} comparison;

/* False when it cannot be computed this way: then its residents are decided one by one. */
bool comparison_make(comparison *c, const term_table *t, const roster *r, int32_t as_of, uint32_t question_id);
/* Do two tell the same apart (a < b and b <= a do)? */
bool comparison_same(const comparison *a, const comparison *b);
/* keys[i] += stride where it holds. Returns true when a resident was marked odd. */
bool comparison_add(const comparison *c, const roster *r, uint32_t first, uint32_t count, uint64_t stride, uint64_t *keys,
                    uint8_t *odd, uint32_t *rows, int64_t (*stack)[SIGNATURE_BLOCK]);

#endif
