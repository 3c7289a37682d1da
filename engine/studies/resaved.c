/* resaved.c - see resaved.h. */
#include "studies/resaved.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/date.h"

#define EXACT_DIGITS 15 /* that a spreadsheet program keeps of a number */
#define DIGITS_MOST 17  /* of a number with a power; one more fits an int64 */

const char *resaved_word(resaved_kind kind) {
  static const char *const words[RESAVED_KINDS] = {
      "line_ends", "mark",   "encoding",  "quotes",  "empty_cells", "empty_rows", "day",
      "flag",      "number", "text_mark", "rounded", "zeros",       "text_day"};
  return words[kind];
}

/* ---- numbers ---- */

static bool all_digits(slice s) {
  for (uint32_t i = 0; i < s.length; i++)
    if (s.at[i] < '0' || s.at[i] > '9') return false;
  return s.length > 0;
}

static int64_t digits_value(slice s) {
  int64_t n = 0;
  for (uint32_t i = 0; i < s.length; i++) n = n * 10 + (s.at[i] - '0');
  return n;
}

/* 9.90001E+17 taken apart: its digits without the point, and the power. */
static bool read_scientific(slice s, char digits[DIGITS_MOST], uint32_t *count, uint32_t *power) {
  uint32_t i = 0;
  *count = *power = 0;
  for (; i < s.length && s.at[i] != 'E' && s.at[i] != 'e'; i++) {
    if (s.at[i] == '.' && i == 1) continue;
    if (s.at[i] < '0' || s.at[i] > '9' || *count == DIGITS_MOST) return false;
    digits[(*count)++] = s.at[i];
  }
  if (*count == 0 || (s.length > 1 && i > 1 && s.at[1] != '.')) return false;
  if (i + 2 >= s.length || s.at[i + 1] != '+' || s.length - i > 5) return false;
  slice tail = slice_of(s.at + i + 2, s.length - i - 2);
  if (!all_digits(tail)) return false;
  *power = (uint32_t)digits_value(tail);
  return true;
}

/* Is 9.90001E+17, or 990001198005050000, what has become of this row of digits? */
static bool is_rounded(slice recorded, slice derived) {
  char digits[DIGITS_MOST];
  uint32_t count, power;
  if (!all_digits(derived) || derived.at[0] == '0') return false;
  if (all_digits(recorded) && recorded.length == derived.length && derived.length > EXACT_DIGITS) {
    for (uint32_t i = EXACT_DIGITS; i < recorded.length; i++)
      if (recorded.at[i] != '0') return false;
    return memcmp(recorded.at, derived.at, EXACT_DIGITS) == 0;
  }
  if (!read_scientific(recorded, digits, &count, &power) || power + 1 != derived.length ||
      count >= derived.length)
    return false;
  int64_t kept = digits_value(slice_of(derived.at, count)) + (derived.at[count] >= '5');
  return kept == digits_value(slice_of(digits, count));
}

/* A number without its sign +, zeros in front and zeros behind the point; false when it is none. */
static bool plain_number(slice s, slice *minus, slice *whole, slice *rest) {
  uint32_t sign = s.length > 0 && (s.at[0] == '-' || s.at[0] == '+'), point = sign;
  while (point < s.length && s.at[point] != '.') point++;
  *minus = slice_of(s.at, sign && s.at[0] == '-');
  *whole = slice_of(s.at + sign, point - sign);
  *rest = point < s.length ? slice_of(s.at + point + 1, s.length - point - 1) : slice_of("", 0);
  if (!all_digits(*whole) || (point < s.length && !all_digits(*rest))) return false;
  while (whole->length > 1 && whole->at[0] == '0') whole->at++, whole->length--;
  while (rest->length > 0 && rest->at[rest->length - 1] == '0') rest->length--;
  return true;
}

