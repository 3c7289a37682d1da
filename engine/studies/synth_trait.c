/*
** synth_trait.c - reading the words trait and payer of a profile. What a trait
** may fill in, and with what, is checked against the schema here, so that the
** generator can trust it.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/synth_reading.h"
#include "values/date.h"
#include "values/message.h"
#include "values/money.h"

#define TEXT_MAX 120 /* bytes: eight labels fit into one cell of a row */

/* The traits named by one text or a list of texts; each must stand earlier in the file. */
static bool read_traits(reading *r, const synth_profile *p, const cJSON *item, uint64_t *out) {
  *out = 0;
  if (!item) return true;
  const cJSON *name = cJSON_IsArray(item) ? item->child : item;
  for (; name; name = cJSON_IsArray(item) ? name->next : NULL) {
    const char *names[TRAITS_MAX];
    if (!cJSON_IsString(name))
      return reading_wrong(r, _("given and without take the names of traits"));
    int i = 0;
    for (; i < p->traits_count; i++) {
      names[i] = p->traits[i].name;
      if (strcmp(names[i], name->valuestring) == 0) break;
    }
    if (i == p->traits_count) {
      int near = text_nearest(name->valuestring, names, p->traits_count);
      if (near < 0)
        return reading_wrong(
            r, _("no trait \"%s\" stands above; a trait is declared before it is used"),
            name->valuestring);
      return reading_wrong(r, _("no trait \"%s\" stands above; did you mean \"%s\"?"),
                           name->valuestring, names[near]);
    }
    *out |= UINT64_C(1) << i;
  }
  return true;
}

/* Does the text fit the field? What a cell of such a roster may not hold is dirt's business, not a profile's. */
static bool check_text(reading *r, int field_index, const char *text) {
  const field *f = &r->schema->fields[field_index];
  slice s = slice_of(text, strlen(text));
  int32_t day;
  int64_t fen;
  if (s.length > TEXT_MAX) return reading_wrong(r, _("a text has at most %d bytes"), TEXT_MAX);
  if (f->type == FIELD_DATE && !date_parse(text, s.length, &day))
    return reading_wrong(r, _("\"%s\" is not a day, which %s needs"), text, f->name);
  if (f->type == FIELD_MONEY && !money_parse(text, s.length, &fen))
    return reading_wrong(r, _("\"%s\" is not an amount, which %s needs"), text, f->name);
  if ((f->type != FIELD_LABEL && f->type != FIELD_LABELS) || field_label(f, s) >= 0) return true;
  int near = text_nearest(text, (const char *const *)f->labels, f->labels_count);
  if (near < 0) return reading_wrong(r, _("\"%s\" is not a label of %s"), text, f->name);
  return reading_wrong(r, _("\"%s\" is not a label of %s; did you mean \"%s\"?"), text, f->name,
                       f->labels[near]);
}

/* { {"text", weight}, ... } */
static bool read_choice(reading *r, const cJSON *list, int field_index, const char ***texts,
                        lottery *odds) {
  int count = cJSON_GetArraySize(list);
  if (!cJSON_IsArray(list) || count == 0)
    return reading_wrong(r, _("a choice is a list of pairs: { \"text\", weight }"));
  *texts = reading_room(r, count, sizeof **texts);
  if (!*texts) return false;
  const cJSON *pair;
  cJSON_ArrayForEach(pair, list) {
    int64_t weight;
    const cJSON *text = cJSON_GetArrayItem(pair, 0);
    if (!cJSON_IsArray(pair) || cJSON_GetArraySize(pair) != 2 || !cJSON_IsString(text))
      return reading_wrong(r, _("a choice is a list of pairs: { \"text\", weight }"));
    if (!reading_number(r, cJSON_GetArrayItem(pair, 1), "weight", 1, 1000000, &weight))
      return false;
    if (field_index >= 0 && !check_text(r, field_index, text->valuestring)) return false;
    (*texts)[odds->count] = text->valuestring;
    if (!lottery_add(odds, (uint32_t)weight)) return reading_no_memory(r);
  }
  return true;
}

