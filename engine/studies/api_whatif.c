/*
** api_whatif.c - what-ifs behind include/canbao.h: a roster's base, kept from one
** comparison to the next, and the scenario's side of each. What a comparison found is
** read by api_compared.c.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/api_parts.h"
#include "values/fault.h"
#include "values/message.h"

#define API_NEEDS \
  (WHATIF_GAINS | WHATIF_TRANSITIONS | WHATIF_GROUPS) /* townships are not handed out */

/* The policy's script, loaded apart and decided: the policy itself goes on deciding for its caller. */
struct whatif_base {
  whatif_side *side;
  int users;     /* the roster, and every what-if that borrows it */
  uint64_t runs; /* scenarios compared with it */
};

/* ---- the base ---- */

void api_base_release(whatif_base *base) {
  if (!base || --base->users > 0) return;
  whatif_side_free(base->side);
  free(base);
}

static bool same_sources(const policy *a, const policy *b) {
  if (a->sources_count != b->sources_count) return false;
  for (int i = 0; i < a->sources_count; i++)
    if (strcmp(a->sources[i].sha256, b->sources[i].sha256) != 0) return false;
  return true;
}

static canbao_status make_base(whatif_base *base, canbao_roster *r, const whatif_question *q,
                               canbao_error *error) {
  const canbao_policy *p = r->policy;
  canbao_status status = whatif_side_load(&base->side, q, &p->given, r->roster, error);
  if (status == CANBAO_OK && !same_sources(p->policy, base->side->policy))
    status = fault(error, CANBAO_DATA, _("%s changed since the policy was loaded; load it again"),
                   p->policy->path);
  if (status == CANBAO_OK) status = whatif_side_group(base->side, error);
  return status;
}

/* The roster's base for this question: the one it has, or a new one in its place. */
static canbao_status find_base(whatif_base **out, canbao_roster *r,
                               const canbao_whatif_options *given) {
  canbao_error *error = &r->policy->engine->error;
  whatif_question q = {.rules = r->policy->name,
                       .reference = given->reference,
                       .threads = given->threads,
                       .roster_path = r->path};
  canbao_status status = api_day(r->policy->engine, given->as_of, &q.as_of);
  if (status != CANBAO_OK) return status;
  *out = r->base;
  if (r->base) {
    whatif_question *kept = &r->base->side->question;
    if (kept->as_of == q.as_of && kept->reference == q.reference) {
      kept->threads = q.threads;
      return CANBAO_OK;
    }
  }
  whatif_base *base = calloc(1, sizeof *base);
  if (!base) return api_no_memory(r->policy->engine);
  base->users = 1;
  status = make_base(base, r, &q, error);
  if (status != CANBAO_OK) {
    api_base_release(base);
    return status;
  }
  api_base_release(r->base);
  *out = r->base = base;
  return CANBAO_OK;
}

/* ---- the scenario ---- */

static bool is_set_anew(const parameter_setting *old, const parameter_setting *settings,
                        size_t count) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(old->article, settings[i].article) == 0 &&
        strcmp(old->effect, settings[i].effect) == 0)
      return true;
  return false;
}

/* The scenario's own settings, then those of its base that it does not set anew. Another script has only its own. */
static canbao_status keep_settings(canbao_whatif *w, const canbao_whatif_options *given,
                                   policy_options *o) {
  static const policy_options none;
  const policy_options *old = given->rules ? &none : &w->roster->policy->given;
  bool good = true;
  size_t count = given->settings_count, space = count + (size_t)old->settings_count + 1;
  if (count > INT32_MAX / 2 / sizeof(parameter_setting))
    return fault(&w->engine->error, CANBAO_USAGE, _("too many settings"));
  parameter_setting *settings = arena_take(&w->texts, space * sizeof *settings);
  if (!settings) return api_no_memory(w->engine);
  for (size_t i = 0; i < count; i++) {
    const canbao_setting *s = &given->settings[i];
    if (!s->article || !s->effect || !s->value)
      return fault(&w->engine->error, CANBAO_USAGE,
                   _("a setting needs an article, an effect and a value"));
    settings[i] = (parameter_setting){api_keep(&w->texts, s->article, &good),
                                      api_keep(&w->texts, s->effect, &good),
                                      api_keep(&w->texts, s->value, &good)};
  }
  if (!good) return api_no_memory(w->engine);
  w->first_inherited = (int)count;
  for (int i = 0; i < old->settings_count; i++)
    if (!is_set_anew(&old->settings[i], settings, given->settings_count))
      settings[count++] = old->settings[i];
  w->inherited = (int)count - w->first_inherited;
  o->settings = settings;
  o->settings_count = (int)count;
  return CANBAO_OK;
}

