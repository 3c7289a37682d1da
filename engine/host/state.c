/*
** state.c - one Lua state with its limits: memory in total and per block,
** instructions, and errors that always know their script and line. Must not
** know what the scripts mean.
*/
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

/* Lua passes a type tag as `osize` when there is no block: it must count as 0, or the books drift. */
static void *limited_alloc(void *payload, void *block, size_t osize, size_t nsize) {
  host *h = payload;
  if (!block) osize = 0;
  if (nsize == 0) {
    free(block);
    h->used -= osize;
    return NULL;
  }
  if (nsize > osize && (nsize > LIMIT_BLOCK || h->used + (nsize - osize) > h->cap)) {
    h->out_of_memory = true;
    return NULL;
  }
  void *grown = realloc(block, nsize);
  if (!grown) return nsize <= osize ? block : NULL;
  h->used += nsize;
  h->used -= osize;
  return grown;
}

host *host_of(lua_State *L) {
  host *h;
  memcpy(&h, lua_getextraspace(L), sizeof h);
  return h;
}

static void count_hook(lua_State *L, lua_Debug *ar) {
  host *h = host_of(L);
  h->steps += HOOK_STEP;
  if (h->steps <= h->steps_max && !h->out_of_steps) return;
  if (!h->out_of_steps) {
    h->out_of_steps = true;
    lua_getinfo(L, "Sl", ar);
    h->lua_line = ar->currentline;
    snprintf(h->lua_file, sizeof h->lua_file, "%s", ar->source[0] == '@' ? ar->source + 1 : "");
  }
  lua_sethook(L, count_hook, LUA_MASKCOUNT, 1);
  lua_pushliteral(L, "limit");
  lua_error(L);
}

void host_budget(host *h, long steps) {
  h->steps = 0;
  h->steps_max = steps;
  h->out_of_steps = false;
  h->out_of_memory = false;
  lua_sethook(h->L, count_hook, LUA_MASKCOUNT, HOOK_STEP);
}

/* Reached only when Lua fails outside a protected call, which no path of ours takes: say so and end. */
static int panic(lua_State *L) {
  (void)L;
  fputs("canbao: Lua failed outside a protected call\n", stderr);
  abort();
}

host *host_new(policy *p) {
  host *h = calloc(1, sizeof *h);
  if (!h) return NULL;
  h->p = p;
  h->cap = LIMIT_MEMORY;
  h->L = lua_newstate(limited_alloc, h);
  if (!h->L) {
    free(h);
    return NULL;
  }
  lua_atpanic(h->L, panic);
  memcpy(lua_getextraspace(h->L), &h, sizeof h);
  for (int a = 0; a < ARTICLES_MAX; a++) {
    h->guards[a] = LUA_NOREF;
    for (int e = 0; e < EFFECTS_MAX; e++) h->functions[a][e] = LUA_NOREF;
  }
  for (int e = 0; e < EFFECTS_MAX; e++) h->formulas[e] = LUA_NOREF, h->overridden_of[e] = h->only_if[e] = -1;
  for (int i = 0; i < DOUBTS_MAX; i++) h->doubt_guards[i] = LUA_NOREF, h->doubt_combined[i] = -1;
  host_budget(h, LIMIT_LOAD_STEPS);
  return h;
}

void host_free(host *h) {
  if (!h) return;
  if (h->L) lua_close(h->L);
  for (int e = 0; e < EFFECTS_MAX; e++) free(h->ranking[e]);
  free(h->measures);
  for (int e = 0; e < EFFECTS_MAX; e++) free(h->pending_follows[e]), free(h->pending_only_if[e]), free(h->pending_overridden[e]);
  for (int i = 0; i < h->scripts_count; i++) free(h->scripts[i].path), free(h->scripts[i].text);
  free(h->scripts);
  memo_free(h);
  free(h->answered);
  free(h->settings_used);
  free(h);
}

