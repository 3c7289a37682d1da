/*
** row_keys.h - which residents answer the known questions alike: rows get numbers, and
** rows with the same number have the same key, and how many these are. Decides nothing.
*/
#ifndef CASES_ROW_KEYS_H
#define CASES_ROW_KEYS_H

#include "cases/key_counts.h"
#include "cases/signature.h"

typedef struct {
  const roster *roster;
  uint32_t *of_row; /* by row: its number, 0 before it was scanned */
  uint32_t *row_of; /* by number: the first row that has it */
  uint64_t *key_of; /* by number: SIGNATURE_WORDS words */
  uint8_t *odd; /* by number: 1 when it is one row's alone, whose key does not tell its answers */
  uint32_t count, space; /* numbers given: 1 .. count */
  uint32_t scanned;      /* those above it were given by row_keys_alone */
  const resident_split
      *split; /* once it is set, who is given a number that is not his alone is counted by it: */
  key_counts
      *counts; /* by each thread of each scan; all of a scan's are above those of the one before */
} row_keys;

/* `r` is borrowed. False when memory ran out; free it all the same. */
bool row_keys_begin(row_keys *k, const roster *r);
void row_keys_free(row_keys *k);
/* To whom a number goes that was given for the first time. `row` has it; `key` is NULL where it does not tell the row's answers.
** False ends the scan. */
typedef struct {
  bool (*meet)(void *payload, uint32_t number, uint32_t row, const uint64_t *key);
  void (*ahead)(void *payload, uint32_t row); /* said before, of some rows that come next */
  void *payload;
} row_keys_taker;
/* Give the rows (ascending; NULL: the first `count`) numbers by their keys under `s`, from k->count + 1 on, whatever numbers
** they had. Every new number is handed over, by the calling thread, while others still scan. `threads`: at most so many. False
** when memory ran out or the taker said so. */
bool row_keys_scan(row_keys *k, const signature *s, const uint32_t *rows, uint32_t count,
                   int threads, const row_keys_taker *to);
/* Give a row a number of its own; 0 when memory ran out. */
uint32_t row_keys_alone(row_keys *k, uint32_t row);

#endif
