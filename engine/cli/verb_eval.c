/*
** verb_eval.c - decide a roster: the per-resident file, the problems file, the
** manifest, and the summary on the terminal. No file appears when the run fails.
*/
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cases/case_book.h"
#include "cli/open.h"
#include "cli/print_day.h"
#include "cli/print_shared.h"
#include "cli/print_summary.h"
#include "cli/progress.h"
#include "cli/spreadsheet.h"
#include "studies/balance.h"
#include "studies/column_check.h"
#include "studies/manifest.h"
#include "studies/open_mark.h"
#include "studies/problems_file.h"
#include "studies/programme_names.h"
#include "studies/result_file.h"
#include "studies/town_table.h"
#include "values/date.h"
#include "values/letting_go.h"
#include "values/threads.h"

#define LIMIT_DECISIONS_MAX 100 /* residents over the instruction limit before the run gives up */
#define TABLE_ROWS 60           /* of a terminal's table, without --limit */

typedef struct {
  const cli *c;
  policy *policy;
  roster *roster;
  summary *summary;
  column_names columns; /* chosen by --columns; none: all */
  result_form form;
  result_file *result; /* NULL without -o */
  population_counts counts;
  int64_t in_cases;   /* residents over all cases; -1: not counted */
  canbao_error error; /* the sink's */
  outcome outcome;
  int64_t started, duration_ms;
  shared_locals shared;                /* what the edits do not reach */
  char *problems_path, *manifest_path; /* beside a result that does not stand alone */
  letting_go replaced;                 /* the result that this one replaces */
  uint64_t asked;                      /* fields that the rules ask about */
  uint64_t absent;                     /* of these, those that the roster has no column for */
} evaluation;

static int64_t monotonic_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A rule that keeps running into the limit would take days over a county: stop. */
static canbao_status over_the_limit(evaluation *e, const char *problem_text) {
  return fault(&e->error, CANBAO_LIMIT,
               _("%d residents ran over the limit of one decision, so the run was stopped: %s"),
               LIMIT_DECISIONS_MAX, problem_text);
}

/* Called for every resident in order. */
static canbao_status take_verdict(void *payload, const verdict *v) {
  evaluation *e = payload;
  outcome_of(&e->outcome, v);
  canbao_status status = summary_add(e->summary, &e->outcome, &e->error);
  if (status != CANBAO_OK) return status;
  if (e->summary->by_problem[DECISION_LIMIT] >= LIMIT_DECISIONS_MAX)
    return over_the_limit(e, e->outcome.problem_text);
  if (e->result) result_file_row(e->result, &e->outcome);
  return CANBAO_OK;
}

/* More cases than are kept: one resident after the other. */
static canbao_status take_each(evaluation *e, const population *p) {
  decision *scratch = decision_new();
  canbao_status status = CANBAO_OK;
  if (!scratch) status = fault(&e->error, CANBAO_LIMIT, _("memory ran out"));
  for (uint32_t row = 0; row < e->roster->rows && status == CANBAO_OK; row++) {
    verdict v;
    status = population_verdict(p, row, &v, scratch, &e->error);
    if (status == CANBAO_OK) status = take_verdict(e, &v);
  }
  decision_free(scratch);
  return status;
}

/* The text of the last complaint of this kind that take_verdict would have come to. */
static canbao_status check_limit(evaluation *e, const population *p) {
  const uint32_t *cases = population_case_of_rows(p);
  int64_t met = 0;
  if (e->summary->by_problem[DECISION_LIMIT] < LIMIT_DECISIONS_MAX) return CANBAO_OK;
  for (uint32_t row = 0; row < e->roster->rows; row++) {
    const decision *d = population_decision(p, cases[row]);
    if (d->problem == DECISION_LIMIT && ++met == LIMIT_DECISIONS_MAX)
      return over_the_limit(e, d->problem_text);
  }
  return CANBAO_OK;
}

