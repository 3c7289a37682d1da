/*
** canbao.h - decide residents' medical insurance by their county's notice.
**
** One header, opaque handles, no globals. An engine belongs to one thread;
** open one engine per thread. What arrives through an `out` parameter is owned
** by the caller and freed with the matching *_free (NULL is fine); everything
** that a function returns directly is borrowed and stays valid until the next
** call on the same engine. No Lua error ever crosses this header.
*/
#ifndef CANBAO_H
#define CANBAO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CANBAO_API __attribute__((visibility("default")))
#else
#define CANBAO_API
#endif

/* What a call came to. The values are pinned: they are also the program's exit codes, negated. */
typedef enum {
  CANBAO_OK = 0,
  CANBAO_FOUND = -1, /* it found what it looks for: a failed case, a failed check, a gate crossed */
  CANBAO_USAGE = -2, /* the call itself is wrong */
  CANBAO_SCRIPT = -3, /* a rule script is wrong */
  CANBAO_DATA = -4,   /* data cannot be read or written */
  CANBAO_LIMIT = -5   /* a limit (memory, instructions, size) was hit */
} canbao_status;

/* One error, whole: where it is and what to do about it. A plain value; copy it freely. */
typedef struct {
  canbao_status status;
  char file[256];     /* script or data file, "" when none */
  int line;           /* 1-based, 0 when none */
  char article[96];   /* number of the article concerned, "" when none */
  char message[1024]; /* one line, in the user's language */
} canbao_error;

/* ---- handles ---- */

typedef struct canbao_engine canbao_engine; /* keeps the last error; everything else hangs on one */
typedef struct canbao_policy canbao_policy; /* one county's notice, loaded; never changes */
typedef struct canbao_roster
    canbao_roster; /* residents read from a CSV file by a policy's fields */
typedef struct canbao_decision
    canbao_decision;                        /* one resident decided; borrowed, see canbao_decide */
typedef struct canbao_whatif canbao_whatif; /* a scenario compared with its base, see below */

/* ---- life-cycle ---- */

/* "0.1.0" */
CANBAO_API const char *canbao_version(void);

/* Expected failure: CANBAO_LIMIT when memory ran out; *out is then NULL. */
CANBAO_API canbao_status canbao_engine_open(canbao_engine **out);
/* Its policies and rosters must have been freed before (asserted). */
CANBAO_API void canbao_engine_free(canbao_engine *engine);
/* The error of the last call on this engine that did not return CANBAO_OK; never NULL. */
CANBAO_API const canbao_error *canbao_engine_error(const canbao_engine *engine);
/* The error as one line, "file:line: article N: message", into buf; returns buf. */
CANBAO_API const char *canbao_error_text(const canbao_error *error, char *buf, size_t size);

/* One parameter of a script, changed for this policy only: article number, effect, value ("330",
** "2023-03-31", "true"). */
typedef struct {
  const char *article, *effect, *value;
} canbao_setting;

/* Read a setting as `canbao whatif --set` takes it: "三（二）2.subsidy=330". `text` is cut in place,
** and *out points into it. CANBAO_USAGE when it is none. */
CANBAO_API canbao_status canbao_setting_read(canbao_setting *out, canbao_engine *engine,
                                             char *text);
/* What a script may use up; 0 stands for the default. A limit that is hit while loading is CANBAO_LIMIT; while deciding,
** the resident's decision is CANBAO_OVER_LIMIT and the others are decided. */
typedef struct {
  int64_t load_steps;   /* instructions to load a script: 20000000 */
  int64_t decide_steps; /* instructions to decide one resident: 2000000 */
  int64_t memory_mb;    /* memory of a script and its decisions: 64 */
  int64_t seconds;      /* processor time to load or to decide one resident: 5 */
  int64_t source_kb;    /* size of one script: 64 */
  int64_t cases; /* distinct cases of one roster: 10000000; beyond it the run is CANBAO_LIMIT */
} canbao_limits;