static bool read_days_fill(reading *r, fill *f, const cJSON *item) {
  const cJSON *from = cJSON_GetObjectItemCaseSensitive(item, "from");
  const cJSON *to = cJSON_GetObjectItemCaseSensitive(item, "to");
  const char *after;
  int32_t low, high;
  if (!reading_text(r, item, "after", false, &after)) return false;
  if (after) {
    f->kind = FILL_AFTER;
    if (!reading_field(r, after, FIELD_DATE, &f->after) ||
        !reading_number(r, from, "from", -40000, 40000, &f->low) ||
        !reading_number(r, to, "to", -40000, 40000, &f->high))
      return false;
  } else {
    f->kind = FILL_DAYS;
    if (!reading_date(r, from, "from", &low) || !reading_date(r, to, "to", &high)) return false;
    f->low = low;
    f->high = high;
  }
  return f->low <= f->high || reading_wrong(r, _("from must not lie after to"));
}

static bool read_amount_fill(reading *r, fill *f, const cJSON *item) {
  const cJSON *low = cJSON_GetObjectItemCaseSensitive(item, "low");
  const cJSON *high = cJSON_GetObjectItemCaseSensitive(item, "high");
  const cJSON *step = cJSON_GetObjectItemCaseSensitive(item, "step");
  f->step = 1;
  if (r->schema->fields[f->field].type == FIELD_MONEY) {
    f->kind = FILL_MONEY;
    if (!reading_money(r, low, "low", &f->low) || !reading_money(r, high, "high", &f->high))
      return false;
    if (step && !reading_money(r, step, "step", &f->step)) return false;
  } else {
    f->kind = FILL_NUMBER;
    if (!reading_number(r, low, "low", -1000000, 1000000, &f->low) ||
        !reading_number(r, high, "high", -1000000, 1000000, &f->high))
      return false;
    if (step && !reading_number(r, step, "step", 1, 1000000, &f->step)) return false;
  }
  if (f->step < 1 || f->high < f->low || (f->high - f->low) / f->step > 1000000)
    return reading_wrong(r, _("low, high and step of %s do not fit together"),
                         r->schema->fields[f->field].name);
  return true;
}

static bool read_fill(reading *r, fill *f, const cJSON *item) {
  static const char *const keys[] = {"value", "choose", "from", "to", "after",
                                     "low",   "high",   "step", NULL};
  if (!reading_field(r, item->string, -1, &f->field)) return false;
  field_type type = r->schema->fields[f->field].type;
  f->kind = type == FIELD_LABELS ? FILL_LABEL : FILL_TEXT;
  f->after = -1;
  if (cJSON_IsFalse(item)) {
    f->kind = FILL_BLANK;
    return true;
  }
  const cJSON *text = cJSON_IsString(item) ? item : cJSON_GetObjectItemCaseSensitive(item, "value");
  if (cJSON_IsString(text) && type == FIELD_DATE) {
    int32_t day;
    f->kind = FILL_DAYS;
    if (!reading_date(r, text, item->string, &day)) return false;
    f->low = f->high = day;
    return true;
  }
  if (cJSON_IsString(text)) {
    f->texts = reading_room(r, 1, sizeof *f->texts);
    if (!f->texts) return false;
    f->texts[0] = text->valuestring;
    if (!lottery_add(&f->odds, 1)) return reading_no_memory(r);
    return check_text(r, f->field, text->valuestring);
  }
  if (!cJSON_IsObject(item))
    return reading_wrong(
        r, _("%s takes a text, false, or a table with choose, from and to, or low and high"),
        item->string);
  if (!reading_keys(r, item, keys)) return false;
  const cJSON *choose = cJSON_GetObjectItemCaseSensitive(item, "choose");
  if (choose) return read_choice(r, choose, f->field, &f->texts, &f->odds);
  if (type == FIELD_DATE) return read_days_fill(r, f, item);
  if (type == FIELD_MONEY || type == FIELD_NUMBER) return read_amount_fill(r, f, item);
  return reading_wrong(
      r, _("%s takes a text, false, or a table with choose, from and to, or low and high"),
      item->string);
}

