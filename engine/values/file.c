/*
** file.c - mapping and atomic writing. A temporary file is always in the directory of
** the file it becomes, so that the rename is one; it is synced before, the directory after.
** Where the file system can, it has no name until then, and a killed program leaves nothing.
*/
#include "values/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "values/message.h"

#define WRITE_BACK_SIZE (UINT64_C(1) << 22)
#define WRITE_BACK_FIRST (UINT64_C(1) << 20) /* of the first RESERVE_SIZE */
#define RESERVE_FROM (UINT64_C(1) << 18)     /* a file of so many bytes grows large: */
#define RESERVE_FIRST (UINT64_C(1) << 23)
#define RESERVE_SIZE (UINT64_C(1) << 25)
#define KEPT_SIZE (UINT64_C(1) << 28) /* of a file that is being written, in memory */
#define GIVEN_UP_SIZE (UINT64_C(1) << 25)

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
  *out = (file_map){.at = bytes, .length = length, .fd = -1};
  return 0;
}

/* The map keeps a descriptor of its own, to see later whether the file was written to. */
static int map_or_read(file_map *out, int fd) {
  struct stat st;
  if (fstat(fd, &st) != 0) return errno;
  if (S_ISDIR(st.st_mode)) return EISDIR;
  if (!S_ISREG(st.st_mode) || st.st_size == 0) return read_all(out, fd);
  void *at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (at == MAP_FAILED) return errno;
  (void)madvise(at, (size_t)st.st_size, MADV_SEQUENTIAL);
  *out = (file_map){.at = at,
                    .length = (size_t)st.st_size,
                    .mapped = true,
                    .fd = fcntl(fd, F_DUPFD_CLOEXEC, 3),
                    .changed_s = st.st_mtim.tv_sec,
                    .changed_ns = st.st_mtim.tv_nsec};
  return 0;
}

canbao_status file_map_open(file_map *out, const char *path, canbao_error *error) {
  *out = (file_map){.fd = -1};
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return cannot_read(error, path, errno);
  int number = map_or_read(out, fd);
  close(fd);
  return number == 0 ? CANBAO_OK : cannot_read(error, path, number);
}

canbao_status file_map_unchanged(const file_map *m, const char *path, canbao_error *error) {
  struct stat st;
  if (!m->mapped || m->fd < 0 || fstat(m->fd, &st) != 0) return CANBAO_OK;
  if ((uint64_t)st.st_size == m->length && st.st_mtim.tv_sec == m->changed_s &&
      st.st_mtim.tv_nsec == m->changed_ns)
    return CANBAO_OK;
  return fault_at(error, CANBAO_DATA, path, 0,
                  _("The file was changed while it was read; run again when nobody writes to it."));
}

void file_map_close(file_map *m) {
  if (m->mapped) {
    munmap((void *)m->at, m->length);
    if (m->fd >= 0) close(m->fd);
  } else {
    free((void *)m->at);
  }
  *m = (file_map){.fd = -1};
}

static void writer_close(file_writer *w) {
  if (w->fd >= 0) close(w->fd);
  if (w->temporary != NULL && !w->unnamed) unlink(w->temporary);
  free(w->buffer);
  free(w->path);
  free(w->target);
  free(w->temporary);
  free(w->digest);
  *w = (file_writer){.fd = -1};
}

/* The path's directory with its slash, "" for the current one. */
static size_t directory_length(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

/* Writers hold a lock on their temporary file: one that nobody holds was left by a program that was killed. */
static void sweep(const char *directory, const char *prefix) {
  DIR *d = opendir(directory);
  if (d == NULL) return;
  size_t n = strlen(prefix);
  for (struct dirent *e; (e = readdir(d)) != NULL;) {
    struct stat st;
    if (strncmp(e->d_name, prefix, n) != 0 || strlen(e->d_name) != n + 6) continue;
    int fd = openat(dirfd(d), e->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) continue;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && flock(fd, LOCK_EX | LOCK_NB) == 0)
      (void)unlinkat(dirfd(d), e->d_name, 0);
    close(fd);
  }
  closedir(d);
}

/* A temporary file with a name, for file systems without others. Between its making and its lock somebody may sweep it. */
static int open_named(file_writer *w) {
  struct stat st;
  char *ending = w->temporary + strlen(w->temporary) - 6;
  for (int attempt = 0; attempt < 100; attempt++) {
    for (int i = 0; i < 6; i++) ending[i] = 'X';
    w->fd = mkostemp(w->temporary, O_CLOEXEC);
    if (w->fd < 0) break;
    if (flock(w->fd, LOCK_EX) != 0 || (fstat(w->fd, &st) == 0 && st.st_nlink > 0)) return 0;
    close(w->fd);
  }
  int number = w->fd < 0 ? errno : EAGAIN;
  w->fd = -1;
  free(w->temporary); /* nothing was made: nothing to unlink */
  w->temporary = NULL;
  return number;
}

