/*
** amount_words.c - yuan, fen, date, days, months, years, percent, ratio: the words that make
** an amount of what an author wrote. Exact: what cannot be is refused where it stands.
*/
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "host/host.h"
#include "values/date.h"

/* A number of the script as exact decimal digits: 7.5 -> 75/10. Literals have at most 15 digits, so the shortest
** decimal that reads back is what the author wrote. */
static bool exact_decimal(lua_State *L, int index, int64_t *num, int64_t *den) {
  char text[40];
  if (lua_isinteger(L, index)) {
    *num = lua_tointeger(L, index), *den = 1;
    return true;
  }
  if (lua_type(L, index) == LUA_TNUMBER)
    snprintf(text, sizeof text, "%.14g", lua_tonumber(L, index));
  else if (lua_type(L, index) == LUA_TSTRING)
    snprintf(text, sizeof text, "%.39s", lua_tostring(L, index));
  else
    return false;
  int64_t n = 0, d = 1;
  const char *s = text;
  bool minus = *s == '-', point = false, digits = false;
  for (s += minus; *s; s++) {
    if (*s == '.' && !point) {
      point = true;
    } else if (*s >= '0' && *s <= '9' && n < INT64_C(10000000000000000) && d < INT64_C(100000000)) {
      n = n * 10 + (*s - '0'), digits = true;
      if (point) d *= 10;
    } else {
      return false;
    }
  }
  *num = minus ? -n : n, *den = d;
  return digits;
}

static int l_yuan(lua_State *L) {
  int64_t fen, num, den;
  if (lua_type(L, 1) == LUA_TSTRING) {
    size_t n;
    const char *s = lua_tolstring(L, 1, &n);
    if (money_parse(s, n, &fen)) return amount_push_const(L, TYPE_MONEY, fen);
  } else if (exact_decimal(L, 1, &num, &den) && num < MONEY_MAX / 100 && num > -MONEY_MAX / 100 &&
             num * 100 % den == 0) {
    return amount_push_const(L, TYPE_MONEY, num * 100 / den);
  }
  return host_raise(
      L, CANBAO_SCRIPT,
      _("yuan takes an amount with at most two decimals, like yuan(350) or yuan \"280.50\""));
}

static int l_fen(lua_State *L) {
  if (!lua_isinteger(L, 1) || lua_tointeger(L, 1) > MONEY_MAX || lua_tointeger(L, 1) < -MONEY_MAX)
    return host_raise(L, CANBAO_SCRIPT, _("fen takes a whole number"));
  return amount_push_const(L, TYPE_MONEY, lua_tointeger(L, 1));
}

static int l_date(lua_State *L) {
  size_t n = 0;
  int32_t day;
  const char *s = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &n) : NULL;
  if (!s) return host_raise(L, CANBAO_SCRIPT, _("date takes a text, like date \"2022-12-31\""));
  if (!date_parse(s, n, &day)) {
    char shown[64];
    return host_raise(L, CANBAO_SCRIPT,
                      _("there is no day “%s”; write it like date \"2022-12-31\""),
                      text_display(slice_of(s, n), shown, sizeof shown));
  }
  return amount_push_const(L, TYPE_DATE, day);
}

static int64_t small_count(lua_State *L, const char *word) {
  if (!lua_isinteger(L, 1) || lua_tointeger(L, 1) < -200000 || lua_tointeger(L, 1) > 200000)
    host_raise(L, CANBAO_SCRIPT, _("%s takes a whole number, like %s(3)"), word, word);
  return lua_tointeger(L, 1);
}

static int l_days(lua_State *L) { return amount_push_const(L, TYPE_DAYS, small_count(L, "days")); }

static int l_months(lua_State *L) {
  int64_t n = small_count(L, "months");
  if (n > 6000 || n < -6000)
    return host_raise(L, CANBAO_SCRIPT, _("%s takes a whole number, like %s(3)"), "months",
                      "months");
  return amount_push_months(L, n);
}

static int l_years(lua_State *L) {
  int64_t n = small_count(L, "years");
  if (n > 500 || n < -500)
    return host_raise(L, CANBAO_SCRIPT, _("%s takes a whole number, like %s(3)"), "years", "years");
  return amount_push_months(L, n * 12);
}

