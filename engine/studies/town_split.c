/* town_split.c - see town_split.h. */
#include "studies/town_split.h"

#include <stdlib.h>

#include "values/message.h"

/* A town that is no coded field: number its texts here. */
static bool number_towns(town_split *t, const roster *r, int field_index) {
  char text[1024];
  t->own_texts = dictionary_new();
  t->own_codes = malloc(((size_t)r->rows + 1) * sizeof *t->own_codes);
  if (!t->own_texts || !t->own_codes) return false;
  for (uint32_t row = 0; row < r->rows; row++) {
    size_t n = roster_text(r, field_index, row, text, sizeof text);
    t->own_codes[row] = dictionary_code(t->own_texts, slice_of(text, n));
    if (t->own_codes[row] == UINT32_MAX) return false;
  }
  t->by.codes = t->own_codes;
  t->texts = t->own_texts;
  return true;
}

canbao_status town_split_make(town_split *t, const roster *r, canbao_error *error) {
  int field_index = schema_role(r->schema, ROLE_TOWN);
  *t = (town_split){.there = field_index >= 0};
  if (!t->there) return CANBAO_OK;
  const column *c = &r->columns[field_index];
  t->by.codes = c->codes;
  t->texts = c->texts_of;
  if ((!c->codes || !c->texts_of) && !number_towns(t, r, field_index))
    return fault(error, CANBAO_LIMIT, _("memory ran out"));
  t->by.count = dictionary_count(t->texts);
  return CANBAO_OK;
}

void town_split_free(town_split *t) {
  dictionary_free(t->own_texts);
  free(t->own_codes);
  *t = (town_split){0};
}

slice town_split_text(const town_split *t, uint32_t part) {
  return t->there && part < t->by.count ? dictionary_text(t->texts, part) : slice_of("", 0);
}
