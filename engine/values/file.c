/*
** file.c - mapping and atomic writing. A temporary file is always in the directory of
** the file it becomes, so that the rename is one; it is synced before, the directory after.
*/
#include "values/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "values/message.h"

#define WRITE_BACK_SIZE (UINT64_C(1) << 22)

static canbao_status cannot_read(canbao_error *error, const char *path, int number) {
  return fault_at(error, number == ENOMEM ? CANBAO_LIMIT : CANBAO_DATA, path, 0,
                  _("The file cannot be read: %s."), message_errno(number));
}

/* Of unknown size: read until its end. */
static int read_all(file_map *out, int fd) {
  size_t space = 1 << 16, length = 0;
  char *bytes = malloc(space);
  if (bytes == NULL) return ENOMEM;
  for (;;) {
    ssize_t n = read(fd, bytes + length, space - length);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      int number = errno;
      free(bytes);
      return number;
    }
    if (n == 0) break;
    length += (size_t)n;
    if (length < space) continue;
    char *more = space > SIZE_MAX / 2 ? NULL : realloc(bytes, space * 2);
    if (more == NULL) {
      free(bytes);
      return ENOMEM;
    }
    bytes = more;
    space *= 2;
  }
  *out = (file_map){bytes, length, false};
  return 0;
}

static int map_or_read(file_map *out, int fd) {
  struct stat st;
  if (fstat(fd, &st) != 0) return errno;
  if (S_ISDIR(st.st_mode)) return EISDIR;
  if (!S_ISREG(st.st_mode) || st.st_size == 0) return read_all(out, fd);
  void *at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (at == MAP_FAILED) return errno;
  (void)madvise(at, (size_t)st.st_size, MADV_SEQUENTIAL);
  *out = (file_map){at, (size_t)st.st_size, true};
  return 0;
}

canbao_status file_map_open(file_map *out, const char *path, canbao_error *error) {
  *out = (file_map){NULL, 0, false};
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return cannot_read(error, path, errno);
  int number = map_or_read(out, fd);
  close(fd);
  return number == 0 ? CANBAO_OK : cannot_read(error, path, number);
}

void file_expect(const char *from, const char *to) {
#ifdef MADV_POPULATE_READ /* since Linux 5.14; older ones refuse, and the pages come one by one */
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;
  uintptr_t first = ((uintptr_t)from + page) & ~page, end = ((uintptr_t)to + page) & ~page;
  if (end > first) (void)madvise((void *)first, end - first, MADV_POPULATE_READ);
#else
  (void)from;
  (void)to;
#endif
}

void file_map_close(file_map *m) {
  if (m->mapped) {
    munmap((void *)m->at, m->length);
  } else {
    free((void *)m->at);
  }
  *m = (file_map){NULL, 0, false};
}

static void writer_close(file_writer *w) {
  if (w->fd >= 0) close(w->fd);
  if (w->temporary != NULL) unlink(w->temporary);
  free(w->buffer);
  free(w->path);
  free(w->target);
  free(w->temporary);
  *w = (file_writer){.fd = -1};
}

