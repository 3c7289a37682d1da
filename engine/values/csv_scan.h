/*
** csv_scan.h - where cells and records end, found 64 bytes at a time. Knows commas and
** line ends only: where a quote, a NUL or a CR by itself stands it gives up, and
** csv_record says what the record is.
*/
#ifndef VALUES_CSV_SCAN_H
#define VALUES_CSV_SCAN_H

#include "values/text.h"

/* Is the line at p blank: nothing but white space before its end? A line end or `end` ends it. */
bool csv_line_is_blank(const char *p, const char *end);
/* The first byte after a line end at or behind `at` - 1: with no quotes about, where a record begins. */
const char *csv_line_start(const char *text, const char *at, const char *end);

typedef struct {
  uint64_t records, blank; /* blank: of the records, those that are blank lines */
  bool odd;                /* there is a quote, a NUL or a CR by itself: nothing is counted */
} csv_counts;

/* Count what lies in [from, to), which begins a record and ends behind one. */
csv_counts csv_count(const char *from, const char *to);

#define CSV_STEP 64

/* Marks: the offsets from `base` of commas and line ends (of CR LF both). */
typedef struct {
  uint32_t *marks; /* room for `space` */
  uint32_t *ends;  /* which of the marks are LFs; room for ends_most + CSV_STEP */
  uint32_t count, space, ends_count, ends_most;
} csv_marks;

/* Add the marks of [from, to), at most 1 GiB behind base, until there are ends_most ends, no room for a step more, or
** something odd. True when it came to `to`. Marks behind the last end belong to a record that is not complete. */
bool csv_mark(csv_marks *m, const char *base, const char *from, const char *to);

#endif
