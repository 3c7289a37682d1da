/* page_number.c - see page_number.h. */
#include "studies/page_number.h"

#include <stdio.h>
#include <string.h>

#include "values/message.h"

__extension__ typedef __int128 wide;

#define MINUS "\xE2\x88\x92"

/* Digits of n with separators; returns the end. */
static char *grouped(uint64_t n, char *at) {
  char digits[24];
  int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
  for (int i = 0; i < count; i++) {
    *at++ = digits[i];
    if ((count - i) % 3 == 1 && i + 1 < count) *at++ = ',';
  }
  *at = '\0';
  return at;
}

static uint64_t size_of(int64_t v) { return v < 0 ? 0 - (uint64_t)v : (uint64_t)v; }

static char *sign_of(int64_t v, bool plus, char *at) {
  const char *s = v < 0 ? MINUS : v > 0 && plus ? "+" : "";
  size_t n = strlen(s);
  memcpy(at, s, n + 1);
  return at + n;
}

/* Hundredths as a decimal fraction; without ones that say nothing where `exact`. */
static void hundredths(uint64_t v, bool exact, char *at) {
  at = grouped(v / 100, at);
  unsigned cents = (unsigned)(v % 100);
  if (cents == 0 && exact) return;
  if (exact && cents % 10 == 0)
    snprintf(at, 4, ".%u", cents / 10);
  else
    snprintf(at, 4, ".%02u", cents);
}

static const char *exact_number(int64_t v, bool money, bool plus, char *buf) {
  char *at = sign_of(v, plus, buf);
  if (money)
    hundredths(size_of(v), true, at);
  else
    grouped(size_of(v), at);
  return buf;
}

const char *page_number(int64_t v, bool money, char *buf) {
  return exact_number(v, money, false, buf);
}

const char *page_signed(int64_t v, bool money, char *buf) {
  return exact_number(v, money, true, buf);
}

const char *page_compact(int64_t v, bool money, bool sign, char *buf) {
  bool chinese = message_is_chinese();
  uint64_t small = chinese ? 10000 : 1000000, large = chinese ? 100000000 : 1000000000;
  uint64_t one = money ? 100 : 1, n = size_of(v);
  uint64_t unit = n / one >= large ? large : n / one >= small ? small : 0;
  if (unit == 0) return exact_number(v, money, sign, buf);
  wide scaled = ((wide)n * 200 / (wide)(one * unit) + 1) / 2;
  char *at = sign_of(v, sign, buf);
  hundredths((uint64_t)scaled, false, at);
  const char *word = unit == small ? (chinese ? _(" ten thousand") : _(" m"))
                                   : (chinese ? _(" hundred million") : _(" bn"));
  size_t used = strlen(buf);
  snprintf(buf + used, PAGE_NUMBER - used, "%s", word);
  return buf;
}

const char *page_percent(int64_t part, int64_t whole, char *buf) {
  buf[0] = '\0';
  if (whole == 0) return buf;
  wide size = (wide)size_of(part) * 20000 / (wide)size_of(whole);
  int64_t rounded = (int64_t)((size + 1) / 2);
  bool minus = (part < 0) != (whole < 0);
  char *at = sign_of(rounded == 0 ? 0 : minus ? -1 : 1, true, buf);
  hundredths((uint64_t)rounded, false, at);
  size_t used = strlen(buf);
  snprintf(buf + used, PAGE_NUMBER - used, "%%");
  return buf;
}
