/*
** amounts.c - dates, money, spans of days or months and ratios as Lua values.
** Each carries its term, so that a rule's arithmetic can be done again in C for
** any resident. Comparisons are questions (asking.c). Holds no float, ever.
*/
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "host/host.h"
#include "host/silent_answers.h"
#include "values/date.h"

#define AMOUNT "canbao.amount"
#define KIND_MONTHS 20 /* beyond enum value_type */
#define KIND_RATIO 21

amount *amount_test(lua_State *L, int index) { return luaL_testudata(L, index, AMOUNT); }

const char *amount_kind(lua_State *L, int index) {
  const amount *a = amount_test(L, index);
  if (!a && luaL_getmetafield(L, index, "__name") == LUA_TSTRING) {
    const char *name = lua_tostring(L, -1); /* stays in the metatable */
    lua_pop(L, 1);
    return name;
  }
  if (!a) return lua_isnone(L, index) ? "nil" : luaL_typename(L, index);
  switch (a->v.type) {
    case TYPE_DATE: return "date";
    case TYPE_MONEY: return "money";
    case TYPE_DAYS: return "days";
    case KIND_MONTHS: return "months";
    default: return "ratio";
  }
}

static amount *push_new(lua_State *L) {
  amount *a = lua_newuserdatauv(L, sizeof *a, 0);
  memset(a, 0, sizeof *a);
  luaL_setmetatable(L, AMOUNT);
  return a;
}

static bool may_fail(uint8_t op) {
  return op == TERM_ADD || op == TERM_SUB || op == TERM_ADD_MONTHS || op == TERM_SCALE;
}

/* Push the value of t for the resident at hand. A term of constants only becomes a constant. */
void amount_push_term(lua_State *L, value_type type, term t) {
  host *h = host_of(L);
  if (t == 0) host_raise_no_memory(L);
  host_charge(L, 8);
  bool depends = term_depends(h->p->terms, t);
  value v = {(uint8_t)type, VALUE_UNKNOWN, 0};
  if (!(depends && h->now.probing)) v = term_value(h->p->terms, t, &h->now.resident);
  const term_node *n = term_at(h->p->terms, t);
  bool share = n->op == TERM_SCALE && n->how == ROUND_EXACT;
  /* Whether it can be computed at all is an observation too: another resident's may not. Of a share that is asked only when it
  ** is used: one that is rounded first need not be whole fen. */
  if (depends && !share && may_fail(n->op) && h->deciding) ask_exists(h, t);
  if (v.state == VALUE_ERROR && !share)
    host_raise(L, CANBAO_SCRIPT, "%s", _("the amount or date goes beyond what can be represented"));
  bool inexact = v.state == VALUE_ERROR;
  if (!depends && !inexact) t = term_const(h->p->terms, type, v.v);
  amount *a = push_new(L);
  a->v = v;
  a->v.type = (uint8_t)type;
  a->t = t;
  a->inexact = inexact;
  a->share = share && depends;
}

int amount_push_months(lua_State *L, int64_t n) {
  amount *a = push_new(L);
  a->v = (value){KIND_MONTHS, VALUE_KNOWN, 0};
  a->num = n;
  return 1;
}

int amount_push_const(lua_State *L, value_type type, int64_t v) {
  amount_push_term(L, type, term_const(host_of(L)->p->terms, type, v));
  return 1;
}

void amount_push_ratio(lua_State *L, int64_t num, int64_t den) {
  int64_t a = num < 0 ? -num : num, b = den;
  while (b) {
    int64_t c = a % b;
    a = b, b = c;
  }
  if (a == 0) a = 1;
  amount *r = push_new(L);
  r->v = (value){KIND_RATIO, VALUE_KNOWN, 0};
  r->num = num / a, r->den = den / a;
}

static const char *kind_of_type(int type) {
  static const char *const kinds[] = {"nil",  "boolean", "number", "string",
                                      "date", "money",   "days"};
  return type == KIND_MONTHS ? "months" : type == KIND_RATIO ? "ratio" : kinds[type];
}

