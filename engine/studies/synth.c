/*
** synth.c - the roster's order and its bytes: towns and villages in turn, each
** with its share of the rows, and every household whole within its village.
*/
#include "studies/synth.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "studies/synth_household.h"
#include "values/csv.h"
#include "values/message.h"

/* A row as text: every character may be doubled by quoting. */
#define LINE_SIZE (ROW_CELLS_MAX * (CELL_SIZE * 2 + 3) + 2)

typedef struct {
  const schema *schema;
  const synth_options *options;
  file_writer writer;
  iconv_t convert; /* (iconv_t)-1: the file is UTF-8 */
  bool bad_text;   /* a text has no form in the encoding */
  sheet_row row;
  dirt dirt;
  char line[LINE_SIZE], converted[LINE_SIZE * 2];
} sheet;

/* ---- bytes ---- */

static void put_row(sheet *s) {
  size_t used = 0;
  for (int i = 0; i < s->row.count; i++) {
    const char *text = s->row.cells[i];
    if (i) s->line[used++] = ',';
    if (text[0] != '\0') used += csv_quote(slice_of(text, strlen(text)), false, s->line + used);
  }
  s->line[used++] = '\n';
  if (s->convert == (iconv_t)-1) {
    file_append(&s->writer, s->line, used);
    return;
  }
  char *in = s->line, *out = s->converted;
  size_t in_left = used, out_left = sizeof s->converted;
  if (iconv(s->convert, &in, &in_left, &out, &out_left) == (size_t)-1) s->bad_text = true;
  file_append(&s->writer, s->converted, sizeof s->converted - out_left);
}

static void put_headings(sheet *s, const synth_profile *p) {
  int fields = s->schema->count;
  if (s->options->encoding == SYNTH_UTF8_BOM) file_append_text(&s->writer, "\xEF\xBB\xBF");
  memset(&s->row, 0, sizeof s->row);
  s->row.count = fields + (s->options->dirty ? 1 : 0);
  if (s->options->title_row) {
    snprintf(s->row.cells[0], CELL_SIZE, "%s", p->title);
    put_row(s);
  }
  for (int i = 0; i < fields; i++)
    snprintf(s->row.cells[i], CELL_SIZE, "%s",
             s->options->chinese ? s->schema->fields[i].title : s->schema->fields[i].name);
  if (s->options->dirty)
    snprintf(s->row.cells[fields], CELL_SIZE, "%s", s->options->chinese ? "备注" : "remark");
  put_row(s);
}

/* A column that no field claims, as rosters have them: only in dirty ones, now and then with something in it. */
static void put_remark(sheet *s, int at) {
  static const char *const remarks[] = {"电话未接通", "长期在外", "已核实", "户主代缴, 收据在村",
                                        "\"低保证\"复印件已收"};
  s->row.cells[at][0] = '\0';
  if (!random_chance(&s->dirt.random, 20000)) return;
  const uint32_t count = sizeof remarks / sizeof *remarks;
  snprintf(s->row.cells[at], CELL_SIZE, "%s", remarks[random_below(&s->dirt.random, count)]);
}

static void put_person(sheet *s, const person *who) {
  int fields = s->schema->count;
  s->row.count = fields;
  for (int i = 0; i < fields; i++) {
    if (who->cells[i].kind == ENTRY_BLANK)
      s->row.cells[i][0] = '\0';
    else
      (void)person_text(who, i, s->row.cells[i], CELL_SIZE);
  }
  if (s->options->dirty) {
    put_remark(s, s->row.count++);
    dirt_row(&s->dirt, &s->row);
  }
  put_row(s);
}

/* ---- order ---- */

/* Where the next household lives: towns by weight, villages of a town evenly, both by the row it begins on. */
typedef struct {
  int town, village;
  uint32_t number;               /* households of this village so far */
  int64_t town_end, village_end; /* rows at which they end */
  int64_t town_begin;
} place;

static int64_t part(int64_t whole, int64_t numerator, int64_t denominator) {
  return whole / denominator * numerator + whole % denominator * numerator / denominator;
}

static void enter_town(place *at, const synth_profile *p, int64_t rows, int town) {
  at->town = town;
  at->village = -1;
  at->town_begin = town ? at->town_end : 0;
  at->town_end = part(rows, p->town_odds.upto[town], lottery_total(&p->town_odds));
  at->village_end = at->town_begin;
}

static void move_on(place *at, const synth_profile *p, int64_t rows, int64_t row) {
  while (row >= at->village_end) {
    const synth_town *t = &p->towns[at->town];
    if (at->village + 1 == t->villages + t->communities) {
      enter_town(at, p, rows, at->town + 1);
      continue;
    }
    at->village++;
    at->number = 0;
    at->village_end = at->town_begin + part(at->town_end - at->town_begin, at->village + 1,
                                            t->villages + t->communities);
  }
}

