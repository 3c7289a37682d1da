/*
** term_words.c - values, terms and questions as short phrases for staff, in the
** user's language: a field by its Chinese title or its English name. Every
** phrase fits the caller's buffer in whole characters, however big the term.
*/
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "terms/table.h"
#include "values/date.h"
#include "values/message.h"

#define PHRASE 512      /* bytes of one operand */
#define PHRASE_NODES 64 /* parts that a phrase shows; the rest is "..." */

/* Length of s[0..n) without the character that was cut at its end, if one was. */
static size_t whole_characters(const char *s, size_t n) {
  size_t start = n;
  while (start > 0 && ((unsigned char)s[start - 1] & 0xC0) == 0x80) start--;
  if (start == 0) return n;
  unsigned char first = (unsigned char)s[start - 1];
  size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
  return start - 1 + length > n ? start - 1 : n;
}

/* printf that cuts between characters; returns the length. */
__attribute__((format(printf, 3, 4))) static size_t put(char *buf, size_t size, const char *format,
                                                        ...) {
  if (size == 0) return 0;
  va_list arguments;
  va_start(arguments, format);
  int wanted = vsnprintf(buf, size, format, arguments);
  va_end(arguments);
  if (wanted < 0) wanted = 0;
  size_t n = (size_t)wanted < size ? (size_t)wanted : size - 1;
  if ((size_t)wanted > n) n = whole_characters(buf, n);
  buf[n] = '\0';
  return n;
}

/* The same of a text, up to a NUL in it: a result has many a value, and printf takes its time. */
static size_t put_slice(char *buf, size_t size, slice s) {
  if (size == 0) return 0;
  size_t wanted = s.length > 0 ? strnlen(s.at, s.length) : 0;
  size_t n = wanted < size ? wanted : size - 1;
  if (n > 0) memcpy(buf, s.at, n);
  if (wanted > n) n = whole_characters(buf, n);
  buf[n] = '\0';
  return n;
}

size_t value_text(const term_table *t, value v, char *buf, size_t size) {
  char text[24];
  if (v.state == VALUE_NONE) return put_slice(buf, size, slice_of("", 0));
  if (v.state != VALUE_KNOWN) return put_slice(buf, size, slice_of("?", 1));
  switch (v.type) {
    case TYPE_FLAG: return put_slice(buf, size, v.v ? slice_of("true", 4) : slice_of("false", 5));
    case TYPE_TEXT: return put_slice(buf, size, term_text(t, (uint32_t)v.v));
    case TYPE_DATE: return put_slice(buf, size, slice_of(date_format((int32_t)v.v, text), 10));
    case TYPE_MONEY: return put_slice(buf, size, slice_of(text, money_format(v.v, text)));
    case TYPE_NUMBER:
    case TYPE_DAYS: return put(buf, size, "%" PRId64, v.v);
    default: return put_slice(buf, size, slice_of("", 0));
  }
}

/* ---- operands ---- */

static const char *field_words(const term_table *t, uint32_t field_index) {
  const field *f = &t->schema->fields[field_index];
  return message_is_chinese() && f->title ? f->title : f->name;
}

static size_t const_words(const term_table *t, uint8_t type, int64_t v, char *buf, size_t size) {
  char text[PHRASE];
  if (!value_fits(type, v)) return put(buf, size, "?");
  if (type == TYPE_FLAG) return put(buf, size, "%s", v ? _("yes") : _("no"));
  if (type == TYPE_TEXT) {
    text_display(term_text(t, (uint32_t)v), text, sizeof text);
    return put(buf, size, "%s", text);
  }
  value_text(t, (value){.type = type, .state = VALUE_KNOWN, .v = v}, text, sizeof text);
  if (type == TYPE_MONEY) return put(buf, size, _("%s yuan"), text);
  if (type == TYPE_DAYS && v == 1) return put(buf, size, "%s", _("1 day"));
  if (type == TYPE_DAYS) return put(buf, size, _("%s days"), text);
  return put(buf, size, "%s", text);
}

static size_t months_words(int64_t months, char *buf, size_t size) {
  char text[24];
  if (months < 0) months = months == INT64_MIN ? INT64_MAX : -months;
  if (months == 12) return put(buf, size, "%s", _("1 year"));
  if (months == 1) return put(buf, size, "%s", _("1 month"));
  bool years = months % 12 == 0 && months != 0;
  put(text, sizeof text, "%" PRId64, years ? months / 12 : months);
  return put(buf, size, years ? _("%s years") : _("%s months"), text);
}

