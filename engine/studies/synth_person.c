/* synth_person.c - see synth_person.h. */
#include "studies/synth_person.h"

#include <stdio.h>
#include <string.h>

#include "values/date.h"
#include "values/money.h"

void person_clear(person *who, int fields) {
  memset(who->cells, 0, (size_t)fields * sizeof *who->cells);
  who->labels_count = 0;
  who->own_used = 0;
  who->traits = 0;
}

void person_own_text(person *who, int field_index, const char *text) {
  size_t length = strlen(text) + 1;
  if (field_index < 0 || (size_t)who->own_used + length > sizeof who->own) return;
  who->cells[field_index] = (entry){ENTRY_OWN, who->own_used, NULL};
  memcpy(who->own + who->own_used, text, length);
  who->own_used += (int)length;
}

/* ---- traits ---- */

static void add_label(person *who, int field_index, const char *text) {
  for (int i = 0; i < who->labels_count; i++)
    if (who->labels[i].field == field_index && strcmp(who->labels[i].text, text) == 0) return;
  if (who->labels_count == PERSON_LABELS_MAX) return;
  who->labels[who->labels_count].field = field_index;
  who->labels[who->labels_count++].text = text;
  who->cells[field_index].kind = ENTRY_LABELS;
}

static void take_labels(person *who, int field_index) {
  int kept = 0;
  for (int i = 0; i < who->labels_count; i++)
    if (who->labels[i].field != field_index) who->labels[kept++] = who->labels[i];
  who->labels_count = kept;
}

static void fill_in(person *who, const fill *f, random_stream *r) {
  entry *e = &who->cells[f->field];
  switch (f->kind) {
    case FILL_TEXT: *e = (entry){ENTRY_TEXT, 0, f->texts[lottery_draw(&f->odds, r)]}; return;
    case FILL_LABEL: add_label(who, f->field, f->texts[lottery_draw(&f->odds, r)]); return;
    case FILL_DAYS:
      *e = (entry){ENTRY_DAY, random_between(r, (int32_t)f->low, (int32_t)f->high), NULL};
      return;
    case FILL_AFTER:
      if (who->cells[f->after].kind != ENTRY_DAY) return;
      *e = (entry){ENTRY_DAY,
                   who->cells[f->after].v + random_between(r, (int32_t)f->low, (int32_t)f->high),
                   NULL};
      return;
    case FILL_MONEY:
    case FILL_NUMBER: {
      int64_t steps = (f->high - f->low) / f->step;
      int64_t v = f->low + f->step * random_below(r, (uint32_t)steps + 1);
      *e = (entry){f->kind == FILL_MONEY ? ENTRY_MONEY : ENTRY_NUMBER, v, NULL};
      return;
    }
    case FILL_BLANK:
      if (e->kind == ENTRY_LABELS) take_labels(who, f->field);
      *e = (entry){0};
  }
}

static bool can_befall(const person *who, const trait *t) {
  return who->age >= t->age_from && who->age <= t->age_to && (t->sex < 0 || t->sex == who->man) &&
         (t->given == 0 || (who->traits & t->given) != 0) && (who->traits & t->without) == 0;
}

void person_traits(person *who, const synth_profile *p, uint64_t offered, random_stream *r) {
  for (int i = 0; i < p->traits_count; i++) {
    const trait *t = &p->traits[i];
    if (!can_befall(who, t)) continue;
    if (t->household ? !(offered >> i & 1) : !random_chance(r, t->millionths)) continue;
    who->traits |= UINT64_C(1) << i;
    for (int f = 0; f < t->fills_count; f++) fill_in(who, &t->fills[f], r);
  }
}

/* ---- payments ---- */

static int find_payer(const person *who, const synth_profile *p) {
  for (int i = 0; i < p->payers_count; i++) {
    const payer *y = &p->payers[i];
    if ((y->given == 0 || (who->traits & y->given)) && !(who->traits & y->without)) return i;
  }
  return -1;
}

