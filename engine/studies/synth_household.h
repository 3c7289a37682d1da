/*
** synth_household.h - invented people, one household at a time: ages that fit
** together, names, ID numbers that nobody can have, traits, payments. Owns the
** generator, whose size does not depend on how many people are made.
*/
#ifndef STUDIES_SYNTH_HOUSEHOLD_H
#define STUDIES_SYNTH_HOUSEHOLD_H

#include "studies/synth_person.h"

typedef struct synth_people synth_people;

canbao_status synth_people_new(synth_people **out, const synth_profile *p, const schema *s,
                               uint64_t seed, canbao_error *error);
void synth_people_free(synth_people *g);
/* The next household: the `number`-th (from 1) of this village (from 0). Fills people[0..*count), at most MEMBERS_MAX.
** CANBAO_LIMIT when the ID numbers of a day are used up. */
canbao_status synth_household(synth_people *g, int town, int village, uint32_t number,
                              person *people, int *count, canbao_error *error);
/* What a village is called: distinct within its town, the same in every roster. Returns buf. */
const char *synth_village_name(const synth_town *t, int town, int village, char *buf, size_t size);

#endif