typedef struct {
  const char
      *rules_dir; /* folder that holds the scripts; NULL: CANBAO_RULES, else the installed ones */
  const canbao_setting *settings; /* NULL when there are none */
  size_t settings_count;
  const char *targets_file;    /* townships' targets instead of the script's table; NULL */
  const canbao_limits *limits; /* NULL: the defaults */
} canbao_policy_options;

/* Load a notice by name (lingbi/2023, or lingbi where that is enough) or by its script's path.
** `options` may be NULL. CANBAO_SCRIPT when the script is wrong (file, line and article say
** where), CANBAO_USAGE when no script or several have the name, CANBAO_LIMIT. On failure *out is
** NULL. */
CANBAO_API canbao_status canbao_policy_load(canbao_policy **out, canbao_engine *engine,
                                            const char *name, const canbao_policy_options *options);
/* Its rosters must have been freed before (asserted). */
CANBAO_API void canbao_policy_free(canbao_policy *policy);

/* Read a CSV file (UTF-8 or GB18030, Chinese or English headings). Cells that cannot be read are
** problems, not errors. CANBAO_DATA when the file cannot be read or has no known heading,
** CANBAO_LIMIT. On failure *out is NULL. The file is mapped: when somebody else cuts it short meanwhile, the process gets
** SIGBUS; where that may happen, handle it or read the file yourself (canbao_roster_from_text). CANBAO_DATA as well when
** the file was written to while it was read. */
CANBAO_API canbao_status canbao_roster_open(canbao_roster **out, canbao_policy *policy,
                                            const char *path);
/* The same from memory (copied); `name` stands for the file in errors. */
CANBAO_API canbao_status canbao_roster_from_text(canbao_roster **out, canbao_policy *policy,
                                                 const char *text, size_t length, const char *name);
/* Its what-ifs must have been freed before (asserted). */
CANBAO_API void canbao_roster_free(canbao_roster *roster);

/* ---- deciding ---- */

/* How a decision ended. Values are pinned. */
typedef enum {
  CANBAO_DECIDED = 0,
  CANBAO_UNDETERMINED = 1, /* it needs a cell that is not known */
  CANBAO_CONFLICT = 2,     /* two articles disagree */
  CANBAO_GAP = 3,          /* no article fixes what is needed */
  CANBAO_OVER_LIMIT = 4,   /* its rules ran too long for this resident */
  CANBAO_FAULTY = 5        /* its rules erred for this resident */
} canbao_problem;

/* Decide one resident, 0-based `row` of the roster, as of a day ("2023-03-01"). *out is valid
** until the next call that decides on this engine. That a decision is undetermined, in conflict
** or in a gap is no failure: ask canbao_decision_problem. CANBAO_USAGE for a day or a row that
** is none, CANBAO_SCRIPT when a rule is not pure, CANBAO_LIMIT. */
CANBAO_API canbao_status canbao_decide(const canbao_decision **out, const canbao_roster *roster,
                                       uint32_t row, const char *as_of);

/* Called for every resident in the roster's order. The decision is valid during the call.
** Anything but CANBAO_OK stops the run with that status. It must not decide on the same engine. */
typedef canbao_status (*canbao_decision_callback)(void *payload, const canbao_decision *decision,
                                                  uint32_t row);

typedef struct {
  bool reference;  /* every resident through Lua */
  int threads;     /* 0: as many as there are cores */
  uint32_t *cases; /* out: number of distinct cases; may be NULL */
} canbao_run_options;

/* Decide all. `options` may be NULL. Failures as canbao_decide, or what the callback returned. */
CANBAO_API canbao_status canbao_decide_all(const canbao_roster *roster, const char *as_of,
                                           const canbao_run_options *options,
                                           canbao_decision_callback callback, void *payload);

/* ---- reading a decision ---- */

typedef enum {
  CANBAO_TYPE_FLAG = 1,
  CANBAO_TYPE_NUMBER = 2,
  CANBAO_TYPE_TEXT = 3,
  CANBAO_TYPE_DATE = 4,
  CANBAO_TYPE_MONEY = 5,
  CANBAO_TYPE_DAYS = 6
} canbao_type;

