/*
** unit_term.c - drives terms from the specs. Each argument is a word of a small stack language.
** Set: F=TEXT, lang:zh. Push: F as_of 2022-12-31 350y 90d 7n quote:TEXT
** effect. Work: + - least most first last year month day months:N scale:N/D:HOW:UNIT dup. Ask:
** less at_most equal exact number state:F flag:F label:F text:F has:F:LABEL within:F:PLACE.
** Print, of the topmost term: value words linear fields depends term; of the question: ask asked
** note asked_fields question. A term or question that there is not prints "refused".
*/
#include "unit_term.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/date.h"
#include "values/message.h"

int unit_term(int argc, char **argv); /* argv[1] is the first word */

typedef struct {
  unit_resident u;
  term_table *t;
  term stack[512];
  int top;
  uint32_t q;
} machine;

static int field_named(const machine *m, const char *name, size_t n) {
  for (int i = 0; i < FIELDS; i++)
    if (strlen(m->u.schema.fields[i].name) == n && memcmp(m->u.schema.fields[i].name, name, n) == 0)
      return i;
  return -1;
}

static term pop(machine *m) { return m->top > 0 ? m->stack[--m->top] : 0; }

static bool push(machine *m, term x) {
  if (x == 0) puts("refused");
  if (m->top < 512) m->stack[m->top++] = x;
  return true;
}

static bool push_node(machine *m, term_node node) { return push(m, term_intern(m->t, node)); }

static bool push_two(machine *m, term_op op) {
  term b = pop(m), a = pop(m);
  return push_node(m, (term_node){.op = (uint8_t)op, .a = a, .b = b});
}

static bool push_scale(machine *m, const char *word) {
  static const char *const hows[] = {"down", "up", "half_up", "half_even", "exact"};
  long long num, den, unit = 0;
  char how[16];
  if (sscanf(word, "%lld/%lld:%15[a-z_]:%lld", &num, &den, how, &unit) < 3) return false;
  for (int i = 0; i < 5; i++)
    if (strcmp(hows[i], how) == 0)
      return push_node(m, (term_node){.op = TERM_SCALE,
                                      .how = (uint8_t)i,
                                      .a = pop(m),
                                      .imm = num,
                                      .den = den,
                                      .unit = unit});
  return false;
}

/* A literal: its last letter is its type. */
static bool push_literal(machine *m, const char *word) {
  size_t n = strlen(word);
  int32_t date;
  int64_t fen;
  if (date_parse(word, n, &date)) return push(m, term_const(m->t, TYPE_DATE, date));
  if (n > 1 && word[n - 1] == 'y' && money_parse(word, n - 1, &fen))
    return push(m, term_const(m->t, TYPE_MONEY, fen));
  char *end;
  long long v = strtoll(word, &end, 10);
  if (end == word) return false;
  if (strcmp(end, "d") == 0) return push(m, term_const(m->t, TYPE_DAYS, v));
  if (strcmp(end, "n") == 0) return push(m, term_const(m->t, TYPE_NUMBER, v));
  if (strcmp(end, "date") == 0) return push(m, term_const(m->t, TYPE_DATE, v));
  if (strcmp(end, "flag") == 0) return push(m, term_const(m->t, TYPE_FLAG, v));
  return false;
}

