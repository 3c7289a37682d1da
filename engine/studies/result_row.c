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

#include "studies/mask.h"
#include "values/arena.h"
#include "values/csv.h"

#define TEXT_BYTES 32768 /* every article's number joined fits */
#define CELL_BYTES 8192 /* a cell of the roster that is no text: every label of a set joined fits */
#define NUMBER_BYTES 24 /* an amount, day or number */
#define LINE 64         /* of the cache */
#define EXPECTED_TEXT 256 /* of a template's text; seldom more */
#define STEP 32           /* our own texts are copied in steps, so they are padded by one */
typedef struct {
  const char *heading;
  field_role role;
} fixed_column;

static const fixed_column fixed_columns[] = {{"id_number", ROLE_ID_NUMBER},
                                             {"town", ROLE_TOWN},
                                             {"village", ROLE_VILLAGE},
                                             {"household_id", ROLE_HOUSEHOLD}};
#define FIXED_COUNT ((int)(sizeof fixed_columns / sizeof fixed_columns[0]))
static const char *const last_headings[] = {"case", "articles", "doubts", "problem"};
#define LAST_COUNT (sizeof last_headings / sizeof last_headings[0])

/* Where a fixed column's cells come from. */
typedef struct {
  int field; /* -1: the schema has none */
  bool id;
  const text_ref *texts; /* of a text field, by row */
  const uint32_t *codes; /* of a coded field, by row ... */
  slice *quoted;         /* ... and its texts as they stand in the file, by code, padded */
  uint32_t quoted_count;
} row_source;

struct row_format {
  const policy *policy;
  const roster *roster;
  bool mask;
  row_source sources[FIXED_COUNT];
  size_t fixed_room; /* that the cells of the sources which are no texts need at most */
  arena quoted;
};

typedef struct {
  uint32_t at; /* in the template's text */
  uint8_t effect;
} hole;

/* What every row reads stands first, close together. */
struct row_template {
  const row_format *format;
  uint64_t unseen; /* effects that vary and have no column: computed for their errors alone */
  uint64_t blamed;
  bool decided, undetermined, split;
  int holes_count;
  size_t length;
  verdict verdict; /* of the resident it was made from */
  hole holes[EFFECTS_MAX];
  row_sums each; /* of one row, without its holes */
  char text[];   /* from the first effect's cell to the problem's, padded */
};

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

/* Bytes that put_cell may touch: the cell's and, behind it, its masked text. */
static inline size_t cell_room(slice text) { return (size_t)text.length * 3 + 4; }

static char *put_cell_slowly(const row_format *f, bool id, slice text, char *at) {
  char *masked = at + (size_t)text.length * 2 + 3;
  if (f->mask) {
    size_t size = (size_t)text.length + 1;
    size_t n = id ? text_mask_id(text, masked, size) : mask_ids(text, masked, size);
    text = slice_of(masked, n);
  }
  return at + csv_quote(text, (f->mask && id) || !csv_is_number(text), at);
}

/* One of the roster's texts at `at`; where it ends. */
static inline char *put_cell(const row_format *f, bool id, slice text, char *at) {
  if (text.length == 0) return at;
  if (f->mask || !copy_plain(at, text)) return put_cell_slowly(f, id, text, at);
  return at + text.length;
}

/* ---- the fixed columns ---- */

static slice quoted_of(const row_source *s, uint32_t row) {
  uint32_t code = s->codes[row];
  return code < s->quoted_count ? s->quoted[code] : slice_of("", 0);
}

static char *put_other(const row_format *f, const row_source *s, uint32_t row, char *at) {
  char text[CELL_BYTES];
  if (s->field < 0) return at;
  size_t n = roster_text(f->roster, s->field, row, text, sizeof text);
  return put_cell(f, s->id, slice_of(text, n), at);
}

static inline char *put_source(const row_format *f, const row_source *s, uint32_t row, char *at) {
  if (s->texts) return put_cell(f, s->id, text_ref_slice(s->texts[row]), at);
  if (!s->codes) return put_other(f, s, row, at);
  slice text = quoted_of(s, row);
  return copy_padded(at, text.at, text.length);
}

