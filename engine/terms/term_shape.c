/*
** term_shape.c - which operations there are, and what a term's shape says of it
** before any resident is seen: its type, what it reads, how it is evaluated.
*/
#include "terms/table.h"

int term_operands(uint8_t op) {
  switch (op) {
    case TERM_ADD:
    case TERM_SUB:
    case TERM_LEAST:
    case TERM_MOST: return 2;
    case TERM_ADD_MONTHS:
    case TERM_FIRST_OF_MONTH:
    case TERM_LAST_OF_MONTH:
    case TERM_YEAR:
    case TERM_MONTH:
    case TERM_DAY:
    case TERM_SCALE: return 1;
    default: return 0;
  }
}

/* ---- settling a node ---- */

static uint8_t field_value_type(const schema *s, uint32_t field_index) {
  if (field_index >= (uint32_t)s->count) return TYPE_NIL;
  switch (s->fields[field_index].type) {
    case FIELD_DATE: return TYPE_DATE;
    case FIELD_MONEY: return TYPE_MONEY;
    case FIELD_NUMBER: return TYPE_NUMBER;
    default: return TYPE_NIL;
  }
}

static uint8_t sum_type(uint8_t a, uint8_t b) {
  if (a == b && (a == TYPE_MONEY || a == TYPE_DAYS)) return a;
  return a == TYPE_DATE && b == TYPE_DAYS ? TYPE_DATE : TYPE_NIL;
}

static uint8_t difference_type(uint8_t a, uint8_t b) {
  return a == TYPE_DATE && b == TYPE_DATE ? TYPE_DAYS : sum_type(a, b);
}

static uint8_t choice_type(uint8_t a, uint8_t b) {
  return a == b && (a == TYPE_MONEY || a == TYPE_DATE || a == TYPE_DAYS) ? a : TYPE_NIL;
}

static uint64_t magnitude(int64_t v) { return v < 0 ? -(uint64_t)v : (uint64_t)v; }

/* 75/100 and 3/4 are one term. A denominator that is not positive stays: its value is an error. */
static void reduce(term_node *n) {
  uint64_t a = magnitude(n->imm), b = magnitude(n->den);
  if (n->den <= 0) return;
  while (a) {
    uint64_t rest = b % a;
    b = a;
    a = rest;
  }
  n->imm /= (int64_t)b;
  n->den /= (int64_t)b;
}

/* Arrange a share: `exact` is a matter of fen, whatever the unit. */
static void settle_scale(term_node *n, const term_node *given) {
  n->how = given->how;
  n->imm = given->imm;
  n->den = given->den;
  n->unit = given->how == ROUND_EXACT || given->unit == 0 ? 1 : given->unit;
  reduce(n);
}

static uint8_t result_type(const term_node *n, uint8_t a, uint8_t b) {
  switch (n->op) {
    case TERM_ADD: return sum_type(a, b);
    case TERM_SUB: return difference_type(a, b);
    case TERM_LEAST:
    case TERM_MOST: return choice_type(a, b);
    case TERM_ADD_MONTHS:
    case TERM_FIRST_OF_MONTH:
    case TERM_LAST_OF_MONTH: return a == TYPE_DATE ? TYPE_DATE : TYPE_NIL;
    case TERM_YEAR:
    case TERM_MONTH:
    case TERM_DAY: return a == TYPE_DATE ? TYPE_NUMBER : TYPE_NIL;
    case TERM_SCALE: return a == TYPE_MONEY && n->how <= ROUND_EXACT ? TYPE_MONEY : TYPE_NIL;
    default: return TYPE_NIL;
  }
}

bool term_settle(const term_table *t, term_node *node) {
  term_node given = *node, n = {.op = given.op};
  int operands = term_operands(given.op);
  if (operands >= 1 && (given.a == 0 || given.a >= t->terms)) return false;
  if (operands == 2 && (given.b == 0 || given.b >= t->terms)) return false;
  if (operands >= 1) n.a = given.a;
  if (operands == 2) n.b = given.b;
  uint8_t a = term_at(t, n.a)->type, b = term_at(t, n.b)->type;
  if (n.op == TERM_ADD && a == TYPE_DAYS && b == TYPE_DATE) {
    n.a = given.b;
    n.b = given.a;
    a = TYPE_DATE;
    b = TYPE_DAYS;
  }
  switch (n.op) {
    case TERM_CONST:
      n.type = given.type;
      n.imm = given.type == TYPE_FLAG ? given.imm != 0 : given.imm;
      break;
    case TERM_FIELD:
      n.a = given.a;
      n.type = field_value_type(t->schema, given.a);
      break;
    case TERM_AS_OF: n.type = TYPE_DATE; break;
    case TERM_EFFECT:
      n.a = given.a;
      n.type = given.type;
      break;
    default:
      if (n.op == TERM_ADD_MONTHS) n.imm = given.imm;
      if (n.op == TERM_SCALE) settle_scale(&n, &given);
      n.type = result_type(&n, a, b);
  }
  *node = n;
  if (n.op == TERM_CONST && n.type == TYPE_TEXT) /* no code is what there is when memory ran out */
    return n.imm >= 0 && n.imm < dictionary_count(t->texts);
  return n.type > TYPE_NIL && n.type <= TYPE_DAYS;
}

