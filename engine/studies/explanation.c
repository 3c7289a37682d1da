/*
** explanation.c - gathering what explains a decision: cells, effects, and for
** each article its sentence with the fate of what it fixes.
*/
#include "studies/explanation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/mask.h"
#include "values/message.h"

#define CELL_TEXT 1024
#define FORMULA_TEXT 512

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

const char *field_name(const policy *p, int field_index) {
  const field *f = &p->schema->fields[field_index];
  return message_is_chinese() && f->title ? f->title : f->name;
}

const char *effect_name(const policy *p, int effect_index) {
  const effect *e = &p->effects[effect_index];
  return message_is_chinese() && e->title ? e->title : e->name;
}

/* ---- cells ---- */

/* What the file says in a cell that could not be read, masked and safe to show; false when it could be read, or is blank. */
static bool unread_cell(const roster *r, int field_index, uint32_t row, char *buf, size_t size) {
  for (uint32_t i = 0; i < r->problems_count; i++) {
    const problem *one = &r->problems[i];
    if (one->row != row || one->field != field_index || one->value.length == 0) continue;
    if (!problem_is_of_reading(one->kind)) continue;
    field_role role = r->schema->fields[field_index].role;
    if (role == ROLE_ID_NUMBER || role == ROLE_NAME) return false;
    text_display(one->value, buf, size);
    return true;
  }
  return false;
}

static bool take_cells(explanation *e, const outcome *o) {
  const policy *p = o->verdict->policy;
  const roster *r = o->verdict->resident.roster;
  uint32_t row = o->verdict->resident.row;
  e->cells = calloc(SCHEMA_FIELDS_MAX, sizeof *e->cells);
  for (int i = 0; e->cells && i < p->schema->count; i++) {
    char text[CELL_TEXT] = "", masked[CELL_TEXT];
    cell_state state = roster_cell(r, i, row);
    if (state == CELL_NONE || (state == CELL_UNKNOWN && !r->columns[i].present)) continue;
    bool flag = p->schema->fields[i].type == FIELD_FLAG && state == CELL_VALUE;
    if (flag && r->columns[i].flags[row] == FLAG_NO) continue; /* as good as blank */
    if (flag)
      snprintf(text, sizeof text, "%s", _("yes"));
    else if (state == CELL_VALUE)
      roster_text(r, i, row, text, sizeof text - 4);
    else
      snprintf(text, sizeof text, "%s", _("(not known)"));
    char unread[256];
    if (unread_cell(r, i, row, unread, sizeof unread))
      snprintf(text, sizeof text, _("(not known; the roster says “%s”)"), unread);
    if (p->schema->fields[i].role == ROLE_ID_NUMBER && state == CELL_VALUE) {
      text_mask_id(slice_of(text, strlen(text)), masked, sizeof masked);
      snprintf(text, sizeof text, "%s", masked);
    }
    if (p->schema->fields[i].role == ROLE_NAME && state == CELL_VALUE) mask_name(text);
    e->cells[e->cells_count] = (explained_cell){i, strdup(text)};
    if (!e->cells[e->cells_count++].text) return false;
  }
  return e->cells != NULL;
}

/* ---- effects ---- */

static bool take_effects(explanation *e, const outcome *o) {
  const policy *p = o->verdict->policy;
  e->effects = calloc(EFFECTS_MAX, sizeof *e->effects);
  for (int i = 0; e->effects && i < p->effects_count; i++) {
    char text[CELL_TEXT];
    if (!p->effects[i].output) continue;
    outcome_text(o, i, text, sizeof text);
    int64_t low, high;
    if (!*text && o->values[i].state == VALUE_UNKNOWN &&
        verdict_bounds(o->verdict, i, &low, &high)) {
      char a[24], b[24];
      money_format(low, a), money_format(high, b);
      snprintf(text, sizeof text, "%s..%s", a, b);
    }
    e->effects[e->effects_count] =
        (explained_effect){i, strdup(text), o->verdict->decision->effects[i].winner};
    if (!e->effects[e->effects_count++].text) return false;
  }
  return e->effects != NULL;
}

/* ---- articles ---- */

/* Is it a value that the article's function gave only on a supposition, and others might have given another? */
static bool is_supposed(const outcome *o, const candidate *c) {
  const decision *d = o->verdict->decision;
  return d->effects[c->effect].state == VALUE_UNKNOWN &&
         o->verdict->policy->articles[c->article].fixes[c->effect] == VALUE_IS_FUNCTION &&
         function_supposition(d, c->article);
}

