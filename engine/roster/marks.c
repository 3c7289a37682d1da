/* marks.c - see marks.h. */
#include "roster/marks.h"

#include <string.h>

#include "values/csv.h"
#include "values/message.h"

/* ="350" with what is between the quotes. */
static bool is_formula_of_text(slice s) {
  return s.length >= 3 && s.at[0] == '=' && s.at[1] == '"' && s.at[s.length - 1] == '"' &&
         memchr(s.at + 2, '"', s.length - 3) == NULL;
}

static bool has_apostrophe(slice s) { return s.length > 1 && (s.at[0] == '\'' || s.at[0] == '`'); }

bool marks_are_in(slice s) {
  return is_formula_of_text(s) || has_apostrophe(s) || text_has_hidden(s);
}

slice marks_left_out(slice s, char *buf) {
  slice text = slice_trim(slice_of(buf, text_without_hidden(s, buf)));
  if (is_formula_of_text(text)) text = slice_of(text.at + 2, text.length - 3);
  if (has_apostrophe(text)) text = slice_of(text.at + 1, text.length - 1);
  return slice_trim(text);
}

const char *text_oddity(const field *f, slice s) {
  if (f->type != FIELD_TEXT && f->type != FIELD_CODED && f->type != FIELD_PLACE) return NULL;
  if (s.length > TEXT_LENGTH_MOST) {
    return _("the text is longer than any name or place: perhaps a quote is missing or one too "
             "many; it stands as it is");
  }
  if (csv_is_formula(s) && !csv_is_number(s)) {
    return _("the text begins like a spreadsheet's formula; it stands as it is, and in every "
             "file written a ' stands before it");
  }
  return NULL;
}
