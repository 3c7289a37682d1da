/* open.c - see open.h. */
#include "cli/open.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/interrupt.h"
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

static roster_options reading_options(const cli *c, progress *shown, bool hash_late) {
  return (roster_options){.threads = (int)c->options.threads,
                          .hash_late = hash_late,
                          .progress = progress_step,
                          .payload = shown};
}

static int roster_read_or_not(roster **out, canbao_status status, progress *shown,
                              const canbao_error *error) {
  progress_end(shown);
  if (status == CANBAO_OK) return EXIT_DONE;
  *out = NULL;
  return cli_fail(error);
}

int open_roster(const cli *c, const policy *p, const char *path, roster **out) {
  canbao_error error = {0};
  progress shown;
  *out = NULL;
  interrupt_reading(path);
  progress_begin(&shown, _("Reading the roster"), c->options.no_progress);
  roster_options options = reading_options(c, &shown, false);
  canbao_status status = roster_open(out, p->schema, path, &options, &error);
  return roster_read_or_not(out, status, &shown, &error);
}

int open_both(const cli *c, policy **p, roster **r) {
  canbao_error error = {0};
  progress shown;
  const char *path = c->arguments[1];
  roster_options options = reading_options(c, &shown, true);
  *r = NULL;
  interrupt_reading(path);
  /* not a pipe: who writes to it may take his time, and the script's errors come first */
  roster_opening *begun = open_again(path) ? roster_open_begin(path, &options) : NULL;
  int code = open_policy(c, c->arguments[0], p);
  if (code != EXIT_DONE || !*p) {
    roster_open_give_up(begun);
    return code;
  }
  progress_begin(&shown, _("Reading the roster"), c->options.no_progress);
  canbao_status status = begun ? roster_open_end(r, begun, (*p)->schema, &error)
                               : roster_open(r, (*p)->schema, path, &options, &error);
  code = roster_read_or_not(r, status, &shown, &error);
  if (code == EXIT_DONE) return EXIT_DONE;
  policy_free(*p);
  *p = NULL;
  return code;
}

/* The towns of the task table, then the roster's; malloc'ed, NULL when memory ran out. */
static const char **town_names(const policy *p, const roster *r, int *count) {
  int at = schema_role(r->schema, ROLE_TOWN);
  const dictionary *own = at >= 0 ? r->columns[at].texts_of : NULL;
  uint32_t own_count = own ? dictionary_count(own) : 0;
  const char **names = calloc((size_t)p->targets.towns_count + own_count + 1, sizeof *names);
  *count = 0;
  for (int i = 0; names && i < p->targets.towns_count; i++)
    names[(*count)++] = p->targets.towns[i].town;
  for (uint32_t i = 0; names && i < own_count; i++)
    names[(*count)++] = dictionary_text(own, i).at; /* NUL-terminated */
  return names;
}

int open_town(const cli *c, const policy *p, const roster *r) {
  const char *wanted = c->options.town;
  canbao_error error = {0};
  int count;
  if (!wanted || !*wanted) return EXIT_DONE; /* "": the residents without a town */
  const char **names = town_names(p, r, &count);
  if (!names) {
    fault(&error, CANBAO_LIMIT, _("memory ran out"));
    return cli_fail(&error);
  }
  bool found = false;
  for (int i = 0; i < count && !found; i++) found = strcmp(names[i], wanted) == 0;
  if (!found) {
    char safe[160];
    int near = text_nearest(wanted, names, count);
    text_display(slice_of(wanted, strlen(wanted)), safe, sizeof safe);
    if (near >= 0)
      fault(&error, CANBAO_USAGE, _("the roster has no town \"%s\"; did you mean %s?"), safe,
            names[near]);
    else
      fault(&error, CANBAO_USAGE,
            _("the roster has no town \"%s\"; leave --town out to see all towns"), safe);
  }
  free(names);
  return found ? EXIT_DONE : cli_fail(&error);
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

int open_decided(const cli *c, policy *p, const roster *r, int32_t as_of,
                 const resident_split *split, population **out) {
  canbao_error error = {0};
  progress shown;
  population_options options = {.threads = (int)c->options.threads,
                                .as_of = as_of,
                                .split = split ? *split : (resident_split){.codes = NULL},
                                .progress = progress_step,
                                .progress_payload = &shown};
  progress_begin(&shown, _("Deciding residents"), c->options.no_progress);
  canbao_status status = population_decide(out, p, r, &options, &error);
  progress_end(&shown);
  if (status == CANBAO_OK) return EXIT_DONE;
  *out = NULL;
  return cli_fail(&error);
}

const char *open_again(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISREG(st.st_mode) ? path : NULL;
}

bool open_same_file(const char *a, const char *b) {
  struct stat x, y;
  return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}
