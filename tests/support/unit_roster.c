/*
** unit_roster.c - `id check` and `id mend` for each line of stdin; `roster read FIELDS CSV [FIELD...]`
** reads a file with the fields of a table of tabs (tests/support/fields.lua writes it) and prints
** rows, cells and problems; `roster text FIELDS CSV ...` reads the same from memory; `roster time`.
*/
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "roster/id_number.h"
#include "roster/roster.h"
#include "unit.h"
#include "values/date.h"
#include "values/file.h"

static void check_id(slice line) {
  static const char *const faults[] = {"good",      "length",     "old length",
                                       "character", "birth date", "check digit"};
  int32_t born = 0;
  char iso[11];
  id_fault f = id_number_check(line, &born);
  printf("%s%s%s\n", faults[f], f == ID_GOOD ? " " : "",
         f == ID_GOOD ? date_format(born, iso) : "");
}

static void mend_id(slice line) {
  char buf[64];
  slice mended;
  if (id_number_mend(line, true, buf, sizeof buf, &mended)) {
    unit_show(mended);
  } else {
    puts("as it was");
  }
}

int unit_id(int argc, char **argv) {
  const char *command = argc > 1 ? argv[1] : "";
  size_t n;
  for (char *line; (line = unit_line(&n)) != NULL; free(line)) {
    if (strcmp(command, "mend") == 0) {
      mend_id(slice_of(line, n));
    } else {
      check_id(slice_of(line, n));
    }
  }
  return 0;
}

/* The parts of a list between bars, in place. */
static int split(char *list, char bar, char **parts, int most) {
  int count = 0;
  while (list != NULL && *list != '\0' && count < most) {
    parts[count++] = list;
    list = strchr(list, bar);
    if (list != NULL) *list++ = '\0';
  }
  return count;
}

static int index_of(const char *name, const char *const *names, int count) {
  for (int i = 0; i < count; i++) {
    if (strcmp(name, names[i]) == 0) return i;
  }
  return 0;
}

static void add_field(schema *s, char *line) {
  static const char *const types[] = {"text", "coded", "place", "label", "labels",
                                      "flag", "date",  "money", "number"};
  static const char *const roles[] = {"none", "id_number", "id_type", "birth_date",
                                      "name", "household", "town",    "village"};
  char *cells[10] = {0}, *headings[32], *labels[FIELD_LABELS_MAX + 8], *aliases[256];
  for (int i = 0; i < 10; i++) {
    cells[i] = line;
    line = strchrnul(line, '\t');
    if (*line != '\0') *line++ = '\0';
  }
  field f = {.name = cells[0], .title = cells[1], .headings = headings, .labels = labels};
  f.type = (field_type)index_of(cells[2], types, 9);
  f.role = (field_role)index_of(cells[3], roles, 8);
  f.blank_unknown = strcmp(cells[4], "unknown") == 0;
  f.minimum = atoi(cells[5]);
  f.maximum = atoi(cells[6]);
  f.headings_count = split(cells[7], '|', headings, 32);
  f.labels_count = split(cells[8], '|', labels, FIELD_LABELS_MAX + 8);
  f.aliases_count = split(cells[9], '|', aliases, 256);
  f.aliases = calloc((size_t)f.aliases_count + 1, sizeof *f.aliases);
  for (int i = 0; f.aliases != NULL && i < f.aliases_count; i++) {
    char *value = strchr(aliases[i], '=');
    if (value == NULL) continue;
    *value++ = '\0';
    f.aliases[i].text = aliases[i];
    f.aliases[i].label = f.type == FIELD_NUMBER ? atoi(value) : -1;
    for (int l = 0; l < f.labels_count; l++) {
      if (strcmp(value, labels[l]) == 0) f.aliases[i].label = l;
    }
  }
  canbao_error error;
  if (schema_add(s, &f, &error) != CANBAO_OK) printf("refused: %s\n", error.message);
  free(f.aliases);
}

