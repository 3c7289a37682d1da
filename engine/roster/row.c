/*
** row.c - one record: each cell to its column, then what cells of one row say about each
** other (document, ID number, birth date). Here everything is reported; block.c reads the
** rows in which there is nothing to report.
*/
#include <assert.h>
#include <stdio.h>

#include "roster/id_number.h"
#include "roster/marks.h"
#include "roster/no_resident.h"
#include "roster/reader.h"
#include "values/date.h"
#include "values/message.h"

/* ---- cells ---- */
static bool is_text(const reader *rd, csv_cell cell) {
  if (cell.flags & CSV_NUL) return false;
  return !rd->view.file->damaged || utf8_valid(cell.at, cell.length);
}

/* The cell as it can be shown, kept by the roster. */
static slice escaped(reader *rd, slice text) {
  char shown[256];
  text_display(text, shown, sizeof shown);
  slice copy = arena_copy(&rd->view.file->texts, slice_of(shown, strlen(shown)));
  if (copy.at != NULL) return copy;
  rd->view.file->out_of_memory = true;
  return slice_of("", 0);
}

/* Bytes that are not text: a text keeps what can be shown of it, anything else is unknown. */
static void put_bytes(reader *rd, int f, slice raw) {
  roster *r = &rd->view;
  char reason[512], shown[256];
  snprintf(reason, sizeof reason, _("the cell holds bytes that are not text: “%s”"),
           text_display(raw, shown, sizeof shown));
  slice value = escaped(rd, raw);
  problem_add(r, r->rows, f, PROBLEM_ENCODING, value, reason);
  if (f < 0) return;
  column_put_unknown(r, f, r->rows);
  if (r->schema->fields[f].type == FIELD_TEXT) r->columns[f].texts[r->rows] = column_text(r, value);
  if (f == rd->id_number) rd->id_is_text = false;
}

/* A cell that opens with a quote and does not close it: only a text can be kept with its quote. */
static void put_bad_quote(reader *rd, int f, slice text) {
  roster *r = &rd->view;
  problem_add(
      r, r->rows, f, PROBLEM_UNREADABLE, text,
      _("the cell begins with a quote that is not closed; close it, or write the quote twice "
        "within quotes"));
  if (f < 0) return;
  column_put_unknown(r, f, r->rows);
  if (r->schema->fields[f].type == FIELD_TEXT) r->columns[f].texts[r->rows] = column_text(r, text);
  if (f == rd->id_number) rd->id_is_text = false;
}

/* The text without what a program put into it, which is reported. */
static slice without_marks(reader *rd, int f, slice text) {
  if (!marks_may_be(text) || !marks_are_in(text)) return text;
  char *buf = arena_take(&rd->view.file->texts, (size_t)text.length + 1);
  if (buf == NULL) {
    rd->view.file->out_of_memory = true;
    return text;
  }
  problem_add(&rd->view, rd->view.rows, f, PROBLEM_MENDED, escaped(rd, text),
              _("the cell had characters that do not show, or a spreadsheet's mark of text (' ` "
                "=\"…\"); they have been left out"));
  return marks_left_out(text, buf);
}

/* A text that is kept, but hardly meant. */
static void report_oddity(reader *rd, int f, slice text) {
  if (!marks_may_be(text)) return;
  const char *why = text_oddity(&rd->view.schema->fields[f], text);
  if (why != NULL) problem_add(&rd->view, rd->view.rows, f, PROBLEM_ODD_TEXT, text, why);
}

static void put_field(reader *rd, int f, csv_cell cell) {
  roster *r = &rd->view;
  slice raw = slice_of(cell.at, cell.length);
  if ((cell.flags & CSV_NUL) || r->file->damaged) {
    if (!is_text(rd, cell)) {
      put_bytes(rd, f, raw);
      return;
    }
  }
  slice text = reader_trimmed(cell.flags & CSV_DOUBLED ? heading_cell_text(r, cell) : raw);
  text = without_marks(rd, f, text);
  if (text.length == 0) {
    column_put_blank(r, f, r->rows);
    if (f == rd->birth_date) rd->birth_is_blank = true;
  } else if (cell.flags & CSV_BAD_QUOTE) {
    put_bad_quote(rd, f, text);
  } else {
    report_oddity(rd, f, text);
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
    *to = heading_cell_text(&rd->view, cell);
  }
}

