/*
** memo.c - what each rule said for the answers it saw. A rule is pure, so the same
** answers give the same result: a tree per rule, a question at each node, an answer
** on each edge. This is what makes a new case cost no Lua when its parts are known.
** Never used by the reference path.
*/
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "values/branches.h"

typedef struct {
  int64_t answer;
  uint32_t node, next; /* next edge of the same node, 0: none */
} memo_edge;

typedef enum { NODE_OPEN, NODE_QUESTION, NODE_EFFECT, NODE_RESULT } node_kind;

typedef struct {
  int64_t answer; /* the first one met, ... */
  uint32_t child; /* ... and where it leads; 0: none yet */
  uint32_t what;  /* question or effect; the result of a rule */
  uint32_t edges; /* the other answers; of more than a few the rest lie in m->branches */
  int32_t steps;  /* of the rule's own when it comes here: remembered or not, it costs the same */
  uint32_t kind : 3;
  uint32_t many : 1;
  uint32_t depth : 28; /* observations on the way here */
} memo_node;

/* How a node is come to. */
typedef struct {
  int64_t answer; /* to the question of the node above */
  uint32_t above; /* 0: it is a root */
} memo_source;

/* One observation of a rule that is running. */
typedef struct {
  uint8_t kind;
  uint32_t what;
  int64_t answer;
  int32_t own;    /* steps of the rule's own before it */
  int32_t beside; /* steps that the answer took */
} observation;

/* Steps taken on the way down from a node. */
typedef struct {
  uint32_t node;
  int32_t steps;
} aside;

struct memo {
  memo_node *nodes;
  memo_source *sources; /* by node */
  uint32_t sources_space;
  memo_edge *edges;
  uint32_t nodes_count, nodes_space, edges_count, edges_space;
  branches branches;
  uint32_t *roots;   /* by rule */
  observation *seen; /* of the rules that are running, innermost last */
  uint32_t seen_count, seen_space;
  uint32_t base;  /* first observation of the innermost rule */
  uint32_t known; /* observations that it has made before Lua began to run it */
  uint32_t at;    /* next of those that Lua will make again */
  aside *asides;  /* of the recalls under way */
  uint32_t asides_count, asides_space;
  bool running; /* a rule is being observed */
  bool full;    /* nothing more is kept, ever: a way that was not there once is never there */
  long started; /* h->steps when Lua began to run it */
  long beside;  /* steps since then that were not its own */
};

#define RULES (ARTICLES_MAX + ARTICLES_MAX * EFFECTS_MAX + EFFECTS_MAX + DOUBTS_MAX)
#define MEMO_NODES_MAX \
  (1u << 20) /* a rule that reads free texts has no end of paths: then nothing more is kept */

static uint32_t rule_number(rule_kind kind, int a, int e) {
  switch (kind) {
    case RULE_GUARD: return (uint32_t)a;
    case RULE_FUNCTION: return (uint32_t)(ARTICLES_MAX + a * EFFECTS_MAX + e);
    case RULE_FORMULA: return (uint32_t)(ARTICLES_MAX + ARTICLES_MAX * EFFECTS_MAX + e);
    default: return (uint32_t)(ARTICLES_MAX + ARTICLES_MAX * EFFECTS_MAX + EFFECTS_MAX + a);
  }
}

static bool grow(void **array, uint32_t *space, uint32_t count, size_t size) {
  if (count < *space) return true;
  uint32_t wanted = *space ? *space * 2 : 256;
  void *grown = realloc(*array, wanted * size);
  if (!grown) return false;
  *array = grown, *space = wanted;
  return true;
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
  m->nodes_count = 1, m->edges_count = 1; /* 0 is none */
  if (!m->roots || !grow((void **)&m->nodes, &m->nodes_space, 0, sizeof *m->nodes) ||
      !grow((void **)&m->edges, &m->edges_space, 0, sizeof *m->edges)) {
    policy_memory_free(m);
    return;
  }
  h->memo = m;
  h->asked_count = 0;
  if (h->asked) memset(h->asked, 0, h->asked_space);
}

policy_memory *memo_take(host *h) {
  policy_memory *m = h->memo;
  h->memo = NULL;
  return m;
}

void memo_free(host *h) { policy_memory_free(memo_take(h)); }

void policy_memory_free(policy_memory *m) {
  if (!m) return;
  free(m->nodes);
  free(m->sources);
  free(m->edges);
  branches_free(&m->branches);
  free(m->roots);
  free(m->seen);
  free(m->asides);
  free(m);
}

/* A new open node; 0 when there is no room. */
static uint32_t new_node(struct memo *m, memo_source from) {
  if (m->full || m->nodes_count >= MEMO_NODES_MAX ||
      !grow((void **)&m->nodes, &m->nodes_space, m->nodes_count, sizeof *m->nodes) ||
      !grow((void **)&m->sources, &m->sources_space, m->nodes_count, sizeof *m->sources)) {
    m->full = true;
    return 0;
  }
  uint32_t depth = from.above ? m->nodes[from.above].depth + 1u : 0;
  m->nodes[m->nodes_count] = (memo_node){.kind = NODE_OPEN, .depth = depth};
  m->sources[m->nodes_count] = from;
  return m->nodes_count++;
}

