/* column_check.c - see column_check.h. */
#include "studies/column_check.h"

#include <string.h>

#include "studies/programme_names.h"
#include "values/date.h"
#include "values/utf8.h"

#define NAMES_MAX 512 /* headings that are compared; more than any schema has */

static bool is_present(const roster *r, int field_index) {
  return field_index >= 0 && r->columns[field_index].present;
}

/* The shortest name that begins with all of text: 身份 is meant as 身份类别. -1 when there is none, or two of one length. */
static int beginning_with(const char *text, const char *const *names, const int16_t *fields,
                          int count) {
  uint32_t point;
  size_t n = strlen(text), least = SIZE_MAX;
  int found = -1;
  if (utf8_decode(text, n, &point) == n) return -1; /* one character begins too much */
  for (int i = 0; i < count; i++) {
    size_t length = strlen(names[i]);
    if (strncmp(names[i], text, n) != 0 || length > least) continue;
    bool tied = length == least && (found < 0 || fields[found] != fields[i]);
    found = tied ? -1 : length == least ? found : i;
    least = length;
  }
  return found;
}

int column_nearest(const roster *r, slice heading, const char **near) {
  const char *names[NAMES_MAX];
  int16_t fields[NAMES_MAX];
  char text[128];
  int count = 0;
  for (int i = 0; i < r->schema->count; i++) {
    const field *f = &r->schema->fields[i];
    if (is_present(r, i)) continue;
    for (int k = -1; k < f->headings_count && count < NAMES_MAX; k++) {
      fields[count] = (int16_t)i;
      names[count++] = k < 0 ? f->name : f->headings[k];
    }
  }
  text[text_half_width(heading, text, sizeof text)] = '\0';
  int at = heading.length < sizeof text ? text_nearest(text, names, count) : -1;
  if (at < 0 && heading.length < sizeof text) at = beginning_with(text, names, fields, count);
  if (at < 0) return -1;
  *near = names[at];
  return fields[at];
}

uint64_t fields_asked(const policy *p) {
  uint64_t asked = 0;
  for (uint32_t q = 0; q < question_count(p->terms); q++) asked |= question_fields(p->terms, q);
  return asked;
}

uint64_t fields_absent(const roster *r, uint64_t asked) {
  uint64_t absent = 0;
  bool has_id = is_present(r, schema_role(r->schema, ROLE_ID_NUMBER));
  for (int i = 0; i < r->schema->count; i++) {
    if (!(asked >> i & 1) || is_present(r, i)) continue;
    if (r->schema->fields[i].role == ROLE_BIRTH_DATE && has_id) continue;
    absent |= UINT64_C(1) << i;
  }
  return absent;
}

bool nobody_paid(const roster *r, uint64_t asked) {
  int f = schema_find(r->schema, FIELD_PAID_ON);
  if (f < 0 || !(asked >> f & 1)) return false;
  const int32_t *paid = r->columns[f].present ? r->columns[f].dates : NULL;
  for (uint32_t row = 0; paid && row < r->rows; row++)
    if (date_in_range(paid[row])) return false;
  return true;
}

uint32_t paid_after(const roster *r, int32_t day) {
  int f = schema_find(r->schema, FIELD_PAID_ON);
  const int32_t *paid = f >= 0 ? r->columns[f].dates : NULL;
  uint32_t count = 0;
  for (uint32_t row = 0; paid && row < r->rows; row++) count += paid[row] > day;
  return count;
}
