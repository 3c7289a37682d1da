/*
** classes.c - see classes.h. Classes are found by asking, not by reasoning about
** the questions: what answers alike is alike.
*/
#include "cases/classes.h"

#include <stdlib.h>
#include <string.h>

#include "values/date.h"

/* ---- the resident of one's own making ---- */

bool class_maker_open(class_maker *m, term_table *t, const roster *r, int32_t as_of) {
  memset(m, 0, sizeof *m);
  m->terms = t, m->roster = r, m->as_of = as_of;
  m->probe.schema = r->schema;
  m->probe.rows = 1;
  for (int f = 0; f < r->schema->count; f++) {
    column *c = &m->probe.columns[f];
    const column *real = &r->columns[f];
    m->cells[f].day = DATE_NONE, m->cells[f].number = NUMBER_NONE, m->cells[f].fen = MONEY_NONE;
    m->cells[f].code = CODE_NONE, m->cells[f].label = LABEL_NONE;
    c->texts_of = real->texts_of, c->sets = real->sets, c->sets_count = real->sets_count;
    c->present = real->present;
    switch (r->schema->fields[f].type) {
      case FIELD_DATE: c->dates = &m->cells[f].day; break;
      case FIELD_MONEY: c->fen = &m->cells[f].fen; break;
      case FIELD_NUMBER: c->numbers = &m->cells[f].number; break;
      case FIELD_FLAG: c->flags = &m->cells[f].flag; break;
      case FIELD_LABEL: c->labels = &m->cells[f].label; break;
      case FIELD_TEXT: c->texts = &m->cells[f].text; break;
      default: c->codes = &m->cells[f].code;
    }
    if (r->schema->fields[f].type == FIELD_LABELS) m->cells[f].code = 0; /* the empty set */
  }
  return true;
}

void class_maker_close(class_maker *m) { (void)m; }

/* Set the field's one cell. The probe's columns point at the cells, so the maker itself stays const to its users. */
void class_maker_set(const class_maker *m, int f, int64_t v) {
  const column *c = &m->probe.columns[f];
  if (c->dates) c->dates[0] = (int32_t)v;
  if (c->fen) c->fen[0] = v;
  if (c->numbers) c->numbers[0] = (int32_t)v;
  if (c->flags) c->flags[0] = (uint8_t)v;
  if (c->labels) c->labels[0] = (uint16_t)v;
  if (c->codes) c->codes[0] = (uint32_t)v;
}

static int64_t answer(const class_maker *m, uint32_t q) {
  return question_answer(m->terms, q, &(resident){&m->probe, 0, m->as_of});
}

/* ---- ordered values: dates, money, numbers ---- */

typedef struct {
  const class_maker *maker;
  int field;
  uint32_t question;
  field_classes *classes;
  uint32_t space;
  bool failed;
} breaker;

static int64_t answer_at(const breaker *b, int64_t v) {
  class_maker_set(b->maker, b->field, v);
  return answer(b->maker, b->question);
}

static void add_break(breaker *b, int64_t at) {
  field_classes *c = b->classes;
  if (c->breaks_count >= BREAKPOINTS_MAX) {
    c->free = true;
    return;
  }
  if (c->breaks_count == b->space) {
    uint32_t space = b->space ? b->space * 2 : 64;
    int64_t *grown = realloc(c->breaks, space * sizeof *grown);
    if (!grown) {
      b->failed = true;
      return;
    }
    c->breaks = grown, b->space = space;
  }
  c->breaks[c->breaks_count++] = at;
}

/* Every value in (low, high] at which the answer changes. With `steps`, equal answers at both ends mean that there is none
** between them: true of comparisons whose terms only rise with the field. */
static void find_breaks(breaker *b, int64_t low, int64_t at_low, int64_t high, int64_t at_high,
                        bool steps) {
  if (b->failed || b->classes->free || (steps && at_low == at_high)) return;
  if (high <= low) return;
  if (high - low == 1) {
    if (at_low != at_high) add_break(b, high);
    return;
  }
  int64_t middle = low + (high - low) / 2, at_middle = answer_at(b, middle);
  find_breaks(b, low, at_low, middle, at_middle, steps);
  find_breaks(b, middle, at_middle, high, at_high, steps);
}

