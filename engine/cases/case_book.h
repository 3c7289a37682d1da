/*
** case_book.h - the distinct cases of one run: what was asked, what was answered,
** which articles applied, what came out. Owns a copy of each case's decision.
** Knows nothing of Lua or columns: it is told whole decisions.
*/
#ifndef CASES_CASE_BOOK_H
#define CASES_CASE_BOOK_H

#include "host/policy.h"

/* Cases whose whole decision is kept. A rule that reads an exact amount or a free text can have as many cases as
** residents; beyond this many only their traces are kept, so that numbering stays right and memory bounded. */
#define CASES_KEPT 16384

typedef struct case_book case_book;

/* `p` is borrowed and must outlive the book. NULL when memory ran out. */
case_book *case_book_new(const policy *p);
void case_book_free(case_book *b);

/* What is kept from now on goes into this room (see arena_room), which is the book's then. */
void case_book_take_room(case_book *b, arena *room);
/* The case of decision `d` in *number, 1-based in the order of first addition. CANBAO_LIMIT when memory ran out;
** CANBAO_SCRIPT when the same answers gave another outcome before: then a rule is not pure. */
canbao_status case_book_add(case_book *b, const decision *d, uint32_t *number, canbao_error *error);
/* The same for a decision that is known to be a new case (the trees of traces say so): its number, 0 when memory ran out.
** A book is filled by one of the two, never by both. `entry`, when not 0, tells what the guards asked, the first `told` of
** the notes: what is kept is an outline. */
uint32_t case_book_append(case_book *b, const decision *d, uint32_t entry, uint32_t told);
/* Of an outline: its entry; 0 when what is kept, if anything is, is whole. */
uint32_t case_book_entry(const case_book *b, uint32_t number);
uint32_t case_book_count(const case_book *b);
/* The error of a policy that decides residents differently who answer every question alike. */
canbao_status case_book_impure(const policy *p, canbao_error *error);
/* Borrowed, valid until case_book_free. NULL when only the trace of case `number` is kept. */
const decision *case_book_decision(const case_book *b, uint32_t number);
/* Number the cases anew: number[old] (1-based) becomes the new number, 0 drops the case. Afterwards nothing can be added.
** False when memory ran out; then nothing has changed. */
bool case_book_renumber(case_book *b, const uint32_t *number, uint32_t count);

#endif
