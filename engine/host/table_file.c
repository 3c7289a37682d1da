/*
** table_file.c - reads the townships' task table. A row that is not a name and a
** number is an error, never skipped; a total row (合计) is compared, not counted.
*/
#include "host/table_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/csv.h"
#include "values/file.h"
#include "values/foreign.h"
#include "values/hidden.h"
#include "values/message.h"

#define CELLS 32
#define TOWN_BYTES 512

/* The table as it is read: where its two columns are, -1 before its heading row. */
typedef struct {
  policy *policy;
  const char *path;
  int town, count;
} table_reading;

static int heading(slice s) {
  static const char *const towns[] = {"town", "乡镇", "镇", "乡镇（街道）", "乡镇(街道)", "乡 镇"};
  static const char *const counts[] = {"target",     "任务数",      "任务数（人）",
                                       "任务数(人)", "任务数 (人)", "参保任务数"};
  for (size_t i = 0; i < 6; i++) {
    if (slice_is(s, towns[i])) return 1;
    if (slice_is(s, counts[i])) return 2;
  }
  return 0;
}

static bool whole_number(slice s, int64_t *out) {
  int64_t n = 0;
  if (s.length == 0 || s.length > 12) return false;
  for (uint32_t i = 0; i < s.length; i++) {
    if (s.at[i] < '0' || s.at[i] > '9') return false;
    n = n * 10 + (s.at[i] - '0');
  }
  *out = n;
  return true;
}

static canbao_status add_row(policy *p, const char *path, int line, slice town, slice count,
                             canbao_error *error) {
  targets *t = &p->targets;
  int64_t n;
  char shown[80];
  if (town.length == 0)
    return fault_at(error, CANBAO_DATA, path, line, "%s",
                    _("this row of the task table has no town"));
  if (!whole_number(count, &n))
    return fault_at(error, CANBAO_DATA, path, line, _("“%s” is not a whole number of people"),
                    text_display(count, shown, sizeof shown));
  for (int i = 0; i < t->towns_count; i++)
    if (slice_is(town, t->towns[i].town))
      return fault_at(error, CANBAO_DATA, path, line,
                      _("the town %s stands twice in the task table"), t->towns[i].town);
  town_target *grown = realloc(t->towns, sizeof *grown * ((size_t)t->towns_count + 1));
  if (!grown) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  t->towns = grown;
  char *name = strndup(town.at, town.length);
  if (!name) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  t->towns[t->towns_count++] = (town_target){name, n};
  return CANBAO_OK;
}

/* The heading row, when this is one: each column once. */
static canbao_status find_columns(table_reading *t, const csv_cell *cells, int n, int line,
                                  canbao_error *error) {
  t->town = t->count = -1;
  for (int i = 0; i < n; i++) {
    slice text = slice_trim(slice_of(cells[i].at, cells[i].length));
    int kind = heading(text), *at = kind == 1 ? &t->town : &t->count;
    char shown[80];
    if (kind == 0) continue;
    if (*at >= 0)
      return fault_at(error, CANBAO_DATA, t->path, line,
                      _("columns %d and %d of the task table are both “%s”; remove one"), *at + 1,
                      i + 1, text_display(text, shown, sizeof shown));
    *at = i;
  }
  return CANBAO_OK;
}

/* The cell's text, or an error: what is no text, or a quote that would join two rows, names no town. */
static canbao_status cell_text(const table_reading *t, csv_cell cell, int line, slice *out,
                               canbao_error *error) {
  char shown[80];
  *out = slice_trim(slice_of(cell.at, cell.length));
  if ((cell.flags & CSV_NUL) || !utf8_valid(cell.at, cell.length))
    return fault_at(error, CANBAO_DATA, t->path, line,
                    _("“%s” holds bytes that are not text; save the table as CSV UTF-8"),
                    text_display(*out, shown, sizeof shown));
  if (cell.flags & (CSV_BAD_QUOTE | CSV_DOUBLED))
    return fault_at(error, CANBAO_DATA, t->path, line,
                    _("“%s” has a quote in it; neither a town nor a number has one"),
                    text_display(*out, shown, sizeof shown));
  return CANBAO_OK;
}

static bool is_total(slice town) {
  static const char *const words[] = {"合计", "总计", "total"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (slice_is(town, words[i])) return true;
  return false;
}

static canbao_status read_row(table_reading *t, const csv_cell *cells, int n, int line,
                              canbao_error *error) {
  slice town, count;
  char shown[TOWN_BYTES];
  if (t->town >= n || t->count >= n)
    return fault_at(error, CANBAO_DATA, t->path, line, "%s",
                    _("this row of the task table is too short"));
  canbao_status status = cell_text(t, cells[t->town], line, &town, error);
  if (status == CANBAO_OK) status = cell_text(t, cells[t->count], line, &count, error);
  if (status != CANBAO_OK) return status;
  if (town.length < sizeof shown && text_has_hidden(town)) /* as a roster's towns are read */
    town = slice_trim(slice_of(shown, text_without_hidden(town, shown)));
  if (!is_total(town)) return add_row(t->policy, t->path, line, town, count, error);
  if (!whole_number(count, &t->policy->targets.table_total))
    t->policy->targets.table_total = -1; /* a total that is left out, or one in words */
  return CANBAO_OK;
}

static bool is_blank(const csv_cell *cells, int n) {
  for (int i = 0; i < n; i++)
    if (slice_trim(slice_of(cells[i].at, cells[i].length)).length > 0) return false;
  return true;
}

static canbao_status read_table(table_reading *t, const char *text, size_t size,
                                canbao_error *error) {
  size_t bom = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  csv_scanner scanner = csv_begin(text + bom, size - bom);
  csv_cell cells[CELLS];
  canbao_status status = CANBAO_OK;
  int n;
  for (uint32_t line = scanner.line;
       status == CANBAO_OK && (n = csv_record(&scanner, cells, CELLS)) >= 0; line = scanner.line) {
    if (n > CELLS) n = CELLS;
    if (is_blank(cells, n)) continue;
    status = t->town < 0 || t->count < 0 ? find_columns(t, cells, n, (int)line, error)
                                         : read_row(t, cells, n, (int)line, error);
  }
  if (status != CANBAO_OK || (t->town >= 0 && t->count >= 0)) return status;
  return fault_at(error, CANBAO_DATA, t->path, 1, "%s",
                  _("the task table needs a heading row with 乡镇 and 任务数"));
}

canbao_status table_file_load(policy *p, const char *path, canbao_error *error) {
  table_reading t = {.policy = p, .path = path, .town = -1, .count = -1};
  file_map map;
  size_t size;
  canbao_status status = file_map_open(&map, path, error);
  if (status != CANBAO_OK) return status;
  p->targets.table_total = -1;
  const char *advice = foreign_format(map.at, map.length);
  char *converted = utf8_valid(map.at, map.length) || advice != NULL
                        ? NULL
                        : gb18030_to_utf8(map.at, map.length, &size);
  if (advice != NULL)
    status = fault_at(error, CANBAO_DATA, path, 0, "%s", advice);
  else if (converted != NULL)
    status = read_table(&t, converted, size, error);
  else
    status = read_table(&t, map.at, map.length, error);
  free(converted);
  file_map_close(&map);
  return status;
}
