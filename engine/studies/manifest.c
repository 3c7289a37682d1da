/* manifest.c - see manifest.h. Members keep one order, so that manifests compare as text. */
#include "studies/manifest.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "studies/mask.h"
#include "values/date.h"
#include "values/message.h"
#include "values/money.h"
#include "values/path.h"
#include "values/sha256.h"

/* Building with cJSON: a failed allocation anywhere shows as `failed` at the end, so that each
** line need not check. */
typedef struct {
  cJSON *root;
  bool failed;
} building;

static void put(building *b, cJSON *object, const char *key, cJSON *member) {
  if (member && object &&
      (key ? cJSON_AddItemToObject(object, key, member) : cJSON_AddItemToArray(object, member)))
    return;
  cJSON_Delete(member);
  b->failed = true;
}

static void put_text(building *b, cJSON *object, const char *key, const char *text) {
  char shown[1024];
  if (!text) text = "";
  if (!utf8_valid(text, strlen(text)))
    text = text_display(slice_of(text, strlen(text)), shown, sizeof shown);
  put(b, object, key, cJSON_CreateString(text));
}

/* Whole numbers as their digits: a double would round the largest. */
static void put_count(building *b, cJSON *object, const char *key, int64_t n) {
  char digits[24];
  snprintf(digits, sizeof digits, "%lld", (long long)n);
  put(b, object, key, cJSON_CreateRaw(digits));
}

static void put_day(building *b, cJSON *object, const char *key, int32_t day) {
  char text[11];
  if (day == DATE_NONE)
    put(b, object, key, cJSON_CreateNull());
  else
    put_text(b, object, key, date_format(day, text));
}

static cJSON *put_object(building *b, cJSON *parent, const char *key) {
  cJSON *object = cJSON_CreateObject();
  put(b, parent, key, object);
  return b->failed ? NULL : object;
}

static cJSON *put_array(building *b, cJSON *parent, const char *key) {
  cJSON *array = cJSON_CreateArray();
  put(b, parent, key, array);
  return b->failed ? NULL : array;
}

/* A script's path below the rules folder, so that two machines' manifests compare. */
static const char *below_root(const char *path, const policy_options *options, char *root,
                              size_t size) {
  size_t n = rules_root(root, size, options->root, NULL) == CANBAO_OK ? strlen(root) : 0;
  while (n > 0 && root[n - 1] == '/') n--;
  return n > 0 && strncmp(path, root, n) == 0 && path[n] == '/' ? path + n + 1 : path;
}

static void put_policy(building *b, const policy *p, const policy_options *options) {
  char root[4096];
  cJSON *o = put_object(b, b->root, "policy");
  put_text(b, o, "name", p->name);
  put_text(b, o, "place", p->place);
  put_text(b, o, "division", p->division);
  put_count(b, o, "year", p->year);
  put_text(b, o, "notice", p->notice);
  put_day(b, o, "issued", p->issued);
  put_text(b, o, "script", below_root(p->path, options, root, sizeof root));
  cJSON *sources = put_array(b, o, "sources");
  for (int i = 0; i < p->sources_count && !b->failed; i++) {
    cJSON *s = put_object(b, sources, NULL);
    put_text(b, s, "path", below_root(p->sources[i].path, options, root, sizeof root));
    put_text(b, s, "sha256", p->sources[i].sha256);
  }
}

static void put_roster(building *b, const manifest *m) {
  const roster *r = m->roster;
  cJSON *o = put_object(b, b->root, "roster");
  put_text(b, o, "file", path_last(m->roster_path));
  put_text(b, o, "sha256", roster_sha256(r));
  put_count(b, o, "bytes", (int64_t)r->bytes);
  put_text(b, o, "encoding", r->encoding);
  put_count(b, o, "residents", r->rows);
  put_count(b, o, "problems", r->problems_count);
  cJSON *unknown = put_array(b, o, "unknown_columns");
  for (int i = 0; i < r->extra_count && !b->failed; i++) {
    char heading[256], masked[256]; /* without a heading row the first resident stands there */
    size_t n = mask_ids(r->extra_headings[i], masked, sizeof masked);
    if (n > 0)
      put_text(b, unknown, NULL, text_display(slice_of(masked, n), heading, sizeof heading));
  }
  cJSON *absent = put_array(b, o, "absent_fields");
  for (int i = 0; i < r->schema->count && !b->failed; i++)
    if (m->absent >> i & 1) put_text(b, absent, NULL, r->schema->fields[i].name);
}

static canbao_status put_question(building *b, const manifest *m, canbao_error *error) {
  const policy_options *options = m->options;
  put_day(b, b->root, "as_of", m->as_of);
  cJSON *settings = put_array(b, b->root, "settings");
  for (int i = 0; i < options->settings_count && !b->failed; i++) {
    cJSON *s = put_object(b, settings, NULL);
    put_text(b, s, "article", options->settings[i].article);
    put_text(b, s, "effect", options->settings[i].effect);
    put_text(b, s, "value", options->settings[i].value);
  }
  const policy_limits *l = &m->policy->limits;
  cJSON *limits = put_object(b, b->root, "limits");
  put_count(b, limits, "steps", l->decide_steps);
  put_count(b, limits, "load_steps", l->load_steps);
  put_count(b, limits, "memory_mb", l->memory_mb);
  put_count(b, limits, "seconds", l->seconds);
  put_count(b, limits, "source_kb", l->source_kb);
  put_count(b, limits, "cases", l->cases);
  cJSON *scenarios = put_array(b, b->root, "scenarios");
  for (int i = 0; i < options->scenarios_count && !b->failed; i++)
    put_text(b, scenarios, NULL, path_last(options->scenarios[i]));
  if (!options->targets_file) return CANBAO_OK;
  file_map map;
  canbao_status status = file_map_open(&map, options->targets_file, error);
  if (status != CANBAO_OK) return status;
  char hex[65];
  sha256_of(map.at, map.length, hex);
  file_map_close(&map);
  cJSON *t = put_object(b, b->root, "targets");
  put_text(b, t, "file", path_last(options->targets_file));
  put_text(b, t, "sha256", hex);
  return CANBAO_OK;
}

