/*
** nearest_change.c - what one cell would have had to say for a better outcome.
** Candidates come from the questions that were asked; each is put into a copy of
** the resident's row and decided like any other. Guesses nothing.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/explanation.h"
#include "studies/programme_names.h"
#include "studies/row_change.h"
#include "values/date.h"
#include "values/message.h"

#define YES "是" /* as a roster writes a flag */
#define NO "否"
#define CHANGES_MAX 512 /* candidates tried for one resident */

/* How an outcome stands: the better status first, then the money, then the earlier benefit. */
typedef struct {
  int status;
  int64_t money;
} standing;

typedef struct {
  nearest_change change;
  standing reached;
} scored;

typedef struct {
  policy *p;
  const outcome *base;
  standing now;
  row_change row;
  scored found[SCHEMA_FIELDS_MAX]; /* the best per field */
  bool has[SCHEMA_FIELDS_MAX];
  int tried;
  canbao_error *error;
} search;

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

/* ---- what is better ---- */

static int status_rank(const outcome *o) {
  static const char *const words[] = {"ineligible", "not_accepted", "overdue", "unpaid",
                                      "late_accepted"};
  char text[64];
  int at = policy_effect(o->verdict->policy, EFFECT_STATUS);
  if (at < 0 || o->problem != DECIDED) return -1;
  outcome_text(o, at, text, sizeof text);
  for (int i = 0; i < (int)(sizeof words / sizeof *words); i++)
    if (strcmp(text, words[i]) == 0) return i;
  return (int)(sizeof words / sizeof *words); /* covered from the ordinary day */
}

static int64_t money_of(const outcome *o, const char *name) {
  int at = policy_effect(o->verdict->policy, name);
  return at >= 0 && o->values[at].state == VALUE_KNOWN ? o->values[at].v : 0;
}

static standing standing_of(const outcome *o) {
  return (standing){status_rank(o), money_of(o, EFFECT_REFUND) - money_of(o, EFFECT_PERSONAL_DUE)};
}

static int compare_standings(standing a, standing b) {
  if (a.status != b.status) return a.status > b.status ? -1 : 1;
  /* who may not enrol owes nothing: that is no gain */
  if (a.status <= 0 || a.money == b.money) return 0;
  return a.money > b.money ? -1 : 1;
}

/* ---- trying ---- */

/* What a person feels of a decision, in the order in which it is told. */
static char *tell_effects(const search *s, const outcome *o) {
  static const char *const told[] = {EFFECT_STATUS, EFFECT_SUBSIDY, EFFECT_PERSONAL_DUE,
                                     EFFECT_REFUND, EFFECT_BENEFIT_FROM};
  char *text = NULL;
  size_t size = 0;
  FILE *f = open_memstream(&text, &size);
  if (!f) return NULL;
  for (int i = 0, count = 0; i < (int)(sizeof told / sizeof *told); i++) {
    char before[256], after[256];
    int at = policy_effect(s->p, told[i]);
    if (at < 0) continue;
    outcome_text(s->base, at, before, sizeof before);
    outcome_text(o, at, after, sizeof after);
    if (strcmp(before, after) == 0) continue;
    if (count++) fputs(_(", "), f);
    fprintf(f, _("%s %s (now %s)"), effect_name(s->p, at),
            *after ? i == 0 ? status_name(after) : after : _("none"),
            *before ? i == 0 ? status_name(before) : before : _("none"));
  }
  if (fclose(f) == 0) return text;
  free(text);
  return NULL;
}

static canbao_status keep(search *s, int at, const char *to, int64_t distance, const outcome *o,
                          standing reached) {
  scored *best = &s->found[at];
  int c = s->has[at] ? compare_standings(reached, best->reached) : -1;
  if (c > 0 || (c == 0 && distance >= best->change.distance)) return CANBAO_OK;
  if (s->has[at]) free(best->change.from), free(best->change.to), free(best->change.effects);
  const char *from = s->row.cells[at] ? s->row.cells[at] : "";
  if (s->p->schema->fields[at].type == FIELD_FLAG) {
    from = *from == 't' ? _("yes") : _("no");
    to = strcmp(to, YES) == 0 ? _("yes") : _("no");
  }
  *best = (scored){{at, strdup(from), strdup(to), distance, tell_effects(s, o)}, reached};
  s->has[at] = true;
  return best->change.from && best->change.to && best->change.effects ? CANBAO_OK
                                                                      : no_memory(s->error);
}

static canbao_status try_cell(search *s, int at, const char *to, int64_t distance) {
  const char *now = s->row.cells[at] ? s->row.cells[at] : "";
  if (s->tried++ >= CHANGES_MAX || strcmp(now, to) == 0) return CANBAO_OK;
  canbao_status status = row_change_put(&s->row, at, to, s->error);
  if (status != CANBAO_OK || !s->row.row) return status;
  status = row_change_decide(&s->row, s->error);
  if (status != CANBAO_OK) return status;
  outcome o;
  outcome_of(&o, &s->row.verdict);
  standing reached = standing_of(&o);
  /* paying more to get it back is no gain */
  bool gain = reached.status > s->now.status ||
              strcmp(s->p->schema->fields[at].name, FIELD_PAID_AMOUNT) != 0;
  if (o.problem != DECIDED || !gain || compare_standings(reached, s->now) >= 0) return CANBAO_OK;
  return keep(s, at, to, distance, &o, reached);
}

