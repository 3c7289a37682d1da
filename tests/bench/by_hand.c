/* by_hand.c - see by_hand.h. One branch after the other, as the notice goes. */
#include "by_hand.h"

#include "values/date.h"

#define AS_OF 19417            /* 2023-03-01 */
#define COLLECTION_FROM 19266  /* 2022-10-01 */
#define COLLECTION_TO 19357    /* 2022-12-31 */
#define EXTENSION_TO 19416     /* 2023-02-28 */
#define YEAR_FROM 19358        /* 2023-01-01 */
#define YEAR_TO 19722          /* 2023-12-31 */
#define LATE_TO 19721          /* 2023-12-30 */
#define ONE_CHILD_BEFORE 16801 /* 2016-01-01 */
#define NEWBORN 90

/* Sets of labels. The lowest bit of a set is the label that counts. */
#define BIT(n) (UINT64_C(1) << (n))
#define DESTITUTE (BIT(5) - 1)
#define POOR (BIT(5) | BIT(6) | BIT(7))
#define RETURNED BIT(8)
#define MONITORED (BIT(17) - BIT(9))
#define RELIEVED (BIT(17) - 1)
#define ONE_CHILD BIT(18)
#define PLANNING (BIT(17) | BIT(19) | BIT(20))
#define VETERANS BIT(21)
#define ASSISTED (BIT(22) - 1)
#define SPOUSE BIT(22)
#define STABLE BIT(23)
#define TROUBLED (BIT(24) | BIT(25))
#define FOREIGN (BIT(26) | BIT(27))
#define FOREIGN_CHILD BIT(28)
#define FOREIGN_SPOUSE BIT(29)
#define AWAY (BIT(30) | BIT(31) | BIT(32))

const int32_t subsidies[GRANTS] = {0, 35000, 35000, 35000, 30000, 27000, 17500, 0};

static inline int32_t later(int32_t a, int32_t b) { return a > b ? a : b; }

static inline uint8_t place_at(const uint8_t *places, uint32_t count, uint32_t code) {
  return code < count ? places[code] : PLACE_UNKNOWN;
}

/* ---- one resident ---- */

static inline int basis_of(const columns *c, uint32_t i, uint64_t set, uint8_t registered,
                           uint8_t resides) {
  if (registered == PLACE_HERE) return 1;
  if (c->permit[i] || resides == PLACE_HERE) return 2;
  if (c->student[i]) return 3;
  int person = c->id_type[i] < 256 ? c->persons[c->id_type[i]] : PERSON_OTHER;
  if (person == PERSON_HONG_KONG) return 4;
  if (person == PERSON_RESIDENT_FOREIGNER || set & FOREIGN) return 5;
  if (set & FOREIGN_CHILD &&
      (c->born[i] <= DATE_UNKNOWN || date_add_months(c->born[i], 12 * 18) > YEAR_FROM))
    return 5;
  if (set & FOREIGN_SPOUSE && c->permit[i]) return 5;
  return set & TROUBLED && c->employee_until[i] != DATE_NONE ? 6 : 0;
}

static inline bool is_employee_insured(int32_t from, int32_t until, int32_t day) {
  if (from == DATE_NONE && until == DATE_NONE) return false;
  if (day < YEAR_FROM) day = YEAR_FROM;
  return from <= day && (until == DATE_NONE || until >= day); /* DATE_NONE is before every day */
}

/* The basis on which this resident may not join, 0 for none. */
static inline int exclusion_of(const columns *c, uint32_t i, uint64_t set, int32_t day) {
  int32_t paid = c->paid_on[i], died = c->died_on[i], terminated = c->terminated_on[i];
  if (is_employee_insured(c->employee_from[i], c->employee_until[i], day)) return 7;
  if (c->elsewhere[i]) return 8;
  if (died != DATE_NONE && (died < YEAR_FROM || paid == DATE_NONE || died < paid)) return 9;
  if (paid == DATE_NONE) return set & AWAY && set & (RELIEVED | STABLE) ? 10 : 0;
  return terminated != DATE_NONE && terminated < YEAR_FROM ? 11 : 0;
}

static inline int grant_of(uint64_t set, int32_t certified_on) {
  if (set & DESTITUTE) return BY_DESTITUTE;
  if (set & PLANNING ||
      (set & ONE_CHILD && certified_on > DATE_UNKNOWN && certified_on < ONE_CHILD_BEFORE))
    return BY_PLANNING;
  if (set & VETERANS) return BY_VETERANS;
  if (set & POOR) return BY_POOR;
  if (set & RETURNED) return BY_RETURNED;
  if (set & MONITORED) return BY_MONITORED;
  return set & STABLE ? BY_STABLE : NO_GRANT;
}

static inline uint8_t identity_of(uint64_t set, int grant, bool cut_off) {
  if (cut_off ||
      (grant != NO_GRANT && grant != BY_PLANNING && grant != BY_VETERANS && grant != BY_STABLE))
    return (uint8_t)(__builtin_ctzll(set) + 1);
  switch (grant) {
    case BY_PLANNING: return set & BIT(19) ? 20 : set & BIT(20) ? 21 : set & BIT(17) ? 18 : 19;
    case BY_VETERANS: return 22;
    case BY_STABLE: return 24;
    default: return 0;
  }
}

static bool is_two_years_broken(const columns *c, uint32_t i, int32_t day) {
  int32_t from = c->employee_from[i], until = c->employee_until[i];
  return from != DATE_NONE && until != DATE_NONE && until < day &&
         until + 1 >= date_add_months(from, 24);
}

