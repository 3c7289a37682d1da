/* sha256.c - nettle's SHA-256. Nothing else of nettle is used anywhere. */
#include "values/sha256.h"

#include <nettle/sha2.h>

void sha256_of(const void *bytes, size_t n, char hex[65]) {
  static const char digits[] = "0123456789abcdef";
  struct sha256_ctx context;
  uint8_t sum[SHA256_DIGEST_SIZE];
  sha256_init(&context);
  if (n > 0) sha256_update(&context, n, bytes);
  sha256_digest(&context, sizeof sum, sum);
  for (size_t i = 0; i < sizeof sum; i++) {
    hex[2 * i] = digits[sum[i] >> 4];
    hex[2 * i + 1] = digits[sum[i] & 15];
  }
  hex[64] = '\0';
}
