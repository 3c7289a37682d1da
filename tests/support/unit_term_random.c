/*
** unit_term_random.c - random terms over a random resident, worked out a second time in the
** plainest way (128-bit numbers, a calendar walked month by month) and compared. The same seed
** gives the same run.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_term.h"
#include "values/date.h"

__extension__ typedef __int128 wide;

#define PARTS 40

typedef struct {
  int state; /* 0 known, 1 none, 2 unknown, 3 error: the greater is the worse */
  wide v;
} plain;

typedef struct {
  term_node node; /* a and b: indexes of earlier parts */
  uint8_t type;
  term x;
  plain value;
  uint64_t fields;
  bool depends;
} part;

static uint64_t state;

static uint64_t next(void) { /* splitmix64 */
  uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
  return z ^ z >> 31;
}
static int64_t between(int64_t low, int64_t high) {
  return low + (int64_t)(next() % (uint64_t)(high - low + 1));
}

/* ---- the plain calendar ---- */

static int days_in(int y, int m) {
  if (m == 2) return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 29 : 28;
  return m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
}

static void civil_of(wide date, int *y, int *m, int *d) {
  int64_t left = (int64_t)date - DATE_MIN;
  *y = 1800;
  *m = 1;
  while (left >= days_in(*y, *m)) {
    left -= days_in(*y, *m);
    if (++*m > 12) {
      *m = 1;
      ++*y;
    }
  }
  *d = (int)left + 1;
}

static plain day_of(int y, int m, int d) {
  if (y < 1800 || y > 2299) return (plain){3, 0};
  int64_t sum = DATE_MIN;
  for (int i = 1800; i < y; i++) sum += days_in(i, 2) == 29 ? 366 : 365;
  for (int i = 1; i < m; i++) sum += days_in(y, i);
  return (plain){0, sum + d - 1};
}

/* ---- the plain operations ---- */

static plain ranged(uint8_t type, wide v) {
  wide low = type == TYPE_DATE ? DATE_MIN : type == TYPE_DAYS ? -(wide)DAYS_MAX : -(wide)MONEY_MAX;
  wide high = type == TYPE_DATE ? DATE_MAX : type == TYPE_DAYS ? DAYS_MAX : MONEY_MAX;
  return v < low || v > high ? (plain){3, 0} : (plain){0, v};
}

static plain months_on(wide date, int64_t months) {
  int y, m, d;
  civil_of(date, &y, &m, &d);
  for (; months > 0 && y < 2400; months--)
    if (++m > 12) m = 1, y++;
  for (; months < 0 && y > 1700; months++)
    if (--m < 1) m = 12, y--;
  return day_of(y, m, d < days_in(y, m) ? d : days_in(y, m));
}

/* Nearest multiples below and above, then the choice between them. */
static plain scaled(const term_node *n, wide fen) {
  wide product = fen * n->imm,
       step = (wide)n->den * (n->how == ROUND_EXACT || !n->unit ? 1 : n->unit);
  if (n->den <= 0 || n->unit < 0) return (plain){3, 0};
  wide below = product / step;
  while (below * step > product) below--;
  wide low = product - below * step,
       high = step - low; /* distances; high is step when it is whole */
  bool up = false;
  if (low != 0) {
    if (n->how == ROUND_EXACT) return (plain){3, 0};
    up = n->how == ROUND_UP || (n->how != ROUND_DOWN && low > high);
    if (low == high && n->how == ROUND_HALF_UP) up = product > 0; /* away from zero */
    if (low == high && n->how == ROUND_HALF_EVEN) up = below % 2 != 0;
  }
  return ranged(TYPE_MONEY, (below + up) * (step / n->den));
}

