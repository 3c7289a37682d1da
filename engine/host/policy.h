/*
** policy.h - one county's notice, loaded: its articles, effects, doubts, tables
** and checks. Owns the Lua state that holds its rules; no lua.h here, so that
** nothing above the host ever sees Lua. Immutable once loaded.
*/
#ifndef HOST_POLICY_H
#define HOST_POLICY_H

#include "terms/term.h"
#include "values/arena.h"

/* How several applying articles that fix one effect are brought together. */
typedef enum {
  COMBINE_AGREE,   /* they must agree: else a conflict */
  COMBINE_HIGHEST, /* 就高不就低 */
  COMBINE_LOWEST,
  COMBINE_SUM,
  COMBINE_ANY, /* flags: true when one says true */
  COMBINE_ALL,
  COMBINE_RANKING /* the first in an explicit list of articles */
} combination;

#define EFFECTS_MAX 48
#define ARTICLES_MAX 256
#define DOUBTS_MAX 64

typedef struct {
  char *name;  /* as scripts and the CLI write it: premium */
  char *title; /* Chinese: 个人缴费标准 */
  value_type type;
  combination combine;
  char *
      combine_article; /* number of the article that says so, NULL when it is the effect's own nature */
  bool needed;         /* no applying article is a gap */
  bool output;         /* a column of eval */
  int follows;         /* effect whose winning article also fixes this one; -1 */
  char **values;       /* for text effects with a closed list (status); NULL-terminated or NULL */
  char **value_titles; /* what each of them is called in Chinese; NULL: they have no such names */
} effect;

#define STATED_MAX 8

/* Another name under which a notice states an effect: pays (premium - subsidy), share (of the premium). */
typedef struct {
  char *name;
  int effect;
  bool share; /* a ratio; else money */
} stated_name;

typedef enum { VALUE_IS_ABSENT, VALUE_IS_CONST, VALUE_IS_FUNCTION } fixing;

typedef struct {
  char *number; /* unique within the policy: 三（二）2; of a level above: 安徽省/二（一） */
  char *title; /* gist */
  char *file;
  int line;
  bool guarded;                 /* has a `when` */
  int level;                    /* 0: this script, 1: its parent ... */
  uint8_t fixes[EFFECTS_MAX];   /* fixing, per effect */
  value constants[EFFECTS_MAX]; /* where VALUE_IS_CONST */
  bool parameter[EFFECTS_MAX];  /* changed by --set */
  struct {
    bool there;
    int64_t num, den;   /* fen and 1, or a ratio in its lowest terms */
  } stated[STATED_MAX]; /* what it says under those other names */
  uint16_t *overrides;  /* indexes of the articles it overrides */
  int overrides_count;
} article;

typedef struct {
  char *article; /* number it concerns */
  char *title;
  char *reading; /* what the notice leaves open and the reading taken */
  char *file;
  int line;
} doubt;

/* Something that can be wrong with a notice or script without stopping a run: found while loading, shown by `check`. */
typedef struct {
  char *article;
  char *text;
  char *file;
  int line;
  bool serious; /* counts for check's exit status */
} finding;

typedef enum { LEVEL_HOUSEHOLD, LEVEL_TOWNSHIP, LEVEL_COUNTY } record_level;

/* What a clause gives to or says of a household, township or county: a Lua function of its counts. */
typedef struct {
  char *article, *title, *file;
  int line;
  record_level level;
  char *name; /* declared measure: prize, work_subsidy, complete ... */
  char *measure_title;
  value_type type;
} measure;

typedef struct {
  char *town;
  int64_t target;
} town_target;

typedef struct {
  bool declared;
  char *article, *file; /* article number; script file */
  int line;
  int64_t total;       /* as the notice states it, -1 when it does not */
  int64_t table_total; /* as the table's own last row states it, -1 when it does not */
  char *table;         /* the CSV beside the script, NULL when the notice's table is missing */
  town_target *towns;
  int towns_count;
  int counts;          /* effect (flag) whose true residents count towards the target */
  int32_t cutoff;      /* day on which they are counted, DATE_NONE when not said */
  char *rank_by;       /* "completion", "count" or NULL when the notice ranks nobody */
  char *tie_rule;      /* "shared" or "by_name" or "by_count" */
  int32_t weekly_from; /* first day of the weekly ranking, DATE_NONE when there is none */
  int weeks_to_talk;   /* weeks at the bottom in a row that lead to a talk, 0: none */
} targets;

typedef struct {
  char *path;
  char sha256[65];
} source;

