/*
** date.h - days. A date is an int32 number of days since 1970-01-01, valid from
** 1800-01-01 to 2299-12-31. Knows the calendar, not time zones, not the clock.
*/
#ifndef VALUES_DATE_H
#define VALUES_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATE_MIN (-62091) /* 1800-01-01 */
#define DATE_MAX (120529) /* 2299-12-31 */

/* False when there is no such day (2023-02-29) or it is outside the range. */
bool date_from_civil(int year, int month, int day, int32_t *out);
void date_to_civil(int32_t date, int *year, int *month, int *day);
/* Exactly one date and nothing else in s[0..n): 2023-02-28, 2023/2/28, 2023.2.28, 20230228, 2023年2月28日. */
bool date_parse(const char *s, size_t n, int32_t *out);
/* The same for exactly ten bytes as 2023-02-28, and for eight as 20230228: those of nearly every cell and ID number. */
bool date_from_iso(const char s[10], int32_t *out);
bool date_from_digits(const char s[8], int32_t *out);
/* ISO text and a NUL; returns buf. */
const char *date_format(int32_t date, char buf[11]);
/* The corresponding day n months on (or back); the month's last day where there is none
** (民法典第二百零二条). Result may be out of range: check with date_in_range. */
int32_t date_add_months(int32_t date, int n);
/* Is it the last of its month, and the corresponding day n months on not? 28 February, into a leap year. */
bool date_leaves_month_end(int32_t date, int n);
int32_t date_first_of_month(int32_t date);
int32_t date_last_of_month(int32_t date);
static inline bool date_in_range(int64_t date) { return date >= DATE_MIN && date <= DATE_MAX; }

#endif
