/* shared_local.c - see shared_local.h. */
#include "studies/shared_local.h"

#include <stdlib.h>
#include <string.h>

#include "studies/script_clauses.h"
#include "studies/whatif_parts.h"
#include "values/fault.h"
#include "values/message.h"

#define KEEPS_MOST 48 /* bytes of what a local says, in a sentence */

/* One parameter, and the clause that gives it its value. */
typedef struct {
  shared_locals *out;
  const policy *policy;
  script_clauses script;
  const article *article;
  const clause *own;
  int effect; /* of the policy */
  int edit;
  const char *change;
} parameter;

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
}

/* ---- names ---- */

/* The effect that a member fixes, by its own name or another under which it is stated; -1: when, fund of another kind … */
static int effect_named(const policy *p, slice key) {
  for (int e = 0; e < p->effects_count; e++)
    if (slice_is(key, p->effects[e].name)) return e;
  for (int i = 0; i < p->stated_count; i++)
    if (slice_is(key, p->stated[i].name)) return p->stated[i].effect;
  return -1;
}

/* The article that a clause has become; NULL: none, as it was dropped or replaced. */
static const article *article_of(const parameter *x, const clause *c) {
  for (int a = 0; a < x->policy->articles_count; a++) {
    const article *found = &x->policy->articles[a];
    if (found->file && strcmp(found->file, x->script.path) == 0 && found->line >= c->line &&
        found->line <= c->last_line)
      return found;
  }
  return NULL;
}

/* Does a change of its own give this member of the article its value? */
static bool changed_itself(const parameter *x, const article *a, slice key) {
  int e = effect_named(x->policy, key);
  if (e < 0) return false;
  if (a == x->article && e == x->effect) return true;
  for (int i = 0; i < x->policy->edits_count; i++) {
    const edit *other = &x->policy->edits[i];
    if (other->applied && strcmp(other->article, a->number) == 0 && other->effects >> e & 1)
      return true;
  }
  return false;
}

/* ---- places ---- */

/* Does the member say again, under another name, what a member of the same clause fixes? A script is held to it when it
** loads; a scenario and a --set are not. */
static bool repeats(const parameter *x, const clause *c, slice key) {
  const policy *p = x->policy;
  for (int i = 0; i < p->stated_count; i++)
    if (slice_is(key, p->stated[i].name))
      return clause_member_of(c, p->effects[p->stated[i].effect].name) != NULL;
  return false;
}

/* Texts with a place a line: as a table shows all, all, by which somebody may be decided, that only repeat. */
enum { SHOWN, ALL, KEEPING, REPEATS, LISTS };

typedef struct {
  char *texts[LISTS];
  size_t sizes[LISTS];
  FILE *files[LISTS];
  uint8_t *uses;
} place_lists;

static void put_place(FILE *out, const clause *c, slice key) {
  bool plain = slice_is(c->word, "article");
  if (ftell(out) > 0) fputc('\n', out);
  if (!plain) fwrite(c->word.at, 1, c->word.length, out);
  if (!plain && c->name.length) fputc(' ', out);
  fwrite(c->name.at, 1, c->name.length, out);
  if (key.length) fprintf(out, ".%.*s", (int)key.length, key.at);
}

static void put_use(place_lists *lists, const clause *c, slice key, bool repeated) {
  put_place(lists->files[SHOWN], c, key);
  if (repeated) fputs(_(" (said again; nobody is decided by it)"), lists->files[SHOWN]);
  put_place(lists->files[ALL], c, key);
  put_place(lists->files[repeated ? REPEATS : KEEPING], c, key);
}

