/*
** threshold.c - finding thresholds in the case book and standing residents on
** them. A resident is moved by one cell only, and only counts when both sides of
** the comparison then lie exactly one step apart.
*/
#include "studies/threshold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/explanation.h"
#include "studies/row_change.h"
#include "values/date.h"
#include "values/message.h"

#define TRIED_EACH 12 /* residents of one kind who are tried at one threshold */
#define NUDGES 3      /* days more or less, where the ends of months and leap years shift a sum */

/* How likely a resident is to show the turn: the article applied, this question stopped it, it was merely asked. */
enum { CLOSE_APPLIED, CLOSE_STOPPED, CLOSE_ASKED, CLOSENESS };

typedef struct {
  threshold found;
  term a, b;
  uint32_t rows[CLOSENESS][TRIED_EACH];
  int counts[CLOSENESS];
} site;

typedef struct {
  policy *policy;
  const roster *roster;
  int32_t as_of;
  site *sites;
  int count;
  canbao_error *error;
} survey;

/* What one step came to: enough to tell whether two decisions are the same. */
typedef struct {
  char *cell;
  uint8_t problem;
  uint64_t doubts;
  effect_mark effects[EFFECTS_MAX];
  uint8_t articles[ARTICLES_MAX];
  char *texts[EFFECTS_MAX];
} footing;

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

/* ---- finding them ---- */

static bool is_threshold(const policy *p, const question *q) {
  if (q->kind != ASK_LESS && q->kind != ASK_MOST && q->kind != ASK_EQUAL) return false;
  uint8_t type = term_at(p->terms, q->a)->type;
  return q->a != q->b && (type == TYPE_DATE || type == TYPE_DAYS || type == TYPE_MONEY);
}

/* a <= b, a < b, b < a and a == b turn at one place. */
static site *site_of(survey *s, uint32_t question_id) {
  const question *q = question_at(s->policy->terms, question_id);
  for (int i = 0; i < s->count; i++) {
    site *x = &s->sites[i];
    if ((x->a == q->a && x->b == q->b) || (x->a == q->b && x->b == q->a)) return x;
  }
  site *grown = realloc(s->sites, sizeof *grown * ((size_t)s->count + 1));
  if (!grown) return NULL;
  s->sites = grown;
  grown[s->count] = (site){.a = q->a, .b = q->b};
  grown[s->count].found = (threshold){.question = question_id, .article = ARTICLES_MAX};
  return &grown[s->count++];
}

static void meet(site *at, int article_index, int closeness, uint32_t row) {
  threshold *t = &at->found;
  if (article_index >= 0) t->articles[article_index / 64] |= UINT64_C(1) << (article_index % 64);
  if (article_index >= 0 && article_index < t->article) t->article = article_index;
  int *count = &at->counts[closeness];
  if (*count > 0 && at->rows[closeness][*count - 1] == row) return;
  if (*count < TRIED_EACH) at->rows[closeness][(*count)++] = row;
}

static bool survey_case(survey *s, const decision *d, uint32_t row) {
  const policy *p = s->policy;
  for (uint32_t i = 0; i < d->notes_count; i++) {
    const note *n = &d->notes[i];
    if (n->assumed || n->answer == QUESTION_ERROR || n->answer == QUESTION_UNKNOWN) continue;
    if (!is_threshold(p, question_at(p->terms, n->question))) continue;
    site *at = site_of(s, n->question);
    if (!at) return false;
    bool applied = n->article < 0 || d->marks[n->article] == MARK_APPLIED;
    const note *last = applied ? NULL : deciding_note(p, d, n->article);
    meet(at, n->article,
         applied                                 ? CLOSE_APPLIED
         : last && last->question == n->question ? CLOSE_STOPPED
                                                 : CLOSE_ASKED,
         row);
  }
  return true;
}

typedef struct {
  uint32_t number, row;
  uint64_t residents;
} common_case;

static int commonest_first(const void *x, const void *y) {
  const common_case *a = x, *b = y;
  if (a->residents != b->residents) return a->residents > b->residents ? -1 : 1;
  return a->number < b->number ? -1 : a->number > b->number;
}

