/* branches.c - see branches.h. Open addressing, linear probing. */
#include "values/branches.h"

#include <stdlib.h>

#define SPACE_FIRST 64

void branches_free(branches *b) {
  free(b->slots);
  *b = (branches){0};
}

/* Texts and days are answers in a row: every bit of one must reach the low bits. */
static uint32_t slot_first(const branches *b, uint32_t from, int64_t answer) {
  uint64_t mix = ((uint64_t)answer ^ (uint64_t)from << 32) * UINT64_C(0x9E3779B97F4A7C15);
  mix = (mix ^ mix >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
  return (uint32_t)(mix >> 32) & (b->space - 1);
}

/* The slot of the answer, or the empty one where it belongs. */
static branch_slot *look_up(const branches *b, uint32_t from, int64_t answer) {
  uint32_t at = slot_first(b, from, answer);
  while (b->slots[at].to && (b->slots[at].from != from || b->slots[at].answer != answer))
    at = (at + 1) & (b->space - 1);
  return &b->slots[at];
}

uint32_t branches_find(const branches *b, uint32_t from, int64_t answer) {
  return b->space ? look_up(b, from, answer)->to : 0;
}

static bool grow(branches *b) {
  if (b->space > UINT32_MAX / 4) return false;
  branches larger = {.count = b->count, .space = b->space ? b->space * 2 : SPACE_FIRST};
  larger.slots = calloc(larger.space, sizeof *larger.slots);
  if (!larger.slots) return false;
  for (uint32_t i = 0; i < b->space; i++)
    if (b->slots[i].to) *look_up(&larger, b->slots[i].from, b->slots[i].answer) = b->slots[i];
  free(b->slots);
  *b = larger;
  return true;
}

bool branches_add(branches *b, uint32_t from, int64_t answer, uint32_t to) {
  if (b->count >= b->space / 2 && !grow(b)) return false;
  *look_up(b, from, answer) = (branch_slot){answer, from, to};
  b->count++;
  return true;
}
