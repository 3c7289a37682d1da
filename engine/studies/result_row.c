/*
** result_row.c - see result_row.h. What comes from the roster is defused for
** spreadsheets; what the engine makes needs no defusing but gets it all the same
** where a script wrote the text. Every cell, of a template or not, is made here.
*/
#include "studies/result_row.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/result_cell.h"
#include "values/csv.h"
#include "values/message.h"

#define TEXT_BYTES 32768 /* every article's number joined fits */
#define CELL_BYTES 8192 /* a cell of the roster that is no text: every label of a set joined fits */
#define NUMBER_BYTES 24 /* an amount, day or number */
#define LINE 64         /* of the cache */
#define EXPECTED_TAIL 320 /* of a template's holes and text; seldom more */
#define STEP 32           /* our own texts are copied in steps, so they are padded by one */

/* Where the cells of one of the roster's columns come from. */
typedef struct {
  int field; /* -1: the schema has none */
  int extra; /* one of the columns that no field claims; -1 */
  bool id, flag;
  const text_ref *texts; /* of a text field, by row */
  const uint32_t *codes; /* of a coded field, by row ... */
  slice *quoted;         /* ... and its texts as they stand in the file, by code, padded */
  uint32_t quoted_count;
} row_source;

struct row_format {
  const policy *policy;
  const roster *roster;
  cell_form cell;
  bool
      plain; /* neither masked nor for a spreadsheet: most of the roster's texts stand as they are */
  result_columns columns;
  row_source *sources; /* of the columns that are the roster's own, in order */
  int sources_count;
  int lead;                /* of the sources, those before the first cell of the decision */
  const row_source **wide; /* those of them whose cells are as long as the row's texts */
  int wide_count;
  size_t room;     /* that a row's other cells of the roster need at most, and all their commas */
  uint64_t summed; /* bit per effect that is an amount and has a column */
  arena quoted;
};

/* What is no text of a template's: an effect that varies, or cells of the roster side by side, each with its comma. */
typedef struct {
  uint32_t at;         /* in the template's text */
  int16_t effect;      /* -1: the cells of these sources */
  uint16_t first, end; /* the sources from first to before end */
} hole;

/* Between two runs of the roster's cells stands a cell of the decision: effects, case, articles, doubts, problem. */
#define HOLES_MAX (2 * (EFFECTS_MAX + 4) + 1)

/* What every row reads stands first, close together. */
struct row_template {
  const row_format *format;
  uint64_t unseen; /* effects that vary and have no column: computed for their errors alone */
  uint64_t blamed;
  bool decided, undetermined, split;
  int holes_count;
  int values_count; /* of the holes, those that are effects */
  size_t length;
  const char *text; /* what stands between the holes, padded */
  verdict verdict;  /* of the resident it was made from */
  row_sums each;    /* of one row, without its holes */
  hole holes[];     /* the text behind them */
};

/* A template while its cells are put together. */
typedef struct {
  row_template *of;
  hole holes[HOLES_MAX];
} making;

/* ---- bytes ---- */

static char *more_room(row_bytes *b, size_t n) {
  size_t space = b->space ? b->space : 1024;
  while (space - b->used < n && space <= SIZE_MAX / 4) space *= 2;
  char *bytes = b->failed || space - b->used < n ? NULL : realloc(b->bytes, space);
  b->failed = bytes == NULL;
  if (b->failed) return NULL;
  b->bytes = bytes;
  b->space = space;
  return bytes + b->used;
}

/* Where n bytes may be put; NULL when memory ran out. */
static inline char *room(row_bytes *b, size_t n) {
  return b->space - b->used >= n ? b->bytes + b->used : more_room(b, n);
}

static void add(row_bytes *b, slice text) {
  char *at = room(b, text.length);
  if (at == NULL || text.length == 0) return;
  memcpy(at, text.at, text.length);
  b->used += text.length;
}

static void add_char(row_bytes *b, char c) { add(b, slice_of(&c, 1)); }

