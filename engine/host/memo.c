/*
** memo.c - what each rule said for the answers it saw. A rule is pure, so the same
** answers give the same result: a tree per rule, a question at each node, an answer
** on each edge. This is what makes a new case cost no Lua when its parts are known.
** Never used by the reference path.
*/
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "values/array.h"

/* Steps taken on the way down from a node. */
typedef struct {
  uint32_t node;
  long steps;
} aside;

struct memo {
  memo_tree tree;
  uint32_t *roots; /* by rule */
  aside *asides;   /* of the recalls under way */
  uint32_t asides_count, asides_space;
};

#define RULES (ARTICLES_MAX + ARTICLES_MAX * EFFECTS_MAX + EFFECTS_MAX + DOUBTS_MAX)

static uint32_t rule_number(rule_kind kind, int a, int e) {
  switch (kind) {
    case RULE_GUARD: return (uint32_t)a;
    case RULE_FUNCTION: return (uint32_t)(ARTICLES_MAX + a * EFFECTS_MAX + e);
    case RULE_FORMULA: return (uint32_t)(ARTICLES_MAX + ARTICLES_MAX * EFFECTS_MAX + e);
    default: return (uint32_t)(ARTICLES_MAX + ARTICLES_MAX * EFFECTS_MAX + EFFECTS_MAX + a);
  }
}

void memo_enable(host *h, bool on) {
  if (!on) {
    memo_free(h);
    return;
  }
  if (h->memo) return;
  struct memo *m = calloc(1, sizeof *m);
  if (!m) return; /* without memory for it, Lua runs every time */
  m->roots = calloc(RULES, sizeof *m->roots);
  if (!memo_tree_begin(&m->tree) || !m->roots) {
    policy_memory_free(m);
    return;
  }
  h->memo = m;
  effect_memo_enable(h);
  h->asked_count = 0;
  if (h->asked) memset(h->asked, 0, h->asked_space);
}

policy_memory *memo_take(host *h) {
  policy_memory *m = h->memo;
  h->memo = NULL;
  effect_memo_free(h);
  return m;
}

void memo_free(host *h) { policy_memory_free(memo_take(h)); }

void policy_memory_free(policy_memory *m) {
  if (!m) return;
  memo_tree_free(&m->tree);
  free(m->roots);
  free(m->asides);
  free(m);
}

/* What an answer took besides the rule's own steps: most take nothing. */
static void keep_aside(host *h, uint32_t node, long steps) {
  struct memo *m = h->memo;
  if (!ARRAY_ROOM(m->asides, m->asides_space, m->asides_count)) {
    host_raise_no_memory(h->L);
    return;
  }
  m->asides[m->asides_count++] = (aside){node, steps};
}

/* ---- around a rule ---- */

void memo_reset(host *h) {
  if (!h->memo) return;
  h->memo->asides_count = 0;
  effect_memo_reset(h);
}

/* Lua must run the rule whose tree has this root: list the observations that recall has just made on its way down to `end`. */
static void observe_again(host *h, uint32_t node, uint32_t end, uint32_t asides) {
  const struct memo *m = h->memo;
  while (node != end) {
    memo_node n = m->tree.nodes[node];
    bool asked = n.kind == NODE_QUESTION;
    int64_t answer = asked ? answer_on_path(h, n.what) : h->now.d->effects[n.what].value;
    long beside =
        asides < m->asides_count && m->asides[asides].node == node ? m->asides[asides++].steps : 0;
    observe(h, &(memo_step){answer, n.steps, n.what, 0, n.kind}, beside);
    node = memo_tree_child(&m->tree, node, answer);
  }
}

/* Where a limit is near, Lua finds where exactly. */
static bool near_limit(const host *h, const memo_node *n, long own) {
  return h->out_of_steps || h->steps + n->steps - own > h->steps_max || !notes_left(h);
}

