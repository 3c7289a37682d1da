/*
** hasher.c - the bytes a piece at a time, each by whoever has the turn: the thread, where there is one, or who waits for
** the sum. So the thread can be one that every other goes before, and yet nobody waits for it longer than for a piece.
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
  size_t left = h->length - h->done, n = left < PIECE ? left : PIECE;
  sha256_add(&h->stream, h->bytes + h->done, n);
  h->done += n;
  return left > n;
}

static bool take_turn(hasher *h) {
  pthread_mutex_lock(&h->turn);
  bool more = hash_piece(h);
  pthread_mutex_unlock(&h->turn);
  return more;
}

static void *hash_aside(void *at) {
  (void)setpriority(PRIO_PROCESS, 0, NICE); /* of Linux: of this thread alone */
  while (take_turn(at)) continue;
  return NULL;
}

static void end(hasher *h) {
  pthread_join(h->thread, NULL);
  pthread_mutex_destroy(&h->turn);
  h->aside = false;
}

void hasher_begin(hasher *h, const char *bytes, size_t length) {
  *h = (hasher){.bytes = bytes, .length = length};
  sha256_begin(&h->stream);
}

void hasher_aside(hasher *h) {
  if (h->length >= ASIDE_LEAST && pthread_mutex_init(&h->turn, NULL) == 0) {
    h->aside = pthread_create(&h->thread, NULL, hash_aside, h) == 0;
    if (h->aside) return;
    pthread_mutex_destroy(&h->turn);
  }
  (void)hasher_hex(h);
}

void hasher_beside(hasher *h, sha256_stream *other, const char *bytes, size_t n) {
  size_t left = h->made || h->aside ? 0 : h->length - h->done, own = left < n ? left : n;
  sha256_add_two(other, bytes, n, &h->stream, h->bytes + h->done, own);
  h->done += own;
}

const char *hasher_hex(hasher *h) {
  if (h->made) return h->hex;
  while (h->aside ? take_turn(h) : hash_piece(h)) continue;
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
