/*
** resolve.c - one resident, one path: which articles apply, and what each effect
** comes to when they are brought together. Order never matters: disagreement is
** a conflict, silence where a value is needed is a gap.
*/
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

void decision_fault(host *h, decision_problem kind, const char *format, ...) {
  decision *d = h->now.d;
  h->now.suspended = true;
  if (d->problem > DECISION_UNDETERMINED) return; /* the first stands */
  d->problem = (uint8_t)kind;
  va_list args;
  va_start(args, format);
  vsnprintf(d->problem_text, PROBLEM_TEXT, format, args);
  va_end(args);
}

/* An effect that a rule reads: its value, observed now. False when the decision is at an end. */
static bool observe_effect(host *h, int e) {
  long steps = h->steps;
  int64_t answer = effect_read(h, e, NODE_EFFECT);
  if (h->now.suspended) return false;
  observed(h, NODE_EFFECT, (uint32_t)e, answer, h->steps - steps);
  return true;
}

JUMPED_OUT_OF void effect_wanted(host *h, int e) {
  uint64_t bit = UINT64_C(1) << e;
  int64_t seen;
  if (h->observing.read & bit) return;
  h->observing.read |= bit;
  if (observed_before(h, NODE_EFFECT, (uint32_t)e, &seen)) return;
  if (h->now.resolved[e] != 0 && observe_effect(h, e)) return;
  if (h->now.resolved[e] == 0) h->awaited = e;
  h->raised =
      true; /* nobody looks for where it happened: it is no error, or the decision says already what is wrong */
  lua_pushlightuserdata(h->L, h);
  lua_error(h->L);
}

/* Run the function `ref` with r and e; its value stays on the stack. As often as it reads an effect that is not settled, it is given
** up for it. */
static canbao_status run_in_lua(host *h, int ref, canbao_error *error) {
  lua_State *L = h->L;
  long began = h->steps;
  for (;;) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, ref);
    lua_rawgeti(L, LUA_REGISTRYINDEX, h->cursor_ref);
    lua_rawgeti(L, LUA_REGISTRYINDEX, h->effects_ref);
    h->lua_ran = true;
    observing_run(h, began);
    host_count_anew(h);
    canbao_status status = host_call(h, 2, 1, error);
    if (h->awaited < 0) return status;
    int e = h->awaited;
    h->awaited = -1;
    if (!observe_effect(h, e)) return status;
  }
}

/* Call the function `ref`; its value stays on the stack. False when the decision is at an end. */
static bool call_rule(host *h, int ref, int a) {
  canbao_error error;
  canbao_status status = run_in_lua(h, ref, &error);
  if (status == CANBAO_OK && !h->now.suspended) return true;
  if (status == CANBAO_OK) lua_pop(h->L, 1);
  if (!h->now.suspended) {
    char text[PROBLEM_TEXT];
    if (a >= 0 && !error.article[0])
      snprintf(error.article, sizeof error.article, "%s", h->p->articles[a].number);
    decision_fault(h, status == CANBAO_LIMIT ? DECISION_LIMIT : DECISION_ERROR, "%s",
                   fault_text(&error, text, sizeof text));
  }
  return false;
}

static const char *place_of(const article *a, char *buf, size_t size) {
  const char *slash = strrchr(a->file, '/');
  snprintf(buf, size, "%s:%d", slash ? slash + 1 : a->file, a->line);
  return buf;
}

/* A term of constants only becomes a constant, so that equal values are equal terms. */
static term fold(host *h, term t) {
  if (t == 0 || term_depends(h->p->terms, t)) return t;
  value v = term_value(h->p->terms, t, &h->now.resident);
  return v.state == VALUE_KNOWN ? term_const(h->p->terms, (value_type)v.type, v.v) : t;
}

/* The value that a function left on the stack, as a term of the effect's type. Pops it. */
static term result_term(host *h, const effect *fx) {
  term t = amount_term(h->L, -1, fx->type, fx->name);
  if (t && fx->values) {
    slice text = term_text(h->p->terms, (uint32_t)term_at(h->p->terms, t)->imm);
    int i = 0;
    while (fx->values[i] && !slice_is(text, fx->values[i])) i++;
    if (!fx->values[i])
      host_raise(h->L, CANBAO_SCRIPT, _("%s is never “%.*s”"), fx->name, (int)text.length, text.at);
  }
  lua_pop(h->L, 1);
  return t;
}

/* Until it is cleared, what is wrong is wrong with the answer of the rule that has just ended. */
static void blame_answer(host *h) {
  const policy *p = h->p;
  const article *a = h->now.article >= 0 ? &p->articles[h->now.article] : NULL;
  h->error_file = a ? a->file : p ? p->path : "";
  h->error_line = a ? a->line : 0;
  h->error_article = a ? a->number : NULL;
}

