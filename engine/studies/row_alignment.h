/*
** row_alignment.h - which row of one list is which row of another where rows may be missing, too many, moved or changed.
** Knows rows by their keys alone.
*/
#ifndef STUDIES_ROW_ALIGNMENT_H
#define STUDIES_ROW_ALIGNMENT_H

#include <stdbool.h>
#include <stdint.h>

#define ROW_KEYS 3
#define ROW_NONE UINT32_MAX

/* Rows whose keys are equal may be the same row; the first key is the strictest and decides before the others. 0 is no key. */
typedef struct {
  uint64_t at[ROW_KEYS];
} row_key;

/* A list as it grows. All zero at first. */
typedef struct {
  row_key *keys;
  uint32_t count, space;
} row_key_list;

/* NULL when memory ran out; else all keys are 0. */
row_key *row_key_list_add(row_key_list *l);

typedef struct {
  uint32_t
      *partner; /* by row of the first list: the row of the other; ROW_NONE: it is missing there */
  bool *moved;  /* by row of the first list: its partner stands before or behind where it belongs */
  bool *taken;  /* by row of the other: it is somebody's partner; else it is one too many */
} row_alignment;

/* In order, as many rows as can be; those that have a key in common with one row alone elsewhere are moved (the last key is too
** loose for that); and what is left between two that are matched stands for one another where both have as many. False when
** memory ran out. Free in any case. */
bool row_align(row_alignment *out, const row_key_list *a, const row_key_list *b);
void row_alignment_free(row_alignment *x);

#endif
