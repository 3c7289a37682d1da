/*
** synth_profile.c - reading a profile whole, and checking that its households
** come to the census figures it states.
*/
#include "studies/synth_profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/policy.h"
#include "studies/synth_reading.h"
#include "values/date.h"
#include "values/message.h"

const int life_role_ages[LIFE_ROLES][2] = {{0, 14}, {15, 24}, {25, 59}, {60, AGE_MAX}};
static const char *const role_names[] = {"child", "youth", "adult", "elder"};

/* Weights and shares that the profile states of itself, kept until the households are known. */
typedef struct {
  int64_t under_15, from_60, household; /* per 10 000, per 10 000, hundredths of a person */
  int line;
} census;

static bool read_census(reading *r, const cJSON *table, census *c) {
  static const char *const keys[] = {"under_15", "from_60", "household", NULL};
  c->line = r->line;
  if (!cJSON_IsObject(table)) return reading_wrong(r, _("%s is missing"), "census");
  return reading_keys(r, table, keys) &&
         reading_count(r, table, "under_15", 0, 10000, INT64_MIN, &c->under_15) &&
         reading_count(r, table, "from_60", 0, 10000, INT64_MIN, &c->from_60) &&
         reading_count(r, table, "household", 100, 1000, INT64_MIN, &c->household);
}

static bool read_field_names(reading *r, synth_profile *p, const cJSON *table) {
  static const char *const keys[] = {"sex", "paid_on", "paid_amount", "pay_channel", NULL};
  static const int types[] = {FIELD_LABEL, FIELD_DATE, FIELD_MONEY, -1};
  int *const fields[] = {&p->sex, &p->paid_on, &p->paid_amount, &p->pay_channel};
  if (!cJSON_IsObject(table)) return reading_wrong(r, _("%s is missing"), "fields");
  if (!reading_keys(r, table, keys)) return false;
  for (int i = 0; i < 4; i++) {
    const char *name;
    if (!reading_text(r, table, keys[i], true, &name) ||
        !reading_field(r, name, types[i], fields[i]))
      return false;
  }
  return true;
}

static bool read_sexes(reading *r, synth_profile *p, const cJSON *list) {
  const field *f = &r->schema->fields[p->sex];
  for (int i = 0; i < 2; i++) {
    const cJSON *name = cJSON_GetArrayItem(list, i);
    if (!cJSON_IsString(name) ||
        field_label(f, slice_of(name->valuestring, strlen(name->valuestring))) < 0)
      return reading_wrong(r, _("sex takes two labels of %s: that of a woman, then that of a man"),
                           f->name);
    p->sex_names[i] = name->valuestring;
  }
  return true;
}

static bool read_other_ids(reading *r, synth_profile *p, const cJSON *list) {
  static const char *const keys[] = {"id_type", "pattern", NULL};
  int id_type = schema_role(r->schema, ROLE_ID_TYPE);
  if (!list || id_type < 0) return true;
  const field *f = &r->schema->fields[id_type];
  p->other_ids = reading_room(r, f->labels_count, sizeof *p->other_ids);
  if (!p->other_ids) return false;
  p->other_ids_count = f->labels_count;
  const cJSON *item;
  cJSON_ArrayForEach(item, list) {
    const char *label, *pattern;
    if (!reading_keys(r, item, keys) || !reading_text(r, item, "id_type", true, &label) ||
        !reading_text(r, item, "pattern", true, &pattern))
      return false;
    int code = field_label(f, slice_of(label, strlen(label)));
    if (code < 0) return reading_wrong(r, _("\"%s\" is not a label of %s"), label, f->name);
    if (strlen(pattern) > 20 || !strchr(pattern, '#'))
      return reading_wrong(
          r, _("the pattern \"%s\" needs a # for each digit and at most 20 characters"), pattern);
    p->other_ids[code] = pattern;
  }
  return true;
}

