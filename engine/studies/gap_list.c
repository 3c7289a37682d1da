/*
** gap_list.c - finding gaps. Residents are judged one by one as they are
** decided; households when the last one is known.
*/
#include "studies/gap_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/programme_names.h"
#include "values/message.h"

#define NO_ROW UINT32_MAX

/* What must be remembered of a resident until households and doubles are known. */
enum { SEEN_ENROLLED = 1, SEEN_ELIGIBLE = 2, SEEN_PAID = 4, SEEN_OPEN = 8 };

struct gap_work {
  uint8_t *seen;   /* per row */
  uint32_t *slots; /* hash of ID numbers: row + 1, 0 is empty */
  uint32_t slots_mask;
  int32_t *town_of_code;
  uint32_t codes;
  int id, town, household, paid_on, paid_amount, died_on; /* fields; -1 */
  int status, eligible, subsidy, due;                     /* effects; -1 */
};

const char *gap_word(gap_kind kind) {
  static const char *const words[GAP_KINDS] = {
      "subsidised_unenrolled", "household_in_part", "paid_twice", "listed_twice",
      "dead_enrolled",         "overpaid",          "underpaid",  "paid_not_accepted"};
  return words[kind];
}

const char *gap_heading(gap_kind kind) {
  static const char *const headings[GAP_KINDS] = {N_("subsidised, not enrolled"),
                                                  N_("household enrolled in part"),
                                                  N_("paid twice"),
                                                  N_("listed twice"),
                                                  N_("dead but enrolled"),
                                                  N_("overpaid"),
                                                  N_("underpaid"),
                                                  N_("paid, not accepted")};
  return _(headings[kind]);
}

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

/* ---- towns ---- */

static int32_t town_add(gap_list *g, slice name) {
  gap_town *grown = realloc(g->towns, ((size_t)g->towns_count + 1) * sizeof *grown);
  if (!grown) return -1;
  g->towns = grown;
  grown[g->towns_count] = (gap_town){.name = strndup(name.at, name.length)};
  if (!grown[g->towns_count].name) return -1;
  return g->towns_count++;
}

static int32_t town_of(gap_list *g, uint32_t row) {
  struct gap_work *w = g->work;
  const column *c = w->town >= 0 ? &g->roster->columns[w->town] : NULL;
  uint32_t code = c && c->codes ? c->codes[row] : CODE_NONE;
  uint32_t slot = code >= CODE_UNKNOWN ? 0 : code + 1;
  if (slot >= w->codes) return -1;
  if (w->town_of_code[slot] < 0)
    w->town_of_code[slot] =
        town_add(g, slot ? dictionary_text(c->texts_of, code) : slice_of("", 0));
  return w->town_of_code[slot];
}

/* ---- doubles ---- */

static uint32_t id_hash(slice id) {
  uint32_t h = 2166136261u;
  for (uint32_t i = 0; i < id.length; i++) h = (h ^ (unsigned char)id.at[i]) * 16777619u;
  return h ^ h >> 15;
}

/* The row of the same ID number that was met first; NO_ROW when this one is it. */
static uint32_t id_seen(gap_list *g, uint32_t row) {
  struct gap_work *w = g->work;
  const text_ref *ids = w->id >= 0 ? g->roster->columns[w->id].texts : NULL;
  if (!ids || !w->slots) return NO_ROW;
  slice id = text_ref_slice(ids[row]);
  if (id.length == 0) return NO_ROW;
  for (uint32_t at = id_hash(id);; at++) {
    uint32_t *slot = &w->slots[at & w->slots_mask];
    if (*slot == 0) {
      *slot = row + 1;
      return NO_ROW;
    }
    slice other = text_ref_slice(ids[*slot - 1]);
    if (other.length == id.length && memcmp(other.at, id.at, other.length) == 0) return *slot - 1;
  }
}

/* ---- making ---- */

