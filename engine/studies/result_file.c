/*
** result_file.c - see result_file.h. Rows are rendered in chunks by as many threads as are asked
** for; whoever finds the next chunk ready hashes or writes it. Both take the chunks in order, but at
** once: the hash is the longest of what cannot be shared out, and nothing waits for it.
*/
#include "studies/result_file.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "values/message.h"
#include "values/threads.h"

#define CHUNK_ROWS 1024u
#define READY_CHUNKS 4u /* wait to be hashed or written, besides those being rendered */
#define ROWS_AHEAD 8    /* that memory is asked for */
#define ROW_BYTES 65536 /* collected before the rows of single residents are written */

struct result_file {
  file_writer writer;
  row_format *format;
  const roster *roster;
  row_bytes rows; /* of single residents, not yet written */
  row_sums sums;  /* of a population's */
};

static canbao_status out_of_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

const char *result_file_workbook(const char *path) {
  static const char *const endings[] = {".xlsx", ".xls", ".et"};
  size_t length = strlen(path);
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
    size_t n = strlen(endings[i]);
    if (length >= n && strcasecmp(path + length - n, endings[i]) == 0) return endings[i];
  }
  return NULL;
}

canbao_status result_file_create(result_file **out, const policy *p, const roster *r,
                                 const char *path, const result_form *form, canbao_error *error) {
  *out = NULL;
  result_file *f = calloc(1, sizeof *f);
  if (!f) return out_of_memory(error);
  f->roster = r;
  canbao_status status = row_format_new(&f->format, p, r, form, error);
  if (status == CANBAO_OK) status = file_create(&f->writer, path, error);
  if (status != CANBAO_OK) {
    row_format_free(f->format);
    free(f);
    return status;
  }
  if (file_stays(&f->writer)) file_hash(&f->writer);
  if (form->spreadsheet) file_append_text(&f->writer, RESULT_MARK);
  row_format_heading(f->format, &f->rows);
  *out = f;
  return CANBAO_OK;
}

bool result_file_stays(const result_file *f) { return file_stays(&f->writer); }

/* Memory that ran out is a failure to write like any other. */
static void write_rows(file_writer *w, row_bytes *b) {
  if (b->failed && w->failed == 0) w->failed = ENOMEM;
  if (b->used > 0) file_append(w, b->bytes, b->used);
  b->used = 0;
}

void result_file_row(result_file *f, const outcome *o) {
  row_format_row(f->format, o, &f->rows);
  if (f->rows.used >= ROW_BYTES || f->rows.failed) write_rows(&f->writer, &f->rows);
}

/* ---- a population ---- */

/* A chunk is rendered by one thread, then hashed and written, each by one; then its place is free. */
typedef struct {
  row_bytes rows;
  bool ready; /* rendered, not yet both hashed and written */
} chunk;

/* What takes every chunk in order. */
typedef struct {
  uint32_t done; /* chunks */
  bool busy;     /* somebody is at it */
} stage;

typedef struct {
  result_file *file;
  const uint32_t *cases; /* of the rows */
  uint32_t cases_count;
  const population *population;
  _Atomic(row_template *) *templates; /* by case number; NULL: nobody has met the case */
  arena kept;                         /* the templates of threads that have ended */
  chunk *chunks;                      /* a ring: chunk k is chunks[k % ring] */
  uint32_t ring, ahead, count, next;  /* rendered ahead of what is done: one less than the ring */
  stage hashing, writing;
  uint64_t written;     /* bytes */
  atomic_int at_roster; /* threads that hash the roster because nothing is ready */
  bool roster_hashed;
  int waiting; /* threads that found nothing to do */
  bool failed; /* somebody had no memory to count in */
  pthread_mutex_t lock;
  pthread_cond_t change;
  roster_progress progress;
  void *progress_payload;
} rendering;

