/*
** duplicates.c - ID numbers that stand in more than one row. A table of rows by hash,
** made after reading, when the number of rows is known; it is gone when this returns.
*/
#include <stdio.h>
#include <stdlib.h>

#include "roster/roster_file.h"
#include "values/message.h"

#define AHEAD 16 /* rows whose slot is fetched before it is needed */

static void report(roster *r, int id_field, uint32_t row, uint32_t first) {
  char reason[160];
  snprintf(reason, sizeof reason, _("the ID number already stands in line %u"),
           (unsigned)roster_line(r, first));
  problem_add(r, row, id_field, PROBLEM_DUPLICATE, r->columns[id_field].texts[row], reason);
}

void duplicates_find(roster *r, int id_field, const uint32_t *hashes) {
  const slice *texts = r->columns[id_field].texts;
  uint64_t slots = 64;
  while (slots < (uint64_t)r->rows + r->rows / 2) slots *= 2;
  uint32_t *rows = calloc(slots, sizeof *rows),
           mask = (uint32_t)(slots - 1); /* row + 1; 0 is free */
  if (rows == NULL) {
    r->file->out_of_memory = true;
    return;
  }
  for (uint32_t row = 0; row < r->rows; row++) {
    if (row + AHEAD < r->rows) __builtin_prefetch(&rows[hashes[row + AHEAD] & mask], 1);
    if (hashes[row] == 0) continue;
    uint32_t at = hashes[row] & mask;
    for (; rows[at] != 0; at = (at + 1) & mask) {
      uint32_t first = rows[at] - 1;
      if (hashes[first] == hashes[row] && slice_equal(texts[first], texts[row])) {
        report(r, id_field, row, first);
        break;
      }
    }
    if (rows[at] == 0) rows[at] = row + 1;
  }
  free(rows);
}
