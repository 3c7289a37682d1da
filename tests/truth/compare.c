/*
** compare.c - the case book held to the reference, in memory: a script, and rosters of
** which each is decided by cases and then, resident by resident, through Lua alone.
** Every part of every decision must be the same. Prints the first difference.
**
** compare [--print ROW | --allocations] SCRIPT ROSTERS: rosters, each after a line "@ AS-OF THREADS COPIES [STEPS]",
** STEPS being what one resident may cost when it is not the default.
*/
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases/case_book.h"
#include "cases/population.h"
#include "studies/outcome.h"
#include "values/date.h"

enum { SAME = 0, DIFFERENT = 1, USAGE = 2, SCRIPT = 3, DATA = 4 }; /* exit status */

#define ALLOCATIONS (-1) /* in place of a row to print */

typedef struct {
  policy *policy;
  const roster *roster;
  int number; /* of the roster in its file, from 1 */
  int32_t as_of;
  int threads, copies;
  resident_split split; /* of the copies */
  decision *own, *shared;
} trial;

typedef struct {
  uint64_t rosters, residents, cases, one_by_one, undetermined, faults, refused, unreadable;
} tally;

/* ---- two decisions ---- */

static const char *const problems[] = {"decided", "undetermined", "conflict",
                                       "gap",     "limit",        "error"};

static void say_question(const policy *p, const note *n, char *buf, size_t size) {
  char words[400];
  question_words(p->terms, n->question, words, sizeof words);
  snprintf(buf, size, "#%" PRIu32 " %s = %" PRId64 "%s (article %d)", n->question, words, n->answer,
           n->assumed ? " supposed" : "", n->article);
}

static bool differing_notes(const policy *p, const decision *a, const decision *b, char *buf,
                            size_t size) {
  uint32_t n = a->notes_count < b->notes_count ? a->notes_count : b->notes_count;
  char x[500], y[500];
  for (uint32_t i = 0; i < n; i++) {
    const note *m = &a->notes[i], *o = &b->notes[i];
    if (m->question == o->question && m->answer == o->answer && m->article == o->article &&
        m->assumed == o->assumed)
      continue;
    say_question(p, m, x, sizeof x);
    say_question(p, o, y, sizeof y);
    snprintf(buf, size, "question %" PRIu32 ": by cases %s, reference %s", i + 1, x, y);
    return true;
  }
  if (a->notes_count == b->notes_count) return false;
  bool more = a->notes_count > b->notes_count;
  say_question(p, more ? &a->notes[n] : &b->notes[n], x, sizeof x);
  snprintf(buf, size,
           "questions: by cases %" PRIu32 ", reference %" PRIu32
           "; the first that only %s asks is %s",
           a->notes_count, b->notes_count, more ? "the cases" : "the reference", x);
  return true;
}

static bool differing_effects(const policy *p, const decision *a, const decision *b, char *buf,
                              size_t size) {
  for (int e = 0; e < p->effects_count; e++) {
    const effect_mark *x = &a->effects[e], *y = &b->effects[e];
    effect_bounds m = decision_bounds(a, e), n = decision_bounds(b, e);
    if (x->state == y->state && x->value == y->value && m.low == n.low && m.high == n.high &&
        x->winner == y->winner)
      continue;
    snprintf(buf, size,
             "%s: by cases state %d term %u (%u to %u) of article %d, reference state %d term %u "
             "(%u to %u) of article %d",
             p->effects[e].name, x->state, x->value, m.low, m.high, x->winner, y->state, y->value,
             n.low, n.high, y->winner);
    return true;
  }
  return false;
}