/* Made from the first resident of the case that somebody meets; two threads may make it at once, and one is kept. NULL
** when memory ran out. */
static const row_template *template_of(rendering *g, uint32_t number, uint32_t row, arena *kept) {
  row_template *t = g->templates[number], *none = NULL;
  verdict v;
  outcome o;
  if (t != NULL) return t;
  if (population_verdict(g->population, row, &v, NULL, NULL) != CANBAO_OK) return NULL;
  outcome_shared(&o, &v);
  t = row_template_new(g->file->format, &o, kept);
  if (t == NULL || atomic_compare_exchange_strong(&g->templates[number], &none, t)) return t;
  return none;
}

/* A row that is made soon. */
static void expect_row(const rendering *g, uint32_t row) {
  const row_template *t = g->templates[g->cases[row]];
  if (t != NULL) row_template_expect(t, row);
}

/* What one thread keeps for itself. */
typedef struct {
  uint32_t *made;  /* rows from each template */
  arena templates; /* that it has made */
} worker;

static void render_chunk(rendering *g, uint32_t k, worker *own) {
  uint32_t row = k * CHUNK_ROWS, rows = g->file->roster->rows;
  uint32_t end = rows - row > CHUNK_ROWS ? row + CHUNK_ROWS : rows;
  row_bytes *b = &g->chunks[k % g->ring].rows;
  b->used = 0;
  for (; row < end && !b->failed; row++) {
    if (rows - row > ROWS_AHEAD) expect_row(g, row + ROWS_AHEAD);
    uint32_t number = g->cases[row];
    const row_template *t = template_of(g, number, row, &own->templates);
    if (t == NULL) {
      b->failed = true;
      break;
    }
    own->made[number] += row_template_row(t, row, b);
  }
}

static void hash_chunk(rendering *g, const row_bytes *b) {
  file_writer *w = &g->file->writer;
  if (w->digest == NULL) return;
  if (g->at_roster > 0)
    sha256_add(w->digest, b->bytes, b->used);
  else
    roster_hash_beside(g->file->roster, w->digest, b->bytes, b->used);
}

/* By the rows so far, and rather too little: too much would have to go back. */
static void expect_file(rendering *g) {
  uint64_t rows = g->file->roster->rows, done = ((uint64_t)g->writing.done + 1) * CHUNK_ROWS;
  uint64_t whole = g->written / (done < rows ? done : rows) * rows;
  file_expect(&g->file->writer, whole - whole / 32);
}

static void write_chunk(rendering *g, const row_bytes *b) {
  file_writer *w = &g->file->writer;
  if (b->failed && w->failed == 0) w->failed = ENOMEM;
  g->written += b->used;
  expect_file(g);
  file_append_unhashed(w, b->bytes, b->used);
  if (g->progress) g->progress(g->progress_payload, (uint64_t)g->writing.done + 1, g->count);
}

/* With the lock held. */
static void say_change(rendering *g) {
  if (g->waiting > 0) pthread_cond_broadcast(&g->change);
}

static uint32_t chunks_done(const rendering *g) {
  return g->hashing.done < g->writing.done ? g->hashing.done : g->writing.done;
}

/* Take the stage's next chunk where it is ready and nobody else is at it. With the lock held, which is let go while it lasts. */
static bool step(rendering *g, stage *s, void (*work)(rendering *g, const row_bytes *b)) {
  chunk *c = &g->chunks[s->done % g->ring];
  if (s->busy || s->done == g->next || !c->ready) return false;
  s->busy = true;
  pthread_mutex_unlock(&g->lock);
  work(g, &c->rows);
  pthread_mutex_lock(&g->lock);
  s->busy = false;
  s->done++;
  c->ready = chunks_done(g) < s->done;
  say_change(g);
  return true;
}

/* The same for the next chunk that is not rendered. */
static bool step_rendering(rendering *g, worker *own) {
  if (g->next == g->count || g->next - chunks_done(g) >= g->ahead) return false;
  uint32_t k = g->next++;
  pthread_mutex_unlock(&g->lock);
  render_chunk(g, k, own);
  pthread_mutex_lock(&g->lock);
  g->chunks[k % g->ring].ready = true;
  say_change(g);
  return true;
}

