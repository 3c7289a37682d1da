/*
** saying.c - how trusted Lua speaks: where a script stands, errors that name file,
** line, article and the nearest right name, kinds and texts of values.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

static int w_where(lua_State *L) {
  char file[256];
  int line;
  host_position(L, 1, file, sizeof file, &line);
  lua_pushstring(L, file);
  lua_pushinteger(L, line);
  return 2;
}

static int w_tr(lua_State *L) {
  lua_pushstring(L, _(luaL_checkstring(L, 1)));
  return 1;
}

static int w_fail(lua_State *L) {
  return host_raise_at(L, CANBAO_SCRIPT, NULL, 0, luaL_optstring(L, 1, ""), "%s",
                       luaL_checkstring(L, 2));
}

static int w_fail_at(lua_State *L) {
  return host_raise_at(L, CANBAO_SCRIPT, luaL_checkstring(L, 1), (int)luaL_checkinteger(L, 2),
                       luaL_optstring(L, 3, ""), "%s", luaL_checkstring(L, 4));
}

/* The line on which `key =` stands in the call that begins on `line`, so that a wrong key is shown where it is. */
int line_of_key(const char *file, int line, const char *key) {
  FILE *f = fopen(file, "r");
  if (!f) return line;
  char text[LIMIT_LINE + 2];
  int n = 0, found = line;
  size_t k = strlen(key);
  while (fgets(text, sizeof text, f) && n < line + 40) {
    if (++n < line) continue;
    if (n > line && strncmp(text, "article", 7) == 0) break;
    for (char *at = strstr(text, key); at; at = strstr(at + 1, key)) {
      const char *after = at + k + strspn(at + k, " \t");
      bool starts = at == text || strchr(" \t{,;[\"'", at[-1]);
      if (starts && *after == '=' && after[1] != '=') {
        found = n;
        goto done;
      }
    }
  }
done:
  fclose(f);
  return found;
}

static bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The name that alone is the value of `key =` in the line: "" when it is something else. */
static void named_value(const char *text, const char *key, char *name, size_t size) {
  const char *at = strstr(text, key), *given = at ? strchr(at, '=') : NULL;
  *name = '\0';
  if (!given) return;
  given += 1 + strspn(given + 1, " \t");
  size_t n = 0;
  while (is_name(given[n])) n++;
  const char *after = given + n + strspn(given + n, " \t\r");
  if (n > 0 && n < size && !(*given >= '0' && *given <= '9') && strchr(",;}\n", *after))
    snprintf(name, size, "%.*s", (int)n, given);
}

/* Does the line begin with a local statement, outside any function, that gives the name something? */
static bool makes_local(const char *text, const char *name) {
  const char *end = strchr(text, '=');
  if (strncmp(text, "local ", 6) != 0 || !end) return false;
  size_t n = strlen(name);
  for (const char *at = strstr(text + 6, name); at && at < end; at = strstr(at + 1, name))
    if (!is_name(at[-1]) && !is_name(at[n])) return true;
  return false;
}

int line_of_value(const char *file, int line, const char *key) {
  int at = line_of_key(file, line, key), n = 0, made = 0;
  char text[LIMIT_LINE + 2], name[64] = "";
  FILE *f = fopen(file, "r");
  if (!f) return at;
  while (n < at && fgets(text, sizeof text, f)) n++;
  if (n == at && n > 0) named_value(text, key, name, sizeof name);
  rewind(f);
  for (n = 1; *name && n < at && fgets(text, sizeof text, f); n++)
    if (makes_local(text, name)) made = n;
  fclose(f);
  return made ? made : at;
}

/* Which article's table is being written: errors inside it name it. nil: none. */
static int w_concerning(lua_State *L) {
  host *h = host_of(L);
  snprintf(h->concerning, sizeof h->concerning, "%s", luaL_optstring(L, 1, ""));
  return 0;
}

/* (file, line, number): where an error is until further notice when no script is running. */
static int w_at(lua_State *L) {
  host *h = host_of(L);
  snprintf(h->at_file, sizeof h->at_file, "%s", luaL_optstring(L, 1, ""));
  h->at_line = (int)luaL_optinteger(L, 2, 0);
  snprintf(h->concerning, sizeof h->concerning, "%s", luaL_optstring(L, 3, ""));
  return 0;
}

