/*
** verb_whatif.c - a scenario against its base: loads both apart, compares, proves that
** the base was not reached, holds the gates, writes the list of changed residents.
*/
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/complain.h"
#include "cli/open.h"
#include "cli/print_shared.h"
#include "cli/print_whatif.h"
#include "cli/progress.h"
#include "cli/spreadsheet.h"
#include "cli/verb_whatif.h"
#include "studies/result_file.h"
#include "studies/whatif_page.h"
#include "studies/whatif_residents.h"

#define ATTRIBUTED "cost" /* without a measure after --attribute */
#define PAGE_ROWS 12      /* of a page's table of transitions, likewise */
#define TABLE_ROWS 30     /* of a terminal's table, without --limit */

static int out_of_memory(void) {
  canbao_error error;
  fault(&error, CANBAO_LIMIT, "%s", _("memory ran out"));
  return cli_fail(&error);
}

/* ---- comparing ---- */

static int open_base(comparison *k) {
  policy_options options = cli_base_options(k->c);
  canbao_status status = policy_load(&k->policy, k->c->arguments[0], &options, &k->error);
  if (status != CANBAO_OK) return cli_fail(&k->error);
  return open_roster(k->c, k->policy, k->c->arguments[1], &k->roster);
}

static canbao_status compare(comparison *k, progress *shown) {
  const cli_options *o = &k->c->options;
  const char *path = open_again(k->c->arguments[1]);
  char root[512];
  policy_options base = cli_base_options(k->c), scenario = cli_policy_options(k->c);
  if (o->instead && rules_root_of(o->instead, root, sizeof root)) scenario.root = root;
  whatif_question q = {.rules = k->c->arguments[0],
                       .as_of = o->as_of,
                       .threads = (int)o->threads,
                       .reference = o->reference,
                       .roster_path = path,
                       .progress = progress_step,
                       .progress_payload = shown};
  canbao_status status = whatif_side_decide(&k->base, k->policy, &q, &base, k->roster, &k->error);
  if (status == CANBAO_OK) status = whatif_side_group(k->base, &k->error);
  if (status == CANBAO_OK) status = whatif_side_towns(k->base, &k->error);
  if (status == CANBAO_OK)
    status = whatif_run_rules(&k->whatif, k->base, o->instead, &scenario, WHATIF_ALL, &k->error);
  if (status == CANBAO_OK) status = whatif_alarm_make(&k->alarm, k->whatif, &k->error);
  if (status == CANBAO_OK)
    status = shared_locals_of_edits(&k->shared, k->whatif->scenario->policy, &k->error);
  if (status == CANBAO_OK) status = shared_locals_count(&k->shared, k->whatif->scenario, &k->error);
  if (status == CANBAO_OK && o->given & OPTION(ATTRIBUTE))
    status = attribution_make(&k->attribution, k->whatif, &scenario,
                              o->attribute ? o->attribute : ATTRIBUTED, &k->error);
  if (status == CANBAO_OK) status = whatif_prove(&k->proof, k->base, path, &k->error);
  return status;
}

static int decide(comparison *k) {
  progress shown;
  progress_begin(&shown, _("Deciding residents"), k->c->options.no_progress);
  canbao_status status = compare(k, &shown);
  progress_end(&shown);
  return status == CANBAO_OK ? EXIT_DONE : cli_fail(&k->error);
}

/* ---- gates ---- */

int compared_read_gates(comparison *k, const policy *p, char *const *texts, int count,
                        const char *from) {
  for (int i = 0; i < count; i++) {
    gate *grown = realloc(k->gates, ((size_t)k->gates_count + 1) * sizeof *grown);
    if (!grown) return out_of_memory();
    k->gates = grown;
    canbao_status status = gate_parse(&k->gates[k->gates_count++], texts[i], p, from, &k->error);
    if (status != CANBAO_OK) return cli_fail(&k->error);
  }
  return EXIT_DONE;
}

