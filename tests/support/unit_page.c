/*
** unit_page.c - `page line FILE people|money CHOSEN` writes a page with one line chart of the points on stdin, a label and
** a value on each line; `page text FILE` one paragraph for each line of stdin; `page number` what a value in fen, one a
** line, looks like: exact, with its sign, rounded to its unit.
*/
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/page_frame.h"
#include "studies/page_line.h"
#include "studies/page_number.h"
#include "unit.h"

#define POINTS_MAX 200

static void begin(page_writer *w, const char *title) {
  page_frame_begin(w, title);
  page_open(w, "main", NULL);
}

static int end(page_writer *w) {
  canbao_error error;
  page_close(w);
  page_frame_end(w);
  return page_commit(w, &error) == CANBAO_OK ? 0 : 4;
}

/* The next line of stdin as a C string, which unit_line's is not; NULL at the end. */
static char *next_line(void) {
  size_t n;
  char *at = unit_line(&n);
  char *copy = at ? malloc(n + 1) : NULL;
  if (copy) {
    memcpy(copy, at, n);
    copy[n] = '\0';
  }
  free(at);
  return copy;
}

static int line(page_writer *w, bool money, int chosen) {
  char *labels[POINTS_MAX];
  int64_t values[POINTS_MAX];
  int count = 0;
  for (char *text; count < POINTS_MAX && (text = next_line()) != NULL; count++) {
    char *space = strchr(text, ' ');
    values[count] = space ? strtoll(space, NULL, 10) : 0;
    if (space) *space = '\0';
    labels[count] = text;
  }
  page_chart chart = {.id = "sweep",
                      .title = "A measure over a parameter",
                      .summary = "What a reader hears.",
                      .money = money,
                      .series = {"scenario", "chosen"},
                      .below = "A line below."};
  begin(w, chart.title);
  page_lines lines = {.labels = (const char *const *)labels,
                      .count = count,
                      .curves = {{.values = values}},
                      .curves_count = 1,
                      .chosen = chosen};
  page_line(w, &chart, &lines);
  for (int i = 0; i < count; i++) free(labels[i]);
  return end(w);
}

static int text(page_writer *w) {
  begin(w, "Texts");
  for (char *at; (at = next_line()) != NULL; free(at)) {
    page_open(w, "p", "title", at, NULL);
    page_text(w, at);
    page_close(w);
  }
  return end(w);
}

static int numbers(void) {
  char exact[PAGE_NUMBER], sign[PAGE_NUMBER], compact[PAGE_NUMBER];
  for (char *at; (at = next_line()) != NULL; free(at)) {
    int64_t v = strtoll(at, NULL, 10);
    printf("%s %s %s\n", page_number(v, true, exact), page_signed(v, true, sign),
           page_compact(v, true, false, compact));
  }
  return 0;
}

int unit_page(int argc, char **argv) {
  page_writer w;
  canbao_error error;
  if (argc == 2 && strcmp(argv[1], "number") == 0) return numbers();
  if (argc < 3 || page_create(&w, argv[2], &error) != CANBAO_OK) return 2;
  if (argc == 5 && strcmp(argv[1], "line") == 0)
    return line(&w, strcmp(argv[3], "money") == 0, (int)strtol(argv[4], NULL, 10));
  return text(&w);
}
