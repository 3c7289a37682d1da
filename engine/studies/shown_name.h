/* shown_name.h - what statuses and effects are called in the user's language: on a terminal, in a page; never in files. */
#ifndef STUDIES_SHOWN_NAME_H
#define STUDIES_SHOWN_NAME_H

#include "host/policy.h"

/* A status in the user's language; a status that is not known stays as it is. */
const char *status_heading(const char *status);
/* The same of a status, of how a decision ends, or of the word problem. */
const char *outcome_heading(const char *word);
/* An effect's heading in the user's language: its Chinese title or its name. */
const char *effect_heading(const effect *e);
/* A name as it stands in a sentence: without the underline. buf holds what is returned, cut to size. */
const char *plain_name(const char *name, char *buf, size_t size);

#endif
