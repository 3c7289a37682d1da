/*
** api.c - the library behind include/canbao.h. Owns the handles; turns the rooms'
** values into plain ones. Decides nothing itself. What-ifs are api_whatif.c's.
*/
#include "studies/api_parts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/date.h"
#include "values/fault.h"
#include "values/message.h"

const char *canbao_version(void) { return CANBAO_VERSION; }

/* ---- engine ---- */

canbao_status canbao_engine_open(canbao_engine **out) {
  *out = NULL;
  canbao_engine *e = calloc(1, sizeof *e);
  if (!e) return CANBAO_LIMIT;
  e->scratch = decision_new();
  if (!e->scratch) {
    free(e);
    return CANBAO_LIMIT;
  }
  *out = e;
  return CANBAO_OK;
}

void canbao_engine_free(canbao_engine *engine) {
  if (!engine) return;
  assert(engine->policies == 0);
  decision_free(engine->scratch);
  free(engine);
}

const canbao_error *canbao_engine_error(const canbao_engine *engine) { return &engine->error; }

const char *canbao_error_text(const canbao_error *error, char *buf, size_t size) {
  return fault_text(error, buf, size);
}

/* ---- policy ---- */

canbao_status api_no_memory(canbao_engine *e) {
  return fault(&e->error, CANBAO_LIMIT, "%s", _("memory ran out"));
}

const char *api_keep(arena *texts, const char *text, bool *good) {
  slice copy = text ? arena_copy(texts, slice_of(text, strlen(text))) : slice_of(NULL, 0);
  *good = *good && (!text || copy.at);
  return copy.at;
}

/* The policy may have to be loaded again, when the caller's texts are gone. */
static canbao_status keep_options(canbao_policy *p, const char *name,
                                  const canbao_policy_options *given) {
  size_t count = given->settings_count;
  bool good = true;
  if (count > INT32_MAX / sizeof(parameter_setting))
    return fault(&p->engine->error, CANBAO_LIMIT, _("too many settings"));
  parameter_setting *settings = arena_take(&p->texts, (count + 1) * sizeof *settings);
  if (!settings) return api_no_memory(p->engine);
  for (size_t i = 0; i < count; i++) {
    const canbao_setting *s = &given->settings[i];
    if (!s->article || !s->effect || !s->value)
      return fault(&p->engine->error, CANBAO_USAGE,
                   _("a setting needs an article, an effect and a value"));
    settings[i] = (parameter_setting){api_keep(&p->texts, s->article, &good),
                                      api_keep(&p->texts, s->effect, &good),
                                      api_keep(&p->texts, s->value, &good)};
  }
  p->name = api_keep(&p->texts, name, &good);
  p->given = (policy_options){.root = api_keep(&p->texts, given->rules_dir, &good),
                              .targets_file = api_keep(&p->texts, given->targets_file, &good),
                              .settings = settings,
                              .settings_count = (int)count};
  const canbao_limits *l = given->limits;
  if (l)
    p->given.limits = (policy_limits){.load_steps = l->load_steps,
                                      .decide_steps = l->decide_steps,
                                      .memory_mb = l->memory_mb,
                                      .seconds = l->seconds,
                                      .source_kb = l->source_kb,
                                      .cases = l->cases};
  return good ? CANBAO_OK : api_no_memory(p->engine);
}

canbao_status canbao_policy_load(canbao_policy **out, canbao_engine *engine, const char *name,
                                 const canbao_policy_options *options) {
  static const canbao_policy_options none;
  *out = NULL;
  if (!name) return fault(&engine->error, CANBAO_USAGE, _("which script? The name is missing"));
  canbao_policy *p = calloc(1, sizeof *p);
  if (!p) return api_no_memory(engine);
  p->engine = engine;
  canbao_status status = keep_options(p, name, options ? options : &none);
  if (status == CANBAO_OK) status = policy_load(&p->policy, p->name, &p->given, &engine->error);
  if (status != CANBAO_OK) {
    arena_free(&p->texts);
    free(p);
    return status;
  }
  engine->policies++;
  *out = p;
  return CANBAO_OK;
}

void canbao_policy_free(canbao_policy *self) {
  if (!self) return;
  assert(self->rosters == 0);
  self->engine->policies--;
  policy_free(self->policy);
  arena_free(&self->texts);
  free(self);
}

canbao_status canbao_setting_read(canbao_setting *out, canbao_engine *engine, char *text) {
  parameter_setting read;
  char safe[160];
  *out = (canbao_setting){0};
  if (text && setting_read(text, &read)) {
    *out = (canbao_setting){read.article, read.effect, read.value};
    return CANBAO_OK;
  }
  text_display(slice_of(text ? text : "", text ? strlen(text) : 0), safe, sizeof safe);
  return fault(&engine->error, CANBAO_USAGE, _("a setting is ARTICLE.EFFECT=VALUE, not \"%s\""),
               safe);
}

