/* gb18030.c - GB18030 to UTF-8 through iconv, whole buffers only. Detects nothing. */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "values/text.h"

/* No sequence grows to more than twice its length, and a byte that is kept stays one. */
static char *convert(iconv_t to_utf8, const char *s, size_t n, size_t *out_n, size_t *bad_bytes) {
  size_t space = n * 2 + 16, in_left = n, out_left = space;
  char *utf8 = malloc(space), *in = (char *)s, *out = utf8;
  if (utf8 == NULL) return NULL;
  *bad_bytes = 0;
  while (in_left > 0) {
    if (iconv(to_utf8, &in, &in_left, &out, &out_left) != (size_t)-1) continue;
    if (errno == E2BIG || in_left == 0) break; /* NEVER: see the size above */
    *out++ = *in++;
    in_left--;
    out_left--;
    (*bad_bytes)++;
  }
  if (in_left > 0) {
    free(utf8);
    return NULL;
  }
  *out_n = (size_t)(out - utf8);
  char *fitted = realloc(utf8, *out_n + 1);
  return fitted == NULL ? utf8 : fitted;
}

char *gb18030_to_utf8_mending(const char *s, size_t n, size_t *out_n, size_t *bad_bytes) {
  if (n > SIZE_MAX / 2 - 16) return NULL;
  iconv_t to_utf8 = iconv_open("UTF-8", "GB18030");
  if (to_utf8 == (iconv_t)-1) return NULL;
  char *utf8 = convert(to_utf8, s, n, out_n, bad_bytes);
  iconv_close(to_utf8);
  return utf8;
}

char *gb18030_to_utf8(const char *s, size_t n, size_t *out_n) {
  size_t bad_bytes;
  char *utf8 = gb18030_to_utf8_mending(s, n, out_n, &bad_bytes);
  if (utf8 != NULL && bad_bytes > 0) {
    free(utf8);
    return NULL;
  }
  return utf8;
}
