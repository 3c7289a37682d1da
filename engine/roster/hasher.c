/*
** hasher.c - the bytes a piece at a time, each by whoever has the turn: the thread, or the one who waits for the sum.
** So the thread can be one that every other goes before, and yet nobody waits for it longer than for a piece.
*/
#include "roster/hasher.h"

#include <sys/resource.h>

#define ASIDE_LEAST ((size_t)1 << 20) /* bytes for which a thread is worth its while */
#define PIECE ((size_t)1 << 16)       /* some hundredths of a millisecond */
/* A tenth of the weight of the others, which are waited for sooner: a run leaves its processors idle long enough in loading,
** writing and closing. Not less: on a busy machine the thread would be late to end, and who joins it would wait. */
#define NICE 10

/* False when all is done. */
static bool hash_piece(hasher *h) {
  pthread_mutex_lock(&h->turn);
  size_t left = h->length - h->done, n = left < PIECE ? left : PIECE;
  sha256_add(&h->stream, h->bytes + h->done, n);
  h->done += n;
  pthread_mutex_unlock(&h->turn);
  return left > n;
}

static void *hash_aside(void *at) {
  (void)setpriority(PRIO_PROCESS, 0, NICE); /* of Linux: of this thread alone */
  while (hash_piece(at)) continue;
  return NULL;
}

static void end(hasher *h) {
  pthread_join(h->thread, NULL);
  pthread_mutex_destroy(&h->turn);
  h->aside = false;
}

void hasher_begin(hasher *h, const char *bytes, size_t length, int threads) {
  *h = (hasher){.bytes = bytes, .length = length};
  if (threads > 1 && length >= ASIDE_LEAST && pthread_mutex_init(&h->turn, NULL) == 0) {
    sha256_begin(&h->stream);
    h->aside = pthread_create(&h->thread, NULL, hash_aside, h) == 0;
    if (h->aside) return;
    pthread_mutex_destroy(&h->turn);
  }
  sha256_of(bytes, length, h->hex);
}

const char *hasher_hex(hasher *h) {
  if (!h->aside) return h->hex;
  while (hash_piece(h)) continue;
  end(h);
  sha256_end(&h->stream, h->hex);
  return h->hex;
}

void hasher_give_up(hasher *h) {
  if (!h->aside) return;
  pthread_mutex_lock(&h->turn);
  h->done = h->length;
  pthread_mutex_unlock(&h->turn);
  end(h);
}
