/*
** explanation.h - one decision re-told: what the register says of the resident,
** what came out and by which article, and for every article whether it applied
** and the question that decided it. Sentences are in the user's language.
*/
#ifndef STUDIES_EXPLANATION_H
#define STUDIES_EXPLANATION_H

#include "studies/outcome.h"

typedef struct {
  int field;  /* index into the schema */
  char *text; /* as a person reads it: ID number and name are masked */
} explained_cell;

typedef struct {
  int effect;
  char *text;  /* as eval writes it */
  int article; /* that fixed it; -1: the programme's own formula or default */
} explained_effect;

typedef struct {
  int article;
  uint8_t state; /* mark_state */
  char *sentence;
} explained_article;

typedef struct {
  explained_cell *cells; /* those that hold something, or could not be read */
  int cells_count;
  explained_effect *effects; /* the output effects */
  int effects_count;
  explained_article *articles; /* every article, in the notice's order */
  int articles_count;
  uint64_t doubts; /* bit per doubt that the decision rests on */
  char *problem;   /* "" when decided */
  char *
      in_short; /* what is got and paid, how the payment stands to the deadline and to what was due, whether that insures and for when, what is paid back, and who had longer; "" when that cannot be said */
} explanation;

/* Explain a decision that was made. CANBAO_LIMIT when memory runs out. */
canbao_status explanation_make(explanation *out, const outcome *o, canbao_error *error);
void explanation_free(explanation *e);

/* The name of a field or an effect in the user's language. */
const char *field_name(const policy *p, int field_index);
const char *effect_name(const policy *p, int effect_index);
/* A status as people call it; the word itself when it has no name. Files keep the word. */
const char *status_name(const char *word);

/* ---- explanation_words.c ---- */

/* Question and answer as a sentence in which ID numbers and names are masked. Returns the length. */
size_t note_said(const policy *p, const note *n, char *buf, size_t size);
/* Does a note only say that a value can be computed (a == a)? Then it is a reason for nothing. */
bool note_is_idle(const policy *p, const note *n);
/* The note that decided whether article `index` applies; NULL when it asked nothing. */
const note *deciding_note(const policy *p, const decision *d, int index);
/* The fact that decided article `index`: that note with the resident's value, the threshold and the distance, and what else was
** asked of the same fields.
** "" when it asked nothing. malloc'ed; NULL when memory ran out. */
char *deciding_fact(const outcome *o, int index);
/* What the functions asked by which an article that applies fixes its effects, the last question first: what it gives rests on that.
** "" when they asked nothing that deciding_fact does not tell; of what had to be supposed, that it is not known. malloc'ed; NULL when
** memory ran out. */
char *function_fact(const outcome *o, int index);
/* The first thing that they had to suppose; NULL when they supposed nothing. */
const note *function_supposition(const decision *d, int index);
/* What the value of a term that is known is computed from, "paid_amount - 50 yuan" say: of the later, the greater and the like the
** side that counts for this resident, the whole where that is written down. "" when all of it is. Returns the length. */
size_t formula_words(const outcome *o, term value_term, char *buf, size_t size);

/* ---- explanation_short.c ---- */

/* "has 350 yuan to pay, without subsidy; paid 11 days after the deadline (2022-12-31); is not insured (not accepted);
** article 三（三）返乡 (...) gives until 2023-02-28, but does not apply". malloc'ed; NULL when memory ran out. */
char *said_in_short(const outcome *o);

/* ---- nearest_change.c ---- */

/* One cell changed, and what then comes out. */
typedef struct {
  int field;
  char *from, *to;  /* the cell, "" for blank */
  int64_t distance; /* days, fen or units between them; 0 for flags and labels */
  char *effects;    /* "subsidy 300 (now 0), personal_due 50 (now 350)" */
} nearest_change;

/* The single changes among the questions asked that give a better outcome, the best first, at most one per field and
** `limit` in all. Every one has been decided anew. CANBAO_LIMIT, or what policy_decide returns. */
canbao_status nearest_changes(nearest_change **out, int *count, int limit, policy *p,
                              const outcome *o, canbao_error *error);
void nearest_changes_free(nearest_change *changes, int count);

#endif
