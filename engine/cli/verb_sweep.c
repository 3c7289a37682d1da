/*
** verb_sweep.c - parameters over ranges: reads the question, decides the base once, lets
** the sweep compare every point with it, proves that the base was not reached.
*/
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/complain.h"
#include "cli/open.h"
#include "cli/print_shared.h"
#include "cli/print_sweep.h"
#include "cli/print_whatif.h"
#include "cli/progress.h"
#include "studies/sweep_file.h"
#include "studies/sweep_page.h"

static const char *const default_measures[] = {"cost",         "subsidy",    "enrolled",
                                               "undetermined", "better_off", "worse_off"};

typedef struct {
  const cli *c;
  policy *policy,
      *start; /* the base's; what the points start from (the same without scenario and --set) */
  roster *roster;
  whatif_side *base;
  policy_options options;
  sweep_axis axes[SWEEP_AXES_MAX];
  sweep_question question;
  gate *gates;
  int gates_count;
  sweep *sweep;
  shared_locals shared; /* what the parameters and the edits do not reach */
  whatif_proof proof;
  canbao_error error;
} sweeping;

static int out_of_memory(sweeping *k) {
  fault(&k->error, CANBAO_LIMIT, "%s", _("memory ran out"));
  return cli_fail(&k->error);
}

/* ---- reading the question ---- */

static int open_policies(sweeping *k) {
  policy_options base = cli_base_options(k->c);
  canbao_status status = policy_load(&k->policy, k->c->arguments[0], &base, &k->error);
  k->options = cli_policy_options(k->c);
  k->start = k->policy;
  if (status == CANBAO_OK && k->options.settings_count + k->options.scenarios_count > 0) {
    k->start = NULL;
    status = policy_load(&k->start, k->c->arguments[0], &k->options, &k->error);
  }
  return status == CANBAO_OK ? EXIT_DONE : cli_fail(&k->error);
}

static int read_axes(sweeping *k) {
  const option_list *vary = &k->c->options.vary;
  canbao_status status = CANBAO_OK;
  k->question.axes = k->axes;
  if (vary->count > SWEEP_AXES_MAX)
    return cli_usage(k->c, "%s", _("a sweep varies one or two parameters: --vary once or twice"));
  for (int i = 0; i < vary->count && status == CANBAO_OK; i++) {
    k->question.axes_count++;
    status = sweep_axis_parse(&k->axes[i], vary->texts[i], k->start, &k->error);
    if (status == CANBAO_OK) status = sweep_axis_own(&k->axes[i], k->policy, &k->error);
  }
  return status == CANBAO_OK ? EXIT_DONE : cli_fail(&k->error);
}

static int read_gates(sweeping *k, char *const *texts, int count, const char *from) {
  gate *grown = realloc(k->gates, ((size_t)k->gates_count + (size_t)count + 1) * sizeof *grown);
  if (!grown) return out_of_memory(k);
  k->gates = grown;
  for (int i = 0; i < count; i++)
    if (gate_parse(&k->gates[k->gates_count++], texts[i], k->start, from, &k->error) != CANBAO_OK)
      return cli_fail(&k->error);
  return EXIT_DONE;
}

static int read_measures(sweeping *k) {
  const option_list *given = &k->c->options.measures;
  k->question.measures = given->count ? given->texts : default_measures;
  k->question.measures_count =
      given->count ? given->count : (int)(sizeof default_measures / sizeof default_measures[0]);
  for (int i = 0; i < k->question.measures_count; i++) {
    canbao_error inner = {0};
    const char *name = k->question.measures[i];
    if (whatif_measure_check(k->start, name, NULL, NULL, &inner) == CANBAO_OK) continue;
    return cli_usage(k->c, "--measure: %s", inner.message);
  }
  return EXIT_DONE;
}

