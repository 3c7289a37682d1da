/*
** load.c - a policy from its script: found by name, checked as text, run in the
** sandbox, frozen, walked. A policy loads whole or not at all.
*/
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/embedded.h"
#include "host/fields.h"
#include "host/host.h"
#include "host/syntax.h"
#include "host/table_file.h"
#include "values/file.h"
#include "values/sha256.h"

char *text_copy(const char *s) { return s ? strdup(s) : NULL; }

/* ---- reading ---- */

static canbao_status remember_source(policy *p, const char *path, const char *text, size_t size,
                                     canbao_error *error) {
  source *grown = realloc(p->sources, sizeof *grown * ((size_t)p->sources_count + 1));
  if (!grown) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  p->sources = grown;
  source *s = &grown[p->sources_count];
  s->path = text_copy(path);
  if (!s->path) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  p->sources_count++;
  sha256_of(text, size, s->sha256);
  return CANBAO_OK;
}

/* Read a regular file once; what was read is what is hashed and run. malloc'ed, NUL-terminated. With `p`, remembered. */
canbao_status source_read(policy *p, const char *path, size_t limit, char **text, size_t *size,
                          canbao_error *error) {
  struct stat st;
  int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    return fault(error, CANBAO_USAGE, _("%s: there is no such file"), path);
  if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
    if (fd >= 0) close(fd);
    return fault(error, CANBAO_USAGE, _("%s cannot be read as a script"), path);
  }
  if ((size_t)st.st_size > limit) {
    close(fd);
    return fault_at(error, CANBAO_LIMIT, path, 0,
                    _("the script has %zu bytes; at most %zu are read"), (size_t)st.st_size, limit);
  }
  char *buf = malloc((size_t)st.st_size + 1);
  size_t n = 0;
  while (buf && n < (size_t)st.st_size) {
    ssize_t got = read(fd, buf + n, (size_t)st.st_size - n);
    if (got <= 0) break;
    n += (size_t)got;
  }
  close(fd);
  if (!buf) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  buf[n] = 0;
  canbao_status status = p ? remember_source(p, path, buf, n, error) : CANBAO_OK;
  size_t bom = n >= 3 && memcmp(buf, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  memmove(buf, buf + bom, n - bom + 1);
  if (status != CANBAO_OK) {
    free(buf);
    return status;
  }
  *text = buf;
  *size = n - bom;
  return CANBAO_OK;
}

/* ---- running ---- */

/* Of a script that Lua could read: what its text, as a whole, shows to be meant otherwise. */
static canbao_status check_parts(policy *p, const struct script_text *script, canbao_error *error) {
  script_parts parts;
  canbao_status status = script_parts_read(&parts, script->text, script->size)
                             ? CANBAO_OK
                             : fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  if (status == CANBAO_OK) status = source_check_guards(&parts, script->path, error);
  if (status == CANBAO_SCRIPT && error) syntax_article(error, script->text, script->size);
  if (status == CANBAO_OK) status = source_check_tables(p, &parts, script, error);
  script_parts_free(&parts);
  return status;
}

/* Load the script at path; leaves its function on the stack. */
static canbao_status push_script(host *h, const char *path, canbao_error *error) {
  char *text = NULL;
  size_t size = 0, most = (size_t)h->p->limits.source_kb << 10;
  canbao_status status = source_read(h->p, path, most, &text, &size, error);
  if (status != CANBAO_OK) return status;
  status = source_check(path, text, size, most, false, error);
  struct script_text *grown =
      status == CANBAO_OK ? realloc(h->scripts, sizeof *grown * ((size_t)h->scripts_count + 1))
                          : NULL;
  if (!grown) {
    free(text);
    return status == CANBAO_OK ? fault(error, CANBAO_LIMIT, "%s", _("out of memory")) : status;
  }
  h->scripts = grown;
  char *kept_path = text_copy(path);
  grown[h->scripts_count++] = (struct script_text){kept_path, text, size};
  if (!kept_path) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  status = host_load(h, path, text, size, false, error);
  struct script_text script = {kept_path, text, size}; /* the list may have moved */
  return status == CANBAO_OK ? check_parts(h->p, &script, error) : status;
}