static bool differing_marks(const policy *p, const decision *a, const decision *b, char *buf,
                            size_t size) {
  for (int i = 0; i < p->articles_count; i++) {
    const note_span *x = &a->asked[i], *y = &b->asked[i];
    if (a->marks[i] == b->marks[i] && x->first == y->first && x->count == y->count) continue;
    snprintf(buf, size,
             "article %s: by cases state %d, notes %u + %u; reference state %d, notes %u + %u",
             p->articles[i].number, a->marks[i], x->first, x->count, b->marks[i], y->first,
             y->count);
    return true;
  }
  if (a->candidates_count != b->candidates_count) {
    snprintf(buf, size, "values given: by cases %" PRIu32 ", reference %" PRIu32,
             a->candidates_count, b->candidates_count);
    return true;
  }
  for (uint32_t i = 0; i < a->candidates_count; i++) {
    const candidate *x = &a->candidates[i], *y = &b->candidates[i];
    if (x->effect == y->effect && x->article == y->article && x->by == y->by &&
        x->fate == y->fate && x->value == y->value)
      continue;
    snprintf(buf, size,
             "value %" PRIu32 " given: by cases %s of article %d fate %d by %d term %u, reference "
             "%s of article %d fate %d by %d term %u",
             i + 1, p->effects[x->effect].name, x->article, x->fate, x->by, x->value,
             p->effects[y->effect].name, y->article, y->fate, y->by, y->value);
    return true;
  }
  return false;
}

/* Does anything at all differ? What matters most to a reader comes first. */
static bool differing(const policy *p, const decision *a, const decision *b, char *buf,
                      size_t size) {
  if (a->problem != b->problem || strcmp(a->problem_text, b->problem_text) != 0) {
    snprintf(buf, size, "problem: by cases %s “%s”, reference %s “%s”", problems[a->problem],
             a->problem_text, problems[b->problem], b->problem_text);
    return true;
  }
  if (differing_effects(p, a, b, buf, size) || differing_notes(p, a, b, buf, size) ||
      differing_marks(p, a, b, buf, size))
    return true;
  if (a->doubts == b->doubts && a->unknown_fields == b->unknown_fields) return false;
  snprintf(buf, size,
           "doubts %" PRIx64 ", unknown %" PRIx64 " by cases; reference %" PRIx64 ", %" PRIx64,
           a->doubts, a->unknown_fields, b->doubts, b->unknown_fields);
  return true;
}

/* An amount that leaves its range for this resident alone would be a problem of this resident, not of the case. */
static bool surprising(const verdict *v, char *buf, size_t size) {
  for (int e = 0; e < v->policy->effects_count; e++) {
    if (verdict_value(v, e).state != VALUE_ERROR) continue;
    snprintf(buf, size, "%s cannot be computed for this resident, but the decision does not say so",
             v->policy->effects[e].name);
    return true;
  }
  return false;
}

/* ---- one roster ---- */

static int different(const trial *t, uint32_t row, const char *text) {
  printf("roster %d row %" PRIu32 ": %s\n", t->number, row + 1, text);
  return DIFFERENT;
}

static int compare_row(const trial *t, const population *all, case_book *book, uint32_t row,
                       tally *sum) {
  char text[2400];
  canbao_error error = {0};
  verdict v;
  resident r = {t->roster, row, t->as_of};
  uint32_t number = 0;
  if (population_verdict(all, row, &v, t->shared, &error) != CANBAO_OK ||
      verdict_whole(&v, t->shared, &error) != CANBAO_OK ||
      policy_decide(t->policy, &r, t->own, &error) != CANBAO_OK ||
      case_book_add(book, t->own, &number, &error) != CANBAO_OK) {
    snprintf(text, sizeof text, "the reference fails where the cases do not: %s", error.message);
    return different(t, row, text);
  }
  if (differing(t->policy, v.decision, t->own, text, sizeof text) ||
      surprising(&v, text, sizeof text))
    return different(t, row, text);
  if (number != v.case_number) {
    snprintf(text, sizeof text,
             "case %" PRIu32 " by cases, %" PRIu32 " as the reference counts them", v.case_number,
             number);
    return different(t, row, text);
  }
  sum->residents++;
  if (t->own->problem == DECISION_UNDETERMINED) sum->undetermined++;
  if (t->own->problem > DECISION_UNDETERMINED) sum->faults++;
  return SAME;
}

