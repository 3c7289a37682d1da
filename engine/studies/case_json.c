/*
** case_json.c - one case whole: what was asked and answered, which articles
** applied, which question stopped each of the others, what won and what lost.
** Words in files ("yes", "overridden") are never translated; sentences are.
*/
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/case_questions.h"
#include "studies/case_table.h"
#include "studies/explanation.h"
#include "studies/mask.h"
#include "studies/programme_names.h"
#include "values/money.h"

#define TEXT 1200

typedef struct {
  const policy *policy;
  const decision *decision;
  const outcome *outcome;
  bool failed; /* memory ran out */
} teller;

/* ---- building ---- */

/* Takes `member`; remembers when there was none. */
static cJSON *put(teller *t, cJSON *to, const char *key, cJSON *member) {
  bool done = to && member &&
              (key ? cJSON_AddItemToObject(to, key, member) : cJSON_AddItemToArray(to, member));
  if (done) return member;
  cJSON_Delete(member);
  t->failed = true;
  return NULL;
}

static void put_text(teller *t, cJSON *to, const char *key, const char *text) {
  char masked[TEXT * 2];
  mask_ids(slice_of(text, strlen(text)), masked, sizeof masked);
  put(t, to, key, cJSON_CreateString(masked));
}

static void put_count(teller *t, cJSON *to, const char *key, uint64_t n) {
  char digits[24];
  snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
  put(t, to, key, cJSON_CreateRaw(digits));
}

static void put_article(teller *t, cJSON *to, const char *key, int index) {
  if (index >= 0)
    put_text(t, to, key, t->policy->articles[index].number);
  else
    put(t, to, key, cJSON_CreateNull()); /* a formula of the programme */
}

/* ---- questions ---- */

/* The answer as a word of its own: yes, no, none, value, unknown, a label, a number. */
static void put_answer(teller *t, cJSON *to, const note *n) {
  static const char *const states[] = {"none", "value", "unknown"};
  static const char *const holds[] = {"no", "yes", "unknown"};
  const question *q = question_at(t->policy->terms, n->question);
  const field *f = q->kind == ASK_LABEL ? &t->policy->schema->fields[q->a] : NULL;
  char text[TEXT];
  const char *word = text;
  snprintf(text, sizeof text, "%lld", (long long)n->answer);
  if (n->answer == QUESTION_ERROR) {
    word = "error";
  } else if (n->answer == QUESTION_UNKNOWN) {
    word = "unknown";
  } else {
    switch (q->kind) {
      case ASK_STATE: word = states[n->answer]; break;
      case ASK_FLAG:
        word = n->answer == FLAG_YES ? "yes" : n->answer == FLAG_NO ? "no" : "unknown";
        break;
      case ASK_LABEL:
        word = n->answer == LABEL_UNKNOWN                      ? "unknown"
               : n->answer >= 0 && n->answer < f->labels_count ? f->labels[n->answer]
                                                               : "none";
        break;
      case ASK_NUMBER: break;
      case ASK_TEXT:
        word = "none";
        if (n->answer >= 0) {
          value v = {TYPE_TEXT, VALUE_KNOWN, n->answer};
          value_text(t->policy->terms, v, text, sizeof text);
          word = text;
        }
        break;
      case ASK_EXACT: {
        value v = {term_at(t->policy->terms, q->a)->type, VALUE_KNOWN, n->answer};
        value_text(t->policy->terms, v, text, sizeof text);
        break;
      }
      default: word = holds[n->answer < 0 || n->answer > 2 ? 2 : n->answer];
    }
  }
  put_text(t, to, "answer", word);
}

static void put_questions(teller *t, cJSON *to) {
  cJSON *list = put(t, to, "questions", cJSON_CreateArray());
  case_questions asked;
  if (!case_questions_of(&asked, t->outcome->verdict)) t->failed = true;
  for (uint32_t i = 0; i < asked.count && !t->failed; i++) {
    const note *n = asked.notes[i];
    char words[QUESTION_TEXT];
    cJSON *one = put(t, list, NULL, cJSON_CreateObject());
    question_words(t->policy->terms, n->question, words, sizeof words);
    put_text(t, one, "question", words);
    put_answer(t, one, n);
    note_said(t->policy, n, words, sizeof words);
    put_text(t, one, "fact", words);
    put_article(t, one, "article", n->article);
  }
  case_questions_free(&asked);
}

/* ---- articles ---- */

static void put_articles(teller *t, cJSON *to) {
  cJSON *applied = put(t, to, "articles_applied", cJSON_CreateArray());
  cJSON *stopped = put(t, to, "articles_not_applied", cJSON_CreateArray());
  cJSON *open = put(t, to, "articles_undetermined", cJSON_CreateArray());
  for (int i = 0; i < t->policy->articles_count; i++) {
    int state = t->decision->marks[i];
    if (state == MARK_APPLIED) {
      put_article(t, applied, NULL, i);
      continue;
    }
    cJSON *one = put(t, state == MARK_NOT ? stopped : open, NULL, cJSON_CreateObject());
    put_article(t, one, "article", i);
    const note *n = deciding_note(t->policy, t->decision, i);
    char words[TEXT];
    if (n) {
      note_said(t->policy, n, words, sizeof words);
      put_text(t, one, "stopped_by", words);
    } else {
      put(t, one, "stopped_by", cJSON_CreateNull());
    }
  }
}

