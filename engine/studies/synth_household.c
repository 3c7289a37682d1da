/*
** synth_household.c - see synth_household.h. Every part draws from a stream of
** its own, so that another rate of some trait leaves ages and names as they were.
*/
#include "studies/synth_household.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/synth_identity.h"
#include "values/date.h"
#include "values/message.h"

struct synth_people {
  const synth_profile *profile;
  const schema *schema;
  int id_number, id_type, birth, name, household, town,
      village; /* fields; -1: the schema has none */
  random_stream ages, names, traits, payments;
  id_book *ids;
  int32_t
      birthdays[AGE_MAX +
                2]; /* birthdays[a]: whoever was born after it is under a years old on the day */
};

canbao_status synth_people_new(synth_people **out, const synth_profile *p, const schema *s,
                               uint64_t seed, canbao_error *error) {
  synth_people *g = calloc(1, sizeof *g);
  *out = g;
  if (!g) return fault(error, CANBAO_LIMIT, _("memory ran out"));
  g->profile = p;
  g->schema = s;
  g->id_number = schema_role(s, ROLE_ID_NUMBER);
  g->id_type = schema_role(s, ROLE_ID_TYPE);
  g->birth = schema_role(s, ROLE_BIRTH_DATE);
  g->name = schema_role(s, ROLE_NAME);
  g->household = schema_role(s, ROLE_HOUSEHOLD);
  g->town = schema_role(s, ROLE_TOWN);
  g->village = schema_role(s, ROLE_VILLAGE);
  random_stream *const streams[] = {&g->ages, &g->names, &g->traits, &g->payments};
  for (int i = 0; i < 4; i++) random_seed(streams[i], seed, (uint64_t)i + 1);
  for (int a = 0; a <= AGE_MAX + 1; a++) g->birthdays[a] = date_add_months(p->day, -12 * a);
  canbao_status status = id_book_new(&g->ids, p->first_area, p->town_odds.count,
                                     g->birthdays[AGE_MAX + 1] - 366, p->day + 1100, error);
  if (status == CANBAO_OK) return CANBAO_OK;
  synth_people_free(g);
  *out = NULL;
  return status;
}

void synth_people_free(synth_people *g) {
  if (!g) return;
  id_book_free(g->ids);
  free(g);
}

/* ---- ages that fit together ---- */

static int draw_age(synth_people *g, int low, int high, int first, int last) {
  low = low < first ? first : low > last ? last : low;
  high = high < first ? first : high > last ? last : high;
  int age = lottery_draw_within(&g->profile->ages, &g->ages, low, high);
  return age < 0 ? low : age;
}

/* The age of the oldest member one generation below this role; -1 when there is none. `grand`: two generations. */
static int oldest_below(const composition *c, const person *people, life_role role, bool *grand) {
  int oldest = -1;
  *grand = false;
  for (int m = 0; m < c->count; m++)
    if (role == ROLE_ELDER && c->members[m] == ROLE_ADULT && people[m].age > oldest)
      oldest = people[m].age;
  if (oldest >= 0) return oldest;
  for (int m = 0; m < c->count; m++)
    if (c->members[m] <= ROLE_YOUTH && c->members[m] < role && people[m].age > oldest)
      oldest = people[m].age;
  *grand = role == ROLE_ELDER;
  return oldest;
}

/* Two members of one role in a row, adult or elder, are a couple. */
static bool is_second_of_couple(const composition *c, int m) {
  if (m == 0 || c->members[m] != c->members[m - 1] || c->members[m] < ROLE_ADULT) return false;
  return !is_second_of_couple(c, m - 1);
}

static bool is_first_of_couple(const composition *c, int m) {
  return m + 1 < c->count && is_second_of_couple(c, m + 1);
}

/* Children first, then those who can be their parents, then the grandparents. An age never leaves its role's part of
** life, so the shares that the compositions fix stay exact. */
static void draw_ages(synth_people *g, const composition *c, person *people) {
  for (int role = 0; role < LIFE_ROLES; role++) {
    int first = life_role_ages[role][0], last = life_role_ages[role][1];
    for (int m = 0; m < c->count; m++) {
      if ((int)c->members[m] != role) continue;
      bool grand;
      int below = oldest_below(c, people, (life_role)role, &grand), low = first, high = last;
      if (below >= 0 && role >= ROLE_ADULT) {
        low = below + (grand ? 44 : 20);
        high = below + (grand ? 70 : 38);
      }
      if (is_second_of_couple(c, m)) {
        low = people[m - 1].age + random_between(&g->ages, -4, 3);
        high = low;
      }
      people[m].age = draw_age(g, low, high, first, last);
    }
  }
}

static void draw_births(synth_people *g, const composition *c, person *people) {
  for (int m = 0; m < c->count; m++) {
    person *who = &people[m];
    if (is_second_of_couple(c, m))
      who->man = !people[m - 1].man;
    else if (is_first_of_couple(c, m))
      who->man = 1;
    else
      who->man = random_chance(&g->ages, g->profile->males);
    who->born = random_between(&g->ages, g->birthdays[who->age + 1] + 1, g->birthdays[who->age]);
  }
}

