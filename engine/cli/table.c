/*
** table.c - tables and facts gathered, then shown. A report is a list of items
** in the order added; a table's cells are kept as values, so that the terminal
** and the JSON are two ways of printing one thing.
*/
#include "cli/table.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "studies/mask.h"
#include "values/date.h"
#include "values/money.h"

#define COLUMNS_MAX 24
#define CELL_BYTES 1024 /* longest text shown on a terminal */
#define FOLD_LEAST 24   /* no column is folded to less */

typedef struct {
  bool blank;
  int64_t v;
  char *text;
} cell;

typedef struct {
  char *key, *heading;
  table_type type;
} table_head;

struct table {
  report *owner;
  table_head columns[COLUMNS_MAX];
  int columns_count;
  cell *cells;
  size_t cells_count, cells_space;
  bool folded;
};

typedef enum { ITEM_FACT, ITEM_NOTE, ITEM_TABLE } item_kind;

typedef struct {
  item_kind kind;
  char *key, *heading; /* of a note: the sentence is the heading */
  table_type type;
  cell value;
  table *table;
} item;

struct report {
  item *items;
  size_t count, space;
  bool failed; /* memory ran out somewhere; report_print says so */
};

report *report_new(void) { return calloc(1, sizeof(report)); }

static void table_free(table *t) {
  if (!t) return;
  for (int i = 0; i < t->columns_count; i++) {
    free(t->columns[i].key);
    free(t->columns[i].heading);
  }
  for (size_t i = 0; i < t->cells_count; i++) free(t->cells[i].text);
  free(t->cells);
  free(t);
}

void report_free(report *r) {
  if (!r) return;
  for (size_t i = 0; i < r->count; i++) {
    free(r->items[i].key);
    free(r->items[i].heading);
    free(r->items[i].value.text);
    table_free(r->items[i].table);
  }
  free(r->items);
  free(r);
}

void report_lost(report *r) {
  if (r) r->failed = true;
}

/* Whatever is printed may be seen by others than the result's reader: ID numbers are masked here, wherever they came from. */
static char *copy_text(report *r, const char *text) {
  size_t n = text ? strlen(text) : 0;
  char *copy = malloc(n + 1);
  if (copy)
    mask_ids(slice_of(text, n), copy, n + 1);
  else
    r->failed = true;
  return copy;
}

static item *add_item(report *r, item_kind kind, const char *key, const char *heading) {
  if (!r) return NULL;
  if (r->count == r->space) {
    size_t space = r->space ? r->space * 2 : 16;
    item *items = realloc(r->items, space * sizeof *items);
    if (!items) {
      r->failed = true;
      return NULL;
    }
    r->items = items;
    r->space = space;
  }
  item *it = &r->items[r->count++];
  *it = (item){.kind = kind, .key = copy_text(r, key), .heading = copy_text(r, heading)};
  return it;
}

static void add_fact(report *r, const char *key, const char *heading, table_type type, int64_t v,
                     const char *text) {
  item *it = add_item(r, ITEM_FACT, key, heading);
  if (!it) return;
  it->type = type;
  it->value.v = v;
  if (type == TABLE_TEXT) it->value.text = copy_text(r, text);
}

void report_text(report *r, const char *key, const char *heading, const char *text) {
  add_fact(r, key, heading, TABLE_TEXT, 0, text);
}
void report_count(report *r, const char *key, const char *heading, int64_t n) {
  add_fact(r, key, heading, TABLE_COUNT, n, NULL);
}
void report_money(report *r, const char *key, const char *heading, int64_t fen) {
  add_fact(r, key, heading, TABLE_MONEY, fen, NULL);
}
void report_date(report *r, const char *key, const char *heading, int32_t day) {
  add_fact(r, key, heading, TABLE_DATE, day, NULL);
}
void report_flag(report *r, const char *key, const char *heading, bool yes) {
  add_fact(r, key, heading, TABLE_FLAG, yes, NULL);
}
void report_percent(report *r, const char *key, const char *heading, int64_t hundredths) {
  add_fact(r, key, heading, TABLE_PERCENT, hundredths, NULL);
}

void report_note(report *r, const char *format, ...) {
  char text[2048];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  add_item(r, ITEM_NOTE, "", text);
}

table *report_table(report *r, const char *key, const char *title) {
  item *it = add_item(r, ITEM_TABLE, key, title);
  if (!it) return NULL;
  it->table = calloc(1, sizeof(table));
  if (!it->table) {
    r->failed = true;
    return NULL;
  }
  it->table->owner = r;
  return it->table;
}

/* A report that has lost something is never printed: nothing more is put into it, for a row may lack a cell. */
static bool is_lost(const table *t) { return !t || t->owner->failed; }