static bool survey_population(survey *s, const population *from) {
  uint32_t cases = population_counted(from).cases;
  common_case *list = calloc((size_t)cases + 1, sizeof *list);
  decision *scratch = decision_new();
  canbao_error ignored; /* only memory can be lacking, and that is what false says */
  bool good = list && scratch;
  for (uint32_t c = 1; good && c <= cases; c++)
    list[c - 1] = (common_case){c, population_first_row(from, c), population_residents(from, c)};
  if (good) qsort(list, cases, sizeof *list, commonest_first);
  for (uint32_t i = 0; good && i < cases; i++) {
    const decision *d;
    good = population_whole(from, list[i].number, &d, scratch, &ignored) == CANBAO_OK &&
           (!d || survey_case(s, d, list[i].row));
  }
  decision_free(scratch);
  free(list);
  return good;
}

/* ---- standing a resident there ---- */

static void footing_clear(footing *f) {
  free(f->cell);
  for (int i = 0; i < EFFECTS_MAX; i++) free(f->texts[i]);
  *f = (footing){0};
}

static bool take_footing(footing *f, const row_change *c, const char *cell) {
  const policy *p = c->policy;
  outcome o;
  outcome_of(&o, &c->verdict);
  f->cell = strdup(cell);
  f->problem = (uint8_t)o.problem;
  f->doubts = c->decision->doubts;
  for (int i = 0; i < p->articles_count; i++) f->articles[i] = c->decision->marks[i];
  memcpy(f->effects, c->decision->effects, sizeof f->effects);
  for (int i = 0; i < p->effects_count; i++) {
    char text[512];
    outcome_text(&o, i, text, sizeof text);
    if (!(f->texts[i] = strdup(text))) return false;
  }
  return f->cell != NULL;
}

/* a - b for the resident at hand; false when one of them has no value. */
static bool gap_of(const policy *p, const site *at, const resident *who, int64_t *gap) {
  value a = term_value(p->terms, at->a, who), b = term_value(p->terms, at->b, who);
  if (a.state != VALUE_KNOWN || b.state != VALUE_KNOWN) return false;
  *gap = a.v - b.v;
  return true;
}

/* The cell `by` steps on from where it stands; false when there is no such cell. */
static bool moved_cell(const survey *s, const resident *who, int at, int64_t by, char text[24]) {
  const column *c = at >= 0 ? &who->roster->columns[at] : NULL;
  int64_t v = !c ? who->as_of : c->dates ? c->dates[who->row] : c->fen ? c->fen[who->row] : 0;
  if (c && roster_cell(who->roster, at, who->row) != CELL_VALUE) return false;
  if (c && s->policy->schema->fields[at].type == FIELD_MONEY) {
    if (v + by < 0) return false;
    money_format(v + by, text);
    return true;
  }
  if (c && s->policy->schema->fields[at].type != FIELD_DATE) return false;
  if (v + by > INT32_MAX || v + by < INT32_MIN || !date_in_range((int32_t)(v + by))) return false;
  date_format((int32_t)(v + by), text);
  return true;
}

/* Put the row so that field `at` is `step` steps from where a and b meet. *there: it stands. */
static canbao_status stand(survey *s, const site *x, row_change *c, const resident *who, int at,
                           int step, footing *f, bool *there) {
  const term_table *t = s->policy->terms;
  int64_t way = term_coefficient(t, x->a, at) - term_coefficient(t, x->b, at), gap;
  *there = false;
  if ((way != 1 && way != -1) || !gap_of(s->policy, x, who, &gap)) return CANBAO_OK;
  int64_t wanted = step * way, move = (wanted - gap) * way;
  for (int nudge = 0; nudge <= 2 * NUDGES && !*there; nudge++) { /* 0, 1, -1, 2, -2 ... */
    char text[24];
    int64_t now, by = nudge % 2 ? (nudge + 1) / 2 : -(nudge / 2);
    if (!moved_cell(s, who, at, move + by, text)) return CANBAO_OK;
    canbao_status status = row_change_put(c, at, at < 0 ? NULL : text, s->error);
    if (status != CANBAO_OK) return status;
    if (!c->row) return CANBAO_OK;
    c->verdict.resident.as_of = who->as_of;
    if (at < 0 && !date_parse(text, strlen(text), &c->verdict.resident.as_of)) return CANBAO_OK;
    if (!gap_of(s->policy, x, &c->verdict.resident, &now) || now != wanted) continue;
    status = row_change_decide(c, s->error);
    if (status != CANBAO_OK) return status;
    *there = true;
    if (!take_footing(f, c, text)) return no_memory(s->error);
  }
  return CANBAO_OK;
}

