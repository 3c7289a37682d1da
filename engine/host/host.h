/*
** host.h - the Lua side of a policy, private to engine/host. Owns the Lua state
** and everything in it. Nothing here is seen by the rooms above.
*/
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include <locale.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "host/memo_tree.h"
#include "host/policy.h"
#include "host/script_parts.h"
#include "values/date.h"
#include "values/message.h"

__extension__ typedef __int128 wide; /* products of two amounts */

/* Of a function that lets Lua jump out of it again and again: the thread sanitizer does not see the jump and would keep its frame. */
#define JUMPED_OUT_OF __attribute__((no_sanitize("thread")))

/* ---- limits ---- */
/* What users may set is in policy_limits. */
#define LIMIT_DATA_SOURCE (1024 * 1024) /* bytes of a data script (cases) */
#define LIMIT_CALLS 100                 /* functions of one rule that wait for one another */
#define LIMIT_LINE 4096                 /* bytes of one line */
#define LIMIT_BLOCK (1024u * 1024) /* bytes of one allocation: bounds strings, tables, the stack */
#define LIMIT_PATHS 512            /* supposed combinations for one resident */
#define LIMIT_PROBE_PATHS 4096     /* paths walked through one rule at load */
#define LIMIT_FORKS 64             /* suppositions on one path */
/* bytes of one Lua text: two of them are compared in one instruction */
#define LIMIT_TEXT (16u * 1024)
/* How many dates, amounts and questions there are is bounded resident by resident, by the steps that each costs and by the notes of a
** path; over a whole roster there may be as many as residents, and none is refused for those before. */
#define LIMIT_QUESTIONS UINT32_MAX /* that number none has: it could not be made */
#define LIMIT_NOTES 16384          /* questions asked of one resident on one path */
#define LIMIT_MEASURES 256
#define LIMIT_NUMBER 80  /* bytes of an article's number */
#define LIMIT_TITLE 1000 /* bytes of any other text that a script declares or a rule gives */
#define HOOK_STEP 1000

/* ---- supposing answers ---- */
typedef struct {
  uint16_t choice, count;
  uint32_t what; /* question, or effect with the top bit set */
} fork_point;

/* Which suppositions have been made, each with the one before it. */
#define PAIRS_SLOTS 8192
#define PAIRS_MOST (PAIRS_SLOTS / 2 + 1)
typedef struct {
  uint64_t seen[PAIRS_SLOTS];
  uint16_t places[PAIRS_MOST]; /* of those used, so that few are soon forgotten */
  int used;
} supposition_pairs;

typedef struct {
  fork_point forks[LIMIT_FORKS];
  int depth; /* forks known from earlier paths */
  int used;  /* forks met on this path */
  bool overflow;
  supposition_pairs *
      pairs; /* while a rule is walked at load: a supposition made before after the same one is not made again,
                            ** so that every branch is seen without walking every combination; else NULL */
} oracle;

void oracle_begin(oracle *o); /* before the first path */
bool oracle_next(oracle *o);  /* to the next path; false when all are walked */
int oracle_choose(oracle *o, int count, uint32_t what); /* 0 .. count-1 */

typedef enum { GUARD_UNASKED, GUARD_ASKING, GUARD_NO, GUARD_YES } guard_state;

#define GUARD_WORDS (ARTICLES_MAX / 64)

/* What is known while one resident is walked along one path. */
typedef struct {
  resident resident;
  decision *d;
  oracle oracle;
  bool probing;             /* at load: nothing is known of the resident, every path is walked */
  int article;              /* whose rule is running; -1: the programme's formula */
  uint32_t path_notes;      /* first note of this path in d->notes */
  uint32_t path_candidates; /* first of this path in d->candidates */
  uint8_t guards[ARTICLES_MAX];       /* guard_state */
  uint8_t resolved[EFFECTS_MAX];      /* 0 not yet, 1 under way, 2 done */
  uint64_t read_effects;              /* while probing: effects the rule read */
  uint8_t probe_effects[EFFECTS_MAX]; /* while probing: 1 + what the effect is supposed to be */
  bool suspended;                     /* a problem was found: stop resolving */
  term set_aside[EFFECTS_MAX];        /* the value that an effect had before it was overridden; 0 */
  const uint32_t
      *ways; /* what the guards say is known, but not noted (see policy_ways); else NULL */
  uint64_t applying[GUARD_WORDS]; /* then: a bit per article that applies */
} evaluation;