bool host_position(lua_State *L, int level, char *file, size_t size, int *line) {
  lua_Debug ar;
  for (; lua_getstack(L, level, &ar); level++) {
    lua_getinfo(L, "Sl", &ar);
    if (ar.source[0] != '@' || ar.currentline <= 0) continue;
    snprintf(file, size, "%s", ar.source + 1);
    *line = ar.currentline;
    return true;
  }
  if (size) file[0] = 0;
  *line = 0;
  return false;
}

static int raise_with(lua_State *L, canbao_status status, const char *file, int line, const char *number,
                      const char *format, va_list args) {
  host *h = host_of(L);
  canbao_error *e = &h->error;
  memset(e, 0, sizeof *e);
  e->status = status;
  if (h->error_file) {
    snprintf(e->file, sizeof e->file, "%s", h->error_file);
    e->line = h->error_line;
    number = h->error_article;
    h->error_file = NULL;
  } else if (line) {
    snprintf(e->file, sizeof e->file, "%s", file ? file : "");
    e->line = line;
  } else {
    host_position(L, 0, e->file, sizeof e->file, &e->line);
  }
  if (!number && h->deciding && h->now.article >= 0) number = h->p->articles[h->now.article].number;
  if ((!number || !*number) && !h->deciding) number = h->concerning;
  snprintf(e->article, sizeof e->article, "%s", number ? number : "");
  vsnprintf(e->message, sizeof e->message, format, args);
  h->raised = true;
  lua_pushlightuserdata(L, h);
  return lua_error(L);
}

int host_raise(lua_State *L, canbao_status status, const char *format, ...) {
  va_list args;
  va_start(args, format);
  raise_with(L, status, NULL, 0, NULL, format, args);
  va_end(args);
  return 0;
}

int host_raise_at(lua_State *L, canbao_status status, const char *file, int line, const char *number,
                  const char *format, ...) {
  va_list args;
  va_start(args, format);
  raise_with(L, status, file, line, number, format, args);
  va_end(args);
  return 0;
}

int host_reraise(lua_State *L, const canbao_error *error) {
  host *h = host_of(L);
  h->error = *error;
  h->raised = true;
  lua_pushlightuserdata(L, h);
  return lua_error(L);
}

/* Notes where Lua's own error happened; runs no script code. */
static int message_handler(lua_State *L) {
  host *h = host_of(L);
  if (!h->raised && !h->out_of_steps && !h->out_of_memory)
    host_position(L, 1, h->lua_file, sizeof h->lua_file, &h->lua_line);
  return 1;
}

/* Lua's words for common slips, and what to tell the author instead. */
static const struct {
  const char *lua, *ours;
} slips[] = {
    {"perform arithmetic on a nil", N_("something that is missing is calculated with: first ask whether it is there (%s)")},
    {"attempt to compare", N_("things of different kinds, or something missing, are compared: first ask whether it is there (%s)")},
    {"attempt to index a nil", N_("something that is missing is looked into: first ask whether it is there (%s)")},
    {"attempt to call a nil", N_("something is called that does not exist (%s)")},
    {"attempt to concatenate", N_("only texts can be joined with .. (%s)")},
    {"stack overflow", N_("a function calls itself without end (%s)")},
};

static void explain_lua(canbao_error *error, const char *text, size_t n) {
  char shown[400];
  const char *colon = text;
  /* drop Lua's own "file:line: " */
  for (size_t i = 0; i + 1 < n && i < 280; i++)
    if (text[i] == ':' && text[i + 1] == ' ') {
      colon = text + i + 2;
      break;
    }
  text_display(slice_of(colon, n - (size_t)(colon - text)), shown, sizeof shown);
  const char *format = N_("the rule cannot be computed: %s");
  for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
    if (strstr(shown, slips[i].lua)) format = slips[i].ours;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  snprintf(error->message, sizeof error->message, _(format), shown);
#pragma GCC diagnostic pop
}

