/*
** hasher.c - the bytes a piece at a time, each by whoever has the turn: the thread, where there is one, or who waits for
** the sum. So the thread can be one that every other goes before, and yet nobody waits for it longer than for a piece.
*/
#include "roster/hasher.h"

#include <sys/resource.h>

#include "values/threads.h"

#define ASIDE_LEAST ((size_t)1 << 20) /* bytes for which a thread is worth its while */
#define PIECE ((size_t)1 << 16)       /* some hundredths of a millisecond */
/* A tenth of the weight of the others, which are waited for sooner: a run leaves its processors idle long enough in loading,
** writing and closing. Not less: on a busy machine the thread would be late to end, and who joins it would wait. */
#define NICE 10

/* False when all is done. */
static bool take_turn(hasher *h) {
  pthread_mutex_lock(&h->turn);
  size_t left = h->length - h->done, n = left < PIECE ? left : PIECE;
  sha256_add(&h->stream, h->bytes + h->done, n);
  h->done += n;
  pthread_mutex_unlock(&h->turn);
  return left > n;
}

static void *hash_aside(void *at) {
  hasher *h = at;
  (void)setpriority(PRIO_PROCESS, 0, NICE); /* of Linux: of this thread alone */
  while (!h->paused && take_turn(h)) continue;
  return NULL;
}

static void end(hasher *h) {
  pthread_join(h->thread, NULL);
  h->aside = false;
}

void hasher_begin(hasher *h, const char *bytes, size_t length) {
  *h = (hasher){.bytes = bytes, .length = length, .turn = PTHREAD_MUTEX_INITIALIZER};
  sha256_begin(&h->stream);
}

void hasher_aside(hasher *h) {
  h->aside = h->length >= ASIDE_LEAST && threads_begin(&h->thread, hash_aside, h);
  if (!h->aside) (void)hasher_hex(h);
}

void hasher_go_on(hasher *h) {
  if (h->made || h->aside || h->length - h->done < ASIDE_LEAST) return;
  h->paused = false;
  h->aside = threads_begin(&h->thread, hash_aside, h);
}

void hasher_pause(hasher *h) {
  if (!h->aside) return;
  h->paused = true;
  end(h);
}

void hasher_beside(hasher *h, sha256_stream *other, const char *bytes, size_t n) {
  if (h->made || h->aside || pthread_mutex_trylock(&h->turn) != 0) {
    sha256_add(other, bytes, n);
    return;
  }
  size_t left = h->length - h->done, own = left < n ? left : n;
  sha256_add_two(other, bytes, n, &h->stream, h->bytes + h->done, own);
  h->done += own;
  pthread_mutex_unlock(&h->turn);
}

bool hasher_piece(hasher *h) { return !h->made && !h->aside && take_turn(h); }

const char *hasher_hex(hasher *h) {
  if (h->made) return h->hex;
  while (take_turn(h)) continue;
  if (h->aside) end(h);
  sha256_end(&h->stream, h->hex);
  h->made = true;
  return h->hex;
}

void hasher_give_up(hasher *h) {
  if (!h->aside) return;
  pthread_mutex_lock(&h->turn);
  h->done = h->length;
  pthread_mutex_unlock(&h->turn);
  end(h);
}
