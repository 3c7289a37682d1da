/*
** id_number.h - the citizen's identity number of GB 11643: six digits of a place, the
** birth date, three of order, one check digit. Says nothing of where anyone lives:
** an old number keeps its first place for life.
*/
#ifndef ROSTER_ID_NUMBER_H
#define ROSTER_ID_NUMBER_H

#include "values/text.h"

typedef enum {
  ID_GOOD,
  ID_LENGTH,
  ID_OLD_LENGTH,
  ID_CHARACTER,
  ID_BIRTH_DATE,
  ID_CHECK_DIGIT,
  ID_AS_NUMBER /* a spreadsheet made it a number: its last digits are gone */
} id_fault;

/* Check s; the birth date is set only for ID_GOOD. X must be upper-case and digits half-width: mend first. */
id_fault id_number_check(slice s, int32_t *birth_date);
/* The character that must follow the 17 digits at s: '0' to '9' or 'X'. */
char id_number_check_digit(const char *s);
/* Full-width characters made half-width and, with `final_x`, blanks and dashes left out where 18 characters remain and a final
** x made X. True when that changed anything; the
** text is then in buf. A text that does not fit buf is left alone. */
bool id_number_mend(slice s, bool final_x, char *buf, size_t size, slice *out);
/* What is wrong and what to do, one sentence in the user's language. Never contains the number itself. */
const char *id_number_reason(id_fault f);

#endif
