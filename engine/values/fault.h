/*
** fault.h - filling an error value. The only way the engine reports failure:
** status and message are always set by one call, so they cannot disagree.
*/
#ifndef VALUES_FAULT_H
#define VALUES_FAULT_H

#include "canbao.h"

/* Fill `error` (may be NULL) and return `status`, so that a function can end `return fault(...)`. */
canbao_status fault(canbao_error *error, canbao_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same with a place: `file` may be NULL, `line` 0. */
canbao_status fault_at(canbao_error *error, canbao_status status, const char *file, int line,
                       const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Write "file:line: article X: message" (parts that are missing are left out) into buf; returns buf. */
const char *fault_text(const canbao_error *error, char *buf, size_t size);

#endif
