/*
** verify_rows.c - see verify_rows.h. Without --all every row is derived by cases, and a
** sample once more through Lua alone: one resident of every case, and some spread over the
** roster. With it every row goes through Lua and nothing else. Where a row is not the one in its
** place, all are derived a second time, each beside the row that is its own.
*/
#include "studies/verify_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases/case_book.h"
#include "studies/mask.h"
#include "studies/result_file.h"
#include "studies/result_key.h"
#include "values/array.h"
#include "values/csv.h"
#include "values/message.h"

#define CELLS_MAX 512

typedef struct {
  verification *v;
  policy *policy;
  const roster *roster;
  const verify_options *options;
  row_format *format;
  row_bytes derived;
  csv_scanner at;  /* the next row of the result */
  const char *row; /* the row at hand: where it begins ... */
  const char *row_end;
  uint32_t line;
  bool moved;     /* it stands where another belongs */
  bool looking;   /* whether all rows are the same is asked, not yet how they differ */
  bool again;     /* what Lua says of one is not what is there */
  bool unlike;    /* one is not the same as the one in its place: */
  uint32_t first; /* so many before it are */
  csv_scanner *
      recorded; /* from there on: where each row of the result begins, and last where they end ... */
  uint32_t recorded_count, recorded_space;
  uint32_t next; /* the first of them that has not been passed */
  row_key_list keys, recorded_keys;
  row_alignment alignment;
  csv_cell headings[CELLS_MAX];
  int headings_count;
  outcome outcome;
  decision *scratch;      /* of the resident who goes through Lua */
  decision *kept;         /* of cases whose decision is not kept */
  uint8_t *sampled;       /* bit per row */
  population *population; /* NULL with --all */
  canbao_error *error;
  bool
      altered; /* the result is not the file that was written: another program may have saved it again */
  csv_cell then[CELLS_MAX], now[CELLS_MAX];
  char then_text[CSV_CELL_MAX], now_text[CSV_CELL_MAX];
} comparing;

static canbao_status out_of_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

/* ---- differences ---- */

/* Columns that come from the roster can name somebody: that they differ is said, not how. */
static void show_cell(char *to, size_t size, csv_cell cell, bool own) {
  char masked[512];
  if (!own) {
    snprintf(to, size, "…");
    return;
  }
  size_t n = mask_ids(slice_of(cell.at, cell.length), masked, sizeof masked);
  text_display(slice_of(masked, n), to, size);
}

static bool engine_made(const comparing *k, int at) {
  const result_columns *columns = row_format_columns(k->format);
  return at < columns->count && !column_is_own(&columns->at[at]);
}

static slice heading_of(const comparing *k, int i) {
  return i < k->headings_count ? slice_of(k->headings[i].at, k->headings[i].length)
                               : slice_of("", 0);
}

static slice cell_text(csv_cell cell, char *buf) {
  if (!(cell.flags & CSV_DOUBLED) || cell.length > CSV_CELL_MAX)
    return slice_of(cell.at, cell.length);
  return slice_of(buf, csv_undouble(cell, buf));
}

static bool cells_empty(const csv_cell *cells, int from, int count) {
  for (int i = from; i < count; i++)
    if (cells[i].length > 0) return false;
  return true;
}

/* Is cell i what another program makes of it that saves the file again? Its trace goes to `kind`. */
static bool cell_resaved(comparing *k, int i, resaved_kind *kind) {
  slice then = cell_text(k->then[i], k->then_text), now = cell_text(k->now[i], k->now_text);
  *kind = RESAVED_QUOTES;
  return k->altered && (slice_equal(then, now) || resaved_cell(then, now, kind));
}

static bool cell_same(const comparing *k, int i) {
  return k->then[i].length == k->now[i].length && k->then[i].flags == k->now[i].flags &&
         memcmp(k->then[i].at, k->now[i].at, k->now[i].length) == 0;
}

