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
    canbao_decision; /* one resident decided; borrowed, see canbao_decide */

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

/* A plain value; copy it freely. `text` lives as long as the policy. */
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
** none of that index. */
CANBAO_API bool canbao_decision_article(canbao_article *out, const canbao_decision *decision,
                                        int index);
/* Title and reading of the index-th doubt that the decision rests on; false when there is none
** of that index. */
CANBAO_API bool canbao_decision_doubt(const char **title, const char **reading,
                                      const canbao_decision *decision, int index);

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
/* The index-th script that was read and its SHA-256 in hexadecimal. */
CANBAO_API bool canbao_policy_source(const char **path, const char **sha256,
                                     const canbao_policy *policy, int index);

CANBAO_API uint32_t canbao_roster_rows(const canbao_roster *roster);
CANBAO_API const char *canbao_roster_sha256(const canbao_roster *roster);
/* A cell as text ("" when there is none), cut to size, into buf; returns buf; NULL when there is
** no such field or row. */
CANBAO_API const char *canbao_roster_text(const canbao_roster *roster, uint32_t row,
                                          const char *field, char *buf, size_t size);

/* One thing that is wrong with the file. Texts are borrowed from the roster; ID numbers in them
** are not masked. */
typedef struct {
  uint32_t row;      /* 0-based; UINT32_MAX: the file as a whole */
  uint32_t line;     /* of the file, from 1; 0 for the file as a whole */
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
