/* whatif_page_towns.c - the townships on a comparison's page: who counts how many, ranks where and earns what, before and after. */
#include <stdio.h>
#include <string.h>

#include "studies/page_table.h"
#include "studies/shown_name.h"
#include "studies/whatif_page_parts.h"

#define TOWNS_MOST 40
#define COLUMNS_MAX 24

/* One thing said of a township on both sides; -1 where a side does not say it. */
typedef struct {
  const measure *said;
  int base, scenario;
} said_pair;

typedef struct {
  const whatif *whatif;
  said_pair pairs[COLUMNS_MAX];
  int count;
  bool counted; /* is there a target on either side? */
} town_page;

static int measure_named(const policy *p, const measure *like) {
  for (int i = 0; i < p->measures_count; i++)
    if (p->measures[i].level == LEVEL_TOWNSHIP && p->measures[i].type == like->type &&
        strcmp(p->measures[i].name, like->name) == 0)
      return i;
  return -1;
}

static void add_said(town_page *t, const policy *p, bool base) {
  for (int i = 0; i < p->measures_count && t->count + 3 < COLUMNS_MAX; i++) {
    const measure *m = &p->measures[i];
    if (m->level != LEVEL_TOWNSHIP) continue;
    int first = base ? i : measure_named(t->whatif->base->policy, m);
    if (!base && first >= 0) continue; /* is there already */
    int second = base ? measure_named(t->whatif->scenario->policy, m) : i;
    t->pairs[t->count++] = (said_pair){m, first, second};
  }
}

static const town_row *town_beside(const whatif *w, const town_row *a) {
  for (int i = 0; i < w->scenario_towns->count; i++)
    if (strcmp(w->scenario_towns->towns[i].name, a->name) == 0) return &w->scenario_towns->towns[i];
  return NULL;
}

static value said_of(const town_row *row, int index) {
  return index < 0 ? (value){.state = VALUE_NONE} : row->measures[index];
}

static bool same_value(value a, value b) {
  return a.state == b.state && (a.state != VALUE_KNOWN || a.v == b.v);
}

static bool same_town(const town_page *t, const town_row *a, const town_row *b) {
  if (t->counted && (a->counted != b->counted || a->rank != b->rank)) return false;
  for (int i = 0; i < t->count; i++)
    if (!same_value(said_of(a, t->pairs[i].base), said_of(b, t->pairs[i].scenario))) return false;
  return true;
}

static bool town_page_of(town_page *t, const whatif *w) {
  *t = (town_page){.whatif = w};
  if (!w->base_towns || !w->scenario_towns) return false;
  t->counted = w->base->policy->targets.declared || w->scenario->policy->targets.declared;
  add_said(t, w->base->policy, true);
  add_said(t, w->scenario->policy, false);
  return t->counted || t->count > 0;
}

int page_changed_towns(const whatif *w) {
  town_page t;
  int changed = 0;
  if (!town_page_of(&t, w)) return 0;
  for (int i = 0; i < w->base_towns->count; i++) {
    const town_row *other = town_beside(w, &w->base_towns->towns[i]);
    changed += other && !same_town(&t, &w->base_towns->towns[i], other);
  }
  return changed;
}

/* ---- the table ---- */

static const char *value_words(value v, value_type type, char *buf) {
  if (v.state != VALUE_KNOWN)
    snprintf(buf, PAGE_NUMBER, "–");
  else if (type == TYPE_FLAG)
    snprintf(buf, PAGE_NUMBER, "%s", v.v ? _("yes") : _("no"));
  else
    page_number(v.v, type == TYPE_MONEY, buf);
  return buf;
}

static void pair_cell(page_table *t, value a, value b, value_type type) {
  char before[PAGE_NUMBER], after[PAGE_NUMBER], both[2 * PAGE_NUMBER + 8];
  value_words(a, type, before);
  value_words(b, type, after);
  snprintf(both, sizeof both, strcmp(before, after) == 0 ? "%s" : "%s → %s", before, after);
  page_cell_text(t, both);
}

static value known(int64_t v, bool there) {
  return (value){.type = TYPE_NUMBER, .state = there ? VALUE_KNOWN : VALUE_NONE, .v = v};
}

static void town_cells(page_table *table, const town_page *t, const town_row *a,
                       const town_row *b) {
  page_row_begin(table, NULL);
  page_cell_text(table, *a->name ? a->name : _("(no town)"));
  if (t->counted) {
    pair_cell(table, known(a->counted, true), known(b->counted, true), TYPE_NUMBER);
    pair_cell(table, known(a->rank, a->rank > 0), known(b->rank, b->rank > 0), TYPE_NUMBER);
  }
  for (int i = 0; i < t->count; i++)
    pair_cell(table, said_of(a, t->pairs[i].base), said_of(b, t->pairs[i].scenario),
              t->pairs[i].said->type);
  page_row_end(table);
}

static int town_columns(const town_page *t, page_column *columns, char names[COLUMNS_MAX][120]) {
  int n = 0;
  columns[n++] = (page_column){_("town"), false};
  if (t->counted) {
    columns[n++] = (page_column){_("counted"), true};
    columns[n++] = (page_column){_("rank"), true};
  }
  for (int i = 0; i < t->count; i++) {
    const measure *m = t->pairs[i].said;
    const char *name = message_is_chinese() && m->measure_title ? m->measure_title : m->name;
    columns[n++] = (page_column){plain_name(name, names[i], sizeof names[i]), true};
  }
  return n;
}

void page_put_towns(page_writer *w, const whatif_page *p) {
  const whatif *x = p->whatif;
  char names[COLUMNS_MAX][120], number[PAGE_NUMBER];
  page_column columns[COLUMNS_MAX];
  town_page t;
  page_table table;
  int shown = 0, changed = page_changed_towns(x);
  if (!town_page_of(&t, x)) return;
  page_section(w, _("Townships"));
  if (changed == 0) {
    page_element(w, "p", "soft", _("No township's count, rank or reward changes."));
    page_close(w);
    return;
  }
  page_table_begin(&table, w,
                   _("Only those for which something changes: base → scenario; money in yuan."),
                   columns, town_columns(&t, columns, names), PAGE_STACK);
  for (int i = 0; i < x->base_towns->count && shown < TOWNS_MOST; i++) {
    const town_row *a = &x->base_towns->towns[i], *b = town_beside(x, a);
    if (!b || same_town(&t, a, b)) continue;
    town_cells(&table, &t, a, b);
    shown++;
  }
  page_table_end(&table);
  if (changed > shown) {
    page_open(w, "p", "class", "note", NULL);
    page_format(w, _("%s more townships change; --json lists all of them."),
                page_number(changed - shown, false, number));
    page_close(w);
  }
  page_close(w);
}
