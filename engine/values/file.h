/*
** file.h - whole files. Reading maps a file; writing makes it appear whole or not
** at all: into a temporary file beside it, which takes its name only at commit.
** Knows nothing of what is in them.
*/
#ifndef VALUES_FILE_H
#define VALUES_FILE_H

#include <string.h>

#include "values/fault.h"
#include "values/sha256.h"
#include "values/text.h"

/* A file's bytes, read-only. When somebody cuts the file short while it is mapped, reading beyond its new end raises
** SIGBUS: a program that must survive that handles the signal. Zeroed, it is closed. */
typedef struct {
  const char *at;
  size_t length;
  bool mapped;                   /* else malloc'ed: a pipe, a device */
  int fd;                        /* of a mapped file */
  int64_t changed_s, changed_ns; /* when it was last written to before it was mapped */
} file_map;

/* CANBAO_DATA when it cannot be opened or read, CANBAO_LIMIT when there is no memory for it. */
canbao_status file_map_open(file_map *out, const char *path, canbao_error *error);
void file_map_close(file_map *m);
/* Has the file not been written to since it was mapped? CANBAO_DATA when it has: what was read of it holds for neither state. */
canbao_status file_map_unchanged(const file_map *m, const char *path, canbao_error *error);

/* A file being written. Appending never fails at once: the first failure is kept and returned by
** file_commit, and nothing is written after it. */
typedef struct {
  char *buffer;
  size_t used;
  const char *held; /* appended unhashed, not written yet: less than a block */
  size_t held_length;
  uint64_t written;  /* bytes that have left the buffer */
  uint64_t started;  /* of these, bytes whose way to the disk was begun */
  uint64_t given_up; /* of these, bytes that need not stay in memory */
  uint64_t reserved; /* room taken on the disk; 0: none yet, UINT64_MAX: not to be had */
  uint64_t expected; /* bytes in the end, as far as is known; 0: nobody knows */
  int fd;
  int failed;            /* errno of the first failure, 0: none */
  char *path;            /* as given, for messages */
  char *target;          /* what is replaced: the path with its symbolic links followed */
  char *temporary;       /* its name until it becomes the target; NULL: it has none */
  bool unnamed;          /* the temporary has no name before it is committed */
  bool finished;         /* all is on its way to the disk */
  bool settled;          /* all is on the disk */
  sha256_stream *digest; /* of what has left the buffer; NULL: nobody asked */
} file_writer;

#define FILE_BUFFER_SIZE (1u << 18)

/* CANBAO_DATA when the directory is missing or may not be written. */
canbao_status file_create(file_writer *w, const char *path, canbao_error *error);
/* A file will stand there at the end, not what went through a pipe or into a device. */
static inline bool file_stays(const file_writer *w) { return w->temporary != NULL; }
/* From now on, before the first byte, hash what is written. */
void file_hash(file_writer *w);
/* All that was appended is on its way to the disk; nothing may be appended after it. `hex`, may be NULL, becomes the SHA-256
** of the file, "" where file_hash was not called. A failure is kept for file_commit as well. Several files at once reach the
** disk sooner when all are finished before the first is settled. */
canbao_status file_finish(file_writer *w, char hex[65], canbao_error *error);
/* The same, and it is there, and only the name is missing. */
canbao_status file_settle(file_writer *w, canbao_error *error);
/* Flush, sync, rename. Whatever comes of it, the writer is closed; after a failure there is no new file and an
** old one of that name is untouched. */
canbao_status file_commit(file_writer *w, canbao_error *error);
/* Both, the first first; the second is not renamed where the first could not be. */
canbao_status file_commit_two(file_writer *first, file_writer *second, canbao_error *error);
/* Give up: no file appears. Harmless after file_commit. */
void file_discard(file_writer *w);

/* The same in memory: what was appended comes out of file_commit_memory as a map that the caller closes. */
canbao_status file_create_memory(file_writer *w, canbao_error *error);
canbao_status file_commit_memory(file_writer *w, file_map *out, canbao_error *error);

/* Write what is still kept back. */
void file_flush(file_writer *w);
/* It will have about so many bytes: no more room is taken on the disk beforehand. */
static inline void file_expect(file_writer *w, uint64_t bytes) { w->expected = bytes; }
/* file_append without the hash: the caller adds the same bytes in the same order to `digest`, where that is not NULL, so
** that two threads can write and hash at once; file_flush before the first. The bytes appended must stay where they are
** until the next call, or until file_flush: so only whole blocks of the file are written, which costs less. */
void file_append_unhashed(file_writer *w, const char *bytes, size_t n);

/* At least n bytes to be filled and then counted with `w->used += ...`; n at most FILE_BUFFER_SIZE. */
char *file_room(file_writer *w, size_t n);
void file_append(file_writer *w, const char *bytes, size_t n);
static inline void file_append_text(file_writer *w, const char *text) {
  file_append(w, text, strlen(text));
}
static inline void file_append_char(file_writer *w, char c) {
  if (w->used == FILE_BUFFER_SIZE) (void)file_room(w, 1);
  w->buffer[w->used++] = c;
}

#endif
