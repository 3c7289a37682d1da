/*
** reader.h - what one thread reads with. Its view is a roster that shares the arrays of the
** columns with the others and has dictionaries, sets, texts and problems of its own, which
** merging.c joins when all have ended. A reader takes chunks in the order of the file.
*/
#ifndef ROSTER_READER_H
#define ROSTER_READER_H

#include "roster/chunks.h"
#include "roster/columns.h"
#include "roster/headings.h"

typedef struct reader {
  roster view;
  struct roster_file file; /* the view's */
  const heading_row *heading;
  column_memo memos[SCHEMA_FIELDS_MAX];
  uint32_t *hashes; /* of ID numbers, one a row, 0 for none; shared; NULL when the file has none */
  int id_number, id_type, birth_date; /* fields, -1 when the schema has none */
  int after_birth[SCHEMA_FIELDS_MAX],
      after_birth_count; /* fields of the file that are so declared */
  bool id_is_text;       /* of the row being read: its ID cell can be checked */
  bool birth_is_blank;   /* its birth date may be taken from the ID number */
  csv_cell cells[HEADING_CELLS_MAX];
  struct block *block;
} reader;

/* White space at the ends is rare: one look at the first and the last byte says whether there may be any. */
static inline slice reader_trimmed(slice s) {
  if (s.length == 0) return s;
  unsigned char first = (unsigned char)s.at[0], last = (unsigned char)s.at[s.length - 1];
  bool clean =
      first > ' ' && first != 0xC2 && first != 0xE3 && last > ' ' && last != 0x80 && last != 0xA0;
  return clean ? s : slice_trim(s);
}

/* Is the column read from the file? The birth date may be taken from the ID number and needs no column. */
static inline bool reader_reads(const reader *rd, int f) {
  return rd->view.columns[f].present || (f == rd->birth_date && rd->id_number >= 0);
}

static inline uint32_t reader_hash(slice id) {
  uint32_t hash = (uint32_t)(text_hash(id) >> 16);
  return id.length == 0 ? 0 : hash == 0 ? 1 : hash;
}

/* row.c: the record whose cells are in rd->cells becomes a row; reports all that is wrong with it. */
void row_read(reader *rd, uint32_t row, int count);

/* block.c: the chunk's records into its rows, and their lines where the roster keeps them. */
void chunk_read(reader *rd, const chunk *c);
struct block *block_new(void);

/* merging.c: what the readers have apart into the roster. False when out of memory. */
bool readers_merge(roster *r, reader *readers, int count, const chunk_list *list, int threads);

#endif
