/* unit_term_resident.c - see unit_term.h. Knows the roster's columns, not how they are read from
** a file. */
#include <stdlib.h>
#include <string.h>

#include "unit_term.h"
#include "values/date.h"

static char *tiers[] = {"高", "低"};
static char *identities[] = {"低保对象", "特困人员", "孤儿"};

static const struct {
  char *name, *title;
  field_type type;
  bool blank_unknown;
} declared[FIELDS] = {
    [BIRTH_DATE] = {"birth_date", "出生日期", FIELD_DATE, false},
    [PAID_ON] = {"paid_on", "缴费日期", FIELD_DATE, false},
    [CERTIFICATE_ON] = {"only_child_certificate_on", "独生子女证领证日期", FIELD_DATE, true},
    [PAID_AMOUNT] = {"paid_amount", "缴费金额", FIELD_MONEY, false},
    [INCOME] = {"income", "收入", FIELD_MONEY, false},
    [GRADE] = {"disability_grade", "残疾等级", FIELD_NUMBER, false},
    [WORKER] = {"returning_migrant", "返乡务工人员", FIELD_FLAG, false},
    [STUDENT] = {"student", "在校学生", FIELD_FLAG, true},
    [TIER] = {"tier", "参保档次", FIELD_LABEL, false},
    [IDENTITIES] = {"identities", "身份类别", FIELD_LABELS, false},
    [REGISTRATION] = {"household_registration", "户籍地", FIELD_PLACE, true},
    [TOWN] = {"town", "乡镇", FIELD_CODED, false},
    [REMARK] = {"remark", "备注", FIELD_TEXT, false},
};

void unit_resident_fill(unit_resident *u) {
  memset(u, 0, sizeof *u);
  u->schema.count = FIELDS;
  for (int i = 0; i < FIELDS; i++) {
    field *f = &u->schema.fields[i];
    column *c = &u->roster.columns[i];
    f->name = declared[i].name;
    f->title = declared[i].title;
    f->type = declared[i].type;
    f->blank_unknown = declared[i].blank_unknown;
    c->present = true;
    switch (f->type) {
      case FIELD_DATE: c->dates = &u->dates[i]; break;
      case FIELD_MONEY: c->fen = &u->fen[i]; break;
      case FIELD_NUMBER: c->numbers = &u->numbers[i]; break;
      case FIELD_FLAG: c->flags = &u->flags[i]; break;
      case FIELD_LABEL:
        f->labels = tiers;
        f->labels_count = 2;
        c->labels = &u->labels[i];
        break;
      case FIELD_LABELS:
        f->labels = identities;
        f->labels_count = 3;
        c->codes = &u->codes[i];
        c->sets = &u->set;
        c->sets_count = 1;
        break;
      case FIELD_TEXT: c->texts = &u->texts[i]; break;
      default: c->codes = &u->codes[i]; c->texts_of = dictionary_new();
    }
  }
  u->roster.schema = &u->schema;
  u->roster.rows = 1;
  u->resident.roster = &u->roster;
  date_from_civil(2023, 3, 1, &u->resident.as_of);
  for (int i = 0; i < FIELDS; i++) unit_resident_set(u, i, "");
}

static int find_label(const field *f, const char *text, size_t n) {
  for (int i = 0; i < f->labels_count; i++)
    if (strlen(f->labels[i]) == n && memcmp(f->labels[i], text, n) == 0) return i;
  return -1;
}

static bool set_labels(unit_resident *u, int i, const char *text) {
  memset(&u->set, 0, sizeof u->set);
  u->codes[i] = strcmp(text, "?") == 0 ? CODE_UNKNOWN : 0;
  if (u->codes[i] == CODE_UNKNOWN) return true;
  for (size_t n; *text; text += n + (text[n] == ',')) {
    n = strcspn(text, ",");
    int label = find_label(&u->schema.fields[i], text, n);
    if (n == 1 && *text == '!')
      u->set.dirty = true;
    else if (label < 0)
      return false;
    else
      u->set.bits[label / 64] |= UINT64_C(1) << label % 64;
  }
  return true;
}

bool unit_resident_set(unit_resident *u, int i, const char *text) {
  const field *f = &u->schema.fields[i];
  size_t n = strlen(text);
  bool unknown = strcmp(text, "?") == 0 || (n == 0 && f->blank_unknown), none = n == 0 && !unknown;
  switch (f->type) {
    case FIELD_DATE:
      u->dates[i] = unknown ? DATE_UNKNOWN : DATE_NONE;
      return unknown || none || date_parse(text, n, &u->dates[i]);
    case FIELD_MONEY:
      u->fen[i] = unknown ? MONEY_UNKNOWN : MONEY_NONE;
      return unknown || none || money_parse(text, n, &u->fen[i]);
    case FIELD_NUMBER:
      u->numbers[i] = unknown ? NUMBER_UNKNOWN
                      : none  ? NUMBER_NONE
                              : (int32_t)strtol(text, NULL, 10);
      return true;
    case FIELD_FLAG:
      u->flags[i] = unknown ? FLAG_UNKNOWN : strcmp(text, "是") == 0 ? FLAG_YES : FLAG_NO;
      return true;
    case FIELD_LABEL:
      u->labels[i] = unknown ? LABEL_UNKNOWN : none ? LABEL_NONE : (uint16_t)find_label(f, text, n);
      return true;
    case FIELD_LABELS: return set_labels(u, i, text);
    case FIELD_TEXT:
      return text_ref_make(unknown ? (slice){NULL, 0} : slice_of(text, n), &u->texts[i]);
    default:
      u->codes[i] = unknown ? CODE_UNKNOWN
                    : none  ? CODE_NONE
                            : dictionary_code(u->roster.columns[i].texts_of, slice_of(text, n));
      return true;
  }
}

void unit_resident_drop(unit_resident *u) {
  for (int i = 0; i < FIELDS; i++) dictionary_free(u->roster.columns[i].texts_of);
}
