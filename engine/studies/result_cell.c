/* result_cell.c - see result_cell.h. */
#include "studies/result_cell.h"

#include <string.h>

#include "studies/mask.h"
#include "studies/programme_names.h"
#include "studies/shown_name.h"
#include "values/csv.h"
#include "values/message.h"

static slice slice_from(const char *text) { return slice_of(text, strlen(text)); }

cell_form cell_form_of(bool mask, bool spreadsheet) {
  return (cell_form){mask, spreadsheet, {slice_from(_("no")), slice_from(_("yes"))}};
}

/* As it is for programs; for a spreadsheet so that it shows it as it is: `name` where it is one, whatever it looks like. At
** `at`, in at most twice its length and seven bytes; how many. */
static size_t put_text(bool spreadsheet, bool name, bool defuse, slice text, char *at) {
  size_t kept = spreadsheet && (name || csv_is_spoilt(text)) ? csv_quote_as_text(text, at) : 0;
  return kept > 0 ? kept : csv_quote(text, defuse, at);
}

size_t cell_put_own(const cell_form *f, bool id, slice text, char *at) {
  char *masked = at + (size_t)text.length * 2 + 7;
  if (text.length == 0) return 0;
  if (f->mask) {
    size_t size = (size_t)text.length + 1;
    size_t n = id ? text_mask_id(text, masked, size) : mask_ids(text, masked, size);
    text = slice_of(masked, n);
  }
  return put_text(f->spreadsheet, id, (f->mask && id) || !csv_is_number(text), text, at);
}

size_t cell_put_words(const cell_form *f, slice text, char *at) {
  return put_text(f->spreadsheet, false, true, text, at);
}

slice cell_effect(const cell_form *f, const effect *e, slice text) {
  if (!f->spreadsheet) return text;
  if (e->type == TYPE_FLAG) return cell_flag(f, text);
  return strcmp(e->name, EFFECT_STATUS) == 0 ? slice_from(status_heading(text.at)) : text;
}