/* Which way a term goes when the one field it reads rises. */
typedef enum { GOES_NOWHERE, GOES_UP, GOES_DOWN, GOES_ANYHOW } direction;

static direction turned(direction d) {
  return d == GOES_UP ? GOES_DOWN : d == GOES_DOWN ? GOES_UP : d;
}
static direction together(direction a, direction b) {
  return a == GOES_NOWHERE ? b : b == GOES_NOWHERE || a == b ? a : GOES_ANYHOW;
}

static direction term_goes(const term_table *t, term x) {
  const term_node *n = term_at(t, x);
  switch (n->op) {
    case TERM_CONST:
    case TERM_AS_OF: return GOES_NOWHERE;
    case TERM_FIELD: return GOES_UP;
    case TERM_ADD:
    case TERM_LEAST:
    case TERM_MOST: return together(term_goes(t, n->a), term_goes(t, n->b));
    case TERM_SUB: return together(term_goes(t, n->a), turned(term_goes(t, n->b)));
    case TERM_ADD_MONTHS:
    case TERM_FIRST_OF_MONTH:
    case TERM_LAST_OF_MONTH: return term_goes(t, n->a);
    case TERM_SCALE: /* a share that must be whole fen is there for some amounts and not for others between them */
      if (n->how == ROUND_EXACT && n->den != 1) return GOES_ANYHOW;
      return n->imm < 0 ? turned(term_goes(t, n->a)) : term_goes(t, n->a);
    default: return GOES_ANYHOW;
  }
}

/* Does the answer change at steps only: fails up to some value, one answer, then the other, then fails? So it is for
** comparisons of terms that part in one direction, and for whether a term that goes in one direction can be computed. */
static bool in_steps(const term_table *t, const question *q) {
  if (q->kind != ASK_LESS && q->kind != ASK_MOST && q->kind != ASK_EQUAL) return false;
  if (q->a == q->b) return term_goes(t, q->a) != GOES_ANYHOW;
  return together(term_goes(t, q->a), turned(term_goes(t, q->b))) != GOES_ANYHOW;
}

static int by_value(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y;
}

static void value_range(const field *f, int64_t *low, int64_t *high) {
  *low = f->type == FIELD_DATE ? DATE_MIN : f->type == FIELD_MONEY ? -MONEY_MAX : f->minimum;
  *high = f->type == FIELD_DATE ? DATE_MAX : f->type == FIELD_MONEY ? MONEY_MAX : f->maximum;
}

/* False when there is no telling by steps: the answer fails at both ends and may not between them. */
static bool find_steps(breaker *b, const question *q, uint32_t id) {
  term_table *t = b->maker->terms;
  uint32_t asked[2] = {id, id};
  int64_t low, high, at_low[2], at_high[2];
  if (q->kind == ASK_EQUAL && q->a != q->b) { /* between less and at most */
    asked[0] = question_intern(t, (question){ASK_LESS, q->a, q->b});
    asked[1] = question_intern(t, (question){ASK_MOST, q->a, q->b});
    if (asked[0] == UINT32_MAX || asked[1] == UINT32_MAX) return false;
  }
  value_range(&b->maker->roster->schema->fields[b->field], &low, &high);
  for (int i = 0; i < 2; i++) {
    b->question = asked[i];
    at_low[i] = answer_at(b, low), at_high[i] = answer_at(b, high);
    if (at_low[i] == QUESTION_ERROR && at_high[i] == QUESTION_ERROR) return false;
  }
  for (int i = asked[0] == asked[1]; i < 2; i++) {
    b->question = asked[i];
    find_breaks(b, low, at_low[i], high, at_high[i], true);
  }
  return true;
}

#define DAYS_COUNT (DATE_MAX - DATE_MIN + 1)

