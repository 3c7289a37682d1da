/*
** question.c - which questions may be asked of a resident, and their answers
** from the columns. Never guesses: an unknown cell has an answer of its own.
*/
#include <assert.h>
#include <string.h>

#include "terms/table.h"

/* ---- which questions there are ---- */

static bool is_comparison(uint8_t kind) { return kind >= ASK_LESS && kind <= ASK_EQUAL; }
static bool asks_terms(uint8_t kind) {
  return kind == ASK_NUMBER || kind == ASK_EXACT || is_comparison(kind);
}

static bool settle_terms(const term_table *t, question *q) {
  if (q->a == 0 || q->a >= t->terms) return false;
  uint8_t type = term_at(t, q->a)->type;
  if (!is_comparison(q->kind)) {
    q->b = 0;
    bool number = type == TYPE_NUMBER;
    return q->kind == ASK_NUMBER ? number
                                 : type == TYPE_DATE || type == TYPE_MONEY || type == TYPE_DAYS;
  }
  if (q->b == 0 || q->b >= t->terms || term_at(t, q->b)->type != type) return false;
  return q->kind == ASK_EQUAL || (type != TYPE_TEXT && type != TYPE_FLAG);
}

bool question_settle(const term_table *t, question *q) {
  if (asks_terms(q->kind)) return settle_terms(t, q);
  if (q->kind > ASK_EQUAL || q->a >= (uint32_t)t->schema->count) return false;
  field_type type = t->schema->fields[q->a].type;
  bool text = type == FIELD_TEXT || type == FIELD_CODED || type == FIELD_PLACE;
  if (q->kind == ASK_HAS) return type == FIELD_LABELS && q->b < FIELD_LABELS_MAX;
  if (q->kind == ASK_ANY) return type == FIELD_LABELS && q->b < t->lists_count;
  if (q->kind == ASK_WITHIN) return text && q->b < dictionary_count(t->texts);
  q->b = 0;
  switch (q->kind) {
    case ASK_FLAG: return type == FIELD_FLAG;
    case ASK_LABEL: return type == FIELD_LABEL;
    case ASK_TEXT: return text;
    default: return true; /* ASK_STATE */
  }
}

uint64_t question_fields(const term_table *t, uint32_t q) {
  const question *asked = question_at(t, q);
  if (!asks_terms(asked->kind)) return UINT64_C(1) << asked->a;
  return term_fields(t, asked->a) | (is_comparison(asked->kind) ? term_fields(t, asked->b) : 0);
}

/* ---- answers from cells ---- */

/* The text in a TEXT, CODED or PLACE cell; *text is set for CELL_VALUE only. */
static cell_state cell_text(const roster *r, int field_index, uint32_t row, slice *text) {
  const column *c = &r->columns[field_index];
  cell_state state = roster_cell(r, field_index, row);
  if (state == CELL_VALUE)
    *text = c->texts ? text_ref_slice(c->texts[row]) : dictionary_text(c->texts_of, c->codes[row]);
  return state;
}

static int64_t has_label(const question *q, const resident *r) {
  const column *c = &r->roster->columns[q->a];
  uint32_t code = c->codes[r->row];
  if (code == CODE_UNKNOWN) return 2;
  const label_set *set = &c->sets[code];
  if (label_set_has(set, (int)q->b)) return 1;
  return set->dirty ? 2 : 0;
}

static int64_t has_any(const term_table *t, const question *q, const resident *r) {
  const column *c = &r->roster->columns[q->a];
  uint32_t code = c->codes[r->row];
  if (code == CODE_UNKNOWN) return 2;
  const label_set *set = &c->sets[code];
  if (label_sets_meet(set, &term_labels(t, q->b)->set)) return 1;
  return set->dirty ? 2 : 0;
}

static bool all_digits(slice s) {
  for (uint32_t i = 0; i < s.length; i++)
    if (s.at[i] < '0' || s.at[i] > '9') return false;
  return true;
}

/* Whole characters only: in UTF-8 no character's bytes begin inside another's. */
bool text_within_place(slice text, slice place) {
  uint32_t from = 0;
  while (from < place.length) {
    const char *bar = memchr(place.at + from, '|', place.length - from);
    uint32_t to = bar ? (uint32_t)(bar - place.at) : place.length;
    slice one = {place.at + from, to - from};
    from = to + 1;
    if (one.length == 0 || one.length > text.length) continue;
    if (all_digits(one) ? memcmp(text.at, one.at, one.length) == 0
                        : memmem(text.at, text.length, one.at, one.length) != NULL)
      return true;
  }
  return false;
}

/* Worked out anew each time, some tens of nanoseconds: remembering answers by dictionary code
** would need to know that the roster is still the same one. Who answers for whole columns asks
** text_within_place once per code. */
static int64_t within_place(const term_table *t, const question *q, const resident *r) {
  slice text;
  cell_state state = cell_text(r->roster, (int)q->a, r->row, &text);
  if (state != CELL_VALUE) return state == CELL_UNKNOWN ? 2 : 0;
  return text_within_place(text, dictionary_text(t->texts, q->b));
}

static int64_t text_answer(term_table *t, const question *q, const resident *r) {
  slice text;
  cell_state state = cell_text(r->roster, (int)q->a, r->row, &text);
  if (state != CELL_VALUE) return state == CELL_UNKNOWN ? QUESTION_UNKNOWN : -1;
  uint32_t code = term_text_code(t, text);
  return code == UINT32_MAX ? QUESTION_ERROR : (int64_t)code;
}

/* ---- answers from terms ---- */

static int64_t term_answer(const term_table *t, const question *q, const resident *r) {
  value a = term_value(t, q->a, r);
  value b = is_comparison(q->kind) ? term_value(t, q->b, r) : a;
  if (a.state == VALUE_ERROR || b.state == VALUE_ERROR) return QUESTION_ERROR;
  if (a.state != VALUE_KNOWN || b.state != VALUE_KNOWN) return QUESTION_UNKNOWN;
  switch (q->kind) {
    case ASK_LESS: return a.v < b.v;
    case ASK_MOST: return a.v <= b.v;
    case ASK_EQUAL: return a.v == b.v;
    default: return a.v;
  }
}

int64_t question_answer(term_table *t, uint32_t q, const resident *r) {
  assert(q < t->questions && r->row < r->roster->rows);
  const question *asked = question_at(t, q);
  const column *columns = r->roster->columns;
  switch (asked->kind) {
    case ASK_STATE: return roster_cell(r->roster, (int)asked->a, r->row);
    case ASK_FLAG: return columns[asked->a].flags[r->row];
    case ASK_LABEL: return columns[asked->a].labels[r->row];
    case ASK_HAS: return has_label(asked, r);
    case ASK_ANY: return has_any(t, asked, r);
    case ASK_WITHIN: return within_place(t, asked, r);
    case ASK_TEXT: return text_answer(t, asked, r);
    default: return term_answer(t, asked, r);
  }
}
