/*
** script_fuzz.c - any bytes as a rule script: it loads or is refused with a place and a clean line, residents are
** decided alike by Lua alone and from memory, and a plain script decides as before afterwards.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/policy.h"
#include "values/fault.h"
#include "values/utf8.h"

#define ROWS 6

static const char plain_script[] =
    "policy { place = \"试县\", year = 2024 }\n"
    "article \"一\" \"人人\" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline "
    "= date \"2023-12-31\" }\n"
    "article \"二\" \"低保\" { subsidy = yuan(190), when = is \"低保对象\" }\n";

static const char residents[] = "姓名,出生日期,户籍地,身份类别,缴费日期,缴费金额,残疾等级\n"
                                "甲,1980-01-01,试县,低保对象,2023-10-01,380,二级\n"
                                "乙,2023-11-30,,,,,\n"
                                "丙,1950-02-28,别县,孤儿、低保对象,2024-02-29,190.5,\n"
                                "丁,,试县,,2023-12-31,,\n"
                                "戊,1999-12-31,试县,特困人员,2024-01-01,0,一级\n"
                                "己,2000-02-29,试县,,坏,坏,\n";

static char script_path[64], plain_path[64];

static void require(bool holds) {
  if (!holds) abort();
}

static void put(const char *path, const void *bytes, size_t size) {
  FILE *f = fopen(path, "wb");
  require(f != NULL && fwrite(bytes, 1, size, f) == size && fclose(f) == 0);
}

static void tidy(void) {
  unlink(script_path);
  unlink(plain_path);
  *strrchr(script_path, '/') = '\0';
  rmdir(script_path);
}

static void open_folder(void) {
  char folder[] = "/tmp/script_fuzz.XXXXXX";
  require(mkdtemp(folder) != NULL);
  setenv("CANBAO_RULES", folder, 1); /* no fields.lua there: the built-in ones */
  snprintf(script_path, sizeof script_path, "%s/a.lua", folder);
  snprintf(plain_path, sizeof plain_path, "%s/b.lua", folder);
  put(plain_path, plain_script, sizeof plain_script - 1);
  atexit(tidy);
}

/* Lua's own words stand in the script: then a message may quote them. */
static bool quotes_lua;

static void look_for_words(const uint8_t *data, size_t size) {
  static const char *const words[] = {"attempt to ", "stack traceback"};
  quotes_lua = false;
  for (size_t i = 0; i < 2; i++)
    quotes_lua |= memmem(data, size, words[i], strlen(words[i])) != NULL;
}

/* One line, no control characters, no words of Lua's own. */
static void check_line(const char *s) {
  size_t n = strlen(s);
  require(n > 0 && utf8_valid(s, n));
  for (size_t i = 0; i < n; i++) require((unsigned char)s[i] >= ' ' && s[i] != 0x7F);
  if (quotes_lua) return;
  require(strstr(s, "attempt to ") == NULL && strstr(s, "stack traceback") == NULL);
}

static bool same(const policy *p, const decision *a, const decision *b) {
  if (a->problem != b->problem || strcmp(a->problem_text, b->problem_text) != 0 ||
      a->doubts != b->doubts)
    return false;
  for (int i = 0; i < p->articles_count; i++)
    if (a->marks[i] != b->marks[i]) return false;
  for (int e = 0; e < p->effects_count; e++) {
    const effect_mark *x = &a->effects[e], *y = &b->effects[e];
    effect_bounds m = decision_bounds(a, e), n = decision_bounds(b, e);
    if (x->state != y->state || x->value != y->value || m.low != n.low || m.high != n.high ||
        x->winner != y->winner)
      return false;
  }
  return true;
}

/* Every resident through Lua, then twice from memory. */
static void decide_all(policy *p, decision **out) {
  canbao_error error;
  roster *r;
  require(roster_from_text(&r, p->schema, residents, sizeof residents - 1, "fuzz", &error) ==
          CANBAO_OK);
  decision *again = decision_new();
  require(again != NULL && r->rows == ROWS);
  for (int turn = 0; turn < 3; turn++) {
    policy_remember(p, turn > 0);
    for (uint32_t row = 0; row < ROWS; row++) {
      resident who = {r, row, 19700};
      decision *d = turn == 0 ? out[row] : again;
      canbao_status status = policy_decide(p, &who, d, &error);
      if (status != CANBAO_OK) { /* a clock or a kept state stops the run, with its reason */
        check_line(error.message);
        goto done;
      }
      if (d->problem > DECISION_UNDETERMINED) check_line(d->problem_text);
      if (turn > 0 && d->problem != DECISION_LIMIT && out[row]->problem != DECISION_LIMIT)
        require(same(p, out[row], d));
    }
  }
done:
  policy_remember(p, false);
  decision_free(again);
  roster_free(r);
}

static void free_decisions(decision **list) {
  for (int i = 0; i < ROWS; i++) decision_free(list[i]);
  free(list);
}

static decision **new_decisions(void) {
  decision **list = calloc(ROWS, sizeof *list);
  require(list != NULL);
  for (int i = 0; i < ROWS; i++) require((list[i] = decision_new()) != NULL);
  return list;
}

static decision **plainly(void) {
  policy *p = NULL;
  canbao_error error;
  require(policy_load(&p, plain_path, NULL, &error) == CANBAO_OK);
  decision **list = new_decisions();
  decide_all(p, list);
  policy_free(p);
  return list;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static decision **before;
  policy *p;
  canbao_error error;
  if (before == NULL) {
    open_folder();
    before = plainly();
  }
  put(script_path, data, size);
  look_for_words(data, size);
  canbao_status status = policy_load(&p, script_path, NULL, &error);
  if (status == CANBAO_OK) {
    decision **list = new_decisions();
    decide_all(p, list);
    free_decisions(list);
    policy_free(p);
  } else {
    require(p == NULL &&
            (status == CANBAO_SCRIPT || status == CANBAO_LIMIT || status == CANBAO_DATA));
    require(strlen(error.file) > 0);
    check_line(error.message);
  }
  decision **after = plainly();
  for (int i = 0; i < ROWS; i++) {
    require(before[i]->problem == after[i]->problem && before[i]->doubts == after[i]->doubts);
    for (int e = 0; e < EFFECTS_MAX; e++)
      require(before[i]->effects[e].state == after[i]->effects[e].state &&
              before[i]->effects[e].winner == after[i]->effects[e].winner);
  }
  free_decisions(after);
  return 0;
}