/* How to write the bare number or text at index where an amount of that kind is meant: with what stands there, where that is the
** script's own and not a resident's. False: it is neither, or must not be taken for one. */
static bool bare_remedy(lua_State *L, int index, int meant, char *out, size_t size) {
  bool number = lua_isnumber(L, index), bare = number || lua_type(L, index) == LUA_TSTRING;
  if (meant == TYPE_DATE ? !bare : !number || (meant != TYPE_MONEY && meant != TYPE_DAYS))
    return false;
  const char *kind = kind_of_type(meant);
  if (host_of(L)->deciding || !amount_written(L, index, kind, out, size))
    snprintf(out, size, "%s", amount_example(kind));
  return true;
}

/* The amount at index, of the given type, fit for use in arithmetic. */
static amount *use(lua_State *L, int index, int type) {
  amount *a = amount_test(L, index);
  if (!a || a->v.type != type) {
    if (lua_isnoneornil(L, index)) {
      host_raise_missing(L, _("something that is missing is calculated with: first ask whether it "
                              "is there"));
    }
    const char *wanted = type == TYPE_DATE    ? _("a date")
                         : type == TYPE_MONEY ? _("money")
                         : type == TYPE_DAYS  ? _("a number of days")
                                              : _("a share");
    char how[64];
    if (bare_remedy(L, index, type, how, sizeof how))
      host_raise(L, CANBAO_SCRIPT, _("%s is needed here, not %s: write %s"), wanted,
                 amount_in_words(L, index), how);
    host_raise(L, CANBAO_SCRIPT, _("%s is needed here, not %s"), wanted, amount_in_words(L, index));
    return NULL;
  }
  host *h = host_of(L);
  if (a->share && h->deciding) a->inexact = !ask_exists(h, a->t);
  if (a->inexact)
    host_raise(L, CANBAO_SCRIPT,
               _("this share is not whole fen: round it where it arises, for example "
                 ":rounded(\"half_up\", yuan(1))"));
  return a;
}

const char *kind_in_words(const char *kind) {
  static const struct {
    const char *kind, *words;
  } known[] = {{"nil", N_("nothing")},           {"number", N_("a number")},
               {"string", N_("a text")},         {"boolean", N_("true or false")},
               {"table", N_("a table")},         {"function", N_("a function")},
               {"date", N_("a date")},           {"money", N_("money")},
               {"days", N_("a number of days")}, {"months", N_("months")},
               {"ratio", N_("a share")},         {"place", N_("a place")},
               {"resident", N_("the resident")}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(known[i].kind, kind) == 0) return _(known[i].words);
  return kind;
}

const char *amount_in_words(lua_State *L, int index) {
  return kind_in_words(amount_kind(L, index));
}

void amount_wrong_kind(lua_State *L, int index, const char *kind, const char *what) {
  static const struct {
    const char *kind, *words, *written;
  } wanted[] = {{"nil", N_("nothing"), "nil"},          {"boolean", N_("true or false"), "true"},
                {"number", N_("a whole number"), "3"},  {"string", N_("a text"), "\"…\""},
                {"date", N_("a date"), NULL},           {"money", N_("money"), NULL},
                {"days", N_("a number of days"), NULL}, {"ratio", N_("a share"), NULL}};
  host *h = host_of(L);
  int e = policy_effect(h->p, what);
  const char *title = e >= 0 ? h->p->effects[e].title : what;
  char named[2 * LIMIT_TITLE], written[64];
  size_t i = 0;
  while (strcmp(wanted[i].kind, kind) != 0) i++;
  snprintf(named, sizeof named, strcmp(title, what) == 0 ? "%s" : _("%s (%s)"), what, title);
  if (h->deciding || !amount_written(L, index, kind, written, sizeof written))
    snprintf(written, sizeof written, "%s",
             wanted[i].written ? wanted[i].written : amount_example(kind));
  host_raise(L, CANBAO_SCRIPT, _("%s must be %s, not %s: write %s"), named, _(wanted[i].words),
             amount_in_words(L, index), written);
}

