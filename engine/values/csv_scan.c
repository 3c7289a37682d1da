/*
** csv_scan.c - 64 bytes become 64-bit masks, one bit a byte, and what is asked of the text
** is asked of the masks. The masks are made with AVX2 where the machine has it, else with
** SSE2, else byte by byte; everything else is the same for the three.
*/
#include "values/csv_scan.h"

#include <string.h>

#if defined(__x86_64__) && !defined(CANBAO_NO_SIMD)
#define SIMD 1
#include <immintrin.h>
#else
#define SIMD 0
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define MARKED_MOST ((ptrdiff_t)1 << 30)

typedef struct {
  uint64_t commas, lf, cr, odd; /* odd: quotes and NULs */
  uint64_t space;               /* bytes that may begin a blank line */
} masks;

typedef masks (*masks_of)(const char *p, bool counting);

static const char spaces[8] = {' ', '\t', '\v', '\f', '\r', '\n', '\xC2', '\xE3'};

#if SIMD
#define AVX2 __attribute__((target("avx2,bmi,popcnt,lzcnt")))

ALWAYS_INLINE masks masks_sse2(const char *p, bool counting) {
  masks m = {0};
  for (int i = 0; i < CSV_STEP; i += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
#define EQUAL(c) _mm_cmpeq_epi8(v, _mm_set1_epi8(c))
#define BITS(found) ((uint64_t)(uint32_t)_mm_movemask_epi8(found) << i)
    m.commas |= BITS(EQUAL(','));
    m.lf |= BITS(EQUAL('\n'));
    m.cr |= BITS(EQUAL('\r'));
    m.odd |= BITS(_mm_or_si128(EQUAL('"'), EQUAL('\0')));
    if (!counting) continue;
    for (size_t s = 0; s < sizeof spaces; s++) m.space |= BITS(EQUAL(spaces[s]));
#undef EQUAL
#undef BITS
  }
  return m;
}

AVX2 static inline masks masks_avx2(const char *p, bool counting) {
  masks m = {0};
  for (int i = 0; i < CSV_STEP; i += 32) {
    __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(p + i));
#define EQUAL(c) _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c))
#define BITS(found) ((uint64_t)(uint32_t)_mm256_movemask_epi8(found) << i)
    m.commas |= BITS(EQUAL(','));
    m.lf |= BITS(EQUAL('\n'));
    m.cr |= BITS(EQUAL('\r'));
    m.odd |= BITS(_mm256_or_si256(EQUAL('"'), EQUAL('\0')));
    if (!counting) continue;
    __m256i found = EQUAL(spaces[0]);
    for (size_t s = 1; s < sizeof spaces; s++) found = _mm256_or_si256(found, EQUAL(spaces[s]));
    m.space |= BITS(found);
#undef EQUAL
#undef BITS
  }
  return m;
}
#else
static masks masks_plain(const char *p, bool counting) {
  masks m = {0};
  for (int i = 0; i < CSV_STEP; i++) {
    m.commas |= (uint64_t)(p[i] == ',') << i;
    m.lf |= (uint64_t)(p[i] == '\n') << i;
    m.cr |= (uint64_t)(p[i] == '\r') << i;
    m.odd |= (uint64_t)(p[i] == '"' || p[i] == '\0') << i;
    if (counting) m.space |= (uint64_t)(memchr(spaces, p[i], sizeof spaces) != NULL) << i;
  }
  return m;
}
#endif

/* The masks of fewer than 64 bytes: what is missing is like a letter. */
ALWAYS_INLINE masks masks_at_end(const char *p, size_t n, bool counting, masks_of of) {
  char last[CSV_STEP];
  memset(last, 'x', sizeof last);
  memcpy(last, p, n);
  return of(last, counting);
}

/* The bits of CRs that no LF follows. `next`: the byte behind the 64, 'x' at the text's end. */
ALWAYS_INLINE uint64_t lone(const masks *m, char next) {
  return m->cr & ~(m->lf >> 1 | (uint64_t)(next == '\n') << 63);
}

bool csv_line_is_blank(const char *p, const char *end) {
  while (p < end) {
    unsigned char c = (unsigned char)*p;
    if (c == '\n' || c == '\r') return true;
    if (c == ' ' || c == '\t' || c == '\v' || c == '\f') {
      p++;
    } else if (c == 0xC2 && end - p >= 2 && memcmp(p, "\xC2\xA0", 2) == 0) {
      p += 2;
    } else if (c == 0xE3 && end - p >= 3 && memcmp(p, "\xE3\x80\x80", 3) == 0) {
      p += 3;
    } else {
      return false;
    }
  }
  return true;
}

