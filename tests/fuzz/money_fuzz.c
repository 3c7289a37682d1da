/*
** money_fuzz.c - any bytes as an amount: what is read must come back from its own text, and a share
** must lie within a unit of the exact one. Build: clang -fsanitize=fuzzer,address,undefined.
*/
#include <stdlib.h>
#include <string.h>

#include "values/money.h"

__extension__ typedef __int128 wide;

static void require(bool holds) {
  if (!holds) abort();
}

static void check_share(const int64_t *n) {
  for (int how = ROUND_DOWN; how <= ROUND_HALF_EVEN; how++) {
    int64_t share;
    if (!money_scale(n[0], n[1], n[2], n[3], (rounding)how, &share)) continue;
    require(share % n[3] == 0 && share <= MONEY_MAX && share >= -MONEY_MAX);
    wide off = (wide)n[0] * n[1] - (wide)share * n[2], unit = (wide)n[2] * n[3];
    require(off < unit && off > -unit);
    if (how == ROUND_DOWN) require(off >= 0);
    if (how == ROUND_UP) require(off <= 0);
    if (how >= ROUND_HALF_UP) require(off <= unit - off && -off <= unit + off);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  int64_t fen, back, numbers[4];
  char text[24];
  if (money_parse((const char *)data, size, &fen)) {
    require(fen <= MONEY_MAX && fen >= -MONEY_MAX);
    size_t n = money_format(fen, text);
    require(n < sizeof text && money_parse(text, n, &back) && back == fen);
  }
  if (size < sizeof numbers) return 0;
  memcpy(numbers, data, sizeof numbers);
  require(money_format(numbers[0], text) < sizeof text);
  check_share(numbers);
  return 0;
}
