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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  roster *r;
  canbao_error error;
  if (roster_from_text(&r, fields(), (const char *)data, size, "fuzz", &error) == CANBAO_OK) {
    read_back(r);
    roster_free(r);
  } else {
    require(r == NULL && error.status != CANBAO_OK && strlen(error.message) > 0);
  }
  return 0;
}
