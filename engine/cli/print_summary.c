/* print_summary.c - see print_summary.h. */
#include "cli/print_summary.h"

#include <stdlib.h>
#include <string.h>

#include "studies/column_check.h"
#include "studies/mask.h"
#include "studies/problems_file.h"
#include "studies/programme_names.h"

/* Which sums a split shows; effects that the programme lacks are left out. */
typedef struct {
  const char *effect;
  bool enrolled; /* the sum over those enrolled only */
} money_column;

typedef struct {
  const char *key, *title, *heading;
  money_column money[5];
  split_kind kind;
  bool enrolled; /* count the enrolled too */
} split_table;

static const split_table split_tables[] = {
    {"by_status",
     N_("By status"),
     N_("status"),
     {{EFFECT_PERSONAL_DUE, false},
      {EFFECT_SUBSIDY, false},
      {EFFECT_FISCAL, false},
      {EFFECT_REFUND, false}},
     SPLIT_STATUS,
     false},
    {"by_fund",
     N_("Money by fund"),
     N_("fund"),
     {{EFFECT_SUBSIDY, false}, {EFFECT_SUBSIDY, true}},
     SPLIT_FUND,
     true},
    {"by_identity",
     N_("By identity"),
     N_("identity"),
     {{EFFECT_SUBSIDY, false}, {EFFECT_PERSONAL_DUE, false}, {EFFECT_SUBSIDY, true}},
     SPLIT_IDENTITY,
     true},
    {"by_town",
     N_("By town"),
     N_("town"),
     {{EFFECT_PERSONAL_DUE, true}, {EFFECT_SUBSIDY, true}, {EFFECT_FISCAL, true}},
     SPLIT_TOWN,
     true},
};

/* ---- order of groups ---- */

typedef struct {
  uint32_t group;
  int64_t key; /* smaller comes first */
} ranked;

static int by_key(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return x->group < y->group ? -1 : x->group > y->group;
}

/* A status stands where the programme lists it. */
static int64_t listed_at(const effect *e, slice name) {
  for (int64_t i = 0; e->values && e->values[i]; i++)
    if (slice_is(name, e->values[i])) return i;
  return INT32_MAX;
}

/* Statuses as listed, towns as the roster first names them, funds and identities by people. NULL
** when memory ran out. */
static ranked *order_groups(const summary *s, split_kind kind) {
  const summary_split *split = &s->splits[kind];
  ranked *order = calloc(split->count ? split->count : 1, sizeof *order);
  if (!order) return NULL;
  for (uint32_t i = 0; i < split->count; i++) {
    slice name = dictionary_text(split->names, i);
    order[i].group = i;
    if (kind == SPLIT_STATUS)
      order[i].key = listed_at(&s->policy->effects[s->split_effects[kind]], name);
    else if (kind == SPLIT_TOWN)
      order[i].key = i;
    else
      order[i].key = name.length ? -split->groups[i].people : INT64_MAX;
  }
  qsort(order, split->count, sizeof *order, by_key);
  return order;
}

/* ---- splits ---- */

static void split_columns(table *t, const summary *s, const split_table *spec) {
  char key[96], heading[160];
  table_column(t, spec->heading, _(spec->heading), TABLE_TEXT);
  table_column(t, "people", _("people"), TABLE_COUNT);
  if (spec->enrolled) table_column(t, "enrolled", _("enrolled"), TABLE_COUNT);
  for (int i = 0; spec->money[i].effect; i++) {
    int e = policy_effect(s->policy, spec->money[i].effect);
    if (e < 0) continue;
    const char *name = effect_heading(&s->policy->effects[e]);
    snprintf(key, sizeof key, "%s%s", s->policy->effects[e].name,
             spec->money[i].enrolled ? "_enrolled" : "");
    if (spec->money[i].enrolled)
      snprintf(heading, sizeof heading, _("%s (enrolled)"), name);
    else
      snprintf(heading, sizeof heading, "%s", name);
    table_column(t, key, heading, TABLE_MONEY);
  }
}

static void split_row(table *t, const summary *s, const split_table *spec, const char *name,
                      const summary_group *g) {
  table_text(t, name);
  table_count(t, g->people);
  if (spec->enrolled) table_count(t, g->enrolled);
  for (int i = 0; spec->money[i].effect; i++) {
    int e = policy_effect(s->policy, spec->money[i].effect);
    if (e >= 0) table_money(t, spec->money[i].enrolled ? g->enrolled_sums[e] : g->sums[e]);
  }
}

static void print_split(report *r, const summary *s, const split_table *spec, bool json,
                        int64_t limit) {
  const summary_split *split = &s->splits[spec->kind];
  if (!summary_has(s, spec->kind) || split->count == 0) return;
  table *t = report_table(r, spec->key, _(spec->title));
  ranked *order = order_groups(s, spec->kind);
  if (!order) {
    report_lost(r);
    return;
  }
  split_columns(t, s, spec);
  uint32_t shown = limit > 0 && (int64_t)split->count > limit ? (uint32_t)limit : split->count;
  for (uint32_t i = 0; i < shown; i++) {
    const char *name = dictionary_text(split->names, order[i].group).at;
    if (spec->kind == SPLIT_STATUS && !json && *name) name = status_heading(name);
    if (!*name && !json) name = spec->kind == SPLIT_TOWN ? _("(not given)") : _("(none)");
    split_row(t, s, spec, name, &split->groups[order[i].group]);
  }
  if (shown < split->count)
    report_note(r, _("%u more rows; --limit shows more"), (unsigned)(split->count - shown));
  free(order);
}

