/*
** case_book.h - the distinct cases of one run: what was asked, what was answered,
** which articles applied, what came out, how many residents. Owns a compact copy
** of all of it. Knows nothing of Lua or columns: it is told whole decisions.
*/
#ifndef CASES_CASE_BOOK_H
#define CASES_CASE_BOOK_H

#include "host/policy.h"

/* Cases whose whole decision is kept. A rule that reads an exact amount or a free text can have
** as many cases as residents; beyond this many only their traces are kept, so that numbering
** stays right and memory bounded. */
#define CASES_KEPT 65536

typedef struct case_book case_book;

/* One case as kept; borrowed from the book, valid until case_book_free. */
typedef struct {
  uint64_t count; /* residents */
  const note *notes;
  uint32_t notes_count;
  const article_mark *articles; /* per article of the policy */
  const effect_mark *effects;   /* per effect of the policy */
  const candidate *candidates;
  uint32_t candidates_count;
  uint64_t doubts, unknown_fields;
  uint8_t problem;
  const char *problem_text;
} case_view;

/* `p` is borrowed and must outlive the book. NULL when memory ran out. */
case_book *case_book_new(const policy *p);
void case_book_free(case_book *b);

/* Count one resident whose decision is `d`: *number is its case, 1-based in order of first
** appearance. CANBAO_LIMIT when memory ran out; CANBAO_SCRIPT when the same answers gave another
** outcome before: then a rule is not pure. */
canbao_status case_book_add(case_book *b, const decision *d, uint32_t *number, canbao_error *error);
uint32_t case_book_count(const case_book *b);
/* False when only the trace of case `number` is kept; view->count is right all the same. */
bool case_book_view(const case_book *b, uint32_t number, case_view *view);

#endif