static bool operation(machine *m, const char *word) {
  static const struct {
    const char *word;
    term_op op;
  } twos[] = {{"+", TERM_ADD}, {"-", TERM_SUB}, {"least", TERM_LEAST}, {"most", TERM_MOST}},
    ones[] = {{"first", TERM_FIRST_OF_MONTH},
              {"last", TERM_LAST_OF_MONTH},
              {"year", TERM_YEAR},
              {"month", TERM_MONTH},
              {"day", TERM_DAY}};
  for (size_t i = 0; i < sizeof twos / sizeof *twos; i++)
    if (strcmp(twos[i].word, word) == 0) return push_two(m, twos[i].op);
  for (size_t i = 0; i < sizeof ones / sizeof *ones; i++)
    if (strcmp(ones[i].word, word) == 0)
      return push_node(m, (term_node){.op = (uint8_t)ones[i].op, .a = pop(m)});
  if (strncmp(word, "months:", 7) == 0)
    return push_node(
        m, (term_node){.op = TERM_ADD_MONTHS, .a = pop(m), .imm = strtoll(word + 7, NULL, 10)});
  if (strncmp(word, "scale:", 6) == 0) return push_scale(m, word + 6);
  if (strcmp(word, "as_of") == 0) return push_node(m, (term_node){.op = TERM_AS_OF});
  if (strcmp(word, "effect") == 0)
    return push_node(m, (term_node){.op = TERM_EFFECT, .a = 3, .type = TYPE_MONEY});
  if (strncmp(word, "quote:", 6) == 0)
    return push(
        m, term_const(m->t, TYPE_TEXT, term_text_code(m->t, slice_of(word + 6, strlen(word + 6)))));
  if (strcmp(word, "dup") == 0 && m->top > 0) return push(m, m->stack[m->top - 1]);
  return false;
}

static bool ask_about(machine *m, question q) {
  m->q = question_intern(m->t, q);
  if (m->q == UINT32_MAX) puts("refused");
  return true;
}

/* LABEL|LABEL as a list of the field's labels. */
static uint32_t list_of(machine *m, int f, const char *text) {
  uint16_t labels[FIELD_LABELS_MAX];
  int count = 0;
  for (size_t n; *text && count < FIELD_LABELS_MAX; text += n + (text[n] == '|')) {
    n = strcspn(text, "|");
    int label = field_label(&m->u.schema.fields[f], slice_of(text, n));
    if (label >= 0) labels[count++] = (uint16_t)label;
  }
  return term_label_list(m->t, labels, count);
}

/* KIND:FIELD or KIND:FIELD:REST. */
static bool ask_cell(machine *m, const char *word) {
  static const struct {
    const char *word;
    question_kind kind;
  } kinds[] = {{"state:", ASK_STATE}, {"flag:", ASK_FLAG}, {"label:", ASK_LABEL},
               {"text:", ASK_TEXT},   {"has:", ASK_HAS},   {"within:", ASK_WITHIN},
               {"any:", ASK_ANY}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    size_t n = strlen(kinds[i].word);
    if (strncmp(word, kinds[i].word, n) != 0) continue;
    size_t length = strcspn(word + n, ":");
    int f = field_named(m, word + n, length);
    const char *rest = word + n + length + (word[n + length] == ':');
    if (f < 0) return false;
    question q = {.kind = (uint8_t)kinds[i].kind, .a = (uint32_t)f};
    if (q.kind == ASK_WITHIN) q.b = term_text_code(m->t, slice_of(rest, strlen(rest)));
    for (int j = 0; q.kind == ASK_HAS && j < m->u.schema.fields[f].labels_count; j++)
      if (strcmp(m->u.schema.fields[f].labels[j], rest) == 0) q.b = (uint32_t)j;
    if (q.kind == ASK_ANY) q.b = list_of(m, f, rest);
    return ask_about(m, q);
  }
  return false;
}

static bool ask_terms(machine *m, const char *word) {
  static const struct {
    const char *word;
    question_kind kind;
  } kinds[] = {{"less", ASK_LESS},
               {"at_most", ASK_MOST},
               {"equal", ASK_EQUAL},
               {"exact", ASK_EXACT},
               {"number", ASK_NUMBER}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (strcmp(kinds[i].word, word) != 0) continue;
    question q = {.kind = (uint8_t)kinds[i].kind};
    if (i < 3) q.b = pop(m);
    q.a = pop(m);
    return ask_about(m, q);
  }
  return false;
}

static void print_fields(const machine *m, uint64_t fields) {
  for (int i = 0; i < FIELDS; i++)
    if (fields >> i & 1) printf("%s ", m->u.schema.fields[i].name);
  puts(".");
}

