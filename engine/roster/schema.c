/*
** schema.c - the declared fields. Every text is copied; a field is either added whole
** or not at all. Headings are compared folded, so that ＩＤ　号 and ID号 are one.
*/
#include "roster/schema.h"

#include <stdlib.h>
#include <string.h>

#include "values/array.h"
#include "values/hidden.h"
#include "values/message.h"

#define HEADING_SIZE 128 /* bytes of a folded heading; longer ones are nobody's */

struct folded_name {
  uint32_t hash;
  int field;
  char folded[HEADING_SIZE];
};

schema *schema_new(void) { return calloc(1, sizeof(schema)); }

static void texts_free(char **texts, int count) {
  for (int i = 0; i < count; i++) free(texts[i]);
  free(texts);
}

static void field_free(field *f) {
  free(f->name);
  free(f->title);
  texts_free(f->headings, f->headings_count);
  texts_free(f->labels, f->labels_count);
  for (int i = 0; i < f->aliases_count; i++) free(f->aliases[i].text);
  free(f->aliases);
}

void schema_free(schema *s) {
  if (s == NULL) return;
  for (int i = 0; i < s->count; i++) field_free(&s->fields[i]);
  free(s->names);
  free(s);
}

/* Half-width, no white space, nothing that does not show, no mark of a required column, ASCII in lower case; false when it is too long. */
static bool fold_heading(slice heading, char folded[HEADING_SIZE]) {
  char half[HEADING_SIZE], shown[HEADING_SIZE];
  size_t length = 0;
  if (heading.length >= HEADING_SIZE) return false;
  if (text_may_hide(heading)) heading = slice_of(shown, text_without_hidden(heading, shown));
  size_t n = text_half_width(heading, half, sizeof half);
  for (size_t i = 0; i < n; i++) {
    char c = half[i];
    if (c == ' ' || (c >= '\t' && c <= '\r') || c == '*') continue;
    if (c == '\xC2' && i + 1 < n && half[i + 1] == '\xA0') {
      i++;
      continue;
    }
    folded[length++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
  }
  folded[length] = '\0';
  return length > 0;
}

static uint32_t hash_of(const char *folded) {
  return (uint32_t)text_hash(slice_of(folded, strlen(folded)));
}

/* There is room for it. */
static void add_name(schema *s, int field_index, const char *heading) {
  struct folded_name *name = &s->names[s->names_count];
  if (!fold_heading(slice_of(heading, strlen(heading)), name->folded)) return;
  name->hash = hash_of(name->folded);
  name->field = field_index;
  s->names_count++;
}

static void add_names(schema *s, int field_index) {
  const field *f = &s->fields[field_index];
  add_name(s, field_index, f->name);
  add_name(s, field_index, f->title);
  for (int i = 0; i < f->headings_count; i++) add_name(s, field_index, f->headings[i]);
}

int schema_find_heading(const schema *s, slice heading) {
  char folded[HEADING_SIZE];
  if (!fold_heading(heading, folded)) return -1;
  uint32_t hash = hash_of(folded);
  for (int i = 0; i < s->names_count; i++) {
    const struct folded_name *name = &s->names[i];
    if (name->hash == hash && strcmp(name->folded, folded) == 0) return name->field;
  }
  return -1;
}

int schema_find(const schema *s, const char *name) {
  for (int i = 0; i < s->count; i++) {
    if (strcmp(s->fields[i].name, name) == 0) return i;
  }
  return -1;
}

int schema_role(const schema *s, field_role role) {
  for (int i = 0; i < s->count; i++) {
    if (s->fields[i].role == role) return i;
  }
  return -1;
}

/* Exactly as written; -1 when nothing is. */
static int label_as_written(const field *f, slice text) {
  for (int i = 0; i < f->labels_count; i++) {
    if (slice_is(text, f->labels[i])) return i;
  }
  for (int i = 0; i < f->aliases_count; i++) {
    if (slice_is(text, f->aliases[i].text)) return f->aliases[i].label;
  }
  return -1;
}

/* Parentheses and digits come full-width as often as half-width: then both are folded. */
static int label_folded(const field *f, slice text) {
  char wanted[HEADING_SIZE], own[HEADING_SIZE];
  if (!fold_heading(text, wanted)) return -1;
  for (int i = 0; i < f->labels_count; i++) {
    slice label = slice_of(f->labels[i], strlen(f->labels[i]));
    if (fold_heading(label, own) && strcmp(own, wanted) == 0) return i;
  }
  for (int i = 0; i < f->aliases_count; i++) {
    slice alias = slice_of(f->aliases[i].text, strlen(f->aliases[i].text));
    if (fold_heading(alias, own) && strcmp(own, wanted) == 0) return f->aliases[i].label;
  }
  return -1;
}

int field_label(const field *f, slice text) {
  int label = label_as_written(f, text);
  return label >= 0 ? label : label_folded(f, text);
}

static bool copy_texts(char ***to, int *to_count, char **from, int count) {
  *to = calloc((size_t)count + 1, sizeof **to);
  if (*to == NULL) return false;
  for (; *to_count < count; (*to_count)++) {
    (*to)[*to_count] = strdup(from[*to_count]);
    if ((*to)[*to_count] == NULL) return false;
  }
  return true;
}

/* What it has copied is counted in `to`, so that field_free undoes a half copy. */
static bool copy_field(field *to, const field *from) {
  *to = (field){.type = from->type,
                .role = from->role,
                .blank_unknown = from->blank_unknown,
                .minimum = from->minimum,
                .after_birth = from->after_birth,
                .maximum = from->maximum};
  const char *title = from->title;
  if (title == NULL) title = from->headings_count > 0 ? from->headings[0] : from->name;
  to->name = strdup(from->name);
  to->title = strdup(title);
  if (to->name == NULL || to->title == NULL) return false;
  if (!copy_texts(&to->headings, &to->headings_count, from->headings, from->headings_count))
    return false;
  if (!copy_texts(&to->labels, &to->labels_count, from->labels, from->labels_count)) return false;
  to->aliases = calloc((size_t)from->aliases_count + 1, sizeof *to->aliases);
  if (to->aliases == NULL) return false;
  for (int i = 0; i < from->aliases_count; i++) {
    to->aliases[i].text = strdup(from->aliases[i].text);
    if (to->aliases[i].text == NULL) return false;
    to->aliases[i].label = from->aliases[i].label;
    to->aliases_count++;
  }
  return true;
}

/* A label or alias that means two things, or an alias that leads nowhere. */
static canbao_status check_labels(const field *f, canbao_error *error) {
  bool labelled = f->type == FIELD_LABEL || f->type == FIELD_LABELS;
  if (f->labels_count > FIELD_LABELS_MAX) {
    return fault(error, CANBAO_LIMIT, _("Field %s declares %d labels; a field can have %d."),
                 f->name, f->labels_count, FIELD_LABELS_MAX);
  }
  if (labelled != (f->labels_count > 0)) {
    return fault(error, CANBAO_SCRIPT,
                 labelled ? _("Field %s is of labels and declares none; add labels = { ... }.")
                          : _("Field %s declares labels, but its type has none."),
                 f->name);
  }
  for (int i = 0; i < f->labels_count; i++) {
    if (label_as_written(f, slice_of(f->labels[i], strlen(f->labels[i]))) != i) {
      return fault(error, CANBAO_SCRIPT, _("Field %s declares the label “%s” twice."), f->name,
                   f->labels[i]);
    }
  }
  for (int i = 0; i < f->aliases_count; i++) {
    int to = f->aliases[i].label;
    bool known = labelled ? to >= 0 && to < f->labels_count
                          : f->type == FIELD_NUMBER && to >= f->minimum && to <= f->maximum;
    if (!known) {
      return fault(error, CANBAO_SCRIPT,
                   _("Field %s: the alias “%s” leads to no value of the field."), f->name,
                   f->aliases[i].text);
    }
    if (label_as_written(f, slice_of(f->aliases[i].text, strlen(f->aliases[i].text))) != to) {
      return fault(error, CANBAO_SCRIPT, _("Field %s: the alias “%s” has two meanings."), f->name,
                   f->aliases[i].text);
    }
  }
  return CANBAO_OK;
}

static canbao_status check_heading(const schema *s, const field *f, const char *heading,
                                   canbao_error *error) {
  int taken = schema_find_heading(s, slice_of(heading, strlen(heading)));
  if (taken < 0) return CANBAO_OK;
  return fault(error, CANBAO_SCRIPT, _("Field %s: the heading “%s” already names the field %s."),
               f->name, heading, s->fields[taken].name);
}

/* The reader goes straight to the array of a role's type. */
static bool role_fits(const field *f) {
  switch (f->role) {
    case ROLE_ID_TYPE: return f->type == FIELD_LABEL;
    case ROLE_BIRTH_DATE: return f->type == FIELD_DATE;
    case ROLE_ID_NUMBER:
    case ROLE_NAME: return f->type == FIELD_TEXT;
    case ROLE_HOUSEHOLD:
    case ROLE_TOWN:
    case ROLE_VILLAGE: return f->type == FIELD_TEXT || f->type == FIELD_CODED;
    case ROLE_NONE: break;
  }
  return true;
}

static canbao_status check_field(const schema *s, const field *f, canbao_error *error) {
  if (f->name == NULL || f->name[0] == '\0') {
    return fault(error, CANBAO_SCRIPT, _("A field has no name."));
  }
  if (s->count == SCHEMA_FIELDS_MAX) {
    return fault(error, CANBAO_LIMIT, _("Field %s is one too many; there can be %d."), f->name,
                 SCHEMA_FIELDS_MAX);
  }
  if (f->role != ROLE_NONE && schema_role(s, f->role) >= 0) {
    return fault(error, CANBAO_SCRIPT, _("Field %s takes the role that the field %s has."), f->name,
                 s->fields[schema_role(s, f->role)].name);
  }
  if (!role_fits(f)) {
    return fault(error, CANBAO_SCRIPT, _("Field %s has a role that does not go with its type."),
                 f->name);
  }
  if (f->type == FIELD_NUMBER && f->minimum > f->maximum) {
    return fault(error, CANBAO_SCRIPT, _("Field %s: its minimum is above its maximum."), f->name);
  }
  if (f->after_birth && (f->type != FIELD_DATE || f->role == ROLE_BIRTH_DATE)) {
    return fault(error, CANBAO_SCRIPT,
                 _("Field %s: only a date other than the birth date can be after_birth."), f->name);
  }
  canbao_status status = check_heading(s, f, f->name, error);
  if (status == CANBAO_OK && f->title != NULL) status = check_heading(s, f, f->title, error);
  for (int i = 0; status == CANBAO_OK && i < f->headings_count; i++) {
    status = check_heading(s, f, f->headings[i], error);
  }
  return status == CANBAO_OK ? check_labels(f, error) : status;
}

canbao_status schema_add(schema *s, const field *f, canbao_error *error) {
  canbao_status status = check_field(s, f, error);
  if (status != CANBAO_OK) return status;
  field *to = &s->fields[s->count];
  void *more;
  int names = s->names_count + f->headings_count + 2; /* its name and its title too */
  if (!copy_field(to, f) || !ARRAY_RESIZE(s->names, (size_t)names, more)) {
    field_free(to);
    return fault(error, CANBAO_LIMIT, _("Memory ran out."));
  }
  add_names(s, s->count++);
  return CANBAO_OK;
}

canbao_status schema_add_label(schema *s, int field_index, const char *label, canbao_error *error) {
  field *f = &s->fields[field_index];
  if (label_as_written(f, slice_of(label, strlen(label))) >= 0) return CANBAO_OK;
  if (f->labels_count >= FIELD_LABELS_MAX) {
    return fault(error, CANBAO_LIMIT,
                 _("Field %s has its %d labels already; “%s” is one too many."), f->name,
                 FIELD_LABELS_MAX, label);
  }
  char **labels = realloc(f->labels, ((size_t)f->labels_count + 2) * sizeof *labels);
  if (labels != NULL) f->labels = labels;
  char *copy = labels == NULL ? NULL : strdup(label);
  if (copy == NULL) return fault(error, CANBAO_LIMIT, _("Memory ran out."));
  f->labels[f->labels_count++] = copy;
  f->labels[f->labels_count] = NULL;
  return CANBAO_OK;
}