/* One observation of the rule that is running. */
typedef struct {
  memo_step step;
  int64_t beside; /* steps that the answer took */
} observation;

/* What the rule that is running has observed, and those that wait for it. */
typedef struct {
  observation *seen; /* innermost last */
  uint32_t count, space;
  uint32_t base;  /* first observation of the innermost rule */
  uint32_t known; /* observations that it has made before Lua began to run it */
  uint32_t at;    /* next of those that Lua will make again */
  uint64_t read;  /* bit per effect that Lua has read since it began to run it */
  bool running;   /* Lua runs the rule */
  long started;   /* h->steps when it began */
  long beside;    /* steps since then that were not its own */
} observing;

/* A question's answer on the path at hand. */
typedef struct {
  int64_t answer;
  uint32_t path; /* number of the path it was given on */
  bool assumed;
} answered;

/* What the Lua state holds: see lua_memory.c. */
typedef struct {
  size_t used, cap;    /* bytes, without the two blocks that follow */
  void *stack, *texts; /* Lua's own */
  int untyped; /* blocks that a new state has made without a type; no more than 3 are counted */
  size_t block_most;           /* bytes of one block */
  lua_allocations allocations; /* so many so far */
  void *newest; /* the block without a type that was made last, and what it was counted for */
  size_t newest_size;
  long newest_steps;
} lua_memory;