static void print_answer(int64_t answer) {
  if (answer == QUESTION_ERROR)
    puts("error");
  else if (answer == QUESTION_UNKNOWN)
    puts("unknown");
  else
    printf("%lld\n", (long long)answer);
}

static bool print_term(machine *m, const char *word) {
  static const char *const states[] = {"none", "known", "unknown", "error"};
  char text[600];
  term x = m->top > 0 ? m->stack[m->top - 1] : 0;
  if (strcmp(word, "value") == 0) {
    value v = term_value(m->t, x, &m->u.resident);
    value_text(m->t, v, text, sizeof text);
    if (v.state == VALUE_KNOWN)
      puts(text);
    else
      printf("%s %s\n", states[v.state], text);
  } else if (strcmp(word, "words") == 0) {
    term_words(m->t, x, text, sizeof text);
    puts(text);
  } else if (strcmp(word, "linear") == 0) {
    int f;
    int64_t offset;
    if (term_linear(m->t, x, &f, &offset))
      printf("%s %+lld\n", m->u.schema.fields[f].name, (long long)offset);
    else
      puts("not linear");
  } else if (strcmp(word, "fields") == 0) {
    print_fields(m, term_fields(m->t, x));
  } else if (strcmp(word, "depends") == 0) {
    puts(term_depends(m->t, x) ? "depends" : "constant");
  } else if (strcmp(word, "term") == 0) {
    printf("%u\n", (unsigned)x);
  } else {
    return false;
  }
  return true;
}

static bool print_question(machine *m, const char *word) {
  char text[600];
  if (m->q == UINT32_MAX) return false;
  if (strcmp(word, "ask") == 0) {
    print_answer(question_answer(m->t, m->q, &m->u.resident));
  } else if (strcmp(word, "asked") == 0) {
    question_words(m->t, m->q, text, sizeof text);
    puts(text);
  } else if (strcmp(word, "note") == 0) {
    note_words(m->t, m->q, question_answer(m->t, m->q, &m->u.resident), text, sizeof text);
    puts(text);
  } else if (strcmp(word, "asked_fields") == 0) {
    print_fields(m, question_fields(m->t, m->q));
  } else if (strcmp(word, "question") == 0) {
    printf("%u\n", (unsigned)m->q);
  } else {
    return false;
  }
  return true;
}

/* Words that change what is asked of whom. */
static bool setting(machine *m, const char *word) {
  const char *equals = strchr(word, '=');
  int f = field_named(m, word, equals ? (size_t)(equals - word) : strlen(word));
  if (f >= 0 && equals) return unit_resident_set(&m->u, f, equals + 1);
  if (f >= 0) return push_node(m, (term_node){.op = TERM_FIELD, .a = (term)f});
  return false;
}

int unit_term(int argc, char **argv) {
  if (argc == 4 && strcmp(argv[1], "random") == 0)
    return unit_term_random(strtoull(argv[2], NULL, 10), strtol(argv[3], NULL, 10));
  static machine m;
  unit_resident_fill(&m.u);
  m.t = term_table_new(&m.u.schema);
  m.q = UINT32_MAX;
  if (!m.t) return 1;
  int i = 1;
  for (; i < argc; i++) {
    const char *word = argv[i];
    if (strncmp(word, "lang:", 5) == 0) {
      const char *build = getenv("CANBAO_BUILD");
      char directory[512];
      snprintf(directory, sizeof directory, "%s/locale", build ? build : "build");
      message_language(word + 5, directory);
    } else if (!setting(&m, word) && !operation(&m, word) && !ask_cell(&m, word) &&
               !ask_terms(&m, word) && !print_term(&m, word) && !print_question(&m, word) &&
               !push_literal(&m, word)) {
      fprintf(stderr, "unit term: no such word: %s\n", word);
      break;
    }
  }
  term_table_free(m.t);
  unit_resident_drop(&m.u);
  return i < argc;
}