term amount_term(lua_State *L, int index, value_type type, const char *what) {
  host *h = host_of(L);
  term_table *t = h->p->terms;
  if (lua_isnoneornil(L, index)) return 0;
  switch (type) {
    case TYPE_FLAG:
      if (lua_isboolean(L, index)) return term_const(t, TYPE_FLAG, lua_toboolean(L, index));
      break;
    case TYPE_NUMBER:
      if (lua_isinteger(L, index)) return term_const(t, TYPE_NUMBER, lua_tointeger(L, index));
      if (lua_type(L, index) == LUA_TNUMBER)
        host_raise(L, CANBAO_SCRIPT, _("%s is a whole number; %f is not"), what,
                   lua_tonumber(L, index));
      break;
    case TYPE_TEXT:
      if (lua_type(L, index) == LUA_TSTRING) {
        size_t n;
        const char *s = lua_tolstring(L, index, &n);
        if (n > LIMIT_TITLE)
          host_raise(L, CANBAO_SCRIPT, _("%s is a text of more than %d bytes"), what, LIMIT_TITLE);
        return term_const(t, TYPE_TEXT, term_text_code(t, slice_of(s, n)));
      }
      break;
    default: {
      const amount *a = amount_test(L, index);
      if (a && a->v.type == type) return use(L, index, type)->t;
      break;
    }
  }
  amount_wrong_kind(L, index, kind_of_type(type), what);
  return 0;
}

/* ---- arithmetic ---- */

static term make(lua_State *L, term_op op, value_type type, term a, term b, int64_t imm) {
  term_node n = {.op = (uint8_t)op, .type = (uint8_t)type, .a = a, .b = b, .imm = imm};
  return term_intern(host_of(L)->p->terms, n);
}

static term scale(lua_State *L, term a, int64_t num, int64_t den, int64_t unit, uint8_t how) {
  term_node n = {.op = TERM_SCALE,
                 .type = TYPE_MONEY,
                 .how = how,
                 .a = a,
                 .imm = num,
                 .den = den,
                 .unit = unit};
  return term_intern(host_of(L)->p->terms, n);
}

/* The same of either side, where an amount whose type is `meant` stands on the other. */
static bool remedy(lua_State *L, int meant, char *out, size_t size) {
  return bare_remedy(L, 1, meant, out, size) || bare_remedy(L, 2, meant, out, size);
}

static int kind(lua_State *L, int index) {
  const amount *a = amount_test(L, index);
  return a ? a->v.type : -1;
}

/* Of the one that is an amount. */
static int kind_of_either(lua_State *L) {
  int a = kind(L, 1);
  return a >= 0 ? a : kind(L, 2);
}

static int refuse(lua_State *L, const char *sign) {
  for (int i = 1; i <= 2; i++)
    if (lua_isnil(L, i))
      return host_raise_missing(
          L, _("something that is missing is calculated with: first ask whether it is there"));
  int meant = kind_of_either(L);
  char how[64];
  if (remedy(L, meant == TYPE_DATE ? TYPE_DAYS : meant, how, sizeof how)) /* a day and some days */
    return host_raise(L, CANBAO_SCRIPT, _("%s %s %s cannot be computed: write %s"),
                      amount_in_words(L, 1), sign, amount_in_words(L, 2), how);
  return host_raise(L, CANBAO_SCRIPT, _("%s %s %s cannot be computed"), amount_in_words(L, 1), sign,
                    amount_in_words(L, 2));
}

static int add_or_sub(lua_State *L, int sign, const char *word) {
  int a = kind(L, 1), b = kind(L, 2);
  term_op op = sign > 0 ? TERM_ADD : TERM_SUB;
  if (a == TYPE_DATE && b == KIND_MONTHS) {
    int64_t n = amount_test(L, 2)->num * sign;
    amount_push_term(L, TYPE_DATE,
                     make(L, TERM_ADD_MONTHS, TYPE_DATE, use(L, 1, TYPE_DATE)->t, 0, n));
  } else if (a == TYPE_DATE && b == TYPE_DAYS) {
    amount_push_term(L, TYPE_DATE,
                     make(L, op, TYPE_DATE, use(L, 1, TYPE_DATE)->t, use(L, 2, TYPE_DAYS)->t, 0));
  } else if (a == TYPE_DATE && b == TYPE_DATE && sign < 0) {
    amount_push_term(L, TYPE_DAYS,
                     make(L, op, TYPE_DAYS, use(L, 1, TYPE_DATE)->t, use(L, 2, TYPE_DATE)->t, 0));
  } else if (a == b && (a == TYPE_MONEY || a == TYPE_DAYS)) {
    amount_push_term(L, (value_type)a,
                     make(L, op, (value_type)a, use(L, 1, a)->t, use(L, 2, a)->t, 0));
  } else {
    return refuse(L, word);
  }
  return 1;
}

static int m_add(lua_State *L) {
  if (kind(L, 2) == TYPE_DATE && kind(L, 1) != TYPE_DATE)
    lua_insert(L, 1), lua_settop(L, 2); /* days + date */
  return add_or_sub(L, 1, "+");
}