static int read_question(sweeping *k) {
  const cli_options *o = &k->c->options;
  int code = read_axes(k);
  if (code == EXIT_DONE) code = read_measures(k);
  if (code == EXIT_DONE)
    code = read_gates(k, (char *const *)o->gates.texts, o->gates.count, "--gate");
  if (code == EXIT_DONE)
    code = read_gates(k, k->start->expectations, k->start->expectations_count,
                      _("the scenario expects"));
  if (code != EXIT_DONE) return code;
  k->question.options = &k->options;
  k->question.start = k->start;
  k->question.gates = k->gates;
  k->question.gates_count = k->gates_count;
  k->question.at_once = (int)o->threads;
  if (sweep_check(&k->question, &k->error) != CANBAO_OK) return cli_fail(&k->error);
  return open_roster(k->c, k->policy, k->c->arguments[1], &k->roster);
}

/* ---- sweeping ---- */

static canbao_status find_shared(sweeping *k) {
  char change[400];
  canbao_status status = shared_locals_of_edits(&k->shared, k->start, &k->error);
  for (int i = 0; i < k->question.axes_count && status == CANBAO_OK; i++) {
    const sweep_axis *a = &k->axes[i];
    snprintf(change, sizeof change, "--vary %s", a->target);
    status =
        shared_locals_of_parameter(&k->shared, k->start, a->article, a->effect, change, &k->error);
  }
  return status;
}

static canbao_status decide(sweeping *k, progress *shown) {
  const cli_options *o = &k->c->options;
  const char *path = open_again(k->c->arguments[1]);
  policy_options base = cli_base_options(k->c);
  whatif_question q = {.rules = k->c->arguments[0],
                       .as_of = o->as_of,
                       .threads = (int)o->threads,
                       .reference = o->reference,
                       .roster_path = path};
  k->question.progress = progress_step, k->question.progress_payload = shown;
  canbao_status status = whatif_side_decide(&k->base, k->policy, &q, &base, k->roster, &k->error);
  if (status == CANBAO_OK) status = sweep_run(&k->sweep, k->base, &k->question, &k->error);
  if (status == CANBAO_OK) status = find_shared(k);
  if (status == CANBAO_OK) status = whatif_prove(&k->proof, k->base, path, &k->error);
  return status;
}

/* ---- what must not pass in silence ---- */

static int complain_points(const sweep *s) {
  int points = 0, worst = EXIT_DONE;
  const sweep_point *first = NULL;
  char name[400], why[1024];
  for (int i = 0; i < s->points_count; i++) {
    const sweep_point *p = &s->points[i];
    int code = p->problem ? -(int)p->status : complain_code(p->problems);
    if (code == EXIT_DONE) continue;
    if (!first) first = p;
    points++;
    if (worst == EXIT_DONE || code == EXIT_SCRIPT) worst = code;
  }
  if (first)
    cli_warn(_("%d of %d points cannot stand; the first is %s (%s)"), points, s->points_count,
             sweep_point_name(s, first, name, sizeof name),
             sweep_point_problem(first, why, sizeof why));
  return worst;
}

static bool warn_crossed(const sweep *s) {
  bool any = false;
  char name[400];
  for (int g = 0; g < s->gates_count; g++) {
    int points = 0;
    const sweep_point *first = NULL;
    for (int i = 0; i < s->points_count; i++) {
      if (!s->points[i].crossed[g]) continue;
      if (!first) first = &s->points[i];
      points++;
    }
    if (!first) continue;
    any = true;
    cli_warn(_("the gate %s is crossed at %d of %d points, first at %s"), s->gates[g].text, points,
             s->points_count, sweep_point_name(s, first, name, sizeof name));
  }
  return any;
}

static void warn_dead(const sweep *s) {
  for (int a = 0; a < s->axes_count; a++)
    if (sweep_dead_axis(s, a))
      cli_warn(_("%s changes nothing: whatever its value, every resident's decision is the same"),
               s->axes[a].target);
}