typedef struct host {
  lua_State *L;
  policy *p;
  lua_memory memory;
  long steps, steps_max;
  int calls_before; /* that stood on Lua's stack when the rule at hand began */
  bool out_of_steps;
  bool out_of_time;
  bool too_deep; /* memory was refused while calls stood deep: it was the stack's */
  bool
      system_refused; /* the last allocation that was refused was refused by the system, not by a limit */
  bool no_memory;     /* the system had none for the decision at hand: that is no decision */
  bool text_too_long; /* the last allocation that was refused was a text's */
  long unclocked;     /* steps since the clock was looked at */
  int64_t cpu_began;
  locale_t plain; /* while Lua runs */
  /* the last error raised by the host inside Lua */
  bool raised;
  bool
      missing; /* it was about something missing: on a path walked at load that may be no path at all */
  canbao_error error;
  /* where Lua's own error happened, set by the message handler */
  char lua_file[256];
  int lua_line;
  /* registry references */
  int globals_ref;  /* hidden table of the sandbox's names */
  int env_ref;      /* the environment every script gets */
  int cursor_ref;   /* r */
  int effects_ref;  /* e */
  int upvalues_ref; /* what script functions captured, to see that they keep no state */
  int upvalues_count;
  int guards[ARTICLES_MAX];                 /* LUA_NOREF without */
  int functions[ARTICLES_MAX][EFFECTS_MAX]; /* LUA_NOREF without */
  int formulas[EFFECTS_MAX];                /* of the programme */
  int doubt_guards[DOUBTS_MAX];
  term defaults[EFFECTS_MAX];
  bool default_label
      [EFFECTS_MAX]; /* without a value: the first label that the winner's guard found */
  bool default_title[EFFECTS_MAX]; /* without a value: the winner's gist */
  int overridden_of[EFFECTS_MAX];  /* takes the overridden value of that effect; -1 */
  int below_zero_by
      [EFFECTS_MAX]; /* never below zero: if it is, that effect's article is wrong; -1 */
  bool ties_in_order[EFFECTS_MAX];
  int16_t *ranking[EFFECTS_MAX]; /* article indexes, best first */
  int ranking_count[EFFECTS_MAX];
  uint64_t doubts_of[ARTICLES_MAX];   /* bit per doubt that concerns it */
  int doubt_combined[DOUBTS_MAX];     /* the doubt is of bringing together this effect; -1 */
  int effect_lines[EFFECTS_MAX];      /* of the script's own; 0 */
  int *measures;                      /* function references */
  uint64_t rule_effects[EFFECTS_MAX]; /* effects that an effect's rules read, found by probing */
  evaluation now;
  observing observing;
  int awaited; /* the effect for which the rule at hand was given up, until it is settled; -1 */
  bool deciding;
  bool lua_ran;       /* some rule of this decision ran in Lua */
  bool unchecked;     /* some rule ran since it was last looked whether rules keep state */
  answered *answered; /* by question */
  uint32_t answered_space, path_stamp;
  const int64_t *given; /* see policy_given */
  uint32_t given_count;
  int64_t *told; /* the same without those that mean unknown */
  uint32_t told_count, told_space;
  uint64_t value_fields; /* see policy_value_fields */
  uint8_t *asked;        /* by question: see policy_asked */
  uint32_t asked_count, asked_space;
  int64_t *unknown_of; /* by question: the answer that means unknown */
  uint32_t unknown_of_count;
  int16_t *fixing; /* articles that fix an effect, effect by effect, in the notice's order */
  uint32_t fixing_from[EFFECTS_MAX + 1];
  uint64_t fixing_words[EFFECTS_MAX][GUARD_WORDS]; /* the same as a bit per article */
  term *constants; /* article * effects + effect: the value that it states as a constant; 0 */
  term zero;       /* of money */
  term *titles;    /* by article: its gist as a text */
  term *labels;    /* by label of every field, ... */
  uint32_t labels_from[SCHEMA_FIELDS_MAX]; /* ... from here on its own */
  struct memo *memo;                       /* NULL: every rule runs in Lua, always */
  struct effect_memo *effect_memo;         /* NULL: every effect is resolved anew */
  struct watch *watch;                     /* while rules are walked at load: see watching.h */
  /* loading */
  char *pending_follows[EFFECTS_MAX], *pending_only_if[EFFECTS_MAX],
      *pending_overridden[EFFECTS_MAX], *pending_exceeds[EFFECTS_MAX]; /* names */
  int only_if[EFFECTS_MAX]; /* flag effect without which this one has no value; -1 */
  const char *error_file;   /* while set: where an error about the value at hand is */
  const char *error_article;
  int error_line;
  const char *error_key; /* NULL: there; else where `key =` stands in the call that begins there */
  char concerning[96];   /* article whose table is being written, "" outside */
  char at_file[256];     /* where an error is that no script position tells of; "" */
  int at_line;
  const policy_options *options;
  bool *settings_used;
  char root[512];
  bool in_scenario;            /* a scenario's script is running */
  int levels;                  /* scripts being loaded, one above the other */
  struct script_text *scripts; /* every rule script that was read */
  int scripts_count;
  int words_ref; /* the primitives, for the programme */
} host;

