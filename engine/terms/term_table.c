/*
** term_table.c - the table in which terms and questions are interned, so that
** equal ones have equal numbers. Owns nodes, facts, steps, questions and texts.
** Says nothing of what a term means: see term_shape.c and term_value.c.
*/
#include <stdlib.h>
#include <string.h>

#include "terms/table.h"

term_table *term_table_new(const schema *s) {
  term_table *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  t->schema = s;
  t->texts = dictionary_new();
  t->node_blocks = calloc(1, sizeof(term_node *));
  t->facts = calloc(BLOCK, sizeof *t->facts);
  if (t->node_blocks) t->node_blocks[0] = calloc(BLOCK, sizeof(term_node));
  if (!t->texts || !t->node_blocks || !t->facts || !t->node_blocks[0]) {
    term_table_free(t);
    return NULL;
  }
  t->terms = 1;
  t->node_blocks_space = 1;
  t->facts_space = BLOCK;
  return t;
}

/* Copes with a table that is only half made. */
void term_table_free(term_table *t) {
  if (!t) return;
  for (uint32_t i = 0; t->node_blocks && i * BLOCK < t->terms + !t->terms; i++)
    free(t->node_blocks[i]);
  for (uint32_t i = 0; i * BLOCK < t->questions; i++) free(t->question_blocks[i]);
  for (uint32_t i = 0; i < t->lists_count; i++) free(t->lists[i]);
  free(t->lists);
  dictionary_free(t->texts);
  free(t->node_blocks);
  free(t->facts);
  free(t->term_slots.at);
  free(t->steps);
  free(t->question_blocks);
  free(t->question_slots.at);
  free(t);
}

/* ---- memory ---- */

bool table_room(void **array, size_t element, uint32_t used, uint32_t more, uint32_t *space) {
  if (*space - used >= more) return true;
  uint32_t wanted = *space ? *space : 16;
  while (wanted - used < more) {
    if (wanted > UINT32_MAX / 4) return false;
    wanted *= 2;
  }
  void *bigger = realloc(*array, wanted * element);
  if (!bigger) return false;
  *array = bigger;
  *space = wanted;
  return true;
}

/* Room for element number `used` in blocks that never move. A block that was made and then not
** used (the next allocation failed) would be lost: so this comes last before the number is
** counted. */
static bool block_room(void ***blocks, size_t element, uint32_t used, uint32_t *space) {
  if (used % BLOCK) return true;
  void *array = *blocks;
  if (!table_room(&array, sizeof(void *), used / BLOCK, 1, space)) return false;
  *blocks = array;
  void *block = calloc(BLOCK, element);
  if (!block) return false;
  (*blocks)[used / BLOCK] = block;
  return true;
}

uint32_t table_hash(const uint64_t *words, int count) {
  uint64_t h = UINT64_C(0x9E3779B97F4A7C15);
  for (int i = 0; i < count; i++) {
    h = (h ^ words[i]) * UINT64_C(0xBF58476D1CE4E5B9);
    h ^= h >> 29;
  }
  return (uint32_t)(h ^ h >> 32);
}

bool slots_room(slots *s, uint32_t used, const term_table *t,
                uint32_t (*hash_of)(const term_table *t, uint32_t number)) {
  if (s->count && used < s->count - s->count / 4) return true;
  if (s->count > UINT32_MAX / 4) return false;
  slots bigger = {NULL, s->count ? s->count * 2 : 64};
  bigger.at = calloc(bigger.count, sizeof *bigger.at);
  if (!bigger.at) return false;
  for (uint32_t i = 0; i < s->count; i++) {
    if (!s->at[i]) continue;
    uint32_t slot = slot_first(&bigger, hash_of(t, s->at[i] - 1));
    while (bigger.at[slot]) slot = slot_after(&bigger, slot);
    bigger.at[slot] = s->at[i];
  }
  free(s->at);
  *s = bigger;
  return true;
}

/* ---- terms ---- */

const term_node *term_at(const term_table *t, term x) {
  return &t->node_blocks[x / BLOCK][x % BLOCK];
}

uint32_t term_count(const term_table *t) { return t->terms; }

/* Field by field: a node has holes between its members. */
static uint32_t node_hash(const term_node *n) {
  uint64_t words[] = {n->op | (uint64_t)n->type << 8 | (uint64_t)n->how << 16,
                      n->a | (uint64_t)n->b << 32, (uint64_t)n->imm, (uint64_t)n->den,
                      (uint64_t)n->unit};
  return table_hash(words, 5);
}

static uint32_t term_hash(const term_table *t, uint32_t x) { return node_hash(term_at(t, x)); }

static bool same_node(const term_node *m, const term_node *n) {
  return m->op == n->op && m->type == n->type && m->how == n->how && m->a == n->a && m->b == n->b &&
         m->imm == n->imm && m->den == n->den && m->unit == n->unit;
}

static value const_value(const term_node *n) {
  return (value){.type = n->type, .state = VALUE_KNOWN, .v = n->imm};
}

