/*
** progress.h - one line on stderr that says how far the work is: only on a
** terminal, only after the first second, gone when the work is done.
*/
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  const char *what; /* "Reading roster.csv" */
  bool shown, off;
  int64_t started_ms, drawn_ms;
} progress;

void progress_begin(progress *p, const char *what, bool off);
/* Fits roster_progress; payload is the progress. */
void progress_step(void *payload, uint64_t done, uint64_t total);
void progress_end(progress *p);

#endif