static plain worked_out(const part *p, plain a, plain b, bool two) {
  const term_node *n = &p->node;
  int y, m, d, worst = two && b.state > a.state ? b.state : a.state;
  if (worst) return (plain){worst, 0};
  switch (n->op) {
    case TERM_ADD: return ranged(p->type, a.v + b.v);
    case TERM_SUB: return ranged(p->type, a.v - b.v);
    case TERM_LEAST: return a.v < b.v ? a : b;
    case TERM_MOST: return a.v > b.v ? a : b;
    case TERM_SCALE: return scaled(n, a.v);
    case TERM_ADD_MONTHS: return months_on(a.v, n->imm);
    default: break;
  }
  civil_of(a.v, &y, &m, &d);
  switch (n->op) {
    case TERM_FIRST_OF_MONTH: return day_of(y, m, 1);
    case TERM_LAST_OF_MONTH: return day_of(y, m, days_in(y, m));
    case TERM_YEAR: return (plain){0, y};
    case TERM_MONTH: return (plain){0, m};
    default: return (plain){0, d};
  }
}

/* ---- random residents and terms ---- */

static int64_t random_date(void) {
  switch (next() % 8) {
    case 0: return between(DATE_MIN, DATE_MIN + 40);
    case 1: return between(DATE_MAX - 40, DATE_MAX);
    case 2: return between(DATE_MIN, DATE_MAX);
    default: return between(19200, 19500); /* 2022 and 2023 */
  }
}

static int64_t random_money(void) {
  switch (next() % 8) {
    case 0: return between(MONEY_MAX - 3, MONEY_MAX);
    case 1: return between(-MONEY_MAX, MONEY_MAX);
    case 2: return between(-MONEY_MAX, -MONEY_MAX + 3);
    default: return between(-100, 100000);
  }
}

static plain random_state(plain known) {
  uint64_t die = next() % 10;
  return die == 0 ? (plain){1, 0} : die == 1 ? (plain){2, 0} : known;
}

static plain cells[FIELDS];

static void random_cells(unit_resident *u) {
  static const int dates[] = {BIRTH_DATE, PAID_ON, CERTIFICATE_ON}, fen[] = {PAID_AMOUNT, INCOME};
  for (int i = 0; i < 3; i++) {
    plain *c = &cells[dates[i]];
    *c = random_state((plain){0, random_date()});
    u->dates[dates[i]] = c->state == 1 ? DATE_NONE : c->state == 2 ? DATE_UNKNOWN : (int32_t)c->v;
  }
  for (int i = 0; i < 2; i++) {
    plain *c = &cells[fen[i]];
    *c = random_state((plain){0, random_money()});
    u->fen[fen[i]] = c->state == 1 ? MONEY_NONE : c->state == 2 ? MONEY_UNKNOWN : (int64_t)c->v;
  }
  plain *g = &cells[GRADE];
  *g = random_state((plain){0, between(1, 4)});
  u->numbers[GRADE] = g->state == 1 ? NUMBER_NONE : g->state == 2 ? NUMBER_UNKNOWN : (int32_t)g->v;
  u->resident.as_of = (int32_t)random_date();
}

static void random_leaf(part *p, const unit_resident *u) {
  static const uint8_t types[] = {TYPE_DATE, TYPE_MONEY, TYPE_DAYS};
  switch (next() % 8) {
    case 0:
      p->node = (term_node){.op = TERM_AS_OF};
      p->type = TYPE_DATE;
      p->value = (plain){0, u->resident.as_of};
      break;
    case 1:
      p->node = (term_node){.op = TERM_EFFECT, .a = (term)between(0, 3), .type = TYPE_MONEY};
      p->type = TYPE_MONEY;
      p->value = (plain){2, 0};
      break;
    case 2:
    case 3:
    case 4: {
      uint8_t type = types[next() % 3];
      int64_t v = type == TYPE_DATE    ? random_date()
                  : type == TYPE_MONEY ? random_money()
                  : next() % 8         ? between(-400, 400)
                                       : between(-(int64_t)DAYS_MAX - 2, (int64_t)DAYS_MAX + 2);
      p->node = (term_node){.op = TERM_CONST, .type = type, .imm = v};
      p->type = type;
      p->value = ranged(type, v);
      return;
    }
    default:
      p->node = (term_node){.op = TERM_FIELD, .a = (term)between(BIRTH_DATE, GRADE)};
      p->type = p->node.a <= CERTIFICATE_ON ? TYPE_DATE
                : p->node.a <= INCOME       ? TYPE_MONEY
                                            : TYPE_NUMBER;
      p->value = cells[p->node.a];
      p->fields = UINT64_C(1) << p->node.a;
  }
  p->depends = true;
}

