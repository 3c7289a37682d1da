/* limits.c - what a script may use up: the defaults, and what is possible at all. Counts nothing. */
#include "host/host.h"

canbao_status policy_limits_settle(policy_limits *l, canbao_error *error) {
  static const policy_limits usual = LIMITS_DEFAULT, most = LIMITS_MOST;
  int64_t *const given[] = {&l->load_steps, &l->decide_steps, &l->memory_mb,
                            &l->seconds,    &l->source_kb,    &l->cases};
  const int64_t defaults[] = {usual.load_steps, usual.decide_steps, usual.memory_mb,
                              usual.seconds,    usual.source_kb,    usual.cases};
  const int64_t highest[] = {most.load_steps, most.decide_steps, most.memory_mb,
                             most.seconds,    most.source_kb,    most.cases};
  for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
    if (*given[i] == 0) *given[i] = defaults[i];
    if (*given[i] < 0 || *given[i] > highest[i])
      return fault(error, CANBAO_USAGE, _("a limit of %lld is not possible; at most %lld"),
                   (long long)*given[i], (long long)highest[i]);
  }
  return CANBAO_OK;
}