/* (text, most bytes): true when it is not too long and has nothing that would move, hide or reverse what stands around it. */
static int w_plain(lua_State *L) {
  size_t n;
  const char *s = luaL_checklstring(L, 1, &n);
  char shown[4 * LIMIT_TITLE];
  bool fits = n <= (size_t)luaL_checkinteger(L, 2) && strlen(s) == n;
  lua_pushboolean(L, fits && strcmp(text_display(slice_of(s, n), shown, sizeof shown), s) == 0);
  return 1;
}

/* (value): a guard's member answers true or false, or something that is there. */
static int w_truth(lua_State *L) {
  const char *unfit = guard_unfit(L, 1);
  if (unfit) return host_raise(L, CANBAO_SCRIPT, _("when answers true or false, not %s"), unfit);
  lua_pushboolean(L, lua_toboolean(L, 1));
  return 1;
}

/* (file|nil, line, number|nil, message, wanted, names, key|nil): message with the nearest name added. */
static int fail_name(lua_State *L, const char *file, int line, int first) {
  const char *number = luaL_optstring(L, first, "");
  const char *message = luaL_checkstring(L, first + 1), *wanted = luaL_checkstring(L, first + 2);
  const char *key = luaL_optstring(L, first + 4, NULL);
  const char *names[ARTICLES_MAX + 64];
  int n = 0;
  luaL_checktype(L, first + 3, LUA_TTABLE);
  for (lua_Integer i = 1; n < ARTICLES_MAX + 63; i++) {
    if (lua_rawgeti(L, first + 3, i) != LUA_TSTRING) break;
    names[n++] = lua_tostring(L, -1); /* the table keeps it alive */
    lua_pop(L, 1);
  }
  char here[256];
  if (!file) {
    host_position(L, 1, here, sizeof here, &line);
    file = here;
  }
  if (key) line = line_of_key(file, line, key);
  int near = text_nearest(wanted, names, n);
  if (near >= 0)
    return host_raise_at(L, CANBAO_SCRIPT, file, line, number, _("%s; did you mean “%s”?"), message,
                         names[near]);
  return host_raise_at(L, CANBAO_SCRIPT, file, line, number, "%s", message);
}

static int w_fail_name(lua_State *L) { return fail_name(L, NULL, 0, 1); }

static int w_fail_name_at(lua_State *L) {
  return fail_name(L, luaL_checkstring(L, 1), (int)luaL_checkinteger(L, 2), 3);
}

static int w_kind(lua_State *L) {
  lua_pushstring(L, amount_kind(L, 1));
  return 1;
}

/* The same in the user's language. */
static int w_in_words(lua_State *L) {
  lua_pushstring(L, amount_in_words(L, 1));
  return 1;
}

static int w_text(lua_State *L) {
  int type = lua_type(L, 1);
  if (type == LUA_TTABLE || type == LUA_TFUNCTION)
    lua_pushstring(L, luaL_typename(L, 1)); /* never an address */
  else
    luaL_tolstring(L, 1, NULL);
  return 1;
}

/* (file, line, number, name, value, kind): what an article states under that name is of that kind, or an error on its line. */
static int w_need_kind(lua_State *L) {
  host *h = host_of(L);
  const char *name = luaL_checkstring(L, 4), *kind = luaL_checkstring(L, 6);
  if (strcmp(amount_kind(L, 5), kind) == 0) return 0;
  h->error_file = luaL_checkstring(L, 1), h->error_line = (int)luaL_checkinteger(L, 2);
  h->error_article = luaL_checkstring(L, 3), h->error_key = name;
  amount_wrong_kind(L, 5, kind, name);
  return 0;
}

/* (premium, share, subsidy): is subsidy exactly that share? */
static int w_share_is(lua_State *L) {
  const amount *premium = amount_test(L, 1), *share = amount_test(L, 2),
               *subsidy = amount_test(L, 3);
  wide left = (wide)premium->v.v * share->num, right = (wide)subsidy->v.v * share->den;
  lua_pushboolean(L, left == right);
  return 1;
}

void saying_open(lua_State *L) {
  static const luaL_Reg primitives[] = {{"where", w_where},
                                        {"tr", w_tr},
                                        {"fail", w_fail},
                                        {"fail_at", w_fail_at},
                                        {"fail_name", w_fail_name},
                                        {"fail_name_at", w_fail_name_at},
                                        {"concerning", w_concerning},
                                        {"at", w_at},
                                        {"plain", w_plain},
                                        {"truth", w_truth},
                                        {"kind", w_kind},
                                        {"in_words", w_in_words},
                                        {"text", w_text},
                                        {"need_kind", w_need_kind},
                                        {"share_is", w_share_is},
                                        {NULL, NULL}};
  luaL_setfuncs(L, primitives, 0);
}
