/* row_change.c - see row_change.h. The row is written as CSV and read back: a changed cell goes
** through the same reading as any other. */
#include "studies/row_change.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/message.h"

#define CELL_TEXT 2048

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

static bool copy_cells(row_change *c, const resident *who) {
  const roster *r = who->roster;
  char text[CELL_TEXT];
  for (int i = 0; i < c->policy->schema->count; i++) {
    if (roster_cell(r, i, who->row) != CELL_VALUE) continue;
    roster_text(r, i, who->row, text, sizeof text);
    if (!(c->cells[i] = strdup(text))) return false;
  }
  for (uint32_t i = 0; i < r->problems_count; i++) {
    const problem *bad = &r->problems[i];
    if (bad->row != who->row || bad->field < 0) continue;
    if (problem_is_notice(bad->kind)) continue; /* the cell stands */
    free(c->cells[bad->field]);
    if (!(c->cells[bad->field] = strndup(bad->value.at, bad->value.length))) return false;
  }
  return true;
}

canbao_status row_change_open(row_change *c, policy *p, const resident *who, canbao_error *error) {
  *c = (row_change){.policy = p, .decision = decision_new()};
  c->verdict = (verdict){.policy = p, .decision = c->decision, .case_number = 1};
  c->verdict.resident.as_of = who->as_of;
  return c->decision && copy_cells(c, who) ? CANBAO_OK : no_memory(error);
}

void row_change_close(row_change *c) {
  for (int i = 0; i < SCHEMA_FIELDS_MAX; i++) free(c->cells[i]);
  decision_free(c->decision);
  roster_free(c->row);
  *c = (row_change){0};
}

static void put_cell(FILE *f, const char *text) {
  fputc('"', f);
  for (; *text; text++) {
    if (*text == '"') fputc('"', f);
    fputc(*text, f);
  }
  fputc('"', f);
}

canbao_status row_change_put(row_change *c, int at, const char *to, canbao_error *error) {
  const schema *s = c->policy->schema;
  char *text = NULL;
  size_t size = 0;
  roster *row = NULL;
  FILE *f = open_memstream(&text, &size);
  if (!f) return no_memory(error);
  bool born_anew = at >= 0 && s->fields[at].role == ROLE_BIRTH_DATE;
  for (int pass = 0; pass < 2; pass++) {
    for (int i = 0, count = 0; i < s->count; i++) {
      const char *cell = i == at ? to : c->cells[i];
      if (!cell || (born_anew && s->fields[i].role == ROLE_ID_NUMBER)) continue;
      if (count++) fputc(',', f);
      put_cell(f, pass == 0 ? s->fields[i].name : cell);
    }
    fputc('\n', f);
  }
  canbao_status status =
      fclose(f) == 0 ? roster_from_text(&row, s, text, size, "change", error) : no_memory(error);
  free(text);
  if (status != CANBAO_OK) return status;
  roster_free(c->row);
  c->row = row;
  if (row && row->rows != 1) {
    roster_free(row);
    c->row = NULL;
  }
  c->verdict.resident.roster = c->row;
  c->verdict.resident.row = 0;
  return CANBAO_OK;
}

canbao_status row_change_decide(row_change *c, canbao_error *error) {
  return policy_decide(c->policy, &c->verdict.resident, c->decision, error);
}

int term_coefficient(const term_table *t, term x, int at) {
  const term_node *n = term_at(t, x);
  switch (n->op) {
    case TERM_FIELD: return (int)n->a == at ? 1 : 0;
    case TERM_AS_OF: return at == -1 ? 1 : 0;
    case TERM_ADD: return term_coefficient(t, n->a, at) + term_coefficient(t, n->b, at);
    case TERM_SUB: return term_coefficient(t, n->a, at) - term_coefficient(t, n->b, at);
    case TERM_CONST:
    case TERM_EFFECT:
    case TERM_NOTHING: return 0;
    default: break;
  }
  int c = term_coefficient(t, n->a, at);
  return c != 0 || (n->op != TERM_LEAST && n->op != TERM_MOST) ? c : term_coefficient(t, n->b, at);
}
