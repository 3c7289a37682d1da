/* sweep.c - see sweep.h. */
#include "studies/sweep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/sweep_digest.h"
#include "values/fault.h"
#include "values/message.h"

#define PROBLEM_ROOM 2048

/* Says plainly that it is never CANBAO_OK. */
static canbao_status no_memory(canbao_error *error) {
  fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
  return CANBAO_LIMIT;
}

/* ---- the question ---- */

static bool same_target(const sweep_axis *a, const char *number, const char *name) {
  return strcmp(a->article, number) == 0 && strcmp(a->effect, name) == 0;
}

canbao_status sweep_check(const sweep_question *q, canbao_error *error) {
  int64_t points = 1;
  if (q->axes_count > SWEEP_AXES_MAX)
    return fault(error, CANBAO_USAGE, "%s",
                 _("a sweep varies one or two parameters: --vary once or twice"));
  for (int i = 0; i < q->axes_count; i++) {
    points *= q->axes[i].count;
    for (int k = 0; k < i; k++)
      if (same_target(&q->axes[i], q->axes[k].article, q->axes[k].effect))
        return fault(error, CANBAO_USAGE, _("--vary: %s is varied twice"), q->axes[i].target);
    for (int k = 0; k < q->options->settings_count; k++)
      if (same_target(&q->axes[i], q->options->settings[k].article, q->options->settings[k].effect))
        return fault(error, CANBAO_USAGE,
                     _("--vary: %s is set by --set too; leave one of the two out"),
                     q->axes[i].target);
  }
  if (points > SWEEP_POINTS_MAX)
    return fault(error, CANBAO_USAGE,
                 _("--vary: these are %lld points; at most %d are made: take larger steps"),
                 (long long)points, SWEEP_POINTS_MAX);
  return CANBAO_OK;
}

/* ---- making room ---- */

void sweep_free(sweep *s) {
  if (!s) return;
  for (int i = 0; s->points && i < s->points_count; i++) {
    sweep_point *p = &s->points[i];
    free(p->problem), free(p->figures), free(p->expected), free(p->crossed), free(p->in_doubt);
  }
  for (int i = 0; i < s->assumptions_count; i++) free(s->assumptions[i]);
  free(s->points), free(s->base_figures), free(s->assumptions);
  free(s);
}

static bool make_point(sweep *s, int index) {
  sweep_point *p = &s->points[index];
  for (int a = s->axes_count - 1, rest = index; a >= 0; a--) {
    p->at[a] = rest % s->axes[a].count;
    rest /= s->axes[a].count;
  }
  p->figures = calloc((size_t)s->measures_count + 1, sizeof *p->figures);
  p->expected = calloc((size_t)s->assumptions_count + 1, sizeof *p->expected);
  p->crossed = calloc((size_t)s->gates_count + 1, sizeof *p->crossed);
  p->in_doubt = calloc((size_t)s->gates_count + 1, sizeof *p->in_doubt);
  return p->figures && p->expected && p->crossed && p->in_doubt;
}

static bool make_room(sweep *s, const policy *start) {
  s->points_count = 1;
  for (int a = 0; a < s->axes_count; a++) s->points_count *= s->axes[a].count;
  s->points = calloc((size_t)s->points_count, sizeof *s->points);
  s->base_figures = calloc((size_t)s->measures_count + 1, sizeof *s->base_figures);
  s->assumptions = calloc((size_t)start->assumptions_count + 1, sizeof *s->assumptions);
  if (!s->points || !s->base_figures || !s->assumptions) return false;
  for (int i = 0; i < start->assumptions_count; i++) {
    s->assumptions[i] = strdup(start->assumptions[i].text);
    if (!s->assumptions[i]) return false;
    s->assumptions_count++;
  }
  for (int i = 0; i < s->points_count; i++)
    if (!make_point(s, i)) return false;
  return true;
}

/* ---- the base ---- */

