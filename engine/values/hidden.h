/*
** hidden.h - characters that nobody sees and nobody typed: controls, zero-width spaces, byte order marks and what
** turns the writing round. Two texts that look alike may differ in them. Finds them and leaves them out.
*/
#ifndef VALUES_HIDDEN_H
#define VALUES_HIDDEN_H

#include "values/text.h"

#if defined(__SSE2__) && !defined(CANBAO_NO_SIMD)
#include <emmintrin.h>
#endif

/* A control, or a byte with which one of these characters begins. */
static inline bool byte_may_hide(unsigned char c) {
  return c < ' ' || c == 0x7F || c == 0xC2 || c == 0xE2 || c == 0xEF;
}

#if defined(__SSE2__) && !defined(CANBAO_NO_SIMD)
static inline bool bytes_may_hide(__m128i v) {
  __m128i found = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v);
  found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8(0x7F)));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xC2)));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xE2)));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xEF)));
  return _mm_movemask_epi8(found) != 0;
}

/* Might there be one? A short text's ends overlap; a long one is looked at sixteen bytes at a time. */
static inline bool text_may_hide(slice s) {
  if (s.length >= 16) {
    for (size_t i = 0; i + 16 < s.length; i += 16)
      if (bytes_may_hide(_mm_loadu_si128((const __m128i *)(const void *)(s.at + i)))) return true;
    return bytes_may_hide(_mm_loadu_si128((const __m128i *)(const void *)(s.at + s.length - 16)));
  }
  if (s.length >= 8) {
    __m128i first = _mm_loadl_epi64((const __m128i *)(const void *)s.at);
    __m128i last = _mm_loadl_epi64((const __m128i *)(const void *)(s.at + s.length - 8));
    return bytes_may_hide(_mm_unpacklo_epi64(first, last));
  }
  bool found = false;
  for (uint32_t i = 0; i < s.length; i++) found |= byte_may_hide((unsigned char)s.at[i]);
  return found;
}
#else
/* Might there be one? */
static inline bool text_may_hide(slice s) {
  bool found = false;
  for (uint32_t i = 0; i < s.length; i++) found |= byte_may_hide((unsigned char)s.at[i]);
  return found;
}
#endif

/* There is one. Line ends and tabs are none. */
bool text_has_hidden(slice s);
/* The text without them, into buf, which has room for it; returns its length. */
size_t text_without_hidden(slice s, char *buf);

#endif
