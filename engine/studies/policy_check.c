/* policy_check.c - see policy_check.h. Gathers and words; decides nothing but what is serious. */
#include "studies/policy_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/case_runner.h"
#include "studies/explanation.h"
#include "studies/open_mark.h"
#include "studies/programme_names.h"
#include "values/date.h"
#include "values/lua_tokens.h"
#include "values/message.h"

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

static bool add(policy_check *c, check_kind kind, bool serious, const char *file, int line,
                const char *number, const char *format, ...) __attribute__((format(printf, 7, 8)));

static bool add(policy_check *c, check_kind kind, bool serious, const char *file, int line,
                const char *number, const char *format, ...) {
  check_item *grown = realloc(c->items, ((size_t)c->count + 1) * sizeof *grown);
  if (!grown) return false;
  c->items = grown;
  check_item *item = &grown[c->count];
  *item = (check_item){.kind = kind, .serious = serious, .line = line};
  va_list arguments;
  va_start(arguments, format);
  if (vasprintf(&item->text, format, arguments) < 0) item->text = NULL;
  va_end(arguments);
  item->file = strdup(file ? file : "");
  item->article = strdup(number ? number : "");
  c->count++, c->counts[kind]++, c->serious += serious;
  return item->text && item->file && item->article;
}

static bool add_findings(policy_check *c, const policy *p) {
  bool ok = true;
  for (int i = 0; ok && i < p->findings_count; i++) {
    const finding *f = &p->findings[i];
    ok = add(c, CHECK_FINDING, f->serious, f->file, f->line, f->article, "%s", f->text);
  }
  return ok;
}

/* A town without a task has no completion: it is shown, but stands in no ranking. */
static bool add_empty_targets(policy_check *c, const policy *p) {
  const targets *goal = &p->targets;
  bool ok = true;
  for (int i = 0; ok && goal->declared && i < goal->towns_count; i++)
    if (goal->towns[i].target <= 0)
      ok =
          add(c, CHECK_FINDING, true, goal->file, goal->line, goal->article,
              _("%s has a target of %lld in the task table: it can be neither complete nor ranked"),
              goal->towns[i].town, (long long)goal->towns[i].target);
  return ok;
}

/* The county's own name is the end of the full one. */
static bool add_other_place(policy_check *c, const policy *p) {
  size_t own = strlen(p->place), full = p->full_place ? strlen(p->full_place) : 0;
  return full == 0 || (full >= own && strcmp(p->full_place + full - own, p->place) == 0) ||
         add(c, CHECK_FINDING, true, p->path, p->line, NULL,
             _("place “%s” is not the end of full_place “%s”: one of them is misspelt"), p->place,
             p->full_place);
}

/* ---- days that cannot be ---- */

/* The day that article `index` of this script writes down for an effect; false when it writes none. */
static bool written_day(const policy *p, int index, int effect_index, int32_t *day) {
  const article *a = &p->articles[index];
  if (effect_index < 0 || a->level > 0 || a->fixes[effect_index] != VALUE_IS_CONST ||
      a->constants[effect_index].type != TYPE_DATE)
    return false;
  *day = (int32_t)a->constants[effect_index].v;
  return true;
}

/* An article's benefit that ends before it begins: within the article, or between two that hold for everyone. */
static bool add_turned_benefit(policy_check *c, const policy *p) {
  int from = policy_effect(p, EFFECT_BENEFIT_FROM), to = policy_effect(p, EFFECT_BENEFIT_TO);
  bool ok = true;
  for (int i = 0; ok && i < p->articles_count; i++)
    for (int k = 0; ok && k < p->articles_count; k++) {
      const article *a = &p->articles[i], *b = &p->articles[k];
      int32_t first, last;
      char begins[11], ends[11];
      if (i != k && (a->guarded || b->guarded)) continue;
      if (!written_day(p, i, from, &first) || !written_day(p, k, to, &last) || first <= last)
        continue;
      ok = add(c, CHECK_FINDING, true, a->file, a->line, a->number,
               _("the benefit begins on %s, after it ends on %s"), date_format(first, begins),
               date_format(last, ends));
    }
  return ok;
}

