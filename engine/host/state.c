/*
** state.c - one Lua state with its limits: instructions, depth, time, and errors that always know their
** script and line. What it may hold is lua_memory.c's. Must not know what the scripts mean.
*/
#include <limits.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "host/host.h"
#include "host/silent_answers.h"
#include "host/syntax.h"

host *host_of(lua_State *L) {
  host *h;
  memcpy(&h, lua_getextraspace(L), sizeof h);
  return h;
}

#define CLOCK_STEPS \
  (16 * HOOK_STEP) /* between two looks at the clock, which costs more than most rules */

static int64_t cpu_seconds(void) {
  struct timespec t;
  return clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t) == 0 ? (int64_t)t.tv_sec : 0;
}

static void count_hook(lua_State *L, lua_Debug *ar);

/* Steps decide; the clock only ends what no step count foresaw. Neither can be caught: nothing in a script catches. */
static void spend(lua_State *L, long steps) {
  host *h = host_of(L);
  h->steps += steps;
  if (!h->out_of_steps) {
    if ((h->unclocked += steps) >= CLOCK_STEPS) {
      h->unclocked = 0;
      int64_t now = cpu_seconds();
      if (h->cpu_began < 0) h->cpu_began = now;
      if (now - h->cpu_began > h->p->limits.seconds) h->out_of_time = true;
    }
    if (h->steps <= h->steps_max && !h->out_of_time) return;
    h->out_of_steps = true;
    host_position(L, 0, h->lua_file, sizeof h->lua_file, &h->lua_line);
  }
  lua_sethook(L, count_hook, LUA_MASKCOUNT, 1);
  lua_pushliteral(L, "limit");
  lua_error(L);
}

/* How many calls stand on the stack. */
static int calls_open(lua_State *L) {
  lua_Debug ar;
  int least = 0, most = 1; /* as many; not as many */
  while (lua_getstack(L, most - 1, &ar)) least = most, most *= 2;
  while (most - least > 1) {
    int middle = least + (most - least) / 2;
    if (lua_getstack(L, middle - 1, &ar))
      least = middle;
    else
      most = middle;
  }
  return least;
}

/* How deep a rule's calls may stand is its own affair, not that of who waits for it: what it reads may be remembered or not. And
** Lua's stack is no measure: how far it may grow rests on how it grew before. */
static void check_depth(lua_State *L) {
  const host *h = host_of(L);
  lua_Debug ar;
  char file[256];
  int line;
  if (!lua_getstack(L, h->calls_before + LIMIT_CALLS, &ar)) return;
  if (!host_position(L, 0, file, sizeof file, &line)) file[0] = 0, line = 0;
  host_raise_at(
      L, CANBAO_LIMIT, file, line, NULL,
      _("functions wait for one another more than %d deep: does one call itself without end?"),
      LIMIT_CALLS);
}

static void count_hook(lua_State *L, lua_Debug *ar) {
  (void)ar;
  spend(L, HOOK_STEP);
  check_depth(L);
}

void host_charge(lua_State *L, size_t work) {
  spend(L, work > LONG_MAX / 4 ? LONG_MAX / 4 : (long)work);
}

void host_budget(host *h, long steps) {
  h->steps = 0;
  h->steps_max = steps;
  h->out_of_steps = false;
  h->lua_file[0] = 0;
  lua_sethook(h->L, count_hook, LUA_MASKCOUNT, HOOK_STEP);
}

void host_count_anew(host *h) {
  check_depth(h->L); /* the count would not come to it where it begins anew again and again */
  lua_sethook(h->L, count_hook, LUA_MASKCOUNT, h->out_of_steps ? 1 : HOOK_STEP);
}

void host_clock(host *h) {
  h->cpu_began = -1; /* read when first looked at: most residents never come to it */
  h->unclocked = 0;
  h->out_of_time = false;
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
  h->awaited = -1;
  h->L = lua_memory_state(h);
  if (!h->L) {
    free(h);
    return NULL;
  }
  lua_atpanic(h->L, panic);
  /* Numbers and texts are the same in every locale; the language of messages stays the program's. */
  h->plain = newlocale(LC_CTYPE_MASK | LC_NUMERIC_MASK | LC_COLLATE_MASK, "C",
                       duplocale(LC_GLOBAL_LOCALE));
  memcpy(lua_getextraspace(h->L), &h, sizeof h);
  for (int a = 0; a < ARTICLES_MAX; a++) {
    h->guards[a] = LUA_NOREF;
    for (int e = 0; e < EFFECTS_MAX; e++) h->functions[a][e] = LUA_NOREF;
  }
  for (int e = 0; e < EFFECTS_MAX; e++)
    h->formulas[e] = LUA_NOREF, h->overridden_of[e] = h->only_if[e] = h->below_zero_by[e] = -1;
  for (int i = 0; i < DOUBTS_MAX; i++) h->doubt_guards[i] = LUA_NOREF, h->doubt_combined[i] = -1;
  host_budget(h, (long)p->limits.load_steps);
  host_clock(h);
  return h;
}