/* The order of a Lua table's keys is not fixed: fills go by field, those that build on another day last. */
static int compare_fills(const void *a, const void *b) {
  const fill *x = a, *y = b;
  if ((x->kind == FILL_AFTER) != (y->kind == FILL_AFTER)) return x->kind == FILL_AFTER ? 1 : -1;
  return x->field - y->field;
}

static bool read_fills(reading *r, trait *t, const cJSON *table) {
  const cJSON *fills = cJSON_GetObjectItemCaseSensitive(table, "fill"), *item;
  if (!fills) return true;
  if (!cJSON_IsObject(fills))
    return reading_wrong(r, _("fill is a table: field = what stands in its cell"));
  t->fills = reading_room(r, cJSON_GetArraySize(fills), sizeof *t->fills);
  if (!t->fills) return false;
  cJSON_ArrayForEach(item, fills) {
    if (!read_fill(r, &t->fills[t->fills_count++], item)) return false;
  }
  qsort(t->fills, (size_t)t->fills_count, sizeof *t->fills, compare_fills);
  return true;
}

static bool read_who(reading *r, const synth_profile *p, trait *t, const cJSON *table) {
  const cJSON *age = cJSON_GetObjectItemCaseSensitive(table, "age");
  const char *of, *sex;
  t->age_from = -1;
  t->age_to = AGE_MAX;
  t->sex = -1;
  if (age) {
    int64_t from, to;
    if (!cJSON_IsArray(age) || cJSON_GetArraySize(age) != 2)
      return reading_wrong(r, _("age takes two whole numbers: { 0, 17 }"));
    if (!reading_number(r, age->child, "age", 0, AGE_MAX, &from) ||
        !reading_number(r, age->child->next, "age", from, AGE_MAX, &to))
      return false;
    t->age_from = from == 0 ? -1 : (int)from;
    t->age_to = (int)to;
  }
  if (!reading_text(r, table, "of", false, &of) || !reading_text(r, table, "sex", false, &sex))
    return false;
  if (of && strcmp(of, "household") != 0 && strcmp(of, "person") != 0)
    return reading_wrong(r, _("of is \"person\" or \"household\""));
  t->household = of && strcmp(of, "household") == 0;
  for (int i = 0; sex && i < 2; i++)
    if (strcmp(sex, p->sex_names[i]) == 0) t->sex = i;
  if (sex && t->sex < 0)
    return reading_wrong(r, _("sex is \"%s\" or \"%s\""), p->sex_names[0], p->sex_names[1]);
  return read_traits(r, p, cJSON_GetObjectItemCaseSensitive(table, "given"), &t->given) &&
         read_traits(r, p, cJSON_GetObjectItemCaseSensitive(table, "without"), &t->without);
}

/* In a small roster a rare trait is likelier, so that about `at_least` people (or households) still have it. */
static void raise_rate(const reading *r, const synth_profile *p, trait *t, int64_t at_least) {
  int64_t could = r->rows;
  if (t->household) {
    could = could * 100 / r->household;
  } else if (p->ages.count) {
    int first = t->age_from < 0 ? 0 : t->age_from;
    int64_t below = first ? (int64_t)p->ages.upto[first - 1] : 0;
    could = could * ((int64_t)p->ages.upto[t->age_to] - below) / (int64_t)lottery_total(&p->ages);
    if (t->sex >= 0) could /= 2;
  }
  int64_t raised = could > at_least ? at_least * 1000000 / could : at_least ? 1000000 : 0;
  if (raised > (int64_t)t->millionths) t->millionths = (uint32_t)raised;
}

