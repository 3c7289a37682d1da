/*
** missing_name.c - what a rule compares or calculates with though it may be blank: named from the line on which it
** failed, with what to write. From the text alone, so that whoever fails there is told the same.
*/
#include <stdio.h>
#include <string.h>

#include "host/host.h"
#include "host/source_fields.h"

#define NAMES_MOST 4 /* more are not named */
#define NAME_SIZE 80

/* Line `n` of the text, from 1; empty when there is none. */
static slice line_of(slice text, int n) {
  const char *at = text.at, *end = text.at + text.length;
  for (; n > 1 && at < end; n--) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    at = stop ? stop + 1 : end;
  }
  const char *stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
  return slice_of(at, (size_t)((stop ? stop : end) - at));
}

/* A field or an effect that need not be there. */
static bool may_be_missing(const policy *p, slice owner, token name) {
  char text[NAME_SIZE];
  canbao_error never;
  if (name.text.length >= sizeof text) return false;
  snprintf(text, sizeof text, "%.*s", (int)name.text.length, name.text.at);
  if (schema_find(p->schema, text) < 0 && policy_effect(p, text) < 0) return false;
  return source_nil(p, &(named){owner, name, true}, "", &never) == CANBAO_OK;
}

/* What the line reads that may be missing, each once, as it is written there: r.paid_on. How many. */
static int find_names(const policy *p, slice line, char names[NAMES_MOST][NAME_SIZE]) {
  lexer x = lexer_of(line);
  token owner = {.kind = TOKEN_END}, sign = owner;
  int count = 0;
  for (token t = token_next(&x); t.kind != TOKEN_END; t = token_next(&x)) {
    bool read = t.kind == TOKEN_NAME && owner.kind == TOKEN_NAME && slice_is(sign.text, ".");
    if (read && count < NAMES_MOST && owner.text.length + t.text.length + 2 < NAME_SIZE &&
        may_be_missing(p, owner.text, t)) {
      snprintf(names[count], NAME_SIZE, "%.*s.%.*s", (int)owner.text.length, owner.text.at,
               (int)t.text.length, t.text.at);
      bool met = false;
      for (int i = 0; i < count; i++) met |= strcmp(names[i], names[count]) == 0;
      count += !met;
    }
    owner = sign, sign = t;
  }
  return count;
}

const char *missing_words(const host *h, const char *file, int line, const char *otherwise,
                          char *buf, size_t size) {
  char names[NAMES_MOST][NAME_SIZE], list[NAMES_MOST * (NAME_SIZE + 8)] = "";
  int count = find_names(h->p, line_of(policy_script(h->p, file), line), names);
  size_t at = 0;
  for (int i = 0; i < count && at < sizeof list; i++)
    at += (size_t)snprintf(list + at, sizeof list - at, "%s%s", i ? _(" or ") : "", names[i]);
  if (count == 0)
    snprintf(buf, size, "%s", otherwise);
  else
    snprintf(buf, size,
             _("%s may be blank, and what is blank cannot be compared or calculated with: first "
               "ask whether it is there, as in “%s and …”"),
             list, names[0]);
  return buf;
}

int host_raise_missing(lua_State *L, const char *otherwise) {
  host *h = host_of(L);
  char file[256], words[1024];
  int line;
  h->missing = true;
  host_position(L, 0, file, sizeof file, &line);
  missing_words(h, file, line, otherwise, words, sizeof words);
  return host_raise(L, CANBAO_SCRIPT, "%s", words);
}