/* A measure of the scenario's own has no base: then only its kind is known. */
static canbao_status fill_base(sweep *s, const whatif_side *base, const policy *start,
                               canbao_error *error) {
  whatif *same;
  canbao_status status = whatif_compare(&same, base, base, 0, error);
  for (int m = 0; m < s->measures_count && status == CANBAO_OK; m++) {
    bool money = false, compared = true;
    bool own =
        whatif_measure_check(base->policy, s->measures[m], &money, &compared, NULL) != CANBAO_OK;
    if (own) status = whatif_measure_check(start, s->measures[m], &money, &compared, error);
    s->base_figures[m] = (whatif_figure){.money = money, .compared = own || compared};
    if (status == CANBAO_OK && !s->base_figures[m].compared)
      status = whatif_measure(same, s->measures[m], &s->base_figures[m], error);
  }
  whatif_free(same);
  return status;
}

/* ---- the points ---- */

typedef struct {
  sweep *s;
  const sweep_question *q;
  int done;
  canbao_error *error;
} filling;

static bool own_values(const sweep *s, const sweep_point *p) {
  for (int a = 0; a < s->axes_count; a++)
    if (p->at[a] != s->axes[a].own_index) return false;
  return true;
}

/* A value that the base states in another way (pays beside subsidy) is its own only where nothing changes. */
static bool states_only(const sweep *s) {
  for (int a = 0; a < s->axes_count; a++)
    if (s->axes[a].stated) return true;
  return false;
}

static canbao_status take_own(sweep *s, sweep_point *p, canbao_error *error) {
  char name[400];
  if (!own_values(s, p)) return CANBAO_OK;
  p->own = !s->plain || p->changed == 0;
  if (p->own)
    s->own_point = (int)(p - s->points);
  else if (!states_only(s))
    return fault(error, CANBAO_FOUND,
                 _("the point with the script's own values (%s) is not the script; do not use the "
                   "sweep, and report this"),
                 sweep_point_name(s, p, name, sizeof name));
  return CANBAO_OK;
}

static canbao_status take_figures(sweep *s, sweep_point *p, const whatif *w, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (int m = 0; m < s->measures_count && status == CANBAO_OK; m++)
    status = whatif_measure(w, s->measures[m], &p->figures[m], error);
  for (int g = 0; g < s->gates_count && status == CANBAO_OK; g++) {
    gate_result held;
    status = gate_judge(&held, &s->gates[g], w, error);
    p->crossed[g] = held.crossed, p->in_doubt[g] = held.in_doubt;
  }
  for (int i = 0; i < w->expected_count && i < s->assumptions_count; i++) {
    p->expected[i] = w->expected[i];
    p->expected[i].assumption = NULL; /* it goes with the comparison */
  }
  p->changed = w->changed;
  memcpy(p->problems, w->scenario->totals.problems, sizeof p->problems);
  if (status == CANBAO_OK && !sweep_digest(w->scenario, &p->digest)) return no_memory(error);
  return status == CANBAO_OK ? take_own(s, p, error) : status;
}

static canbao_status take(void *payload, int index, const whatif *w, const canbao_error *why) {
  filling *f = payload;
  sweep_point *p = &f->s->points[index];
  char text[PROBLEM_ROOM];
  f->done++;
  if (f->q->progress)
    f->q->progress(f->q->progress_payload, (uint64_t)f->done, (uint64_t)f->s->points_count);
  if (w) return take_figures(f->s, p, w, f->error);
  p->status = why->status;
  p->problem = strdup(fault_text(why, text, sizeof text));
  return p->problem ? CANBAO_OK : no_memory(f->error);
}

/* The points' settings: those of the question, then one for each axis. */
static void set_point(const sweep *s, const sweep_question *q, int index,
                      parameter_setting *settings, policy_options *out) {
  const sweep_point *p = &s->points[index];
  int n = q->options->settings_count;
  for (int i = 0; i < n; i++) settings[i] = q->options->settings[i];
  for (int a = 0; a < s->axes_count; a++)
    settings[n + a] =
        (parameter_setting){s->axes[a].article, s->axes[a].effect, sweep_value(s, p, a)->text};
  *out = *q->options;
  out->settings = settings;
  out->settings_count = n + s->axes_count;
  out->shallow = true;
}