/* Payment after one's own last day: may it count, and from when? */
static bool is_late_accepted(const columns *c, uint32_t i, uint64_t set, bool newly,
                             int32_t last_payday, int32_t *benefit_from) {
  int32_t paid = c->paid_on[i], discharged = c->discharged_on[i], released = c->released_on[i];
  if (paid > LATE_TO) return false;
  bool broken = is_two_years_broken(c, i, paid);
  bool at_once = set & SPOUSE || (newly && set & RELIEVED) ||
                 (discharged >= YEAR_FROM && discharged <= YEAR_TO && discharged <= paid) ||
                 (released >= COLLECTION_FROM && released <= paid) ||
                 (broken && paid <= date_add_months(c->employee_until[i], 3));
  if (!at_once && !broken) return false;
  if (paid > last_payday) *benefit_from = at_once ? paid + 1 : date_add_months(paid, 6) + 1;
  return true;
}

static inline int64_t refund_of(const columns *c, uint32_t i, uint64_t set, bool joins,
                                int32_t subsidy) {
  int32_t paid = c->paid_on[i], identified = c->identified_on[i], died = c->died_on[i];
  int32_t terminated = c->terminated_on[i];
  int64_t amount = c->paid_amount[i];
  if (amount == MONEY_NONE) return 0;
  if ((terminated != DATE_NONE && terminated < YEAR_FROM) ||
      (died != DATE_NONE && died < YEAR_FROM))
    return amount;
  if (!(set & ASSISTED) || !joins || paid == DATE_NONE || terminated >= YEAR_FROM) return 0;
  bool listed = paid <= COLLECTION_TO && (identified < COLLECTION_FROM ||
                                          (identified <= COLLECTION_TO && identified < paid));
  bool added = identified >= COLLECTION_FROM && identified <= COLLECTION_TO && paid <= identified;
  int64_t over = amount - PREMIUM + subsidy;
  return (listed || added) && over > 0 ? over : 0;
}

static inline decided decide(const columns *c, uint32_t i) {
  int32_t paid = c->paid_on[i], born = c->born[i], identified = c->identified_on[i];
  int32_t day = paid == DATE_NONE ? AS_OF : paid;
  uint64_t set = c->sets[c->identities[i]];
  uint8_t registered = place_at(c->registration_place, c->registrations, c->registration[i]);
  uint8_t resides = place_at(c->residence_place, c->residences, c->residence[i]);
  bool newly = identified > COLLECTION_TO && identified <= day;
  bool cut_off = set & ASSISTED &&
                 ((day > EXTENSION_TO && !newly) || (identified >= YEAR_FROM && day < identified));
  int32_t certified = c->certified_on[i];
  decided d = {.deadline = DATE_NONE, .benefit_from = DATE_NONE};
  int basis = exclusion_of(c, i, set, day);
  if (basis) {
    d.status = INELIGIBLE;
    d.basis = (uint8_t)basis;
    d.refund = refund_of(c, i, set, false, 0);
    return d;
  }
  basis = basis_of(c, i, set, registered, resides);
  if (registered == PLACE_UNKNOWN ||
      (registered == PLACE_ELSEWHERE && resides == PLACE_UNKNOWN && !c->permit[i]) ||
      (basis && born <= DATE_UNKNOWN) ||
      (basis && set & ONE_CHILD && certified <= DATE_UNKNOWN && !(set & (PLANNING | DESTITUTE)) &&
       !cut_off)) {
    d.status = UNDETERMINED;
    return d;
  }
  if (!basis) {
    d.status = INELIGIBLE;
    d.refund = refund_of(c, i, set, false, 0);
    return d;
  }
  int32_t regular = c->returning[i] ? EXTENSION_TO : COLLECTION_TO,
          last_payday = later(regular, born + NEWBORN);
  bool newborn = born + NEWBORN > COLLECTION_TO && born <= YEAR_TO;
  if (set) {
    int grant = cut_off ? NO_GRANT : grant_of(set, certified);
    d.grant = (uint8_t)grant;
    d.identity = identity_of(set, grant, cut_off);
  }
  d.basis = (uint8_t)basis;
  d.deadline = newborn ? last_payday : regular;
  d.refund = refund_of(c, i, set, true, subsidies[d.grant]);
  int32_t benefit_from = newborn && paid <= last_payday ? later(born, YEAR_FROM) : YEAR_FROM;
  if (paid == DATE_NONE)
    d.status = AS_OF <= d.deadline ? UNPAID : OVERDUE;
  else if (paid < COLLECTION_FROM)
    d.status = NOT_ACCEPTED;
  else if (paid <= COLLECTION_TO)
    d.status = ON_TIME;
  else if (paid <= d.deadline)
    d.status = EXTENDED;
  else
    d.status = is_late_accepted(c, i, set, newly, last_payday, &benefit_from) ? LATE_ACCEPTED
                                                                              : NOT_ACCEPTED;
  if (d.status <= LATE_ACCEPTED) d.benefit_from = benefit_from;
  return d;
}

/* ---- all of them ---- */

static inline void count(totals *t, const columns *c, uint32_t i, const decided *d) {
  uint32_t town = c->town[i] < c->towns ? c->town[i] : c->towns;
  cell *x = &t->by_label[d->status][d->grant][d->identity],
       *y = &t->by_town[town][d->status][d->grant];
  x->people++, y->people++;
  x->refund += d->refund, y->refund += d->refund;
}

void decide_all(const columns *c, decided *kept, totals *t) {
  for (uint32_t i = 0; i < c->rows; i++) {
    kept[i] = decide(c, i);
    count(t, c, i, &kept[i]);
  }
}

void add_all(const columns *c, totals *t) {
  for (uint32_t i = 0; i < c->rows; i++) {
    decided d = decide(c, i);
    count(t, c, i, &d);
  }
}