int load_parent(lua_State *L) {
  host *h = host_of(L);
  char path[512], shown[512];
  canbao_error error;
  canbao_status status;
  const char *name = luaL_checkstring(L, 1);
  size_t n = strlen(name);
  if (++h->levels > 5)
    return host_raise(L, CANBAO_SCRIPT, _("levels build on one another without end"));
  if (*name == '/' || strstr(name, "..") || (n > 4 && strcmp(name + n - 4, ".lua") == 0))
    return host_raise(
        L, CANBAO_SCRIPT,
        _("based_on names a script of the rules, like \"anhui/suzhou/2023\", not a path"));
  status = script_find(name, h->root, path, shown, sizeof path, &error);
  if (status != CANBAO_OK) return host_raise(L, CANBAO_SCRIPT, "%s", error.message);
  status = push_script(h, path, &error);
  if (status != CANBAO_OK) return host_reraise(L, &error);
  lua_call(L, 0, 0);
  h->levels--;
  return 0;
}

/* ---- scenarios ---- */

static canbao_status push_scenario(host *h, const char *name, canbao_error *error) {
  char path[700];
  canbao_status status = scenario_find(h, name, path, sizeof path, error);
  return status == CANBAO_OK ? push_script(h, path, error) : status;
}

int load_also(lua_State *L) {
  host *h = host_of(L);
  canbao_error error;
  if (++h->levels > 5)
    return host_raise(L, CANBAO_SCRIPT, "%s", _("scenarios build on one another without end"));
  if (push_scenario(h, luaL_checkstring(L, 1), &error) != CANBAO_OK) return host_reraise(L, &error);
  lua_call(L, 0, 0);
  h->levels--;
  return 0;
}

/* The --sets are the first edits, so that each can be left out like a scenario's. */
static bool list_settings(host *h) {
  policy *p = h->p;
  for (int i = 0; h->options && i < h->options->settings_count && i < EDITS_MAX; i++) {
    const parameter_setting *s = &h->options->settings[i];
    char label[400];
    snprintf(label, sizeof label, "%s.%s=%s", s->article, s->effect, s->value);
    edit *e = &p->edits[p->edits_count++];
    *e = (edit){.label = text_copy(label),
                .article = text_copy(s->article),
                .applied = !(h->options->edits_off >> i & 1)};
    if (!e->label || !e->article) return false;
  }
  return true;
}

static canbao_status run_scenarios(host *h, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  h->in_scenario = true;
  for (int i = 0; h->options && i < h->options->scenarios_count && status == CANBAO_OK; i++) {
    status = push_scenario(h, h->options->scenarios[i], error);
    if (status == CANBAO_OK) status = host_call(h, 0, 0, error);
  }
  h->in_scenario = false;
  return status;
}

/* Run a Lua file of ours with the primitives; leaves its one result on the stack. */
static canbao_status run_trusted(host *h, const char *name, canbao_error *error) {
  const struct embedded_file *f = embedded_files;
  while (f->name && strcmp(f->name, name) != 0) f++;
  if (!f->name)
    return fault_at(error, CANBAO_SCRIPT, h->p->path, 0, _("there is no programme “%s”"), name);
  canbao_status status = host_load(h, name, f->text, f->size, true, error);
  if (status != CANBAO_OK) return status;
  lua_rawgeti(h->L, LUA_REGISTRYINDEX, h->words_ref);
  return host_call(h, 1, 1, error);
}

int load_programme(lua_State *L) {
  char name[128];
  canbao_error error;
  const char *wanted = luaL_checkstring(L, 1);
  snprintf(name, sizeof name, "lua/%.100s.lua", wanted);
  if (run_trusted(host_of(L), name, &error) != CANBAO_OK) {
    if (error.line == 0 && error.status == CANBAO_SCRIPT)
      return host_raise(L, error.status, _("there is no programme “%s”"), wanted);
    return host_reraise(L, &error);
  }
  return 1;
}

