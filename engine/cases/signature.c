/*
** signature.c - see signature.h. Straight loops over columns that the compiler
** vectorises; a field that is blank for nearly everybody costs nearly nothing.
*/
#include "cases/signature.h"

#include <stdlib.h>
#include <string.h>

#include "cases/classes.h"
#include "cases/comparison.h"
#include "values/vector.h"

#define FEW 32 /* residents: their cells are not worth looking for among a column's filled rows */

/* Where a component stands in the key: in which 32-bit half of a word, and what one of it counts there. */
typedef struct {
  int half;
  uint32_t stride; /* 0: nothing of it stands there */
  uint32_t radix;
  uint64_t by_stride, by_all; /* inverses of the stride, and of stride * radix */
} place;

/* A question that a comparison answers, or, negated, its opposite. */
typedef struct {
  uint32_t question;
  int comparison;
  bool negated;
} told;

/* Of which residents the key tells a field's class at all. */
typedef struct {
  int field, by; /* indexes of s->fields */
  uint32_t open; /* bit per class of `by` */
} gate;

struct signature {
  uint8_t *
      covered; /* by question, 0 or 1; behind the last one 0. Once for each set of gates that are closed */
  uint32_t questions;
  field_classes fields[SCHEMA_FIELDS_MAX];
  place field_places[SCHEMA_FIELDS_MAX];
  int fields_count;
  comparison *comparisons;
  place *comparison_places;
  int comparisons_count;
  told *told;
  int told_count;
  uint32_t *untold; /* questions that no field's class answers */
  int untold_count;
  int sparse[SCHEMA_FIELDS_MAX]; /* fields read whose columns know their filled rows */
  int sparse_count;
  gate gates[SIGNATURE_GATES];
  int gates_count;
  int halves, free_field;
};

void signature_free(signature *s) {
  if (!s) return;
  for (int i = 0; i < s->fields_count; i++) field_classes_free(&s->fields[i]);
  free(s->comparisons);
  free(s->comparison_places);
  free(s->told);
  free(s->untold);
  free(s->covered);
  free(s);
}

int signature_words(const signature *s) { return (s->halves + 1) / 2; }
int signature_free_field(const signature *s) { return s->free_field; }

const uint8_t *signature_covered(const signature *s, uint32_t closed, uint32_t *questions) {
  *questions = s->questions;
  return s->covered + (size_t)closed * (s->questions + 1);
}

/* ---- compiling ---- */

/* What divides by `divisor` (at most 2^32) without a division; 0 for 1. */
static uint64_t inverse(uint64_t divisor) { return divisor == 1 ? 0 : UINT64_MAX / divisor + 1; }

/* Give a component with `radix` values its place in the key. */
static place settle(signature *s, uint64_t *product, uint64_t radix) {
  for (int h = 0; h < SIGNATURE_HALVES; h++) {
    if (product[h] > (UINT64_C(1) << 32) / radix) continue;
    uint32_t stride = (uint32_t)product[h];
    product[h] *= radix;
    place p = {h, stride, (uint32_t)radix, inverse(stride), inverse(product[h])};
    if (h + 1 > s->halves) s->halves = h + 1;
    return p;
  }
  return (place){.half = -1}; /* no room: the questions count as not covered */
}

static bool one_field(uint64_t fields) { return fields && !(fields & (fields - 1)); }

static field_classes *classes_of(signature *s, int f) {
  for (int i = 0; s && i < s->fields_count; i++)
    if (s->fields[i].field == f) return &s->fields[i];
  return NULL;
}

/* Classes that the same questions made before are taken over. */
static bool make_classes(field_classes *c, const class_maker *maker, field_classes *before, int f,
                         const uint32_t *list, int n) {
  if (!before || before->questions_count != n ||
      memcmp(before->questions, list, sizeof *list * (size_t)n) != 0)
    return field_classes_make(c, maker, before, f, list, n);
  *c = *before;
  *before = (field_classes){.field = -1};
  return true;
}

#define LOOKED_AT 1024 /* residents */

static int by_value(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

/* About how many values a field without classes has, by residents spread over the roster; a text of everybody's own. */
static uint32_t variety(const roster *r, int f) {
  const column *c = &r->columns[f];
  int64_t values[LOOKED_AT] = {0};
  uint32_t n = r->rows < LOOKED_AT ? r->rows : LOOKED_AT, different = 0;
  if (!c->dates && !c->fen) return r->rows;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t row = (uint32_t)((uint64_t)i * r->rows / n);
    values[i] = c->dates ? c->dates[row] : c->fen[row];
  }
  qsort(values, n, sizeof *values, by_value);
  for (uint32_t i = 0; i < n; i++) different += i == 0 || values[i] != values[i - 1];
  return different == n ? r->rows : different;
}

