/* synth_dirt.c - see synth_dirt.h. Each kind is one function that says whether the row has what it spoils. */
#include "studies/synth_dirt.h"

#include <stdio.h>
#include <string.h>

#include "studies/synth_identity.h"
#include "values/date.h"
#include "values/message.h"

#define OF(list) (list), (uint32_t)(sizeof(list) / sizeof *(list))

static void set(char cell[CELL_SIZE], const char *text) { snprintf(cell, CELL_SIZE, "%s", text); }

static const char *pick(dirt *d, const char *const *texts, uint32_t count) {
  return texts[random_below(&d->random, count)];
}

/* A cell of this type that is not blank, chosen evenly; -1 when the row has none. */
static int filled(dirt *d, const sheet_row *row, field_type type) {
  int found = -1;
  uint32_t seen = 0;
  for (int i = 0; i < d->schema->count; i++) {
    if (d->schema->fields[i].type != type || row->cells[i][0] == '\0') continue;
    if (random_below(&d->random, ++seen) == 0) found = i;
  }
  return found;
}

static char *role_cell(const dirt *d, sheet_row *row, field_role role) {
  int i = schema_role(d->schema, role);
  return i >= 0 && row->cells[i][0] != '\0' ? row->cells[i] : NULL;
}

/* The ID cell when it holds a resident's number. */
static char *resident_id(const dirt *d, sheet_row *row) {
  char *id = role_cell(d, row, ROLE_ID_NUMBER);
  return id && strlen(id) == 18 && strspn(id, "0123456789") >= 17 ? id : NULL;
}

/* ---- dates ---- */

static bool date_unreadable(dirt *d, sheet_row *row) {
  static const char *const texts[] = {"2022-02-30", "2022-13-05", "二〇二二年十月", "不详",
                                      "44927",      "15/10/2022", "2022年10月",     "待核实"};
  int i = filled(d, row, FIELD_DATE);
  if (i >= 0) set(row->cells[i], pick(d, OF(texts)));
  return i >= 0;
}

static bool date_format_other(dirt *d, sheet_row *row) {
  static const char *const formats[] = {"%d/%d/%d", "%d.%d.%d", "%04d%02d%02d", "%d年%d月%d日",
                                        "%04d/%02d/%02d"};
  const char *format = pick(d, OF(formats));
  bool any = false;
  for (int i = 0; i < d->schema->count; i++) {
    int year, month, day;
    int32_t date;
    char *cell = row->cells[i];
    if (d->schema->fields[i].type != FIELD_DATE || !date_parse(cell, strlen(cell), &date)) continue;
    date_to_civil(date, &year, &month, &day);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(cell, CELL_SIZE, format, year, month, day);
#pragma GCC diagnostic pop
    any = true;
  }
  return any;
}

/* ---- ID numbers, birth, sex ---- */

static bool id_check_digit_wrong(dirt *d, sheet_row *row) {
  char *id = resident_id(d, row);
  if (!id) return false;
  static const char digits[] = "0123456789";
  char wrong = digits[random_below(&d->random, 10)];
  id[17] = wrong == id[17] ? (wrong == '0' ? '1' : '0') : wrong;
  return true;
}

static bool id_lower_x(dirt *d, sheet_row *row) {
  char *id = resident_id(d, row);
  if (!id || id[17] != 'X') return false;
  id[17] = 'x';
  return true;
}

static bool id_full_width(dirt *d, sheet_row *row) {
  char *id = resident_id(d, row), wide[64];
  if (!id) return false;
  for (int i = 0; i < 18; i++) { /* U+FF10 is EF BC 90; X is U+FF38, EF BC B8 */
    wide[i * 3] = (char)0xEF;
    wide[i * 3 + 1] = (char)0xBC;
    wide[i * 3 + 2] = id[i] == 'X' ? (char)0xB8 : (char)(0x90 + (id[i] - '0'));
  }
  wide[54] = '\0';
  set(id, wide);
  return true;
}

static bool id_length(dirt *d, sheet_row *row) {
  char *id = resident_id(d, row);
  if (!id) return false;
  size_t at = 6 + random_below(&d->random, 11);
  memmove(id + at, id + at + 1, strlen(id + at));
  return true;
}