canbao_status gap_list_new(gap_list **out, policy *p, const roster *r, canbao_error *error) {
  *out = NULL;
  gap_list *g = calloc(1, sizeof *g);
  struct gap_work *w = calloc(1, sizeof *w);
  if (!g || !w) {
    free(g), free(w);
    return no_memory(error);
  }
  *g = (gap_list){.policy = p, .roster = r, .work = w};
  w->id = schema_role(p->schema, ROLE_ID_NUMBER);
  w->town = schema_role(p->schema, ROLE_TOWN);
  w->household = schema_role(p->schema, ROLE_HOUSEHOLD);
  w->paid_on = schema_find(p->schema, FIELD_PAID_ON);
  w->paid_amount = schema_find(p->schema, FIELD_PAID_AMOUNT);
  w->died_on = schema_find(p->schema, FIELD_DIED_ON);
  w->status = policy_effect(p, EFFECT_STATUS);
  w->eligible = policy_effect(p, EFFECT_ELIGIBLE);
  w->subsidy = policy_effect(p, EFFECT_SUBSIDY);
  w->due = policy_effect(p, EFFECT_PERSONAL_DUE);
  const dictionary *towns = w->town >= 0 ? r->columns[w->town].texts_of : NULL;
  w->codes = (towns ? dictionary_count(towns) : 0) + 1;
  w->town_of_code = malloc(w->codes * sizeof *w->town_of_code);
  w->seen = calloc((size_t)r->rows + 1, 1);
  size_t slots = 16;
  while (slots < (size_t)r->rows * 2) slots *= 2;
  w->slots = calloc(slots, sizeof *w->slots);
  w->slots_mask = (uint32_t)(slots - 1);
  if (!w->town_of_code || !w->seen || !w->slots) {
    gap_list_free(g);
    return no_memory(error);
  }
  for (uint32_t i = 0; i < w->codes; i++) w->town_of_code[i] = -1;
  *out = g;
  return CANBAO_OK;
}

void gap_list_free(gap_list *g) {
  if (!g) return;
  for (int i = 0; i < g->towns_count; i++) free(g->towns[i].name);
  free(g->work->seen), free(g->work->slots), free(g->work->town_of_code), free(g->work);
  free(g->towns), free(g->gaps);
  free(g);
}

static void add(gap_list *g, uint32_t row, gap_kind kind, int64_t amount, uint32_t other) {
  if (g->count == g->space) {
    uint32_t space = g->space ? g->space * 2 : 256;
    gap *grown = realloc(g->gaps, space * sizeof *grown);
    if (!grown) {
      g->memory_ran_out = true;
      return;
    }
    g->gaps = grown, g->space = space;
  }
  g->gaps[g->count++] =
      (gap){.row = row, .other_row = other, .kind = (uint8_t)kind, .amount = amount};
}

/* ---- judging one resident ---- */

static bool known(const outcome *o, int effect_index, int64_t *v) {
  if (effect_index < 0 || o->values[effect_index].state != VALUE_KNOWN) return false;
  *v = o->values[effect_index].v;
  return true;
}

/* The payment of a row; false when no amount is given: missing is not zero. */
static bool payment(const gap_list *g, uint32_t row, int64_t *fen) {
  int at = g->work->paid_amount;
  if (at < 0 || roster_cell(g->roster, at, row) != CELL_VALUE) return false;
  *fen = g->roster->columns[at].fen[row];
  return true;
}

static void judge_money(gap_list *g, const outcome *o, uint32_t row, bool enrolled, bool has_paid) {
  int64_t paid = 0, due = 0;
  bool amount = payment(g, row, &paid);
  if (has_paid && !enrolled) {
    add(g, row, GAP_PAID_FOR_NOTHING, paid, NO_ROW);
    return;
  }
  if (!amount || !has_paid || !known(o, g->work->due, &due)) return;
  if (paid > due) add(g, row, GAP_OVERPAID, paid - due, NO_ROW);
  if (paid < due) add(g, row, GAP_UNDERPAID, due - paid, NO_ROW);
}