static int l_percent(lua_State *L) {
  int64_t num, den;
  if (!exact_decimal(L, 1, &num, &den) || num > MONEY_MAX || num < -MONEY_MAX)
    return host_raise(L, CANBAO_SCRIPT, _("percent takes a number, like percent(75)"));
  amount_push_ratio(L, num, den * 100);
  return 1;
}

static int l_ratio(lua_State *L) {
  if (!lua_isinteger(L, 1) || !lua_isinteger(L, 2) || lua_tointeger(L, 2) <= 0 ||
      lua_tointeger(L, 2) > INT32_MAX || lua_tointeger(L, 1) > MONEY_MAX ||
      lua_tointeger(L, 1) < -MONEY_MAX)
    return host_raise(L, CANBAO_SCRIPT, _("ratio takes two whole numbers, like ratio(3, 10)"));
  amount_push_ratio(L, lua_tointeger(L, 1), lua_tointeger(L, 2));
  return 1;
}

/* ---- how an amount is written ---- */

const char *amount_example(const char *kind) {
  static const struct {
    const char *kind, *written;
  } examples[] = {{"money", "yuan(350)"},   {"date", "date \"2022-12-31\""},
                  {"days", "days(90)"},     {"months", "months(3)"},
                  {"ratio", "percent(75)"}, {"place", "r.household_registration:within(here)"}};
  for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
    if (strcmp(kind, examples[i].kind) == 0) return examples[i].written;
  return NULL;
}

/* 0.5 and "50%" are percent(50), and so is a bare 50, but a bare 1 is the whole; "9/10" is ratio(9, 10). */
static bool ratio_written(lua_State *L, int index, const char *s, size_t n, char *out,
                          size_t size) {
  int64_t num, den;
  char hundredths[24];
  if (share_parse(s, n, &num, &den) && s[n - 1] == '%')
    return snprintf(out, size, "percent(%.*s)", (int)n - 1, s) > 0;
  if (share_parse(s, n, &num, &den))
    return snprintf(out, size, "ratio(%" PRId64 ", %" PRId64 ")", num, den) > 0;
  if (!exact_decimal(L, index, &num, &den) || num < 0 || num > den * 100) return false;
  if (num <= den) num *= 100;
  if (num * 100 % den != 0) return false; /* percent, too, has two decimals */
  money_format(num * 100 / den, hundredths);
  return snprintf(out, size, "percent(%s)", hundredths) > 0;
}

static bool written(lua_State *L, int index, const char *wanted, const char *s, size_t n, char *out,
                    size_t size) {
  bool number = lua_type(L, index) == LUA_TNUMBER;
  int64_t fen = 0;
  int32_t day;
  char yuan[24];
  if (strcmp(wanted, "date") == 0)
    return !number && date_parse(s, n, &day) && snprintf(out, size, "date \"%s\"", s) > 0;
  if (strcmp(wanted, "string") == 0) return number && snprintf(out, size, "\"%s\"", s) > 0;
  if (strcmp(wanted, "ratio") == 0) return ratio_written(L, index, s, n, out, size);
  if (!money_parse(s, n, &fen)) return false;
  money_format(fen, yuan);
  if (strcmp(wanted, "money") == 0)
    return snprintf(out, size, fen % 100 ? "yuan \"%s\"" : "yuan(%s)", yuan) > 0;
  if (fen % 100 != 0) return false;
  if (strcmp(wanted, "number") == 0) return snprintf(out, size, "%s", yuan) > 0;
  if (strcmp(wanted, "days") != 0 && strcmp(wanted, "months") != 0) return false;
  return snprintf(out, size, "%s(%s)", wanted, yuan) > 0;
}

bool amount_written(lua_State *L, int index, const char *wanted, char *out, size_t size) {
  int kind = lua_type(L, index);
  size_t n = 0;
  if (kind != LUA_TNUMBER && kind != LUA_TSTRING) return false;
  lua_pushvalue(L, index); /* a copy: a number would become a text where it is */
  const char *s = lua_tolstring(L, -1, &n);
  bool fits = n > 0 && n < 24 && written(L, index, wanted, s, n, out, size);
  lua_pop(L, 1);
  return fits;
}

static const luaL_Reg words[] = {{"yuan", l_yuan},       {"fen", l_fen},       {"date", l_date},
                                 {"days", l_days},       {"months", l_months}, {"years", l_years},
                                 {"percent", l_percent}, {"ratio", l_ratio},   {NULL, NULL}};

void amount_words_open(lua_State *L) { luaL_setfuncs(L, words, 0); }