/* ---- what a row's cells say about each other ---- */

static bool mend_id(reader *rd, slice *id, bool resident_card) {
  char buf[64];
  slice mended;
  if (!id_number_mend(*id, resident_card, buf, sizeof buf, &mended)) return false;
  slice copy = arena_copy(&rd->view.file->texts, mended);
  if (copy.at == NULL) {
    rd->view.file->out_of_memory = true;
    return false;
  }
  problem_add(
      &rd->view, rd->view.rows, rd->id_number, PROBLEM_ID_MENDED, *id,
      _("the ID number was written with full-width characters, blanks, dashes or a small x; it has "
        "been mended"));
  *id = copy;
  return true;
}

/* The birth date that the ID number gives, DATE_NONE when there is no number, DATE_UNKNOWN when it cannot
** be relied on. */
static int32_t check_id(reader *rd) {
  roster *r = &rd->view;
  text_ref *kept = &r->columns[rd->id_number].texts[r->rows];
  slice id = text_ref_slice(*kept);
  int label = 0;
  if (rd->id_type >= 0 && r->columns[rd->id_type].present)
    label = r->columns[rd->id_type].labels[r->rows];
  if (id.length == 0) return id.at == NULL ? DATE_UNKNOWN : DATE_NONE;
  if (!rd->id_is_text) return DATE_UNKNOWN;
  slice as_written = id;
  if (mend_id(rd, &id, label == 0)) *kept = column_text(r, id);
  if (label != 0) return DATE_UNKNOWN;
  int32_t born = DATE_UNKNOWN;
  id_fault wrong = id_number_check(id, &born);
  if (wrong != ID_GOOD) {
    problem_add(r, r->rows, rd->id_number, PROBLEM_ID_CHECK, as_written, id_number_reason(wrong));
  }
  return born;
}

