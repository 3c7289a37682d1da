/* array.c - see array.h. The kernel has a part in large arrays; without its help they are only slower. */
#include "values/array.h"

#include <sys/mman.h>

#include "values/memory.h"

#define LARGE_PAGE ((size_t)1 << 21)
#define PAGE ((uintptr_t)1 << 12)
#define AT_ONCE ((uintptr_t)1 << 18) /* bytes: no other thread that wants memory waits for long */
#ifndef MADV_POPULATE_WRITE /* older headers; an older kernel refuses it, and nothing is lost */
#define MADV_POPULATE_WRITE 23
#endif

bool array_doubled(void **array, uint32_t *space, size_t width) {
  uint32_t wanted = *space ? *space * 2 : 256;
  void *grown = wanted > *space ? array_resized(*array, width, wanted) : NULL;
  if (!grown) return false;
  *array = grown, *space = wanted;
  return true;
}

void *array_new(size_t width, size_t space) {
  size_t bytes = space == 0 ? width : width * space;
  if (width > SIZE_MAX / 2 / (space + 1)) return NULL;
  if (bytes < LARGE_PAGE) return malloc(bytes);
  /* Whole large pages only: behind them the rest takes small ones, so that no memory is taken that is not used.
  ** At 4 KiB a page, a million residents' columns would spend more time in faults than in being written. */
  void *array = aligned_alloc(LARGE_PAGE, (bytes + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1));
  if (array != NULL) (void)madvise(array, bytes & ~(LARGE_PAGE - 1), MADV_HUGEPAGE);
  return array;
}

void *array_again(size_t width, size_t space) {
  return memory_is_kept() ? array_resized(NULL, width, space) : array_new(width, space);
}

void array_will_fill(void *array, size_t bytes) {
  uintptr_t from = ((uintptr_t)array + PAGE - 1) & ~(PAGE - 1);
  uintptr_t to = ((uintptr_t)array + bytes) & ~(PAGE - 1);
  for (uintptr_t next; from < to; from = next) {
    next = to - from < AT_ONCE ? to : from + AT_ONCE;
    char *at = (char *)array + (from - (uintptr_t)array);
    (void)madvise(at, next - from, MADV_POPULATE_WRITE);
  }
}
