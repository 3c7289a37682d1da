/*
** fields.c - `field "paid_on" { title=, headings={}, type=, blank=, role=, labels={}, aliases={}, minimum=, maximum= }`
** becomes an entry of the schema. Knows no field by name.
*/
#include "host/fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/data_file.h"
#include "host/embedded.h"

static const char *const type_names[] = {"text", "coded", "place", "label", "labels",
                                         "flag", "date",  "money", "number"};
static const char *const role_names[] = {"none", "id_number", "id_type", "birth_date",
                                         "name", "household", "town",    "village"};

static int index_of(const char *wanted, const char *const *names, int n) {
  for (int i = 0; wanted && i < n; i++)
    if (strcmp(wanted, names[i]) == 0) return i;
  return -1;
}

static const char *text_of(const cJSON *t, const char *name) {
  return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(t, name));
}

/* The texts of a list, borrowed. An empty Lua table arrives as an empty object. */
static char **list_of(const cJSON *t, const char *name, int *count) {
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(t, name), *item;
  int n = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
  char **texts = calloc((size_t)n + 1, sizeof *texts);
  *count = 0;
  cJSON_ArrayForEach(item, list) {
    if (texts && cJSON_IsString(item)) texts[(*count)++] = item->valuestring;
  }
  return texts;
}

static canbao_status read_aliases(const cJSON *t, field *f, const char *name, canbao_error *error) {
  const cJSON *aliases = cJSON_GetObjectItemCaseSensitive(t, "aliases"), *item;
  int n = cJSON_GetArraySize(aliases);
  if (n <= 0) return CANBAO_OK;
  f->aliases = calloc((size_t)n, sizeof *f->aliases);
  if (!f->aliases) return fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  cJSON_ArrayForEach(item, aliases) {
    int label = -1;
    if (cJSON_IsNumber(item)) label = item->valueint;
    if (cJSON_IsString(item))
      label = index_of(item->valuestring, (const char *const *)f->labels, f->labels_count);
    if (label < 0)
      return fault(error, CANBAO_SCRIPT,
                   _("field %s: the alias “%s” stands for no label of the field"), name,
                   item->string);
    f->aliases[f->aliases_count].text = item->string;
    f->aliases[f->aliases_count++].label = label;
  }
  return CANBAO_OK;
}

static canbao_status add(schema *s, const char *name, const cJSON *t, canbao_error *error) {
  static const char *const known[] = {"title",  "headings", "type",    "blank",   "role",
                                      "labels", "aliases",  "minimum", "maximum", "after_birth"};
  const cJSON *item;
  cJSON_ArrayForEach(item, t) {
    if (index_of(item->string, known, 10) < 0) {
      int near = text_nearest(item->string, known, 10);
      return fault(error, CANBAO_SCRIPT,
                   _("field %s: there is no setting “%s”; did you mean “%s”?"), name, item->string,
                   known[near < 0 ? 0 : near]);
    }
  }
  field f = {0};
  canbao_status status;
  const char *type = text_of(t, "type"), *role = text_of(t, "role"), *blank = text_of(t, "blank");
  int type_index = index_of(type, type_names, 9),
      role_index = role ? index_of(role, role_names, 8) : 0;
  if (!name || !*name)
    return fault(error, CANBAO_SCRIPT, "%s", _("a field needs a name: field \"paid_on\" { … }"));
  if (type_index < 0)
    return fault(
        error, CANBAO_SCRIPT,
        _("field %s: type must be text, coded, place, label, labels, flag, date, money or number"),
        name);
  if (role_index < 0)
    return fault(error, CANBAO_SCRIPT, _("field %s: there is no role “%s”"), name, role);
  if (blank && strcmp(blank, "none") != 0 && strcmp(blank, "unknown") != 0)
    return fault(error, CANBAO_SCRIPT, _("field %s: blank must be \"none\" or \"unknown\""), name);
  f.name = (char *)name;
  f.type = (field_type)type_index;
  f.role = (field_role)role_index;
  f.blank_unknown = blank && strcmp(blank, "unknown") == 0;
  f.after_birth = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(t, "after_birth"));
  f.headings = list_of(t, "headings", &f.headings_count);
  f.labels = list_of(t, "labels", &f.labels_count);
  f.title = (char *)text_of(t, "title");
  if (!f.title) f.title = f.headings_count ? f.headings[0] : (char *)name;
  const cJSON *minimum = cJSON_GetObjectItemCaseSensitive(t, "minimum"),
              *maximum = cJSON_GetObjectItemCaseSensitive(t, "maximum");
  f.minimum = cJSON_IsNumber(minimum) ? minimum->valueint : 0;
  f.maximum = cJSON_IsNumber(maximum) ? maximum->valueint : 0;
  status = f.headings && f.labels ? read_aliases(t, &f, name, error)
                                  : fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  if (status == CANBAO_OK && f.type == FIELD_NUMBER && (int64_t)f.maximum - f.minimum > 60)
    status = fault(error, CANBAO_SCRIPT,
                   _("field %s: a number field spans at most 60 values; use money or text"), name);
  if (status == CANBAO_OK) status = schema_add(s, &f, error);
  free(f.headings);
  free(f.labels);
  free(f.aliases);
  return status;
}

canbao_status fields_add_from_lua(schema *s, lua_State *L, int name, int table,
                                  canbao_error *error) {
  if (lua_type(L, name) != LUA_TSTRING || lua_type(L, table) != LUA_TTABLE)
    return fault(error, CANBAO_SCRIPT, "%s", _("a field needs a name: field \"paid_on\" { … }"));
  cJSON *t = lua_to_json(L, table);
  canbao_status status = add(s, lua_tostring(L, name), t, error);
  cJSON_Delete(t);
  return status;
}

canbao_status fields_load(schema *s, const char *root, policy *p, canbao_error *error) {
  static const char *const words[] = {"field", NULL};
  char path[600];
  cJSON *calls = NULL;
  canbao_status status = CANBAO_SCRIPT;
  snprintf(path, sizeof path, "%s/fields.lua", root);
  if (access(path, R_OK) == 0) {
    char *text;
    size_t size;
    status = source_read(p, path, LIMIT_DATA_SOURCE, &text, &size, error);
    if (status != CANBAO_OK) return status;
    status = data_text_load(&calls, path, text, size, words, error);
    free(text);
  } else {
    const struct embedded_file *f = embedded_files;
    while (f->name && strcmp(f->name, "rules/fields.lua") != 0) f++;
    if (!f->name)
      return fault_at(error, CANBAO_DATA, path, 0, "%s", _("the declaration of fields is missing"));
    status = data_text_load(&calls, "fields.lua", f->text, f->size, words, error);
  }
  const cJSON *call;
  cJSON_ArrayForEach(call, calls) {
    if (status != CANBAO_OK) break;
    const cJSON *texts = cJSON_GetObjectItemCaseSensitive(call, "texts");
    status = add(s, cJSON_GetStringValue(cJSON_GetArrayItem(texts, 0)),
                 cJSON_GetObjectItemCaseSensitive(call, "table"), error);
    if (status != CANBAO_OK && error) {
      snprintf(error->file, sizeof error->file, "%.*s", (int)sizeof error->file - 1, path);
      error->line = cJSON_GetObjectItemCaseSensitive(call, "line")->valueint;
    }
  }
  cJSON_Delete(calls);
  return status;
}