/* A sum inside anything but the left of a sum needs brackets; what is a word or brings its own
** brackets never does. */
static bool is_sum(const term_node *n) {
  return n->op == TERM_ADD || n->op == TERM_SUB || n->op == TERM_ADD_MONTHS;
}
static bool is_closed(const term_node *n) {
  return term_operands(n->op) == 0 || (n->op == TERM_SCALE && n->how != ROUND_EXACT);
}

typedef struct {
  const term_table *table;
  int left; /* nodes that may still be shown: a term can repeat a part very often */
} teller;

static size_t tell(teller *w, term x, char *buf, size_t size);

static void tell_bracketed(teller *w, term x, bool brackets, char *buf, size_t size) {
  if (!brackets) {
    tell(w, x, buf, size);
    return;
  }
  char text[PHRASE];
  tell(w, x, text, sizeof text);
  put(buf, size, _("(%s)"), text);
}

static size_t tell_scale(const term_table *t, const term_node *n, const char *a, char *buf,
                         size_t size) {
  char share[48], unit[PHRASE], product[PHRASE];
  if (n->den > 0 && 100 % n->den == 0 && n->imm > -MONEY_MAX / 100 && n->imm < MONEY_MAX / 100)
    put(share, sizeof share, "%" PRId64 "%%", n->imm * (100 / n->den));
  else
    put(share, sizeof share, "%" PRId64 "/%" PRId64, n->imm, n->den);
  put(product, sizeof product, "%s × %s", a, share);
  const_words(t, TYPE_MONEY, n->unit, unit, sizeof unit);
  switch (n->how) {
    case ROUND_DOWN: return put(buf, size, _("(%s, rounded down to %s)"), product, unit);
    case ROUND_UP: return put(buf, size, _("(%s, rounded up to %s)"), product, unit);
    case ROUND_HALF_UP: return put(buf, size, _("(%s, rounded to %s)"), product, unit);
    case ROUND_HALF_EVEN:
      return put(buf, size, _("(%s, rounded half to even to %s)"), product, unit);
    default: return put(buf, size, "%s", product);
  }
}

static size_t tell_one(teller *w, const term_node *n, char *buf, size_t size) {
  char a[PHRASE], months[48];
  const term_node *operand = term_at(w->table, n->a);
  bool brackets = n->op == TERM_SCALE ? is_sum(operand) : !is_sum(n) && !is_closed(operand);
  tell_bracketed(w, n->a, brackets, a, sizeof a);
  switch (n->op) {
    case TERM_ADD_MONTHS:
      months_words(n->imm, months, sizeof months);
      return put(buf, size, n->imm < 0 ? "%s - %s" : "%s + %s", a, months);
    case TERM_FIRST_OF_MONTH: return put(buf, size, _("the first of the month of %s"), a);
    case TERM_LAST_OF_MONTH: return put(buf, size, _("the last of the month of %s"), a);
    case TERM_YEAR: return put(buf, size, _("the year of %s"), a);
    case TERM_MONTH: return put(buf, size, _("the month of %s"), a);
    case TERM_DAY: return put(buf, size, _("the day of the month of %s"), a);
    default: return tell_scale(w->table, n, a, buf, size);
  }
}

static size_t tell_two(teller *w, const term_node *n, char *buf, size_t size) {
  char a[PHRASE], b[PHRASE];
  bool sum = is_sum(n), date = n->type == TYPE_DATE;
  const term_node *left = term_at(w->table, n->a), *right = term_at(w->table, n->b);
  tell_bracketed(w, n->a, !sum && !is_closed(left), a, sizeof a);
  tell_bracketed(w, n->b, sum ? is_sum(right) : !is_closed(right), b, sizeof b);
  switch (n->op) {
    case TERM_ADD: return put(buf, size, "%s + %s", a, b);
    case TERM_SUB: return put(buf, size, "%s - %s", a, b);
    case TERM_LEAST:
      return put(buf, size, date ? _("the earlier of %s and %s") : _("the lesser of %s and %s"), a,
                 b);
    default:
      return put(buf, size, date ? _("the later of %s and %s") : _("the greater of %s and %s"), a,
                 b);
  }
}

static size_t tell(teller *w, term x, char *buf, size_t size) {
  const term_node *n = term_at(w->table, x);
  if (w->left-- <= 0) return put(buf, size, "...");
  switch (n->op) {
    case TERM_NOTHING: return put(buf, size, "%s", "");
    case TERM_CONST: return const_words(w->table, n->type, n->imm, buf, size);
    case TERM_FIELD: return put(buf, size, "%s", field_words(w->table, n->a));
    case TERM_AS_OF: return put(buf, size, "%s", _("as_of"));
    case TERM_EFFECT: return put(buf, size, _("effect %u"), (unsigned)n->a);
    default:
      return term_operands(n->op) == 2 ? tell_two(w, n, buf, size) : tell_one(w, n, buf, size);
  }
}

