/* local_names.c - see local_names.h. Reads tokens when a name is already known to be wrong, and never else. */
#include "host/local_names.h"

#include <string.h>

#include "values/lua_tokens.h"

static bool is_sign(token t, const char *sign) {
  return t.kind == TOKEN_SIGN && slice_is(t.text, sign);
}

/* The names behind a `local`, at which x stands. */
static void read_names(lexer *x, local_names *out, const char *wanted, int *line) {
  token t = token_next(x);
  if (t.kind == TOKEN_NAME && slice_is(t.text, "function")) t = token_next(x);
  while (t.kind == TOKEN_NAME) {
    if (slice_is(t.text, wanted) && *line == 0) *line = t.line;
    if (out->count < LOCAL_NAMES_MAX && t.text.length < LOCAL_NAME_MOST)
      text_display(t.text, out->list[out->count++], LOCAL_NAME_MOST);
    t = token_next(x);
    if (is_sign(t, "<")) { /* <const> */
      token_next(x), token_next(x);
      t = token_next(x);
    }
    if (!is_sign(t, ",")) return;
    t = token_next(x);
  }
}

int local_names_read(const struct script_text *script, local_names *out, const char *wanted) {
  lexer x = lexer_of(slice_of(script->text, script->size));
  int line = 0;
  out->count = 0;
  for (token t = token_next(&x); t.kind != TOKEN_END; t = token_next(&x))
    if (t.kind == TOKEN_NAME && slice_is(t.text, "local")) read_names(&x, out, wanted, &line);
  return line;
}

int local_names_of(lua_State *L, local_names *out, const char *wanted) {
  const host *h = host_of(L);
  char file[256];
  int line;
  out->count = 0;
  if (!host_position(L, 1, file, sizeof file, &line)) return 0;
  for (int i = 0; i < h->scripts_count; i++)
    if (strncmp(h->scripts[i].path, file, sizeof file - 1) == 0)
      return local_names_read(&h->scripts[i], out, wanted);
  return 0;
}