const char *canbao_policy_place(const canbao_policy *self) {
  return self->policy->place ? self->policy->place : "";
}
int canbao_policy_year(const canbao_policy *self) { return self->policy->year; }
const char *canbao_policy_notice(const canbao_policy *self) {
  return self->policy->notice ? self->policy->notice : "";
}
const char *canbao_policy_name(const canbao_policy *self) {
  return self->policy->name ? self->policy->name : "";
}

bool canbao_policy_effect(const char **name, const char **title, bool *output,
                          const canbao_policy *self, int index) {
  if (index < 0 || index >= self->policy->effects_count) return false;
  const effect *e = &self->policy->effects[index];
  if (name) *name = e->name;
  if (title) *title = e->title ? e->title : "";
  if (output) *output = e->output;
  return true;
}

canbao_type canbao_policy_effect_type(const canbao_policy *self, int index) {
  assert(index >= 0 && index < self->policy->effects_count);
  return (canbao_type)self->policy->effects[index].type;
}

static canbao_status no_effect(canbao_engine *e, const policy *p, const char *name) {
  const char *names[EFFECTS_MAX];
  char safe[96];
  for (int i = 0; i < p->effects_count; i++) names[i] = p->effects[i].name;
  int near = text_nearest(name, names, p->effects_count);
  text_display(slice_of(name, strlen(name)), safe, sizeof safe);
  if (near >= 0)
    return fault(&e->error, CANBAO_USAGE, _("there is no effect \"%s\"; did you mean %s?"), safe,
                 names[near]);
  return fault(&e->error, CANBAO_USAGE, _("there is no effect \"%s\""), safe);
}

canbao_status canbao_policy_find_effect(int *index, const canbao_policy *self, const char *name) {
  *index = policy_effect(self->policy, name);
  return *index >= 0 ? CANBAO_OK : no_effect(self->engine, self->policy, name);
}

bool canbao_policy_source(const char **path, const char **sha256, const canbao_policy *self,
                          int index) {
  if (index < 0 || index >= self->policy->sources_count) return false;
  if (path) *path = self->policy->sources[index].path;
  if (sha256) *sha256 = self->policy->sources[index].sha256;
  return true;
}

/* ---- roster ---- */

/* Puts a roster that was just read into its handle; takes `r`. */
static canbao_status adopt(canbao_roster **out, canbao_policy *self, roster *r, const char *path) {
  canbao_roster *handle = calloc(1, sizeof *handle);
  char *copy = handle && path ? strdup(path) : NULL;
  if (!handle || (path && !copy)) {
    roster_free(r);
    free(handle);
    return api_no_memory(self->engine);
  }
  *handle = (canbao_roster){.policy = self, .roster = r, .path = copy};
  self->rosters++;
  *out = handle;
  return CANBAO_OK;
}

canbao_status canbao_roster_open(canbao_roster **out, canbao_policy *self, const char *path) {
  roster *r = NULL;
  *out = NULL;
  canbao_status status = roster_open(&r, self->policy->schema, path, NULL, &self->engine->error);
  return status == CANBAO_OK ? adopt(out, self, r, path) : status;
}

canbao_status canbao_roster_from_text(canbao_roster **out, canbao_policy *self, const char *text,
                                      size_t length, const char *name) {
  roster *r = NULL;
  *out = NULL;
  canbao_status status =
      roster_from_text(&r, self->policy->schema, text, length, name, &self->engine->error);
  return status == CANBAO_OK ? adopt(out, self, r, NULL) : status;
}

void canbao_roster_free(canbao_roster *self) {
  if (!self) return;
  assert(self->whatifs == 0);
  self->policy->rosters--;
  api_base_release(self->base);
  roster_free(self->roster);
  free(self->path);
  free(self);
}

uint32_t canbao_roster_rows(const canbao_roster *self) { return self->roster->rows; }
const char *canbao_roster_sha256(const canbao_roster *self) { return roster_sha256(self->roster); }

const char *canbao_roster_text(const canbao_roster *self, uint32_t row, const char *name, char *buf,
                               size_t size) {
  int f = schema_find(self->roster->schema, name);
  if (f < 0 || row >= self->roster->rows || size == 0) return NULL;
  buf[0] = '\0';
  roster_text(self->roster, f, row, buf, size);
  return buf;
}

uint32_t canbao_roster_problem_count(const canbao_roster *self) {
  return self->roster->problems_count;
}

