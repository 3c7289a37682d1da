/*
** explanation_words.c - the fact behind an article, as a clerk would say it: the
** resident's value first, then the threshold and how far it is away.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/explanation.h"
#include "studies/mask.h"
#include "values/date.h"
#include "values/message.h"

#define WORDS 600
#define LABELS_SAID 5  /* of those that an article looked for */
#define DAYS_SAID 3660 /* between two dates: a longer distance tells a person more in years */
#define NOTES_SEEN 256 /* of one article, the last ones */

const char *status_name(const char *word) {
  static const char *const names[] = {N_("unpaid"),     N_("overdue"),       N_("on_time"),
                                      N_("extended"),   N_("late_accepted"), N_("not_accepted"),
                                      N_("ineligible"), N_("undetermined")};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(word, names[i]) == 0) return _(names[i]);
  return word;
}

/* A term's value with its unit ("11 days", "350 yuan", "2022-12-31"), by way of a constant term. */
static void valued(const policy *p, value_type type, int64_t v, char *buf) {
  term constant = term_const(p->terms, type, v);
  if (constant)
    term_words(p->terms, constant, buf, WORDS);
  else
    snprintf(buf, WORDS, "?");
}

/* The resident's cell on one line: a line break or another control character is a blank in a sentence. */
static void cell_said(const outcome *o, uint32_t field_index, char *buf, size_t size) {
  const resident *who = &o->verdict->resident;
  roster_text(who->roster, (int)field_index, who->row, buf, size);
  for (char *c = buf; *c; c++)
    if ((unsigned char)*c < ' ' || *c == 0x7F) *c = ' ';
}

/* ---- comparisons ---- */

/* Of "the later of 2022-12-31 and birth_date + 90 days" the one that counts for this resident; one written down before
** one that is computed. */
static term counting(const outcome *o, term x) {
  const policy *p = o->verdict->policy;
  const resident *who = &o->verdict->resident;
  for (;;) {
    const term_node *n = term_at(p->terms, x);
    if (n->op != TERM_LEAST && n->op != TERM_MOST) return x;
    value whole = term_value(p->terms, x, who);
    value a = term_value(p->terms, n->a, who), b = term_value(p->terms, n->b, who);
    bool first = a.v == whole.v, second = b.v == whole.v;
    x = first && !(second && !term_depends(p->terms, n->b)) ? n->a : n->b;
  }
}

/* "the date + 90 days (2023-01-05)" for a threshold that is computed, "2022-12-31" for one that is written down. */
static void threshold(const policy *p, term x, const value *v, char *buf) {
  char words[WORDS], at[WORDS];
  if (!term_depends(p->terms, x)) {
    valued(p, v->type, v->v, buf);
    return;
  }
  term_words(p->terms, x, words, sizeof words);
  valued(p, v->type, v->v, at);
  snprintf(buf, WORDS, _("%.300s (%.200s)"), words, at);
}

/* What a sentence is about: the resident's own cell before what is computed from cells, that before a day written down. */
static int weight(const policy *p, term x) {
  if (term_at(p->terms, x)->op == TERM_FIELD) return 3;
  if (term_fields(p->terms, x) == 0) return term_depends(p->terms, x);
  return 2;
}

/* "23 years", "more than 23 years" between two dates. */
static void years_apart(int32_t from, int32_t to, char *buf) {
  int y, m, d, last, m2, d2;
  date_to_civil(from, &y, &m, &d);
  date_to_civil(to, &last, &m2, &d2);
  int years = last - y;
  if (date_add_months(from, 12 * years) > to) years--;
  bool exactly = date_add_months(from, 12 * years) == to;
  snprintf(buf, WORDS, exactly ? _("%d years") : _("more than %d years"), years);
}

/* How far two values of a type lie apart. */
static void distance_said(const policy *p, value_type type, int64_t a, int64_t b, char *buf) {
  int64_t low = a < b ? a : b, high = a < b ? b : a;
  if (type == TYPE_DATE && high - low > DAYS_SAID)
    years_apart((int32_t)low, (int32_t)high, buf);
  else
    valued(p, type == TYPE_DATE ? TYPE_DAYS : type, high - low, buf);
}