/* ---- facts ---- */

/* The distinct parts of x in rising order, so that operands come before what they are operands
** of. */
static int parts_of(const term_table *t, term x, term parts[TERM_NODES_MAX]) {
  const term_fact *fact = &t->facts[x];
  for (int i = 0; i < fact->steps_count; i++) parts[i] = t->steps[fact->steps + (uint32_t)i].node;
  if (fact->steps_count) return fact->steps_count;
  parts[0] = x;
  return 1;
}

static int place_of(const term *parts, int count, term x) {
  int low = 0;
  while (count > 1) {
    int half = count / 2;
    if (parts[low + half] <= x) low += half;
    count -= half;
  }
  return parts[low] == x ? low : 0;
}

/* The union of both operands' parts; -1 when it leaves no room for the term itself. */
static int merge_parts(const term_table *t, const term_node *n, term out[TERM_NODES_MAX]) {
  term left[TERM_NODES_MAX], right[TERM_NODES_MAX];
  int lefts = parts_of(t, n->a, left), count = 0;
  int rights = term_operands(n->op) == 2 ? parts_of(t, n->b, right) : 0;
  for (int i = 0, j = 0; i < lefts || j < rights; count++) {
    if (count == TERM_NODES_MAX - 1) return -1;
    if (j == rights || (i < lefts && left[i] < right[j])) {
      out[count] = left[i++];
    } else {
      if (i < lefts && left[i] == right[j]) i++;
      out[count] = right[j++];
    }
  }
  return count;
}

bool term_learn(term_table *t, const term_node *node, term_fact *fact) {
  int operands = term_operands(node->op);
  *fact = (term_fact){.steps = t->steps_used, .depth = 1};
  if (node->op == TERM_FIELD) fact->fields = UINT64_C(1) << node->a;
  fact->depends = node->op == TERM_FIELD || node->op == TERM_AS_OF || node->op == TERM_EFFECT;
  for (int i = 0; i < operands; i++) {
    const term_fact *part = &t->facts[i ? node->b : node->a];
    fact->fields |= part->fields;
    fact->depends |= part->depends;
    fact->too_big |= part->too_big || part->depth >= TERM_DEPTH_MAX;
    if (part->depth >= fact->depth) fact->depth = (uint8_t)(part->depth + 1);
  }
  if (operands == 0 || fact->too_big) return true;
  term parts[TERM_NODES_MAX];
  int count = merge_parts(t, node, parts);
  if (count < 0) {
    fact->too_big = true;
    return true;
  }
  void *steps = t->steps;
  if (!table_room(&steps, sizeof *t->steps, t->steps_used, (uint32_t)count + 1, &t->steps_space))
    return false;
  t->steps = steps;
  parts[count] = t->terms;
  for (int i = 0; i <= count; i++) {
    const term_node *part = i < count ? term_at(t, parts[i]) : node;
    int needs = term_operands(part->op);
    t->steps[t->steps_used++] =
        (term_step){.node = parts[i],
                    .a = needs >= 1 ? (uint8_t)place_of(parts, i, part->a) : 0,
                    .b = needs == 2 ? (uint8_t)place_of(parts, i, part->b) : 0};
  }
  fact->steps_count = (uint16_t)(count + 1);
  return true;
}

bool term_depends(const term_table *t, term x) { return t->facts[x].depends; }
uint64_t term_fields(const term_table *t, term x) { return t->facts[x].fields; }

/* Constants of one sign only: paid_on + 100 years - 100 years can leave the calendar half-way,
** and then its value is an error although the offset is 0. */
bool term_linear(const term_table *t, term x, int *field_index, int64_t *offset) {
  bool up = false, down = false;
  int64_t sum = 0;
  if (t->facts[x].too_big) return false;
  const term_node *n = term_at(t, x);
  while (n->op != TERM_FIELD) {
    if (n->op != TERM_ADD && n->op != TERM_SUB) return false;
    const term_node *a = term_at(t, n->a), *b = term_at(t, n->b);
    if (n->op == TERM_ADD && a->op == TERM_CONST && b->op != TERM_CONST) {
      const term_node *swap = a;
      a = b;
      b = swap;
    }
    if (b->op != TERM_CONST || a->type != n->type || !value_fits(b->type, b->imm)) return false;
    int64_t step = n->op == TERM_ADD ? b->imm : -b->imm;
    up |= step > 0;
    down |= step < 0;
    if ((up && down) || __builtin_add_overflow(sum, step, &sum)) return false;
    n = a;
  }
  *field_index = (int)n->a;
  *offset = sum;
  return true;
}