static void judge_double(gap_list *g, uint32_t row, bool has_paid) {
  uint32_t first = id_seen(g, row);
  if (first == NO_ROW) return;
  if (roster_id_ruined(g->roster, row) && roster_id_ruined(g->roster, first)) return;
  int64_t paid = 0;
  payment(g, row, &paid);
  bool both = has_paid && (g->work->seen[first] & SEEN_PAID);
  add(g, row, both ? GAP_PAID_TWICE : GAP_LISTED_TWICE, both ? paid : 0, first);
  /* a third row that pays is measured against whichever paid before */
  if (has_paid) g->work->seen[first] |= SEEN_PAID;
}

canbao_status gap_list_add(void *payload, const verdict *v) {
  gap_list *g = payload;
  const struct gap_work *w = g->work;
  uint32_t row = v->resident.row;
  int32_t town = town_of(g, row);
  g->memory_ran_out = g->memory_ran_out || town < 0;
  if (town < 0) return CANBAO_LIMIT;
  g->towns[town].people++;
  int64_t fen = 0;
  bool has_paid = (w->paid_on >= 0 && roster_cell(g->roster, w->paid_on, row) == CELL_VALUE) ||
                  (payment(g, row, &fen) && fen > 0);
  w->seen[row] |= has_paid ? SEEN_PAID : 0;
  judge_double(g, row, has_paid);
  outcome o;
  outcome_of(&o, v);
  if (o.problem != DECIDED) {
    g->towns[town].open++;
    w->seen[row] |= SEEN_OPEN;
    return g->memory_ran_out ? CANBAO_LIMIT : CANBAO_OK;
  }
  int64_t eligible = 0, subsidy = 0;
  bool enrolled = outcome_enrolled(&o);
  bool may = known(&o, w->eligible, &eligible) && eligible;
  w->seen[row] |= (enrolled ? SEEN_ENROLLED : 0) | (may ? SEEN_ELIGIBLE : 0);
  if (may && !enrolled && known(&o, w->subsidy, &subsidy) && subsidy > 0)
    add(g, row, GAP_SUBSIDISED, subsidy, NO_ROW);
  if (enrolled && w->died_on >= 0 && roster_cell(g->roster, w->died_on, row) == CELL_VALUE &&
      g->roster->columns[w->died_on].dates[row] <= v->resident.as_of)
    add(g, row, GAP_DEAD, 0, NO_ROW);
  judge_money(g, &o, row, enrolled, has_paid);
  return g->memory_ran_out ? CANBAO_LIMIT : CANBAO_OK;
}

/* ---- households ---- */

typedef struct {
  slice id;
  uint32_t row;
} member;

static int member_order(const void *x, const void *y) {
  const member *a = x, *b = y;
  uint32_t n = a->id.length < b->id.length ? a->id.length : b->id.length;
  int c = memcmp(a->id.at, b->id.at, n);
  if (c == 0) c = a->id.length < b->id.length ? -1 : a->id.length > b->id.length;
  return c ? c : a->row < b->row ? -1 : a->row > b->row;
}

/* What a household's record says: the notice's own measure, or, without one, everyone eligible is enrolled. */
static canbao_status household_complete(gap_list *g, int64_t people, int64_t eligible,
                                        int64_t enrolled, bool *complete, canbao_error *error) {
  *complete = enrolled >= eligible;
  for (int i = 0; i < g->policy->measures_count; i++) {
    const measure *m = &g->policy->measures[i];
    if (m->level != LEVEL_HOUSEHOLD || m->type != TYPE_FLAG) continue;
    record_field fields[] = {
        {"people", {TYPE_NUMBER, VALUE_KNOWN, people}, NULL},
        {"eligible", {TYPE_NUMBER, VALUE_KNOWN, eligible}, NULL},
        {"enrolled", {TYPE_NUMBER, VALUE_KNOWN, enrolled}, NULL},
    };
    value out;
    canbao_status status =
        policy_measure(g->policy, i, fields, sizeof fields / sizeof *fields, &out, error);
    if (status == CANBAO_OK && out.state == VALUE_KNOWN) *complete = out.v != 0;
    return status;
  }
  return CANBAO_OK;
}

