/* sweep_axis.c - see sweep_axis.h. */
#include "studies/sweep_axis.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/array.h"
#include "values/date.h"
#include "values/fault.h"
#include "values/message.h"
#include "values/money.h"

__extension__ typedef __int128 wide;

typedef struct {
  sweep_axis *axis;
  int space;
  const char *given; /* the whole text, for messages */
  canbao_error *error;
} reading;

/* Says plainly that it is never CANBAO_OK. */
static canbao_status no_memory(canbao_error *error) {
  fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
  return CANBAO_LIMIT;
}

/* "--vary "TEXT": why"; `why` may name the part concerned with %s. */
static canbao_status refuse(const reading *r, const char *why, slice part) {
  char shown[200], piece[120], said[400];
  text_display(slice_of(r->given, strlen(r->given)), shown, sizeof shown);
  text_display(part, piece, sizeof piece);
  const char *at = strstr(why, "%s");
  if (at)
    snprintf(said, sizeof said, "%.*s%s%s", (int)(at - why), why, piece, at + 2);
  else
    snprintf(said, sizeof said, "%s", why);
  return fault(r->error, CANBAO_USAGE, "--vary \"%s\": %s", shown, said);
}

/* ---- single values ---- */

static bool read_whole(slice s, int64_t *out) {
  *out = 0;
  if (s.length == 0 || s.length > 9) return false;
  for (uint32_t i = 0; i < s.length; i++) {
    if (s.at[i] < '0' || s.at[i] > '9') return false;
    *out = *out * 10 + (s.at[i] - '0');
  }
  return true;
}

static bool read_one(axis_kind kind, slice s, axis_value *out) {
  int32_t day;
  out->num = 0, out->den = 1;
  switch (kind) {
    case AXIS_MONEY: return money_parse(s.at, s.length, &out->num);
    case AXIS_SHARE: return share_parse(s.at, s.length, &out->num, &out->den);
    case AXIS_NUMBER: return read_whole(s, &out->num);
    case AXIS_FLAG: out->num = slice_is(s, "true"); return out->num == 1 || slice_is(s, "false");
    case AXIS_DATE:
      if (!date_parse(s.at, s.length, &day)) return false;
      out->num = day;
      return true;
    case AXIS_TEXT: break;
  }
  return s.length > 0;
}

static char *text_of_value(axis_kind kind, const axis_value *v, slice given) {
  char text[40];
  switch (kind) {
    case AXIS_MONEY: money_format(v->num, text); break;
    case AXIS_DATE: date_format((int32_t)v->num, text); break;
    case AXIS_NUMBER: snprintf(text, sizeof text, "%lld", (long long)v->num); break;
    case AXIS_SHARE:
      if (v->den != 10000) return strndup(given.at, given.length);
      snprintf(text + money_format(v->num, text), 2, "%%"); /* hundredths of a percent, like fen */
      break;
    default: return strndup(given.at, given.length);
  }
  return strdup(text);
}

static bool same_value(axis_kind kind, const axis_value *a, const axis_value *b) {
  if (kind == AXIS_TEXT) return strcmp(a->text, b->text) == 0;
  return (wide)a->num * b->den == (wide)b->num * a->den;
}

static canbao_status put(reading *r, const axis_value *v, slice given) {
  sweep_axis *a = r->axis;
  void *more;
  if (a->count == SWEEP_POINTS_MAX)
    return refuse(r, _("this is more than the 10,000 points that one sweep may have"), given);
  if (a->count == r->space) {
    r->space = r->space ? r->space * 2 : 16;
    if (!ARRAY_RESIZE(a->values, (size_t)r->space, more)) return no_memory(r->error);
  }
  axis_value *own = &a->values[a->count];
  *own = (axis_value){text_of_value(a->kind, v, given), v->num, v->den};
  if (!own->text) return no_memory(r->error);
  for (int i = 0; i < a->count; i++) {
    if (!same_value(a->kind, &a->values[i], own)) continue;
    free(own->text);
    return refuse(r, _("“%s” gives a value that is there already"), given);
  }
  a->count++;
  return CANBAO_OK;
}

