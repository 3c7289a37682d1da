/*
** walk.c - residents handed over one after the other, in the roster's order: by
** cases, or as the reference, in which every resident goes through Lua and nothing
** is taken from another's decision.
*/
#include "cases/case_book.h"
#include "cases/population.h"
#include "values/message.h"

#define PROGRESS_ROWS 1024

static canbao_status reference(policy *p, const roster *r, const population_options *options,
                               verdict_sink sink, void *payload, decision *d, case_book *book,
                               canbao_error *error) {
  policy_remember(p, false);
  for (uint32_t row = 0; row < r->rows; row++) {
    verdict v = {.policy = p, .decision = d, .resident = {r, row, options->as_of}};
    canbao_status status = policy_decide(p, &v.resident, d, error);
    if (status == CANBAO_OK) status = case_book_add(book, d, &v.case_number, error);
    if (status == CANBAO_OK && v.case_number > p->limits.cases)
      status = population_too_many(p, error);
    if (status == CANBAO_OK) status = sink(payload, &v);
    if (status != CANBAO_OK) return status;
    if (options->progress && (row % PROGRESS_ROWS == 0 || row + 1 == r->rows))
      options->progress(options->progress_payload, (uint64_t)row + 1, r->rows);
  }
  return CANBAO_OK;
}

static canbao_status by_cases(policy *p, const roster *r, const population_options *options,
                              verdict_sink sink, void *payload, decision *d,
                              population_counts *counts, canbao_error *error) {
  population *all;
  canbao_status status = population_decide(&all, p, r, options, error);
  if (status != CANBAO_OK) return status;
  if (counts) *counts = population_counted(all);
  for (uint32_t row = 0; row < r->rows && status == CANBAO_OK; row++) {
    verdict v;
    status = population_verdict(all, row, &v, d, error);
    if (status == CANBAO_OK) status = sink(payload, &v);
  }
  population_free(all);
  return status;
}

canbao_status population_run(policy *p, const roster *r, const population_options *options,
                             verdict_sink sink, void *payload, population_counts *counts,
                             canbao_error *error) {
  decision *d = decision_new();
  canbao_status status = CANBAO_LIMIT;
  if (!d) return fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
  if (!options->reference) {
    status = by_cases(p, r, options, sink, payload, d, counts, error);
  } else {
    case_book *book = case_book_new(p);
    status = book ? reference(p, r, options, sink, payload, d, book, error)
                  : fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
    if (counts) *counts = (population_counts){book ? case_book_count(book) : 0, r->rows, -1};
    case_book_free(book);
  }
  decision_free(d);
  return status;
}