/* The row at hand, of n cells, is k->derived's of m but for what saving it again does. Else `*first` is the first cell that is
** not, -1 when they have other columns. */
static bool row_resaved(comparing *k, uint32_t row, int n, int m, int *first) {
  resaved *found = &k->v->resaved;
  int common = n < m ? n : m, traces = 0;
  bool quotes = false;
  *first = -1;
  if (n > CELLS_MAX || m > CELLS_MAX) return false;
  if (n != m && (!k->altered || !cells_empty(n > m ? k->then : k->now, common, n > m ? n : m)))
    return false;
  for (int i = 0; i < common; i++) {
    resaved_kind kind;
    if (cell_same(k, i)) continue;
    if (!cell_resaved(k, i, &kind)) {
      if (*first < 0) *first = i;
      continue;
    }
    quotes = quotes || kind == RESAVED_QUOTES;
    if (kind != RESAVED_QUOTES) resaved_add(found, kind, heading_of(k, i), row, k->line);
    traces++;
  }
  if (quotes) resaved_add(found, RESAVED_QUOTES, slice_of("", 0), row, k->line);
  if (n != m) resaved_add(found, RESAVED_EMPTY_CELLS, slice_of("", 0), row, k->line);
  if (*first >= 0 || !k->altered) return false;
  size_t length = (size_t)(k->row_end - k->row);
  bool plain = length >= 1 && k->row_end[-1] == '\n' && (length < 2 || k->row_end[-2] != '\r');
  if (!plain) resaved_add(found, RESAVED_LINE_ENDS, slice_of("", 0), row, k->line);
  return !plain || traces > 0 || n != m;
}

/* The row at hand is not k->derived. */
static void differs(comparing *k, uint32_t row) {
  verification *v = k->v;
  int at = -1;
  v->rows_different++;
  if (row && !k->row) v->rows_missing++;
  if (k->moved) v->rows_moved++;
  if (k->row) {
    csv_scanner a = csv_begin(k->row, (size_t)(k->row_end - k->row));
    csv_scanner b = csv_begin(k->derived.bytes, k->derived.used);
    int n = csv_record(&a, k->then, CELLS_MAX), m = csv_record(&b, k->now, CELLS_MAX);
    if (row_resaved(k, row, n, m, &at) && !k->moved) {
      v->rows_resaved++;
      return;
    }
  }
  if (v->differences_count >= DIFFERENCES_KEPT) return;
  verify_difference *d = &v->differences[v->differences_count++];
  *d = (verify_difference){.row = row, .line = k->line, .moved = k->moved};
  d->lacking = k->row == NULL;
  if (at < 0) return;
  slice heading = heading_of(k, at);
  text_display(heading, d->column, sizeof d->column);
  show_cell(d->recorded, sizeof d->recorded, k->then[at], engine_made(k, at));
  show_cell(d->derived, sizeof d->derived, k->now[at], engine_made(k, at));
}

/* The result's next row becomes the one at hand; NULL at its end. */
static void next_row(comparing *k) {
  csv_cell none[1];
  k->row = k->at.at;
  k->line = k->at.line;
  if (csv_record(&k->at, none, 1) < 0) k->row = NULL;
  k->row_end = k->at.at;
}

static bool same_row(const comparing *k) {
  size_t n = k->row ? (size_t)(k->row_end - k->row) : 0;
  return k->row && n == k->derived.used && memcmp(k->row, k->derived.bytes, n) == 0;
}

static void compare_heading(comparing *k) {
  csv_scanner again = k->at;
  k->headings_count = csv_record(&again, k->headings, CELLS_MAX);
  if (k->headings_count > CELLS_MAX) k->headings_count = CELLS_MAX;
  next_row(k);
  row_format_heading(k->format, &k->derived);
  if (!same_row(k)) differs(k, 0);
}

/* ---- which row is whose ---- */

/* The row is remembered by its key, once one is not the same as the one in its place. */
static bool look(comparing *k, uint32_t index) {
  if (!k->unlike) {
    csv_scanner here = k->at;
    next_row(k);
    if (same_row(k)) return true;
    k->unlike = true, k->first = index, k->at = here;
  }
  row_key *key = row_key_list_add(&k->keys);
  if (!key) return false;
  *key = result_key(slice_of(k->derived.bytes, k->derived.used), row_format_columns(k->format));
  return true;
}