typedef enum {
  CANBAO_VALUE_NONE = 0, /* nothing holds */
  CANBAO_VALUE_KNOWN = 1,
  CANBAO_VALUE_UNKNOWN = 2, /* undetermined; money may have bounds */
  CANBAO_VALUE_ERROR = 3
} canbao_value_state;

/* A plain value; copy it freely. `text` lives as long as the policy, or as the what-if that handed
** the decision out. */
typedef struct {
  canbao_type type;
  canbao_value_state state;
  int64_t number;    /* flag 0 or 1, number, days since 1970-01-01, fen, days; 0 for a text */
  const char *text;  /* CANBAO_TYPE_TEXT; else "" */
  bool bounded;      /* money: `low` and `high` hold */
  int64_t low, high; /* fen; equal when known */
} canbao_value;

CANBAO_API canbao_problem canbao_decision_problem(const canbao_decision *decision);
/* One line that says what is undetermined, in conflict, missing or wrong; "" when decided. */
CANBAO_API const char *canbao_decision_problem_text(const canbao_decision *decision);
/* The value of an effect by its name ("premium"). CANBAO_USAGE when the policy has no such
** effect (the nearest is in the engine's error). */
CANBAO_API canbao_status canbao_decision_value(canbao_value *out, const canbao_decision *decision,
                                               const char *effect);
/* The same as `canbao eval` writes it ("350", "2022-12-31", "true", "" for none), cut to size,
** into buf; returns buf; NULL when the policy has no such effect. */
CANBAO_API const char *canbao_decision_text(const canbao_decision *decision, const char *effect,
                                            char *buf, size_t size);
/* The index-th effect of the decision's policy, in the policy's order: its name and value. False when
** there is none of that index. */
CANBAO_API bool canbao_decision_effect(const char **name, canbao_value *out,
                                       const canbao_decision *decision, int index);
/* Number of the decision's case, from 1 in order of first appearance; 0 from canbao_decide. */
CANBAO_API uint32_t canbao_decision_case(const canbao_decision *decision);

/* One article's part in a decision. Texts are borrowed; `reason` until the next call that reads
** an article or decides on this engine. */
typedef struct {
  const char *number, *title, *file;
  int line;
  bool applied;      /* its guard held */
  bool undetermined; /* whether it applies depends on what is not known */
  bool decisive;     /* it fixed an effect, or agreed with the article that did */
  const char
      *reason; /* the question that decided its guard and the answer; "" when it has no guard */
} canbao_article;

/* Every article of the policy is there, in the notice's order: index from 0. False when there is
** none of that index, and when memory ran out. */
CANBAO_API bool canbao_decision_article(canbao_article *out, const canbao_decision *decision,
                                        int index);
/* Title and reading of the index-th doubt that the decision rests on; false when there is none
** of that index. */
CANBAO_API bool canbao_decision_doubt(const char **title, const char **reading,
                                      const canbao_decision *decision, int index);

/* ---- what if ---- */

/* What is to be different. At least one of settings, scenarios and rules must be there. What the
** pointers lead to is copied. */
typedef struct {
  const char *as_of; /* the day of the question, "2023-03-01"; must be there */
  /* Beside those that the policy was loaded with. */
  const canbao_setting *settings;
  size_t settings_count;
  /* Names (premium_380: scripts/premium_380.lua beside the rules) or paths, in order. */
  const char *const *scenarios;
  size_t scenarios_count;
  /* Another script, whole, instead of the policy's: a name or a path; NULL. A path's fields, the
  ** levels above it and its scenarios are those of the rules folder it lies in. */
  const char *rules;
  bool reference; /* both sides: every resident through Lua */
  int threads;    /* 0: as many as there are cores */
  /* Leave the proof out, for many scenarios: call canbao_whatif_prove after the last. */
  bool unproved;
} canbao_whatif_options;

