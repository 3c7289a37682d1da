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

/* The dictionary's codes are the sets' indexes. */
uint32_t column_set_index(column *c, dictionary *sets, const label_set *set) {
  char key[sizeof set->bits + 1];
  void *more;
  memcpy(key, set->bits, sizeof set->bits);
  key[sizeof set->bits] = set->dirty;
  uint32_t code = dictionary_code(sets, slice_of(key, sizeof key));
  if (code == UINT32_MAX || code < c->sets_count) return code;
  if ((c->sets_count & (c->sets_count - 1)) == 0) { /* full at each power of two */
    if (!ARRAY_RESIZE(c->sets, c->sets_count == 0 ? 1 : c->sets_count * 2, more)) {
      return UINT32_MAX;
    }
  }
  c->sets[c->sets_count++] = *set;
  return code;
}

/* Codes are given one after the other, but a row may be read after rows behind it. */
static bool note_first(column_memo *memo, uint32_t code, uint32_t row) {
  void *more;
  if (code < memo->first_count) {
    if (row < memo->first_rows[code]) memo->first_rows[code] = row;
    return true;
  }
  if (memo->first_count == memo->first_space) {
    uint32_t space = memo->first_space == 0 ? 32 : memo->first_space * 2;
    if (!ARRAY_RESIZE(memo->first_rows, space, more)) return false;
    memo->first_space = space;
  }
  memo->first_rows[memo->first_count++] = row;
  return true;
}

static size_t cell_width(field_type type) {
  switch (type) {
    case FIELD_TEXT: return sizeof(text_ref);
    case FIELD_CODED:
    case FIELD_PLACE:
    case FIELD_LABELS: return sizeof(uint32_t);
    case FIELD_LABEL: return sizeof(uint16_t);
    case FIELD_FLAG: return sizeof(uint8_t);
    case FIELD_DATE:
    case FIELD_NUMBER: return sizeof(int32_t);
    case FIELD_MONEY: return sizeof(int64_t);
  }
  return 0;
}

static void use_array(column *c, field_type type, void *array) {
  switch (type) {
    case FIELD_TEXT: c->texts = array; break;
    case FIELD_CODED:
    case FIELD_PLACE:
    case FIELD_LABELS: c->codes = array; break;
    case FIELD_LABEL: c->labels = array; break;
    case FIELD_FLAG: c->flags = array; break;
    case FIELD_DATE: c->dates = array; break;
    case FIELD_NUMBER: c->numbers = array; break;
    case FIELD_MONEY: c->fen = array; break;
  }
}

#define LINE 64 /* of the cache */
#define TOGETHER_LEAST ((size_t)1 << 21)

/* The array's bytes to the end of a line, and some lines more: so equal rows of columns do not all share one set of the
** cache. */
static uint64_t together_room(field_type type, uint32_t rows) {
  uint64_t bytes = (uint64_t)rows * cell_width(type);
  return (bytes + LINE - 1) / LINE * LINE + UINT64_C(3) * LINE;
}

bool columns_make(roster *r, uint32_t rows) {
  uint64_t total = 0;
  for (int f = 0; f < r->schema->count; f++)
    total += together_room(r->schema->fields[f].type, rows);
  if (total > SIZE_MAX / 2) return false;
  if (total >= TOGETHER_LEAST) {
    r->file->together = array_new(1, total);
    if (r->file->together == NULL) return false;
  }
  char *at = r->file->together;
  for (int f = 0; f < r->schema->count; f++) {
    field_type type = r->schema->fields[f].type;
    void *array = at != NULL ? at : array_new(cell_width(type), rows);
    if (array == NULL) return false;
    use_array(&r->columns[f], type, array);
    if (at != NULL) at += together_room(type, rows);
  }
  return true;
}

void columns_free(roster *r) {
  for (int f = 0; f < SCHEMA_FIELDS_MAX; f++) {
    column *c = &r->columns[f];
    if (r->file->together == NULL) {
      free(c->dates);
      free(c->fen);
      free(c->numbers);
      free(c->flags);
      free(c->labels);
      free(c->codes);
      free(c->texts);
    }
    free(c->sets);
    free(c->filled);
    free(c->filled_cells);
    dictionary_free(c->texts_of);
  }
  free(r->file->together);
}

static bool begin_labels(column_memo *memo) {
  memo->texts = dictionary_new();
  return memo->texts != NULL;
}

static bool begin_sets(column *c, column_memo *memo) {
  memo->sets = dictionary_new();
  if (memo->sets == NULL || !begin_labels(memo)) return false;
  label_set empty = {0};
  return column_set_index(c, memo->sets, &empty) == 0 && note_first(memo, 0, 0);
}

