/* utf8.c - UTF-8 checked character by character, plain ASCII eight bytes at a time. */
#include "values/utf8.h"

#include <stdbool.h>
#include <string.h>

#include "values/text.h"

#define HIGH_BITS UINT64_C(0x8080808080808080)

static inline bool continues(unsigned char c) { return (c & 0xC0) == 0x80; }

size_t utf8_decode(const char *s, size_t n, uint32_t *point) {
  const unsigned char *c = (const unsigned char *)s;
  *point = 0;
  if (n == 0) return 0;
  if (c[0] < 0x80) {
    *point = c[0];
    return 1;
  }
  if (c[0] < 0xC2 || c[0] > 0xF4 || n < 2 || !continues(c[1])) return 0;
  if (c[0] < 0xE0) {
    *point = (uint32_t)(c[0] & 0x1F) << 6 | (c[1] & 0x3F);
    return 2;
  }
  if (n < 3 || !continues(c[2])) return 0;
  if (c[0] < 0xF0) {
    if ((c[0] == 0xE0 && c[1] < 0xA0) || (c[0] == 0xED && c[1] > 0x9F)) return 0;
    *point = (uint32_t)(c[0] & 0x0F) << 12 | (uint32_t)(c[1] & 0x3F) << 6 | (c[2] & 0x3F);
    return 3;
  }
  if (n < 4 || !continues(c[3])) return 0;
  if ((c[0] == 0xF0 && c[1] < 0x90) || (c[0] == 0xF4 && c[1] > 0x8F)) return 0;
  *point = (uint32_t)(c[0] & 0x07) << 18 | (uint32_t)(c[1] & 0x3F) << 12 |
           (uint32_t)(c[2] & 0x3F) << 6 | (c[3] & 0x3F);
  return 4;
}

size_t utf8_valid_prefix(const char *s, size_t n) {
  const unsigned char *c = (const unsigned char *)s;
  size_t i = 0;
  while (i < n) {
    if (c[i] < 0x80) {
      uint64_t word;
      while (n - i >= 8 && (memcpy(&word, s + i, 8), (word & HIGH_BITS) == 0)) i += 8;
      while (i < n && c[i] < 0x80) i++;
    } else if (n - i >= 3 && c[i] > 0xE0 && c[i] < 0xED && continues(c[i + 1]) &&
               continues(c[i + 2])) {
      i += 3; /* nearly every Chinese character */
    } else {
      uint32_t point;
      size_t step = utf8_decode(s + i, n - i, &point);
      if (step == 0) return i;
      i += step;
    }
  }
  return i;
}

bool utf8_valid(const char *s, size_t n) { return utf8_valid_prefix(s, n) == n; }
