/*
** unit_csv.c - `csv read` takes stdin as one text and prints a line per record: its line, count and
** cells; `csv quote` and `csv defuse` write each line as a cell; `file write PATH SIZE [stop|full]`,
** `file large PATH MEGABYTES`, `file read PATH`; `fault text FILE LINE ARTICLE MESSAGE`.
*/
#include <stdlib.h>
#include <string.h>

#include "unit.h"
#include "values/csv.h"
#include "values/fault.h"

#define CELLS 8

static void print_cell(csv_cell cell) {
  static const char *const flags[] = {"quoted", "doubled", "nul", "bad_quote"};
  char *text = malloc((size_t)cell.length + 1);
  if (text == NULL) return;
  for (int i = 0; i < 4; i++) {
    if (cell.flags >> i & 1) printf("  %s", flags[i]);
  }
  printf("  ");
  unit_show(slice_of(text, csv_undouble(cell, text)));
  free(text);
}

static int read_records(void) {
  size_t n = 0, space = 0;
  char *line = NULL, *text = malloc(1);
  size_t length = 0;
  for (ssize_t got; text != NULL && (got = getline(&line, &space, stdin)) > 0; length += n) {
    n = (size_t)got;
    char *more = realloc(text, length + n); /* exactly as long as what was read */
    if (more == NULL) break;
    text = more;
    memcpy(text + length, line, n);
  }
  free(line);
  csv_scanner s = csv_begin(text, length);
  csv_cell cells[CELLS];
  for (;;) {
    uint32_t at = s.line;
    int count = csv_record(&s, cells, CELLS);
    if (count < 0) break;
    printf("line %u: %d\n", (unsigned)at, count);
    for (int i = 0; i < count && i < CELLS; i++) print_cell(cells[i]);
  }
  free(text);
  return 0;
}

static int quote_lines(bool defuse) {
  size_t n;
  for (char *line; (line = unit_line(&n)) != NULL; free(line)) {
    char *buf = malloc(2 * n + 3);
    if (buf == NULL) return 1;
    unit_show(slice_of(buf, csv_quote(slice_of(line, n), defuse, buf)));
    free(buf);
  }
  return 0;
}

int unit_csv(int argc, char **argv) {
  const char *command = argc > 1 ? argv[1] : "";
  if (strcmp(command, "read") == 0) return read_records();
  if (strcmp(command, "quote") == 0) return quote_lines(false);
  if (strcmp(command, "defuse") == 0) return quote_lines(true);
  return 2;
}

static int report(const canbao_error *error) {
  char text[2048];
  puts(fault_text(error, text, sizeof text));
  return -(int)error->status;
}

static int write_file(const char *path, size_t size, const char *how) {
  file_writer w;
  canbao_error error;
  if (file_create(&w, path, &error) != CANBAO_OK) return report(&error);
  file_append_text(&w, "begin\n");
  for (size_t i = 0; i < size; i++) file_append_char(&w, (char)('a' + i % 26));
  char *block = calloc(1, size + 1);
  if (block != NULL) csv_append(&w, slice_of(memset(block, '"', size), size), true);
  free(block);
  file_append_text(&w, "\nend\n");
  if (strcmp(how, "stop") == 0) {
    file_discard(&w);
    return 0;
  }
  if (file_commit(&w, &error) != CANBAO_OK) return report(&error);
  file_discard(&w);
  return 0;
}

#define MEGABYTE ((size_t)1 << 20)

/* Every megabyte is another. Says whether the file that stands there has the SHA-256 of what was written. */
static int write_large(const char *path, unsigned megabytes) {
  file_writer w;
  file_map m;
  canbao_error error;
  char written[65], found[65];
  if (file_create(&w, path, &error) != CANBAO_OK) return report(&error);
  char *block = malloc(MEGABYTE);
  if (block == NULL) {
    file_discard(&w);
    return 1;
  }
  file_hash(&w);
  for (unsigned i = 0; i < megabytes; i++) {
    memset(block, (int)(i & 0xFF), MEGABYTE);
    memcpy(block, &i, sizeof i);
    file_append(&w, block, MEGABYTE);
  }
  free(block);
  if (file_finish(&w, written, &error) != CANBAO_OK) return report(&error);
  if (file_commit(&w, &error) != CANBAO_OK) return report(&error);
  if (file_map_open(&m, path, &error) != CANBAO_OK) return report(&error);
  sha256_of(m.at, m.length, found);
  printf("%zu MB, %s\n", m.length / MEGABYTE,
         strcmp(written, found) == 0 ? "as written" : "spoilt");
  file_map_close(&m);
  return 0;
}

int unit_file(int argc, char **argv) {
  if (argc > 3 && strcmp(argv[1], "large") == 0)
    return write_large(argv[2], (unsigned)strtoul(argv[3], NULL, 10));
  if (argc > 3 && strcmp(argv[1], "write") == 0) {
    return write_file(argv[2], strtoul(argv[3], NULL, 10), argc > 4 ? argv[4] : "");
  }
  if (argc > 2 && strcmp(argv[1], "read") == 0) {
    file_map m;
    canbao_error error;
    if (file_map_open(&m, argv[2], &error) != CANBAO_OK) return report(&error);
    printf("%zu bytes\n", m.length);
    file_map_close(&m);
    return 0;
  }
  return 2;
}

int unit_fault(int argc, char **argv) {
  if (argc < 6) return 2;
  canbao_error error;
  fault_at(&error, CANBAO_SCRIPT, argv[2], atoi(argv[3]), "%s", argv[5]);
  snprintf(error.article, sizeof error.article, "%s", argv[4]);
  return report(&error);
}
