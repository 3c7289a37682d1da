/*
** sha256.c - FIPS 180-4 with the processor's own SHA instructions where it has them: rosters are large, and nettle
** leaves a third of their speed unused. Elsewhere nettle; nothing else of nettle is used anywhere.
*/
#include "values/sha256.h"

#include <string.h>

static void to_hex(const uint8_t sum[SHA256_DIGEST_SIZE], char hex[65]) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < SHA256_DIGEST_SIZE; i++) {
    hex[2 * i] = digits[sum[i] >> 4];
    hex[2 * i + 1] = digits[sum[i] & 15];
  }
  hex[64] = '\0';
}

#if defined(__x86_64__) && !defined(CANBAO_NO_SIMD)
#include <cpuid.h>
#include <immintrin.h>

#define BLOCK 64
#define SHA __attribute__((target("sha,sse4.1")))
#define INLINE static inline __attribute__((always_inline))

static bool has_sha(void) {
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b >> 29 & 1) != 0 &&
         __builtin_cpu_supports("sse4.1");
}

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/* A stream's state as the instructions want it: A B E F and C D G H, the first in the highest lane. */
typedef struct {
  __m128i abef, cdgh;
} sha_state;

SHA INLINE void load_block(__m128i w[4], const uint8_t *bytes) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  for (int i = 0; i < 4; i++) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
    w[i] = _mm_shuffle_epi8(v, swap);
  }
}

/* The i-th four rounds of 16. */
SHA INLINE void four_rounds(sha_state *s, __m128i w[4], int i) {
  __m128i k = _mm_loadu_si128((const __m128i *)(const void *)(constants + 4 * i));
  __m128i sum = _mm_add_epi32(w[i & 3], k);
  s->cdgh = _mm_sha256rnds2_epu32(s->cdgh, s->abef, sum);
  s->abef = _mm_sha256rnds2_epu32(s->abef, s->cdgh, _mm_shuffle_epi32(sum, 0x0E));
  if (i >= 12) return;
  __m128i next = _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]);
  next = _mm_add_epi32(next, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
  w[i & 3] = _mm_sha256msg2_epu32(next, w[(i + 3) & 3]);
}

SHA INLINE void add_state(sha_state *to, sha_state before) {
  to->abef = _mm_add_epi32(to->abef, before.abef);
  to->cdgh = _mm_add_epi32(to->cdgh, before.cdgh);
}

SHA static void add_blocks(sha_state *state, const uint8_t *bytes, size_t blocks) {
  sha_state s = *state;
  for (; blocks > 0; blocks--, bytes += BLOCK) {
    sha_state before = s;
    __m128i w[4];
    load_block(w, bytes);
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++) four_rounds(&s, w, i);
    add_state(&s, before);
  }
  *state = s;
}

/* Each round waits for the one before it, and longer than the processor needs to begin one: a second stream fills the
** time between. */
SHA static void add_blocks_two(sha_state *one, const uint8_t *x, sha_state *two, const uint8_t *y,
                               size_t blocks) {
  sha_state s = *one, t = *two;
  for (; blocks > 0; blocks--, x += BLOCK, y += BLOCK) {
    sha_state s_before = s, t_before = t;
    __m128i v[4], w[4];
    load_block(v, x);
    load_block(w, y);
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++) {
      four_rounds(&s, v, i);
      four_rounds(&t, w, i);
    }
    add_state(&s, s_before);
    add_state(&t, t_before);
  }
  *one = s;
  *two = t;
}

static void instructions_begin(sha256_stream *s) {
  static const uint32_t first[8] = {0x9b05688c, 0x510e527f, 0xbb67ae85, 0x6a09e667,
                                    0x5be0cd19, 0x1f83d9ab, 0xa54ff53a, 0x3c6ef372};
  memcpy(s->lanes, first, sizeof first); /* F E B A, H G D C */
}

SHA static void instructions_blocks(sha256_stream *s, const uint8_t *bytes, size_t blocks) {
  sha_state state;
  memcpy(&state, s->lanes, sizeof state);
  add_blocks(&state, bytes, blocks);
  memcpy(s->lanes, &state, sizeof state);
}

/* Fill the block that is waiting, if one is; how many bytes that took. */
static size_t fill_waiting(sha256_stream *s, const uint8_t *bytes, size_t n) {
  size_t waiting = s->total % BLOCK, taken = n < BLOCK - waiting ? n : BLOCK - waiting;
  if (waiting == 0) return 0;
  memcpy(s->waiting + waiting, bytes, taken);
  s->total += taken;
  if (waiting + taken == BLOCK) instructions_blocks(s, s->waiting, 1);
  return taken;
}

