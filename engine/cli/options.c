/*
** options.c - reading a command line by the table in options.h. Knows the table
** and nothing else: no option is named here except in the table's expansion.
*/
#include "cli/options.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/table.h"
#include "values/date.h"
#include "values/message.h"

typedef enum {
  KIND_FLAG,
  KIND_TEXT,
  KIND_DAY,
  KIND_COUNT,
  KIND_SETTING,
  KIND_LIST,
  KIND_OPTIONAL
} option_kind;

typedef struct {
  const char *name;
  option_kind kind;
  char letter;
  const char *argument;
  const char *help;
  size_t offset;
} option_entry;

static const option_entry entries[OPTION_COUNT] = {
#define X(id, member, kind, name, letter, argument, help) \
  {name, KIND_##kind, letter, argument, help, offsetof(cli_options, member)},
    OPTIONS(X)
#undef X
};

_Static_assert(OPTION_COUNT <= 64, "a set of options is one 64-bit word");

static void *member_of(cli_options *o, int id) { return (char *)o + entries[id].offset; }

static int find_long(const char *name, size_t length) {
  for (int i = 0; i < OPTION_COUNT; i++)
    if (strlen(entries[i].name) == length && memcmp(entries[i].name, name, length) == 0) return i;
  return -1;
}

static int find_letter(char letter) {
  for (int i = 0; i < OPTION_COUNT; i++)
    if (entries[i].letter && entries[i].letter == letter) return i;
  return -1;
}

/* The accepted option whose name is nearest to the one that was meant; NULL. */
static const char *nearest(uint64_t accepted, const char *wanted) {
  const char *names[OPTION_COUNT];
  int count = 0;
  for (int i = 0; i < OPTION_COUNT; i++)
    if (accepted >> i & 1) names[count++] = entries[i].name;
  int best = text_nearest(wanted, names, count);
  return best < 0 ? NULL : names[best];
}

static canbao_status unknown(canbao_error *error, uint64_t accepted, const char *shown,
                             const char *name) {
  char safe[96];
  text_display(slice_of(shown, strlen(shown)), safe, sizeof safe);
  const char *near = nearest(accepted, name);
  if (near)
    return fault(error, CANBAO_USAGE, _("there is no option %s here; did you mean --%s?"), safe,
                 near);
  return fault(error, CANBAO_USAGE, _("there is no option %s here"), safe);
}

static canbao_status read_count(int id, const char *text, int64_t *out, canbao_error *error) {
  int64_t n = 0;
  size_t i = 0;
  for (; text[i] >= '0' && text[i] <= '9' && n < INT64_C(1000000000000000); i++)
    n = n * 10 + (text[i] - '0');
  if (i == 0 || text[i] != '\0') {
    char safe[96];
    text_display(slice_of(text, strlen(text)), safe, sizeof safe);
    return fault(error, CANBAO_USAGE, _("--%s takes a whole number, not \"%s\""), entries[id].name,
                 safe);
  }
  *out = n;
  return CANBAO_OK;
}

static canbao_status read_setting(cli_options *o, const char *text, canbao_error *error) {
  parameter_setting read;
  char *copy = strdup(text);
  if (!copy) return fault(error, CANBAO_LIMIT, _("memory ran out"));
  if (!setting_read(copy, &read)) {
    free(copy);
    char safe[160];
    text_display(slice_of(text, strlen(text)), safe, sizeof safe);
    return fault(error, CANBAO_USAGE, _("--set takes ARTICLE.EFFECT=VALUE, not \"%s\""), safe);
  }
  size_t count = (size_t)o->settings_count;
  char **texts = realloc(o->settings_text, (count + 1) * sizeof *texts);
  if (texts) o->settings_text = texts;
  parameter_setting *settings = realloc(o->settings, (count + 1) * sizeof *settings);
  if (settings) o->settings = settings;
  if (!texts || !settings) {
    free(copy);
    return fault(error, CANBAO_LIMIT, _("memory ran out"));
  }
  texts[count] = copy;
  settings[count] = read;
  o->settings_count++;
  return CANBAO_OK;
}

static canbao_status read_listed(int id, option_list *list, const char *text, canbao_error *error) {
  if (*text == '\0') return fault(error, CANBAO_USAGE, _("--%s needs a value"), entries[id].name);
  const char **texts = realloc(list->texts, ((size_t)list->count + 1) * sizeof *texts);
  if (!texts) return fault(error, CANBAO_LIMIT, _("memory ran out"));
  list->texts = texts;
  list->texts[list->count++] = text;
  return CANBAO_OK;
}

static canbao_status read_value(cli_options *o, int id, const char *text, canbao_error *error) {
  void *member = member_of(o, id);
  switch (entries[id].kind) {
    case KIND_TEXT:
    case KIND_OPTIONAL:
      if (*text == '\0')
        return fault(error, CANBAO_USAGE, _("--%s needs a value"), entries[id].name);
      *(const char **)member = text;
      return CANBAO_OK;
    case KIND_DAY:
      if (date_parse(text, strlen(text), member)) return CANBAO_OK;
      char safe[96];
      text_display(slice_of(text, strlen(text)), safe, sizeof safe);
      return fault(error, CANBAO_USAGE, _("--%s takes a day such as 2023-02-28, not \"%s\""),
                   entries[id].name, safe);
    case KIND_COUNT: return read_count(id, text, member, error);
    case KIND_SETTING: return read_setting(o, text, error);
    case KIND_LIST: return read_listed(id, member, text, error);
    case KIND_FLAG: break;
  }
  assert(!"a flag has no value");
  return CANBAO_OK;
}

/* One option at argv[*at]; moves *at past a value that stands in the next argument. */
static canbao_status read_option(cli_options *o, uint64_t accepted, int argc, char **argv, int *at,
                                 canbao_error *error) {
  const char *word = argv[*at], *given = NULL;
  char name[64];
  int id;
  if (word[1] == '-') {
    size_t length = strcspn(word + 2, "=");
    if (word[2 + length] == '=') given = word + 3 + length;
    snprintf(name, sizeof name, "%.*s", (int)length, word + 2);
    id = find_long(word + 2, length);
  } else {
    snprintf(name, sizeof name, "%s", word + 1);
    id = find_letter(word[1]);
    if (word[2] != '\0') given = word + 2 + (word[2] == '='); /* -n100 and -n=100 */
  }
  if (id < 0 || !(accepted >> id & 1)) return unknown(error, accepted, word, name);
  bool again = o->given >> id & 1;
  bool repeats = entries[id].kind == KIND_SETTING || entries[id].kind == KIND_LIST;
  if (again && !repeats && entries[id].kind != KIND_FLAG)
    return fault(error, CANBAO_USAGE, _("--%s is given twice"), entries[id].name);
  o->given |= UINT64_C(1) << id;
  if (entries[id].kind == KIND_FLAG) {
    if (given) return fault(error, CANBAO_USAGE, _("--%s takes no value"), entries[id].name);
    *(bool *)member_of(o, id) = true;
    return CANBAO_OK;
  }
  if (!given && entries[id].kind == KIND_OPTIONAL) return CANBAO_OK;
  if (!given) {
    if (*at + 1 >= argc)
      return fault(error, CANBAO_USAGE, _("--%s needs a value"), entries[id].name);
    given = argv[++*at];
  }
  return read_value(o, id, given, error);
}

canbao_status options_parse(cli_options *o, uint64_t accepted, int argc, char **argv, int *count,
                            canbao_error *error) {
  int kept = 0;
  bool only_arguments = false;
  memset(o, 0, sizeof *o);
  for (int i = 0; i < argc; i++) {
    char *word = argv[i];
    if (!only_arguments && strcmp(word, "--") == 0) {
      only_arguments = true;
    } else if (!only_arguments && word[0] == '-' && word[1] != '\0') {
      canbao_status status = read_option(o, accepted, argc, argv, &i, error);
      if (status != CANBAO_OK) return status;
    } else {
      argv[kept++] = word;
    }
  }
  *count = kept;
  return CANBAO_OK;
}

void options_free(cli_options *o) {
  for (int i = 0; i < o->settings_count; i++) free(o->settings_text[i]);
  free(o->settings_text);
  free(o->settings);
  for (int i = 0; i < OPTION_COUNT; i++)
    if (entries[i].kind == KIND_LIST) free(((option_list *)member_of(o, i))->texts);
  o->settings = NULL;
  o->settings_text = NULL;
  o->settings_count = 0;
}

const char *options_language(int argc, char **argv) {
  const char *found = NULL;
  for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
    if (strncmp(argv[i], "--lang=", 7) == 0) found = argv[i] + 7;
    if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc) found = argv[i + 1];
  }
  return found;
}

static void left_column(int id, char *buf, size_t size) {
  const option_entry *e = &entries[id];
  char letter[8] = "    ";
  if (e->letter) snprintf(letter, sizeof letter, "-%c, ", e->letter);
  const char *format = !e->argument               ? "%s--%s%s"
                       : e->kind == KIND_OPTIONAL ? "%s--%s[=%s]"
                                                  : "%s--%s %s";
  snprintf(buf, size, format, letter, e->name, e->argument ? _(e->argument) : "");
}

void options_help(uint64_t accepted) {
  char left[128];
  int widest = 0;
  for (int i = 0; i < OPTION_COUNT; i++) {
    left_column(i, left, sizeof left);
    if ((accepted >> i & 1) && display_width(left) > widest) widest = display_width(left);
  }
  for (int i = 0; i < OPTION_COUNT; i++) {
    if (!(accepted >> i & 1)) continue;
    left_column(i, left, sizeof left);
    printf("  %s%*s  %s\n", left, widest - display_width(left), "", _(entries[i].help));
  }
}
