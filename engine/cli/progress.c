/* progress.c - see progress.h. The clock it reads decides nothing but when a line is drawn. */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "values/message.h"

#define QUIET_MS 1000 /* work that ends sooner shows nothing */
#define REDRAW_MS 200

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_begin(progress *p, const char *what, bool off) {
  *p = (progress){.what = what, .off = off || !isatty(STDERR_FILENO)};
  p->started_ms = now_ms();
}

void progress_step(void *payload, uint64_t done, uint64_t total) {
  progress *p = payload;
  if (p->off) return;
  int64_t now = now_ms();
  if (now - p->started_ms < QUIET_MS || now - p->drawn_ms < REDRAW_MS) return;
  p->drawn_ms = now;
  p->shown = true;
  if (total == 0) {
    fprintf(stderr, "\r\033[K%s ...", p->what);
  } else {
    uint64_t rest = done < total ? total - done : 0;
    uint64_t left_s =
        done ? (uint64_t)(now - p->started_ms) * (rest / 1024 + 1) / (done / 1024 + 1) / 1000 : 0;
    fprintf(stderr, "\r\033[K");
    fprintf(stderr, _("%s %u%%, about %u s left"), p->what,
            (unsigned)((total - rest) * 100 / total), (unsigned)left_s);
  }
  fflush(stderr);
}

void progress_end(progress *p) {
  if (p->shown) fputs("\r\033[K", stderr);
  p->shown = false;
}
