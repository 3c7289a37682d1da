/*
** merging.c - what the readers have apart becomes one. Codes are given anew in the order in
** which the texts first stand in the file, so that nothing tells how many readers there were.
*/
#include <stdatomic.h>
#include <stdlib.h>

#include "roster/reader.h"
#include "values/array.h"
#include "values/threads.h"

typedef struct {
  uint32_t row; /* the first that has the text or set */
  int reader;
  uint32_t code; /* that the reader has given it */
} first_met;

typedef struct {
  roster *r;
  reader *readers;
  int count, threads;
  const chunk_list *list;
  uint32_t *
      *codes; /* by field and reader, what becomes of each of its codes; NULL where they stand */
  atomic_size_t next;
} merger;

static int by_row(const void *a, const void *b) {
  const first_met *x = a, *y = b;
  if (x->row != y->row) return x->row < y->row ? -1 : 1;
  if (x->reader != y->reader) return x->reader < y->reader ? -1 : 1;
  return x->code < y->code ? -1 : x->code > y->code;
}

static bool has_codes(const roster *r, int f) {
  field_type type = r->schema->fields[f].type;
  return type == FIELD_CODED || type == FIELD_PLACE || type == FIELD_LABELS;
}

/* All readers' texts or sets of a field in the order of the file; *count is how many. NULL: out of memory. */
static first_met *in_order(const merger *m, int f, size_t *count) {
  size_t total = 0, n = 0;
  for (int i = 0; i < m->count; i++) total += m->readers[i].memos[f].first_count;
  first_met *met = malloc((total + 1) * sizeof *met);
  for (int i = 0; met != NULL && i < m->count; i++) {
    const column_memo *memo = &m->readers[i].memos[f];
    for (uint32_t code = 0; code < memo->first_count; code++)
      met[n++] = (first_met){memo->first_rows[code], i, code};
  }
  *count = n;
  if (n > 0 && met != NULL) qsort(met, n, sizeof *met, by_row);
  return met;
}

/* One reader, and it has met everything in order: what it has is what the roster has. */
static bool stands_already(merger *m, int f) {
  const column_memo *memo = &m->readers[0].memos[f];
  if (m->count > 1) return false;
  for (uint32_t i = 1; i < memo->first_count; i++) {
    if (memo->first_rows[i] < memo->first_rows[i - 1]) return false;
  }
  column *to = &m->r->columns[f], *from = &m->readers[0].view.columns[f];
  to->texts_of = from->texts_of;
  to->sets = from->sets;
  to->sets_count = from->sets_count;
  from->texts_of = NULL;
  from->sets = NULL;
  return true;
}

/* Where the reader's codes are the roster's already, as they are of a column with few texts, they stand. */
static void forget_same(uint32_t **codes, uint32_t count) {
  uint32_t same = 0;
  while (same < count && (*codes)[same] == same) same++;
  if (same < count) return;
  free(*codes);
  *codes = NULL;
}

static bool give_codes(merger *m, int f) {
  if (stands_already(m, f)) return true;
  column *to = &m->r->columns[f];
  bool sets = m->r->schema->fields[f].type == FIELD_LABELS, enough = true;
  size_t count;
  first_met *met = in_order(m, f, &count);
  dictionary *known = dictionary_new();
  for (int i = 0; i < m->count; i++) {
    uint32_t **codes = &m->codes[f * m->count + i];
    *codes = malloc(((size_t)m->readers[i].memos[f].first_count + 1) * sizeof **codes);
    enough = enough && *codes != NULL;
  }
  enough = enough && met != NULL && known != NULL;
  for (size_t i = 0; enough && i < count; i++) {
    const column *from = &m->readers[met[i].reader].view.columns[f];
    uint32_t code = sets ? column_set_index(to, known, &from->sets[met[i].code])
                         : dictionary_code(known, dictionary_text(from->texts_of, met[i].code));
    m->codes[f * m->count + met[i].reader][met[i].code] = code;
    enough = code != UINT32_MAX;
  }
  free(met);
  for (int i = 0; enough && i < m->count; i++)
    forget_same(&m->codes[f * m->count + i], m->readers[i].memos[f].first_count);
  if (sets) {
    dictionary_free(known);
  } else {
    to->texts_of = known;
  }
  return enough;
}

static void change_codes(void *payload, int worker) {
  merger *m = payload;
  (void)worker;
  for (;;) {
    size_t i = atomic_fetch_add(&m->next, 1);
    if (i >= m->list->count) break;
    const chunk *c = &m->list->at[i];
    for (int f = 0; c->rows > 0 && f < m->r->schema->count; f++) {
      const uint32_t *codes = m->codes[f * m->count + c->reader];
      if (codes == NULL || !reader_reads(&m->readers[0], f)) continue;
      uint32_t *cells = m->r->columns[f].codes + c->first_row;
      for (uint64_t k = 0; k < c->rows; k++) {
        if (cells[k] < CODE_UNKNOWN) cells[k] = codes[cells[k]];
      }
    }
  }
}

/* In the order of the chunks, which is that of the rows. */
static bool merge_problems(merger *m) {
  roster *r = m->r;
  for (size_t i = 0; i < m->list->count; i++) {
    const chunk *c = &m->list->at[i];
    const problem *from = m->readers[c->reader].view.problems;
    for (uint32_t k = c->problems_from; k < c->problems_to; k++) {
      const problem *p = &from[k];
      problem_add(r, p->row, p->field, p->kind, p->value, p->reason);
    }
  }
  return !r->file->out_of_memory;
}

bool readers_merge(roster *r, reader *readers, int count, const chunk_list *list, int threads) {
  size_t fields = (size_t)r->schema->count;
  merger m = {.r = r, .readers = readers, .count = count, .list = list};
  bool enough = true, changed = false;
  for (int i = 0; i < count; i++) {
    enough = enough && !readers[i].file.out_of_memory;
    arena_join(&r->file->texts, &readers[i].file.texts);
  }
  m.codes = calloc(fields * (size_t)count + 1, sizeof *m.codes);
  enough = enough && m.codes != NULL;
  for (int f = 0; enough && f < r->schema->count; f++) {
    if (has_codes(r, f)) enough = give_codes(&m, f);
  }
  for (size_t i = 0; enough && i < fields * (size_t)count; i++) changed |= m.codes[i] != NULL;
  if (enough && changed) threads_run(threads, change_codes, &m);
  enough = enough && merge_problems(&m);
  for (size_t i = 0; m.codes != NULL && i < fields * (size_t)count; i++) free(m.codes[i]);
  free(m.codes);
  return enough;
}