/* Down from `node` along questions whose answers somebody has told: nearly all of them. What ask_again does is done here,
** with everything at hand. *own: steps of the rule's own so far. */
static uint32_t descend(host *h, uint32_t node, long *own) {
  const struct memo *m = h->memo;
  const memo_node *nodes = m->tree.nodes;
  const int64_t *told = h->told;
  decision *d = h->now.d;
  uint32_t told_count = h->told_count, most = h->now.path_notes + LIMIT_NOTES - 1;
  note *at = d->notes + d->notes_count;
  const note *end = d->notes + (most < d->notes_space ? most : d->notes_space);
  int16_t asks = (int16_t)h->now.article;
  long before = h->steps - *own, most_own = h->out_of_steps ? -1 : h->steps_max - before;
  while (node) {
    const memo_node *n = &nodes[node];
    if (n->kind != NODE_QUESTION || n->what >= told_count || n->steps > most_own || at >= end)
      break;
    int64_t answer = told[n->what];
    if (answer == ANSWER_MISSING) break;
    *own = n->steps;
    *at++ = (note){answer, n->what, asks, false};
    node = memo_tree_child(&m->tree, node, answer);
  }
  d->notes_count = (uint32_t)(at - d->notes);
  h->steps = before + *own;
  return node;
}

/* The result at the end of the way down, when there is one and no limit is near. */
static inline bool is_result(const host *h, uint32_t node, long own) {
  const memo_node *n = &h->memo->tree.nodes[node];
  return node && n->kind == NODE_RESULT && !near_limit(h, n, own);
}

int memo_recall(host *h, rule_kind kind, int a, int e, term *result) {
  struct memo *m = h->memo;
  if (!m) return 0;
  long began = h->steps, own = 0;
  uint32_t root = m->roots[rule_number(kind, a, e)], node = descend(h, root, &own);
  if (is_result(h, node, own)) {
    h->steps += m->tree.nodes[node].steps - own;
    *result = m->tree.nodes[node].what;
    return 1;
  }
  uint32_t asides = m->asides_count;
  for (; node; node = descend(h, node, &own)) {
    const memo_node *n = &m->tree.nodes[node];
    if (n->kind == NODE_OPEN || near_limit(h, n, own)) break;
    h->steps += n->steps - own;
    own = n->steps;
    if (n->kind == NODE_RESULT) {
      *result = n->what;
      m->asides_count = asides;
      return 1;
    }
    uint32_t what = n->what, here = node;
    long steps = h->steps;
    if (n->kind == NODE_QUESTION) {
      node = memo_tree_child(&m->tree, node, ask_again(h, what));
    } else {
      int64_t answer = effect_read(h, (int)what, NODE_EFFECT);
      if (h->now.suspended) {
        m->asides_count = asides;
        return -1;
      }
      node = memo_tree_child(&m->tree, node, answer);
    }
    if (h->steps != steps) keep_aside(h, here, h->steps - steps);
  }
  h->steps = began; /* Lua runs it from the beginning */
  observe_again(h, root, node, asides);
  m->asides_count = asides;
  return 0;
}

void memo_keep(host *h, rule_kind kind, int a, int e, term result) {
  struct memo *m = h->memo;
  if (!m) return;
  const observing *o = &h->observing;
  uint32_t node = memo_tree_root(&m->tree, &m->roots[rule_number(kind, a, e)]);
  bool other = false;
  for (uint32_t i = o->base; node && i < o->count; i++)
    node = memo_tree_step(&m->tree, node, &o->seen[i].step, &other);
  if (node) memo_tree_end(&m->tree, node, result, observed_own(h));
  if (other) observed_otherwise(h);
}

/* ---- ways: what the guards say, as a few numbers ---- */

/* A way is known by the node at its end, 0 without a guard, and below that by a bit for what the guard says there. */
static inline uint32_t way_at(uint32_t node, bool applies) { return node << 1 | applies; }
static inline uint32_t way_end(uint32_t way) { return way >> 1; }

/* The answer to q, given or worked out now; ANSWER_MISSING: unknown, or not to be had. */
static int64_t told_or_found(host *h, const resident *r, uint32_t q, sharing *with) {
  sharing_asks(with, q);
  if (q >= h->told_count || h->given[q] != ANSWER_MISSING) return ANSWER_MISSING;
  int64_t answer = question_answer(h->p->terms, q, r);
  return h->told[q] = answer == h->unknown_of[q] ? ANSWER_MISSING : answer;
}

