/*
** programme_names.h - the one place of the C engine that knows effects by name.
** The engine works for any programme; where a programme has no effect of such a
** name, the column or table that needs it is left out. Look names up with
** policy_effect, and print what is found, never what is expected.
*/
#ifndef STUDIES_PROGRAMME_NAMES_H
#define STUDIES_PROGRAMME_NAMES_H

/* Effects. */
#define EFFECT_STATUS "status"
#define EFFECT_ELIGIBLE "eligible"
#define EFFECT_ELIGIBILITY "eligibility"
#define EFFECT_IDENTITY "identity"
#define EFFECT_FUND "fund"
#define EFFECT_CERTIFIER "certifier"
#define EFFECT_PREMIUM "premium"
#define EFFECT_SUBSIDY "subsidy"
#define EFFECT_PERSONAL_DUE "personal_due"
#define EFFECT_FISCAL "fiscal"
#define EFFECT_REFUND "refund"
#define EFFECT_DEADLINE "deadline"
#define EFFECT_OPENS "opens"
#define EFFECT_ENROLLED "enrolled" /* flag: covered, by a payment or without needing one */
#define EFFECT_COUNTED "counted"
#define EFFECT_BENEFIT_FROM "benefit_from"
#define EFFECT_BENEFIT_TO "benefit_to"

/* The status of a resident whose decision did not come to an end: undetermined, conflict, gap,
** limit and error alike. */
#define STATUS_UNDETERMINED "undetermined"

/* The status of those who may not enrol. */
#define STATUS_INELIGIBLE "ineligible"

/* Fields that studies read beside the roles of the schema. */
#define FIELD_PAID_ON "paid_on"
#define FIELD_PAID_AMOUNT "paid_amount"
#define FIELD_DIED_ON "died_on"

#endif
