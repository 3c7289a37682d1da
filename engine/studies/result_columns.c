/* result_columns.c - see result_columns.h. */
#include "studies/result_columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/mask.h"
#include "studies/shown_name.h"
#include "values/csv.h"
#include "values/message.h"

#define SHOWN_BYTES 96 /* of a name in a message */
#define LIST_BYTES 800 /* of all names there: the rest of the message fits beside it */

typedef struct {
  const char *name;
  field_role role;
} field_column;

static const field_column field_columns[] = {{"id_number", ROLE_ID_NUMBER},
                                             {"town", ROLE_TOWN},
                                             {"village", ROLE_VILLAGE},
                                             {"household_id", ROLE_HOUSEHOLD}};
#define FIELD_COLUMNS ((int)(sizeof field_columns / sizeof field_columns[0]))

typedef struct {
  const char *name, *title; /* the title in the catalogue */
  column_kind kind;
} decision_column;

static const decision_column decision_columns[] = {{"case", N_("case number"), COLUMN_CASE},
                                                   {"articles", N_("articles"), COLUMN_ARTICLES},
                                                   {"doubts", N_("doubts"), COLUMN_DOUBTS},
                                                   {"problem", N_("problem"), COLUMN_PROBLEM}};
#define DECISION_COLUMNS ((int)(sizeof decision_columns / sizeof decision_columns[0]))

static canbao_status out_of_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

/* ---- names that are given ---- */

static const char *shown(const char *name, char buf[SHOWN_BYTES]) {
  return text_display(slice_of(name, strlen(name)), buf, SHOWN_BYTES);
}

/* At `to`, at most three times the cell's length and a NUL; where it ends. */
static char *put_name(csv_cell cell, char *to) {
  char *plain = to + cell.length + 1;
  size_t n = csv_undouble(cell, plain);
  slice name = slice_trim(slice_of(plain, n));
  return to + mask_ids(name, to, name.length + 1) + 1;
}

static canbao_status check_names(const column_names *names, canbao_error *error) {
  char text[SHOWN_BYTES];
  for (int i = 0; i < names->count; i++) {
    if (names->at[i][0] == '\0')
      return names->count == 1
                 ? fault(error, CANBAO_USAGE, _("no column is named"))
                 : fault(error, CANBAO_USAGE, _("name %d of %d is empty"), i + 1, names->count);
    for (int k = 0; k < i; k++)
      if (strcmp(names->at[k], names->at[i]) == 0)
        return fault(error, CANBAO_USAGE, _("the column “%s” is named twice"),
                     shown(names->at[i], text));
  }
  return CANBAO_OK;
}

canbao_status column_names_read(column_names *out, const char *list, canbao_error *error) {
  size_t length = strlen(list);
  csv_scanner at = csv_begin(list, length);
  csv_cell none[1];
  int count = csv_record(&at, none, 1);
  *out = (column_names){.at = NULL};
  if (count < 0) return fault(error, CANBAO_USAGE, _("no column is named"));
  if (csv_record(&at, none, 1) >= 0)
    return fault(error, CANBAO_USAGE, _("the names stand on one line, parted by commas"));
  csv_cell *cells = calloc((size_t)count, sizeof *cells);
  const char **names = malloc((size_t)count * (sizeof *names + 2) + length * 3);
  if (!cells || !names) {
    free(cells);
    free(names);
    return out_of_memory(error);
  }
  char *to = (char *)(names + count);
  at = csv_begin(list, length);
  csv_record(&at, cells, count);
  for (int i = 0; i < count; i++) {
    names[i] = to;
    to = put_name(cells[i], to);
  }
  free(cells);
  *out = (column_names){.at = names, .count = count};
  canbao_status status = check_names(out, error);
  if (status == CANBAO_OK) return CANBAO_OK;
  free(names);
  *out = (column_names){.at = NULL};
  return status;
}

/* ---- every column there is ---- */

static void add(result_columns *c, result_column one, const char *key, slice heading) {
  one.key = key;
  one.heading = heading;
  c->at[c->count++] = one;
}

static void add_our(result_columns *c, result_column one, const char *key, const char *heading) {
  add(c, one, key, slice_of(heading, strlen(heading)));
}

static void add_ours(result_columns *c, const policy *p, bool spreadsheet) {
  bool titles = spreadsheet && message_is_chinese();
  for (int i = 0; i < FIELD_COLUMNS; i++) {
    const field_column *of = &field_columns[i];
    int at = schema_role(p->schema, of->role);
    const char *title = titles && at >= 0 ? p->schema->fields[at].title : NULL;
    add_our(c, (result_column){.kind = COLUMN_FIELD, .role = of->role, .index = at}, of->name,
            title ? title : of->name);
  }
  for (int i = 0; i < p->effects_count; i++) {
    const effect *e = &p->effects[i];
    if (e->output)
      add_our(c, (result_column){.kind = COLUMN_EFFECT, .index = i}, e->name,
              titles ? effect_heading(e) : e->name);
  }
  for (int i = 0; i < DECISION_COLUMNS; i++) {
    const decision_column *of = &decision_columns[i];
    add_our(c, (result_column){.kind = of->kind}, of->name, titles ? _(of->title) : of->name);
  }
}