/* The type that the operation should have; TYPE_NIL when there is none. */
static uint8_t expected_type(uint8_t op, uint8_t a, uint8_t b) {
  bool sums = a == b && (a == TYPE_MONEY || a == TYPE_DAYS);
  switch (op) {
    case TERM_ADD:
      if ((a == TYPE_DATE && b == TYPE_DAYS) || (a == TYPE_DAYS && b == TYPE_DATE))
        return TYPE_DATE;
      return sums ? a : TYPE_NIL;
    case TERM_SUB:
      if (a == TYPE_DATE) return b == TYPE_DATE ? TYPE_DAYS : b == TYPE_DAYS ? TYPE_DATE : TYPE_NIL;
      return sums ? a : TYPE_NIL;
    case TERM_LEAST:
    case TERM_MOST: return sums || (a == b && a == TYPE_DATE) ? a : TYPE_NIL;
    case TERM_SCALE: return a == TYPE_MONEY ? a : TYPE_NIL;
    case TERM_YEAR:
    case TERM_MONTH:
    case TERM_DAY: return a == TYPE_DATE ? TYPE_NUMBER : TYPE_NIL;
    default: return a == TYPE_DATE ? a : TYPE_NIL;
  }
}

static bool random_inner(part *parts, int i) {
  part *p = &parts[i];
  term_node *n = &p->node;
  *n = (term_node){.op = (uint8_t)between(TERM_ADD, TERM_MOST),
                   .a = (term)between(0, i - 1),
                   .b = (term)between(0, i - 1)};
  const part *a = &parts[n->a], *b = &parts[n->b];
  bool two = n->op == TERM_ADD || n->op == TERM_SUB || n->op == TERM_LEAST || n->op == TERM_MOST;
  if (n->op == TERM_ADD_MONTHS) n->imm = next() % 8 ? between(-30, 30) : between(-6100, 6100);
  if (n->op == TERM_SCALE) {
    n->how = (uint8_t)between(ROUND_DOWN, ROUND_EXACT);
    n->imm = next() % 8 ? between(-8, 110) : between(-INT64_C(4000000000), INT64_C(4000000000));
    n->den = next() % 8 ? between(-1, 100) : between(1, INT64_C(1000000000));
    n->unit = next() % 8 ? (int64_t[]){0, 1, 10, 100, 10000}[next() % 5] : between(-1, 500);
  }
  p->type = expected_type(n->op, a->type, b->type);
  p->fields = a->fields | (two ? b->fields : 0);
  p->depends = a->depends || (two && b->depends);
  if (p->type != TYPE_NIL) p->value = worked_out(p, a->value, b->value, two);
  return two;
}

/* ---- comparing ---- */

static int complain(const term_table *t, const part *p, int round, const char *what, value got) {
  char words[600];
  term_words(t, p->x, words, sizeof words);
  printf("round %d: %s: %s: op %d, plainly state %d value %lld; term: state %d value %lld\n", round,
         what, words, p->node.op, p->value.state, (long long)p->value.v, got.state,
         (long long)got.v);
  return 1;
}

static int check_term(term_table *t, const part *p, const unit_resident *u, int round) {
  static const int plain_state[] = {
      [VALUE_KNOWN] = 0, [VALUE_NONE] = 1, [VALUE_UNKNOWN] = 2, [VALUE_ERROR] = 3};
  value v = term_value(t, p->x, &u->resident);
  int f;
  int64_t offset;
  if (plain_state[v.state] != p->value.state || (p->value.state == 0 && v.v != p->value.v))
    return complain(t, p, round, "value", v);
  if (v.type != p->type) return complain(t, p, round, "type", v);
  if (term_fields(t, p->x) != p->fields) return complain(t, p, round, "fields", v);
  if (term_depends(t, p->x) != p->depends) return complain(t, p, round, "depends", v);
  if (term_linear(t, p->x, &f, &offset)) {
    plain moved = cells[f].state ? cells[f] : ranged(p->type, cells[f].v + offset);
    if (moved.state != p->value.state || moved.v != p->value.v)
      return complain(t, p, round, "linear", v);
  }
  return 0;
}

