/* threads.h - the same work on several threads at once. Owns no queue: the workers share what the payload holds. */
#ifndef VALUES_THREADS_H
#define VALUES_THREADS_H

#include <pthread.h>
#include <stdbool.h>

#define THREADS_MAX 256

/* As many as wanted; 0: as many as there are cores for this process. Always 1 to THREADS_MAX. */
int threads_count(int wanted);
/* A thread that the caller joins, placed on another processor than his where he may use several; then it may use what he may.
** False where it is refused. */
bool threads_begin(pthread_t *out, void *(*work)(void *payload), void *payload);
/* Call work(payload, w) for w from 0 to count - 1, each on a thread of its own, 0 on the caller's; returns when all have
** ended. Where threads are refused fewer are called, 0 always: a worker must take its share from a common queue. */
void threads_run(int count, void (*work)(void *payload, int worker), void *payload);

#endif
