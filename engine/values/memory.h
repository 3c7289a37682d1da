/* memory.h - what a program does with memory that its phases give back. */
#ifndef VALUES_MEMORY_H
#define VALUES_MEMORY_H

#include <stdbool.h>

/* To be called before anything else by a program that runs once and ends: memory that is freed stays with it, for what comes next.
** Asking the system anew would cost more than a microsecond a page. All threads share one store: what reading gives back serves
** deciding, whichever thread did either. A library must not say this for its program. */
void memory_stays(void);
bool memory_is_kept(void);

#endif
