/* synth_random.c - see synth_random.h. xoshiro256** and splitmix64 are Blackman and Vigna's, in the public domain. */
#include "studies/synth_random.h"

#include <stdlib.h>

static uint64_t splitmix(uint64_t *state) {
  uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

void random_seed(random_stream *r, uint64_t seed, uint64_t stream) {
  uint64_t state = seed;
  state = splitmix(&state) ^ (stream * UINT64_C(0xD1342543DE82EF95));
  for (int i = 0; i < 4; i++) r->s[i] = splitmix(&state);
}

static uint64_t rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

uint64_t random_next(random_stream *r) {
  uint64_t *s = r->s;
  uint64_t result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate(s[3], 45);
  return result;
}

/* Lemire's way: the upper half of a product; the few draws that would make some outcomes likelier are thrown away. */
uint32_t random_below(random_stream *r, uint32_t n) {
  uint64_t product = (random_next(r) >> 32) * n;
  uint32_t low = (uint32_t)product;
  if (low < n) {
    uint32_t uneven = (uint32_t)(-n) % n;
    while (low < uneven) {
      product = (random_next(r) >> 32) * n;
      low = (uint32_t)product;
    }
  }
  return (uint32_t)(product >> 32);
}

int32_t random_between(random_stream *r, int32_t low, int32_t high) {
  return (int32_t)((int64_t)low + random_below(r, (uint32_t)((int64_t)high - low + 1)));
}

bool random_chance(random_stream *r, uint32_t millionths) {
  if (millionths == 0) return false;
  if (millionths >= 1000000) return true;
  return random_below(r, 1000000) < millionths;
}

bool lottery_add(lottery *l, uint32_t weight) {
  uint64_t sum = (uint64_t)lottery_total(l) + weight;
  if (sum > UINT32_MAX) return false;
  uint32_t *grown = realloc(l->upto, ((size_t)l->count + 1) * sizeof *grown);
  if (!grown) return false;
  l->upto = grown;
  l->upto[l->count++] = (uint32_t)sum;
  return true;
}

void lottery_free(lottery *l) {
  free(l->upto);
  *l = (lottery){0};
}

uint32_t lottery_total(const lottery *l) { return l->count ? l->upto[l->count - 1] : 0; }

static int outcome_of(const lottery *l, uint32_t ticket) {
  int low = 0, high = l->count - 1;
  while (low < high) {
    int middle = (low + high) / 2;
    if (ticket < l->upto[middle])
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

int lottery_draw(const lottery *l, random_stream *r) {
  return outcome_of(l, random_below(r, lottery_total(l)));
}

int lottery_draw_within(const lottery *l, random_stream *r, int first, int last) {
  uint32_t below = first > 0 ? l->upto[first - 1] : 0, weight = l->upto[last] - below;
  if (weight == 0) return -1;
  return outcome_of(l, below + random_below(r, weight));
}