static void put_counts(building *b, const manifest *m) {
  cJSON *o = put_object(b, b->root, "counts");
  put_count(b, o, "residents", m->summary->people);
  for (int i = DECIDED; i <= DECISION_ERROR; i++)
    put_count(b, o, problem_word((decision_problem)i), m->summary->by_problem[i]);
  put_count(b, o, "cases", m->counts->cases);
}

/* In yuan, of the residents decided: the same over residents, cases, funds, identities, statuses and towns. */
static void put_sums(building *b, const summary *s) {
  cJSON *o = put_object(b, b->root, "sums");
  for (uint64_t rest = s->money; rest != 0 && !b->failed; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    char yuan[24];
    money_format(s->sums[i], yuan);
    if (s->policy->effects[i].output) put_text(b, o, s->policy->effects[i].name, yuan);
  }
}

/* A file as seen from the result's folder, so that a folder that is moved whole can still be verified. */
static void put_path(building *b, cJSON *object, const char *key, const char *folder,
                     const char *path) {
  char *seen = path_from(folder, path);
  if (seen)
    put_text(b, object, key, seen);
  else
    b->failed = true;
  free(seen);
}

static bool is_script_path(const char *name) {
  size_t n = strlen(name);
  return n > 4 && strcmp(name + n - 4, ".lua") == 0;
}

static void put_paths(building *b, cJSON *run, const manifest *m) {
  char root[4096];
  const policy_options *options = m->options;
  cJSON *o = put_object(b, run, "paths");
  char *folder = path_folder(m->result_path);
  if (!folder) {
    b->failed = true;
    return;
  }
  if (rules_root(root, sizeof root, options->root, NULL) == CANBAO_OK)
    put_path(b, o, "rules", folder, root);
  put_path(b, o, "script", folder, m->policy->path);
  put_path(b, o, "roster", folder, m->roster_path);
  if (options->targets_file) put_path(b, o, "targets", folder, options->targets_file);
  cJSON *scenarios = put_array(b, o, "scenarios");
  for (int i = 0; i < options->scenarios_count && !b->failed; i++) {
    const char *name = options->scenarios[i];
    if (is_script_path(name))
      put_path(b, scenarios, NULL, folder, name);
    else
      put_text(b, scenarios, NULL, name);
  }
  free(folder);
}

static void put_run(building *b, const manifest *m) {
  cJSON *o = put_object(b, b->root, "run");
  time_t started = (time_t)m->started;
  struct tm t;
  char text[32] = "";
  if (gmtime_r(&started, &t)) strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &t);
  put_text(b, o, "started", text);
  put_count(b, o, "duration_ms", m->duration_ms);
  put_count(b, o, "lua_calls", (int64_t)m->counts->lua_calls);
  put(b, o, "reference", cJSON_CreateBool(m->reference));
  put_paths(b, o, m);
}

static void put_result(building *b, const manifest *m) {
  cJSON *o = put_object(b, b->root, "result");
  put_text(b, o, "file", path_last(m->result_path));
  put_text(b, o, "sha256", m->result_sha256);
  put(b, o, "masked", cJSON_CreateBool(m->form->mask));
  const column_names *chosen = m->form->columns;
  cJSON *columns = chosen->count > 0 ? put_array(b, o, "columns") : NULL;
  for (int i = 0; i < chosen->count && !b->failed; i++) put_text(b, columns, NULL, chosen->at[i]);
  put_text(b, o, "language", message_is_chinese() ? "zh" : "en");
  if (m->form->spreadsheet) put(b, o, "spreadsheet", cJSON_CreateBool(true));
  o = put_object(b, b->root, "problems");
  put_text(b, o, "file", path_last(m->problems_path));
  put_text(b, o, "sha256", m->problems_sha256);
}

canbao_status manifest_write(file_writer *w, const manifest *m, canbao_error *error) {
  building b = {.root = cJSON_CreateObject()};
  b.failed = b.root == NULL;
  cJSON *program = put_object(&b, b.root, "program");
  put_text(&b, program, "name", "canbao");
  put_text(&b, program, "version", m->version);
  put_policy(&b, m->policy, m->options);
  put_roster(&b, m);
  canbao_status status = put_question(&b, m, error);
  put_result(&b, m);
  put_counts(&b, m);
  put_sums(&b, m->summary);
  put_run(&b, m);
  char *text = b.failed ? NULL : cJSON_Print(b.root);
  cJSON_Delete(b.root);
  if (status == CANBAO_OK && !text) status = fault(error, CANBAO_LIMIT, _("memory ran out"));
  if (status == CANBAO_OK && text) {
    file_append_text(w, text);
    file_append_char(w, '\n');
  }
  cJSON_free(text);
  return status;
}