static slice slice_from(const char *text) { return slice_of(text, strlen(text)); }

static void add_quoted(row_bytes *b, slice text, bool defuse) {
  char *at = room(b, (size_t)text.length * 2 + 3);
  if (at != NULL) b->used += csv_quote(text, defuse, at);
}

/* What a script or the engine wrote. */
static void add_words(const row_format *f, slice text, row_bytes *b) {
  char *at = room(b, cell_words_room(text));
  if (at != NULL) b->used += cell_put_words(&f->cell, text, at);
}

/* What is not told apart from no line stands in quotes: a row's only cell, when it is empty. `end` is behind the row that
** begins at `row`; where it ends then. There is room for two bytes more. */
static inline char *end_row(char *row, char *end) {
  if (end - row == 1) {
    row[0] = row[1] = '"';
    end += 2;
  }
  end[-1] = '\n';
  return end;
}

/* Up to STEP - 1 bytes more are read and written than n. */
static inline char *copy_padded(char *to, const char *from, size_t n) {
  for (size_t i = 0; i < n; i += STEP) memcpy(to + i, from + i, STEP);
  return to + n;
}

/* ---- cells of the roster ---- */

#if defined(__SSE2__)
#include <emmintrin.h>

static inline bool has_special(__m128i v) {
  __m128i found = _mm_cmpeq_epi8(v, _mm_set1_epi8(','));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8('"')));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8('\n')));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_setzero_si128()));
  return _mm_movemask_epi8(found) != 0;
}

static inline bool copy_sixteen(char *to, const char *from) {
  __m128i v = _mm_loadu_si128((const __m128i *)(const void *)from);
  _mm_storeu_si128((__m128i *)(void *)to, v);
  return !has_special(v);
}

static inline bool copy_wide(char *to, slice s) {
  uint32_t last = s.length - 16;
  for (uint32_t i = 0; i < last; i += 16)
    if (!copy_sixteen(to + i, s.at + i)) return false;
  return copy_sixteen(to + last, s.at + last);
}

static inline bool copy_half(char *to, slice s) {
  uint32_t at_last = s.length - 8;
  __m128i first = _mm_loadl_epi64((const __m128i *)(const void *)s.at);
  __m128i last = _mm_loadl_epi64((const __m128i *)(const void *)(s.at + at_last));
  _mm_storel_epi64((__m128i *)(void *)to, first);
  _mm_storel_epi64((__m128i *)(void *)(to + at_last), last);
  return !has_special(_mm_unpacklo_epi64(first, last));
}
#endif

/* Copies a text that stands in the file as it is, looking at it once. Says no where it would take a longer look: then
** what stands at `to` is worth nothing. */
static inline bool copy_plain(char *to, slice s) {
  unsigned char first = (unsigned char)s.at[0];
  bool ordinary = first >= 0x80 ? first != 0xEF /* full-width = + - @ */
                                : first >= '0' && first <= 'z' && first != '@' && first != '=';
  if (!ordinary || s.at[s.length - 1] == ' ') return false;
#if defined(__SSE2__)
  if (s.length >= 16) return copy_wide(to, s);
  if (s.length >= 8) return copy_half(to, s);
#endif
  for (uint32_t i = 0; i < s.length; i++) {
    char c = s.at[i];
    if (c == ',' || c == '"' || c == '\n' || c == '\r' || c == '\0') return false;
    to[i] = c;
  }
  return true;
}

/* One of the roster's texts at `at`; where it ends. */
static inline char *put_cell(const row_format *f, bool id, slice text, char *at) {
  if (text.length == 0) return at;
  if (!f->plain || !copy_plain(at, text)) return at + cell_put_own(&f->cell, id, text, at);
  return at + text.length;
}

/* ---- the roster's own columns ---- */

static slice quoted_of(const row_source *s, uint32_t row) {
  uint32_t code = s->codes[row];
  return code < s->quoted_count ? s->quoted[code] : slice_of("", 0);
}