void host_free(host *h) {
  if (!h) return;
  if (h->L) lua_close(h->L);
  if (h->plain) freelocale(h->plain);
  for (int e = 0; e < EFFECTS_MAX; e++) free(h->ranking[e]);
  free(h->measures);
  for (int e = 0; e < EFFECTS_MAX; e++)
    free(h->pending_follows[e]), free(h->pending_only_if[e]), free(h->pending_overridden[e]),
        free(h->pending_exceeds[e]);
  for (int i = 0; i < h->scripts_count; i++) free(h->scripts[i].path), free(h->scripts[i].text);
  free(h->scripts);
  memo_free(h);
  observing_free(h);
  free(h->answered);
  free(h->unknown_of);
  free(h->told);
  free(h->asked);
  free(h->fixing);
  free(h->constants);
  free(h->titles);
  free(h->labels);
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

/* Where to look when no script is on the stack: the article whose rule or table is at hand, or else the script. */
static void place_at_hand(const host *h, canbao_error *e) {
  const policy *p = h->p;
  const article *a = h->deciding && h->now.article >= 0 ? &p->articles[h->now.article] : NULL;
  const char *file = a ? a->file : h->at_file[0] ? h->at_file : p ? p->path : NULL;
  snprintf(e->file, sizeof e->file, "%s", file ? file : "");
  e->line = a ? a->line : h->at_file[0] ? h->at_line : 0;
}

static int raise_with(lua_State *L, canbao_status status, const char *file, int line,
                      const char *number, const char *format, va_list args) {
  host *h = host_of(L);
  canbao_error *e = &h->error;
  memset(e, 0, sizeof *e);
  e->status = status;
  if (h->error_file) {
    snprintf(e->file, sizeof e->file, "%s", h->error_file);
    e->line =
        h->error_key ? line_of_value(h->error_file, h->error_line, h->error_key) : h->error_line;
    number = h->error_article;
    h->error_file = h->error_key = NULL;
  } else if (line) {
    snprintf(e->file, sizeof e->file, "%s", file ? file : "");
    e->line = line;
  } else {
    host_position(L, 0, e->file, sizeof e->file, &e->line);
    if (!e->file[0]) place_at_hand(h, e);
  }
  if ((!number || !*number) && h->deciding && h->now.article >= 0)
    number = h->p->articles[h->now.article].number;
  if ((!number || !*number) && !h->deciding) number = h->concerning;
  snprintf(e->article, sizeof e->article, "%s", number ? number : "");
  char text[sizeof e->message];
  int n = vsnprintf(text, sizeof text, format, args);
  if (h->p->terms && term_table_starved(h->p->terms)) { /* whatever was raised: this is why */
    e->status = CANBAO_LIMIT;
    h->no_memory = true;
    n = snprintf(text, sizeof text, "%s", _("out of memory"));
  }
  text_display(slice_of(text, n < (int)sizeof text ? (size_t)n : sizeof text - 1), e->message,
               sizeof e->message);
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

int host_raise_no_memory(lua_State *L) {
  host_of(L)->no_memory = true;
  return host_raise(L, CANBAO_LIMIT, "%s", _("out of memory"));
}

int host_raise_at(lua_State *L, canbao_status status, const char *file, int line,
                  const char *number, const char *format, ...) {
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
  if (!h->raised && !h->out_of_steps)
    host_position(L, 1, h->lua_file, sizeof h->lua_file, &h->lua_line);
  return 1;
}

/* Lua's words for common slips, and what to tell the author instead. */
static const struct {
  const char *lua, *ours;
} slips[] = {
    {"perform arithmetic on", N_("this cannot be calculated with: %s")},
    {"compare number with string",
     N_("a number is compared with a text: write the number without quotes (%s)")},
    {"compare string with number",
     N_("a number is compared with a text: write the number without quotes (%s)")},
    {"attempt to index a nil",
     N_("something that is missing is looked into: first ask whether it is there (%s)")},
    {"attempt to index", N_("this cannot be looked into: %s")},
    {"attempt to call a nil", N_("something is called that does not exist (%s)")},
    {"attempt to call", N_("this is not a function: %s")},
    {"attempt to concatenate", N_("only texts can be joined with .. (%s)")},
    {"attempt to get length", N_("only lists and texts have a length (%s)")},
    {"perform 'n//0'", N_("a number is divided by zero (%s)")},
    {"perform 'n%", N_("a number is divided by zero (%s)")},
    {"divide by zero", N_("a number is divided by zero (%s)")},
    {"stack overflow", N_("a function calls itself without end (%s)")},
    {"error in error handling", N_("a function calls itself without end (%s)")},
};

static const char *const too_much[] = {"not enough memory",      "block too big",
                                       "string length overflow", "resulting string too large",
                                       "table overflow",         "string slice too long"};

static bool says_too_much(const char *text) {
  for (size_t i = 0; i < sizeof too_much / sizeof *too_much; i++)
    if (strstr(text, too_much[i])) return true;
  return false;
}

/* Of "attempt to index a nil value (field 'paid')": paid; of "attempt to compare nil with number": nil with number. */
static void thing_meant(const char *text, char *out, size_t size) {
  static const char *const before[] = {" on a ",  " on ",           "compare ",     "index a ",
                                       "call a ", "concatenate a ", "length of a ", "perform "};
  const char *name = strstr(text, " '"), *end = name ? strrchr(text, '\'') : NULL;
  if (name && end > name + 2 && strstr(text, " (")) {
    snprintf(out, size, "%.*s", (int)(end - name - 2), name + 2);
    return;
  }
  for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
    const char *at = strstr(text, before[i]);
    if (!at) continue;
    at += strlen(before[i]);
    const char *end_of = strstr(at, " value");
    snprintf(out, size, "%.*s", (int)(end_of ? (size_t)(end_of - at) : strlen(at)), at);
    return;
  }
  snprintf(out, size, "%s", strncmp(text, "attempt to ", 11) == 0 ? text + 11 : text);
}

/* Two that cannot be compared, of "attempt to compare A with B" or "two A values". */
static void explain_comparison(canbao_error *error, const char *shown) {
  char a[32] = "", b[32] = "";
  const char *at = strstr(shown, "compare ") + 8;
  if (sscanf(at, "two %31s", a) == 1)
    memcpy(b, a, sizeof b);
  else
    (void)sscanf(at, "%31s with %31s", a, b);
  snprintf(error->message, sizeof error->message, _("%s cannot be compared with %s"),
           kind_in_words(a), kind_in_words(b));
}

/* Lua's own words for something that is missing. False: it is something else. */
static bool explain_missing(const host *h, canbao_error *error, const char *shown) {
  char words[1024];
  const char *said = NULL;
  if (strstr(shown, "perform arithmetic on a nil"))
    said = _("something that is missing is calculated with: first ask whether it is there");
  if (strstr(shown, "compare nil with") || strstr(shown, "with nil") ||
      strstr(shown, "compare two nil"))
    said = _("something that is missing is compared: first ask whether it is there");
  if (!said) return false;
  missing_words(h, error->file, error->line, said, words, sizeof words);
  snprintf(error->message, sizeof error->message, "%s", words);
  return true;
}

static void explain_lua(const host *h, canbao_error *error, const char *text, size_t n) {
  char shown[400], own[32], thing[400];
  const char *from = text;
  /* drop Lua's own "file:line: " */
  snprintf(own, sizeof own, ":%d: ", error->line);
  const char *position = strstr(text, own);
  if (position) from = position + strlen(own);
  text_display(slice_of(from, n - (size_t)(from - text)), shown, sizeof shown);
  bool compared = strstr(shown, "attempt to compare") && !strstr(shown, "number with string") &&
                  !strstr(shown, "string with number");
  if (explain_missing(h, error, shown)) return;
  if (compared) {
    explain_comparison(error, shown);
    return;
  }
  const char *format = N_("the rule cannot be computed: %s");
  const char *said = strncmp(shown, "attempt to ", 11) == 0 ? shown + 11 : shown;
  for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
    if (!strstr(shown, slips[i].lua)) continue;
    format = slips[i].ours;
    thing_meant(shown, thing, sizeof thing);
    said = kind_in_words(thing);
    break;
  }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  snprintf(error->message, sizeof error->message, _(format), said);
#pragma GCC diagnostic pop
}

