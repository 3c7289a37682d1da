/*
** captured.c - finds, in a function's code, assignments to variables that it captured
** from outside: the one place where a rule could keep state. Reads what lua_dump
** writes, which Lua 5.4 fixes; another Lua does not compile this file.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

_Static_assert(LUA_VERSION_NUM == 504, "captured.c reads the code of Lua 5.4");

#define OPCODE_SETUPVAL 10
#define NESTED_MAX 200

typedef struct {
  const unsigned char *at, *end;
  bool bad; /* not the format that is known */
} dump;

/* One function: what is needed once its nested functions are read. */
typedef struct {
  slice source;
  int first_line; /* where it is defined */
  const unsigned char *code;
  uint64_t code_count;
  const unsigned char
      *upvalues; /* three bytes each: in the enclosing function's stack, index, kind */
  uint64_t upvalues_count;
  bool written[256]; /* by upvalue */
  int written_line[256];
} shape;

static const unsigned char *skip(dump *d, uint64_t n) {
  const unsigned char *from = d->at;
  if (n > (uint64_t)(d->end - d->at)) {
    d->bad = true;
    d->at = d->end;
    return from;
  }
  d->at += n;
  return from;
}

static unsigned byte(dump *d) {
  const unsigned char *b = skip(d, 1);
  return d->bad ? 0 : *b;
}

/* Seven bits a byte, the most significant first, the last marked. */
static uint64_t number(dump *d) {
  uint64_t x = 0;
  unsigned b;
  do {
    b = byte(d);
    x = x << 7 | (b & 0x7F);
  } while (!(b & 0x80) && !d->bad);
  return x;
}

static slice text(dump *d) {
  uint64_t n = number(d);
  if (n <= 1) return slice_of("", 0);
  const unsigned char *s = skip(d, n - 1);
  return d->bad ? slice_of("", 0) : slice_of((const char *)s, (size_t)n - 1);
}

static void skip_constants(dump *d) {
  for (uint64_t n = number(d); n > 0 && !d->bad; n--) {
    switch (byte(d)) {
      case 0x00:        /* nil */
      case 0x01:        /* false */
      case 0x11: break; /* true */
      case 0x03:        /* whole number */
      case 0x13: skip(d, 8); break;
      case 0x04:
      case 0x14: text(d); break;
      default: d->bad = true;
    }
  }
}

/* Line of instruction `pc`: differences from the line before, or, marked by -128, a line of its own. */
static int line_at(const signed char *differences, const int *absolute, uint64_t absolute_count,
                   int first, uint64_t pc) {
  int line = first;
  uint64_t next = 0;
  for (uint64_t i = 0; i <= pc; i++) {
    if (differences[i] != -128)
      line += differences[i];
    else if (next < absolute_count)
      line = absolute[next++];
  }
  return line;
}

/* After the nested functions: lines. Marks what this function's own code writes. */
static void own_writes(dump *d, shape *f) {
  uint64_t lines = number(d);
  const signed char *differences = (const signed char *)skip(d, lines);
  uint64_t n = number(d);
  if (n > lines) d->bad = true;
  int *absolute = d->bad ? NULL : malloc((size_t)(n + 1) * sizeof *absolute);
  if (!absolute) d->bad = true;
  for (uint64_t i = 0; i < n && !d->bad; i++) {
    number(d); /* instruction */
    absolute[i] = (int)number(d);
  }
  for (uint64_t pc = 0; pc < f->code_count && !d->bad; pc++) {
    uint32_t instruction;
    memcpy(&instruction, f->code + pc * 4, 4);
    unsigned target = instruction >> 16 & 0xFF;
    if ((instruction & 0x7F) != OPCODE_SETUPVAL || f->written[target]) continue;
    f->written[target] = true;
    f->written_line[target] =
        pc < lines ? line_at(differences, absolute, n, f->first_line, pc) : f->first_line;
  }
  free(absolute);
}

