/* letting_go.c - see letting_go.h. Without a thread it is slower and the same. */
#include "values/letting_go.h"

#include <fcntl.h>
#include <unistd.h>

void letting_go_hold(letting_go *l, const char *path) { l->fd = open(path, O_PATH | O_CLOEXEC); }

static void *close_held(void *at) {
  letting_go *l = at;
  close(l->fd);
  return NULL;
}

void letting_go_begin(letting_go *l, int threads) {
  if (l->fd >= 0 && threads > 1) l->aside = pthread_create(&l->thread, NULL, close_held, l) == 0;
}

void letting_go_wait(letting_go *l) {
  if (l->aside)
    pthread_join(l->thread, NULL);
  else if (l->fd >= 0)
    close(l->fd);
  *l = LETTING_GO_NONE;
}