static void explain_limit(const host *h, canbao_error *error) {
  error->status = CANBAO_LIMIT;
  if (h->out_of_time)
    snprintf(error->message, sizeof error->message,
             _("the rule takes more than %d seconds: does a loop ever end?"),
             (int)h->p->limits.seconds);
  else if (h->out_of_steps)
    snprintf(error->message, sizeof error->message,
             _("the rule runs too long (more than %ld steps): does a loop ever end?"),
             h->steps_max);
  else if (h->too_deep)
    snprintf(error->message, sizeof error->message, _("a function calls itself without end (%s)"),
             "stack overflow");
  else if (h->system_refused)
    snprintf(error->message, sizeof error->message, "%s", _("out of memory"));
  else if (h->text_too_long)
    snprintf(error->message, sizeof error->message, _("the script makes a text of more than %u KB"),
             LIMIT_TEXT >> 10);
  else
    snprintf(error->message, sizeof error->message,
             _("the script uses too much memory (more than %u MB, or one piece over %u MB)"),
             (unsigned)h->p->limits.memory_mb, LIMIT_BLOCK >> 20);
}

/* What the value on top of the stack (the error) means. Pops it. A refused allocation alone means nothing: Lua collects and
** tries again. */
static canbao_status classify(host *h, int code, canbao_error *error) {
  canbao_error found;
  size_t n = 0;
  const char *text = lua_type(h->L, -1) == LUA_TSTRING ? lua_tolstring(h->L, -1, &n) : NULL;
  memset(&found, 0, sizeof found);
  found.status = CANBAO_SCRIPT;
  snprintf(found.file, sizeof found.file, "%s", h->lua_file);
  found.line = h->lua_line;
  if (!found.file[0]) place_at_hand(h, &found);
  if (h->deciding && h->now.article >= 0)
    snprintf(found.article, sizeof found.article, "%s", h->p->articles[h->now.article].number);
  if (!h->deciding) snprintf(found.article, sizeof found.article, "%s", h->concerning);
  bool refused = code == LUA_ERRMEM || (text && says_too_much(text));
  if (h->out_of_steps || (refused && !h->raised)) {
    explain_limit(h, &found);
    h->no_memory = h->no_memory || (h->system_refused && !h->out_of_steps);
  } else if (h->raised) {
    found = h->error;
  } else if (text) {
    explain_lua(h, &found, text, n);
    if (strstr(text, "nil") && !strstr(text, "call a nil")) h->missing = true;
  } else {
    snprintf(found.message, sizeof found.message,
             _("the script raised an error that is not a text"));
  }
  lua_pop(h->L, 1);
  h->raised = false;
  h->error_file = h->error_key = NULL;
  h->lua_file[0] = 0;
  h->lua_line = 0;
  if (error) *error = found;
  return found.status;
}