static canbao_status keep_scenarios(canbao_whatif *w, const canbao_whatif_options *given,
                                    policy_options *o) {
  bool good = true;
  if (given->scenarios_count > EDITS_MAX)
    return fault(&w->engine->error, CANBAO_USAGE, _("too many scenarios"));
  const char **names = arena_take(&w->texts, (given->scenarios_count + 1) * sizeof *names);
  if (!names) return api_no_memory(w->engine);
  for (size_t i = 0; i < given->scenarios_count; i++) {
    if (!given->scenarios[i])
      return fault(&w->engine->error, CANBAO_USAGE, _("a scenario's name is missing"));
    names[i] = api_keep(&w->texts, given->scenarios[i], &good);
  }
  o->scenarios = names;
  o->scenarios_count = (int)given->scenarios_count;
  return good ? CANBAO_OK : api_no_memory(w->engine);
}

static canbao_status compare(canbao_whatif *w, const canbao_whatif_options *given) {
  policy_options o = w->roster->policy->given;
  char root[512];
  bool good = true;
  const char *rules = api_keep(&w->texts, given->rules, &good);
  canbao_status status = keep_settings(w, given, &o);
  if (status == CANBAO_OK) status = keep_scenarios(w, given, &o);
  if (rules && rules_root_of(rules, root, sizeof root)) o.root = api_keep(&w->texts, root, &good);
  if (status == CANBAO_OK && !good) status = api_no_memory(w->engine);
  /* In a sweep, settings change none of the rules, which were walked when the base was loaded. */
  o.shallow = given->unproved && given->scenarios_count == 0 && !given->rules;
  if (status == CANBAO_OK)
    status = whatif_run_rules(&w->whatif, w->base->side, rules, &o, API_NEEDS, &w->engine->error);
  for (int by = 0; by < GROUPINGS_COUNT && status == CANBAO_OK; by++)
    if (w->base->side->groups[by].there)
      status = whatif_group_rows(w->whatif, (whatif_grouping)by, &w->groups[by],
                                 &w->groups_count[by], &w->engine->error);
  return status;
}

canbao_status canbao_whatif_run(canbao_whatif **out, canbao_roster *self,
                                const canbao_whatif_options *options) {
  *out = NULL;
  if (!self) return CANBAO_USAGE;
  canbao_engine *e = self->policy->engine;
  if (!options ||
      (options->settings_count == 0 && options->scenarios_count == 0 && !options->rules))
    return fault(&e->error, CANBAO_USAGE,
                 _("what is to be different? Give a setting, a scenario or another script"));
  whatif_base *base;
  canbao_status status = find_base(&base, self, options);
  if (status != CANBAO_OK) return status;
  canbao_whatif *w = calloc(1, sizeof *w);
  if (!w) return api_no_memory(e);
  *w = (canbao_whatif){.engine = e, .roster = self, .base = base};
  base->users++, self->whatifs++;
  for (int i = 0; i < 2 && status == CANBAO_OK; i++)
    if (!(w->sides[i].scratch = decision_new())) status = api_no_memory(e);
  if (status == CANBAO_OK) status = compare(w, options);
  base->runs++;
  if (status == CANBAO_OK && !options->unproved)
    status = canbao_whatif_prove(&(canbao_proof){0}, w);
  if (status == CANBAO_OK)
    *out = w;
  else
    canbao_whatif_free(w);
  return status;
}

void canbao_whatif_free(canbao_whatif *self) {
  if (!self) return;
  for (int by = 0; by < GROUPINGS_COUNT; by++) free(self->groups[by]);
  whatif_free(self->whatif);
  for (int i = 0; i < 2; i++) decision_free(self->sides[i].scratch);
  api_base_release(self->base);
  self->roster->whatifs--;
  arena_free(&self->texts);
  free(self);
}

canbao_status canbao_whatif_prove(canbao_proof *out, canbao_whatif *self) {
  whatif_proof p;
  *out = self->proof;
  if (self->proof.same_decisions && self->proved_after == self->base->runs) return CANBAO_OK;
  canbao_status status =
      whatif_prove(&p, self->base->side, self->roster->path, &self->engine->error);
  if (status != CANBAO_OK) return status;
  self->proof = (canbao_proof){.same_decisions = p.same_decisions,
                               .same_scripts = p.same_scripts,
                               .same_roster = p.same_roster,
                               .scripts = p.scripts,
                               .residents = p.residents,
                               .cases = p.cases};
  snprintf(self->proof.roster_sha256, sizeof p.roster_sha256, "%s", p.roster_sha256);
  self->proved_after = self->base->runs;
  *out = self->proof;
  return CANBAO_OK;
}
