/*
** reading.c - record by record: each cell to its column, then what cells of one row say
** about each other (document, ID number, birth date). Every record below the heading row
** becomes a row, however broken; only wholly blank lines do not.
*/
#include "roster/reading.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "roster/columns.h"
#include "roster/headings.h"
#include "roster/id_number.h"
#include "values/array.h"
#include "values/date.h"
#include "values/message.h"

#define ROWS_FIRST 1024
#define ROWS_MOST (UINT32_C(1) << 31)
#define ROWS_BETWEEN_PROGRESS 8192

typedef struct {
  roster *r;
  csv_scanner scanner;
  heading_row heading;
  column_memo memos[SCHEMA_FIELDS_MAX];
  uint32_t space;   /* rows that there is room for */
  uint32_t *hashes; /* of ID numbers, one a row, 0 for none; NULL when the file has none */
  int id_number, id_type, birth_date; /* fields, -1 when the schema has none */
  bool id_is_text;                    /* of the row being read: its ID cell can be checked */
  bool birth_is_blank;                /* its birth date may be taken from the ID number */
  csv_cell cells[HEADING_CELLS_MAX];
} reader;

/* ---- room ---- */

/* Columns of the file, and the birth date, which may be taken from the ID number without one. */
static bool is_read(const reader *rd, int f) {
  return rd->r->columns[f].present || (f == rd->birth_date && rd->id_number >= 0);
}

/* Rows: of the file's columns, and of what is kept beside them. */
static bool reserve(reader *rd, uint32_t space) {
  roster *r = rd->r;
  void *more;
  for (int f = 0; f < r->schema->count; f++) {
    if (is_read(rd, f) && !column_reserve(r, f, &rd->memos[f], space)) return false;
  }
  size_t extras = (size_t)space * (size_t)r->extra_count;
  if (r->extra_count > 0 && !ARRAY_RESIZE(r->extra, extras, more)) return false;
  if (r->lines != NULL && !ARRAY_RESIZE(r->lines, space, more)) return false;
  if (rd->id_number >= 0 && r->columns[rd->id_number].present &&
      !ARRAY_RESIZE(rd->hashes, space, more)) {
    return false;
  }
  rd->space = space;
  return true;
}

static canbao_status make_room(reader *rd, canbao_error *error) {
  if (rd->r->rows < rd->space) return CANBAO_OK;
  if (rd->r->rows >= ROWS_MOST) {
    return fault_at(error, CANBAO_LIMIT, rd->r->file->name, (int)rd->scanner.line,
                    _("The file has more than %u rows; split it."), (unsigned)ROWS_MOST);
  }
  uint32_t space = rd->space == 0 ? ROWS_FIRST : rd->space * 2;
  return reserve(rd, space) ? CANBAO_OK : fault(error, CANBAO_LIMIT, _("Memory ran out."));
}

/* Rows begin on consecutive lines until one does not: only then is each one's line kept. */
static void note_line(reader *rd, uint32_t line) {
  roster *r = rd->r;
  void *more;
  if (r->rows == 0) r->first_line = line;
  if (r->lines == NULL) {
    if (line == r->first_line + r->rows) return;
    if (!ARRAY_RESIZE(r->lines, rd->space, more)) {
      r->file->out_of_memory = true;
      return;
    }
    for (uint32_t i = 0; i < r->rows; i++) r->lines[i] = r->first_line + i;
  }
  r->lines[r->rows] = line;
}

/* ---- cells ---- */

/* White space at the ends is rare: one look at the first and the last byte says whether there may be any. */
static inline slice trimmed(slice s) {
  if (s.length == 0) return s;
  unsigned char first = (unsigned char)s.at[0], last = (unsigned char)s.at[s.length - 1];
  bool clean =
      first > ' ' && first != 0xC2 && first != 0xE3 && last > ' ' && last != 0x80 && last != 0xA0;
  return clean ? s : slice_trim(s);
}

static bool is_text(const reader *rd, csv_cell cell) {
  if (cell.flags & CSV_NUL) return false;
  return !rd->r->file->damaged || utf8_valid(cell.at, cell.length);
}

/* The cell as it can be shown, kept by the roster. */
static slice escaped(reader *rd, slice text) {
  char shown[256];
  text_display(text, shown, sizeof shown);
  slice copy = arena_copy(&rd->r->file->texts, slice_of(shown, strlen(shown)));
  if (copy.at != NULL) return copy;
  rd->r->file->out_of_memory = true;
  return slice_of("", 0);
}

/* Bytes that are not text: a text keeps what can be shown of it, anything else is unknown. */
static void put_bytes(reader *rd, int f, slice raw) {
  roster *r = rd->r;
  char reason[512], shown[256];
  snprintf(reason, sizeof reason, _("the cell holds bytes that are not text: “%s”"),
           text_display(raw, shown, sizeof shown));
  slice value = escaped(rd, raw);
  problem_add(r, r->rows, f, PROBLEM_ENCODING, value, reason);
  if (f < 0) return;
  column_put_unknown(r, f, r->rows);
  if (r->schema->fields[f].type == FIELD_TEXT) r->columns[f].texts[r->rows] = value;
  if (f == rd->id_number) rd->id_is_text = false;
}

