/*
** dictionary.c - an open hash table of codes. Slots keep half of the hash, so that a
** text is compared only when it is almost surely the one. Texts live in an arena.
*/
#include "values/dictionary.h"

#include <stdlib.h>
#include <string.h>

#include "values/arena.h"

#define SLOTS_FIRST 64

typedef struct {
  uint32_t hash;
  uint32_t code; /* plus one; 0: the slot is free */
} slot;

struct dictionary {
  arena copies;
  slice *texts;
  uint32_t count, space;
  slot *slots;
  uint32_t mask; /* slots - 1, a power of two less one */
};

dictionary *dictionary_new(void) {
  dictionary *d = calloc(1, sizeof *d);
  if (d == NULL) return NULL;
  d->slots = calloc(SLOTS_FIRST, sizeof *d->slots);
  if (d->slots == NULL) {
    free(d);
    return NULL;
  }
  d->mask = SLOTS_FIRST - 1;
  return d;
}

void dictionary_free(dictionary *d) {
  if (d == NULL) return;
  arena_free(&d->copies);
  free(d->texts);
  free(d->slots);
  free(d);
}

/* The slot that holds the text, or the free one where it belongs. */
static slot *look_up(const dictionary *d, slice text, uint64_t hash) {
  uint32_t tag = (uint32_t)(hash >> 32), at = (uint32_t)hash & d->mask;
  for (;; at = (at + 1) & d->mask) {
    slot *s = &d->slots[at];
    if (s->code == 0) return s;
    if (s->hash == tag && slice_equal(d->texts[s->code - 1], text)) return s;
  }
}

/* Twice the slots; texts are hashed again, since a slot keeps only half of the hash. */
static bool grow_slots(dictionary *d) {
  uint32_t mask = d->mask * 2 + 1;
  if (mask == UINT32_MAX) return false;
  slot *slots = calloc((size_t)mask + 1, sizeof *slots);
  if (slots == NULL) return false;
  for (uint32_t code = 0; code < d->count; code++) {
    uint64_t hash = text_hash(d->texts[code]);
    uint32_t at = (uint32_t)hash & mask;
    while (slots[at].code != 0) at = (at + 1) & mask;
    slots[at] = (slot){(uint32_t)(hash >> 32), code + 1};
  }
  free(d->slots);
  d->slots = slots;
  d->mask = mask;
  return true;
}

static bool grow_texts(dictionary *d) {
  uint32_t space = d->space == 0 ? 32 : d->space * 2;
  slice *texts = realloc(d->texts, (size_t)space * sizeof *texts);
  if (texts == NULL) return false;
  d->texts = texts;
  d->space = space;
  return true;
}

uint32_t dictionary_code(dictionary *d, slice text) {
  uint64_t hash = text_hash(text);
  slot *s = look_up(d, text, hash);
  if (s->code != 0) return s->code - 1;
  if (d->count >= (UINT32_C(1) << 30)) return UINT32_MAX;
  if (d->count == d->space && !grow_texts(d)) return UINT32_MAX;
  if (d->count + d->count / 2 >= d->mask) {
    if (!grow_slots(d)) return UINT32_MAX;
    s = look_up(d, text, hash);
  }
  slice copy = arena_copy(&d->copies, text);
  if (copy.at == NULL) return UINT32_MAX;
  d->texts[d->count] = copy;
  *s = (slot){(uint32_t)(hash >> 32), d->count + 1};
  return d->count++;
}

int64_t dictionary_find(const dictionary *d, slice text) {
  const slot *s = look_up(d, text, text_hash(text));
  return s->code == 0 ? -1 : (int64_t)s->code - 1;
}

slice dictionary_text(const dictionary *d, uint32_t code) {
  return code < d->count ? d->texts[code] : slice_of("", 0);
}

uint32_t dictionary_count(const dictionary *d) { return d->count; }
