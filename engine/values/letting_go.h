/*
** letting_go.h - the end of a file that another has replaced. The file system takes its time to free a large one whose
** last descriptor is closed: a thread waits for that while the program goes on. Owns the descriptor and the thread.
*/
#ifndef VALUES_LETTING_GO_H
#define VALUES_LETTING_GO_H

#include <pthread.h>
#include <stdbool.h>

typedef struct {
  int fd;     /* -1: none */
  bool aside; /* there is a thread that has not been waited for */
  pthread_t thread;
} letting_go;

#define LETTING_GO_NONE ((letting_go){.fd = -1})

/* What has that name will be replaced, if nothing goes wrong: a thread takes it out of memory meanwhile, which is half of the
** work. Nothing of it with `threads` of 1. */
void letting_go_expect(letting_go *l, const char *path, int threads);
/* Hold on to what has that name, before it is replaced. Nothing is held where there is none. */
void letting_go_hold(letting_go *l, const char *path);
/* Let go of it from now on; with `threads` of 1, no sooner than letting_go_wait. */
void letting_go_begin(letting_go *l, int threads);
/* It is gone. Harmless where nothing is held. */
void letting_go_wait(letting_go *l);

#endif