/* ---- candidates, by kind of question ---- */

/* What a person is, is not changed: who they are, when they were born, that they died. Nor what an office has to attest: an
** identity is not an entry to be bettered. */
static bool may_change(const search *s, int at) {
  const field *f = &s->p->schema->fields[at];
  return f->role == ROLE_NONE && f->type != FIELD_LABELS && strcmp(f->name, FIELD_DIED_ON) != 0;
}

static canbao_status try_labels(search *s, int at) {
  const field *f = &s->p->schema->fields[at];
  canbao_status status = try_cell(s, at, "", 0);
  for (int i = 0; i < f->labels_count && status == CANBAO_OK; i++)
    status = try_cell(s, at, f->labels[i], 0);
  return status;
}

static canbao_status try_numbers(search *s, int at) {
  const field *f = &s->p->schema->fields[at];
  canbao_status status = CANBAO_OK;
  if (f->type != FIELD_NUMBER || f->maximum - f->minimum > 20) return status;
  for (int n = f->minimum; n <= f->maximum && status == CANBAO_OK; n++) {
    char text[24];
    snprintf(text, sizeof text, "%d", n);
    status = try_cell(s, at, text, 0);
  }
  return status;
}

static canbao_status try_place(search *s, int at, uint32_t code) {
  slice place = term_text(s->p->terms, code);
  const char *bar = memchr(place.at, '|', place.length);
  char text[256];
  snprintf(text, sizeof text, "%.*s", bar ? (int)(bar - place.at) : (int)place.length, place.at);
  return try_cell(s, at, text, 0);
}

static canbao_status try_day(search *s, int at, int32_t day, int64_t distance) {
  char text[11];
  if (!date_in_range(day)) return CANBAO_OK;
  return try_cell(s, at, date_format(day, text), distance < 0 ? -distance : distance);
}

/* A payment that has not come yet: today, or on the last day that would have been in time. */
static canbao_status try_payment(search *s, int at) {
  if (strcmp(s->p->schema->fields[at].name, FIELD_PAID_ON) != 0) return CANBAO_OK;
  int deadline = policy_effect(s->p, EFFECT_DEADLINE);
  canbao_status status = try_day(s, at, s->base->verdict->resident.as_of, 0);
  if (status == CANBAO_OK && deadline >= 0 && s->base->values[deadline].state == VALUE_KNOWN)
    status = try_day(s, at, (int32_t)s->base->values[deadline].v, 1);
  return status;
}

/* Move one cell just across the threshold of a comparison; months and the like may need a few days more. */
static canbao_status try_threshold(search *s, const question *q, int64_t answer, int at) {
  const term_table *t = s->p->terms;
  const resident *who = &s->base->verdict->resident;
  value a = term_value(t, q->a, who), b = term_value(t, q->b, who);
  int c = term_coefficient(t, q->a, at) - term_coefficient(t, q->b, at);
  const column *cells = &who->roster->columns[at];
  field_type type = s->p->schema->fields[at].type;
  if (a.state != VALUE_KNOWN || b.state != VALUE_KNOWN || (c != 1 && c != -1)) return CANBAO_OK;
  if (roster_cell(who->roster, at, who->row) != CELL_VALUE) return CANBAO_OK;
  int64_t gap = a.v - b.v; /* must become... */
  int64_t wanted = q->kind == ASK_EQUAL  ? (answer ? gap + 1 : 0)
                   : q->kind == ASK_LESS ? (answer ? 0 : -1)
                                         : (answer ? 1 : 0);
  int64_t move = (wanted - gap) * c;
  if (type == FIELD_DATE && cells->dates) {
    canbao_status status = CANBAO_OK;
    for (int more = 0; more <= 3 && status == CANBAO_OK; more++) {
      int64_t by = move + (move < 0 ? -more : more), day = cells->dates[who->row] + by;
      if (date_in_range(day)) status = try_day(s, at, (int32_t)day, by);
    }
    return status;
  }
  if (type != FIELD_MONEY || !cells->fen) return CANBAO_OK;
  char text[24];
  money_format(cells->fen[who->row] + move, text);
  return cells->fen[who->row] + move < 0 ? CANBAO_OK
                                         : try_cell(s, at, text, move < 0 ? -move : move);
}