/* All at once, case by case. */
static canbao_status take_population(evaluation *e, const population *p, const town_split *towns) {
  const cli_options *o = &e->c->options;
  canbao_status status =
      summary_population(e->summary, p, e->roster, towns, (int)o->threads, &e->error);
  if (status == CANBAO_OK) status = check_limit(e, p);
  roster_hash_pause(e->roster); /* what is left of it goes beside the result's */
  if (status != CANBAO_OK || !e->result) return status;
  progress shown;
  progress_begin(&shown, _("Writing the result"), o->no_progress);
  result_file_population(e->result, p, (int)o->threads, progress_step, &shown);
  progress_end(&shown);
  return CANBAO_OK;
}

/* Said on stderr, so that the result is the reference's to the byte. */
static void announce_fallback(const evaluation *e) {
  bool grow = e->counts.cases > 256 && e->counts.cases > e->roster->rows / 8;
  if (e->counts.fallback_field < 0 || !grow) return;
  const field *f = &e->policy->schema->fields[e->counts.fallback_field];
  fprintf(
      stderr,
      _("canbao: a rule reads every single value of %s, so there are as many cases as values (%u); "
        "such residents are decided one by one, at Lua's speed\n"),
      message_is_chinese() ? f->title : f->name, e->counts.cases);
}

/* Most of a small roster's time goes to its first cases, which one thread finds: others do meanwhile what waits. */
static void go_on_beside(evaluation *e) {
  int threads = threads_count((int)e->c->options.threads);
  if (!e->result || !result_file_stays(e->result) || threads == 1) return;
  letting_go_expect(&e->replaced, e->c->options.output, threads);
  roster_hash_go_on(e->roster);
}

static int decide_by_cases(evaluation *e) {
  population *p = NULL;
  town_split towns;
  canbao_status status = town_split_make(&towns, e->roster, &e->error);
  int code = -(int)status;
  if (status == CANBAO_OK) {
    go_on_beside(e);
    code = open_decided(e->c, e->policy, e->roster, e->c->options.as_of, &towns.by, &p);
  }
  if (p) {
    e->counts = population_counted(p);
    e->in_cases = balance_cases(p);
    announce_fallback(e);
    status = e->counts.cases > CASES_KEPT ? take_each(e, p) : take_population(e, p, &towns);
    code = -(int)status;
  }
  population_free(p);
  town_split_free(&towns);
  return code;
}

/* Before anything is written. */
static canbao_status check_balance(evaluation *e) {
  balance b = {.roster = e->roster,
               .summary = e->summary,
               .written = e->result ? result_file_sums(e->result) : NULL,
               .in_cases = e->in_cases};
  return balance_check(&b, &e->error);
}

static int decide(evaluation *e) {
  int64_t began = monotonic_ms();
  e->started = (int64_t)time(NULL);
  int code = e->c->options.reference
                 ? open_population(e->c, e->policy, e->roster, take_verdict, e, &e->counts)
                 : decide_by_cases(e);
  if (code == EXIT_DONE && summary_finish(e->summary, &e->error) != CANBAO_OK) code = EXIT_LIMIT;
  if (code == EXIT_DONE) (void)check_balance(e);
  e->duration_ms = monotonic_ms() - began;
  return e->error.status != CANBAO_OK ? cli_fail(&e->error) : code;
}

/* ---- files ---- */

