/* id_number.c - GB 11643: the check digit is ISO 7064, MOD 11-2. Mending changes only how a number is written. */
#include "roster/id_number.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "values/date.h"
#include "values/message.h"

static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
static const char check_digits[] = "10X98765432"; /* by the weighted sum, modulo 11 */

char id_number_check_digit(const char *s) {
  int sum = 0;
  for (int i = 0; i < 17; i++) sum += (s[i] - '0') * weights[i];
  return check_digits[sum % 11];
}

#if defined(__SSE2__) && !defined(CANBAO_NO_SIMD)
/* The 17 digits, weighted, all at once; -1 when one is none. */
static int weighted_sum(const char *s) {
  const __m128i zero = _mm_setzero_si128();
  const __m128i first = _mm_setr_epi16(7, 9, 10, 5, 8, 4, 2, 1);
  const __m128i second = _mm_setr_epi16(6, 3, 7, 9, 10, 5, 8, 4);
  __m128i digits =
      _mm_sub_epi8(_mm_loadu_si128((const __m128i *)(const void *)s), _mm_set1_epi8('0'));
  __m128i low = _mm_min_epu8(digits, _mm_set1_epi8(9));
  int last = s[16] - '0';
  if (_mm_movemask_epi8(_mm_cmpeq_epi8(low, digits)) != 0xFFFF || last < 0 || last > 9) return -1;
  __m128i sums = _mm_add_epi32(_mm_madd_epi16(_mm_unpacklo_epi8(digits, zero), first),
                               _mm_madd_epi16(_mm_unpackhi_epi8(digits, zero), second));
  sums = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, 0x4E));
  sums = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, 0xB1));
  return _mm_cvtsi128_si32(sums) + 2 * last;
}
#else
static int weighted_sum(const char *s) {
  int sum = 0;
  for (int i = 0; i < 17; i++) {
    if (s[i] < '0' || s[i] > '9') return -1;
    sum += (s[i] - '0') * weights[i];
  }
  return sum;
}
#endif

/* 9.90001E+17, or a number with decimals. */
static bool is_spreadsheet_number(slice s) {
  uint32_t digits = 0, points = 0, at = 0;
  for (; at < s.length && ((s.at[at] >= '0' && s.at[at] <= '9') || s.at[at] == '.'); at++) {
    points += s.at[at] == '.';
    digits += s.at[at] != '.';
  }
  if (digits == 0 || points > 1) return false;
  if (at == s.length) return points == 1;
  if (s.at[at] != 'E' && s.at[at] != 'e') return false;
  at++;
  if (at < s.length && s.at[at] == '+') at++;
  if (at == s.length) return false;
  for (; at < s.length; at++)
    if (s.at[at] < '0' || s.at[at] > '9') return false;
  return true;
}

id_fault id_number_check(slice s, int32_t *birth_date) {
  if (s.length != 18 && is_spreadsheet_number(s)) return ID_AS_NUMBER;
  if (s.length == 15) return ID_OLD_LENGTH;
  if (s.length != 18) return ID_LENGTH;
  int sum = weighted_sum(s.at);
  if (sum < 0) return is_spreadsheet_number(s) ? ID_AS_NUMBER : ID_CHARACTER;
  if (s.at[17] != 'X' && (s.at[17] < '0' || s.at[17] > '9')) return ID_CHARACTER;
  int32_t born;
  if (!date_from_digits(s.at + 6, &born)) return ID_BIRTH_DATE;
  if (s.at[17] != check_digits[sum % 11]) /* a spreadsheet keeps fifteen digits of a number */
    return memcmp(s.at + 15, "000", 3) == 0 ? ID_AS_NUMBER : ID_CHECK_DIGIT;
  *birth_date = born;
  return ID_GOOD;
}

/* Blanks and dashes left out, where what remains has the length of an ID number; the length. */
static size_t closed_up(char *buf, size_t n) {
  char kept[18];
  size_t length = 0;
  for (size_t i = 0; i < n; i++) {
    bool gap = buf[i] == '-' || buf[i] == ' ' || (buf[i] >= '\t' && buf[i] <= '\r');
    if (i + 1 < n && buf[i] == '\xC2' && buf[i + 1] == '\xA0') {
      i++;
      continue;
    }
    if (gap) continue;
    if (length == sizeof kept) return n;
    kept[length++] = buf[i];
  }
  if (length != sizeof kept) return n;
  memcpy(buf, kept, length);
  return length;
}

bool id_number_mend(slice s, bool final_x, char *buf, size_t size, slice *out) {
  bool changed = false;
  if (s.length == 0 || s.length >= size) return false;
  bool odd = s.at[s.length - 1] == 'x';
  for (uint32_t i = 0; i < s.length; i++)
    odd |= (s.at[i] & 0x80) != 0 || (final_x && (s.at[i] <= ' ' || s.at[i] == '-'));
  if (odd) {
    *out = slice_trim(slice_of(buf, text_half_width(s, buf, size)));
    if (final_x && out->length > 18) {
      memmove(buf, out->at, out->length);
      *out = slice_of(buf, closed_up(buf, out->length));
    }
    if (final_x && out->length > 0 && out->at[out->length - 1] == 'x')
      buf[out->at - buf + out->length - 1] = 'X';
    changed = !slice_equal(s, *out);
  }
  return changed;
}

const char *id_number_reason(id_fault f) {
  switch (f) {
    case ID_GOOD: break;
    case ID_LENGTH: return _("the ID number does not have 18 characters");
    case ID_OLD_LENGTH:
      return _("the ID number has 15 digits; write the 18-digit one that replaced it");
    case ID_CHARACTER:
      return _("the ID number has a character that is no digit (only the last may be X)");
    case ID_BIRTH_DATE: return _("digits 7 to 14 of the ID number are not a day of the calendar");
    case ID_CHECK_DIGIT:
      return _("the ID number's check digit is wrong; compare the number with the document");
    case ID_AS_NUMBER:
      return _("a spreadsheet has made the ID number a number, and its last digits are gone; take "
               "it from the document again, in a column of the format Text");
  }
  return "";
}
