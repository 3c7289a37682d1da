/*
** classes.h - the values of one field sorted into classes that no question about
** that field alone tells apart. Class 0 is always the blank cell ("no" for a flag).
*/
#ifndef CASES_CLASSES_H
#define CASES_CLASSES_H

#include "terms/term.h"

#define BREAKPOINTS_MAX 4096
#define CLASS_STEPS 40   /* a multiple of 8 */
#define CELLS_ROUNDED 16 /* so many cells at a time leave none over from vectors */

/* How classes are found: questions are put to a resident of one's own making, whose one cell is varied. */
typedef struct {
  term_table *terms;
  const roster *roster; /* the real one: dictionaries, sets */
  int32_t as_of;
  roster probe; /* one row */
  struct {
    int32_t day, number;
    int64_t fen;
    uint32_t code;
    uint16_t label;
    uint8_t flag;
    text_ref text;
  } cells[SCHEMA_FIELDS_MAX];
} class_maker;

/* The maker must not move while it is open. False when out of memory. */
bool class_maker_open(class_maker *m, term_table *t, const roster *r, int32_t as_of);
void class_maker_close(class_maker *m);

typedef struct {
  int field;
  field_type type;
  uint32_t count;     /* classes */
  bool by_occurrence; /* days: only those that occur were asked */
  bool free;          /* values that have no class: such residents are decided one by one */
  int64_t *breaks; /* DATE, MONEY, NUMBER: a class begins at each; the first class of values is 2 */
  uint32_t breaks_count;
  uint32_t
      *of_code; /* FLAG, LABEL, LABELS, CODED, PLACE: at 0 the class of unknown, at 1 of none, then
                      ** of each code: the codes of unknown and none are the highest, so code + 2 finds all */
  uint32_t codes;
  uint32_t *questions; /* those that the classes answer */
  int questions_count;
  int64_t *answers; /* class * questions_count + question; NULL for a free field */
  /* How a block's classes are found, see class_keys.c: of a cell as an int32 (a code's is the code: unknown is -2, none -1) the
  ** class is the base, the sum of the rises at the steps that it reaches, and what the table says of it. Without steps and
  ** table each cell is asked with field_class. */
  uint32_t base;
  int32_t step_at[CLASS_STEPS];
  uint32_t step_rise[CLASS_STEPS];
  uint32_t steps_count;
  uint32_t *of_day; /* owned: classes above the lowest, of each day or number from table_low on */
  const uint32_t *table;         /* of_day or of_code; NULL: none */
  int32_t table_low, table_last; /* days beyond the table count as its first and last */
} field_classes;

/* Part of a column's filled rows: filled[from] .. filled[to - 1] are those of a block. */
typedef struct {
  uint32_t from, to;
} filled_span;

/* `questions` ascend. `before`: what the field's classes were when fewer questions were known, or NULL; the answers known then
** are not asked for again. */
bool field_classes_make(field_classes *c, const class_maker *m, const field_classes *before,
                        int field_index, const uint32_t *questions, int count);
void field_classes_free(field_classes *c);
/* The class of one cell. */
uint32_t field_class(const field_classes *c, const roster *r, uint32_t row);
/* The class of a date or a number, and of an amount. */
uint32_t field_class_of_day(const field_classes *c, int32_t v);
uint32_t field_class_of_fen(const field_classes *c, int64_t v);
/* Find out how blocks will be classified. False when out of memory. */
bool field_classes_prepare(field_classes *c);
/* keys[i] += stride * class of row first + i. `ahead`: how many rows later the rows stand that are to be brought near meanwhile;
** 0: none. `span`: the block's filled rows, where the column has such; NULL: each row is looked at. `space`: for `count` cells. */
void field_classes_add(const field_classes *c, const roster *r, uint32_t first, uint32_t count,
                       uint32_t ahead, const filled_span *span, uint32_t stride, uint32_t *keys,
                       int32_t *space);
/* Set the made-up resident's cell. */
void class_maker_set(const class_maker *m, int field_index, int64_t v);
/* The filled rows of first .. first + count - 1. `after`: the span of the rows before `first`, NULL when it is not known. */
filled_span filled_rows(const column *c, uint32_t first, uint32_t count, const filled_span *after);
/* For a free field: odd[i] = 1 where the cell has a value. */
void field_classes_mark_odd(const field_classes *c, const roster *r, uint32_t first, uint32_t count,
                            uint8_t *odd);
#endif
