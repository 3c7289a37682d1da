/* mask.c - see mask.h. Errs towards masking: a bank card's number is masked too. */
#include "studies/mask.h"

#include <string.h>

#define RUN_MIN 15 /* digits of the shortest ID number there was */
#define AREA 6     /* digits that tell where, not who */

/* Bytes of the digit (or X, when `x`) that begins at s, 0 when none does: ASCII or full width
** (EF BC 90..99, EF BC B8, EF BD 98). */
static size_t digit_at(const char *s, size_t n, bool x) {
  const unsigned char *u = (const unsigned char *)s;
  if (n >= 1 && ((u[0] >= '0' && u[0] <= '9') || (x && (u[0] == 'X' || u[0] == 'x')))) return 1;
  if (n < 3 || u[0] != 0xEF) return 0;
  if (u[1] == 0xBC && ((u[2] >= 0x90 && u[2] <= 0x99) || (x && u[2] == 0xB8))) return 3;
  return x && u[1] == 0xBD && u[2] == 0x98 ? 3 : 0;
}

/* Bytes of the run of digits that begins at s and how many digits it has. */
static size_t run_at(const char *s, size_t n, int *digits) {
  size_t at = 0, step;
  *digits = 0;
  while ((step = digit_at(s + at, n - at, false)) > 0) {
    at += step;
    ++*digits;
  }
  if (*digits > 0 && (step = digit_at(s + at, n - at, true)) > 0) {
    at += step;
    ++*digits;
  }
  return at;
}

#define HASH_LENGTH 64

/* Is it the SHA-256 of something, which stands between other characters and holds letters too? */
static bool is_hash(const char *s, size_t n) {
  bool letters = false;
  if (n < HASH_LENGTH) return false;
  for (size_t i = 0; i < HASH_LENGTH; i++) {
    bool letter = s[i] >= 'a' && s[i] <= 'f';
    if (!letter && (s[i] < '0' || s[i] > '9')) return false;
    letters = letters || letter;
  }
  return letters && (n == HASH_LENGTH || digit_at(s + HASH_LENGTH, n - HASH_LENGTH, true) == 0);
}

/* Digits, more than an area's, with which a text ends that was cut behind them: an ID number's head, for all one knows. */
static bool is_cut_off(slice text, size_t end, int digits) {
  return digits > AREA && text.length - end == 3 && memcmp(text.at + end, "...", 3) == 0;
}

size_t mask_ids(slice text, char *buf, size_t size) {
  size_t out = 0;
  for (size_t i = 0; i < text.length && out + 1 < size;) {
    int digits;
    if ((i == 0 || text.at[i - 1] == ' ' || text.at[i - 1] == '"') &&
        is_hash(text.at + i, text.length - i) && size - 1 - out >= HASH_LENGTH) {
      memcpy(buf + out, text.at + i, HASH_LENGTH);
      out += HASH_LENGTH;
      i += HASH_LENGTH;
      continue;
    }
    size_t run = run_at(text.at + i, text.length - i, &digits);
    if (digits >= RUN_MIN) {
      char half[128];
      size_t n = text_half_width(slice_of(text.at + i, run), half, sizeof half);
      out += text_mask_id(slice_of(half, n), buf + out, size - out);
      i += run;
      continue;
    }
    if (is_cut_off(text, i + run, digits)) {
      char half[RUN_MIN * 3 + 1];
      text_half_width(slice_of(text.at + i, run), half, sizeof half);
      memset(half + AREA, '*', (size_t)digits - AREA);
      size_t room = size - 1 - out, n = (size_t)digits < room ? (size_t)digits : room;
      memcpy(buf + out, half, n);
      out += n;
      i += run;
      continue;
    }
    if (run == 0) run = 1;
    while (i + run < text.length && ((unsigned char)text.at[i + run] & 0xC0) == 0x80) run++;
    if (run > size - 1 - out) break;
    memcpy(buf + out, text.at + i, run);
    out += run;
    i += run;
  }
  buf[out] = '\0';
  return out;
}

void mask_name(char *name) {
  size_t first = 1;
  while (((unsigned char)name[first] & 0xC0) == 0x80) first++;
  if (name[0]) memcpy(name + first, "**", 3);
}
