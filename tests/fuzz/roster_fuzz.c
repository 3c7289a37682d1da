/*
** roster_fuzz.c - any bytes as a roster of a field of every type: each cell must read back as a
** state and a text, each problem must be located. Build: clang -fsanitize=fuzzer,address,undefined.
*/
#include <stdlib.h>
#include <string.h>

#include "roster/roster.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

static void require(bool holds) {
  if (!holds) abort();
}

static void add(schema *s, const char *name, char *heading, field_type type, field_role role) {
  static char *labels[] = {"一", "二", "低保对象"};
  bool labelled = type == FIELD_LABEL || type == FIELD_LABELS;
  field f = {.name = (char *)name,
             .headings = &heading,
             .headings_count = 1,
             .type = type,
             .role = role,
             .blank_unknown = type == FIELD_PLACE || role == ROLE_BIRTH_DATE,
             .labels = labels,
             .labels_count = labelled ? COUNT(labels) : 0,
             .after_birth = strcmp(name, "died") == 0,
             .minimum = 1,
             .maximum = 4};
  if (schema_add(s, &f, NULL) != CANBAO_OK) abort();
}

static const schema *fields(void) {
  static schema *s;
  if (s != NULL) return s;
  s = schema_new();
  if (s == NULL) abort();
  add(s, "id", "证件号码", FIELD_TEXT, ROLE_ID_NUMBER);
  add(s, "kind", "证件类型", FIELD_LABEL, ROLE_ID_TYPE);
  add(s, "born", "出生日期", FIELD_DATE, ROLE_BIRTH_DATE);
  add(s, "town", "镇", FIELD_CODED, ROLE_TOWN);
  add(s, "place", "户籍地", FIELD_PLACE, ROLE_NONE);
  add(s, "set", "身份类别", FIELD_LABELS, ROLE_NONE);
  add(s, "flag", "学生", FIELD_FLAG, ROLE_NONE);
  add(s, "paid", "金额", FIELD_MONEY, ROLE_NONE);
  add(s, "grade", "等级", FIELD_NUMBER, ROLE_NONE);
  add(s, "died", "死亡", FIELD_DATE, ROLE_NONE);
  return s;
}

static void read_back(const roster *r) {
  char text[64];
  uint32_t line = 0;
  for (uint32_t row = 0; row < r->rows; row++) {
    require(roster_line(r, row) > line);
    line = roster_line(r, row);
    for (int f = 0; f < r->schema->count; f++) {
      size_t n = roster_text(r, f, row, text, sizeof text);
      require(n < sizeof text && utf8_valid(text, n));
      if (roster_cell(r, f, row) != CELL_VALUE) require(n == 0);
    }
    for (int i = 0; i < r->extra_count; i++) {
      slice extra = r->extra[(size_t)row * (size_t)r->extra_count + (size_t)i];
      require(utf8_valid(extra.at, extra.length));
    }
  }
  for (uint32_t i = 0; i < r->problems_count; i++) {
    const problem *p = &r->problems[i];
    require(p->row < r->rows && p->field < r->schema->count && strlen(p->reason) > 0);
    require(utf8_valid(p->value.at, p->value.length) && utf8_valid(p->reason, strlen(p->reason)));
    if (i > 0) require(p->row >= r->problems[i - 1].row);
  }
}

static roster *read_text(const char *text, size_t size) {
  roster *r;
  canbao_error error;
  if (roster_from_text(&r, fields(), text, size, "fuzz", &error) == CANBAO_OK) return r;
  require(r == NULL && error.status != CANBAO_OK && strlen(error.message) > 0);
  return NULL;
}

static bool same_cell(const roster *a, const roster *b, int f, uint32_t row) {
  char x[256], y[256];
  return roster_cell(a, f, row) == roster_cell(b, f, row) &&
         roster_text(a, f, row, x, sizeof x) == roster_text(b, f, row, y, sizeof y) &&
         strcmp(x, y) == 0;
}

/* Below a title that is no text every row is read cell by cell, else many at a time: that may change nothing. */
static void read_slowly(const roster *r, const char *text, size_t size) {
  static const char title[] = "\xEF\xBB\xBF\xFF\n";
  const size_t before = sizeof title - 1;
  char *damaged = malloc(before + size);
  if (damaged == NULL) return;
  memcpy(damaged, title, before);
  memcpy(damaged + before, text, size);
  roster *slow = read_text(damaged, before + size);
  require(slow != NULL && slow->rows == r->rows && slow->problems_count == r->problems_count);
  for (uint32_t row = 0; row < r->rows; row++) {
    require(roster_line(slow, row) == roster_line(r, row) + 1);
    for (int f = 0; f < r->schema->count; f++) require(same_cell(r, slow, f, row));
  }
  for (uint32_t i = 0; i < r->problems_count; i++) {
    const problem *a = &r->problems[i], *b = &slow->problems[i];
    require(a->row == b->row && a->field == b->field && a->kind == b->kind);
    require(slice_equal(a->value, b->value));
  }
  roster_free(slow);
  free(damaged);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *text = (const char *)data;
  roster *r = read_text(text, size);
  if (r == NULL) return 0;
  read_back(r);
  bool plain = strcmp(r->encoding, "UTF-8") == 0 && utf8_valid(text, size);
  if (plain && r->first_line < 20) read_slowly(r, text, size);
  roster_free(r);
  return 0;
}
