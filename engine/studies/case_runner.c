/*
** case_runner.c - reading cases, deciding them, comparing. Owns the language of
** a case (given, as_of, expect, bounds, applies, not_applied); knows no effect
** by name.
*/
#include "studies/case_runner.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "studies/case_words.h"
#include "studies/outcome.h"
#include "values/date.h"
#include "values/message.h"

typedef struct {
  policy *p;
  case_run *run;
  decision *d;
  const cJSON *base; /* fields every following case starts from; NULL */
  const char *path;
  int line; /* of the case at hand */
  int rank; /* of its result's article, the lower the better */
  canbao_error *error;
} runner;

static canbao_status no_memory(runner *r) {
  return fault(r->error, CANBAO_LIMIT, _("memory ran out"));
}

#define RANK_ARTICLE (-1)     /* the case names the article */
#define RANK_NONE EFFECTS_MAX /* no article is known to be at fault */

/* `by`: the article where to look, with its rank; the lowest rank of a case's is where to look for all of it. */
static canbao_status mismatch_by(runner *r, int by, int rank, const char *what,
                                 const char *expected, const char *got) {
  case_result *result = &r->run->results[r->run->count - 1];
  if (result->mismatches_count == 0) result->article = -1, r->rank = RANK_NONE;
  if (rank < r->rank) result->article = by, r->rank = rank;
  size_t n = (size_t)result->mismatches_count;
  case_mismatch *grown = realloc(result->mismatches, (n + 1) * sizeof *grown);
  if (!grown) return no_memory(r);
  result->mismatches = grown;
  grown[n] = (case_mismatch){strdup(what), strdup(expected), strdup(got), by};
  result->mismatches_count++;
  return grown[n].field && grown[n].expected && grown[n].got ? CANBAO_OK : no_memory(r);
}

static canbao_status mismatch(runner *r, const char *what, const char *expected, const char *got) {
  return mismatch_by(r, -1, RANK_NONE, what, expected, got);
}

/* ---- texts of a case ---- */

/* A cell or expectation as text: numbers and flags may be written bare, lists of labels as tables. */
static bool item_text(const cJSON *item, char *buf, size_t size) {
  if (cJSON_IsString(item)) return (size_t)snprintf(buf, size, "%s", item->valuestring) < size;
  if (cJSON_IsBool(item))
    return snprintf(buf, size, "%s", cJSON_IsTrue(item) ? "true" : "false") > 0;
  if (cJSON_IsNumber(item)) {
    if (item->valuedouble > 1e15 || item->valuedouble < -1e15) return false;
    if (item->valuedouble != (double)(int64_t)item->valuedouble) return false;
    return snprintf(buf, size, "%lld", (long long)item->valuedouble) > 0;
  }
  if (!cJSON_IsArray(item)) return false;
  size_t used = 0;
  buf[0] = '\0';
  for (const cJSON *one = item->child; one; one = one->next) {
    if (!cJSON_IsString(one)) return false;
    int n = snprintf(buf + used, size - used, "%s%s", used ? "、" : "", one->valuestring);
    if (n < 0 || used + (size_t)n >= size) return false;
    used += (size_t)n;
  }
  return true;
}

static canbao_status bad_item(runner *r, const char *where, const char *name, const cJSON *item) {
  if (cJSON_IsNumber(item) && item->valuedouble < 1e15 && item->valuedouble > -1e15)
    return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                    _("%s.%s must be a text, written as a cell of a roster or of the result is: "
                      "write %s = \"%.10g\""),
                    where, name, name, item->valuedouble);
  return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                  _("%s.%s must be a text, written as a cell of a roster or of the result is"),
                  where, name);
}

/* The line of the case at hand on which the text stands in quotes; the case's own where it was put together. */
static int line_of(const runner *r, const char *text) {
  char chunk[4096], quoted[300];
  int line = 1, found = r->line;
  FILE *f = fopen(r->path, "r");
  if (!f) return found;
  snprintf(quoted, sizeof quoted, "\"%s\"", text);
  while (fgets(chunk, sizeof chunk, f)) {
    if (line >= r->line && strstr(chunk, quoted)) {
      found = line;
      break;
    }
    if (line > r->line && strncmp(chunk, "case ", 5) == 0) break;
    if (strchr(chunk, '\n')) line++;
  }
  fclose(f);
  return found;
}

