/*
** source_fields.c - a field or an effect compared in a script's text with nil or with a number: refused where the answer is the
** same whoever the resident is. Looks at one comparison; which there are, source_names.c finds.
*/
#include <stdio.h>
#include <string.h>

#include "host/host.h"
#include "host/source_fields.h"

/* ---- labels ---- */

#define LISTED_MOST 8 /* labels that a message names */

/* “男, 女”, with what each is called beside it; of more than a few the first. */
static void list_words(char *const *words, char *const *titles, int count, char *buf, size_t size) {
  size_t used = 0;
  *buf = 0;
  for (int i = 0; i < count && i < LISTED_MOST && used < size; i++) {
    used += (size_t)snprintf(buf + used, size - used, "%s%s", i ? ", " : "", words[i]);
    if (titles && used < size)
      used += (size_t)snprintf(buf + used, size - used, " (%s)", titles[i]);
  }
  if (count > LISTED_MOST && used < size) snprintf(buf + used, size - used, ", …");
}

const char *effect_value_near(const effect *e, const char *wanted, char *list, size_t size) {
  int count = 0;
  while (e->values[count]) count++;
  list_words(e->values, e->value_titles, count, list, size);
  int near = text_nearest(wanted, (const char *const *)e->values, count);
  if (near < 0 && e->value_titles)
    near = text_nearest(wanted, (const char *const *)e->value_titles, count);
  return near >= 0 ? e->values[near] : NULL;
}

/* `near`: the one that was meant; NULL: it is one of the list. */
static canbao_status never_one_of(const char *name, const char *wanted, const char *near,
                                  const char *list, const char *path, int line,
                                  canbao_error *error) {
  if (near)
    return fault_at(error, CANBAO_SCRIPT, path, line, _("%s is never “%s”; did you mean “%s”?"),
                    name, wanted, near);
  return fault_at(error, CANBAO_SCRIPT, path, line, _("%s is never “%s”: it is one of %s"), name,
                  wanted, list);
}

canbao_status source_never_value(const effect *e, slice text, const char *path, int line,
                                 canbao_error *error) {
  char wanted[128], list[700];
  for (int i = 0; e->values[i]; i++)
    if (slice_is(text, e->values[i])) return CANBAO_OK;
  text_display(text, wanted, sizeof wanted);
  const char *near = effect_value_near(e, wanted, list, sizeof list);
  return never_one_of(e->name, wanted, near, list, path, line, error);
}

canbao_status source_never_label(const field *f, slice text, const char *path, int line,
                                 canbao_error *error) {
  char wanted[128], list[700];
  int label = field_label(f, text); /* by another way of writing it, too */
  if (label >= 0 && slice_is(text, f->labels[label])) return CANBAO_OK;
  text_display(text, wanted, sizeof wanted);
  if (label < 0) label = text_nearest(wanted, (const char *const *)f->labels, f->labels_count);
  list_words(f->labels, NULL, f->labels_count, list, sizeof list);
  return never_one_of(f->name, wanted, label >= 0 ? f->labels[label] : NULL, list, path, line,
                      error);
}

const char *source_example(const field *f, char *buf, size_t size) {
  switch (f->type) {
    case FIELD_LABEL:
      snprintf(buf, size, "r.%s == \"%s\"", f->name, f->labels_count ? f->labels[0] : "…");
      break;
    case FIELD_TEXT:
    case FIELD_CODED: snprintf(buf, size, "r.%s == \"…\"", f->name); break;
    case FIELD_PLACE: snprintf(buf, size, "r.%s:within(here)", f->name); break;
    case FIELD_LABELS:
      snprintf(buf, size, "r:has \"%s\"", f->labels_count ? f->labels[0] : "…");
      break;
    case FIELD_FLAG: snprintf(buf, size, "r.%s", f->name); break;
    case FIELD_DATE: snprintf(buf, size, "r.%s == date \"2022-12-31\"", f->name); break;
    case FIELD_MONEY: snprintf(buf, size, "r.%s == yuan(350)", f->name); break;
    case FIELD_NUMBER: snprintf(buf, size, "r.%s == %d", f->name, f->minimum); break;
  }
  return buf;
}

/* What it may be, and how it is compared with one of that. */
static void value_words(const source_values *v, char *list, char *example, size_t size) {
  if (v->texts) {
    list_words(v->texts, NULL, v->count, list, size);
    snprintf(example, size, "%s.%s == \"%s\"", v->owner, v->name, v->count ? v->texts[0] : "…");
  } else {
    snprintf(list, size, _("%d to %d"), v->of->minimum, v->of->maximum);
    source_example(v->of, example, size);
  }
}

canbao_status source_never_meet(const source_values *a, const source_values *b, const char *path,
                                int line, canbao_error *error) {
  char list[2][300], example[2][300];
  value_words(a, list[0], example[0], sizeof list[0]);
  value_words(b, list[1], example[1], sizeof list[1]);
  return fault_at(error, CANBAO_SCRIPT, path, line,
                  _("%s (%s) and %s (%s) have nothing in common and are never equal: compare each "
                    "with one of its own, like %s and %s"),
                  a->name, list[0], b->name, list[1], example[0], example[1]);
}

canbao_status source_never_number(const field *f, const char *sign, int64_t number,
                                  const char *path, int line, canbao_error *error) {
  return fault_at(error, CANBAO_SCRIPT, path, line,
                  _("%s is a whole number from %d to %d: %s %lld never holds"), f->name, f->minimum,
                  f->maximum, sign, (long long)number);
}