static bool birth_conflict(dirt *d, sheet_row *row) {
  char *birth = role_cell(d, row, ROLE_BIRTH_DATE), iso[11];
  int32_t day;
  if (!birth || !resident_id(d, row) || !date_parse(birth, strlen(birth), &day)) return false;
  int32_t other = random_below(&d->random, 2) ? date_add_months(day, 12) : day + 9;
  set(birth, date_format(other, iso));
  return true;
}

static bool sex_conflict(dirt *d, sheet_row *row) {
  if (d->sex_field < 0 || !resident_id(d, row)) return false;
  const field *f = &d->schema->fields[d->sex_field];
  char *cell = row->cells[d->sex_field];
  int label = field_label(f, slice_of(cell, strlen(cell)));
  if (label < 0 || f->labels_count < 2) return false;
  set(cell, f->labels[label == 0 ? 1 : 0]);
  return true;
}

/* ---- labels, flags, numbers, money ---- */

/* The last label loses its last character, unless that is another way of writing one. */
static bool label_misspelt(dirt *d, sheet_row *row) {
  int i = filled(d, row, FIELD_LABELS);
  if (i < 0) return false;
  char *cell = row->cells[i], *last = cell;
  for (char *next = cell; (next = strstr(next, "、")) != NULL; last = next) next += strlen("、");
  size_t length = strlen(last);
  if (length <= 9) return false; /* three characters: what is left would be near nothing */
  if (field_label(&d->schema->fields[i], slice_of(last, length - 3)) >= 0) return false;
  last[length - 3] = '\0'; /* a label ends in a Chinese character: three bytes */
  return true;
}

static bool label_unknown(dirt *d, sheet_row *row) {
  static const char *const texts[] = {"贫困户", "其他", "困难群众", "五保", "建档立卡"};
  for (int i = 0; i < d->schema->count; i++) {
    if (d->schema->fields[i].type != FIELD_LABELS) continue;
    char *cell = row->cells[i];
    const char *text = pick(d, OF(texts));
    size_t used = strlen(cell);
    if (used + strlen(text) + 4 > CELL_SIZE) return false;
    snprintf(cell + used, CELL_SIZE - used, "%s%s", used ? "、" : "", text);
    return true;
  }
  return false;
}

static bool label_separator(dirt *d, sheet_row *row) {
  static const char *const separators[] = {"，", ",", "；", ";", "|"};
  int i = filled(d, row, FIELD_LABELS);
  char *at = i < 0 ? NULL : strstr(row->cells[i], "、");
  if (!at) return false;
  const char *separator = pick(d, OF(separators));
  for (; at; at = strstr(at, "、")) {
    size_t length = strlen(separator);
    memmove(at + length, at + 3, strlen(at + 3) + 1);
    for (size_t k = 0; k < length; k++) at[k] = separator[k];
  }
  return true;
}

static bool flag_variant(dirt *d, sheet_row *row) {
  static const char *const yes[] = {"1", "true", "Y", "有"}, *const no[] = {"0", "false", "N",
                                                                            "无"};
  int i = filled(d, row, FIELD_FLAG);
  if (i < 0) return false;
  bool is_no = strcmp(row->cells[i], "否") == 0;
  set(row->cells[i], is_no ? pick(d, OF(no)) : pick(d, OF(yes)));
  return true;
}

static bool flag_unreadable(dirt *d, sheet_row *row) {
  static const char *const texts[] = {"可能", "待核实", "√?", "2"};
  int i = filled(d, row, FIELD_FLAG);
  if (i >= 0) set(row->cells[i], pick(d, OF(texts)));
  return i >= 0;
}

static bool number_unreadable(dirt *d, sheet_row *row) {
  static const char *const texts[] = {"五级", "9", "未评定", "二到三级"};
  int i = filled(d, row, FIELD_NUMBER);
  if (i >= 0) set(row->cells[i], pick(d, OF(texts)));
  return i >= 0;
}

static bool money_unreadable(dirt *d, sheet_row *row) {
  static const char *const texts[] = {"三百五", "350元/年", "3 50", "已缴", "3.5e2", "350.001"};
  int i = filled(d, row, FIELD_MONEY);
  if (i >= 0) set(row->cells[i], pick(d, OF(texts)));
  return i >= 0;
}