/* Values are compared as terms: a day that moves with the cell is still the same rule's. */
static bool same_effect(const footing *a, const footing *b, int i) {
  return a->effects[i].state == b->effects[i].state && a->effects[i].value == b->effects[i].value;
}

static bool effect_turns(const footing *f, int i) {
  return !same_effect(&f[STEP_BELOW], &f[STEP_ON], i) ||
         !same_effect(&f[STEP_ON], &f[STEP_ABOVE], i);
}

static bool article_turns(const footing *f, int i) {
  return f[STEP_BELOW].articles[i] != f[STEP_ON].articles[i] ||
         f[STEP_ON].articles[i] != f[STEP_ABOVE].articles[i];
}

static threshold_turn turn_of(const policy *p, const footing *f) {
  threshold_turn turn = TURNS_NOTHING;
  for (int k = STEP_BELOW; k < STEP_ABOVE; k++)
    if (f[k].problem != f[k + 1].problem || f[k].doubts != f[k + 1].doubts) return TURNS_OUTCOME;
  for (int i = 0; i < p->effects_count; i++)
    if (effect_turns(f, i)) return TURNS_OUTCOME;
  for (int i = 0; i < p->articles_count; i++)
    if (article_turns(f, i)) turn = TURNS_ARTICLES;
  return turn;
}

static void tell_effect(FILE *out, const policy *p, const footing *f, int i) {
  fprintf(out, "%s ", effect_name(p, i));
  for (int k = 0; k < STEPS; k++) {
    const char *is = f[k].texts[i];
    bool flag = p->effects[i].type == TYPE_FLAG && *is;
    fprintf(out, "%s%s", k ? " | " : "",
            !*is   ? _("none")
            : flag ? (strcmp(is, "true") == 0 ? _("yes") : _("no"))
                   : status_name(is));
  }
}

static void tell_article(FILE *out, const policy *p, const footing *f, int i) {
  fprintf(out, _("article %s "), p->articles[i].number);
  for (int k = 0; k < STEPS; k++)
    fprintf(out, "%s%s", k ? " | " : "",
            f[k].articles[i] == MARK_APPLIED ? _("applies")
            : f[k].articles[i] == MARK_NOT   ? _("does not")
                                             : _("cannot be told"));
}

/* A doubt has no value: it is there or it is not. */
static void tell_doubt(FILE *out, const policy *p, const footing *f, int i) {
  fprintf(out, _("doubt “%s” "), p->doubts[i].title);
  for (int k = 0; k < STEPS; k++)
    fprintf(out, "%s%s", k ? " | " : "", f[k].doubts >> i & 1 ? _("yes") : _("no"));
}

/* What a person sees first; what lies behind it only when nothing before it turns. */
static char *tell_turns(const policy *p, const footing *f) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  if (!out) return NULL;
  int count = 0;
  for (int output = 1; output >= 0 && count == 0; output--)
    for (int i = 0; i < p->effects_count; i++)
      if (p->effects[i].output == output && effect_turns(f, i)) {
        fputs(count++ ? "; " : "", out);
        tell_effect(out, p, f, i);
      }
  for (int i = 0; i < p->doubts_count; i++) {
    bool below = f[STEP_BELOW].doubts >> i & 1, on = f[STEP_ON].doubts >> i & 1;
    if (below == on && on == (bool)(f[STEP_ABOVE].doubts >> i & 1)) continue;
    fputs(count++ ? "; " : "", out);
    tell_doubt(out, p, f, i);
  }
  for (int i = 0, before = count; before == 0 && i < p->articles_count; i++)
    if (article_turns(f, i)) {
      fputs(count++ ? "; " : "", out);
      tell_article(out, p, f, i);
    }
  if (fclose(out) == 0) return text;
  free(text);
  return NULL;
}

static bool take_threshold(threshold *t, const policy *p, footing *f, int at, uint32_t row) {
  threshold_turn turns = turn_of(p, f);
  if (t->made && turns <= t->turns) return true; /* told already, or more */
  for (int k = 0; k < STEPS; k++) {
    free(t->cells[k]);
    t->cells[k] = f[k].cell;
    f[k].cell = NULL;
  }
  free(t->effects);
  t->made = true, t->turns = turns, t->field = at, t->row = row;
  t->effects = tell_turns(p, f);
  return t->effects != NULL;
}