static bool read_wrong_amounts(reading *r, synth_profile *p, const cJSON *table) {
  static const char *const keys[] = {"per_10000", "per_million", "amounts", NULL};
  if (!table) return true;
  const cJSON *amounts = cJSON_GetObjectItemCaseSensitive(table, "amounts"), *item;
  if (!reading_keys(r, table, keys) || !reading_rate(r, table, 0, &p->wrong_amount)) return false;
  if (cJSON_GetArraySize(amounts) < 2)
    return reading_wrong(r, _("wrong_amounts needs two amounts or more"));
  p->wrong_amounts = reading_room(r, cJSON_GetArraySize(amounts), sizeof *p->wrong_amounts);
  if (!p->wrong_amounts) return false;
  cJSON_ArrayForEach(item, amounts) {
    int64_t *amount = &p->wrong_amounts[p->wrong_amounts_count++];
    if (cJSON_IsString(item) && item->valuestring[0] == '\0')
      *amount = -1;
    else if (!reading_money(r, item, "amounts", amount))
      return false;
  }
  return true;
}

static bool read_profile(reading *r, synth_profile *p, const cJSON *table, census *c) {
  static const char *const keys[] = {"title",         "place",     "day",    "first_area", "census",
                                     "assumption",    "premium",   "fields", "sex",        "males",
                                     "wrong_amounts", "other_ids", NULL};
  int64_t area, males;
  const char *assumption;
  if (!reading_keys(r, table, keys) || !reading_text(r, table, "title", true, &p->title) ||
      !reading_text(r, table, "place", true, &p->place) ||
      !reading_text(r, table, "assumption", false, &assumption) ||
      !reading_date(r, cJSON_GetObjectItemCaseSensitive(table, "day"), "day", &p->day) ||
      !reading_count(r, table, "first_area", 990001, 997000, 990001, &area) ||
      !reading_count(r, table, "males", 0, 10000, 5000, &males) ||
      !read_census(r, cJSON_GetObjectItemCaseSensitive(table, "census"), c) ||
      !reading_money(r, cJSON_GetObjectItemCaseSensitive(table, "premium"), "premium",
                     &p->premium) ||
      !read_field_names(r, p, cJSON_GetObjectItemCaseSensitive(table, "fields")) ||
      !read_sexes(r, p, cJSON_GetObjectItemCaseSensitive(table, "sex")) ||
      !read_other_ids(r, p, cJSON_GetObjectItemCaseSensitive(table, "other_ids")) ||
      !read_wrong_amounts(r, p, cJSON_GetObjectItemCaseSensitive(table, "wrong_amounts")))
    return false;
  r->household = c->household;
  p->first_area = (int32_t)area;
  p->males = (uint32_t)males * 100;
  return p->premium >= 0 || reading_wrong(r, _("%s is missing"), "premium");
}

static bool read_ages(reading *r, synth_profile *p, const cJSON *table) {
  int next = 0;
  const cJSON *group;
  if (!cJSON_IsArray(table)) return reading_wrong(r, _("ages is a list of { from, to, weight }"));
  if (p->ages.count) return reading_wrong(r, _("this may stand once only"));
  cJSON_ArrayForEach(group, table) {
    int64_t from, to, weight;
    if (!cJSON_IsArray(group) || cJSON_GetArraySize(group) != 3)
      return reading_wrong(r, _("ages is a list of { from, to, weight }"));
    if (!reading_number(r, cJSON_GetArrayItem(group, 0), "from", next, next, &from) ||
        !reading_number(r, cJSON_GetArrayItem(group, 1), "to", from, AGE_MAX, &to) ||
        !reading_number(r, cJSON_GetArrayItem(group, 2), "weight", 1, 1000000, &weight))
      return false;
    for (; next <= to; next++)
      if (!lottery_add(&p->ages, (uint32_t)(weight * 1000 / (to - from + 1))))
        return reading_no_memory(r);
  }
  return next == AGE_MAX + 1 ||
         reading_wrong(r, _("ages must reach from 0 to %d without a gap"), AGE_MAX);
}

