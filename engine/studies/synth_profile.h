/*
** synth_profile.h - what a synthetic county is like: ages, households, towns,
** traits and how people pay, read from the profile beside a script
** (2023.synth.lua). Owns the profile; names fields only as the profile does.
*/
#ifndef STUDIES_SYNTH_PROFILE_H
#define STUDIES_SYNTH_PROFILE_H

#include "roster/schema.h"
#include "studies/synth_random.h"

#define AGE_MAX 104
#define TRAITS_MAX 64
#define MEMBERS_MAX 10
#define TOWNS_MAX 64
#define PAYERS_MAX 32

/* The four parts of life that households are composed of. */
typedef enum { ROLE_CHILD, ROLE_YOUTH, ROLE_ADULT, ROLE_ELDER, LIFE_ROLES } life_role;
extern const int life_role_ages[LIFE_ROLES][2]; /* first and last year of age */

typedef struct {
  life_role members[MEMBERS_MAX];
  int count;
} composition;

typedef struct {
  const char *name;
  int villages, communities;
} synth_town;

typedef enum {
  FILL_TEXT,  /* one of the texts, by weight */
  FILL_LABEL, /* one of the texts, added to the set of labels that is there */
  FILL_DAYS,  /* a day between low and high */
  FILL_AFTER, /* a day low to high days after the field `after`; nothing when that is blank */
  FILL_MONEY, /* an amount between low and high fen, a multiple of step */
  FILL_NUMBER,
  FILL_BLANK /* takes back what an earlier trait filled in */
} fill_kind;

/* One cell that a trait fills in. */
typedef struct {
  fill_kind kind;
  int field, after;
  const char **texts;
  lottery odds;
  int64_t low, high, step;
} fill;

/* Something that is true of some residents, and what it puts into their cells. */
typedef struct {
  const char *name;
  int line;
  uint32_t millionths; /* how often, among those it can befall */
  bool household;      /* drawn once for a household; then holds for each member it can befall */
  int age_from, age_to, sex; /* sex: 0 woman, 1 man, -1 either */
  uint64_t given;            /* needs one of these earlier traits; 0: nothing */
  uint64_t without;          /* none of these */
  fill *fills;
  int fills_count;
  int64_t due;     /* what such a person pays at most, in fen; -1: no word on it */
  int64_t subsidy; /* what such a person is let off of the price, in fen; -1 */
  int64_t premium; /* the price that such a person chose; -1 */
  int due_since;   /* date field: paid before that day, the full price was paid; -1 */
} trait;

/* Days on which people pay: low to high, days or days after a field. */
typedef struct {
  int after; /* date field; -1: low and high are days */
  int32_t low, high;
} pay_window;

/* How those who have certain traits pay. The first that fits a person is used. */
typedef struct {
  const char *name;
  int line;
  uint64_t given, without;
  uint32_t pay;      /* millionths that pay */
  uint32_t together; /* millionths of members that do as the first of the household does */
  pay_window *windows;
  lottery window_odds;
  const char **channels;
  lottery channel_odds;
} payer;

typedef struct {
  char *path;
  struct cJSON *json; /* holds every text below */
  const char *title, *place;
  int32_t day;        /* ages are counted on this day */
  int32_t first_area; /* first of the never assigned area codes of the ID numbers */
  lottery ages;       /* 0 .. AGE_MAX */
  composition *compositions;
  lottery composition_odds;
  uint32_t males; /* millionths */
  synth_town towns[TOWNS_MAX];
  lottery town_odds;
  trait traits[TRAITS_MAX];
  int traits_count;
  payer payers[PAYERS_MAX];
  int payers_count;
  int64_t premium;        /* fen */
  uint32_t wrong_amount;  /* millionths that pay something else */
  int64_t *wrong_amounts; /* -1: the cell stays blank */
  int wrong_amounts_count;
  int sex, paid_on, paid_amount, pay_channel; /* fields; -1 when the schema has none */
  const char *sex_names[2];                   /* woman, man */
  const char **
      other_ids; /* per label of the ID type's field: a pattern, # a digit of a running number; NULL: GB 11643 */
  int other_ids_count;
} synth_profile;

/* Read and check a profile: every field and label must be declared in `s`, and the households must come to the
** census figures that the profile states. `rows` is the size of the roster to come (traits with `at_least` are
** likelier in a small one). CANBAO_SCRIPT with file and line; CANBAO_LIMIT when memory runs out. */
canbao_status synth_profile_load(synth_profile **out, const char *path, const schema *s,
                                 int64_t rows, canbao_error *error);
void synth_profile_free(synth_profile *p);

#endif