static char *say_compared(const outcome *o, const question *q) {
  const policy *p = o->verdict->policy;
  bool turned = weight(p, q->b) > weight(p, q->a);
  term subject = turned ? q->b : q->a, bound = turned ? q->a : q->b;
  value v = term_value(p->terms, subject, &o->verdict->resident);
  value at = term_value(p->terms, bound, &o->verdict->resident);
  if (v.state != VALUE_KNOWN || at.state != VALUE_KNOWN) return NULL;
  subject = counting(o, subject), bound = counting(o, bound);
  char words[WORDS], own[WORDS], limit[WORDS], away[WORDS], *said;
  term_words(p->terms, subject, words, sizeof words);
  valued(p, v.type, v.v, own);
  threshold(p, bound, &at, limit);
  distance_said(p, (value_type)v.type, v.v, at.v, away);
  bool date = v.type == TYPE_DATE;
  const char *format =
      v.v == at.v ? date ? _("%1$s is %2$s, the very day of %4$s") : _("%1$s is %2$s, exactly %4$s")
      : v.v < at.v ? date ? _("%1$s is %2$s, %3$s before %4$s") : _("%1$s is %2$s, %3$s under %4$s")
      : date ? _("%1$s is %2$s, %3$s after %4$s")
                   : _("%1$s is %2$s, %3$s over %4$s");
  /* every format names its four parts by number, so that a translation may leave one unsaid */
  int n = asprintf(&said, format, words, own, away, limit);
  return n < 0 ? NULL : said;
}

/* ---- labels ---- */

static bool asks_label(const question *q) { return q->kind == ASK_HAS || q->kind == ASK_ANY; }

/* The labels that a question asks for. */
static const uint16_t *labels_asked(const policy *p, const question *q, uint16_t *one, int *count) {
  const label_list *list = q->kind == ASK_ANY ? term_labels(p->terms, q->b) : NULL;
  *one = (uint16_t)q->b;
  *count = list ? list->count : 1;
  return list ? list->labels : one;
}

/* The labels that article `index` looked for last in one field and did not find, one after the other. */
static char *say_missing(const outcome *o, const note *notes, uint32_t count,
                         const question *last) {
  const policy *p = o->verdict->policy;
  const field *f = &p->schema->fields[last->a];
  uint32_t from = count - 1;
  while (from > 0) {
    const question *q = question_at(p->terms, notes[from - 1].question);
    if (!asks_label(q) || q->a != last->a || notes[from - 1].answer != 0) break;
    from--;
  }
  char *text = NULL, cell[WORDS];
  size_t size = 0;
  cell_said(o, last->a, cell, sizeof cell);
  FILE *f_out = open_memstream(&text, &size);
  if (!f_out) return NULL;
  if (*cell)
    fprintf(f_out, _("%s (%s) do not include "), field_name(p, (int)last->a), cell);
  else
    fprintf(f_out, _("%s is blank: no "), field_name(p, (int)last->a));
  unsigned all = 0;
  for (uint32_t i = from; i < count; i++) {
    uint16_t one;
    int n;
    const uint16_t *labels = labels_asked(p, question_at(p->terms, notes[i].question), &one, &n);
    for (int k = 0; k < n; k++, all++)
      if (all < LABELS_SAID) fprintf(f_out, "%s%s", all ? _(", ") : "", f->labels[labels[k]]);
  }
  if (all > LABELS_SAID) fprintf(f_out, _(" or any other of %u"), all);
  if (fclose(f_out) == 0) return text;
  free(text);
  return NULL;
}