static const char *value_needed(axis_kind kind) {
  switch (kind) {
    case AXIS_MONEY: return _("“%s” is no money: write yuan, like 330 or 87.50");
    case AXIS_SHARE: return _("“%s” is no share: write a percentage, like 90%, or 9/10");
    case AXIS_DATE: return _("“%s” is no day: write it like 2023-02-28");
    case AXIS_NUMBER: return _("“%s” is no whole number");
    case AXIS_FLAG: return _("“%s” is neither true nor false");
    default: return _("a value is missing");
  }
}

/* ---- ranges ---- */

static const char *range_needed(axis_kind kind) {
  switch (kind) {
    case AXIS_MONEY: return _("“%s” is no range: write FROM..TO/STEP in yuan, like 300..360/10");
    case AXIS_SHARE:
      return _("“%s” is no range: write FROM..TO/STEP in percent, like 50%..90%/10%");
    case AXIS_DATE:
      return _("“%s” is no range: write FROM..TO/STEP in days or months, like "
               "2022-12-31..2023-02-28/7d or …/1m");
    case AXIS_NUMBER: return _("“%s” is no range: write FROM..TO/STEP, like 1..5/1");
    default: return _("“%s”: this parameter has no ranges; list its values: VALUE,VALUE");
  }
}

/* The step, as fen, hundredths of a percent, days or months. */
static bool read_step(axis_kind kind, slice s, axis_value *out, bool *months) {
  *months = false;
  if (kind != AXIS_DATE) return read_one(kind, s, out) && (kind != AXIS_SHARE || out->den == 10000);
  if (s.length < 2) return false;
  *months = s.at[s.length - 1] == 'm';
  out->den = 1;
  return (*months || s.at[s.length - 1] == 'd') &&
         read_whole(slice_of(s.at, s.length - 1), &out->num);
}

static canbao_status put_range(reading *r, slice part, axis_value from, axis_value to, int64_t step,
                               bool months) {
  axis_value v = from;
  bool up = to.num > from.num;
  if (step < 0) step = -step;
  for (int64_t i = 0;; i++) {
    wide next = (wide)from.num + (up ? 1 : -1) * (wide)step * i;
    if (months && i * step < 12 * 500)
      next = date_add_months((int32_t)from.num, (int)((up ? 1 : -1) * step * i));
    if (up ? next > to.num : next < to.num) break;
    v.num = (int64_t)next;
    canbao_status status = put(r, &v, part);
    if (status != CANBAO_OK) return status;
  }
  if (v.num == to.num || r->axis->unreached) return CANBAO_OK;
  r->axis->unreached = text_of_value(r->axis->kind, &to, part);
  return r->axis->unreached ? CANBAO_OK : no_memory(r->error);
}

static canbao_status read_range(reading *r, slice part, uint32_t dots) {
  axis_kind kind = r->axis->kind;
  axis_value from, to, step;
  bool months;
  slice rest = slice_of(part.at + dots + 2, part.length - dots - 2);
  uint32_t slash = rest.length;
  while (slash > 0 && rest.at[slash - 1] != '/') slash--;
  if (slash == 0 || kind == AXIS_FLAG || kind == AXIS_TEXT)
    return refuse(r, range_needed(kind), part);
  if (!read_one(kind, slice_trim(slice_of(part.at, dots)), &from) ||
      !read_one(kind, slice_trim(slice_of(rest.at, slash - 1)), &to) ||
      !read_step(kind, slice_trim(slice_of(rest.at + slash, rest.length - slash)), &step,
                 &months) ||
      from.den != to.den || (kind == AXIS_SHARE && from.den != 10000))
    return refuse(r, range_needed(kind), part);
  if (step.num == 0) return refuse(r, _("the range “%s” does not move: its step is nothing"), part);
  if (from.num == to.num)
    return refuse(r, _("the range “%s” does not move: it ends where it begins"), part);
  return put_range(r, part, from, to, step.num, months);
}

