/*
** table.h - what a verb prints: tables and facts, gathered in a report and then
** shown aligned on a terminal (East Asian wide characters count double) or as
** one JSON object. Owns copies of every text. Memory running out is remembered
** and reported once, by report_print.
*/
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/cli.h"

typedef struct report report;
typedef struct table table;

typedef enum {
  TABLE_TEXT,
  TABLE_COUNT,
  TABLE_MONEY,
  TABLE_DATE,
  TABLE_FLAG,
  TABLE_PERCENT
} table_type;

#define TABLE_FOLDED 118

report *
report_new(void); /* NULL is fine everywhere below: report_print then says that memory ran out */
void report_free(report *r);
/* Remember that memory ran out while the report was made; report_print will say so. */
void report_lost(report *r);
/* A fact: one "heading: value" line above the tables; in JSON the member `key`. Texts are
** copied. */
void report_text(report *r, const char *key, const char *heading, const char *text);
void report_count(report *r, const char *key, const char *heading, int64_t n);
void report_money(report *r, const char *key, const char *heading, int64_t fen);
void report_date(report *r, const char *key, const char *heading, int32_t day);
void report_flag(report *r, const char *key, const char *heading, bool yes);
void report_percent(report *r, const char *key, const char *heading, int64_t hundredths);
/* A sentence on a line of its own; in JSON an entry of the array "notes". Facts, tables and
** notes print in the order added. */
void report_note(report *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A table; in JSON the member `key`, an array with an object per row. Borrowed from the report. */
table *report_table(report *r, const char *key, const char *title);
void table_column(table *t, const char *key, const char *heading, table_type type);
/* On a terminal the table's widest texts are folded, so that it takes no more than TABLE_FOLDED columns where it can. */
void table_fold(table *t);
/* Cells fill the row from left to right; a full row begins the next. The call must fit the
** column's type (asserted); table_blank fits all: nothing on a terminal, null in JSON. */
void table_text(table *t, const char *text);
/* FILE:LINE as a text; the file alone where the line is 0. */
void table_place(table *t, const char *file, int line);
void table_count(table *t, int64_t n);
void table_money(table *t, int64_t fen);
void table_date(table *t, int32_t day);
void table_flag(table *t, bool yes);
void table_percent(table *t, int64_t hundredths); /* 9735 is 97.35% */
void table_blank(table *t);
int table_rows(const table *t);

/* Print everything to stdout as c->options.json says. EXIT_DONE, or the error printed and its
** exit code. */
int report_print(const report *r, const cli *c);
/* Columns a text takes on a terminal. */
int display_width(const char *text);

#endif
