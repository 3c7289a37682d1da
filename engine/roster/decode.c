/*
** decode.c - which encoding a file is in, found once for the whole of it. Valid UTF-8
** is UTF-8; else whichever of UTF-8 and GB18030 explains more of its bytes.
*/
#include <stdlib.h>

#include "roster/roster_file.h"
#include "values/foreign.h"
#include "values/message.h"
#include "values/threads.h"
#include "values/utf8.h"

/* Is this UTF-8 with some bad bytes in it, rather than GB18030? Chinese in UTF-8 is sequences of three, which
** GB18030 makes only by accident. What comes before the first bad byte counts too: it has shown what it is. */
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

static void use_converted(roster *r, char *utf8, size_t n) {
  struct roster_file *f = r->file;
  f->converted = utf8;
  f->text = utf8;
  f->length = n;
  (void)hasher_hex(&f->hash); /* it is made from what is closed now */
  file_map_close(&f->map);
}

static canbao_status cut(roster *r, const roster_options *options, canbao_error *error) {
  struct roster_file *f = r->file;
  size_t bytes = options->chunk_bytes == 0 ? CHUNK_BYTES : options->chunk_bytes;
  chunks_free(&f->chunks);
  if (chunks_begin(&f->chunks, f->text, f->length, bytes)) return CANBAO_OK;
  return fault(error, CANBAO_LIMIT, _("Memory ran out."));
}

static void count_some(void *list, int worker) {
  (void)worker;
  chunks_count(list);
}

static void count(chunk_list *list, const roster_options *options) {
  size_t threads = (size_t)threads_count(options->threads);
  threads_run((int)(threads < list->count ? threads : list->count), count_some, list);
}

canbao_status roster_decode_begin(roster *r, const roster_options *options, canbao_error *error) {
  struct roster_file *f = r->file;
  hasher_begin(&f->hash, f->map.at, f->map.length);
  if (!options->hash_late) {
    if (threads_count(options->threads) > 1)
      hasher_aside(&f->hash);
    else
      (void)hasher_hex(&f->hash);
  }
  r->bytes = f->map.length;
  r->encoding = "UTF-8";
  f->text = f->map.at;
  f->length = f->map.length;
  const char *advice = foreign_format(f->text, f->length);
  if (advice != NULL) return fault_at(error, CANBAO_DATA, f->name, 0, "%s", advice);
  if (f->length >= 3 && memcmp(f->text, "\xEF\xBB\xBF", 3) == 0) {
    r->encoding = "UTF-8 with BOM";
    f->text += 3;
    f->length -= 3;
  }
  return cut(r, options, error);
}

void roster_decode_count(roster *r, const roster_options *options) {
  count(&r->file->chunks, options);
}

canbao_status roster_decode_end(roster *r, const roster_options *options, canbao_error *error) {
  struct roster_file *f = r->file;
  bool mark = f->text != f->map.at;
  size_t valid = chunks_valid_prefix(&f->chunks);
  if (valid == f->length) return CANBAO_OK;
  f->damaged = true;
  if (mark || mostly_utf8(f->text, f->length)) return CANBAO_OK;
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
  canbao_status status = cut(r, options, error);
  if (status == CANBAO_OK) count(&f->chunks, options);
  return status;
}