static int check_question(term_table *t, const part *a, const part *b, const unit_resident *u) {
  for (uint8_t kind = ASK_LESS; kind <= ASK_EQUAL; kind++) {
    uint32_t q = question_intern(t, (question){.kind = kind, .a = a->x, .b = b->x});
    if (a->type != b->type) {
      if (q != UINT32_MAX) return puts("terms of two types were compared"), 1;
      continue;
    }
    int worst = a->value.state > b->value.state ? a->value.state : b->value.state;
    int64_t wanted = worst == 3         ? QUESTION_ERROR
                     : worst            ? QUESTION_UNKNOWN
                     : kind == ASK_LESS ? a->value.v < b->value.v
                     : kind == ASK_MOST ? a->value.v <= b->value.v
                                        : a->value.v == b->value.v;
    if (question_answer(t, q, &u->resident) != wanted) return puts("a comparison differs"), 1;
    if (question_fields(t, q) != (a->fields | b->fields))
      return puts("a question's fields differ"), 1;
  }
  return 0;
}

/* Whatever the buffer's size, whole characters, a NUL and the right length. */
static int check_words(const term_table *t, const part *p) {
  char words[600], cut[600];
  size_t whole = term_words(t, p->x, words, sizeof words), size = (size_t)between(0, 80);
  memset(cut, 'x', sizeof cut);
  size_t n = term_words(t, p->x, cut, size);
  bool right = size == 0
                   ? n == 0 && cut[0] == 'x'
                   : n < size && cut[n] == '\0' && cut[size] == 'x' && memcmp(cut, words, n) == 0;
  if (right && utf8_valid(cut, n) && n + 4 >= (whole < size ? whole : size)) return 0;
  printf("words cut at %zu: %s\n", size, words);
  return 1;
}

static int one_round(term_table *t, unit_resident *u, int round) {
  part parts[PARTS];
  int count = (int)between(4, PARTS), wrong = 0;
  memset(parts, 0, sizeof parts);
  random_cells(u);
  for (int i = 0; i < count && !wrong; i++) {
    part *p = &parts[i];
    term_node node;
    if (i < 4 || next() % 4 == 0) {
      random_leaf(p, u);
      node = p->node;
    } else {
      bool two = random_inner(parts, i);
      node = p->node;
      node.a = parts[node.a].x;
      node.b =
          two ? parts[node.b].x : (term)next(); /* what the op does not use makes no difference */
    }
    p->x = term_intern(t, node);
    if ((p->x == 0) != (p->type == TYPE_NIL)) return puts("a term is refused or taken wrongly"), 1;
    if (p->x == 0) { /* no such operation: another part in its place */
      memset(p, 0, sizeof *p);
      i--;
      continue;
    }
    if (term_intern(t, node) != p->x) return puts("equal terms have two numbers"), 1;
    wrong = check_term(t, p, u, round) || check_words(t, p);
    if (!wrong && i > 0) wrong = check_question(t, p, &parts[between(0, i - 1)], u);
  }
  return wrong;
}

int unit_term_random(uint64_t seed, long rounds) {
  static unit_resident u;
  state = seed;
  unit_resident_fill(&u);
  int wrong = 0;
  for (long done = 0; done < rounds && !wrong;) {
    term_table *t = term_table_new(&u.schema);
    if (!t) return 1;
    for (int i = 0; i < 50 && done < rounds && !wrong; i++) wrong = one_round(t, &u, (int)done++);
    term_table_free(t);
  }
  unit_resident_drop(&u);
  if (!wrong) printf("%ld rounds agree\n", rounds);
  return wrong;
}