void table_column(table *t, const char *key, const char *heading, table_type type) {
  if (is_lost(t)) return;
  assert(t->columns_count < COLUMNS_MAX && t->cells_count == 0);
  t->columns[t->columns_count++] = (table_head){
      .key = copy_text(t->owner, key), .heading = copy_text(t->owner, heading), .type = type};
}

void table_fold(table *t) {
  if (!is_lost(t)) t->folded = true;
}

static cell *add_cell(table *t) {
  if (is_lost(t)) return NULL;
  if (t->cells_count == t->cells_space) {
    size_t space = t->cells_space ? t->cells_space * 2 : 64;
    cell *cells = realloc(t->cells, space * sizeof *cells);
    if (!cells) {
      t->owner->failed = true;
      return NULL;
    }
    t->cells = cells;
    t->cells_space = space;
  }
  cell *c = &t->cells[t->cells_count++];
  *c = (cell){.blank = false};
  return c;
}

static void add_value(table *t, table_type type, int64_t v) {
  if (is_lost(t)) return;
  assert(t->columns_count > 0 &&
         t->columns[t->cells_count % (size_t)t->columns_count].type == type);
  (void)type;
  cell *c = add_cell(t);
  if (c) c->v = v;
}

void table_text(table *t, const char *text) {
  if (is_lost(t)) return;
  assert(t->columns_count > 0 &&
         t->columns[t->cells_count % (size_t)t->columns_count].type == TABLE_TEXT);
  cell *c = add_cell(t);
  if (c) c->text = copy_text(t->owner, text);
}
void table_place(table *t, const char *file, int line) {
  char where[1024];
  if (line > 0)
    snprintf(where, sizeof where, "%s:%d", file, line);
  else
    snprintf(where, sizeof where, "%s", file);
  table_text(t, where);
}
void table_count(table *t, int64_t n) { add_value(t, TABLE_COUNT, n); }
void table_money(table *t, int64_t fen) { add_value(t, TABLE_MONEY, fen); }
void table_date(table *t, int32_t day) { add_value(t, TABLE_DATE, day); }
void table_flag(table *t, bool yes) { add_value(t, TABLE_FLAG, yes); }
void table_percent(table *t, int64_t hundredths) { add_value(t, TABLE_PERCENT, hundredths); }
void table_blank(table *t) {
  cell *c = add_cell(t);
  if (c) c->blank = true;
}

int table_rows(const table *t) {
  return t && t->columns_count ? (int)(t->cells_count / (size_t)t->columns_count) : 0;
}

/* ---- on a terminal ---- */

static uint32_t next_character(const unsigned char **at) {
  const unsigned char *s = *at;
  int more = s[0] < 0xC0 ? 0 : s[0] < 0xE0 ? 1 : s[0] < 0xF0 ? 2 : 3;
  uint32_t c = more == 0 ? s[0] : s[0] & (0x3Fu >> more);
  int i = 1;
  for (; i <= more && (s[i] & 0xC0) == 0x80; i++) c = c << 6 | (s[i] & 0x3Fu);
  *at = s + i;
  return c;
}