static canbao_status try_question(search *s, const question *q, int64_t answer) {
  canbao_status status = CANBAO_OK;
  bool compares = q->kind == ASK_LESS || q->kind == ASK_MOST || q->kind == ASK_EQUAL;
  if (compares || q->kind == ASK_NUMBER) {
    uint64_t fields =
        term_fields(s->p->terms, q->a) | (compares ? term_fields(s->p->terms, q->b) : 0);
    for (int i = 0; i < s->p->schema->count && status == CANBAO_OK; i++) {
      if (!(fields >> i & 1) || !may_change(s, i)) continue;
      status = s->p->schema->fields[i].type == FIELD_NUMBER ? try_numbers(s, i)
               : compares                                   ? try_threshold(s, q, answer, i)
                                                            : CANBAO_OK;
    }
    return status;
  }
  if (q->kind == ASK_EXACT || q->kind == ASK_TEXT || !may_change(s, (int)q->a)) return CANBAO_OK;
  int at = (int)q->a;
  switch (q->kind) {
    case ASK_FLAG: return try_cell(s, at, answer == FLAG_YES ? NO : YES, 0);
    case ASK_LABEL: return try_labels(s, at);
    case ASK_WITHIN: return answer == 1 ? CANBAO_OK : try_place(s, at, q->b);
    default: return answer == CELL_NONE ? try_payment(s, at) : CANBAO_OK;
  }
}

/* ---- the whole ---- */

static int better_first(const void *x, const void *y) {
  const scored *a = x, *b = y;
  int c = compare_standings(a->reached, b->reached);
  if (c) return c;
  if (a->change.distance != b->change.distance)
    return a->change.distance < b->change.distance ? -1 : 1;
  return a->change.field - b->change.field;
}

/* Does the copied row decide as the resident's own does? If it did not, nothing learnt from it would hold. */
static canbao_status copy_is_true(search *s, bool *same) {
  *same = false;
  canbao_status status = row_change_put(&s->row, -1, NULL, s->error);
  if (status != CANBAO_OK || !s->row.row) return status;
  status = row_change_decide(&s->row, s->error);
  if (status != CANBAO_OK) return status;
  outcome o;
  outcome_of(&o, &s->row.verdict);
  *same = o.problem == s->base->problem;
  for (int i = 0; i < s->p->effects_count; i++) {
    char ours[512], theirs[512];
    outcome_text(&o, i, ours, sizeof ours);
    outcome_text(s->base, i, theirs, sizeof theirs);
    *same = *same && strcmp(ours, theirs) == 0;
  }
  return CANBAO_OK;
}

static canbao_status try_all(search *s) {
  const decision *d = s->base->verdict->decision;
  canbao_status status = CANBAO_OK;
  uint32_t questions = question_count(s->p->terms);
  bool *done = calloc((size_t)questions + 1, sizeof *done);
  if (!done) return no_memory(s->error);
  for (uint32_t i = 0; i < d->notes_count && status == CANBAO_OK; i++) {
    const note *n = &d->notes[i];
    if (n->question >= questions || done[n->question] || n->assumed) continue;
    done[n->question] = true;
    const question q = *question_at(s->p->terms, n->question);
    status = try_question(s, &q, n->answer);
  }
  free(done);
  return status;
}

/* Hand the best `limit` over, free the others. */
static canbao_status take_best(search *s, int limit, nearest_change **out, int *count) {
  scored best[SCHEMA_FIELDS_MAX];
  int found = 0;
  for (int i = 0; i < SCHEMA_FIELDS_MAX; i++)
    if (s->has[i]) best[found++] = s->found[i];
  if (found > 0) qsort(best, (size_t)found, sizeof *best, better_first);
  *out = calloc((size_t)limit + 1, sizeof **out);
  for (int i = 0; i < found; i++) {
    if (*out && i < limit)
      (*out)[(*count)++] = best[i].change;
    else
      free(best[i].change.from), free(best[i].change.to), free(best[i].change.effects);
  }
  return *out ? CANBAO_OK : no_memory(s->error);
}

canbao_status nearest_changes(nearest_change **out, int *count, int limit, policy *p,
                              const outcome *o, canbao_error *error) {
  *out = NULL, *count = 0;
  search *s = calloc(1, sizeof *s);
  if (!s) return no_memory(error);
  *s = (search){.p = p, .base = o, .now = standing_of(o), .error = error};
  bool same = false, known = o->problem != DECISION_UNDETERMINED; /* else nothing can be compared */
  canbao_status status = row_change_open(&s->row, p, &o->verdict->resident, error);
  if (status == CANBAO_OK && known) status = copy_is_true(s, &same);
  if (status == CANBAO_OK && same) status = try_all(s);
  canbao_status taken = take_best(s, limit, out, count);
  if (status == CANBAO_OK) status = taken;
  if (status != CANBAO_OK) {
    nearest_changes_free(*out, *count);
    *out = NULL, *count = 0;
  }
  row_change_close(&s->row);
  free(s);
  return status;
}

void nearest_changes_free(nearest_change *changes, int count) {
  for (int i = 0; changes && i < count; i++)
    free(changes[i].from), free(changes[i].to), free(changes[i].effects);
  free(changes);
}