/* Every day before this one that the script writes, which so many years on would be another: a copy of an older script whose days
** were not all gone through. */
static bool add_old_days(policy_check *c, const policy *p, int years, int32_t until) {
  slice script = policy_script(p, p->path);
  lexer reader = lexer_of(script);
  token before = {.kind = TOKEN_SIGN};
  bool ok = true;
  for (token t = token_next(&reader); ok && t.kind != TOKEN_END; t = token_next(&reader)) {
    if (token_is(t, "(")) continue;
    slice text = token_inner(t);
    int32_t day, year, month, day_of_month, on;
    bool written = t.kind == TOKEN_STRING && before.kind == TOKEN_NAME && token_is(before, "date");
    before = t;
    if (!written || !date_parse(text.at, text.length, &day)) continue;
    date_to_civil(day, &year, &month, &day_of_month);
    if (day >= until || !date_in_range(on = date_add_months(day, 12 * years))) continue;
    char old[11], then[11], last[11];
    if (year < p->year - years - 1) /* the older script, too, had it from before its collection */
      ok =
          add(c, CHECK_FINDING, false, p->path, t.line, NULL,
              _("date \"%s\" lies before the older year, too: a limit that stays from year to year "
                "(a day of birth, of a certificate) is left as it is; does the new notice still "
                "name this day?"),
              date_format(day, old));
    else if (date_leaves_month_end(day, 12 * years))
      ok = add(c, CHECK_FINDING, false, p->path, t.line, NULL,
               _("is date \"%s\" of an older year? The month's last day would be date \"%s\", the "
                 "28th date \"%s\": see which the notice means"),
               date_format(day, old), date_format(date_last_of_month(on), last),
               date_format(on, then));
    else
      ok = add(c, CHECK_FINDING, false, p->path, t.line, NULL,
               _("is date \"%s\" of an older year? The same day would be date \"%s\""),
               date_format(day, old), date_format(on, then));
  }
  return ok;
}

/* A deadline or a benefit's end that was past before the notice was issued. */
static bool add_past_days(policy_check *c, const policy *p) {
  static const char *const names[] = {EFFECT_DEADLINE, EFFECT_BENEFIT_TO};
  bool ok = true;
  for (int i = 0; ok && p->issued != DATE_NONE && i < p->articles_count; i++)
    for (int k = 0; ok && k < 2; k++) {
      int e = policy_effect(p, names[k]);
      const article *a = &p->articles[i];
      int32_t day;
      char written[11], issued[11];
      if (!written_day(p, i, e, &day) || day >= p->issued) continue;
      ok = add(c, CHECK_FINDING, true, a->file, a->line, a->number,
               _("%s %s was past when the notice was issued (%s): is it of an older year?"),
               effect_name(p, e), date_format(day, written), date_format(p->issued, issued));
    }
  return ok;
}

/* The year for which one would issue a notice, or collect, on this day: that which is on, from July the next one. */
static int year_meant(int32_t day) {
  int year, month, day_of_month;
  date_to_civil(day, &year, &month, &day_of_month);
  return year + (month >= 7);
}

/* The days that a policy states of itself against its year: benefits may have been gone through, and these not. */
static bool add_older_notice(policy_check *c, const policy *p) {
  const int32_t days[] = {p->issued, p->period_from, p->period_to};
  const char *const formats[] = {
      _("the policy is of the year %d, but the notice was issued on %s"),
      _("the policy is of the year %d, but its collection began on %s"),
      _("the policy is of the year %d, but its collection ended on %s"),
  };
  int years = 0;
  int32_t until;
  bool ok = true;
  for (int i = 0; ok && i < 3; i++) {
    char text[11];
    if (days[i] == DATE_NONE || year_meant(days[i]) >= p->year) continue;
    if (p->year - year_meant(days[i]) > years) years = p->year - year_meant(days[i]);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    ok = add(c, CHECK_FINDING, false, p->path, p->line, NULL, formats[i], p->year,
             date_format(days[i], text));
#pragma GCC diagnostic pop
  }
  return !ok || years == 0 || !date_from_civil(p->year - 1, 7, 1, &until)
             ? ok
             : add_old_days(c, p, years, until);
}

