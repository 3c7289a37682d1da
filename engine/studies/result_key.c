/* result_key.c - see result_key.h. */
#include "studies/result_key.h"

#include <string.h>

#include "values/csv.h"

#define CELLS_MAX 512

/* Strictest first, as row_align takes them: whose row it is counts before what it says. */
enum { WHOLE, OWN, LETTERS };

static slice text_of(csv_cell cell, char *buf) {
  if (!(cell.flags & CSV_DOUBLED) || cell.length > CSV_CELL_MAX)
    return slice_of(cell.at, cell.length);
  return slice_of(buf, csv_undouble(cell, buf));
}

/* Never 0, which is no key. */
static uint64_t joined(uint64_t key, int place, uint64_t hash) {
  key = (key ^ hash ^ (uint64_t)place << 48) * UINT64_C(1099511628211);
  return key ? key : 1;
}

/* A text of letters, without a mark of text around it; empty for days, numbers and what may be one. Capitals are small. */
static size_t letters_of(slice text, char *buf) {
  size_t n = 0;
  if (text.length >= 3 && memcmp(text.at, "=\"", 2) == 0)
    text = slice_of(text.at + 2, text.length - 3);
  if (text.length && strchr("'=+-.", text.at[0])) text = slice_of(text.at + 1, text.length - 1);
  if (text.length && text.at[0] >= '0' && text.at[0] <= '9') return 0;
  for (size_t i = 0; i < text.length; i++) {
    char c = text.at[i];
    buf[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
  }
  return n;
}

row_key result_key(slice record, const result_columns *columns) {
  csv_cell cells[CELLS_MAX];
  char text_buf[CSV_CELL_MAX], letters[CSV_CELL_MAX];
  row_key key = {{0}};
  csv_scanner s = csv_begin(record.at, record.length);
  int n = csv_record(&s, cells, CELLS_MAX);
  for (int i = 0; i < n && i < CELLS_MAX; i++) {
    slice text = text_of(cells[i], text_buf);
    if (text.length == 0) continue;
    uint64_t hash = text_hash(text);
    key.at[WHOLE] = joined(key.at[WHOLE], i, hash);
    if (i >= columns->count || column_is_own(&columns->at[i]))
      key.at[OWN] = joined(key.at[OWN], i, hash);
    size_t length = text.length > CSV_CELL_MAX ? 0 : letters_of(text, letters);
    if (length) key.at[LETTERS] = joined(key.at[LETTERS], i, text_hash(slice_of(letters, length)));
  }
  return key;
}
