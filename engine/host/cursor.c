/*
** cursor.c - `r`, the resident a rule looks at, and `e`, that resident's other
** effects. One of each per state; neither copies a record. What a rule reads
** becomes a question (asking.c); names are strict.
*/
#include <string.h>

#include "host/host.h"
#include "host/watching.h"

#define CURSOR "canbao.resident"
#define EFFECTS "canbao.effects"
#define PLACE "canbao.place"

static host *at_work(lua_State *L) {
  host *h = host_of(L);
  if (!h->deciding)
    host_raise(L, CANBAO_SCRIPT,
               _("a resident can only be read inside a rule, while one is being decided"));
  return h;
}

static bool has_value(host *h, int f) {
  return ask(h, (question){ASK_STATE, (uint32_t)f, 0}) == CELL_VALUE;
}

static term field_term(host *h, int f, value_type type) {
  return term_intern(h->p->terms,
                     (term_node){.op = TERM_FIELD, .type = (uint8_t)type, .a = (term)f});
}

static int read_label(lua_State *L, host *h, int f) {
  int64_t answer = ask(h, (question){ASK_LABEL, (uint32_t)f, 0});
  if (answer == LABEL_NONE) {
    lua_pushnil(L);
  } else {
    watch_read(h, f, answer);
    lua_pushstring(L, h->p->schema->fields[f].labels[answer]);
  }
  return 1;
}

static int read_number(lua_State *L, host *h, int f) {
  if (has_value(h, f)) {
    int64_t answer = ask(h, (question){ASK_NUMBER, field_term(h, f, TYPE_NUMBER), 0});
    watch_read(h, f, answer);
    lua_pushinteger(L, answer);
  } else {
    lua_pushnil(L);
  }
  return 1;
}

/* A free text: every distinct one is an answer of its own. */
static int read_text(lua_State *L, host *h, int f) {
  watch_text(h);
  if (has_value(h, f)) {
    slice s = term_text(h->p->terms, (uint32_t)ask(h, (question){ASK_TEXT, (uint32_t)f, 0}));
    lua_pushlstring(L, s.at, s.length);
  } else {
    lua_pushnil(L);
  }
  return 1;
}

static int read_field(lua_State *L, host *h, int f) {
  const field *fd = &h->p->schema->fields[f];
  switch (fd->type) {
    case FIELD_FLAG:
      lua_pushboolean(L, ask(h, (question){ASK_FLAG, (uint32_t)f, 0}) == FLAG_YES);
      return 1;
    case FIELD_LABEL: return read_label(L, h, f);
    case FIELD_NUMBER: return read_number(L, h, f);
    case FIELD_TEXT:
    case FIELD_CODED: return read_text(L, h, f);
    case FIELD_LABELS:
      return host_raise(L, CANBAO_SCRIPT,
                        _("%s is a set of labels: ask r:has \"…\", or use is, any, all, none"),
                        fd->name);
    case FIELD_PLACE: {
      int *place = lua_newuserdatauv(L, sizeof *place, 0);
      *place = f;
      luaL_setmetatable(L, PLACE);
      return 1;
    }
    case FIELD_DATE:
    case FIELD_MONEY: {
      value_type type = fd->type == FIELD_DATE ? TYPE_DATE : TYPE_MONEY;
      if (has_value(h, f))
        amount_push_term(L, type, field_term(h, f, type));
      else
        lua_pushnil(L);
      return 1;
    }
  }
  return 0;
}

/* r.NAME */
static int cursor_index(lua_State *L) {
  host *h = at_work(L);
  if (lua_type(L, 2) != LUA_TSTRING)
    return host_raise(L, CANBAO_SCRIPT, _("a field is read by its name, like r.paid_on"));
  lua_pushvalue(L, 2);
  int type = lua_rawget(L, lua_upvalueindex(1)); /* names -> index or method */
  if (type == LUA_TNUMBER) {
    int f = (int)lua_tointeger(L, -1);
    lua_pop(L, 1);
    return read_field(L, h, f);
  }
  if (type == LUA_TFUNCTION) return 1;
  const char *wanted = lua_tostring(L, 2);
  if (strcmp(wanted, "as_of") == 0) {
    amount_push_term(L, TYPE_DATE,
                     term_intern(h->p->terms, (term_node){.op = TERM_AS_OF, .type = TYPE_DATE}));
    return 1;
  }
  int f = schema_find(h->p->schema,
                      wanted); /* declared by the script itself after the state was made */
  if (f >= 0) return read_field(L, h, f);
  return host_no_field(L, wanted);
}

static int cursor_newindex(lua_State *L) {
  return host_raise(L, CANBAO_SCRIPT,
                    _("a rule reads residents and effects, it cannot change them"));
}

/* The field that r:has asks of: the schema's set of labels. */
static int labels_field(const schema *s) {
  for (int f = 0; f < s->count; f++)
    if (s->fields[f].type == FIELD_LABELS) return f;
  return -1;
}