/* The year of the policy against the years in which its benefits begin. */
static bool add_other_year(policy_check *c, const policy *p) {
  int from = policy_effect(p, EFFECT_BENEFIT_FROM), found = 0, year, month, day_of_month;
  int first = 0;
  int32_t until;
  char text[11] = "";
  for (int i = 0; i < p->articles_count; i++) {
    int32_t day;
    if (!written_day(p, i, from, &day)) continue;
    date_to_civil(day, &year, &month, &day_of_month);
    if (year == p->year) return add_older_notice(c, p);
    if (found++ == 0) date_format(day, text), first = year;
  }
  return found == 0 ||
         (add(c, CHECK_FINDING, false, p->path, p->line, NULL,
              _("the policy is of the year %d, but no benefit begins in it: %s"), p->year, text) &&
          (first >= p->year || !date_from_civil(p->year, 1, 1, &until) ||
           add_old_days(c, p, p->year - first, until)));
}

/* The last day of the collection against the deadline that holds for everyone. A notice with several windows ends its
** collection with the last of them. */
static bool add_other_deadline(policy_check *c, const policy *p) {
  int deadline = policy_effect(p, EFFECT_DEADLINE);
  bool ok = true;
  for (int i = 0; i < p->articles_count; i++) {
    int32_t day;
    if (written_day(p, i, deadline, &day) && day == p->period_to) return true;
  }
  for (int i = 0; ok && p->period_to != DATE_NONE && i < p->articles_count; i++) {
    const article *a = &p->articles[i];
    int32_t day;
    char ends[11], until[11];
    if (a->guarded || !written_day(p, i, deadline, &day) || day == p->period_to) continue;
    ok = add(c, CHECK_FINDING, false, a->file, a->line, a->number,
             _("the collection ends on %s, but the deadline is %s"),
             date_format(p->period_to, ends), date_format(day, until));
  }
  return ok;
}

static bool add_days(policy_check *c, const policy *p) {
  return add_turned_benefit(c, p) && add_other_year(c, p) && add_other_deadline(c, p) &&
         add_past_days(c, p);
}

static canbao_status add_open_marks(policy_check *c, const policy *p, canbao_error *error) {
  open_marks marks = {0};
  canbao_status status = open_marks_of_script(&marks, p->path, error);
  bool ok = true;
  for (int i = 0; status == CANBAO_OK && ok && i < marks.count; i++)
    ok = add(c, CHECK_OPEN, true, marks.marks[i].file, marks.marks[i].line, NULL, "%s",
             marks.marks[i].what);
  open_marks_free(&marks);
  return status == CANBAO_OK && !ok ? no_memory(error) : status;
}

static bool add_unreached(policy_check *c, const policy *p, const case_run *run) {
  bool ok = true;
  for (int i = 0; ok && i < p->articles_count; i++) {
    const article *a = &p->articles[i];
    if (a->level > 0 || !case_run_unreached(run, p, i)) continue;
    ok = add(c, CHECK_UNTESTED, false, a->file, a->line, a->number, "%s",
             run->applied[i] == 0 ? _("no case applies it") : _("no case leaves it unapplied"));
  }
  return ok;
}