/* Where some field has no classes, cases grow with residents: which field makes most of them? One with classes may. */
static void find_free_field(signature *s, const roster *r) {
  uint32_t most = 0;
  bool any = false;
  for (int i = 0; i < s->fields_count; i++) {
    const field_classes *c = &s->fields[i];
    uint32_t values = c->free ? variety(r, c->field) : c->count;
    any = any || c->free;
    if (values > most) most = values, s->free_field = c->field;
  }
  if (!any) s->free_field = -1;
}

static bool add_field(signature *s, const class_maker *maker, signature *before, int f,
                      const uint32_t *list, int n, uint64_t *product) {
  field_classes *c = &s->fields[s->fields_count];
  if (!make_classes(c, maker, classes_of(before, f), f, list, n)) return false;
  s->field_places[s->fields_count] = c->count > 1 ? settle(s, product, c->count) : (place){0};
  bool room = s->field_places[s->fields_count].half >= 0;
  for (int i = 0; i < n; i++) s->covered[list[i]] = room;
  if (room || c->free)
    s->fields_count++;
  else
    field_classes_free(c);
  return true;
}

static bool compile_fields(signature *s, const class_maker *maker, signature *before,
                           const uint8_t *asked, uint64_t *product) {
  uint32_t *list = malloc(sizeof *list * (s->questions + 1));
  if (!list) return false;
  bool good = true;
  for (int f = 0; f < maker->roster->schema->count && good; f++) {
    int n = 0;
    for (uint32_t q = 0; q < s->questions; q++)
      if (asked[q] && question_fields(maker->terms, q) == UINT64_C(1) << f) list[n++] = q;
    if (n > 0) good = add_field(s, maker, before, f, list, n, product);
  }
  free(list);
  return good;
}

static bool compile_comparisons(signature *s, const class_maker *maker, const uint8_t *asked,
                                uint64_t *product) {
  s->comparisons = calloc(s->questions + 1, sizeof *s->comparisons);
  s->comparison_places = calloc(s->questions + 1, sizeof *s->comparison_places);
  s->told = calloc(s->questions + 1, sizeof *s->told);
  if (!s->comparisons || !s->comparison_places || !s->told) return false;
  for (uint32_t q = 0; q < s->questions; q++) {
    uint64_t fields = question_fields(maker->terms, q);
    if (!asked[q] || one_field(fields)) continue;
    if (fields == 0) { /* only the day of the question: the same for everybody */
      s->covered[q] = true;
      continue;
    }
    comparison *c = &s->comparisons[s->comparisons_count];
    if (!comparison_make(c, maker->terms, maker->as_of, q))
      continue; /* not covered: decided one by one */
    int same = -1;
    for (int i = 0; i < s->comparisons_count && same < 0; i++)
      if (comparison_same(c, &s->comparisons[i])) same = i;
    place p = same < 0 ? settle(s, product, 2) : (place){0};
    if (p.half < 0) continue;
    s->told[s->told_count++] = (told){q, same < 0 ? s->comparisons_count : same,
                                      question_at(maker->terms, q)->kind == ASK_LESS};
    if (same < 0) s->comparison_places[s->comparisons_count++] = p;
    s->covered[q] = true;
  }
  return true;
}

static bool find_untold(signature *s) {
  uint8_t *answered = calloc(s->questions + 1, 1);
  s->untold = malloc(sizeof *s->untold * (s->questions + 1));
  bool good = answered && s->untold;
  for (int i = 0; good && i < s->fields_count; i++)
    for (int j = 0;
         s->fields[i].answers && s->field_places[i].half >= 0 && j < s->fields[i].questions_count;
         j++)
      answered[s->fields[i].questions[j]] = 1;
  for (uint32_t q = 0; good && q < s->questions; q++)
    if (!answered[q]) s->untold[s->untold_count++] = q;
  free(answered);
  return good;
}

static void find_sparse(signature *s, const roster *r) {
  bool read[SCHEMA_FIELDS_MAX] = {0};
  for (int i = 0; i < s->fields_count; i++) read[s->fields[i].field] = true;
  for (int i = 0; i < s->comparisons_count; i++)
    for (int k = 0; k < s->comparisons[i].fields_count; k++)
      read[s->comparisons[i].fields[k]] = true;
  for (int f = 0; f < r->schema->count; f++)
    if (read[f] && r->columns[f].filled) s->sparse[s->sparse_count++] = f;
}

