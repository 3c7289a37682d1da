/* one_sided_label.c - see one_sided_label.h. */
#include "studies/one_sided_label.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/whatif_parts.h"

typedef struct {
  one_sided_label *items;
  int count;
  canbao_error *error;
} found_labels;

static bool has_label(const roster *r, int field_index, int label, uint32_t row) {
  const column *c = &r->columns[field_index];
  if (c->sets) return label_set_has(&c->sets[c->codes[row]], label);
  return c->labels && c->labels[row] == label;
}

static canbao_status count_label(found_labels *f, const whatif_side *with, int field_index,
                                 int label, const whatif_side *without) {
  const field *of = &with->policy->schema->fields[field_index];
  one_sided_label one = {.field = of, .label = of->labels[label], .without = without};
  for (uint32_t row = 0; row < with->roster->rows; row++) {
    if (!has_label(with->roster, field_index, label, row)) continue;
    one.residents++;
    one.undecided += whatif_side_problem(without, row) != DECIDED;
  }
  if (one.undecided == 0) return CANBAO_OK;
  one_sided_label *grown = realloc(f->items, ((size_t)f->count + 1) * sizeof *grown);
  if (!grown) return whatif_no_memory(f->error);
  f->items = grown;
  f->items[f->count++] = one;
  return CANBAO_OK;
}

/* A field that only one side has is another matter: no script reads what it does not declare. */
static canbao_status look_at(found_labels *f, const whatif_side *with, const whatif_side *without) {
  const schema *mine = with->policy->schema, *theirs = without->policy->schema;
  canbao_status status = CANBAO_OK;
  for (int i = 0; i < mine->count; i++) {
    const field *x = &mine->fields[i];
    int other = schema_find(theirs, x->name);
    if (other < 0 || theirs->fields[other].type != x->type) continue;
    for (int k = 0; k < x->labels_count && status == CANBAO_OK; k++)
      if (field_label(&theirs->fields[other], slice_of(x->labels[k], strlen(x->labels[k]))) < 0)
        status = count_label(f, with, i, k, without);
  }
  return status;
}

canbao_status one_sided_labels(const whatif *w, one_sided_label **out, int *count,
                               canbao_error *error) {
  found_labels f = {.error = error};
  canbao_status status = look_at(&f, w->base, w->scenario);
  if (status == CANBAO_OK) status = look_at(&f, w->scenario, w->base);
  *out = f.items, *count = f.count;
  return status;
}

const char *one_sided_label_words(const one_sided_label *l, char *buf, size_t size) {
  const char *script = l->without->policy->name;
  snprintf(
      buf, size,
      _("%s does not declare the label “%s” (%s): %lld residents have it, and for %lld of them "
        "it makes no decision, so every figure here counts all that they pay and cost and not "
        "what changes for them; write labels \"%s\" { \"%s\" } in a copy of it and compare "
        "with that"),
      script, l->label, message_is_chinese() ? l->field->title : l->field->name,
      (long long)l->residents, (long long)l->undecided, l->field->name, l->label);
  return buf;
}