/* The population cannot be decided at all: nor must the reference be, for the same reason. */
static int compare_failure(const trial *t, const canbao_error *by_cases, tally *sum) {
  char text[2400];
  canbao_error error = {0};
  canbao_status status = CANBAO_OK;
  uint32_t row = 0;
  while (row < t->roster->rows && status == CANBAO_OK) {
    resident r = {t->roster, row++, t->as_of};
    status = policy_decide(t->policy, &r, t->own, &error);
  }
  sum->refused++;
  if (status == by_cases->status && error.line == by_cases->line &&
      strcmp(error.message, by_cases->message) == 0)
    return SAME;
  snprintf(text, sizeof text, "the cases fail (%d, line %d): %s; the reference (%d, line %d): %s",
           by_cases->status, by_cases->line, by_cases->message, status, error.line,
           status == CANBAO_OK ? "does not" : error.message);
  return different(t, row ? row - 1 : 0, text);
}

static int compare_roster(const trial *t, tally *sum) {
  population *all;
  canbao_error error = {0};
  population_options options = {.threads = 1, .as_of = t->as_of};
  /* Every other roster shows a part of its residents first, as only large ones would. */
  if (t->roster->rows % 2) options.sample = t->roster->rows / 2 + 1;
  if (population_decide(&all, t->policy, t->roster, &options, &error) != CANBAO_OK)
    return compare_failure(t, &error, sum);
  case_book *book = case_book_new(t->policy);
  int result = book ? SAME : DATA;
  for (uint32_t row = 0; row < t->roster->rows && result == SAME; row++)
    result = compare_row(t, all, book, row, sum);
  sum->cases += population_counted(all).cases;
  sum->one_by_one += population_counted(all).lua_calls;
  case_book_free(book);
  population_free(all);
  return result;
}

/* ---- many threads, another order ---- */

typedef struct {
  char *text;
  size_t length;
  uint32_t *origin; /* by row: the row of the roster it is a copy of */
  uint32_t rows;
} shuffled;

static uint64_t next_random(uint64_t *state) { /* xorshift64 */
  *state ^= *state << 13, *state ^= *state >> 7, *state ^= *state << 17;
  return *state;
}

/* Each row of the text many times over, in an order of chance. Rows are lines: the generators quote no line breaks. */
static bool shuffle(shuffled *s, const char *text, size_t length, uint32_t rows, int copies) {
  const char **lines = malloc(sizeof *lines * ((size_t)rows + 2));
  *s = (shuffled){.text = malloc(length * (size_t)copies + 1),
                  .origin = malloc(sizeof *s->origin * rows * (size_t)copies + 1)};
  if (!lines || !s->text || !s->origin) return free(lines), false;
  uint32_t n = 0;
  for (const char *at = text; at && at < text + length && n < rows + 1;) {
    lines[n++] = at;
    at = memchr(at, '\n', (size_t)(text + length - at));
    at = at ? at + 1 : NULL;
  }
  lines[n] = text + length;
  s->rows = rows * (uint32_t)copies;
  for (uint32_t i = 0; i < s->rows; i++) s->origin[i] = i % rows;
  uint64_t state = UINT64_C(0x9E3779B97F4A7C15) ^ length;
  for (uint32_t i = s->rows; i > 1; i--) {
    uint32_t k = (uint32_t)(next_random(&state) % i), was = s->origin[i - 1];
    s->origin[i - 1] = s->origin[k], s->origin[k] = was;
  }
  memcpy(s->text, text, (size_t)(lines[1] - text));
  s->length = (size_t)(lines[1] - text);
  for (uint32_t i = 0; i < s->rows; i++) {
    const char *from = lines[s->origin[i] + 1], *to = lines[s->origin[i] + 2];
    memcpy(s->text + s->length, from, (size_t)(to - from));
    s->length += (size_t)(to - from);
  }
  free(lines);
  return n == rows + 1;
}

