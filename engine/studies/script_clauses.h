/*
** script_clauses.h - the calls of a rule script as they stand in its text: the word, its
** number, each member of its table with its line, and the script's own locals. Enough to
** compare two scripts word by word; what they mean, the host knows.
*/
#ifndef STUDIES_SCRIPT_CLAUSES_H
#define STUDIES_SCRIPT_CLAUSES_H

#include <stdio.h>

#include "values/lua_tokens.h"

/* Tokens first .. last - 1; empty where first == last. */
typedef struct {
  int first, last;
} token_span;

typedef struct {
  slice key; /* "" for a member without one */
  int line;
  token_span whole, value; /* value: without its key */
} clause_member;

/* article "三（三）" "集中参保缴费期" { deadline = … } */
typedef struct {
  slice word;
  slice name; /* its first text without the quotes; "" when that is no literal */
  int line, last_line;
  token_span whole;
  token_span body; /* what stands between the braces; empty without */
  clause_member *members;
  int members_count;
  int depth; /* 0: a statement of its own; else inside a loop or a function */
} clause;

/* local NAME = …, or local function NAME … */
typedef struct {
  slice name;
  int line;
  token_span text;
} script_local;

typedef struct {
  const char *path; /* borrowed, like the text */
  token *tokens;    /* without the comments */
  int count;
  clause *clauses; /* of the rule language's words, in the script's order */
  int clauses_count;
  script_local *locals; /* of the top level */
  int locals_count;
  uint8_t *owner; /* by token: 1 in a clause at the top level, 2 in a local, 0 elsewhere */
} script_clauses;

/* False when memory ran out; free in any case. `text` must outlive it. */
bool script_clauses_read(script_clauses *out, const char *path, slice text);
void script_clauses_free(script_clauses *s);
/* The call of this word that spans the line, by preference the one of this name; NULL. */
const clause *script_clause_at(const script_clauses *s, const char *word, const char *name,
                               int line);
const clause_member *clause_member_of(const clause *c, const char *key); /* NULL */
/* Has it members without a key: labels, amounts that agree, or a key that is computed? */
bool clause_unkeyed(const clause *c);
const script_local *script_local_of(const script_clauses *s, slice name); /* NULL */
/* The local that token i speaks of; NULL: none, as with a member (r.paid_on) or a key (fund = …). */
const script_local *script_local_at(const script_clauses *s, int i);
/* Does a stretch name this local, or another that rests on it? False when memory ran out. */
bool script_rests_on(const script_clauses *s, token_span x, const script_local *on, bool *rests);

/* Are two stretches the same but for comments and blanks? */
bool script_same(const script_clauses *a, token_span x, const script_clauses *b, token_span y);
/* The stretch for a reader: comments gone, every gap one blank. malloc'ed; NULL when memory ran out. */
char *script_words(const script_clauses *s, token_span x);
/* The locals that x or y rests on, directly or through others, and that are not the same in both scripts: their names, joined
** by 、. malloc'ed, "" when there is none; NULL when memory ran out. */
char *script_through(const script_clauses *a, token_span x, const script_clauses *b, token_span y);

#endif