/* What waits first, then whole blocks from where they lie; the rest waits. */
static void instructions_add(sha256_stream *s, const uint8_t *bytes, size_t n) {
  size_t taken = fill_waiting(s, bytes, n);
  bytes += taken, n -= taken;
  s->total += n;
  if (n >= BLOCK) instructions_blocks(s, bytes, n / BLOCK);
  if (n % BLOCK > 0) memcpy(s->waiting, bytes + n / BLOCK * BLOCK, n % BLOCK);
}

/* As many blocks as both have; how many bytes that is. Nothing may be waiting where it is more than none. */
SHA static size_t instructions_two(sha256_stream *a, const uint8_t *x, size_t x_length,
                                   sha256_stream *b, const uint8_t *y, size_t y_length) {
  size_t blocks = (x_length < y_length ? x_length : y_length) / BLOCK;
  sha_state one, two;
  if (blocks == 0) return 0;
  memcpy(&one, a->lanes, sizeof one);
  memcpy(&two, b->lanes, sizeof two);
  add_blocks_two(&one, x, &two, y, blocks);
  memcpy(a->lanes, &one, sizeof one);
  memcpy(b->lanes, &two, sizeof two);
  a->total += blocks * BLOCK;
  b->total += blocks * BLOCK;
  return blocks * BLOCK;
}

static void instructions_end(sha256_stream *s, uint8_t sum[SHA256_DIGEST_SIZE]) {
  uint8_t last[2 * BLOCK] = {0};
  size_t rest = s->total % BLOCK, padded = rest < BLOCK - 8 ? BLOCK : 2 * BLOCK;
  memcpy(last, s->waiting, rest);
  last[rest] = 0x80;
  for (size_t i = 0; i < 8; i++) last[padded - 1 - i] = (uint8_t)(s->total * 8 >> 8 * i);
  instructions_blocks(s, last, padded / BLOCK);
  static const int order[8] = {3, 2, 7, 6, 1, 0, 5, 4};
  for (size_t i = 0; i < SHA256_DIGEST_SIZE; i++)
    sum[i] = (uint8_t)(s->lanes[order[i / 4]] >> (24 - 8 * (i % 4)));
}
#endif

void sha256_begin(sha256_stream *s) {
  memset(s, 0, sizeof *s);
#if defined(__x86_64__) && !defined(CANBAO_NO_SIMD)
  s->instructions = has_sha();
  if (s->instructions) {
    instructions_begin(s);
    return;
  }
#endif
  sha256_init(&s->other);
}

void sha256_add(sha256_stream *s, const void *bytes, size_t n) {
  if (n == 0) return;
#if defined(__x86_64__) && !defined(CANBAO_NO_SIMD)
  if (s->instructions) {
    instructions_add(s, bytes, n);
    return;
  }
#endif
  sha256_update(&s->other, n, bytes);
}

void sha256_add_two(sha256_stream *a, const void *x, size_t x_length, sha256_stream *b,
                    const void *y, size_t y_length) {
#if defined(__x86_64__) && !defined(CANBAO_NO_SIMD)
  if (a->instructions && x_length > 0 && y_length > 0) {
    size_t x_taken = fill_waiting(a, x, x_length), y_taken = fill_waiting(b, y, y_length);
    x = (const uint8_t *)x + x_taken, x_length -= x_taken;
    y = (const uint8_t *)y + y_taken, y_length -= y_taken;
    size_t both = instructions_two(a, x, x_length, b, y, y_length);
    x = (const uint8_t *)x + both, x_length -= both;
    y = (const uint8_t *)y + both, y_length -= both;
  }
#endif
  sha256_add(a, x, x_length);
  sha256_add(b, y, y_length);
}

void sha256_end(sha256_stream *s, char hex[65]) {
  uint8_t sum[SHA256_DIGEST_SIZE];
#if defined(__x86_64__) && !defined(CANBAO_NO_SIMD)
  if (s->instructions) {
    instructions_end(s, sum);
    to_hex(sum, hex);
    return;
  }
#endif
  sha256_digest(&s->other, sizeof sum, sum);
  to_hex(sum, hex);
}

void sha256_of(const void *bytes, size_t n, char hex[65]) {
  sha256_stream s;
  sha256_begin(&s);
  sha256_add(&s, bytes, n);
  sha256_end(&s, hex);
}
