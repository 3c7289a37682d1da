/*
** term.h - exact expressions over one resident, and the questions that a rule
** may ask of one. Terms and questions are interned in a table, so that equal
** ones have equal numbers; both are evaluated in C from the columns. Knows
** nothing of Lua, articles or insurance.
*/
#ifndef TERMS_TERM_H
#define TERMS_TERM_H

#include "roster/roster.h"
#include "values/money.h"

typedef enum {
  TYPE_NIL,
  TYPE_FLAG,
  TYPE_NUMBER,
  TYPE_TEXT,
  TYPE_DATE,
  TYPE_MONEY,
  TYPE_DAYS
} value_type;

/* VALUE_ERROR: the arithmetic left its range or was not exact. */
typedef enum { VALUE_NONE, VALUE_KNOWN, VALUE_UNKNOWN, VALUE_ERROR } value_state;

typedef struct {
  uint8_t type;  /* value_type */
  uint8_t state; /* value_state */
  int64_t v;     /* flag 0/1, number, text code of the table, day, fen, days */
} value;

typedef uint32_t term; /* 0: no term */

typedef enum {
  TERM_NOTHING,
  TERM_CONST,          /* imm */
  TERM_FIELD,          /* a: field index; DATE, MONEY or NUMBER */
  TERM_AS_OF,          /* the day of the question */
  TERM_ADD,            /* a + b: money + money, date + days, days + days */
  TERM_SUB,            /* a - b: money - money, date - date -> days, date - days, days - days */
  TERM_ADD_MONTHS,     /* a + imm months (Civil Code: clamped to the month's last day) */
  TERM_FIRST_OF_MONTH, /* of a */
  TERM_LAST_OF_MONTH,
  TERM_YEAR, /* calendar year, month, day of a: numbers */
  TERM_MONTH,
  TERM_DAY,
  TERM_SCALE, /* money a * num / den, rounded to unit as `how` says; EXACT: an error when it is not whole */
  TERM_LEAST, /* the smaller of a and b */
  TERM_MOST,
  TERM_EFFECT /* a: effect index; only while a script's rules are walked at load, value always unknown */
} term_op;

#define ROUND_EXACT 4 /* beyond enum rounding: TERM_SCALE must come out whole */

typedef struct {
  uint8_t op, type, how;
  term a, b;
  int64_t imm;  /* constant; months; numerator */
  int64_t den;  /* denominator */
  int64_t unit; /* rounding unit in fen */
} term_node;

typedef enum {
  ASK_STATE,  /* field a: CELL_NONE, CELL_VALUE, CELL_UNKNOWN */
  ASK_FLAG,   /* field a: FLAG_* */
  ASK_LABEL,  /* field a: label code, LABEL_NONE, LABEL_UNKNOWN */
  ASK_HAS,    /* field a has label b: 0, 1, 2 unknown */
  ASK_ANY,    /* field a has one of the labels of list b: 0, 1, 2 unknown */
  ASK_WITHIN, /* field a lies within the place whose text code is b: 0, 1, 2 unknown */
  ASK_NUMBER, /* number term a: its value */
  ASK_TEXT,   /* field a: text code in the table's dictionary; one case per text */
  ASK_EXACT,  /* date, money or days term a: its value; one case per value */
  ASK_LESS,   /* a < b */
  ASK_MOST,   /* a <= b */
  ASK_EQUAL   /* a == b */
} question_kind;

typedef struct {
  uint8_t kind;
  uint32_t a, b;
} question;

typedef struct term_table term_table;

/* What terms are evaluated against: one resident and the run's day. */
typedef struct {
  const roster *roster;
  uint32_t row;
  int32_t as_of;
} resident;

#define TERM_DEPTH_MAX 64  /* a deeper term, */
#define TERM_NODES_MAX 256 /* or one of more distinct parts, has the value VALUE_ERROR */
#define DAYS_MAX INT32_MAX /* |days| never exceeds it */

