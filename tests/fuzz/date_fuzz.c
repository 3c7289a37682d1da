/*
** date_fuzz.c - any bytes as a date: what is read must come back from its ISO text, and months must
** be added within the range or said to leave it. Build: clang -fsanitize=fuzzer,address,undefined.
*/
#include <stdlib.h>
#include <string.h>

#include "values/date.h"

static void require(bool holds) {
  if (!holds) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  int32_t date, back;
  char iso[11];
  int months = 0;
  if (size >= sizeof months) memcpy(&months, data + size - sizeof months, sizeof months);
  if (!date_parse((const char *)data, size, &date)) {
    if (size < sizeof date) return 0;
    memcpy(&date, data, sizeof date);
    if (!date_in_range(date)) return 0;
  }
  require(date_in_range(date));
  require(date_parse(date_format(date, iso), 10, &back) && back == date);
  int32_t first = date_first_of_month(date), last = date_last_of_month(date);
  require(first <= date && date <= last && last - first >= 27 && last - first <= 30);
  int32_t moved = date_add_months(date, months);
  if (!date_in_range(moved)) return 0;
  require(months > 0 ? moved > date : months < 0 ? moved < date : moved == date);
  int32_t returned = date_add_months(moved, -months);
  require(returned <= date && date - returned <= 3);
  return 0;
}
