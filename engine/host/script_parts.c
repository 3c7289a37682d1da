/* script_parts.c - see script_parts.h. */
#include "host/script_parts.h"

#include <stdlib.h>
#include <string.h>

bool part_is_sign(const part *p, const char *signs) {
  return p->t.kind == TOKEN_SIGN && p->t.text.length == 1 && strchr(signs, *p->t.text.at);
}

bool part_is_pair(const part *p, const char *sign) {
  return p->t.kind == TOKEN_SIGN && slice_is(p->t.text, sign);
}

bool part_is_word(const part *p, const char *word) {
  return p->t.kind == TOKEN_NAME && slice_is(p->t.text, word);
}

const char *part_begin(const part *p) {
  const char *at = p->t.text.at;
  if (p->t.kind != TOKEN_STRING) return at;
  if (*--at != '[') return at;
  for (at--; *at == '=';) at--;
  return at;
}

/* Brackets and blocks find their partners. */
static bool pair_up(script_parts *parts) {
  int *open = malloc(((size_t)parts->count + 1) * sizeof *open), depth = 0;
  bool good = open != NULL;
  for (int i = 0; good && i < parts->count; i++) {
    part *p = &parts->list[i];
    int step = token_block_step(p->t);
    if (part_is_sign(p, "([{")) step = 1;
    if (part_is_sign(p, ")]}")) step = -1;
    if (step > 0) open[depth++] = i;
    if (step >= 0) continue;
    good = depth > 0;
    if (!good) break;
    p->partner = open[--depth];
    parts->list[p->partner].partner = i;
  }
  free(open);
  return good && depth == 0;
}

bool script_parts_read(script_parts *out, const char *text, size_t size) {
  lexer x = lexer_of(slice_of(text, size));
  int space = 0;
  *out = (script_parts){NULL, 0};
  for (;;) {
    token t = token_next(&x);
    if (out->count == space) {
      space = space ? space * 2 : 1024;
      part *grown = realloc(out->list, (size_t)space * sizeof *grown);
      if (!grown) return false;
      out->list = grown;
    }
    out->list[out->count++] = (part){.t = t, .end = x.at, .partner = -1};
    if (t.kind == TOKEN_END) break;
  }
  return pair_up(out);
}

void script_parts_free(script_parts *parts) {
  free(parts->list);
  *parts = (script_parts){NULL, 0};
}
