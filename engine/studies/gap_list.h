/*
** gap_list.h - who should be covered and is not, and whose money does not fit:
** per town the counts, and every resident concerned with the reason. Fed verdict
** by verdict; names nobody, only rows.
*/
#ifndef STUDIES_GAP_LIST_H
#define STUDIES_GAP_LIST_H

#include "studies/outcome.h"

typedef enum {
  GAP_SUBSIDISED,       /* has a subsidy, is not enrolled */
  GAP_HOUSEHOLD,        /* not enrolled though others of the household are */
  GAP_PAID_TWICE,       /* the ID number has paid on an earlier row too */
  GAP_LISTED_TWICE,     /* the ID number stands on an earlier row, not both paid */
  GAP_DEAD,             /* dead and enrolled */
  GAP_OVERPAID,         /* paid more than is due; detail: by how much */
  GAP_UNDERPAID,        /* paid less than is due */
  GAP_PAID_FOR_NOTHING, /* paid, but may not enrol or was not accepted */
  GAP_KINDS
} gap_kind;

typedef struct {
  uint32_t row;       /* of the roster, 0-based */
  uint32_t other_row; /* the earlier row of PAID_TWICE and LISTED_TWICE; else UINT32_MAX */
  int32_t town;       /* index into the list's towns */
  uint8_t kind;
  int64_t amount; /* the subsidy, the difference or the payment, in fen; 0 where there is none */
} gap;

typedef struct {
  char *name;           /* "" when the roster gives no town */
  int64_t people, open; /* open: the decision did not come to an end: not judged */
  int64_t counts[GAP_KINDS];
  int64_t amounts[GAP_KINDS];
  int64_t households; /* with GAP_HOUSEHOLD, counted in the town of their first resident */
} gap_town;

typedef struct gap_list gap_list;
struct gap_list {
  policy *policy;
  const roster *roster;
  gap *gaps;
  uint32_t count, space;
  gap_town *towns;
  int towns_count;
  gap_town county;
  bool memory_ran_out;
  struct gap_work *work; /* private to gap_list.c */
};

/* Both are borrowed. CANBAO_LIMIT when memory runs out. */
canbao_status gap_list_new(gap_list **out, policy *p, const roster *r, canbao_error *error);
void gap_list_free(gap_list *g);
/* Fits verdict_sink with the list as payload. */
canbao_status gap_list_add(void *payload, const verdict *v);
/* Households, towns and order (town, kind, row). Call once, after the last resident. */
canbao_status gap_list_finish(gap_list *g, canbao_error *error);

/* The word of a kind, never translated (subsidised_unenrolled), and its heading in the user's language. */
const char *gap_word(gap_kind kind);
const char *gap_heading(gap_kind kind);

#endif