/* r:has "低保对象". Upvalue: labels already looked up -> their number. */
static int cursor_has(lua_State *L) {
  host *h = at_work(L);
  const schema *s = h->p->schema;
  size_t n = 0;
  const char *wanted = lua_type(L, 2) == LUA_TSTRING ? lua_tolstring(L, 2, &n) : NULL;
  if (!luaL_testudata(L, 1, CURSOR) || !wanted)
    return host_raise(L, CANBAO_SCRIPT, _("ask for a label like this: r:has \"低保对象\""));
  int f = labels_field(s), label;
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNUMBER) {
    label = (int)lua_tointeger(L, -1);
  } else {
    label = field_label(&s->fields[f], slice_of(wanted, n));
    if (label < 0) return host_no_label(L, &s->fields[f], wanted);
    lua_pushvalue(L, 2);
    lua_pushinteger(L, label);
    lua_rawset(L, lua_upvalueindex(1));
  }
  lua_pushboolean(L, ask(h, (question){ASK_HAS, (uint32_t)f, (uint32_t)label}) == 1);
  return 1;
}

/* The number of a list of labels. Stack: a table of labels that are all declared. */
int cursor_label_list(lua_State *L) {
  host *h = host_of(L);
  const field *fd = &h->p->schema->fields[labels_field(h->p->schema)];
  uint16_t labels[FIELD_LABELS_MAX];
  int count = 0;
  for (lua_Integer i = 1; lua_rawgeti(L, 1, i) == LUA_TSTRING; i++) {
    size_t n;
    const char *text = lua_tolstring(L, -1, &n);
    uint16_t label = (uint16_t)field_label(fd, slice_of(text, n));
    int k = 0;
    while (k < count && labels[k] != label) k++;
    if (k == count) labels[count++] = label; /* each label once: never more than there are */
    lua_pop(L, 1);
  }
  uint32_t list = term_label_list(h->p->terms, labels, count);
  if (list == UINT32_MAX) host_raise_no_memory(L);
  lua_pushinteger(L, list);
  return 1;
}

/* Does the resident have one of a list's labels? Stack: r, the list's number. */
int cursor_has_any(lua_State *L) {
  host *h = at_work(L);
  if (!luaL_testudata(L, 1, CURSOR))
    return host_raise(L, CANBAO_SCRIPT, "%s", _("a guard is given the resident, like this: f(r)"));
  question q = {ASK_ANY, (uint32_t)labels_field(h->p->schema), (uint32_t)lua_tointeger(L, 2)};
  lua_pushboolean(L, ask(h, q) == 1);
  return 1;
}

/* place:within "安徽省" */
static int place_within(lua_State *L) {
  host *h = at_work(L);
  const int *place = luaL_testudata(L, 1, PLACE);
  size_t n = 0;
  const char *wanted = lua_type(L, 2) == LUA_TSTRING ? lua_tolstring(L, 2, &n) : NULL;
  if (!place || !wanted || n == 0 || n > LIMIT_TITLE)
    return host_raise(L, CANBAO_SCRIPT,
                      _("ask for a place like this: r.household_registration:within(here)"));
  question q = {ASK_WITHIN, (uint32_t)*place, term_text_code(h->p->terms, slice_of(wanted, n))};
  lua_pushboolean(L, ask(h, q) == 1);
  return 1;
}

/* place.within; any other name is a mistake, not nothing. Upvalue: within. */
static int place_index(lua_State *L) {
  const char *wanted = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
  lua_pushvalue(L, lua_upvalueindex(1));
  if (strcmp(wanted, "within") == 0) return 1;
  return host_raise(L, CANBAO_SCRIPT,
                    _("a place is not a text: ask r.household_registration:within(here)"));
}

/* place == place */
static int place_equal(lua_State *L) {
  const int *a = luaL_testudata(L, 1, PLACE), *b = luaL_testudata(L, 2, PLACE);
  const field *fields = host_of(L)->p->schema->fields;
  if (a && b)
    return host_raise(L, CANBAO_SCRIPT,
                      _("two places are not compared with one another: ask of each whether it lies "
                        "in the one that is meant, like r.%s:within(here) and r.%s:within(here)"),
                      fields[*a].name, fields[*b].name);
  return host_raise(L, CANBAO_SCRIPT,
                    _("a place is not a text: ask r.household_registration:within(here)"));
}

static int place_refuse(lua_State *L) {
  return host_raise(L, CANBAO_SCRIPT,
                    _("a place is not a text: ask r.household_registration:within(here)"));
}

/* ---- e ---- */

