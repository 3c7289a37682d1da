/*
** source_fields.c - a field or an effect compared in a script's text with nil or with a number: refused where the answer is the
** same whoever the resident is. Looks at one comparison; which there are, source_names.c finds.
*/
#include <string.h>

#include "host/host.h"
#include "host/source_fields.h"

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
  return fault_at(error, CANBAO_SCRIPT, path, number.line,
                  low ? _("%s is a whole number from %d to %d: %s %lld always holds")
                      : _("%s is a whole number from %d to %d: %s %lld never holds"),
                  name, fd->minimum, fd->maximum, shown[is], (long long)n);
}
