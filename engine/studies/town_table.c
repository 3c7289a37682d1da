/*
** town_table.c - counting residents into their towns and checking the task
** table against itself and the roster. Ranks nobody and evaluates no measure.
*/
#include "studies/town_table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/programme_names.h"
#include "values/message.h"

#define COLLECTION_DAYS_MAX 3660 /* of one collection */

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

static int days_of(const town_table *t) {
  return t->first_day == DATE_NONE ? 0 : (int)(t->last_day - t->first_day) + 1;
}

static bool add_note(town_table *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool add_note(town_table *t, const char *format, ...) {
  char **grown = realloc(t->notes, ((size_t)t->notes_count + 1) * sizeof *grown);
  if (!grown) return false;
  t->notes = grown;
  va_list arguments;
  va_start(arguments, format);
  int n = vasprintf(&grown[t->notes_count], format, arguments);
  va_end(arguments);
  if (n < 0) return false;
  t->notes_count++;
  return true;
}

/* ---- rows ---- */

static bool row_begin(const town_table *t, town_row *row, const char *name) {
  size_t measures = (size_t)(t->policy->measures_count > 0 ? t->policy->measures_count : 1);
  *row = (town_row){.target = -1};
  row->name = strdup(name);
  row->measures = calloc(measures, sizeof *row->measures);
  row->days = calloc((size_t)days_of(t) + 1, sizeof *row->days);
  return row->name && row->measures && row->days;
}

static void row_end(town_row *row) { free(row->name), free(row->measures), free(row->days); }

/* Index of the new row; -1 when memory ran out. */
static int row_add(town_table *t, const char *name) {
  if (t->count == t->space) {
    int space = t->space ? t->space * 2 : 32;
    town_row *grown = realloc(t->towns, (size_t)space * sizeof *grown);
    if (!grown) return -1;
    t->towns = grown, t->space = space;
  }
  bool ok = row_begin(t, &t->towns[t->count], name);
  t->count++;
  return ok ? t->count - 1 : -1;
}

static int row_find(const town_table *t, slice name) {
  for (int i = 0; i < t->count; i++)
    if (slice_is(name, t->towns[i].name)) return i;
  return -1;
}

/* The row of a resident's town, made when it is new; -1 when memory ran out. */
static int row_of(town_table *t, const resident *who) {
  const roster *r = who->roster;
  const column *towns = t->town_field >= 0 ? &r->columns[t->town_field] : NULL;
  uint32_t code = towns && towns->codes ? towns->codes[who->row] : CODE_NONE;
  bool blank = code >= CODE_UNKNOWN;
  uint32_t slot = blank ? 0 : code + 1;
  if (slot >= t->codes) {
    uint32_t wanted = (towns && towns->texts_of ? dictionary_count(towns->texts_of) : 0) + 1;
    if (wanted <= slot) wanted = slot + 1;
    int *grown = realloc(t->town_of_code, wanted * sizeof *grown);
    if (!grown) return -1;
    for (uint32_t i = t->codes; i < wanted; i++) grown[i] = -1;
    t->town_of_code = grown, t->codes = wanted;
  }
  if (t->town_of_code[slot] >= 0) return t->town_of_code[slot];
  char name[256] = "";
  if (!blank) {
    slice text = slice_trim(dictionary_text(towns->texts_of, code));
    snprintf(name, sizeof name, "%.*s", (int)text.length, text.at);
  }
  int found = row_find(t, slice_of(name, strlen(name)));
  if (found < 0) found = row_add(t, name);
  if (found >= 0) t->towns[found].in_roster = true;
  t->town_of_code[slot] = found;
  return found;
}

/* ---- making ---- */

static void choose_days(town_table *t) {
  const targets *goal = &t->policy->targets;
  t->first_day = t->last_day = DATE_NONE;
  int32_t first =
      goal->declared && goal->weekly_from != DATE_NONE ? goal->weekly_from : t->policy->period_from;
  int32_t last = goal->declared && goal->cutoff != DATE_NONE ? goal->cutoff : t->policy->period_to;
  if (first == DATE_NONE) return;
  if (last == DATE_NONE || t->as_of < last) last = t->as_of;
  if (last < first || last - first >= COLLECTION_DAYS_MAX) return;
  t->first_day = first, t->last_day = last;
}

static bool name_enrolled_sums(town_table *t) {
  t->enrolled_names = calloc(EFFECTS_MAX, sizeof *t->enrolled_names);
  if (!t->enrolled_names) return false;
  for (int i = 0; i < t->policy->effects_count; i++) {
    if (t->policy->effects[i].type != TYPE_MONEY) continue;
    if (asprintf(&t->enrolled_names[i], "enrolled_%s", t->policy->effects[i].name) < 0) {
      t->enrolled_names[i] = NULL;
      return false;
    }
  }
  return true;
}

canbao_status town_table_new(town_table **out, policy *p, int32_t as_of, canbao_error *error) {
  *out = NULL;
  town_table *t = calloc(1, sizeof *t);
  if (!t) return no_memory(error);
  t->policy = p;
  t->as_of = as_of;
  t->status = policy_effect(p, EFFECT_STATUS);
  t->counts = p->targets.declared ? p->targets.counts : policy_effect(p, EFFECT_COUNTED);
  t->town_field = schema_role(p->schema, ROLE_TOWN);
  t->paid_on = schema_find(p->schema, FIELD_PAID_ON);
  choose_days(t);
  bool ok = name_enrolled_sums(t) && row_begin(t, &t->county, p->place ? p->place : "");
  for (int i = 0; ok && p->targets.declared && i < p->targets.towns_count; i++) {
    const town_target *goal = &p->targets.towns[i];
    int at = row_find(t, slice_of(goal->town, strlen(goal->town)));
    if (at < 0) at = row_add(t, goal->town);
    ok = at >= 0 && t->towns;
    if (!ok) break;
    town_row *row = &t->towns[at];
    if (row->in_table)
      ok =
          add_note(t, _("%s stands twice in the task table; its targets are added up"), goal->town);
    row->target = (row->in_table ? row->target : 0) + goal->target;
    row->in_table = true;
    t->targets_sum += goal->target;
  }
  if (!ok) {
    town_table_free(t);
    return no_memory(error);
  }
  *out = t;
  return CANBAO_OK;
}

void town_table_free(town_table *t) {
  if (!t) return;
  for (int i = 0; i < t->count; i++) row_end(&t->towns[i]);
  row_end(&t->county);
  for (int i = 0; i < t->notes_count; i++) free(t->notes[i]);
  for (int i = 0; t->enrolled_names && i < EFFECTS_MAX; i++) free(t->enrolled_names[i]);
  free(t->towns), free(t->notes), free(t->enrolled_names), free(t->town_of_code);
  free(t);
}

/* ---- counting ---- */

static void count_status(const town_table *t, town_row *row, const outcome *o, int64_t people) {
  if (t->status < 0 || o->values[t->status].state != VALUE_KNOWN) return;
  char **words = t->policy->effects[t->status].values;
  slice text = term_text(t->policy->terms, (uint32_t)o->values[t->status].v);
  for (int i = 0; words && words[i] && i < TOWN_STATUSES_MAX; i++)
    if (slice_is(text, words[i])) row->statuses[i] += people;
}

/* Counted residents without a day of payment count from the first day on; later payments than the cut-off never. */
static void count_day(const town_table *t, town_row *row, const resident *who) {
  const column *paid = t->paid_on >= 0 ? &who->roster->columns[t->paid_on] : NULL;
  int32_t day = paid && paid->dates ? paid->dates[who->row] : DATE_NONE;
  bool dated = day != DATE_NONE && day != DATE_UNKNOWN;
  int32_t cutoff = t->policy->targets.declared ? t->policy->targets.cutoff : DATE_NONE;
  if (dated && cutoff != DATE_NONE && day > cutoff) return;
  row->counted++;
  if (days_of(t) == 0) return;
  if (!dated || day < t->first_day) day = t->first_day;
  if (day <= t->last_day) row->days[day - t->first_day]++;
}

static bool add_money(int64_t *sum, int64_t fen) { return money_add(*sum, fen, sum); }

static bool add_times(int64_t *sum, int64_t fen, int64_t times) {
  int64_t product;
  return !__builtin_mul_overflow(fen, times, &product) && add_money(sum, product);
}

static canbao_status out_of_limits(town_table *t) {
  t->failed = true;
  return CANBAO_LIMIT;
}

bool town_table_counts(const town_table *t, const outcome *o) {
  if (o->problem != DECIDED) return false;
  if (t->counts < 0) return outcome_enrolled(o);
  return o->values[t->counts].state == VALUE_KNOWN && o->values[t->counts].v;
}

canbao_status town_table_add_resident(town_table *t, const resident *who, bool counted) {
  int at = row_of(t, who);
  if (at < 0) return out_of_limits(t);
  town_row *row = &t->towns[at];
  row->people++;
  if (t->paid_on >= 0 && roster_cell(who->roster, t->paid_on, who->row) == CELL_VALUE) row->paid++;
  if (counted) count_day(t, row, who);
  return CANBAO_OK;
}

canbao_status town_table_add_outcome(town_table *t, const outcome *o, const resident *who,
                                     int64_t people) {
  int at = row_of(t, who);
  if (at < 0) return out_of_limits(t);
  town_row *row = &t->towns[at];
  if (o->problem != DECIDED) {
    row->open += people;
    return CANBAO_OK;
  }
  bool enrolled = outcome_enrolled(o);
  for (int i = 0; i < t->policy->effects_count; i++) {
    if (o->values[i].state != VALUE_KNOWN) continue;
    value_type type = t->policy->effects[i].type;
    if (type == TYPE_FLAG) row->flags[i] += o->values[i].v != 0 ? people : 0;
    if (type != TYPE_MONEY) continue;
    if (!add_times(&row->sums[i], o->values[i].v, people)) return out_of_limits(t);
    if (enrolled && !add_times(&row->enrolled_sums[i], o->values[i].v, people))
      return out_of_limits(t);
  }
  count_status(t, row, o, people);
  return CANBAO_OK;
}

canbao_status town_table_add(void *payload, const verdict *v) {
  town_table *t = payload;
  outcome o;
  outcome_of(&o, v);
  canbao_status status = town_table_add_resident(t, &v->resident, town_table_counts(t, &o));
  return status == CANBAO_OK ? town_table_add_outcome(t, &o, &v->resident, 1) : status;
}

/* ---- the whole ---- */

static bool sum_county(town_table *t) {
  town_row *county = &t->county;
  const targets *goal = &t->policy->targets;
  bool ok = true;
  for (int i = 0; i < t->count; i++) {
    const town_row *row = &t->towns[i];
    county->people += row->people, county->paid += row->paid, county->open += row->open;
    county->counted += row->counted;
    for (int k = 0; k < EFFECTS_MAX; k++) {
      county->flags[k] += row->flags[k];
      ok = ok && add_money(&county->sums[k], row->sums[k]);
      ok = ok && add_money(&county->enrolled_sums[k], row->enrolled_sums[k]);
    }
    for (int k = 0; k < TOWN_STATUSES_MAX; k++) county->statuses[k] += row->statuses[k];
  }
  if (goal->declared && goal->total >= 0)
    county->target = goal->total;
  else if (goal->declared && goal->towns_count > 0)
    county->target = t->targets_sum;
  return ok;
}

#define NEAR_MOST 512 /* towns that one is compared with */

/* The town of the roster that an empty one of the task table probably stands for; "" when none is near. */
static const char *nearest_town(const town_table *t, int of) {
  const char *names[NEAR_MOST];
  int count = 0;
  for (int i = 0; i < t->count && count < NEAR_MOST; i++)
    if (!t->towns[i].in_table) names[count++] = t->towns[i].name;
  int near = text_nearest(t->towns[of].name, names, count);
  return near < 0 ? "" : names[near];
}

const char *town_stray(const targets *goal, const char *name, int64_t people, char *buf,
                       size_t size) {
  const char *names[NEAR_MOST];
  char shown[STRAY_TEXT / 2];
  int count = 0;
  text_display(slice_of(name, strlen(name)), shown, sizeof shown);
  for (; count < goal->towns_count && count < NEAR_MOST; count++)
    names[count] = goal->towns[count].town;
  int near = text_nearest(name, names, count);
  if (near < 0)
    snprintf(buf, size, _("%s is in the roster (residents: %lld), but not in the task table"),
             shown, (long long)people);
  else
    snprintf(buf, size,
             _("%s is in the roster (residents: %lld), but not in the task table; is it %s?"),
             shown, (long long)people, names[near]);
  return buf;
}

static bool note_unmatched(town_table *t, int i) {
  const town_row *row = &t->towns[i];
  const char *near = row->in_table ? nearest_town(t, i) : "";
  if (row->in_table)
    return *near ? add_note(t,
                            _("%s is in the task table, but no resident of the roster lives there; "
                              "did the roster write %s?"),
                            row->name, near)
                 : add_note(t,
                            _("%s is in the task table, but no resident of the roster lives there"),
                            row->name);
  if (*row->name == '\0')
    return add_note(t, _("residents without a town in the roster, shown apart: %lld"),
                    (long long)row->people);
  char text[STRAY_TEXT];
  return add_note(t, "%s",
                  town_stray(&t->policy->targets, row->name, row->people, text, sizeof text));
}

static bool note_table(town_table *t) {
  const targets *goal = &t->policy->targets;
  if (!goal->declared) return add_note(t, _("the notice sets no targets"));
  if (goal->towns_count == 0)
    return add_note(t, _("the notice's table of targets is missing: no town has a target, a rank "
                         "or a prize; give one with --targets FILE (town,target)"));
  bool ok = true;
  if (goal->total >= 0 && goal->total != t->targets_sum) {
    long long by = (long long)(t->targets_sum - goal->total);
    ok =
        by > 0
            ? add_note(t,
                       _("the towns' targets sum to %lld, %lld more than the stated total of %lld"),
                       (long long)t->targets_sum, by, (long long)goal->total)
            : add_note(t,
                       _("the towns' targets sum to %lld, %lld less than the stated total of %lld"),
                       (long long)t->targets_sum, -by, (long long)goal->total);
  }
  if (ok && goal->table_total >= 0 && goal->table_total != t->targets_sum)
    ok = add_note(t, _("the task table's total row says %lld, but its rows sum to %lld"),
                  (long long)goal->table_total, (long long)t->targets_sum);
  for (int i = 0; ok && i < t->count; i++)
    if (t->towns[i].in_table != t->towns[i].in_roster) ok = note_unmatched(t, i);
  return ok;
}

static bool note_ranking(town_table *t) {
  const targets *goal = &t->policy->targets;
  bool ok = true;
  if (t->county.open > 0)
    ok = add_note(t,
                  _("residents who are undetermined or in error and count towards no target: %lld"),
                  (long long)t->county.open);
  if (!goal->declared || goal->towns_count == 0) return ok;
  if (!goal->rank_by) return ok && add_note(t, _("the notice ranks nobody"));
  const char *rule = goal->tie_rule ? goal->tie_rule : "shared";
  if (strcmp(rule, "by_name") == 0)
    ok = ok && add_note(t, _("ties: towns that stand alike are ranked by name"));
  else if (strcmp(rule, "by_count") == 0)
    ok =
        ok &&
        add_note(
            t,
            _("ties: of towns that stand alike the one with more people goes first, then by name"));
  else
    ok =
        ok &&
        add_note(
            t, _("ties: towns that stand alike share a rank, and the ranks after it are left out"));
  return ok;
}

canbao_status town_table_finish(town_table *t, canbao_error *error) {
  if (!sum_county(t))
    return fault(error, CANBAO_LIMIT, _("a sum of the towns leaves the range of amounts"));
  town_table_rank(t);
  if (!note_table(t) || !note_ranking(t)) return no_memory(error);
  int count;
  town_standing *weeks;
  canbao_status status = town_standings(t, 7, &weeks, &count, error);
  if (status != CANBAO_OK) return status;
  for (int i = 0; i < count; i++) {
    town_row *row = &t->towns[weeks[i].town];
    if (weeks[i].run > row->weeks_at_bottom) row->weeks_at_bottom = weeks[i].run;
  }
  free(weeks);
  return town_table_measure(t, error);
}

int64_t town_completion(const town_row *row) {
  int64_t hundredths;
  if (row->target <= 0 ||
      !money_scale(row->counted, 10000, row->target, 1, ROUND_DOWN, &hundredths))
    return -1;
  return hundredths;
}
