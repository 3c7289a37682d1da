/* headings.c - the heading row is the one that names most fields; a title above it names none. */
#include "roster/headings.h"

#include <stdlib.h>

#include "values/message.h"

slice heading_cell_text(roster *r, csv_cell cell) {
  if (!(cell.flags & CSV_DOUBLED)) return slice_of(cell.at, cell.length);
  char *single = arena_take(&r->file->texts, (size_t)cell.length + 1);
  if (single == NULL) {
    r->file->out_of_memory = true;
    return slice_of("", 0);
  }
  return slice_of(single, csv_undouble(cell, single));
}

static int known_headings(roster *r, const csv_cell *cells, int count) {
  int known = 0;
  for (int i = 0; i < count; i++) {
    known += schema_find_heading(r->schema, heading_cell_text(r, cells[i])) >= 0;
  }
  return known;
}

/* Would the line have known headings if it were cut at `separator`? */
static bool has_headings_between(const roster *r, slice line, const char *separator) {
  uint32_t gap = (uint32_t)strlen(separator);
  for (uint32_t from = 0, to = 0; to <= line.length; to++) {
    bool cut = line.length - to >= gap && memcmp(line.at + to, separator, gap) == 0;
    if (to < line.length && !cut) continue;
    slice part = slice_of(line.at + from, to - from);
    if (part.length > 1 && part.at[0] == '"' && part.at[part.length - 1] == '"')
      part = slice_of(part.at + 1, part.length - 2);
    if ((from > 0 || cut) && schema_find_heading(r->schema, part) >= 0) return true;
    from = to + gap;
  }
  return false;
}

/* What parts the columns in place of commas; NULL when nothing does. */
static const char *other_separator(const roster *r) {
  static const char *const separators[] = {"\t", ";", "|", "，", "；"};
  csv_scanner look = csv_begin(r->file->text, r->file->length);
  csv_cell cell;
  for (int row = 0; row < HEADING_ROWS_MAX; row++) {
    const char *from = look.at;
    if (csv_record(&look, &cell, 1) < 0) break;
    slice line = slice_trim(slice_of(from, (size_t)(look.at - from)));
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
      if (has_headings_between(r, line, separators[i])) return separators[i];
  }
  return NULL;
}

static canbao_status no_heading_row(const roster *r, canbao_error *error) {
  const char *separator = other_separator(r);
  if (slice_trim(slice_of(r->file->text, r->file->length)).length == 0)
    return fault_at(error, CANBAO_DATA, r->file->name, 0, "%s", _("The file is empty."));
  if (separator != NULL && separator[0] == '\t')
    return fault_at(error, CANBAO_DATA, r->file->name, 0, "%s",
                    _("The columns are parted by tabs; save the file as CSV UTF-8, with commas."));
  if (separator != NULL)
    return fault_at(error, CANBAO_DATA, r->file->name, 0,
                    _("The columns are parted by “%s”; save the file as CSV UTF-8, with commas."),
                    separator);
  int first = r->schema->count > 0 ? 0 : -1, id = schema_role(r->schema, ROLE_ID_NUMBER);
  if (id >= 0) first = id;
  return fault_at(
      error, CANBAO_DATA, r->file->name, 0,
      _("None of the first %d rows has a known heading, for example “%s”; see rules/fields.lua "
        "for the headings that are known."),
      HEADING_ROWS_MAX, first < 0 ? "" : r->schema->fields[first].title);
}

/* Give each column its field. Two columns for one field cannot both be right. */
static canbao_status claim(heading_row *out, roster *r, const csv_cell *cells, uint32_t line,
                           canbao_error *error) {
  slice headings[SCHEMA_FIELDS_MAX];
  for (int f = 0; f < r->schema->count; f++) out->positions[f] = -1;
  for (int i = 0; i < out->count; i++) {
    slice heading = slice_trim(heading_cell_text(r, cells[i]));
    int f = schema_find_heading(r->schema, heading);
    out->fields[i] = (int16_t)f;
    out->texts[i] = heading;
    if (f < 0) continue;
    if (out->positions[f] >= 0) {
      char first[128], second[128];
      return fault_at(
          error, CANBAO_DATA, r->file->name, (int)line,
          _("Columns %d (“%s”) and %d (“%s”) both give the field %s; rename or remove one."),
          out->positions[f] + 1, text_display(headings[f], first, sizeof first), i + 1,
          text_display(heading, second, sizeof second), r->schema->fields[f].name);
    }
    out->positions[f] = (int16_t)i;
    headings[f] = heading;
    r->columns[f].present = true;
  }
  return CANBAO_OK;
}

static canbao_status keep_extras(const heading_row *h, roster *r, const csv_cell *cells,
                                 canbao_error *error) {
  r->extra_headings = calloc((size_t)h->count + 1, sizeof *r->extra_headings);
  r->extra_places = calloc((size_t)h->count + 1, sizeof *r->extra_places);
  if (r->extra_headings == NULL || r->extra_places == NULL)
    return fault(error, CANBAO_LIMIT, _("Memory ran out."));
  for (int i = 0; i < h->count; i++) {
    if (h->fields[i] >= 0) continue;
    slice heading = slice_trim(heading_cell_text(r, cells[i]));
    if (r->file->damaged && !utf8_valid(heading.at, heading.length)) {
      char shown[256];
      text_display(heading, shown, sizeof shown);
      heading = arena_copy(&r->file->texts, slice_of(shown, strlen(shown)));
      if (heading.at == NULL) return fault(error, CANBAO_LIMIT, _("Memory ran out."));
    }
    r->extra_places[r->extra_count] = (uint16_t)(i + 1);
    r->extra_headings[r->extra_count++] = heading;
  }
  return CANBAO_OK;
}

canbao_status headings_find(heading_row *out, roster *r, csv_scanner *scanner,
                            canbao_error *error) {
  csv_cell cells[HEADING_CELLS_MAX];
  csv_scanner look = *scanner, best = *scanner;
  int most = 0;
  for (int row = 0; row < HEADING_ROWS_MAX; row++) {
    csv_scanner before = look;
    int count = csv_record(&look, cells, HEADING_CELLS_MAX);
    if (count < 0) break;
    int known = known_headings(r, cells, count < HEADING_CELLS_MAX ? count : HEADING_CELLS_MAX);
    if (known > most) {
      most = known;
      best = before;
    }
  }
  if (most == 0) return no_heading_row(r, error);
  *scanner = best;
  uint32_t line = scanner->line;
  out->width = csv_record(scanner, cells, HEADING_CELLS_MAX);
  if (out->width > HEADING_CELLS_MAX) {
    return fault_at(error, CANBAO_LIMIT, r->file->name, (int)line,
                    _("The heading row has %d cells; a file can have %d columns."), out->width,
                    HEADING_CELLS_MAX);
  }
  out->count = out->width;
  while (out->count > 0 && slice_trim(heading_cell_text(r, cells[out->count - 1])).length == 0)
    out->count--;
  canbao_status status = claim(out, r, cells, line, error);
  return status == CANBAO_OK ? keep_extras(out, r, cells, error) : status;
}
