/*
** loop.c - times by_hand.c over a roster and writes what it came to. Places and sets of labels are
** settled once per dictionary entry; that is part of the time.
**
** loop ROSTER RESULT SUMMARY: decides and keeps the decisions, writes the result (RESULT -: not), prints its times as JSON.
** loop ROSTER SUMMARY: decides for the summary only.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "by_hand.h"
#include "values/date.h"
#include "values/file.h"
#include "values/memory.h"

#define ROUNDS 5
#define BIT(n) (UINT64_C(1) << (n))

/* In the notice's order, so that the lowest bit of a set is the label that counts. */
static const char *const labels[LABELS_COUNT] = {"特困人员",
                                                 "农村特困人员",
                                                 "城镇特困人员",
                                                 "孤儿",
                                                 "事实无人抚养儿童",
                                                 "低保对象",
                                                 "农村低保对象",
                                                 "城镇低保对象",
                                                 "返贫致贫人口",
                                                 "脱贫不稳定人口",
                                                 "脱贫不稳定户",
                                                 "监测人口",
                                                 "防止返贫监测对象",
                                                 "边缘易致贫人口",
                                                 "边缘易致贫户",
                                                 "突发严重困难人口",
                                                 "突发严重困难户",
                                                 "计生代缴对象",
                                                 "独生子女领证户",
                                                 "农村双女绝育户",
                                                 "计生特殊困难家庭",
                                                 "重点优抚对象",
                                                 "随军未就业配偶",
                                                 "稳定脱贫人口",
                                                 "困难企业职工",
                                                 "困难企业退休人员",
                                                 "外籍就业人员",
                                                 "外籍人员未就业配偶",
                                                 "外籍人员未成年子女",
                                                 "中国公民外籍配偶",
                                                 "失联人员",
                                                 "参军人员",
                                                 "服刑人员"};
static const char *const funds[GRANTS] = {"",
                                          "医疗救助资金",
                                          "卫健部门资金",
                                          "退役军人事务部门资金",
                                          "医疗救助资金",
                                          "医疗救助资金",
                                          "医疗救助资金",
                                          ""};
static const char *const certifiers[GRANTS] = {
    "", "县民政局", "县卫健委", "县退役军人事务局", "县民政局", "县乡村振兴局", "县乡村振兴局", ""};
static const char *const bases[] = {"",
                                    "本县户籍的城乡居民",
                                    "户籍不在本县、在本县长期居住",
                                    "本县学校在册学生、托幼机构在园幼儿",
                                    "持通行证或居住证的港澳台人员",
                                    "外籍就业人员、永久居留人员及家属，公民的外籍配偶",
                                    "困难企业职工、退休人员暂停职工医保后参加",
                                    "属于职工医保范围的不参加居民医保",
                                    "已有其他参保的不重复参保",
                                    "死亡的停止参保",
                                    "低收入人口失联、参军、服刑未缴费的停止参保",
                                    "享受期开始前终止居民医保的，不再参保"};
static const char *const statuses[STATUSES] = {"on_time",      "extended",    "late_accepted",
                                               "not_accepted", "unpaid",      "overdue",
                                               "ineligible",   "undetermined"};

/* ---- before: dictionaries ---- */

static const column *column_of(const roster *r, const char *name) {
  int f = schema_find(r->schema, name);
  if (f >= 0) return &r->columns[f];
  bench_die("the schema has no field", name);
}

static uint8_t *places_of(const column *c, uint32_t *codes) {
  *codes = dictionary_count(c->texts_of);
  uint8_t *places = bench_memory(*codes + 1u);
  for (uint32_t i = 0; i < *codes; i++) {
    slice text = dictionary_text(c->texts_of, i);
    places[i] = memmem(text.at, text.length, "灵璧县", strlen("灵璧县")) ||
                        strncmp(text.at, "341323", 6) == 0
                    ? PLACE_HERE
                    : PLACE_ELSEWHERE;
  }
  return places;
}