static bool read_household(reading *r, synth_profile *p, const cJSON *table) {
  static const char *const keys[] = {"weight", "members", NULL};
  int64_t weight;
  const cJSON *members = cJSON_GetObjectItemCaseSensitive(table, "members"), *member;
  if (!reading_keys(r, table, keys) ||
      !reading_count(r, table, "weight", 1, 1000000, INT64_MIN, &weight))
    return false;
  if (!cJSON_IsArray(members) || cJSON_GetArraySize(members) < 1 ||
      cJSON_GetArraySize(members) > MEMBERS_MAX)
    return reading_wrong(r, _("members is a list of 1 to %d of child, youth, adult, elder"),
                         MEMBERS_MAX);
  int index = p->composition_odds.count;
  composition *grown = realloc(p->compositions, ((size_t)index + 1) * sizeof *grown);
  if (!grown) return reading_no_memory(r);
  p->compositions = grown;
  composition *c = &p->compositions[index];
  *c = (composition){.count = 0};
  cJSON_ArrayForEach(member, members) {
    int role = 0;
    while (role < LIFE_ROLES &&
           !(cJSON_IsString(member) && strcmp(member->valuestring, role_names[role]) == 0))
      role++;
    if (role == LIFE_ROLES)
      return reading_wrong(r, _("members is a list of 1 to %d of child, youth, adult, elder"),
                           MEMBERS_MAX);
    c->members[c->count++] = (life_role)role;
  }
  return lottery_add(&p->composition_odds, (uint32_t)weight) || reading_no_memory(r);
}

static bool read_town(reading *r, synth_profile *p, const cJSON *table) {
  static const char *const keys[] = {"name", "weight", "villages", "communities", NULL};
  int index = p->town_odds.count;
  int64_t weight, villages, communities;
  if (index == TOWNS_MAX) return reading_wrong(r, _("a profile has at most %d towns"), TOWNS_MAX);
  synth_town *t = &p->towns[index];
  if (!reading_keys(r, table, keys) || !reading_text(r, table, "name", true, &t->name) ||
      !reading_count(r, table, "weight", 1, 10000000, INT64_MIN, &weight) ||
      !reading_count(r, table, "villages", 0, 400, 0, &villages) ||
      !reading_count(r, table, "communities", 0, 100, 0, &communities))
    return false;
  if (villages + communities == 0)
    return reading_wrong(r, _("a town needs villages or communities"));
  t->villages = (int)villages;
  t->communities = (int)communities;
  return lottery_add(&p->town_odds, (uint32_t)weight) || reading_no_memory(r);
}

/* The households' composition fixes three figures exactly; they must be those that the profile says it follows. */
static bool check_census(reading *r, const synth_profile *p, const census *c) {
  int64_t people = 0, children = 0, elders = 0,
          households = (int64_t)lottery_total(&p->composition_odds);
  for (int i = 0; i < p->composition_odds.count; i++) {
    int64_t weight =
        (int64_t)p->composition_odds.upto[i] - (i ? p->composition_odds.upto[i - 1] : 0);
    const composition *one = &p->compositions[i];
    for (int m = 0; m < one->count; m++) {
      people += weight;
      if (one->members[m] == ROLE_CHILD) children += weight;
      if (one->members[m] == ROLE_ELDER) elders += weight;
    }
  }
  r->line = c->line;
  r->what = "profile";
  if (people == 0 || lottery_total(&p->town_odds) == 0 || p->ages.count == 0)
    return reading_wrong(r, _("a profile needs ages, households and towns"));
  int64_t under_15 = children * 10000 / people, from_60 = elders * 10000 / people;
  int64_t size = people * 100 / households;
  if (llabs(under_15 - c->under_15) <= 10 && llabs(from_60 - c->from_60) <= 10 &&
      llabs(size - c->household) <= 1)
    return true;
  return reading_wrong(r,
                       _("the households come to %lld under 15 and %lld from 60 per 10000 people "
                         "and %lld people per "
                         "100 households; the census figures stated are %lld, %lld and %lld"),
                       (long long)under_15, (long long)from_60, (long long)size,
                       (long long)c->under_15, (long long)c->from_60, (long long)c->household);
}

