/* threads.c - threads that live as long as one call. Nothing here is shared between two calls. */
#include "values/threads.h"

#include <sched.h>

int threads_count(int wanted) {
  if (wanted <= 0) {
    cpu_set_t cores;
    wanted = sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
  }
  return wanted < 1 ? 1 : wanted > THREADS_MAX ? THREADS_MAX : wanted;
}

/* Some schedulers put a new thread on its maker's processor though others stand still, and move it
** some milliseconds later: longer than most work here takes. It may not be there for the moment in
** which it gets its place. Where it has ended already this befalls the caller: he moves, no more. */
static void send_away(pthread_t thread) {
  cpu_set_t all, others;
  int here = sched_getcpu();
  if (here < 0 || here >= CPU_SETSIZE || sched_getaffinity(0, sizeof all, &all) != 0) return;
  others = all;
  CPU_CLR((size_t)here, &others);
  if (CPU_COUNT(&others) == 0) return;
  (void)pthread_setaffinity_np(thread, sizeof others, &others);
  (void)pthread_setaffinity_np(thread, sizeof all, &all);
}

bool threads_begin(pthread_t *out, void *(*work)(void *payload), void *payload) {
  if (pthread_create(out, NULL, work, payload) != 0) return false;
  send_away(*out);
  return true;
}

typedef struct {
  void (*work)(void *payload, int worker);
  void *payload;
  int worker;
  pthread_t thread;
} hand;

static void *run(void *at) {
  hand *h = at;
  h->work(h->payload, h->worker);
  return NULL;
}

#define LOOKS_BEFORE_YIELDING 1000 /* some microseconds: what is waited for is nearly done */

static void wait_a_moment(int *looks) {
  if (*looks >= LOOKS_BEFORE_YIELDING) {
    sched_yield();
    return;
  }
  ++*looks;
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

/* To sleep until a thread has ended takes longer than most of them still need. */
static void join(pthread_t thread) {
  for (int looks = 0; looks < LOOKS_BEFORE_YIELDING; wait_a_moment(&looks))
    if (pthread_tryjoin_np(thread, NULL) == 0) return;
  pthread_join(thread, NULL);
}

void threads_run(int count, void (*work)(void *payload, int worker), void *payload) {
  hand hands[THREADS_MAX];
  int started = 1;
  for (; started < count && started < THREADS_MAX; started++) {
    hand *h = &hands[started];
    *h = (hand){.work = work, .payload = payload, .worker = started};
    if (!threads_begin(&h->thread, run, h)) break;
  }
  work(payload, 0);
  for (int i = 1; i < started; i++) join(hands[i].thread);
}

void threads_share(threads_stage *s, uint32_t count,
                   void (*task)(void *payload, int worker, uint32_t i), void *payload, int worker) {
  uint32_t i;
  int looks = 0;
  while ((i = atomic_fetch_add_explicit(&s->next, 1, memory_order_relaxed)) < count) {
    task(payload, worker, i);
    atomic_fetch_add_explicit(&s->done, 1, memory_order_acq_rel);
  }
  while (atomic_load_explicit(&s->done, memory_order_acquire) < count) wait_a_moment(&looks);
}
