/*
** lua_memory.c - what a Lua state holds and may hold: in total, in one block, in one text. What Lua keeps for itself, its stack and
** its table of texts, grows and shrinks with what ran before: it is bounded by itself and neither counted nor charged for, or what one
** resident costs would rest on the others.
*/
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

#define DEEP_CALLS 1000
#define STEP_BYTES 16    /* bytes of a large new block that count as one step */
#define LARGE_BYTES 1024 /* of a text or another value */
#define ARRAY_BYTES 8192 /* of an array or a table */

/* What a rule may hold less beside what others left than alone: more than Lua keeps of a thousand calls, the only thing that it may
** keep alone and not beside others. So whoever has room enough beside others has it alone. */
#define KEPT_BACK (LIMIT_BLOCK / 8)
/* Collections after which of all the calls that were ever open room for one is left: each leaves half. */
#define COLLECTIONS 16
/* Slots of the stack, each of 16 bytes. More than it ever has beside others; and with so many it cannot grow. */
#define ALONE_SLOTS (LIMIT_BLOCK / 16)

/* No memory for a script: remember where it was, for Lua calls no message handler then. Reads the call stack only. Where none of a
** script stands on it, Lua only makes its stack smaller, which may fail. */
static void *refuse(host *h, bool text) {
  lua_Debug ar;
  char file[sizeof h->lua_file];
  int line;
  if (!h->L || !host_position(h->L, 0, file, sizeof file, &line)) return NULL;
  h->text_too_long = text;
  h->system_refused = false;
  h->too_deep = lua_getstack(h->L, DEEP_CALLS, &ar);
  memcpy(h->lua_file, file, sizeof file);
  h->lua_line = line;
  return NULL;
}

/* ---- Lua's own blocks ---- */

typedef enum { OF_SCRIPTS, THE_STACK, THE_TEXTS } owner;

static owner owner_of(const lua_memory *m, const void *block) {
  if (!block) return OF_SCRIPTS;
  return block == m->stack ? THE_STACK : block == m->texts ? THE_TEXTS : OF_SCRIPTS;
}

/* A new state makes three blocks without a type: its stack, the registry's array and its table of texts. Is this one Lua's own? */
static bool is_first(lua_memory *m, void *block) {
  if (m->untyped < 3) m->untyped++;
  if (m->untyped == 1 && !m->stack) m->stack = block;
  if (m->untyped == 3 && !m->texts) m->texts = block;
  return block == m->stack || block == m->texts;
}

static void forget_newest(lua_memory *m) {
  m->newest = NULL, m->newest_size = 0, m->newest_steps = 0;
}

/* The stack is freed: what was made last, and seemed to be a script's, is the new one. */
static void stack_moved(host *h) {
  lua_memory *m = &h->memory;
  m->stack = m->newest;
  m->used -= m->newest_size;
  h->steps -= m->newest_steps;
  forget_newest(m);
}

/* ---- allocating ---- */

static void release(host *h, void *block, size_t size) {
  lua_memory *m = &h->memory;
  owner of = owner_of(m, block);
  if (of == OF_SCRIPTS) m->used -= size;
  if (of == THE_STACK)
    stack_moved(h);
  else if (block && block == m->newest)
    forget_newest(m);
  free(block);
}

/* Counted once the block is there: Lua asks a second time for what it was refused, or not, as much as lay about. A large new block
** costs steps by its size: one instruction that makes it must not be as cheap as one that adds. */
static void count_new(host *h, void *block, size_t size, bool untyped) {
  lua_memory *m = &h->memory;
  long steps = size > (untyped ? ARRAY_BYTES : LARGE_BYTES) ? (long)(size / STEP_BYTES) : 0;
  m->used += size;
  h->steps += steps;
  if (!untyped) return;
  if (is_first(m, block))
    m->used -= size;
  else
    m->newest = block, m->newest_size = size, m->newest_steps = steps;
}

static void count_grown(lua_memory *m, owner of, void *block, size_t osize, size_t nsize) {
  if (of == OF_SCRIPTS) m->used += nsize, m->used -= osize;
  if (of == THE_STACK) m->stack = block;
  if (of == THE_TEXTS) m->texts = block;
}

static bool fits(const lua_memory *m, owner of, size_t osize, size_t nsize) {
  if (nsize <= osize || of == THE_TEXTS) return true;
  if (nsize > m->block_most) return false;
  return of == THE_STACK || m->used + (nsize - osize) <= m->cap;
}

/* Lua passes a type tag as `osize` when there is no block: it must count as 0, or the books drift. */
static void *limited_alloc(void *payload, void *block, size_t osize, size_t nsize) {
  host *h = payload;
  lua_memory *m = &h->memory;
  bool is_new = !block, untyped = is_new && osize == 0, text = is_new && osize == LUA_TSTRING;
  owner of = owner_of(m, block);
  if (is_new) osize = 0;
  if (nsize == 0) {
    release(h, block, osize);
    return NULL;
  }
  if (text && nsize > LIMIT_TEXT) return refuse(h, true);
  if (!fits(m, of, osize, nsize)) return refuse(h, false);
  bool was_newest = block && block == m->newest;
  void *grown = realloc(block, nsize);
  if (!grown && nsize <= osize) return block;
  if (!grown) {
    h->system_refused = true;
    h->too_deep = h->text_too_long = false;
    return NULL;
  }
  if (was_newest) forget_newest(m);
  if (is_new)
    count_new(h, grown, nsize, untyped);
  else
    count_grown(m, of, grown, osize, nsize);
  m->allocations.all += nsize > osize;
  m->allocations.between += nsize > osize && !h->deciding;
  return grown;
}

lua_State *lua_memory_state(host *h) {
  h->memory = (lua_memory){.cap = (size_t)h->p->limits.memory_mb << 20, .block_most = LIMIT_BLOCK};
  return lua_newstate(limited_alloc, h);
}

lua_allocations policy_lua_allocations(const policy *p) { return p->host->memory.allocations; }

/* ---- alone ---- */

/* In a call of its own: what it has made sure of the call at hand would keep until it ends. */
static int widen_stack(lua_State *L) {
  lua_pushboolean(L, lua_checkstack(L, ALONE_SLOTS));
  return 1;
}

bool lua_memory_alone(host *h) {
  lua_State *L = h->L;
  lua_memory *m = &h->memory;
  for (int i = 0; i < COLLECTIONS; i++) lua_gc(L, LUA_GCCOLLECT, 0);
  lua_gc(L, LUA_GCSTOP, 0); /* from here on Lua collects only what it has no room for */
  m->block_most = 2 * LIMIT_BLOCK;
  lua_pushcfunction(L, widen_stack);
  bool room = lua_pcall(L, 0, 1, 0) == LUA_OK && lua_toboolean(L, -1);
  lua_pop(L, 1);
  m->block_most = LIMIT_BLOCK;
  return room;
}

void lua_memory_shared(host *h) { lua_gc(h->L, LUA_GCRESTART, 0); }

void lua_memory_keep_back(host *h) { h->memory.cap -= KEPT_BACK; }
void lua_memory_give_back(host *h) { h->memory.cap += KEPT_BACK; }
