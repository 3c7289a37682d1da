/*
** api_whatif_probe.c - what-ifs through canbao.h, for tests/engine/api_whatif_spec.lua. Prints one line a fact: fields
** parted by tabs.
**   api_whatif_probe compare RULES ROSTER DAY RULES-DIR lua|cases SETTING [FILE that changes meanwhile]
**   api_whatif_probe misuse  RULES ROSTER DAY RULES-DIR
*/
#include <canbao.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  canbao_engine *engine;
  canbao_policy *policy;
  canbao_roster *roster;
  const char *day, *rules_dir;
} bench;

static void say(const char *name, canbao_status status, const bench *b) {
  printf("%s\t%d\t%s\n", name, (int)status,
         status == CANBAO_OK ? "" : canbao_engine_error(b->engine)->message);
}

/* ---- what a comparison found ---- */

static void print_figures(const canbao_whatif *w) {
  char name[96];
  canbao_figure f;
  for (int i = 0; canbao_whatif_figure_name(w, i, name, sizeof name); i++) {
    canbao_status status = canbao_whatif_figure(&f, w, name);
    printf("figure\t%s\t%d\t%d\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\n",
           name, (int)status, f.money, f.base, f.scenario, f.difference, f.low, f.high);
  }
}

static void print_transitions(const canbao_whatif *w) {
  canbao_transition t;
  canbao_change c;
  int64_t residents;
  for (int i = 0; canbao_whatif_transition(&t, w, i); i++) {
    int64_t in_pairs = 0;
    for (int k = 0; canbao_whatif_pair(NULL, NULL, &residents, w, i, k); k++) in_pairs += residents;
    printf("transition\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%u\t%" PRId64 "\n",
           t.residents, t.cost, t.gain.sum, in_pairs, (unsigned)t.first_row, t.gains[1]);
    for (int k = 0; canbao_whatif_change(&c, w, i, k); k++)
      printf("change\t%s\t%s\t%s\t%s\t%s\n", c.effect, c.before, c.after, c.article_before,
             c.article_after);
  }
}

static void print_groups(const canbao_whatif *w) {
  canbao_group g;
  int64_t base, scenario;
  for (int by = CANBAO_BY_STATUS; by <= CANBAO_BY_TOWN; by++)
    for (int i = 0; canbao_whatif_group(&g, w, (canbao_grouping)by, i); i++) {
      canbao_whatif_group_money(&base, &scenario, w, (canbao_grouping)by, i, "subsidy");
      printf("group\t%d\t%s\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\n", by, g.name,
             g.people_base, g.people_scenario, base, scenario);
    }
}

static void print_residents(const bench *b, canbao_whatif *w) {
  for (uint32_t row = 0; row < canbao_roster_rows(b->roster); row++) {
    const canbao_decision *before, *after;
    bool changed;
    canbao_gain kind;
    int64_t gain;
    char a[64], c[64];
    canbao_whatif_resident(&changed, &kind, &gain, w, row);
    if (!changed || canbao_whatif_decisions(&before, &after, w, row) != CANBAO_OK) continue;
    canbao_decision_text(before, "personal_due", a, sizeof a);
    canbao_decision_text(after, "personal_due", c, sizeof c);
    printf("resident\t%u\t%d\t%" PRId64 "\t%s\t%s\n", (unsigned)row + 1, (int)kind, gain, a, c);
  }
}

static void print_gate(const canbao_whatif *w, const bench *b, const char *text) {
  canbao_gate g;
  say("gate read", canbao_whatif_gate(&g, w, text), b);
  printf("gate\t%s\t%d\t%" PRId64 "\t%" PRId64 "\t%d\n", text, g.crossed, g.figure.scenario,
         g.limit, g.rows_count);
}