static uint32_t other_child(const struct memo *m, const memo_node *n, int64_t answer) {
  uint32_t e = n->edges;
  while (e && m->edges[e].answer != answer) e = m->edges[e].next;
  if (e) return m->edges[e].node;
  return n->many ? branches_find(&m->branches, (uint32_t)(n - m->nodes), answer) : 0;
}

static uint32_t child(const struct memo *m, uint32_t node, int64_t answer) {
  const memo_node *n = &m->nodes[node];
  return n->child && n->answer == answer ? n->child : other_child(m, n, answer);
}

static bool add_child(struct memo *m, uint32_t node, int64_t answer, uint32_t next) {
  memo_node *n = &m->nodes[node];
  if (!n->child) {
    n->answer = answer;
    n->child = next;
    return true;
  }
  uint32_t e = n->edges, known = 1;
  for (; e; e = m->edges[e].next) known++;
  if (known >= BRANCHES_FEW) {
    n->many = 1;
    return branches_add(&m->branches, node, answer, next);
  }
  if (!grow((void **)&m->edges, &m->edges_space, m->edges_count, sizeof *m->edges)) return false;
  m->edges[m->edges_count] = (memo_edge){answer, next, n->edges};
  n->edges = m->edges_count++;
  return true;
}

static void observe(host *h, observed_kind kind, uint32_t what, int64_t answer, long own,
                    long beside) {
  struct memo *m = h->memo;
  if (!grow((void **)&m->seen, &m->seen_space, m->seen_count, sizeof *m->seen)) {
    host_raise_no_memory(h->L);
    return;
  }
  m->seen[m->seen_count++] =
      (observation){(uint8_t)kind, what, answer, (int32_t)own, (int32_t)beside};
}

/* What an answer took besides the rule's own steps: most take nothing. */
static void keep_aside(host *h, uint32_t node, long steps) {
  struct memo *m = h->memo;
  if (!grow((void **)&m->asides, &m->asides_space, m->asides_count, sizeof *m->asides)) {
    host_raise_no_memory(h->L);
    return;
  }
  m->asides[m->asides_count++] = (aside){node, (int32_t)steps};
}

/* ---- while Lua runs a rule ---- */

/* Is this an observation that recall has made already? Then its answer, without noting it a second time. */
bool memo_seen(host *h, observed_kind kind, uint32_t what, int64_t *answer) {
  struct memo *m = h->memo;
  if (!m || !m->running || m->at >= m->known) return false;
  const observation *o = &m->seen[m->base + m->at++];
  if (o->kind != kind || o->what != what)
    host_raise(h->L, CANBAO_SCRIPT, "%s",
               _("the rule asks something else for the same answers: it is not pure"));
  *answer = o->answer;
  h->steps += o->beside;
  m->beside += o->beside;
  return true;
}

void memo_observe(host *h, observed_kind kind, uint32_t what, int64_t answer, long steps) {
  struct memo *m = h->memo;
  if (!m || !m->running) return;
  observe(h, kind, what, answer, h->steps - steps - m->started - m->beside, steps);
  m->beside += steps;
}

/* ---- around a rule ---- */

/* The frame of a rule that waits for another lies on the C stack of run_rule, below any protected call, so that an error
** anywhere above finds it whole. */
static void leave(struct memo *m, const memo_frame *f) {
  m->base = f->base, m->known = f->known, m->at = f->at;
  m->seen_count = f->count;
  m->running = f->running;
  m->started = f->started, m->beside = f->beside;
}

static void enter(struct memo *m, memo_frame *f) {
  *f = (memo_frame){m->base, m->known, m->at, m->seen_count, m->started, m->beside, m->running};
  m->base = m->seen_count;
  m->known = m->at = 0;
  m->running = false; /* recall's own asking is not a rule's */
}

void memo_reset(host *h) {
  if (!h->memo) return;
  leave(h->memo, &(memo_frame){0});
  h->memo->asides_count = 0;
}

/* Lua must run the rule whose tree has this root: list the observations that recall has just made on its way down to `end`. */
static void observe_again(host *h, uint32_t node, uint32_t end, uint32_t asides) {
  const struct memo *m = h->memo;
  while (node != end) {
    memo_node n = m->nodes[node];
    bool asked = n.kind == NODE_QUESTION;
    int64_t answer = asked ? answer_on_path(h, n.what) : h->now.d->effects[n.what].value;
    long beside =
        asides < m->asides_count && m->asides[asides].node == node ? m->asides[asides++].steps : 0;
    observe(h, asked ? OBSERVED_QUESTION : OBSERVED_EFFECT, n.what, answer, n.steps, beside);
    node = child(m, node, answer);
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
  const memo_node *nodes = m->nodes;
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
    node = n->answer == answer ? n->child : other_child(m, n, answer);
  }
  d->notes_count = (uint32_t)(at - d->notes);
  h->steps = before + *own;
  return node;
}