/* The copies' decisions against the originals'. */
static int compare_copies(const trial *t, const shuffled *s, const roster *copies,
                          const population *a, const population *b) {
  char text[2400];
  canbao_error error;
  for (uint32_t row = 0; row < s->rows; row++) {
    verdict one, other;
    if (population_verdict(a, s->origin[row], &one, t->own, &error) != CANBAO_OK ||
        population_verdict(b, row, &other, t->shared, &error) != CANBAO_OK)
      return different(t, s->origin[row], error.message);
    if (one.decision == t->own && other.decision != t->shared)
      continue; /* beyond what is kept: compared elsewhere */
    if (verdict_whole(&one, t->own, &error) != CANBAO_OK ||
        verdict_whole(&other, t->shared, &error) != CANBAO_OK)
      return different(t, s->origin[row], error.message);
    if (!differing(t->policy, other.decision, one.decision, text, sizeof text)) continue;
    (void)copies;
    return different(t, s->origin[row], text);
  }
  return SAME;
}

/* ---- how many they are ---- */

/* Parts of a split besides the one of those without: few; so many that not all numbers can be counted by them; too many. */
static const uint32_t splits[] = {6, 1000, 20000};
#define SPLITS (sizeof splits / sizeof *splits)

static bool differing_part(const trial *t, const population *p, uint32_t rows, uint32_t part,
                           uint64_t *counted, char *buf, size_t size) {
  const uint32_t *residents = population_part(p, part), *case_of = population_case_of_rows(p);
  const resident_split *split = &t->split;
  uint32_t cases = population_counted(p).cases, first = UINT32_MAX;
  memset(counted, 0, (cases + 1) * sizeof *counted);
  for (uint32_t row = rows; row-- > 0;)
    if (split_part(split, row) == part) counted[case_of[row]]++, first = row;
  for (uint32_t c = 1; c <= cases; c++) {
    if (residents[c] == counted[c]) continue;
    snprintf(buf, size, "case %u has %u residents in part %u, by their rows %u", c, residents[c],
             part, (unsigned)counted[c]);
    return true;
  }
  if (population_part_row(p, part) == first) return false;
  snprintf(buf, size, "part %u begins in row %u, by the rows in %u", part,
           population_part_row(p, part), first);
  return true;
}

/* The residents of every case, in all and by part, against the cases of the rows. */
static bool differing_counts(const trial *t, const population *p, uint32_t rows, char *buf,
                             size_t size) {
  uint32_t cases = population_counted(p).cases, met = 0;
  uint64_t *counted = calloc((size_t)cases + 1, sizeof *counted);
  bool differs = !counted;
  for (uint32_t row = 0; counted && row < rows; row++) {
    uint32_t c = population_case_of_rows(p)[row];
    if (counted[c]++ > 0) continue;
    differs = differs || c != ++met || population_first_row(p, c) != row;
  }
  for (uint32_t c = 1; counted && c <= cases; c++)
    differs = differs || counted[c] != population_residents(p, c);
  if (differs) snprintf(buf, size, "the cases' residents or first rows are not those of the rows");
  for (uint32_t i = 0; !differs && population_part(p, 0) && i <= 7; i++) /* the last one too */
    differs = differing_part(t, p, rows, t->split.count * i / 7, counted, buf, size);
  free(counted);
  return differs;
}

/* A split by chance. */
static bool split_rows(trial *t, uint32_t rows, uint32_t count) {
  uint32_t *codes = malloc(((size_t)rows + 1) * sizeof *codes);
  uint64_t state = UINT64_C(0xD1B54A32D192ED03) ^ rows;
  t->split = (resident_split){codes, count};
  for (uint32_t row = 0; codes && row < rows; row++)
    codes[row] = (uint32_t)(next_random(&state) % (count + count / 4));
  return codes != NULL;
}

