/*
** guard_joins.c - guards and functions that stand where Lua takes them for an answer: `is "a" and is "b"` is the second
** of the two, `not poor` is never true. Found in the text before it runs. What may be a choice between two guards
** (`early and young or old`), and a name that the script gives to more than one thing, pass.
*/
#include <string.h>

#include "host/host.h"
#include "host/script_parts.h"

#define NAMES_MAX 256 /* more are not followed */

typedef struct {
  slice list[NAMES_MAX];
  int count;
} names;

static bool has_name(const names *n, slice name) {
  for (int i = 0; i < n->count; i++)
    if (slice_equal(n->list[i], name)) return true;
  return false;
}

static void add_name(names *n, slice name) {
  if (n->count < NAMES_MAX) n->list[n->count++] = name;
}

static bool is_maker(const part *p) {
  return part_is_word(p, "is") || part_is_word(p, "any") || part_is_word(p, "all") ||
         part_is_word(p, "none");
}

/* Of `is "…"`, `any { … }` at i: behind it; 0 when it is no such call, or more than it. */
static int behind_call(const part *p, int i) {
  int last = p[i + 1].t.kind == TOKEN_STRING ? i + 1
             : part_is_sign(&p[i + 1], "({") ? p[i + 1].partner
                                             : 0;
  bool more = last && (part_is_sign(&p[last + 1], "({[.:") || p[last + 1].t.kind == TOKEN_STRING);
  return last && !more ? last + 1 : 0;
}

/* `a, b = 1, 2` at the b: one of several names that are given something, and no key of a table? */
static bool is_assigned_last(const part *p, int i) {
  int k = i;
  while (k > 1 && part_is_sign(&p[k - 1], ",") && p[k - 2].t.kind == TOKEN_NAME) k -= 2;
  return k < i && !(k > 0 && part_is_sign(&p[k - 1], "{,="));
}

/* Names that a local statement, a for or brackets behind `function` give to something: each counts as often as it is given. */
static void gather(const script_parts *parts, names *guards, names *given) {
  const part *p = parts->list;
  for (int i = 0; i + 3 < parts->count; i++) {
    bool assigned = p[i].t.kind == TOKEN_NAME && part_is_sign(&p[i + 1], "=,") &&
                    !(i > 0 && part_is_sign(&p[i - 1], ".{,") && !is_assigned_last(p, i));
    if (assigned && !(i > 0 && part_is_word(&p[i - 1], "local"))) add_name(given, p[i].t.text);
    if (part_is_word(&p[i], "function")) {
      int k = i + 1;
      while (k < parts->count && !part_is_sign(&p[k], "(")) k++;
      for (int end = k < parts->count ? p[k].partner : 0; k < end; k++)
        if (p[k].t.kind == TOKEN_NAME) add_name(given, p[k].t.text);
    }
    bool binds = part_is_word(&p[i], "local") || part_is_word(&p[i], "for");
    if (!binds) continue;
    bool function = part_is_word(&p[i + 1], "function");
    int named = i + 1 + function, behind = 0;
    if (part_is_sign(&p[named + 1], "=") && is_maker(&p[named + 2]))
      behind = behind_call(p, named + 2);
    bool joined = behind && (part_is_word(&p[behind], "and") || part_is_word(&p[behind], "or"));
    if (function || (behind && !joined))
      add_name(guards, p[named].t.text);
    else
      for (; p[named].t.kind == TOKEN_NAME; named += 2) {
        add_name(given, p[named].t.text);
        if (part_is_sign(&p[named + 1], "<")) named += 3; /* <const> */
        if (!part_is_sign(&p[named + 1], ",")) break;
      }
  }
}

/* Does an expression begin behind it? */
static bool begins(const part *p) {
  static const char *const words[] = {"return", "and",   "or",    "not", "if",
                                      "elseif", "while", "until", NULL};
  if (part_is_sign(p, "=,({[;")) return true;
  for (const char *const *word = words; *word; word++)
    if (part_is_word(p, *word)) return true;
  return false;
}

/* The guard that stands in parts i to behind - 1: is it taken for an answer? */
static bool is_answer(const part *p, int i, int behind) {
  const part *next = &p[behind];
  if (next->t.kind == TOKEN_STRING || (next->t.kind == TOKEN_SIGN && !part_is_sign(next, "),;]}")))
    return false; /* called, looked into, compared */
  if (part_is_word(&p[i - 1], "not")) return true;
  if (part_is_word(&p[behind], "and")) return true;
  if (part_is_word(&p[behind], "or")) return !part_is_word(&p[i - 1], "and");
  return part_is_word(&p[behind], "then") && !part_is_word(&p[i - 1], "and") &&
         !part_is_word(&p[i - 1], "or");
}

canbao_status source_check_guards(const script_parts *parts, const char *path,
                                  canbao_error *error) {
  names guards = {.count = 0}, given = {.count = 0};
  gather(parts, &guards, &given);
  const part *p = parts->list;
  for (int i = 1; i + 2 < parts->count && given.count < NAMES_MAX; i++) {
    if (p[i].t.kind != TOKEN_NAME || !begins(&p[i - 1]) || has_name(&given, p[i].t.text)) continue;
    bool held = has_name(&guards, p[i].t.text);
    int behind = is_maker(&p[i]) && !held ? behind_call(p, i) : held ? i + 1 : 0;
    if (!behind || !is_answer(p, i, behind)) continue;
    char name[64];
    text_display(p[i].t.text, name, sizeof name);
    return fault_at(
        error, CANBAO_SCRIPT, path, p[i].t.line,
        _("“%s” is a guard here and not its answer: and, or, not take it for true, whoever the "
          "resident is. Join guards with all { … }, any { … }, none { … }; inside a "
          "function ask r:has \"低保对象\", or call the guard: newborn(r)"),
        name);
  }
  return CANBAO_OK;
}
