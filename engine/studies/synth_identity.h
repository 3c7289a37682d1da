/*
** synth_identity.h - numbers and names that belong to nobody. Numbers use area
** codes from 990001 on, which were never assigned, and are distinct by
** construction however many are made. Owns one counter per area, birthday and
** sex, and one per other kind of document.
*/
#ifndef STUDIES_SYNTH_IDENTITY_H
#define STUDIES_SYNTH_IDENTITY_H

#include "studies/synth_random.h"
#include "values/fault.h"

typedef struct id_book id_book;

/* For `areas` groups of people (towns) and birthdays first_day .. last_day. CANBAO_LIMIT when memory runs out. */
canbao_status id_book_new(id_book **out, int32_t first_area, int areas, int32_t first_day,
                          int32_t last_day, canbao_error *error);
void id_book_free(id_book *b);
/* The next resident number (GB 11643: odd sequence for a man, right check digit) of an area (from 0) and birthday.
** CANBAO_LIMIT when the never assigned area codes are used up for that day. */
canbao_status id_book_resident(id_book *b, int area, int32_t born, int man, char number[19],
                               canbao_error *error);
/* The next number of another kind of document: the pattern with each # a digit. kind < ID_KINDS_MAX. */
#define ID_KINDS_MAX 32
canbao_status id_book_pattern(id_book *b, int kind, const char *pattern, char number[24],
                              canbao_error *error);
/* Check digit of the first 17 digits. */
char id_check_digit(const char *number);

/* A family's surname; commoner ones more often. */
int name_surname(random_stream *r);
/* Surname and one or two given characters; at most 31 bytes. */
void name_person(random_stream *r, int surname, int man, char name[32]);

#endif
