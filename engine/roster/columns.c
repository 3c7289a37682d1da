/*
** columns.c - one array a column, of its type's width. Labels and sets are taken apart
** once for each distinct text: a register of a million has some dozens.
*/
#include "roster/columns.h"

#include <stdlib.h>

#include "roster/cell.h"
#include "values/array.h"

#define MEMO_TEXTS_MAX \
  (1u << 16) /* distinct texts remembered; a column with more has no few labels */

/* The index of the set, added when new; the dictionary's codes are the sets' indexes. */
static uint32_t set_index(column *c, column_memo *memo, const label_set *set) {
  char key[sizeof set->bits + 1];
  void *more;
  memcpy(key, set->bits, sizeof set->bits);
  key[sizeof set->bits] = set->dirty;
  uint32_t code = dictionary_code(memo->sets, slice_of(key, sizeof key));
  if (code == UINT32_MAX || code < c->sets_count) return code;
  if ((c->sets_count & (c->sets_count - 1)) == 0) { /* full at each power of two */
    if (!ARRAY_RESIZE(c->sets, c->sets_count == 0 ? 1 : c->sets_count * 2, more)) {
      return UINT32_MAX;
    }
  }
  c->sets[c->sets_count++] = *set;
  return code;
}

static bool reserve_labels(column_memo *memo) {
  if (memo->texts == NULL) memo->texts = dictionary_new();
  return memo->texts != NULL;
}

static bool reserve_sets(column *c, column_memo *memo) {
  if (memo->sets == NULL) memo->sets = dictionary_new();
  if (memo->sets == NULL || !reserve_labels(memo)) return false;
  label_set empty = {0};
  return c->sets_count > 0 || set_index(c, memo, &empty) == 0;
}

bool column_reserve(roster *r, int f, column_memo *memo, uint32_t space) {
  column *c = &r->columns[f];
  void *more;
  switch (r->schema->fields[f].type) {
    case FIELD_TEXT: return ARRAY_RESIZE(c->texts, space, more);
    case FIELD_CODED:
    case FIELD_PLACE:
      if (c->texts_of == NULL) c->texts_of = dictionary_new();
      return c->texts_of != NULL && ARRAY_RESIZE(c->codes, space, more);
    case FIELD_LABEL: return reserve_labels(memo) && ARRAY_RESIZE(c->labels, space, more);
    case FIELD_LABELS: return reserve_sets(c, memo) && ARRAY_RESIZE(c->codes, space, more);
    case FIELD_FLAG: return ARRAY_RESIZE(c->flags, space, more);
    case FIELD_DATE: return ARRAY_RESIZE(c->dates, space, more);
    case FIELD_MONEY: return ARRAY_RESIZE(c->fen, space, more);
    case FIELD_NUMBER: return ARRAY_RESIZE(c->numbers, space, more);
  }
  return false;
}

void column_memo_free(column_memo *memo) {
  dictionary_free(memo->texts);
  dictionary_free(memo->sets);
  free(memo->meanings);
  *memo = (column_memo){.meanings_space = 0};
}

static void put_state(roster *r, int f, uint32_t row, bool unknown) {
  column *c = &r->columns[f];
  switch (r->schema->fields[f].type) {
    case FIELD_TEXT: c->texts[row] = slice_of(unknown ? NULL : "", 0); break;
    case FIELD_CODED:
    case FIELD_PLACE: c->codes[row] = unknown ? CODE_UNKNOWN : CODE_NONE; break;
    case FIELD_LABEL: c->labels[row] = unknown ? LABEL_UNKNOWN : LABEL_NONE; break;
    case FIELD_LABELS: c->codes[row] = unknown ? CODE_UNKNOWN : 0; break;
    case FIELD_FLAG: c->flags[row] = unknown ? FLAG_UNKNOWN : FLAG_NO; break;
    case FIELD_DATE: c->dates[row] = unknown ? DATE_UNKNOWN : DATE_NONE; break;
    case FIELD_MONEY: c->fen[row] = unknown ? MONEY_UNKNOWN : MONEY_NONE; break;
    case FIELD_NUMBER: c->numbers[row] = unknown ? NUMBER_UNKNOWN : NUMBER_NONE; break;
  }
}

void column_put_unknown(roster *r, int f, uint32_t row) { put_state(r, f, row, true); }

void column_put_blank(roster *r, int f, uint32_t row) {
  const field_role role = r->schema->fields[f].role;
  if (role == ROLE_ID_TYPE) {
    r->columns[f].labels[row] = 0; /* whoever says nothing shows the card that everyone has */
  } else {
    put_state(r, f, row, r->schema->fields[f].blank_unknown);
  }
}

bool column_fill_blank(roster *r, int f, column_memo *memo) {
  if (!column_reserve(r, f, memo, r->rows)) return false;
  for (uint32_t row = 0; row < r->rows; row++) column_put_blank(r, f, row);
  return true;
}