/* Where the rows of the result begin from the first one on that is not what it should be, and by what they are known. */
static bool read_recorded(comparing *k) {
  for (;;) {
    if (!ARRAY_ROOM(k->recorded, k->recorded_space, k->recorded_count)) return false;
    k->recorded[k->recorded_count] = k->at;
    next_row(k);
    if (!k->row) return true;
    k->recorded_count++;
    row_key *key = row_key_list_add(&k->recorded_keys);
    if (!key) return false;
    *key =
        result_key(slice_of(k->row, (size_t)(k->row_end - k->row)), row_format_columns(k->format));
  }
}

static void take_extra(comparing *k, uint32_t index) {
  verification *v = k->v;
  uint32_t row = k->first + index + 1;
  k->at = k->recorded[index];
  next_row(k);
  csv_scanner again = csv_begin(k->row, (size_t)(k->row_end - k->row));
  int n = csv_record(&again, k->then, CELLS_MAX);
  v->rows_different++;
  if (k->altered && n <= CELLS_MAX && cells_empty(k->then, 0, n)) {
    resaved_add(&v->resaved, RESAVED_EMPTY_ROWS, slice_of("", 0), row, k->line);
    v->rows_resaved++;
    return;
  }
  v->rows_extra++;
  if (v->differences_count >= DIFFERENCES_KEPT) return;
  v->differences[v->differences_count++] =
      (verify_difference){.row = row, .line = k->line, .extra = true};
}

/* Rows before this one that are no resident's. */
static void pass_extra(comparing *k, uint32_t until) {
  for (; k->next < until; k->next++)
    if (!k->alignment.taken[k->next]) take_extra(k, k->next);
}

/* The resident's own row becomes the one at hand; NULL when the result has none, and the line is where it should be. */
static void find_row(comparing *k, uint32_t index) {
  k->moved = false;
  if (!k->unlike || index < k->first) {
    next_row(k);
    return;
  }
  uint32_t partner = k->alignment.partner[index - k->first];
  if (partner == ROW_NONE) {
    k->row = NULL;
    k->line = k->recorded[k->next].line;
    return;
  }
  k->moved = k->alignment.moved[index - k->first];
  if (!k->moved) pass_extra(k, partner), k->next = partner + 1;
  k->at = k->recorded[partner];
  next_row(k);
}

static void compare(comparing *k, uint32_t index) {
  if (k->moved || !same_row(k)) differs(k, index + 1);
}

/* What was derived beside its row; false when memory ran out. */
static bool take(comparing *k, uint32_t index) {
  k->v->rows_compared++;
  if (k->looking) return look(k, index);
  find_row(k, index);
  compare(k, index);
  return true;
}

/* ---- deriving ---- */

static canbao_status derive(comparing *k, const verdict *v, canbao_error *error) {
  k->derived.used = 0;
  outcome_of(&k->outcome, v);
  row_format_row(k->format, &k->outcome, &k->derived);
  return k->derived.failed ? out_of_memory(error) : CANBAO_OK;
}

static canbao_status take_reference(void *payload, const verdict *v) {
  comparing *k = payload;
  canbao_status status = derive(k, v, k->error);
  if (status != CANBAO_OK) return status;
  k->v->rows_by_lua++;
  return take(k, v->resident.row) ? CANBAO_OK : out_of_memory(k->error);
}

static canbao_status all_by_lua(comparing *k, canbao_error *error) {
  population_options o = {.reference = true,
                          .as_of = k->v->claim.as_of,
                          .progress = k->options->progress,
                          .progress_payload = k->options->progress_payload};
  population_counts counts = {0};
  canbao_status status =
      population_run(k->policy, k->roster, &o, take_reference, k, &counts, error);
  k->v->cases = counts.cases;
  return status;
}