/* "identities include X": the first of the labels asked for together that is there. */
static char *say_found(const outcome *o, const question *q) {
  const policy *p = o->verdict->policy;
  const resident *who = &o->verdict->resident;
  const column *c = &who->roster->columns[q->a];
  const label_list *list = term_labels(p->terms, q->b);
  const label_set *set = &c->sets[c->codes[who->row]];
  char *said;
  for (int i = 0; i < list->count; i++) {
    if (!label_set_has(set, list->labels[i])) continue;
    if (asprintf(&said, _("%s include %s"), field_name(p, (int)q->a),
                 p->schema->fields[q->a].labels[list->labels[i]]) < 0)
      return NULL;
    return said;
  }
  return NULL;
}

/* "where registered (Xiao county) is not within Lingbi" */
static char *say_place(const outcome *o, const question *q, const note *n) {
  const policy *p = o->verdict->policy;
  char cell[WORDS], place[WORDS], *said;
  cell_said(o, q->a, cell, sizeof cell);
  slice text = term_text(p->terms, q->b);
  const char *bar = memchr(text.at, '|', text.length);
  snprintf(place, sizeof place, "%.*s", bar ? (int)(bar - text.at) : (int)text.length, text.at);
  int length =
      n->answer
          ? asprintf(&said, _("%s (%s) is within %s"), field_name(p, (int)q->a), cell, place)
          : asprintf(&said, _("%s (%s) is not within %s"), field_name(p, (int)q->a), cell, place);
  return length < 0 ? NULL : said;
}

/* ---- all ---- */

/* "name is 欧**"; false when the note is not about what somebody is called. */
static bool say_name(const policy *p, const note *n, char *buf, size_t size) {
  const question *q = question_at(p->terms, n->question);
  char name[WORDS];
  if (q->kind != ASK_TEXT || n->answer < 0 || p->schema->fields[q->a].role != ROLE_NAME)
    return false;
  text_display(term_text(p->terms, (uint32_t)n->answer), name, sizeof name - 2);
  mask_name(name);
  snprintf(buf, size, _("%s is %s"), field_name(p, (int)q->a), name);
  return true;
}

size_t note_said(const policy *p, const note *n, char *buf, size_t size) {
  char words[2 * WORDS];
  if (!say_name(p, n, words, sizeof words))
    note_words(p->terms, n->question, n->answer, words, sizeof words);
  return mask_ids(slice_of(words, strlen(words)), buf, size);
}

static char *say_note(const outcome *o, const note *notes, uint32_t count) {
  const policy *p = o->verdict->policy;
  const note *last = &notes[count - 1];
  const question *q = question_at(p->terms, last->question);
  char *said = NULL, words[WORDS];
  bool answered =
      last->answer != QUESTION_ERROR && last->answer != QUESTION_UNKNOWN && !last->assumed;
  if (answered && (q->kind == ASK_LESS || q->kind == ASK_MOST || q->kind == ASK_EQUAL))
    said = say_compared(o, q);
  if (answered && asks_label(q) && last->answer == 0) said = say_missing(o, notes, count, q);
  if (answered && q->kind == ASK_ANY && last->answer == 1) said = say_found(o, q);
  if (answered && q->kind == ASK_WITHIN && last->answer != 2) said = say_place(o, q, last);
  if (q->kind == ASK_FLAG && last->answer != FLAG_UNKNOWN &&
      asprintf(&said, last->answer == FLAG_YES ? _("%s says yes") : _("%s says no"),
               field_name(p, (int)q->a)) < 0)
    said = NULL;
  if (said) return said;
  note_said(p, last, words, sizeof words);
  return strdup(words);
}

/* ---- which note decided ---- */

bool note_is_idle(const policy *p, const note *n) {
  const question *q = question_at(p->terms, n->question);
  return q->kind == ASK_EQUAL && q->a == q->b && n->answer != QUESTION_ERROR;
}

/* Of what an article asked the notes that say something, gathered into `own`; how many. */
static uint32_t own_notes(const policy *p, const decision *d, int index, note *own,
                          uint32_t space) {
  uint32_t count = 0;
  note_span asked = d->asked[index];
  if (asked.first + asked.count > d->notes_count) return 0;
  const note *notes = &d->notes[asked.first];
  /* the last ones are kept when there are more than fit: they decided */
  uint32_t from = asked.count > space ? asked.count - space : 0;
  for (uint32_t i = from; i < asked.count; i++)
    if (!note_is_idle(p, &notes[i])) own[count++] = notes[i];
  return count;
}