/* What a rule says of the resident at hand: from memory when the same answers were seen before, else from Lua. A guard's
** result (fx NULL) is 1 or 0, an effect's its term, 0 for nil. When it ends the decision, h->now.suspended is set. */
term run_rule(host *h, rule_kind kind, int a, int e, int ref, const effect *fx) {
  int before = h->now.article;
  term result = 0;
  h->now.article = kind == RULE_DOUBT ? -1 : a;
  rule_frame frame;
  observing_begin(h, &frame);
  int recalled = memo_recall(h, kind, a, e, &result);
  if (recalled == 0 && call_rule(h, ref, h->now.article)) {
    blame_answer(h);
    if (fx) {
      result = result_term(h, fx);
    } else {
      const char *unfit = guard_unfit(h->L, -1);
      if (unfit) host_raise(h->L, CANBAO_SCRIPT, _("when answers true or false, not %s"), unfit);
      result = (term)lua_toboolean(h->L, -1);
      lua_pop(h->L, 1);
    }
    h->error_file = NULL;
    memo_keep(h, kind, a, e, result);
  }
  observing_end(h, &frame);
  h->now.article = before;
  return h->now.suspended ? 0 : result;
}

const char *guard_unfit(lua_State *L, int index) {
  int type = lua_type(L, index);
  bool fit =
      type == LUA_TNIL || type == LUA_TBOOLEAN || type == LUA_TSTRING || amount_test(L, index);
  return fit ? NULL : amount_kind(L, index);
}

bool guard_applies(host *h, int index) {
  evaluation *now = &h->now;
  if (now->guards[index] >= GUARD_NO) return now->guards[index] == GUARD_YES;
  article *a = &h->p->articles[index];
  decision *d = now->d;
  char place[64];
  if (now->guards[index] == GUARD_ASKING) {
    decision_fault(h, DECISION_ERROR, _("%s: article %s rests on itself"),
                   place_of(a, place, sizeof place), a->number);
    return false;
  }
  now->guards[index] = GUARD_ASKING;
  d->asked[index].first = d->notes_count;
  bool applies = true;
  if (h->guards[index] != LUA_NOREF)
    applies = run_rule(h, RULE_GUARD, index, 0, h->guards[index], NULL) == 1;
  if (now->suspended) return false;
  d->asked[index].count = d->notes_count - d->asked[index].first;
  d->marks[index] = applies ? MARK_APPLIED : MARK_NOT;
  now->guards[index] = applies ? GUARD_YES : GUARD_NO;
  return applies;
}

/* The value that an applying article gives an effect; 0 when its function says nil or the decision is at an end. */
static term value_given(host *h, int a, int e) {
  const article *art = &h->p->articles[a];
  const effect *fx = &h->p->effects[e];
  if (art->fixes[e] == VALUE_IS_CONST) return h->constants[a * h->p->effects_count + e];
  return run_rule(h, RULE_FUNCTION, a, e, h->functions[a][e], fx);
}

static candidate *add_candidate(host *h, int e, int a, term t) {
  decision *d = h->now.d;
  if (d->candidates_count == d->candidates_space) {
    uint32_t space = d->candidates_space ? d->candidates_space * 2 : 64;
    candidate *grown = realloc(d->candidates, space * sizeof *grown);
    if (!grown) {
      h->no_memory = true;
      decision_fault(h, DECISION_LIMIT, "%s", _("out of memory"));
      return NULL;
    }
    d->candidates = grown, d->candidates_space = space;
  }
  candidate *c = &d->candidates[d->candidates_count++];
  *c = (candidate){
      .value = t, .article = a, .by = -1, .effect = (uint32_t)e & UINT8_MAX, .fate = FATE_WON};
  return c;
}

/* Collect the applying articles' values for effect e at the end of d->candidates; returns how many, -1 at an end. A value's
** function may itself resolve other effects, so the values are gathered first and stored together. */
static int gather(host *h, int e, uint32_t *first) {
  term values[ARTICLES_MAX];
  int16_t from[ARTICLES_MAX];
  int n = 0;
  effect_sees_guards(h, e);
  for (uint32_t i = h->fixing_from[e]; i < h->fixing_from[e + 1]; i++) {
    int a = h->fixing[i];
    if (h->now.guards[a] == GUARD_NO) continue;
    if (!guard_applies(h, a)) {
      if (h->now.suspended) return -1;
      continue;
    }
    term t = value_given(h, a, e);
    if (h->now.suspended) return -1;
    if (t) values[n] = t, from[n++] = (int16_t)a;
  }
  *first = h->now.d->candidates_count;
  for (int i = 0; i < n; i++)
    if (!add_candidate(h, e, from[i], values[i])) return -1;
  return n;
}

