/*
** synth_random.h - random numbers that are the same on every machine:
** xoshiro256** seeded through splitmix64, and sampling with whole numbers only
** (no floating point, no libm). Knows nothing of people.
*/
#ifndef STUDIES_SYNTH_RANDOM_H
#define STUDIES_SYNTH_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  uint64_t s[4];
} random_stream;

/* Streams of one seed are independent of each other, so that what one part draws never shifts another's numbers. */
void random_seed(random_stream *r, uint64_t seed, uint64_t stream);
uint64_t random_next(random_stream *r);
/* Even over 0 .. n-1, without bias; n is at least 1. */
uint32_t random_below(random_stream *r, uint32_t n);
/* Even over low .. high, both included; low <= high. */
int32_t random_between(random_stream *r, int32_t low, int32_t high);
/* True `millionths` times in a million; draws nothing when the answer is certain. */
bool random_chance(random_stream *r, uint32_t millionths);

/* Draws one of several outcomes by weight. Owns its table; all zero is an empty lottery. */
typedef struct {
  uint32_t *upto; /* sum of the weights up to and including this outcome */
  int count;
} lottery;

/* False when memory runs out or the weights pass 2^32 - 1. */
bool lottery_add(lottery *l, uint32_t weight);
void lottery_free(lottery *l);
uint32_t lottery_total(const lottery *l);
/* An outcome whose weight is not zero; the total must not be zero. */
int lottery_draw(const lottery *l, random_stream *r);
/* The same among the outcomes first .. last only; -1 when they weigh nothing. */
int lottery_draw_within(const lottery *l, random_stream *r, int first, int last);

#endif
