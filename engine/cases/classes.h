/*
** classes.h - the values of one field sorted into classes that no question about
** that field alone tells apart. Class 0 is always the blank cell ("no" for a flag).
*/
#ifndef CASES_CLASSES_H
#define CASES_CLASSES_H

#include "terms/term.h"

#define BREAKPOINTS_MAX 4096

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
} field_classes;

bool field_classes_make(field_classes *c, const class_maker *m, int field_index,
                        const uint32_t *questions, int count);
void field_classes_free(field_classes *c);
/* The class of one cell. */
uint32_t field_class(const field_classes *c, const roster *r, uint32_t row);
/* The class of a date or a number, and of an amount. */
uint32_t field_class_of_day(const field_classes *c, int32_t v);
uint32_t field_class_of_fen(const field_classes *c, int64_t v);
/* keys[i] += stride * class of row first + i. For dates and numbers that most rows have, the classes themselves are left in
** `classes` (at least `count`). */
void field_classes_add(const field_classes *c, const roster *r, uint32_t first, uint32_t count,
                       uint64_t stride, uint64_t *keys, uint16_t *classes);
/* Values of an ordered class: [*low, *high]. */
void field_class_range(const field_classes *c, uint32_t class_number, int64_t *low, int64_t *high);
/* Set the made-up resident's cell. */
void class_maker_set(const class_maker *m, int field_index, int64_t v);
/* Does the term only rise (or stay) when any of its fields rises? */
bool term_rises(const term_table *t, term x);
/* The first of a column's filled rows that is not before `row`. */
uint32_t filled_from(const column *c, uint32_t row);
/* For a free field: odd[i] = 1 where the cell has a value. */
void field_classes_mark_odd(const field_classes *c, const roster *r, uint32_t first, uint32_t count,
                            uint8_t *odd);
#endif