/* Its members one by one: some of them may have been given another value. */
static canbao_status put_article(const parameter *x, const clause *c, const script_local *l,
                                 place_lists *lists, canbao_error *error) {
  const article *a = article_of(x, c);
  uint8_t use = USE_NONE;
  for (int i = 0; a && i < c->members_count; i++) {
    const clause_member *m = &c->members[i];
    bool rests;
    if (changed_itself(x, a, m->key)) continue;
    if (!script_rests_on(&x->script, m->value, l, &rests)) return no_memory(error);
    if (!rests) continue;
    bool repeated = repeats(x, c, m->key);
    if (c == x->own) put_use(lists, c, m->key, repeated);
    if (use != USE_DECIDES) use = repeated ? USE_REPEATS : USE_DECIDES;
  }
  if (use == USE_NONE) return CANBAO_OK;
  if (c != x->own) put_use(lists, c, slice_of("", 0), use == USE_REPEATS);
  lists->uses[a - x->policy->articles] = use;
  return CANBAO_OK;
}

static canbao_status put_places(const parameter *x, const script_local *l, place_lists *lists,
                                canbao_error *error) {
  for (int i = 0; i < x->script.clauses_count; i++) {
    const clause *c = &x->script.clauses[i];
    bool rests = false;
    if (slice_is(c->word, "agrees")) continue;
    if (slice_is(c->word, "article")) {
      canbao_status status = put_article(x, c, l, lists, error);
      if (status != CANBAO_OK) return status;
      continue;
    }
    if (!script_rests_on(&x->script, c->whole, l, &rests)) return no_memory(error);
    if (rests) put_use(lists, c, slice_of("", 0), false);
  }
  return CANBAO_OK;
}

static void lists_free(place_lists *lists) {
  for (int i = 0; i < LISTS; i++) free(lists->texts[i]);
  free(lists->uses);
}

/* The caller frees, in any case. */
static canbao_status find_places(const parameter *x, const script_local *l, place_lists *lists,
                                 canbao_error *error) {
  bool ok = true;
  *lists = (place_lists){.uses = calloc((size_t)x->policy->articles_count + 1, 1)};
  for (int i = 0; i < LISTS; i++) {
    lists->files[i] = open_memstream(&lists->texts[i], &lists->sizes[i]);
    ok = ok && lists->files[i];
  }
  canbao_status status = ok && lists->uses ? put_places(x, l, lists, error) : no_memory(error);
  for (int i = 0; i < LISTS; i++)
    if (lists->files[i] && fclose(lists->files[i]) != 0 && status == CANBAO_OK)
      status = no_memory(error);
  return status;
}

/* ---- one local ---- */

/* date "2022-12-31" says 2022-12-31, yuan(350) says 350; else its words, when they are short. NULL when memory ran out. */
static char *what_it_says(const script_clauses *s, const script_local *l) {
  int i = l->text.first, n = l->text.last - i;
  slice said = slice_of("", 0);
  if (n == 2 && s->tokens[i + 1].kind == TOKEN_STRING) said = token_inner(s->tokens[i + 1]);
  if (n == 4 && token_is(s->tokens[i], "yuan") && s->tokens[i + 2].kind == TOKEN_NUMBER)
    said = s->tokens[i + 2].text;
  if (said.length) return strndup(said.at, said.length);
  char *words = script_words(s, l->text);
  if (words && strlen(words) > KEEPS_MOST) *words = '\0';
  return words;
}

/* One place a line as one line. NULL when memory ran out. */
static char *joined(const char *list) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  if (!out) return NULL;
  for (; *list; list++) {
    if (*list == '\n')
      fputs("、", out);
    else
      fputc(*list, out);
  }
  if (fclose(out) == 0) return text;
  free(text);
  return NULL;
}

/* What must be said of those by which somebody may be decided. */
static void say_keeping(FILE *out, const shared_local *l) {
  if (*l->keeps)
    fprintf(out,
            _("%s changes article %s alone; %s (%s:%d) also stands in %s: those keep %s. "
              "To change all of them, edit line %d of a copy and use canbao diff (or "
              "whatif --instead)"),
            l->change, l->number, l->local, l->file, l->line, l->keeping, l->keeps, l->line);
  else
    fprintf(out,
            _("%s changes article %s alone; %s (%s:%d) also stands in %s: those stay as they "
              "are. To change all of them, edit line %d of a copy and use canbao diff (or "
              "whatif --instead)"),
            l->change, l->number, l->local, l->file, l->line, l->keeping, l->line);
  if (l->people >= 0)
    fprintf(out, _(". Residents to whom these places apply: %lld"), (long long)l->people);
  if (*l->repeats)
    fprintf(out, _(". In %s it only says again what the article fixes; nobody is decided by that"),
            l->repeats);
}

