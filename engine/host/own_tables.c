/*
** own_tables.c - a name that is read from a table of the script's own and that the table does not have: Lua answers nil, and an
** effect that is given nil is not fixed, without a word. Where a rule only asks whether it is there, nil is an answer: a switch that is
** off, a setting that is left out. Only tables whose names all stand in the script's text; one that is handed on, or filled by
** computed keys, passes.
*/
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "host/script_parts.h"
#include "host/syntax.h"

#define TABLES_MAX 64 /* more of a script, */
#define KEYS_MAX 128  /* or of a table, are not followed */

typedef struct {
  slice name, keys[KEYS_MAX];
  int count;
  int made;  /* where its name stands in `local NAME = {` */
  bool open; /* it may have names that are not seen here */
} own_table;

typedef struct {
  const part *p;
  int count;
  int *within; /* by part: the bracket or function around it; -1 */
  own_table *list;
  int list_count;
} tables;

static void add_key(own_table *t, slice key) {
  for (int i = 0; i < t->count; i++)
    if (slice_equal(t->keys[i], key)) return;
  if (t->count < KEYS_MAX)
    t->keys[t->count++] = key;
  else
    t->open = true;
}

/* The names in the brackets that open at `open`. */
static void read_keys(own_table *t, const part *p, int open) {
  for (int k = open + 1; k < p[open].partner;) {
    bool computed =
        part_is_sign(&p[k], "[") && p[k].partner > k && part_is_sign(&p[p[k].partner + 1], "=");
    if (p[k].t.kind == TOKEN_NAME && part_is_sign(&p[k + 1], "="))
      add_key(t, p[k].t.text);
    else if (computed && p[k].partner == k + 2 && p[k + 1].t.kind == TOKEN_STRING)
      add_key(t, p[k + 1].t.text);
    else if (computed && p[k + 1].t.kind != TOKEN_NUMBER)
      t->open = true;
    while (k < p[open].partner && !part_is_sign(&p[k], ",;"))
      k = p[k].partner > k ? p[k].partner + 1 : k + 1;
    k++;
  }
}

/* `local NAME = { … }`, and nothing more behind it that it is looked into or called by. */
static void find_tables(tables *all) {
  const part *p = all->p;
  for (int i = 0; i + 4 < all->count && all->list_count < TABLES_MAX; i++) {
    if (!part_is_word(&p[i], "local") || p[i + 1].t.kind != TOKEN_NAME) continue;
    int k = i + 2;
    if (part_is_sign(&p[k], "<") && k + 5 < all->count) k += 3; /* <const> */
    if (!part_is_sign(&p[k], "=") || !part_is_sign(&p[k + 1], "{")) continue;
    own_table *t = &all->list[all->list_count++];
    t->name = p[i + 1].t.text;
    t->made = i + 1;
    read_keys(t, p, k + 1);
  }
}

static own_table *table_named(const tables *all, slice name) {
  for (int i = 0; i < all->list_count; i++)
    if (slice_equal(all->list[i].name, name)) return &all->list[i];
  return NULL;
}

/* Behind NAME.key, or NAME.a, NAME.b, LIST[1]: is something given to it? */
static bool is_given(const part *p, int i) {
  while (part_is_sign(&p[i], ",") && p[i + 1].t.kind == TOKEN_NAME)
    for (i += 2; part_is_sign(&p[i], ".:[(");)
      i = part_is_sign(&p[i], "[(") ? p[i].partner + 1 : i + 2;
  return part_is_sign(&p[i], "=");
}

/* A key of another table: { NAME = … }. */
static bool is_key(const tables *all, int i) {
  int around = all->within[i];
  return around >= 0 && part_is_sign(&all->p[around], "{") && part_is_sign(&all->p[i + 1], "=") &&
         part_is_sign(&all->p[i - 1], "{,;");
}

/* Can something be given to what stands there? In brackets nothing is. */
static bool is_statement(const tables *all, int i) {
  return all->within[i] < 0 || part_is_word(&all->p[all->within[i]], "function");
}

/* pairs(NAME), #NAME: it is only looked at. */
static bool is_walked(const part *p, int i) {
  if (part_is_sign(&p[i - 1], "#")) return true;
  return i > 1 && part_is_sign(&p[i - 1], "(") && part_is_sign(&p[i + 1], ")") &&
         (part_is_word(&p[i - 2], "pairs") || part_is_word(&p[i - 2], "ipairs"));
}

/* The name at i, which is a table's: what becomes of the table there? */
static void follow(const tables *all, own_table *t, int i) {
  const part *p = all->p;
  if (i == t->made || is_key(all, i) || is_walked(p, i)) return;
  bool looked_into = part_is_sign(&p[i + 1], ".:") && p[i + 2].t.kind == TOKEN_NAME;
  bool bound = part_is_word(&p[i - 1], "local") || part_is_word(&p[i - 1], "for");
  bool put = looked_into &&
             (part_is_word(&p[i - 1], "function") || (is_statement(all, i) && is_given(p, i + 3)));
  bool method = part_is_sign(&p[i + 1], ":") && !part_is_word(&p[i - 1], "function");
  if (put && !method)
    add_key(t, p[i + 2].t.text);
  else if (part_is_sign(&p[i + 1], "[") && part_is_sign(&p[p[i + 1].partner + 1], "=,"))
    t->open = t->open || is_given(p, p[i + 1].partner + 1);
  else if (method || bound || !(looked_into || part_is_sign(&p[i + 1], "[")))
    t->open = true; /* another of that name, or handed on, as self too */
}