/* For an effect that is settled first. Pops what was raised. */
static canbao_status given_up(host *h) {
  lua_pop(h->L, 1);
  h->raised = false;
  return CANBAO_SCRIPT;
}

/* A rule that had too little memory runs once more with nothing else there: what the residents before it left may not decide what
** becomes of it. Its function and arguments are on top; what it has observed it will observe again. */
static int run_alone(host *h, int nargs, int nresults, int handler) {
  lua_State *L = h->L;
  int code = LUA_ERRMEM;
  if (lua_memory_alone(h)) {
    observing_run(h, h->observing.started);
    host_count_anew(h);
    code = lua_pcall(L, nargs, nresults, handler);
  } else {
    lua_pop(L, nargs + 1);
    lua_pushliteral(L, "not enough memory");
  }
  lua_memory_shared(h);
  return code;
}

/* Stack: handler, function, arguments. */
static int call_limited(host *h, int nargs, int nresults, int handler) {
  lua_State *L = h->L;
  if (!h->observing.running) return lua_pcall(L, nargs, nresults, handler);
  for (int i = 0; i <= nargs; i++) lua_pushvalue(L, handler + 1 + i);
  lua_memory_keep_back(h);
  int code = lua_pcall(L, nargs, nresults, handler);
  lua_memory_give_back(h);
  bool refused = code == LUA_ERRMEM && !h->raised && !h->out_of_steps && !h->system_refused;
  if (!refused) {
    for (int i = 0; i <= nargs; i++) lua_remove(L, handler + 1);
    return code;
  }
  lua_pop(L, 1);
  return run_alone(h, nargs, nresults, handler);
}

