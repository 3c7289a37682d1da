/*
** money.h - whole fen in an int64. Every operation says when it cannot be exact
** or would overflow; nothing here ever passes through a floating-point number.
*/
#ifndef VALUES_MONEY_H
#define VALUES_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MONEY_MAX INT64_C(900000000000000000) /* 9e15 yuan; |amount| never exceeds it */

typedef enum {
  ROUND_DOWN,
  ROUND_UP,
  ROUND_HALF_UP,
  ROUND_HALF_EVEN
} rounding; /* down: towards minus
infinity, up: towards plus infinity; a half goes up in size (四舍五入), so -0.5 as far as 0.5 */

/* Yuan with at most two decimals, optional sign, optional thousands commas and a trailing 元; digits only,
** no exponent: "350", "-0.50", "1,200.5元". False otherwise or when out of range. */
bool money_parse(const char *s, size_t n, int64_t *fen);
/* Yuan with up to two decimals and no trailing zeros (350, 281032.8); returns the length, writes a NUL. */
size_t money_format(int64_t fen, char buf[24]);
bool money_add(int64_t a, int64_t b, int64_t *out);
/* A share: "90%", "87.5%" (at most two decimals) or "9/10"; *den > 0. False otherwise, below nothing, or above a million. */
bool share_parse(const char *s, size_t n, int64_t *num, int64_t *den);
/* a * num / den, rounded to a multiple of `unit` fen (1 fen, 10 jiao, 100 yuan). False on overflow or den <= 0. */
bool money_scale(int64_t a, int64_t num, int64_t den, int64_t unit, rounding how, int64_t *out);

#endif