static canbao_status judge_household(gap_list *g, const member *m, uint32_t count,
                                     canbao_error *error) {
  const uint8_t *seen = g->work->seen;
  int64_t eligible = 0, enrolled = 0;
  for (uint32_t i = 0; i < count; i++) {
    eligible += (seen[m[i].row] & SEEN_ELIGIBLE) != 0;
    enrolled += (seen[m[i].row] & SEEN_ENROLLED) != 0;
  }
  if (enrolled == 0) return CANBAO_OK; /* nobody has begun: not in part */
  bool complete;
  canbao_status status = household_complete(g, count, eligible, enrolled, &complete, error);
  if (status != CANBAO_OK || complete) return status;
  bool any = false;
  for (uint32_t i = 0; i < count; i++) {
    uint8_t s = seen[m[i].row];
    if (!(s & SEEN_ELIGIBLE) || (s & SEEN_ENROLLED)) continue;
    add(g, m[i].row, GAP_HOUSEHOLD, 0, NO_ROW);
    any = true;
  }
  int32_t town = town_of(g, m[0].row);
  if (any && town >= 0) g->towns[town].households++;
  return g->memory_ran_out ? no_memory(error) : CANBAO_OK;
}

static canbao_status judge_households(gap_list *g, canbao_error *error) {
  const roster *r = g->roster;
  int at = g->work->household;
  if (at < 0 || !r->columns[at].present) return CANBAO_OK;
  const column *c = &r->columns[at];
  member *members = malloc(((size_t)r->rows + 1) * sizeof *members);
  if (!members) return no_memory(error);
  uint32_t count = 0;
  for (uint32_t row = 0; row < r->rows; row++) {
    slice id = {"", 0};
    if (c->texts)
      id = text_ref_slice(c->texts[row]);
    else if (c->codes && c->codes[row] < CODE_UNKNOWN)
      id = dictionary_text(c->texts_of, c->codes[row]);
    if (id.length > 0) members[count++] = (member){id, row};
  }
  if (count > 0) qsort(members, count, sizeof *members, member_order);
  canbao_status status = CANBAO_OK;
  for (uint32_t i = 0, end; i < count && status == CANBAO_OK; i = end) {
    for (end = i + 1; end < count && members[end].id.length == members[i].id.length &&
                      memcmp(members[end].id.at, members[i].id.at, members[i].id.length) == 0;)
      end++;
    status = judge_household(g, &members[i], end - i, error);
  }
  free(members);
  return status;
}

/* ---- the whole ---- */

static int gap_order(const void *x, const void *y) {
  const gap *a = x, *b = y;
  if (a->town != b->town) return a->town < b->town ? -1 : 1;
  if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
  return a->row < b->row ? -1 : a->row > b->row;
}

canbao_status gap_list_finish(gap_list *g, canbao_error *error) {
  canbao_status status = judge_households(g, error);
  if (status != CANBAO_OK) return status;
  for (uint32_t i = 0; i < g->count; i++) {
    gap *one = &g->gaps[i];
    one->town = town_of(g, one->row);
    gap_town *town = &g->towns[one->town];
    town->counts[one->kind]++;
    if (!money_add(town->amounts[one->kind], one->amount, &town->amounts[one->kind]))
      return fault(error, CANBAO_LIMIT, _("a sum of the towns leaves the range of amounts"));
  }
  for (int i = 0; i < g->towns_count; i++) {
    const gap_town *town = &g->towns[i];
    g->county.people += town->people, g->county.open += town->open,
        g->county.households += town->households;
    for (int k = 0; k < GAP_KINDS; k++) {
      g->county.counts[k] += town->counts[k];
      if (!money_add(g->county.amounts[k], town->amounts[k], &g->county.amounts[k]))
        return fault(error, CANBAO_LIMIT, _("a sum of the towns leaves the range of amounts"));
    }
  }
  if (g->count > 0) qsort(g->gaps, g->count, sizeof *g->gaps, gap_order);
  return CANBAO_OK;
}