static void sample_row(comparing *k, uint32_t row) {
  k->sampled[row >> 3] |= (uint8_t)(1 << (row & 7));
}

/* One resident of every case, the last, since the first was likeliest to go through Lua in the run itself; and as many
** as are asked for, spread: one out of each equal stretch of the roster. */
static bool draw_sample(comparing *k, const population *p) {
  uint32_t rows = k->roster->rows, cases = population_counted(p).cases;
  const uint32_t *case_of = population_case_of_rows(p);
  k->sampled = calloc((size_t)rows / 8 + 1, 1);
  uint8_t *seen = calloc((size_t)cases + 1, 1);
  if (!k->sampled || !seen) {
    free(seen);
    return false;
  }
  for (uint32_t row = rows; cases <= CASES_KEPT && row-- > 0;) {
    if (seen[case_of[row]]) continue;
    seen[case_of[row]] = 1;
    sample_row(k, row);
  }
  free(seen);
  uint64_t wanted = k->options->sample < rows ? k->options->sample : rows;
  uint64_t state = k->options->seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
  for (uint64_t i = 0; i < wanted; i++) {
    uint64_t from = i * rows / wanted, to = (i + 1) * rows / wanted;
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    sample_row(k, (uint32_t)(from + (state >> 33) % (to - from)));
  }
  return true;
}

/* The resident through Lua alone; the number of the case is the population's. */
static canbao_status compare_by_lua(comparing *k, const verdict *by_case, canbao_error *error) {
  verdict own = *by_case;
  own.decision = k->scratch;
  canbao_status status = policy_decide(k->policy, &own.resident, k->scratch, error);
  if (status == CANBAO_OK) status = derive(k, &own, error);
  if (status != CANBAO_OK) return status;
  k->v->rows_by_lua++;
  if (!k->looking)
    compare(k, own.resident.row);
  else if (!same_row(k))
    k->again = true;
  return CANBAO_OK;
}

static canbao_status compare_row(comparing *k, uint32_t row, canbao_error *error) {
  verdict v;
  uint64_t before = k->v->rows_different;
  canbao_status status = population_verdict(k->population, row, &v, k->kept, error);
  if (status == CANBAO_OK) status = derive(k, &v, error);
  if (status != CANBAO_OK) return status;
  if (!take(k, row)) return out_of_memory(error);
  bool sampled = k->sampled[row >> 3] >> (row & 7) & 1;
  bool same = k->looking ? !k->unlike : k->v->rows_different == before;
  return sampled && same ? compare_by_lua(k, &v, error) : CANBAO_OK;
}

static canbao_status by_cases(comparing *k, canbao_error *error) {
  population_options o = {.threads = k->options->threads,
                          .as_of = k->v->claim.as_of,
                          .progress = k->options->progress,
                          .progress_payload = k->options->progress_payload};
  canbao_status status = CANBAO_OK;
  if (!k->population) {
    status = population_decide(&k->population, k->policy, k->roster, &o, error);
    if (status != CANBAO_OK) return status;
    k->v->cases = population_counted(k->population).cases;
    if (!draw_sample(k, k->population)) return out_of_memory(error);
  }
  for (uint32_t row = 0; row < k->roster->rows && status == CANBAO_OK; row++)
    status = compare_row(k, row, error);
  return status;
}

static canbao_status derive_all(comparing *k, canbao_error *error) {
  k->v->rows_compared = k->v->rows_by_lua = 0;
  return k->options->all ? all_by_lua(k, error) : by_cases(k, error);
}

static canbao_status compare_rows(comparing *k, canbao_error *error) {
  csv_scanner rows = k->at;
  k->looking = true;
  canbao_status status = derive_all(k, error);
  if (status != CANBAO_OK) return status;
  if (!k->unlike) k->first = k->roster->rows;
  if (!read_recorded(k)) return out_of_memory(error);
  k->v->rows_recorded = (uint64_t)k->first + k->recorded_count;
  k->unlike |= k->recorded_count > 0; /* more than there are residents */
  if (!k->unlike && !k->again) return CANBAO_OK;
  if (!row_align(&k->alignment, &k->keys, &k->recorded_keys)) return out_of_memory(error);
  k->looking = false;
  k->at = rows;
  status = derive_all(k, error);
  if (status == CANBAO_OK) pass_extra(k, k->recorded_count);
  return status;
}

