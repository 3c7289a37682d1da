/* threads.h - the same work on several threads at once. Owns no queue: the workers share what the payload holds. */
#ifndef VALUES_THREADS_H
#define VALUES_THREADS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define THREADS_MAX 256

/* As many as wanted; 0: as many as there are cores for this process. Always 1 to THREADS_MAX. */
int threads_count(int wanted);
/* A thread that the caller joins, placed on another processor than his where he may use several; then it may use what he may.
** False where it is refused. */
bool threads_begin(pthread_t *out, void *(*work)(void *payload), void *payload);
/* Call work(payload, w) for w from 0 to count - 1, each on a thread of its own, 0 on the caller's; returns when all have
** ended. Where threads are refused fewer are called, 0 always: a worker must take its share from a common queue. */
void threads_run(int count, void (*work)(void *payload, int worker), void *payload);

/* Tasks that the workers of one threads_run share; all zero at first. */
typedef struct {
  atomic_uint next, done;
} threads_stage;

/* For every worker to call alike: task(payload, worker, i) is called once for each i below count (at most 1 << 30), by
** whoever comes to it. Returns when all have ended, and what they have written can be read. However few workers there are,
** nobody waits for one that does not come. */
void threads_share(threads_stage *s, uint32_t count,
                   void (*task)(void *payload, int worker, uint32_t i), void *payload, int worker);

#endif
