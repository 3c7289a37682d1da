/*
** cell.h - one cell of each type: text to value, or a reason why not. Pure functions
** of the field and the trimmed text; they know no row and no file. A blank is not theirs.
*/
#ifndef ROSTER_CELL_H
#define ROSTER_CELL_H

#include "roster/schema.h"

/* False when the text is none of the forms that DESIGN.md names; full-width digits and letters are taken too. */
bool cell_flag(slice text, uint8_t *out);
bool cell_date(slice text, int32_t *out);
/* An amount of one resident: not below zero, at most 999999999.99 yuan. */
bool cell_money(slice text, int64_t *out);
bool cell_number(const field *f, slice text, int32_t *out);
/* The next label's text in a set's cell, without white space; empty ones are passed over. False at the end. */
bool cell_next_label(slice *rest, slice *label);
/* One sentence that says what is wrong with the text and what to write; for LABEL and LABELS `text` is the label. */
const char *cell_reason(const field *f, slice text, char *buf, size_t size);

#endif