/* `s` is borrowed and must outlive the table; NULL when out of memory. */
term_table *term_table_new(const schema *s);
void term_table_free(term_table *t);
/* Has a term, question or text not been made since this was last asked because memory ran out? */
bool term_table_starved(term_table *t);
/* The number of a term. The result's type follows from op and operands (node.type counts for
** TERM_CONST and TERM_EFFECT only), what the op does not use is ignored, days + date becomes
** date + days, a ratio is reduced, and an operation on constants whose result is in range
** becomes that constant. 0 when out of memory and when there is no such operation (money + date,
** a field of another type). */
term term_intern(term_table *t, term_node node);
term term_const(term_table *t, value_type type, int64_t v);
const term_node *term_at(const term_table *t, term x); /* good as long as the table */
int term_operands(uint8_t op);            /* how many of the operands (a, then b) are terms */
uint32_t term_count(const term_table *t); /* every term is below it; 0 (no term) counts */
/* The number of a question, from 0. UINT32_MAX when out of memory and when there is no such
** question (ASK_FLAG of a date, money < date). */
uint32_t question_intern(term_table *t, question q);
const question *question_at(const term_table *t, uint32_t q); /* good as long as the table */
uint32_t question_count(const term_table *t);
uint32_t term_text_code(term_table *t, slice text); /* texts that terms and answers speak of */
slice term_text(const term_table *t, uint32_t code);
/* Labels that are asked for together, in the order in which they were written. */
typedef struct {
  label_set set;
  int count;
  uint16_t labels[FIELD_LABELS_MAX];
} label_list;
/* The number of the list of these labels (each once); UINT32_MAX when out of memory. */
uint32_t term_label_list(term_table *t, const uint16_t *labels, int count);
const label_list *term_labels(const term_table *t, uint32_t list); /* good as long as the table */
const schema *term_schema(const term_table *t);

/* ERROR is worse than UNKNOWN, UNKNOWN than NONE; an operation's state is the worst of its
** operands'. */
value term_value(const term_table *t, term x, const resident *r);
/* The answer, or QUESTION_ERROR when a term in it cannot be computed for this resident,
** QUESTION_UNKNOWN when one has no known value (VALUE_UNKNOWN, VALUE_NONE) or ASK_TEXT's cell is
** unknown; ASK_TEXT of a blank cell answers -1. Interns a text (ASK_TEXT): so the table is not
** const. */
#define QUESTION_ERROR INT64_MIN
#define QUESTION_UNKNOWN (INT64_MIN + 1)
int64_t question_answer(term_table *t, uint32_t q, const resident *r);
/* Does a place's text lie within `place` ("灵璧县|341323")? It does when it holds one of the
** alternatives, or begins with one that is all digits. What ASK_WITHIN does for one cell. */
bool text_within_place(slice text, slice place);

/* ---- what a term or question rests on ---- */

/* True when the value can differ from run to run: it reads a field, the day of the question or
** an effect. */
bool term_depends(const term_table *t, term x);
uint64_t term_fields(const term_table *t, term x); /* bit per field it reads */
uint64_t question_fields(const term_table *t, uint32_t q);
/* True when the term is a field plus a constant (days for a date, fen for money, 0 for a
** number): then its value is the cell's plus *offset, VALUE_ERROR when that leaves the type's
** range. Takes only terms that cannot leave the range half-way. */
bool term_linear(const term_table *t, term x, int *field_index, int64_t *offset);

/* ---- for people ---- */
/* Each writes at most size - 1 bytes, whole characters, and a NUL; returns the length written. */

/* A value as users see it: 350, 2022-12-31, true, false, the text itself, days as a number; ""
** for VALUE_NONE, "?" for VALUE_UNKNOWN and VALUE_ERROR. */
size_t value_text(const term_table *t, value v, char *buf, size_t size);
/* A term and a question for a person, in the user's language: "缴费日期", "缴费日期 + 6个月",
** "缴费日期 不晚于 2022-12-31"; "paid_on", "paid_on + 6 months", "paid_on <= 2022-12-31". */
size_t term_words(const term_table *t, term x, char *buf, size_t size);
size_t question_words(const term_table *t, uint32_t q, char *buf, size_t size);
/* The answered question as a fact: "缴费日期晚于2022-12-31", "没有缴费日期", "身份类别不含低保对象";
** "paid_on is after 2022-12-31", "no paid_on". */
size_t note_words(const term_table *t, uint32_t q, int64_t answer, char *buf, size_t size);

#endif
