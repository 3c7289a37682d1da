/*
** csv.c - the scanner looks at 16 bytes at a time for the five that matter; only cells
** in quotes are read byte by byte. A record is never looked at twice, but for a bad quote.
*/
#include "values/csv.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define STEP 16

/* One bit for each of the 16 bytes that is a comma, quote, LF, CR or NUL. */
static inline uint32_t special_bits(const char *p) {
#if defined(__SSE2__)
  __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
  __m128i found = _mm_cmpeq_epi8(v, _mm_set1_epi8(','));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8('\n')));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8('"')));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_setzero_si128()));
  return (uint32_t)_mm_movemask_epi8(found);
#else
  uint32_t bits = 0;
  for (int i = 0; i < STEP; i++) {
    char c = p[i];
    bits |= (uint32_t)(c == ',' || c == '\n' || c == '"' || c == '\r' || c == '\0') << i;
  }
  return bits;
#endif
}

/* The same where fewer than 16 bytes are left. */
static uint32_t special_bits_at_end(const char *p, size_t n) {
  char last[STEP];
  memset(last, 'x', sizeof last);
  memcpy(last, p, n);
  return special_bits(last);
}

csv_scanner csv_begin(const char *text, size_t n) { return (csv_scanner){text, text + n, 1}; }

/* The length of a cell without quotes, and of one in them, fits 32 bits: a longer one is cut, and marked. */
static inline void put_cell(csv_cell *cell, const char *at, const char *end, uint32_t flags) {
  size_t n = (size_t)(end - at);
  if (n > UINT32_MAX) {
    n = UINT32_MAX;
    flags |= CSV_NUL;
  }
  *cell = (csv_cell){at, (uint32_t)n, flags};
}

/* A cell in quotes that begins at p (on the quote). Its end, just behind the closing quote, or NULL when it
** is not closed in time. Every quote is looked at by at most two cells that begin before it, so a file of
** stray quotes is still read in linear time. */
static const char *quoted_cell(const char *p, const char *end, csv_cell *cell) {
  const char *start = ++p;
  uint32_t flags = CSV_QUOTED;
  if (end - p > (ptrdiff_t)CSV_CELL_MAX) end = p + CSV_CELL_MAX;
  for (; p < end; p++) {
    if (*p == '"') {
      if (p + 1 < end && p[1] == '"') {
        flags |= CSV_DOUBLED;
        p++;
        continue;
      }
      put_cell(cell, start, p, flags);
      return p + 1;
    }
    if (*p == '\0') flags |= CSV_NUL;
  }
  return NULL;
}

static inline bool ends_cell(const char *p, const char *end) {
  return p == end || *p == ',' || *p == '\n' || *p == '\r';
}

int csv_record(csv_scanner *s, csv_cell *cells, int space) {
  const char *p = s->at, *start = p, *end = s->end;
  int count = 0;
  uint32_t flags = 0;
  csv_cell spare = {0};
  if (p == end) return -1;
  while (p < end) {
    size_t left = (size_t)(end - p);
    uint32_t bits = left >= STEP ? special_bits(p) : special_bits_at_end(p, left);
    const char *next = left >= STEP ? p + STEP : end;
    while (bits != 0) {
      const char *q = p + __builtin_ctz(bits);
      bits &= bits - 1;
      csv_cell *cell = count < space ? &cells[count] : &spare;
      if (*q == ',') {
        if (!(flags & CSV_QUOTED)) put_cell(cell, start, q, flags);
        count++;
        start = q + 1;
        flags = 0;
      } else if (*q == '\n' || *q == '\r') {
        if (!(flags & CSV_QUOTED)) put_cell(cell, start, q, flags);
        s->at = q + 1 < end && *q == '\r' && q[1] == '\n' ? q + 2 : q + 1;
        s->line++;
        return count + 1;
      } else if (*q == '\0') {
        flags |= CSV_NUL;
      } else if (q == start) { /* a quote within a cell is an ordinary character */
        const char *behind = quoted_cell(q, end, cell);
        if (behind != NULL && ends_cell(behind, end)) {
          flags = CSV_QUOTED; /* the cell is put already */
          next = behind;
          break;
        }
        flags = CSV_BAD_QUOTE;
      }
    }
    p = next;
  }
  if (!(flags & CSV_QUOTED)) put_cell(count < space ? &cells[count] : &spare, start, end, flags);
  s->at = end;
  return count + 1;
}

bool csv_is_blank_line(const csv_cell *first, int count) {
  if (count != 1 || first->flags != 0) return false;
  return slice_trim(slice_of(first->at, first->length)).length == 0;
}

size_t csv_undouble(csv_cell cell, char *buf) {
  size_t length = 0;
  for (uint32_t i = 0; i < cell.length; i++) {
    buf[length++] = cell.at[i];
    if (cell.at[i] == '"' && (cell.flags & CSV_DOUBLED)) i++;
  }
  return length;
}

