/*
** csv_scan.c - 64 bytes become 64-bit masks, one bit a byte, and what is asked of the text
** is asked of the masks. The masks are made with AVX-512 or AVX2 where the machine has it, else
** with SSE2, else byte by byte; but for how bits become places, everything else is the same.
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
  uint64_t marks, lf; /* commas, LFs and CRs; LFs */
  uint64_t strange;   /* quotes, NULs and CRs */
  uint64_t space;     /* bytes that may begin a blank line */
} masks;

typedef masks (*masks_of)(const char *p, bool counting);
/* The places of the bits, `count` of them, from `from` on; up to 64 are written, whatever their number. */
typedef void (*places_of)(uint32_t *to, uint32_t from, uint64_t bits, int count);

/* Sets of bytes, each at the place of its low half; where there is none, a byte whose low half is another. */
static const char mark_bytes[16] = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, '\n', 0, ',', '\r', 0, 0};
static const char strange_bytes[16] = {'\0', 0, '"', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '\r', 0, 0};
static const char space_bytes[16] = {' ', 0,    '\xC2', '\xE3', 0,    0,    0, 0,
                                     0,   '\t', '\n',   '\v',   '\f', '\r', 0, 0};

#if SIMD
#define AVX2 __attribute__((target("avx2,bmi,popcnt,lzcnt")))

AVX2 static inline __m256i found_in(__m256i v, const char set[16]) {
  __m256i low = _mm256_and_si256(v, _mm256_set1_epi8(0x0F));
  __m256i bytes = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)set));
  return _mm256_cmpeq_epi8(v, _mm256_shuffle_epi8(bytes, low));
}

AVX2 static inline uint64_t bits_of(__m256i a, __m256i b) {
  return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

AVX2 static inline masks masks_avx2(const char *p, bool counting) {
  __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
  __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
  const __m256i lf = _mm256_set1_epi8('\n');
  masks m = {.lf = bits_of(_mm256_cmpeq_epi8(a, lf), _mm256_cmpeq_epi8(b, lf)),
             .strange = bits_of(found_in(a, strange_bytes), found_in(b, strange_bytes))};
  if (counting) {
    m.space = bits_of(found_in(a, space_bytes), found_in(b, space_bytes));
  } else {
    m.marks = bits_of(found_in(a, mark_bytes), found_in(b, mark_bytes));
  }
  return m;
}

#define AVX512 \
  __attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2,avx2,bmi,popcnt,lzcnt")))

AVX512 static inline uint64_t found_in_64(__m512i v, const char set[16]) {
  __m512i low = _mm512_and_si512(v, _mm512_set1_epi8(0x0F));
  __m512i bytes = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(const void *)set));
  return _mm512_cmpeq_epi8_mask(v, _mm512_shuffle_epi8(bytes, low));
}

AVX512 static inline masks masks_avx512(const char *p, bool counting) {
  __m512i v = _mm512_loadu_si512(p);
  masks m = {.lf = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')),
             .strange = found_in_64(v, strange_bytes)};
  if (counting) {
    m.space = found_in_64(v, space_bytes);
  } else {
    m.marks = found_in_64(v, mark_bytes);
  }
  return m;
}

/* The bytes 0 to 63 that the bits choose, moved together and then widened sixteen at a time. */
AVX512 static inline void places_avx512(uint32_t *to, uint32_t from, uint64_t bits, int count) {
  const __m128i first = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __m512i quarters = _mm512_broadcast_i32x4(first);
  const __m512i numbers = _mm512_add_epi8(
      quarters, _mm512_setr_epi32(0, 0, 0, 0, 0x10101010, 0x10101010, 0x10101010, 0x10101010,
                                  0x20202020, 0x20202020, 0x20202020, 0x20202020, 0x30303030,
                                  0x30303030, 0x30303030, 0x30303030));
  __m512i chosen = _mm512_maskz_compress_epi8(bits, numbers), base = _mm512_set1_epi32((int)from);
  _mm512_storeu_si512(to,
                      _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(chosen))));
  if (count <= 16) return;
  _mm512_storeu_si512(
      to + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(chosen, 1))));
  if (count <= 32) return;
  _mm512_storeu_si512(
      to + 32, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(chosen, 2))));
  _mm512_storeu_si512(
      to + 48, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(chosen, 3))));
}

static inline uint64_t bits_in(__m128i v, const char *bytes, int count) {
  __m128i found = _mm_setzero_si128();
  for (int i = 0; i < count; i++)
    found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8(bytes[i])));
  return (uint64_t)(uint32_t)_mm_movemask_epi8(found);
}