/* Wide and full-width ranges of Unicode's East Asian Width that names and headings can meet. */
static bool is_wide(uint32_t c) {
  static const uint32_t ranges[][2] = {
      {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},  {0xA960, 0xA97F}, {0xAC00, 0xD7A3},
      {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},  {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
      {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
  for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
    if (c >= ranges[i][0] && c <= ranges[i][1]) return true;
  return false;
}

static int character_width(uint32_t c) {
  bool none =
      (c >= 0x0300 && c <= 0x036F) || (c >= 0x200B && c <= 0x200F) || (c >= 0xFE00 && c <= 0xFE0F);
  return none ? 0 : is_wide(c) ? 2 : 1;
}

int display_width(const char *text) {
  int width = 0;
  for (const unsigned char *s = (const unsigned char *)text; *s;)
    width += character_width(next_character(&s));
  return width;
}

static void count_text(int64_t n, char *buf, size_t size) {
  char digits[24];
  uint64_t magnitude = n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n;
  int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)magnitude);
  size_t at = 0;
  if (n < 0) buf[at++] = '-';
  for (int i = 0; i < length && at + 2 < size; i++) {
    if (i > 0 && (length - i) % 3 == 0) buf[at++] = ',';
    buf[at++] = digits[i];
  }
  buf[at] = '\0';
}

static const char *cell_text(const cell *c, table_type type, char *buf, size_t size) {
  char part[24];
  buf[0] = '\0';
  if (c->blank) return buf;
  switch (type) {
    case TABLE_TEXT:
      return c->text ? text_display(slice_of(c->text, strlen(c->text)), buf, size) : buf;
    case TABLE_COUNT: count_text(c->v, buf, size); return buf;
    case TABLE_MONEY: money_format(c->v, part); break;
    case TABLE_DATE:
      if (c->v == DATE_NONE) return buf;
      date_format((int32_t)c->v, part);
      break;
    case TABLE_FLAG: snprintf(buf, size, "%s", c->v ? _("yes") : _("no")); return buf;
    case TABLE_PERCENT:
      snprintf(buf, size, "%lld.%02lld%%", (long long)(c->v / 100), (long long)(c->v % 100));
      return buf;
  }
  snprintf(buf, size, "%s", part);
  return buf;
}

static bool right_aligned(table_type type) {
  return type == TABLE_COUNT || type == TABLE_MONEY || type == TABLE_PERCENT;
}

static void print_cell(const char *text, int width, table_type type, bool last) {
  int pad = width - display_width(text);
  if (pad < 0) pad = 0;
  if (right_aligned(type))
    printf("%*s%s", pad, "", text);
  else if (last)
    fputs(text, stdout);
  else
    printf("%s%*s", text, pad, "");
  fputs(last ? "\n" : "  ", stdout);
}

/* The widest texts give way until the table fits. */
static void fold_widths(const table *t, int *widths) {
  int n = t->columns_count, total = 2 * (n - 1);
  for (int i = 0; i < n; i++) total += widths[i];
  for (; total > TABLE_FOLDED; total--) {
    int widest = -1;
    for (int i = 0; i < n; i++)
      if (t->columns[i].type == TABLE_TEXT && widths[i] > FOLD_LEAST &&
          widths[i] > display_width(t->columns[i].heading) &&
          (widest < 0 || widths[i] > widths[widest]))
        widest = i;
    if (widest < 0) return;
    widths[widest]--;
  }
}

/* How well a line may end behind this character: between two parts best, between words well. */
static int break_of(uint32_t c) {
  if (c == 0xFF1B || c == ';') return 2;                     /* ； */
  return c == ' ' || c == ',' || c == 0xFF0C || c == 0x3001; /* ， 、 */
}

/* Bytes of the text that fit into a line, at least one character's. */
static size_t line_of(const char *text, int width) {
  const unsigned char *at = (const unsigned char *)text;
  size_t fits = 0, ends[3] = {0, 0, 0};
  for (int taken = 0; *at;) {
    uint32_t c = next_character(&at);
    taken += character_width(c);
    if (taken > width && fits) {
      if (ends[2]) return ends[2];
      return ends[1] * 2 > fits ? ends[1] : fits;
    }
    fits = (size_t)(at - (const unsigned char *)text);
    ends[break_of(c)] = fits;
  }
  return fits;
}

/* A row, on as many lines as its longest text takes. */
static void print_row(const table *t, size_t row, const int *widths) {
  char buf[CELL_BYTES], line[CELL_BYTES];
  size_t printed[COLUMNS_MAX] = {0}; /* bytes of each cell's text */
  const cell *cells = &t->cells[row * (size_t)t->columns_count];
  for (int last = t->columns_count - 1; last >= 0;) {
    int next = -1; /* the last column that has more */
    for (int i = 0; i <= last; i++) {
      const char *rest = cell_text(&cells[i], t->columns[i].type, buf, sizeof buf) + printed[i];
      size_t length = t->folded ? line_of(rest, widths[i]) : strlen(rest);
      size_t shown = length;
      while (t->folded && shown > 0 && rest[shown - 1] == ' ') shown--;
      memcpy(line, rest, shown);
      line[shown] = '\0';
      print_cell(line, widths[i], t->columns[i].type, i == last);
      length += strspn(rest + length, " ");
      printed[i] += length;
      if (rest[length]) next = i;
    }
    last = next;
  }
}

static void print_table(const item *it) {
  const table *t = it->table;
  char buf[CELL_BYTES];
  int widths[COLUMNS_MAX] = {0}, n = t->columns_count, rule = n ? 2 * (n - 1) : 0;
  size_t rows = (size_t)table_rows(t);
  for (int i = 0; i < n; i++) widths[i] = display_width(t->columns[i].heading);
  for (size_t i = 0; i < rows * (size_t)n; i++) {
    int at = (int)(i % (size_t)n);
    int width = display_width(cell_text(&t->cells[i], t->columns[at].type, buf, sizeof buf));
    if (width > widths[at]) widths[at] = width;
  }
  if (t->folded) fold_widths(t, widths);
  for (int i = 0; i < n; i++) rule += widths[i];
  if (it->heading && *it->heading) printf("%s\n", it->heading);
  for (int i = 0; i < n; i++)
    print_cell(t->columns[i].heading, widths[i], t->columns[i].type, i == n - 1);
  for (int i = 0; i < rule; i++) putchar('-');
  putchar('\n');
  for (size_t row = 0; row < rows; row++) print_row(t, row, widths);
}

static void print_terminal(const report *r) {
  char buf[CELL_BYTES];
  int widest = 0;
  for (size_t i = 0; i < r->count; i++)
    if (r->items[i].kind == ITEM_FACT && display_width(r->items[i].heading) > widest)
      widest = display_width(r->items[i].heading);
  for (size_t i = 0; i < r->count; i++) {
    const item *it = &r->items[i];
    if (it->kind == ITEM_TABLE && table_rows(it->table) == 0) continue; /* JSON has it, empty */
    bool apart = i > 0 && (it->kind == ITEM_TABLE || r->items[i - 1].kind != it->kind);
    if (apart) putchar('\n');
    if (it->kind == ITEM_TABLE) print_table(it);
    if (it->kind == ITEM_NOTE) printf("%s\n", it->heading);
    if (it->kind == ITEM_FACT)
      printf("%s%*s  %s\n", it->heading, widest - display_width(it->heading), "",
             cell_text(&it->value, it->type, buf, sizeof buf));
  }
}

/* ---- as JSON ---- */

/* cJSON must be given UTF-8: what is not is shown escaped. Amounts go out as exact decimal
** digits, never through a double. NULL when memory ran out. */
static cJSON *cell_json(const cell *c, table_type type) {
  char buf[CELL_BYTES];
  if (c->blank || (type == TABLE_DATE && c->v == DATE_NONE)) return cJSON_CreateNull();
  switch (type) {
    case TABLE_TEXT:
      if (utf8_valid(c->text, strlen(c->text))) return cJSON_CreateString(c->text);
      return cJSON_CreateString(text_display(slice_of(c->text, strlen(c->text)), buf, sizeof buf));
    case TABLE_DATE: return cJSON_CreateString(cell_text(c, type, buf, sizeof buf));
    case TABLE_FLAG: return cJSON_CreateBool(c->v != 0);
    case TABLE_COUNT:
      snprintf(buf, sizeof buf, "%lld", (long long)c->v);
      return cJSON_CreateRaw(buf);
    case TABLE_PERCENT:
      snprintf(buf, sizeof buf, "%lld.%02lld", (long long)(c->v / 100), (long long)(c->v % 100));
      return cJSON_CreateRaw(buf);
    case TABLE_MONEY: break;
  }
  return cJSON_CreateRaw(cell_text(c, type, buf, sizeof buf));
}

/* Takes `member`; false when memory ran out. */
static bool put(cJSON *object, const char *key, cJSON *member) {
  if (member &&
      (key ? cJSON_AddItemToObject(object, key, member) : cJSON_AddItemToArray(object, member)))
    return true;
  cJSON_Delete(member);
  return false;
}

static bool table_json(const table *t, cJSON *rows) {
  size_t n = (size_t)t->columns_count, count = (size_t)table_rows(t);
  for (size_t i = 0; i < count; i++) {
    cJSON *row = cJSON_CreateObject();
    if (!put(rows, NULL, row)) return false;
    for (size_t k = 0; k < n; k++)
      if (!put(row, t->columns[k].key, cell_json(&t->cells[i * n + k], t->columns[k].type)))
        return false;
  }
  return true;
}

static bool report_json(const report *r, cJSON *root) {
  cJSON *notes = NULL;
  for (size_t i = 0; i < r->count; i++) {
    const item *it = &r->items[i];
    if (it->kind == ITEM_FACT && !put(root, it->key, cell_json(&it->value, it->type))) return false;
    if (it->kind == ITEM_TABLE) {
      cJSON *rows = cJSON_CreateArray();
      if (!put(root, it->key, rows) || !table_json(it->table, rows)) return false;
    }
    if (it->kind != ITEM_NOTE) continue;
    if (!notes && !put(root, "notes", notes = cJSON_CreateArray())) return false;
    if (!put(notes, NULL, cJSON_CreateString(it->heading))) return false;
  }
  return true;
}

static int out_of_memory(void) {
  canbao_error error;
  fault(&error, CANBAO_LIMIT, _("memory ran out"));
  return cli_fail(&error);
}

int report_print(const report *r, const cli *c) {
  if (!r || r->failed) return out_of_memory();
  if (!c->options.json) {
    print_terminal(r);
  } else {
    cJSON *root = cJSON_CreateObject();
    char *text = root && report_json(r, root) ? cJSON_Print(root) : NULL;
    cJSON_Delete(root);
    if (!text) return out_of_memory();
    puts(text);
    cJSON_free(text);
  }
  if (fflush(stdout) == 0 && !ferror(stdout)) return EXIT_DONE;
  canbao_error error;
  fault(&error, CANBAO_DATA, _("standard output cannot be written"));
  return cli_fail(&error);
}