static int open_all(lua_State *L) {
  host *h = host_of(L);
  sandbox_open(h);
  amounts_open(h);
  cursor_open(h);
  words_open(h);
  h->words_ref = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

/* Effects that were declared with the name of a later one. */
static canbao_status name_effects(host *h, canbao_error *error) {
  policy *p = h->p;
  for (int e = 0; e < p->effects_count; e++) {
    const char *names[] = {h->pending_follows[e], h->pending_only_if[e], h->pending_overridden[e],
                           h->pending_exceeds[e]};
    int *into[] = {&p->effects[e].follows, &h->only_if[e], &h->overridden_of[e],
                   &h->below_zero_by[e]};
    for (int i = 0; i < 4; i++) {
      if (!names[i]) continue;
      *into[i] = policy_effect(p, names[i]);
      if (*into[i] < 0)
        return fault_at(error, CANBAO_SCRIPT, p->path, h->effect_lines[e],
                        _("effect %s speaks of an effect “%s” that nobody declared"),
                        p->effects[e].name, names[i]);
    }
  }
  return CANBAO_OK;
}

static int finish_protected(lua_State *L) {
  lua_call(L, 0, 0);
  return 0;
}

static canbao_status run_script(host *h, const char *path, canbao_error *error) {
  canbao_status status;
  lua_State *L = h->L;
  lua_pushcfunction(L, open_all);
  status = host_call(h, 0, 0, error);
  if (status == CANBAO_OK) status = run_trusted(h, "lua/words.lua", error); /* finish */
  if (status == CANBAO_OK) status = push_script(h, path, error);            /* finish, chunk */
  if (status == CANBAO_OK) status = host_call(h, 0, 0, error);              /* finish */
  if (status == CANBAO_OK) status = run_scenarios(h, error);
  if (status == CANBAO_OK) status = name_effects(h, error);
  if (status != CANBAO_OK) return status;
  lua_pushcfunction(L, finish_protected);
  lua_insert(L, -2);
  status = host_call(h, 1, 0, error);
  for (int i = 0; i < h->scripts_count && status == CANBAO_OK; i++) {
    const struct script_text *s = &h->scripts[i];
    status = source_check_names(h->p, s->path, s->text, s->size, error);
    if (status != CANBAO_OK && error) syntax_article(error, s->text, s->size);
  }
  return status;
}

static int freeze_protected(lua_State *L) {
  sandbox_freeze(L);
  return 0;
}

/* ---- after running ---- */

static canbao_status check_settings(host *h, canbao_error *error) {
  policy *p = h->p;
  for (int i = 0; h->options && i < h->options->settings_count; i++) {
    const parameter_setting *s = &h->options->settings[i];
    if (h->settings_used[i]) continue;
    int a = policy_article(p, s->article);
    const char *names[ARTICLES_MAX], *titles[EFFECTS_MAX];
    if (a < 0) {
      for (int k = 0; k < p->articles_count; k++) names[k] = p->articles[k].number;
      int near = text_nearest(s->article, names, p->articles_count);
      if (near >= 0)
        return fault(error, CANBAO_USAGE, _("--set: there is no article “%s”; did you mean “%s”?"),
                     s->article, names[near]);
      return fault(error, CANBAO_USAGE,
                   _("--set: there is no article “%s”: canbao check lists them"), s->article);
    }
    char fixed[300] = "";
    int n = 0;
    for (int e = 0; e < p->effects_count; e++) {
      if (p->articles[a].fixes[e] == VALUE_IS_ABSENT) continue;
      size_t used = strlen(fixed);
      snprintf(fixed + used, sizeof fixed - used, "%s%s", n ? ", " : "", p->effects[e].name);
      titles[n] = p->effects[e].title;
      names[n++] = p->effects[e].name;
    }
    int titled = text_nearest(s->effect, titles, n);
    for (int k = 0; k < p->stated_count; k++)
      if (p->articles[a].fixes[p->stated[k].effect] != VALUE_IS_ABSENT)
        names[n++] = p->stated[k].name;
    int near = text_nearest(s->effect, names, n);
    if (near < 0) near = titled; /* it is called so in Chinese */
    if (near >= 0)
      return fault(error, CANBAO_USAGE, _("--set: article %s fixes no “%s”; did you mean “%s”?"),
                   s->article, s->effect, names[near]);
    return fault(error, CANBAO_USAGE, _("--set: article %s fixes no “%s”; it fixes %s"), s->article,
                 s->effect, fixed);
  }
  return CANBAO_OK;
}

canbao_status finding_add(policy *p, const char *number, const char *file, int line, bool serious,
                          const char *text, canbao_error *error) {
  finding *grown = realloc(p->findings, sizeof *grown * ((size_t)p->findings_count + 1));
  if (!grown) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  p->findings = grown;
  finding *f = &grown[p->findings_count++];
  *f = (finding){text_copy(number), text_copy(text), text_copy(file), line, serious};
  bool whole = !number == !f->article && !text == !f->text && !file == !f->file;
  return whole ? CANBAO_OK : fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
}

/* A table that a script names lies beside it: no other folder, no link out of it, nothing that blocks. */
static canbao_status check_beside(const targets *t, const char *path, canbao_error *error) {
  struct stat st;
  bool plain = !strchr(t->table, '/') && t->table[0] != '.';
  if (plain && (lstat(path, &st) != 0 || S_ISREG(st.st_mode))) return CANBAO_OK;
  char shown[200];
  fault_at(error, CANBAO_SCRIPT, t->file, t->line,
           _("targets names a plain file beside the script, not “%s”"),
           text_display(slice_of(t->table, strlen(t->table)), shown, sizeof shown));
  if (error) snprintf(error->article, sizeof error->article, "%s", t->article);
  return CANBAO_SCRIPT;
}

/* The task table, and whether its rows make the total that the notice states. */
static canbao_status load_targets(policy *p, const policy_options *options, canbao_error *error) {
  targets *t = &p->targets;
  char path[700];
  if (!t->declared) return CANBAO_OK;
  const char *given = options ? options->targets_file : NULL;
  if (!given && !t->table) {
    return finding_add(p, t->article, t->file, t->line, false,
                       _("the notice's task table is missing: give one with --targets FILE"),
                       error);
  }
  if (given) {
    snprintf(path, sizeof path, "%s", given);
  } else {
    const char *slash = strrchr(p->path, '/');
    snprintf(path, sizeof path, "%.*s/%s", slash ? (int)(slash - p->path) : 1,
             slash ? p->path : ".", t->table);
  }
  file_map map;
  canbao_status status = given ? CANBAO_OK : check_beside(t, path, error);
  if (status == CANBAO_OK) status = file_map_open(&map, path, error);
  if (status != CANBAO_OK) return status;
  status = remember_source(p, path, map.at, map.length, error);
  file_map_close(&map);
  if (status == CANBAO_OK) status = table_file_load(p, path, error);
  if (status != CANBAO_OK || given) return status;
  int64_t sum = 0;
  char text[300];
  for (int i = 0; i < t->towns_count; i++) sum += t->towns[i].target;
  if (t->table_total >= 0 && t->table_total != sum) {
    snprintf(text, sizeof text, _("the task table's total row says %lld, but its rows sum to %lld"),
             (long long)t->table_total, (long long)sum);
    status = finding_add(p, t->article, t->file, t->line, true, text, error);
  }
  if (status != CANBAO_OK || t->total < 0 || sum == t->total) return status;
  long long by = (long long)(sum - t->total);
  snprintf(text, sizeof text,
           _("the %d targets sum to %lld, %lld %s than the stated total of %lld"), t->towns_count,
           (long long)sum, by < 0 ? -by : by, by < 0 ? _("less") : _("more"), (long long)t->total);
  return finding_add(p, t->article, t->file, t->line, true, text, error);
}

static canbao_status load_into(policy *p, const char *name, const policy_options *options,
                               canbao_error *error) {
  char root[512], path[512], shown[512];
  canbao_status status = rules_root(root, sizeof root, options ? options->root : NULL, error);
  if (status == CANBAO_OK) status = script_find(name, root, path, shown, sizeof path, error);
  if (status != CANBAO_OK) return status;
  p->path = text_copy(path);
  p->name = text_copy(shown);
  p->schema = schema_new();
  if (!p->schema) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  status = fields_load(p->schema, root, p, error);
  if (status != CANBAO_OK) return status;
  p->terms = term_table_new(p->schema);
  host *h = p->host = p->terms ? host_new(p) : NULL;
  if (!h) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  snprintf(h->root, sizeof h->root, "%s", root);
  h->options = options;
  h->settings_used =
      calloc((size_t)(options ? options->settings_count : 0) + 1, sizeof *h->settings_used);
  if (!p->path || !p->name || !h->settings_used || !list_settings(h))
    return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  status = run_script(h, path, error);
  if (status == CANBAO_OK) status = check_settings(h, error);
  if (status == CANBAO_OK) status = load_targets(p, options, error);
  if (status == CANBAO_OK) {
    host_budget(h, (long)p->limits.load_steps);
    lua_pushcfunction(h->L, freeze_protected);
    status = host_call(h, 0, 0, error);
  }
  if (status == CANBAO_OK && !index_policy(h))
    status = fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  if (status == CANBAO_OK && !(options && options->shallow)) status = probe_rules(h, error);
  h->options = NULL;
  lua_settop(h->L, 0);
  if (status == CANBAO_OK && term_table_starved(p->terms))
    status = fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  return status;
}

canbao_status policy_load(policy **out, const char *name, const policy_options *options,
                          canbao_error *error) {
  canbao_error own;
  *out = NULL;
  if (!error) error = &own;
  memset(error, 0, sizeof *error);
  policy *p = calloc(1, sizeof *p);
  if (!p) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  if (options) p->limits = options->limits;
  canbao_status status = policy_limits_settle(&p->limits, error);
  if (status == CANBAO_OK) status = load_into(p, name, options, error);
  if (status == CANBAO_OK)
    *out = p;
  else
    policy_free(p);
  return status;
}

/* ---- freeing ---- */

static void free_articles(policy *p) {
  for (int a = 0; a < p->articles_count; a++) {
    free(p->articles[a].number);
    free(p->articles[a].title);
    free(p->articles[a].file);
    free(p->articles[a].overrides);
  }
  for (int e = 0; e < EFFECTS_MAX; e++) { /* the last may be half made */
    effect *fx = &p->effects[e];
    free(fx->name);
    free(fx->title);
    free(fx->combine_article);
    for (int i = 0; fx->values && fx->values[i]; i++) free(fx->values[i]);
    for (int i = 0; fx->value_titles && fx->value_titles[i]; i++) free(fx->value_titles[i]);
    free(fx->values), free(fx->value_titles);
  }
}

static void free_rest(policy *p) {
  for (int i = 0; i < p->doubts_count; i++) {
    doubt *d = &p->doubts[i];
    free(d->article), free(d->title), free(d->reading), free(d->file);
  }
  for (int i = 0; i < p->stated_count; i++) free(p->stated[i].name);
  for (int i = 0; i < p->findings_count; i++) {
    finding *f = &p->findings[i];
    free(f->article), free(f->text), free(f->file);
  }
  for (int i = 0; i < p->measures_count; i++) {
    measure *m = &p->measures[i];
    free(m->article), free(m->title), free(m->file), free(m->name), free(m->measure_title);
  }
  for (int i = 0; i < p->edits_count; i++) {
    edit *e = &p->edits[i];
    free(e->label), free(e->article), free(e->file);
  }
  for (int i = 0; i < p->expectations_count; i++) free(p->expectations[i]);
  for (int i = 0; i < p->assumptions_count; i++)
    free(p->assumptions[i].text), free(p->assumptions[i].file);
  free(p->expectations), free(p->assumptions), free(p->scenario);
  for (int i = 0; i < p->targets.towns_count; i++) free(p->targets.towns[i].town);
  for (int i = 0; i < p->sources_count; i++) free(p->sources[i].path);
  free(p->targets.towns), free(p->targets.article), free(p->targets.file), free(p->targets.table);
  free(p->targets.rank_by), free(p->targets.tie_rule);
  free(p->findings), free(p->measures), free(p->sources);
  free(p->name), free(p->path), free(p->place), free(p->full_place), free(p->division),
      free(p->notice), free(p->programme), free(p->title);
}

void policy_free(policy *p) {
  if (!p) return;
  host_free(p->host);
  free_articles(p);
  free_rest(p);
  term_table_free(p->terms);
  schema_free(p->schema);
  free(p);
}

uint64_t policy_effects_read(const policy *p) {
  uint64_t read = 0;
  for (int e = 0; e < p->effects_count; e++) read |= p->host->rule_effects[e];
  return read;
}

slice policy_script(const policy *p, const char *path) {
  for (int i = 0; i < p->host->scripts_count; i++) {
    const struct script_text *s = &p->host->scripts[i];
    if (strcmp(s->path, path) == 0) return slice_of(s->text, s->size);
  }
  return slice_of("", 0);
}

int policy_effect(const policy *p, const char *name) {
  for (int e = 0; e < p->effects_count; e++)
    if (strcmp(p->effects[e].name, name) == 0) return e;
  return -1;
}

int policy_article(const policy *p, const char *number) {
  for (int a = 0; a < p->articles_count; a++)
    if (strcmp(p->articles[a].number, number) == 0) return a;
  return -1;
}
