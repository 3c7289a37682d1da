/*
** csv_fuzz.c - any bytes as CSV: records must cover the text, cells must lie within it, and a cell
** that is written and read again must be the same. Build: clang -fsanitize=fuzzer,address,undefined.
*/
#include <stdlib.h>

#include "values/csv.h"

#define CELLS 64

static void require(bool holds) {
  if (!holds) abort();
}

/* Written between two others, so that what it would do to its neighbours is seen. */
static void write_and_read(const char *text, size_t n) {
  char *line = malloc(2 * n + 16);
  if (line == NULL) return;
  size_t length = 2;
  memcpy(line, "a,", 2);
  length += csv_quote(slice_of(text, n), false, line + length);
  memcpy(line + length, ",b\n", 3);
  csv_scanner s = csv_begin(line, length + 3);
  csv_cell cells[3];
  require(csv_record(&s, cells, 3) == 3);
  char *back = malloc((size_t)cells[1].length + 1);
  if (back != NULL) {
    size_t back_n = csv_undouble(cells[1], back);
    require(back_n == n && memcmp(back, text, n) == 0);
  }
  require(csv_record(&s, cells, 3) == -1);
  free(back);
  free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *text = (const char *)data;
  csv_scanner s = csv_begin(text, size);
  csv_cell cells[CELLS];
  uint32_t line = 1;
  for (;;) {
    const char *before = s.at;
    int count = csv_record(&s, cells, CELLS);
    if (count < 0) break;
    require(s.at > before && s.at <= text + size && s.line >= line);
    line = s.line;
    for (int i = 0; i < count && i < CELLS; i++) {
      require(cells[i].at >= before && cells[i].at + cells[i].length <= s.at);
    }
  }
  require(s.at == text + size);
  if (size > 0 && size < CSV_CELL_MAX / 2 && data[size - 1] != '\0') write_and_read(text, size);
  return 0;
}
