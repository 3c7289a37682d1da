/*
** whatif_gates.h - conditions that a comparison must keep: cost<=+5%, worse_off=0,
** undetermined<=base. Given with --gate, or declared by the scenario (expect). Exact: no
** percentage is ever rounded.
*/
#ifndef STUDIES_WHATIF_GATES_H
#define STUDIES_WHATIF_GATES_H

#include "studies/whatif.h"

/* A gate is MEASURE OP LIMIT, with or without spaces.
**   MEASURE  a name that whatif_measure knows: cost, subsidy, enrolled, undetermined, worse_off, status.overdue ...
**   OP       <= >= < > = == !=
**   LIMIT    base              what the base has
**            base+X base-X     so much more or less; X is yuan for money, else people, or a percentage of the base
**            +X -X             the same: cost<=+5%, enrolled>=-100
**            X                 the figure itself: worse_off=0, cost<=1200000.50; X% is that share of the base's figure
** Measures of the comparison itself (worse_off, changed ...) have no base: their limit is a number, or a share of all
** residents: worse_off<=1%. Percentages have at most two decimals. */
typedef enum { GATE_MOST, GATE_LEAST, GATE_LESS, GATE_MORE, GATE_EQUAL, GATE_OTHER } gate_operator;

typedef struct {
  char *text; /* as given */
  char *measure;
  gate_operator op;
  bool money, compared;
  int64_t
      share; /* of the base, in hundredths of a percent: 10000 is the base itself, 0 none of it */
  int64_t offset; /* fen or people */
} gate;

#define GATE_ROWS 20

typedef struct {
  const gate *gate;
  whatif_figure figure;
  int64_t limit; /* fen or people; rounded down where a percentage does not come out whole */
  bool limit_exact;
  bool crossed;
  bool in_doubt; /* kept by what is decided, but the undetermined could cross it */
  int64_t
      crossing; /* residents who bring the figure nearer to crossing, in the direction of the gate */
  uint32_t rows[GATE_ROWS]; /* the first of them */
  int rows_count;
} gate_result;

/* CANBAO_USAGE with what to write instead; `p` says which measures there are. `from` stands before the message (--gate, or
** the scenario's name). gate_free in every case. */
canbao_status gate_parse(gate *out, const char *text, const policy *p, const char *from,
                         canbao_error *error);
void gate_free(gate *g);
/* Hold a comparison (with WHATIF_GAINS) against it. CANBAO_LIMIT. */
canbao_status gate_hold(gate_result *out, const gate *g, const whatif *w, canbao_error *error);
/* The same without looking for the residents who bring the figure nearer to crossing. */
canbao_status gate_judge(gate_result *out, const gate *g, const whatif *w, canbao_error *error);

#endif
