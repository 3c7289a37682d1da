/*
** money.c - fen. Products are taken in 128 bits, so that only a result that is out
** of range is ever refused, never one whose way there was long.
*/
#include "values/money.h"

#include <string.h>

__extension__ typedef __int128 wide;

/* Whole yuan with optional thousands commas, which then must all be there: 1,200 and 1200, not 1,20. */
static bool whole_yuan(const char *s, size_t n, size_t *at, int64_t *yuan) {
  size_t from = *at, group = 0;
  bool commas = false;
  *yuan = 0;
  for (; *at < n; (*at)++) {
    char c = s[*at];
    if (c == ',') {
      if (group == 0 || group > 3 || (commas && group != 3)) return false;
      commas = true;
      group = 0;
    } else if (c >= '0' && c <= '9') {
      *yuan = *yuan * 10 + (c - '0');
      if (*yuan > MONEY_MAX / 100) return false;
      group++;
    } else {
      break;
    }
  }
  return *at > from && (!commas || group == 3);
}

bool money_parse(const char *s, size_t n, int64_t *fen) {
  static const char unit[] = "元";
  size_t at = 0;
  int64_t yuan, part = 0;
  bool negative = n > 0 && s[0] == '-';
  if (n > 0 && (s[0] == '-' || s[0] == '+')) at = 1;
  if (n >= 3 && memcmp(s + n - 3, unit, 3) == 0) n -= 3;
  if (!whole_yuan(s, n, &at, &yuan)) return false;
  if (at < n && s[at] == '.') {
    size_t decimals = n - at - 1;
    if (decimals < 1 || decimals > 2) return false;
    for (size_t i = 0; i < 2; i++) {
      char c = i < decimals ? s[at + 1 + i] : '0';
      if (c < '0' || c > '9') return false;
      part = part * 10 + (c - '0');
    }
    at = n;
  }
  if (at != n) return false;
  int64_t amount = yuan * 100 + part;
  if (amount > MONEY_MAX) return false;
  *fen = negative ? -amount : amount;
  return true;
}

size_t money_format(int64_t fen, char buf[24]) {
  char reversed[24];
  size_t n = 0, length = 0;
  uint64_t rest = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
  unsigned part = (unsigned)(rest % 100);
  rest /= 100;
  if (part % 10 != 0) reversed[n++] = (char)('0' + part % 10);
  if (part != 0) {
    reversed[n++] = (char)('0' + part / 10);
    reversed[n++] = '.';
  }
  do {
    reversed[n++] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (fen < 0) reversed[n++] = '-';
  while (n > 0) buf[length++] = reversed[--n];
  buf[length] = '\0';
  return length;
}

static bool within(int64_t a) { return a <= MONEY_MAX && a >= -MONEY_MAX; }

bool money_add(int64_t a, int64_t b, int64_t *out) {
  int64_t sum;
  if (__builtin_add_overflow(a, b, &sum) || !within(sum)) return false;
  *out = sum;
  return true;
}

bool money_scale(int64_t a, int64_t num, int64_t den, int64_t unit, rounding how, int64_t *out) {
  if (den <= 0 || unit <= 0 || !within(a) || unit > MONEY_MAX) return false;
  wide product = (wide)a * num, step = (wide)den * unit;
  wide units = product / step, rest = product % step;
  if (rest <
      0) { /* towards minus infinity first; the rest is then what is missing, 0 <= rest < step */
    units -= 1;
    rest += step;
  }
  bool up = false;
  switch (how) {
    case ROUND_DOWN: break;
    case ROUND_UP: up = rest > 0; break;
    /* Half away from zero: a refund of -0.5 fen rounds as the payment of 0.5 did. */
    case ROUND_HALF_UP: up = product >= 0 ? rest >= step - rest : rest > step - rest; break;
    case ROUND_HALF_EVEN: up = rest > step - rest || (rest == step - rest && units % 2 != 0); break;
  }
  units += up;
  wide result = units * unit;
  if (result > MONEY_MAX || result < -MONEY_MAX) return false;
  *out = (int64_t)result;
  return true;
}

bool share_parse(const char *s, size_t n, int64_t *num, int64_t *den) {
  const char *slash = memchr(s, '/', n);
  *den = 1;
  if (n > 1 && s[n - 1] == '%') {
    *den = 10000;
    return money_parse(s, n - 1, num) && *num >= 0 && *num <= INT64_C(10000000000);
  }
  if (!slash || slash == s || slash + 1 == s + n) return false;
  int64_t *const into[] = {num, den};
  *num = *den = 0;
  for (size_t i = 0, part = 0; i < n; i++) {
    if (s + i == slash)
      part = 1;
    else if (s[i] < '0' || s[i] > '9' || *into[part] > 100000000)
      return false;
    else
      *into[part] = *into[part] * 10 + (s[i] - '0');
  }
  return *den > 0 && *num / *den <= 1000000;
}