/* What a script may use up. 0 in policy_options stands for the default. */
typedef struct {
  int64_t load_steps;   /* instructions to load a script */
  int64_t decide_steps; /* instructions to decide one resident, all supposed answers together */
  int64_t memory_mb;    /* of one Lua state */
  int64_t seconds;      /* of one thread's processor time, to load or to decide one resident */
  int64_t source_kb;    /* of one script */
  int64_t cases;        /* distinct cases of one roster */
} policy_limits;

#define LIMITS_DEFAULT \
  { 20000000, 2000000, 64, 5, 64, 10000000 }
#define LIMITS_MOST \
  { INT64_C(1000000000000), INT64_C(1000000000000), 65536, 86400, 1024, INT32_MAX }

#define EDITS_MAX 64 /* one bit each */

/* One change to the script's text of the law: a --set, or a word of a scenario. */
typedef struct {
  char *label; /* 三（二）2.subsidy=330 · drop 三（二）3 · replace 三（三） · add 增1 */
  char *article; /* the number concerned */
  char *file;    /* scenario that says so; NULL for --set */
  int line;
  uint64_t effects; /* bit per effect it touches */
  bool applied;     /* false when policy_options.edits_off switches it off */
} edit;

/* What a scenario supposes about behaviour; never mixed with what follows from the rules alone. */
typedef struct {
  char *text, *file;
  int line;
  int64_t num,
      den; /* of those who are not enrolled, the share who would enrol for each yuan that they pay less */
} behaviour;

typedef struct policy {
  char *name; /* shortest name that is unique: lingbi/2023 */
  char *path;
  char *place, *full_place, *division, *notice, *programme, *title;
  int line; /* of policy { … }; 0: not known */
  int year;
  int32_t issued;
  int32_t period_from, period_to; /* collection period, for synth and weekly tables; DATE_NONE */
  schema *schema;
  term_table *terms;
  effect effects[EFFECTS_MAX];
  int effects_count;
  stated_name stated[STATED_MAX];
  int stated_count;
  article articles[ARTICLES_MAX];
  int articles_count;
  doubt doubts[DOUBTS_MAX];
  int doubts_count;
  finding *findings;
  int findings_count;
  measure *measures;
  int measures_count;
  targets targets;
  edit edits[EDITS_MAX]; /* in order: the --sets, then the scenarios' */
  int edits_count;
  char *scenario;      /* titles of the scenarios, joined by " + "; NULL without */
  char **expectations; /* gates that the scenarios declare: cost<=+5% */
  int expectations_count;
  behaviour *assumptions;
  int assumptions_count;
  policy_limits limits; /* that hold */
  source *sources;      /* every file that was read, in order */
  int sources_count;
  struct host *host; /* the Lua side, private to engine/host */
} policy;

/* One --set: the article's number, the effect's name (or another under which it is stated), the value as text (yuan, date, true/false ...). */
typedef struct {
  const char *article, *effect, *value;
} parameter_setting;
/* Read ARTICLE.EFFECT=VALUE; `text` is cut in place, `out` points into it. False when it is none. */
bool setting_read(char *text, parameter_setting *out);

typedef struct {
  const char
      *root; /* directory that holds rules/; NULL: found beside the program or CANBAO_RULES */
  const parameter_setting *settings;
  int settings_count;
  const char *const
      *scenarios; /* names (premium_380: scripts/premium_380.lua beside the rules) or paths */
  int scenarios_count;
  uint64_t edits_off;       /* bit per edit that is left out */
  const char *targets_file; /* replaces the script's table; NULL */
  policy_limits limits;
  bool shallow; /* do not walk every path of every rule (population threads' further states) */
} policy_options;

/* Load a policy by name (lingbi/2023, lingbi, a path). CANBAO_SCRIPT with file, line, article; CANBAO_USAGE when the
** name is not found or not unique (the candidates are in the message); CANBAO_LIMIT. */
canbao_status policy_load(policy **out, const char *name, const policy_options *options,
                          canbao_error *error);
void policy_free(policy *p);
/* Put the defaults where `l` has 0. CANBAO_USAGE beyond what is possible. */
canbao_status policy_limits_settle(policy_limits *l, canbao_error *error);
int policy_effect(const policy *p, const char *name);    /* -1 */
int policy_article(const policy *p, const char *number); /* -1 */
/* Of an effect with values: the one that is nearest to a text, by its name or its Chinese one; NULL. All there are, into list. */
const char *effect_value_near(const effect *e, const char *wanted, char *list, size_t size);
/* Bit per effect that another one rests on: its rules read it, or it follows from it. Learnt by walking the rules at load: none
** of a policy loaded with `shallow`. */
uint64_t policy_effects_read(const policy *p);
/* A rule script as it was read (a member of articles[].file); borrowed. Empty when the policy read no such script. */
slice policy_script(const policy *p, const char *path);