/* `near`: the one that was meant; NULL. */
static canbao_status not_there(runner *r, const char *kind, const char *name, const char *near) {
  if (near)
    return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                    _("there is no %s \"%s\"; did you mean \"%s\"?"), kind, name, near);
  return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line, _("there is no %s \"%s\""), kind,
                  name);
}

static canbao_status unknown_name(runner *r, const char *kind, const char *name,
                                  const char *const *names, int count) {
  int near = text_nearest(name, names, count);
  return not_there(r, kind, name, near >= 0 ? names[near] : NULL);
}

static canbao_status find_field(runner *r, const char *name, int *field_index) {
  *field_index = case_field(r->p, name);
  if (*field_index >= 0) return CANBAO_OK;
  return not_there(r, _("field"), name, case_field_near(r->p, name));
}

static canbao_status find_effect(runner *r, const char *name, int *effect_index) {
  *effect_index = case_effect(r->p, name);
  if (*effect_index >= 0) return CANBAO_OK;
  return not_there(r, _("effect"), name, case_effect_near(r->p, name));
}

/* What is expected is no such thing; `all` of them, "" where what there is cannot be listed. */
static canbao_status never(runner *r, const char *name, const char *expected, const char *near,
                           const char *all) {
  r->line = line_of(r, expected); /* the run ends here */
  if (near)
    return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                    _("%s is never “%s”; did you mean “%s”?"), name, expected, near);
  return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line, _("%s is never “%s”: it is one of %s"),
                  name, expected, all);
}

/* What is expected, as eval writes it, in place of how a person may call it. */
static canbao_status find_value(runner *r, const effect *e, char *expected, size_t size) {
  char all[700];
  if (case_value(e, expected, size)) return CANBAO_OK;
  const char *near = case_value_near(e, expected, all, sizeof all);
  if (near || *all) return never(r, e->name, expected, near, all);
  r->line = line_of(r, expected);
  return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                  e->type == TYPE_DATE
                      ? _("%s is a day, and “%s” is none: write it like \"2022-12-31\"")
                      : _("%s is an amount in yuan, and “%s” is none: write it like \"350\""),
                  e->name, expected);
}

static canbao_status find_article(runner *r, const char *number, int *article_index) {
  *article_index = policy_article(r->p, number);
  if (*article_index >= 0) return CANBAO_OK;
  const char *names[ARTICLES_MAX];
  for (int i = 0; i < r->p->articles_count; i++) names[i] = r->p->articles[i].number;
  r->line = line_of(r, number); /* the run ends here */
  return unknown_name(r, _("article"), number, names, r->p->articles_count);
}

/* ---- the roster of one row ---- */

static void put_quoted(FILE *f, const char *text) {
  fputc('"', f);
  for (; *text; text++) {
    if (*text == '"') fputc('"', f);
    fputc(*text, f);
  }
  fputc('"', f);
}

/* The case's fields, then the base's that it does not set itself; headings first when `headings`, else the cells. */
static canbao_status put_row(runner *r, const cJSON *given, FILE *f, bool headings) {
  char text[4096];
  uint64_t set[2] = {0, 0}; /* a bit per field: by the case, by the base */
  int count = 0;
  for (int pass = 0; pass < 2; pass++) {
    const cJSON *from = pass == 0 ? given : r->base;
    for (const cJSON *item = from ? from->child : NULL; item; item = item->next) {
      int field_index;
      if (!item->string)
        return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                        _("fields have names: { name = \"value\" }"));
      canbao_status status = find_field(r, item->string, &field_index);
      if (status != CANBAO_OK) return status;
      uint64_t bit = UINT64_C(1) << field_index;
      const char *name = r->p->schema->fields[field_index].name;
      if (set[pass] & bit)
        return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                        _("“%s” stands twice in one table, under two names: take one away"), name);
      set[pass] |= bit;
      if (pass == 1 && set[0] & bit) continue;
      if (!item_text(item, text, sizeof text))
        return bad_item(r, pass ? "base" : "given", item->string, item);
      if (count++) fputc(',', f);
      put_quoted(f, headings ? name : text);
    }
  }
  /* a row without a cell would be no row */
  if (count == 0) put_quoted(f, headings ? r->p->schema->fields[0].name : "");
  fputc('\n', f);
  return CANBAO_OK;
}