static canbao_status put_everybody(sheet *s, const synth_profile *p, synth_counts *counts,
                                   canbao_error *error) {
  person people[MEMBERS_MAX];
  synth_people *g;
  place at = {0};
  int64_t row = 0, rows = s->options->rows;
  canbao_status status = synth_people_new(&g, p, s->schema, s->options->seed, error);
  enter_town(&at, p, rows, 0);
  while (status == CANBAO_OK && row < rows) {
    int count = 0;
    move_on(&at, p, rows, row);
    status = synth_household(g, at.town, at.village, ++at.number, people, &count, error);
    if (status != CANBAO_OK) break;
    counts->households++;
    for (int m = 0; m < count && row < rows; m++) {
      put_person(s, &people[m]);
      row++;
      if (s->options->dirty && row < rows && dirt_repeat(&s->dirt, &s->row)) {
        put_row(s);
        row++;
      }
    }
    if (s->options->progress && counts->households % 4096 == 0)
      s->options->progress(s->options->payload, (uint64_t)row, (uint64_t)rows);
    if (s->bad_text)
      status = fault_at(error, CANBAO_SCRIPT, p->path, 0,
                        _("a text of the profile has no form in GB18030"));
  }
  dirt_end(&s->dirt);
  counts->rows = (uint64_t)row;
  synth_people_free(g);
  return status;
}

/* ---- the whole ---- */

/* 2023.lua -> 2023.synth.lua */
char *synth_profile_path(const policy *p) {
  const char *script = p->path;
  size_t length = strlen(script), size = length + sizeof ".synth.lua";
  if (length > 4 && strcmp(script + length - 4, ".lua") == 0) length -= 4;
  char *path = malloc(size);
  if (path) snprintf(path, size, "%.*s.synth.lua", (int)length, script);
  return path;
}

static canbao_status open_profile(synth_profile **out, const policy *p,
                                  const synth_options *options, canbao_error *error) {
  char *path = options->profile ? strdup(options->profile) : synth_profile_path(p);
  canbao_status status;
  *out = NULL;
  if (!path) return fault(error, CANBAO_LIMIT, _("memory ran out"));
  if (access(path, R_OK) != 0)
    status = fault_at(error, CANBAO_SCRIPT, path, 0,
                      _("there is no population profile here: copy one from beside another "
                        "county's script and edit "
                        "it, or name one with --profile"));
  else
    status = synth_profile_load(out, path, p->schema, options->rows, error);
  free(path);
  return status;
}

/* Everything is written to a file, or to memory when there is no path. */
static canbao_status write_sheet(sheet *s, const synth_profile *profile, const char *path,
                                 file_map *memory, synth_counts *counts, canbao_error *error) {
  canbao_status status =
      path ? file_create(&s->writer, path, error) : file_create_memory(&s->writer, error);
  if (status != CANBAO_OK) return status;
  put_headings(s, profile);
  status = put_everybody(s, profile, counts, error);
  if (status == CANBAO_OK)
    return path ? file_commit(&s->writer, error) : file_commit_memory(&s->writer, memory, error);
  file_discard(&s->writer);
  return status;
}

static canbao_status make(const policy *p, const char *path, file_map *memory,
                          const synth_options *options, synth_counts *counts, canbao_error *error) {
  synth_profile *profile = NULL;
  memset(counts, 0, sizeof *counts);
  canbao_status status = open_profile(&profile, p, options, error);
  if (status != CANBAO_OK || !profile) return status;
  sheet *s = calloc(1, sizeof *s);
  if (!s) {
    synth_profile_free(profile);
    return fault(error, CANBAO_LIMIT, _("memory ran out"));
  }
  s->schema = p->schema;
  s->options = options;
  s->convert = (iconv_t)-1;
  dirt_begin(&s->dirt, p->schema, profile->sex, options->dirty, options->seed);
  if (options->encoding == SYNTH_GB18030) s->convert = iconv_open("GB18030", "UTF-8");
  if (options->encoding == SYNTH_GB18030 && s->convert == (iconv_t)-1)
    status = fault(error, CANBAO_DATA, _("this machine cannot write GB18030; use --encoding utf8"));
  if (status == CANBAO_OK) status = write_sheet(s, profile, path, memory, counts, error);
  counts->towns = (uint64_t)profile->town_odds.count;
  memcpy(counts->dirt, s->dirt.counts, sizeof counts->dirt);
  if (s->convert != (iconv_t)-1) iconv_close(s->convert);
  free(s);
  synth_profile_free(profile);
  return status;
}

canbao_status synth_write(const policy *p, const char *path, const synth_options *options,
                          synth_counts *counts, canbao_error *error) {
  return make(p, path, NULL, options, counts, error);
}

canbao_status synth_make(const policy *p, file_map *out, const synth_options *options,
                         synth_counts *counts, canbao_error *error) {
  *out = (file_map){.fd = -1};
  return make(p, NULL, out, options, counts, error);
}
