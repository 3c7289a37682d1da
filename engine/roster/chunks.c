/*
** chunks.c - each piece is counted as if a record began at the first line behind its cut.
** That is so unless a cell in quotes holds the cut and a line end; whether it was so is
** known once the piece before has been counted, and where it was not, it is counted again.
*/
#include "roster/chunks.h"

#include <stdlib.h>

#include "values/csv.h"
#include "values/csv_scan.h"
#include "values/utf8.h"

/* Where the chunk is cut off from the one before. */
static const char *cut_of(const chunk_list *list, size_t i) {
  size_t length = (size_t)(list->end - list->text);
  return i * list->bytes >= length ? list->end : list->text + i * list->bytes;
}

/* The same, moved on to the beginning of a character, if the text is UTF-8 there. */
static const char *character_cut(const chunk_list *list, size_t i) {
  const char *p = cut_of(list, i);
  for (int k = 0; k < 3 && p > list->text && p < list->end && ((unsigned char)*p & 0xC0) == 0x80;
       k++)
    p++;
  return p;
}

/* Count record by record, from c->from to the first one that begins at the cut or behind it. */
static void count_records(chunk *c, const char *cut, const char *end) {
  csv_scanner s = csv_begin(c->from, (size_t)(end - c->from));
  csv_cell first;
  c->rows = 0;
  while (s.at < cut) {
    int count = csv_record(&s, &first, 1);
    if (count < 0) break;
    c->rows += !csv_is_blank_line(&first, count);
  }
  c->to = s.at;
  bool ended = c->to == c->from || c->to[-1] == '\n' || c->to[-1] == '\r';
  c->lines = s.line - 1 + !ended; /* the text's last line is one too */
}

static void count(chunk *c, const char *cut, const char *end) {
  c->to = c->from < cut ? csv_line_start(c->from, cut, end) : c->from;
  csv_counts counted = csv_count(c->from, c->to);
  if (counted.odd) {
    count_records(c, cut, end);
  } else {
    c->rows = counted.records - counted.blank;
    c->lines = counted.records;
  }
}

void chunks_count(chunk_list *list) {
  for (;;) {
    size_t i = atomic_fetch_add(&list->next, 1);
    if (i >= list->count) break;
    chunk *c = &list->at[i];
    const char *from = character_cut(list, i), *cut = cut_of(list, i + 1);
    c->valid = utf8_valid(from, (size_t)(character_cut(list, i + 1) - from));
    /* None in a piece that one line runs through: so each byte is looked at a few times, however long the line. */
    c->from = csv_line_start(list->text, cut_of(list, i), cut);
    count(c, cut, list->end);
  }
}

bool chunks_begin(chunk_list *out, const char *text, size_t length, size_t bytes) {
  *out = (chunk_list){.bytes = bytes, .text = text, .end = text + length};
  out->count = length / bytes + 1;
  out->at = calloc(out->count, sizeof *out->at);
  return out->at != NULL;
}

void chunks_free(chunk_list *list) {
  free(list->at);
  *list = (chunk_list){.at = NULL};
}

size_t chunks_valid_prefix(const chunk_list *list) {
  for (size_t i = 0; i < list->count; i++) {
    if (list->at[i].valid) continue;
    const char *from = character_cut(list, i);
    return (size_t)(from - list->text) + utf8_valid_prefix(from, (size_t)(list->end - from));
  }
  return (size_t)(list->end - list->text);
}

uint64_t chunks_settle(chunk_list *list, const char *from, uint64_t line) {
  uint64_t rows = 0;
  for (size_t i = 0; i < list->count; i++) {
    chunk *c = &list->at[i];
    if (c->from != from) {
      c->from = from;
      count(c, cut_of(list, i + 1), list->end);
    }
    c->first_row = rows;
    c->line = line;
    rows += c->rows;
    line += c->lines;
    from = c->to;
  }
  return rows;
}
