/*
** sweep_axis.h - one parameter of a sweep and the values it takes: ranges and lists
** as text, made into values of the parameter's own type. Decides nothing.
*/
#ifndef STUDIES_SWEEP_AXIS_H
#define STUDIES_SWEEP_AXIS_H

#include "host/policy.h"

#define SWEEP_POINTS_MAX 10000

typedef enum { AXIS_MONEY, AXIS_SHARE, AXIS_DATE, AXIS_NUMBER, AXIS_FLAG, AXIS_TEXT } axis_kind;

typedef struct {
  char *text;       /* as --set takes it: 330, 90%, 2023-01-15, true */
  int64_t num, den; /* fen, days, a number, 0 or 1; of a share the ratio; 0 and 1 for a text */
} axis_value;

typedef struct {
  char *target; /* 三（二）2.subsidy */
  char *split;  /* owns article and effect */
  const char *article, *effect;
  axis_kind kind;
  bool stated; /* the effect is a name under which another is stated (pays, share) */
  axis_value *values;
  int count;
  char *unreached; /* the end of a range that its steps do not meet; NULL: none */
  axis_value own;  /* what the base's script says; text NULL: a formula, or no such article */
  int own_index;   /* of values; -1 */
} sweep_axis;

/* ARTICLE.EFFECT=VALUES. VALUES: one or more, parted by commas, of VALUE and FROM..TO/STEP. A range runs up or down and stops
** at TO, or before it where the steps do not meet it. Money in yuan, shares as percentages (a list takes 9/10 too), whole
** numbers, days with a step in days (/7d) or months (/1m, counted from FROM); flags and texts as lists only.
** `p`: the policy that the points start from, for the types. CANBAO_USAGE with what to write instead, or the nearest name.
** sweep_axis_free in every case. */
canbao_status sweep_axis_parse(sweep_axis *out, const char *text, const policy *p,
                               canbao_error *error);
/* Note what the base's script says of this parameter. CANBAO_LIMIT. */
canbao_status sweep_axis_own(sweep_axis *axis, const policy *base, canbao_error *error);
void sweep_axis_free(sweep_axis *axis);

#endif