static const slice *extras_of(const row_format *f, uint32_t row) {
  const roster *r = f->roster;
  return r->extra_count ? r->extra + (size_t)row * (size_t)r->extra_count : NULL;
}

/* Room for a row of which `rest` bytes are neither fixed nor extra. */
static inline char *row_room(const row_format *f, uint32_t row, size_t rest, row_bytes *b) {
  size_t n = f->fixed_room + rest;
  const slice *extras = extras_of(f, row);
  for (int i = 0; i < FIXED_COUNT; i++)
    if (f->sources[i].texts) n += cell_room(text_ref_slice(f->sources[i].texts[row]));
  for (int i = 0; i < f->roster->extra_count; i++) n += cell_room(extras[i]) + 1;
  return room(b, n);
}

static inline char *put_head(const row_format *f, uint32_t row, char *at) {
  for (int i = 0; i < FIXED_COUNT; i++) {
    at = put_source(f, &f->sources[i], row, at);
    *at++ = ',';
  }
  return at;
}

static char *put_extras(const row_format *f, uint32_t row, char *at) {
  const slice *extras = extras_of(f, row);
  for (int i = 0; i < f->roster->extra_count; i++) {
    *at++ = ',';
    at = put_cell(f, false, extras[i], at);
  }
  *at++ = '\n';
  return at;
}

/* ---- what the decision says ---- */

/* The cells from the first effect's to the problem's. With `t`, an effect that varies becomes a hole
** of it. */
static void add_decision(const row_format *f, const outcome *o, row_bytes *b, row_template *t) {
  const policy *p = f->policy;
  char text[TEXT_BYTES];
  for (int i = 0; i < p->effects_count; i++) {
    if (!p->effects[i].output) continue;
    if (t && (o->varying >> i & 1)) {
      t->holes[t->holes_count++] = (hole){.at = (uint32_t)b->used, .effect = (uint8_t)i};
      t->unseen &= ~(UINT64_C(1) << i);
    } else {
      size_t n = outcome_text(o, i, text, sizeof text);
      add_quoted(b, slice_of(text, n), p->effects[i].type == TYPE_TEXT);
    }
    add_char(b, ',');
  }
  int n = snprintf(text, sizeof text, "%u,", (unsigned)o->verdict->case_number);
  add(b, slice_of(text, (size_t)n));
  add_quoted(b, slice_of(text, outcome_articles(o, text, sizeof text)), true);
  add_char(b, ',');
  add_quoted(b, slice_of(text, outcome_doubts(o, text, sizeof text)), true);
  add_char(b, ',');
  add_quoted(b, slice_from(o->problem_text), true);
}

/* ---- sums ---- */

void row_sums_add(row_sums *to, const row_sums *from) {
  to->rows += from->rows;
  to->decided += from->decided;
  for (int i = 0; i < EFFECTS_MAX; i++) to->sums[i] += from->sums[i];
}

/* An amount that has a column. */
static bool is_summed(const policy *p, int effect_index) {
  const effect *e = &p->effects[effect_index];
  return e->output && e->type == TYPE_MONEY;
}

/* One row that says what the outcome says, but for the effects that `leave_out` has a bit for. */
static void sum_outcome(row_sums *to, const policy *p, const outcome *o, uint64_t leave_out) {
  to->rows++;
  if (o->problem != DECIDED) return;
  to->decided++;
  for (int i = 0; i < p->effects_count; i++) {
    if (!is_summed(p, i) || (leave_out >> i & 1)) continue;
    if (o->values[i].state == VALUE_KNOWN) to->sums[i] += (uint64_t)o->values[i].v;
  }
}

void row_template_sums(const row_template *t, uint64_t rows, row_sums *sums) {
  sums->rows += rows * t->each.rows;
  sums->decided += rows * t->each.decided;
  for (int i = 0; i < EFFECTS_MAX; i++) sums->sums[i] += rows * t->each.sums[i];
}