/* Compare the roster's policy with a scenario. The policy's script is loaded once more for it
** and decided once for each day, and kept with the roster until another day is asked for; the
** scenario has a Lua state of its own. The what-if is the caller's; free it before its roster.
** CANBAO_USAGE for a name that does not exist (the nearest is in the message) or when nothing is
** to be different, CANBAO_SCRIPT when the scenario is wrong, CANBAO_FOUND when the proof of
** isolation fails; also CANBAO_DATA and CANBAO_LIMIT. On failure *out is NULL. */
CANBAO_API canbao_status canbao_whatif_run(canbao_whatif **out, canbao_roster *roster,
                                           const canbao_whatif_options *options);
CANBAO_API void canbao_whatif_free(canbao_whatif *whatif);

/* What was checked for the sentence "the scenario could not reach its base". */
typedef struct {
  /* The empty scenario, loaded and decided apart, afterwards: every decision equal. */
  bool same_decisions;
  /* SHA-256 as before; a roster from memory has no file to look at. */
  bool same_scripts, same_roster;
  int scripts;
  uint32_t residents, cases;
  char roster_sha256[65];
} canbao_proof;

/* Prove the base of this comparison; what was found before is given again as long as no other
** scenario has been compared with the same base since. CANBAO_FOUND when something differs: then
** do not use the comparison. Also CANBAO_DATA, CANBAO_LIMIT. */
CANBAO_API canbao_status canbao_whatif_prove(canbao_proof *out, canbao_whatif *whatif);

/* A figure of both sides: fen, or people. `low` and `high` are with what the undetermined may
** add. */
typedef struct {
  bool money;    /* fen; else people */
  bool compared; /* a fact of the comparison, without a base: `base` is 0 */
  int64_t base, scenario, difference;
  int64_t base_low, base_high, low, high;
  int64_t base_unbounded, unbounded; /* undetermined residents for whom there are no bounds */
} canbao_figure;

/* By name: people, eligible, ineligible, enrolled, undetermined, cost (subsidy and fiscal of the
** enrolled), any money effect (its sum over the enrolled; over everybody for refund),
** status.NAME; and, without a base, changed, better_off, worse_off, mixed, opened, closed, gain.
** CANBAO_USAGE with the nearest name, CANBAO_LIMIT. */
CANBAO_API canbao_status canbao_whatif_figure(canbao_figure *out, const canbao_whatif *whatif,
                                              const char *name);
/* The index-th of those names, into buf, cut to size; returns buf; NULL when there is none of
** that index. */
CANBAO_API const char *canbao_whatif_figure_name(const canbao_whatif *whatif, int index, char *buf,
                                                 size_t size);

/* What the scenario does to a resident. Compared are standing, payment, refund and benefit
** period; values are pinned. */
typedef enum {
  CANBAO_GAIN_SAME = 0,
  CANBAO_GAIN_BETTER = 1,
  CANBAO_GAIN_WORSE = 2,
  CANBAO_GAIN_MIXED = 3,   /* better in one thing, worse in another */
  CANBAO_GAIN_NEITHER = 4, /* changed, neither better nor worse */
  CANBAO_GAIN_OPEN = 5     /* not decided on both sides */
} canbao_gain;
#define CANBAO_GAINS 6

/* Exact order statistics in fen: the k-th smallest of n with k = ceil(n * percent / 100). All 0
** when count is 0. */
typedef struct {
  int64_t count, sum;
  int64_t least, tenth, quarter, median, three_quarters, ninth_tenth, most;
} canbao_spread;

/* Residents. */
typedef struct {
  int64_t residents, changed, unchanged;
  int64_t gains[CANBAO_GAINS]; /* by canbao_gain */
  int64_t opened, closed;      /* decisions that do not come to an end any more; that do now */
  /* Of the gain in fen, over those who are better (worse) off by money. */
  canbao_spread better, worse;
} canbao_whatif_counts;

CANBAO_API void canbao_whatif_count(canbao_whatif_counts *out, const canbao_whatif *whatif);

/* What changed: bits. */
enum {
  CANBAO_CHANGED_STATUS = 1, /* or whether the decision came to an end */
  CANBAO_CHANGED_AMOUNTS = 2,
  CANBAO_CHANGED_DATES = 4,
  CANBAO_CHANGED_OTHERS = 8,   /* flags and texts */
  CANBAO_CHANGED_ARTICLES = 16 /* another article decides */
};

