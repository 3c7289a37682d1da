/*
** api_parts.h - inside of the handles behind include/canbao.h, private to
** engine/studies/api*.c. Every failure is kept on the engine, so that status and
** message come from one call.
*/
#ifndef STUDIES_API_PARTS_H
#define STUDIES_API_PARTS_H

#include "canbao.h"
#include "studies/outcome.h"
#include "studies/whatif.h"
#include "values/arena.h"

struct canbao_decision {
  canbao_engine *engine;
  const policy *policy;
  outcome outcome;
  uint32_t case_number;
  char *reason; /* REASON_BYTES; written by whoever reads an article of a const decision */
};

#define REASON_BYTES 512

struct canbao_engine {
  canbao_error error;
  int policies; /* open */
  bool busy;    /* inside canbao_decide_all */
  decision *scratch;
  const decision
      *whole_of; /* the outline that scratch is the whole of, while all are decided; NULL */
  verdict verdict;
  canbao_decision decision;
  char reason[REASON_BYTES];
};

struct canbao_policy {
  canbao_engine *engine;
  policy *policy;
  int rosters;          /* open */
  arena texts;          /* of name and options */
  const char *name;     /* as it was asked for */
  policy_options given; /* to load it again, as the base of a what-if */
};

typedef struct whatif_base whatif_base;

struct canbao_roster {
  canbao_policy *policy;
  roster *roster;
  char *path;        /* NULL: from memory */
  whatif_base *base; /* the last one asked for; NULL */
  int whatifs;       /* open */
};

struct canbao_whatif {
  canbao_engine *engine;
  canbao_roster *roster;
  whatif_base *base;
  whatif *whatif;
  arena texts;                    /* of the scenario's options */
  int first_inherited, inherited; /* settings that the base has too, among the scenario's edits */
  whatif_group_row *groups[GROUPINGS_COUNT];
  int groups_count[GROUPINGS_COUNT];
  canbao_proof proof;    /* all false before it was made */
  uint64_t proved_after; /* as many runs on the base */
  struct {               /* each side's decision as it is handed out */
    canbao_decision shown;
    verdict verdict;
    decision *scratch;
    char reason[REASON_BYTES];
  } sides[2];
};

/* Fill a decision handle from a verdict, which it borrows. */
void api_show(canbao_decision *d, canbao_engine *e, const verdict *v, char *reason);
/* CANBAO_USAGE when it is no day, or while the engine is inside canbao_decide_all. */
canbao_status api_day(canbao_engine *e, const char *as_of, int32_t *day);
/* Let go of a roster's base; what-ifs that borrow it keep it alive. NULL is fine. */
void api_base_release(whatif_base *base);
/* A copy of a text in `texts`; NULL for NULL. *good becomes false when memory ran out. */
const char *api_keep(arena *texts, const char *text, bool *good);
canbao_status api_no_memory(canbao_engine *e);

#endif
