/*
** main.c - the program's way in: language, verb, options, then the verb runs.
** Knows the verbs by the list below and nothing of what they do.
*/
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/interrupt.h"
#include "cli/table.h"
#include "studies/mask.h"
#include "values/date.h"
#include "values/memory.h"

static const command *const verbs[] = {
    &verb_list,  &verb_new,  &verb_check, &verb_test,   &verb_eval,  &verb_explain, &verb_cases,
    &verb_towns, &verb_gaps, &verb_synth, &verb_whatif, &verb_sweep, &verb_diff,    &verb_verify};
#define VERBS_COUNT ((int)(sizeof verbs / sizeof verbs[0]))

/* ---- what verbs report with ---- */

/* One line of complaint. It goes into logs: ID numbers are masked. */
static void complain(const char *text) {
  char masked[4096];
  mask_ids(slice_of(text, strlen(text)), masked, sizeof masked);
  fprintf(stderr, "canbao: %s\n", masked);
}

int cli_fail(const canbao_error *error) {
  char text[2048];
  complain(fault_text(error, text, sizeof text));
  return -(int)error->status;
}

static void complain_with(const char *format, va_list arguments)
    __attribute__((format(printf, 1, 0)));

static void complain_with(const char *format, va_list arguments) {
  char text[4096];
  vsnprintf(text, sizeof text, format, arguments);
  complain(text);
}

int cli_usage(const cli *c, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  complain_with(format, arguments);
  va_end(arguments);
  fprintf(stderr, _("usage: canbao %s %s [options]; canbao %s --help says more\n"),
          c->command->name, _(c->command->usage), c->command->name);
  return EXIT_USAGE;
}

void cli_warn(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  complain_with(format, arguments);
  va_end(arguments);
}

policy_options cli_policy_options(const cli *c) {
  return (policy_options){.root = c->options.rules_dir,
                          .settings = c->options.settings,
                          .settings_count = c->options.settings_count,
                          .scenarios = c->options.scenarios.texts,
                          .scenarios_count = c->options.scenarios.count,
                          .limits = c->options.limits,
                          .targets_file = c->options.targets};
}

policy_options cli_base_options(const cli *c) {
  policy_options o = cli_policy_options(c);
  o.settings = NULL, o.settings_count = 0;
  o.scenarios = NULL, o.scenarios_count = 0;
  return o;
}

/* ---- help ---- */

static void help_program(FILE *to) {
  fprintf(to, "%s\n\n",
          _("canbao decides, for every resident, what a county's notice on resident medical "
            "insurance says."));
  fprintf(to, _("usage: canbao VERB [RULES] [FILES] [options]\n"));
  fputc('\n', to);
  int widest = 0;
  for (int i = 0; i < VERBS_COUNT; i++)
    if (display_width(verbs[i]->name) > widest) widest = display_width(verbs[i]->name);
  for (int i = 0; i < VERBS_COUNT; i++)
    fprintf(to, "  %-*s  %s\n", widest, verbs[i]->name, _(verbs[i]->summary));
  fputc('\n', to);
  fprintf(to, _("canbao VERB --help shows a verb's options; canbao --version the version.\n"));
  fprintf(to, _("RULES names a script: lingbi/2023, or a path. Exit status: 0 done, 1 found what "
                "it looks for, 2 usage, "
                "3 the script is wrong, 4 the data cannot be read, 5 a limit was hit.\n"));
}

static void help_verb(const command *verb) {
  printf(_("usage: canbao %s %s [options]\n"), verb->name, _(verb->usage));
  printf("\n%s\n\n", _(verb->summary));
  options_help(verb->options | OPTIONS_COMMON);
}

/* ---- start ---- */

/* The one place where the program asks what day it is: the default of --as-of, recorded in every
** manifest. */
static int32_t today(void) {
  time_t now = time(NULL);
  struct tm t;
  int32_t day = DATE_NONE;
  if (localtime_r(&now, &t)) date_from_civil(t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, &day);
  return day;
}