/* Every day that occurs is asked. Others are not, so that only a day that occurs can answer for its class. */
static void find_in_days(breaker *b, const int32_t *days, uint32_t rows) {
  uint8_t *occurs = calloc(DAYS_COUNT, 1);
  if (!occurs) {
    b->failed = true;
    return;
  }
  for (uint32_t i = 0; i < rows; i++)
    if (days[i] >= DATE_MIN) occurs[days[i] - DATE_MIN] = 1;
  int64_t before = 0;
  bool first = true;
  for (int32_t d = 0; d < DAYS_COUNT && !b->failed && !b->classes->free; d++) {
    if (!occurs[d]) continue;
    int64_t now = answer_at(b, d + DATE_MIN);
    if (first || now != before) add_break(b, d + DATE_MIN);
    before = now, first = false;
  }
  free(occurs);
  b->classes->by_occurrence = true;
}

static void find_all(breaker *b, uint32_t id) {
  const roster *r = b->maker->roster;
  int64_t low, high;
  b->question = id;
  if (b->classes->type == FIELD_DATE) {
    find_in_days(b, r->columns[b->field].dates, r->rows);
    return;
  }
  value_range(&r->schema->fields[b->field], &low, &high);
  add_break(b, low);
  find_breaks(b, low, answer_at(b, low), high, answer_at(b, high), false);
}

static bool make_ordered(field_classes *c, const class_maker *m, const uint32_t *questions,
                         int count) {
  breaker b = {m, c->field, 0, c, 0, false};
  for (int i = 0; i < count; i++) {
    const question *q = question_at(m->terms, questions[i]);
    if (q->kind == ASK_STATE) continue; /* classes 0, 1 and the others tell that already */
    if (in_steps(m->terms, q) && find_steps(&b, q, questions[i])) continue;
    if (c->type == FIELD_MONEY) {
      c->free = true;
      break;
    }
    find_all(&b, questions[i]);
  }
  if (b.failed) return false;
  if (c->breaks_count) qsort(c->breaks, c->breaks_count, sizeof *c->breaks, by_value);
  uint32_t n = 0;
  for (uint32_t i = 0; i < c->breaks_count; i++)
    if (n == 0 || c->breaks[i] != c->breaks[n - 1]) c->breaks[n++] = c->breaks[i];
  c->breaks_count = n;
  c->count = 3 + n;
  return true;
}

/* ---- coded values ---- */

static uint32_t codes_of(const roster *r, const field *f, int index) {
  const column *c = &r->columns[index];
  switch (f->type) {
    case FIELD_FLAG: return 3;
    case FIELD_LABEL: return (uint32_t)f->labels_count;
    case FIELD_LABELS: return c->sets_count;
    default: return c->texts_of ? dictionary_count(c->texts_of) : 0;
  }
}

static int64_t none_of(field_type type) {
  return type == FIELD_LABELS  ? 0
         : type == FIELD_LABEL ? LABEL_NONE
         : type == FIELD_FLAG  ? FLAG_NO
                               : CODE_NONE;
}
static int64_t unknown_of(field_type type) {
  return type == FIELD_LABEL ? LABEL_UNKNOWN : type == FIELD_FLAG ? FLAG_UNKNOWN : CODE_UNKNOWN;
}

/* Answers of all questions for one value, in a row. */
static void answers_for(const class_maker *m, int f, int64_t v, const uint32_t *questions,
                        int count, int64_t *out) {
  class_maker_set(m, f, v);
  for (int i = 0; i < count; i++) out[i] = answer(m, questions[i]);
}

/* The classes that some of the questions made before, and by question its place among them, -1 where it is none of them. */
typedef struct {
  const field_classes *classes; /* NULL: none */
  int *places;
} known_answers;

static bool known_find(known_answers *k, const field_classes *before, const uint32_t *questions,
                       int count) {
  *k = (known_answers){before, malloc(sizeof *k->places * (size_t)(count + 1))};
  if (!k->places) return false;
  for (int i = 0, j = 0; i < count; i++) { /* both ascend */
    while (before && j < before->questions_count && before->questions[j] < questions[i]) j++;
    bool known = before && j < before->questions_count && before->questions[j] == questions[i];
    k->places[i] = known ? j : -1;
  }
  return true;
}