static int hold_gates(comparison *k) {
  const policy *p = k->whatif->scenario->policy;
  int code =
      compared_read_gates(k, p, p->expectations, p->expectations_count, _("the scenario expects"));
  if (code != EXIT_DONE) return code;
  k->results = calloc((size_t)k->gates_count + 1, sizeof *k->results);
  if (!k->results) return out_of_memory();
  for (int i = 0; i < k->gates_count; i++)
    if (gate_hold(&k->results[i], &k->gates[i], k->whatif, &k->error) != CANBAO_OK)
      return cli_fail(&k->error);
  return EXIT_DONE;
}

/* ---- the verb ---- */

static int write_residents(comparison *k, report *r) {
  const cli_options *o = &k->c->options;
  const result_form form = {.mask = o->mask, .spreadsheet = o->spreadsheet};
  int64_t count;
  if (!o->residents) return EXIT_DONE;
  if (whatif_residents_write(k->whatif, o->residents, &form, &count, &k->error) != CANBAO_OK)
    return cli_fail(&k->error);
  if (o->spreadsheet) spreadsheet_warn(count);
  report_text(r, "residents_file", _("changed residents"), o->residents);
  report_count(r, "residents_rows", _("rows in it"), count);
  return EXIT_DONE;
}

/* Why an edit changes nothing, by its place among the scenario's edits. malloc'ed; NULL when memory ran out. */
static const char **notes_of_edits(const comparison *k) {
  const policy *p = k->whatif->scenario->policy;
  const char **notes = calloc((size_t)p->edits_count + 1, sizeof *notes);
  for (int i = 0; notes && i < k->alarm.count; i++) {
    const edit_verdict *v = &k->alarm.edits[i];
    if (v->changed == 0 && v->towns == 0) notes[v->edit - p->edits] = v->because;
  }
  return notes;
}

static int write_page(comparison *k, report *r) {
  const cli_options *o = &k->c->options;
  if (!o->html) return EXIT_DONE;
  const char **notes = notes_of_edits(k);
  if (!notes) return out_of_memory();
  whatif_page page = {.whatif = k->whatif,
                      .proof = &k->proof,
                      .attribution = k->attribution,
                      .gates = k->results,
                      .gates_count = k->gates_count,
                      .edit_notes = notes,
                      .shared = &k->shared,
                      .version = CANBAO_VERSION,
                      .roster_path = k->c->arguments[1],
                      .started = (int64_t)time(NULL),
                      .transitions_most = o->given & OPTION(LIMIT) ? (int)o->limit : PAGE_ROWS};
  canbao_status status = whatif_page_write(&page, o->html, &k->error);
  free(notes);
  if (status != CANBAO_OK) return cli_fail(&k->error);
  report_text(r, "page", _("page"), o->html);
  return EXIT_DONE;
}

/* Nothing happened, by the scenario as a whole or by one of its edits: said loudly. */
static void alarm_if_nothing(const comparison *k) {
  if (!k->alarming) return;
  if (k->whatif->changed == 0 && whatif_changed_towns(k->whatif) == 0)
    cli_warn("%s", _("nothing changed: no resident's decision is another one in the scenario"));
  warn_of_edits(&k->alarm);
  warn_of_shared(&k->shared);
}

int64_t compared_limit(const cli *c) {
  const cli_options *o = &c->options;
  return o->given & OPTION(LIMIT) ? o->limit : o->json ? 0 : TABLE_ROWS;
}

int compared_finish(comparison *k, report *r) {
  const cli_options *o = &k->c->options;
  bool crossed = false;
  int code = hold_gates(k);
  if (code == EXIT_DONE) print_gates(r, k->whatif, k->results, k->gates_count, o->json);
  if (code == EXIT_DONE) code = write_residents(k, r);
  print_proof(r, &k->proof);
  if (code == EXIT_DONE) code = write_page(k, r);
  if (code == EXIT_DONE) code = report_print(r, k->c);
  report_free(r);
  if (code != EXIT_DONE) return code;
  for (int i = 0; i < k->gates_count; i++) {
    if (!k->results[i].crossed) continue;
    crossed = true;
    cli_warn(_("the gate %s is crossed"), k->gates[i].text);
  }
  alarm_if_nothing(k);
  int base = complain(k->base, k->other ? SIDE_NAMED : SIDE_BASE);
  int scenario = complain(k->whatif->scenario, k->other ? SIDE_NAMED : SIDE_SCENARIO);
  if (scenario != EXIT_DONE) return scenario;
  if (o->instead) base = EXIT_DONE; /* what the other script mends must not be held against it */
  return base != EXIT_DONE ? base : crossed ? EXIT_FOUND : EXIT_DONE;
}