/* A pipe or a device gets the rows alone: nothing can stand beside it. */
static bool stands_alone(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

static char *beside(const char *path, const char *ending) {
  size_t size = strlen(path) + strlen(ending) + 1;
  char *name = malloc(size);
  if (name) snprintf(name, size, "%s%s", path, ending);
  return name;
}

typedef struct {
  file_writer problems, manifest;
  char result_sha256[65], problems_sha256[65];
} companions;

static canbao_status finish_problems(evaluation *e, companions *k, canbao_error *error) {
  canbao_status status = file_create(&k->problems, e->problems_path, error);
  if (status != CANBAO_OK) return status;
  file_hash(&k->problems);
  problems_file_write(&k->problems, e->roster);
  return file_finish(&k->problems, k->problems_sha256, error);
}

static canbao_status finish_manifest(evaluation *e, companions *k, canbao_error *error) {
  const cli_options *o = &e->c->options;
  policy_options options = cli_policy_options(e->c);
  manifest m = {.version = CANBAO_VERSION,
                .policy = e->policy,
                .roster = e->roster,
                .roster_path = e->c->arguments[1],
                .result_path = o->output,
                .result_sha256 = k->result_sha256,
                .problems_path = e->problems_path,
                .problems_sha256 = k->problems_sha256,
                .form = &e->form,
                .options = &options,
                .counts = &e->counts,
                .summary = e->summary,
                .as_of = o->as_of,
                .absent = e->absent,
                .reference = o->reference,
                .started = e->started,
                .duration_ms = e->duration_ms};
  canbao_status status = file_create(&k->manifest, e->manifest_path, error);
  if (status == CANBAO_OK) status = manifest_write(&k->manifest, &m, error);
  return status == CANBAO_OK ? file_finish(&k->manifest, NULL, error) : status;
}

/* All three are whole and on the disk before the first takes its name. */
static canbao_status settle_files(evaluation *e, companions *k, canbao_error *error) {
  canbao_status status = result_file_finish(e->result, k->result_sha256, error);
  if (status == CANBAO_OK && e->problems_path) status = finish_problems(e, k, error);
  if (status == CANBAO_OK && e->manifest_path) status = finish_manifest(e, k, error);
  if (status == CANBAO_OK) status = result_file_settle(e->result, error);
  if (status == CANBAO_OK && e->problems_path) status = file_settle(&k->problems, error);
  if (status == CANBAO_OK && e->manifest_path) status = file_settle(&k->manifest, error);
  return status == CANBAO_OK ? roster_unchanged(e->roster, e->c->arguments[1], error) : status;
}

/* Problems, manifest, then the result itself: a result never stands without what explains it. The result that is replaced stays
** open, so that its end is nobody's wait. */
static int commit_files(evaluation *e) {
  const char *path = e->c->options.output;
  canbao_error error = {0};
  bool alone = stands_alone(path);
  companions k = {.problems.fd = -1, .manifest.fd = -1};
  if (!alone) e->problems_path = beside(path, ".problems.csv");
  if (!alone) e->manifest_path = beside(path, ".manifest.json");
  canbao_status status = alone || (e->problems_path && e->manifest_path)
                             ? settle_files(e, &k, &error)
                             : fault(&error, CANBAO_LIMIT, _("memory ran out"));
  if (status == CANBAO_OK && !alone) status = file_commit_two(&k.problems, &k.manifest, &error);
  if (status == CANBAO_OK) {
    if (!alone) letting_go_hold(&e->replaced, path);
    status = result_file_commit(e->result, &error);
    e->result = NULL;
    letting_go_begin(&e->replaced, threads_count((int)e->c->options.threads));
  }
  file_discard(&k.problems);
  file_discard(&k.manifest);
  return status == CANBAO_OK ? EXIT_DONE : cli_fail(&error);
}

static void print_files(report *r, const evaluation *e) {
  if (!e->manifest_path) return;
  report_text(r, "result", _("result"), e->c->options.output);
  report_text(r, "problems_file", _("problems"), e->problems_path);
  report_text(r, "manifest", _("manifest"), e->manifest_path);
}

/* ---- the verb ---- */

/* What still has to be checked in the script: its results are a draft until then. */
static void print_open_marks(report *r, const policy *p) {
  open_marks found = {0};
  canbao_error error;
  for (int i = 0; i < p->sources_count; i++) {
    const char *path = p->sources[i].path;
    size_t n = strlen(path);
    if (n > 4 && strcmp(path + n - 4, ".lua") == 0) (void)open_marks_find(&found, path, &error);
  }
  if (found.count > 0)
    report_note(r, _("note: the script has %d open marks; its results are not final"), found.count);
  open_marks_free(&found);
}

static void print_when(report *r, const evaluation *e) {
  char day[11];
  int32_t as_of = e->c->options.as_of;
  uint32_t later = paid_after(e->roster, as_of);
  print_day(r, e->c, e->policy);
  if (later > 0)
    report_note(r,
                _("note: %u residents paid after %s; their payments count as they stand, only who "
                  "has not paid is judged by that day"),
                (unsigned)later, date_format(as_of, day));
}

static void print_head(report *r, const evaluation *e) {
  char text[512];
  const policy *p = e->policy;
  print_open_marks(r, p);
  print_columns(r, e->roster, e->absent, e->c->options.json);
  report_text(r, "rules", _("rules"), p->name);
  snprintf(text, sizeof text, "%s %d %s", p->place ? p->place : "", p->year,
           p->notice ? p->notice : "");
  report_text(r, "notice", _("notice"), text);
  print_when(r, e);
  if (e->roster->rows == 0)
    report_note(r, "%s", _("note: the roster has no row below its headings: nobody was decided"));
  report_text(r, "encoding", _("encoding of the roster"), e->roster->encoding);
  report_count(r, "cases", _("distinct cases"), e->counts.cases);
}

#define A_ROSTER 100 /* residents: fewer are somebody's question, not a county's register */

/* A roster of another county has hardly anybody whom this notice lets in. */
static void warn_of_place(const evaluation *e) {
  const summary *s = e->summary;
  const summary_split *split = &s->splits[SPLIT_STATUS];
  for (uint32_t i = 0; i < split->count && s->people >= A_ROSTER; i++) {
    int64_t people = split->groups[i].people;
    if (slice_is(dictionary_text(split->names, i), STATUS_INELIGIBLE) && people > s->people / 2)
      cli_warn(
          _("%lld of %lld residents may not enrol: is this the roster of %s, and are its places "
            "written as the notice writes them?"),
          (long long)people, (long long)s->people, e->policy->place);
  }
}

/* Told among the notes at the top too, which a long summary scrolls away. */
static void warn_of_columns(const evaluation *e) {
  const roster *r = e->roster;
  char shown[160];
  for (int i = 0; i < r->extra_count; i++) {
    const char *near;
    int f = column_nearest(r, r->extra_headings[i], &near);
    if (f >= 0 && e->absent >> f & 1)
      cli_warn(_("the rules ask for “%s”, which the roster has no column for: is its column “%s” "
                 "misspelt?"),
               near, text_display(r->extra_headings[i], shown, sizeof shown));
  }
}

static void warn_of_payments(const evaluation *e) {
  if (e->summary->people >= A_ROSTER && nobody_paid(e->roster, e->asked))
    cli_warn("%s", _("nobody has a day of payment: is a column missing or misspelt?"));
}

#define STRAYS_SHOWN 5

static bool has_target(const targets *goal, const char *town) {
  for (int i = 0; i < goal->towns_count; i++)
    if (strcmp(goal->towns[i].town, town) == 0) return true;
  return false;
}

/* A town that is written in two ways is two towns, in every sum. */
static void warn_of_towns(const evaluation *e) {
  const summary_split *split = &e->summary->splits[SPLIT_TOWN];
  const targets *goal = &e->policy->targets;
  char text[STRAY_TEXT];
  int strays = 0;
  for (uint32_t i = 0; i < split->count && goal->towns_count > 0; i++) {
    const char *town = dictionary_text(split->names, i).at;
    if (*town == '\0' || has_target(goal, town) || strays++ >= STRAYS_SHOWN) continue;
    cli_warn("%s", town_stray(goal, town, split->groups[i].people, text, sizeof text));
  }
  if (strays > STRAYS_SHOWN)
    cli_warn(_("%d more towns of the roster are not in the task table: “towns” shows all"),
             strays - STRAYS_SHOWN);
}

static int print_all(const evaluation *e) {
  const cli_options *o = &e->c->options;
  report *r = report_new();
  int64_t limit = o->given & OPTION(LIMIT) ? o->limit : o->json ? 0 : TABLE_ROWS;
  print_head(r, e);
  print_summary(r, e->summary, o->json, limit);
  print_problems(r, e->roster, o->json);
  print_shared(r, &e->shared, o->json);
  print_files(r, e);
  int code = report_print(r, e->c);
  report_free(r);
  return code;
}

static int finish(evaluation *e) {
  const char *output = e->c->options.output;
  int code = e->result ? commit_files(e) : EXIT_DONE;
  bool only_rows = output && stands_alone(output); /* they may be going to standard output */
  if (code == EXIT_DONE && !only_rows) code = print_all(e);
  if (code != EXIT_DONE) return code;
  print_complaints(e->summary, e->roster);
  warn_of_columns(e);
  warn_of_payments(e);
  warn_of_place(e);
  warn_of_towns(e);
  if (e->form.spreadsheet) spreadsheet_warn(e->roster->rows);
  warn_of_shared(&e->shared);
  const int64_t *by = e->summary->by_problem;
  if (by[DECISION_CONFLICT] + by[DECISION_GAP] + by[DECISION_ERROR] > 0) return EXIT_SCRIPT;
  return by[DECISION_LIMIT] > 0 ? EXIT_LIMIT : EXIT_DONE;
}

static int open_result(evaluation *e) {
  const cli_options *o = &e->c->options;
  if (!o->output) return EXIT_DONE;
  canbao_error error = {0};
  e->form = (result_form){&e->columns, o->mask, o->spreadsheet};
  canbao_status status =
      result_file_create(&e->result, e->policy, e->roster, o->output, &e->form, &error);
  if (status == CANBAO_USAGE) return cli_usage(e->c, "--columns: %s", error.message);
  return status == CANBAO_OK ? EXIT_DONE : cli_fail(&error);
}

static void close_evaluation(evaluation *e) {
  free(e->columns.at);
  free(e->problems_path);
  free(e->manifest_path);
  result_file_discard(e->result);
  summary_free(e->summary);
  shared_locals_free(&e->shared);
  roster_free(e->roster); /* it has borrowed the policy's schema */
  policy_free(e->policy);
  letting_go_wait(&e->replaced);
}

/* What can be wrong before anything is read. */
static int check_usage(evaluation *e) {
  const cli *c = e->c;
  const cli_options *o = &c->options;
  canbao_error error = {0};
  const char *workbook = o->output ? result_file_workbook(o->output) : NULL;
  if (workbook)
    return cli_usage(c,
                     _("-o: the result is CSV, which Excel and WPS do not open under a name that "
                       "ends in %s: give a name that ends in .csv"),
                     workbook);
  if (o->output && open_same_file(o->output, c->arguments[1]))
    return cli_usage(c, _("-o names the roster itself; the result needs a name of its own"));
  if (o->spreadsheet && !o->output)
    return cli_usage(c, "%s",
                     _("--spreadsheet says how the result file is written: give -o FILE too"));
  if (!(o->given & OPTION(COLUMNS))) return EXIT_DONE;
  if (!o->output)
    return cli_usage(c, "%s", _("--columns chooses the result file's columns: give -o FILE too"));
  canbao_status status = column_names_read(&e->columns, o->columns, &error);
  if (status == CANBAO_USAGE) return cli_usage(c, "--columns: %s", error.message);
  return status == CANBAO_OK ? EXIT_DONE : cli_fail(&error);
}

static int run(const cli *c) {
  evaluation e = {.c = c, .in_cases = -1, .replaced = LETTING_GO_NONE};
  int code = check_usage(&e);
  if (code == EXIT_DONE) code = open_both(c, &e.policy, &e.roster);
  if (code == EXIT_DONE && !(e.summary = summary_new(e.policy))) {
    canbao_error error;
    fault(&error, CANBAO_LIMIT, _("memory ran out"));
    code = cli_fail(&error);
  }
  if (code == EXIT_DONE) e.asked = fields_asked(e.policy);
  if (code == EXIT_DONE) e.absent = fields_absent(e.roster, e.asked);
  if (code == EXIT_DONE && shared_locals_of_edits(&e.shared, e.policy, &e.error) != CANBAO_OK)
    code = cli_fail(&e.error);
  if (code == EXIT_DONE) code = open_result(&e);
  if (code == EXIT_DONE) code = decide(&e);
  if (code == EXIT_DONE) code = finish(&e);
  close_evaluation(&e);
  return code;
}

const command verb_eval = {
    .name = "eval",
    .summary = N_("decide every resident of a roster"),
    .usage = N_("RULES ROSTER"),
    .arguments_min = 2,
    .arguments_max = 2,
    .options = OPTIONS_LIMITS | OPTION(OUTPUT) | OPTION(AS_OF) | OPTION(REFERENCE) | OPTION(SET) |
               OPTION(SCENARIO) | OPTION(THREADS) | OPTION(TARGETS) | OPTION(MASK) |
               OPTION(COLUMNS) | OPTION(SPREADSHEET) | OPTION(LIMIT) | OPTION(JSON),
    .run = run};
