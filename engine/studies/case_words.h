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
/* What is expected of an effect, as eval writes it; `text` itself where the effect may be anything. NULL: it never is that. */
const char *case_value(const effect *e, const char *text);
/* Then: the value that is nearest; NULL. All that there are, into buf. */
const char *case_value_near(const effect *e, const char *text, char *buf, size_t size);

#endif