/* With its unit: "350 yuan", "2022-12-31", "yes"; "300 yuan (= paid_amount - 50 yuan)" when it is computed. */
static void say_value(const outcome *o, const candidate *c, char *buf, size_t size) {
  const policy *p = o->verdict->policy;
  value v = c->value ? term_value(p->terms, c->value, &o->verdict->resident) : (value){0};
  term constant = v.state == VALUE_KNOWN ? term_const(p->terms, (value_type)v.type, v.v) : (term)0;
  char plain[64], formula[FORMULA_TEXT];
  if (v.state == VALUE_UNKNOWN || is_supposed(o, c))
    snprintf(buf, size, "%s", _("undetermined"));
  else if (v.type == TYPE_FLAG && v.state == VALUE_KNOWN)
    snprintf(buf, size, "%s", v.v ? _("yes") : _("no"));
  else if (!constant)
    value_text(p->terms, v, buf, size);
  else if (term_words(p->terms, constant, plain, sizeof plain),
           formula_words(o, c->value, formula, sizeof formula) > 0)
    snprintf(buf, size, _("%s (= %s)"), plain, formula);
  else
    snprintf(buf, size, "%s", plain);
}

/* What became of the effects it fixes: "; it fixes premium 350 yuan, fiscal 610 yuan; its deadline 2022-12-31 gives way
** to article X". */
#define NOT_SETTLED (-2) /* what became of it rests on what is not known */
static void say_fates(const outcome *o, int index, FILE *out) {
  const policy *p = o->verdict->policy;
  const decision *d = o->verdict->decision;
  int last = -1; /* what came through is told in one breath */
  for (uint32_t i = 0; i < d->candidates_count; i++) {
    const candidate *c = &d->candidates[i];
    if (c->article != index) continue;
    char text[CELL_TEXT];
    const char *what = effect_name(p, c->effect);
    const char *by = c->by >= 0 ? p->articles[c->by].number : "?";
    say_value(o, c, text, sizeof text);
    if (d->effects[c->effect].state == VALUE_UNKNOWN && !is_supposed(o, c)) {
      fprintf(out,
              last == NOT_SETTLED ? _(", %s %s")
                                  : _("; whether this stands cannot be decided: %s %s"),
              what, text);
      last = NOT_SETTLED;
      continue;
    }
    switch (c->fate) {
      case FATE_WON:
        fprintf(out, last == FATE_WON ? _(", %s %s") : _("; it fixes %s %s"), what, text);
        break;
      case FATE_AGREED:
        fprintf(out, last == FATE_AGREED ? _(", %s %s") : _("; it says the same of %s %s"), what,
                text);
        break;
      case FATE_OVERRIDDEN:
        fprintf(out, _("; its %s %s gives way to article %s"), what, text, by);
        break;
      case FATE_LOST:
        fprintf(out, _("; its %s %s does not count beside that of article %s"), what, text, by);
        break;
      default: fprintf(out, _("; its %s %s contradicts article %s"), what, text, by); break;
    }
    last = c->fate;
  }
}

/* What it would fix, of an article of which it is not known whether it applies. */
static void say_if_applied(const outcome *o, int index, FILE *out) {
  const policy *p = o->verdict->policy;
  const decision *d = o->verdict->decision;
  int count = 0;
  for (uint32_t i = 0; i < d->candidates_count; i++) {
    const candidate *c = &d->candidates[i];
    if (c->article != index) continue;
    char text[CELL_TEXT];
    say_value(o, c, text, sizeof text);
    fprintf(out, count++ ? _(", %s %s") : _("; if it applied, %s would be %s"),
            effect_name(p, c->effect), text);
  }
}

/* The first thing that an article had to suppose of this resident; NULL when it supposed nothing. */
static const note *supposition(const outcome *o, int index) {
  const decision *d = o->verdict->decision;
  note_span asked = d->asked[index];
  if (asked.first + asked.count > d->notes_count) return NULL;
  for (uint32_t i = 0; i < asked.count; i++)
    if (d->notes[asked.first + i].assumed) return &d->notes[asked.first + i];
  return NULL;
}

/* Was it stopped by what is known, after a supposition had let it go on? Then it stands still without the supposition. */
static bool stopped_by_fact(const outcome *o, int index) {
  const decision *d = o->verdict->decision;
  const note *stop = deciding_note(o->verdict->policy, d, index);
  if (d->marks[index] != MARK_NOT || !stop || stop->assumed) return false;
  for (const note *n = stop; n-- > &d->notes[d->asked[index].first];)
    if (n->assumed) return n->answer == 1;
  return true;
}

/* The mark of the decision; but what holds by a supposition alone is not known to hold. */
static uint8_t state_of(const outcome *o, int index) {
  bool open = o->verdict->decision->problem == DECISION_UNDETERMINED && supposition(o, index) &&
              !stopped_by_fact(o, index);
  return open ? MARK_UNDETERMINED : o->verdict->decision->marks[index];
}