/* How many of the notes lead to the one that stopped an article. A rule often reads a cell it finds filled after one it
** found blank; then the blank one decided. */
static uint32_t stopped_after(const policy *p, const note *notes, uint32_t count) {
  for (uint32_t i = count; i > 0; i--) {
    const question *q = question_at(p->terms, notes[i - 1].question);
    if (q->kind != ASK_STATE || notes[i - 1].answer != CELL_VALUE) return i;
  }
  return count;
}

/* How many of the notes lead to the one that decided. */
static uint32_t decided_after(const policy *p, uint8_t state, const note *notes, uint32_t count) {
  if (state == MARK_NOT) return stopped_after(p, notes, count);
  /* undetermined: the first answer that was not there is what the article waits for */
  for (uint32_t i = 0; state == MARK_UNDETERMINED && i + 1 < count; i++)
    if (notes[i + 1].assumed && !notes[i].assumed) return i + 1;
  return count;
}

const note *deciding_note(const policy *p, const decision *d, int index) {
  note own[NOTES_SEEN];
  uint32_t count = own_notes(p, d, index, own, NOTES_SEEN);
  if (count == 0) return NULL;
  note wanted = own[decided_after(p, d->marks[index], own, count) - 1];
  note_span asked = d->asked[index];
  for (uint32_t i = asked.count; i > 0; i--) {
    const note *n = &d->notes[asked.first + i - 1];
    if (n->question == wanted.question && n->assumed == wanted.assumed) return n;
  }
  return NULL;
}

/* Who is in one group and in none of another: what an article found matters as much as what it did not find last. How many of the
** notes lead to what it found before that; 0: nothing. */
static uint32_t found_before(const policy *p, const note *notes, uint32_t count) {
  uint32_t i = count;
  while (i > 0 && asks_label(question_at(p->terms, notes[i - 1].question)) &&
         notes[i - 1].answer == 0)
    i--;
  if (i == count || i == 0) return 0;
  return asks_label(question_at(p->terms, notes[i - 1].question)) && notes[i - 1].answer == 1 ? i
                                                                                              : 0;
}

static char *say_found_too(const outcome *o, const note *notes, uint32_t count, char *last) {
  uint32_t before = found_before(o->verdict->policy, notes, count);
  if (!last || before == 0) return last;
  char *found = say_note(o, notes, before), *said = NULL;
  if (!found || asprintf(&said, _("%s, and %s"), found, last) < 0) said = NULL;
  free(found), free(last);
  return said;
}

/* Can its answer be told with a threshold and a distance? */
static bool is_compared(const policy *p, const note *n) {
  uint8_t kind = question_at(p->terms, n->question)->kind;
  return (kind == ASK_LESS || kind == ASK_MOST || kind == ASK_EQUAL) && !n->assumed &&
         n->answer != QUESTION_ERROR && n->answer != QUESTION_UNKNOWN;
}

static bool asked_before(const note *notes, uint32_t i) {
  for (uint32_t k = 0; k < i; k++)
    if (notes[k].question == notes[i].question) return true;
  return false;
}

/* "paid_on is 2023-01-05, 5 days after 2022-12-31" without what both facts begin with: the cell and its value. */
static const char *without_value(const outcome *o, const question *q, const char *fact) {
  const policy *p = o->verdict->policy;
  char words[WORDS], own[WORDS], begin[2 * WORDS];
  term subject = weight(p, q->b) > weight(p, q->a) ? q->b : q->a;
  value v = term_value(p->terms, subject, &o->verdict->resident);
  term_words(p->terms, counting(o, subject), words, sizeof words);
  valued(p, v.type, v.v, own);
  snprintf(begin, sizeof begin, _("%s is %s, "), words, own);
  size_t n = strlen(begin);
  return strncmp(fact, begin, n) == 0 ? fact + n : fact;
}

