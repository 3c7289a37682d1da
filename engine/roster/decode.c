/*
** decode.c - which encoding a file is in, found once for the whole of it. Valid UTF-8
** is UTF-8; else whichever of UTF-8 and GB18030 explains more of its bytes.
*/
#include <stdlib.h>

#include "roster/roster_file.h"
#include "values/message.h"
#include "values/sha256.h"
#include "values/utf8.h"

/* A spreadsheet saved as such, or as UTF-16: say what to do instead of listing a million problems. */
static const char *other_format(const char *s, size_t n) {
  static const struct {
    const char *magic;
    size_t length;
    const char *advice;
  } formats[] = {
      {"PK\x03\x04", 4, N_("This is a spreadsheet (xlsx), not CSV; save it as CSV UTF-8.")},
      {"\xD0\xCF\x11\xE0", 4, N_("This is a spreadsheet (xls), not CSV; save it as CSV UTF-8.")},
      {"\xFF\xFE", 2, N_("This file is in UTF-16; save it as CSV UTF-8.")},
      {"\xFE\xFF", 2, N_("This file is in UTF-16; save it as CSV UTF-8.")},
      {"\x1F\x8B", 2, N_("This file is compressed; unpack it first.")},
  };
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    if (n >= formats[i].length && memcmp(s, formats[i].magic, formats[i].length) == 0) {
      return _(formats[i].advice);
    }
  }
  return NULL;
}

/* Is this UTF-8 with some bad bytes in it, rather than GB18030? Chinese in UTF-8 is sequences of three, which
** GB18030 makes only by accident. */
static bool mostly_utf8(const char *s, size_t n) {
  size_t whole = 0, stray = 0, looked = 0;
  for (size_t i = 0; i < n && looked < (1u << 20); looked++) {
    uint32_t point;
    size_t step = utf8_decode(s + i, n - i, &point);
    whole += step >= 3;
    stray += step == 0;
    i += step == 0 ? 1 : step;
  }
  return whole > stray;
}

static void use_converted(struct roster_file *f, char *utf8, size_t n) {
  f->converted = utf8;
  f->text = utf8;
  f->length = n;
  file_map_close(&f->map);
}

canbao_status roster_decode(roster *r, canbao_error *error) {
  struct roster_file *f = r->file;
  sha256_of(f->map.at, f->map.length, r->sha256);
  r->bytes = f->map.length;
  r->encoding = "UTF-8";
  f->text = f->map.at;
  f->length = f->map.length;
  const char *advice = other_format(f->text, f->length);
  if (advice != NULL) return fault_at(error, CANBAO_DATA, f->name, 0, "%s", advice);
  bool mark = f->length >= 3 && memcmp(f->text, "\xEF\xBB\xBF", 3) == 0;
  if (mark) {
    r->encoding = "UTF-8 with BOM";
    f->text += 3;
    f->length -= 3;
  }
  size_t valid = utf8_valid_prefix(f->text, f->length);
  if (valid == f->length) return CANBAO_OK;
  f->damaged = true;
  if (mark || mostly_utf8(f->text + valid, f->length - valid)) return CANBAO_OK;
  size_t n, bad_bytes;
  char *utf8 = gb18030_to_utf8_mending(f->text, f->length, &n, &bad_bytes);
  if (utf8 == NULL) {
    return fault_at(error, CANBAO_LIMIT, f->name, 0,
                    _("The file is not UTF-8, and there is no memory to read it as GB18030."));
  }
  if (bad_bytes > f->length / 8) { /* it is neither: every cell that is not text will be shown */
    free(utf8);
    return CANBAO_OK;
  }
  r->encoding = "GB18030";
  f->damaged = bad_bytes > 0;
  use_converted(f, utf8, n);
  return CANBAO_OK;
}
