/*
** block.c - rows a hundred at a time. Marks found 64 bytes at a time say where every cell is;
** then each column is filled from top to bottom, in a loop made for its type. A row that has
** a quote in it, or anything to report, is left to row.c, in its turn.
*/
#include <stdlib.h>
#include <string.h>

#include "roster/block.h"
#include "roster/id_number.h"
#include "roster/marks.h"
#include "roster/no_resident.h"
#include "roster/reader.h"
#include "values/csv_scan.h"
#include "values/date.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

struct block *block_new(void) {
  return malloc(sizeof(struct block));
}

/* ---- where the rows are ---- */

/* The cell that this mark ends. */
ALWAYS_INLINE slice cell_between(const struct block *b, const uint32_t *mark) {
  uint32_t from = mark[-1] + 1;
  return slice_of(b->base + from, mark[0] - from);
}

/* Might the row with these marks be no resident? It has no ID number then. What row.c finds to be none always may be,
** so that no column has met its texts. */
static bool may_be_no_resident(const reader *rd, const uint32_t *marks) {
  const struct block *b = rd->block;
  const heading_row *h = rd->heading;
  int id = rd->id_number < 0 ? -1 : h->positions[rd->id_number];
  bool blank = true;
  if (rd->id_number < 0) return false;
  if (id >= 0) {
    slice number = cell_between(b, marks + id);
    if (number.length > 0 && (unsigned char)number.at[0] <= '9' && number.at[0] >= '0')
      return false;
  }
  if (slice_equal(reader_trimmed(cell_between(b, marks)), h->texts[0])) return true;
  for (int place = 0; place < h->count && (blank || place < TOTAL_CELLS); place++) {
    slice cell = reader_trimmed(cell_between(b, marks + place));
    if (place < TOTAL_CELLS && is_total_word(cell)) return true;
    blank = blank && cell.length == 0;
  }
  return blank;
}

/* The record whose marks are first .. last, the last one being its LF: a row, unless it is a blank line. */
static void add_record(reader *rd, uint32_t first, uint32_t last) {
  struct block *b = rd->block;
  const uint32_t *m = b->marks;
  uint32_t cells = last - first + 1, begins = m[first - 1] + 1, row = b->rows;
  const uint32_t count = (uint32_t)rd->heading->count, width = (uint32_t)rd->heading->width;
  if (cells > 1 && b->base[m[last - 1]] == '\r') cells--; /* CR LF: two marks */
  if (cells == 1 && csv_line_is_blank(b->base + begins, b->base + m[last])) {
    b->line++;
    return;
  }
  bool right = cells == count || (cells > count && cells <= width);
  for (uint32_t i = count; i < cells && right; i++) right = m[first + i] == m[first + i - 1] + 1;
  b->begins[row] = begins;
  b->lines[row] = b->line++;
  b->slow[row] = !right || rd->file.damaged || may_be_no_resident(rd, m + first);
  if (!b->slow[row]) {
    b->cells[b->fast_count] = m + first;
    b->fast[b->fast_count++] = (uint8_t)row;
  }
  b->rows++;
}

/* The record at `at`, which has something odd in it. Returns where the next one begins. */
static const char *add_odd(reader *rd, const char *at, const char *end) {
  struct block *b = rd->block;
  csv_scanner s = {at, end, b->line};
  int count = csv_record(&s, rd->cells, 1);
  if (!csv_is_blank_line(&rd->cells[0], count)) {
    uint32_t row = b->rows++;
    b->begins[row] = (uint32_t)(at - b->base);
    b->lines[row] = b->line;
    b->slow[row] = true;
  }
  b->line = s.line;
  return s.at;
}

/* Take up rows from `at` on, until the block is full or the chunk is at its end; returns where the next begins. */
static const char *gather(reader *rd, const char *at, const chunk *c) {
  struct block *b = rd->block;
  b->base = at;
  b->rows = b->fast_count = b->marks_count = 0;
  while (b->rows < BLOCK_ROWS && at < c->to && at - b->base < BLOCK_BYTES) {
    if (b->marks_count + CSV_STEP + 2 > BLOCK_MARKS) break;
    uint32_t first = b->marks_count + 1;
    b->marks[b->marks_count] = (uint32_t)(at - b->base) - 1; /* as if a mark stood before the row */
    csv_marks m = {.marks = b->marks,
                   .ends = b->ends,
                   .count = first,
                   .space = BLOCK_MARKS - 1,
                   .ends_most = BLOCK_ROWS - b->rows};
    bool whole = csv_mark(&m, b->base, at, c->to);
    if (whole && c->to[-1] != '\n') { /* the text's last record, without a line end */
      m.ends[m.ends_count++] = m.count;
      m.marks[m.count++] = (uint32_t)(c->to - b->base);
    }
    uint32_t most = BLOCK_ROWS - b->rows;
    if (m.ends_count > most) m.ends_count = most;
    for (uint32_t i = 0; i < m.ends_count; i++) {
      add_record(rd, first, m.ends[i]);
      first = m.ends[i] + 1;
    }
    if (m.ends_count > 0) {
      b->marks_count = first;
      at = b->base + m.marks[first - 1] + 1;
      if (at > c->to) at = c->to;
    } else if (b->rows > 0 && m.count + CSV_STEP > m.space) {
      break; /* there is no more room for its marks */
    } else {
      at = add_odd(rd, at, rd->file.text + rd->file.length);
    }
  }
  return at;
}

