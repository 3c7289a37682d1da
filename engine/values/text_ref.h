/*
** text_ref.h - a slice in eight bytes: a column of texts is half as large. The address
** stands in the low 48 bits, the length above it; a slice that does not fit is kept
** elsewhere, and referred to.
*/
#ifndef VALUES_TEXT_REF_H
#define VALUES_TEXT_REF_H

#include "values/text.h"

typedef uint64_t text_ref; /* 0: the slice whose `at` is NULL */

#define TEXT_REF_BITS 48
#define TEXT_REF_FAR 0xFFFF /* in place of the length: the address is that of a slice */

/* False when the text is too long, or stands where addresses are longer: then use text_ref_far. */
static inline bool text_ref_make(slice text, text_ref *out) {
  uint64_t at = (uint64_t)(uintptr_t)text.at;
  *out = at | (uint64_t)text.length << TEXT_REF_BITS;
  return at >> TEXT_REF_BITS == 0 && text.length < TEXT_REF_FAR;
}

/* `kept` must stay where it is as long as the reference is used, and low enough. */
static inline text_ref text_ref_far(const slice *kept) {
  return (uint64_t)(uintptr_t)kept | (uint64_t)TEXT_REF_FAR << TEXT_REF_BITS;
}

static inline slice text_ref_slice(text_ref ref) {
  const void *at = (const void *)(uintptr_t)(ref & ((UINT64_C(1) << TEXT_REF_BITS) - 1));
  uint32_t length = (uint32_t)(ref >> TEXT_REF_BITS);
  return length == TEXT_REF_FAR ? *(const slice *)at : (slice){at, length};
}

#endif