static bool money_format_other(dirt *d, sheet_row *row) {
  int i = filled(d, row, FIELD_MONEY);
  if (i < 0 || strchr(row->cells[i], '.')) return false;
  strncat(row->cells[i], random_below(&d->random, 2) ? ".00" : "元", 8);
  return true;
}

/* ---- rows and cells ---- */

static bool cell_blank(dirt *d, sheet_row *row) {
  static const field_role roles[] = {ROLE_ID_NUMBER, ROLE_NAME,    ROLE_BIRTH_DATE,
                                     ROLE_TOWN,      ROLE_VILLAGE, ROLE_HOUSEHOLD};
  char *cell = role_cell(d, row, roles[random_below(&d->random, sizeof roles / sizeof *roles)]);
  if (cell) cell[0] = '\0';
  return cell != NULL;
}

static bool cells_missing(dirt *d, sheet_row *row) {
  int lost = random_between(&d->random, 1, 6);
  if (row->count <= lost + 8) return false;
  row->count -= lost;
  return true;
}

static bool cells_extra(dirt *d, sheet_row *row) {
  if (row->count + 2 > ROW_CELLS_MAX) return false;
  set(row->cells[row->count++], "");
  set(row->cells[row->count++], random_below(&d->random, 2) ? "见附表" : "1");
  return true;
}

static bool newline(dirt *d, sheet_row *row) {
  char *cell = role_cell(d, row, random_below(&d->random, 2) ? ROLE_VILLAGE : ROLE_NAME),
       text[CELL_SIZE];
  if (!cell || strlen(cell) > 100) return false;
  snprintf(text, sizeof text, "%.100s\n（二组）", cell);
  set(cell, text);
  return true;
}

static bool quotes(dirt *d, sheet_row *row) {
  char *cell = role_cell(d, row, random_below(&d->random, 2) ? ROLE_VILLAGE : ROLE_NAME),
       text[CELL_SIZE];
  if (!cell || strlen(cell) > 100) return false;
  snprintf(text, sizeof text, "%.100s,\"原名不详\"", cell);
  set(cell, text);
  return true;
}

static bool formula(dirt *d, sheet_row *row) {
  static const char *const starts[] = {"=1+1&\"%s\"", "+%s", "-%s", "@%s",
                                       "=HYPERLINK(\"http://example.invalid\",\"%s\")"};
  char *cell = role_cell(d, row, ROLE_NAME), text[CELL_SIZE];
  if (!cell || strlen(cell) > 100) return false;
  const char *start = pick(d, OF(starts)), *hole = strstr(start, "%s");
  snprintf(text, sizeof text, "%.*s%.100s%s", (int)(hole - start), start, cell, hole + 2);
  set(cell, text);
  return true;
}

static bool same_row(dirt *d, sheet_row *row) {
  if (d->waiting_for >= 0 || !role_cell(d, row, ROLE_ID_NUMBER)) return false;
  d->waiting = *row;
  d->waiting_kind = DIRT_SAME_ROW;
  d->waiting_for = random_between(&d->random, 0, 3);
  return true;
}

static bool same_person(dirt *d, sheet_row *row) {
  if (!same_row(d, row)) return false;
  d->waiting_kind = DIRT_SAME_PERSON;
  d->waiting_for = random_between(&d->random, 20, 60);
  return true;
}

