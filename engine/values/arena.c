/*
** arena.c - blocks in a chain, the newest first. A request that does not fit opens
** a new block; nothing is ever given back before arena_free.
*/
#include "values/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "values/array.h"

#define BLOCK_FIRST 1024
#define BLOCK_LARGE ((512u << 10) - (unsigned)sizeof(struct arena_block))

struct arena_block {
  struct arena_block *next;
  size_t used, space;
  alignas(max_align_t) char bytes[];
};

/* Blocks double while they are small, so that a small owner stays small. */
static struct arena_block *block_new(const arena *a, size_t n) {
  size_t space = a->block == NULL ? BLOCK_FIRST : a->block->space * 2;
  if (space > BLOCK_LARGE) space = BLOCK_LARGE;
  if (space < n) space = n;
  if (space > SIZE_MAX - sizeof(struct arena_block)) return NULL;
  struct arena_block *b = malloc(sizeof *b + space);
  if (b == NULL) return NULL;
  if (space >= BLOCK_LARGE) array_will_fill(b, sizeof *b + space);
  b->next = a->block;
  b->used = 0;
  b->space = space;
  return b;
}

static char *take(arena *a, size_t n, size_t alignment) {
  struct arena_block *b = a->block;
  size_t from = b == NULL ? 0 : (b->used + alignment - 1) & ~(alignment - 1);
  if (b == NULL || from > b->space || n > b->space - from) {
    b = block_new(a, n);
    if (b == NULL) return NULL;
    a->block = b;
    from = 0;
  }
  b->used = from + n;
  return b->bytes + from;
}

void *arena_take(arena *a, size_t n) { return take(a, n, alignof(max_align_t)); }

void arena_room(arena *a, size_t bytes) { a->block = block_new(a, bytes); }

slice arena_copy(arena *a, slice text) {
  char *copy = take(a, (size_t)text.length + 1, 1);
  if (copy == NULL) return slice_of(NULL, 0);
  if (text.length > 0) memcpy(copy, text.at, text.length);
  copy[text.length] = '\0';
  return slice_of(copy, text.length);
}

void arena_join(arena *to, arena *from) {
  struct arena_block **end = &to->block; /* behind the block being filled, which stays so */
  while (*end != NULL) end = &(*end)->next;
  *end = from->block;
  from->block = NULL;
}

void arena_free(arena *a) {
  struct arena_block *b = a->block;
  while (b != NULL) {
    struct arena_block *next = b->next;
    free(b);
    b = next;
  }
  a->block = NULL;
}