/* ---- names and numbers ---- */

static void draw_names(synth_people *g, const composition *c, person *people) {
  int family = name_surname(&g->names);
  for (int m = 0; m < c->count; m++) {
    char name[32];
    bool married_in = is_second_of_couple(c, m);
    name_person(&g->names, married_in ? name_surname(&g->names) : family, people[m].man, name);
    if (g->name >= 0 && people[m].cells[g->name].kind == ENTRY_BLANK)
      person_own_text(&people[m], g->name, name);
  }
}

static canbao_status give_number(synth_people *g, int town, person *who, canbao_error *error) {
  const synth_profile *p = g->profile;
  const entry *type = g->id_type >= 0 ? &who->cells[g->id_type] : NULL;
  char number[24];
  int kind = -1;
  if (type && type->kind == ENTRY_TEXT)
    kind = field_label(&g->schema->fields[g->id_type], slice_of(type->text, strlen(type->text)));
  canbao_status status;
  if (kind >= 0 && kind < p->other_ids_count && p->other_ids[kind])
    status = id_book_pattern(g->ids, kind, p->other_ids[kind], number, error);
  else
    status = id_book_resident(g->ids, town, who->born, who->man, number, error);
  if (status == CANBAO_OK) person_own_text(who, g->id_number, number);
  return status;
}

/* A trait may have moved somebody's birth: newborns after the profile's day. */
static void settle_birth(synth_people *g, person *who) {
  if (g->birth < 0) return;
  entry *e = &who->cells[g->birth];
  if (e->kind == ENTRY_DAY)
    who->born = (int32_t)e->v;
  else
    *e = (entry){ENTRY_DAY, who->born, NULL};
}

static const char *const village_first[] = {"东", "西", "南", "北", "上", "下", "前",
                                            "后", "新", "老", "大", "小", "高", "李",
                                            "王", "张", "陈", "周", "孙", "胡"};
static const char *const village_second[] = {"庄", "湾", "桥", "沟", "岗", "楼", "集",
                                             "坡", "店", "井", "堂", "圩", "塘", "坝",
                                             "寨", "岭", "河", "林", "营", "坊"};

const char *synth_village_name(const synth_town *t, int town, int village, char *buf, size_t size) {
  bool community = village >= t->villages;
  int n = (village * 7 + town * 53) %
          400; /* 7 has no factor in common with 400: distinct within a town */
  snprintf(buf, size, "%s%s%s", village_first[n % 20], village_second[n / 20],
           community ? "社区" : "村");
  return buf;
}

/* Cells that say who this is and where; a trait that filled one in stands. */
static void give_place(synth_people *g, int town, int village, uint32_t number, person *who) {
  const synth_town *t = &g->profile->towns[town];
  char text[48];
  if (g->town >= 0 && who->cells[g->town].kind == ENTRY_BLANK)
    who->cells[g->town] = (entry){ENTRY_TEXT, 0, t->name};
  if (g->village >= 0 && who->cells[g->village].kind == ENTRY_BLANK)
    person_own_text(who, g->village, synth_village_name(t, town, village, text, sizeof text));
  if (g->household >= 0 && who->cells[g->household].kind == ENTRY_BLANK) {
    snprintf(text, sizeof text, "H%02d%03d%05u", town + 1, village + 1, (unsigned)number);
    person_own_text(who, g->household, text);
  }
}

canbao_status synth_household(synth_people *g, int town, int village, uint32_t number,
                              person *people, int *count, canbao_error *error) {
  const synth_profile *p = g->profile;
  const composition *c = &p->compositions[lottery_draw(&p->composition_odds, &g->ages)];
  *count = c->count;
  for (int m = 0; m < c->count; m++) {
    person_clear(&people[m], g->schema->count);
    people[m].age = -1;
  }
  draw_ages(g, c, people);
  draw_births(g, c, people);
  uint64_t offered = 0;
  for (int i = 0; i < p->traits_count; i++)
    if (p->traits[i].household && random_chance(&g->traits, p->traits[i].millionths))
      offered |= UINT64_C(1) << i;
  for (int m = 0; m < c->count; m++) {
    person_traits(&people[m], p, offered, &g->traits);
    settle_birth(g, &people[m]);
  }
  draw_names(g, c, people);
  payment_habit habit = {.payer = -1};
  for (int m = 0; m < c->count; m++) {
    person *who = &people[m];
    if (who->cells[p->sex].kind == ENTRY_BLANK)
      who->cells[p->sex] = (entry){ENTRY_TEXT, 0, p->sex_names[who->man]};
    canbao_status status = give_number(g, town, who, error);
    if (status != CANBAO_OK) return status;
    give_place(g, town, village, number, who);
    person_payment(who, p, &habit, &g->payments);
  }
  return CANBAO_OK;
}