/* The copies decided with one split after the other. */
static int compare_decided(trial *t, const shuffled *s, const roster *copies, const population *a) {
  char said[200];
  canbao_error error = {0};
  int result = SAME;
  for (size_t i = 0; i < SPLITS && result == SAME; i++) {
    population *b = NULL;
    if (!split_rows(t, copies->rows, splits[i])) return DATA;
    population_options options = {.threads = t->threads, .as_of = t->as_of, .split = t->split};
    if (population_decide(&b, t->policy, copies, &options, &error) != CANBAO_OK)
      result = different(t, 0, error.message);
    else if (differing_counts(t, b, copies->rows, said, sizeof said))
      result = different(t, 0, said);
    else if (i == 0)
      result = compare_copies(t, s, copies, a, b);
    population_free(b);
    free((void *)t->split.codes);
  }
  return result;
}

static int compare_shuffled(trial *t, const char *text, size_t length) {
  shuffled s;
  roster *copies = NULL;
  population *a = NULL;
  canbao_error error = {0};
  population_options options = {.threads = 1, .as_of = t->as_of};
  int result = SAME;
  if (t->roster->rows == 0) return SAME;
  if (!shuffle(&s, text, length, t->roster->rows, t->copies) ||
      roster_from_text(&copies, t->policy->schema, s.text, s.length, "copies", &error) !=
          CANBAO_OK ||
      copies->rows != s.rows)
    result = DATA;
  else if (population_decide(&a, t->policy, t->roster, &options, &error) == CANBAO_OK)
    result = compare_decided(t, &s, copies, a);
  population_free(a);
  roster_free(copies);
  free(s.text);
  free(s.origin);
  return result;
}

/* ---- what a known case costs ---- */

/* What Lua takes when the roster is decided, and how many of the residents it is asked about. */
static bool print_taken(const trial *t, const roster *r) {
  population *all;
  canbao_error error;
  population_options options = {.threads = t->threads, .as_of = t->as_of};
  lua_allocations before = policy_lua_allocations(t->policy);
  if (population_decide(&all, t->policy, r, &options, &error) != CANBAO_OK) return false;
  lua_allocations after = policy_lua_allocations(t->policy);
  printf("residents %" PRIu32 " calls %" PRIu64 " allocations %" PRIu64 " between %" PRIu64 "\n",
         r->rows, population_counted(all).lua_calls, after.all - before.all,
         after.between - before.between);
  population_free(all);
  return true;
}

/* The same residents once, and many times over. */
static int print_allocations(const trial *t, const char *text, size_t length) {
  shuffled s;
  roster *copies = NULL;
  canbao_error error;
  int result = DATA;
  if (shuffle(&s, text, length, t->roster->rows, t->copies) &&
      roster_from_text(&copies, t->policy->schema, s.text, s.length, "copies", &error) ==
          CANBAO_OK &&
      print_taken(t, t->roster) && print_taken(t, copies))
    result = SAME;
  roster_free(copies);
  free(s.text);
  free(s.origin);
  return result;
}

/* ---- what a resident comes to, for a person ---- */

static void print_decision(const char *which, const verdict *v) {
  char text[1200];
  outcome o;
  outcome_of(&o, v);
  printf("%s: %s %s\n", which, problem_word(o.problem), o.problem_text);
  for (int e = 0; e < v->policy->effects_count; e++) {
    outcome_text(&o, e, text, sizeof text);
    if (*text) printf("  %s = %s\n", v->policy->effects[e].name, text);
  }
  for (uint32_t i = 0; i < v->decision->notes_count; i++) {
    say_question(v->policy, &v->decision->notes[i], text, sizeof text);
    printf("  %s\n", text);
  }
}

static void print_row(const trial *t, uint32_t row) {
  population *all;
  canbao_error error = {0};
  population_options options = {.threads = 1, .as_of = t->as_of};
  verdict v = {.policy = t->policy, .decision = t->own, .resident = {t->roster, row, t->as_of}};
  if (policy_decide(t->policy, &v.resident, t->own, &error) == CANBAO_OK)
    print_decision("reference", &v);
  if (population_decide(&all, t->policy, t->roster, &options, &error) != CANBAO_OK) return;
  if (population_verdict(all, row, &v, t->shared, &error) == CANBAO_OK &&
      verdict_whole(&v, t->shared, &error) == CANBAO_OK)
    print_decision("by cases", &v);
  population_free(all);
}