/* Messages lie beside the program in a build tree (build/locale), else where it was installed. */
static const char *locale_folder(char *buf, size_t size) {
  ssize_t n = readlink("/proc/self/exe", buf, size - 1);
  if (n > 0) {
    buf[n] = '\0';
    char *slash = strrchr(buf, '/');
    static const char *const beside[] = {"/locale", "/../share/locale"};
    for (size_t i = 0; slash && i < sizeof beside / sizeof beside[0]; i++) {
      snprintf(slash, size - (size_t)(slash - buf), "%s", beside[i]);
      if (access(buf, R_OK) == 0) return buf;
    }
  }
  return CANBAO_LOCALE_DIR;
}

static const command *find_verb(const char *name) {
  for (int i = 0; i < VERBS_COUNT; i++)
    if (strcmp(verbs[i]->name, name) == 0) return verbs[i];
  return NULL;
}

static int unknown_verb(const char *name) {
  const char *names[VERBS_COUNT];
  char safe[96];
  for (int i = 0; i < VERBS_COUNT; i++) names[i] = verbs[i]->name;
  int near = text_nearest(name, names, VERBS_COUNT);
  text_display(slice_of(name, strlen(name)), safe, sizeof safe);
  if (near >= 0)
    cli_warn(_("there is no verb \"%s\"; did you mean %s?"), safe, names[near]);
  else
    cli_warn(_("there is no verb \"%s\"; canbao --help lists them"), safe);
  return EXIT_USAGE;
}

static int check_arguments(const cli *c) {
  if (c->arguments_count < c->command->arguments_min)
    return cli_usage(c, _("%s needs more arguments"), c->command->name);
  if (c->arguments_count > c->command->arguments_max) {
    char safe[160];
    const char *extra = c->arguments[c->command->arguments_max];
    text_display(slice_of(extra, strlen(extra)), safe, sizeof safe);
    return cli_usage(c, _("%s has no use for \"%s\""), c->command->name, safe);
  }
  return EXIT_DONE;
}

static int run_verb(const command *verb, int argc, char **argv) {
  cli c = {.command = verb, .arguments = argv};
  canbao_error error = {0};
  canbao_status status = options_parse(&c.options, verb->options | OPTIONS_COMMON, argc, argv,
                                       &c.arguments_count, &error);
  int code = EXIT_DONE;
  if (status != CANBAO_OK) {
    code = status == CANBAO_USAGE ? cli_usage(&c, "%s", error.message) : cli_fail(&error);
  } else if (c.options.help) {
    help_verb(verb);
  } else if ((code = check_arguments(&c)) == EXIT_DONE) {
    if (!(c.options.given & OPTION(AS_OF))) c.options.as_of = today();
    code = verb->run(&c);
  }
  options_free(&c.options);
  return code;
}

static int start(int argc, char **argv) {
  char folder[4096];
  const char *language = options_language(argc, argv);
  bool known = !language || strcmp(language, "en") == 0 || strcmp(language, "zh") == 0;
  message_language(known ? language : NULL, locale_folder(folder, sizeof folder));
  if (!known) {
    char safe[96];
    cli_warn(_("--lang takes en or zh, not \"%s\""),
             text_display(slice_of(language, strlen(language)), safe, sizeof safe));
    return EXIT_USAGE;
  }
  /* "canbao --lang zh eval ..." reads as well as "canbao eval ... --lang zh" */
  int at = 1;
  while (at < argc && strncmp(argv[at], "--lang", 6) == 0)
    at += strcmp(argv[at], "--lang") == 0 ? 2 : 1;
  if (at >= argc) {
    help_program(stderr);
    return EXIT_USAGE;
  }
  if (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "-h") == 0 ||
      strcmp(argv[at], "help") == 0) {
    help_program(stdout);
    return EXIT_DONE;
  }
  if (strcmp(argv[at], "--version") == 0) {
    printf("canbao %s\n", CANBAO_VERSION);
    return EXIT_DONE;
  }
  const command *verb = find_verb(argv[at]);
  return verb ? run_verb(verb, argc - at - 1, argv + at + 1) : unknown_verb(argv[at]);
}

int main(int argc, char **argv) {
  memory_stays();
  interrupt_prepare();
  return interrupt_finish(start(argc, argv));
}
