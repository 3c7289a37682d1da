/*
** decode.c - which encoding a file is in, found once for the whole of it. Valid UTF-8
** is UTF-8; else whichever of UTF-8 and GB18030 explains more of its bytes.
*/
#include <stdlib.h>

#include "roster/roster_file.h"
#include "values/message.h"
#include "values/sha256.h"
#include "values/threads.h"
#include "values/utf8.h"

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

/* A spreadsheet saved as such, or as UTF-16: say what to do instead of listing a million problems. */
static const char *other_format(const char *s, size_t n) {
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

/* ---- the hash ---- */

#define HASHED_ASIDE (1u << 20) /* bytes for which a thread is worth its while */

static void *hash(void *at) {
  struct roster_file *f = at;
  sha256_of(f->map.at, f->map.length, f->sha256);
  return NULL;
}

/* With more than one thread the hash is made aside: a result does not need it before its manifest is written. */
static void begin_hash(struct roster_file *f, int threads) {
  f->hashing = threads > 1 && f->map.length >= HASHED_ASIDE &&
               pthread_create(&f->hasher, NULL, hash, f) == 0;
  if (!f->hashing) hash(f);
}

const char *roster_sha256(const roster *r) {
  struct roster_file *f = r->file;
  if (f->hashing) pthread_join(f->hasher, NULL);
  f->hashing = false;
  return f->sha256;
}

/* ---- the text ---- */

static void use_converted(roster *r, char *utf8, size_t n) {
  struct roster_file *f = r->file;
  f->converted = utf8;
  f->text = utf8;
  f->length = n;
  (void)roster_sha256(r); /* it is made from what is closed now */
  file_map_close(&f->map);
}

static canbao_status cut(roster *r, const roster_options *options, canbao_error *error) {
  struct roster_file *f = r->file;
  size_t bytes = options->chunk_bytes == 0 ? CHUNK_BYTES : options->chunk_bytes;
  chunks_free(&f->chunks);
  if (chunks_cut(&f->chunks, f->text, f->length, bytes, threads_count(options->threads)))
    return CANBAO_OK;
  return fault(error, CANBAO_LIMIT, _("Memory ran out."));
}

canbao_status roster_decode(roster *r, const roster_options *options, canbao_error *error) {
  struct roster_file *f = r->file;
  begin_hash(f, threads_count(options->threads));
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
  canbao_status status = cut(r, options, error);
  if (status != CANBAO_OK) return status;
  size_t valid = chunks_valid_prefix(&f->chunks);
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
  use_converted(r, utf8, n);
  return cut(r, options, error);
}