/* All residents for whom the same things changed in the same way. Texts are borrowed from the
** what-if. */
typedef struct {
  unsigned kinds; /* CANBAO_CHANGED_* */
  int64_t residents, gains[CANBAO_GAINS];
  int64_t cost;       /* fen: difference in subsidy and fiscal of the enrolled */
  int64_t enrolled;   /* difference */
  canbao_spread gain; /* of those whose gain is not 0 */
  uint32_t first_row; /* 0-based: an example */
  int changes, pairs; /* how many canbao_whatif_change and canbao_whatif_pair have */
  /* "decided", "undetermined", "conflict", "gap", "limit" or "error". */
  const char *problem_before, *problem_after;
} canbao_transition;

/* Largest first: index from 0. False when there is none of that index; so below. */
CANBAO_API bool canbao_whatif_transition(canbao_transition *out, const canbao_whatif *whatif,
                                         int index);

/* One effect that differs. Values as eval writes them, or the words of an expression where they
** depend on the resident; "" where nothing holds. Articles are numbers, "" for a formula of the
** programme. Borrowed from the what-if. */
typedef struct {
  const char *effect, *title;
  canbao_type type;
  const char *before, *after;
  const char *article_before, *article_after;
} canbao_change;

CANBAO_API bool canbao_whatif_change(canbao_change *out, const canbao_whatif *whatif,
                                     int transition, int index);
/* Case numbers of the base and of the scenario, and how many residents went from one to the
** other; largest first. */
CANBAO_API bool canbao_whatif_pair(uint32_t *before, uint32_t *after, int64_t *residents,
                                   const canbao_whatif *whatif, int transition, int index);

typedef enum {
  CANBAO_BY_STATUS = 0,
  CANBAO_BY_FUND = 1,
  CANBAO_BY_CERTIFIER = 2,
  CANBAO_BY_IDENTITY = 3,
  CANBAO_BY_TOWN = 4
} canbao_grouping;

/* One group on both sides; people. */
typedef struct {
  const char *name; /* "" for those without; borrowed from the what-if */
  int64_t people_base, people_scenario;
  int64_t eligible_base, eligible_scenario;
  int64_t enrolled_base, enrolled_scenario;
} canbao_group;

/* Statuses as the programme lists them, towns as the roster first names them, the others by
** people. False also when the programme has no such grouping. */
CANBAO_API bool canbao_whatif_group(canbao_group *out, const canbao_whatif *whatif,
                                    canbao_grouping by, int index);
/* Fen: cost, or the sum of a money effect over the enrolled of the group. CANBAO_USAGE with the
** nearest name. */
CANBAO_API canbao_status canbao_whatif_group_money(int64_t *base, int64_t *scenario,
                                                   const canbao_whatif *whatif, canbao_grouping by,
                                                   int index, const char *name);

/* One resident (0-based row of the roster): is anything changed, in which direction, and by how
** many fen (the fall of what they pay and the rise of what they get back). Any of the three may
** be NULL. CANBAO_USAGE for a row that is none. */
CANBAO_API canbao_status canbao_whatif_resident(bool *changed, canbao_gain *kind, int64_t *gain,
                                                const canbao_whatif *whatif, uint32_t row);
/* Both decisions of one resident, borrowed from the what-if until the next such call on it. */
CANBAO_API canbao_status canbao_whatif_decisions(const canbao_decision **before,
                                                 const canbao_decision **after,
                                                 canbao_whatif *whatif, uint32_t row);
/* Every changed resident on a row of a CSV file, with both decisions, as `canbao whatif
** --residents` writes it; `mask` stars ID numbers. *rows may be NULL. The file appears whole or
** not at all. CANBAO_DATA, CANBAO_LIMIT. */
CANBAO_API canbao_status canbao_whatif_write_residents(int64_t *rows, const canbao_whatif *whatif,
                                                       const char *path, bool mask);