/* An article that compares one cell with several thresholds, a period say, rests on each of them: the others that it asked
** about the fields of the last one. Takes `last`, the sentence about that. */
static char *say_compared_too(const outcome *o, const note *notes, uint32_t count, char *last) {
  const policy *p = o->verdict->policy;
  uint64_t about = question_fields(p->terms, notes[count - 1].question);
  if (!last || !is_compared(p, &notes[count - 1]) || about == 0) return last;
  char *text = NULL, *fact = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  if (!out) {
    free(last);
    return NULL;
  }
  fputs(last, out);
  for (uint32_t i = 0; i + 1 < count; i++) {
    const question *q = question_at(p->terms, notes[i].question);
    bool same = notes[i].question == notes[count - 1].question || asked_before(notes, i);
    if (same || !is_compared(p, &notes[i])) continue;
    if (!(question_fields(p->terms, notes[i].question) & about)) continue;
    if (!(fact = say_compared(o, q))) continue;
    const char *begin = without_value(o, q, last) != last ? without_value(o, q, fact) : fact;
    fprintf(out, _("; also asked: %s"), begin);
    free(fact);
  }
  free(last);
  if (fclose(out) == 0) return text;
  free(text);
  return NULL;
}

char *deciding_fact(const outcome *o, int index) {
  const policy *p = o->verdict->policy;
  const decision *d = o->verdict->decision;
  uint8_t mark = d->marks[index];
  note own[NOTES_SEEN];
  uint32_t count = own_notes(p, d, index, own, NOTES_SEEN);
  if (count == 0) return strdup("");
  count = decided_after(p, mark, own, count);
  char *said = say_compared_too(o, own, count, say_note(o, own, count));
  return mark == MARK_APPLIED ? say_found_too(o, own, count, said) : said;
}

/* ---- what an article's functions asked ---- */

/* Does the sentence about these notes tell note `i` too: as the last one, beside it about the same fields, or among the labels
** that were not there? */
static bool is_told(const policy *p, const note *notes, uint32_t count, uint32_t i) {
  const note *last = &notes[count - 1];
  const question *q = question_at(p->terms, last->question);
  if (notes[i].question == last->question) return true;
  if (is_compared(p, last) && is_compared(p, &notes[i]))
    return (question_fields(p->terms, notes[i].question) &
            question_fields(p->terms, last->question)) != 0;
  if (!asks_label(q)) return false;
  for (uint32_t k = i; k < count; k++) {
    const question *one = question_at(p->terms, notes[k].question);
    if (!asks_label(one) || one->a != q->a || notes[k].answer != 0) return false;
  }
  return true;
}

/* Of the guard's notes those that its sentence tells, moved to the front; how many. */
static uint32_t guard_told(const policy *p, const decision *d, int index, note *own,
                           uint32_t space) {
  uint32_t count = own_notes(p, d, index, own, space), told = 0;
  if (count == 0) return 0;
  count = decided_after(p, d->marks[index], own, count);
  uint32_t found = found_before(p, own, count);
  bool tells[NOTES_SEEN];
  for (uint32_t i = 0; i < count; i++) tells[i] = i + 1 == found || is_told(p, own, count, i);
  for (uint32_t i = 0; i < count; i++)
    if (tells[i]) own[told++] = own[i];
  return told;
}

static bool asks(const note *notes, uint32_t count, uint32_t q) {
  for (uint32_t i = 0; i < count; i++)
    if (notes[i].question == q) return true;
  return false;
}

/* Only that a cell is filled, of one of the cells in `shown` or one of which another note says more? */
static bool is_filled_cell(const policy *p, const note *n, const note *others, uint32_t count,
                           uint64_t shown) {
  if (question_at(p->terms, n->question)->kind != ASK_STATE || n->answer != CELL_VALUE)
    return false;
  uint64_t cell = question_fields(p->terms, n->question);
  if (cell & shown) return true;
  for (uint32_t i = 0; i < count; i++)
    if (others[i].question != n->question && (question_fields(p->terms, others[i].question) & cell))
      return true;
  return false;
}