/* All of `k` but its roster and its result; what it owns is freed by the caller. */
static canbao_status compare_all(comparing *k, canbao_error *error) {
  const manifest_claim *c = &k->v->claim;
  canbao_error *obstacle = &k->v->obstacle;
  result_form form = {&c->columns, c->masked, c->spreadsheet};
  canbao_status status = row_format_new(&k->format, k->policy, k->roster, &form, obstacle);
  if (status == CANBAO_USAGE) return CANBAO_OK; /* a column that was chosen is no longer there */
  if (status != CANBAO_OK) {
    *error = *obstacle;
    return status;
  }
  k->scratch = decision_new();
  k->kept = decision_new();
  if (!k->scratch || !k->kept) return out_of_memory(error);
  compare_heading(k);
  status = compare_rows(k, error);
  k->v->derived = status == CANBAO_OK;
  return status;
}

/* What is wrong with a decision is said in the user's language: the rows are written again in that of the one who had them
** written first. */
static canbao_status compare_in_its_language(comparing *k, canbao_error *error) {
  const char *own = message_is_chinese() ? "zh" : "en", *its = k->v->claim.language;
  if (its) message_language(its, NULL);
  canbao_status status = compare_all(k, error);
  if (its) message_language(own, NULL);
  return status;
}

/* Has the file other bytes than the one that was written? */
static bool result_altered(const verification *v) {
  for (int i = 0; i < v->parts_count; i++)
    if (v->parts[i].kind == PART_RESULT) return v->parts[i].state == PART_CHANGED;
  return false;
}

/* The text behind a byte order mark, of another program's encoding too, which is then in *converted for the caller to free. */
static slice result_text(comparing *k, const file_map *map, char **converted) {
  slice text = slice_of(map->at, map->length);
  size_t n, mark = strlen(RESULT_MARK);
  bool marked = text.length >= mark && memcmp(text.at, RESULT_MARK, mark) == 0;
  if (marked && (k->altered || k->v->claim.spreadsheet))
    text = slice_of(text.at + mark, text.length - mark);
  if (!k->altered) return text;
  if (!marked && !utf8_valid(text.at, text.length) &&
      (*converted = gb18030_to_utf8(text.at, text.length, &n)) != NULL) {
    resaved_add(&k->v->resaved, RESAVED_ENCODING, slice_of("", 0), 0, 1);
    return slice_of(*converted, n);
  }
  if (marked != k->v->claim.spreadsheet)
    resaved_add(&k->v->resaved, RESAVED_MARK, slice_of("", 0), 0, 1);
  return text;
}

canbao_status verify_rows(verification *v, policy *p, const roster *r, const char *path,
                          const verify_options *options, canbao_error *error) {
  file_map map;
  char *converted = NULL;
  comparing *k = calloc(1, sizeof *k);
  if (!k) return out_of_memory(error);
  canbao_status status = file_map_open(&map, path, error);
  if (status == CANBAO_OK) {
    k->v = v, k->policy = p, k->roster = r, k->options = options, k->error = error;
    k->altered = result_altered(v);
    slice text = result_text(k, &map, &converted);
    k->at = csv_begin(text.at, text.length);
    status = compare_in_its_language(k, error);
    if (status == CANBAO_OK && v->resaved.failed) status = out_of_memory(error);
  }
  if (status == CANBAO_OK) status = file_map_unchanged(&map, path, error);
  row_format_free(k->format);
  decision_free(k->scratch);
  decision_free(k->kept);
  population_free(k->population);
  row_alignment_free(&k->alignment);
  free(k->keys.keys), free(k->recorded_keys.keys), free(k->recorded);
  free(k->sampled);
  free(k->derived.bytes);
  free(k);
  free(converted);
  file_map_close(&map);
  return status;
}