/* Decide the points with these indexes, `count` of them, and hand each to the sink. */
static canbao_status run_points(sweep *s, const sweep_question *q, const int *indexes, int count,
                                unsigned needs, whatif_sink sink, void *payload,
                                canbao_error *error) {
  size_t width = (size_t)q->options->settings_count + SWEEP_AXES_MAX;
  parameter_setting *settings = calloc((size_t)count * width + 1, sizeof *settings);
  policy_options *options = calloc((size_t)count + 1, sizeof *options);
  canbao_status status = settings && options ? CANBAO_OK : no_memory(error);
  for (int i = 0; i < count && status == CANBAO_OK; i++)
    set_point(s, q, indexes[i], settings + (size_t)i * width, &options[i]);
  if (status == CANBAO_OK)
    status = whatif_many(s->base, options, count, needs, q->at_once, sink, payload, error);
  free(settings), free(options);
  return status;
}

static canbao_status fill_points(sweep *s, const sweep_question *q, int *indexes,
                                 canbao_error *error) {
  filling f = {.s = s, .q = q, .error = error};
  for (int i = 0; i < s->points_count; i++) indexes[i] = i;
  return run_points(s, q, indexes, s->points_count, WHATIF_GAINS, take, &f, error);
}

/* ---- neighbours ---- */

static int step_of(const sweep *s, int axis) {
  int step = 1;
  for (int a = axis + 1; a < s->axes_count; a++) step *= s->axes[a].count;
  return step;
}

typedef struct {
  sweep *s;
  const int *indexes;
  canbao_error *error;
} settling;

static canbao_status take_exact(void *payload, int index, const whatif *w,
                                const canbao_error *why) {
  settling *x = payload;
  sweep_point *p = &x->s->points[x->indexes[index]];
  if (!w) { /* it was decided before */
    if (x->error) *x->error = *why;
    return why->status;
  }
  return sweep_digest_exact(w->scenario, &p->exact) ? CANBAO_OK : no_memory(x->error);
}

/* The point before this one on the axis, where both were decided; NULL. */
static sweep_point *neighbour(const sweep *s, sweep_point *p, int axis) {
  sweep_point *before = p->at[axis] > 0 ? p - step_of(s, axis) : NULL;
  return before && !p->problem && !before->problem ? before : NULL;
}

/* Expressions that are written differently may come to the same: such points are decided once more, resident by resident. */
static canbao_status settle_doubts(sweep *s, const sweep_question *q, int *indexes,
                                   canbao_error *error) {
  settling x = {s, indexes, error};
  int count = 0;
  for (int i = 0; i < s->points_count; i++)
    for (int a = 0; a < s->axes_count; a++) {
      sweep_point *p = &s->points[i], *before = neighbour(s, p, a);
      if (before && p->digest.fixed == before->digest.fixed &&
          p->digest.formulas != before->digest.formulas)
        p->doubtful = before->doubtful = true;
    }
  for (int i = 0; i < s->points_count; i++)
    if (s->points[i].doubtful) indexes[count++] = i;
  if (count == 0) return CANBAO_OK;
  return run_points(s, q, indexes, count, 0, take_exact, &x, error);
}

static void compare_neighbours(sweep *s) {
  for (int i = 0; i < s->points_count; i++)
    for (int a = 0; a < s->axes_count; a++) {
      sweep_point *p = &s->points[i];
      const sweep_point *before = neighbour(s, p, a);
      p->unmoved[a] = before && p->digest.fixed == before->digest.fixed &&
                      (p->digest.formulas == before->digest.formulas ||
                       (p->doubtful && before->doubtful && p->exact == before->exact));
    }
}

static canbao_status decide_points(sweep *s, const sweep_question *q, canbao_error *error) {
  int *indexes = calloc((size_t)s->points_count + 1, sizeof *indexes);
  if (!indexes) return no_memory(error);
  canbao_status status = fill_points(s, q, indexes, error);
  if (status == CANBAO_OK) status = settle_doubts(s, q, indexes, error);
  if (status == CANBAO_OK) compare_neighbours(s);
  free(indexes);
  return status;
}

