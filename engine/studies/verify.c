/*
** verify.c - see verify.h: what the manifest names, hashed again. Rows are verify_rows.c's.
*/
#include "studies/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "studies/verify_rows.h"
#include "values/file.h"
#include "values/message.h"
#include "values/path.h"

static canbao_status out_of_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

/* ---- parts ---- */

/* NULL when memory ran out. */
static verify_part *part_add(verification *v, part_kind kind, const char *name,
                             const char *recorded) {
  verify_part *grown = realloc(v->parts, sizeof *grown * ((size_t)v->parts_count + 1));
  if (!grown) return NULL;
  v->parts = grown;
  verify_part *part = &grown[v->parts_count++];
  *part = (verify_part){.kind = kind, .state = PART_MISSING};
  text_display(slice_of(name, strlen(name)), part->name, sizeof part->name);
  text_display(slice_of(recorded, strlen(recorded)), part->recorded, sizeof part->recorded);
  return part;
}

static void part_found(verify_part *part, const char *found) {
  snprintf(part->found, sizeof part->found, "%s", found);
  part->state = strcmp(part->found, part->recorded) == 0 ? PART_HOLDS : PART_CHANGED;
}

/* Hash the file at `path`, NULL when nobody knows where it is. */
static canbao_status part_file(verification *v, part_kind kind, const char *name,
                               const char *recorded, const char *path, canbao_error *error) {
  verify_part *part = part_add(v, kind, name, recorded);
  file_map map;
  char hex[65];
  if (!part) return out_of_memory(error);
  if (!path || file_map_open(&map, path, NULL) != CANBAO_OK) return CANBAO_OK; /* missing */
  sha256_of(map.at, map.length, hex);
  file_map_close(&map);
  part_found(part, hex);
  return CANBAO_OK;
}

static bool is_there(const char *path) {
  struct stat st;
  return path && stat(path, &st) == 0;
}

/* ---- where things are now ---- */

typedef struct {
  char root[4096];
  char *script, *roster, *targets;
  char **scenarios;
  bool no_memory;
} places;

/* The first that exists of: as the user says, as seen from the result's folder, beside the result. */
static char *place_of(places *at, const verification *v, const char *given, const char *recorded,
                      const char *name) {
  char *path = given ? strdup(given) : recorded ? path_within(v->folder, recorded) : NULL;
  if (!given && name && !is_there(path)) {
    free(path);
    path = path_within(v->folder, path_last(name));
  }
  if (!path && (given || recorded || name)) at->no_memory = true;
  return path;
}

static char *script_place(places *at, const verification *v) {
  char folder[4100];
  snprintf(folder, sizeof folder, "%s/", at->root);
  char *path = path_within(folder, v->claim.script);
  if (!path) at->no_memory = true;
  if (is_there(path) || !v->claim.script_path) return path;
  free(path);
  return place_of(at, v, NULL, v->claim.script_path, v->claim.script);
}

static bool is_script_path(const char *name) {
  size_t n = strlen(name);
  return n > 4 && strcmp(name + n - 4, ".lua") == 0;
}

static canbao_status places_find(places *at, const verification *v, const verify_options *o,
                                 canbao_error *error) {
  const manifest_claim *c = &v->claim;
  *at = (places){0};
  char *rules = o->rules_dir ? NULL : c->rules_path ? path_within(v->folder, c->rules_path) : NULL;
  canbao_status status = rules_root(at->root, sizeof at->root,
                                    o->rules_dir      ? o->rules_dir
                                    : is_there(rules) ? rules
                                                      : NULL,
                                    error);
  free(rules);
  if (status != CANBAO_OK) return status;
  at->script = script_place(at, v);
  at->roster = place_of(at, v, o->roster, c->roster_path, c->roster_file);
  if (c->targets_file) at->targets = place_of(at, v, o->targets, c->targets_path, c->targets_file);
  at->scenarios = calloc((size_t)c->scenarios_count + 1, sizeof *at->scenarios);
  if (!at->scenarios) at->no_memory = true;
  for (int i = 0; at->scenarios && i < c->scenarios_count; i++) {
    const char *name = c->scenarios[i];
    at->scenarios[i] = is_script_path(name) ? path_within(v->folder, name) : strdup(name);
    if (!at->scenarios[i]) at->no_memory = true;
  }
  return at->no_memory ? out_of_memory(error) : CANBAO_OK;
}

static void places_free(places *at, int scenarios) {
  for (int i = 0; at->scenarios && i < scenarios; i++) free(at->scenarios[i]);
  free(at->scenarios);
  free(at->script);
  free(at->roster);
  free(at->targets);
}

/* ---- scripts ---- */