static void settle_dictionaries(columns *c, const roster *r) {
  const schema *s = r->schema;
  int identities = schema_find(s, "identities"), id_type = schema_find(s, "id_type");
  const column *sets = &r->columns[identities];
  c->registration_place = places_of(column_of(r, "household_registration"), &c->registrations);
  c->residence_place = places_of(column_of(r, "resides_in"), &c->residences);
  int codes[LABELS_COUNT];
  for (size_t l = 0; l < LABELS_COUNT; l++) {
    codes[l] = field_label(&s->fields[identities], slice_of(labels[l], strlen(labels[l])));
    if (codes[l] < 0) bench_die("the schema has no label", labels[l]);
  }
  c->sets = bench_memory(sets->sets_count * sizeof *c->sets);
  for (uint32_t i = 0; i < sets->sets_count; i++) {
    c->sets[i] = 0;
    for (size_t l = 0; l < LABELS_COUNT; l++)
      if (label_set_has(&sets->sets[i], codes[l])) c->sets[i] |= BIT(l);
  }
  memset(c->persons, PERSON_OTHER, sizeof c->persons);
  for (int i = 0; i < s->fields[id_type].labels_count && i < 256; i++) {
    const char *label = s->fields[id_type].labels[i];
    if (strcmp(label, "港澳居民来往内地通行证") == 0 || strcmp(label, "港澳台居民居住证") == 0)
      c->persons[i] = PERSON_HONG_KONG;
    if (strcmp(label, "外国人永久居留身份证") == 0) c->persons[i] = PERSON_RESIDENT_FOREIGNER;
  }
}

static columns columns_of(const roster *r) {
  const column *town = column_of(r, "town");
  return (columns){.rows = r->rows,
                   .born = column_of(r, "birth_date")->dates,
                   .identified_on = column_of(r, "identified_on")->dates,
                   .paid_on = column_of(r, "paid_on")->dates,
                   .employee_from = column_of(r, "employee_insured_from")->dates,
                   .employee_until = column_of(r, "employee_insured_until")->dates,
                   .certified_on = column_of(r, "only_child_certificate_on")->dates,
                   .discharged_on = column_of(r, "discharged_on")->dates,
                   .released_on = column_of(r, "released_on")->dates,
                   .died_on = column_of(r, "died_on")->dates,
                   .terminated_on = column_of(r, "terminated_on")->dates,
                   .paid_amount = column_of(r, "paid_amount")->fen,
                   .permit = column_of(r, "residence_permit")->flags,
                   .student = column_of(r, "student")->flags,
                   .returning = column_of(r, "returning_migrant")->flags,
                   .elsewhere = column_of(r, "insured_elsewhere")->flags,
                   .id_type = column_of(r, "id_type")->labels,
                   .registration = column_of(r, "household_registration")->codes,
                   .residence = column_of(r, "resides_in")->codes,
                   .identities = column_of(r, "identities")->codes,
                   .town = town->codes,
                   .towns = dictionary_count(town->texts_of)};
}

static void columns_free(columns *c) {
  free(c->registration_place);
  free(c->residence_place);
  free(c->sets);
}

/* ---- after: files ---- */

static void put_money(file_writer *w, int64_t fen) {
  char text[24];
  file_append(w, text, money_format(fen, text));
}

static void put_date(file_writer *w, int32_t date) {
  char text[11];
  if (date != DATE_NONE) file_append(w, date_format(date, text), 10);
}

static void put_text(file_writer *w, slice text) { file_append(w, text.at, text.length); }

static void put_coded(file_writer *w, const column *c, uint32_t row) {
  if (c->codes[row] < CODE_UNKNOWN) put_text(w, dictionary_text(c->texts_of, c->codes[row]));
}

static void put_decided(file_writer *w, const decided *d) {
  bool joins = d->basis > 0 && d->basis <= LAST_JOINING, known = d->status != UNDETERMINED;
  file_append_text(w, !known ? "," : joins ? ",true" : ",false");
  file_append_char(w, ',');
  file_append_text(w, bases[d->basis]);
  file_append_char(w, ',');
  if (d->identity) file_append_text(w, labels[d->identity - 1]);
  file_append_text(w, joins ? ",350," : ",,");
  if (joins) put_money(w, subsidies[d->grant]);
  file_append_char(w, ',');
  if (joins) put_money(w, PREMIUM - subsidies[d->grant]);
  file_append_text(w, joins ? ",610," : ",,");
  file_append_text(w, funds[d->grant]);
  file_append_char(w, ',');
  file_append_text(w, certifiers[d->grant]);
  file_append_char(w, ',');
  put_date(w, d->deadline);
  file_append_char(w, ',');
  file_append_text(w, statuses[d->status]);
  file_append_char(w, ',');
  put_date(w, d->benefit_from);
  file_append_text(w, d->benefit_from == DATE_NONE ? ",," : ",2023-12-31,");
  if (known) put_money(w, d->refund);
  file_append_char(w, '\n');
}