static bool read_call(reading *r, synth_profile *p, const cJSON *call, census *c, char *what,
                      size_t size) {
  const cJSON *table = cJSON_GetObjectItemCaseSensitive(call, "table");
  const cJSON *texts = cJSON_GetObjectItemCaseSensitive(call, "texts");
  const char *word = cJSON_GetObjectItemCaseSensitive(call, "word")->valuestring;
  bool first = strcmp(word, "profile") == 0;
  r->line = (int)cJSON_GetObjectItemCaseSensitive(call, "line")->valuedouble;
  snprintf(what, size, cJSON_GetArraySize(texts) ? "%s \"%s\"" : "%s", word,
           cJSON_GetArraySize(texts) ? texts->child->valuestring : "");
  if (!cJSON_IsObject(table) && !cJSON_IsArray(table))
    return reading_wrong(r, _("a table is expected here"));
  if (first == (p->title != NULL))
    return reading_wrong(r, first ? _("this may stand once only")
                                  : _("profile { ... } must come first"));
  if (first) return read_profile(r, p, table, c);
  if (strcmp(word, "ages") == 0) return read_ages(r, p, table);
  if (strcmp(word, "household") == 0) return read_household(r, p, table);
  if (strcmp(word, "town") == 0) return read_town(r, p, table);
  if (strcmp(word, "trait") == 0) return reading_trait(r, p, texts, table);
  return reading_payer(r, p, texts, table);
}

canbao_status synth_profile_load(synth_profile **out, const char *path, const schema *s,
                                 int64_t rows, canbao_error *error) {
  static const char *const words[] = {"profile", "ages",  "household", "town",
                                      "trait",   "payer", NULL};
  char what[160] = "profile";
  reading r = {.schema = s, .path = path, .what = what, .rows = rows, .error = error};
  census c = {0};
  *out = NULL;
  synth_profile *p = calloc(1, sizeof *p);
  if (!p) return fault(error, CANBAO_LIMIT, _("memory ran out"));
  p->path = strdup(path);
  r.status = p->path ? data_file_load(&p->json, path, words, error)
                     : fault(error, CANBAO_LIMIT, _("memory ran out"));
  const cJSON *call;
  if (r.status == CANBAO_OK) {
    cJSON_ArrayForEach(call, p->json) {
      if (!read_call(&r, p, call, &c, what, sizeof what)) break;
    }
  }
  if (r.status == CANBAO_OK) check_census(&r, p, &c);
  if (r.status != CANBAO_OK) {
    synth_profile_free(p);
    return r.status;
  }
  *out = p;
  return CANBAO_OK;
}

void synth_profile_free(synth_profile *p) {
  if (!p) return;
  for (int i = 0; i < p->traits_count; i++) {
    for (int f = 0; f < p->traits[i].fills_count; f++) {
      free(p->traits[i].fills[f].texts);
      lottery_free(&p->traits[i].fills[f].odds);
    }
    free(p->traits[i].fills);
  }
  for (int i = 0; i < p->payers_count; i++) {
    free(p->payers[i].windows);
    free(p->payers[i].channels);
    lottery_free(&p->payers[i].window_odds);
    lottery_free(&p->payers[i].channel_odds);
  }
  lottery_free(&p->ages);
  lottery_free(&p->composition_odds);
  lottery_free(&p->town_odds);
  free(p->compositions);
  free(p->wrong_amounts);
  free(p->other_ids);
  cJSON_Delete(p->json);
  free(p->path);
  free(p);
}
