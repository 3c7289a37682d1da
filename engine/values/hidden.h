/*
** hidden.h - characters that nobody sees and nobody typed: controls, zero-width spaces, byte order marks and what
** turns the writing round. Two texts that look alike may differ in them. Finds them and leaves them out.
*/
#ifndef VALUES_HIDDEN_H
#define VALUES_HIDDEN_H

#include <string.h>

#include "values/text.h"

/* Might there be one? Eight bytes a step: a control, or a byte with which one can begin. */
static inline bool text_may_hide(slice s) {
  const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
  uint64_t found = 0;
  for (uint32_t i = 0; i < s.length; i += 8) {
    uint64_t w = ones * ' ';
    if (s.length - i >= 8) {
      memcpy(&w, s.at + i, 8);
    } else if (s.length >= 8) {
      memcpy(&w, s.at + s.length - 8, 8);
    } else {
      memcpy(&w, s.at, s.length);
    }
    uint64_t e1 = w ^ (ones * 0xE1), e2 = w ^ (ones * 0xE2), ef = w ^ (ones * 0xEF);
    uint64_t c2 = w ^ (ones * 0xC2), del = w ^ (ones * 0x7F);
    found |= ((w - ones * ' ') & ~w) | ((e1 - ones) & ~e1) | ((e2 - ones) & ~e2) |
             ((ef - ones) & ~ef) | ((c2 - ones) & ~c2) | ((del - ones) & ~del);
  }
  return (found & high) != 0;
}

/* There is one. Line ends and tabs are none. */
bool text_has_hidden(slice s);
/* The text without them, into buf, which has room for it; returns its length. */
size_t text_without_hidden(slice s, char *buf);

#endif