static inline slice extra_of(const row_format *f, const row_source *s, uint32_t row) {
  const roster *r = f->roster;
  return r->extra[(size_t)row * (size_t)r->extra_count + (size_t)s->extra];
}

static char *put_other(const row_format *f, const row_source *s, uint32_t row, char *at) {
  char text[CELL_BYTES];
  if (s->extra >= 0) return put_cell(f, false, extra_of(f, s, row), at);
  if (s->field < 0) return at;
  slice cell = slice_of(text, roster_text(f->roster, s->field, row, text, sizeof text));
  return put_cell(f, s->id, s->flag && f->cell.spreadsheet ? cell_flag(&f->cell, cell) : cell, at);
}

static inline char *put_source(const row_format *f, const row_source *s, uint32_t row, char *at) {
  if (s->texts) return put_cell(f, s->id, text_ref_slice(s->texts[row]), at);
  if (!s->codes) return put_other(f, s, row, at);
  slice text = quoted_of(s, row);
  return copy_padded(at, text.at, text.length);
}

/* Room for the row's own cells, and `rest` bytes. */
static inline char *row_room(const row_format *f, uint32_t row, size_t rest, row_bytes *b) {
  size_t n = f->room + rest;
  for (int i = 0; i < f->wide_count; i++) {
    const row_source *s = f->wide[i];
    n += cell_own_room(s->texts ? text_ref_slice(s->texts[row]) : extra_of(f, s, row));
  }
  return room(b, n);
}

static inline char *put_sources(const row_format *f, int first, int end, uint32_t row, char *at) {
  for (int i = first; i < end; i++) {
    at = put_source(f, &f->sources[i], row, at);
    *at++ = ',';
  }
  return at;
}

static void add_sources(const row_format *f, int first, int end, uint32_t row, row_bytes *b) {
  char *at = row_room(f, row, 0, b);
  if (at != NULL) b->used = (size_t)(put_sources(f, first, end, row, at) - b->bytes);
}

/* ---- what the decision says ---- */

static void add_effect(const row_format *f, const outcome *o, int effect_index, row_bytes *b) {
  char buf[TEXT_BYTES];
  const effect *e = &f->policy->effects[effect_index];
  slice text = slice_of(buf, outcome_text(o, effect_index, buf, sizeof buf));
  text = cell_effect(&f->cell, e, text);
  if (e->type == TYPE_TEXT)
    add_words(f, text, b);
  else
    add_quoted(b, text, false);
}

/* A cell that is not the roster's own. */
static void add_decided(const row_format *f, const result_column *c, const outcome *o,
                        row_bytes *b) {
  char text[TEXT_BYTES];
  size_t n = 0;
  switch (c->kind) {
    case COLUMN_EFFECT: add_effect(f, o, c->index, b); return;
    case COLUMN_CASE:
      n = (size_t)snprintf(text, sizeof text, "%u", (unsigned)o->verdict->case_number);
      break;
    case COLUMN_ARTICLES: n = outcome_articles(o, text, sizeof text); break;
    case COLUMN_DOUBTS: n = outcome_doubts(o, text, sizeof text); break;
    case COLUMN_PROBLEM: add_quoted(b, slice_from(o->problem_text), true); return;
    case COLUMN_FIELD:
    case COLUMN_EXTRA: return;
  }
  add_words(f, slice_of(text, n), b);
}

static void add_hole(making *m, const row_bytes *b, int of_effect, int first, int end) {
  m->holes[m->of->holes_count++] = (hole){.at = (uint32_t)b->used,
                                          .effect = (int16_t)of_effect,
                                          .first = (uint16_t)first,
                                          .end = (uint16_t)end};
}

static bool is_hole(const making *m, const result_column *c, const outcome *o) {
  return m && c->kind == COLUMN_EFFECT && (o->varying >> c->index & 1);
}