#define CANBAO_GATE_ROWS 20

/* A condition, held against the comparison. */
typedef struct {
  canbao_figure figure;
  int64_t limit;    /* fen or people; rounded down where a percentage does not come out whole */
  bool limit_exact; /* it does */
  bool crossed;
  bool in_doubt;    /* kept by what is decided, but the undetermined could cross it */
  int64_t crossing; /* residents who bring the figure nearer to crossing */
  uint32_t rows[CANBAO_GATE_ROWS]; /* the first of them, 0-based */
  int rows_count;
} canbao_gate;

/* Hold a gate such as "cost<=+5%", "worse_off=0" or "undetermined<=base" (see canbao(1)). That
** it is crossed is no failure: ask out->crossed. CANBAO_USAGE when it cannot be read,
** CANBAO_LIMIT. */
CANBAO_API canbao_status canbao_whatif_gate(canbao_gate *out, const canbao_whatif *whatif,
                                            const char *gate);
/* The index-th gate that the scenario itself declares (expect); NULL when there is none of that
** index. */
CANBAO_API const char *canbao_whatif_expected(const canbao_whatif *whatif, int index);
/* What the scenario calls itself ("" without a scenario script), and its index-th edit, as
** 三（二）2.subsidy=330: NULL when there is none of that index. */
CANBAO_API const char *canbao_whatif_title(const canbao_whatif *whatif);
CANBAO_API const char *canbao_whatif_edit(const canbao_whatif *whatif, int index);

/* ---- introspection ---- */

/* "灵璧县", 2023, the notice's number and the shortest name: borrowed from the policy. */
CANBAO_API const char *canbao_policy_place(const canbao_policy *policy);
CANBAO_API int canbao_policy_year(const canbao_policy *policy);
CANBAO_API const char *canbao_policy_notice(const canbao_policy *policy);
CANBAO_API const char *canbao_policy_name(const canbao_policy *policy);
/* The index-th effect's name, Chinese title and whether eval writes it; false when there is none
** of that index. */
CANBAO_API bool canbao_policy_effect(const char **name, const char **title, bool *output,
                                     const canbao_policy *policy, int index);
/* The type of the index-th effect, which must be there. */
CANBAO_API canbao_type canbao_policy_effect_type(const canbao_policy *policy, int index);
/* The index of an effect by its name. CANBAO_USAGE when the policy has no such effect (the nearest
** is in the engine's error). */
CANBAO_API canbao_status canbao_policy_find_effect(int *index, const canbao_policy *policy,
                                                   const char *name);
/* The index-th script that was read and its SHA-256 in hexadecimal. */
CANBAO_API bool canbao_policy_source(const char **path, const char **sha256,
                                     const canbao_policy *policy, int index);

CANBAO_API uint32_t canbao_roster_rows(const canbao_roster *roster);
/* In hexadecimal; waits until it has been made. "" when the file was written to before that. */
CANBAO_API const char *canbao_roster_sha256(const canbao_roster *roster);
/* A cell as text ("" when there is none), cut to size, into buf; returns buf; NULL when there is
** no such field or row. */
CANBAO_API const char *canbao_roster_text(const canbao_roster *roster, uint32_t row,
                                          const char *field, char *buf, size_t size);

/* One thing that is wrong with the file. Texts are borrowed from the roster; ID numbers in them
** are not masked. */
typedef struct {
  uint32_t row;      /* 0-based; UINT32_MAX: the file as a whole */
  uint32_t line;     /* of the file, as a spreadsheet counts; 0 for the file as a whole */
  const char *field; /* "" when it is the row as a whole */
  const char *value; /* the cell as it stands: `value_length` bytes, not NUL-terminated */
  size_t value_length;
  const char *reason;
} canbao_roster_problem;

CANBAO_API uint32_t canbao_roster_problem_count(const canbao_roster *roster);
CANBAO_API bool canbao_roster_problem_at(canbao_roster_problem *out, const canbao_roster *roster,
                                         uint32_t index);

#ifdef __cplusplus
}
#endif
#endif
