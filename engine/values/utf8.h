/*
** utf8.h - one character of UTF-8, and where a text of it stops being one. Strict:
** no overlong forms, no surrogates, nothing above U+10FFFF. Converts nothing.
*/
#ifndef VALUES_UTF8_H
#define VALUES_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Length of the character at s, its code point in *point; 0 (and point 0) when no valid one begins there. */
size_t utf8_decode(const char *s, size_t n, uint32_t *point);
/* Length of the longest valid beginning of s[0..n). */
size_t utf8_valid_prefix(const char *s, size_t n);

#endif