/* Only a known result replaces the operation: an error must stay one that is met, not one that
** is lost. */
static void fold(const term_table *t, term_node *node) {
  int operands = term_operands(node->op);
  if (operands == 0) return;
  const term_node *a = term_at(t, node->a), *b = term_at(t, node->b);
  if (a->op != TERM_CONST || (operands == 2 && b->op != TERM_CONST)) return;
  value v = term_apply(node, const_value(a), operands == 2 ? const_value(b) : const_value(a));
  if (v.state != VALUE_KNOWN) return;
  *node = (term_node){.op = TERM_CONST, .type = v.type, .imm = v.v};
}

/* "No such operation" and "no memory" look the same to callers: this tells them apart. */
static uint32_t no_memory(term_table *t) {
  t->no_memory = true;
  return 0;
}

bool term_table_starved(term_table *t) {
  bool starved = t->no_memory;
  t->no_memory = false;
  return starved;
}

term term_intern(term_table *t, term_node node) {
  if (!term_settle(t, &node)) return 0;
  fold(t, &node);
  if (!slots_room(&t->term_slots, t->terms, t, term_hash)) return no_memory(t);
  slots *s = &t->term_slots;
  uint32_t slot = slot_first(s, node_hash(&node));
  for (; s->at[slot]; slot = slot_after(s, slot))
    if (same_node(term_at(t, s->at[slot] - 1), &node)) return s->at[slot] - 1;
  void *facts = t->facts;
  if (!table_room(&facts, sizeof *t->facts, t->terms, 1, &t->facts_space)) return no_memory(t);
  t->facts = facts;
  uint32_t steps_before = t->steps_used;
  if (!term_learn(t, &node, &t->facts[t->terms])) return no_memory(t);
  void **blocks = (void **)t->node_blocks;
  bool room = block_room(&blocks, sizeof node, t->terms, &t->node_blocks_space);
  t->node_blocks = (term_node **)blocks;
  if (!room) {
    t->steps_used = steps_before;
    return no_memory(t);
  }
  t->node_blocks[t->terms / BLOCK][t->terms % BLOCK] = node;
  s->at[slot] = t->terms + 1;
  return t->terms++;
}

term term_const(term_table *t, value_type type, int64_t v) {
  return term_intern(t, (term_node){.op = TERM_CONST, .type = (uint8_t)type, .imm = v});
}

/* ---- questions ---- */

const question *question_at(const term_table *t, uint32_t q) {
  return &t->question_blocks[q / BLOCK][q % BLOCK];
}

uint32_t question_count(const term_table *t) { return t->questions; }

static uint32_t asked_hash(const question *q) {
  uint64_t words[] = {q->kind, q->a | (uint64_t)q->b << 32};
  return table_hash(words, 2);
}

static uint32_t question_hash(const term_table *t, uint32_t q) {
  return asked_hash(question_at(t, q));
}

uint32_t question_intern(term_table *t, question q) {
  if (!question_settle(t, &q)) return UINT32_MAX;
  if (!slots_room(&t->question_slots, t->questions, t, question_hash)) return no_memory(t) - 1;
  slots *s = &t->question_slots;
  uint32_t slot = slot_first(s, asked_hash(&q));
  for (; s->at[slot]; slot = slot_after(s, slot)) {
    const question *known = question_at(t, s->at[slot] - 1);
    if (known->kind == q.kind && known->a == q.a && known->b == q.b) return s->at[slot] - 1;
  }
  void **blocks = (void **)t->question_blocks;
  bool room = block_room(&blocks, sizeof q, t->questions, &t->question_blocks_space);
  t->question_blocks = (question **)blocks;
  if (!room) return no_memory(t) - 1;
  t->question_blocks[t->questions / BLOCK][t->questions % BLOCK] = q;
  s->at[slot] = t->questions + 1;
  return t->questions++;
}

/* ---- texts ---- */

uint32_t term_text_code(term_table *t, slice text) {
  uint32_t code = dictionary_code(t->texts, text);
  if (code == UINT32_MAX) no_memory(t);
  return code;
}
slice term_text(const term_table *t, uint32_t code) { return dictionary_text(t->texts, code); }

/* A policy has some tens of them. */
uint32_t term_label_list(term_table *t, const uint16_t *labels, int count) {
  label_list list = {.count = count};
  for (int i = 0; i < count; i++) {
    list.labels[i] = labels[i];
    list.set.bits[labels[i] >> 6] |= UINT64_C(1) << (labels[i] & 63);
  }
  for (uint32_t i = 0; i < t->lists_count; i++)
    if (t->lists[i]->count == count &&
        memcmp(t->lists[i]->labels, list.labels, (size_t)count * sizeof *list.labels) == 0)
      return i;
  void *lists = t->lists;
  bool room = table_room(&lists, sizeof *t->lists, t->lists_count, 1, &t->lists_space);
  t->lists = lists;
  label_list *kept = room ? malloc(sizeof *kept) : NULL;
  if (!kept) return no_memory(t) - 1;
  memcpy(kept, &list, sizeof list);
  t->lists[t->lists_count] = kept;
  return t->lists_count++;
}

const label_list *term_labels(const term_table *t, uint32_t list) { return t->lists[list]; }
const schema *term_schema(const term_table *t) { return t->schema; }