static int compare(const bench *b, bool reference, char *text, const char *argument) {
  canbao_setting setting;
  canbao_whatif *w, *second;
  canbao_whatif_counts counts;
  canbao_proof proof;
  if (canbao_setting_read(&setting, b->engine, text) != CANBAO_OK) return 1;
  canbao_whatif_options options = {
      .as_of = b->day, .settings = &setting, .settings_count = 1, .reference = reference};
  say("run", canbao_whatif_run(&w, b->roster, &options), b);
  if (!w) return 1;
  print_figures(w), print_transitions(w), print_groups(w), print_residents(b, w);
  canbao_whatif_count(&counts, w);
  printf("counts\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\n", counts.residents,
         counts.changed, counts.gains[CANBAO_GAIN_BETTER], counts.worse.sum);
  print_gate(w, b, "worse_off=0"), print_gate(w, b, "cost<=+5%");
  printf("title\t%s\nedit\t%s\nsecond edit\t%s\n", canbao_whatif_title(w), canbao_whatif_edit(w, 0),
         canbao_whatif_edit(w, 1) ? "there" : "none");
  say("prove", canbao_whatif_prove(&proof, w), b);
  printf("proof\t%d\t%d\t%d\t%u\t%s\n", proof.same_decisions, proof.same_scripts, proof.same_roster,
         (unsigned)proof.residents, proof.roster_sha256);
  /* Another scenario on the same base: a file that changes now is found, since the proof is made anew. */
  options.unproved = true;
  say("second", canbao_whatif_run(&second, b->roster, &options), b);
  FILE *changed = argument ? fopen(argument, "a") : NULL;
  if (changed) fputs("\n", changed), fclose(changed);
  say("proved again", canbao_whatif_prove(&proof, w), b);
  canbao_whatif_free(second);
  /* A base that is borrowed stays while the roster takes another one. */
  options.as_of = "2023-11-01", options.unproved = true;
  say("another day", canbao_whatif_run(&second, b->roster, &options), b);
  canbao_whatif_free(second);
  canbao_figure f;
  say("the first again", canbao_whatif_figure(&f, w, "people"), b);
  canbao_whatif_free(w);
  return 0;
}

/* ---- wrong calls ---- */

static canbao_status inside(void *payload, const canbao_decision *decision, uint32_t row) {
  const bench *b = payload;
  canbao_setting setting = {"二1", "subsidy", "200"};
  canbao_whatif_options options = {.as_of = b->day, .settings = &setting, .settings_count = 1};
  canbao_whatif *w;
  (void)decision;
  if (row == 0) say("inside a callback", canbao_whatif_run(&w, b->roster, &options), b);
  return CANBAO_OK;
}

static void try_setting(const bench *b, const char *name, canbao_setting setting) {
  canbao_whatif_options options = {.as_of = b->day, .settings = &setting, .settings_count = 1};
  canbao_whatif *w;
  say(name, canbao_whatif_run(&w, b->roster, &options), b);
  if (w) puts("a handle");
  canbao_whatif_free(w);
}

static void misuse_of(const bench *b, canbao_whatif *w) {
  canbao_figure figure;
  canbao_gate gate;
  canbao_group group;
  canbao_transition transition;
  canbao_change change;
  const canbao_decision *before, *after;
  int64_t base, scenario;
  char name[96];
  say("no figure", canbao_whatif_figure(&figure, w, "enroled"), b);
  say("NULL figure", canbao_whatif_figure(&figure, w, NULL), b);
  say("no gate", canbao_whatif_gate(&gate, w, "cost"), b);
  say("no measure", canbao_whatif_gate(&gate, w, "worse_of=0"), b);
  say("NULL gate", canbao_whatif_gate(&gate, w, NULL), b);
  say("no row", canbao_whatif_resident(NULL, NULL, NULL, w, 5), b);
  say("no decisions", canbao_whatif_decisions(&before, &after, w, UINT32_MAX), b);
  printf("past the end\t%d%d%d%d%d%d%d\n", canbao_whatif_transition(&transition, w, -1),
         canbao_whatif_transition(&transition, w, 1000), canbao_whatif_change(&change, w, 0, 1000),
         canbao_whatif_pair(NULL, NULL, NULL, w, 1000, 0),
         canbao_whatif_group(&group, w, (canbao_grouping)9, 0),
         canbao_whatif_group(&group, w, CANBAO_BY_FUND, -1),
         canbao_whatif_figure_name(w, 1000, name, sizeof name) != NULL);
  say("no group", canbao_whatif_group_money(&base, &scenario, w, CANBAO_BY_FUND, 99, "cost"), b);
  say("no money", canbao_whatif_group_money(&base, &scenario, w, CANBAO_BY_FUND, 0, "subsidi"), b);
  say("people as money",
      canbao_whatif_group_money(&base, &scenario, w, CANBAO_BY_FUND, 0, "people"), b);
  say("NULL file", canbao_whatif_write_residents(NULL, w, NULL, false), b);
  say("no folder", canbao_whatif_write_residents(NULL, w, "/nonexistent/x.csv", false), b);
}

