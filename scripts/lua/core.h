/*
** core.h - what the files of the Lua module's C part share: boxes, which hold one handle
** of canbao.h each, and how a value or an error of the engine becomes Lua's. Knows
** canbao.h and Lua's headers, nothing of the engine.
*/
#ifndef SCRIPTS_LUA_CORE_H
#define SCRIPTS_LUA_CORE_H

#include <canbao.h>
#include <lauxlib.h>
#include <lua.h>

typedef enum { BOX_ENGINE, BOX_POLICY, BOX_ROSTER, BOX_WHATIF } box_kind;

/* A full userdata. Its handle is freed when it was closed or collected and nobody needs it any more: a policy waits for
** its rosters, a roster for its what-ifs, each for the function that is at work on it. So no order of closing can crash,
** not even in a finalizer that runs while a table is being built. */
typedef struct box {
  box_kind kind;
  bool closed;  /* for the script; the handle may live on for its children */
  bool reading; /* an engine: a decision is being read, which another would overwrite */
  void *handle;
  struct box *parent; /* kept alive as user value PARENT_VALUE */
  int children;       /* and functions at work */
} box;

enum {
  PARENT_VALUE = 1,
  PIN_VALUE,
  SHAPE_VALUE,
  SHAPE_AFTER_VALUE,
  BOX_VALUES = SHAPE_AFTER_VALUE
};

/* A new box at the top of the stack, without a handle; `parent` is a stack index, 0 for an engine. */
box *box_new(lua_State *L, box_kind kind, int parent);
void box_fill(box *b, void *handle);
/* The open box of this kind at a stack index; a Lua error when it is another thing or closed. Its handle stays until the
** calling function ends, by a to-be-closed value that is pushed: never pop that. */
box *box_check(lua_State *L, int at, box_kind kind);
/* No other decision may be read until the calling function ends; a Lua error when one is being read already. */
void box_reading(lua_State *L, const box *b);
/* Only the Lua error. */
void box_idle(lua_State *L, const box *b);
canbao_engine *box_engine(const box *b);
/* Before the first box: what box_check and box_reading push. */
void box_open(lua_State *L);
/* The metatable of a kind of box, with these methods and __gc, __close and __tostring. */
void box_meta(lua_State *L, box_kind kind, const luaL_Reg *methods, const luaL_Reg *more);

/* Raises the engine's last error as a table with file, line, article, message, status and text, unless it is CANBAO_OK. */
void core_check(lua_State *L, canbao_status status, const box *b);
/* A decision as a table; `shape` is the stack index of the box that keeps its shape under `value`. */
void core_push_decision(lua_State *L, const canbao_decision *d, int shape, int value, bool whole);
/* A 1-based row at a stack index as canbao.h counts it. */
uint32_t core_row(lua_State *L, int at, const canbao_roster *roster);
/* The texts of a list at a stack index, as an array that is left on the stack; NULL when there are none. */
const char *const *core_texts(lua_State *L, int at, size_t *count);
const canbao_setting *core_settings(lua_State *L, int at, const box *b, size_t *count);

void core_set_integer(lua_State *L, const char *key, int64_t v);
void core_set_text(lua_State *L, const char *key, const char *text);
void core_set_flag(lua_State *L, const char *key, bool v);

/* roster:whatif_(…) and the methods of what it returns: core_whatif.c. */
int core_whatif(lua_State *L);
void core_whatif_open(lua_State *L);

#endif