static inline masks masks_sse2(const char *p, bool counting) {
  masks m = {0};
  for (int i = 0; i < CSV_STEP; i += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
    m.lf |= bits_in(v, "\n", 1) << i;
    m.strange |= bits_in(v, "\"\0\r", 3) << i;
    if (counting) {
      m.space |= bits_in(v, " \t\n\v\f\r\xC2\xE3", 8) << i;
    } else {
      m.marks |= bits_in(v, ",\n\r", 3) << i;
    }
  }
  return m;
}
#else
static inline uint64_t bit_in(char c, const char set[16], int i) {
  return (uint64_t)(set[c & 0x0F] == c) << i;
}

static inline masks masks_plain(const char *p, bool counting) {
  masks m = {0};
  (void)counting;
  for (int i = 0; i < CSV_STEP; i++) {
    m.lf |= (uint64_t)(p[i] == '\n') << i;
    m.marks |= bit_in(p[i], mark_bytes, i);
    m.strange |= bit_in(p[i], strange_bytes, i);
    m.space |= bit_in(p[i], space_bytes, i);
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

/* The bits of quotes, NULs and CRs that no LF follows. `cr`: all CRs; `next`: the byte behind the 64, 'x' at the
** text's end. */
ALWAYS_INLINE uint64_t odd_bits(const masks *m, uint64_t cr, char next) {
  return m->strange & ~(cr & (m->lf >> 1 | (uint64_t)(next == '\n') << 63));
}

/* The CRs among the strange bytes. */
ALWAYS_INLINE uint64_t crs(const char *p, uint64_t strange) {
  uint64_t cr = 0;
  for (; strange != 0; strange &= strange - 1) {
    uint64_t bit = strange & (0 - strange);
    if (p[__builtin_ctzll(strange)] == '\r') cr |= bit;
  }
  return cr;
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
    if (m.strange != 0 &&
        odd_bits(&m, crs(p, m.strange), left > CSV_STEP ? p[CSV_STEP] : 'x') != 0) {
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

/* Eight at a time: what is written too much is written over by the next. */
ALWAYS_INLINE void places_plain(uint32_t *to, uint32_t from, uint64_t bits, int count) {
  for (int i = 0; i < count; i += 8) {
#pragma GCC unroll 8
    for (int k = 0; k < 8; k++) {
      to[i + k] = from + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
      bits &= bits - 1;
    }
  }
}

ALWAYS_INLINE bool mark_with(csv_marks *out, const char *base, const char *from, const char *to,
                             masks_of of, places_of put_places) {
  bool cut = to - base > MARKED_MOST, odd = false;
  if (cut) to = base + MARKED_MOST;
  uint32_t count = out->count, ends = out->ends_count;
  const char *p = from;
  while (p < to && !odd && ends < out->ends_most && count + CSV_STEP <= out->space) {
    size_t left = (size_t)(to - p);
    masks m = left >= CSV_STEP ? of(p, false) : masks_at_end(p, left, false, of);
    uint64_t marks = m.marks, lf = m.lf, bad = 0;
    if (m.strange != 0) bad = odd_bits(&m, m.strange & marks, left > CSV_STEP ? p[CSV_STEP] : 'x');
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
AVX512 static csv_counts count_avx512(const char *from, const char *to) {
  return count_with(from, to, masks_avx512);
}
AVX512 static bool mark_avx512(csv_marks *m, const char *base, const char *from, const char *to) {
  return mark_with(m, base, from, to, masks_avx512, places_avx512);
}
AVX2 static csv_counts count_avx2(const char *from, const char *to) {
  return count_with(from, to, masks_avx2);
}
AVX2 static bool mark_avx2(csv_marks *m, const char *base, const char *from, const char *to) {
  return mark_with(m, base, from, to, masks_avx2, places_plain);
}
static csv_counts count_sse2(const char *from, const char *to) {
  return count_with(from, to, masks_sse2);
}
static bool mark_sse2(csv_marks *m, const char *base, const char *from, const char *to) {
  return mark_with(m, base, from, to, masks_sse2, places_plain);
}

static bool has_avx512(void) {
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
}

csv_counts csv_count(const char *from, const char *to) {
  if (has_avx512()) return count_avx512(from, to);
  return __builtin_cpu_supports("avx2") ? count_avx2(from, to) : count_sse2(from, to);
}
bool csv_mark(csv_marks *m, const char *base, const char *from, const char *to) {
  if (has_avx512()) return mark_avx512(m, base, from, to);
  return __builtin_cpu_supports("avx2") ? mark_avx2(m, base, from, to)
                                        : mark_sse2(m, base, from, to);
}
#else
csv_counts csv_count(const char *from, const char *to) { return count_with(from, to, masks_plain); }
bool csv_mark(csv_marks *m, const char *base, const char *from, const char *to) {
  return mark_with(m, base, from, to, masks_plain, places_plain);
}
#endif
