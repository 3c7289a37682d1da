/*
** town_split.h - the town of every resident as a small number, and its name. Made once for whoever counts by
** towns: who decides a population counts its residents by them besides.
*/
#ifndef STUDIES_TOWN_SPLIT_H
#define STUDIES_TOWN_SPLIT_H

#include "cases/population.h"

typedef struct {
  resident_split by; /* for population_options; one part when the schema has no town */
  bool there;        /* it has one */
  const dictionary *texts;
  dictionary *own_texts; /* made here, with the codes, where the roster keeps none */
  uint32_t *own_codes;
} town_split;

/* The roster is borrowed. CANBAO_LIMIT when memory ran out; free it all the same. */
canbao_status town_split_make(town_split *t, const roster *r, canbao_error *error);
void town_split_free(town_split *t);
/* Of a part: "" of those who have no town. */
slice town_split_text(const town_split *t, uint32_t part);

#endif
