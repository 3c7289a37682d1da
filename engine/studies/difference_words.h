/*
** difference_words.h - a difference of two scripts as people call it: what the script calls by a
** word has a name in the reader's language. For tables that are read; JSON keeps the words.
*/
#ifndef STUDIES_DIFFERENCE_WORDS_H
#define STUDIES_DIFFERENCE_WORDS_H

#include "studies/policy_diff.h"

/* Where it is: "article 三（二）2", "labels 身份类别". buf holds what is returned, cut to size. */
const char *difference_where(const difference *x, const policy *a, const policy *b, char *buf,
                             size_t size);
/* Which part of it: an effect, field or measure by its title, a member of the clause's table by its name; "" for the whole. */
const char *difference_part(const difference *x, const policy *a, const policy *b);
/* One side's text, before or after: an effect's yes or no, else as it is. */
const char *difference_value(const difference *x, const char *text, const policy *a,
                             const policy *b);

#endif