static bool is_same_number(slice recorded, slice derived, resaved_kind *kind) {
  slice a[3], b[3];
  if (!plain_number(recorded, &a[0], &a[1], &a[2]) || !plain_number(derived, &b[0], &b[1], &b[2]))
    return false;
  for (int i = 0; i < 3; i++)
    if (!slice_equal(a[i], b[i])) return false;
  *kind = derived.at[0] == '0' && b[1].at != derived.at ? RESAVED_ZEROS : RESAVED_NUMBER;
  return true;
}

/* ---- days, flags, texts ---- */

static bool is_same_day(slice recorded, slice derived) {
  int32_t a, b;
  return date_parse(recorded.at, recorded.length, &a) &&
         date_parse(derived.at, derived.length, &b) && a == b;
}

static bool is_capital(slice recorded, slice derived) {
  return (slice_is(derived, "true") && slice_is(recorded, "TRUE")) ||
         (slice_is(derived, "false") && slice_is(recorded, "FALSE"));
}

static bool is_unmarked(slice recorded, slice derived) {
  return derived.length == recorded.length + 3 && memcmp(derived.at, "=\"", 2) == 0 &&
         derived.at[derived.length - 1] == '"' &&
         slice_equal(recorded, slice_of(derived.at + 2, recorded.length));
}

/* 3-4 or 3/4 that stands there as 3月4日, 4-Mar or Mar-04. */
static bool is_day_of_text(slice recorded, slice derived) {
  static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  uint32_t cut = 0;
  while (cut < derived.length && derived.at[cut] != '-' && derived.at[cut] != '/') cut++;
  if (cut == 0 || cut > 2 || derived.length - cut < 2 || derived.length - cut > 3) return false;
  slice first = slice_of(derived.at, cut),
        second = slice_of(derived.at + cut + 1, derived.length - cut - 1);
  if (!all_digits(first) || !all_digits(second)) return false;
  int month = (int)digits_value(first), day = (int)digits_value(second);
  char texts[3][32];
  if (month < 1 || month > 12) return false;
  snprintf(texts[0], sizeof texts[0], "%d月%d日", month, day);
  snprintf(texts[1], sizeof texts[1], "%d-%s", day, months[month - 1]);
  snprintf(texts[2], sizeof texts[2], "%s-%02d", months[month - 1], day);
  return slice_is(recorded, texts[0]) || slice_is(recorded, texts[1]) ||
         slice_is(recorded, texts[2]);
}

bool resaved_cell(slice recorded, slice derived, resaved_kind *kind) {
  if (is_same_number(recorded, derived, kind)) return true;
  if (is_rounded(recorded, derived))
    *kind = RESAVED_ROUNDED;
  else if (is_same_day(recorded, derived))
    *kind = RESAVED_DAY;
  else if (is_capital(recorded, derived))
    *kind = RESAVED_FLAG;
  else if (is_unmarked(recorded, derived))
    *kind = RESAVED_TEXT_MARK;
  else if (is_day_of_text(recorded, derived))
    *kind = RESAVED_TEXT_DAY;
  else
    return false;
  return true;
}

/* ---- traces ---- */

void resaved_add(resaved *s, resaved_kind kind, slice column, uint32_t row, uint32_t line) {
  char name[128];
  text_display(column, name, sizeof name);
  for (int i = 0; i < s->count; i++)
    if (s->traces[i].kind == kind && strcmp(s->traces[i].column, name) == 0) {
      s->traces[i].rows++;
      return;
    }
  resaved_trace *grown = realloc(s->traces, ((size_t)s->count + 1) * sizeof *grown);
  if (!grown) {
    s->failed = true;
    return;
  }
  s->traces = grown;
  resaved_trace *t = &grown[s->count++];
  *t = (resaved_trace){.kind = kind, .rows = 1, .row = row, .line = line};
  memcpy(t->column, name, sizeof name);
}

void resaved_free(resaved *s) {
  free(s->traces);
  *s = (resaved){0};
}

bool resaved_by_spreadsheet(const resaved *s) {
  for (int i = 0; i < s->count; i++)
    if (s->traces[i].kind >= RESAVED_EMPTY_CELLS) return true;
  return false;
}
