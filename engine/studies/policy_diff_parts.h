/*
** policy_diff_parts.h - inside of the comparison of two scripts, private to
** engine/studies/policy_diff*.c.
*/
#ifndef STUDIES_POLICY_DIFF_PARTS_H
#define STUDIES_POLICY_DIFF_PARTS_H

#include "studies/policy_diff.h"
#include "studies/script_clauses.h"

/* One of the two, with the text of each of its scripts: its own first, then the levels above. */
typedef struct {
  const policy *policy;
  script_clauses *scripts;
  int count;
} diff_side;

typedef struct {
  diff_side a, b;
  policy_diff *out;
  bool lost; /* memory ran out */
} differ;

/* A stretch of one side's script. Nothing where script is NULL. */
typedef struct {
  const script_clauses *script;
  token_span span;
  int line;
} stretch;

/* Whose difference is being told. */
typedef struct {
  const char *of, *name;
  difference_place from, to; /* of the whole; a part without a line of its own stands there */
} subject;

/* Add a difference of the subject; texts are copied, NULL is "". */
void diff_add(differ *d, const subject *s, difference_kind kind, const char *what,
              const char *before, const char *after, const char *through);
/* The same for a part with its own lines; 0: the subject's. */
void diff_add_at(differ *d, const subject *s, const char *what, const char *before,
                 const char *after, const char *through, int from_line, int to_line);
/* Compare two stretches of words, and what they mean through locals. */
void diff_words(differ *d, const subject *s, const char *what, stretch x, stretch y);
stretch diff_member(const script_clauses *s, const clause *c, const char *key);
/* Members of two tables that are compared by their words: all but those that `skip` says yes to. */
void diff_members(differ *d, const subject *s, const script_clauses *a, const clause *x,
                  const script_clauses *b, const clause *y,
                  bool (*skip)(const differ *d, slice key));

/* ---- policy_diff_articles.c ---- */
void diff_articles(differ *d);
/* ---- policy_diff_rest.c: everything that is no article ---- */
void diff_rest(differ *d);

#endif