static void settle_birth_date(reader *rd, int32_t from_id) {
  roster *r = &rd->view;
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

/* The day and what is wrong with it; its value is the day, so that reading it again comes to the same. */
static void report_day(reader *rd, int f, int32_t day, const char *format, int32_t other) {
  char reason[240], text[11], other_text[11];
  slice value = arena_copy(&rd->view.file->texts, slice_of(date_format(day, text), 10));
  if (value.at == NULL) {
    rd->view.file->out_of_memory = true;
    return;
  }
  snprintf(reason, sizeof reason, format, text, date_format(other, other_text));
  problem_add(&rd->view, rd->view.rows, f, PROBLEM_BEFORE_BIRTH, value, reason);
  rd->view.columns[f].dates[rd->view.rows] = DATE_UNKNOWN;
}

/* Nobody pays or dies before being born. Where the ID number gives the birth date too, the day is wrong; else two such
** days are two witnesses that the birth date is, and of one day nobody knows which it is. */
static void settle_days(reader *rd, int32_t from_id) {
  roster *r = &rd->view;
  int32_t born = r->columns[rd->birth_date].dates[r->rows], first = 0;
  int before = 0;
  if (!date_in_range(born)) return;
  for (int i = 0; i < rd->after_birth_count; i++) {
    int32_t day = r->columns[rd->after_birth[i]].dates[r->rows];
    if (!date_in_range(day) || day >= born) continue;
    if (before++ == 0) first = day;
  }
  for (int i = 0; i < rd->after_birth_count && (before == 1 || from_id == born); i++) {
    int f = rd->after_birth[i];
    int32_t day = r->columns[f].dates[r->rows];
    if (!date_in_range(day) || day >= born) continue;
    report_day(rd, f, day, _("%s is before the birth date, %s; correct the one that is wrong"),
               born);
  }
  if (before > 0 && from_id != born)
    report_day(rd, rd->birth_date, born,
               _("the birth date %s is after another day of the row, %s, and no ID number "
                 "confirms it; correct the one that is wrong"),
               first);
}

static void settle_row(reader *rd) {
  roster *r = &rd->view;
  int32_t from_id = DATE_NONE;
  if (rd->id_number < 0) return;
  if (r->columns[rd->id_number].present) {
    from_id = check_id(rd);
    slice id = text_ref_slice(r->columns[rd->id_number].texts[r->rows]);
    rd->hashes[r->rows] = reader_hash(id);
  }
  if (rd->birth_date < 0) return;
  settle_birth_date(rd, from_id);
  settle_days(rd, from_id);
}

/* ---- rows ---- */

static void report_columns(reader *rd, int count) {
  char reason[240];
  const char *format =
      count < rd->heading->count
          ? _("the row has %d cells and the heading row %d; the missing ones are unknown")
          : _("the row has %d cells and the heading row %d; the surplus ones are not read");
  snprintf(reason, sizeof reason, format, count, rd->heading->count);
  problem_add(&rd->view, rd->view.rows, -1, PROBLEM_COLUMNS, slice_of("", 0), reason);
}

/* Blank cells below blank headings at the end are a spreadsheet's habit, not a mistake. */
static bool right_width(const reader *rd, int count) {
  if (count == rd->heading->count) return true;
  if (count < rd->heading->count || count > rd->heading->width) return false;
  for (int i = rd->heading->count; i < count; i++) {
    if (slice_trim(slice_of(rd->cells[i].at, rd->cells[i].length)).length > 0) return false;
  }
  return true;
}

/* Nothing of the row is known; its columns without a field are passed through. */
static void put_no_resident(reader *rd, row_kind kind, slice value, int have) {
  roster *r = &rd->view;
  slice *extra = r->extra == NULL ? NULL : r->extra + (size_t)r->rows * (size_t)r->extra_count;
  problem_add(r, r->rows, -1, PROBLEM_NO_RESIDENT, escaped(rd, value), row_kind_reason(kind));
  for (int i = 0; i < rd->heading->count; i++) {
    int f = rd->heading->fields[i];
    if (f >= 0) {
      column_put_unknown(r, f, r->rows);
    } else if (i < have) {
      put_extra(rd, extra++, rd->cells[i]);
    } else {
      assert(extra != NULL); /* as put_extra says */
      *extra++ = slice_of("", 0);
    }
  }
  if (rd->birth_date >= 0) column_put_unknown(r, rd->birth_date, r->rows);
  if (rd->hashes != NULL) rd->hashes[r->rows] = 0;
}

void row_read(reader *rd, uint32_t row, int count) {
  roster *r = &rd->view;
  r->rows = row; /* of the row being read */
  uint32_t first_problem = r->problems_count;
  slice value, *extra = r->extra == NULL ? NULL : r->extra + (size_t)row * (size_t)r->extra_count;
  int have = count < rd->heading->count ? count : rd->heading->count;
  row_kind kind = rd->id_number < 0
                      ? ROW_RESIDENT
                      : row_kind_of(rd->heading, rd->id_number, rd->cells, count, &value);
  if (kind != ROW_RESIDENT) {
    put_no_resident(rd, kind, value, have);
    return;
  }
  rd->id_is_text = true;
  rd->birth_is_blank = rd->birth_date >= 0 && !r->columns[rd->birth_date].present;
  if (rd->birth_is_blank && rd->id_number >= 0) column_put_blank(r, rd->birth_date, r->rows);
  if (!right_width(rd, count)) report_columns(rd, count);
  for (int i = 0; i < have; i++) {
    if (rd->heading->fields[i] < 0) {
      put_extra(rd, extra++, rd->cells[i]);
    } else {
      put_field(rd, rd->heading->fields[i], rd->cells[i]);
    }
  }
  for (int i = have; i < rd->heading->count; i++) {
    if (rd->heading->fields[i] < 0) {
      *extra++ = slice_of("", 0);
    } else {
      column_put_unknown(r, rd->heading->fields[i], r->rows);
    }
  }
  settle_row(rd);
  if (r->problems_count > first_problem + 1)
    problems_order(r, first_problem, rd->heading->positions);
}