bool column_begin(roster *view, int f, column_memo *memo) {
  column *c = &view->columns[f];
  switch (view->schema->fields[f].type) {
    case FIELD_CODED:
    case FIELD_PLACE:
      c->texts_of = dictionary_new();
      if (c->texts_of == NULL) return false;
      break;
    case FIELD_LABEL:
      if (!begin_labels(memo)) return false;
      break;
    case FIELD_LABELS:
      if (!begin_sets(c, memo)) return false;
      break;
    default: return true;
  }
  memo->known = calloc(KNOWN_TEXTS, sizeof *memo->known);
  return memo->known != NULL;
}

void column_memo_free(column_memo *memo) {
  dictionary_free(memo->texts);
  dictionary_free(memo->sets);
  free(memo->meanings);
  free(memo->first_rows);
  free(memo->known);
  *memo = (column_memo){.meanings_space = 0};
}

text_ref column_text(roster *r, slice text) {
  text_ref ref;
  if (text_ref_make(text, &ref)) return ref;
  slice *kept = arena_take(&r->file->texts, sizeof *kept);
  if (kept == NULL) {
    r->file->out_of_memory = true;
    return 0;
  }
  *kept = text;
  return text_ref_far(kept);
}

static void put_state(roster *r, int f, uint32_t row, bool unknown) {
  column *c = &r->columns[f];
  switch (r->schema->fields[f].type) {
    case FIELD_TEXT: c->texts[row] = column_text(r, slice_of(unknown ? NULL : "", 0)); break;
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

void column_fill_blank(roster *r, int f, uint32_t row, uint32_t count) {
  column *c = &r->columns[f];
  if (count == 0) return;
  column_put_blank(r, f, row);
#define REPEAT(array) \
  for (uint32_t i = 1; i < count; i++) (array)[row + i] = (array)[row]
  switch (r->schema->fields[f].type) {
    case FIELD_TEXT: REPEAT(c->texts); break;
    case FIELD_CODED:
    case FIELD_PLACE:
    case FIELD_LABELS: REPEAT(c->codes); break;
    case FIELD_LABEL: REPEAT(c->labels); break;
    case FIELD_FLAG: REPEAT(c->flags); break;
    case FIELD_DATE: REPEAT(c->dates); break;
    case FIELD_MONEY: REPEAT(c->fen); break;
    case FIELD_NUMBER: REPEAT(c->numbers); break;
  }
#undef REPEAT
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
  if (memo->last_code == UINT32_MAX) return;
  if (!note_first(memo, memo->last_code, row)) r->file->out_of_memory = true;
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
    uint32_t index = column_set_index(&r->columns[f], memo->sets, &set);
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
    if (memo->last_code == UINT32_MAX) return;
    if (!note_first(memo, memo->last_code, row)) r->file->out_of_memory = true;
  }
}

/* Would reading the text's labels report nothing? */
static bool labels_are_known(const roster *r, int f, const column_memo *memo, slice text) {
  const field *declared = &r->schema->fields[f];
  slice rest = text, label;
  if (dictionary_find(memo->texts, text) >= 0) return true;
  if (declared->type == FIELD_LABEL) return field_label(declared, text) >= 0;
  while (cell_next_label(&rest, &label)) {
    if (field_label(declared, label) < 0) return false;
  }
  return true;
}

bool column_try(roster *r, int f, column_memo *memo, uint32_t row, slice text) {
  column *c = &r->columns[f];
  switch (r->schema->fields[f].type) {
    case FIELD_TEXT: c->texts[row] = column_text(r, text); return true;
    case FIELD_CODED:
    case FIELD_PLACE: put_coded(r, f, memo, row, text); return true;
    case FIELD_LABEL:
    case FIELD_LABELS:
      if (!labels_are_known(r, f, memo, text)) return false;
      put_labels(r, f, memo, row, text);
      return true;
    case FIELD_FLAG: return cell_flag(text, &c->flags[row]);
    case FIELD_DATE: return cell_date(text, &c->dates[row]);
    case FIELD_MONEY: return cell_money(text, &c->fen[row]);
    case FIELD_NUMBER: return cell_number(&r->schema->fields[f], text, &c->numbers[row]);
  }
  return false;
}

void column_put(roster *r, int f, column_memo *memo, uint32_t row, slice text) {
  const field_type type = r->schema->fields[f].type;
  if (type == FIELD_LABEL || type == FIELD_LABELS) {
    put_labels(r, f, memo, row, text);
  } else if (!column_try(r, f, memo, row, text)) {
    report(r, f, row, PROBLEM_UNREADABLE, text, text);
    column_put_unknown(r, f, row);
  }
}
