/* column_span.c - see column_span.h. Spans only ever widen, so a bound that holds here holds for every resident. */
#include "studies/column_span.h"

#include <stdlib.h>

#include "values/date.h"
#include "values/vector.h"

__extension__ typedef __int128 wide;

#define USUAL_MARGIN 18263 /* 50 years */
#define USUAL_NUMBER 1000000
#define PARTS_MAX 400 /* of one term; a larger one may fail */

typedef struct {
  int64_t least, most;
} span;

typedef struct {
  column_spans *columns;
  int parts;
} walk;

/* Least and most of the values above `blank`, which stands below every value. */
#define SPAN_OF(name, type, highest) \
  VECTOR static span name(const type *v, uint32_t count, type blank) { \
    type least = (highest), most = blank; \
    for (uint32_t i = 0; i < count; i++) { \
      type low = v[i] > blank ? v[i] : (highest); \
      least = low < least ? low : least; \
      most = v[i] > most ? v[i] : most; \
    } \
    return most > blank ? (span){least, most} : (span){0, 0}; \
  }

SPAN_OF(span_of_numbers, int32_t, INT32_MAX)
SPAN_OF(span_of_fen, int64_t, INT64_MAX)

/* Of a column that is blank for nearly everybody. */
static span span_of_filled(const column *c) {
  span s = {INT64_MAX, INT64_MIN};
  for (uint32_t i = 0; i < c->filled_count; i++) {
    uint32_t row = c->filled[i];
    int64_t v = c->dates ? c->dates[row] : c->fen ? c->fen[row] : c->numbers[row];
    if (v <= (c->fen ? MONEY_UNKNOWN : DATE_UNKNOWN)) continue;
    s = (span){v < s.least ? v : s.least, v > s.most ? v : s.most};
  }
  return s.least <= s.most ? s : (span){0, 0};
}

static void span_column(column_spans *s, int f) {
  const column *c = &s->roster->columns[f];
  uint32_t rows = s->roster->rows;
  bool ordered = c->dates || c->fen || c->numbers;
  span found = ordered && c->filled ? span_of_filled(c)
               : c->dates           ? span_of_numbers(c->dates, rows, DATE_UNKNOWN)
               : c->fen             ? span_of_fen(c->fen, rows, MONEY_UNKNOWN)
               : c->numbers         ? span_of_numbers(c->numbers, rows, NUMBER_UNKNOWN)
                                    : (span){0, 0};
  s->least[f] = found.least, s->most[f] = found.most;
  s->known[f] = true;
}

static bool fits(uint8_t type, span s) {
  switch (type) {
    case TYPE_DATE: return s.least >= DATE_MIN && s.most <= DATE_MAX;
    case TYPE_MONEY: return s.least >= -MONEY_MAX && s.most <= MONEY_MAX;
    case TYPE_DAYS: return s.least >= -DAYS_MAX && s.most <= DAYS_MAX;
    default: return s.least >= INT32_MIN / 2 && s.most <= INT32_MAX / 2;
  }
}