/* Every cell in order, each with a comma behind it. With `m`, what is not the same for all residents of the case becomes a
** hole of the template; what leads the row stands before the template. */
static void add_cells(const row_format *f, const outcome *o, row_bytes *b, making *m) {
  int first = 0;
  for (const result_column *c = f->columns.at, *end = c + f->columns.count; c < end;) {
    int next = first;
    for (; c < end && column_is_own(c); c++) next++;
    if (next > first && m && next > f->lead) add_hole(m, b, -1, first, next);
    if (next > first && !m) add_sources(f, first, next, o->verdict->resident.row, b);
    first = next;
    for (; c < end && !column_is_own(c); c++) {
      if (is_hole(m, c, o)) {
        add_hole(m, b, c->index, 0, 0);
        m->of->values_count++;
        m->of->unseen &= ~(UINT64_C(1) << c->index);
      } else {
        add_decided(f, c, o, b);
      }
      add_char(b, ',');
    }
  }
}

/* ---- sums ---- */

void row_sums_add(row_sums *to, const row_sums *from) {
  to->rows += from->rows;
  to->decided += from->decided;
  to->summed |= from->summed;
  for (int i = 0; i < EFFECTS_MAX; i++) to->sums[i] += from->sums[i];
}

/* One row that says what the outcome says, but for the effects that `leave_out` has a bit for. */
static void sum_outcome(row_sums *to, const row_format *f, const outcome *o, uint64_t leave_out) {
  to->rows++;
  to->summed |= f->summed;
  if (o->problem != DECIDED) return;
  to->decided++;
  for (uint64_t rest = f->summed & ~leave_out; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (o->values[i].state == VALUE_KNOWN) to->sums[i] += (uint64_t)o->values[i].v;
  }
}

void row_template_sums(const row_template *t, uint64_t rows, row_sums *sums) {
  sums->rows += rows * t->each.rows;
  sums->decided += rows * t->each.decided;
  sums->summed |= t->each.summed;
  for (int i = 0; i < EFFECTS_MAX; i++) sums->sums[i] += rows * t->each.sums[i];
}

void row_format_row(const row_format *f, const outcome *o, row_bytes *b) {
  size_t row = b->used;
  add_cells(f, o, b, NULL);
  if (b->failed || room(b, 2) == NULL) return;
  b->used = (size_t)(end_row(b->bytes + row, b->bytes + b->used) - b->bytes);
  sum_outcome(&b->sums, f, o, 0);
}

/* ---- templates ---- */

static row_template *template_with(const making *m, row_bytes text, arena *kept) {
  size_t holes = (size_t)m->of->holes_count * sizeof(hole);
  row_template *t = text.failed ? NULL : arena_take(kept, sizeof *t + holes + text.used + STEP);
  if (t != NULL) {
    char *at = (char *)t->holes + holes;
    *t = *m->of;
    t->length = text.used;
    t->text = at;
    memcpy(t->holes, m->holes, holes);
    if (text.used > 0) memcpy(at, text.bytes, text.used);
    memset(at + text.used, 0, STEP);
  }
  free(text.bytes);
  return t;
}

row_template *row_template_new(const row_format *f, const outcome *shared, arena *kept) {
  row_template head = {.format = f,
                       .verdict = *shared->verdict,
                       .unseen = shared->fallible,
                       .decided = shared->verdict->decision->problem == DECIDED,
                       .undetermined = shared->problem == DECISION_UNDETERMINED,
                       .blamed = shared->blamed,
                       .split = outcome_is_split(shared)};
  row_bytes text = {.bytes = NULL};
  making m = {.of = &head};
  outcome o = *shared;
  if (o.varying == 0) outcome_next(&o, o.verdict); /* then an error is everybody's */
  add_cells(f, &o, &text, &m);
  sum_outcome(&head.each, f, &o, o.varying);
  if (!head.decided) head.unseen = 0; /* what did not come to an end has nothing left to fail */
  return template_with(&m, text, kept);
}