bool reading_trait(reading *r, synth_profile *p, const cJSON *texts, const cJSON *table) {
  static const char *const keys[] = {"per_10000", "per_million", "at_least", "of",   "age",
                                     "sex",       "given",       "without",  "fill", "due",
                                     "subsidy",   "due_since",   "premium",  NULL};
  if (p->traits_count == TRAITS_MAX)
    return reading_wrong(r, _("a profile has at most %d traits"), TRAITS_MAX);
  if (cJSON_GetArraySize(texts) != 1)
    return reading_wrong(r, _("it needs one name: trait \"name\" { ... }"));
  trait *t = &p->traits[p->traits_count];
  *t = (trait){.name = texts->child->valuestring, .line = r->line, .due_since = -1};
  for (int i = 0; i < p->traits_count; i++)
    if (strcmp(p->traits[i].name, t->name) == 0)
      return reading_wrong(r, _("a trait of this name stands on line %d"), p->traits[i].line);
  const char *since;
  int64_t at_least;
  bool fine = reading_keys(r, table, keys) && reading_rate(r, table, 1000000, &t->millionths) &&
              reading_count(r, table, "at_least", 0, 1000000, 0, &at_least) &&
              read_who(r, p, t, table) &&
              reading_money(r, cJSON_GetObjectItemCaseSensitive(table, "due"), "due", &t->due) &&
              reading_money(r, cJSON_GetObjectItemCaseSensitive(table, "subsidy"), "subsidy",
                            &t->subsidy) &&
              reading_money(r, cJSON_GetObjectItemCaseSensitive(table, "premium"), "premium",
                            &t->premium) &&
              reading_text(r, table, "due_since", false, &since) &&
              (!since || reading_field(r, since, FIELD_DATE, &t->due_since));
  p->traits_count++; /* counted even when wrong, so that what it holds is freed */
  if (!fine || !read_fills(r, t, table)) return false;
  raise_rate(r, p, t, at_least);
  return true;
}

static bool read_window(reading *r, payer *y, const cJSON *item) {
  static const char *const keys[] = {"from", "to", "after", "weight", NULL};
  fill f = {.after = -1};
  int64_t weight;
  if (!cJSON_IsObject(item))
    return reading_wrong(r, _("days is a list of { from = , to = , weight = }"));
  if (!reading_keys(r, item, keys) || !read_days_fill(r, &f, item) ||
      !reading_count(r, item, "weight", 1, 1000000, INT64_MIN, &weight))
    return false;
  y->windows[y->window_odds.count] = (pay_window){f.after, (int32_t)f.low, (int32_t)f.high};
  return lottery_add(&y->window_odds, (uint32_t)weight) || reading_no_memory(r);
}

bool reading_payer(reading *r, synth_profile *p, const cJSON *texts, const cJSON *table) {
  static const char *const keys[] = {"given",    "without", "per_10000", "per_million",
                                     "together", "days",    "channels",  NULL};
  if (p->payers_count == PAYERS_MAX)
    return reading_wrong(r, _("a profile has at most %d payers"), PAYERS_MAX);
  if (cJSON_GetArraySize(texts) != 1)
    return reading_wrong(r, _("it needs one name: payer \"name\" { ... }"));
  payer *y = &p->payers[p->payers_count++];
  *y = (payer){.name = texts->child->valuestring, .line = r->line};
  int64_t together;
  if (!reading_keys(r, table, keys) || !reading_rate(r, table, 1000000, &y->pay) ||
      !reading_count(r, table, "together", 0, 10000, 0, &together) ||
      !read_traits(r, p, cJSON_GetObjectItemCaseSensitive(table, "given"), &y->given) ||
      !read_traits(r, p, cJSON_GetObjectItemCaseSensitive(table, "without"), &y->without))
    return false;
  y->together = (uint32_t)together * 100;
  const cJSON *channels = cJSON_GetObjectItemCaseSensitive(table, "channels");
  if (channels && !read_choice(r, channels, p->pay_channel, &y->channels, &y->channel_odds))
    return false;
  const cJSON *days = cJSON_GetObjectItemCaseSensitive(table, "days"), *item;
  if (!days) return y->pay == 0 || reading_wrong(r, _("%s is missing"), "days");
  if (!cJSON_IsArray(days))
    return reading_wrong(r, _("days is a list of { from = , to = , weight = }"));
  y->windows = reading_room(r, cJSON_GetArraySize(days), sizeof *y->windows);
  if (!y->windows) return false;
  cJSON_ArrayForEach(item, days) {
    if (!read_window(r, y, item)) return false;
  }
  return true;
}