/* What was due from this person on the day of the payment, as far as the profile knows: of several
** traits the one that leaves least. */
static int64_t due_on(const person *who, const synth_profile *p, int64_t day) {
  int64_t price = p->premium, due;
  for (int i = 0; i < p->traits_count; i++)
    if ((who->traits >> i & 1) && p->traits[i].premium >= 0) price = p->traits[i].premium;
  due = price;
  for (int i = 0; i < p->traits_count; i++) {
    const trait *t = &p->traits[i];
    if (!(who->traits >> i & 1)) continue;
    const entry *since = t->due_since >= 0 ? &who->cells[t->due_since] : NULL;
    if (since && since->kind == ENTRY_DAY && since->v > day) continue;
    if (t->due >= 0 && t->due < due) due = t->due;
    if (t->subsidy > price - due) due = t->subsidy < price ? price - t->subsidy : 0;
  }
  return due;
}

static payment_habit draw_habit(const payer *y, int index, random_stream *r) {
  payment_habit h = {.payer = index, .pays = random_chance(r, y->pay)};
  if (!h.pays) return h;
  h.window = lottery_draw(&y->window_odds, r);
  const pay_window *w = &y->windows[h.window];
  h.offset = random_between(r, 0, w->high - w->low);
  if (y->channels) h.channel = y->channels[lottery_draw(&y->channel_odds, r)];
  return h;
}

void person_payment(person *who, const synth_profile *p, payment_habit *habit, random_stream *r) {
  int index = find_payer(who, p);
  if (index < 0) return;
  const payer *y = &p->payers[index];
  payment_habit own;
  if (habit->payer == index && random_chance(r, y->together)) {
    own = *habit;
  } else {
    own = draw_habit(y, index, r);
    if (habit->payer < 0) *habit = own;
  }
  if (!own.pays) return;
  const pay_window *w = &y->windows[own.window];
  int64_t day = w->low + (int64_t)own.offset;
  if (w->after >= 0) {
    if (who->cells[w->after].kind != ENTRY_DAY) return;
    day += who->cells[w->after].v;
  }
  if (day < who->born) day = who->born; /* nobody is paid for before birth */
  int64_t amount = due_on(who, p, day);
  if (random_chance(r, p->wrong_amount)) {
    int pick = (int)random_below(r, (uint32_t)p->wrong_amounts_count);
    if (p->wrong_amounts[pick] == amount) pick = (pick + 1) % p->wrong_amounts_count;
    amount = p->wrong_amounts[pick];
  }
  who->cells[p->paid_on] = (entry){ENTRY_DAY, day, NULL};
  if (amount >= 0) who->cells[p->paid_amount] = (entry){ENTRY_MONEY, amount, NULL};
  if (own.channel) who->cells[p->pay_channel] = (entry){ENTRY_TEXT, 0, own.channel};
}

/* ---- as text ---- */

static size_t copy_text(const char *text, char *buf, size_t size) {
  size_t length = strlen(text);
  if (length >= size) length = size - 1;
  memcpy(buf, text, length);
  buf[length] = '\0';
  return length;
}

size_t person_text(const person *who, int field_index, char *buf, size_t size) {
  const entry *e = &who->cells[field_index];
  char text[24];
  switch (e->kind) {
    case ENTRY_BLANK: break;
    case ENTRY_TEXT: return copy_text(e->text, buf, size);
    case ENTRY_OWN: return copy_text(who->own + e->v, buf, size);
    case ENTRY_DAY: return copy_text(date_format((int32_t)e->v, text), buf, size);
    case ENTRY_MONEY: money_format(e->v, text); return copy_text(text, buf, size);
    case ENTRY_NUMBER:
      snprintf(text, sizeof text, "%lld", (long long)e->v);
      return copy_text(text, buf, size);
    case ENTRY_LABELS: {
      size_t used = 0;
      for (int i = 0; i < who->labels_count; i++) {
        if (who->labels[i].field != field_index) continue;
        if (used) used += copy_text("、", buf + used, size - used);
        used += copy_text(who->labels[i].text, buf + used, size - used);
      }
      return used;
    }
  }
  buf[0] = '\0';
  return 0;
}