/* The same as answers_for; only what is not known is asked. `i`: the code's place in of_code. */
static void answers_for_code(const class_maker *m, const field_classes *c, const known_answers *k,
                             uint32_t i, int64_t code, const uint32_t *questions, int count,
                             int64_t *out) {
  if (!k->classes) {
    answers_for(m, c->field, code, questions, count, out);
    return;
  }
  const int64_t *known =
      k->classes->answers + (size_t)k->classes->of_code[i] * (size_t)k->classes->questions_count;
  class_maker_set(m, c->field, code);
  for (int q = 0; q < count; q++)
    out[q] = k->places[q] >= 0 ? known[k->places[q]] : answer(m, questions[q]);
}

/* The class whose answers stand in the row after the last class's: it may be that one. `slots`: classes + 1 by their answers. */
static uint32_t class_with_answers(field_classes *c, int count, uint32_t *slots, uint32_t mask) {
  const int64_t *row = c->answers + (size_t)c->count * (size_t)count;
  uint64_t mix = 0;
  for (int i = 0; i < count; i++)
    mix = (mix ^ mix >> 29 ^ (uint64_t)row[i]) * UINT64_C(0x9E3779B97F4A7C15);
  uint32_t at = (uint32_t)(mix >> 32) & mask;
  for (; slots[at]; at = (at + 1) & mask)
    if (memcmp(c->answers + (size_t)(slots[at] - 1) * (size_t)count, row,
               sizeof *row * (size_t)count) == 0)
      return slots[at] - 1;
  slots[at] = ++c->count;
  return c->count - 1;
}

static bool make_coded(field_classes *c, const class_maker *m, const field_classes *before,
                       const uint32_t *questions, int count) {
  const field *f = &m->roster->schema->fields[c->field];
  uint32_t codes = codes_of(m->roster, f, c->field), total = codes + 2, space = 8;
  while (space < total * 2) space *= 2;
  size_t width = sizeof *c->answers * (size_t)count;
  known_answers known;
  uint32_t *slots = calloc(space, sizeof *slots);
  c->answers = malloc(width * (total + 1));
  c->of_code = malloc(sizeof *c->of_code * total);
  bool good = known_find(&known, before, questions, count) && slots && c->answers && c->of_code;
  c->codes = codes;
  for (uint32_t step = 0; good && step < total; step++) {
    uint32_t i = step == 0       ? codes
                 : step <= codes ? step - 1
                                 : codes + 1; /* none first: its class is 0 */
    int64_t code = i < codes ? i : i == codes ? none_of(f->type) : unknown_of(f->type);
    uint32_t at = i < codes ? i + 2 : i == codes ? 1 : 0;
    answers_for_code(m, c, &known, at, code, questions, count,
                     c->answers + (size_t)c->count * (size_t)count);
    c->of_code[at] = class_with_answers(c, count, slots, space - 1);
  }
  free(slots), free(known.places);
  void *fitting = good ? realloc(c->answers, width * c->count) : NULL;
  if (fitting) c->answers = fitting;
  return good;
}

static int64_t blank_of(field_type type) {
  return type == FIELD_DATE     ? DATE_NONE
         : type == FIELD_MONEY  ? MONEY_NONE
         : type == FIELD_NUMBER ? NUMBER_NONE
                                : none_of(type);
}

/* A value of an ordered class, to be asked in place of all of them. */
static int64_t member_of(const field_classes *c, uint32_t class_number) {
  if (class_number == 0) return blank_of(c->type);
  if (class_number == 1) return c->type == FIELD_MONEY ? MONEY_UNKNOWN : DATE_UNKNOWN;
  if (class_number == 2) return c->breaks_count ? c->breaks[0] - 1 : 0;
  return c->breaks[class_number - 3];
}

static uint32_t class_of(const field_classes *c, int64_t v) {
  uint32_t low = 0, high = c->breaks_count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (c->breaks[middle] <= v)
      low = middle + 1;
    else
      high = middle;
  }
  return 2 + low;
}

