/* source_fields.h - a field or an effect compared with nil or a number, as a script writes it. Private to the host. */
#ifndef HOST_SOURCE_FIELDS_H
#define HOST_SOURCE_FIELDS_H

#include "host/policy.h"
#include "values/lua_tokens.h"

/* owner.name: what a rule reads. */
typedef struct {
  slice owner;
  token name;
  bool later; /* the owner is not the first that its function is given: it may be the effects */
} named;

/* CANBAO_SCRIPT: it is never nil. */
canbao_status source_nil(const policy *p, const named *what, const char *path, canbao_error *error);
/* CANBAO_SCRIPT: the comparison with the number never holds, or always does because the field is never so large or so small.
** `number_first`: it stands before the sign. What else is compared passes. */
canbao_status source_range(const policy *p, const named *what, token sign, token number,
                           bool number_first, const char *path, canbao_error *error);
/* CANBAO_SCRIPT: the text is no label of the field's, or no value of the effect's; names the nearest. */
canbao_status source_never_label(const field *f, slice text, const char *path, int line,
                                 canbao_error *error);
canbao_status source_never_value(const effect *e, slice text, const char *path, int line,
                                 canbao_error *error);
/* CANBAO_SCRIPT, always: the field is never so small or so large. */
canbao_status source_never_number(const field *f, const char *sign, int64_t number,
                                  const char *path, int line, canbao_error *error);
/* What a field or an effect may be. */
typedef struct {
  const char *owner, *name; /* r.tier */
  const field *of;          /* NULL: an effect */
  char **texts;             /* NULL: the field's range */
  int count;
} source_values;
/* CANBAO_SCRIPT, always: two that have nothing in common. */
canbao_status source_never_meet(const source_values *a, const source_values *b, const char *path,
                                int line, canbao_error *error);
/* How a rule compares the field, into buf: r.tier == "高". Returns buf. */
const char *source_example(const field *f, char *buf, size_t size);

#endif
