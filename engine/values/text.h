/*
** text.h - slices of text and what may be done to them: UTF-8 checks, GB18030
** to UTF-8, full-width mending, nearest names, safe display.
*/
#ifndef VALUES_TEXT_H
#define VALUES_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
  const char *at;
  uint32_t length;
} slice; /* borrowed text, not NUL-terminated */

static inline slice slice_of(const char *at, size_t length) {
  return (slice){at, (uint32_t)length};
}
/* Equal to a C string? Here, so that the length of one that stands in the code is known. */
static inline bool slice_is(slice s, const char *text) {
  size_t n = strlen(text);
  return s.length == n && (n == 0 || memcmp(s.at, text, n) == 0);
}
bool slice_equal(slice a, slice b);
uint64_t text_hash(slice s);
slice slice_trim(slice s); /* without white space at both ends: ASCII, U+3000, U+00A0 */
bool utf8_valid(const char *s, size_t n); /* strict: no overlongs, no surrogates */
/* Whole buffer from GB18030 to UTF-8 through iconv; malloc'ed, caller frees. NULL when it is not GB18030. */
char *gb18030_to_utf8(const char *s, size_t n, size_t *out_n);
/* The same, but bytes that are not GB18030 are kept as they are (so the result is not valid UTF-8 there) and
** counted. NULL only when out of memory or when iconv does not know GB18030. */
char *gb18030_to_utf8_mending(const char *s, size_t n, size_t *out_n, size_t *bad_bytes);
/* Copy s into buf (at most size-1 bytes and a NUL) with full-width ASCII (U+FF01..FF5E, U+3000) made
** half-width; returns the length. */
size_t text_half_width(slice s, char *buf, size_t size);
/* Index of the name nearest to `wanted` (edit distance in characters, at most a third of its length
** but at least 1, ties to the first; full-width and half-width characters are one), -1 when none is near. Two names without a character in common are never
** near: 男 is not offered for 妇. */
int text_nearest(const char *wanted, const char *const *names, int count);
/* Copy for a terminal or a log: control characters, bidi controls and invalid UTF-8 shown as \xNN or
** \u{NNNN}, cut at size with "..."; returns buf. */
const char *text_display(slice s, char *buf, size_t size);
/* "341323199001010003" -> "341323********0003": first six and last four characters kept, the others starred;
** a text under 11 characters keeps only its first character. Returns the length. */
size_t text_mask_id(slice id, char *buf, size_t size);

#endif