static int m_sub(lua_State *L) { return add_or_sub(L, -1, "-"); }

static int m_mul(lua_State *L) {
  if (kind(L, 2) == TYPE_MONEY && kind(L, 1) != TYPE_MONEY) lua_insert(L, 1); /* 3 * yuan(1) */
  if (kind(L, 1) == TYPE_MONEY && lua_isinteger(L, 2)) {
    amount_push_term(L, TYPE_MONEY,
                     scale(L, use(L, 1, TYPE_MONEY)->t, lua_tointeger(L, 2), 1, 1, ROUND_EXACT));
  } else if (kind(L, 1) == TYPE_MONEY && kind(L, 2) == KIND_RATIO) {
    const amount *r = amount_test(L, 2);
    amount_push_term(L, TYPE_MONEY,
                     scale(L, use(L, 1, TYPE_MONEY)->t, r->num, r->den, 1, ROUND_EXACT));
  } else if (lua_type(L, 2) == LUA_TNUMBER) {
    return host_raise(
        L, CANBAO_SCRIPT,
        _("money is multiplied by a whole number, percent(75) or ratio(3, 4), never by %f"),
        lua_tonumber(L, 2));
  } else {
    return refuse(L, "*");
  }
  return 1;
}

static int m_unm(lua_State *L) {
  if (kind(L, 1) != TYPE_MONEY) return refuse(L, "-");
  amount_push_term(L, TYPE_MONEY, scale(L, use(L, 1, TYPE_MONEY)->t, -1, 1, 1, ROUND_EXACT));
  return 1;
}

static int m_refuse(lua_State *L) {
  return host_raise(L, CANBAO_SCRIPT,
                    _("dates and amounts know + - and, for money, *; write a share as percent(75) "
                      "or ratio(3, 4)"));
}

static int refuse_comparison(lua_State *L) {
  char how[64];
  if (remedy(L, kind_of_either(L), how, sizeof how))
    return host_raise(L, CANBAO_SCRIPT, _("%s cannot be compared with %s: write %s"),
                      amount_in_words(L, 1), amount_in_words(L, 2), how);
  return host_raise(L, CANBAO_SCRIPT, _("%s cannot be compared with %s"), amount_in_words(L, 1),
                    amount_in_words(L, 2));
}

/* ---- comparison ---- */

static int compare_amounts(lua_State *L, question_kind q) {
  int a = kind(L, 1), b = kind(L, 2);
  if (lua_isnil(L, 1) || lua_isnil(L, 2))
    return host_raise_missing(
        L, _("something that is missing is compared: first ask whether it is there"));
  if (a == KIND_RATIO && b == KIND_RATIO) {
    const amount *x = amount_test(L, 1), *y = amount_test(L, 2);
    wide l = (wide)x->num * y->den, r = (wide)y->num * x->den;
    lua_pushboolean(L, q == ASK_LESS ? l < r : q == ASK_MOST ? l <= r : l == r);
    return 1;
  }
  if (a != b || (a != TYPE_DATE && a != TYPE_MONEY && a != TYPE_DAYS)) return refuse_comparison(L);
  term x = use(L, 1, a)->t, y = use(L, 2, b)->t;
  lua_pushboolean(L, ask_compare(host_of(L), q, x, y));
  return 1;
}

static int m_lt(lua_State *L) { return compare_amounts(L, ASK_LESS); }
static int m_le(lua_State *L) { return compare_amounts(L, ASK_MOST); }
static int m_eq(lua_State *L) { return compare_amounts(L, ASK_EQUAL); }

/* least, most, earlier, later: no question is asked, the choice is part of the term. */
static int choose(lua_State *L, term_op op) {
  int n = lua_gettop(L), type = kind(L, 1);
  if (lua_isnoneornil(L, 1)) use(L, 1, TYPE_DATE); /* missing, as it is in any other place */
  for (int i = 2; i <= n && type < 0; i++)
    if (kind(L, i) >= 0) use(L, 1, kind(L, i)); /* says what the others are */
  if (type != TYPE_DATE && type != TYPE_MONEY && type != TYPE_DAYS)
    return host_raise(L, CANBAO_SCRIPT, _("dates or amounts are needed here, not %s"),
                      amount_in_words(L, 1));
  term t = use(L, 1, type)->t;
  for (int i = 2; i <= n; i++) t = make(L, op, (value_type)type, t, use(L, i, type)->t, 0);
  amount_push_term(L, (value_type)type, t);
  return 1;
}