/* Two texts as one; `at` is NULL when memory ran out. */
static slice joined(result_columns *c, slice a, slice b) {
  char *name = arena_take(&c->texts, (size_t)a.length + b.length + 1);
  if (!name) return slice_of(NULL, 0);
  if (a.length > 0) memcpy(name, a.at, a.length);
  if (b.length > 0) memcpy(name + a.length, b.at, b.length);
  return slice_of(name, (size_t)a.length + b.length);
}

/* The text, ID numbers masked, with a NUL behind it; `at` is NULL when memory ran out. */
static slice masked(result_columns *c, slice text) {
  char *at = arena_take(&c->texts, (size_t)text.length + 1);
  return slice_of(at, at ? mask_ids(text, at, (size_t)text.length + 1) : 0);
}

/* The roster's own may be called what ours, `ours` of which stand first, are called: an earlier result read as a roster, a field
** named like an effect. Theirs are told apart, by name and in the heading row. False when memory ran out. */
static bool add_theirs(result_columns *c, int ours, result_column one, slice name, slice heading,
                       bool mask) {
  bool named = false, headed = false;
  for (int k = 0; k < ours; k++) {
    named |= slice_is(name, c->at[k].key);
    headed |= slice_equal(heading, c->at[k].heading);
  }
  slice none = slice_of("", 0), theirs = slice_of("roster_", 7), defused = slice_of("'", 1);
  slice called = joined(c, named ? theirs : csv_is_formula(name) ? defused : none, name);
  bool told = named || headed;
  slice shown_as = joined(c, told ? theirs : csv_is_formula(heading) ? defused : none, heading);
  if (!called.at || !shown_as.at) return false;
  slice key = masked(c, called);
  if (mask) shown_as = masked(c, shown_as);
  if (!key.at || !shown_as.at) return false;
  add(c, one, key.at, shown_as);
  return true;
}

/* The column of a field; NULL where there is none. */
static const result_column *of_field(const result_columns *c, int field_index) {
  for (int i = 0; i < c->count && field_index >= 0; i++)
    if (c->at[i].kind == COLUMN_FIELD && c->at[i].index == field_index) return &c->at[i];
  return NULL;
}

/* The fields that a result has no column for unless somebody names it: those that the roster has one for. */
static bool add_other_fields(result_columns *c, int ours, const policy *p, const roster *r,
                             const result_form *form) {
  bool titles = form->spreadsheet && message_is_chinese();
  for (int i = 0; i < p->schema->count; i++) {
    const field *of = &p->schema->fields[i];
    const char *heading = titles && of->title ? of->title : of->name;
    result_column one = {.kind = COLUMN_FIELD, .role = of->role, .index = i};
    if (r->columns[i].present && !of_field(c, i) &&
        !add_theirs(c, ours, one, slice_of(of->name, strlen(of->name)),
                    slice_of(heading, strlen(heading)), form->mask))
      return false;
  }
  return true;
}

/* A result's columns; with `named`, those too that it has only when they are named. False when memory ran out. */
static bool add_all(result_columns *c, const policy *p, const roster *r, const result_form *form,
                    bool named) {
  size_t most = (size_t)(FIELD_COLUMNS + p->effects_count + DECISION_COLUMNS + r->extra_count +
                         p->schema->count);
  if (!(c->at = malloc(most * sizeof *c->at))) return false;
  add_ours(c, p, form->spreadsheet);
  int ours = c->count;
  if (named && !add_other_fields(c, ours, p, r, form)) return false;
  for (int i = 0; i < r->extra_count; i++)
    if (!add_theirs(c, ours, (result_column){.kind = COLUMN_EXTRA, .index = i},
                    r->extra_headings[i], r->extra_headings[i], form->mask))
      return false;
  return true;
}

/* ---- those that are named ---- */

/* What the rules call a column in Chinese: a name as good as its own where nothing else has it; NULL. */
static const char *title_of(const policy *p, const result_column *c) {
  if (c->kind == COLUMN_EFFECT) return p->effects[c->index].title;
  return c->kind == COLUMN_FIELD && c->index >= 0 ? p->schema->fields[c->index].title : NULL;
}

/* The column that was meant: by its name, or by its title. *near is NULL where none is. */
static canbao_status find_nearest(const char **near, const result_columns *all, const policy *p,
                                  const char *wanted, canbao_error *error) {
  size_t count = (size_t)all->count;
  const char **names = calloc(2 * count + 1, sizeof *names);
  if (!names) return out_of_memory(error);
  for (size_t i = 0; i < count; i++) {
    const char *title = title_of(p, &all->at[i]);
    names[i] = all->at[i].key;
    names[count + i] = title ? title : "";
  }
  int found = text_nearest(wanted, names, (int)(2 * count));
  *near = found >= 0 ? all->at[(size_t)found % count].key : NULL;
  free(names);
  return CANBAO_OK;
}

