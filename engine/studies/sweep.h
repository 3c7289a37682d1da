/*
** sweep.h - one or two parameters over their values, every combination compared with
** one base: points times measures, as plain figures that a table, a file or a curve is
** made of. Prints nothing. The comparisons are whatif's; figures mean what they mean there.
*/
#ifndef STUDIES_SWEEP_H
#define STUDIES_SWEEP_H

#include "studies/sweep_axis.h"
#include "studies/sweep_digest.h"
#include "studies/whatif.h"
#include "studies/whatif_gates.h"

#define SWEEP_AXES_MAX 2

/* One combination of values. Everything is zero where the scenario could not be loaded or decided: see `problem`. */
typedef struct {
  int at[SWEEP_AXES_MAX];    /* index of the value on each axis */
  canbao_status status;      /* of loading and deciding it */
  char *problem;             /* why it was not, with file and line; NULL */
  whatif_figure *figures;    /* by measure */
  whatif_expected *expected; /* by assumption; never part of the figures; .assumption is NULL */
  int64_t changed;           /* residents with another decision than in the base */
  int64_t problems[DECISION_ERROR + 1];
  side_digest digest;           /* of every resident's decision, and ... */
  uint64_t exact;               /* ... where that leaves a neighbour in doubt; else 0 */
  bool doubtful;                /* it does */
  bool own;                     /* the base's own values: nothing of them is changed */
  bool unmoved[SWEEP_AXES_MAX]; /* every decision is that of the point before it on this axis */
  bool *crossed, *in_doubt;     /* by gate */
} sweep_point;

typedef struct {
  const whatif_side *base;
  const sweep_axis *axes; /* borrowed from the question, like the measures' names and the gates */
  int axes_count;
  const char *const *measures;
  int measures_count;
  const gate *gates;
  int gates_count;
  whatif_figure
      *base_figures;  /* by measure: .base, .base_low, .base_high; nothing where it is `compared` */
  char **assumptions; /* texts of what the scenario assumes about behaviour */
  int assumptions_count;
  sweep_point *points; /* the first axis outermost */
  int points_count;
  int own_point; /* index; -1: the base's own values are not among the points */
  bool plain; /* neither a scenario nor a --set beside the parameters: the own point is the base */
} sweep;

typedef struct {
  const policy_options *options; /* what holds at every point: scenarios and settings */
  const policy *start;           /* loaded with these options: what the points start from */
  const sweep_axis *axes;
  int axes_count;
  const char *const *measures;
  int measures_count;
  const gate *gates;
  int gates_count;
  int at_once;              /* points side by side; 0: as many as there are cores */
  roster_progress progress; /* by point; may be NULL */
  void *progress_payload;
} sweep_question;

/* Are there at most SWEEP_POINTS_MAX points, and is no parameter varied twice or set beside? CANBAO_USAGE. */
canbao_status sweep_check(const sweep_question *q, canbao_error *error);
/* Everything the question points to is borrowed and must outlive the sweep. A point that cannot be decided is no failure of
** the sweep. CANBAO_USAGE as sweep_check, or with the nearest measure; CANBAO_LIMIT; CANBAO_FOUND when the point with the
** base's own values is not the base: then nothing may be shown. */
canbao_status sweep_run(sweep **out, const whatif_side *base, const sweep_question *q,
                        canbao_error *error);
void sweep_free(sweep *s);

/* The value of a point on one axis. */
const axis_value *sweep_value(const sweep *s, const sweep_point *p, int axis);
/* Is anything left open in this measure, at some point or in the base? */
bool sweep_bounded(const sweep *s, int index);
/* Does no value on this axis change anything, wherever the other stands? */
bool sweep_dead_axis(const sweep *s, int axis);
/* "三（二）2.subsidy=330, 三（三）.deadline=2023-01-15" into buf; returns buf. */
const char *sweep_point_name(const sweep *s, const sweep_point *p, char *buf, size_t size);
/* Why it cannot stand: the message of a failed load, or how many residents end in a conflict, gap, limit or error; "" when it
** can. Into buf; returns buf. */
const char *sweep_point_problem(const sweep_point *p, char *buf, size_t size);
/* The gates that it crosses, parted by "; ". Into buf; returns buf. */
const char *sweep_point_crosses(const sweep *s, const sweep_point *p, char *buf, size_t size);
/* The axes on which nothing moves towards it, parted by "; ", "" when all do. Into buf; returns buf. */
const char *sweep_point_unmoved(const sweep *s, const sweep_point *p, char *buf, size_t size);

#endif