void row_format_row(const row_format *f, const outcome *o, row_bytes *b) {
  uint32_t row = o->verdict->resident.row;
  char *at = row_room(f, row, 0, b);
  if (at == NULL) return;
  b->used = (size_t)(put_head(f, row, at) - b->bytes);
  add_decision(f, o, b, NULL);
  if ((at = row_room(f, row, 0, b)) == NULL) return;
  b->used = (size_t)(put_extras(f, row, at) - b->bytes);
  sum_outcome(&b->sums, f->policy, o, 0);
}

/* ---- templates ---- */

static row_template *template_with(const row_template *head, row_bytes text) {
  row_template *t = text.failed ? NULL : malloc(sizeof *t + text.used + STEP);
  if (t != NULL) {
    *t = *head;
    t->length = text.used;
    if (text.used > 0) memcpy(t->text, text.bytes, text.used);
    memset(t->text + text.used, 0, STEP);
  }
  free(text.bytes);
  return t;
}

row_template *row_template_new(const row_format *f, const outcome *shared) {
  row_template head = {.format = f,
                       .verdict = *shared->verdict,
                       .unseen = shared->fallible,
                       .decided = shared->verdict->decision->problem == DECIDED,
                       .undetermined = shared->problem == DECISION_UNDETERMINED,
                       .blamed = shared->blamed,
                       .split = outcome_is_split(shared)};
  row_bytes text = {.bytes = NULL};
  outcome o = *shared;
  if (o.varying == 0) outcome_next(&o, o.verdict); /* then an error is everybody's */
  add_decision(f, &o, &text, &head);
  sum_outcome(&head.each, f->policy, &o, o.varying);
  if (!head.decided) head.unseen = 0; /* what did not come to an end has nothing left to fail */
  return template_with(&head, text);
}

void row_template_free(row_template *t) { free(t); }

