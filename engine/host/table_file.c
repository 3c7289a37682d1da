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
#include "values/message.h"

#define CELLS 32

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

canbao_status table_file_load(policy *p, const char *path, canbao_error *error) {
  file_map map;
  canbao_status status = file_map_open(&map, path, error);
  if (status != CANBAO_OK) return status;
  size_t bom = map.length >= 3 && memcmp(map.at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  csv_scanner scanner = csv_begin(map.at + bom, map.length - bom);
  csv_cell cells[CELLS];
  int town = -1, count = -1, n;
  for (uint32_t line = scanner.line; (n = csv_record(&scanner, cells, CELLS)) >= 0;
       line = scanner.line) {
    if (n > CELLS) n = CELLS;
    bool blank = true;
    for (int i = 0; i < n; i++)
      blank = blank && slice_trim(slice_of(cells[i].at, cells[i].length)).length == 0;
    if (blank) continue;
    if (town < 0 || count < 0) {
      town = count = -1;
      for (int i = 0; i < n; i++) {
        int kind = heading(slice_trim(slice_of(cells[i].at, cells[i].length)));
        if (kind == 1) town = i;
        if (kind == 2) count = i;
      }
      continue;
    }
    if (town >= n || count >= n) {
      status = fault_at(error, CANBAO_DATA, path, (int)line, "%s",
                        _("this row of the task table is too short"));
      break;
    }
    slice name = slice_trim(slice_of(cells[town].at, cells[town].length));
    if (slice_is(name, "合计") || slice_is(name, "total")) continue;
    status = add_row(p, path, (int)line, name,
                     slice_trim(slice_of(cells[count].at, cells[count].length)), error);
    if (status != CANBAO_OK) break;
  }
  if (status == CANBAO_OK && (town < 0 || count < 0))
    status = fault_at(error, CANBAO_DATA, path, 1, "%s",
                      _("the task table needs a heading row with 乡镇 and 任务数"));
  file_map_close(&map);
  return status;
}
