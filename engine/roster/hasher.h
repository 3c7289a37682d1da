/*
** hasher.h - the SHA-256 of a roster's bytes. Nobody needs it before a manifest is written, so it is made of time that
** is left over: by a thread that every other goes before, or beside another hash. Owns the thread; borrows the bytes,
** which must stay until the hash is made.
*/
#ifndef ROSTER_HASHER_H
#define ROSTER_HASHER_H

#include <pthread.h>
#include <stdatomic.h>

#include "values/sha256.h"

typedef struct {
  const char *bytes;
  size_t length, done; /* so many of them are in the stream */
  sha256_stream stream;
  pthread_mutex_t
      turn; /* with a thread: held for a piece; `stream` and `done` are whose turn it is */
  pthread_t thread;
  atomic_bool paused; /* the thread is to come to an end */
  bool aside;         /* there is a thread that has not been waited for */
  bool made;          /* `hex` is the hash */
  char hex[65];
} hasher;

/* Nothing is hashed yet. */
void hasher_begin(hasher *h, const char *bytes, size_t length);
/* A thread makes it from now on; where there can be none, or few bytes are not worth one, it is made now. */
void hasher_aside(hasher *h);
/* A thread goes on with it until hasher_pause, or the end; none where little is left. For a time in which processors may be
** idle. Harmless where it is made. */
void hasher_go_on(hasher *h);
void hasher_pause(hasher *h);
/* Without a thread: as many of the bytes as are added to `other`, in hardly more time; none where somebody else is at it.
** One call at a time for each `other`. */
void hasher_beside(hasher *h, sha256_stream *other, const char *bytes, size_t n);
/* Without a thread: a piece of it. False when there is none left. */
bool hasher_piece(hasher *h);
/* What is left of it is made now; then the bytes may go. */
const char *hasher_hex(hasher *h);
/* Nobody wants it any more, and the bytes may go. Harmless where none was begun. */
void hasher_give_up(hasher *h);

#endif