static schema *read_schema(const char *path) {
  schema *s = schema_new();
  FILE *in = fopen(path, "r");
  char *line = NULL;
  size_t space = 0;
  while (s != NULL && in != NULL && getline(&line, &space, in) > 0) {
    line[strcspn(line, "\n")] = '\0';
    add_field(s, line);
  }
  free(line);
  if (in != NULL) fclose(in);
  return s;
}

static void print_cell(const roster *r, int f, uint32_t row) {
  static const char *const states[] = {"none", "", "unknown"};
  char text[512];
  cell_state state = roster_cell(r, f, row);
  size_t n = roster_text(r, f, row, text, sizeof text);
  printf(" %s=", r->schema->fields[f].name);
  if (state == CELL_VALUE) {
    printf("%.*s", (int)n, text);
  } else {
    printf("<%s>", states[state]);
  }
  const column *c = &r->columns[f];
  bool in_set = r->schema->fields[f].type == FIELD_LABELS && c->codes[row] < c->sets_count;
  if (in_set && c->sets[c->codes[row]].dirty) printf("+dirty");
}

static void print_problem(const roster *r, const problem *p) {
  static const char *const kinds[] = {"unreadable", "unknown_label", "id_check", "id_mended",
                                      "conflict",   "duplicate",     "columns",  "encoding"};
  char value[200];
  printf("problem: row %u line %u %s %s “%s”: %s\n", (unsigned)p->row,
         (unsigned)roster_line(r, p->row), p->field < 0 ? "-" : r->schema->fields[p->field].name,
         kinds[p->kind], text_display(p->value, value, sizeof value), p->reason);
}

static void print_roster(const roster *r, int argc, char **argv) {
  printf("%u rows, %s\n", (unsigned)r->rows, r->encoding);
  for (int i = 0; i < r->extra_count; i++) {
    printf("extra heading ");
    unit_show(r->extra_headings[i]);
  }
  for (uint32_t row = 0; row < r->rows; row++) {
    printf("line %u:", (unsigned)roster_line(r, row));
    for (int i = 0; i < argc; i++) {
      int f = schema_find(r->schema, argv[i]);
      if (f >= 0) print_cell(r, f, row);
    }
    putchar('\n');
    for (int i = 0; i < r->extra_count; i++) {
      printf("  extra ");
      unit_show(r->extra[(size_t)row * (size_t)r->extra_count + (size_t)i]);
    }
  }
  for (uint32_t i = 0; i < r->problems_count; i++) print_problem(r, &r->problems[i]);
}

static canbao_status open_from_memory(roster **out, const schema *s, const char *path,
                                      canbao_error *error) {
  file_map m;
  canbao_status status = file_map_open(&m, path, error);
  if (status != CANBAO_OK) return status;
  status = roster_from_text(out, s, m.at, m.length, "memory", error);
  file_map_close(&m);
  return status;
}

static void progress(void *payload, uint64_t done, uint64_t total) {
  uint64_t *last = payload;
  if (done < *last || done > total) puts("progress went wrong");
  *last = done;
}

int unit_roster(int argc, char **argv) {
  if (argc < 4) return 2;
  schema *s = read_schema(argv[2]);
  if (s == NULL) return 1;
  roster *r = NULL;
  canbao_error error;
  struct timespec from, to;
  uint64_t last = 0;
  clock_gettime(CLOCK_MONOTONIC, &from);
  canbao_status status = strcmp(argv[1], "text") == 0
                             ? open_from_memory(&r, s, argv[3], &error)
                             : roster_open(&r, s, argv[3], progress, &last, &error);
  clock_gettime(CLOCK_MONOTONIC, &to);
  if (status != CANBAO_OK) {
    char text[2048];
    puts(fault_text(&error, text, sizeof text));
  } else if (strcmp(argv[1], "time") == 0) {
    printf("%u rows, %" PRIu64 " bytes, %u problems: %.3f s\n", (unsigned)r->rows, r->bytes,
           (unsigned)r->problems_count,
           (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9);
  } else if (strcmp(argv[1], "sha256") == 0) {
    puts(r->sha256);
  } else {
    print_roster(r, argc - 4, argv + 4);
  }
  roster_free(r);
  schema_free(s);
  return -(int)status;
}