/* All names, each with its title where asked for. False when they did not fit and the list is cut between two of them. */
static bool put_names(const result_columns *all, const policy *p, bool titles,
                      char list[LIST_BYTES]) {
  char key[SHOWN_BYTES], called[SHOWN_BYTES];
  size_t used = 0;
  list[0] = '\0';
  for (int i = 0; i < all->count; i++) {
    const result_column *c = &all->at[i];
    const char *title = titles ? title_of(p, c) : NULL;
    bool both = title && strcmp(title, c->key) != 0;
    shown(c->key, key);
    shown(both ? title : "", called);
    if (used + strlen(", ") + strlen(key) + 1 + strlen(called) + sizeof ", …" > LIST_BYTES) {
      snprintf(list + used, LIST_BYTES - used, ", …");
      return false;
    }
    used += (size_t)snprintf(list + used, LIST_BYTES - used, "%s%s%s%s", i ? ", " : "", key,
                             both ? " " : "", called);
  }
  return true;
}

/* A comma of Chinese text, which parts no names. */
static bool has_wide_comma(const char *name) { return strstr(name, "，") || strstr(name, "、"); }

static canbao_status unknown(const result_columns *all, const policy *p, const char *name,
                             canbao_error *error) {
  char text[SHOWN_BYTES], meant[SHOWN_BYTES], list[LIST_BYTES];
  const char *near = NULL;
  canbao_status status = find_nearest(&near, all, p, name, error);
  if (status != CANBAO_OK) return status;
  if (has_wide_comma(name) && !(near && has_wide_comma(near)))
    return fault(error, CANBAO_USAGE,
                 _("the result has no column “%s”; names are parted by half-width commas: “,”, not "
                   "“，” or “、”"),
                 shown(name, text));
  if (near)
    return fault(error, CANBAO_USAGE, _("the result has no column “%s”; did you mean “%s”?"),
                 shown(name, text), shown(near, meant));
  if (!put_names(all, p, true, list)) put_names(all, p, false, list);
  return fault(error, CANBAO_USAGE, _("the result has no column “%s”; it has %s"),
               shown(name, text), list);
}

static canbao_status absent(const field *of, canbao_error *error) {
  return fault(error, CANBAO_USAGE,
               _("the roster has no column for the field %s (%s), so the result can have none"),
               of->name, of->title);
}

static bool is_called(const policy *p, const result_column *c, const char *name, bool by_title) {
  const char *called = by_title ? title_of(p, c) : c->key;
  return called && strcmp(called, name) == 0;
}

static canbao_status twice(const result_column *a, const result_column *b, const char *name,
                           bool by_title, canbao_error *error) {
  char text[SHOWN_BYTES];
  if (by_title)
    return fault(error, CANBAO_USAGE, _("two columns are called “%s”: write %s or %s"),
                 shown(name, text), a->key, b->key);
  return fault(error, CANBAO_USAGE,
               _("two columns of the roster are called “%s”; rename one of them there"),
               shown(name, text));
}

static bool is_same(const result_column *a, const result_column *b) {
  return a->kind == b->kind && a->role == b->role && a->index == b->index;
}

static canbao_status choose_one(result_columns *out, const result_columns *all, const policy *p,
                                const char *name, canbao_error *error) {
  char text[SHOWN_BYTES];
  const result_column *found = NULL;
  for (int by_title = 0; by_title < 2 && !found; by_title++)
    for (int i = 0; i < all->count; i++) {
      if (!is_called(p, &all->at[i], name, by_title)) continue;
      if (found) return twice(found, &all->at[i], name, by_title, error);
      found = &all->at[i];
    }
  int field_index = found ? -1 : schema_find_heading(p->schema, slice_of(name, strlen(name)));
  if (!found) found = of_field(all, field_index);
  if (!found)
    return field_index < 0 ? unknown(all, p, name, error)
                           : absent(&p->schema->fields[field_index], error);
  for (int i = 0; i < out->count; i++)
    if (is_same(&out->at[i], found))
      return fault(error, CANBAO_USAGE, _("the column “%s” is named twice"),
                   shown(found->key, text));
  out->at[out->count++] = *found;
  return CANBAO_OK;
}

canbao_status result_columns_choose(result_columns *out, const policy *p, const roster *r,
                                    const result_form *form, canbao_error *error) {
  const column_names *names = form->columns;
  result_columns all = {.at = NULL};
  *out = (result_columns){.at = NULL};
  bool named = names && names->count > 0;
  bool done = add_all(&all, p, r, form, named);
  if (!done || !named) {
    *out = all;
    return done ? CANBAO_OK : out_of_memory(error);
  }
  out->texts = all.texts;
  out->at = calloc((size_t)names->count, sizeof *out->at);
  if (!out->at) {
    free(all.at);
    return out_of_memory(error);
  }
  canbao_status status = CANBAO_OK;
  for (int i = 0; i < names->count && status == CANBAO_OK; i++)
    status = choose_one(out, &all, p, names->at[i], error);
  free(all.at);
  return status;
}

void result_columns_free(result_columns *c) {
  free(c->at);
  arena_free(&c->texts);
  *c = (result_columns){.at = NULL};
}