static void say_repeats(FILE *out, const shared_local *l) {
  const char *keeps = *l->keeps ? l->keeps : _("the old value");
  fprintf(out,
          _("%s changes article %s alone; %s (%s:%d) also stands in %s, but there it only says "
            "again what the article fixes, and nobody is decided by it: "),
          l->change, l->number, l->local, l->file, l->line, l->repeats);
  if (l->people > 0)
    fprintf(out, _("of the %lld residents to whom it applies nobody keeps %s"),
            (long long)l->people, keeps);
  else
    fprintf(out, _("nobody keeps %s"), keeps);
  fprintf(out, _(". Here nothing need be done; in the script, line %d changes all of them"),
          l->line);
}

static canbao_status say(shared_local *l, canbao_error *error) {
  size_t size;
  free(l->said);
  l->said = NULL;
  FILE *out = open_memstream(&l->said, &size);
  if (!out) return no_memory(error);
  if (*l->keeping)
    say_keeping(out, l);
  else
    say_repeats(out, l);
  return fclose(out) == 0 ? CANBAO_OK : no_memory(error);
}

static void free_item(shared_local *l) {
  free(l->change), free(l->local), free(l->keeps), free(l->number), free(l->list);
  free(l->places), free(l->keeping), free(l->repeats), free(l->uses), free(l->said);
}

/* Takes the list of all places and the uses out of `lists`. */
static canbao_status add_item(const parameter *x, const script_local *l, place_lists *lists,
                              canbao_error *error) {
  shared_local *grown = realloc(x->out->items, ((size_t)x->out->count + 1) * sizeof *grown);
  if (!grown) return no_memory(error);
  x->out->items = grown;
  shared_local *item = &grown[x->out->count++];
  *item = (shared_local){.edit = x->edit,
                         .change = strdup(x->change),
                         .local = strndup(l->name.at, l->name.length),
                         .file = x->article->file,
                         .line = l->line,
                         .keeps = what_it_says(&x->script, l),
                         .number = strdup(x->article->number),
                         .list = lists->texts[SHOWN],
                         .places = joined(lists->texts[ALL]),
                         .keeping = joined(lists->texts[KEEPING]),
                         .repeats = joined(lists->texts[REPEATS]),
                         .uses = lists->uses,
                         .people = -1};
  lists->texts[SHOWN] = NULL, lists->uses = NULL;
  if (!item->change || !item->local || !item->keeps || !item->number || !item->places ||
      !item->keeping || !item->repeats)
    return no_memory(error);
  return say(item, error);
}

static bool single_value(const script_clauses *s, const script_local *l) {
  if (token_is(s->tokens[l->text.first], "{")) return false;
  for (int i = l->text.first; i < l->text.last; i++)
    if (token_is(s->tokens[i], "function")) return false;
  return true;
}

/* ---- one parameter ---- */

static canbao_status look_through(const parameter *x, token_span given, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  int before = x->out->count;
  for (int i = given.first; i < given.last; i++)
    if (token_is(x->script.tokens[i], "function")) return CANBAO_OK; /* a formula */
  for (int i = given.first; i < given.last && status == CANBAO_OK; i++) {
    const script_local *l = script_local_at(&x->script, i);
    bool met = !l || !single_value(&x->script, l);
    for (int k = before; k < x->out->count && !met; k++)
      met = slice_is(l->name, x->out->items[k].local);
    if (met) continue;
    place_lists lists;
    status = find_places(x, l, &lists, error);
    if (status == CANBAO_OK && *lists.texts[ALL]) status = add_item(x, l, &lists, error);
    lists_free(&lists);
  }
  return status;
}

