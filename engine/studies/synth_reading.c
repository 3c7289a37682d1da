/* synth_reading.c - see synth_reading.h. */
#include "studies/synth_reading.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/date.h"
#include "values/message.h"
#include "values/money.h"

bool reading_wrong(reading *r, const char *format, ...) {
  char text[768], whole[1000];
  if (r->status != CANBAO_OK) return false;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  snprintf(whole, sizeof whole, "%s: %s", r->what, text);
  r->status = fault_at(r->error, CANBAO_SCRIPT, r->path, r->line, "%s", whole);
  return false;
}

bool reading_no_memory(reading *r) {
  if (r->status == CANBAO_OK) r->status = fault(r->error, CANBAO_LIMIT, _("memory ran out"));
  return false;
}

bool reading_keys(reading *r, const cJSON *table, const char *const *names) {
  int count = 0;
  while (names[count]) count++;
  const cJSON *item;
  cJSON_ArrayForEach(item, table) {
    int i = 0;
    if (!item->string) return reading_wrong(r, _("a table of named values is expected here"));
    while (i < count && strcmp(item->string, names[i]) != 0) i++;
    if (i < count) continue;
    int near = text_nearest(item->string, names, count);
    if (near >= 0)
      return reading_wrong(r, _("there is no \"%s\" here; did you mean \"%s\"?"), item->string,
                           names[near]);
    return reading_wrong(r, _("there is no \"%s\" here"), item->string);
  }
  return r->status == CANBAO_OK;
}

bool reading_number(reading *r, const cJSON *item, const char *key, int64_t low, int64_t high,
                    int64_t *out) {
  if (!cJSON_IsNumber(item) || item->valuedouble != (double)(int64_t)item->valuedouble ||
      item->valuedouble < (double)low || item->valuedouble > (double)high)
    return reading_wrong(r, _("%s must be a whole number between %lld and %lld"), key,
                         (long long)low, (long long)high);
  *out = (int64_t)item->valuedouble;
  return true;
}

bool reading_count(reading *r, const cJSON *table, const char *key, int64_t low, int64_t high,
                   int64_t missing, int64_t *out) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(table, key);
  if (!item) {
    *out = missing;
    return missing != INT64_MIN || reading_wrong(r, _("%s is missing"), key);
  }
  return reading_number(r, item, key, low, high, out);
}

bool reading_text(reading *r, const cJSON *table, const char *key, bool needed, const char **out) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(table, key);
  *out = NULL;
  if (!item) return !needed || reading_wrong(r, _("%s is missing"), key);
  if (!cJSON_IsString(item)) return reading_wrong(r, _("%s must be a text"), key);
  *out = item->valuestring;
  return true;
}

bool reading_date(reading *r, const cJSON *item, const char *key, int32_t *out) {
  if (cJSON_IsString(item) && date_parse(item->valuestring, strlen(item->valuestring), out))
    return true;
  return reading_wrong(r, _("%s must be a day such as \"2022-12-31\""), key);
}

bool reading_money(reading *r, const cJSON *item, const char *key, int64_t *out) {
  *out = -1;
  if (!item) return true;
  if (cJSON_IsString(item) && money_parse(item->valuestring, strlen(item->valuestring), out) &&
      *out >= 0)
    return true;
  return reading_wrong(r, _("%s must be an amount in yuan such as \"350\""), key);
}

bool reading_field(reading *r, const char *name, int type, int *out) {
  *out = schema_find(r->schema, name);
  if (*out < 0) {
    const char *names[SCHEMA_FIELDS_MAX];
    for (int i = 0; i < r->schema->count; i++) names[i] = r->schema->fields[i].name;
    int near = text_nearest(name, names, r->schema->count);
    if (near >= 0)
      return reading_wrong(r, _("there is no field \"%s\"; did you mean \"%s\"?"), name,
                           names[near]);
    return reading_wrong(r, _("there is no field \"%s\"; rules/fields.lua declares the fields"),
                         name);
  }
  if (type >= 0 && (int)r->schema->fields[*out].type != type)
    return reading_wrong(r, _("the field \"%s\" has another type than is needed here"), name);
  return true;
}

bool reading_rate(reading *r, const cJSON *table, uint32_t missing, uint32_t *out) {
  int64_t n = 0;
  *out = missing;
  if (cJSON_GetObjectItemCaseSensitive(table, "per_million")) {
    if (!reading_count(r, table, "per_million", 0, 1000000, 0, &n)) return false;
    *out = (uint32_t)n;
  } else if (cJSON_GetObjectItemCaseSensitive(table, "per_10000")) {
    if (!reading_count(r, table, "per_10000", 0, 10000, 0, &n)) return false;
    *out = (uint32_t)n * 100;
  }
  return true;
}

void *reading_room(reading *r, int count, size_t size) {
  void *room = calloc(count > 0 ? (size_t)count : 1, size);
  if (!room) reading_no_memory(r);
  return room;
}
