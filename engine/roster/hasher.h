/*
** hasher.h - the SHA-256 of a roster's bytes, made by a thread that takes what processor time the others leave:
** nobody needs it before a manifest is written. Owns the thread; borrows the bytes, which must stay until it has ended.
*/
#ifndef ROSTER_HASHER_H
#define ROSTER_HASHER_H

#include <pthread.h>

#include "values/sha256.h"

typedef struct {
  const char *bytes;
  size_t length, done; /* so many of them are in the stream */
  sha256_stream stream;
  pthread_mutex_t turn; /* held for a piece; `stream` and `done` are whose turn it is */
  pthread_t thread;
  bool aside; /* the thread has not been waited for */
  char hex[65];
} hasher;

/* With one thread only it is made now. */
void hasher_begin(hasher *h, const char *bytes, size_t length, int threads);
/* What is left of it is made now; then the bytes may go. */
const char *hasher_hex(hasher *h);
/* Nobody wants it any more, and the bytes may go. Harmless where none was begun. */
void hasher_give_up(hasher *h);

#endif
