/* sha256.h - the SHA-256 of bytes in memory, in hexadecimal: at once, or piece by piece. Knows no
** files. */
#ifndef VALUES_SHA256_H
#define VALUES_SHA256_H

#include <nettle/sha2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void sha256_of(const void *bytes, size_t n, char hex[65]);

/* A hash under way; a plain value that owns nothing. */
typedef struct {
  bool instructions; /* the processor has its own; then `other` is not used */
  uint32_t lanes[8];
  uint8_t waiting[64]; /* bytes of a block that is not full */
  uint64_t total;
  struct sha256_ctx other;
} sha256_stream;

void sha256_begin(sha256_stream *s);
void sha256_add(sha256_stream *s, const void *bytes, size_t n);
/* sha256_add to each of two, in two thirds of the time. */
void sha256_add_two(sha256_stream *a, const void *x, size_t x_length, sha256_stream *b,
                    const void *y, size_t y_length);
void sha256_end(sha256_stream *s, char hex[65]);

#endif
