/*
** utf8.c - UTF-8 checked character by character, plain ASCII eight bytes at a time; long
** texts 32 bytes at a time where the machine has AVX2.
*/
#include "values/utf8.h"

#include <stdbool.h>
#include <string.h>

#include "values/text.h"

#if defined(__x86_64__) && !defined(CANBAO_NO_SIMD)
#define SIMD 1
#include <immintrin.h>
#else
#define SIMD 0
#endif

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

#if SIMD
/* What a byte and the one before it can be that is wrong: one bit each. Three tables of 16, by the first byte's high
** and low half and by the second's high half, agree on a bit only where that is wrong. (Keiser and Lemire, Validating
** UTF-8 in less than one instruction per byte, 2021.) */
enum {
  TOO_SHORT = 1,     /* a lead byte, then no continuation */
  TOO_LONG = 2,      /* ASCII, then a continuation */
  OVERLONG_3 = 4,    /* E0, then 80 to 9F */
  TOO_LARGE = 8,     /* F4, then 90 on; F5 on */
  SURROGATE = 16,    /* ED, then A0 on */
  OVERLONG_2 = 32,   /* C0, C1 */
  TOO_LARGE_80 = 64, /* F5 on, then 80 to 8F */
  OVERLONG_4 = 64,   /* F0, then 80 to 8F */
  TWO_CONTS = 128,   /* two continuations: right only as the third or fourth byte */
  CARRY = TOO_SHORT | TOO_LONG | TWO_CONTS
};

static const uint8_t first_high[16] = {TOO_LONG,
                                       TOO_LONG,
                                       TOO_LONG,
                                       TOO_LONG,
                                       TOO_LONG,
                                       TOO_LONG,
                                       TOO_LONG,
                                       TOO_LONG,
                                       TWO_CONTS,
                                       TWO_CONTS,
                                       TWO_CONTS,
                                       TWO_CONTS,
                                       TOO_SHORT | OVERLONG_2,
                                       TOO_SHORT,
                                       TOO_SHORT | OVERLONG_3 | SURROGATE,
                                       TOO_SHORT | TOO_LARGE | TOO_LARGE_80 | OVERLONG_4};
#define LARGE (CARRY | TOO_LARGE | TOO_LARGE_80)
static const uint8_t first_low[16] = {CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4,
                                      CARRY | OVERLONG_2,
                                      CARRY,
                                      CARRY,
                                      CARRY | TOO_LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE,
                                      LARGE | SURROGATE,
                                      LARGE,
                                      LARGE};
#define CONTINUES (TOO_LONG | OVERLONG_2 | TWO_CONTS)
static const uint8_t second_high[16] = {TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        CONTINUES | OVERLONG_3 | TOO_LARGE_80 | OVERLONG_4,
                                        CONTINUES | OVERLONG_3 | TOO_LARGE,
                                        CONTINUES | SURROGATE | TOO_LARGE,
                                        CONTINUES | SURROGATE | TOO_LARGE,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT,
                                        TOO_SHORT};

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i table_of(const uint8_t table[16]) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table));
}

/* The 32 bytes that begin n before those of v. */
#define SHIFTED(v, before, n) \
  _mm256_alignr_epi8((v), _mm256_permute2x128_si256((before), (v), 0x21), 16 - (n))

/* Not zero where v, which follows `before`, is wrong. */
AVX2 static inline __m256i wrong_in(__m256i v, __m256i before) {
  const __m256i low = _mm256_set1_epi8(0x0F);
  __m256i one = SHIFTED(v, before, 1), two = SHIFTED(v, before, 2), three = SHIFTED(v, before, 3);
  __m256i high_half = _mm256_and_si256(_mm256_srli_epi16(one, 4), low);
  __m256i second = _mm256_and_si256(_mm256_srli_epi16(v, 4), low);
  __m256i found = _mm256_and_si256(
      _mm256_shuffle_epi8(table_of(first_high), high_half),
      _mm256_and_si256(_mm256_shuffle_epi8(table_of(first_low), _mm256_and_si256(one, low)),
                       _mm256_shuffle_epi8(table_of(second_high), second)));
  /* The third byte after E0 on, the fourth after F0 on: only there two continuations are right. */
  __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8((char)(0xE0 - 0x80)));
  __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8((char)(0xF0 - 0x80)));
  __m256i due = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(due, found);
}

AVX2 static bool valid_avx2(const char *s, size_t n) {
  __m256i before = _mm256_setzero_si256(), wrong = before;
  size_t i = 0;
  for (; i + 32 <= n; i += 32) {
    __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(s + i));
    wrong = _mm256_or_si256(wrong, wrong_in(v, before));
    before = v;
  }
  char last[32] = {0}; /* zeros behind the end, so that a character cut short there is seen */
  memcpy(last, s + i, n - i);
  __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)last);
  wrong = _mm256_or_si256(wrong, wrong_in(v, before));
  return _mm256_testz_si256(wrong, wrong) != 0;
}
#endif

bool utf8_valid(const char *s, size_t n) {
#if SIMD
  if (n >= 64 && __builtin_cpu_supports("avx2")) return valid_avx2(s, n);
#endif
  return utf8_valid_prefix(s, n) == n;
}