/* The fields from which the article's values are computed: its sentence shows how. */
static uint64_t computed_from(const policy *p, const decision *d, int index) {
  uint64_t fields = 0;
  for (uint32_t i = 0; i < d->candidates_count; i++)
    if (d->candidates[i].article == index && d->candidates[i].value)
      fields |= term_fields(p->terms, d->candidates[i].value);
  return fields;
}

/* The notes of the functions by which article `index` fixes its effects: its own that are not its guard's, each question once,
** without what the guard's sentence tells. The last ones, gathered into `own`; how many. */
static uint32_t function_notes(const policy *p, const decision *d, int index, note *own,
                               uint32_t space) {
  note guard[NOTES_SEEN];
  uint32_t told = guard_told(p, d, index, guard, NOTES_SEEN), count = 0, kept = 0;
  note_span asked = d->asked[index];
  uint64_t shown = computed_from(p, d, index);
  for (uint32_t i = d->notes_count; i > 0 && count < space; i--) {
    const note *n = &d->notes[i - 1];
    bool guards = i > asked.first && i <= asked.first + asked.count;
    if (n->article != index || guards || note_is_idle(p, n)) continue;
    if (asks(guard, told, n->question) || is_filled_cell(p, n, guard, told, shown)) continue;
    if (n->assumed || !asks(own + space - count, count, n->question)) own[space - ++count] = *n;
  }
  memmove(own, own + space - count, count * sizeof *own);
  for (uint32_t i = 0; i < count; i++)
    if (!is_filled_cell(p, &own[i], own, count, shown)) own[kept++] = own[i];
  return kept;
}

/* Drop the notes that the sentence about all of them tells; how many are left. */
static uint32_t untold(const policy *p, note *notes, uint32_t count) {
  bool told[NOTES_SEEN];
  uint32_t left = 0;
  for (uint32_t i = 0; i < count; i++) told[i] = is_told(p, notes, count, i);
  for (uint32_t i = 0; i < count; i++)
    if (!told[i]) notes[left++] = notes[i];
  return left;
}

const note *function_supposition(const decision *d, int index) {
  note_span guard = d->asked[index];
  for (uint32_t i = 0; i < d->notes_count; i++) {
    bool guards = i >= guard.first && i < guard.first + guard.count;
    if (d->notes[i].article == index && d->notes[i].assumed && !guards) return &d->notes[i];
  }
  return NULL;
}

char *function_fact(const outcome *o, int index) {
  const policy *p = o->verdict->policy;
  const note *supposed = function_supposition(o->verdict->decision, index);
  note own[NOTES_SEEN];
  uint32_t count = function_notes(p, o->verdict->decision, index, own, NOTES_SEEN);
  char *text = NULL, words[WORDS];
  size_t size = 0;
  if (supposed) {
    question_words(p->terms, supposed->question, words, sizeof words);
    return asprintf(&text, _("not known: %s"), words) < 0 ? NULL : text;
  }
  FILE *out = open_memstream(&text, &size);
  bool good = out != NULL;
  for (bool first = true; good && count > 0; first = false) {
    char *fact = say_compared_too(o, own, count, say_note(o, own, count));
    good = fact != NULL;
    if (good) fprintf(out, first ? "%s" : _("; also asked: %s"), fact);
    free(fact);
    count = untold(p, own, count);
  }
  if (out && fclose(out) == 0 && good) return text;
  free(text);
  return NULL;
}

/* ---- what a value is computed from ---- */

size_t formula_words(const outcome *o, term value_term, char *buf, size_t size) {
  const policy *p = o->verdict->policy;
  term counts = counting(o, value_term);
  if (!term_depends(p->terms, counts)) counts = value_term;
  buf[0] = '\0';
  return term_depends(p->terms, counts) ? term_words(p->terms, counts, buf, size) : 0;
}