/* Nothing is ready: hash some of the roster, so that who hashes the result need not, and gets on sooner. */
static bool step_roster(rendering *g) {
  if (g->file->writer.digest == NULL || g->roster_hashed) return false;
  g->at_roster++;
  pthread_mutex_unlock(&g->lock);
  bool more = roster_hash_piece(g->file->roster);
  pthread_mutex_lock(&g->lock);
  g->at_roster--;
  g->roster_hashed |= !more;
  return true;
}

static void render(void *payload, int number) {
  rendering *g = payload;
  worker own = {.made = calloc((size_t)g->cases_count + 1, sizeof *own.made)};
  (void)number;
  pthread_mutex_lock(&g->lock);
  g->failed |= own.made == NULL;
  while (chunks_done(g) < g->count && !g->failed) {
    if (step(g, &g->hashing, hash_chunk) || step(g, &g->writing, write_chunk) ||
        step_rendering(g, &own) || step_roster(g))
      continue;
    g->waiting++;
    pthread_cond_wait(&g->change, &g->lock);
    g->waiting--;
  }
  for (uint32_t i = 1; own.made && i <= g->cases_count; i++)
    if (own.made[i] > 0) row_template_sums(g->templates[i], own.made[i], &g->file->sums);
  arena_join(&g->kept, &own.templates);
  say_change(g);
  pthread_mutex_unlock(&g->lock);
  free(own.made);
}

void result_file_population(result_file *f, const population *p, int threads,
                            roster_progress progress, void *progress_payload) {
  uint32_t rows = f->roster->rows, chunks = rows / CHUNK_ROWS + (rows % CHUNK_ROWS != 0);
  write_rows(&f->writer, &f->rows);
  file_flush(&f->writer); /* the chunks do not go through the buffer */
  threads = threads_count(threads);
  if ((uint32_t)threads > chunks) threads = chunks > 0 ? (int)chunks : 1;
  rendering g = {.file = f,
                 .cases = population_case_of_rows(p),
                 .cases_count = population_counted(p).cases,
                 .population = p,
                 .ahead = threads > 1 ? (uint32_t)threads + READY_CHUNKS : 1,
                 .count = chunks,
                 .progress = progress,
                 .progress_payload = progress_payload};
  g.ring = g.ahead + 1; /* the file may still hold what was written last */
  g.templates = calloc((size_t)g.cases_count + 1, sizeof *g.templates);
  g.chunks = calloc(g.ring, sizeof *g.chunks);
  pthread_mutex_init(&g.lock, NULL);
  pthread_cond_init(&g.change, NULL);
  if (g.templates && g.chunks)
    threads_run(threads, render, &g);
  else
    g.failed = true;
  if (g.failed && f->writer.failed == 0) f->writer.failed = ENOMEM;
  file_flush(&f->writer); /* before the chunks go */
  pthread_cond_destroy(&g.change);
  pthread_mutex_destroy(&g.lock);
  free(g.templates);
  arena_free(&g.kept);
  for (uint32_t i = 0; g.chunks && i < g.ring; i++) {
    row_sums_add(&f->sums, &g.chunks[i].rows.sums);
    free(g.chunks[i].rows.bytes);
  }
  free(g.chunks);
}

/* ---- the end ---- */

const row_sums *result_file_sums(result_file *f) {
  if (f->writer.failed != 0 || f->rows.failed) return NULL;
  row_sums_add(&f->sums, &f->rows.sums);
  f->rows.sums = (row_sums){0};
  return &f->sums;
}

static void free_file(result_file *f) {
  row_format_free(f->format);
  free(f->rows.bytes);
  free(f);
}

canbao_status result_file_finish(result_file *f, char hex[65], canbao_error *error) {
  write_rows(&f->writer, &f->rows);
  return file_finish(&f->writer, hex, error);
}

canbao_status result_file_settle(result_file *f, canbao_error *error) {
  return file_settle(&f->writer, error);
}

canbao_status result_file_commit(result_file *f, canbao_error *error) {
  write_rows(&f->writer, &f->rows);
  canbao_status status = file_commit(&f->writer, error);
  free_file(f);
  return status;
}

void result_file_discard(result_file *f) {
  if (!f) return;
  file_discard(&f->writer);
  free_file(f);
}
