/*
** fault.c - error values. Messages are one line: control characters become spaces,
** and a message that is too long is cut between characters, never inside one.
*/
#include "values/fault.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "values/message.h"

/* Cut a half character off the end, as vsnprintf leaves one when the buffer is full. */
static void end_on_character(char *s, size_t n) {
  size_t back = 0;
  while (back < n && back < 4 && ((unsigned char)s[n - 1 - back] & 0xC0) == 0x80) back++;
  if (back == n || back == 4) return;
  unsigned char lead = (unsigned char)s[n - 1 - back];
  size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (wanted > 1 && back + 1 < wanted) s[n - 1 - back] = '\0';
}

static void set_text(char *to, size_t size, const char *from) {
  size_t n = strlen(from);
  bool cut = n >= size;
  if (cut) n = size - 1;
  memcpy(to, from, n);
  to[n] = '\0';
  if (cut) end_on_character(to, n);
}

static canbao_status fill(canbao_error *error, canbao_status status, const char *file, int line,
                          const char *format, va_list args) {
  if (error == NULL) return status;
  canbao_error e = {.status = status, .line = line};
  if (file != NULL) set_text(e.file, sizeof e.file, file);
  int n = vsnprintf(e.message, sizeof e.message, format, args);
  if (n >= (int)sizeof e.message) end_on_character(e.message, sizeof e.message - 1);
  for (char *c = e.message; *c != '\0'; c++) {
    if ((unsigned char)*c < ' ' || *c == 0x7F) *c = ' ';
  }
  *error = e; /* only now: the arguments may point into the old error */
  return status;
}

canbao_status fault(canbao_error *error, canbao_status status, const char *format, ...) {
  va_list args;
  va_start(args, format);
  fill(error, status, NULL, 0, format, args);
  va_end(args);
  return status;
}

canbao_status fault_at(canbao_error *error, canbao_status status, const char *file, int line,
                       const char *format, ...) {
  va_list args;
  va_start(args, format);
  fill(error, status, file, line, format, args);
  va_end(args);
  return status;
}

const char *fault_text(const canbao_error *error, char *buf, size_t size) {
  char place[320] = "", article[160] = "";
  if (error->file[0] != '\0' && error->line > 0) {
    snprintf(place, sizeof place, "%s:%d: ", error->file, error->line);
  } else if (error->file[0] != '\0') {
    snprintf(place, sizeof place, "%s: ", error->file);
  }
  if (error->article[0] != '\0') {
    snprintf(article, sizeof article, _("article %s: "), error->article);
  }
  int n = snprintf(buf, size, "%s%s%s", place, article, error->message);
  if (n >= 0 && (size_t)n >= size && size > 0) end_on_character(buf, size - 1);
  return buf;
}
