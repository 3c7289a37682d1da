/* memory.c - see memory.h. Where the C library offers no such choice nothing changes. */
#include "values/memory.h"

#include <stdlib.h> /* says whether it is glibc */

#ifdef __GLIBC__
#include <malloc.h>

#define MAPPED_FROM (64 << 20)  /* bytes: larger arrays are still mapped, and given back */
#define KEPT_AT_END (512 << 20) /* of the store, unused */

static bool is_kept;

void memory_stays(void) {
  is_kept = mallopt(M_MMAP_THRESHOLD, MAPPED_FROM) && mallopt(M_TRIM_THRESHOLD, KEPT_AT_END) &&
            mallopt(M_ARENA_MAX, 1);
}

bool memory_is_kept(void) { return is_kept; }
#else
void memory_stays(void) {}
bool memory_is_kept(void) { return false; }
#endif