/* The path's directory with its slash, "" for the current one. */
static size_t directory_length(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

/* An empty file beside the target, with the rights of the file it replaces, or the usual ones. */
static int open_temporary(file_writer *w, const struct stat *old) {
  size_t directory = directory_length(w->target), size = strlen(w->target) + 16;
  w->temporary = malloc(size);
  if (w->temporary == NULL) return ENOMEM;
  snprintf(w->temporary, size, "%.*s.%s.XXXXXX", (int)directory, w->target, w->target + directory);
  w->fd = mkostemp(w->temporary, O_CLOEXEC);
  if (w->fd < 0) {
    int number = errno;
    free(w->temporary); /* nothing was made: nothing to unlink */
    w->temporary = NULL;
    return number;
  }
  mode_t mask = umask(0);
  umask(mask);
  return fchmod(w->fd, old != NULL ? old->st_mode & 07777 : 0666 & ~mask) == 0 ? 0 : errno;
}

static int open_writer(file_writer *w, const char *path) {
  struct stat st;
  w->buffer = malloc(FILE_BUFFER_SIZE);
  w->path = strdup(path);
  if (w->buffer == NULL || w->path == NULL) return ENOMEM;
  bool exists = stat(path, &st) == 0;
  if (exists && S_ISDIR(st.st_mode)) return EISDIR;
  if (exists && !S_ISREG(st.st_mode)) {
    w->fd = open(path, O_WRONLY | O_CLOEXEC);
    return w->fd < 0 ? errno : 0;
  }
  w->target = exists ? realpath(path, NULL) : strdup(path);
  if (w->target == NULL) return errno;
  return open_temporary(w, exists ? &st : NULL);
}

static canbao_status cannot_write(canbao_error *error, const char *path, int number) {
  return fault_at(error, number == ENOMEM ? CANBAO_LIMIT : CANBAO_DATA, path, 0,
                  _("The file cannot be written: %s."), message_errno(number));
}

canbao_status file_create(file_writer *w, const char *path, canbao_error *error) {
  *w = (file_writer){.fd = -1};
  int number = open_writer(w, path);
  if (number == 0) return CANBAO_OK;
  writer_close(w);
  return cannot_write(error, path, number);
}

/* Let the disk begin with what is written so far: the sync at the end then has little left to wait for. Not every
** file system can, and none must. */
static void start_writing_back(file_writer *w) {
  if (w->temporary == NULL || w->written - w->started < WRITE_BACK_SIZE) return;
  (void)sync_file_range(w->fd, (off64_t)w->started, (off64_t)(w->written - w->started),
                        SYNC_FILE_RANGE_WRITE);
  w->started = w->written;
}

static void write_out(file_writer *w, const char *bytes, size_t n) {
  while (n > 0 && w->failed == 0) {
    ssize_t done = write(w->fd, bytes, n);
    if (done < 0 && errno != EINTR) w->failed = errno;
    if (done > 0) {
      w->written += (uint64_t)done;
      bytes += done;
      n -= (size_t)done;
    }
  }
  start_writing_back(w);
}

char *file_room(file_writer *w, size_t n) {
  if (FILE_BUFFER_SIZE - w->used < n) {
    write_out(w, w->buffer, w->used);
    w->used = 0;
  }
  return w->buffer + w->used;
}

void file_append(file_writer *w, const char *bytes, size_t n) {
  if (n >= FILE_BUFFER_SIZE / 4) {        /* no copy: one write more is cheaper */
    (void)file_room(w, FILE_BUFFER_SIZE); /* empties the buffer */
    write_out(w, bytes, n);
  } else if (n > 0) {
    memcpy(file_room(w, n), bytes, n);
    w->used += n;
  }
}

/* Makes the rename last: without it a crash may bring the old directory back. Not every file system can. */
static void sync_directory(const char *target) {
  size_t n = directory_length(target);
  char *directory = n == 0 ? strdup(".") : strndup(target, n);
  if (directory == NULL) return;
  int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  free(directory);
  if (fd < 0) return;
  (void)fsync(fd);
  close(fd);
}

canbao_status file_commit(file_writer *w, canbao_error *error) {
  (void)file_room(w, FILE_BUFFER_SIZE);
  if (w->temporary != NULL) {
    if (w->failed == 0 && fsync(w->fd) != 0) w->failed = errno;
    if (w->failed == 0 && rename(w->temporary, w->target) != 0) w->failed = errno;
    if (w->failed == 0) {
      sync_directory(w->target);
      free(w->temporary);
      w->temporary = NULL; /* it has become the target: not to be unlinked */
    }
  }
  canbao_status status = CANBAO_OK;
  if (w->failed != 0) status = cannot_write(error, w->path, w->failed);
  writer_close(w);
  return status;
}

void file_discard(file_writer *w) {
  if (w->buffer != NULL) writer_close(w);
}

/* ---- in memory ---- */

canbao_status file_create_memory(file_writer *w, canbao_error *error) {
  *w = (file_writer){.fd = -1};
  w->buffer = malloc(FILE_BUFFER_SIZE);
  w->path = strdup("memory");
  int number = w->buffer == NULL || w->path == NULL ? ENOMEM : 0;
  if (number == 0) w->fd = memfd_create("canbao", MFD_CLOEXEC);
  if (number == 0 && w->fd < 0) number = errno;
  if (number == 0) return CANBAO_OK;
  writer_close(w);
  return cannot_write(error, "memory", number);
}

canbao_status file_commit_memory(file_writer *w, file_map *out, canbao_error *error) {
  *out = (file_map){NULL, 0, false};
  (void)file_room(w, FILE_BUFFER_SIZE);
  int number = w->failed;
  if (number == 0) number = map_or_read(out, w->fd);
  writer_close(w);
  return number == 0 ? CANBAO_OK : cannot_write(error, "memory", number);
}
