/*
** synth_reading.h - reading the tables of a profile strictly: unknown keys,
** wrong kinds and numbers out of range are errors with file and line. The first
** error stands and every later call then answers false. Private to synth.
*/
#ifndef STUDIES_SYNTH_READING_H
#define STUDIES_SYNTH_READING_H

#include <cjson/cJSON.h>

#include "studies/synth_profile.h"

typedef struct {
  const schema *schema;
  const char *path;
  int line;         /* of the call being read */
  const char *what; /* the word and its text: trait "低保对象" */
  int64_t rows;
  int64_t household; /* mean size, in hundredths of a person */
  canbao_status status;
  canbao_error *error;
} reading;

/* Note the error; always false, so that a check can end `return reading_wrong(...)`. */
bool reading_wrong(reading *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool reading_no_memory(reading *r);
/* Every key of `table` is one of `names` (NULL-terminated), else an error with the nearest name. */
bool reading_keys(reading *r, const cJSON *table, const char *const *names);
/* A whole number between low and high under `key`; `missing` when it is not there (INT64_MIN: it must be there). */
bool reading_count(reading *r, const cJSON *table, const char *key, int64_t low, int64_t high,
                   int64_t missing, int64_t *out);
/* Any item as such a number. */
bool reading_number(reading *r, const cJSON *item, const char *key, int64_t low, int64_t high,
                    int64_t *out);
/* A text under `key`; NULL when it is not there and not `needed`. */
bool reading_text(reading *r, const cJSON *table, const char *key, bool needed, const char **out);
bool reading_date(reading *r, const cJSON *item, const char *key, int32_t *out);
/* Yuan written as a text; -1 when item is NULL. */
bool reading_money(reading *r, const cJSON *item, const char *key, int64_t *out);
/* A field's English name, declared in the schema; of this type unless type is -1. */
bool reading_field(reading *r, const char *name, int type, int *out);
/* per_10000 or per_million under `table`, in millionths; `missing` when neither is there. */
bool reading_rate(reading *r, const cJSON *table, uint32_t missing, uint32_t *out);
/* calloc for at least one element; NULL is reported. */
void *reading_room(reading *r, int count, size_t size);

/* One trait and one payer; synth_trait.c. */
bool reading_trait(reading *r, synth_profile *p, const cJSON *texts, const cJSON *table);
bool reading_payer(reading *r, synth_profile *p, const cJSON *texts, const cJSON *table);

#endif