size_t term_words(const term_table *t, term x, char *buf, size_t size) {
  teller w = {t, PHRASE_NODES};
  return tell(&w, x, buf, size);
}

/* ---- comparisons ---- */

typedef enum { BELOW, UP_TO, ABOVE, FROM, EQUAL, OTHER } relation;

/* A constant reads better on the right: 350 < paid_amount is "paid_amount over 350". */
static relation compare_words(const term_table *t, const question *q, char *a, char *b) {
  bool turned = term_at(t, q->a)->op == TERM_CONST && term_at(t, q->b)->op != TERM_CONST;
  term_words(t, turned ? q->b : q->a, a, PHRASE);
  term_words(t, turned ? q->a : q->b, b, PHRASE);
  if (q->kind == ASK_EQUAL) return EQUAL;
  if (q->kind == ASK_LESS) return turned ? ABOVE : BELOW;
  return turned ? FROM : UP_TO;
}

static bool compares_dates(const term_table *t, const question *q) {
  return term_at(t, q->a)->type == TYPE_DATE;
}

static size_t ask_compare_words(const term_table *t, const question *q, char *buf, size_t size) {
  char a[PHRASE], b[PHRASE];
  relation how = compare_words(t, q, a, b);
  bool date = compares_dates(t, q);
  switch (how) {
    case BELOW: return put(buf, size, date ? _("%s < %s") : _("%s under %s"), a, b);
    case UP_TO: return put(buf, size, date ? _("%s <= %s") : _("%s at most %s"), a, b);
    case ABOVE: return put(buf, size, date ? _("%s > %s") : _("%s over %s"), a, b);
    case FROM: return put(buf, size, date ? _("%s >= %s") : _("%s at least %s"), a, b);
    default: return put(buf, size, _("%s = %s"), a, b);
  }
}

static size_t note_compare_words(const term_table *t, const question *q, bool holds, char *buf,
                                 size_t size) {
  static const relation opposite[] = {[BELOW] = FROM, [UP_TO] = ABOVE, [ABOVE] = UP_TO,
                                      [FROM] = BELOW, [EQUAL] = OTHER, [OTHER] = EQUAL};
  char a[PHRASE], b[PHRASE];
  relation how = compare_words(t, q, a, b);
  bool date = compares_dates(t, q);
  switch (holds ? how : opposite[how]) {
    case BELOW: return put(buf, size, date ? _("%s is before %s") : _("%s is under %s"), a, b);
    case UP_TO:
      return put(buf, size, date ? _("%s is on or before %s") : _("%s is at most %s"), a, b);
    case ABOVE: return put(buf, size, date ? _("%s is after %s") : _("%s is over %s"), a, b);
    case FROM:
      return put(buf, size, date ? _("%s is on or after %s") : _("%s is at least %s"), a, b);
    case EQUAL: return put(buf, size, _("%s is %s"), a, b);
    default: return put(buf, size, _("%s is not %s"), a, b);
  }
}

/* ---- questions ---- */

static const char *label_words(const term_table *t, uint32_t field_index, int64_t label) {
  const field *f = &t->schema->fields[field_index];
  return label >= 0 && label < f->labels_count ? f->labels[label] : "?";
}

/* A place by its first name: the others say the same by code or in short. */
static void place_words(const term_table *t, uint32_t code, char *buf, size_t size) {
  slice place = term_text(t, code);
  const char *bar = memchr(place.at, '|', place.length);
  if (bar) place.length = (uint32_t)(bar - place.at);
  text_display(place, buf, size);
}

#define LABELS_SAID 4 /* of a list; the others are only counted */

/* "a, b, c, d or any other of 17" */
static void labels_words(const term_table *t, const question *q, char *buf, size_t size) {
  const label_list *list = term_labels(t, q->b);
  size_t at = 0;
  buf[0] = '\0';
  for (int i = 0; i < list->count && i < LABELS_SAID; i++)
    at += put(buf + at, size - at, "%s%s", i ? _(", ") : "", label_words(t, q->a, list->labels[i]));
  if (list->count > LABELS_SAID)
    put(buf + at, size - at, _(" or any other of %u"), (unsigned)list->count);
}

