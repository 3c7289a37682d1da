/* step.h - one step of a term in postfix, for a small stack machine. */
#ifndef CASES_STEP_H
#define CASES_STEP_H

#include <stdint.h>

#define STEPS_MAX 24

typedef struct {
  uint8_t op; /* term_op */
  uint8_t type;
  int field;
  int64_t imm;
} step;

#endif
