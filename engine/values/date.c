/*
** date.c - the proleptic Gregorian calendar on day numbers. Years are counted from
** March, so that the leap day is a year's last.
*/
#include "values/date.h"

#include <string.h>

static int64_t days_of(int64_t year, int month, int day) {
  int64_t y = month <= 2 ? year - 1 : year;
  int64_t era = (y >= 0 ? y : y - 399) / 400;
  int64_t of_era = y - era * 400;
  int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int days_in_month(int64_t year, int month) {
  static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[month - 1];
}

/* Days from the year's first to each month's, and in each month, of common years and of leap years. */
static const int16_t before_month[2][13] = {
    {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334},
    {0, 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335}};
static const uint8_t month_days[2][13] = {{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31},
                                          {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}};

static inline bool civil(unsigned year, unsigned month, unsigned day, int32_t *out) {
  if (year - 1800 > 2299 - 1800 || month - 1 > 11) return false;
  unsigned past = year - 1, centuries = past / 100;
  int leap = year % 4 == 0 && (year % 25 != 0 || year % 16 == 0);
  if (day - 1 >= month_days[leap][month]) return false;
  unsigned first = past * 365 + past / 4 - centuries + centuries / 4;
  *out = (int32_t)(first + day) + before_month[leap][month] - 719163;
  return true;
}

bool date_from_civil(int year, int month, int day, int32_t *out) {
  return civil((unsigned)year, (unsigned)month, (unsigned)day, out);
}

void date_to_civil(int32_t date, int *year, int *month, int *day) {
  int64_t z = (int64_t)date + 719468;
  int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  int64_t of_era = z - era * 146097;
  int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
  int64_t from_march = (5 * of_year + 2) / 153;
  *day = (int)(of_year - (153 * from_march + 2) / 5 + 1);
  *month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
  *year = (int)(years + era * 400 + (*month <= 2));
}

/* Up to `most` digits at s[*at]; how many there were. */
static int digits(const char *s, size_t n, size_t *at, int most, int *value) {
  int count = 0;
  *value = 0;
  while (count < most && *at < n && s[*at] >= '0' && s[*at] <= '9') {
    *value = *value * 10 + (s[(*at)++] - '0');
    count++;
  }
  return count;
}

static bool literal(const char *s, size_t n, size_t *at, const char *text) {
  size_t length = strlen(text);
  if (n - *at < length || memcmp(s + *at, text, length) != 0) return false;
  *at += length;
  return true;
}

/* Eight digits as they stand in memory, the first in the lowest byte, all looked at in one word. */
static inline bool from_word(uint64_t word, int32_t *out) {
  const uint64_t zeros = UINT64_C(0x3030303030303030), high = UINT64_C(0x8080808080808080);
  const uint64_t above_nine = UINT64_C(0x4646464646464646);
  if ((((word - zeros) | (word + above_nine) | word) & high) != 0) return false;
  word -= zeros;
  word = (word * 10 + (word >> 8)) & UINT64_C(0x00FF00FF00FF00FF); /* four pairs */
  unsigned year = (unsigned)(word & 0xFF) * 100 + (unsigned)(word >> 16 & 0xFF);
  return civil(year, (unsigned)(word >> 32 & 0xFF), (unsigned)(word >> 48), out);
}

/* Eight bytes, the first of them lowest. */
static inline uint64_t word_at(const char *s) {
  uint64_t word;
  memcpy(&word, s, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

bool date_from_iso(const char s[10], int32_t *out) {
  uint64_t year_month = word_at(s), month_day = word_at(s + 2);
  if (s[4] != '-' || s[7] != '-') return false;
  return from_word((year_month & UINT64_C(0x00000000FFFFFFFF)) | (month_day >> 24 & 0xFFFF) << 32 |
                       (month_day & UINT64_C(0xFFFF000000000000)),
                   out);
}

bool date_from_digits(const char s[8], int32_t *out) { return from_word(word_at(s), out); }

bool date_parse(const char *s, size_t n, int32_t *out) {
  static const char *const forms[][3] = {
      {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}};
  size_t at = 0;
  int year, month, day;
  if (digits(s, n, &at, 4, &year) != 4) return false;
  if (n == 8 && digits(s, n, &at, 2, &month) == 2 && digits(s, n, &at, 2, &day) == 2) {
    return date_from_civil(year, month, day, out);
  }
  for (int form = 0; form < 4; form++) {
    at = 4;
    if (!literal(s, n, &at, forms[form][0])) continue;
    if (digits(s, n, &at, 2, &month) == 0 || !literal(s, n, &at, forms[form][1])) return false;
    if (digits(s, n, &at, 2, &day) == 0 || !literal(s, n, &at, forms[form][2])) return false;
    return at == n && date_from_civil(year, month, day, out);
  }
  return false;
}

const char *date_format(int32_t date, char buf[11]) {
  if (!date_in_range(date)) return memcpy(buf, "----------", 11);
  int parts[3];
  date_to_civil(date, &parts[0], &parts[1], &parts[2]);
  static const int at[] = {0, 5, 8}, width[] = {4, 2, 2};
  for (int p = 0; p < 3; p++) {
    for (int i = width[p] - 1, v = parts[p]; i >= 0; i--, v /= 10)
      buf[at[p] + i] = (char)('0' + v % 10);
  }
  buf[4] = buf[7] = '-';
  buf[10] = '\0';
  return buf;
}

int32_t date_add_months(int32_t date, int n) {
  int year, month, day;
  date_to_civil(date, &year, &month, &day);
  int64_t months = (int64_t)year * 12 + month - 1 + n;
  int64_t to_year = (months >= 0 ? months : months - 11) / 12;
  int to_month = (int)(months - to_year * 12) + 1;
  if (to_year < 1799) return DATE_MIN - 1;
  if (to_year > 2300) return DATE_MAX + 1;
  int last = days_in_month(to_year, to_month);
  return (int32_t)days_of(to_year, to_month, day < last ? day : last);
}

bool date_leaves_month_end(int32_t date, int n) {
  int32_t then = date_add_months(date, n);
  return date_in_range(then) && date == date_last_of_month(date) &&
         then != date_last_of_month(then);
}

int32_t date_first_of_month(int32_t date) {
  int year, month, day;
  date_to_civil(date, &year, &month, &day);
  return date - (day - 1);
}

int32_t date_last_of_month(int32_t date) {
  int year, month, day;
  date_to_civil(date, &year, &month, &day);
  return date + (days_in_month(year, month) - day);
}