/* ---- columns ---- */

/* The cell of the i-th fast row in the file's column. */
ALWAYS_INLINE slice cell_at(const struct block *b, uint32_t i, int place) {
  return cell_between(b, b->cells[i] + place);
}

/* There is something in the text that row.c reports, whatever its type makes of it. */
static bool is_marked(const field *f, slice text) {
  return marks_may_be(text) && (marks_are_in(text) || text_oddity(f, text) != NULL);
}

/* Not in the common form: trimmed, blank, written otherwise, or to be reported. */
static __attribute__((noinline)) void put_other(reader *rd, int f, uint32_t row, slice cell) {
  struct block *b = rd->block;
  slice text = reader_trimmed(cell);
  if (text.length == 0) {
    column_put_blank(&rd->view, f, b->first + row);
  } else if (is_marked(&rd->view.schema->fields[f], text) ||
             !column_try(&rd->view, f, &rd->memos[f], b->first + row, text)) {
    b->slow[row] = true;
  }
}

ALWAYS_INLINE uint64_t eight_bytes(const char *s) {
  uint64_t word;
  memcpy(&word, s, 8);
  return word;
}

/* The last n bytes of a word, 1 to 7 of them, the others made 0. */
ALWAYS_INLINE uint64_t last_bytes(uint64_t word, uint32_t n) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  return word << (64 - 8 * n);
#else
  return word >> (64 - 8 * n);
#endif
}

/* The bytes that a text is known by. False where the eight before its end or behind its beginning are not all the file's. */
ALWAYS_INLINE bool ends_of(slice text, const char *from, const char *to, uint64_t *head,
                           uint64_t *tail) {
  if (to - text.at < 8 || text.at + text.length - from < 8) return false;
  *head = eight_bytes(text.at);
  *tail = eight_bytes(text.at + text.length - 8);
  if (text.length < 8) *head = *tail = last_bytes(*tail, text.length);
  return true;
}

/* The place where such a text stands among those met lately. */
ALWAYS_INLINE known_text *place_of(known_text *known, uint64_t head, uint64_t tail, uint32_t n) {
  uint64_t hash = (head ^ (tail >> 32 | tail << 32) ^ n) * UINT64_C(0x9E3779B97F4A7C15);
  return &known[hash >> 58];
}

ALWAYS_INLINE bool is_same(const known_text *known, slice text, uint64_t head, uint64_t tail) {
  const uint32_t n = text.length;
  if (known->length != n || known->head != head || known->tail != tail) return false;
  if (n <= 16) return true;
  if (n > 32) return memcmp(known->at + 8, text.at + 8, n - 16) == 0;
  return eight_bytes(known->at + 8) == eight_bytes(text.at + 8) &&
         eight_bytes(known->at + n - 16) == eight_bytes(text.at + n - 16);
}

/* Texts that have codes: nearly every one has been met among the last few. */
ALWAYS_INLINE void put_codes(reader *rd, int f, int place, uint32_t blank, bool labels) {
  const struct block *b = rd->block;
  const column *c = &rd->view.columns[f];
  const char *from = rd->file.text, *to = from + rd->file.length;
  known_text *known = rd->memos[f].known;
  uint32_t *codes = labels ? NULL : c->codes + b->first;
  uint16_t *its_labels = labels ? c->labels + b->first : NULL;
  const uint32_t count = b->fast_count;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t row = b->fast[i], code = blank;
    slice cell = cell_at(b, i, place);
    uint64_t head, tail;
    if (cell.length > 0) {
      bool has_ends = ends_of(cell, from, to, &head, &tail);
      known_text *k = has_ends ? place_of(known, head, tail, cell.length) : NULL;
      if (!has_ends || !is_same(k, cell, head, tail)) {
        put_other(rd, f, row, cell);
        if (has_ends && !b->slow[row] && reader_trimmed(cell).length == cell.length)
          *k =
              (known_text){head, tail, cell.at, cell.length, labels ? its_labels[row] : codes[row]};
        continue;
      }
      code = k->code;
    }
    if (labels) {
      its_labels[row] = (uint16_t)code;
    } else {
      codes[row] = code;
    }
  }
}

