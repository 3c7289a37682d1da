/*
** reading.c - the order of work: headings, rows counted, columns made, chunks read by
** whoever is free, what the readers found merged, duplicates. Every record below the
** heading row becomes a row, however broken; only wholly blank lines do not.
*/
#include "roster/reading.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "roster/reader.h"
#include "values/array.h"
#include "values/message.h"
#include "values/threads.h"

#define ROWS_MOST (UINT64_C(1) << 31)

typedef struct {
  roster *r;
  heading_row heading;
  reader *readers;
  int count; /* of readers */
  uint32_t *hashes;
  chunk_list *list;
  atomic_size_t next;        /* chunk that nobody has taken */
  atomic_uint_fast64_t done; /* bytes read */
  const roster_options *options;
} work;

/* ---- room ---- */

/* Rows begin on consecutive lines, or each one's line must be kept. */
static bool lines_are_rows(const chunk_list *list) {
  for (size_t i = 0; i < list->count; i++) {
    if (list->at[i].rows != list->at[i].lines) return false;
  }
  return true;
}

static bool make_room(work *w, bool hashes) {
  roster *r = w->r;
  if (!columns_make(r, r->rows)) return false;
  if (r->extra_count > 0) {
    r->extra = array_new(sizeof *r->extra, (size_t)r->rows * (size_t)r->extra_count);
    if (r->extra == NULL) return false;
  }
  if (!lines_are_rows(w->list)) {
    r->lines = array_new(sizeof *r->lines, r->rows);
    if (r->lines == NULL) return false;
  }
  if (!hashes) return true;
  w->hashes = array_new(sizeof *w->hashes, r->rows);
  return w->hashes != NULL;
}

/* A reader whose view shares what make_room has made. */
static bool reader_begin(reader *rd, work *w) {
  const struct roster_file *file = w->r->file;
  rd->view = *w->r;
  rd->view.file = &rd->file;
  rd->view.problems = NULL;
  rd->view.problems_count = 0;
  rd->file = (struct roster_file){.name = file->name, .text = file->text, .length = file->length};
  rd->heading = &w->heading;
  rd->hashes = w->hashes;
  rd->id_number = schema_role(w->r->schema, ROLE_ID_NUMBER);
  rd->id_type = schema_role(w->r->schema, ROLE_ID_TYPE);
  rd->birth_date = schema_role(w->r->schema, ROLE_BIRTH_DATE);
  for (int f = 0; f < w->r->schema->count && rd->birth_date >= 0; f++) {
    if (w->r->schema->fields[f].after_birth && w->r->columns[f].present)
      rd->after_birth[rd->after_birth_count++] = f;
  }
  rd->file.reasons = dictionary_new();
  rd->block = block_new();
  if (rd->file.reasons == NULL || rd->block == NULL) return false;
  for (int f = 0; f < w->r->schema->count; f++) {
    if (!column_begin(&rd->view, f, &rd->memos[f])) return false;
  }
  return true;
}

static void reader_end(reader *rd) {
  for (int f = 0; f < SCHEMA_FIELDS_MAX; f++) {
    column_memo_free(&rd->memos[f]);
    dictionary_free(rd->view.columns[f].texts_of);
    free(rd->view.columns[f].sets);
  }
  free(rd->view.problems);
  arena_free(&rd->file.texts);
  dictionary_free(rd->file.reasons);
  free(rd->block);
}

/* ---- reading ---- */

static void read_chunk(reader *rd, chunk *c) {
  c->problems_from = rd->view.problems_count;
  for (int f = 0; f < rd->view.schema->count; f++) {
    if (!reader_reads(rd, f))
      column_fill_blank(&rd->view, f, (uint32_t)c->first_row, (uint32_t)c->rows);
  }
  chunk_read(rd, c);
  c->problems_to = rd->view.problems_count;
}

static void read_some(void *payload, int worker) {
  work *w = payload;
  reader *rd = &w->readers[worker];
  for (;;) {
    size_t i = atomic_fetch_add(&w->next, 1);
    if (i >= w->list->count || rd->file.out_of_memory) break;
    chunk *c = &w->list->at[i];
    size_t bytes = (size_t)(c->to - c->from);
    c->reader = worker;
    /* One bad byte makes only the cells of its own chunk be looked at one by one. */
    rd->file.damaged = w->r->file->damaged && !utf8_valid(c->from, bytes);
    read_chunk(rd, c);
    uint64_t done = atomic_fetch_add(&w->done, bytes) + bytes;
    if (worker == 0 && w->options->progress != NULL)
      w->options->progress(w->options->payload, done, w->r->file->length);
  }
}

static canbao_status too_many_rows(const work *w, canbao_error *error) {
  const chunk *c = w->list->at;
  while (c->first_row + c->rows <= ROWS_MOST) c++;
  return fault_at(error, CANBAO_LIMIT, w->r->file->name, (int)c->line,
                  _("The file has more than %u rows; split it."), (unsigned)ROWS_MOST);
}

/* The readers' part of the work. False when out of memory. */
static bool read_chunks(work *w, int threads) {
  roster *r = w->r;
  bool enough = true;
  w->count = (size_t)threads < w->list->count ? threads : (int)w->list->count;
  w->readers = calloc((size_t)w->count, sizeof *w->readers);
  if (w->readers == NULL) return false;
  for (int i = 0; i < w->count; i++) enough = reader_begin(&w->readers[i], w) && enough;
  if (enough) threads_run(w->count, read_some, w);
  enough = enough && readers_merge(r, w->readers, w->count, w->list, w->count);
  for (int i = 0; i < w->count; i++) reader_end(&w->readers[i]);
  free(w->readers);
  return enough;
}

static bool find_duplicates(work *w, int id_number) {
  uint32_t first = w->r->problems_count;
  duplicates_find(w->r, id_number, w->hashes, w->count);
  problems_merge(w->r, first, w->heading.positions);
  return !w->r->file->out_of_memory;
}

canbao_status roster_read(roster *r, const roster_options *options, canbao_error *error) {
  work *w = calloc(1, sizeof *w);
  if (w == NULL) return fault(error, CANBAO_LIMIT, _("Memory ran out."));
  *w = (work){.r = r, .list = &r->file->chunks, .options = options};
  csv_scanner scanner = csv_begin(r->file->text, r->file->length);
  canbao_status status = headings_find(&w->heading, r, &scanner, error);
  if (status == CANBAO_OK) {
    uint64_t rows = chunks_settle(w->list, scanner.at, scanner.line);
    int id = schema_role(r->schema, ROLE_ID_NUMBER);
    bool has_ids = id >= 0 && r->columns[id].present;
    r->first_line = scanner.line;
    if (rows > ROWS_MOST) {
      status = too_many_rows(w, error);
    } else {
      r->rows = (uint32_t)rows;
      bool enough = make_room(w, has_ids) && read_chunks(w, threads_count(options->threads)) &&
                    (!has_ids || find_duplicates(w, id));
      if (!enough) status = fault(error, CANBAO_LIMIT, _("Memory ran out."));
    }
  }
  if (status == CANBAO_OK && options->progress != NULL)
    options->progress(options->payload, r->file->length, r->file->length);
  free(w->hashes);
  free(w);
  return status;
}
