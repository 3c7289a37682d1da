/* verb_gaps.c - who should be covered and is not, by town, and the list of them for the towns to work through. */
#include <string.h>
#include <sys/stat.h>

#include "cli/open.h"
#include "cli/print_day.h"
#include "cli/table.h"
#include "studies/gap_list.h"
#include "studies/mask.h"
#include "values/csv.h"

#define CELL_TEXT 2048

static const char *town_name(const gap_town *town) {
  return *town->name ? town->name : _("(no town)");
}

/* ---- the counts ---- */

static void town_cells(table *t, const gap_town *town, const char *name) {
  table_text(t, name);
  table_count(t, town->people);
  for (int k = 0; k < GAP_KINDS; k++) {
    table_count(t, town->counts[k]);
    if (k == GAP_HOUSEHOLD) table_count(t, town->households);
    if (k == GAP_OVERPAID || k == GAP_UNDERPAID) table_money(t, town->amounts[k]);
  }
  table_count(t, town->open);
}

static void print_counts(report *r, const cli *c, const gap_list *g) {
  table *t = report_table(r, "gaps", _("Gaps by town"));
  table_column(t, "town", _("town"), TABLE_TEXT);
  table_column(t, "people", _("people"), TABLE_COUNT);
  for (int k = 0; k < GAP_KINDS; k++) {
    table_column(t, gap_word((gap_kind)k), gap_heading((gap_kind)k), TABLE_COUNT);
    if (k == GAP_HOUSEHOLD) table_column(t, "households", _("such households"), TABLE_COUNT);
    if (k == GAP_OVERPAID) table_column(t, "overpaid_amount", _("by"), TABLE_MONEY);
    if (k == GAP_UNDERPAID) table_column(t, "underpaid_amount", _("by"), TABLE_MONEY);
  }
  table_column(t, "undetermined", _("not judged"), TABLE_COUNT);
  for (int i = 0; i < g->towns_count; i++)
    if (!c->options.town || strcmp(c->options.town, g->towns[i].name) == 0)
      town_cells(t, &g->towns[i], town_name(&g->towns[i]));
  if (!c->options.town) town_cells(t, &g->county, _("all towns"));
}

/* ---- the list ---- */

static void append_cell(file_writer *w, const roster *r, field_role role, uint32_t row) {
  char text[CELL_TEXT] = "", masked[CELL_TEXT];
  int at = schema_role(r->schema, role);
  if (at >= 0 && roster_cell(r, at, row) == CELL_VALUE) roster_text(r, at, row, text, sizeof text);
  slice cell = slice_of(text, strlen(text));
  size_t n = role == ROLE_ID_NUMBER && *text ? text_mask_id(cell, masked, sizeof masked)
                                             : mask_ids(cell, masked, sizeof masked);
  csv_append(w, slice_of(masked, n), true);
  file_append_char(w, ',');
}

static void append_number(file_writer *w, uint32_t n) {
  char text[16];
  snprintf(text, sizeof text, "%u", n);
  file_append_text(w, text);
}

/* ID numbers are masked and names left out: the row and the line of the roster say who it is to whoever holds it. */
static void append_gap(file_writer *w, const gap_list *g, const gap *one) {
  char amount[24] = "";
  append_cell(w, g->roster, ROLE_TOWN, one->row);
  append_cell(w, g->roster, ROLE_VILLAGE, one->row);
  append_cell(w, g->roster, ROLE_HOUSEHOLD, one->row);
  append_cell(w, g->roster, ROLE_ID_NUMBER, one->row);
  append_number(w, one->row + 1);
  file_append_char(w, ',');
  append_number(w, roster_line(g->roster, one->row));
  file_append_char(w, ',');
  file_append_text(w, gap_word((gap_kind)one->kind));
  file_append_char(w, ',');
  if (one->amount != 0) money_format(one->amount, amount);
  file_append_text(w, amount);
  file_append_char(w, ',');
  if (one->other_row != UINT32_MAX) append_number(w, one->other_row + 1);
  file_append_char(w, '\n');
}

static canbao_status write_list(const cli *c, const gap_list *g, canbao_error *error) {
  file_writer w;
  canbao_status status = file_create(&w, c->options.output, error);
  if (status != CANBAO_OK) return status;
  file_append_text(&w, "town,village,household_id,id_number,row,line,gap,amount,other_row\n");
  for (uint32_t i = 0; i < g->count; i++)
    if (!c->options.town || strcmp(c->options.town, g->towns[g->gaps[i].town].name) == 0)
      append_gap(&w, g, &g->gaps[i]);
  return file_commit(&w, error);
}

/* ---- the verb ---- */

static int print_all(const cli *c, const gap_list *g) {
  canbao_error error = {0};
  report *r = report_new();
  report_text(r, "place", _("place"), g->policy->place);
  print_day(r, c, g->policy);
  report_count(r, "people", _("people"), g->county.people);
  report_count(r, "gaps_found", _("gaps found"), g->count);
  print_counts(r, c, g);
  if (g->county.open > 0)
    report_note(
        r,
        _("residents who are undetermined or in error and were not judged: %lld; eval lists why"),
        (long long)g->county.open);
  if (c->options.output) {
    if (write_list(c, g, &error) != CANBAO_OK) {
      report_free(r);
      return cli_fail(&error);
    }
    report_note(r, _("the residents are listed in %s; ID numbers are masked"), c->options.output);
  }
  int code = report_print(r, c);
  report_free(r);
  return code;
}

static int make_list(const cli *c, policy *p, const roster *r) {
  canbao_error error = {0};
  gap_list *g;
  canbao_status status = gap_list_new(&g, p, r, &error);
  if (status != CANBAO_OK) return cli_fail(&error);
  population_counts counts;
  int code = open_population(c, p, r, gap_list_add, g, &counts);
  if (code == EXIT_LIMIT && g->memory_ran_out) {
    fault(&error, CANBAO_LIMIT, _("memory ran out"));
    code = cli_fail(&error);
  } else if (code == EXIT_DONE) {
    status = gap_list_finish(g, &error);
    code = status == CANBAO_OK ? print_all(c, g) : cli_fail(&error);
  }
  gap_list_free(g);
  return code;
}

/* The list must never take the roster's place. */
static bool same_file(const char *a, const char *b) {
  struct stat x, y;
  return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static int run(const cli *c) {
  if (c->options.output && same_file(c->options.output, c->arguments[1]))
    return cli_usage(c, _("-o names the roster itself; the list needs a name of its own"));
  policy *p;
  roster *r;
  int code = open_both(c, &p, &r);
  if (code != EXIT_DONE) return code;
  code = open_town(c, p, r);
  if (code == EXIT_DONE) code = make_list(c, p, r);
  roster_free(r);
  policy_free(p);
  return code;
}

const command verb_gaps = {.name = "gaps",
                           .summary = N_("who should be covered and is not, by town"),
                           .usage = N_("RULES ROSTER [-o FILE]"),
                           .arguments_min = 2,
                           .arguments_max = 2,
                           .options = OPTIONS_LIMITS | OPTION(OUTPUT) | OPTION(AS_OF) |
                                      OPTION(TOWN) | OPTION(SET) | OPTION(REFERENCE) |
                                      OPTION(THREADS) | OPTION(TARGETS) | OPTION(JSON),
                           .run = run};