/* What the article says under this name; without it, under another for the same effect (pays for subsidy). */
static const clause_member *value_of(const parameter *x, slice key) {
  const clause_member *found = NULL;
  for (int i = 0; i < x->own->members_count; i++) {
    const clause_member *m = &x->own->members[i];
    if (slice_equal(m->key, key)) return m;
    if (!found && effect_named(x->policy, m->key) == x->effect) found = m;
  }
  return found;
}

static canbao_status look_at(parameter *x, const char *number, slice key, canbao_error *error) {
  int a = policy_article(x->policy, number);
  x->effect = effect_named(x->policy, key);
  if (a < 0 || x->effect < 0) return CANBAO_OK;
  x->article = &x->policy->articles[a];
  const char *path = x->article->file;
  slice text = path ? policy_script(x->policy, path) : slice_of("", 0);
  if (text.length == 0) return CANBAO_OK;
  canbao_status status = CANBAO_OK;
  if (!script_clauses_read(&x->script, path, text)) status = no_memory(error);
  if (status == CANBAO_OK)
    x->own = script_clause_at(&x->script, "article", number, x->article->line);
  const clause_member *m = status == CANBAO_OK && x->own ? value_of(x, key) : NULL;
  if (m) status = look_through(x, m->value, error);
  script_clauses_free(&x->script);
  return status;
}

canbao_status shared_locals_of_parameter(shared_locals *out, const policy *p, const char *number,
                                         const char *name, const char *change,
                                         canbao_error *error) {
  parameter x = {.out = out, .policy = p, .edit = -1, .change = change};
  return look_at(&x, number, slice_of(name, strlen(name)), error);
}

canbao_status shared_locals_of_edits(shared_locals *out, const policy *p, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (int i = 0; i < p->edits_count && status == CANBAO_OK; i++) {
    const edit *e = &p->edits[i];
    size_t number = strlen(e->article);
    if (!e->applied || strncmp(e->label, e->article, number) != 0 || e->label[number] != '.')
      continue; /* drop, replace, add: a clause, not a value */
    const char *key = e->label + number + 1;
    char *change = NULL;
    int length = e->file ? asprintf(&change, "%s:%d: %s", e->file, e->line, e->label)
                         : asprintf(&change, "--set %s", e->label);
    if (length < 0) return no_memory(error);
    parameter x = {.out = out, .policy = p, .edit = i, .change = change};
    status = look_at(&x, e->article, slice_of(key, strcspn(key, "=")), error);
    free(change);
  }
  return status;
}

/* ---- how many ---- */

static bool concerned(const shared_local *l, const decision *d, int articles) {
  uint8_t wanted = *l->keeping ? USE_DECIDES : USE_REPEATS;
  for (int a = 0; a < articles; a++)
    if (l->uses[a] == wanted && d->marks[a] != MARK_NOT) return true;
  return false;
}

canbao_status shared_locals_count(shared_locals *s, const whatif_side *side, canbao_error *error) {
  if (s->count == 0) return CANBAO_OK;
  decision *scratch = decision_new();
  canbao_status status = scratch ? CANBAO_OK : no_memory(error);
  for (int i = 0; i < s->count; i++) s->items[i].people = 0;
  for (uint32_t c = 1; c <= side->cases && status == CANBAO_OK; c++) {
    const decision *d;
    status = whatif_case_decision(side, c, &d, scratch, error);
    for (int i = 0; i < s->count && status == CANBAO_OK; i++)
      if (concerned(&s->items[i], d, side->policy->articles_count))
        s->items[i].people += side->facts[c].people;
  }
  decision_free(scratch);
  for (int i = 0; i < s->count && status == CANBAO_OK; i++) status = say(&s->items[i], error);
  return status;
}

void shared_locals_free(shared_locals *s) {
  for (int i = 0; i < s->count; i++) free_item(&s->items[i]);
  free(s->items);
  *s = (shared_locals){0};
}