/* Is the name one of a variable's, not of an entry? */
static bool is_variable(const tables *all, int i) {
  return all->p[i].t.kind == TOKEN_NAME && i > 0 && !part_is_sign(&all->p[i - 1], ".:");
}

/* Says what is wrong. Is a name that the table has written nearly so? */
static bool is_misspelt(const own_table *t, token key, const char *path, canbao_error *error) {
  char table[64], wanted[64], names[KEYS_MAX][64];
  const char *list[KEYS_MAX];
  for (int i = 0; i < t->count; i++) list[i] = text_display(t->keys[i], names[i], sizeof names[i]);
  text_display(t->name, table, sizeof table);
  text_display(key.text, wanted, sizeof wanted);
  int near = text_nearest(wanted, list, t->count);
  if (near >= 0)
    fault_at(error, CANBAO_SCRIPT, path, key.line, _("%s has no “%s”; did you mean “%s”?"), table,
             wanted, list[near]);
  else
    fault_at(error, CANBAO_SCRIPT, path, key.line,
             _("%s has no “%s”: what is read there is always nil"), table, wanted);
  return near >= 0;
}

static bool is_word_of(const part *p, const char *const *words) {
  for (; *words; words++)
    if (part_is_word(p, *words)) return true;
  return false;
}

/* NAME.key at i: is it only asked whether it is there? */
static bool is_asked(const part *p, int i) {
  static const char *const before[] = {"not", "until", NULL};
  static const char *const behind[] = {"then", "do", "and", "or", NULL};
  const part *next = &p[i + 3];
  bool equals = part_is_pair(next, "==") || part_is_pair(next, "~=");
  return is_word_of(&p[i - 1], before) || is_word_of(next, behind) ||
         (equals && part_is_word(next + 1, "nil"));
}

/* For `check`: once a line. */
static canbao_status list_read(policy *p, const canbao_error *found, canbao_error *error) {
  const finding *last = p->findings_count ? &p->findings[p->findings_count - 1] : NULL;
  if (last && last->line == found->line && strcmp(last->file, found->file) == 0) return CANBAO_OK;
  return finding_add(p, found->article, found->file, found->line, false, found->message, error);
}

static canbao_status check_reads(const tables *all, policy *p, const struct script_text *script,
                                 canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (int i = 1; i + 2 < all->count && status == CANBAO_OK; i++) {
    if (!is_variable(all, i) || !part_is_sign(&all->p[i + 1], ".:")) continue;
    const own_table *t = table_named(all, all->p[i].t.text);
    token key = all->p[i + 2].t;
    if (!t || t->open || t->count == 0 || i == t->made) continue;
    bool known = false;
    for (int k = 0; k < t->count && !known; k++) known = slice_equal(t->keys[k], key.text);
    if (known) continue;
    canbao_error found = {0};
    bool misspelt = is_misspelt(t, key, script->path, &found);
    syntax_article(&found, script->text, script->size);
    if (!misspelt && is_asked(all->p, i)) {
      status = list_read(p, &found, error);
    } else {
      status = CANBAO_SCRIPT;
      if (error) *error = found;
    }
  }
  return status;
}

canbao_status source_check_tables(policy *p, const script_parts *parts,
                                  const struct script_text *script, canbao_error *error) {
  tables all = {.p = parts->list, .count = parts->count};
  size_t n = (size_t)parts->count + 1;
  all.within = malloc(n * sizeof *all.within);
  all.list = calloc(TABLES_MAX, sizeof *all.list);
  canbao_status status = CANBAO_OK;
  if (!all.within || !all.list)
    status = fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
  else
    find_tables(&all);
  for (int i = 0, around = -1; status == CANBAO_OK && i < all.count && all.list_count > 0; i++) {
    const part *at = &all.p[i];
    bool function = part_is_word(at, "end") && part_is_word(&all.p[at->partner], "function");
    if (part_is_sign(at, ")]}") || function) around = all.within[at->partner];
    all.within[i] = around;
    if (part_is_sign(at, "([{") || part_is_word(at, "function")) around = i;
  }
  for (int i = 1; status == CANBAO_OK && i + 2 < all.count && all.list_count > 0; i++) {
    own_table *t = is_variable(&all, i) ? table_named(&all, all.p[i].t.text) : NULL;
    if (t) follow(&all, t, i);
  }
  if (status == CANBAO_OK) status = check_reads(&all, p, script, error);
  free(all.within), free(all.list);
  return status;
}
