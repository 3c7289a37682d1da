/*
** unit_date.c - `date parse` (lines of text), `date months` (ISO +N), `date month` (first and last
** day), `date round` (every day there and back), `money parse`, `money scale` (a num den unit how),
** `money add`. Answers "no" where the unit refuses.
*/
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"
#include "values/date.h"
#include "values/money.h"

static int each_line(void (*answer)(const char *s, size_t n)) {
  size_t n;
  for (char *line; (line = unit_line(&n)) != NULL; free(line)) answer(line, n);
  return 0;
}

static void parse_date(const char *s, size_t n) {
  int32_t date;
  char iso[11];
  if (date_parse(s, n, &date)) {
    printf("%s %d\n", date_format(date, iso), (int)date);
  } else {
    puts("no");
  }
}

static void add_months(const char *s, size_t n) {
  int32_t date;
  char iso[11], number[32] = "";
  if (n < 12 || n > 30 || !date_parse(s, 10, &date)) return;
  memcpy(number, s + 11, n - 11);
  int32_t result = date_add_months(date, atoi(number));
  puts(date_in_range(result) ? date_format(result, iso) : "out of range");
}

static void month_ends(const char *s, size_t n) {
  int32_t date;
  char first[11], last[11];
  if (!date_parse(s, n, &date)) return;
  printf("%s %s\n", date_format(date_first_of_month(date), first),
         date_format(date_last_of_month(date), last));
}

/* Every valid day, counted up by hand, must be the next number and come back as it went in. */
static int round_trip(void) {
  int32_t expected = DATE_MIN, date;
  int days = 0;
  for (int year = 1799; year <= 2300; year++) {
    for (int month = 0; month <= 13; month++) {
      for (int day = 0; day <= 32; day++) {
        if (!date_from_civil(year, month, day, &date)) continue;
        int y, m, d;
        char iso[11];
        date_to_civil(date, &y, &m, &d);
        int32_t back;
        bool same = date == expected && y == year && m == month && d == day &&
                    date_parse(date_format(date, iso), 10, &back) && back == date;
        if (!same) return printf("wrong at %d-%d-%d\n", year, month, day), 1;
        expected++;
        days++;
      }
    }
  }
  printf("%d days, the last is %d\n", days, (int)expected - 1);
  return 0;
}

int unit_date(int argc, char **argv) {
  const char *command = argc > 1 ? argv[1] : "";
  if (strcmp(command, "parse") == 0) return each_line(parse_date);
  if (strcmp(command, "months") == 0) return each_line(add_months);
  if (strcmp(command, "month") == 0) return each_line(month_ends);
  if (strcmp(command, "round") == 0) return round_trip();
  return 2;
}

static void parse_money(const char *s, size_t n) {
  int64_t fen;
  char text[24];
  if (money_parse(s, n, &fen)) {
    size_t length = money_format(fen, text);
    printf("%" PRId64 " %.*s\n", fen, (int)length, text);
  } else {
    puts("no");
  }
}

static void print_fen(bool ok, int64_t fen) {
  if (ok) {
    printf("%" PRId64 "\n", fen);
  } else {
    puts("no");
  }
}

static void scale(const char *s, size_t n) {
  static const char *const ways[] = {"down", "up", "half_up", "half_even"};
  char line[200] = "", how[16] = "";
  int64_t a, num, den, unit, out = 0;
  memcpy(line, s, n < sizeof line ? n : sizeof line - 1);
  if (sscanf(line, "%" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %15s", &a, &num, &den, &unit,
             how) != 5)
    return;
  for (int i = 0; i < 4; i++) {
    if (strcmp(how, ways[i]) != 0) continue;
    bool ok = money_scale(a, num, den, unit, (rounding)i, &out);
    print_fen(ok, out);
  }
}

static void add(const char *s, size_t n) {
  char line[100] = "";
  int64_t a, b, out = 0;
  memcpy(line, s, n < sizeof line ? n : sizeof line - 1);
  if (sscanf(line, "%" SCNd64 " %" SCNd64, &a, &b) != 2) return;
  bool ok = money_add(a, b, &out);
  print_fen(ok, out);
}

int unit_money(int argc, char **argv) {
  const char *command = argc > 1 ? argv[1] : "";
  if (strcmp(command, "parse") == 0) return each_line(parse_money);
  if (strcmp(command, "scale") == 0) return each_line(scale);
  if (strcmp(command, "add") == 0) return each_line(add);
  return 2;
}
