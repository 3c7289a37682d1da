/*
** embed.c - canbao inside another program: decide a roster and print one line a
** resident; then, what if one amount were another? Uses canbao.h and nothing else.
**   embed RULES ROSTER DAY [RULES-DIR [ARTICLE.EFFECT=VALUE]]
*/
#include <canbao.h>
#include <stdio.h>

/* Counts and prints; called for every resident in the roster's order. */
typedef struct {
  const canbao_roster *roster;
  uint32_t enrolled, open;
  int64_t personal_due; /* fen */
} tally;

static canbao_status take(void *payload, const canbao_decision *decision, uint32_t row) {
  tally *t = payload;
  char name[64], due[32], status[32];
  canbao_value value;
  canbao_status code = canbao_decision_value(&value, decision, "personal_due");
  if (code != CANBAO_OK) return code;
  if (value.state == CANBAO_VALUE_KNOWN) t->personal_due += value.number;
  code = canbao_decision_value(&value, decision, "enrolled");
  if (code != CANBAO_OK) return code;
  if (value.state == CANBAO_VALUE_KNOWN && value.number) t->enrolled++;
  if (canbao_decision_problem(decision) != CANBAO_DECIDED) t->open++;
  canbao_decision_text(decision, "personal_due", due, sizeof due);
  canbao_decision_text(decision, "status", status, sizeof status);
  if (!canbao_roster_text(t->roster, row, "name", name, sizeof name)) name[0] = '\0';
  printf("%s: %s, %s to pay", name, status, due[0] ? due : "-");
  if (canbao_decision_problem(decision) != CANBAO_DECIDED)
    printf(" (%s)", canbao_decision_problem_text(decision));
  putchar('\n');
  return CANBAO_OK;
}

/* The first resident's articles, applied or not, with the question that decided. */
static void show_articles(const canbao_roster *roster, const char *day) {
  const canbao_decision *decision;
  canbao_article article;
  if (canbao_roster_rows(roster) == 0 || canbao_decide(&decision, roster, 0, day) != CANBAO_OK)
    return;
  for (int i = 0; canbao_decision_article(&article, decision, i); i++) {
    const char *mark = article.decisive       ? "*"
                       : article.applied      ? "+"
                       : article.undetermined ? "?"
                                              : "-";
    printf("%s %s %s%s%s\n", mark, article.number, article.title, article.reason[0] ? ": " : "",
           article.reason);
  }
}

/* One setting against the notice as it stands: what it costs, and what changes for how many. */
static canbao_status what_if(canbao_engine *engine, canbao_roster *roster, const char *day,
                             char *text) {
  canbao_setting setting;
  canbao_whatif *whatif;
  canbao_figure cost;
  canbao_transition t;
  canbao_change change;
  canbao_status status = canbao_setting_read(&setting, engine, text);
  if (status != CANBAO_OK) return status;
  canbao_whatif_options options = {.as_of = day, .settings = &setting, .settings_count = 1};
  status = canbao_whatif_run(&whatif, roster, &options);
  if (status != CANBAO_OK) return status;
  status = canbao_whatif_figure(&cost, whatif, "cost");
  if (status == CANBAO_OK)
    printf("what if %s: the funds pay %lld fen more\n", canbao_whatif_edit(whatif, 0),
           (long long)cost.difference);
  for (int i = 0; canbao_whatif_transition(&t, whatif, i); i++)
    for (int k = 0; canbao_whatif_change(&change, whatif, i, k); k++)
      printf("%lld residents: %s %s -> %s\n", (long long)t.residents, change.effect, change.before,
             change.after);
  canbao_whatif_free(whatif);
  return status;
}

static canbao_status decide(canbao_engine *engine, const char *rules, const char *path,
                            const char *day, const char *rules_dir, char *setting) {
  canbao_policy *policy = NULL;
  canbao_roster *roster = NULL;
  canbao_policy_options options = {.rules_dir = rules_dir};
  tally t = {0};
  canbao_status status = canbao_policy_load(&policy, engine, rules, &options);
  if (status == CANBAO_OK) status = canbao_roster_open(&roster, policy, path);
  if (status == CANBAO_OK) {
    t.roster = roster;
    status = canbao_decide_all(roster, day, NULL, take, &t);
  }
  if (status == CANBAO_OK) {
    printf("%s %d: %u residents, %u enrolled, %u open, %lld.%02lld yuan to pay\n",
           canbao_policy_place(policy), canbao_policy_year(policy),
           (unsigned)canbao_roster_rows(roster), (unsigned)t.enrolled, (unsigned)t.open,
           (long long)(t.personal_due / 100), (long long)(t.personal_due % 100));
    show_articles(roster, day);
    if (setting) status = what_if(engine, roster, day, setting);
  }
  canbao_roster_free(roster);
  canbao_policy_free(policy);
  return status;
}

int main(int argc, char **argv) {
  canbao_engine *engine;
  char text[2048];
  if (argc < 4) {
    fprintf(stderr, "usage: embed RULES ROSTER DAY [RULES-DIR [ARTICLE.EFFECT=VALUE]]\n");
    return -(int)CANBAO_USAGE;
  }
  if (canbao_engine_open(&engine) != CANBAO_OK) {
    fprintf(stderr, "embed: memory ran out\n");
    return -(int)CANBAO_LIMIT;
  }
  canbao_status status = decide(engine, argv[1], argv[2], argv[3], argc > 4 ? argv[4] : NULL,
                                argc > 5 ? argv[5] : NULL);
  if (status != CANBAO_OK)
    fprintf(stderr, "embed: %s\n",
            canbao_error_text(canbao_engine_error(engine), text, sizeof text));
  canbao_engine_free(engine);
  return -(int)status;
}
