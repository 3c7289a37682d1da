/* array.c - the kernel's part in large arrays. Without its help they are only slower. */
#include "values/array.h"

#include <sys/mman.h>

#define LARGE_PAGE ((uintptr_t)1 << 21)

void *array_new(size_t width, size_t space) {
  void *array = array_resized(NULL, width, space);
  if (array == NULL || width * space < 2 * LARGE_PAGE) return array;
  uintptr_t from = ((uintptr_t)array + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);
  uintptr_t to = ((uintptr_t)array + width * space) & ~(LARGE_PAGE - 1);
  /* At 4 KiB a page, a million residents' columns would spend more time in faults than in being written. */
  if (to > from) (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
  return array;
}
