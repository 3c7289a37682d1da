/*
** unit_text.c - `text WHAT` for each line of stdin: trim, valid, gb18030, half, display SIZE, mask,
** hash; `text nearest NAMES...`; `dictionary codes` gives each line's code, `dictionary many N`
** fills one with N texts and finds them all again.
*/
#include <stdlib.h>
#include <string.h>

#include "unit.h"
#include "values/dictionary.h"
#include "values/sha256.h"

static void show_gb18030(slice line) {
  size_t n;
  char *utf8 = gb18030_to_utf8(line.at, line.length, &n);
  if (utf8 == NULL) {
    puts("no");
    return;
  }
  unit_show(slice_of(utf8, n));
  free(utf8);
}

/* The text's hash, made beside that of its second half and however both are cut; what differs, where it does. */
static void show_two_hashes(slice text) {
  char whole[65], half[65], one[65], two[65];
  size_t n = text.length, from = n / 2;
  sha256_of(text.at, n, whole);
  sha256_of(text.at + from, n - from, half);
  for (size_t cut = 0; cut <= n; cut++) {
    size_t other = cut < n - from ? cut : n - from;
    sha256_stream a, b;
    sha256_begin(&a);
    sha256_begin(&b);
    sha256_add_two(&a, text.at, cut, &b, text.at + from, other / 2);
    sha256_add_two(&b, text.at + from + other / 2, n - from - other / 2, &a, text.at + cut,
                   n - cut);
    sha256_end(&a, one);
    sha256_end(&b, two);
    if (strcmp(one, whole) != 0 || strcmp(two, half) != 0) {
      printf("differs when cut at %zu\n", cut);
      return;
    }
  }
  puts(whole);
}

static bool answer(const char *what, size_t size, slice line) {
  char *buf = calloc(1, size + 1); /* exactly, so that a sanitizer sees a byte too many */
  if (buf == NULL) return false;
  bool known = true;
  if (strcmp(what, "trim") == 0) {
    unit_show(slice_trim(line));
  } else if (strcmp(what, "valid") == 0) {
    puts(utf8_valid(line.at, line.length) ? "yes" : "no");
  } else if (strcmp(what, "gb18030") == 0) {
    show_gb18030(line);
  } else if (strcmp(what, "half") == 0) {
    unit_show(slice_of(buf, text_half_width(line, buf, size)));
  } else if (strcmp(what, "display") == 0) {
    text_display(line, buf, size);
    unit_show(slice_of(buf, strlen(buf)));
  } else if (strcmp(what, "mask") == 0) {
    unit_show(slice_of(buf, text_mask_id(line, buf, size)));
  } else if (strcmp(what, "sha256") == 0) {
    char hex[65];
    sha256_of(line.at, line.length, hex);
    puts(hex);
  } else if (strcmp(what, "two_hashes") == 0) {
    show_two_hashes(line);
  } else {
    known = false;
  }
  free(buf);
  return known;
}

/* Names are the arguments; each line is a wanted one. */
static void nearest(slice line, char **names, int count) {
  char *wanted = strndup(line.at, line.length);
  int index = wanted == NULL ? -1 : text_nearest(wanted, (const char *const *)names, count);
  puts(index < 0 ? "none" : names[index]);
  free(wanted);
}

int unit_text(int argc, char **argv) {
  if (argc < 2) return 2;
  size_t n, size = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 256;
  for (char *line; (line = unit_line(&n)) != NULL; free(line)) {
    if (strcmp(argv[1], "nearest") == 0) {
      nearest(slice_of(line, n), argv + 2, argc - 2);
    } else if (!answer(argv[1], size, slice_of(line, n))) {
      free(line);
      return 2;
    }
  }
  return 0;
}

static int codes(dictionary *d) {
  size_t n;
  for (char *line; (line = unit_line(&n)) != NULL; free(line)) {
    slice text = slice_of(line, n);
    long long before = dictionary_find(d, text);
    uint32_t code = dictionary_code(d, text);
    printf("%lld %u of %u ", before, (unsigned)code, (unsigned)dictionary_count(d));
    unit_show(dictionary_text(d, code));
  }
  return 0;
}

static int many(dictionary *d, uint32_t count) {
  char text[32];
  const char *first = NULL;
  for (uint32_t i = 0; i < count; i++) {
    int n = snprintf(text, sizeof text, "text %u", (unsigned)i);
    if (dictionary_code(d, slice_of(text, (size_t)n)) != i) return puts("wrong code"), 1;
    if (i == 0) first = dictionary_text(d, 0).at;
  }
  for (uint32_t i = 0; i < count; i++) {
    int n = snprintf(text, sizeof text, "text %u", (unsigned)i);
    if (dictionary_find(d, slice_of(text, (size_t)n)) != (int64_t)i) return puts("not found"), 1;
    if (strcmp(dictionary_text(d, i).at, text) != 0) return puts("another text"), 1;
  }
  if (dictionary_find(d, slice_of("absent", 6)) != -1) return puts("found what is absent"), 1;
  puts(dictionary_text(d, 0).at == first ? "all found, none moved" : "moved");
  return 0;
}

int unit_dictionary(int argc, char **argv) {
  if (argc < 2) return 2;
  dictionary *d = dictionary_new();
  if (d == NULL) return 1;
  int code = strcmp(argv[1], "many") == 0 && argc > 2
                 ? many(d, (uint32_t)strtoul(argv[2], NULL, 10))
                 : codes(d);
  dictionary_free(d);
  return code;
}