bool canbao_roster_problem_at(canbao_roster_problem *out, const canbao_roster *self,
                              uint32_t index) {
  if (index >= self->roster->problems_count) return false;
  const problem *p = &self->roster->problems[index];
  bool whole = p->row == UINT32_MAX;
  *out = (canbao_roster_problem){
      .row = p->row,
      .line = whole ? 0 : roster_line(self->roster, p->row),
      .field = p->field < 0 ? "" : self->roster->schema->fields[p->field].name,
      .value = p->value.length ? p->value.at : "",
      .value_length = p->value.length,
      .reason = p->reason ? p->reason : ""};
  return true;
}

/* ---- deciding ---- */

void api_show(canbao_decision *d, canbao_engine *e, const verdict *v, char *reason) {
  d->engine = e;
  d->policy = v->policy;
  d->case_number = v->case_number;
  d->reason = reason;
  d->reason[0] = '\0';
  outcome_of(&d->outcome, v);
}

/* The engine's one decision handle, filled from a verdict. */
static const canbao_decision *show(canbao_engine *e, const verdict *v) {
  api_show(&e->decision, e, v, e->reason);
  return &e->decision;
}

canbao_status api_day(canbao_engine *e, const char *as_of, int32_t *day) {
  if (e->busy)
    return fault(&e->error, CANBAO_USAGE,
                 _("a callback must not decide on the engine that called it"));
  if (as_of && date_parse(as_of, strlen(as_of), day)) return CANBAO_OK;
  char safe[64];
  text_display(slice_of(as_of ? as_of : "", as_of ? strlen(as_of) : 0), safe, sizeof safe);
  return fault(&e->error, CANBAO_USAGE, _("\"%s\" is not a day such as 2023-02-28"), safe);
}

canbao_status canbao_decide(const canbao_decision **out, const canbao_roster *self, uint32_t row,
                            const char *as_of) {
  canbao_engine *e = self->policy->engine;
  int32_t day;
  *out = NULL;
  canbao_status status = api_day(e, as_of, &day);
  if (status != CANBAO_OK) return status;
  if (row >= self->roster->rows)
    return fault(&e->error, CANBAO_USAGE, _("there is no row %u in a roster of %u"), (unsigned)row,
                 (unsigned)self->roster->rows);
  e->verdict = (verdict){.policy = self->policy->policy,
                         .decision = e->scratch,
                         .resident = {.roster = self->roster, .row = row, .as_of = day}};
  status = policy_decide(self->policy->policy, &e->verdict.resident, e->scratch, &e->error);
  if (status == CANBAO_OK) *out = show(e, &e->verdict);
  return status;
}

typedef struct {
  canbao_engine *engine;
  canbao_decision_callback callback;
  void *payload;
} relay;

static canbao_status hand_over(void *payload, const verdict *v) {
  relay *r = payload;
  return r->callback(r->payload, show(r->engine, v), v->resident.row);
}

canbao_status canbao_decide_all(const canbao_roster *self, const char *as_of,
                                const canbao_run_options *options,
                                canbao_decision_callback callback, void *payload) {
  canbao_engine *e = self->policy->engine;
  population_options o = {0};
  population_counts counts = {0};
  relay r = {e, callback, payload};
  canbao_status status = api_day(e, as_of, &o.as_of);
  if (status != CANBAO_OK) return status;
  if (options) {
    o.reference = options->reference;
    o.threads = options->threads;
  }
  e->busy = true;
  e->whole_of = NULL;
  status =
      population_run(self->policy->policy, self->roster, &o, hand_over, &r, &counts, &e->error);
  e->busy = false;
  if (options && options->cases) *options->cases = counts.cases;
  return status;
}

/* ---- reading a decision ---- */

_Static_assert((int)CANBAO_DECIDED == (int)DECIDED &&
                   (int)CANBAO_UNDETERMINED == (int)DECISION_UNDETERMINED &&
                   (int)CANBAO_CONFLICT == (int)DECISION_CONFLICT &&
                   (int)CANBAO_GAP == (int)DECISION_GAP &&
                   (int)CANBAO_OVER_LIMIT == (int)DECISION_LIMIT &&
                   (int)CANBAO_FAULTY == (int)DECISION_ERROR,
               "the public problems are the host's");
_Static_assert((int)CANBAO_TYPE_FLAG == (int)TYPE_FLAG &&
                   (int)CANBAO_TYPE_NUMBER == (int)TYPE_NUMBER &&
                   (int)CANBAO_TYPE_TEXT == (int)TYPE_TEXT &&
                   (int)CANBAO_TYPE_DATE == (int)TYPE_DATE &&
                   (int)CANBAO_TYPE_MONEY == (int)TYPE_MONEY &&
                   (int)CANBAO_TYPE_DAYS == (int)TYPE_DAYS,
               "the public types are the terms'");