/* ---- effects ---- */

static void put_value(teller *t, cJSON *to, const char *key, value_type type, const char *text,
                      bool formula) {
  if (!*text)
    put(t, to, key, cJSON_CreateNull());
  else if (type == TYPE_MONEY && !formula)
    put(t, to, key, cJSON_CreateRaw(text)); /* exact decimal digits, never through a double */
  else if (type == TYPE_FLAG && !formula)
    put(t, to, key, cJSON_CreateBool(strcmp(text, "true") == 0));
  else
    put_text(t, to, key, text);
}

static void put_candidate(teller *t, cJSON *list, const candidate *c) {
  static const char *const words[] = {"won", "agreed", "overridden", "lost", "conflict"};
  const policy *p = t->policy;
  char text[TEXT] = "";
  bool formula = c->value && term_depends(p->terms, c->value);
  if (formula) {
    term_words(p->terms, c->value, text, sizeof text);
  } else if (c->value) {
    value v = term_value(p->terms, c->value, &t->outcome->verdict->resident);
    value_text(p->terms, v, text, sizeof text);
  }
  cJSON *one = put(t, list, NULL, cJSON_CreateObject());
  put_article(t, one, "article", c->article);
  put_value(t, one, "value", p->effects[c->effect].type, text, formula);
  put_text(t, one, "fate", words[c->fate]);
  if (c->fate == FATE_OVERRIDDEN || c->fate == FATE_LOST || c->fate == FATE_CONFLICT)
    put_article(t, one, "by", c->by);
}

static void put_bounds(teller *t, cJSON *to, int effect_index) {
  int64_t low, high;
  char text[24];
  if (t->decision->effects[effect_index].state != VALUE_UNKNOWN ||
      !verdict_bounds(t->outcome->verdict, effect_index, &low, &high))
    return;
  money_format(low, text);
  put(t, to, "low", cJSON_CreateRaw(text));
  money_format(high, text);
  put(t, to, "high", cJSON_CreateRaw(text));
}

static void put_effects(teller *t, cJSON *to) {
  const policy *p = t->policy;
  const decision *d = t->decision;
  cJSON *list = put(t, to, "effects", cJSON_CreateArray());
  for (int e = 0; e < p->effects_count; e++) {
    char text[TEXT];
    const effect_mark *mark = &d->effects[e];
    bool met = false;
    for (uint32_t i = 0; i < d->candidates_count; i++) met = met || d->candidates[i].effect == e;
    if (!p->effects[e].output && !met) continue;
    bool formula = mark->state == VALUE_KNOWN && mark->value && term_depends(p->terms, mark->value);
    cJSON *one = put(t, list, NULL, cJSON_CreateObject());
    put_text(t, one, "effect", p->effects[e].name);
    case_effect_text(t->outcome, e, text, sizeof text);
    put_value(t, one, "value", p->effects[e].type, text, formula);
    put(t, one, "formula", cJSON_CreateBool(formula));
    put_bounds(t, one, e);
    put_article(t, one, "article", mark->winner);
    cJSON *others = put(t, one, "candidates", cJSON_CreateArray());
    for (uint32_t i = 0; i < d->candidates_count; i++)
      if (d->candidates[i].effect == e) put_candidate(t, others, &d->candidates[i]);
  }
}

static void put_status(teller *t, cJSON *to) {
  char text[64];
  int at = policy_effect(t->policy, EFFECT_STATUS);
  if (at < 0) return; /* another programme may have none */
  outcome_text(t->outcome, at, text, sizeof text);
  put_text(t, to, "status", text);
}

static void put_doubts(teller *t, cJSON *to) {
  cJSON *list = put(t, to, "doubts", cJSON_CreateArray());
  for (int i = 0; i < t->policy->doubts_count; i++) {
    if (!(t->decision->doubts >> i & 1)) continue;
    cJSON *one = put(t, list, NULL, cJSON_CreateObject());
    put_text(t, one, "article", t->policy->doubts[i].article);
    put_text(t, one, "title", t->policy->doubts[i].title);
    put_text(t, one, "reading", t->policy->doubts[i].reading);
  }
}

cJSON *case_json(const case_table *table, const case_row *row, const outcome *o) {
  teller t = {.policy = table->policy, .decision = o->verdict->decision, .outcome = o};
  char share[24];
  int64_t hundredths = case_share(table, row->residents);
  snprintf(share, sizeof share, "%lld.%02lld", (long long)(hundredths / 100),
           (long long)(hundredths % 100));
  cJSON *one = cJSON_CreateObject();
  put_count(&t, one, "case", row->number);
  put_count(&t, one, "residents", row->residents);
  put(&t, one, "share", cJSON_CreateRaw(share));
  put_status(&t, one);
  put_text(&t, one, "outcome", problem_word(o->problem));
  put_text(&t, one, "problem", o->problem_text);
  put_effects(&t, one);
  put_articles(&t, one);
  put_questions(&t, one);
  put_doubts(&t, one);
  if (!t.failed) return one;
  cJSON_Delete(one);
  return NULL;
}
