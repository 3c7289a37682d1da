/* letting_go.c - see letting_go.h. Without a thread it is slower and the same. */
#include "values/letting_go.h"

#include <fcntl.h>
#include <unistd.h>

#include "values/threads.h"

static void *close_held(void *at) {
  letting_go *l = at;
  close(l->fd);
  return NULL;
}

/* Its pages that are not on the disk stay; so nothing is lost where it is not replaced after all. */
static void *forget_pages(void *at) {
  letting_go *l = at;
  (void)posix_fadvise(l->fd, 0, 0, POSIX_FADV_DONTNEED);
  close(l->fd);
  return NULL;
}

static void join(letting_go *l) {
  if (!l->aside) return;
  pthread_join(l->thread, NULL);
  *l = LETTING_GO_NONE;
}

void letting_go_expect(letting_go *l, const char *path, int threads) {
  if (threads < 2) return;
  l->fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (l->fd < 0) return;
  l->aside = threads_begin(&l->thread, forget_pages, l);
  if (!l->aside) letting_go_wait(l);
}

void letting_go_hold(letting_go *l, const char *path) {
  join(l);
  l->fd = open(path, O_PATH | O_CLOEXEC);
}

void letting_go_begin(letting_go *l, int threads) {
  if (l->fd >= 0 && threads > 1) l->aside = threads_begin(&l->thread, close_held, l);
}

void letting_go_wait(letting_go *l) {
  join(l);
  if (l->fd >= 0) close(l->fd);
  *l = LETTING_GO_NONE;
}
