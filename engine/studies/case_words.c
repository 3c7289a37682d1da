/* case_words.c - see case_words.h. */
#include "studies/case_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/programme_names.h"

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

static const char *const yes_no[][2] = {{"true", "是"}, {"false", "否"}};

const char *case_value(const effect *e, const char *text) {
  if (*text == '\0') return text;
  if (e->type == TYPE_FLAG) {
    for (int i = 0; i < 2; i++)
      if (strcmp(text, yes_no[i][0]) == 0 || strcmp(text, yes_no[i][1]) == 0) return yes_no[i][0];
    return NULL;
  }
  if (!e->values) return text;
  for (int i = 0; e->values[i]; i++)
    if (strcmp(text, e->values[i]) == 0 ||
        (e->value_titles && strcmp(text, e->value_titles[i]) == 0))
      return e->values[i];
  bool status = strcmp(e->name, EFFECT_STATUS) == 0;
  return status && strcmp(text, STATUS_UNDETERMINED) == 0 ? text : NULL;
}

const char *case_value_near(const effect *e, const char *text, char *buf, size_t size) {
  if (e->type != TYPE_FLAG) return effect_value_near(e, text, buf, size);
  snprintf(buf, size, "%s (%s), %s (%s)", yes_no[0][0], yes_no[0][1], yes_no[1][0], yes_no[1][1]);
  return NULL;
}
