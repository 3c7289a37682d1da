/*
** page_number.h - figures as people read them on a page: 1,120,540.50 · −3,240 · 112.05 万 · +4.62%.
** Each fills `buf` of PAGE_NUMBER bytes and returns it. Rounds only where it says so; a half goes up in size.
*/
#ifndef STUDIES_PAGE_NUMBER_H
#define STUDIES_PAGE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#define PAGE_NUMBER 48

/* Exact, with a separator after every three digits; fen where there are any. */
const char *page_number(int64_t v, bool money, char *buf);
/* The same with its sign: +1,234 −1,234 0. */
const char *page_signed(int64_t v, bool money, char *buf);
/* At most two decimals of the unit that fits: 万 and 亿 in Chinese, million and billion in English; exact below it. */
const char *page_compact(int64_t v, bool money, bool sign, char *buf);
/* part of whole with its sign, to a hundredth of a percent; "" when whole is 0. */
const char *page_percent(int64_t part, int64_t whole, char *buf);

#endif
