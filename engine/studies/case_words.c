/* case_words.c - see case_words.h. */
#include "studies/case_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/programme_names.h"
#include "values/date.h"
#include "values/money.h"

int case_field(const policy *p, const char *name) {
  int f = schema_find(p->schema, name);
  return f >= 0 ? f : schema_find_heading(p->schema, slice_of(name, strlen(name)));
}

const char *case_field_near(const policy *p, const char *name) {
  const schema *s = p->schema;
  size_t count = 0, n = 0;
  for (int f = 0; f < s->count; f++) count += 1 + (size_t)s->fields[f].headings_count;
  const char **names = calloc(count + 1, sizeof *names);
  if (!names) return NULL;
  for (int f = 0; f < s->count; f++) names[n++] = s->fields[f].name;
  for (int f = 0; f < s->count; f++)
    for (int i = 0; i < s->fields[f].headings_count; i++) names[n++] = s->fields[f].headings[i];
  int near = text_nearest(name, names, (int)n);
  const char *found = near >= 0 ? names[near] : NULL;
  free(names);
  return found;
}

int case_effect(const policy *p, const char *name) {
  int found = policy_effect(p, name);
  for (int e = 0, titled = 0; found < 0 && e < p->effects_count; e++) {
    if (strcmp(p->effects[e].title, name) != 0) continue;
    for (int other = e + 1; other < p->effects_count; other++)
      titled += strcmp(p->effects[other].title, name) == 0;
    return titled ? -1 : e;
  }
  return found;
}

const char *case_effect_near(const policy *p, const char *name) {
  const char *names[2 * EFFECTS_MAX];
  int n = p->effects_count;
  for (int e = 0; e < n; e++) names[e] = p->effects[e].name, names[n + e] = p->effects[e].title;
  int near = text_nearest(name, names, 2 * n);
  return near >= 0 ? names[near] : NULL;
}

/* ---- what is expected ---- */

/* What files say, and what people call it. */
typedef struct {
  const char *word, *title;
} titled_word;

static const titled_word yes_no[] = {{"true", "是"}, {"false", "否"}};
static const titled_word problems[] = {{"undetermined", "无法判定"},
                                       {"conflict", "条文冲突"},
                                       {"gap", "条文空缺"},
                                       {"limit", "超出限额"},
                                       {"error", "出错"}};
#define COUNT(words) ((int)(sizeof(words) / sizeof *(words)))

static bool is_word(const titled_word *words, int count, char *text, size_t size) {
  for (int i = 0; i < count; i++) {
    if (strcmp(text, words[i].title) == 0) snprintf(text, size, "%s", words[i].word);
    if (strcmp(text, words[i].word) == 0) return true;
  }
  return false;
}

static const char *near_word(const titled_word *words, int count, const char *text, char *buf,
                             size_t size) {
  const char *names[2 * COUNT(problems)];
  size_t at = 0;
  buf[0] = '\0';
  for (int i = 0; i < count; i++) {
    names[i] = words[i].word, names[count + i] = words[i].title;
    if (at < size)
      at += (size_t)snprintf(buf + at, size - at, "%s%s (%s)", i ? ", " : "", words[i].word,
                             words[i].title);
  }
  int near = text_nearest(text, names, 2 * count);
  return near >= 0 ? names[near] : NULL;
}

bool case_problem(char *text, size_t size) {
  return is_word(problems, COUNT(problems), text, size);
}

const char *case_problem_near(const char *text, char *buf, size_t size) {
  return near_word(problems, COUNT(problems), text, buf, size);
}

bool case_value(const effect *e, char *text, size_t size) {
  int64_t fen;
  int32_t day;
  char written[24];
  if (*text == '\0') return true;
  switch (e->type) {
    case TYPE_FLAG: return is_word(yes_no, COUNT(yes_no), text, size);
    case TYPE_DATE:
      if (!date_parse(text, strlen(text), &day)) return false;
      return snprintf(text, size, "%s", date_format(day, written)) > 0;
    case TYPE_MONEY:
      if (!money_parse(text, strlen(text), &fen)) return false;
      money_format(fen, written);
      return snprintf(text, size, "%s", written) > 0;
    default: break;
  }
  if (!e->values) return true;
  for (int i = 0; e->values[i]; i++) {
    if (e->value_titles && strcmp(text, e->value_titles[i]) == 0)
      snprintf(text, size, "%s", e->values[i]);
    if (strcmp(text, e->values[i]) == 0) return true;
  }
  return strcmp(e->name, EFFECT_STATUS) == 0 && is_word(problems, 1, text, size) &&
         strcmp(text, STATUS_UNDETERMINED) == 0;
}

const char *case_value_near(const effect *e, const char *text, char *buf, size_t size) {
  buf[0] = '\0';
  if (e->type == TYPE_FLAG) return near_word(yes_no, COUNT(yes_no), text, buf, size);
  if (e->type == TYPE_DATE || e->type == TYPE_MONEY) return NULL;
  return effect_value_near(e, text, buf, size);
}
