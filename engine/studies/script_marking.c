/*
** script_marking.c - which places of a script are marked. A clause's number
** stands for the clause with its words and plain numbers; beside it every date,
** every other year, every amount and span, and the notice's number.
*/
#include "studies/script_marking.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/open_mark.h"
#include "values/date.h"
#include "values/lua_tokens.h"
#include "values/message.h"
#include "values/money.h"

typedef struct {
  const script_marking *how;
  token *tokens;
  int count;
  const char *text;
  size_t size;
  FILE *out;
  size_t copied;
  int marks;
  int last; /* token before which the last mark stands */
} marking;

/* Does the text hold a year of our time that is not part of a longer number? */
static bool holds_year(slice s) {
  for (uint32_t i = 0, run = 0; i <= s.length; i++) {
    bool digit = i < s.length && s.at[i] >= '0' && s.at[i] <= '9';
    if (digit) {
      run++;
      continue;
    }
    if (run == 4 && (memcmp(s.at + i - 4, "19", 2) == 0 || memcmp(s.at + i - 4, "20", 2) == 0))
      return true;
    run = 0;
  }
  return false;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Does the text speak of a year, or of a day or an amount in figures: 12 月 30 日, 350元? */
static bool speaks_of_figures(slice s) {
  static const char *const units[] = {"月", "日", "元"};
  if (holds_year(s)) return true;
  for (uint32_t i = 0; i < s.length; i++) {
    if (!is_digit(s.at[i])) continue;
    uint32_t after = i + 1;
    while (after < s.length && s.at[after] == ' ') after++;
    for (size_t k = 0; k < sizeof units / sizeof *units; k++)
      if (s.length - after >= 3 && memcmp(s.at + after, units[k], 3) == 0) return true;
  }
  return false;
}

/* What a cell of a case has for an amount: two figures at least, or a fraction. Ranks and grades have one. */
static bool is_written_amount(slice s) {
  int64_t fen;
  return s.length >= 2 && is_digit(s.at[0]) && money_parse(s.at, s.length, &fen) && fen > 0;
}

static bool is_open_mark(token t) {
  slice inner = token_inner(t);
  size_t n = strlen(OPEN_MARK_WORD);
  return t.kind == TOKEN_COMMENT && inner.length >= n && memcmp(inner.at, OPEN_MARK_WORD, n) == 0;
}

/* The next token that is not a comment, from i on; -1. */
static int code_from(const marking *m, int i) {
  while (i < m->count && m->tokens[i].kind == TOKEN_COMMENT) i++;
  return i < m->count ? i : -1;
}

static int code_before(const marking *m, int i) {
  for (i--; i >= 0 && m->tokens[i].kind == TOKEN_COMMENT;) i--;
  return i;
}

static void copy_to(marking *m, const char *at) {
  size_t until = (size_t)(at - m->text);
  fwrite(m->text + m->copied, 1, until - m->copied, m->out);
  m->copied = until;
}

/* `why` stands in the mark; NULL: the word says it all. */
static void mark_because(marking *m, int i, const char *why) {
  if (i == m->last || is_open_mark(m->tokens[i]) || (i > 0 && is_open_mark(m->tokens[i - 1])))
    return;
  m->last = i;
  copy_to(m, m->tokens[i].whole.at);
  if (why)
    fprintf(m->out, OPEN_MARK_BEGINS " %s]] ", why);
  else
    fputs(OPEN_MARK, m->out);
  m->marks++;
}

static void mark_before(marking *m, int i) { mark_because(m, i, NULL); }

/* Write `by` in the place of the first `length` bytes at `at`. */
static void replace(marking *m, const char *at, size_t length, const char *by) {
  copy_to(m, at);
  fputs(by, m->out);
  m->copied += length;
}

static bool cites(token t) {
  static const char *const words[] = {"article",  "doubt",     "agrees", "targets",
                                      "township", "household", "county"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (token_is(t, words[i])) return true;
  return false;
}

/* NAME = TOKEN: is token i the value of the named member? */
static bool is_member(const marking *m, int i, const char *name) {
  int equals = code_before(m, i);
  if (equals < 0 || !token_is(m->tokens[equals], "=")) return false;
  int key = code_before(m, equals);
  return key >= 0 && token_is(m->tokens[key], name);
}

static bool names_place(const marking *m, int i) {
  return m->how->moved &&
         (is_member(m, i, "place") || is_member(m, i, "full_place") || is_member(m, i, "division"));
}

static void mark_string(marking *m, int i) {
  token t = m->tokens[i];
  char from[16], to[16];
  int n = snprintf(from, sizeof from, "%d.", m->how->from_year);
  snprintf(to, sizeof to, "%d.", m->how->to_year);
  slice inner = token_inner(t);
  if (is_member(m, i, "file") && inner.length > (uint32_t)n &&
      memcmp(inner.at, from, (size_t)n) == 0) {
    mark_before(m, i);
    replace(m, inner.at, (size_t)n, to);
  } else if (holds_year(inner) || is_member(m, i, "notice") || names_place(m, i)) {
    mark_before(m, i);
  }
}

static void mark_number(marking *m, int i, bool in_policy) {
  token t = m->tokens[i];
  if (t.text.length != 4 || !holds_year(t.text)) return;
  int before = code_before(m, i);
  if (before >= 0 && token_is(m->tokens[before], "(")) return; /* yuan(2000): an amount */
  if (in_policy && is_member(m, i, "year")) {
    char year[16];
    snprintf(year, sizeof year, "%d", m->how->to_year);
    replace(m, t.text.at, t.text.length, year);
    return;
  }
  mark_before(m, i);
}

static bool is_amount(token t) {
  static const char *const words[] = {"yuan", "fen", "percent", "ratio", "days", "months", "years"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (token_is(t, words[i])) return true;
  return false;
}

/* date "2023-02-28": `day` is the token of the day, -1 where there is none. 28 February into a leap year is asked about:
** whether the notice means the month's end, only the notice says. */
static void mark_date(marking *m, int i, int day) {
  slice text = day >= 0 ? token_inner(m->tokens[day]) : slice_of("", 0);
  int years = m->how->to_year - m->how->from_year, year, month, of_month;
  int32_t date;
  char why[200];
  if (!date_parse(text.at, text.length, &date) || !date_leaves_month_end(date, 12 * years)) {
    mark_before(m, i);
    return;
  }
  date_to_civil(date, &year, &month, &of_month);
  snprintf(why, sizeof why,
           _("28 February: the 28th, or the month's last day? That is the 29th in %d"),
           year + years);
  mark_because(m, i, why);
}

static void mark_script(marking *m) {
  int depth = 0, marked = -1; /* the string of a date that has its mark */
  bool in_policy = false;
  for (int i = 0; i < m->count; i++) {
    token t = m->tokens[i];
    int next = code_from(m, i + 1);
    if (t.kind == TOKEN_SIGN) {
      char c = t.text.at[0];
      if (c == '{' || c == '(') depth++;
      if ((c == '}' || c == ')') && depth > 0) depth--;
      if (depth == 0) in_policy = false;
    } else if (t.kind == TOKEN_COMMENT) {
      if (!is_open_mark(t) && holds_year(t.text)) mark_before(m, i);
    } else if (t.kind == TOKEN_NAME && token_is(t, "date") && next >= 0 &&
               (m->tokens[next].kind == TOKEN_STRING || token_is(m->tokens[next], "("))) {
      marked = m->tokens[next].kind == TOKEN_STRING ? next : code_from(m, next + 1);
      mark_date(m, i, marked);
    } else if (t.kind == TOKEN_NAME && is_amount(t) && next >= 0 &&
               (m->tokens[next].kind == TOKEN_STRING || token_is(m->tokens[next], "("))) {
      mark_before(m, i);
    } else if (t.kind == TOKEN_NAME && depth == 0) {
      in_policy = in_policy || token_is(t, "policy");
      if (!cites(t) || next < 0) continue;
      if (token_is(m->tokens[next], "(") && (next = code_from(m, next + 1)) < 0) continue;
      if (m->tokens[next].kind != TOKEN_STRING) continue;
      mark_before(m, next); /* the clause: its number, its words */
      for (i = next; i + 1 < m->count && (m->tokens[i + 1].kind == TOKEN_STRING ||
                                          m->tokens[i + 1].kind == TOKEN_COMMENT);) {
        i++; /* the words that name days or amounts have their own */
        if (m->tokens[i].kind == TOKEN_STRING && speaks_of_figures(token_inner(m->tokens[i])))
          mark_before(m, i);
      }
    } else if (t.kind == TOKEN_STRING) {
      if (i != marked) mark_string(m, i);
    } else if (t.kind == TOKEN_NUMBER) {
      mark_number(m, i, in_policy);
    }
  }
}

/* Does a year or an amount stand here, in quotes or bare? */
static bool is_of_a_year(token t) {
  if (t.kind == TOKEN_NUMBER) return is_written_amount(t.text);
  return t.kind == TOKEN_STRING &&
         (holds_year(token_inner(t)) || is_written_amount(token_inner(t)));
}

/* A case is checked as a whole: one mark where any of its texts holds a year or an amount. So is a table that cases are made of. */
static void mark_cases(marking *m) {
  static const char *const words[] = {"case", "base", "local", "for"};
  int word = -1;
  bool dated = false;
  for (int i = 0, depth = 0; i <= m->count; i++) {
    bool end = i == m->count;
    token t = end ? (token){.kind = TOKEN_SIGN, .text = {"", 0}} : m->tokens[i];
    bool begins = false;
    for (size_t k = 0; !end && depth == 0 && k < sizeof words / sizeof *words; k++)
      begins = begins || token_is(t, words[k]);
    if (begins || end) {
      int after = word >= 0 ? word + 1 : -1;
      if (dated && after > 0 && after < m->count) mark_before(m, after);
      word = begins ? i : -1, dated = false;
    }
    dated = dated || (!end && is_of_a_year(t));
    if (t.kind == TOKEN_SIGN && t.text.length && (*t.text.at == '{' || *t.text.at == '(')) depth++;
    if (t.kind == TOKEN_SIGN && t.text.length && (*t.text.at == '}' || *t.text.at == ')')) depth--;
  }
}

static bool read_tokens(marking *m) {
  lexer reader = lexer_with_comments(slice_of(m->text, m->size));
  int space = 0;
  for (token t = token_next(&reader); t.kind != TOKEN_END; t = token_next(&reader)) {
    if (m->count == space) {
      space = space ? space * 2 : 1024;
      token *grown = realloc(m->tokens, (size_t)space * sizeof *grown);
      if (!grown) return false;
      m->tokens = grown;
    }
    m->tokens[m->count++] = t;
  }
  return true;
}

canbao_status script_mark(char **out, size_t *size, int *marks, slice text,
                          const script_marking *how, canbao_error *error) {
  marking m = {.how = how, .text = text.at, .size = text.length, .last = -1};
  *out = NULL, *size = 0, *marks = 0;
  m.out = open_memstream(out, size);
  bool ok = m.out && (how->kind == MARK_NOTHING || how->kind == MARK_WHOLE || read_tokens(&m));
  if (ok) {
    if (how->heading) fputs(how->heading, m.out);
    m.marks = how->kind == MARK_WHOLE;
    if (how->kind == MARK_SCRIPT) mark_script(&m);
    if (how->kind == MARK_CASES) mark_cases(&m);
    copy_to(&m, m.text + m.size);
  }
  if (m.out) ok = fclose(m.out) == 0 && ok;
  free(m.tokens);
  *marks = m.marks;
  if (ok) return CANBAO_OK;
  free(*out);
  *out = NULL;
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}
