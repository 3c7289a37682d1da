/*
** gates.h - a guess, from the residents decided so far, at which fields no rule asks of whom, so
** that keys need not tell such residents apart by them. Where the guess is wrong a key does not tell
** its case: that costs time, never a decision.
*/
#ifndef CASES_GATES_H
#define CASES_GATES_H

#include "cases/case_book.h"
#include "cases/signature.h"
#include "cases/way_table.h"

/* Residents of different keys, each with the number of his case in the book. All borrowed. */
typedef struct {
  const policy *policy; /* which still remembers what it decided */
  const roster *roster;
  const case_book *book;
  const way_table *ways;
  const uint32_t *rows, *cases;
  uint32_t count;
} gate_evidence;

/* Give the signature, which has not been used yet, the gates that the evidence is for. False when memory ran out. */
bool gates_guess(signature *s, const gate_evidence *e);

#endif
