/* cell.c - the forms in which people write a value. Whatever is not one of them is unreadable, never a default. */
#include "roster/cell.h"

#include <stdio.h>
#include <string.h>

#include "values/date.h"
#include "values/message.h"
#include "values/money.h"

#define CELL_MONEY_MOST INT64_C(99999999999) /* fen; block.c takes nine digits of yuan too */
#define CELL_SIZE 64 /* no readable flag, date, amount or number is longer */

/* The text half-width when it holds full-width characters; false when it does not or is too long to be a value. */
static bool folded(slice text, char buf[CELL_SIZE], slice *out) {
  if (text.length == 0 || text.length >= CELL_SIZE) return false;
  bool wide = false;
  for (uint32_t i = 0; i < text.length; i++) wide |= (text.at[i] & 0x80) != 0;
  if (!wide) return false;
  *out = slice_of(buf, text_half_width(text, buf, CELL_SIZE));
  return !slice_equal(*out, text);
}

#define FLAG_WORDS 9 /* for one answer, at most */

/* A tick is yes; × is not taken for no, as on forms it also marks what was chosen. */
static bool flag_word(slice text, uint8_t *out) {
  static const char *const words[2][FLAG_WORDS] = {
      {"否", "0", "false", "n", "无", "no"}, {"是", "1", "true", "y", "有", "yes", "√", "✓", "✔"}};
  char lower[8];
  if (text.length == 0 || text.length >= sizeof lower) return false;
  for (uint32_t i = 0; i < text.length; i++) {
    char c = text.at[i];
    lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
  }
  for (uint8_t value = 0; value < 2; value++) {
    for (int i = 0; i < FLAG_WORDS && words[value][i]; i++) {
      if (!slice_is(slice_of(lower, text.length), words[value][i])) continue;
      *out = value;
      return true;
    }
  }
  return false;
}

bool cell_flag(slice text, uint8_t *out) {
  char buf[CELL_SIZE];
  slice half;
  return flag_word(text, out) || (folded(text, buf, &half) && flag_word(half, out));
}

/* Is s a time of day: 9:05, 10:22:33 or 10:22:33.5? */
static bool is_time(slice s) {
  static const unsigned most[] = {23, 59, 59};
  uint32_t at = 0;
  int part = 0;
  for (; part < 3; part++) {
    unsigned value = 0;
    uint32_t from = at;
    for (; at < s.length && at < from + 2 && s.at[at] >= '0' && s.at[at] <= '9'; at++)
      value = value * 10 + (unsigned)(s.at[at] - '0');
    if (at == from || (part > 0 && at != from + 2) || value > most[part]) return false;
    if (at == s.length || s.at[at] != ':') break;
    at++;
  }
  if (part == 2 && at < s.length && s.at[at] == '.' && at + 1 < s.length)
    for (at++; at < s.length && s.at[at] >= '0' && s.at[at] <= '9';) at++;
  return part >= 1 && part <= 2 && at == s.length;
}

/* The text without a time of day behind it, as systems of payment export it. */
static slice without_time(slice s) {
  for (uint32_t i = 0; i < s.length; i++) {
    if (s.at[i] != ' ' && s.at[i] != 'T') continue;
    slice rest = slice_of(s.at + i + 1, s.length - i - 1);
    return is_time(s.at[i] == ' ' ? slice_trim(rest) : rest) ? slice_of(s.at, i) : s;
  }
  return s;
}

static bool date_of(slice s, int32_t *out) {
  slice day = without_time(s);
  return date_parse(day.at, day.length, out);
}

bool cell_date(slice text, int32_t *out) {
  char buf[CELL_SIZE];
  slice half;
  return date_of(text, out) || (folded(text, buf, &half) && date_of(half, out));
}

static slice without_yuan_sign(slice s) {
  static const char *const signs[] = {"￥", "¥"};
  for (int i = 0; i < 2; i++) {
    size_t n = strlen(signs[i]);
    if (s.length >= n && memcmp(s.at, signs[i], n) == 0)
      return slice_trim(slice_of(s.at + n, s.length - n));
  }
  return s;
}

static bool money_of(slice s, int64_t *out) {
  slice amount = without_yuan_sign(s);
  return money_parse(amount.at, amount.length, out);
}

/* Any amount, also one that no resident's cell can hold. */
static bool any_money(slice text, int64_t *out) {
  char buf[CELL_SIZE];
  slice half;
  return money_of(text, out) || (folded(text, buf, &half) && money_of(half, out));
}