static void report(roster *r, int f, uint32_t row, problem_kind kind, slice value, slice text) {
  char reason[512];
  cell_reason(&r->schema->fields[f], text, reason, sizeof reason);
  problem_add(r, row, f, kind, value, reason);
}

static bool same_as_last(const column_memo *memo, slice text) {
  return memo->last.length == text.length && memcmp(memo->last.at, text.at, text.length) == 0;
}

static void put_coded(roster *r, int f, column_memo *memo, uint32_t row, slice text) {
  column *c = &r->columns[f];
  if (!same_as_last(memo, text)) {
    memo->last_code = dictionary_code(c->texts_of, text);
    memo->last = text;
    if (memo->last_code == UINT32_MAX) r->file->out_of_memory = true;
  }
  c->codes[row] = memo->last_code;
}

/* Take a set's cell apart. Undeclared labels are reported and make it dirty. */
static label_set read_set(roster *r, int f, uint32_t row, slice text) {
  const struct schema *s = r->schema;
  label_set set = {0};
  slice rest = text, label;
  while (cell_next_label(&rest, &label)) {
    int code = field_label(&s->fields[f], label);
    if (code >= 0) {
      set.bits[code >> 6] |= UINT64_C(1) << (code & 63);
    } else {
      set.dirty = true;
      report(r, f, row, PROBLEM_UNKNOWN_LABEL, text, label);
    }
  }
  return set;
}

/* What the text means: a label (LABEL_UNKNOWN when undeclared) or a set's index. Reports undeclared labels. */
static uint32_t read_meaning(roster *r, int f, column_memo *memo, uint32_t row, slice text) {
  if (r->schema->fields[f].type == FIELD_LABELS) {
    label_set set = read_set(r, f, row, text);
    uint32_t index = set_index(&r->columns[f], memo, &set);
    if (index == UINT32_MAX) r->file->out_of_memory = true;
    return index;
  }
  int label = field_label(&r->schema->fields[f], text);
  if (label >= 0) return (uint32_t)label;
  report(r, f, row, PROBLEM_UNKNOWN_LABEL, text, text);
  return LABEL_UNKNOWN;
}

/* A meaning that has something to report is found anew for each row, so that each row is reported. */
static bool is_clean(const roster *r, int f, uint32_t meaning) {
  if (r->schema->fields[f].type == FIELD_LABEL) return meaning != LABEL_UNKNOWN;
  return meaning < r->columns[f].sets_count && !r->columns[f].sets[meaning].dirty;
}

static uint32_t meaning_of(roster *r, int f, column_memo *memo, uint32_t row, slice text) {
  int64_t known = dictionary_find(memo->texts, text);
  if (known >= 0) return memo->meanings[known];
  uint32_t meaning = read_meaning(r, f, memo, row, text);
  if (!is_clean(r, f, meaning) || dictionary_count(memo->texts) == MEMO_TEXTS_MAX) return meaning;
  if (dictionary_count(memo->texts) == memo->meanings_space) {
    uint32_t space = memo->meanings_space == 0 ? 32 : memo->meanings_space * 2;
    void *more;
    if (!ARRAY_RESIZE(memo->meanings, space, more)) return meaning;
    memo->meanings_space = space;
  }
  uint32_t code = dictionary_code(memo->texts, text);
  if (code != UINT32_MAX) memo->meanings[code] = meaning;
  return meaning;
}

static void put_labels(roster *r, int f, column_memo *memo, uint32_t row, slice text) {
  column *c = &r->columns[f];
  if (!same_as_last(memo, text)) {
    memo->last_code = meaning_of(r, f, memo, row, text);
    memo->last = is_clean(r, f, memo->last_code) ? text : slice_of("", 0);
  }
  if (r->schema->fields[f].type == FIELD_LABEL) {
    c->labels[row] = (uint16_t)memo->last_code;
  } else {
    c->codes[row] = memo->last_code;
  }
}

void column_put(roster *r, int f, column_memo *memo, uint32_t row, slice text) {
  column *c = &r->columns[f];
  bool readable = true;
  switch (r->schema->fields[f].type) {
    case FIELD_TEXT: c->texts[row] = text; break;
    case FIELD_CODED:
    case FIELD_PLACE: put_coded(r, f, memo, row, text); break;
    case FIELD_LABEL:
    case FIELD_LABELS: put_labels(r, f, memo, row, text); break;
    case FIELD_FLAG: readable = cell_flag(text, &c->flags[row]); break;
    case FIELD_DATE: readable = cell_date(text, &c->dates[row]); break;
    case FIELD_MONEY: readable = cell_money(text, &c->fen[row]); break;
    case FIELD_NUMBER: readable = cell_number(&r->schema->fields[f], text, &c->numbers[row]); break;
  }
  if (readable) return;
  report(r, f, row, PROBLEM_UNREADABLE, text, text);
  column_put_unknown(r, f, row);
}