/* ---- lists ---- */

static canbao_status read_part(reading *r, slice part) {
  axis_value v;
  for (uint32_t i = 1; i + 1 < part.length && r->axis->kind != AXIS_TEXT; i++)
    if (part.at[i] == '.' && part.at[i + 1] == '.') return read_range(r, part, i);
  if (!read_one(r->axis->kind, part, &v)) return refuse(r, value_needed(r->axis->kind), part);
  return put(r, &v, part);
}

static canbao_status read_values(reading *r, const char *text) {
  canbao_status status = CANBAO_OK;
  const char *at = text;
  while (status == CANBAO_OK) {
    size_t n = strcspn(at, ",");
    status = read_part(r, slice_trim(slice_of(at, n)));
    if (at[n] == '\0') break;
    at += n + 1;
  }
  if (status == CANBAO_OK && r->axis->count < 2)
    return refuse(r, _("one value does not vary: --set is for that"), slice_of(text, 0));
  return status;
}

/* ---- the target ---- */

static canbao_status find_article(const sweep_axis *a, const policy *p, int *index,
                                  canbao_error *error) {
  const char *names[ARTICLES_MAX];
  char shown[160];
  *index = policy_article(p, a->article);
  if (*index >= 0) return CANBAO_OK;
  for (int i = 0; i < p->articles_count; i++) names[i] = p->articles[i].number;
  int near = text_nearest(a->article, names, p->articles_count);
  text_display(slice_of(a->article, strlen(a->article)), shown, sizeof shown);
  if (near >= 0)
    return fault(error, CANBAO_USAGE, _("--vary: there is no article “%s”; did you mean “%s”?"),
                 shown, names[near]);
  return fault(error, CANBAO_USAGE, _("--vary: there is no article “%s”: canbao check lists them"),
               shown);
}

static bool fixes(const article *a, int effect_index) {
  return a->fixes[effect_index] != VALUE_IS_ABSENT;
}

static canbao_status no_effect(const sweep_axis *a, const policy *p, const article *of,
                               canbao_error *error) {
  const char *names[EFFECTS_MAX + STATED_MAX], *titles[EFFECTS_MAX];
  char shown[160], all[400] = "";
  int count = 0;
  size_t used = 0;
  for (int e = 0; e < p->effects_count; e++) {
    if (!fixes(of, e)) continue;
    titles[count] = p->effects[e].title;
    names[count++] = p->effects[e].name;
  }
  int titled = text_nearest(a->effect, titles, count);
  for (int k = 0; k < p->stated_count; k++)
    if (fixes(of, p->stated[k].effect)) names[count++] = p->stated[k].name;
  text_display(slice_of(a->effect, strlen(a->effect)), shown, sizeof shown);
  int near = text_nearest(a->effect, names, count);
  if (near < 0) near = titled; /* it is called so in Chinese */
  if (near >= 0)
    return fault(error, CANBAO_USAGE, _("--vary: article %s fixes no “%s”; did you mean “%s”?"),
                 a->article, shown, names[near]);
  for (int i = 0; i < count && used < sizeof all; i++)
    used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", names[i]);
  return fault(error, CANBAO_USAGE, _("--vary: article %s fixes no “%s”; it fixes %s"), a->article,
               shown, all);
}

static axis_kind kind_of(value_type type) {
  switch (type) {
    case TYPE_MONEY: return AXIS_MONEY;
    case TYPE_DATE: return AXIS_DATE;
    case TYPE_FLAG: return AXIS_FLAG;
    case TYPE_NUMBER: return AXIS_NUMBER;
    default: return AXIS_TEXT;
  }
}

static int stated_index(const policy *p, const char *name) {
  for (int k = 0; k < p->stated_count; k++)
    if (strcmp(p->stated[k].name, name) == 0) return k;
  return -1;
}

