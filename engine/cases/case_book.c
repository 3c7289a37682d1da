/*
** case_book.c - a hash table of traces. A trace is the sequence of (question,
** answer, assumed) packed into bytes; equal bytes are one case. Hashes only find
** candidates: cases are told apart by comparing the bytes themselves.
*/
#include "cases/case_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/arena.h"
#include "values/array.h"
#include "values/message.h"

typedef struct {
  const decision *kept; /* owned by the book's arena; NULL beyond CASES_KEPT */
  uint32_t entry;       /* of an outline */
} case_entry;

typedef struct {
  uint64_t hash;
  uint8_t *key; /* owned by the book's arena */
  uint32_t key_size;
} trace;

struct case_book {
  const policy *policy;
  case_entry *entries;
  uint32_t count, space;
  trace *traces; /* by entry; of a book that is filled by case_book_add */
  uint32_t traces_space;
  uint32_t
      *slots; /* likewise: entry number (1-based), 0 empty; a power of two, at most half full */
  uint32_t slots_mask;
  arena kept;
  uint8_t *key; /* of the decision at hand */
  size_t key_space;
};

case_book *case_book_new(const policy *p) {
  case_book *b = calloc(1, sizeof *b);
  if (b) b->policy = p;
  return b;
}

void case_book_free(case_book *b) {
  if (!b) return;
  arena_free(&b->kept);
  free(b->entries);
  free(b->traces);
  free(b->slots);
  free(b->key);
  free(b);
}

static canbao_status out_of_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

void case_book_take_room(case_book *b, arena *room) {
  arena_join(room, &b->kept);
  b->kept = *room;
  *room = (arena){0};
}

/* ---- traces ---- */

static uint8_t *put_number(uint8_t *at, uint64_t n) {
  while (n >= 0x80) {
    *at++ = (uint8_t)(n | 0x80);
    n >>= 7;
  }
  *at++ = (uint8_t)n;
  return at;
}

/* The trace of `d` in b->key; its size, 0 when memory ran out. An empty trace still has its
** one-byte length. */
static size_t pack_trace(case_book *b, const decision *d) {
  size_t most = 10 + (size_t)d->notes_count * 20;
  if (most > b->key_space) {
    uint8_t *key = realloc(b->key, most * 2);
    if (!key) return 0;
    b->key = key;
    b->key_space = most * 2;
  }
  uint8_t *at = put_number(b->key, d->notes_count);
  for (uint32_t i = 0; i < d->notes_count; i++) {
    const note *n = &d->notes[i];
    uint64_t zigzag = (uint64_t)n->answer << 1 ^ (n->answer < 0 ? UINT64_MAX : 0);
    at = put_number(at, (uint64_t)n->question << 1 | n->assumed);
    at = put_number(at, zigzag);
  }
  return (size_t)(at - b->key);
}

/* FNV-1a with a final mix: the low bits choose the slot. */
static uint64_t hash_of(const uint8_t *key, size_t size) {
  uint64_t h = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < size; i++) h = (h ^ key[i]) * UINT64_C(0x100000001b3);
  return h ^ h >> 32;
}

static uint8_t *keep_key(case_book *b, size_t size) {
  uint8_t *kept = arena_take(&b->kept, size);
  if (kept) memcpy(kept, b->key, size);
  return kept;
}

/* ---- decisions ---- */

/* Effect whose outcome differs, -1 when none does. Bounds and words are derived, so they are not
** compared. */
static int differing_effect(const policy *p, const decision *kept, const decision *d) {
  for (int i = 0; i < p->effects_count; i++) {
    const effect_mark *a = &kept->effects[i], *b = &d->effects[i];
    if (a->state != b->state || a->winner != b->winner || a->value != b->value) return i;
  }
  return -1;
}

canbao_status case_book_impure(const policy *p, canbao_error *error) {
  return fault_at(error, CANBAO_SCRIPT, p->path, 0,
                  _("two residents who answer every question alike are decided differently: "
                    "a rule is not pure"));
}

/* Equal answers must give equal outcomes. The host makes impurity hard; this finds what would still
** slip through. */
static canbao_status check_pure(const policy *p, const decision *kept, const decision *d,
                                canbao_error *error) {
  int i = differing_effect(p, kept, d);
  if (i < 0 && kept->problem == d->problem) return CANBAO_OK;
  if (i < 0 || d->effects[i].winner < 0) return case_book_impure(p, error);
  const article *a = &p->articles[d->effects[i].winner];
  canbao_status status =
      fault_at(error, CANBAO_SCRIPT, a->file, a->line,
               _("two residents who answer every question alike get a different %s: "
                 "a rule is not pure"),
               p->effects[i].name);
  if (error) snprintf(error->article, sizeof error->article, "%s", a->number);
  return status;
}

