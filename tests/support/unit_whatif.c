/*
** unit_whatif.c - `whatif prove DIR RULES CSV DAY [reach]` decides a base and asks for the proof of isolation; with `reach`
** a cell of the roster is changed in between, as a scenario that reached its base would. `whatif many DIR RULES CSV DAY
** ARTICLE EFFECT AT_ONCE VALUE...` runs one scenario for each value side by side, and says for each what one alone says.
** `whatif spread` reads amounts in fen, one a line, and prints their order statistics.
*/
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "studies/whatif_parts.h"
#include "unit.h"
#include "values/date.h"

#define VALUES_MAX 64

typedef struct {
  policy_options options;
  policy *policy;
  roster *roster;
  whatif_side *base;
  canbao_error error;
} bench;

static bool complain(const bench *b) {
  char text[2048];
  puts(fault_text(&b->error, text, sizeof text));
  return false;
}

static bool bench_open(bench *b, char **argv) {
  whatif_question q = {.rules = argv[1]};
  b->options.root = argv[0];
  if (!date_parse(argv[3], strlen(argv[3]), &q.as_of)) return false;
  if (policy_load(&b->policy, argv[1], &b->options, &b->error) != CANBAO_OK) return complain(b);
  if (roster_open(&b->roster, b->policy->schema, argv[2], NULL, &b->error) != CANBAO_OK)
    return complain(b);
  canbao_status status =
      whatif_side_decide(&b->base, b->policy, &q, &b->options, b->roster, &b->error);
  return status == CANBAO_OK || complain(b);
}

static void bench_close(bench *b) {
  whatif_side_free(b->base);
  roster_free(b->roster);
  policy_free(b->policy);
}

static void prove(bench *b, const char *path, bool reach) {
  whatif_proof proof;
  int paid = schema_find(b->policy->schema, FIELD_PAID_ON);
  if (reach) b->roster->columns[paid].dates[0] += 1000;
  if (whatif_prove(&proof, b->base, path, &b->error) == CANBAO_OK)
    printf("%d %d %d\n", proof.same_decisions, proof.same_scripts, proof.same_roster);
  else
    complain(b);
}

typedef struct {
  int64_t cost[VALUES_MAX], changed[VALUES_MAX];
  int calls;
} results;

static canbao_status take(void *payload, int index, const whatif *w, const canbao_error *error) {
  results *r = payload;
  whatif_figure f = {0};
  if (!w) {
    puts(error->message);
    return CANBAO_OK;
  }
  r->calls++;
  r->changed[index] = w->changed;
  if (whatif_measure(w, "cost", &f, NULL) == CANBAO_OK) r->cost[index] = f.difference;
  return CANBAO_OK;
}

static void many(bench *b, int argc, char **argv) {
  policy_options options[VALUES_MAX];
  parameter_setting settings[VALUES_MAX];
  results together = {0}, alone = {0};
  int count = argc - 3 < VALUES_MAX ? argc - 3 : VALUES_MAX;
  for (int i = 0; i < count; i++) {
    settings[i] = (parameter_setting){argv[0], argv[1], argv[3 + i]};
    options[i] = b->options;
    options[i].settings = &settings[i], options[i].settings_count = 1;
  }
  if (whatif_many(b->base, options, count, WHATIF_GAINS, (int)strtol(argv[2], NULL, 10), take,
                  &together, &b->error) != CANBAO_OK)
    complain(b);
  for (int i = 0; i < count; i++) {
    whatif *w;
    if (whatif_run(&w, b->base, &options[i], WHATIF_GAINS, &b->error) != CANBAO_OK) continue;
    take(&alone, i, w, &b->error);
    whatif_free(w);
    printf("%s cost %" PRId64 " changed %" PRId64 "%s\n", argv[3 + i], together.cost[i],
           together.changed[i],
           together.cost[i] == alone.cost[i] && together.changed[i] == alone.changed[i]
               ? ""
               : ", alone something else");
  }
  printf("%d of %d\n", together.calls, count);
}

static int spread(void) {
  whatif_tally t = {0};
  whatif_spread s;
  size_t n;
  for (char *line; (line = unit_line(&n)) != NULL; free(line)) {
    char digits[24];
    snprintf(digits, sizeof digits, "%.*s", (int)n, line);
    if (!tally_add(&t, strtoll(digits, NULL, 10), 1)) return 1;
  }
  bool good = whatif_spread_of(&t, &s);
  tally_free(&t);
  if (!good) puts("out of range");
  printf("%" PRId64 " %" PRId64 ": %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
         " %" PRId64 " %" PRId64 "\n",
         s.count, s.sum, s.least, s.tenth, s.quarter, s.median, s.three_quarters, s.ninth_tenth,
         s.most);
  return 0;
}

int unit_whatif(int argc, char **argv) {
  bench b = {0};
  if (argc == 2 && strcmp(argv[1], "spread") == 0) return spread();
  if (argc < 6) return 2;
  if (bench_open(&b, argv + 2)) {
    if (strcmp(argv[1], "prove") == 0) prove(&b, argv[4], argc > 6);
    if (strcmp(argv[1], "many") == 0 && argc > 9) many(&b, argc - 6, argv + 6);
  }
  bench_close(&b);
  return 0;
}