static void put_texts(reader *rd, int f, int place, text_ref *texts) {
  struct block *b = rd->block;
  const char *blank = rd->view.schema->fields[f].blank_unknown ? NULL : "";
  for (uint32_t i = 0; i < b->fast_count; i++) {
    uint32_t row = b->fast[i];
    slice text = reader_trimmed(cell_at(b, i, place));
    if (text.length == 0) text.at = blank;
    if (f != rd->id_number && marks_may_be(text) && is_marked(&rd->view.schema->fields[f], text))
      b->slow[row] = true;
    if (!text_ref_make(text, &texts[b->first + row]))
      texts[b->first + row] = column_text(&rd->view, text);
  }
}

static void put_dates(reader *rd, int f, int place, int32_t *dates) {
  const struct block *b = rd->block;
  int32_t blank = rd->view.schema->fields[f].blank_unknown ? DATE_UNKNOWN : DATE_NONE;
  for (uint32_t i = 0; i < b->fast_count; i++) {
    uint32_t row = b->fast[i];
    slice cell = cell_at(b, i, place);
    if (cell.length == 0) {
      dates[b->first + row] = blank;
    } else if (cell.length != 10 || !date_from_iso(cell.at, &dates[b->first + row])) {
      put_other(rd, f, row, cell);
    }
  }
}

static void put_flags(reader *rd, int f, int place, uint8_t *flags) {
  const struct block *b = rd->block;
  uint8_t blank = rd->view.schema->fields[f].blank_unknown ? FLAG_UNKNOWN : FLAG_NO;
  for (uint32_t i = 0; i < b->fast_count; i++) {
    uint32_t row = b->fast[i];
    slice cell = cell_at(b, i, place);
    if (cell.length == 0) {
      flags[b->first + row] = blank;
    } else if (cell.length == 3 && memcmp(cell.at, "是", 3) == 0) {
      flags[b->first + row] = FLAG_YES;
    } else if (cell.length == 3 && memcmp(cell.at, "否", 3) == 0) {
      flags[b->first + row] = FLAG_NO;
    } else {
      put_other(rd, f, row, cell);
    }
  }
}

static void put_money(reader *rd, int f, int place, int64_t *fen) {
  const struct block *b = rd->block;
  int64_t blank = rd->view.schema->fields[f].blank_unknown ? MONEY_UNKNOWN : MONEY_NONE;
  for (uint32_t i = 0; i < b->fast_count; i++) {
    uint32_t row = b->fast[i], digits = 0;
    slice cell = cell_at(b, i, place);
    int64_t yuan = 0; /* of nine digits at most: no more than cell_money takes */
    while (digits < cell.length && (unsigned char)(cell.at[digits] - '0') <= 9 && digits < 9)
      yuan = yuan * 10 + (cell.at[digits++] - '0');
    if (cell.length == 0) {
      fen[b->first + row] = blank;
    } else if (digits == cell.length) {
      fen[b->first + row] = yuan * 100;
    } else {
      put_other(rd, f, row, cell);
    }
  }
}

static void put_numbers(reader *rd, int f, int place, int32_t *numbers) {
  const struct block *b = rd->block;
  const field *declared = &rd->view.schema->fields[f];
  int32_t blank = declared->blank_unknown ? NUMBER_UNKNOWN : NUMBER_NONE;
  for (uint32_t i = 0; i < b->fast_count; i++) {
    uint32_t row = b->fast[i];
    slice cell = cell_at(b, i, place);
    int digit = cell.length == 1 ? cell.at[0] - '0' : -1;
    if (cell.length == 0) {
      numbers[b->first + row] = blank;
    } else if (digit >= 0 && digit <= 9 && digit >= declared->minimum &&
               digit <= declared->maximum) {
      numbers[b->first + row] = digit;
    } else {
      put_other(rd, f, row, cell);
    }
  }
}

static void put_column(reader *rd, int f, int place) {
  column *c = &rd->view.columns[f];
  const field *declared = &rd->view.schema->fields[f];
  bool unknown = declared->blank_unknown;
  switch (declared->type) {
    case FIELD_TEXT: put_texts(rd, f, place, c->texts); break;
    case FIELD_CODED:
    case FIELD_PLACE: put_codes(rd, f, place, unknown ? CODE_UNKNOWN : CODE_NONE, false); break;
    case FIELD_LABELS: put_codes(rd, f, place, unknown ? CODE_UNKNOWN : 0, false); break;
    case FIELD_LABEL:
      put_codes(rd, f, place,
                declared->role == ROLE_ID_TYPE ? 0
                : unknown                      ? LABEL_UNKNOWN
                                               : LABEL_NONE,
                true);
      break;
    case FIELD_DATE: put_dates(rd, f, place, c->dates); break;
    case FIELD_FLAG: put_flags(rd, f, place, c->flags); break;
    case FIELD_MONEY: put_money(rd, f, place, c->fen); break;
    case FIELD_NUMBER: put_numbers(rd, f, place, c->numbers); break;
  }
}