/* A cell that opens with a quote and does not close it: only a text can be kept with its quote. */
static void put_bad_quote(reader *rd, int f, slice text) {
  roster *r = rd->r;
  problem_add(
      r, r->rows, f, PROBLEM_UNREADABLE, text,
      _("the cell begins with a quote that is not closed; close it, or write the quote twice "
        "within quotes"));
  if (f < 0) return;
  column_put_unknown(r, f, r->rows);
  if (r->schema->fields[f].type == FIELD_TEXT) r->columns[f].texts[r->rows] = text;
  if (f == rd->id_number) rd->id_is_text = false;
}

static void put_field(reader *rd, int f, csv_cell cell) {
  roster *r = rd->r;
  slice raw = slice_of(cell.at, cell.length);
  if ((cell.flags & CSV_NUL) || r->file->damaged) {
    if (!is_text(rd, cell)) {
      put_bytes(rd, f, raw);
      return;
    }
  }
  slice text = trimmed(cell.flags & CSV_DOUBLED ? heading_cell_text(r, cell) : raw);
  if (text.length == 0) {
    column_put_blank(r, f, r->rows);
    if (f == rd->birth_date) rd->birth_is_blank = true;
  } else if (cell.flags & CSV_BAD_QUOTE) {
    put_bad_quote(rd, f, text);
  } else {
    column_put(r, f, &rd->memos[f], r->rows, text);
  }
}

static void put_extra(reader *rd, slice *to, csv_cell cell) {
  assert(to != NULL); /* there is room for one wherever the heading row has one */
  *to = slice_of(cell.at, cell.length);
  if (!is_text(rd, cell)) {
    put_bytes(rd, -1, *to);
    *to = escaped(rd, *to);
  } else if (cell.flags & CSV_DOUBLED) {
    *to = heading_cell_text(rd->r, cell);
  }
}

/* ---- what a row's cells say about each other ---- */

static void mend_id(reader *rd, slice *id, bool resident_card) {
  char buf[64];
  slice mended;
  if (!id_number_mend(*id, resident_card, buf, sizeof buf, &mended)) return;
  slice copy = arena_copy(&rd->r->file->texts, mended);
  if (copy.at == NULL) {
    rd->r->file->out_of_memory = true;
    return;
  }
  problem_add(
      rd->r, rd->r->rows, rd->id_number, PROBLEM_ID_MENDED, *id,
      _("the ID number was written with full-width characters or a small x; it has been mended"));
  *id = copy;
}

/* The birth date that the ID number gives, DATE_NONE when there is no number, DATE_UNKNOWN when it cannot
** be relied on. */
static int32_t check_id(reader *rd) {
  roster *r = rd->r;
  slice *id = &r->columns[rd->id_number].texts[r->rows];
  int label = 0;
  if (rd->id_type >= 0 && r->columns[rd->id_type].present)
    label = r->columns[rd->id_type].labels[r->rows];
  if (id->length == 0) return id->at == NULL ? DATE_UNKNOWN : DATE_NONE;
  if (!rd->id_is_text) return DATE_UNKNOWN;
  slice as_written = *id;
  mend_id(rd, id, label == 0);
  if (label != 0) return DATE_UNKNOWN;
  int32_t born = DATE_UNKNOWN;
  id_fault wrong = id_number_check(*id, &born);
  if (wrong != ID_GOOD) {
    problem_add(r, r->rows, rd->id_number, PROBLEM_ID_CHECK, as_written, id_number_reason(wrong));
  }
  return born;
}

static void settle_birth_date(reader *rd, int32_t from_id) {
  roster *r = rd->r;
  int32_t *born = &r->columns[rd->birth_date].dates[r->rows];
  if (rd->birth_is_blank) {
    if (from_id != DATE_NONE) *born = from_id;
  } else if (date_in_range(*born) && date_in_range(from_id) && *born != from_id) {
    char reason[160], cell[11], number[11];
    snprintf(reason, sizeof reason, _("the birth date %s is not that of the ID number, %s"),
             date_format(*born, cell), date_format(from_id, number));
    problem_add(r, r->rows, rd->birth_date, PROBLEM_CONFLICT, slice_of("", 0), reason);
    *born = DATE_UNKNOWN;
  }
}

static void settle_row(reader *rd) {
  roster *r = rd->r;
  if (rd->id_number < 0) return;
  int32_t from_id = DATE_NONE;
  if (r->columns[rd->id_number].present) {
    from_id = check_id(rd);
    slice id = r->columns[rd->id_number].texts[r->rows];
    uint32_t hash = (uint32_t)(text_hash(id) >> 16);
    rd->hashes[r->rows] = id.length == 0 ? 0 : hash == 0 ? 1 : hash;
  }
  if (rd->birth_date >= 0) settle_birth_date(rd, from_id);
}

/* ---- rows ---- */

