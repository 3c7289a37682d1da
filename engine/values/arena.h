/* arena.h - many small copies, freed at once. What it hands out never moves. */
#ifndef VALUES_ARENA_H
#define VALUES_ARENA_H

#include "values/text.h"

typedef struct {
  struct arena_block *block; /* the one being filled; NULL before the first request */
} arena;

/* n bytes, aligned for any value; NULL when out of memory. */
void *arena_take(arena *a, size_t n);
/* Of an empty arena: get the memory for so many bytes now, as they will soon be asked for. Without it nothing is lost. */
void arena_room(arena *a, size_t bytes);
/* A NUL-terminated copy; `at` is NULL when out of memory. */
slice arena_copy(arena *a, slice text);
/* Everything that `from` has handed out is freed with `to` from now on; `from` is empty then. */
void arena_join(arena *to, arena *from);
void arena_free(arena *a);

#endif