static bool overrides(const article *a, int other) {
  for (int i = 0; i < a->overrides_count; i++)
    if (a->overrides[i] == other) return true;
  return false;
}

/* Mark the candidates that another one sets aside. The term of the first one set aside goes to *aside. */
static void override_candidates(host *h, candidate *c, int n, term *aside) {
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      if (i != j && overrides(&h->p->articles[c[j].article], c[i].article)) {
        c[i].fate = FATE_OVERRIDDEN, c[i].by = c[j].article;
        if (!*aside) *aside = c[i].value;
        break;
      }
}

/* A candidate's value for a message. One that depends on the resident is named, not computed: all residents of a case share
** the message. */
static void value_words(host *h, term t, char *buf, size_t size) {
  if (term_depends(h->p->terms, t))
    term_words(h->p->terms, t, buf, size);
  else
    value_text(h->p->terms, term_value(h->p->terms, t, &h->now.resident), buf, size);
}

static void conflict(host *h, int e, const candidate *a, const candidate *b) {
  const article *x = &h->p->articles[a->article], *y = &h->p->articles[b->article];
  char px[64], py[64], vx[64], vy[64];
  value_words(h, a->value, vx, sizeof vx);
  value_words(h, b->value, vy, sizeof vy);
  decision_fault(h, DECISION_CONFLICT,
                 _("%s article %s says %s = %s, but %s article %s says %s: let one override the "
                   "other, or say how they combine"),
                 place_of(x, px, sizeof px), x->number, h->p->effects[e].name, vx,
                 place_of(y, py, sizeof py), y->number, vy);
}

/* Two amounts from articles that name different funds (or labels): which one pays? */
static void conflict_tie(host *h, int e, const candidate *a, const candidate *b) {
  const article *x = &h->p->articles[a->article], *y = &h->p->articles[b->article];
  char px[64], py[64];
  decision_fault(h, DECISION_CONFLICT,
                 _("%s article %s and %s article %s give the same %s but differ in what follows "
                   "from it: say ties = \"in_order\", or let one override the other"),
                 place_of(x, px, sizeof px), x->number, place_of(y, py, sizeof py), y->number,
                 h->p->effects[e].name);
}

/* No rule asks this, so no rule's memory may hold it: it is noted, nothing else. */
static int64_t ask_beside(host *h, question_kind kind, term a, term b) {
  uint32_t id = question_intern(h->p->terms, (question){(uint8_t)kind, a, b});
  if (id < LIMIT_QUESTIONS && notes_left(h)) return ask_again(h, id);
  decision_fault(h, DECISION_LIMIT, _("the rules ask more than %d questions of one resident"),
                 LIMIT_NOTES);
  return QUESTION_ERROR;
}

/* Compare what two articles give. */
static bool compare_given(host *h, question_kind kind, term a, term b) {
  const term_table *t = h->p->terms;
  if (a == b) return kind != ASK_LESS;
  int64_t answer = QUESTION_ERROR;
  if (term_depends(t, a) || term_depends(t, b)) {
    answer = ask_beside(h, kind, a, b);
  } else {
    value x = term_value(t, a, &h->now.resident), y = term_value(t, b, &h->now.resident);
    if (x.state == VALUE_KNOWN && y.state == VALUE_KNOWN)
      answer = kind == ASK_LESS ? x.v < y.v : x.v == y.v;
  }
  if (answer == QUESTION_ERROR)
    decision_fault(h, DECISION_ERROR, "%s",
                   _("an amount or a date leaves its range, or a share is not whole fen"));
  return answer == 1;
}

static bool same_value(host *h, term a, term b) { return compare_given(h, ASK_EQUAL, a, b); }

/* Do two articles that tie in effect e also give its following effects the same values? */
static bool followers_agree(host *h, int e, int a, int b) {
  for (int f = 0; f < h->p->effects_count; f++) {
    if (h->p->effects[f].follows != e) continue;
    const article *x = &h->p->articles[a], *y = &h->p->articles[b];
    if (x->fixes[f] != y->fixes[f]) return false;
    if (x->fixes[f] == VALUE_IS_CONST && x->constants[f].v != y->constants[f].v) return false;
    if (x->fixes[f] == VALUE_IS_FUNCTION) return false;
  }
  return true;
}

