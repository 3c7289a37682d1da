/*
** unknown_name.c - a name that no field, effect, label or word has, and the one that may have been meant: whatever else people call it
** in Chinese leads to the name that scripts write.
*/
#include <string.h>

#include "host/host.h"

#define NAMES_MOST (16 * SCHEMA_FIELDS_MAX)

/* Ways of writing, and the name that each stands for. */
typedef struct {
  const char *written[NAMES_MOST], *names[NAMES_MOST];
  int count;
} known_names;

static void add(known_names *k, const char *written, const char *name) {
  if (!written || k->count == NAMES_MOST) return;
  k->written[k->count] = written, k->names[k->count++] = name;
}

/* English names first: they win where both are as near. */
static void add_fields(known_names *k, const schema *s) {
  for (int i = 0; i < s->count; i++) add(k, s->fields[i].name, s->fields[i].name);
  add(k, "as_of", "as_of");
  for (int i = 0; i < s->count; i++) add(k, s->fields[i].title, s->fields[i].name);
  for (int i = 0; i < s->count; i++)
    for (int h = 0; h < s->fields[i].headings_count; h++)
      add(k, s->fields[i].headings[h], s->fields[i].name);
}

static void add_effects(known_names *k, const policy *p) {
  for (int i = 0; i < p->effects_count; i++) add(k, p->effects[i].name, p->effects[i].name);
  for (int i = 0; i < p->effects_count; i++) add(k, p->effects[i].title, p->effects[i].name);
}

/* The name that is written so, or nearly; NULL. */
static const char *meant(const known_names *k, const char *wanted) {
  for (int i = 0; i < k->count; i++)
    if (strcmp(k->written[i], wanted) == 0) return k->names[i];
  int near = text_nearest(wanted, k->written, k->count);
  return near < 0 ? NULL : k->names[near];
}

static int no_name(lua_State *L, const char *kind, const char *wanted, const char *name) {
  if (name)
    return host_raise(L, CANBAO_SCRIPT, _("there is no %s “%s”; did you mean “%s”?"), kind, wanted,
                      name);
  return host_raise(L, CANBAO_SCRIPT, _("there is no %s “%s”"), kind, wanted);
}

int host_no_field(lua_State *L, const char *wanted) {
  known_names k = {.count = 0};
  add_fields(&k, host_of(L)->p->schema);
  return no_name(L, _("field"), wanted, meant(&k, wanted));
}

int host_no_effect(lua_State *L, const char *wanted) {
  known_names k = {.count = 0};
  add_effects(&k, host_of(L)->p);
  return no_name(L, _("effect"), wanted, meant(&k, wanted));
}

int host_no_label(lua_State *L, const field *f, const char *wanted) {
  int near = text_nearest(wanted, (const char *const *)f->labels, f->labels_count);
  return no_name(L, _("label"), wanted, near < 0 ? NULL : f->labels[near]);
}

/* What is read of a resident or of the effects stands behind r. or e. */
int host_no_word(lua_State *L, const char *wanted) {
  known_names k = {.count = 0};
  add_fields(&k, host_of(L)->p->schema);
  const char *name = meant(&k, wanted);
  if (name)
    return host_raise(L, CANBAO_SCRIPT,
                      _("there is no word “%s” in rule scripts; the resident's field is written "
                        "r.%s, inside function (r) … end"),
                      wanted, name);
  k.count = 0;
  add_effects(&k, host_of(L)->p);
  name = meant(&k, wanted);
  if (name)
    return host_raise(L, CANBAO_SCRIPT,
                      _("there is no word “%s” in rule scripts; the effect is written e.%s, inside "
                        "function (r, e) … end"),
                      wanted, name);
  return host_raise(L, CANBAO_SCRIPT, _("there is no word “%s” in rule scripts"), wanted);
}