/* ---- state.c: the Lua state, its limits, protected calls ---- */
host *host_new(policy *p);
void host_free(host *h);
host *host_of(lua_State *L);
void host_budget(host *h, long steps);
/* From C that a script called: work that takes as long as so many instructions. Raises when the budget is spent. */
void host_charge(lua_State *L, size_t work);
/* Instructions are counted by the thousand: what is left over is dropped where a rule begins and where it has read an effect, so
** that a rule costs the same however its effects came about. Raises where calls stand too deep. */
void host_count_anew(host *h);
void host_clock(host *h); /* the seconds begin anew */
/* Raise an error inside Lua that the host understands; position is the innermost script line when line is 0. */
int host_raise(lua_State *L, canbao_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int host_raise_no_memory(lua_State *L);
int host_raise_at(lua_State *L, canbao_status status, const char *file, int line,
                  const char *number, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
int host_reraise(lua_State *L, const canbao_error *error);
/* lua_pcall that turns every failure into `error` (never Lua's own text bare). */
canbao_status host_call(host *h, int nargs, int nresults, canbao_error *error);
/* Innermost script position from `level` outwards; false when no script is on the stack. */
bool host_position(lua_State *L, int level, char *file, size_t size, int *line);
/* Load a text chunk named by its path; pushes the function with the sandbox as its environment (or, for our own
** Lua, the real globals). */
canbao_status host_load(host *h, const char *path, const char *text, size_t size, bool trusted,
                        canbao_error *error);

/* ---- lua_memory.c ---- */
lua_State *
lua_memory_state(host *h); /* a new one, within the policy's limits; NULL without memory */
/* Around a rule beside whatever the rules before it left: some of what it may hold is kept back. */
void lua_memory_keep_back(host *h);
void lua_memory_give_back(host *h);
/* Around a rule that had too little so: what it finds is the same whatever ran before. False: the system has no memory. In either
** case lua_memory_shared follows. */
bool lua_memory_alone(host *h);
void lua_memory_shared(host *h);

/* ---- source_check.c ---- */
/* `data`: its keys may be Chinese, as ["缴费日期"]. */
canbao_status source_check(const char *path, const char *text, size_t size, size_t limit, bool data,
                           canbao_error *error);

/* ---- guard_joins.c ---- */
/* Of a script that Lua could read: guards and functions that and, or, not are given in place of answers. */
canbao_status source_check_guards(const script_parts *parts, const char *path, canbao_error *error);

/* ---- own_tables.c ---- */
/* Likewise: names that are read from a table of the script's own and that it has not. Where it is only asked whether one is there,
** that is a finding of the policy's. */
struct script_text;
canbao_status source_check_tables(policy *p, const script_parts *parts,
                                  const struct script_text *script, canbao_error *error);

/* ---- source_names.c ---- */
/* After the script has run and all names are declared: comparisons with literals that can never hold. */
canbao_status source_check_names(const policy *p, const char *path, const char *text, size_t size,
                                 canbao_error *error);

/* ---- amounts.c: dates, money, spans, ratios as Lua values ---- */
typedef struct {
  value v;
  term t;           /* 0 for months and ratios */
  int64_t num, den; /* ratio; months: num */
  bool inexact;     /* a share that is not whole fen: must be rounded before it is used */
  bool share;       /* of the resident's: whether it is whole fen is asked when it is used */
} amount;
void amounts_open(host *h); /* metatables and constructors (left in globals_ref) */
void amount_push_term(lua_State *L, value_type type,
                      term t); /* evaluates it for the resident at hand */
int amount_push_const(lua_State *L, value_type type, int64_t v); /* these return 1 */
int amount_push_months(lua_State *L, int64_t n);
void amount_push_ratio(lua_State *L, int64_t num, int64_t den);
amount *amount_test(lua_State *L, int index); /* NULL when it is not one */
/* The term of a Lua value of the given type (constants are interned); raises with `what` named otherwise. 0: nil. */
term amount_term(lua_State *L, int index, value_type type, const char *what);
const char *
amount_kind(lua_State *L,
            int index); /* "date", "money", "days", "months", "ratio", or Lua's own name */
const char *amount_in_words(lua_State *L, int index); /* the same in the user's language */
const char *kind_in_words(const char *kind);          /* of such a name; itself where it is none */

/* Raises: `what` is of that kind, and not what is at index; with how it is written, in the script's own words where it can be. */
void amount_wrong_kind(lua_State *L, int index, const char *kind, const char *what);

/* ---- amount_words.c ---- */
void amount_words_open(lua_State *L); /* adds to the table on top */
/* How the number or text at `index`, which stands in the script, would be written as a value of that kind (see amount_kind; "number"
** and "string" too), into out, of at least 64 bytes; false: in no way. */
bool amount_written(lua_State *L, int index, const char *wanted, char *out, size_t size);
/* How one of that kind is written, for example; NULL: it is none that scripts write. */
const char *amount_example(const char *kind);

/* ---- unknown_name.c: names that nothing has, and which may have been meant; all raise ---- */
int host_no_field(lua_State *L, const char *wanted);
int host_no_effect(lua_State *L, const char *wanted);
int host_no_label(lua_State *L, const field *f, const char *wanted);
int host_no_word(lua_State *L,
                 const char *wanted); /* a bare name that is no word of rule scripts */

/* ---- missing_name.c: what is not there ---- */
/* What the line compares or calculates with though it may be blank, and what to write, into buf; `otherwise` where the line does
** not tell. Returns buf. */
const char *missing_words(const host *h, const char *file, int line, const char *otherwise,
                          char *buf, size_t size);
int host_raise_missing(lua_State *L,
                       const char *otherwise); /* the same, raised where the script is */

/* ---- asking.c: questions noted, unknown answers supposed ---- */
int64_t ask(host *h, question q); /* from a rule: the answer it sees */
int64_t
ask_again(host *h,
          uint32_t id); /* the same for a question that has a number; not remembered by the memo */
/* The answer of a question that was asked on this path. */
int64_t answer_on_path(const host *h, uint32_t id);
/* Has somebody worked out the answer, and is it one? Then nothing need be supposed, on any path. */
static inline bool is_told(const host *h, uint32_t id) {
  return id < h->told_count && h->told[id] != ANSWER_MISSING;
}
/* May one more be asked on this path? */
static inline bool notes_left(const host *h) {
  return h->now.d->notes_count - h->now.path_notes + 2 <= LIMIT_NOTES;
}
bool ask_exists(
    host *h,
    term t); /* can it be computed for this resident? false: out of range, or a share not whole */
bool ask_compare(host *h, question_kind kind, term a, term b);

/* ---- observing.c: what the rule that is running has observed ---- */
typedef struct {
  uint32_t base, known, at, count;
  uint64_t read;
  long started, beside;
  bool running;
} rule_frame;
/* A rule is at hand that has observed nothing; *f is what the one before it has. */
void observing_begin(host *h, rule_frame *f);
void observing_end(host *h, const rule_frame *f);
/* No rule is at hand. */
void observing_reset(host *h);
void observing_free(host *h);
/* Lua is about to run the rule at hand from its beginning, when so many steps had been made: what was observed by now it will
** observe again, and that costs what it cost. */
void observing_run(host *h, long began);
/* The rule at hand has observed this, and getting the answer took so many steps. Raises when memory ran out. */
void observe(host *h, const memo_step *step, long beside);
/* Is this an observation that was made already? Then its answer, without noting it a second time. */
bool observed_before(host *h, node_kind kind, uint32_t what, int64_t *answer);
/* It was made now. `steps`: what it took to answer, which is not the rule's own. */
void observed(host *h, node_kind kind, uint32_t what, int64_t answer, long steps);
/* Steps of the rule's own so far. */
long observed_own(const host *h);
/* Raise: other observations for the same answers. */
void observed_otherwise(host *h);

/* ---- memo.c: what a rule said for the answers it saw ---- */
typedef enum { RULE_GUARD, RULE_FUNCTION, RULE_FORMULA, RULE_DOUBT } rule_kind;
/* The rule's result for this resident when every answer on its way is known: 1 and *result. 0: Lua must run it; what was observed
** on the way is not observed a second time. -1: the decision is at an end. Between observing_begin and observing_end. */
int memo_recall(host *h, rule_kind kind, int a, int e, term *result);
/* Settle all guards as their ways say. Room for their notes must be there: it is left as it is. */
void memo_follow(host *h, const uint32_t *ways, ways_sum sum);
/* Somebody reads the notes of the path: write those that memo_follow has left out. */
void memo_write_ways(host *h);
/* Lua has run the rule at hand. Raises when it observed something else for the same answers. */
void memo_keep(host *h, rule_kind kind, int a, int e, term result);
void memo_reset(host *h);
void memo_enable(host *h, bool on);
policy_memory *memo_take(host *h); /* NULL: there is none */
void memo_free(host *h);

/* ---- effect_memo.c: what an effect came to for what it was seen to rest on ---- */
typedef struct {
  long steps;
  uint32_t seen, note;
  bool watching;
} effect_frame;
void effect_memo_enable(host *h);
void effect_memo_free(host *h);
void effect_memo_reset(host *h);
/* The effect is settled (`mark`: value and winner) without being resolved, or the decision is at an end. False: resolve it, between
** effect_watch and effect_keep. */
bool effect_recall(host *h, int e, effect_mark *mark);
void effect_watch(host *h, effect_frame *f);
void effect_keep(host *h, const effect_frame *f, int e, const effect_mark *mark);
/* Whoever resolves an effect looks at others by this, and says what else it looks at but questions. NODE_EFFECT, NODE_WINNER or
** NODE_ASIDE: what is looked at. 0 when the decision is at an end. */
int64_t effect_read(host *h, int e, node_kind as);
void effect_sees_guards(host *h, int e);
void effect_sees_way(host *h, int a);

/* ---- cursor.c ---- */
void cursor_open(host *h);
int cursor_label_list(lua_State *L); /* primitive: labels asked for together */
int cursor_has_any(lua_State *L);    /* primitive: ask for one of them */

/* ---- sandbox.c ---- */
void sandbox_open(host *h);
/* How many entries the list at index has. Raises where some before the last are missing: what Lua takes for its length then differs
** from run to run. */
lua_Integer list_length(lua_State *L, int index);
/* Make everything that the rules can reach unchangeable and remember what they captured. Stack: nothing. */
void sandbox_freeze(lua_State *L);
/* CANBAO_SCRIPT when a captured variable has changed since. */
canbao_status sandbox_unchanged(host *h, canbao_error *error);

/* ---- captured.c ---- */
typedef struct {
  char file[256], name[64];
  int line;
} captured_write;
/* Does the Lua function on top of the stack, or one written inside it, assign to a variable from outside it? */
bool captured_writes(lua_State *L, captured_write *out);

/* ---- words.c: what words.lua calls ---- */
void words_open(host *h); /* pushes the table of primitives */
char *words_keep(lua_State *L,
                 int index); /* malloc'ed copy of a text; NULL for none; raises without memory */
char *words_copy(lua_State *L, const char *s); /* likewise */

/* ---- saying.c ---- */
void saying_open(lua_State *L); /* adds to the table on top */
int line_of_key(const char *file, int line,
                const char *key); /* the line of `key =` in the call that begins on `line` */
int line_of_value(const char *file, int line,
                  const char *key); /* the same, or of the local that alone is its value */

/* ---- edits.c ---- */
void edits_open(lua_State *L); /* adds to the table on top */

/* ---- resolve.c ---- */
term run_rule(host *h, rule_kind kind, int a, int e, int ref, const effect *fx);
bool guard_applies(host *h, int index);
/* The rule that is running reads an effect: it is settled and observed (once, however often it is read), or the rule is given up until
** it is. */
void effect_wanted(host *h, int e);
/* NULL when the value at index can be a guard's answer (nil, a flag, a date or an amount that is there, a label); else what
** it is: 0 and tables are true to Lua, which no author means. */
const char *guard_unfit(lua_State *L, int index);
void effect_resolve(host *h, int effect_index);
void decision_fault(host *h, decision_problem kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- decide.c ---- */
void path_begin(host *h);
/* Once the articles are all there: what is looked up for every decision. False when memory ran out. */
bool index_policy(host *h);

/* ---- probe.c ---- */
canbao_status probe_rules(host *h, canbao_error *error);

/* ---- script_names.c ---- */
/* Path of the script that `name` stands for, into path; its shortest name into shown (both `size` bytes). */
canbao_status script_find(const char *name, const char *root, char *path, char *shown, size_t size,
                          canbao_error *error);
/* A scenario's path, which can be read, into path. */
canbao_status scenario_find(const host *h, const char *name, char *path, size_t size,
                            canbao_error *error);

/* ---- load.c ---- */
struct script_text {
  char *path, *text;
  size_t size;
};
int load_also(lua_State *L);      /* primitive: run another scenario */
int load_parent(lua_State *L);    /* primitive: run the script of the level above */
int load_programme(lua_State *L); /* primitive: run a programme, return what it returns */
char *text_copy(const char *s);   /* malloc'ed; NULL for NULL */
canbao_status finding_add(policy *p, const char *number, const char *file, int line, bool serious,
                          const char *text, canbao_error *error);
canbao_status source_read(policy *p, const char *path, size_t limit, char **text, size_t *size,
                          canbao_error *error);

#endif