/* What the value on top of the stack (the error) means. Pops it. */
static canbao_status classify(host *h, int code, canbao_error *error) {
  canbao_error found;
  memset(&found, 0, sizeof found);
  found.status = CANBAO_SCRIPT;
  snprintf(found.file, sizeof found.file, "%s", h->lua_file);
  found.line = h->lua_line;
  if (h->deciding && h->now.article >= 0)
    snprintf(found.article, sizeof found.article, "%s", h->p->articles[h->now.article].number);
  if (!h->deciding) snprintf(found.article, sizeof found.article, "%s", h->concerning);
  if (h->out_of_steps) {
    found.status = CANBAO_LIMIT;
    snprintf(found.message, sizeof found.message,
             _("the rule runs too long (more than %ld steps): does a loop ever end?"), h->steps_max);
  } else if (h->out_of_memory || code == LUA_ERRMEM) {
    found.status = CANBAO_LIMIT;
    snprintf(found.message, sizeof found.message, _("the script uses too much memory (more than %u MB, or one piece over %u MB)"),
             LIMIT_MEMORY >> 20, LIMIT_BLOCK >> 20);
  } else if (h->raised) {
    found = h->error;
  } else if (lua_type(h->L, -1) == LUA_TSTRING) {
    size_t n;
    const char *text = lua_tolstring(h->L, -1, &n);
    explain_lua(&found, text, n);
    if (memmem(text, n, "nil", 3)) h->missing = true;
  } else {
    snprintf(found.message, sizeof found.message, _("the script raised an error that is not a text"));
  }
  lua_pop(h->L, 1);
  h->raised = false;
  h->lua_file[0] = 0;
  h->lua_line = 0;
  if (error) *error = found;
  return found.status;
}

canbao_status host_call(host *h, int nargs, int nresults, canbao_error *error) {
  lua_State *L = h->L;
  int base = lua_gettop(L) - nargs;
  lua_pushcfunction(L, message_handler);
  lua_insert(L, base);
  int code = lua_pcall(L, nargs, nresults, base);
  lua_remove(L, base);
  if (code == LUA_OK) return CANBAO_OK;
  return classify(h, code, error);
}

/* Syntax errors carry "FILE:LINE: text near token" and nothing else tells the line. */
static canbao_status syntax_error(host *h, const char *path, canbao_error *error) {
  size_t n;
  const char *text = lua_type(h->L, -1) == LUA_TSTRING ? lua_tolstring(h->L, -1, &n) : "";
  int line = 0;
  const char *rest = text;
  if (strncmp(text, "s:", 2) == 0) {
    char *end;
    line = (int)strtol(text + 2, &end, 10);
    rest = *end == ':' ? end + 2 : end;
  }
  char shown[400];
  text_display(slice_of(rest, strlen(rest)), shown, sizeof shown);
  lua_pop(h->L, 1);
  return fault_at(error, CANBAO_SCRIPT, path, line, _("this is not valid Lua: %s"), shown);
}

canbao_status host_load(host *h, const char *path, const char *text, size_t size, bool trusted, canbao_error *error) {
  /* Lua cuts chunk names in messages at 60 bytes: load once under a short name for the syntax error's line ... */
  int code = luaL_loadbufferx(h->L, text, size, "=s", "t");
  if (code == LUA_ERRSYNTAX) return syntax_error(h, path, error);
  if (code == LUA_OK) {
    char name[600];
    lua_pop(h->L, 1);
    snprintf(name, sizeof name, "%c%s", trusted ? '=' : '@', path);
    code = luaL_loadbufferx(h->L, text, size, name, "t"); /* ... then under its whole path for positions */
  }
  if (code != LUA_OK) return classify(h, code, error);
  if (!trusted) {
    lua_rawgeti(h->L, LUA_REGISTRYINDEX, h->env_ref);
    lua_setupvalue(h->L, -2, 1);
  }
  return CANBAO_OK;
}
