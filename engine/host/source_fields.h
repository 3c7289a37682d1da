/* source_fields.h - a field or an effect compared with nil or a number, as a script writes it. Private to the host. */
#ifndef HOST_SOURCE_FIELDS_H
#define HOST_SOURCE_FIELDS_H

#include "host/policy.h"
#include "host/script_tokens.h"

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

#endif