canbao_status sweep_run(sweep **out, const whatif_side *base, const sweep_question *q,
                        canbao_error *error) {
  *out = NULL;
  canbao_status status = sweep_check(q, error);
  for (int m = 0; m < q->measures_count && status == CANBAO_OK; m++)
    status = whatif_measure_check(q->start, q->measures[m], NULL, NULL, error);
  if (status != CANBAO_OK) return status;
  sweep *s = calloc(1, sizeof *s);
  if (!s) return no_memory(error);
  *s = (sweep){.base = base,
               .axes = q->axes,
               .axes_count = q->axes_count,
               .measures = q->measures,
               .measures_count = q->measures_count,
               .gates = q->gates,
               .gates_count = q->gates_count,
               .own_point = -1,
               .plain = q->options->settings_count == 0 && q->options->scenarios_count == 0};
  status = make_room(s, q->start) ? fill_base(s, base, q->start, error) : no_memory(error);
  if (status == CANBAO_OK) status = decide_points(s, q, error);
  if (status == CANBAO_OK)
    *out = s;
  else
    sweep_free(s);
  return status;
}

/* ---- what a point says ---- */

const axis_value *sweep_value(const sweep *s, const sweep_point *p, int axis) {
  return &s->axes[axis].values[p->at[axis]];
}

bool sweep_bounded(const sweep *s, int index) {
  const whatif_figure *b = &s->base_figures[index];
  if (b->compared) return false;
  if (b->base_low != b->base_high || b->base_unbounded > 0) return true;
  for (int i = 0; i < s->points_count; i++) {
    const whatif_figure *f = &s->points[i].figures[index];
    if (f->low != f->high || f->unbounded > 0) return true;
  }
  return false;
}

bool sweep_dead_axis(const sweep *s, int axis) {
  for (int i = 0; i < s->points_count; i++)
    if (s->points[i].at[axis] > 0 && !s->points[i].unmoved[axis]) return false;
  return true;
}

typedef struct {
  char *buf;
  size_t size, used;
} joined;

static void join(joined *j, const char *text) {
  if (j->used < j->size)
    j->used +=
        (size_t)snprintf(j->buf + j->used, j->size - j->used, "%s%s", j->used ? "; " : "", text);
}

const char *sweep_point_name(const sweep *s, const sweep_point *p, char *buf, size_t size) {
  size_t used = 0;
  buf[0] = '\0';
  for (int a = 0; a < s->axes_count && used < size; a++)
    used += (size_t)snprintf(buf + used, size - used, "%s%s=%s", a ? ", " : "", s->axes[a].target,
                             sweep_value(s, p, a)->text);
  return buf;
}

const char *sweep_point_problem(const sweep_point *p, char *buf, size_t size) {
  char text[120];
  joined j = {buf, size, 0};
  buf[0] = '\0';
  if (p->problem) join(&j, p->problem);
  for (int how = DECISION_CONFLICT; how <= DECISION_ERROR; how++) {
    if (p->problems[how] == 0) continue;
    snprintf(text, sizeof text, _("%s: %lld residents"), problem_word((decision_problem)how),
             (long long)p->problems[how]);
    join(&j, text);
  }
  return buf;
}

const char *sweep_point_crosses(const sweep *s, const sweep_point *p, char *buf, size_t size) {
  joined j = {buf, size, 0};
  buf[0] = '\0';
  for (int g = 0; g < s->gates_count; g++)
    if (p->crossed[g]) join(&j, s->gates[g].text);
  return buf;
}

const char *sweep_point_unmoved(const sweep *s, const sweep_point *p, char *buf, size_t size) {
  joined j = {buf, size, 0};
  buf[0] = '\0';
  for (int a = 0; a < s->axes_count; a++)
    if (p->unmoved[a]) join(&j, s->axes[a].target);
  return buf;
}