static canbao_status make_roster(runner *r, const cJSON *given, roster **out) {
  char *text = NULL;
  size_t size = 0;
  FILE *f = open_memstream(&text, &size);
  if (!f) return no_memory(r);
  canbao_status status = put_row(r, given, f, true);
  if (status == CANBAO_OK) status = put_row(r, given, f, false);
  if (fclose(f) != 0 && status == CANBAO_OK) status = no_memory(r);
  if (status == CANBAO_OK)
    status = roster_from_text(out, r->p->schema, text, size, r->path, r->error);
  free(text);
  return status;
}

/* ---- comparing ---- */

static canbao_status find_problem(runner *r, char *expected, size_t size) {
  char all[300];
  if (*expected == '\0' || case_problem(expected, size)) return CANBAO_OK;
  const char *near = case_problem_near(expected, all, sizeof all);
  return never(r, "problem", expected, near, all);
}

static canbao_status compare_expected(runner *r, const outcome *o, const cJSON *expect) {
  char expected[2048], got[2048];
  for (const cJSON *item = expect ? expect->child : NULL; item; item = item->next) {
    if (!item->string || !item_text(item, expected, sizeof expected))
      return bad_item(r, "expect", item->string ? item->string : "?", item);
    int effect_index = -1;
    canbao_status status = CANBAO_OK;
    if (strcmp(item->string, "problem") == 0) {
      status = find_problem(r, expected, sizeof expected);
      snprintf(got, sizeof got, "%s", o->problem == DECIDED ? "" : problem_word(o->problem));
    } else if (strcmp(item->string, "doubts") == 0) {
      outcome_doubts(o, got, sizeof got);
    } else if (strcmp(item->string, "articles") == 0) {
      outcome_articles(o, got, sizeof got);
    } else if ((status = find_effect(r, item->string, &effect_index)) == CANBAO_OK) {
      status = find_value(r, &r->p->effects[effect_index], expected, sizeof expected);
      outcome_text(o, effect_index, got, sizeof got);
    }
    if (status == CANBAO_OK && strcmp(expected, got) != 0) {
      int winner = effect_index >= 0 ? r->d->effects[effect_index].winner : -1;
      const char *name = effect_index >= 0 ? r->p->effects[effect_index].name : item->string;
      status = mismatch_by(r, winner, winner >= 0 ? effect_index : RANK_NONE, name, expected, got);
    }
    if (status != CANBAO_OK) return status;
  }
  return CANBAO_OK;
}

static canbao_status compare_bounds(runner *r, const outcome *o, const cJSON *bounds) {
  for (const cJSON *item = bounds ? bounds->child : NULL; item; item = item->next) {
    char low[64], high[64], expected[160], got[160] = "", what[128];
    int effect_index;
    if (!item->string || !cJSON_IsArray(item) || cJSON_GetArraySize(item) != 2 ||
        !item_text(cJSON_GetArrayItem(item, 0), low, sizeof low) ||
        !item_text(cJSON_GetArrayItem(item, 1), high, sizeof high))
      return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                      _("bounds are written { subsidy = { \"0\", \"350\" } }: the lowest and the "
                        "highest amount"));
    canbao_status status = find_effect(r, item->string, &effect_index);
    if (status != CANBAO_OK) return status;
    status = find_value(r, &r->p->effects[effect_index], low, sizeof low);
    if (status == CANBAO_OK)
      status = find_value(r, &r->p->effects[effect_index], high, sizeof high);
    if (status != CANBAO_OK) return status;
    int64_t bottom, top;
    if (verdict_bounds(o->verdict, effect_index, &bottom, &top)) {
      char a[24], b[24];
      money_format(bottom, a), money_format(top, b);
      snprintf(got, sizeof got, "%s..%s", a, b);
    }
    snprintf(expected, sizeof expected, "%s..%s", low, high);
    snprintf(what, sizeof what, "bounds.%s", r->p->effects[effect_index].name);
    if (strcmp(expected, got) != 0 && (status = mismatch(r, what, expected, got)) != CANBAO_OK)
      return status;
  }
  return CANBAO_OK;
}

static canbao_status compare_articles(runner *r, const decision *d, const cJSON *list,
                                      bool applies) {
  static const char *const states[] = {N_("not applied"), N_("applied"), N_("undetermined")};
  const char *word = applies ? "applies" : "not_applied";
  if (list && !cJSON_IsArray(list) && !(cJSON_IsObject(list) && !list->child))
    return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                    _("%s takes a list of article numbers"), word);
  for (const cJSON *item = list ? list->child : NULL; item; item = item->next) {
    int article_index;
    char what[160];
    if (!cJSON_IsString(item))
      return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                      _("%s takes a list of article numbers"), word);
    canbao_status status = find_article(r, item->valuestring, &article_index);
    if (status != CANBAO_OK) return status;
    uint8_t state = d->marks[article_index];
    if (state == (applies ? MARK_APPLIED : MARK_NOT)) continue;
    snprintf(what, sizeof what, "%s %s", _("article"), item->valuestring);
    status = mismatch_by(r, article_index, RANK_ARTICLE, what,
                         _(states[applies ? MARK_APPLIED : MARK_NOT]), _(states[state]));
    if (status != CANBAO_OK) return status;
  }
  return CANBAO_OK;
}

