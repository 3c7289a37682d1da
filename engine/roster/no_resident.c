/* no_resident.c - see no_resident.h. A row with an ID number of its own is always a resident. */
#include "roster/no_resident.h"

#include "values/message.h"

static slice trimmed(csv_cell cell) { return slice_trim(slice_of(cell.at, cell.length)); }

bool is_total_word(slice text) {
  static const char *const words[] = {"合计", "总计", "小计", "共计", "累计"};
  static const char *const ends[] = {"：", ":"};
  char bare[32];
  size_t n = 0;
  if (text.length < 6 || text.length > 24) return false;
  for (uint32_t i = 0; i < text.length; i++) { /* 合　计 is spaced out to fill its cell */
    if (text.at[i] == ' ') continue;
    if (text.length - i >= 3 && memcmp(text.at + i, "\u3000", 3) == 0) {
      i += 2;
      continue;
    }
    bare[n++] = text.at[i];
  }
  for (int i = 0; i < 2; i++) {
    size_t end = strlen(ends[i]);
    if (n > end && memcmp(bare + n - end, ends[i], end) == 0) n -= end;
  }
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (slice_is(slice_of(bare, n), words[i])) return true;
  return false;
}

static bool is_blank(const csv_cell *cells, int count) {
  for (int i = 0; i < count; i++)
    if (cells[i].length > 0 && trimmed(cells[i]).length > 0) return false;
  return true;
}

/* Every field's cell is its heading. */
static bool repeats_headings(const heading_row *h, const csv_cell *cells, int count) {
  for (int i = 0; i < count; i++)
    if (h->fields[i] >= 0 && !slice_equal(trimmed(cells[i]), h->texts[i])) return false;
  return count == h->count;
}

row_kind row_kind_of(const heading_row *h, int id, const csv_cell *cells, int count, slice *value) {
  int at = id < 0 ? -1 : h->positions[id];
  *value = slice_of("", 0);
  if (is_blank(cells, count < HEADING_CELLS_MAX ? count : HEADING_CELLS_MAX)) return ROW_BLANK;
  if (count > h->count) count = h->count;
  if (repeats_headings(h, cells, count)) {
    *value = trimmed(cells[0]);
    return ROW_HEADINGS;
  }
  slice number = at >= 0 && at < count ? trimmed(cells[at]) : slice_of("", 0);
  if (number.length > 0 && !is_total_word(number)) return ROW_RESIDENT;
  for (int i = 0; i < count && i < TOTAL_CELLS; i++) {
    *value = trimmed(cells[i]);
    if (is_total_word(*value)) return ROW_TOTAL;
  }
  return ROW_RESIDENT;
}

const char *row_kind_reason(row_kind kind) {
  switch (kind) {
    case ROW_RESIDENT: break;
    case ROW_BLANK:
      return _("every cell of the row is blank; it is counted as a resident of whom nothing is "
               "known; delete the line");
    case ROW_TOTAL:
      return _("the row is a total, no resident; it is counted as a resident of whom nothing is "
               "known; delete the line");
    case ROW_HEADINGS:
      return _("the row repeats the headings, as where one file was pasted below another; it is "
               "counted as a resident of whom nothing is known; delete the line");
  }
  return "";
}
