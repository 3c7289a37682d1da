/*
** by_hand.h - Lingbi 2023 (rules/anhui/suzhou/lingbi/2023.lua) written by hand in C: the limit that
** `make bench` measures canbao against. Written for speed and for this notice alone, on a roster
** without a bad cell; it keeps no reasons. Knows columns, not files.
*/
#ifndef BENCH_BY_HAND_H
#define BENCH_BY_HAND_H

#include "roster/roster.h"

#define PREMIUM 35000 /* fen */
#define FISCAL 61000
#define LABELS_COUNT 33 /* that the notice speaks of, in its order: loop.c names them */
#define LAST_JOINING 6  /* bases after it exclude */

enum {
  NO_GRANT,
  BY_DESTITUTE,
  BY_PLANNING,
  BY_VETERANS,
  BY_POOR,
  BY_RETURNED,
  BY_MONITORED,
  BY_STABLE,
  GRANTS
};
extern const int32_t subsidies[GRANTS]; /* fen */

enum {
  ON_TIME,
  EXTENDED,
  LATE_ACCEPTED,
  NOT_ACCEPTED,
  UNPAID,
  OVERDUE,
  INELIGIBLE,
  UNDETERMINED,
  STATUSES
};

enum { PLACE_ELSEWHERE, PLACE_HERE, PLACE_UNKNOWN };
enum { PERSON_OTHER, PERSON_HONG_KONG, PERSON_RESIDENT_FOREIGNER };

typedef struct {
  uint32_t rows;
  const int32_t *born, *identified_on, *paid_on, *employee_from, *employee_until, *certified_on,
      *discharged_on, *released_on, *died_on, *terminated_on;
  const int64_t *paid_amount;
  const uint8_t *permit, *student, *returning, *elsewhere;
  const uint16_t *id_type;
  const uint32_t *registration, *residence, *identities, *town;
  uint8_t *registration_place, *residence_place; /* by code; the last two: none, unknown */
  uint32_t registrations, residences, towns;
  uint64_t *sets;                     /* by code */
  uint8_t persons[65536 / 256 + 256]; /* by label of id_type; few are used */
} columns;

/* What one resident comes to. Dates are DATE_NONE where nothing holds. */
typedef struct {
  int64_t refund;
  int32_t deadline, benefit_from;
  uint8_t status, grant, identity, basis; /* identity: 1 + label, 0 for none */
} decided;

typedef struct {
  int64_t people, refund;
} cell;

typedef struct {
  cell by_label[STATUSES][GRANTS][LABELS_COUNT + 1];
  cell (*by_town)[STATUSES][GRANTS]; /* towns + 1; the last one has no town */
} totals;

/* Decide every resident as of 2023-03-01 into `kept` (one per row) and add them up into `t`, which
** is zero. */
void decide_all(const columns *c, decided *kept, totals *t);
/* The same without keeping what each resident came to. */
void add_all(const columns *c, totals *t);

#endif
