/* case_words.h - what a case's writer may call fields, effects and what comes out: as the engine does, or in Chinese as the
** rules declare it. The answer never depends on the user's language. */
#ifndef STUDIES_CASE_WORDS_H
#define STUDIES_CASE_WORDS_H

#include "host/policy.h"

/* -1: there is none, or two of that title. */
int case_field(const policy *p, const char *name);
int case_effect(const policy *p, const char *name);
/* The name of the one that is nearest; NULL. */
const char *case_field_near(const policy *p, const char *name);
const char *case_effect_near(const policy *p, const char *name);
/* Put what is expected of an effect as eval writes it in the place of how a person may write it: a status or an answer in Chinese, a day
** as 2022/12/31, an amount as 350元. False: it never is that. */
bool case_value(const effect *e, char *text, size_t size);
/* Then: the value that is nearest; NULL. All that there are, each with its Chinese, into buf; "" for a day or an amount. */
const char *case_value_near(const effect *e, const char *text, char *buf, size_t size);
/* The same of what expect.problem says: how the decision ends. */
bool case_problem(char *text, size_t size);
const char *case_problem_near(const char *text, char *buf, size_t size);

#endif
