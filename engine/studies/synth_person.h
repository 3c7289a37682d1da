/*
** synth_person.h - one invented person: what stands in each cell before it is
** text, and how traits and payments get there. Owns no memory: texts belong to
** the profile or lie inside the person, so that a person can be copied.
*/
#ifndef STUDIES_SYNTH_PERSON_H
#define STUDIES_SYNTH_PERSON_H

#include "studies/synth_profile.h"

typedef enum {
  ENTRY_BLANK,
  ENTRY_TEXT, /* the profile's */
  ENTRY_OWN,  /* v: where it begins in `own` */
  ENTRY_DAY,
  ENTRY_MONEY, /* fen */
  ENTRY_NUMBER,
  ENTRY_LABELS /* those of `labels` that belong to this field */
} entry_kind;

typedef struct {
  entry_kind kind;
  int64_t v;
  const char *text;
} entry;

#define PERSON_LABELS_MAX 8
#define PERSON_OWN_MAX 256

typedef struct {
  int age; /* whole years on the profile's day; -1: born later */
  int man; /* 0 or 1: index into the profile's sex_names */
  int32_t born;
  uint64_t traits; /* bit per trait of the profile */
  entry cells[SCHEMA_FIELDS_MAX];
  struct {
    int field;
    const char *text;
  } labels[PERSON_LABELS_MAX];
  int labels_count;
  char own[PERSON_OWN_MAX]; /* texts made for this person: ID number, name, household */
  int own_used;
} person;

/* How one household pays: what its first paying member did, for the others to follow. */
typedef struct {
  int payer; /* -1: nobody yet */
  bool pays;
  int window;
  int32_t offset; /* days into the window */
  const char *channel;
} payment_habit;

void person_clear(person *who, int fields);
/* Put a text of the person's own into a cell. */
void person_own_text(person *who, int field_index, const char *text);
/* Draw every trait that can befall the person and fill in what it says. `offered`: household traits that were drawn. */
void person_traits(person *who, const synth_profile *p, uint64_t offered, random_stream *r);
/* Draw whether, when, where and how much is paid, and fill it in. */
void person_payment(person *who, const synth_profile *p, payment_habit *habit, random_stream *r);
/* A cell as a roster writes it, into buf with a NUL; returns the length. Labels are joined by 、. */
size_t person_text(const person *who, int field_index, char *buf, size_t size);

#endif