bool cell_money(slice text, int64_t *out) {
  int64_t fen;
  if (!any_money(text, &fen) || fen < 0 || fen > CELL_MONEY_MOST) return false;
  *out = fen;
  return true;
}

static bool whole_number(slice text, int minimum, int maximum, int32_t *out) {
  bool negative = text.length > 0 && text.at[0] == '-';
  uint32_t from = negative ? 1 : 0;
  int64_t value = 0;
  if (text.length == from || text.length > from + 10) return false;
  for (uint32_t i = from; i < text.length; i++) {
    if (text.at[i] < '0' || text.at[i] > '9') return false;
    value = value * 10 + (text.at[i] - '0');
  }
  if (negative) value = -value;
  if (value < minimum || value > maximum) return false;
  *out = (int32_t)value;
  return true;
}

bool cell_number(const field *f, slice text, int32_t *out) {
  char buf[CELL_SIZE];
  slice half;
  if (whole_number(text, f->minimum, f->maximum, out)) return true;
  for (int i = 0; i < f->aliases_count; i++) {
    if (!slice_is(text, f->aliases[i].text)) continue;
    *out = f->aliases[i].label;
    return true;
  }
  return folded(text, buf, &half) && cell_number(f, half, out);
}

/* Length of the separator at the start of s; 0 when there is none. */
static uint32_t separator(slice s) {
  static const char *const wide[] = {"、", "，", "；", "｜"};
  char c = s.at[0];
  if (c == ',' || c == ';' || c == '|' || c == '\n' || c == '\r') return 1;
  if ((c & 0x80) == 0 || s.length < 3) return 0;
  for (int i = 0; i < 4; i++) {
    if (memcmp(s.at, wide[i], 3) == 0) return 3;
  }
  return 0;
}

bool cell_next_label(slice *rest, slice *label) {
  while (rest->length > 0) {
    uint32_t n = 0, gap = 0;
    while (n < rest->length && (gap = separator(slice_of(rest->at + n, rest->length - n))) == 0)
      n++;
    *label = slice_trim(slice_of(rest->at, n));
    *rest = slice_of(rest->at + n + gap, rest->length - n - gap);
    if (label->length > 0) return true;
  }
  return false;
}

/* The labels, so far as they fit a sentence. */
static void list_labels(const field *f, char *buf, size_t size) {
  size_t length = 0;
  buf[0] = '\0';
  for (int i = 0; i < f->labels_count; i++) {
    size_t n = strlen(f->labels[i]);
    if (length + n + 10 > size) {
      snprintf(buf + length, size - length, "……");
      return;
    }
    length +=
        (size_t)snprintf(buf + length, size - length, "%s%s", i == 0 ? "" : "、", f->labels[i]);
  }
}

#define NEAR_NAMES_MAX \
  (FIELD_LABELS_MAX + 512) /* labels, then as many aliases as there is room for */

static void label_reason(const field *f, const char *shown, char *buf, size_t size) {
  const char *names[NEAR_NAMES_MAX];
  int count = 0;
  for (int i = 0; i < f->labels_count; i++) names[count++] = f->labels[i];
  for (int i = 0; i < f->aliases_count && count < NEAR_NAMES_MAX; i++) {
    names[count++] = f->aliases[i].text;
  }
  int near = text_nearest(shown, names, count);
  if (near >= 0) {
    int label = near < f->labels_count ? near : f->aliases[near - f->labels_count].label;
    snprintf(buf, size, _("no label “%s” is declared; did you mean “%s”?"), shown,
             f->labels[label]);
    return;
  }
  char labels[160];
  list_labels(f, labels, sizeof labels);
  snprintf(buf, size, _("no label “%s” is declared; write one of %s"), shown, labels);
}

/* Would it be a date if its day were the month's first? */
static bool lacks_only_day(slice text) {
  char buf[CELL_SIZE];
  int32_t day;
  if (text.length >= CELL_SIZE) return false;
  slice half = slice_of(buf, text_half_width(text, buf, CELL_SIZE));
  uint32_t end = without_time(half).length;
  half.length = end;
  while (end > 0 && (buf[end - 1] < '0' || buf[end - 1] > '9')) end--;
  if (end < 2) return false;
  buf[end - 1] = '1';
  if (buf[end - 2] >= '0' && buf[end - 2] <= '9') buf[end - 2] = '0';
  return date_parse(buf, half.length, &day);
}

/* Would the text with `before` and `after` around it be a date? */
static bool is_date_within(const char *before, slice text, const char *after) {
  char buf[CELL_SIZE + 16];
  int32_t day;
  if (text.length >= CELL_SIZE) return false;
  int n = snprintf(buf, sizeof buf, "%s%.*s%s", before, (int)text.length, text.at, after);
  return date_parse(buf, (size_t)n, &day);
}