/* An empty file beside the target, with the rights of the file it replaces, or the usual ones. */
static int open_temporary(file_writer *w, const struct stat *old) {
  size_t length = directory_length(w->target), size = strlen(w->target) + 16;
  char *directory = length == 0 ? strdup(".") : strndup(w->target, length);
  w->temporary = malloc(size);
  if (w->temporary == NULL || directory == NULL) {
    free(directory);
    free(w->temporary);
    w->temporary = NULL;
    return ENOMEM;
  }
  snprintf(w->temporary, size, "%.*s.%s.", (int)length, w->target, w->target + length);
  sweep(directory, w->temporary + length);
  snprintf(w->temporary, size, "%.*s.%s.XXXXXX", (int)length, w->target, w->target + length);
  w->fd = access("/proc/self/fd", X_OK) == 0
              ? open(directory, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600)
              : -1;
  w->unnamed = w->fd >= 0;
  free(directory);
  int number = w->unnamed ? 0 : open_named(w);
  if (number != 0) return number;
  mode_t mask = umask(0);
  umask(mask);
  return fchmod(w->fd, old != NULL ? old->st_mode & 07777 : 0666 & ~mask) == 0 ? 0 : errno;
}

/* Give an unnamed temporary its name, which a rename needs. */
static int name_temporary(file_writer *w) {
  char from[40], *ending = w->temporary + strlen(w->temporary) - 6;
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
  snprintf(from, sizeof from, "/proc/self/fd/%d", w->fd);
  uint64_t seed = (uint64_t)getpid() * UINT64_C(0x9E3779B97F4A7C15);
  (void)flock(w->fd, LOCK_EX); /* nobody may sweep it */
  for (int attempt = 0; attempt < 1000; attempt++, seed = seed * 6364136223846793005u + 1) {
    for (int i = 0; i < 6; i++) ending[i] = letters[seed >> (33 + 5 * i) & 31];
    if (linkat(AT_FDCWD, from, AT_FDCWD, w->temporary, AT_SYMLINK_FOLLOW) == 0) {
      w->unnamed = false;
      return 0;
    }
    if (errno != EEXIST) return errno;
  }
  return EEXIST;
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
  if (w->target == NULL) return exists ? errno : ENOMEM;
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

/* What lies far behind need not stay in memory once it is on the disk: a file of gigabytes would take as much of it, which the
** machine has to find first, and push out what others use. Who waits for the disk is told of its errors, the sync at the end no
** more. */
static void give_up_pages(file_writer *w) {
  if (w->started - w->given_up < KEPT_SIZE + GIVEN_UP_SIZE) return;
  off64_t from = (off64_t)w->given_up, size = (off64_t)(w->started - w->given_up - KEPT_SIZE);
  int done = sync_file_range(w->fd, from, size,
                             SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
                                 SYNC_FILE_RANGE_WAIT_AFTER);
  if (done != 0 && w->failed == 0 && (errno == EIO || errno == ENOSPC || errno == EDQUOT))
    w->failed = errno;
  (void)posix_fadvise(w->fd, from, size, POSIX_FADV_DONTNEED);
  w->given_up += (uint64_t)size;
}

/* Let the disk begin with what is written so far: the sync at the end then has little left to wait for, and of a file that
** ends soon the less, the smaller the pieces are. Not every file system can, and none must. */
static void start_writing_back(file_writer *w) {
  uint64_t piece = w->written < RESERVE_SIZE ? WRITE_BACK_FIRST : WRITE_BACK_SIZE;
  if (w->temporary == NULL || w->written - w->started < piece) return;
  (void)sync_file_range(w->fd, (off64_t)w->started, (off64_t)(w->written - w->started),
                        SYNC_FILE_RANGE_WRITE);
  w->started = w->written;
  give_up_pages(w);
}

/* A file that grows large takes its room on the disk in large pieces: taken block by block, as they are written, it
** costs about as much again as the writing. A hint, like the above; what is too much goes back when it is settled, and
** that takes longest of all: the file system waits for what is on its way to the disk, and for the disk. */
static void reserve(file_writer *w, size_t n) {
  if (w->temporary == NULL || w->written < RESERVE_FROM) return;
  if (w->reserved < w->written) w->reserved = w->written;
  if (w->reserved - w->written >= n) return;
  uint64_t size = w->reserved < RESERVE_SIZE ? RESERVE_FIRST : RESERVE_SIZE;
  if (w->expected > 0 && w->expected < w->reserved + size) {
    if (w->expected < w->reserved + RESERVE_FROM) return;
    size = w->expected - w->reserved;
  }
  bool taken = fallocate(w->fd, FALLOC_FL_KEEP_SIZE, (off_t)w->reserved, (off_t)size) == 0;
  w->reserved = taken ? w->reserved + size : UINT64_MAX;
}

static void give_back(file_writer *w) {
  if (w->reserved > w->written && ftruncate(w->fd, (off_t)w->written) != 0) w->failed = errno;
}

/* So many bytes of a piece are written. One without bytes has no address either. */
static void pass(struct iovec *piece, size_t n) {
  if (n == 0) return;
  piece->iov_base = (char *)piece->iov_base + n;
  piece->iov_len -= n;
}

/* What is held first. */
static void put_out(file_writer *w, const char *bytes, size_t n) {
  struct iovec pieces[2] = {{(void *)w->held, w->held_length}, {(void *)bytes, n}};
  size_t left = w->held_length + n;
  if (w->failed == 0) reserve(w, left);
  while (left > 0 && w->failed == 0) {
    ssize_t done = writev(w->fd, pieces, 2);
    if (done < 0 && errno != EINTR) w->failed = errno;
    if (done <= 0) continue;
    w->written += (uint64_t)done;
    left -= (size_t)done;
    size_t of_first = (size_t)done < pieces[0].iov_len ? (size_t)done : pieces[0].iov_len;
    pass(&pieces[0], of_first);
    pass(&pieces[1], (size_t)done - of_first);
  }
  w->held_length = 0;
  start_writing_back(w);
}

void file_append_unhashed(file_writer *w, const char *bytes, size_t n) {
  if (w->failed != 0) return;
  uint64_t end = w->written + w->held_length + n, blocks = end - end % FILE_BUFFER_SIZE;
  size_t rest = blocks > w->written ? (size_t)(end - blocks) : 0;
  put_out(w, bytes, n - rest);
  w->held = bytes + (n - rest);
  w->held_length = rest;
}

static void write_out(file_writer *w, const char *bytes, size_t n) {
  if (w->digest != NULL) sha256_add(w->digest, bytes, n);
  put_out(w, bytes, n);
}

void file_flush(file_writer *w) {
  write_out(w, w->buffer, w->used);
  w->used = 0;
}

char *file_room(file_writer *w, size_t n) {
  if (FILE_BUFFER_SIZE - w->used < n) file_flush(w);
  return w->buffer + w->used;
}

void file_append(file_writer *w, const char *bytes, size_t n) {
  if (n >= FILE_BUFFER_SIZE / 4) { /* no copy: one write more is cheaper */
    file_flush(w);
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

void file_hash(file_writer *w) {
  w->digest = malloc(sizeof *w->digest);
  if (w->digest == NULL)
    w->failed = ENOMEM;
  else
    sha256_begin(w->digest);
}

/* Once: the first time leaves nothing to do. */
static void finish(file_writer *w) {
  if (w->finished) return;
  file_flush(w);
  if (w->failed == 0) give_back(w);
  if (w->temporary != NULL && w->failed == 0)
    (void)sync_file_range(w->fd, (off64_t)w->started, 0, SYNC_FILE_RANGE_WRITE);
  w->finished = true;
}

canbao_status file_finish(file_writer *w, char hex[65], canbao_error *error) {
  finish(w);
  if (w->failed != 0) return cannot_write(error, w->path, w->failed);
  if (hex == NULL) return CANBAO_OK;
  hex[0] = '\0';
  if (w->digest != NULL) sha256_end(w->digest, hex);
  return CANBAO_OK;
}

canbao_status file_settle(file_writer *w, canbao_error *error) {
  finish(w);
  if (!w->settled && w->temporary != NULL && w->failed == 0 && fsync(w->fd) != 0) w->failed = errno;
  w->settled = true;
  return w->failed == 0 ? CANBAO_OK : cannot_write(error, w->path, w->failed);
}

/* Settled, and by its name; the directory is not synced yet. */
static canbao_status put_in_place(file_writer *w, canbao_error *error) {
  canbao_status status = file_settle(w, error);
  if (status != CANBAO_OK || w->temporary == NULL) return status;
  if (w->unnamed) w->failed = name_temporary(w);
  if (w->failed == 0 && rename(w->temporary, w->target) != 0) w->failed = errno;
  if (w->failed != 0) return cannot_write(error, w->path, w->failed);
  free(w->temporary);
  w->temporary = NULL; /* it has become the target: not to be unlinked */
  return CANBAO_OK;
}

static bool is_in_place(const file_writer *w) { return w->target != NULL && w->temporary == NULL; }

static bool same_directory(const char *a, const char *b) {
  size_t n = directory_length(a);
  return n == directory_length(b) && memcmp(a, b, n) == 0;
}

canbao_status file_commit(file_writer *w, canbao_error *error) {
  canbao_status status = put_in_place(w, error);
  if (is_in_place(w)) sync_directory(w->target);
  writer_close(w);
  return status;
}

canbao_status file_commit_two(file_writer *first, file_writer *second, canbao_error *error) {
  canbao_status status = put_in_place(first, error);
  if (status == CANBAO_OK) status = put_in_place(second, error);
  bool both = is_in_place(first) && is_in_place(second);
  if (is_in_place(first)) sync_directory(first->target);
  if (is_in_place(second) && !(both && same_directory(first->target, second->target)))
    sync_directory(second->target);
  writer_close(first);
  writer_close(second);
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
  *out = (file_map){.fd = -1};
  file_flush(w);
  int number = w->failed;
  if (number == 0) number = map_or_read(out, w->fd);
  writer_close(w);
  return number == 0 ? CANBAO_OK : cannot_write(error, "memory", number);
}