static int write_page(sweeping *k, report *r) {
  const cli_options *o = &k->c->options;
  if (!o->html) return EXIT_DONE;
  sweep_page page = {.sweep = k->sweep,
                     .start = k->start,
                     .proof = &k->proof,
                     .version = CANBAO_VERSION,
                     .roster_path = k->c->arguments[1],
                     .started = (int64_t)time(NULL)};
  if (sweep_page_write(&page, o->html, &k->error) != CANBAO_OK) return cli_fail(&k->error);
  report_text(r, "page", _("page"), o->html);
  return EXIT_DONE;
}

static int finish(sweeping *k) {
  const cli_options *o = &k->c->options;
  report *r = report_new();
  print_sweep(r, k->c, k->sweep, k->start);
  print_shared(r, &k->shared, o->json);
  print_proof(r, &k->proof);
  int code = EXIT_DONE;
  if (o->output) {
    if (sweep_write(k->sweep, o->output, &k->error) != CANBAO_OK) code = cli_fail(&k->error);
    report_text(r, "result", _("result"), o->output);
  }
  if (code == EXIT_DONE) code = write_page(k, r);
  if (code == EXIT_DONE) code = report_print(r, k->c);
  report_free(r);
  if (code != EXIT_DONE) return code;
  bool crossed = warn_crossed(k->sweep);
  warn_dead(k->sweep);
  warn_of_shared(&k->shared);
  int base = complain(k->base, SIDE_BASE), points = complain_points(k->sweep);
  if (points != EXIT_DONE) return points;
  return base != EXIT_DONE ? base : crossed ? EXIT_FOUND : EXIT_DONE;
}

/* No file that is written may take the place of another. */
static int check_names(const cli *c) {
  const cli_options *o = &c->options;
  if (o->output && open_same_file(o->output, c->arguments[1]))
    return cli_usage(c, "%s",
                     _("--output names the roster itself; the result needs a name of its own"));
  if (o->html && open_same_file(o->html, c->arguments[1]))
    return cli_usage(c, "%s",
                     _("--html names the roster itself; the page needs a name of its own"));
  if (o->html && o->output && strcmp(o->html, o->output) == 0)
    return cli_usage(c, "%s", _("--html and --output name one file; each needs its own"));
  return EXIT_DONE;
}

static int run(const cli *c) {
  sweeping k = {.c = c};
  const cli_options *o = &c->options;
  progress shown;
  if (o->vary.count == 0)
    return cli_usage(c, "%s", _("sweep needs a --vary: which parameter, over which values?"));
  int code = check_names(c);
  if (code == EXIT_DONE) code = open_policies(&k);
  if (code == EXIT_DONE) code = read_question(&k);
  if (code == EXIT_DONE) {
    progress_begin(&shown, _("Comparing points"), o->no_progress);
    canbao_status status = decide(&k, &shown);
    progress_end(&shown);
    code = status == CANBAO_OK ? finish(&k) : cli_fail(&k.error);
  }
  sweep_free(k.sweep);
  shared_locals_free(&k.shared);
  for (int i = 0; i < k.gates_count; i++) gate_free(&k.gates[i]);
  for (int i = 0; i < k.question.axes_count; i++) sweep_axis_free(&k.axes[i]);
  free(k.gates);
  whatif_side_free(k.base);
  roster_free(k.roster);
  if (k.start != k.policy) policy_free(k.start);
  policy_free(k.policy);
  return code;
}

const command verb_sweep = {
    .name = "sweep",
    .summary = N_("one or two parameters over a range: what each value costs, and whom"),
    .usage = N_("RULES ROSTER --vary ARTICLE.EFFECT=FROM..TO/STEP"),
    .arguments_min = 2,
    .arguments_max = 2,
    .options = OPTIONS_LIMITS | OPTION(VARY) | OPTION(MEASURE) | OPTION(SET) | OPTION(SCENARIO) |
               OPTION(AS_OF) | OPTION(GATE) | OPTION(OUTPUT) | OPTION(REFERENCE) | OPTION(THREADS) |
               OPTION(TARGETS) | OPTION(JSON) | OPTION(HTML),
    .run = run};
