/*
** text.c - slices: comparing, trimming, mending, showing. Characters are Unicode
** code points; a byte that begins no valid character counts as one by itself.
*/
#include "values/text.h"

#include <stdio.h>
#include <string.h>

#include "values/utf8.h"

bool slice_equal(slice a, slice b) {
  return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static inline uint64_t eight_bytes(const char *s) {
  uint64_t word;
  memcpy(&word, s, 8);
  return word;
}

/* Fewer than eight bytes as one word; with the length, which is hashed too, no two texts give the same. */
static inline uint64_t few_bytes(const char *s, size_t n) {
  if (n >= 4) {
    uint32_t first, last;
    memcpy(&first, s, 4);
    memcpy(&last, s + n - 4, 4);
    return (uint64_t)last << 32 | first;
  }
  const unsigned char *c = (const unsigned char *)s;
  return n == 0 ? 0 : (uint64_t)c[0] | (uint64_t)c[n / 2] << 8 | (uint64_t)c[n - 1] << 16;
}

static inline uint64_t mix(uint64_t h, uint64_t word) {
  __extension__ typedef unsigned __int128 wide;
  wide product = (wide)(h ^ word) * UINT64_C(0x9E3779B97F4A7C15);
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Eight bytes a step, each multiplied into 128 bits and folded; the last step overlaps the one before it. */
uint64_t text_hash(slice s) {
  uint64_t h = s.length ^ UINT64_C(0xD6E8FEB86659FD93);
  if (s.length < 8) return mix(h, few_bytes(s.at, s.length)) ^ h >> 29;
  for (size_t i = 0; i + 8 < s.length; i += 8) h = mix(h, eight_bytes(s.at + i));
  h = mix(h, eight_bytes(s.at + s.length - 8));
  return h ^ h >> 29;
}

static size_t space_at_start(slice s) {
  const unsigned char *c = (const unsigned char *)s.at;
  if (s.length >= 1 && (c[0] == ' ' || (c[0] >= '\t' && c[0] <= '\r'))) return 1;
  if (s.length >= 2 && c[0] == 0xC2 && c[1] == 0xA0) return 2;
  if (s.length >= 3 && c[0] == 0xE3 && c[1] == 0x80 && c[2] == 0x80) return 3;
  return 0;
}

static size_t space_at_end(slice s) {
  if (s.length == 0) return 0;
  const unsigned char *c = (const unsigned char *)s.at + s.length;
  if (c[-1] == ' ' || (c[-1] >= '\t' && c[-1] <= '\r')) return 1;
  if (s.length >= 2 && c[-2] == 0xC2 && c[-1] == 0xA0) return 2;
  if (s.length >= 3 && c[-3] == 0xE3 && c[-2] == 0x80 && c[-1] == 0x80) return 3;
  return 0;
}

slice slice_trim(slice s) {
  size_t n;
  while ((n = space_at_start(s)) > 0) s = slice_of(s.at + n, s.length - n);
  while ((n = space_at_end(s)) > 0) s.length -= (uint32_t)n;
  return s;
}

size_t text_half_width(slice s, char *buf, size_t size) {
  size_t length = 0;
  if (size == 0) return 0;
  for (size_t i = 0; i < s.length;) {
    uint32_t point;
    size_t n = utf8_decode(s.at + i, s.length - i, &point), wide = n;
    char half = 0;
    if (point >= 0xFF01 && point <= 0xFF5E) half = (char)(point - 0xFEE0);
    if (point == 0x3000) half = ' ';
    if (half != 0) wide = 1;
    if (n == 0) n = wide = 1; /* not a character: the byte stays */
    if (length + wide >= size) break;
    if (half != 0) {
      buf[length] = half;
    } else {
      memcpy(buf + length, s.at + i, wide);
    }
    length += wide;
    i += n;
  }
  buf[length] = '\0';
  return length;
}

#define NEAREST_MOST 64 /* characters; longer names are not compared */

/* Full-width ASCII as half-width: 三(二) is no other name than 三（二）, only typed otherwise. */
static int code_points(const char *s, uint32_t points[NEAREST_MOST]) {
  size_t n = strlen(s);
  int count = 0;
  for (size_t i = 0; i < n; count++) {
    if (count == NEAREST_MOST) return -1;
    size_t step = utf8_decode(s + i, n - i, &points[count]);
    if (step == 0) {
      points[count] = 0x110000u + (unsigned char)s[i]; /* no character equals a stray byte */
      step = 1;
    }
    if (points[count] >= 0xFF01 && points[count] <= 0xFF5E) points[count] -= 0xFEE0;
    i += step;
  }
  return count;
}

/* Levenshtein's distance, where two neighbours that changed places are one step: whne is near when. */
static int edit_distance(const uint32_t *a, int a_count, const uint32_t *b, int b_count) {
  int rows[3][NEAREST_MOST + 1];
  for (int j = 0; j <= b_count; j++) rows[0][j] = j;
  for (int i = 1; i <= a_count; i++) {
    int *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
    row[0] = i;
    for (int j = 1; j <= b_count; j++) {
      int best = above[j - 1] + (a[i - 1] != b[j - 1]);
      if (above[j] + 1 < best) best = above[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      bool crossed = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (crossed && before[j - 2] + 1 < best) best = before[j - 2] + 1;
      row[j] = best;
    }
  }
  return rows[a_count % 3][b_count];
}

int text_nearest(const char *wanted, const char *const *names, int count) {
  uint32_t a[NEAREST_MOST], b[NEAREST_MOST];
  int a_count = code_points(wanted, a), nearest = -1;
  if (a_count <= 0) return -1;
  int least = a_count < 6 ? 2 : a_count / 3 + 1; /* the first distance that is too far */
  for (int i = 0; i < count; i++) {
    int b_count = code_points(names[i], b);
    if (b_count <= 0) continue;
    int distance = edit_distance(a, a_count, b, b_count);
    if (distance >= least || distance >= (a_count > b_count ? a_count : b_count)) continue;
    least = distance;
    nearest = i;
  }
  return nearest;
}

/* Characters that would move, hide or reverse what stands around them on a terminal. */
static bool is_dangerous(uint32_t point) {
  return (point >= 0x80 && point <= 0x9F) || point == 0xAD || point == 0x61C || point == 0x180E ||
         (point >= 0x200B && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
         (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF ||
         (point >= 0xFFF9 && point <= 0xFFFB) || (point >= 0xE0000 && point <= 0xE0FFF);
}

const char *text_display(slice s, char *buf, size_t size) {
  size_t length = 0, safe = 0; /* safe: the last length after which "..." still fits */
  if (size == 0) return buf;
  for (size_t i = 0; i < s.length;) {
    char shown[16];
    uint32_t point;
    size_t n = utf8_decode(s.at + i, s.length - i, &point), wide = n;
    unsigned char byte = (unsigned char)s.at[i];
    if (n == 0 || byte < ' ' || byte == 0x7F) {
      wide = (size_t)snprintf(shown, sizeof shown, "\\x%02X", byte);
      n = 1;
    } else if (is_dangerous(point)) {
      wide = (size_t)snprintf(shown, sizeof shown, "\\u{%04X}", (unsigned)point);
    } else {
      memcpy(shown, s.at + i, n);
    }
    if (length + wide >= size) { /* does not fit: end with dots */
      size_t dots = size - 1 - safe < 3 ? size - 1 - safe : 3;
      memcpy(buf + safe, "...", dots);
      buf[safe + dots] = '\0';
      return buf;
    }
    memcpy(buf + length, shown, wide);
    length += wide;
    if (length + 3 < size) safe = length;
    i += n;
  }
  buf[length] = '\0';
  return buf;
}

size_t text_mask_id(slice id, char *buf, size_t size) {
  size_t characters = 0, length = 0, seen = 0;
  if (size == 0) return 0;
  uint32_t point;
  for (size_t i = 0; i < id.length; characters++) {
    size_t n = utf8_decode(id.at + i, id.length - i, &point);
    i += n == 0 ? 1 : n;
  }
  for (size_t i = 0; i < id.length; seen++) {
    size_t n = utf8_decode(id.at + i, id.length - i, &point);
    if (n == 0) n = 1;
    bool kept = characters < 11 ? seen == 0 : seen < 6 || seen + 4 >= characters;
    size_t wide = kept ? n : 1;
    if (length + wide >= size) break;
    if (kept) {
      memcpy(buf + length, id.at + i, n);
    } else {
      buf[length] = '*';
    }
    length += wide;
    i += n;
  }
  buf[length] = '\0';
  return length;
}