/* One resident at one threshold, by each cell that moves it, until the decision turns. */
static canbao_status try_resident(survey *s, site *x, uint32_t row) {
  const term_table *t = s->policy->terms;
  resident who = {.roster = s->roster, .row = row, .as_of = s->as_of};
  uint64_t fields = term_fields(t, x->a) | term_fields(t, x->b);
  row_change c;
  canbao_status status = row_change_open(&c, s->policy, &who, s->error);
  for (int at = s->policy->schema->count - 1; at >= -1 && status == CANBAO_OK; at--) {
    if (at >= 0 && !(fields >> at & 1)) continue;
    footing f[STEPS] = {0};
    bool there = true;
    for (int k = 0; k < STEPS && there && status == CANBAO_OK; k++)
      status = stand(s, x, &c, &who, at, k - STEP_ON, &f[k], &there);
    if (there && status == CANBAO_OK && !take_threshold(&x->found, s->policy, f, at, row))
      status = no_memory(s->error);
    for (int k = 0; k < STEPS; k++) footing_clear(&f[k]);
    if (x->found.turns == TURNS_OUTCOME) break;
  }
  row_change_close(&c);
  return status;
}

/* Of "the greater of x and 0" the x: the sum itself never gets past 0, so nobody can stand on its other side. */
static term unbounded(const term_table *t, term x) {
  const term_node *n = term_at(t, x);
  if (n->op != TERM_LEAST && n->op != TERM_MOST) return x;
  if (!term_depends(t, n->a)) return n->b;
  return term_depends(t, n->b) ? x : n->a;
}

static canbao_status try_site(survey *s, site *x) {
  canbao_status status = CANBAO_OK;
  for (int pass = 0; pass < 2 && !x->found.made; pass++) {
    if (pass == 1)
      x->a = unbounded(s->policy->terms, x->a), x->b = unbounded(s->policy->terms, x->b);
    for (int k = 0; k < CLOSENESS; k++)
      for (int i = 0; i < x->counts[k] && status == CANBAO_OK && x->found.turns != TURNS_OUTCOME;
           i++)
        status = try_resident(s, x, x->rows[k][i]);
  }
  return status;
}

/* ---- the whole ---- */

static int by_article(const void *x, const void *y) {
  const threshold *a = x, *b = y;
  if (a->article != b->article) return a->article < b->article ? -1 : 1;
  return a->question < b->question ? -1 : a->question > b->question;
}

/* Hand the sites' findings over. */
static bool hand_over(survey *s, thresholds *out) {
  out->items = calloc((size_t)s->count + 1, sizeof *out->items);
  for (int i = 0; out->items && i < s->count; i++) {
    threshold *t = &s->sites[i].found;
    if (t->article == ARTICLES_MAX) t->article = -1;
    out->turning += t->turns != TURNS_NOTHING;
    out->silent += t->made && t->turns == TURNS_NOTHING;
    out->items[out->count++] = *t;
    s->sites[i].found = (threshold){0};
  }
  if (out->items && out->count > 0)
    qsort(out->items, (size_t)out->count, sizeof *out->items, by_article);
  return out->items != NULL;
}

canbao_status thresholds_try(thresholds *out, const population *from, policy *p, const roster *r,
                             int32_t as_of, canbao_error *error) {
  *out = (thresholds){0};
  survey s = {.policy = p, .roster = r, .as_of = as_of, .error = error};
  canbao_status status = survey_population(&s, from) ? CANBAO_OK : no_memory(error);
  policy_remember(p, true);
  for (int i = 0; i < s.count && status == CANBAO_OK; i++) status = try_site(&s, &s.sites[i]);
  policy_memory *memory;
  canbao_error changed; /* explains more than what it has led to */
  if (policy_memory_take(p, &memory, &changed) != CANBAO_OK) {
    status = CANBAO_SCRIPT;
    if (error) *error = changed;
  }
  policy_memory_free(memory);
  if (!hand_over(&s, out) && status == CANBAO_OK) status = no_memory(error);
  for (int i = 0; i < s.count; i++) {
    for (int k = 0; k < STEPS; k++) free(s.sites[i].found.cells[k]);
    free(s.sites[i].found.effects);
  }
  free(s.sites);
  return status;
}

void thresholds_free(thresholds *t) {
  for (int i = 0; i < t->count; i++) {
    for (int k = 0; k < STEPS; k++) free(t->items[i].cells[k]);
    free(t->items[i].effects);
  }
  free(t->items);
  *t = (thresholds){0};
}