/* Each class answers as a day of it that occurs does. */
static bool answer_by_occurrence(const field_classes *c, const class_maker *m,
                                 const uint32_t *questions, int count) {
  const int32_t *days = m->roster->columns[c->field].dates;
  uint8_t *done = calloc((size_t)c->count + 1, 1);
  if (!done) return false;
  for (uint32_t i = 0; i < m->roster->rows; i++) {
    uint32_t k = days[i] >= DATE_MIN ? class_of(c, days[i]) : 0;
    if (k == 0 || done[k]) continue;
    done[k] = 1;
    answers_for(m, c->field, days[i], questions, count, c->answers + (size_t)k * (size_t)count);
  }
  free(done);
  return true;
}

static bool answer_ordered(field_classes *c, const class_maker *m, const uint32_t *questions,
                           int count) {
  c->answers = malloc(sizeof *c->answers * (size_t)count * c->count + 8);
  if (!c->answers) return false;
  for (uint32_t k = 0; k < c->count; k++)
    answers_for(m, c->field, member_of(c, k), questions, count,
                c->answers + (size_t)k * (size_t)count);
  return !c->by_occurrence || answer_by_occurrence(c, m, questions, count);
}

static bool keep_questions(field_classes *c, const uint32_t *questions, int count) {
  c->questions = malloc(sizeof *c->questions * (size_t)(count + 1));
  if (!c->questions) return false;
  memcpy(c->questions, questions, sizeof *questions * (size_t)count);
  c->questions_count = count;
  return true;
}

bool field_classes_make(field_classes *c, const class_maker *m, const field_classes *before,
                        int field_index, const uint32_t *questions, int count) {
  const field *f = &m->roster->schema->fields[field_index];
  *c = (field_classes){.field = field_index, .type = f->type};
  bool good = true;
  switch (f->type) {
    case FIELD_DATE:
    case FIELD_MONEY:
    case FIELD_NUMBER:
      good = make_ordered(c, m, questions, count) &&
             (c->free || answer_ordered(c, m, questions, count));
      break;
    case FIELD_TEXT:
      c->count = 3;
      for (int i = 0; i < count; i++)
        c->free = c->free || question_at(m->terms, questions[i])->kind != ASK_STATE;
      break;
    default: good = make_coded(c, m, before, questions, count);
  }
  class_maker_set(m, field_index,
                  blank_of(f->type)); /* leave the cell blank for the fields after this one */
  good = good && keep_questions(c, questions, count) && field_classes_prepare(c);
  if (!good) field_classes_free(c);
  return good;
}

void field_classes_free(field_classes *c) {
  free(c->breaks);
  free(c->of_code);
  free(c->of_day);
  free(c->questions);
  free(c->answers);
  *c = (field_classes){0};
}

/* ---- one cell ---- */

uint32_t field_class_of_day(const field_classes *c, int32_t v) {
  return v == DATE_NONE ? 0 : v == DATE_UNKNOWN ? 1 : class_of(c, v);
}

uint32_t field_class_of_fen(const field_classes *c, int64_t v) {
  return v == MONEY_NONE ? 0 : v == MONEY_UNKNOWN ? 1 : class_of(c, v);
}

_Static_assert((uint32_t)(CODE_NONE + 2) == 1 && (uint32_t)(CODE_UNKNOWN + 2) == 0, "of_code");
_Static_assert((uint16_t)(LABEL_NONE + 2) == 1 && (uint16_t)(LABEL_UNKNOWN + 2) == 0, "of_code");

uint32_t field_class(const field_classes *c, const roster *r, uint32_t row) {
  const column *col = &r->columns[c->field];
  switch (c->type) {
    case FIELD_DATE: return field_class_of_day(c, col->dates[row]);
    case FIELD_NUMBER: return field_class_of_day(c, col->numbers[row]);
    case FIELD_MONEY: return field_class_of_fen(c, col->fen[row]);
    case FIELD_FLAG: return c->of_code[col->flags[row] + 2];
    case FIELD_LABEL: return c->of_code[(uint16_t)(col->labels[row] + 2)];
    case FIELD_TEXT: return (uint32_t)roster_cell(r, c->field, row);
    default: return c->of_code[col->codes[row] + 2];
  }
}