static int64_t lesser(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t greater(int64_t a, int64_t b) { return a > b ? a : b; }

static bool span_of(walk *w, term x, span *out);

static bool span_scaled(const term_node *n, span a, span *out) {
  if (n->how == ROUND_EXACT || n->den <= 0 || n->unit <= 0) return false;
  wide most = greater(a.most < 0 ? -a.most : a.most, a.least < 0 ? -a.least : a.least);
  wide num = n->imm < 0 ? -(wide)n->imm : n->imm;
  wide bound = most * num / n->den + n->unit;
  if (bound > MONEY_MAX) return false;
  *out = (span){-(int64_t)bound, (int64_t)bound};
  return true;
}

static bool span_months(const term_node *n, span a, span *out) {
  if (n->imm > 20000 || n->imm < -20000) return false;
  int64_t few = n->imm * 28, many = n->imm * 31;
  *out = (span){a.least + lesser(few, many) - 3, a.most + greater(few, many) + 3};
  return true;
}

static bool span_of_two(const term_node *n, span a, span b, span *out) {
  switch (n->op) {
    case TERM_ADD: *out = (span){a.least + b.least, a.most + b.most}; return true;
    case TERM_SUB: *out = (span){a.least - b.most, a.most - b.least}; return true;
    case TERM_LEAST: *out = (span){lesser(a.least, b.least), lesser(a.most, b.most)}; return true;
    case TERM_MOST: *out = (span){greater(a.least, b.least), greater(a.most, b.most)}; return true;
    default: return false;
  }
}

static bool span_of_one(const term_node *n, span a, span *out) {
  switch (n->op) {
    case TERM_ADD_MONTHS: return span_months(n, a, out);
    case TERM_FIRST_OF_MONTH:
    case TERM_LAST_OF_MONTH: *out = (span){a.least - 31, a.most + 31}; return true;
    case TERM_YEAR: *out = (span){-10000, 10000}; return true;
    case TERM_MONTH:
    case TERM_DAY: *out = (span){0, 31}; return true;
    case TERM_SCALE: return span_scaled(n, a, out);
    default: return false;
  }
}

/* False: it may fail. */
static bool span_of(walk *w, term x, span *out) {
  column_spans *s = w->columns;
  const term_node *n = term_at(s->terms, x);
  span a, b;
  bool good;
  if (++w->parts > PARTS_MAX) return false;
  switch (n->op) {
    case TERM_CONST: *out = (span){n->imm, n->imm}; return true;
    case TERM_AS_OF: *out = (span){s->as_of, s->as_of}; return fits(TYPE_DATE, *out);
    case TERM_FIELD:
      if (!s->known[n->a]) span_column(s, (int)n->a);
      *out = (span){s->least[n->a], s->most[n->a]};
      return fits(n->type, *out);
    case TERM_ADD:
    case TERM_SUB:
    case TERM_LEAST:
    case TERM_MOST:
      good = span_of(w, n->a, &a) && span_of(w, n->b, &b) && span_of_two(n, a, b, out);
      break;
    default: good = span_of(w, n->a, &a) && span_of_one(n, a, out);
  }
  return good && fits(n->type, *out);
}

bool usual_limits(const column *c, int64_t *least, int64_t *most) {
  if (c->dates)
    *least = DATE_MIN + USUAL_MARGIN, *most = DATE_MAX - USUAL_MARGIN;
  else if (c->fen)
    *least = -USUAL_FEN, *most = USUAL_FEN;
  else if (c->numbers)
    *least = -USUAL_NUMBER, *most = USUAL_NUMBER;
  else
    return false;
  return true;
}

column_spans column_spans_usual(const roster *r, const term_table *terms, int32_t as_of) {
  column_spans s = {.roster = r, .terms = terms, .as_of = as_of};
  for (int f = 0; f < SCHEMA_FIELDS_MAX; f++)
    s.known[f] = usual_limits(&r->columns[f], &s.least[f], &s.most[f]);
  return s;
}

bool cells_usual(const roster *r, uint64_t fields, uint32_t row) {
  for (; fields != 0; fields &= fields - 1) {
    const column *c = &r->columns[__builtin_ctzll(fields)];
    int64_t least, most;
    if (!usual_limits(c, &least, &most)) continue;
    int64_t cell = c->dates ? c->dates[row] : c->fen ? c->fen[row] : c->numbers[row];
    bool blank = cell <= (c->fen ? MONEY_UNKNOWN : DATE_UNKNOWN);
    if (!blank && (cell < least || cell > most)) return false;
  }
  return true;
}

bool column_spans_open(column_spans *s) {
  s->told_count = term_count(s->terms);
  s->told = calloc((size_t)s->told_count + 1, 1);
  return s->told != NULL;
}

void column_spans_close(column_spans *s) {
  free(s->told);
  s->told = NULL, s->told_count = 0;
}

bool term_may_fail(column_spans *s, term x) {
  span out;
  walk w = {s, 0};
  uint8_t *told = x < s->told_count ? &s->told[x] : NULL;
  if (told && *told) return *told == 2;
  bool may = !span_of(&w, x, &out);
  if (told) *told = may ? 2 : 1;
  return may;
}