static void read_function(dump *d, shape *f, slice outer_source, int depth) {
  f->source = text(d);
  if (f->source.length == 0) f->source = outer_source;
  f->first_line = (int)number(d);
  number(d);  /* last line */
  skip(d, 3); /* parameters, vararg, stack */
  f->code_count = number(d);
  if (f->code_count > (uint64_t)(d->end - d->at) / 4) d->bad = true;
  f->code = skip(d, d->bad ? 0 : f->code_count * 4);
  skip_constants(d);
  f->upvalues_count = number(d);
  if (f->upvalues_count > 255) d->bad = true;
  f->upvalues = skip(d, d->bad ? 0 : f->upvalues_count * 3);
  if (depth > NESTED_MAX) d->bad = true;
  for (uint64_t n = number(d); n > 0 && !d->bad; n--) {
    shape *inner = calloc(1, sizeof *inner);
    if (!inner) {
      d->bad = true;
      return;
    }
    read_function(d, inner, f->source, depth + 1);
    for (uint64_t i = 0; i < inner->upvalues_count && !d->bad; i++) {
      unsigned own = inner->upvalues[i * 3 + 1];
      bool local =
          inner->upvalues[i * 3] != 0; /* a variable of this very call: gone when it ends */
      if (!inner->written[i] || local || f->written[own]) continue;
      f->written[own] = true;
      f->written_line[own] = inner->written_line[i];
    }
    free(inner);
  }
  if (d->bad) return;
  own_writes(d, f);
  for (uint64_t n = number(d); n > 0 && !d->bad; n--)
    text(d), number(d), number(d);                             /* local variables */
  for (uint64_t n = number(d); n > 0 && !d->bad; n--) text(d); /* names of upvalues */
}

static bool read_header(dump *d) {
  static const unsigned char head[] = {0x1B, 'L',  'u',  'a',  0x54, 0, 0x19, 0x93,
                                       '\r', '\n', 0x1A, '\n', 4,    8, 8};
  const unsigned char *h = skip(d, sizeof head);
  if (d->bad || memcmp(h, head, sizeof head) != 0) return false;
  skip(d, 17); /* a whole number, a number, how many upvalues */
  return !d->bad;
}

typedef struct {
  unsigned char *at;
  size_t length, space;
} bytes;

static int collect(lua_State *L, const void *p, size_t n, void *payload) {
  bytes *b = payload;
  (void)L;
  if (b->space - b->length < n) {
    size_t space = (b->length + n) * 2;
    unsigned char *grown = realloc(b->at, space);
    if (!grown) return 1;
    b->at = grown, b->space = space;
  }
  memcpy(b->at + b->length, p, n);
  b->length += n;
  return 0;
}

bool captured_writes(lua_State *L, captured_write *out) {
  bytes b = {NULL, 0, 0};
  shape *f = calloc(1, sizeof *f);
  int failed = f ? lua_dump(L, collect, &b, 0) : 1;
  dump d = {b.at, b.at ? b.at + b.length : NULL, false};
  bool known = !failed && read_header(&d);
  if (known) read_function(&d, f, slice_of("", 0), 0);
  int found = -1;
  if (known && !d.bad) {
    for (int i = 0; i < (int)f->upvalues_count && found < 0; i++)
      if (f->written[i]) found = i;
  }
  if (found >= 0) {
    const char *name = lua_getupvalue(L, -1, found + 1);
    snprintf(out->name, sizeof out->name, "%s", name ? name : "?");
    if (name) lua_pop(L, 1);
    bool marked = f->source.length > 0 && (*f->source.at == '@' || *f->source.at == '=');
    snprintf(out->file, sizeof out->file, "%.*s", (int)f->source.length - marked,
             f->source.at + marked);
    out->line = f->written_line[found];
  }
  known = known && !d.bad;
  free(b.at);
  free(f);
  if (!known) host_raise(L, CANBAO_LIMIT, "%s", _("out of memory"));
  return found >= 0;
}
