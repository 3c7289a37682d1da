/*
** unit_script.c - `script guarded`: each line of stdin is a script; prints the size and the bytes of the text that Lua
** is given in its place (silent_answers.h), or -1 where there is none.
*/
#include <stdlib.h>
#include <string.h>

#include "host/silent_answers.h"
#include "unit.h"

static void show_guarded(const schema *s, const char *text, size_t n) {
  char *guarded = NULL;
  size_t size = 0;
  canbao_error error;
  if (silent_answers_guarded(s, "s", text, n, &guarded, &size, &error) != CANBAO_OK) {
    puts("-1");
    return;
  }
  printf("%zu\n", guarded ? size : n);
  fwrite(guarded ? guarded : text, 1, guarded ? size : n, stdout);
  putchar('\n');
  free(guarded);
}

int unit_script(int argc, char **argv) {
  if (argc < 2 || strcmp(argv[1], "guarded") != 0) return 2;
  schema *s = schema_new();
  if (s == NULL) return 1;
  size_t n;
  for (char *line; (line = unit_line(&n)) != NULL; free(line)) show_guarded(s, line, n);
  schema_free(s);
  return 0;
}