/* The fields that a question reads. */
static uint64_t fields_of(const policy *p, const question *q) {
  switch (q->kind) {
    case ASK_LESS:
    case ASK_MOST:
    case ASK_EQUAL: return term_fields(p->terms, q->a) | term_fields(p->terms, q->b);
    case ASK_NUMBER:
    case ASK_EXACT:
    case ASK_TEXT: return term_fields(p->terms, q->a);
    default: return UINT64_C(1) << q->a;
  }
}

/* Why it cannot be told: the entry that cannot be read, else the question that has no answer. */
static char *open_fact(const outcome *o, int index) {
  const policy *p = o->verdict->policy;
  const resident *who = &o->verdict->resident;
  const note *n = supposition(o, index);
  uint64_t fields = n ? fields_of(p, question_at(p->terms, n->question)) : 0;
  char unread[256], *text, words[CELL_TEXT];
  for (int i = 0; i < p->schema->count; i++) {
    if (!(fields >> i & 1) || !unread_cell(who->roster, i, who->row, unread, sizeof unread))
      continue;
    int length =
        asprintf(&text, _("%s has an entry that cannot be read (“%s”)"), field_name(p, i), unread);
    return length < 0 ? NULL : text;
  }
  if (!n || o->verdict->decision->marks[index] == MARK_UNDETERMINED) return deciding_fact(o, index);
  question_words(p->terms, n->question, words, sizeof words);
  return asprintf(&text, _("not known: %s"), words) < 0 ? NULL : text;
}

/* What its values rest on, where its functions asked something else than its guard. False when memory ran out. */
static bool say_rests(const outcome *o, int index, FILE *out) {
  char *own = function_fact(o, index);
  if (own && *own) fprintf(out, _("; what it gives rests on this: %s"), own);
  free(own);
  return own != NULL;
}

static char *say_article(const outcome *o, int index) {
  const policy *p = o->verdict->policy;
  uint8_t mark = o->verdict->decision->marks[index], state = state_of(o, index);
  const note *stated = deciding_note(p, o->verdict->decision, index);
  bool either = state != MARK_UNDETERMINED && stated && stated->assumed; /* all paths agree */
  char *fact = state == MARK_UNDETERMINED || either ? open_fact(o, index) : deciding_fact(o, index);
  char *text = NULL;
  size_t size = 0;
  FILE *out = fact ? open_memstream(&text, &size) : NULL;
  if (!out) {
    free(fact);
    return NULL;
  }
  if (state == MARK_UNDETERMINED)
    fprintf(out, _("not decidable: %s"), fact);
  else if (either)
    fprintf(out,
            state == MARK_APPLIED ? _("applies either way: %s")
                                  : _("does not apply either way: %s"),
            fact);
  else if (mark == MARK_APPLIED && !p->articles[index].guarded)
    fputs(_("applies to everyone"), out);
  else if (mark == MARK_APPLIED && *fact)
    fprintf(out, _("applies: %s"), fact);
  else if (mark == MARK_APPLIED)
    fputs(_("applies"), out);
  else if (*fact)
    fprintf(out, _("does not apply: %s"), fact);
  else
    fputs(_("was not needed"), out);
  bool said = true;
  if (state == MARK_UNDETERMINED) {
    say_if_applied(o, index, out);
  } else if (state == MARK_APPLIED) {
    say_fates(o, index, out);
    said = say_rests(o, index, out);
  }
  free(fact);
  if (fclose(out) == 0 && said) return text;
  free(text);
  return NULL;
}

static bool take_articles(explanation *e, const outcome *o) {
  const policy *p = o->verdict->policy;
  e->articles = calloc(ARTICLES_MAX, sizeof *e->articles);
  for (int i = 0; e->articles && i < p->articles_count; i++) {
    e->articles[i] = (explained_article){i, state_of(o, i), say_article(o, i)};
    e->articles_count++;
    if (!e->articles[i].sentence) return false;
  }
  return e->articles != NULL;
}

canbao_status explanation_make(explanation *out, const outcome *o, canbao_error *error) {
  *out = (explanation){.doubts = o->verdict->decision->doubts,
                       .problem = strdup(o->problem_text),
                       .in_short = said_in_short(o)};
  if (out->problem && out->in_short && take_cells(out, o) && take_effects(out, o) &&
      take_articles(out, o))
    return CANBAO_OK;
  explanation_free(out);
  return no_memory(error);
}

void explanation_free(explanation *e) {
  for (int i = 0; i < e->cells_count; i++) free(e->cells[i].text);
  for (int i = 0; i < e->effects_count; i++) free(e->effects[i].text);
  for (int i = 0; i < e->articles_count; i++) free(e->articles[i].sentence);
  free(e->cells), free(e->effects), free(e->articles), free(e->problem), free(e->in_short);
  *e = (explanation){0};
}