/* 2023年2月, 2023-02, 2023.2 */
static bool lacks_day(slice text) {
  return is_date_within("", text, "1日") || is_date_within("", text, "-1") ||
         is_date_within("", text, "/1") || is_date_within("", text, ".1");
}

/* 23-02-28 */
static bool has_short_year(slice text) {
  return text.length > 2 && text.at[0] >= '0' && text.at[0] <= '9' && text.at[1] >= '0' &&
         text.at[1] <= '9' && (text.at[2] < '0' || text.at[2] > '9') &&
         is_date_within("20", text, "");
}

/* 9999-12-31, which some systems write for “never”. */
static bool has_far_year(slice text) {
  for (int i = 0; i < 4; i++)
    if (text.length < 8 || text.at[i] < '0' || text.at[i] > '9') return false;
  return is_date_within("2000", slice_of(text.at + 4, text.length - 4), "");
}

/* The day that a spreadsheet means by a number of five digits; false for any other text. */
static bool serial_day(slice text, int32_t *out) {
  int32_t days = 0;
  uint32_t at = 0;
  for (; at < text.length && text.at[at] >= '0' && text.at[at] <= '9'; at++)
    if (at < 5) days = days * 10 + (text.at[at] - '0');
  if (at != 5 || days < 10000) return false;
  if (at < text.length && text.at[at] == '.')
    for (at++; at < text.length && text.at[at] >= '0' && text.at[at] <= '9';) at++;
  *out = days - 25569; /* counted from 1899-12-30 */
  return at == text.length;
}

static void date_reason(slice text, const char *shown, char *buf, size_t size) {
  int32_t day;
  char iso[11];
  if (serial_day(text, &day))
    snprintf(buf, size,
             _("“%s” is not a date: it looks like a spreadsheet's serial number, which would be "
               "%s; give the column a date format in the spreadsheet and save the file again"),
             shown, date_format(day, iso));
  else if (lacks_only_day(text))
    snprintf(buf, size, _("“%s” is not a date: there is no such day"), shown);
  else if (has_far_year(text))
    snprintf(buf, size,
             _("“%s” is not a date of a resident: years from 1800 to 2299 are read; leave the cell "
               "blank where there is none"),
             shown);
  else if (lacks_day(text))
    snprintf(buf, size, _("“%s” is not a date: it is a month, and the day is missing"), shown);
  else if (has_short_year(text))
    snprintf(buf, size, _("“%s” is not a date: write the year with four digits, like 2023-02-28"),
             shown);
  else
    snprintf(buf, size, _("“%s” is not a date; write it like 2023-02-28"), shown);
}

/* A spreadsheet's way of writing a negative amount: (350.00). */
static bool in_parentheses(slice text) {
  int64_t fen;
  return text.length > 2 && text.at[0] == '(' && text.at[text.length - 1] == ')' &&
         any_money(slice_of(text.at + 1, text.length - 2), &fen);
}

static void money_reason(slice text, const char *shown, char *buf, size_t size) {
  int64_t fen = 0;
  bool known = any_money(text, &fen);
  if (in_parentheses(text) || (known && fen < 0))
    snprintf(buf, size,
             _("“%s” is below zero; write what was paid, and a refund where refunds are kept"),
             shown);
  else if (known)
    snprintf(buf, size, _("“%s” is more than any resident's amount, 999999999.99 yuan"), shown);
  else
    snprintf(buf, size,
             _("“%s” is not an amount; write yuan with at most two decimals, like 350.50"), shown);
}

const char *cell_reason(const field *f, slice text, char *buf, size_t size) {
  char shown[80];
  text_display(text, shown, sizeof shown);
  switch (f->type) {
    case FIELD_DATE: date_reason(text, shown, buf, size); break;
    case FIELD_MONEY: money_reason(text, shown, buf, size); break;
    case FIELD_NUMBER:
      snprintf(buf, size, _("“%s” is not a whole number from %d to %d"), shown, f->minimum,
               f->maximum);
      break;
    case FIELD_FLAG:
      snprintf(buf, size, _("“%s” is neither yes nor no; write 是 or 否"), shown);
      break;
    case FIELD_LABEL:
    case FIELD_LABELS: label_reason(f, shown, buf, size); break;
    case FIELD_TEXT:
    case FIELD_CODED:
    case FIELD_PLACE: snprintf(buf, size, _("“%s” is not text"), shown); break;
  }
  return buf;
}
