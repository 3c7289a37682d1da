/*
** gates.c - see gates.h. "Where somebody lives is asked of those alone whose household is not
** registered here": such a field has nothing to do in the keys of the others.
*/
#include "cases/gates.h"

#include <stdlib.h>
#include <string.h>

#define RESIDENTS 256   /* that are looked at, at most, */
#define RESIDENTS_MIN 8 /* and at least */
#define WAYS 1024       /* whose fields are kept */
#define CLASSES 32      /* of the field that a gate looks at: a bit each */

/* What part of all residents a class must hold of whom none was asked to be believed closed, and what part a gate must make alike. */
#define BELIEVED 16
#define WORTH 8

typedef struct {
  uint32_t way, notes; /* way 0: none */
  uint64_t fields;
} way_fields;

/* Of each resident: which fields were asked, and the classes of the signature's fields that a gate may be about. */
typedef struct {
  uint64_t asked[RESIDENTS];
  uint32_t classes[SCHEMA_FIELDS_MAX][RESIDENTS];
  uint32_t count;
  way_fields ways[WAYS]; /* by way, as far as they do not fall on one another */
} sample;

static const way_fields *fields_of_way(sample *of, const gate_evidence *e, uint32_t way) {
  way_fields *w = &of->ways[way / 2 % WAYS];
  if (w->way == way) return w;
  *w = (way_fields){.way = way};
  w->notes = policy_way_fields(e->policy, way, &w->fields);
  return w;
}

/* What was noted when a case was decided. */
static uint64_t fields_asked(sample *of, const gate_evidence *e, uint32_t number) {
  const decision *d = case_book_decision(e->book, number);
  uint32_t entry = case_book_entry(e->book, number), rest = d ? d->notes_count : 0;
  uint64_t fields = 0;
  if (!d) return UINT64_MAX; /* not kept: anything may have been */
  for (int a = 0; entry && a < e->policy->articles_count; a++) {
    const way_fields *w = fields_of_way(of, e, way_table_ways(e->ways, entry)[a]);
    fields |= w->fields;
    rest -= w->notes;
  }
  for (uint32_t i = 0; i < rest; i++)
    fields |= question_fields(e->policy->terms, d->notes[i].question);
  return fields;
}

/* Some are not asked: only then a gate may be there. */
static bool asked_of_some(const sample *of, int asked) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < of->count; i++) n += of->asked[i] >> asked & 1;
  return n > 0 && n < of->count - of->count / WORTH;
}

/* A field that keys cost little to look at, and whose class they always tell. */
static bool can_be_looked_at(const signature *s, int f) {
  const field_classes *c = signature_field(s, f);
  return c->of_code && c->count <= CLASSES && !signature_hides(s, f);
}

static bool can_be_hidden(const sample *of, const signature *s, int f) {
  return asked_of_some(of, signature_field(s, f)->field) && signature_may_hide(s, f);
}

/* Residents spread evenly over the evidence. */
static void look(sample *of, const signature *s, const gate_evidence *e) {
  of->count = e->count < RESIDENTS ? e->count : RESIDENTS;
  for (uint32_t i = 0; i < of->count; i++)
    of->asked[i] = fields_asked(of, e, e->cases[(uint64_t)i * e->count / of->count]);
  for (int f = 0; f < signature_fields(s); f++) {
    if (!can_be_looked_at(s, f) && !can_be_hidden(of, s, f)) continue;
    for (uint32_t i = 0; i < of->count; i++) {
      uint32_t row = e->rows[(uint64_t)i * e->count / of->count];
      of->classes[f][i] = field_class(signature_field(s, f), e->roster, row);
    }
  }
}

/* The classes of `by` with which some resident was asked the field, and those of which too little is known. */
static uint32_t open_classes(const sample *of, int asked, const uint32_t *by) {
  uint32_t met[CLASSES] = {0}, open = 0, least = of->count / BELIEVED + 1;
  for (uint32_t i = 0; i < of->count; i++) {
    met[by[i]]++;
    open |= (uint32_t)(of->asked[i] >> asked & 1) << by[i];
  }
  for (int c = 0; c < CLASSES; c++)
    if (met[c] < least) open |= UINT32_C(1) << c;
  return open;
}

/* How many residents behind the closed gate differ in the field from the most frequent among them. */
static uint32_t made_alike(const sample *of, const uint32_t *classes, const uint32_t *by,
                           uint32_t open) {
  uint32_t met[CLASSES] = {0}, closed = 0, most = 0;
  for (uint32_t i = 0; i < of->count; i++) {
    if (open >> by[i] & 1) continue;
    uint32_t n =
        ++met[classes[i] % CLASSES]; /* of more classes some count together: rather too few */
    closed++;
    if (n > most) most = n;
  }
  return closed - most;
}

bool gates_guess(signature *s, const gate_evidence *e) {
  if (e->count < RESIDENTS_MIN) return true;
  sample *of = calloc(1, sizeof *of);
  if (!of) return false;
  look(of, s, e);
  uint64_t looked_at = 0;
  bool good = true;
  for (int f = 0; good && f < signature_fields(s); f++) {
    uint32_t best = of->count / WORTH, open = 0;
    int by = -1;
    if (looked_at >> f & 1 || !can_be_hidden(of, s, f)) continue;
    for (int g = 0; g < signature_fields(s); g++) {
      if (g == f || !can_be_looked_at(s, g)) continue;
      uint32_t classes = open_classes(of, signature_field(s, f)->field, of->classes[g]);
      uint32_t alike = made_alike(of, of->classes[f], of->classes[g], classes);
      if (alike > best) best = alike, by = g, open = classes;
    }
    if (by < 0) continue;
    good = signature_add_gate(s, f, by, open);
    looked_at |= UINT64_C(1) << by;
  }
  free(of);
  return good;
}