/* ---- totals ---- */

static void print_totals(report *r, const summary *s, bool json) {
  const policy *p = s->policy;
  bool open = s->by_problem[DECISION_UNDETERMINED] > 0;
  table *t = report_table(r, "totals",
                          open ? _("Money in all; at least and at most count the undetermined too")
                               : _("Money in all"));
  table_column(t, "effect", _("amount"), TABLE_TEXT);
  table_column(t, "decided", _("all decided"), TABLE_MONEY);
  table_column(t, "enrolled", _("enrolled"), TABLE_MONEY);
  if (open) {
    table_column(t, "lowest", _("at least"), TABLE_MONEY);
    table_column(t, "highest", _("at most"), TABLE_MONEY);
    table_column(t, "unbounded", _("without bounds"), TABLE_COUNT);
  }
  for (int i = 0; i < p->effects_count; i++) {
    if (p->effects[i].type != TYPE_MONEY || !p->effects[i].output) continue;
    table_text(t, json ? p->effects[i].name : effect_heading(&p->effects[i]));
    table_money(t, s->sums[i]);
    table_money(t, s->enrolled_sums[i]);
    if (!open) continue;
    int64_t low, high;
    if (money_add(s->sums[i], s->bounds[i].low, &low))
      table_money(t, low);
    else
      table_blank(t);
    if (money_add(s->sums[i], s->bounds[i].high, &high))
      table_money(t, high);
    else
      table_blank(t);
    table_count(t, s->bounds[i].unbounded);
  }
}

static void print_people(report *r, const summary *s) {
  static const char *const headings[] = {N_("decided"),      N_("undetermined"),
                                         N_("in conflict"),  N_("in a gap"),
                                         N_("over a limit"), N_("with an error of the script")};
  report_count(r, "residents", _("residents"), s->people);
  for (int i = DECIDED; i <= DECISION_ERROR; i++)
    if (i <= DECISION_UNDETERMINED || s->by_problem[i] > 0)
      report_count(r, problem_word((decision_problem)i), _(headings[i]), s->by_problem[i]);
  if (policy_effect(s->policy, EFFECT_ENROLLED) >= 0)
    report_count(r, "enrolled", _("enrolled"), s->enrolled);
  int fiscal = policy_effect(s->policy, EFFECT_FISCAL);
  if (fiscal >= 0)
    report_money(r, "fiscal_total", _("fiscal total (enrolled)"), s->enrolled_sums[fiscal]);
}

static void print_doubts(report *r, const summary *s) {
  bool any = false;
  for (int i = 0; i < s->policy->doubts_count; i++) any |= s->doubts[i] > 0;
  if (!any) return;
  table *t = report_table(r, "doubts", _("Decisions that rest on a doubt"));
  table_column(t, "article", _("article"), TABLE_TEXT);
  table_column(t, "people", _("people"), TABLE_COUNT);
  table_column(t, "doubt", _("doubt"), TABLE_TEXT);
  for (int i = 0; i < s->policy->doubts_count; i++) {
    if (s->doubts[i] == 0) continue;
    table_text(t, s->policy->doubts[i].article);
    table_count(t, s->doubts[i]);
    table_text(t, s->policy->doubts[i].title);
  }
}

static void complaints_table(report *r, const summary *s) {
  if (s->complaints_count == 0) return;
  table *t = report_table(r, "complaints", "");
  table_column(t, "kind", "", TABLE_TEXT);
  table_column(t, "people", "", TABLE_COUNT);
  table_column(t, "text", "", TABLE_TEXT);
  for (int i = 0; i < s->complaints_count; i++) {
    table_text(t, problem_word(s->complaints[i].problem));
    table_count(t, s->complaints[i].people);
    table_text(t, s->complaints[i].text);
  }
}

void print_summary(report *r, const summary *s, bool json, int64_t limit) {
  print_people(r, s);
  print_totals(r, s, json);
  for (size_t i = 0; i < sizeof split_tables / sizeof split_tables[0]; i++)
    print_split(r, s, &split_tables[i], json, limit);
  print_doubts(r, s);
  if (json) complaints_table(r, s); /* on a terminal they stand on stderr */
}

/* ---- what is wrong with the data ---- */

static const char *kind_heading(problem_kind kind) {
  static const char *const headings[] = {
      N_("cannot be read"),
      N_("unknown label"),
      N_("wrong ID number"),
      N_("ID number mended"),
      N_("birth date and ID number disagree"),
      N_("ID number occurs twice"),
      N_("wrong number of cells"),
      N_("bytes that are not text"),
      N_("marks of a program left out"),
      N_("text that is hardly one"),
      N_("a day before the birth date"),
      N_("no resident"),
  };
  return _(headings[kind]);
}