/* ---- deciding one resident through Lua ---- */

/* One question that was asked, in order. `assumed`: the cell is unknown and the answer was supposed. */
typedef struct {
  int64_t answer;
  uint32_t question;
  int16_t article; /* whose rule asked; -1: a formula of the programme */
  bool assumed;
} note;

typedef enum { MARK_NOT, MARK_APPLIED, MARK_UNDETERMINED } mark_state;

/* Some of a decision's notes. */
typedef struct {
  uint32_t first, count;
} note_span;

typedef enum {
  FATE_WON,        /* its value stands */
  FATE_AGREED,     /* the same value as the winner */
  FATE_OVERRIDDEN, /* by article `by` */
  FATE_LOST,       /* in the combination, to article `by` */
  FATE_CONFLICT    /* disagrees with article `by` */
} fate;

typedef struct {
  term value;
  int32_t article : 10, by : 10; /* -1: none */
  uint32_t effect : 8, fate : 4;
} candidate;

typedef struct {
  term value;     /* 0 for VALUE_NONE */
  int16_t winner; /* article that fixed it; -1: a formula or default of the programme */
  uint8_t
      state; /* VALUE_NONE, VALUE_KNOWN; VALUE_UNKNOWN: undetermined, see decision_bounds; VALUE_ERROR: see problem */
} effect_mark;

typedef struct {
  term low, high; /* 0 when there is none */
} effect_bounds;

typedef enum {
  DECIDED,
  DECISION_UNDETERMINED,
  DECISION_CONFLICT,
  DECISION_GAP,
  DECISION_LIMIT,
  DECISION_ERROR
} decision_problem;

#define PROBLEM_TEXT 512

typedef struct decision {
  note *notes; /* in an outline (decision_outline) only the last of them */
  uint32_t notes_count, notes_space;
  uint8_t *marks;   /* mark_state, one for each of the policy's articles */
  note_span *asked; /* likewise: what its guard asked, the last one decided; NULL in an outline */
  effect_mark *effects;  /* one for each of the policy's */
  effect_bounds *bounds; /* likewise; NULL where every effect is determined (see decision_bounds) */
  candidate *candidates;
  uint32_t candidates_count, candidates_space;
  uint64_t doubts; /* bit per doubt that the decision rests on */
  uint64_t
      unknown_fields; /* bit per field of a question without an answer; of one between two cells
                           ** both, as residents of the case may differ in which is unknown */
  uint8_t problem;    /* decision_problem */
  char *problem_text; /* one sentence with file:line and article; "" without a problem */
} decision;

/* Between what an undetermined effect of money lies; none of any other. */
static inline effect_bounds decision_bounds(const decision *d, int e) {
  return d->effects[e].state == VALUE_UNKNOWN ? d->bounds[e] : (effect_bounds){0};
}

decision *decision_new(void); /* room for any policy's; NULL when out of memory */
void decision_free(decision *d);
/* A copy that takes no more room than it needs and lives as long as the arena; never written to. NULL when out of memory. */
const decision *decision_keep(const policy *p, const decision *d, arena *in);
/* The same, but of what the guards asked, which is the first `told` notes, neither the notes nor the places: the ways of
** policy_decide_rest tell them. */
const decision *decision_outline(const policy *p, const decision *d, uint32_t told, arena *in);
/* Make `to` what `from` is, with room for its notes; these are copied when `from` is no outline. False when out of memory. */
bool decision_copy(const policy *p, decision *to, const decision *from);
/* Decide one resident. Always fills `d`; returns CANBAO_OK unless the host itself failed (out of memory, a rule that
** keeps state, which is asked only at the end while the policy remembers): then the run must stop without a result. */
canbao_status policy_decide(policy *p, const resident *r, decision *d, canbao_error *error);
/* Answers of the next residents that somebody has worked out already, by question; ANSWER_MISSING where not. They must be
** what question_answer would say. NULL: none. False when memory ran out: then none either. */
#define ANSWER_MISSING (INT64_MIN + 2)
bool policy_given(policy *p, const int64_t *answers, uint32_t count);

/* Remember what each rule said for the answers it saw, and run Lua only for answers not seen before. Off after loading: every
** resident then goes through Lua whole (the reference). Decisions are the same either way. */
void policy_remember(policy *p, bool on);
/* What has been remembered, which then is forgotten, into *out; NULL when nothing was. Free it with policy_memory_free.
** CANBAO_SCRIPT when a rule has kept state meanwhile: then nothing that was decided is to be believed. */
typedef struct memo policy_memory;
canbao_status policy_memory_take(policy *p, policy_memory **out, canbao_error *error);
void policy_memory_free(policy_memory *m);