/* A cell that cannot be read is a slip of the case's writer, unless the case is about just that. */
static canbao_status compare_reading(runner *r, const roster *rows, const cJSON *expect,
                                     bool bounded) {
  if (bounded || (expect && cJSON_GetObjectItemCaseSensitive(expect, "problem"))) return CANBAO_OK;
  for (uint32_t i = 0; i < rows->problems_count; i++) {
    const problem *one = &rows->problems[i];
    if (!problem_is_of_reading(one->kind)) continue;
    const char *name = one->field >= 0 ? r->p->schema->fields[one->field].name : "given";
    canbao_status status = mismatch(r, name, "", one->reason ? one->reason : "");
    if (status != CANBAO_OK) return status;
  }
  return CANBAO_OK;
}

/* ---- one case ---- */

static canbao_status check_members(runner *r, const cJSON *table) {
  static const char *const members[] = {"given",  "as_of",   "expect",
                                        "bounds", "applies", "not_applied"};
  for (const cJSON *item = table->child; item; item = item->next) {
    bool known = false;
    for (size_t i = 0; item->string && i < sizeof members / sizeof *members; i++)
      known = known || strcmp(item->string, members[i]) == 0;
    if (!known)
      return unknown_name(r, _("member of a case"), item->string ? item->string : "?", members,
                          (int)(sizeof members / sizeof *members));
  }
  return CANBAO_OK;
}

/* The day of a case: its own, else the collection's last day, else the first of the policy's year. */
static canbao_status case_day(runner *r, const cJSON *table, int32_t *day) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(table, "as_of");
  if (item) {
    if (cJSON_IsString(item) && date_parse(item->valuestring, strlen(item->valuestring), day))
      return CANBAO_OK;
    return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                    _("as_of must be a day, as in \"2023-03-01\""));
  }
  *day = r->p->period_to;
  if (*day == DATE_NONE) date_from_civil(r->p->year, 1, 1, day);
  return CANBAO_OK;
}

static const char *sentence_of(const cJSON *call) {
  const cJSON *texts = cJSON_GetObjectItemCaseSensitive(call, "texts");
  const cJSON *first = texts ? cJSON_GetArrayItem(texts, 0) : NULL;
  return first && cJSON_IsString(first) ? first->valuestring : "";
}

static canbao_status add_result(runner *r, const char *sentence) {
  size_t n = (size_t)r->run->count;
  case_result *grown = realloc(r->run->results, (n + 1) * sizeof *grown);
  if (!grown) return no_memory(r);
  r->run->results = grown;
  grown[n] = (case_result){.sentence = strdup(sentence), .line = r->line};
  r->run->count++;
  return grown[n].sentence ? CANBAO_OK : no_memory(r);
}

static canbao_status decide_case(runner *r, const cJSON *table, const roster *rows, int32_t day) {
  const cJSON *expect = cJSON_GetObjectItemCaseSensitive(table, "expect");
  const cJSON *bounds = cJSON_GetObjectItemCaseSensitive(table, "bounds");
  resident who = {.roster = rows, .row = 0, .as_of = day};
  canbao_status status = policy_decide(r->p, &who, r->d, r->error);
  if (status != CANBAO_OK) return status;
  verdict v = {.policy = r->p, .decision = r->d, .resident = who, .case_number = 1};
  outcome o;
  outcome_of(&o, &v);
  for (int i = 0; i < r->p->articles_count; i++) {
    if (r->d->marks[i] == MARK_APPLIED) r->run->applied[i]++;
    if (r->d->marks[i] == MARK_NOT) r->run->not_applied[i]++;
  }
  status = compare_reading(r, rows, expect, bounds != NULL);
  if (status == CANBAO_OK) status = compare_expected(r, &o, expect);
  if (status == CANBAO_OK) status = compare_bounds(r, &o, bounds);
  if (status == CANBAO_OK)
    status = compare_articles(r, r->d, cJSON_GetObjectItemCaseSensitive(table, "applies"), true);
  if (status == CANBAO_OK)
    status =
        compare_articles(r, r->d, cJSON_GetObjectItemCaseSensitive(table, "not_applied"), false);
  /* a decision that ended badly without a word from the case never passes: what it expects may hold by chance */
  const cJSON *said = expect ? cJSON_GetObjectItemCaseSensitive(expect, "problem") : NULL;
  if (status == CANBAO_OK && o.problem != DECIDED && !said && !bounds)
    status =
        mismatch(r, "problem", "", o.problem_text[0] ? o.problem_text : problem_word(o.problem));
  return status;
}