void print_problems(report *r, const roster *from, bool json) {
  enum { KINDS = PROBLEM_KINDS, FIELDS = SCHEMA_FIELDS_MAX + 1 };
  int64_t counts[FIELDS][KINDS] = {0};
  uint32_t first[FIELDS][KINDS];
  if (from->problems_count == 0) return;
  for (uint32_t i = 0; i < from->problems_count; i++) {
    const problem *p = &from->problems[i];
    int at = p->field + 1;
    if (counts[at][p->kind]++ == 0) first[at][p->kind] = p->row;
  }
  table *t = report_table(r, "problems", _("Problems found in the roster"));
  table_column(t, "column", _("column"), TABLE_TEXT);
  table_column(t, "kind", _("what is wrong"), TABLE_TEXT);
  table_column(t, "count", _("how often"), TABLE_COUNT);
  table_column(t, "first_line", _("first on line"), TABLE_COUNT);
  for (int c = 0; c < FIELDS; c++) {
    for (int k = 0; k < KINDS; k++) {
      if (counts[c][k] == 0) continue;
      const char *name = problems_column(from, c - 1);
      table_text(t, *name || json ? name : _("(the row)"));
      table_text(t, json ? problems_kind((problem_kind)k) : kind_heading((problem_kind)k));
      table_count(t, counts[c][k]);
      if (first[c][k] == UINT32_MAX)
        table_blank(t);
      else
        table_count(t, roster_line(from, first[c][k]));
    }
  }
}

/* Names joined until the sentence is long enough. */
static void join_name(char *buf, size_t size, const char *name) {
  size_t n = strlen(buf);
  const char *comma = message_is_chinese() ? "、" : ", ";
  if (n + strlen(comma) + strlen(name) + 5 < size)
    snprintf(buf + n, size - n, "%s%s", n ? comma : "", name);
  else if (n + 4 < size && (n < 3 || strcmp(buf + n - 3, "...") != 0))
    snprintf(buf + n, size - n, "...");
}

static void unclaimed_columns(report *r, const roster *from, bool json) {
  char far[1024] = "", shown[160], sentence[512];
  table *t = NULL;
  for (int i = 0; i < from->extra_count; i++) {
    slice heading = from->extra_headings[i];
    const char *near = NULL;
    if (heading.length == 0) continue;
    int f = column_nearest(from, heading, &near);
    text_display(heading, shown, sizeof shown);
    if (!json) {
      if (f >= 0)
        report_note(r, _("warning: %s"),
                    problems_heading(from, shown, heading, sentence, sizeof sentence));
      else
        join_name(far, sizeof far, shown);
      continue;
    }
    if (!t) {
      t = report_table(r, "unknown_columns", "");
      table_column(t, "heading", "", TABLE_TEXT);
      table_column(t, "nearest", "", TABLE_TEXT);
      table_column(t, "field", "", TABLE_TEXT);
    }
    table_text(t, shown);
    if (f < 0) table_blank(t), table_blank(t);
    if (f >= 0) table_text(t, near), table_text(t, from->schema->fields[f].name);
  }
  if (*far) report_note(r, _("columns that no field claims, passed through unread: %s"), far);
}

void print_columns(report *r, const roster *from, uint64_t absent, bool json) {
  char names[2][1024] = {"", ""};
  table *t = NULL;
  unclaimed_columns(r, from, json);
  for (int i = 0; i < from->schema->count; i++) {
    const field *f = &from->schema->fields[i];
    if (!(absent >> i & 1)) continue;
    if (!json && f->type == FIELD_LABELS)
      report_note(r,
                  _("warning: the roster has no column “%s”: whatever an article gives those who "
                    "have one of its labels, as a subsidy, nobody gets"),
                  f->headings_count > 0 ? f->headings[0] : f->name);
    if (!json) {
      join_name(names[f->blank_unknown], sizeof names[0], problems_column(from, i));
      continue;
    }
    if (!t) {
      t = report_table(r, "absent_fields", "");
      table_column(t, "field", "", TABLE_TEXT);
      table_column(t, "read_as", "", TABLE_TEXT);
    }
    table_text(t, f->name);
    table_text(t, f->blank_unknown ? "unknown" : "none");
  }
  if (*names[1]) report_note(r, _("no column in the file, so not known for anybody: %s"), names[1]);
  if (*names[0]) report_note(r, _("no column in the file, so blank for everybody: %s"), names[0]);
}

void print_complaints(const summary *s, const roster *from) {
  char safe[1400], masked[1400];
  for (int i = 0; i < s->complaints_count; i++) {
    const summary_complaint *c = &s->complaints[i];
    size_t n = mask_ids(slice_of(c->text, strlen(c->text)), masked, sizeof masked);
    text_display(slice_of(masked, n), safe, sizeof safe);
    fprintf(stderr, _("%s (residents: %lld, the first on line %u)\n"), safe, (long long)c->people,
            (unsigned)roster_line(from, c->first_row));
  }
  if (s->complaints_more > 0)
    fprintf(stderr, _("%lld more residents met other complaints of the script\n"),
            (long long)s->complaints_more);
}
