/*
** schema.h - what is known of a resident: the fields, their types, what a blank
** means, the headings that name them. Declared in rules/fields.lua (read by the
** host), never in C: nothing in the engine may name a field except through here.
*/
#ifndef ROSTER_SCHEMA_H
#define ROSTER_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

#include "values/fault.h"
#include "values/text.h"

typedef enum {
  FIELD_TEXT,   /* slice of the file */
  FIELD_CODED,  /* text with few distinct values (town, channel): dictionary code */
  FIELD_PLACE,  /* a place's name: dictionary code; rules ask only whether it lies within another */
  FIELD_LABEL,  /* one of the declared labels */
  FIELD_LABELS, /* a set of declared labels */
  FIELD_FLAG,   /* yes or no */
  FIELD_DATE,
  FIELD_MONEY,
  FIELD_NUMBER /* small whole number between minimum and maximum */
} field_type;

/* What a field is to the reader beyond its type. */
typedef enum {
  ROLE_NONE,
  ROLE_ID_NUMBER,  /* checked by GB 11643 when id_type is the resident ID card */
  ROLE_ID_TYPE,    /* its first label is the default when blank */
  ROLE_BIRTH_DATE, /* taken from the ID number when blank */
  ROLE_NAME,       /* a person's name: defused on output */
  ROLE_HOUSEHOLD,  /* groups residents */
  ROLE_TOWN,       /* groups residents */
  ROLE_VILLAGE
} field_role;

#define FIELD_LABELS_MAX 128 /* labels of one field */
#define SCHEMA_FIELDS_MAX 64

typedef struct {
  char *name;      /* English name, as rules and the roster's English heading use it */
  char *title;     /* first Chinese heading: what reports call it */
  char **headings; /* all Chinese headings */
  int headings_count;
  field_type type;
  field_role role;
  bool blank_unknown; /* a blank cell means "not known", else "none" */
  char **labels;      /* LABEL and LABELS: canonical names */
  int labels_count;
  struct {
    char *text; /* another way of writing labels[label] */
    int label;
  } * aliases; /* LABEL, LABELS and NUMBER (for NUMBER label is the number itself: 一级 = 1) */
  int aliases_count;
  int minimum, maximum; /* NUMBER */
  bool after_birth;     /* DATE: never before the resident's birth date */
} field;

typedef struct schema {
  field fields[SCHEMA_FIELDS_MAX];
  int count;
  struct folded_name *names; /* of the fields, in their order: every heading, folded once */
  int names_count;
} schema;

schema *schema_new(void);
void schema_free(schema *s);
/* Add a field; texts are copied. CANBAO_SCRIPT when the name or a heading is taken or a limit is passed. */
canbao_status schema_add(schema *s, const field *f, canbao_error *error);
/* Add a label (a script may bring its own); no-op when it is there. CANBAO_LIMIT over FIELD_LABELS_MAX. */
canbao_status schema_add_label(schema *s, int field_index, const char *label, canbao_error *error);
int schema_find(const schema *s, const char *name); /* by English name; -1 */
int schema_find_heading(const schema *s,
                        slice heading); /* English or Chinese, trimmed, full-width ( ) folded; -1 */
int schema_role(const schema *s, field_role role); /* -1 */
int field_label(const field *f, slice text);       /* label code, aliases included; -1 */

#endif