/* ---- the file of rosters ---- */

static char *read_whole(const char *path, size_t *n) {
  FILE *f = fopen(path, "rb");
  char *text = NULL;
  if (!f) return NULL;
  if (fseek(f, 0, SEEK_END) == 0) {
    long size = ftell(f);
    rewind(f);
    if (size >= 0 && (text = malloc((size_t)size + 1)) != NULL)
      *n = fread(text, 1, (size_t)size, f), text[*n] = '\0';
  }
  fclose(f);
  return text;
}

/* The head of a part: "@ 2023-03-01 5 1" or "@ 2023-03-01 5 1 20000". */
static bool read_head(trial *t, const char *line) {
  char day[16] = "";
  canbao_error error;
  policy_limits *held = &t->policy->limits;
  held->decide_steps = 0;
  if (sscanf(line, "@ %15s %d %d %" SCNd64, day, &t->threads, &t->copies, &held->decide_steps) < 3)
    return false;
  return policy_limits_settle(held, &error) == CANBAO_OK && date_parse(day, strlen(day), &t->as_of);
}

static int compare_file(trial *t, char *text, size_t n, long row, tally *sum) {
  int result = SAME;
  char *part = text;
  while (part < text + n && result == SAME) {
    char *body = strchr(part, '\n'), *end = body ? strstr(body, "\n@ ") : NULL;
    if (!body || !read_head(t, part)) return DATA;
    body++, end = end ? end + 1 : text + n;
    roster *r;
    canbao_error error;
    t->number++;
    if (roster_from_text(&r, t->policy->schema, body, (size_t)(end - body), "roster", &error) ==
        CANBAO_OK) {
      t->roster = r;
      sum->rosters++;
      if (row > 0 && (uint32_t)row <= r->rows) print_row(t, (uint32_t)row - 1);
      if (row == ALLOCATIONS)
        result = print_allocations(t, body, (size_t)(end - body));
      else
        result = compare_roster(t, sum);
      if (row != ALLOCATIONS && result == SAME && t->copies > 1)
        result = compare_shuffled(t, body, (size_t)(end - body));
      roster_free(r);
    } else {
      sum->unreadable++;
    }
    part = end;
  }
  return result;
}

int main(int argc, char **argv) {
  long row = 0;
  if (argc == 5 && strcmp(argv[1], "--print") == 0)
    row = strtol(argv[2], NULL, 10), argv += 2, argc -= 2;
  if (argc == 4 && strcmp(argv[1], "--allocations") == 0) row = ALLOCATIONS, argv++, argc--;
  if (argc != 3)
    return fputs("usage: compare [--print ROW | --allocations] SCRIPT ROSTERS\n", stderr), USAGE;
  canbao_error error;
  policy_options options = {0};
  trial t = {.own = decision_new(), .shared = decision_new()};
  tally sum = {0};
  size_t n = 0;
  char line[1600], *text = read_whole(argv[2], &n);
  if (!text || !t.own || !t.shared) return DATA;
  int result = SCRIPT;
  if (policy_load(&t.policy, argv[1], &options, &error) == CANBAO_OK) {
    result = compare_file(&t, text, n, row, &sum);
    printf("rosters %" PRIu64 " residents %" PRIu64 " cases %" PRIu64 " one_by_one %" PRIu64
           " undetermined %" PRIu64 " faults %" PRIu64 " refused %" PRIu64 " unreadable %" PRIu64
           "\n",
           sum.rosters, sum.residents, sum.cases, sum.one_by_one, sum.undetermined, sum.faults,
           sum.refused, sum.unreadable);
    policy_free(t.policy);
  } else {
    printf("%s\n", fault_text(&error, line, sizeof line));
  }
  decision_free(t.own);
  decision_free(t.shared);
  free(text);
  return result;
}
