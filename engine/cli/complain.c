/* complain.c - see complain.h. */
#include "cli/complain.h"

#include "cli/cli.h"

int complain_code(const int64_t *by) {
  if (by[DECISION_CONFLICT] + by[DECISION_GAP] + by[DECISION_ERROR] > 0) return EXIT_SCRIPT;
  return by[DECISION_LIMIT] > 0 ? EXIT_LIMIT : EXIT_DONE;
}

int complain(const whatif_side *s, side_called called) {
  const int64_t *by = s->totals.problems;
  for (int how = DECISION_CONFLICT; how <= DECISION_ERROR; how++) {
    if (by[how] == 0) continue;
    const char *word = problem_word((decision_problem)how);
    if (called == SIDE_NAMED)
      cli_warn(_("%lld residents end in a %s under %s; canbao eval says where"), (long long)by[how],
               word, s->policy->name);
    else
      cli_warn(called == SIDE_SCENARIO
                   ? _("%lld residents end in a %s in the scenario; canbao eval with the same "
                       "--set and --scenario says where")
                   : _("%lld residents end in a %s in the base; canbao eval says where"),
               (long long)by[how], word);
  }
  return complain_code(by);
}