static int l_least(lua_State *L) { return choose(L, TERM_LEAST); }
static int l_most(lua_State *L) { return choose(L, TERM_MOST); }

/* ---- methods ---- */

static int date_term_method(lua_State *L, term_op op) {
  amount_push_term(L, TYPE_DATE, make(L, op, TYPE_DATE, use(L, 1, TYPE_DATE)->t, 0, 0));
  return 1;
}

static int d_first(lua_State *L) { return date_term_method(L, TERM_FIRST_OF_MONTH); }
static int d_last(lua_State *L) { return date_term_method(L, TERM_LAST_OF_MONTH); }

static int d_next(lua_State *L) {
  term t = make(L, TERM_FIRST_OF_MONTH, TYPE_DATE, use(L, 1, TYPE_DATE)->t, 0, 0);
  amount_push_term(L, TYPE_DATE, make(L, TERM_ADD_MONTHS, TYPE_DATE, t, 0, 1));
  return 1;
}

/* Calendar parts are whole numbers that a rule sees: each distinct one is an answer of its own. */
static int date_part(lua_State *L, term_op op) {
  host *h = host_of(L);
  term t = make(L, op, TYPE_NUMBER, use(L, 1, TYPE_DATE)->t, 0, 0);
  if (!term_depends(h->p->terms, t)) {
    lua_pushinteger(L, term_value(h->p->terms, t, &h->now.resident).v);
    return 1;
  }
  lua_pushinteger(L, ask(h, (question){ASK_NUMBER, t, 0}));
  return 1;
}

static int d_year(lua_State *L) { return date_part(L, TERM_YEAR); }
static int d_month(lua_State *L) { return date_part(L, TERM_MONTH); }
static int d_day(lua_State *L) { return date_part(L, TERM_DAY); }

static int rounding_of(lua_State *L, int index) {
  static const char *const names[] = {"down", "up", "half_up", "half_even"};
  const char *s = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
  for (int i = 0; i < 4; i++)
    if (strcmp(s, names[i]) == 0) return i;
  host_raise(L, CANBAO_SCRIPT, _("rounded takes \"down\", \"up\", \"half_up\" or \"half_even\""));
  return 0;
}

static int money_rounded(lua_State *L) {
  amount *a = amount_test(L, 1);
  if (!a || a->v.type != TYPE_MONEY) return use(L, 1, TYPE_MONEY) != NULL;
  int how = rounding_of(L, 2);
  int64_t unit = 1;
  if (!lua_isnoneornil(L, 3)) {
    const amount *of = use(L, 3, TYPE_MONEY);
    if (term_depends(host_of(L)->p->terms,
                     of->t)) /* its value would be seen without being asked for */
      return host_raise(
          L, CANBAO_SCRIPT,
          _("the unit of rounding is a constant, like yuan(1), not an amount of the resident's"));
    unit = of->v.v;
  }
  if (unit <= 0)
    return host_raise(L, CANBAO_SCRIPT,
                      _("the unit of rounding must be more than nothing, like yuan(1)"));
  const term_node *n = term_at(host_of(L)->p->terms, a->t);
  term t = n->op == TERM_SCALE && n->how == ROUND_EXACT
               ? scale(L, n->a, n->imm, n->den, unit, (uint8_t)how)
               : scale(L, a->t, 1, 1, unit, (uint8_t)how);
  amount_push_term(L, TYPE_MONEY, t);
  return 1;
}

static int money_split(lua_State *L) {
  term whole = use(L, 1, TYPE_MONEY)->t;
  if (!lua_isinteger(L, 2) || !lua_isinteger(L, 3) || lua_tointeger(L, 2) < 0 ||
      lua_tointeger(L, 3) < 0 || lua_tointeger(L, 2) > INT32_MAX ||
      lua_tointeger(L, 3) > INT32_MAX || lua_tointeger(L, 2) + lua_tointeger(L, 3) == 0)
    return host_raise(L, CANBAO_SCRIPT, _("split takes two whole parts, like amount:split(3, 7)"));
  int64_t a = lua_tointeger(L, 2), b = lua_tointeger(L, 3);
  term first = scale(L, whole, a, a + b, 1, ROUND_DOWN);
  amount_push_term(L, TYPE_MONEY, first);
  amount_push_term(L, TYPE_MONEY, make(L, TERM_SUB, TYPE_MONEY, whole, first, 0));
  return 2;
}

