/*
** column_check.h - what a roster's heading row leaves open: columns that no field
** claims, and fields that the rules ask about but no column gives. A misspelt heading
** makes a field blank for everybody, so both are told before any result.
*/
#ifndef STUDIES_COLUMN_CHECK_H
#define STUDIES_COLUMN_CHECK_H

#include "host/policy.h"
#include "roster/roster.h"

/* The field without a column whose heading is nearest to this one, and that heading; -1 when none is near. */
int column_nearest(const roster *r, slice heading, const char **near);
/* Bit per field that the rules ask about on some path. To be taken before residents are decided: later it
** depends on them. */
uint64_t fields_asked(const policy *p);
/* Of these, the fields that the file has no column for; a birth date that an ID number gives is not missing. */
uint64_t fields_absent(const roster *r, uint64_t asked);
/* Residents who paid after a day. */
uint32_t paid_after(const roster *r, int32_t day);
/* The rules ask for the day of payment, and no resident is known to have one. Stops at the first who has. */
bool nobody_paid(const roster *r, uint64_t asked);

#endif
