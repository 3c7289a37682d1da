/* foreign.c - see foreign.h. A file is known by its first bytes; UTF-16 without a mark by its separators. */
#include "values/foreign.h"

#include <stdbool.h>
#include <string.h>

#include "values/message.h"

#define LOOKED_AT 4096 /* bytes in which separators and line ends are looked for */

/* Two bytes to a character: nearly every comma, tab and line end has a NUL beside it, always on the same side. */
static bool is_utf16_without_mark(const char *s, size_t n) {
  size_t before = 0, behind = 0, alone = 0;
  for (size_t i = 0; i < n && i < LOOKED_AT; i++) {
    if (s[i] != ',' && s[i] != '\t' && s[i] != '\n') continue;
    if (i % 2 == 0 && i + 1 < n && s[i + 1] == '\0')
      behind++;
    else if (i % 2 == 1 && s[i - 1] == '\0')
      before++;
    else
      alone++;
  }
  size_t most = before > behind ? before : behind;
  return most > 0 && most > 4 * (alone + (before + behind - most));
}

/* A page that some systems give out under the name of a spreadsheet. */
static bool is_markup(const char *s, size_t n) {
  size_t at = n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  while (at < n && (s[at] == ' ' || (s[at] >= '\t' && s[at] <= '\r'))) at++;
  return n - at >= 5 && s[at] == '<' &&
         (s[at + 1] == '!' || s[at + 1] == '?' || memcmp(s + at, "<html", 5) == 0 ||
          memcmp(s + at, "<HTML", 5) == 0 || memcmp(s + at, "<tabl", 5) == 0 ||
          memcmp(s + at, "<meta", 5) == 0);
}

const char *foreign_format(const char *s, size_t n) {
  static const struct {
    const char *magic;
    size_t length;
    const char *advice;
  } formats[] = {
      {"\xFF\xFE\0\0", 4, N_("This file is in UTF-32; save it as CSV UTF-8.")},
      {"PK\x03\x04", 4, N_("This is a spreadsheet (xlsx), not CSV; save it as CSV UTF-8.")},
      {"\xD0\xCF\x11\xE0", 4, N_("This is a spreadsheet (xls), not CSV; save it as CSV UTF-8.")},
      {"\xFF\xFE", 2, N_("This file is in UTF-16; save it as CSV UTF-8.")},
      {"\xFE\xFF", 2, N_("This file is in UTF-16; save it as CSV UTF-8.")},
      {"\x1F\x8B", 2, N_("This file is compressed; unpack it first.")},
      {"BZh", 3, N_("This file is compressed; unpack it first.")},
      {"7z\xBC\xAF\x27\x1C", 6, N_("This file is compressed; unpack it first.")},
      {"Rar!\x1A\x07", 6, N_("This file is compressed; unpack it first.")},
      {"%PDF-", 5, N_("This is a PDF, not CSV; export the table it was made from as CSV UTF-8.")},
  };
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    if (n >= formats[i].length && memcmp(s, formats[i].magic, formats[i].length) == 0) {
      return _(formats[i].advice);
    }
  }
  return is_utf16_without_mark(s, n) ? _("This file is in UTF-16; save it as CSV UTF-8.")
         : is_markup(s, n)
             ? _("This is a web page or XML, whatever its name says, not CSV; open it "
                 "in a spreadsheet and save it as CSV UTF-8.")
             : NULL;
}