/* The values of the holes; false when an effect, with a column or without, cannot be computed. */
static bool fill_holes(const row_template *t, const verdict *v, value values[HOLES_MAX]) {
  for (int i = 0; i < t->holes_count; i++) {
    if (t->holes[i].effect < 0) continue;
    values[i] = verdict_value(v, t->holes[i].effect);
    if (values[i].state == VALUE_ERROR && t->decided) return false;
  }
  for (uint64_t rest = t->unseen; rest != 0; rest &= rest - 1)
    if (verdict_value(v, __builtin_ctzll(rest)).state == VALUE_ERROR) return false;
  return true;
}

/* A resident whose outcome is not the case's. */
static void own_row(const row_format *f, const verdict *v, row_bytes *b) {
  outcome o;
  outcome_of(&o, v);
  row_format_row(f, &o, b);
}

/* The amounts that differ from one resident to the next. */
static void sum_holes(const row_template *t, const value values[HOLES_MAX], row_sums *sums) {
  if (t->each.decided == 0) return;
  for (int i = 0; i < t->holes_count; i++) {
    int e = t->holes[i].effect;
    if (e >= 0 && (t->each.summed >> e & 1) && values[i].state == VALUE_KNOWN)
      sums->sums[e] += (uint64_t)values[i].v;
  }
}

void row_template_expect(const row_template *t, uint32_t row) {
  const row_format *f = t->format;
  const char *head = (const char *)t, *tail = (const char *)t->holes;
  for (size_t i = 0; i < offsetof(row_template, each); i += LINE) __builtin_prefetch(head + i);
  for (size_t i = 0; i < EXPECTED_TAIL; i += LINE) __builtin_prefetch(tail + i);
  for (int i = 0; i < f->wide_count; i++)
    if (f->wide[i]->texts) __builtin_prefetch(text_ref_slice(f->wide[i]->texts[row]).at);
}

/* In at most NUMBER_BYTES; how many. */
static inline size_t put_value(const row_format *f, value v, char *at) {
  if (!f->cell.spreadsheet || v.type != TYPE_FLAG)
    return value_text(f->policy->terms, v, at, NUMBER_BYTES);
  slice word = f->cell.flags[v.v != 0];
  memcpy(at, word.at, word.length);
  return word.length;
}

bool row_template_row(const row_template *t, uint32_t row, row_bytes *b) {
  const row_format *f = t->format;
  value values[HOLES_MAX];
  bool filled = false;
  if (t->split || t->values_count > 0 || t->unseen != 0 || t->undetermined) {
    verdict v = t->verdict;
    v.resident.row = row;
    if (t->split || !fill_holes(t, &v, values) || outcome_blamed(&v) != t->blamed) {
      own_row(f, &v, b);
      return false;
    }
    filled = true;
  }
  size_t rest = t->length + (size_t)t->values_count * NUMBER_BYTES + STEP, done = 0;
  char *begin = row_room(f, row, rest + 2, b), *at = begin;
  if (at == NULL) return false;
  at = put_sources(f, 0, f->lead, row, at);
  for (int i = 0; i < t->holes_count; i++) {
    at = copy_padded(at, t->text + done, t->holes[i].at - done);
    done = t->holes[i].at;
    if (t->holes[i].effect < 0)
      at = put_sources(f, t->holes[i].first, t->holes[i].end, row, at);
    else if (filled && values[i].state == VALUE_KNOWN)
      at += put_value(f, values[i], at);
  }
  at = copy_padded(at, t->text + done, t->length - done);
  b->used = (size_t)(end_row(begin, at) - b->bytes);
  if (t->values_count > 0) sum_holes(t, values, &b->sums);
  return true;
}

/* ---- the format ---- */

void row_format_heading(const row_format *f, row_bytes *b) {
  for (int i = 0; i < f->columns.count; i++) {
    add_quoted(b, f->columns.at[i].heading, true);
    add_char(b, i + 1 < f->columns.count ? ',' : '\n');
  }
}

const result_columns *row_format_columns(const row_format *f) { return &f->columns; }