/* The node to which the answers lead, 0: they lead to none that is known. */
static uint32_t way_of(host *h, const resident *r, uint32_t node, sharing *with) {
  const struct memo *m = h->memo;
  const memo_node *nodes = m->tree.nodes;
  while (node) {
    const memo_node *n = &nodes[node];
    if (n->kind != NODE_QUESTION) break;
    int64_t answer = n->what < h->told_count ? h->told[n->what] : ANSWER_MISSING;
    if (answer == ANSWER_MISSING) answer = told_or_found(h, r, n->what, with);
    if (answer == ANSWER_MISSING) return 0;
    if (answer == QUESTION_ERROR) with->beyond = true;
    node = memo_tree_child(&m->tree, node, answer);
  }
  return node && nodes[node].kind == NODE_RESULT ? node : 0;
}

bool policy_ways(policy *p, const resident *r, uint32_t *ways, ways_sum *sum, sharing *with) {
  host *h = p->host;
  const struct memo *m = h->memo;
  int64_t steps = 0;
  uint32_t notes = 0;
  for (int a = 0; m && a < p->articles_count; a++) {
    ways[a] = way_at(0, true);
    if (h->guards[a] == LUA_NOREF) continue;
    uint32_t end = way_of(h, r, m->roots[rule_number(RULE_GUARD, a, 0)], with);
    if (!end) return false;
    const memo_node *n = &m->tree.nodes[end];
    ways[a] = way_at(end, n->what == 1);
    steps += n->steps;
    notes += n->depth;
  }
  *sum = (ways_sum){notes, steps};
  /* Where a limit is near, Lua finds where exactly. */
  return m && steps < p->limits.decide_steps && notes + 2 <= LIMIT_NOTES;
}

void memo_follow(host *h, const uint32_t *ways, ways_sum sum) {
  decision *d = h->now.d;
  uint8_t *marks = d->marks, *guards = h->now.guards;
  h->now.ways = ways;
  for (int w = 0, a = 0, count = h->p->articles_count; w < GUARD_WORDS; w++) {
    uint64_t applying = 0, bit = 1;
    for (; a < count && bit; a++, bit <<= 1) {
      bool applies = way_applies(ways[a]);
      marks[a] = applies ? MARK_APPLIED : MARK_NOT;
      guards[a] = applies ? GUARD_YES : GUARD_NO;
      applying |= bit & -(uint64_t)applies;
    }
    h->now.applying[w] = applying;
  }
  d->notes_count += sum.notes;
  h->steps += sum.steps;
}

uint32_t policy_way_notes(const policy_memory *m, int a, uint32_t way, note *into) {
  uint32_t end = way_end(way);
  for (uint32_t node = end; node && m->tree.sources[node].above;
       node = m->tree.sources[node].above) {
    const memo_source *from = &m->tree.sources[node];
    into[m->tree.nodes[node].depth - 1] =
        (note){from->answer, m->tree.nodes[from->above].what, (int16_t)a, false};
  }
  return end ? m->tree.nodes[end].depth : 0;
}

uint32_t policy_way_fields(const policy *p, uint32_t way, uint64_t *fields) {
  const memo_tree *t = &p->host->memo->tree;
  uint32_t end = way_end(way);
  for (uint32_t node = end; node && (node = t->sources[node].above);)
    *fields |= question_fields(p->terms, t->nodes[node].what);
  return end ? t->nodes[end].depth : 0;
}

void memo_write_ways(host *h) {
  const decision *d = h->now.d;
  const uint32_t *ways = h->now.ways;
  h->now.ways = NULL;
  uint32_t at = h->now.path_notes;
  for (int a = 0; ways && a < h->p->articles_count; a++) {
    d->asked[a] = (note_span){at, policy_way_notes(h->memo, a, ways[a], &d->notes[at])};
    at += d->asked[a].count;
  }
}