int compared_check_form(const cli *c) {
  const cli_options *o = &c->options;
  const char *workbook = o->residents ? result_file_workbook(o->residents) : NULL;
  if (workbook)
    return cli_usage(c,
                     _("--residents: the list is CSV, which Excel and WPS do not open under a name "
                       "that ends in %s: give a name that ends in .csv"),
                     workbook);
  if (o->spreadsheet && !o->residents)
    return cli_usage(c, "%s",
                     _("--spreadsheet says how the list of residents is written: give --residents "
                       "FILE too"));
  return EXIT_DONE;
}

int compared_check_list(const cli *c, const char *roster_path) {
  if (!c->options.residents || !open_same_file(c->options.residents, roster_path)) return EXIT_DONE;
  return cli_usage(c, "%s",
                   _("--residents names the roster itself; the list needs a name of its own"));
}

void compared_free(comparison *k) {
  for (int i = 0; i < k->gates_count; i++) gate_free(&k->gates[i]);
  free(k->gates), free(k->results);
  whatif_alarm_free(&k->alarm);
  shared_locals_free(&k->shared);
  attribution_free(k->attribution);
  whatif_free(k->whatif);
  whatif_side_free(k->other);
  whatif_side_free(k->base);
  roster_free(k->roster);
  policy_free(k->policy);
}

static int finish(comparison *k) {
  report *r = report_new();
  if (k->c->options.instead)
    report_text(r, "instead", _("instead"), k->whatif->scenario->policy->path);
  print_whatif(r, k->c, k->whatif, compared_limit(k->c));
  print_edits(r, &k->alarm, k->c->options.json);
  print_shared(r, &k->shared, k->c->options.json);
  if (k->attribution) print_attribution(r, k->attribution, k->c->options.json);
  return compared_finish(k, r);
}

/* No file that is written may take the place of another. */
static int check_names(const cli *c) {
  const cli_options *o = &c->options;
  if (o->html && open_same_file(o->html, c->arguments[1]))
    return cli_usage(c, "%s",
                     _("--html names the roster itself; the page needs a name of its own"));
  if (o->html && o->residents && strcmp(o->html, o->residents) == 0)
    return cli_usage(c, "%s", _("--html and --residents name one file; each needs its own"));
  return compared_check_list(c, c->arguments[1]);
}

static int run(const cli *c) {
  comparison k = {.c = c, .alarming = true};
  const cli_options *o = &c->options;
  if (o->settings_count == 0 && o->scenarios.count == 0 && !o->instead)
    return cli_usage(c, "%s", _("whatif needs a --set or a --scenario: what is to be different?"));
  int code = compared_check_form(c);
  if (code == EXIT_DONE) code = check_names(c);
  if (code == EXIT_DONE) code = open_base(&k);
  if (code == EXIT_DONE)
    code =
        compared_read_gates(&k, k.policy, (char *const *)o->gates.texts, o->gates.count, "--gate");
  if (code == EXIT_DONE) code = decide(&k);
  if (code == EXIT_DONE) code = finish(&k);
  compared_free(&k);
  return code;
}

const command verb_whatif = {
    .name = "whatif",
    .summary = N_("a scenario against its base: who is touched, and what it costs"),
    .usage = N_("RULES ROSTER"),
    .arguments_min = 2,
    .arguments_max = 2,
    .options = OPTIONS_LIMITS | OPTION(SET) | OPTION(SCENARIO) | OPTION(INSTEAD) | OPTION(AS_OF) |
               OPTION(GATE) | OPTION(RESIDENTS) | OPTION(SPREADSHEET) | OPTION(MASK) |
               OPTION(REFERENCE) | OPTION(THREADS) | OPTION(TARGETS) | OPTION(LIMIT) |
               OPTION(JSON) | OPTION(ATTRIBUTE) | OPTION(HTML),
    .run = run};