/* The scripts did not load: hash them where they lie. */
static canbao_status scripts_alone(verification *v, const places *at, canbao_error *error) {
  char folder[4100];
  snprintf(folder, sizeof folder, "%s/", at->root);
  for (int i = 0; i < v->claim.sources_count; i++) {
    const source *s = &v->claim.sources[i];
    char *path =
        strcmp(s->path, v->claim.script) == 0 ? strdup(at->script) : path_within(folder, s->path);
    if (!path) return out_of_memory(error);
    canbao_status status = part_file(v, PART_SCRIPT, s->path, s->sha256, path, error);
    free(path);
    if (status != CANBAO_OK) return status;
  }
  return CANBAO_OK;
}

/* Scripts are read in one order, so the first that was read stands for the first now. */
static canbao_status scripts_loaded(verification *v, const policy *p, canbao_error *error) {
  const manifest_claim *c = &v->claim;
  for (int i = 0; i < c->sources_count || i < p->sources_count; i++) {
    bool then = i < c->sources_count, now = i < p->sources_count;
    verify_part *part = part_add(v, PART_SCRIPT, then ? c->sources[i].path : p->sources[i].path,
                                 then ? c->sources[i].sha256 : "");
    if (!part) return out_of_memory(error);
    if (now) part_found(part, p->sources[i].sha256);
  }
  return CANBAO_OK;
}

static canbao_status load_rules(verification *v, const places *at, policy **out,
                                canbao_error *error) {
  const manifest_claim *c = &v->claim;
  policy_options o = {.root = at->root,
                      .limits = c->limits,
                      .settings = c->settings,
                      .settings_count = c->settings_count,
                      .scenarios = (const char *const *)at->scenarios,
                      .scenarios_count = c->scenarios_count,
                      .targets_file = at->targets};
  canbao_status status = policy_load(out, at->script, &o, &v->obstacle);
  if (status == CANBAO_OK) return scripts_loaded(v, *out, error);
  if (status != CANBAO_LIMIT) return scripts_alone(v, at, error);
  *error = v->obstacle;
  return status;
}

/* ---- the whole ---- */

static canbao_status verify_files(verification *v, const char *path, const places *at,
                                  const verify_options *o, canbao_error *error) {
  const manifest_claim *c = &v->claim;
  verify_part *program = part_add(v, PART_PROGRAM, "canbao", c->version);
  if (!program) return out_of_memory(error);
  part_found(program, o->version);
  canbao_status status = part_file(v, PART_RESULT, path_last(path), c->result_sha256, path, error);
  char *problems = path_within(v->folder, path_last(c->problems_file));
  if (!problems) return out_of_memory(error);
  if (status == CANBAO_OK)
    status = part_file(v, PART_PROBLEMS, c->problems_file, c->problems_sha256, problems, error);
  free(problems);
  if (status == CANBAO_OK)
    status = part_file(v, PART_ROSTER, c->roster_file, c->roster_sha256, at->roster, error);
  if (status == CANBAO_OK && c->targets_file)
    status = part_file(v, PART_TARGETS, c->targets_file, c->targets_sha256, at->targets, error);
  return status;
}

static canbao_status verify_all(verification *v, const char *path, const places *at,
                                const verify_options *o, canbao_error *error) {
  policy *p = NULL;
  roster *r = NULL;
  canbao_status status = verify_files(v, path, at, o, error);
  if (status == CANBAO_OK) status = load_rules(v, at, &p, error);
  if (status == CANBAO_OK && p) {
    roster_options read = {.threads = o->threads};
    canbao_status read_status = roster_open(&r, p->schema, at->roster, &read, &v->obstacle);
    if (read_status == CANBAO_OK) status = verify_rows(v, p, r, path, o, error);
    if (read_status == CANBAO_LIMIT) *error = v->obstacle, status = read_status;
  }
  roster_free(r);
  policy_free(p);
  return status;
}

canbao_status verify_open(verification *out, const char *path, const verify_options *options,
                          canbao_error *error) {
  *out = (verification){0};
  size_t n = strlen(path) + sizeof ".manifest.json";
  char *beside = malloc(n);
  out->folder = path_folder(path);
  canbao_status status = CANBAO_OK;
  if (!beside || !out->folder) status = out_of_memory(error);
  if (status == CANBAO_OK) {
    snprintf(beside, n, "%s.manifest.json", path);
    status = manifest_claim_read(&out->claim, beside, error);
  }
  free(beside);
  if (status != CANBAO_OK) return status;
  places at;
  status = places_find(&at, out, options, error);
  if (status == CANBAO_OK) status = verify_all(out, path, &at, options, error);
  places_free(&at, out->claim.scenarios_count);
  return status;
}

bool verify_holds(const verification *v) {
  for (int i = 0; i < v->parts_count; i++)
    if (v->parts[i].state != PART_HOLDS) return false;
  return v->derived && v->rows_different == 0;
}

void verify_close(verification *v) {
  manifest_claim_free(&v->claim);
  free(v->folder);
  free(v->parts);
  resaved_free(&v->resaved);
  *v = (verification){0};
}