/* A clean roster's texts need no quotes. */
static void write_result(const roster *r, const decided *all, const char *path) {
  file_writer w;
  canbao_error error;
  const column *ids = column_of(r, "id_number"), *households = column_of(r, "household_id");
  const column *town = column_of(r, "town"), *village = column_of(r, "village");
  if (file_create(&w, path, &error) != CANBAO_OK)
    bench_die("the result cannot be written", error.message);
  file_append_text(
      &w, "id_number,town,village,household_id,eligible,eligibility,identity,premium,subsidy,"
          "personal_due,fiscal,fund,certifier,deadline,status,benefit_from,benefit_to,refund\n");
  for (uint32_t i = 0; i < r->rows; i++) {
    put_text(&w, text_ref_slice(ids->texts[i]));
    file_append_char(&w, ',');
    put_coded(&w, town, i);
    file_append_char(&w, ',');
    put_coded(&w, village, i);
    file_append_char(&w, ',');
    put_text(&w, text_ref_slice(households->texts[i]));
    put_decided(&w, &all[i]);
  }
  if (file_commit(&w, &error) != CANBAO_OK)
    bench_die("the result cannot be written", error.message);
}

static void add_cell(bench_group *g, int status, int grant, const cell *x) {
  bool joins = status != INELIGIBLE && status != UNDETERMINED, enrolled = status <= LATE_ACCEPTED;
  int64_t n = joins ? x->people : 0;
  int64_t sums[BENCH_SUMS] = {n * PREMIUM, n * subsidies[grant], n * (PREMIUM - subsidies[grant]),
                              n * FISCAL, x->refund};
  g->people += x->people;
  if (enrolled) g->enrolled += x->people;
  for (int i = 0; i < BENCH_SUMS; i++) {
    g->sums[i] += sums[i];
    if (enrolled) g->enrolled_sums[i] += sums[i];
  }
}

static void write_summary(const roster *r, const totals *t, const char *path) {
  bench_summary *s = bench_summary_new();
  uint32_t towns = dictionary_count(column_of(r, "town")->texts_of);
  for (int status = 0; status < STATUSES; status++)
    for (int grant = 0; grant < GRANTS; grant++) {
      for (size_t label = 0; label <= LABELS_COUNT; label++) {
        const cell *x = &t->by_label[status][grant][label];
        if (x->people == 0) continue;
        add_cell(bench_group_of(s, "status", statuses[status]), status, grant, x);
        if (status == UNDETERMINED) continue;
        add_cell(bench_group_of(s, "fund", funds[grant]), status, grant, x);
        add_cell(bench_group_of(s, "identity", label ? labels[label - 1] : ""), status, grant, x);
      }
      for (uint32_t town = 0; town <= towns; town++) {
        const cell *x = &t->by_town[town][status][grant];
        if (x->people == 0) continue;
        const char *name =
            town < towns ? dictionary_text(column_of(r, "town")->texts_of, town).at : "";
        add_cell(bench_group_of(s, "town", name), status, grant, x);
      }
    }
  bench_summary_write(s, path);
  bench_summary_free(s);
}

/* One round from clean totals; `kept` may be NULL. Seconds. */
static double time_round(const roster *r, decided *kept, totals *t, size_t towns_size) {
  memset(t->by_label, 0, sizeof t->by_label);
  memset(t->by_town, 0, towns_size);
  double began = bench_now();
  columns c = columns_of(r);
  settle_dictionaries(&c, r);
  if (kept)
    decide_all(&c, kept, t);
  else
    add_all(&c, t);
  columns_free(&c);
  return bench_now() - began;
}

static totals *totals_new(const roster *r, size_t *towns_size) {
  totals *t = bench_memory(sizeof *t);
  *towns_size = (dictionary_count(column_of(r, "town")->texts_of) + 1) * sizeof *t->by_town;
  t->by_town = bench_memory(*towns_size);
  return t;
}

/* Memory is taken before the clock runs, but first touched while it does, as canbao's is. */
static void run(const char *roster_path, const char *result, const char *summary_path) {
  policy *p = bench_policy();
  roster *r = bench_roster(p, roster_path, 1);
  double took[ROUNDS];
  size_t towns_size;
  decided *all = result ? bench_memory(r->rows * sizeof *all) : NULL;
  totals *t = totals_new(r, &towns_size);
  for (int i = 0; i < ROUNDS; i++) took[i] = time_round(r, all, t, towns_size);
  double began = bench_now();
  if (result && strcmp(result, "-") != 0) write_result(r, all, result);
  double wrote = bench_now() - began;
  write_summary(r, t, summary_path);
  printf("{\"rows\": %u, \"write\": %.6f, ", (unsigned)r->rows, wrote);
  bench_print("decide", took, ROUNDS, "}\n");
  free(t->by_town);
  free(t);
  free(all);
  roster_free(r);
  policy_free(p);
}

int main(int argc, char **argv) {
  memory_stays(); /* as canbao says, too */
  if (argc == 4)
    run(argv[1], argv[2], argv[3]);
  else if (argc == 3)
    run(argv[1], NULL, argv[2]);
  else
    bench_die("usage", "loop ROSTER [RESULT] SUMMARY");
  return 0;
}
