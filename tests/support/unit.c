/*
** unit.c - the test program: `unit AREA COMMAND ARGS...` drives one unit of the engine
** for the specs under tests/engine. Prints what came of it; decides nothing.
*/
#include "unit.h"

#include <stdlib.h>
#include <string.h>

typedef int (*area)(int argc, char **argv); /* argv[0] is the area, argv[1] the command */

int unit_date(int argc, char **argv);
int unit_money(int argc, char **argv);
int unit_text(int argc, char **argv);
int unit_dictionary(int argc, char **argv);
int unit_csv(int argc, char **argv);
int unit_file(int argc, char **argv);
int unit_fault(int argc, char **argv);
int unit_id(int argc, char **argv);
int unit_roster(int argc, char **argv);
int unit_term(int argc, char **argv);
int unit_whatif(int argc, char **argv);
int unit_page(int argc, char **argv);
int unit_balance(int argc, char **argv);
int unit_threads(int argc, char **argv);
int unit_script(int argc, char **argv);

static const struct {
  const char *name;
  area run;
} areas[] = {
    {"date", unit_date},       {"money", unit_money},
    {"text", unit_text},       {"dictionary", unit_dictionary},
    {"csv", unit_csv},         {"file", unit_file},
    {"fault", unit_fault},     {"id", unit_id},
    {"roster", unit_roster},   {"term", unit_term},
    {"whatif", unit_whatif},   {"page", unit_page},
    {"balance", unit_balance}, {"threads", unit_threads},
    {"script", unit_script},
};

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Bytes for their escapes, in place; the new length. */
static size_t unescape(char *s, size_t n) {
  size_t length = 0;
  for (size_t i = 0; i < n; i++) {
    if (s[i] != '\\' || i + 1 == n) {
      s[length++] = s[i];
      continue;
    }
    char c = s[++i];
    const char *known = strchr("nrt0\\", c);
    if (c == 'x' && i + 2 < n) {
      s[length++] = (char)(hex_digit(s[i + 1]) * 16 + hex_digit(s[i + 2]));
      i += 2;
    } else if (known != NULL && c != '\0') {
      s[length++] = c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c == '0' ? '\0' : c;
    }
  }
  return length;
}

char *unit_line(size_t *n) {
  char *line = NULL;
  size_t space = 0;
  ssize_t read = getline(&line, &space, stdin);
  if (read < 0) {
    free(line);
    return NULL;
  }
  *n = (size_t)read;
  if (*n > 0 && line[*n - 1] == '\n') (*n)--;
  *n = unescape(line, *n);
  char *exact = malloc(*n == 0 ? 1 : *n);
  if (exact != NULL) memcpy(exact, line, *n);
  free(line);
  return exact;
}

void unit_show(slice text) {
  putchar('"');
  for (uint32_t i = 0; i < text.length; i++) {
    unsigned char c = (unsigned char)text.at[i];
    uint32_t left = text.length - i, wide = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    if (c >= 0x80 && wide <= left && utf8_valid(text.at + i, wide)) {
      printf("%.*s", (int)wide, text.at + i);
      i += wide - 1;
    } else if (c < ' ' || c >= 0x7F) {
      printf("\\x%02X", c);
    } else {
      putchar(c);
    }
  }
  puts("\"");
}

int main(int argc, char **argv) {
  for (size_t i = 0; argc > 2 && i < sizeof areas / sizeof *areas; i++) {
    if (strcmp(argv[1], areas[i].name) == 0) return areas[i].run(argc - 1, argv + 1);
  }
  fprintf(stderr, "usage: unit AREA COMMAND ARGS...; areas:");
  for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) fprintf(stderr, " %s", areas[i].name);
  fputc('\n', stderr);
  return 2;
}
