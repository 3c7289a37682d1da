/*
** verb_diff.c - two scripts, or two years, beside each other; and with a roster whom the
** difference touches: both decide the same residents, as whatif compares them.
*/
#include <string.h>

#include "cli/open.h"
#include "cli/print_day.h"
#include "cli/print_diff.h"
#include "cli/print_whatif.h"
#include "cli/progress.h"
#include "cli/verb_whatif.h"
#include "values/date.h"

static whatif_question question_of(const cli *c, const char *rules, progress *shown) {
  return (whatif_question){.rules = rules,
                           .as_of = c->options.as_of,
                           .threads = (int)c->options.threads,
                           .reference = c->options.reference,
                           .roster_path = open_again(c->arguments[2]),
                           .progress = progress_step,
                           .progress_payload = shown};
}

static canbao_status decide_side(whatif_side **out, comparison *k, policy *p, const char *rules,
                                 progress *shown) {
  policy_options options = cli_policy_options(k->c);
  whatif_question q = question_of(k->c, rules, shown);
  canbao_status status = whatif_side_decide(out, p, &q, &options, k->roster, &k->error);
  if (status == CANBAO_OK) status = whatif_side_group(*out, &k->error);
  if (status == CANBAO_OK) status = whatif_side_towns(*out, &k->error);
  return status;
}

static int decide_both(comparison *k, policy *b) {
  progress shown;
  char **names = k->c->arguments;
  progress_begin(&shown, _("Deciding residents"), k->c->options.no_progress);
  canbao_status status = decide_side(&k->base, k, k->policy, names[0], &shown);
  if (status == CANBAO_OK) status = decide_side(&k->other, k, b, names[1], &shown);
  if (status == CANBAO_OK)
    status = whatif_compare(&k->whatif, k->base, k->other, WHATIF_ALL, &k->error);
  if (status == CANBAO_OK)
    status = whatif_prove(&k->proof, k->base, k->base->question.roster_path, &k->error);
  progress_end(&shown);
  return status == CANBAO_OK ? EXIT_DONE : cli_fail(&k->error);
}

static void print_touched(report *r, const comparison *k) {
  const policy *a = k->base->policy, *b = k->other->policy;
  char day[11];
  report_text(r, "base", _("base"), a->name);
  report_text(r, "scenario", _("scenario"), b->name);
  print_day(r, k->c, b);
  if (a->year != b->year)
    report_note(r,
                _("The scripts are for different years (%d and %d): both decide the same entries, "
                  "payments and days as they stand, as of %s."),
                a->year, b->year, date_format(k->c->options.as_of, day));
  if (strcmp(a->place, b->place) != 0)
    report_note(r,
                _("The scripts are for different places (%s and %s): where a rule asks who belongs "
                  "to the place, each asks for its own."),
                a->place, b->place);
  print_whatif_numbers(r, k->whatif);
  print_whatif_tables(r, k->whatif, k->c->options.json, compared_limit(k->c));
}

/* With gates, they alone say whether it passes; else that there is a difference is what was found. */
static int with_roster(comparison *k, policy *b, report *r, bool differ) {
  const cli_options *o = &k->c->options;
  int code = compared_check_list(k->c, k->c->arguments[2]);
  if (code == EXIT_DONE)
    code = compared_read_gates(k, b, (char *const *)o->gates.texts, o->gates.count, "--gate");
  if (code == EXIT_DONE) code = open_roster(k->c, k->policy, k->c->arguments[2], &k->roster);
  if (code == EXIT_DONE) code = decide_both(k, b);
  if (code != EXIT_DONE) {
    report_free(r);
    return code;
  }
  print_touched(r, k);
  differ |= k->whatif->changed > 0;
  code = compared_finish(k, r);
  return code == EXIT_DONE && differ && o->gates.count == 0 ? EXIT_FOUND : code;
}

static int alone(const cli *c, report *r, bool differ) {
  int code = report_print(r, c);
  report_free(r);
  return code == EXIT_DONE && differ ? EXIT_FOUND : code;
}

static int compare(comparison *k, policy *b) {
  const cli *c = k->c;
  policy_diff d;
  bool roster_given = c->arguments_count == 3;
  int64_t limit = c->options.given & OPTION(LIMIT) ? c->options.limit : 0;
  canbao_status status = policy_diff_make(&d, k->policy, b, &k->error);
  int code;
  if (status == CANBAO_OK) {
    bool differ = d.count > 0;
    report *r = report_new();
    print_diff(r, &d, k->policy, b, c->options.json, limit);
    code = roster_given ? with_roster(k, b, r, differ) : alone(c, r, differ);
  } else {
    code = cli_fail(&k->error);
  }
  policy_diff_free(&d);
  return code;
}

static int run(const cli *c) {
  comparison k = {.c = c};
  policy *b = NULL;
  if (c->arguments_count < 3 && (c->options.gates.count || c->options.residents))
    return cli_usage(c, _("%s asks about residents: give a ROSTER too"),
                     c->options.residents ? "--residents" : "--gate");
  int code = compared_check_form(c);
  if (code == EXIT_DONE) code = open_policy(c, c->arguments[0], &k.policy);
  if (code == EXIT_DONE) code = open_policy(c, c->arguments[1], &b);
  if (code == EXIT_DONE && k.policy && b) code = compare(&k, b);
  compared_free(&k);
  policy_free(b); /* after the side that decided by it */
  return code;
}

const command verb_diff = {.name = "diff",
                           .summary = N_("what one script says otherwise than another, and whom "
                                         "it touches"),
                           .usage = N_("A B [ROSTER]"),
                           .arguments_min = 2,
                           .arguments_max = 3,
                           .options = OPTIONS_LIMITS | OPTION(AS_OF) | OPTION(GATE) |
                                      OPTION(RESIDENTS) | OPTION(SPREADSHEET) | OPTION(MASK) |
                                      OPTION(REFERENCE) | OPTION(THREADS) | OPTION(TARGETS) |
                                      OPTION(LIMIT) | OPTION(JSON),
                           .run = run};
