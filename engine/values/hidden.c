/* hidden.c - see hidden.h. What is no character of UTF-8 is left as it is: others report it. */
#include "values/hidden.h"

#include <string.h>

#include "values/utf8.h"

static bool is_hidden(uint32_t point) {
  if (point < ' ') return point != '\t' && point != '\n' && point != '\r' && point != 0;
  if (point < 0x7F) return false;
  return point <= 0x9F || point == 0xAD || (point >= 0x200B && point <= 0x200F) ||
         (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) ||
         point == 0xFEFF || (point >= 0xFFF9 && point <= 0xFFFB);
}

/* Length of what stands at i: a character, or a byte that is none. */
static size_t step_at(slice s, size_t i, bool *hidden) {
  uint32_t point;
  size_t n = utf8_decode(s.at + i, s.length - i, &point);
  *hidden = n > 0 && is_hidden(point);
  return n == 0 ? 1 : n;
}

bool text_has_hidden(slice s) {
  bool hidden = false;
  if (!text_may_hide(s)) return false;
  for (size_t i = 0; i < s.length && !hidden;) i += step_at(s, i, &hidden);
  return hidden;
}

size_t text_without_hidden(slice s, char *buf) {
  size_t length = 0;
  for (size_t i = 0; i < s.length;) {
    bool hidden;
    size_t n = step_at(s, i, &hidden);
    if (!hidden) {
      memcpy(buf + length, s.at + i, n);
      length += n;
    }
    i += n;
  }
  return length;
}
