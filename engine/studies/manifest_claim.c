/* manifest_claim.c - see manifest_claim.h. */
#include "studies/manifest_claim.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "values/date.h"
#include "values/file.h"
#include "values/message.h"

#define MANIFEST_BYTES_MAX (4u << 20)

/* Reading one manifest: the first member that is missing or of another kind is kept, and ends the reading. */
typedef struct {
  const char *lacks;
  bool no_memory;
} claiming;

static const cJSON *member(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

static const char *optional_text(const cJSON *object, const char *key) {
  return cJSON_GetStringValue(member(object, key));
}

static const char *needed_text(claiming *g, const cJSON *object, const char *key) {
  const char *text = optional_text(object, key);
  if (!text && !g->lacks) g->lacks = key;
  return text;
}

static const char *needed_hash(claiming *g, const cJSON *object) {
  const char *text = needed_text(g, object, "sha256");
  if (text && (strlen(text) != 64 || strspn(text, "0123456789abcdef") != 64) && !g->lacks)
    g->lacks = "sha256";
  return text;
}

/* An array's entries, in room for them; NULL when there is none or memory ran out. */
static void *room_for(claiming *g, const cJSON *array, const char *key, size_t size, int *count) {
  *count = 0;
  if (!cJSON_IsArray(array)) {
    if (!g->lacks) g->lacks = key;
    return NULL;
  }
  *count = cJSON_GetArraySize(array);
  void *room = calloc((size_t)*count + 1, size);
  if (!room) g->no_memory = true, *count = 0;
  return room;
}

static void claim_policy(claiming *g, manifest_claim *c) {
  const cJSON *notice = member(c->root, "policy"), *at = member(notice, "sources");
  c->policy = needed_text(g, notice, "name");
  c->script = needed_text(g, notice, "script");
  source *sources = room_for(g, at, "sources", sizeof *sources, &c->sources_count);
  c->sources = sources;
  at = at ? at->child : NULL;
  for (int i = 0; at && i < c->sources_count; i++, at = at->next) {
    const char *path = needed_text(g, at, "path"), *hash = needed_hash(g, at);
    if (g->lacks) return;
    sources[i].path = (char *)path;
    memcpy(sources[i].sha256, hash, sizeof sources[i].sha256);
  }
}

static void claim_question(claiming *g, manifest_claim *c) {
  const char *day = needed_text(g, c->root, "as_of");
  if (day && !date_parse(day, strlen(day), &c->as_of) && !g->lacks) g->lacks = "as_of";
  const cJSON *at = member(c->root, "settings");
  c->settings = room_for(g, at, "settings", sizeof *c->settings, &c->settings_count);
  at = at ? at->child : NULL;
  for (int i = 0; at && i < c->settings_count; i++, at = at->next)
    c->settings[i] = (parameter_setting){needed_text(g, at, "article"),
                                         needed_text(g, at, "effect"), needed_text(g, at, "value")};
}

/* Whole numbers up to 10^15, which a double holds exactly. */
static int64_t needed_count(claiming *g, const cJSON *object, const char *key) {
  const cJSON *n = member(object, key);
  bool good = cJSON_IsNumber(n) && n->valuedouble >= 1 && n->valuedouble <= 1e15;
  if (!good && !g->lacks) g->lacks = key;
  return good ? (int64_t)n->valuedouble : 0;
}

static void claim_limits(claiming *g, manifest_claim *c) {
  const cJSON *at = member(c->root, "limits");
  c->limits = (policy_limits){.decide_steps = needed_count(g, at, "steps"),
                              .load_steps = needed_count(g, at, "load_steps"),
                              .memory_mb = needed_count(g, at, "memory_mb"),
                              .seconds = needed_count(g, at, "seconds"),
                              .source_kb = needed_count(g, at, "source_kb"),
                              .cases = needed_count(g, at, "cases")};
}

static void claim_files(claiming *g, manifest_claim *c) {
  const cJSON *at = member(c->root, "roster");
  c->roster_file = needed_text(g, at, "file");
  c->roster_sha256 = needed_hash(g, at);
  at = member(c->root, "targets");
  if (at) {
    c->targets_file = needed_text(g, at, "file");
    c->targets_sha256 = needed_hash(g, at);
  }
  at = member(c->root, "result");
  c->result_sha256 = needed_hash(g, at);
  if (!cJSON_IsBool(member(at, "masked")) && !g->lacks) g->lacks = "masked";
  c->masked = cJSON_IsTrue(member(at, "masked"));
  at = member(c->root, "problems");
  c->problems_file = needed_text(g, at, "file");
  c->problems_sha256 = needed_hash(g, at);
}

/* A result of every column names none, one for programs no spreadsheet. */
static void claim_form(claiming *g, manifest_claim *c) {
  const cJSON *form = member(c->root, "result"), *at = member(form, "columns");
  c->language = optional_text(form, "language");
  if (member(form, "language") && !c->language && !g->lacks) g->lacks = "language";
  c->spreadsheet = cJSON_IsTrue(member(form, "spreadsheet"));
  if (member(form, "spreadsheet") && !c->spreadsheet && !g->lacks) g->lacks = "spreadsheet";
  if (!at) return;
  c->columns.at = room_for(g, at, "columns", sizeof *c->columns.at, &c->columns.count);
  if (c->columns.at && c->columns.count == 0 && !g->lacks) g->lacks = "columns";
  at = at->child;
  for (int i = 0; at && i < c->columns.count; i++, at = at->next) {
    c->columns.at[i] = cJSON_GetStringValue(at);
    if (!c->columns.at[i] && !g->lacks) g->lacks = "columns";
  }
}

/* Where the files lay is no part of what is claimed: scenarios are, by their names. */
static void claim_paths(claiming *g, manifest_claim *c) {
  const cJSON *paths = member(member(c->root, "run"), "paths"),
              *named = member(c->root, "scenarios");
  const cJSON *lay = member(paths, "scenarios");
  c->rules_path = optional_text(paths, "rules");
  c->script_path = optional_text(paths, "script");
  c->roster_path = optional_text(paths, "roster");
  c->targets_path = optional_text(paths, "targets");
  c->scenarios = room_for(g, named, "scenarios", sizeof *c->scenarios, &c->scenarios_count);
  if (cJSON_GetArraySize(lay) != c->scenarios_count) lay = named;
  const cJSON *at = lay ? lay->child : NULL;
  for (int i = 0; at && i < c->scenarios_count; i++, at = at->next) {
    c->scenarios[i] = cJSON_GetStringValue(at);
    if (!c->scenarios[i] && !g->lacks) g->lacks = "scenarios";
  }
}

/* NULL as well when memory ran out, which is then said in *starved: the parser does not tell. */
static cJSON *parse(const file_map *map, bool *starved) {
  cJSON *root = cJSON_ParseWithLengthOpts(map->at, map->length, NULL, false);
  if (root) return root;
  void *as_much = malloc(map->length * 16 + 1);
  *starved = as_much == NULL;
  free(as_much);
  return *starved ? NULL : cJSON_ParseWithLengthOpts(map->at, map->length, NULL, false);
}

canbao_status manifest_claim_read(manifest_claim *out, const char *path, canbao_error *error) {
  *out = (manifest_claim){.as_of = DATE_NONE};
  claiming g = {0};
  file_map map;
  canbao_status status = file_map_open(&map, path, error);
  if (status != CANBAO_OK) return status;
  if (map.length <= MANIFEST_BYTES_MAX) out->root = parse(&map, &g.no_memory);
  file_map_close(&map);
  if (g.no_memory) return fault(error, CANBAO_LIMIT, _("memory ran out"));
  if (!cJSON_IsObject(out->root))
    return fault_at(
        error, CANBAO_DATA, path, 0,
        _("this is no manifest: it is no JSON object; eval writes it beside the result"));
  out->version = needed_text(&g, member(out->root, "program"), "version");
  claim_policy(&g, out);
  claim_question(&g, out);
  claim_limits(&g, out);
  claim_files(&g, out);
  claim_form(&g, out);
  claim_paths(&g, out);
  if (g.no_memory) return fault(error, CANBAO_LIMIT, _("memory ran out"));
  if (!g.lacks) return CANBAO_OK;
  return fault_at(error, CANBAO_DATA, path, 0,
                  _("the manifest is damaged, or of an older program: its \"%s\" is missing or not "
                    "what it should be; run eval again"),
                  g.lacks);
}

void manifest_claim_free(manifest_claim *c) {
  cJSON_Delete(c->root);
  free((void *)c->sources);
  free(c->settings);
  free(c->scenarios);
  free(c->columns.at);
  *c = (manifest_claim){0};
}