bool csv_is_formula(slice text) {
  static const char *const wide[] = {"＝", "＋", "－", "＠"};
  if (text.length == 0) return false;
  char c = text.at[0];
  if (c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r') return true;
  for (int i = 0; i < 4; i++) {
    if (text.length >= 3 && memcmp(text.at, wide[i], 3) == 0) return true;
  }
  return false;
}

bool csv_is_number(slice s) {
  uint32_t i = s.length && (s.at[0] == '-' || s.at[0] == '+'), digits = 0, points = 0;
  for (; i < s.length; i++) {
    if (s.at[i] == '.')
      points++;
    else if (s.at[i] >= '0' && s.at[i] <= '9')
      digits++;
    else
      return false;
  }
  return digits > 0 && points <= 1;
}

/* How many digits stand at s, of at most n bytes. */
static uint32_t digits_at(const char *s, uint32_t n) {
  uint32_t count = 0;
  while (count < n && s[count] >= '0' && s[count] <= '9') count++;
  return count;
}

#define DIGITS_SHOWN 11 /* of a number; a longer one is rounded, 1.2E+17 */
#define DAY_DIGITS 4    /* of a day, month or year */

bool csv_is_spoilt(slice text) {
  const char *s = text.at;
  uint32_t n = text.length;
  bool sign = n > 1 && (*s == '+' || *s == '-');
  if (sign) s++, n--;
  uint32_t first = digits_at(s, n);
  if (first == 0) return false;
  if (first == n) return n > DIGITS_SHOWN || (n > 1 && *s == '0');
  char between = s[first];
  s += first + 1, n -= first + 1;
  bool exponent = between == 'E' || between == 'e';
  if (exponent && n > 1 && (*s == '+' || *s == '-')) s++, n--;
  uint32_t second = digits_at(s, n);
  if (second == 0) return false;
  bool parts = between == '-' || between == '/';
  if (parts && !sign && first != DAY_DIGITS && second < n && s[second] == between) {
    s += second + 1, n -= second + 1; /* 3-2-12, a room; 2023-02-12 is meant as a day */
    return n > 0 && n <= DAY_DIGITS && digits_at(s, n) == n;
  }
  if (second != n) return false;
  return exponent || (parts && first <= DAY_DIGITS && second <= DAY_DIGITS);
}

#define FORMULA_TEXT_MOST 255 /* characters, and so at least bytes */

size_t csv_quote_as_text(slice text, char *buf) {
  static const char before[] = {'"', '=', '"', '"'}, behind[] = {'"', '"', '"'};
  if (text.length > FORMULA_TEXT_MOST) return 0;
  for (uint32_t i = 0; i < text.length; i++)
    if (text.at[i] == '"' || (unsigned char)text.at[i] < ' ' || text.at[i] == 0x7F) return 0;
  memcpy(buf, before, sizeof before);
  if (text.length > 0) memcpy(buf + sizeof before, text.at, text.length);
  memcpy(buf + sizeof before + text.length, behind, sizeof behind);
  return sizeof before + text.length + sizeof behind;
}

static bool needs_quotes(slice text) {
  if (text.length == 0) return false;
  for (uint32_t i = 0; i < text.length; i++) {
    char c = text.at[i];
    if (c == ',' || c == '"' || c == '\n' || c == '\r' || c == '\0') return true;
  }
  return text.at[0] == ' ' || text.at[text.length - 1] == ' ';
}

size_t csv_quote(slice text, bool defuse, char *buf) {
  size_t length = 0;
  bool quotes = needs_quotes(text);
  if (quotes) buf[length++] = '"';
  if (defuse && csv_is_formula(text)) buf[length++] = '\'';
  if (!quotes) {
    if (text.length > 0) memcpy(buf + length, text.at, text.length);
    return length + text.length;
  }
  for (uint32_t i = 0; i < text.length; i++) {
    if (text.at[i] == '"') buf[length++] = '"';
    buf[length++] = text.at[i];
  }
  buf[length++] = '"';
  return length;
}

void csv_append(file_writer *w, slice text, bool defuse) {
  const uint32_t piece = FILE_BUFFER_SIZE / 4;
  if (text.length <= piece) {
    w->used += csv_quote(text, defuse, file_room(w, (size_t)text.length * 2 + 3));
    return;
  }
  file_append_char(w, '"'); /* too long for the buffer: quoted whether it must be or not */
  if (defuse && csv_is_formula(text)) file_append_char(w, '\'');
  for (uint32_t i = 0; i < text.length; i++) {
    if (text.at[i] == '"') file_append_char(w, '"');
    file_append_char(w, text.at[i]);
  }
  file_append_char(w, '"');
}
