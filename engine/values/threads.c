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

void threads_run(int count, void (*work)(void *payload, int worker), void *payload) {
  hand hands[THREADS_MAX];
  int started = 1;
  for (; started < count && started < THREADS_MAX; started++) {
    hand *h = &hands[started];
    *h = (hand){.work = work, .payload = payload, .worker = started};
    if (!threads_begin(&h->thread, run, h)) break;
  }
  work(payload, 0);
  for (int i = 1; i < started; i++) pthread_join(hands[i].thread, NULL);
}
