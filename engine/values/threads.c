/* threads.c - threads that live as long as one call. Nothing here is shared between two calls. */
#include "values/threads.h"

#include <pthread.h>
#include <sched.h>

int threads_count(int wanted) {
  if (wanted <= 0) {
    cpu_set_t cores;
    wanted = sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
  }
  return wanted < 1 ? 1 : wanted > THREADS_MAX ? THREADS_MAX : wanted;
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
    if (pthread_create(&h->thread, NULL, run, h) != 0) break;
  }
  work(payload, 0);
  for (int i = 1; i < started; i++) pthread_join(hands[i].thread, NULL);
}