signature *signature_compile(term_table *t, const roster *r, int32_t as_of, const uint8_t *asked,
                             uint32_t questions, signature *before) {
  signature *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  uint64_t product[SIGNATURE_HALVES];
  for (int h = 0; h < SIGNATURE_HALVES; h++) product[h] = 1;
  s->questions = questions;
  s->halves = 1;
  s->free_field = -1;
  s->covered = calloc(questions + 1, 1);
  class_maker maker;
  bool good = s->covered && class_maker_open(&maker, t, r, as_of);
  if (good) {
    good = compile_fields(s, &maker, before, asked, product) &&
           compile_comparisons(s, &maker, asked, product) && find_untold(s);
    class_maker_close(&maker);
  }
  if (good) {
    find_sparse(s, r);
    find_free_field(s, r);
    return s;
  }
  signature_free(s);
  return NULL;
}

/* ---- gates ---- */

int signature_fields(const signature *s) { return s->fields_count; }
const field_classes *signature_field(const signature *s, int f) { return &s->fields[f]; }
bool signature_has_gates(const signature *s) { return s->gates_count > 0; }

bool signature_hides(const signature *s, int f) {
  for (int g = 0; g < s->gates_count; g++)
    if (s->gates[g].field == f) return true;
  return false;
}

/* What a comparison says rests on whether its cells have values: their fields' classes tell that. */
bool signature_may_hide(const signature *s, int f) {
  const field_classes *c = &s->fields[f];
  for (int i = 0; i < s->comparisons_count; i++)
    for (int k = 0; k < s->comparisons[i].fields_count; k++)
      if (s->comparisons[i].fields[k] == c->field) return false;
  return c->answers && s->field_places[f].stride;
}

bool signature_add_gate(signature *s, int f, int by, uint32_t open) {
  if (s->gates_count == SIGNATURE_GATES) return true;
  size_t size = (size_t)s->questions + 1, sets = (size_t)1 << s->gates_count;
  uint8_t *covered = realloc(s->covered, 2 * sets * size);
  if (!covered) return false;
  s->covered = covered;
  memcpy(covered + sets * size, covered, sets * size);
  const field_classes *c = &s->fields[f];
  for (size_t set = sets; set < 2 * sets; set++)
    for (int q = 0; q < c->questions_count; q++) covered[set * size + c->questions[q]] = 0;
  s->gates[s->gates_count++] = (gate){f, by, open};
  return true;
}

/* ---- computing ---- */

/* n / divisor: exact, as both have 32 bits and the inverse 64. */
static inline uint32_t divided(uint32_t n, uint64_t inverse) {
  uint64_t high = (inverse >> 32) * n, low = (inverse & UINT32_MAX) * n;
  return inverse ? (uint32_t)((high + (low >> 32)) >> 32) : n;
}

static inline uint32_t part_of(const uint64_t *key, const place *p) {
  uint32_t half = (uint32_t)(key[p->half / 2] >> (p->half % 2 ? 32 : 0));
  return divided(half, p->by_stride) - divided(half, p->by_all) * p->radix;
}

static uint32_t class_in_key(const signature *s, const uint64_t *key, int i) {
  const place *p = &s->field_places[i];
  return p->stride ? part_of(key, p) : 0;
}

/* A bit per gate that is closed for this key. */
static uint32_t closed_for(const signature *s, const uint64_t *key) {
  uint32_t closed = 0;
  for (int g = 0; g < s->gates_count; g++)
    closed |= (~s->gates[g].open >> class_in_key(s, key, s->gates[g].by) & 1) << g;
  return closed;
}

static uint64_t closed_fields(const signature *s, uint32_t closed) {
  uint64_t fields = 0;
  for (int g = 0; g < s->gates_count; g++)
    fields |= (uint64_t)(closed >> g & 1) << s->gates[g].field;
  return fields;
}

uint32_t signature_key_answers(const signature *s, const uint64_t *key, int64_t *answers,
                               uint32_t count) {
  int32_t class_of[SCHEMA_FIELDS_MAX];
  uint32_t closed = closed_for(s, key);
  uint64_t untold = closed_fields(s, closed);
  memset(class_of, -1, sizeof class_of);
  for (int i = 0; i < s->untold_count; i++) answers[s->untold[i]] = ANSWER_MISSING;
  for (uint32_t q = s->questions; q < count; q++) answers[q] = ANSWER_MISSING;
  for (int i = 0; i < s->fields_count; i++) {
    const field_classes *c = &s->fields[i];
    const place *p = &s->field_places[i];
    if (!c->answers || p->half < 0) continue;
    if (untold >> i & 1) {
      for (int j = 0; j < c->questions_count; j++) answers[c->questions[j]] = ANSWER_MISSING;
      continue;
    }
    uint32_t k = class_in_key(s, key, i);
    const int64_t *of_class = c->answers + k * (size_t)c->questions_count;
    for (int j = 0; j < c->questions_count; j++) answers[c->questions[j]] = of_class[j];
    class_of[c->field] = (int32_t)k;
  }
  for (int i = 0; i < s->told_count; i++) {
    const told *t = &s->told[i];
    int bit = (int)part_of(key, &s->comparison_places[t->comparison]);
    int answer = comparison_told(&s->comparisons[t->comparison], class_of, bit);
    if (answer >= 0) answers[t->question] = t->negated ? !answer : answer;
  }
  return closed;
}