/* What no article fixed is looked for where the rest of the case is. */
static void settle_articles(case_result *result) {
  for (int i = 0; i < result->mismatches_count; i++)
    if (result->mismatches[i].article < 0) result->mismatches[i].article = result->article;
}

static canbao_status run_case(runner *r, const cJSON *call) {
  const cJSON *table = cJSON_GetObjectItemCaseSensitive(call, "table");
  if (!cJSON_IsObject(table))
    return fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                    _("a case is written case \"sentence\" { given = { ... }, expect = { ... } }"));
  canbao_status status = check_members(r, table);
  if (status == CANBAO_OK) status = add_result(r, sentence_of(call));
  int32_t day = DATE_NONE;
  if (status == CANBAO_OK) status = case_day(r, table, &day);
  roster *rows = NULL;
  if (status == CANBAO_OK)
    status = make_roster(r, cJSON_GetObjectItemCaseSensitive(table, "given"), &rows);
  if (status == CANBAO_OK && rows && rows->rows == 1)
    status = decide_case(r, table, rows, day);
  else if (status == CANBAO_OK)
    status = fault_at(r->error, CANBAO_SCRIPT, r->path, r->line,
                      _("the case's cells do not make one resident"));
  roster_free(rows);
  case_result *result = status == CANBAO_OK ? &r->run->results[r->run->count - 1] : NULL;
  if (result && result->mismatches_count > 0) {
    settle_articles(result);
    r->run->failed++;
  }
  return status;
}

/* ---- the file ---- */

bool case_file_of(const policy *p, char *buf, size_t size) {
  size_t n = strlen(p->path);
  if (n < 4 || strcmp(p->path + n - 4, ".lua") != 0) return false;
  int written = snprintf(buf, size, "%.*s.cases.lua", (int)(n - 4), p->path);
  return written > 0 && (size_t)written < size && access(buf, R_OK) == 0;
}

canbao_status case_run_file(case_run *out, policy *p, const char *path, canbao_error *error) {
  static const char *const words[] = {"case", "base", NULL};
  *out = (case_run){.path = strdup(path)};
  cJSON *calls = NULL;
  canbao_status status = out->path ? data_file_load(&calls, path, words, error)
                                   : fault(error, CANBAO_LIMIT, _("memory ran out"));
  runner r = {.p = p, .run = out, .d = decision_new(), .path = path, .error = error};
  if (status == CANBAO_OK && !r.d) status = no_memory(&r);
  for (const cJSON *call = calls ? calls->child : NULL; call && status == CANBAO_OK;
       call = call->next) {
    const cJSON *word = cJSON_GetObjectItemCaseSensitive(call, "word");
    const cJSON *line = cJSON_GetObjectItemCaseSensitive(call, "line");
    r.line = cJSON_IsNumber(line) ? line->valueint : 0;
    if (cJSON_IsString(word) && strcmp(word->valuestring, "base") == 0)
      r.base = cJSON_GetObjectItemCaseSensitive(call, "table");
    else
      status = run_case(&r, call);
  }
  decision_free(r.d);
  cJSON_Delete(calls);
  if (status != CANBAO_OK) case_run_free(out);
  return status;
}

void case_run_free(case_run *run) {
  for (int i = 0; i < run->count; i++) {
    case_result *result = &run->results[i];
    for (int k = 0; k < result->mismatches_count; k++) {
      case_mismatch *m = &result->mismatches[k];
      free(m->field), free(m->expected), free(m->got);
    }
    free(result->mismatches), free(result->sentence);
  }
  free(run->results), free(run->path);
  *run = (case_run){0};
}

bool case_run_unreached(const case_run *run, const policy *p, int article_index) {
  if (run->applied[article_index] == 0) return true;
  return p->articles[article_index].guarded && run->not_applied[article_index] == 0;
}