/* ---- nil ---- */

static canbao_status nil_and_field(const field *f, const char *owner, int line, const char *path,
                                   canbao_error *error) {
  if (f->type == FIELD_FLAG)
    return fault_at(error, CANBAO_SCRIPT, path, line,
                    _("%s is yes or no and never nil: write %s.%s or not %s.%s"), f->name, owner,
                    f->name, owner, f->name);
  if (f->type == FIELD_PLACE)
    return fault_at(error, CANBAO_SCRIPT, path, line,
                    _("%s is never nil: a place is asked about, like %s.%s:within(here), and what "
                      "is unknown stays undetermined"),
                    f->name, owner, f->name);
  if (f->role == ROLE_BIRTH_DATE)
    return fault_at(error, CANBAO_SCRIPT, path, line,
                    _("%s is never nil: everybody has one, and where it is unknown the decision is "
                      "undetermined; leave the comparison out"),
                    f->name);
  if (f->role == ROLE_ID_TYPE && f->labels_count > 0)
    return fault_at(error, CANBAO_SCRIPT, path, line,
                    _("%s is never nil: blank means “%s”; write %s.%s == \"%s\""), f->name,
                    f->labels[0], owner, f->name, f->labels[0]);
  return CANBAO_OK;
}

canbao_status source_nil(const policy *p, const named *what, const char *path,
                         canbao_error *error) {
  char name[64], owner[64];
  text_display(what->name.text, name, sizeof name);
  text_display(what->owner, owner, sizeof owner);
  int line = what->name.line, f = schema_find(p->schema, name);
  if (f >= 0) return nil_and_field(&p->schema->fields[f], owner, line, path, error);
  if (strcmp(name, "as_of") == 0)
    return fault_at(error, CANBAO_SCRIPT, path, line,
                    _("%s, the day of the question, is never nil: leave the comparison out"), name);
  int e = what->later ? policy_effect(p, name) : -1;
  if (e < 0 || !p->host->defaults[e] || p->host->only_if[e] >= 0) return CANBAO_OK;
  if (p->effects[e].type == TYPE_FLAG)
    return fault_at(error, CANBAO_SCRIPT, path, line,
                    _("%s is yes or no and never nil: write %s.%s or not %s.%s"), name, owner, name,
                    owner, name);
  return fault_at(error, CANBAO_SCRIPT, path, line,
                  _("%s is never nil: where no article fixes it, it has its default"), name);
}

/* ---- numbers ---- */

typedef enum { IS_EQUAL, IS_OTHER, IS_LESS, IS_MOST, IS_MORE, IS_LEAST, IS_NONE } relation;

static relation relation_of(slice sign, bool turned) {
  static const struct {
    const char *sign;
    relation forward, backward;
  } signs[] = {{"==", IS_EQUAL, IS_EQUAL}, {"~=", IS_OTHER, IS_OTHER}, {"<", IS_LESS, IS_MORE},
               {"<=", IS_MOST, IS_LEAST},  {">", IS_MORE, IS_LESS},    {">=", IS_LEAST, IS_MOST}};
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (slice_is(sign, signs[i].sign)) return turned ? signs[i].backward : signs[i].forward;
  return IS_NONE;
}

static bool holds(relation is, int64_t a, int64_t b) {
  switch (is) {
    case IS_EQUAL: return a == b;
    case IS_OTHER: return a != b;
    case IS_LESS: return a < b;
    case IS_MOST: return a <= b;
    case IS_MORE: return a > b;
    default: return a >= b;
  }
}

/* A whole number as Lua reads its digits; false: it is written in another way. */
static bool whole_number(slice text, int64_t *out) {
  int64_t n = 0;
  if (text.length == 0 || text.length > 15) return false;
  for (uint32_t i = 0; i < text.length; i++) {
    if (text.at[i] < '0' || text.at[i] > '9') return false;
    n = n * 10 + (text.at[i] - '0');
  }
  *out = n;
  return true;
}

canbao_status source_range(const policy *p, const named *what, token sign, token number,
                           bool number_first, const char *path, canbao_error *error) {
  static const char *const shown[] = {"==", "~=", "<", "<=", ">", ">="}; /* by relation */
  char name[64];
  int64_t n;
  text_display(what->name.text, name, sizeof name);
  int f = schema_find(p->schema, name);
  relation is = relation_of(sign.text, number_first);
  if (f < 0 || is == IS_NONE || !whole_number(number.text, &n)) return CANBAO_OK;
  const field *fd = &p->schema->fields[f];
  if (fd->type != FIELD_NUMBER) return CANBAO_OK;
  bool low = holds(is, fd->minimum, n), high = holds(is, fd->maximum, n);
  bool within = n >= fd->minimum && n <= fd->maximum;
  /* one that always holds, of a number there may be, says no more than what is so */
  if (low != high || (within && (low || is == IS_EQUAL || is == IS_OTHER))) return CANBAO_OK;
  if (!low) return source_never_number(fd, shown[is], n, path, number.line, error);
  return fault_at(error, CANBAO_SCRIPT, path, number.line,
                  _("%s is a whole number from %d to %d: %s %lld always holds"), name, fd->minimum,
                  fd->maximum, shown[is], (long long)n);
}