/* ---- ways: what the guards say of a resident, as a few numbers ---- */

/* What several residents share: all of them answer the questions with a 1 alike, whatever that answer is. */
typedef struct {
  const uint8_t *alike; /* by question */
  uint32_t questions;
  bool
      beyond; /* set when another question was asked, or one could not be answered: they may be decided differently */
} sharing;
/* A question is asked whose answer is not at hand. */
static inline void sharing_asks(sharing *s, uint32_t q) {
  if (q >= s->questions || !s->alike[q]) s->beyond = true;
}

/* What all ways of a resident come to. */
typedef struct {
  uint32_t notes; /* questions that were asked */
  int64_t steps;  /* and so many of Lua's own: remembered or not, they cost the same */
} ways_sum;

/* Does the article apply to those who take this way through its guard? */
static inline bool way_applies(uint32_t way) { return way & 1; }

/* While the policy remembers: for each article the number of the way that the answers take through its guard, and what they
** come to. Residents have the same ways who are asked the same by all guards and answer the same. False where a guard has
** never been answered like that, or an answer is not known: such a resident is decided as a whole. */
bool policy_ways(policy *p, const resident *r, uint32_t *ways, ways_sum *sum, sharing *with);
/* Decide a resident whose ways are known: as policy_decide, but what the guards asked is not written (there is room for their notes,
** the first of all: policy_way_notes). *done false: the rest is not that simple (something is unknown or wrong); decide as a whole. */
canbao_status policy_decide_rest(policy *p, const resident *r, const uint32_t *ways, ways_sum sum,
                                 decision *d, bool *done, canbao_error *error);
/* The notes of one way; how many. */
uint32_t policy_way_notes(const policy_memory *m, int a, uint32_t way, note *into);
/* The fields that one way's questions are about, added to *fields; how many notes it has. While the policy remembers. */
uint32_t policy_way_fields(const policy *p, uint32_t way, uint64_t *fields);
/* Bit per field that values rest on which residents were given so far: of each who is decided they are read. */
uint64_t policy_value_fields(const policy *p);
/* Questions that residents were asked since the policy began to remember: how many, and for each of the first `questions` 1 when
** it was (0 else). */
uint32_t policy_questions_asked(const policy *p);
void policy_asked(const policy *p, uint8_t *asked, uint32_t questions);

/* Blocks that Lua has taken, or made larger, since the policy began to load: in all, and while no resident was being decided. */
typedef struct {
  uint64_t all, between;
} lua_allocations;
lua_allocations policy_lua_allocations(const policy *p);

/* ---- records above the resident ---- */

/* What a measure's function reads: name -> whole number, money or text. Built by studies. */
typedef struct {
  const char *name;
  value v;          /* VALUE_NONE reads as nil */
  const char *text; /* for TYPE_TEXT */
} record_field;
canbao_status policy_measure(policy *p, int measure_index, const record_field *fields, int count,
                             value *out, canbao_error *error);

/* ---- data written as Lua ---- */

struct cJSON;
/* Run a data script (fields, cases, synth profiles) in the sandbox. It may only call the given words, each with one or
** more texts and/or a table ("case "sentence" { ... }" or case { ... }); every call becomes
** {"word":"case","line":12,"texts":["sentence"],"table":{...}} in the returned array. Caller frees with cJSON_Delete. */
canbao_status data_file_load(struct cJSON **out, const char *path, const char *const *words,
                             canbao_error *error);

/* ---- finding scripts ---- */

/* The folder of the scenarios that belong to the rules at `root`: scripts/ beside it. Into buf. */
void scenario_folder(const char *root, char *buf, size_t size);
/* Does `wanted` (lingbi/2023, lingbi) name the script at `path` (…/lingbi/2023.lua)? */
bool script_is_named(const char *path, const char *wanted);

typedef struct {
  char *name; /* shortest unique */
  char *path;
} script_entry;
/* All scripts under the rules root, sorted by path. Caller frees with catalogue_free. */
canbao_status catalogue_list(script_entry **out, int *count, const char *root, canbao_error *error);
void catalogue_free(script_entry *entries, int count);
/* The rules root that is used: --rules, CANBAO_RULES, beside the program, the installed place. Into buf. */
canbao_status rules_root(char *buf, size_t size, const char *given, canbao_error *error);
/* The rules root that a script's path lies in: the nearest folder above it with a fields.lua. False when there is none
** (a name such as lingbi/2023 has none). */
bool rules_root_of(const char *path, char *buf, size_t size);

#endif