_Static_assert((int)CANBAO_VALUE_NONE == (int)VALUE_NONE &&
                   (int)CANBAO_VALUE_KNOWN == (int)VALUE_KNOWN &&
                   (int)CANBAO_VALUE_UNKNOWN == (int)VALUE_UNKNOWN &&
                   (int)CANBAO_VALUE_ERROR == (int)VALUE_ERROR,
               "the public states are the terms'");

canbao_problem canbao_decision_problem(const canbao_decision *self) {
  return (canbao_problem)self->outcome.problem;
}

const char *canbao_decision_problem_text(const canbao_decision *self) {
  return self->outcome.problem_text;
}

uint32_t canbao_decision_case(const canbao_decision *self) { return self->case_number; }

static canbao_value value_of(const canbao_decision *d, int i) {
  const effect *e = &d->policy->effects[i];
  value v = d->outcome.values[i];
  bool known = v.state == VALUE_KNOWN;
  canbao_value out = {
      .type = (canbao_type)e->type, .state = (canbao_value_state)v.state, .text = ""};
  if (known && e->type != TYPE_TEXT) out.number = v.v;
  if (known && e->type == TYPE_TEXT) out.text = term_text(d->policy->terms, (uint32_t)v.v).at;
  out.bounded = verdict_bounds(d->outcome.verdict, i, &out.low, &out.high);
  return out;
}

bool canbao_decision_effect(const char **name, canbao_value *out, const canbao_decision *self,
                            int index) {
  if (index < 0 || index >= self->policy->effects_count) return false;
  if (name) *name = self->policy->effects[index].name;
  if (out) *out = value_of(self, index);
  return true;
}

canbao_status canbao_decision_value(canbao_value *out, const canbao_decision *self,
                                    const char *name) {
  int i = policy_effect(self->policy, name);
  *out = (canbao_value){.text = ""};
  if (i < 0) return no_effect(self->engine, self->policy, name);
  *out = value_of(self, i);
  return CANBAO_OK;
}

const char *canbao_decision_text(const canbao_decision *self, const char *name, char *buf,
                                 size_t size) {
  int i = policy_effect(self->policy, name);
  if (i < 0 || size == 0) {
    no_effect(self->engine, self->policy, name);
    return NULL;
  }
  outcome_text(&self->outcome, i, buf, size);
  return buf;
}

static bool is_decisive(const decision *d, int index) {
  for (uint32_t i = 0; i < d->candidates_count; i++) {
    const candidate *c = &d->candidates[i];
    if (c->article == index && (c->fate == FATE_WON || c->fate == FATE_AGREED)) return true;
  }
  return false;
}

/* With its notes: those of a case of many are put together when somebody asks. NULL when memory ran out. */
static const decision *whole_of(const canbao_decision *self) {
  verdict v = *self->outcome.verdict;
  const decision *d = v.decision;
  canbao_engine *e = self->engine;
  if (d->asked) return d;
  if (e->whole_of == d) return e->scratch;
  e->whole_of = NULL;
  if (verdict_whole(&v, e->scratch, &e->error) != CANBAO_OK) return NULL;
  e->whole_of = d;
  return v.decision;
}

bool canbao_decision_article(canbao_article *out, const canbao_decision *self, int index) {
  const policy *p = self->policy;
  if (index < 0 || index >= p->articles_count) return false;
  const article *a = &p->articles[index];
  const decision *d = whole_of(self);
  if (!d) return false;
  note_span asked = d->asked[index];
  char *reason = self->reason;
  reason[0] = '\0';
  if (asked.count > 0) {
    const note *last = &d->notes[asked.first + asked.count - 1];
    note_words(p->terms, last->question, last->answer, reason, REASON_BYTES);
  }
  *out = (canbao_article){.number = a->number,
                          .title = a->title ? a->title : "",
                          .file = a->file ? a->file : "",
                          .line = a->line,
                          .applied = d->marks[index] == MARK_APPLIED,
                          .undetermined = d->marks[index] == MARK_UNDETERMINED,
                          .decisive = is_decisive(d, index),
                          .reason = reason};
  return true;
}

bool canbao_decision_doubt(const char **title, const char **reading, const canbao_decision *self,
                           int index) {
  const policy *p = self->policy;
  uint64_t doubts = self->outcome.verdict->decision->doubts;
  for (int i = 0; i < p->doubts_count; i++) {
    if (!(doubts >> i & 1) || index-- > 0) continue;
    if (title) *title = p->doubts[i].title;
    if (reading) *reading = p->doubts[i].reading;
    return true;
  }
  return false;
}
