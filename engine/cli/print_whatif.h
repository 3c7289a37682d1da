/* print_whatif.h - a comparison as the tables that whatif shows. Formats; computes nothing. */
#ifndef CLI_PRINT_WHATIF_H
#define CLI_PRINT_WHATIF_H

#include "cli/table.h"
#include "studies/attribution.h"
#include "studies/whatif.h"
#include "studies/whatif_alarm.h"
#include "studies/whatif_gates.h"
#include "studies/whatif_words.h"

/* The question, the three numbers that matter, and every table. `limit`: rows of a table at most, 0 for all. */
void print_whatif(report *r, const cli *c, const whatif *w, int64_t limit);
/* Which script, and as of which day. */
void print_whatif_base(report *r, const cli *c, const whatif_side *base);
/* The question and the three numbers alone. */
void print_whatif_head(report *r, const cli *c, const whatif *w);
/* The three numbers that matter; and every table. */
void print_whatif_numbers(report *r, const whatif *w);
void print_whatif_tables(report *r, const whatif *w, bool json, int64_t limit);
/* Gates, and the residents who cross them, their ID numbers masked. */
void print_gates(report *r, const whatif *w, const gate_result *results, int count, bool json);
/* What each edit does by itself; and, on stderr, a warning for each that changes nobody's decision. */
void print_edits(report *r, const whatif_alarm *a, bool json);
void warn_of_edits(const whatif_alarm *a);
/* The table of --attribute, and what could not be decided on the way. */
void print_attribution(report *r, const attribution *a, bool json);
void print_proof(report *r, const whatif_proof *proof);

#endif