static void put_extras(reader *rd, int place, int extra) {
  const struct block *b = rd->block;
  for (uint32_t i = 0; i < b->fast_count; i++) {
    uint32_t row = b->fast[i];
    size_t at = (size_t)(b->first + row) * (size_t)rd->view.extra_count + (size_t)extra;
    rd->view.extra[at] = cell_at(b, i, place);
  }
}

/* ---- what a row's cells say about each other ---- */

/* As row.c's check_id; false where that would have something to report or to mend. */
ALWAYS_INLINE bool id_is_plain(slice id, int label, int32_t *born) {
  *born = id.at == NULL ? DATE_UNKNOWN : DATE_NONE;
  if (id.at == NULL || id.length == 0) return true;
  if (label == 0) return id_number_check(id, born) == ID_GOOD;
  *born = DATE_UNKNOWN;
  if (marks_may_be(id)) return false; /* row.c looks what it is */
  bool wide = false;
  for (uint32_t i = 0; i < id.length; i++) wide |= (id.at[i] & 0x80) != 0;
  return !wide && id.at[id.length - 1] != 'x';
}

/* Is any day before the birth date? */
ALWAYS_INLINE bool is_before_birth(const reader *rd, uint32_t at, int32_t born) {
  bool before = false;
  for (int k = 0; k < rd->after_birth_count; k++) {
    int32_t day = rd->view.columns[rd->after_birth[k]].dates[at];
    before |= day > DATE_UNKNOWN && day < born;
  }
  return before;
}

static void settle(reader *rd) {
  struct block *b = rd->block;
  const roster *r = &rd->view;
  const text_ref *ids = r->columns[rd->id_number].present ? r->columns[rd->id_number].texts : NULL;
  const uint16_t *labels = rd->id_type < 0 ? NULL : r->columns[rd->id_type].labels;
  if (labels != NULL && !r->columns[rd->id_type].present) labels = NULL;
  int32_t *dates = rd->birth_date < 0 ? NULL : r->columns[rd->birth_date].dates;
  bool dates_are_read = dates != NULL && r->columns[rd->birth_date].present;
  for (uint32_t i = 0; i < b->fast_count; i++) {
    uint32_t row = b->fast[i], at = b->first + row;
    int32_t from_id = DATE_NONE;
    if (b->slow[row]) continue;
    if (dates != NULL && !dates_are_read) column_put_blank(&rd->view, rd->birth_date, at);
    if (ids != NULL) {
      slice id = text_ref_slice(ids[at]);
      if (!id_is_plain(id, labels == NULL ? 0 : labels[at], &from_id)) b->slow[row] = true;
      rd->hashes[at] = reader_hash(id);
    }
    if (dates == NULL) continue;
    if (from_id == DATE_NONE) {
      /* it stands as it is */
    } else if (!date_in_range(dates[at])) {
      dates[at] = from_id; /* it is blank: one that cannot be read has made the row slow */
    } else if (date_in_range(from_id) && dates[at] != from_id) {
      b->slow[row] = true;
    }
    b->slow[row] |= is_before_birth(rd, at, dates[at]);
  }
}

/* ---- blocks ---- */

static void read_slow(reader *rd) {
  struct block *b = rd->block;
  for (uint32_t row = 0; row < b->rows; row++) {
    if (!b->slow[row]) continue;
    const char *at = b->base + b->begins[row];
    csv_scanner s = {at, rd->file.text + rd->file.length, b->lines[row]};
    int count = csv_record(&s, rd->cells, HEADING_CELLS_MAX);
    row_read(rd, b->first + row, count);
  }
}

static void read_block(reader *rd) {
  struct block *b = rd->block;
  const heading_row *h = rd->heading;
  int extra = 0;
  for (int i = 0; i < h->count; i++) {
    if (h->fields[i] < 0) {
      put_extras(rd, i, extra++);
    } else {
      put_column(rd, h->fields[i], i);
    }
  }
  if (rd->id_number >= 0) settle(rd);
  read_slow(rd);
  if (rd->view.lines != NULL) {
    memcpy(rd->view.lines + b->first, b->lines, b->rows * sizeof *b->lines);
  }
}

void chunk_read(reader *rd, const chunk *c) {
  struct block *b = rd->block;
  const uint64_t end = c->first_row + c->rows;
  b->first = (uint32_t)c->first_row;
  b->line = (uint32_t)c->line;
  for (const char *at = c->from; at < c->to;) {
    at = gather(rd, at, c);
    if (b->first + (uint64_t)b->rows > end) abort(); /* NEVER: counted otherwise than read */
    read_block(rd);
    b->first += b->rows;
  }
  if (b->first != end) abort(); /* NEVER: the rows missing would not be set */
}