static void report_columns(reader *rd, int count) {
  char reason[240];
  const char *format =
      count < rd->heading.count
          ? _("the row has %d cells and the heading row %d; the missing ones are unknown")
          : _("the row has %d cells and the heading row %d; the surplus ones are not read");
  snprintf(reason, sizeof reason, format, count, rd->heading.count);
  problem_add(rd->r, rd->r->rows, -1, PROBLEM_COLUMNS, slice_of("", 0), reason);
}

/* Blank cells below blank headings at the end are a spreadsheet's habit, not a mistake. */
static bool right_width(const reader *rd, int count) {
  if (count == rd->heading.count) return true;
  if (count < rd->heading.count || count > rd->heading.width) return false;
  for (int i = rd->heading.count; i < count; i++) {
    if (slice_trim(slice_of(rd->cells[i].at, rd->cells[i].length)).length > 0) return false;
  }
  return true;
}

static void read_row(reader *rd, int count) {
  roster *r = rd->r;
  uint32_t first_problem = r->problems_count;
  slice *extra = r->extra == NULL ? NULL : r->extra + (size_t)r->rows * (size_t)r->extra_count;
  rd->id_is_text = true;
  rd->birth_is_blank = rd->birth_date >= 0 && !r->columns[rd->birth_date].present;
  if (rd->birth_is_blank && rd->id_number >= 0) column_put_blank(r, rd->birth_date, r->rows);
  if (!right_width(rd, count)) report_columns(rd, count);
  int have = count < rd->heading.count ? count : rd->heading.count;
  for (int i = 0; i < have; i++) {
    if (rd->heading.fields[i] < 0) {
      put_extra(rd, extra++, rd->cells[i]);
    } else {
      put_field(rd, rd->heading.fields[i], rd->cells[i]);
    }
  }
  for (int i = have; i < rd->heading.count; i++) {
    if (rd->heading.fields[i] < 0) {
      *extra++ = slice_of("", 0);
    } else {
      column_put_unknown(r, rd->heading.fields[i], r->rows);
    }
  }
  settle_row(rd);
  if (r->problems_count > first_problem + 1)
    problems_order(r, first_problem, rd->heading.positions);
  r->rows++;
}

static bool is_blank_line(const reader *rd, int count) {
  if (count != 1 || rd->cells[0].flags != 0) return false;
  return trimmed(slice_of(rd->cells[0].at, rd->cells[0].length)).length == 0;
}

static canbao_status read_rows(reader *rd, roster_progress progress, void *payload,
                               canbao_error *error) {
  roster *r = rd->r;
  for (;;) {
    uint32_t line = rd->scanner.line;
    int count = csv_record(&rd->scanner, rd->cells, HEADING_CELLS_MAX);
    if (count < 0) break;
    if (is_blank_line(rd, count)) continue;
    canbao_status status = make_room(rd, error);
    if (status != CANBAO_OK) return status;
    note_line(rd, line);
    read_row(rd, count);
    if (r->file->out_of_memory) return fault(error, CANBAO_LIMIT, _("Memory ran out."));
    if (progress != NULL && r->rows % ROWS_BETWEEN_PROGRESS == 0) {
      progress(payload, (uint64_t)(rd->scanner.at - r->file->text), r->file->length);
    }
  }
  if (progress != NULL) progress(payload, r->file->length, r->file->length);
  return CANBAO_OK;
}

/* Give back what was reserved and not used, fill the columns that the file does not have, find duplicates. */
static canbao_status finish(reader *rd, canbao_error *error) {
  roster *r = rd->r;
  bool enough = reserve(rd, r->rows);
  if (enough && rd->hashes != NULL) {
    uint32_t first = r->problems_count;
    duplicates_find(r, rd->id_number, rd->hashes);
    problems_merge(r, first, rd->heading.positions);
    free(rd->hashes);
    rd->hashes = NULL;
  }
  for (int f = 0; enough && f < r->schema->count; f++) {
    if (!is_read(rd, f)) enough = column_fill_blank(r, f, &rd->memos[f]);
  }
  enough = enough && !r->file->out_of_memory;
  return enough ? CANBAO_OK : fault(error, CANBAO_LIMIT, _("Memory ran out."));
}

canbao_status roster_read(roster *r, roster_progress progress, void *payload, canbao_error *error) {
  reader *rd = calloc(1, sizeof *rd);
  if (rd == NULL) return fault(error, CANBAO_LIMIT, _("Memory ran out."));
  rd->r = r;
  rd->scanner = csv_begin(r->file->text, r->file->length);
  rd->id_number = schema_role(r->schema, ROLE_ID_NUMBER);
  rd->id_type = schema_role(r->schema, ROLE_ID_TYPE);
  rd->birth_date = schema_role(r->schema, ROLE_BIRTH_DATE);
  canbao_status status = headings_find(&rd->heading, r, &rd->scanner, error);
  if (status == CANBAO_OK) status = read_rows(rd, progress, payload, error);
  if (status == CANBAO_OK) status = finish(rd, error);
  for (int f = 0; f < r->schema->count; f++) column_memo_free(&rd->memos[f]);
  free(rd->hashes);
  free(rd);
  return status;
}
