/* open.c - see open.h. */
#include "cli/open.h"

#include "cli/progress.h"

int open_policy(const cli *c, const char *name, policy **out) {
  canbao_error error = {0};
  policy_options options = cli_policy_options(c);
  *out = NULL;
  canbao_status status = policy_load(out, name, &options, &error);
  if (status == CANBAO_OK) return EXIT_DONE;
  *out = NULL;
  return cli_fail(&error);
}

int open_roster(const cli *c, const policy *p, const char *path, roster **out) {
  canbao_error error = {0};
  progress shown;
  *out = NULL;
  progress_begin(&shown, _("Reading the roster"), c->options.no_progress);
  roster_options options = {
      .threads = (int)c->options.threads, .progress = progress_step, .payload = &shown};
  canbao_status status = roster_open(out, p->schema, path, &options, &error);
  progress_end(&shown);
  if (status == CANBAO_OK) return EXIT_DONE;
  *out = NULL;
  return cli_fail(&error);
}

int open_both(const cli *c, policy **p, roster **r) {
  *r = NULL;
  int code = open_policy(c, c->arguments[0], p);
  if (code != EXIT_DONE || !*p) return code;
  code = open_roster(c, *p, c->arguments[1], r);
  if (code == EXIT_DONE) return EXIT_DONE;
  policy_free(*p);
  *p = NULL;
  return code;
}

int open_population(const cli *c, policy *p, const roster *r, verdict_sink sink, void *payload,
                    population_counts *counts) {
  canbao_error error = {0};
  progress shown;
  population_options options = {.reference = c->options.reference,
                                .threads = (int)c->options.threads,
                                .as_of = c->options.as_of,
                                .progress = progress_step,
                                .progress_payload = &shown};
  progress_begin(&shown, _("Deciding residents"), c->options.no_progress);
  canbao_status status = population_run(p, r, &options, sink, payload, counts, &error);
  progress_end(&shown);
  if (status != CANBAO_OK && error.status != CANBAO_OK) return cli_fail(&error);
  return -(int)status; /* the sink's own */
}

int open_decided(const cli *c, policy *p, const roster *r, int32_t as_of, population **out) {
  canbao_error error = {0};
  progress shown;
  population_options options = {.threads = (int)c->options.threads,
                                .as_of = as_of,
                                .progress = progress_step,
                                .progress_payload = &shown};
  progress_begin(&shown, _("Deciding residents"), c->options.no_progress);
  canbao_status status = population_decide(out, p, r, &options, &error);
  progress_end(&shown);
  if (status == CANBAO_OK) return EXIT_DONE;
  *out = NULL;
  return cli_fail(&error);
}
