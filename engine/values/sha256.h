/* sha256.h - the SHA-256 of bytes in memory, in hexadecimal. Knows no files. */
#ifndef VALUES_SHA256_H
#define VALUES_SHA256_H

#include <stddef.h>

void sha256_of(const void *bytes, size_t n, char hex[65]);

#endif