/* b (later in the notice) beats a? */
static bool beats(host *h, int e, const candidate *a, const candidate *b) {
  switch (h->p->effects[e].combine) {
    case COMBINE_HIGHEST: return compare_given(h, ASK_LESS, a->value, b->value);
    case COMBINE_LOWEST: return compare_given(h, ASK_LESS, b->value, a->value);
    default: break;
  }
  for (int i = 0; i < h->ranking_count[e]; i++) {
    if (h->ranking[e][i] == a->article) return false;
    if (h->ranking[e][i] == b->article) return true;
  }
  return false;
}

/* Whether a sum stays in its range is an observation too: another resident's may not. */
static bool sum_exists(host *h, term sum) {
  if (!term_depends(h->p->terms, sum))
    return term_value(h->p->terms, sum, &h->now.resident).state != VALUE_ERROR;
  return ask_beside(h, ASK_EQUAL, sum, sum) != QUESTION_ERROR;
}

/* Bring the candidates that still stand together; index of the winner, -1 at an end. */
static int bring_together(host *h, int e, candidate *c, int n, term *value_out) {
  const effect *fx = &h->p->effects[e];
  int winner = -1;
  for (int i = 0; i < n; i++) {
    if (c[i].fate == FATE_OVERRIDDEN) continue;
    if (winner < 0) {
      winner = i;
      *value_out = c[i].value;
      continue;
    }
    candidate *w = &c[winner];
    bool same = fx->combine != COMBINE_SUM && same_value(h, w->value, c[i].value);
    if (h->now.suspended) return -1;
    switch (fx->combine) {
      case COMBINE_AGREE:
        if (!same) {
          c[i].fate = FATE_CONFLICT, c[i].by = w->article;
          conflict(h, e, w, &c[i]);
          return -1;
        }
        c[i].fate = FATE_AGREED, c[i].by = w->article;
        break;
      case COMBINE_SUM: {
        term_node sum = {
            .op = TERM_ADD, .type = (uint8_t)fx->type, .a = *value_out, .b = c[i].value};
        *value_out = fold(h, term_intern(h->p->terms, sum));
        if (*value_out && !sum_exists(h, *value_out)) {
          decision_fault(h, DECISION_ERROR,
                         _("%s leaves its range, or is a share that is not whole fen"), fx->name);
          return -1;
        }
        c[i].fate = FATE_AGREED, c[i].by = w->article;
        break;
      }
      case COMBINE_ANY:
      case COMBINE_ALL: {
        bool wins = !same && term_at(h->p->terms, c[i].value)->imm == (fx->combine == COMBINE_ANY);
        if (same) {
          c[i].fate = FATE_AGREED, c[i].by = w->article;
        } else if (wins) {
          w->fate = FATE_LOST, w->by = c[i].article;
          winner = i;
          *value_out = c[i].value;
        } else {
          c[i].fate = FATE_LOST, c[i].by = w->article;
        }
        break;
      }
      default: {
        bool wins = (fx->combine == COMBINE_RANKING || !same) && beats(h, e, w, &c[i]);
        if (h->now.suspended) return -1;
        if (wins) {
          w->fate = FATE_LOST, w->by = c[i].article;
          winner = i;
          *value_out = c[i].value;
        } else if (same && !h->ties_in_order[e] && fx->combine != COMBINE_RANKING &&
                   !followers_agree(h, e, w->article, c[i].article)) {
          c[i].fate = FATE_CONFLICT, c[i].by = w->article;
          conflict_tie(h, e, w, &c[i]);
          return -1;
        } else {
          c[i].fate = same && fx->combine != COMBINE_RANKING ? FATE_AGREED : FATE_LOST,
          c[i].by = w->article;
        }
      }
    }
  }
  return winner;
}

/* Of the labels that were asked for together, the first that is there. */
static term label_of_list(host *h, const question *q) {
  const label_list *list = term_labels(h->p->terms, q->b);
  for (int i = 0; i < list->count && !h->now.suspended; i++)
    if (ask_beside(h, ASK_HAS, q->a, list->labels[i]) == 1)
      return h->labels[h->labels_from[q->a] + list->labels[i]];
  return 0;
}

/* The first label that the winner's guard found, for `identity`. */
static term label_found(host *h, int a) {
  decision *d = h->now.d;
  note_span asked = d->asked[a];
  effect_sees_way(h, a);
  /* what ways tell is not written yet: the room for it is free */
  if (h->now.ways)
    asked = (note_span){h->now.path_notes,
                        policy_way_notes(h->memo, a, h->now.ways[a], &d->notes[h->now.path_notes])};
  for (uint32_t i = 0; i < asked.count; i++) {
    const note *n = &d->notes[asked.first + i];
    const question *q = question_at(h->p->terms, n->question);
    if (n->answer != 1 || n->article != a) continue;
    if (q->kind == ASK_HAS) return h->labels[h->labels_from[q->a] + q->b];
    if (q->kind == ASK_ANY) return label_of_list(h, q);
  }
  return 0;
}