/* ---- the table ---- */

/* Twice the slots, entries put in again; false when memory ran out. */
static bool grow_slots(case_book *b) {
  uint32_t mask = b->slots ? b->slots_mask * 2 + 1 : 4095;
  uint32_t *slots = calloc((size_t)mask + 1, sizeof *slots);
  if (!slots) return false;
  for (uint32_t i = 0; i < b->count; i++) {
    uint32_t at = (uint32_t)b->traces[i].hash & mask;
    while (slots[at]) at = (at + 1) & mask;
    slots[at] = i + 1;
  }
  free(b->slots);
  b->slots = slots;
  b->slots_mask = mask;
  return true;
}

/* The slot of this trace: its entry's, or the empty one where it belongs. */
static uint32_t find_slot(const case_book *b, uint64_t hash, size_t size) {
  uint32_t at = (uint32_t)hash & b->slots_mask;
  for (; b->slots[at]; at = (at + 1) & b->slots_mask) {
    const trace *t = &b->traces[b->slots[at] - 1];
    if (t->hash == hash && t->key_size == size && memcmp(t->key, b->key, size) == 0) break;
  }
  return at;
}

static bool room_for_entry(case_book *b) {
  if (b->count < b->space) return true;
  void *more;
  uint32_t space = b->space ? b->space * 2 : 1024;
  if (!ARRAY_RESIZE(b->entries, space, more)) return false;
  b->space = space;
  return true;
}

static bool room_for_trace(case_book *b) {
  if (b->count < b->traces_space) return true;
  void *more;
  if (!ARRAY_RESIZE(b->traces, b->space, more)) return false;
  b->traces_space = b->space;
  return true;
}

static bool add_entry(case_book *b, uint32_t slot, uint64_t hash, size_t size, const decision *d) {
  if (!room_for_entry(b) || !room_for_trace(b)) return false;
  trace t = {hash, keep_key(b, size), (uint32_t)size};
  case_entry e = {.kept = NULL};
  if (!t.key) return false;
  if (b->count < CASES_KEPT && !(e.kept = decision_keep(b->policy, d, &b->kept))) return false;
  b->traces[b->count] = t;
  b->entries[b->count++] = e;
  b->slots[slot] = b->count;
  return true;
}

canbao_status case_book_add(case_book *b, const decision *d, uint32_t *number,
                            canbao_error *error) {
  size_t size = pack_trace(b, d);
  if (size == 0) return out_of_memory(error);
  if ((!b->slots || b->count >= b->slots_mask / 2) && !grow_slots(b)) return out_of_memory(error);
  uint64_t hash = hash_of(b->key, size);
  uint32_t slot = find_slot(b, hash, size);
  bool known = b->slots[slot] != 0;
  if (!known && !add_entry(b, slot, hash, size, d)) return out_of_memory(error);
  const case_entry *e = &b->entries[b->slots[slot] - 1];
  if (known && e->kept) {
    canbao_status status = check_pure(b->policy, e->kept, d, error);
    if (status != CANBAO_OK) return status;
  }
  *number = b->slots[slot];
  return CANBAO_OK;
}

uint32_t case_book_append(case_book *b, const decision *d, uint32_t entry, uint32_t told) {
  if (!room_for_entry(b)) return 0;
  case_entry e = {.entry = entry};
  if (b->count < CASES_KEPT) {
    e.kept = entry ? decision_outline(b->policy, d, told, &b->kept)
                   : decision_keep(b->policy, d, &b->kept);
    if (!e.kept) return 0;
  }
  b->entries[b->count++] = e;
  return b->count;
}

uint32_t case_book_entry(const case_book *b, uint32_t number) {
  return b->entries[number - 1].entry;
}

uint32_t case_book_count(const case_book *b) { return b->count; }

const decision *case_book_decision(const case_book *b, uint32_t number) {
  return b->entries[number - 1].kept;
}

/* The entries in a new order: number[old] is the new number, 0 when nobody has the case. The table of traces is not needed
** any more and is dropped. */
bool case_book_renumber(case_book *b, const uint32_t *number, uint32_t count) {
  case_entry *entries = calloc((size_t)count + 1, sizeof *entries);
  if (!entries) return false;
  for (uint32_t i = 0; i < b->count; i++)
    if (number[i + 1]) entries[number[i + 1] - 1] = b->entries[i];
  free(b->entries);
  b->entries = entries;
  b->count = b->space = count;
  free(b->traces), b->traces = NULL;
  free(b->slots), b->slots = NULL;
  return true;
}
