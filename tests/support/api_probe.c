/*
** api_probe.c - calls canbao.h in ways that examples/embed.c does not, for tests/engine/api_spec.lua. Prints
** "name: outcome" lines.
**   api_probe RULES ROSTER DAY RULES-DIR
*/
#include <canbao.h>
#include <stdio.h>
#include <string.h>

static void say(const char *name, canbao_status status, const canbao_engine *engine) {
  printf("%s: %d %s\n", name, (int)status,
         status == CANBAO_OK ? "" : canbao_engine_error(engine)->message);
}

typedef struct {
  const canbao_roster *roster;
  uint32_t seen, stop_at;
} walk;

static canbao_status stop_early(void *payload, const canbao_decision *decision, uint32_t row) {
  walk *w = payload;
  const canbao_decision *inner;
  if (row == 0) {
    canbao_status status = canbao_decide(&inner, w->roster, 0, "2024-01-10");
    printf("decide inside a callback: %d %s\n", (int)status, inner ? "a decision" : "none");
  }
  w->seen++;
  return canbao_decision_case(decision) > 0 && row == w->stop_at ? CANBAO_FOUND : CANBAO_OK;
}

static void probe_values(const canbao_roster *roster, canbao_engine *engine, const char *day) {
  static const char *const effects[] = {"premium",  "subsidy", "eligible", "status",
                                        "deadline", "fund",    "premiun"};
  for (uint32_t row = 0; row < canbao_roster_rows(roster); row++) {
    const canbao_decision *decision;
    char text[64];
    if (canbao_decide(&decision, roster, row, day) != CANBAO_OK) continue;
    printf("row %u: problem %d case %u\n", (unsigned)row, (int)canbao_decision_problem(decision),
           (unsigned)canbao_decision_case(decision));
    for (size_t i = 0; i < sizeof effects / sizeof effects[0]; i++) {
      canbao_value value;
      canbao_status status = canbao_decision_value(&value, decision, effects[i]);
      const char *shown = canbao_decision_text(decision, effects[i], text, sizeof text);
      printf("%s: status %d type %d state %d number %lld bounded %d %lld..%lld text %s shown %s\n",
             effects[i], (int)status, (int)value.type, (int)value.state, (long long)value.number,
             (int)value.bounded, (long long)value.low, (long long)value.high, value.text,
             shown ? shown : "NULL");
    }
    const char *title, *reading;
    for (int i = 0; canbao_decision_doubt(&title, &reading, decision, i); i++)
      printf("doubt: %s\n", title);
  }
  printf("no such effect: %s\n", canbao_engine_error(engine)->message);
}

static void probe_usage(canbao_engine *engine, canbao_policy *policy, const canbao_roster *roster,
                        const char *day) {
  const canbao_decision *decision;
  canbao_roster *other;
  canbao_roster_problem problem;
  char text[8];
  walk w = {roster, 0, 1};
  say("row past the end", canbao_decide(&decision, roster, canbao_roster_rows(roster), day),
      engine);
  say("no day", canbao_decide(&decision, roster, 0, "2024-02-30"), engine);
  say("NULL day", canbao_decide(&decision, roster, 0, NULL), engine);
  printf("stopped by the callback: %d\n",
         (int)canbao_decide_all(roster, day, NULL, stop_early, &w));
  printf("seen: %u\n", (unsigned)w.seen);
  say("no roster", canbao_roster_open(&other, policy, "/nonexistent.csv"), engine);
  printf("its handle: %s\n", other ? "there" : "NULL");
  static const char rows[] = "id_number,paid_on\n990001198005050018,2023-13-01\n";
  say("roster from memory", canbao_roster_from_text(&other, policy, rows, strlen(rows), "memory"),
      engine);
  for (uint32_t i = 0; canbao_roster_problem_at(&problem, other, i); i++)
    printf("problem: row %u line %u field %s value %.*s\n", (unsigned)problem.row,
           (unsigned)problem.line, problem.field, (int)problem.value_length, problem.value);
  printf("no field: %s\n",
         canbao_roster_text(other, 0, "nonsense", text, sizeof text) ? "text" : "NULL");
  printf("cut: %s\n", canbao_roster_text(other, 0, "id_number", text, sizeof text));
  canbao_roster_free(other);
}

static void probe_settings(canbao_engine *engine, const char *rules, const char *rules_dir) {
  canbao_policy *policy;
  canbao_setting wrong = {"二9", "subsidy", "1"};
  canbao_policy_options options = {.rules_dir = rules_dir, .settings = &wrong, .settings_count = 1};
  canbao_status status = canbao_policy_load(&policy, engine, rules, &options);
  printf("wrong setting: %d handle %s\n", (int)status, policy ? "there" : "NULL");
  canbao_setting right = {"二1", "subsidy", "200.5"};
  options.settings = &right;
  say("right setting", canbao_policy_load(&policy, engine, rules, &options), engine);
  const char *path, *sha256, *name;
  for (int i = 0; canbao_policy_source(&path, &sha256, policy, i); i++)
    printf("source: %s\n", sha256);
  bool output;
  int effects = 0;
  while (canbao_policy_effect(&name, NULL, &output, policy, effects)) effects++;
  printf("effects: %s\n", effects > 20 ? "many" : "few");
  printf("policy: %s %s %d %s\n", canbao_policy_name(policy), canbao_policy_place(policy),
         canbao_policy_year(policy), canbao_policy_notice(policy));
  canbao_policy_free(policy);
}

int main(int argc, char **argv) {
  canbao_engine *engine;
  canbao_policy *policy = NULL;
  canbao_roster *roster = NULL;
  canbao_policy_options options = {.rules_dir = argc > 4 ? argv[4] : NULL};
  if (argc < 5 || canbao_engine_open(&engine) != CANBAO_OK) return 9;
  canbao_engine_free(NULL);
  canbao_policy_free(NULL);
  canbao_roster_free(NULL);
  printf("version: %s\n", canbao_version());
  say("load", canbao_policy_load(&policy, engine, argv[1], &options), engine);
  if (policy) say("open", canbao_roster_open(&roster, policy, argv[2]), engine);
  if (roster) {
    probe_values(roster, engine, argv[3]);
    probe_usage(engine, policy, roster, argv[3]);
    probe_settings(engine, argv[1], argv[4]);
  }
  canbao_roster_free(roster);
  canbao_policy_free(policy);
  canbao_engine_free(engine);
  return 0;
}
