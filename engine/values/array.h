/* array.h - malloc'ed arrays of any size. Owns none. */
#ifndef VALUES_ARRAY_H
#define VALUES_ARRAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Room for `space` values; NULL when there is none, and then the old array stands. Large arrays are mapped, so that
** growing one moves no bytes and room that is not used is never touched. */
static inline void *array_resized(void *old, size_t width, size_t space) {
  if (space == 0) space = 1;
  return width > SIZE_MAX / space ? NULL : realloc(old, space * width);
}

/* True when the array has its new size. `more`: a void pointer of the caller's, to work with. */
#define ARRAY_RESIZE(array, space, more) \
  (((more) = array_resized((array), sizeof *(array), (space))) != NULL && ((array) = (more), true))

/* Room for one more value behind `count`, twice as many as there was; false when memory ran out. */
#define ARRAY_ROOM(array, space, count) \
  ((count) < (space) || array_doubled((void **)&(array), &(space), sizeof *(array)))
bool array_doubled(void **array, uint32_t *space, size_t width);

/* A new array that will be filled from end to end, its bytes not set: the kernel is asked for large pages. */
void *array_new(size_t width, size_t space);
/* The same after much has been freed: where such memory is kept (see memory.h) it is taken, whose pages are there. */
void *array_again(size_t width, size_t space);
/* So many bytes will soon be filled: the kernel is asked for their memory at once, which costs half of a fault for each page.
** Small pages: one that nobody has used for a while may have to be fetched from far below, and a large one is 512 of them. */
void array_will_fill(void *array, size_t bytes);

#endif
