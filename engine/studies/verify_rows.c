/*
** verify_rows.c - see verify_rows.h. Without --all every row is derived by cases, and a
** sample once more through Lua alone: one resident of every case, and some spread over the
** roster. With it every row goes through Lua and nothing else.
*/
#include "studies/verify_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases/case_book.h"
#include "studies/mask.h"
#include "studies/result_file.h"
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
  csv_cell headings[CELLS_MAX];
  int headings_count;
  outcome outcome;
  decision *scratch; /* of the resident who goes through Lua */
  decision *kept;    /* of cases whose decision is not kept */
  uint8_t *sampled;  /* bit per row */
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

/* The row at hand is not k->derived. */
static void differs(comparing *k, uint32_t row) {
  verification *v = k->v;
  v->rows_different++;
  if (v->differences_count >= DIFFERENCES_KEPT) return;
  verify_difference *d = &v->differences[v->differences_count++];
  *d = (verify_difference){.row = row, .line = k->line};
  d->lacking = k->row == NULL;
  if (d->lacking) return;
  csv_cell then[CELLS_MAX], now[CELLS_MAX];
  csv_scanner a = csv_begin(k->row, (size_t)(k->row_end - k->row));
  csv_scanner b = csv_begin(k->derived.bytes, k->derived.used);
  int n = csv_record(&a, then, CELLS_MAX), m = csv_record(&b, now, CELLS_MAX);
  if (n != m) return;
  for (int i = 0; i < n && i < CELLS_MAX; i++) {
    if (then[i].length == now[i].length && memcmp(then[i].at, now[i].at, now[i].length) == 0 &&
        then[i].flags == now[i].flags)
      continue;
    if (i < k->headings_count)
      text_display(slice_of(k->headings[i].at, k->headings[i].length), d->column, sizeof d->column);
    show_cell(d->recorded, sizeof d->recorded, then[i], engine_made(k, i));
    show_cell(d->derived, sizeof d->derived, now[i], engine_made(k, i));
    return;
  }
}

/* The result's next row becomes the one at hand; NULL at its end. */
static void next_row(comparing *k) {
  csv_cell none[1];
  k->row = k->at.at;
  k->line = k->at.line;
  if (csv_record(&k->at, none, 1) < 0)
    k->row = NULL;
  else
    k->v->rows_recorded++;
  k->row_end = k->at.at;
}

static void compare(comparing *k, uint32_t row) {
  size_t n = k->row ? (size_t)(k->row_end - k->row) : 0;
  if (!k->row || n != k->derived.used || memcmp(k->row, k->derived.bytes, n) != 0) differs(k, row);
}

static void compare_heading(comparing *k) {
  csv_scanner again = k->at;
  k->headings_count = csv_record(&again, k->headings, CELLS_MAX);
  if (k->headings_count > CELLS_MAX) k->headings_count = CELLS_MAX;
  next_row(k);
  if (k->row) k->v->rows_recorded--;
  row_format_heading(k->format, &k->derived);
  compare(k, 0);
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
  canbao_status status = derive(k, v, NULL);
  if (status != CANBAO_OK) return status;
  next_row(k);
  compare(k, v->resident.row + 1);
  k->v->rows_compared++;
  k->v->rows_by_lua++;
  return CANBAO_OK;
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
  compare(k, own.resident.row + 1);
  k->v->rows_by_lua++;
  return CANBAO_OK;
}

static canbao_status compare_row(comparing *k, const population *p, uint32_t row,
                                 canbao_error *error) {
  verdict v;
  uint64_t before = k->v->rows_different;
  canbao_status status = population_verdict(p, row, &v, k->kept, error);
  if (status == CANBAO_OK) status = derive(k, &v, error);
  if (status != CANBAO_OK) return status;
  next_row(k);
  compare(k, row + 1);
  k->v->rows_compared++;
  bool sampled = k->sampled[row >> 3] >> (row & 7) & 1;
  return sampled && k->v->rows_different == before ? compare_by_lua(k, &v, error) : CANBAO_OK;
}

static canbao_status by_cases(comparing *k, canbao_error *error) {
  population *p;
  population_options o = {.threads = k->options->threads,
                          .as_of = k->v->claim.as_of,
                          .progress = k->options->progress,
                          .progress_payload = k->options->progress_payload};
  canbao_status status = population_decide(&p, k->policy, k->roster, &o, error);
  if (status != CANBAO_OK) return status;
  k->v->cases = population_counted(p).cases;
  if (!draw_sample(k, p)) status = out_of_memory(error);
  for (uint32_t row = 0; row < k->roster->rows && status == CANBAO_OK; row++)
    status = compare_row(k, p, row, error);
  population_free(p);
  return status;
}

/* Rows that no resident has. */
static void take_extra(comparing *k) {
  for (;;) {
    next_row(k);
    if (!k->row) return;
    k->v->rows_different++;
    if (k->v->differences_count >= DIFFERENCES_KEPT) continue;
    k->v->differences[k->v->differences_count++] =
        (verify_difference){.row = (uint32_t)k->v->rows_recorded, .line = k->line, .extra = true};
  }
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
  status = k->options->all ? all_by_lua(k, error) : by_cases(k, error);
  if (status != CANBAO_OK) return status;
  take_extra(k);
  k->v->derived = true;
  return CANBAO_OK;
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

canbao_status verify_rows(verification *v, policy *p, const roster *r, const char *path,
                          const verify_options *options, canbao_error *error) {
  file_map map;
  comparing *k = calloc(1, sizeof *k);
  if (!k) return out_of_memory(error);
  canbao_status status = file_map_open(&map, path, error);
  if (status == CANBAO_OK) {
    k->v = v, k->policy = p, k->roster = r, k->options = options;
    size_t mark = v->claim.spreadsheet ? strlen(RESULT_MARK) : 0;
    if (map.length < mark || memcmp(map.at, RESULT_MARK, mark) != 0)
      mark = 0; /* the hash says so */
    k->at = csv_begin(map.at + mark, map.length - mark);
    status = compare_in_its_language(k, error);
  }
  if (status == CANBAO_OK) status = file_map_unchanged(&map, path, error);
  row_format_free(k->format);
  decision_free(k->scratch);
  decision_free(k->kept);
  free(k->sampled);
  free(k->derived.bytes);
  free(k);
  file_map_close(&map);
  return status;
}