/* A text of a value observes it exactly. */
static int m_tostring(lua_State *L) {
  host *h = host_of(L);
  const amount *a = amount_test(L, 1);
  char text[64];
  if (a->v.type == KIND_MONTHS) {
    snprintf(text, sizeof text, "%" PRId64 " months", a->num);
  } else if (a->v.type == KIND_RATIO) {
    snprintf(text, sizeof text, "%" PRId64 "/%" PRId64, a->num, a->den);
  } else {
    use(L, 1, a->v.type);
    value v = a->v;
    if (term_depends(h->p->terms, a->t))
      v = (value){v.type, VALUE_KNOWN, ask(h, (question){ASK_EXACT, a->t, 0})};
    value_text(h->p->terms, v, text, sizeof text);
  }
  lua_pushstring(L, text);
  return 1;
}

static int m_concat(lua_State *L) {
  for (int i = 1; i <= 2; i++) {
    if (amount_test(L, i)) {
      lua_pushcfunction(L, m_tostring);
      lua_pushvalue(L, i);
      lua_call(L, 1, 1);
      lua_replace(L, i);
    } else if (lua_type(L, i) != LUA_TSTRING && lua_type(L, i) != LUA_TNUMBER) {
      return refuse(L, "..");
    }
  }
  lua_concat(L, 2);
  return 1;
}

static int m_newindex(lua_State *L) {
  return host_raise(L, CANBAO_SCRIPT, _("a date or an amount cannot be changed; make a new one"));
}

static const luaL_Reg methods[] = {{"first_of_month", d_first},
                                   {"last_of_month", d_last},
                                   {"first_of_next_month", d_next},
                                   {"year", d_year},
                                   {"month", d_month},
                                   {"day", d_day},
                                   {"rounded", money_rounded},
                                   {"split", money_split},
                                   {NULL, NULL}};

static int m_index(lua_State *L) {
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
  const char *names[16];
  int n = 0;
  for (const luaL_Reg *m = methods; m->name; m++) names[n++] = m->name;
  const char *wanted = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
  int near = text_nearest(wanted, names, n);
  if (near >= 0)
    return host_raise(L, CANBAO_SCRIPT, _("%s has no “%s”; did you mean “%s”?"),
                      amount_in_words(L, 1), wanted, names[near]);
  return host_raise(L, CANBAO_SCRIPT, _("%s has no “%s”"), amount_in_words(L, 1), wanted);
}

static const luaL_Reg metamethods[] = {{"__add", m_add},
                                       {"__sub", m_sub},
                                       {"__mul", m_mul},
                                       {"__div", m_refuse},
                                       {"__mod", m_refuse},
                                       {"__idiv", m_refuse},
                                       {"__pow", m_refuse},
                                       {"__unm", m_unm},
                                       {"__lt", m_lt},
                                       {"__le", m_le},
                                       {"__eq", m_eq},
                                       {"__tostring", m_tostring},
                                       {"__concat", m_concat},
                                       {"__newindex", m_newindex},
                                       {NULL, NULL}};

static const luaL_Reg choices[] = {
    {"least", l_least}, {"most", l_most}, {"earlier", l_least}, {"later", l_most}, {NULL, NULL}};

void amounts_open(host *h) {
  lua_State *L = h->L;
  luaL_newmetatable(L, AMOUNT);         /* mt */
  luaL_setfuncs(L, metamethods, 0);     /* mt */
  luaL_newlib(L, methods);              /* mt, methods */
  lua_pushcclosure(L, m_index, 1);      /* mt, index */
  lua_setfield(L, -2, "__index");       /* mt */
  lua_pushliteral(L, "date or amount"); /* mt, name in Lua's own messages */
  lua_setfield(L, -2, "__name");        /* mt */
  lua_pushboolean(L, 0);                /* mt, false */
  lua_setfield(L, -2, "__metatable");   /* mt */
  lua_pop(L, 1);                        /* - */
  lua_rawgeti(L, LUA_REGISTRYINDEX, h->globals_ref);
  luaL_setfuncs(L, choices, 0);
  amount_words_open(L);
  silent_answers_open(L);
  lua_pop(L, 1);
}
