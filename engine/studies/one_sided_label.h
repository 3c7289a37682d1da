/*
** one_sided_label.h - labels that only one script of a comparison declares. Whoever has one cannot be decided by the
** other, so a difference counts all that they cost instead of what the scripts make of them. Finds them and says so;
** prints nothing.
*/
#ifndef STUDIES_ONE_SIDED_LABEL_H
#define STUDIES_ONE_SIDED_LABEL_H

#include "studies/whatif.h"

/* Borrowed from the sides of the comparison. */
typedef struct {
  const field *field; /* of the side that declares it */
  const char *label;  /* of that field */
  const whatif_side
      *without;      /* the side that does not know it, as a label or another way of writing one */
  int64_t residents; /* have it */
  int64_t undecided; /* of them, without a decision on that side: never 0 */
} one_sided_label;

/* Those that leave somebody undecided, in the order of the fields and labels, the base's first. Caller frees *out.
** CANBAO_LIMIT out of memory. */
canbao_status one_sided_labels(const whatif *w, one_sided_label **out, int *count,
                               canbao_error *error);
/* What is wrong with the figures for it, and what to do: one sentence. */
const char *one_sided_label_words(const one_sided_label *l, char *buf, size_t size);

#endif