/* Each of the column's distinct texts as it will stand in the file. */
static bool quote_all(row_format *f, row_source *s, const dictionary *texts) {
  uint32_t count = dictionary_count(texts);
  row_bytes b = {.bytes = NULL};
  bool done = (s->quoted = malloc((count + 1) * sizeof *s->quoted)) != NULL;
  for (uint32_t i = 0; done && i < count; i++) {
    slice text = dictionary_text(texts, i);
    b.used = 0;
    char *at = room(&b, cell_own_room(text));
    size_t n = at ? (size_t)(put_cell(f, s->id, text, at) - at) : 0;
    char *kept = at ? arena_take(&f->quoted, n + STEP) : NULL;
    done = kept != NULL;
    if (!done) break;
    memset(kept + n, 0, STEP);
    if (n > 0) memcpy(kept, at, n);
    s->quoted[i] = slice_of(kept, n);
  }
  free(b.bytes);
  s->quoted_count = done ? count : 0;
  return done;
}

/* False when memory ran out. */
static bool find_source(row_format *f, row_source *s, const result_column *of) {
  *s = (row_source){.field = -1, .extra = -1};
  f->room++;
  if (of->kind == COLUMN_EXTRA) s->extra = of->index;
  if (of->kind == COLUMN_EXTRA || of->index < 0) return true;
  s->field = of->index;
  s->id = of->role == ROLE_ID_NUMBER;
  const column *c = &f->roster->columns[s->field];
  field_type type = f->policy->schema->fields[s->field].type;
  s->flag = type == FIELD_FLAG;
  if (type == FIELD_TEXT) s->texts = c->texts;
  if (s->texts) return true;
  if (!c->texts_of) {
    bool labels = type == FIELD_LABEL || type == FIELD_LABELS;
    f->room += cell_own_room(slice_of(NULL, labels ? CELL_BYTES : NUMBER_BYTES));
    return true;
  }
  s->codes = c->codes;
  size_t longest = 0;
  if (!quote_all(f, s, c->texts_of)) return false;
  for (uint32_t i = 0; i < s->quoted_count; i++)
    if (s->quoted[i].length > longest) longest = s->quoted[i].length;
  f->room += longest + STEP;
  return true;
}

/* What the columns need. False when memory ran out. */
static bool find_sources(row_format *f) {
  const result_columns *c = &f->columns;
  f->sources = calloc((size_t)c->count, sizeof *f->sources);
  f->wide = calloc((size_t)c->count, sizeof *f->wide);
  if (!f->sources || !f->wide) return false;
  for (int i = 0; i < c->count; i++) {
    const result_column *one = &c->at[i];
    if (one->kind == COLUMN_EFFECT && f->policy->effects[one->index].type == TYPE_MONEY)
      f->summed |= UINT64_C(1) << one->index;
    if (!column_is_own(one)) continue;
    if (i == f->lead) f->lead++;
    row_source *s = &f->sources[f->sources_count++];
    if (!find_source(f, s, one)) return false;
    if (s->texts || s->extra >= 0) f->wide[f->wide_count++] = s;
  }
  return true;
}

canbao_status row_format_new(row_format **out, const policy *p, const roster *r,
                             const result_form *form, canbao_error *error) {
  row_format *f = calloc(1, sizeof *f);
  *out = NULL;
  if (!f) return fault(error, CANBAO_LIMIT, _("memory ran out"));
  f->policy = p;
  f->roster = r;
  f->cell = cell_form_of(form->mask, form->spreadsheet);
  f->plain = !form->mask && !form->spreadsheet;
  canbao_status status = result_columns_choose(&f->columns, p, r, form, error);
  if (status == CANBAO_OK && !find_sources(f))
    status = fault(error, CANBAO_LIMIT, _("memory ran out"));
  if (status == CANBAO_OK)
    *out = f;
  else
    row_format_free(f);
  return status;
}

void row_format_free(row_format *f) {
  if (f == NULL) return;
  for (int i = 0; i < f->sources_count; i++) free(f->sources[i].quoted);
  free(f->sources);
  free(f->wide);
  result_columns_free(&f->columns);
  arena_free(&f->quoted);
  free(f);
}