static canbao_status add_untested(policy_check *c, policy *p, canbao_error *error) {
  char path[1024];
  if (!case_file_of(p, path, sizeof path))
    return add(c, CHECK_UNTESTED, false, p->path, 0, NULL,
               _("there are no cases beside the script (%s); no article is tested"), path)
               ? CANBAO_OK
               : no_memory(error);
  case_run run;
  canbao_status status = case_run_file(&run, p, path, error);
  if (status != CANBAO_OK) return status;
  bool ok = add_unreached(c, p, &run);
  c->cases_failed = run.failed;
  for (int i = 0; ok && i < run.count; i++) {
    const case_result *one = &run.results[i];
    if (one->mismatches_count == 0) continue;
    const case_mismatch *first = &one->mismatches[0];
    ok = add(c, CHECK_FAILING, true, path, one->line, NULL, _("%s: %s is %s, expected %s"),
             one->sentence, first->field, *first->got ? first->got : _("(blank)"),
             *first->expected ? first->expected : _("(blank)"));
  }
  case_run_free(&run);
  return ok ? CANBAO_OK : no_memory(error);
}

static bool add_doubts(policy_check *c, const policy *p) {
  bool ok = true;
  for (int i = 0; ok && i < p->doubts_count; i++) {
    const doubt *d = &p->doubts[i];
    ok = add(c, CHECK_DOUBT, false, d->file, d->line, d->article, "%s: %s", d->title, d->reading);
  }
  return ok;
}

canbao_status policy_check_run(policy_check *out, policy *p, canbao_error *error) {
  *out = (policy_check){0};
  canbao_status status = add_findings(out, p) && add_other_place(out, p) &&
                                 add_empty_targets(out, p) && add_days(out, p)
                             ? CANBAO_OK
                             : no_memory(error);
  if (status == CANBAO_OK) status = add_open_marks(out, p, error);
  if (status == CANBAO_OK) status = add_untested(out, p, error);
  if (status == CANBAO_OK && !add_doubts(out, p)) status = no_memory(error);
  if (status != CANBAO_OK) policy_check_free(out);
  return status;
}

void policy_check_free(policy_check *c) {
  for (int i = 0; i < c->count; i++)
    free(c->items[i].file), free(c->items[i].article), free(c->items[i].text);
  free(c->items);
  *c = (policy_check){0};
}

/* ---- what then holds ---- */

static bool overrides(const article *a, int index) {
  for (int i = 0; i < a->overrides_count; i++)
    if (a->overrides[i] == index) return true;
  return false;
}

bool article_replaced(const policy *p, int index, int *by) {
  const article *a = &p->articles[index];
  int fixed = 0, gone = 0;
  *by = -1;
  for (int e = 0; e < p->effects_count; e++) {
    if (a->fixes[e] == VALUE_IS_ABSENT) continue;
    fixed++;
    for (int i = 0; i < p->articles_count; i++) {
      const article *other = &p->articles[i];
      if (other->guarded || other->fixes[e] == VALUE_IS_ABSENT || !overrides(other, index))
        continue;
      gone++, *by = i;
      break;
    }
  }
  return fixed > 0 && gone == fixed;
}

size_t article_effects_text(const policy *p, int index, char *buf, size_t size) {
  const article *a = &p->articles[index];
  size_t at = 0;
  buf[0] = '\0';
  for (int e = 0; e < p->effects_count && at + 1 < size; e++) {
    if (a->fixes[e] == VALUE_IS_ABSENT) continue;
    char text[160];
    if (a->fixes[e] == VALUE_IS_CONST && a->constants[e].type == TYPE_FLAG)
      snprintf(text, sizeof text, "%s", a->constants[e].v ? _("yes") : _("no"));
    else if (a->fixes[e] == VALUE_IS_CONST)
      value_text(p->terms, a->constants[e], text, sizeof text);
    else
      snprintf(text, sizeof text, "%s", _("(formula)"));
    int n = snprintf(buf + at, size - at, "%s%s %s", at ? _(", ") : "",
                     message_is_chinese() ? p->effects[e].title : p->effects[e].name, text);
    at = n < 0 || (size_t)n >= size - at ? size - 1 : at + (size_t)n;
  }
  return at;
}