/* The values of the holes; false when an effect, with a column or without, cannot be computed. */
static bool fill_holes(const row_template *t, const verdict *v, value values[EFFECTS_MAX]) {
  for (int i = 0; i < t->holes_count; i++) {
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
static void sum_holes(const row_template *t, const value values[EFFECTS_MAX], row_sums *sums) {
  if (t->each.decided == 0) return;
  for (int i = 0; i < t->holes_count; i++) {
    int e = t->holes[i].effect;
    if (is_summed(t->format->policy, e) && values[i].state == VALUE_KNOWN)
      sums->sums[e] += (uint64_t)values[i].v;
  }
}

void row_template_expect(const row_template *t, uint32_t row) {
  const row_format *f = t->format;
  const char *head = (const char *)t;
  for (size_t i = 0; i < offsetof(row_template, holes); i += LINE) __builtin_prefetch(head + i);
  for (size_t i = 0; i < EXPECTED_TEXT; i += LINE) __builtin_prefetch(t->text + i);
  for (int i = 0; i < FIXED_COUNT; i++)
    if (f->sources[i].texts) __builtin_prefetch(text_ref_slice(f->sources[i].texts[row]).at);
}

bool row_template_row(const row_template *t, uint32_t row, row_bytes *b) {
  const row_format *f = t->format;
  value values[EFFECTS_MAX];
  if (t->split || t->holes_count > 0 || t->unseen != 0 || t->undetermined) {
    verdict v = t->verdict;
    v.resident.row = row;
    if (t->split || !fill_holes(t, &v, values) || outcome_blamed(&v) != t->blamed) {
      own_row(f, &v, b);
      return false;
    }
  }
  char *at = row_room(f, row, t->length + (size_t)t->holes_count * NUMBER_BYTES + STEP, b);
  if (at == NULL) return false;
  at = put_head(f, row, at);
  size_t done = 0;
  for (int i = 0; i < t->holes_count; i++) {
    at = copy_padded(at, t->text + done, t->holes[i].at - done);
    done = t->holes[i].at;
    if (values[i].state == VALUE_KNOWN)
      at += value_text(f->policy->terms, values[i], at, NUMBER_BYTES);
  }
  at = copy_padded(at, t->text + done, t->length - done);
  b->used = (size_t)(put_extras(f, row, at) - b->bytes);
  if (t->holes_count > 0) sum_holes(t, values, &b->sums);
  return true;
}

/* ---- the format ---- */

static bool is_result_heading(const policy *p, slice heading) {
  for (int i = 0; i < FIXED_COUNT; i++)
    if (slice_is(heading, fixed_columns[i].heading)) return true;
  for (int i = 0; i < p->effects_count; i++)
    if (p->effects[i].output && slice_is(heading, p->effects[i].name)) return true;
  for (size_t i = 0; i < LAST_COUNT; i++)
    if (slice_is(heading, last_headings[i])) return true;
  return false;
}

void row_format_heading(const row_format *f, row_bytes *b) {
  const policy *p = f->policy;
  for (int i = 0; i < FIXED_COUNT; i++) {
    if (i) add_char(b, ',');
    add(b, slice_from(fixed_columns[i].heading));
  }
  for (int i = 0; i < p->effects_count; i++) {
    if (!p->effects[i].output) continue;
    add_char(b, ',');
    add_quoted(b, slice_from(p->effects[i].name), false);
  }
  for (size_t i = 0; i < LAST_COUNT; i++) {
    add_char(b, ',');
    add(b, slice_from(last_headings[i]));
  }
  for (int i = 0; i < f->roster->extra_count; i++) {
    slice heading = f->roster->extra_headings[i];
    add_char(b, ',');
    /* An earlier result read as a roster has columns of our names: theirs are told apart. */
    if (is_result_heading(p, heading)) add(b, slice_from("roster_"));
    add_quoted(b, heading, true);
  }
  add_char(b, '\n');
}

/* Each of the column's distinct texts as it will stand in the file. */
static bool quote_all(row_format *f, row_source *s, const dictionary *texts) {
  uint32_t count = dictionary_count(texts);
  row_bytes b = {.bytes = NULL};
  bool done = (s->quoted = malloc((count + 1) * sizeof *s->quoted)) != NULL;
  for (uint32_t i = 0; done && i < count; i++) {
    slice text = dictionary_text(texts, i);
    b.used = 0;
    char *at = room(&b, cell_room(text));
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

static bool find_source(row_format *f, row_source *s, const fixed_column *fixed) {
  s->field = schema_role(f->policy->schema, fixed->role);
  s->id = fixed->role == ROLE_ID_NUMBER;
  if (s->field < 0) return true;
  const column *c = &f->roster->columns[s->field];
  if (f->policy->schema->fields[s->field].type == FIELD_TEXT) s->texts = c->texts;
  if (s->texts) return true;
  if (!c->texts_of) {
    f->fixed_room += CELL_BYTES * 3 + 4;
    return true;
  }
  s->codes = c->codes;
  size_t longest = 0;
  if (!quote_all(f, s, c->texts_of)) return false;
  for (uint32_t i = 0; i < s->quoted_count; i++)
    if (s->quoted[i].length > longest) longest = s->quoted[i].length;
  f->fixed_room += longest + STEP;
  return true;
}

row_format *row_format_new(const policy *p, const roster *r, bool mask) {
  row_format *f = calloc(1, sizeof *f);
  if (!f) return NULL;
  bool done = true;
  f->policy = p;
  f->roster = r;
  f->mask = mask;
  f->fixed_room = FIXED_COUNT + 1; /* the commas between, the line's end */
  for (int i = 0; i < FIXED_COUNT && done; i++)
    done = find_source(f, &f->sources[i], &fixed_columns[i]);
  if (done) return f;
  row_format_free(f);
  return NULL;
}

void row_format_free(row_format *f) {
  if (f == NULL) return;
  for (int i = 0; i < FIXED_COUNT; i++) free(f->sources[i].quoted);
  arena_free(&f->quoted);
  free(f);
}