/* The result at the end of the way down, when there is one and no limit is near. */
static inline bool is_result(const host *h, uint32_t node, long own) {
  const memo_node *n = &h->memo->nodes[node];
  return node && n->kind == NODE_RESULT && !near_limit(h, n, own);
}

int memo_recall(host *h, memo_frame *f, rule_kind kind, int a, int e, term *result) {
  struct memo *m = h->memo;
  if (!m) return 0;
  long began = h->steps, own = 0;
  uint32_t root = m->roots[rule_number(kind, a, e)], node = descend(h, root, &own);
  if (is_result(h, node, own)) {
    h->steps += m->nodes[node].steps - own;
    *result = m->nodes[node].what;
    return 1;
  }
  enter(m, f);
  uint32_t asides = m->asides_count;
  for (; node; node = descend(h, node, &own)) {
    const memo_node *n = &m->nodes[node];
    if (n->kind == NODE_OPEN || near_limit(h, n, own)) break;
    h->steps += n->steps - own;
    own = n->steps;
    if (n->kind == NODE_RESULT) {
      *result = n->what;
      m->asides_count = asides;
      leave(m, f);
      return 1;
    }
    uint32_t what = n->what, here = node;
    long steps = h->steps;
    if (n->kind == NODE_QUESTION) {
      node = child(m, node, ask_again(h, what));
    } else {
      effect_resolve(h, (int)what);
      if (h->now.suspended) {
        m->asides_count = asides;
        leave(m, f);
        return -1;
      }
      node = child(m, node, h->now.d->effects[what].value);
    }
    if (h->steps != steps) keep_aside(h, here, h->steps - steps);
  }
  h->steps = m->started = began; /* Lua runs it from the beginning */
  m->beside = 0;
  observe_again(h, root, node, asides);
  m->asides_count = asides;
  m->known = m->seen_count - m->base;
  m->at = 0;
  m->running = true;
  return 0;
}

static void turn_into(memo_node *open, node_kind kind, uint32_t what, int32_t steps) {
  open->kind = kind;
  open->what = what;
  open->steps = steps;
}

void memo_keep(host *h, const memo_frame *f, rule_kind kind, int a, int e, term result) {
  struct memo *m = h->memo;
  if (!m) return;
  uint32_t *root = &m->roots[rule_number(kind, a, e)];
  if (!*root) *root = new_node(m, (memo_source){0});
  uint32_t node = *root;
  for (uint32_t i = m->base; node && i < m->seen_count; i++) {
    const observation *o = &m->seen[i];
    node_kind wanted = o->kind == OBSERVED_QUESTION ? NODE_QUESTION : NODE_EFFECT;
    if (m->nodes[node].kind == NODE_OPEN) turn_into(&m->nodes[node], wanted, o->what, o->own);
    if (m->nodes[node].kind != wanted || m->nodes[node].what != o->what) {
      leave(m, f);
      host_raise(h->L, CANBAO_SCRIPT, "%s",
                 _("the rule asks something else for the same answers: it is not pure"));
      return;
    }
    uint32_t next = child(m, node, o->answer);
    if (!next) {
      next = new_node(m, (memo_source){o->answer, node});
      if (next && !add_child(m, node, o->answer, next)) {
        m->full = true;
        next = 0;
      }
    }
    node = next;
  }
  if (node && m->nodes[node].kind == NODE_OPEN)
    turn_into(&m->nodes[node], NODE_RESULT, result, (int32_t)(h->steps - m->started - m->beside));
  leave(m, f);
}

void memo_drop(host *h, const memo_frame *f) {
  if (h->memo) leave(h->memo, f);
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
  const memo_node *nodes = m->nodes;
  while (node) {
    const memo_node *n = &nodes[node];
    if (n->kind != NODE_QUESTION) break;
    int64_t answer = n->what < h->told_count ? h->told[n->what] : ANSWER_MISSING;
    if (answer == ANSWER_MISSING) answer = told_or_found(h, r, n->what, with);
    if (answer == ANSWER_MISSING) return 0;
    if (answer == QUESTION_ERROR) with->beyond = true;
    node = n->answer == answer ? n->child : other_child(m, n, answer);
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
    const memo_node *n = &m->nodes[end];
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
  for (int a = 0, count = h->p->articles_count; a < count; a++) {
    bool applies = way_applies(ways[a]);
    marks[a] = applies ? MARK_APPLIED : MARK_NOT;
    guards[a] = applies ? GUARD_YES : GUARD_NO;
  }
  d->notes_count += sum.notes;
  h->steps += sum.steps;
}

uint32_t policy_way_notes(const policy_memory *m, int a, uint32_t way, note *into) {
  uint32_t end = way_end(way);
  for (uint32_t node = end; node && m->sources[node].above; node = m->sources[node].above) {
    const memo_source *from = &m->sources[node];
    into[m->nodes[node].depth - 1] =
        (note){from->answer, m->nodes[from->above].what, (int16_t)a, false};
  }
  return end ? m->nodes[end].depth : 0;
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
