/*
** synth_dirt.h - what real rosters suffer from, put into some rows: cells that
** cannot be read, that must be mended, or that contradict each other. Works on
** text, with random numbers of its own, so that the people underneath are those
** of the clean roster. Owns the one row that waits to be written twice.
*/
#ifndef STUDIES_SYNTH_DIRT_H
#define STUDIES_SYNTH_DIRT_H

#include "roster/schema.h"
#include "studies/synth_random.h"

#define CELL_SIZE 1040 /* holds PERSON_LABELS_MAX of a profile's longest texts */
#define ROW_CELLS_MAX (SCHEMA_FIELDS_MAX + 4)

/* A row as it will be written: cell i belongs to field i, the ones after the fields to none. */
typedef struct {
  int count;
  char cells[ROW_CELLS_MAX][CELL_SIZE];
} sheet_row;

typedef enum {
  DIRT_DATE_UNREADABLE,
  DIRT_DATE_FORMAT,
  DIRT_ID_CHECK_DIGIT,
  DIRT_ID_LOWER_X,
  DIRT_ID_FULL_WIDTH,
  DIRT_ID_LENGTH,
  DIRT_BIRTH_CONFLICT,
  DIRT_SEX_CONFLICT,
  DIRT_LABEL_MISSPELT,
  DIRT_LABEL_UNKNOWN,
  DIRT_LABEL_SEPARATOR,
  DIRT_FLAG_VARIANT,
  DIRT_FLAG_UNREADABLE,
  DIRT_NUMBER_UNREADABLE,
  DIRT_MONEY_UNREADABLE,
  DIRT_MONEY_FORMAT,
  DIRT_CELL_BLANK,
  DIRT_CELLS_MISSING,
  DIRT_CELLS_EXTRA,
  DIRT_NEWLINE,
  DIRT_QUOTES,
  DIRT_FORMULA,
  DIRT_SAME_ROW,
  DIRT_SAME_PERSON,
  DIRT_KINDS
} dirt_kind;

/* What a kind is called: its key for programs, its name for people. */
const char *dirt_key(dirt_kind kind);
const char *dirt_name(dirt_kind kind);

typedef struct {
  const schema *schema;
  int sex_field; /* -1 when there is none */
  uint32_t millionths;
  random_stream random;
  uint64_t counts[DIRT_KINDS], rows;
  sheet_row waiting; /* to be written again after `waiting_for` more rows, as `waiting_kind` says */
  int waiting_for;   /* -1: nothing waits */
  dirt_kind waiting_kind;
} dirt;

void dirt_begin(dirt *d, const schema *s, int sex_field, uint32_t millionths, uint64_t seed);
/* Spoil the row, or leave it. Kinds that fit the row come in turn, so that even a small roster has them all. */
void dirt_row(dirt *d, sheet_row *row);
/* True when a second row follows: `row`, the one just written, is turned into it. */
bool dirt_repeat(dirt *d, sheet_row *row);
/* No more rows come: a second row that still waits does not count. */
void dirt_end(dirt *d);

#endif