static const struct {
  const char *key, *name;
  bool (*spoil)(dirt *d, sheet_row *row);
} kinds[DIRT_KINDS] = {
    [DIRT_DATE_UNREADABLE] = {"date_unreadable", N_("a date that is none"), date_unreadable},
    [DIRT_DATE_FORMAT] = {"date_format", N_("dates written another way"), date_format_other},
    [DIRT_ID_CHECK_DIGIT] = {"id_check_digit", N_("ID number with a wrong check digit"),
                             id_check_digit_wrong},
    [DIRT_ID_LOWER_X] = {"id_lower_x", N_("ID number with a lower-case x"), id_lower_x},
    [DIRT_ID_FULL_WIDTH] = {"id_full_width", N_("ID number in full-width digits"), id_full_width},
    [DIRT_ID_LENGTH] = {"id_length", N_("ID number with a digit missing"), id_length},
    [DIRT_BIRTH_CONFLICT] = {"birth_conflict", N_("birth date that contradicts the ID number"),
                             birth_conflict},
    [DIRT_SEX_CONFLICT] = {"sex_conflict", N_("sex that contradicts the ID number"), sex_conflict},
    [DIRT_LABEL_MISSPELT] = {"label_misspelt", N_("label cut short"), label_misspelt},
    [DIRT_LABEL_UNKNOWN] = {"label_unknown", N_("label nobody declared"), label_unknown},
    [DIRT_LABEL_SEPARATOR] = {"label_separator", N_("labels separated another way"),
                              label_separator},
    [DIRT_FLAG_VARIANT] = {"flag_variant", N_("yes or no written another way"), flag_variant},
    [DIRT_FLAG_UNREADABLE] = {"flag_unreadable", N_("neither yes nor no"), flag_unreadable},
    [DIRT_NUMBER_UNREADABLE] = {"number_unreadable", N_("grade that is none"), number_unreadable},
    [DIRT_MONEY_UNREADABLE] = {"money_unreadable", N_("amount that is none"), money_unreadable},
    [DIRT_MONEY_FORMAT] = {"money_format", N_("amount written another way"), money_format_other},
    [DIRT_CELL_BLANK] = {"cell_blank", N_("blank cell that should not be"), cell_blank},
    [DIRT_CELLS_MISSING] = {"cells_missing", N_("row with too few cells"), cells_missing},
    [DIRT_CELLS_EXTRA] = {"cells_extra", N_("row with too many cells"), cells_extra},
    [DIRT_NEWLINE] = {"newline", N_("line break inside a cell"), newline},
    [DIRT_QUOTES] = {"quotes", N_("quotes and a comma inside a cell"), quotes},
    [DIRT_FORMULA] = {"formula", N_("name that a spreadsheet would run"), formula},
    [DIRT_SAME_ROW] = {"same_row", N_("row that stands twice"), same_row},
    [DIRT_SAME_PERSON] = {"same_person", N_("person in two households"), same_person},
};

const char *dirt_key(dirt_kind kind) { return kinds[kind].key; }
const char *dirt_name(dirt_kind kind) { return _(kinds[kind].name); }

void dirt_begin(dirt *d, const schema *s, int sex_field, uint32_t millionths, uint64_t seed) {
  memset(d->counts, 0, sizeof d->counts);
  d->rows = 0;
  d->schema = s;
  d->sex_field = sex_field;
  d->millionths = millionths;
  d->waiting_for = -1;
  random_seed(&d->random, seed, 100);
}

static bool spoil(dirt *d, sheet_row *row, int kind) {
  if (!kinds[kind].spoil(d, row)) return false;
  d->counts[kind]++;
  d->rows++;
  return true;
}

void dirt_row(dirt *d, sheet_row *row) {
  if (!random_chance(&d->random, d->millionths)) {
    /* A kind that few rows fit would never come up in a small roster: once the others have, it takes its first. */
    for (int k = 0; k < DIRT_KINDS && d->rows >= DIRT_KINDS; k++)
      if (d->counts[k] == 0 && spoil(d, row, k)) return;
    return;
  }
  bool tried[DIRT_KINDS] = {false};
  for (int n = 0; n < DIRT_KINDS; n++) {
    int rarest = -1;
    for (int k = 0; k < DIRT_KINDS; k++)
      if (!tried[k] && (rarest < 0 || d->counts[k] < d->counts[rarest])) rarest = k;
    tried[rarest] = true;
    if (spoil(d, row, rarest)) return;
  }
}

bool dirt_repeat(dirt *d, sheet_row *row) {
  if (d->waiting_for < 0 || d->waiting_for-- > 0) return false;
  static const field_role where[] = {ROLE_HOUSEHOLD, ROLE_TOWN, ROLE_VILLAGE};
  if (d->waiting_kind == DIRT_SAME_PERSON) {
    for (int i = 0; i < 3; i++) {
      int at = schema_role(d->schema, where[i]);
      if (at >= 0) set(d->waiting.cells[at], row->cells[at]);
    }
  }
  *row = d->waiting;
  return true;
}

void dirt_end(dirt *d) {
  if (d->waiting_for >= 0) d->counts[d->waiting_kind]--;
  d->waiting_for = -1;
}