/* At load an effect is anything its declaration allows. */
static int probe_effect(lua_State *L, host *h, int e) {
  const effect *fx = &h->p->effects[e];
  evaluation *now = &h->now;
  now->read_effects |= UINT64_C(1) << e;
  bool always = fx->needed || h->defaults[e] || h->formulas[e] != LUA_NOREF;
  int values = 0;
  while (fx->values && fx->values[values]) values++;
  int kinds = fx->type == TYPE_FLAG ? 2 : values ? values : 1;
  if (!now->probe_effects[e])
    now->probe_effects[e] =
        (uint8_t)(1 + oracle_choose(&now->oracle, kinds + !always, (uint32_t)e | 0x80000000u));
  int choice = now->probe_effects[e] - 1;
  if (choice == kinds) {
    lua_pushnil(L);
    return 1;
  }
  if (values)
    watch_effect(h, e, choice);
  else if (fx->type == TYPE_TEXT || fx->type == TYPE_NUMBER)
    watch_text(h);
  switch (fx->type) {
    case TYPE_FLAG: lua_pushboolean(L, choice == 0); break;
    case TYPE_TEXT: lua_pushstring(L, values ? fx->values[choice] : "?"); break;
    case TYPE_NUMBER: lua_pushinteger(L, 1); break;
    default:
      amount_push_term(
          L, fx->type,
          term_intern(h->p->terms,
                      (term_node){.op = TERM_EFFECT, .type = (uint8_t)fx->type, .a = (term)e}));
  }
  return 1;
}

/* Push an effect's value: nil when there is none. */
static void push_effect(lua_State *L, host *h, int e) {
  const effect_mark *m = &h->now.d->effects[e];
  if (m->state == VALUE_NONE || m->value == 0) {
    lua_pushnil(L);
    return;
  }
  const term_node *n = term_at(h->p->terms, m->value);
  switch (h->p->effects[e].type) {
    case TYPE_FLAG: lua_pushboolean(L, n->imm != 0); break;
    case TYPE_NUMBER: lua_pushinteger(L, n->imm); break;
    case TYPE_TEXT: {
      slice s = term_text(h->p->terms, (uint32_t)n->imm);
      lua_pushlstring(L, s.at, s.length);
      break;
    }
    default: amount_push_term(L, h->p->effects[e].type, m->value);
  }
}

/* e.NAME */
JUMPED_OUT_OF static int effects_index(lua_State *L) {
  host *h = at_work(L);
  const char *wanted = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
  int e = policy_effect(h->p, wanted);
  if (e < 0) return host_no_effect(L, wanted);
  if (h->now.probing) return probe_effect(L, h, e);
  host_charge(L, 32);
  effect_wanted(h, e);
  push_effect(L, h, e);
  host_count_anew(h);
  return 1;
}

static int cursor_text(lua_State *L) {
  lua_pushliteral(L, "resident");
  return 1;
}

static void lock(lua_State *L, const char *name) { /* mt -> mt; the name in Lua's own messages */
  lua_pushstring(L, name);
  lua_setfield(L, -2, "__name");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pushcfunction(L, cursor_newindex);
  lua_setfield(L, -2, "__newindex");
  lua_pushcfunction(L, cursor_text);
  lua_setfield(L, -2, "__tostring");
}

void cursor_open(host *h) {
  lua_State *L = h->L;
  luaL_newmetatable(L, CURSOR); /* mt */
  lua_newtable(L);              /* mt, names */
  for (int f = 0; f < h->p->schema->count; f++) {
    lua_pushinteger(L, f);
    lua_setfield(L, -2, h->p->schema->fields[f].name);
  }
  lua_createtable(L, 0, FIELD_LABELS_MAX); /* it never grows while somebody is decided */
  lua_pushcclosure(L, cursor_has, 1);
  lua_setfield(L, -2, "has");
  lua_pushcclosure(L, cursor_index, 1); /* mt, index */
  lua_setfield(L, -2, "__index");       /* mt */
  lock(L, "resident");
  lua_pop(L, 1);
  luaL_newmetatable(L, EFFECTS);
  lua_pushcfunction(L, effects_index);
  lua_setfield(L, -2, "__index");
  lock(L, "effects");
  lua_pop(L, 1);
  luaL_newmetatable(L, PLACE);
  lua_pushcfunction(L, place_within);
  lua_pushcclosure(L, place_index, 1);
  lua_setfield(L, -2, "__index");
  static const luaL_Reg refused[] = {{"__eq", place_equal},   {"__lt", place_refuse},
                                     {"__le", place_refuse},  {"__concat", place_refuse},
                                     {"__len", place_refuse}, {NULL, NULL}};
  lock(L, "place");
  luaL_setfuncs(L, refused, 0);
  lua_pop(L, 1);
  lua_newuserdatauv(L, 1, 0);
  luaL_setmetatable(L, CURSOR);
  h->cursor_ref = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_newuserdatauv(L, 1, 0);
  luaL_setmetatable(L, EFFECTS);
  h->effects_ref = luaL_ref(L, LUA_REGISTRYINDEX);
}