canbao_status host_call(host *h, int nargs, int nresults, canbao_error *error) {
  lua_State *L = h->L;
  int base = lua_gettop(L) - nargs, calls_before = h->calls_before;
  h->calls_before = calls_open(L);
  lua_pushcfunction(L, message_handler);
  lua_insert(L, base);
  locale_t before = h->plain ? uselocale(h->plain) : (locale_t)0;
  int code = call_limited(h, nargs, nresults, base);
  if (before) uselocale(before);
  lua_remove(L, base);
  h->calls_before = calls_before;
  if (code == LUA_OK) return CANBAO_OK;
  if (h->awaited >= 0) return given_up(h);
  return classify(h, code, error);
}

/* Syntax errors carry "FILE:LINE: text near token" and nothing else tells the line. */
static canbao_status syntax_error(host *h, const char *path, const char *script, size_t size,
                                  canbao_error *error) {
  canbao_error own;
  if (!error) error = &own;
  size_t n;
  const char *text = lua_type(h->L, -1) == LUA_TSTRING ? lua_tolstring(h->L, -1, &n) : "";
  int line = 0;
  const char *rest = text;
  if (strncmp(text, "s:", 2) == 0) {
    char *end;
    line = (int)strtol(text + 2, &end, 10);
    rest = *end == ':' ? end + 2 : end;
  }
  canbao_status status = syntax_fault(error, path, slice_of(script, size), line, rest);
  lua_pop(h->L, 1);
  syntax_article(error, script, size);
  return status;
}

/* The parser says neither where nor what when a script is nested too deeply, or joins some two hundred things in one
** expression: the shortest head of lines that is too deep as well ends where it happens. */
static int line_too_deep(host *h, const char *text, size_t size) {
  size_t low = 0, high = size; /* the head of `high` bytes is too deep, that of `low` is not */
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    int code = luaL_loadbufferx(h->L, text, middle, "=s", "t");
    lua_pop(h->L, 1);
    if (code == LUA_ERRRUN)
      high = middle;
    else
      low = middle;
  }
  int line = 1;
  for (size_t i = 0; i < high; i++) line += text[i] == '\n';
  return line;
}

/* Leaves the chunk's function on the stack, or nothing. */
static canbao_status load_text(host *h, const char *path, const char *text, size_t size,
                               bool trusted, canbao_error *error) {
  char name[600]; /* the whole path, for positions */
  snprintf(name, sizeof name, "%c%s", trusted ? '=' : '@', path);
  int code = luaL_loadbufferx(h->L, text, size, name, "t");
  if (code == LUA_ERRSYNTAX || code == LUA_ERRRUN) {
    /* Lua cuts chunk names in messages at 60 bytes: once more under a short one, for the error's line */
    lua_pop(h->L, 1);
    code = luaL_loadbufferx(h->L, text, size, "=s", "t");
  }
  if (code == LUA_ERRSYNTAX) return syntax_error(h, path, text, size, error);
  if (code == LUA_ERRRUN) {
    lua_pop(h->L, 1);
    return fault_at(error, CANBAO_SCRIPT, path, line_too_deep(h, text, size),
                    _("this is nested too deeply, or joins too much at once: give parts of it "
                      "names with local"));
  }
  return code == LUA_OK ? CANBAO_OK : classify(h, code, error);
}

canbao_status host_load(host *h, const char *path, const char *text, size_t size, bool trusted,
                        canbao_error *error) {
  canbao_status status = load_text(h, path, text, size, trusted, error);
  char *guarded = NULL;
  size_t guarded_size = 0;
  if (status == CANBAO_OK && !trusted) {
    /* only what Lua can read is taken apart; as the author wrote it, it is what errors of syntax speak of */
    status = silent_answers_guarded(h->p->schema, path, text, size, &guarded, &guarded_size, error);
    if (status != CANBAO_OK || guarded) lua_pop(h->L, 1);
    if (guarded) {
      status = load_text(h, path, guarded, guarded_size, trusted, error);
      free(guarded);
    }
  }
  if (status == CANBAO_OK && !trusted) {
    lua_rawgeti(h->L, LUA_REGISTRYINDEX, h->env_ref);
    lua_setupvalue(h->L, -2, 1);
  }
  return status;
}