static void follow(host *h, int e, effect_mark *m) {
  int followed = h->p->effects[e].follows;
  (void)effect_read(h, followed, NODE_WINNER);
  if (h->now.suspended) return;
  int winner = h->now.d->effects[followed].winner;
  if (winner < 0) return;
  if (h->p->articles[winner].fixes[e] != VALUE_IS_ABSENT) {
    m->value = value_given(h, winner, e);
  } else if (h->default_title[e]) {
    m->value = h->titles[winner];
  } else if (h->default_label[e]) {
    m->value = label_found(h, winner);
  }
  if (m->value) m->winner = (int16_t)winner;
}

/* Value without any article: the value another effect had overridden, a formula, a constant; or a gap. */
static void fall_back(host *h, int e, effect_mark *m) {
  const effect *fx = &h->p->effects[e];
  if (h->overridden_of[e] >= 0) {
    m->value = (term)effect_read(h, h->overridden_of[e], NODE_ASIDE);
  } else if (h->formulas[e] != LUA_NOREF) {
    m->value = run_rule(h, RULE_FORMULA, -1, e, h->formulas[e], fx);
  } else if (h->defaults[e]) {
    m->value = h->defaults[e];
  } else if (fx->needed) {
    decision_fault(
        h, DECISION_GAP,
        _("no article says what %s (%s) is for this resident: add one, or let one apply"), fx->name,
        fx->title);
  }
}

static void resolve_now(host *h, int e, effect_mark *m) {
  const effect *fx = &h->p->effects[e];
  if (h->only_if[e] >= 0) {
    term gate = (term)effect_read(h, h->only_if[e], NODE_EFFECT);
    if (gate == 0 || term_at(h->p->terms, gate)->imm == 0) return;
  }
  if (fx->follows >= 0) {
    follow(h, e, m);
    return;
  }
  uint32_t first;
  int n = gather(h, e, &first);
  if (n < 0) return;
  if (n > 0) {
    candidate *c = &h->now.d->candidates[first];
    override_candidates(h, c, n, &h->now.set_aside[e]);
    int winner = bring_together(h, e, c, n, &m->value);
    if (winner >= 0) {
      m->winner = c[winner].article;
      return;
    }
    if (h->now.suspended) return;
    decision_fault(h, DECISION_ERROR, _("the articles that fix %s all override one another"),
                   fx->name);
    return;
  }
  fall_back(h, e, m);
}

/* An amount that nothing may bring below zero, and is: the article is to blame whose amount did. */
static void check_zero(host *h, int e, term t) {
  int by = h->below_zero_by[e];
  if (by < 0 || t == 0 || h->p->effects[e].type != TYPE_MONEY) return;
  if (!compare_given(h, ASK_LESS, t, h->zero)) return;
  const effect_mark *cause = &h->now.d->effects[by];
  char place[64], given[128], left[128];
  const article *a = cause->winner >= 0 ? &h->p->articles[cause->winner] : NULL;
  value_words(h, cause->value, given, sizeof given);
  value_words(h, t, left, sizeof left);
  decision_fault(h, DECISION_ERROR,
                 _("%s article %s: with a %s of %s the %s would be %s, below zero: lower it"),
                 a ? place_of(a, place, sizeof place) : "", a ? a->number : "",
                 h->p->effects[by].name, given, h->p->effects[e].name, left);
}

void effect_resolve(host *h, int e) {
  evaluation *now = &h->now;
  if (now->suspended || now->resolved[e] == 2) return;
  if (now->resolved[e] == 1) {
    decision_fault(h, DECISION_ERROR, _("%s rests on itself: the rules go in a circle"),
                   h->p->effects[e].name);
    return;
  }
  now->resolved[e] = 1;
  effect_mark *m = &now->d->effects[e];
  *m = (effect_mark){.winner = -1};
  if (!effect_recall(h, e, m)) {
    int before = now->article;
    effect_frame frame;
    now->article = -1;
    effect_watch(h, &frame);
    resolve_now(h, e, m);
    if (!now->suspended) check_zero(h, e, m->value);
    effect_keep(h, &frame, e, m);
    now->article = before;
  }
  if (now->suspended) m->value = 0, m->winner = -1;
  m->state = m->value ? VALUE_KNOWN : VALUE_NONE;
  now->resolved[e] = 2;
}
