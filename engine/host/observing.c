/*
** observing.c - what the rule that is running has observed so far. A rule that reads an effect which is
** not settled yet is given up, the effect is settled, and the rule runs anew: what it observes again is
** neither asked nor noted a second time. So no rule ever waits inside another, whatever they read of one
** another. Must not know what is remembered from one resident to the next (memo.c).
*/
#include "host/host.h"
#include "values/array.h"

long observed_own(const host *h) { return h->steps - h->observing.started - h->observing.beside; }

void observing_begin(host *h, rule_frame *f) {
  observing *o = &h->observing;
  *f = (rule_frame){o->base, o->known, o->at, o->count, o->read, o->started, o->beside, o->running};
  o->base = o->count;
  o->known = o->at = 0;
  o->running = false; /* whoever asks on a rule's behalf is not the rule */
}

/* The frame lies on the C stack of run_rule, below any protected call, so that an error anywhere above finds it whole. */
void observing_end(host *h, const rule_frame *f) {
  observing *o = &h->observing;
  o->base = f->base, o->known = f->known, o->at = f->at;
  o->count = f->count;
  o->read = f->read;
  o->running = f->running;
  o->started = f->started, o->beside = f->beside;
}

void observing_reset(host *h) { observing_end(h, &(rule_frame){0}); }

void observing_free(host *h) { free(h->observing.seen); }

void observing_run(host *h, long began) {
  observing *o = &h->observing;
  h->steps = o->started = began;
  o->beside = 0;
  o->known = o->count - o->base;
  o->at = 0;
  o->read = 0;
  o->running = true;
}

void observe(host *h, const memo_step *step, long beside) {
  observing *o = &h->observing;
  if (!ARRAY_ROOM(o->seen, o->space, o->count)) {
    host_raise_no_memory(h->L);
    return;
  }
  o->seen[o->count++] = (observation){*step, beside};
}

void observed_otherwise(host *h) {
  host_raise(h->L, CANBAO_SCRIPT, "%s",
             _("the rule asks something else for the same answers: it is not pure"));
}

bool observed_before(host *h, node_kind kind, uint32_t what, int64_t *answer) {
  observing *o = &h->observing;
  if (!o->running || o->at >= o->known) return false;
  const observation *seen = &o->seen[o->base + o->at++];
  if (seen->step.kind != kind || seen->step.what != what) observed_otherwise(h);
  *answer = seen->step.answer;
  h->steps += seen->beside;
  o->beside += seen->beside;
  return true;
}

void observed(host *h, node_kind kind, uint32_t what, int64_t answer, long steps) {
  observing *o = &h->observing;
  if (!o->running) return;
  memo_step s = {
      .answer = answer, .own = observed_own(h) - steps, .what = what, .kind = (uint8_t)kind};
  observe(h, &s, steps);
  o->beside += steps;
}