void signature_answers(const signature *s, const roster *r, uint32_t row, int64_t *answers,
                       uint32_t count) {
  for (uint32_t q = 0; q < count; q++) answers[q] = ANSWER_MISSING;
  for (int i = 0; i < s->fields_count; i++) {
    const field_classes *c = &s->fields[i];
    if (!c->answers) continue;
    const int64_t *of_class =
        c->answers + (size_t)field_class(c, r, row) * (size_t)c->questions_count;
    for (int k = 0; k < c->questions_count; k++) answers[c->questions[k]] = of_class[k];
  }
}

void signature_block_begin(signature_block *block, const signature *s) {
  if (s->halves % 2) memset(block->halves[s->halves], 0, sizeof block->halves[0]);
  block->next = UINT32_MAX;
}

static void find_filled(const signature *s, const roster *r, uint32_t first, uint32_t count,
                        signature_block *block) {
  bool on = first == block->next;
  block->by_filled = count >= FEW;
  block->next = block->by_filled ? first + count : UINT32_MAX;
  for (int i = 0; block->by_filled && i < s->sparse_count; i++) {
    filled_span *span = &block->spans[s->sparse[i]];
    *span = filled_rows(&r->columns[s->sparse[i]], first, count, on ? span : NULL);
  }
}

VECTOR static void add_times(const uint32_t *parts, uint32_t count, uint32_t stride,
                             uint32_t *keys) {
  for (uint32_t i = 0; i < count; i++) keys[i] += parts[i] * stride;
}

VECTOR static void add_where_open(const uint32_t *parts, const uint32_t *classes, uint32_t count,
                                  uint32_t open, uint32_t *keys) {
  for (uint32_t i = 0; i < count; i++) keys[i] += parts[i] & -(open >> classes[i] & 1);
}

/* The gate's two fields; bit per index of s->fields that is added. */
static uint64_t add_gated(const signature *s, const roster *r, uint32_t first, uint32_t count,
                          uint32_t ahead, const gate *g, uint64_t done, signature_block *block) {
  uint32_t *classes = block->parts, *parts = (uint32_t *)block->cells[1];
  const field_classes *of = &s->fields[g->field], *by = &s->fields[g->by];
  const place *p = &s->field_places[g->field], *q = &s->field_places[g->by];
  memset(classes, 0, count * sizeof *classes);
  field_classes_add(by, r, first, count, ahead, signature_block_filled(block, r, by->field), 1,
                    classes, block->cells[0]);
  if (!(done >> g->by & 1)) add_times(classes, count, q->stride, block->halves[q->half]);
  memset(parts, 0, count * sizeof *parts);
  field_classes_add(of, r, first, count, ahead, signature_block_filled(block, r, of->field),
                    p->stride, parts, block->cells[0]);
  add_where_open(parts, classes, count, g->open, block->halves[p->half]);
  return UINT64_C(1) << g->by | UINT64_C(1) << g->field;
}

void signature_compute(const signature *s, const roster *r, uint32_t first, uint32_t count,
                       signature_block *block) {
  bool more = count == SIGNATURE_BLOCK && r->rows - first >= 2 * SIGNATURE_BLOCK;
  for (int h = 0; h < s->halves; h++) memset(block->halves[h], 0, count * sizeof(uint32_t));
  memset(block->odd, 0, count);
  block->any_odd = false;
  find_filled(s, r, first, count, block);
  uint64_t done = 0;
  for (int g = 0; g < s->gates_count; g++)
    done |= add_gated(s, r, first, count, more ? count : 0, &s->gates[g], done, block);
  for (int i = 0; i < s->fields_count; i++) {
    place p = s->field_places[i];
    const field_classes *c = &s->fields[i];
    if (c->free) field_classes_mark_odd(c, r, first, count, block->odd), block->any_odd = true;
    if (p.half < 0 || !p.stride || (done >> i & 1)) continue;
    field_classes_add(c, r, first, count, more ? count : 0,
                      signature_block_filled(block, r, c->field), p.stride, block->halves[p.half],
                      block->cells[0]);
  }
  for (int i = 0; i < s->comparisons_count; i++) {
    place p = s->comparison_places[i];
    comparison_add(&s->comparisons[i], r, first, count, p.stride, block->halves[p.half], block);
  }
}