const char *csv_line_start(const char *text, const char *at, const char *end) {
  if (at <= text) return text;
  for (at--; at < end; at++) {
    if (*at == '\n') return at + 1;
    if (*at == '\r') return at + 1 < end && at[1] == '\n' ? at + 2 : at + 1;
  }
  return end;
}

ALWAYS_INLINE csv_counts count_with(const char *from, const char *to, masks_of of) {
  csv_counts c = {0};
  uint64_t carried = 1; /* a record begins at the first byte */
  for (const char *p = from; p < to; p += CSV_STEP) {
    size_t left = (size_t)(to - p);
    masks m = left >= CSV_STEP ? of(p, true) : masks_at_end(p, left, true, of);
    if ((m.odd | lone(&m, left > CSV_STEP ? p[CSV_STEP] : 'x')) != 0) {
      c.odd = true;
      return c;
    }
    c.records += (uint64_t)__builtin_popcountll(m.lf);
    uint64_t blank = (m.lf << 1 | carried) & m.space;
    carried = m.lf >> 63;
    for (; blank != 0; blank &= blank - 1) {
      c.blank += csv_line_is_blank(p + __builtin_ctzll(blank), to);
    }
  }
  if (to > from && to[-1] != '\n') c.records++;
  return c;
}

/* The places of the bits, eight at a time: what is written too much is written over by the next. */
ALWAYS_INLINE void put_places(uint32_t *to, uint32_t from, uint64_t bits, int count) {
  for (int i = 0; i < count; i += 8) {
    for (int k = 0; k < 8; k++) {
      to[i + k] = from + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
      bits &= bits - 1;
    }
  }
}

ALWAYS_INLINE bool mark_with(csv_marks *out, const char *base, const char *from, const char *to,
                             masks_of of) {
  bool cut = to - base > MARKED_MOST, odd = false;
  if (cut) to = base + MARKED_MOST;
  uint32_t count = out->count, ends = out->ends_count;
  const char *p = from;
  while (p < to && !odd && ends < out->ends_most && count + CSV_STEP <= out->space) {
    size_t left = (size_t)(to - p);
    masks m = left >= CSV_STEP ? of(p, false) : masks_at_end(p, left, false, of);
    uint64_t bad = m.odd | lone(&m, left > CSV_STEP ? p[CSV_STEP] : 'x');
    uint64_t marks = m.commas | m.lf | m.cr, lf = m.lf;
    if (bad != 0) {
      odd = true;
      marks &= (bad & (0 - bad)) - 1;
      lf &= marks;
    }
    int n = __builtin_popcountll(marks);
    for (; lf != 0; lf &= lf - 1) {
      uint64_t below = (lf & (0 - lf)) - 1;
      out->ends[ends++] = count + (uint32_t)__builtin_popcountll(marks & below);
    }
    put_places(out->marks + count, (uint32_t)(p - base), marks, n);
    count += (uint32_t)n;
    p += CSV_STEP;
  }
  out->count = count;
  out->ends_count = ends;
  return p >= to && !odd && !cut;
}

#if SIMD
AVX2 static csv_counts count_avx2(const char *from, const char *to) {
  return count_with(from, to, masks_avx2);
}
AVX2 static bool mark_avx2(csv_marks *m, const char *base, const char *from, const char *to) {
  return mark_with(m, base, from, to, masks_avx2);
}
static csv_counts count_sse2(const char *from, const char *to) {
  return count_with(from, to, masks_sse2);
}
static bool mark_sse2(csv_marks *m, const char *base, const char *from, const char *to) {
  return mark_with(m, base, from, to, masks_sse2);
}

csv_counts csv_count(const char *from, const char *to) {
  return __builtin_cpu_supports("avx2") ? count_avx2(from, to) : count_sse2(from, to);
}
bool csv_mark(csv_marks *m, const char *base, const char *from, const char *to) {
  return __builtin_cpu_supports("avx2") ? mark_avx2(m, base, from, to)
                                        : mark_sse2(m, base, from, to);
}
#else
csv_counts csv_count(const char *from, const char *to) { return count_with(from, to, masks_plain); }
bool csv_mark(csv_marks *m, const char *base, const char *from, const char *to) {
  return mark_with(m, base, from, to, masks_plain);
}
#endif