static canbao_status find_kind(sweep_axis *a, const policy *p, canbao_error *error) {
  int index;
  canbao_status status = find_article(a, p, &index, error);
  if (status != CANBAO_OK) return status;
  int e = policy_effect(p, a->effect), k = stated_index(p, a->effect);
  const article *of = &p->articles[index];
  a->stated = e < 0 && k >= 0;
  if (e >= 0 && fixes(of, e))
    a->kind = kind_of(p->effects[e].type);
  else if (a->stated && fixes(of, p->stated[k].effect))
    a->kind = p->stated[k].share ? AXIS_SHARE : AXIS_MONEY;
  else
    return no_effect(a, p, of, error);
  return CANBAO_OK;
}

canbao_status sweep_axis_parse(sweep_axis *out, const char *text, const policy *p,
                               canbao_error *error) {
  parameter_setting s;
  *out = (sweep_axis){.split = strdup(text), .own_index = -1};
  reading r = {.axis = out, .given = text, .error = error};
  if (!out->split) return no_memory(error);
  if (!setting_read(out->split, &s))
    return refuse(&r, _("write ARTICLE.EFFECT=FROM..TO/STEP or ARTICLE.EFFECT=VALUE,VALUE"),
                  slice_of(text, 0));
  out->article = s.article, out->effect = s.effect;
  out->target = strndup(text, strcspn(text, "="));
  if (!out->target) return no_memory(error);
  canbao_status status = find_kind(out, p, error);
  return status == CANBAO_OK ? read_values(&r, s.value) : status;
}

/* What the base says as a constant; false for a formula or an article that the base has not. */
static bool own_value(const sweep_axis *a, const policy *base, axis_value *out, slice *text) {
  int index = policy_article(base, a->article), e = policy_effect(base, a->effect),
      k = stated_index(base, a->effect);
  *text = slice_of("", 0);
  if (index < 0) return false;
  const article *of = &base->articles[index];
  if (a->stated) {
    if (k < 0 || !of->stated[k].there) return false;
    *out = (axis_value){NULL, of->stated[k].num, of->stated[k].den};
    return true;
  }
  if (e < 0 || of->fixes[e] != VALUE_IS_CONST) return false;
  *out = (axis_value){NULL, a->kind == AXIS_TEXT ? 0 : of->constants[e].v, 1};
  if (a->kind == AXIS_TEXT) *text = term_text(base->terms, (uint32_t)of->constants[e].v);
  if (a->kind == AXIS_FLAG) *text = out->num ? slice_of("true", 4) : slice_of("false", 5);
  return true;
}

canbao_status sweep_axis_own(sweep_axis *axis, const policy *base, canbao_error *error) {
  axis_value own;
  slice text;
  char ratio[48];
  free(axis->own.text);
  axis->own.text = NULL, axis->own_index = -1;
  if (!own_value(axis, base, &own, &text)) return CANBAO_OK;
  if (axis->kind == AXIS_SHARE && 10000 % own.den == 0)
    own.num *= 10000 / own.den, own.den = 10000;
  else if (axis->kind == AXIS_SHARE)
    text = slice_of(ratio, (size_t)snprintf(ratio, sizeof ratio, "%lld/%lld", (long long)own.num,
                                            (long long)own.den));
  own.text = text_of_value(axis->kind, &own, text);
  if (!own.text) return no_memory(error);
  axis->own = own;
  for (int i = 0; i < axis->count; i++)
    if (same_value(axis->kind, &axis->values[i], &axis->own)) axis->own_index = i;
  return CANBAO_OK;
}

void sweep_axis_free(sweep_axis *axis) {
  for (int i = 0; i < axis->count; i++) free(axis->values[i].text);
  free(axis->values), free(axis->target), free(axis->split), free(axis->unreached);
  free(axis->own.text);
  *axis = (sweep_axis){.own_index = -1};
}