static int misuse(bench *b) {
  canbao_whatif *w;
  canbao_setting right = {"二1", "subsidy", "200"}, read;
  canbao_whatif_options options = {.as_of = b->day};
  const char *scenario = "no_such_scenario";
  char text[] = "subsidy=3";
  canbao_whatif_free(NULL);
  printf("NULL roster\t%d\n", (int)canbao_whatif_run(&w, NULL, NULL));
  say("NULL options", canbao_whatif_run(&w, b->roster, NULL), b);
  say("nothing different", canbao_whatif_run(&w, b->roster, &options), b);
  try_setting(b, "no article", (canbao_setting){"二9", "subsidy", "200"});
  try_setting(b, "no effect", (canbao_setting){"二1", "subsidi", "200"});
  try_setting(b, "no amount", (canbao_setting){"二1", "subsidy", "much"});
  try_setting(b, "NULL value", (canbao_setting){"二1", "subsidy", NULL});
  say("no setting", canbao_setting_read(&read, b->engine, text), b);
  say("NULL setting", canbao_setting_read(&read, b->engine, NULL), b);
  options.scenarios = &scenario, options.scenarios_count = 1;
  say("no scenario", canbao_whatif_run(&w, b->roster, &options), b);
  options = (canbao_whatif_options){.as_of = b->day, .rules = "shixiam/2024"};
  say("no rules", canbao_whatif_run(&w, b->roster, &options), b);
  options = (canbao_whatif_options){.settings = &right, .settings_count = 1};
  say("NULL day", canbao_whatif_run(&w, b->roster, &options), b);
  printf("handle\t%s\n", w ? "there" : "NULL");
  canbao_decide_all(b->roster, b->day, NULL, inside, b);
  options.as_of = b->day;
  say("right", canbao_whatif_run(&w, b->roster, &options), b);
  if (w) misuse_of(b, w);
  canbao_whatif_free(w);
  return 0;
}

int main(int argc, char **argv) {
  bench b = {0};
  if (argc < 6 || canbao_engine_open(&b.engine) != CANBAO_OK) return 9;
  b.day = argv[4], b.rules_dir = argv[5];
  canbao_policy_options options = {.rules_dir = b.rules_dir};
  canbao_status status = canbao_policy_load(&b.policy, b.engine, argv[2], &options);
  if (status == CANBAO_OK) status = canbao_roster_open(&b.roster, b.policy, argv[3]);
  int code = 9;
  if (status != CANBAO_OK)
    say("open", status, &b);
  else if (strcmp(argv[1], "compare") == 0 && argc > 7)
    code = compare(&b, strcmp(argv[6], "lua") == 0, argv[7], argc > 8 ? argv[8] : NULL);
  else if (strcmp(argv[1], "misuse") == 0)
    code = misuse(&b);
  canbao_roster_free(b.roster);
  canbao_policy_free(b.policy);
  canbao_engine_free(b.engine);
  return code;
}