size_t question_words(const term_table *t, uint32_t q, char *buf, size_t size) {
  const question *asked = question_at(t, q);
  char text[PHRASE];
  switch (asked->kind) {
    case ASK_LESS:
    case ASK_MOST:
    case ASK_EQUAL: return ask_compare_words(t, asked, buf, size);
    case ASK_NUMBER:
    case ASK_EXACT:
      term_words(t, asked->a, text, sizeof text);
      return put(buf, size, _("what %s is"), text);
    default: break;
  }
  const char *name = field_words(t, asked->a);
  switch (asked->kind) {
    case ASK_FLAG: return put(buf, size, _("%s is yes"), name);
    case ASK_LABEL: return put(buf, size, _("which %s"), name);
    case ASK_HAS: return put(buf, size, _("%s has %s"), name, label_words(t, asked->a, asked->b));
    case ASK_ANY:
      labels_words(t, asked, text, sizeof text);
      return put(buf, size, _("%s has one of %s"), name, text);
    case ASK_WITHIN:
      place_words(t, asked->b, text, sizeof text);
      return put(buf, size, _("%s within %s"), name, text);
    case ASK_TEXT: return put(buf, size, _("the text of %s"), name);
    default: return put(buf, size, _("%s is given"), name);
  }
}

/* ---- facts ---- */

static size_t unknown_words(const char *name, char *buf, size_t size) {
  return put(buf, size, _("%s is not known"), name);
}
static size_t none_words(const char *name, char *buf, size_t size) {
  return put(buf, size, _("no %s"), name);
}

static size_t term_note(const term_table *t, const question *q, int64_t answer, char *buf,
                        size_t size) {
  char a[PHRASE], b[PHRASE];
  if (q->kind != ASK_NUMBER && q->kind != ASK_EXACT)
    return note_compare_words(t, q, answer != 0, buf, size);
  term_words(t, q->a, a, sizeof a);
  const_words(t, term_at(t, q->a)->type, answer, b, sizeof b);
  return put(buf, size, _("%s is %s"), a, b);
}

static size_t state_note(const char *name, int64_t answer, char *buf, size_t size) {
  if (answer == CELL_UNKNOWN) return unknown_words(name, buf, size);
  if (answer == CELL_NONE) return none_words(name, buf, size);
  return put(buf, size, _("there is %s"), name);
}

static size_t cell_note(const term_table *t, const question *q, int64_t answer, char *buf,
                        size_t size) {
  const char *name = field_words(t, q->a), *label;
  char text[PHRASE];
  switch (q->kind) {
    case ASK_STATE: return state_note(name, answer, buf, size);
    case ASK_FLAG:
      if (answer == FLAG_UNKNOWN) return unknown_words(name, buf, size);
      return put(buf, size, _("%s is %s"), name, answer == FLAG_YES ? _("yes") : _("no"));
    case ASK_LABEL:
      if (answer == LABEL_UNKNOWN) return unknown_words(name, buf, size);
      if (answer == LABEL_NONE) return none_words(name, buf, size);
      return put(buf, size, _("%s is %s"), name, label_words(t, q->a, answer));
    case ASK_HAS:
      label = label_words(t, q->a, q->b);
      if (answer == 2)
        return put(buf, size, _("it is not known whether %s include %s"), name, label);
      return put(buf, size, answer ? _("%s include %s") : _("%s do not include %s"), name, label);
    case ASK_ANY:
      labels_words(t, q, text, sizeof text);
      if (answer == 2)
        return put(buf, size, _("it is not known whether %s include one of %s"), name, text);
      return put(buf, size, answer ? _("%s include one of %s") : _("%s include none of %s"), name,
                 text);
    case ASK_WITHIN:
      place_words(t, q->b, text, sizeof text);
      if (answer == 2) return unknown_words(name, buf, size);
      return put(buf, size, answer ? _("%s is within %s") : _("%s is not within %s"), name, text);
    default: /* ASK_TEXT */
      if (answer < 0 || answer >= dictionary_count(t->texts)) return none_words(name, buf, size);
      text_display(term_text(t, (uint32_t)answer), text, sizeof text);
      return put(buf, size, _("%s is %s"), name, text);
  }
}

size_t note_words(const term_table *t, uint32_t q, int64_t answer, char *buf, size_t size) {
  const question *asked = question_at(t, q);
  if (answer == QUESTION_ERROR || answer == QUESTION_UNKNOWN) {
    char text[PHRASE];
    question_words(t, q, text, sizeof text);
    bool wrong = answer == QUESTION_ERROR;
    return put(buf, size, wrong ? _("cannot be computed: %s") : _("not known: %s"), text);
  }
  bool terms = asked->kind == ASK_NUMBER || asked->kind >= ASK_EXACT;
  return terms ? term_note(t, asked, answer, buf, size) : cell_note(t, asked, answer, buf, size);
}
