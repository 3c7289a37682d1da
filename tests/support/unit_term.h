/* unit_term.h - one made-up resident for the tests of terms, in columns filled by hand. */
#ifndef SUPPORT_UNIT_TERM_H
#define SUPPORT_UNIT_TERM_H

#include "terms/term.h"

/* In this order in the schema. */
enum {
  BIRTH_DATE,
  PAID_ON,
  CERTIFICATE_ON, /* blank means unknown */
  PAID_AMOUNT,
  INCOME,
  GRADE,
  WORKER,
  STUDENT, /* blank means unknown */
  TIER,
  IDENTITIES,
  REGISTRATION, /* blank means unknown */
  TOWN,
  REMARK,
  FIELDS
};

typedef struct {
  schema schema;
  roster roster;
  resident resident;
  int32_t dates[FIELDS], numbers[FIELDS];
  int64_t fen[FIELDS];
  uint8_t flags[FIELDS];
  uint16_t labels[FIELDS];
  uint32_t codes[FIELDS];
  text_ref texts[FIELDS];
  label_set set;
} unit_resident;

/* Every cell blank, as_of 2023-03-01. */
void unit_resident_fill(unit_resident *u);
/* Set a cell from text: "" blank, "?" unknown, labels separated by "," with "!" for one nobody
** declared. */
bool unit_resident_set(unit_resident *u, int field_index, const char *text);
void unit_resident_drop(unit_resident *u);

int unit_term_random(uint64_t seed, long rounds);

#endif
