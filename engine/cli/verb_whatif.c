/*
** verb_whatif.c - a scenario against its base: loads both apart, compares, proves that
** the base was not reached, holds the gates, writes the list of changed residents.
*/
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/open.h"
#include "cli/print_whatif.h"
#include "cli/progress.h"
#include "studies/whatif_residents.h"

#define TABLE_ROWS 30 /* of a terminal's table, without --limit */

typedef struct {
  const cli *c;
  policy *policy; /* the base's */
  roster *roster;
  whatif_side *base;
  whatif *whatif;
  whatif_proof proof;
  gate *gates;
  gate_result *results;
  int gates_count;
  canbao_error error;
} comparison;

static int out_of_memory(void) {
  canbao_error error;
  fault(&error, CANBAO_LIMIT, "%s", _("memory ran out"));
  return cli_fail(&error);
}

/* The script as it stands: no --set, no scenario. */
static policy_options base_options(const cli *c) {
  policy_options o = cli_policy_options(c);
  o.settings = NULL, o.settings_count = 0;
  o.scenarios = NULL, o.scenarios_count = 0;
  return o;
}

/* ---- comparing ---- */

static int open_base(comparison *k) {
  policy_options options = base_options(k->c);
  canbao_status status = policy_load(&k->policy, k->c->arguments[0], &options, &k->error);
  if (status != CANBAO_OK) return cli_fail(&k->error);
  return open_roster(k->c, k->policy, k->c->arguments[1], &k->roster);
}

/* A pipe can be read once: then there is no file to read again. */
static const char *read_again(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISREG(st.st_mode) ? path : NULL;
}

static canbao_status compare(comparison *k, progress *shown) {
  const cli_options *o = &k->c->options;
  const char *path = read_again(k->c->arguments[1]);
  policy_options base = base_options(k->c), scenario = cli_policy_options(k->c);
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
    status = whatif_run(&k->whatif, k->base, &scenario, WHATIF_ALL, &k->error);
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

/* Before anything is decided: a gate that cannot be read is a usage error, whatever the roster holds. */
static int read_gates(comparison *k, const policy *p, char *const *texts, int count,
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
  int code = read_gates(k, p, p->expectations, p->expectations_count, _("the scenario expects"));
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
  int64_t count;
  const cli_options *o = &k->c->options;
  if (!o->residents) return EXIT_DONE;
  if (whatif_residents_write(k->whatif, o->residents, o->mask, &count, &k->error) != CANBAO_OK)
    return cli_fail(&k->error);
  report_text(r, "residents_file", _("changed residents"), o->residents);
  report_count(r, "residents_rows", _("rows in it"), count);
  return EXIT_DONE;
}

/* What the rules of one side cannot decide, said apart: a scenario that opens a gap must not pass for one that saves money. */
static int complain(const whatif_side *s, bool scenario) {
  const int64_t *by = s->totals.problems;
  for (int how = DECISION_CONFLICT; how <= DECISION_ERROR; how++) {
    if (by[how] == 0) continue;
    cli_warn(scenario ? _("%lld residents end in a %s in the scenario; canbao eval with the same "
                          "--set and --scenario says where")
                      : _("%lld residents end in a %s in the base; canbao eval says where"),
             (long long)by[how], problem_word((decision_problem)how));
  }
  if (by[DECISION_CONFLICT] + by[DECISION_GAP] + by[DECISION_ERROR] > 0) return EXIT_SCRIPT;
  return by[DECISION_LIMIT] > 0 ? EXIT_LIMIT : EXIT_DONE;
}

/* Nothing happened: said loudly. The causes, edit by edit, are whatif_alarm's. */
static void alarm_if_nothing(const whatif *w) {
  if (w->changed == 0)
    cli_warn("%s", _("nothing changed: no resident's decision is another one in the scenario"));
}

static int finish(comparison *k) {
  const cli_options *o = &k->c->options;
  int64_t limit = o->given & OPTION(LIMIT) ? o->limit : o->json ? 0 : TABLE_ROWS;
  bool crossed = false;
  report *r = report_new();
  print_whatif(r, k->whatif, o->json, limit);
  int code = hold_gates(k);
  if (code == EXIT_DONE) print_gates(r, k->whatif, k->results, k->gates_count, o->json);
  if (code == EXIT_DONE) code = write_residents(k, r);
  print_proof(r, &k->proof);
  if (code == EXIT_DONE) code = report_print(r, k->c);
  report_free(r);
  if (code != EXIT_DONE) return code;
  for (int i = 0; i < k->gates_count; i++) {
    if (!k->results[i].crossed) continue;
    crossed = true;
    cli_warn(_("the gate %s is crossed"), k->gates[i].text);
  }
  alarm_if_nothing(k->whatif);
  int base = complain(k->base, false), scenario = complain(k->whatif->scenario, true);
  if (scenario != EXIT_DONE) return scenario;
  return base != EXIT_DONE ? base : crossed ? EXIT_FOUND : EXIT_DONE;
}

/* The list must never take the roster's place. */
static bool same_file(const char *a, const char *b) {
  struct stat x, y;
  return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static int run(const cli *c) {
  comparison k = {.c = c};
  const cli_options *o = &c->options;
  if (o->settings_count == 0 && o->scenarios.count == 0)
    return cli_usage(c, "%s", _("whatif needs a --set or a --scenario: what is to be different?"));
  if (o->residents && same_file(o->residents, c->arguments[1]))
    return cli_usage(c, "%s",
                     _("--residents names the roster itself; the list needs a name of its own"));
  int code = open_base(&k);
  if (code == EXIT_DONE)
    code = read_gates(&k, k.policy, (char *const *)o->gates.texts, o->gates.count, "--gate");
  if (code == EXIT_DONE) code = decide(&k);
  if (code == EXIT_DONE) code = finish(&k);
  for (int i = 0; i < k.gates_count; i++) gate_free(&k.gates[i]);
  free(k.gates), free(k.results);
  whatif_free(k.whatif);
  whatif_side_free(k.base);
  roster_free(k.roster);
  policy_free(k.policy);
  return code;
}

const command verb_whatif = {
    .name = "whatif",
    .summary = N_("a scenario against its base: who is touched, and what it costs"),
    .usage = N_("RULES ROSTER"),
    .arguments_min = 2,
    .arguments_max = 2,
    .options = OPTIONS_LIMITS | OPTION(SET) | OPTION(SCENARIO) | OPTION(AS_OF) | OPTION(GATE) |
               OPTION(RESIDENTS) | OPTION(MASK) | OPTION(REFERENCE) | OPTION(THREADS) |
               OPTION(TARGETS) | OPTION(LIMIT) | OPTION(JSON),
    .run = run};
