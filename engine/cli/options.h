/*
** options.h - the one declared table of options. Parsing, --help, the nearest
** name in errors and each verb's list of what it takes all come from it. A new
** option is one line here plus OPTION(NAME) in the verb's command.
*/
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "host/policy.h"

/* Values of an option that may be repeated, in order; the texts are the command line's. */
typedef struct {
  const char **texts;
  int count;
} option_list;

/* X(ID, member of cli_options, kind, long name, short letter or 0, value's name or NULL, help).
** Kinds: FLAG bool, TEXT const char *, DAY int32_t, COUNT int64_t (>= 0), SETTING (--set,
** repeatable), LIST option_list (repeatable), OPTIONAL const char * that stands after = or not at
** all (then NULL). */
#define OPTIONS(X) \
  X(HELP, help, FLAG, "help", 'h', NULL, N_("show this help")) \
  X(LANG, lang, TEXT, "lang", 0, N_("LANG"), \
    N_("language of messages: en or zh (default: the locale's)")) \
  X(RULES_DIR, rules_dir, TEXT, "rules-dir", 0, N_("DIR"), \
    N_("folder that holds the rule scripts")) \
  X(NO_PROGRESS, no_progress, FLAG, "no-progress", 0, NULL, N_("never show progress")) \
  X(JSON, json, FLAG, "json", 0, NULL, N_("print JSON instead of tables")) \
  X(AS_OF, as_of, DAY, "as-of", 0, N_("DAY"), N_("the day of the question (default: today)")) \
  X(OUTPUT, output, TEXT, "output", 'o', N_("FILE"), N_("write the result to FILE")) \
  X(SET, settings, SETTING, "set", 0, N_("ARTICLE.EFFECT=VALUE"), \
    N_("change one parameter of the script for this run; may be repeated")) \
  X(THREADS, threads, COUNT, "threads", 0, N_("N"), \
    N_("threads to use (default: as many as there are cores)")) \
  X(REFERENCE, reference, FLAG, "reference", 0, NULL, N_("decide every resident through Lua")) \
  X(COLUMNS, columns, TEXT, "columns", 0, N_("LIST"), \
    N_("only these columns in the result file, in this order: id_number,town,subsidy")) \
  X(SPREADSHEET, spreadsheet, FLAG, "spreadsheet", 0, NULL, \
    N_("write the result, or the list of residents, for Excel or WPS: in the screen's words, ID " \
       "numbers whole")) \
  X(MASK, mask, FLAG, "mask", 0, NULL, N_("mask ID numbers in the result file too")) \
  X(TARGETS, targets, TEXT, "targets", 0, N_("FILE"), \
    N_("townships' targets instead of the script's table")) \
  X(FROM, from, TEXT, "from", 0, N_("RULES"), N_("script to start from")) \
  X(ID, id, TEXT, "id", 0, N_("NUMBER"), N_("resident with this ID number")) \
  X(ROW, row, COUNT, "row", 0, N_("N"), N_("resident on this row of the roster (the first is 1)")) \
  X(LINE, line, COUNT, "line", 0, N_("N"), \
    N_("resident on this line of the roster's file, as Excel and the problems file number it")) \
  X(TOWN, town, TEXT, "town", 0, N_("TOWN"), N_("only this town")) \
  X(QUESTIONS, questions, FLAG, "questions", 0, NULL, \
    N_("show what the residents of each case were asked, with their answers")) \
  X(LIMIT, limit, COUNT, "limit", 0, N_("N"), N_("print at most N rows of a table; 0: all")) \
  X(ROWS, rows, COUNT, "rows", 'n', N_("N"), N_("number of residents")) \
  X(SEED, seed, COUNT, "seed", 0, N_("N"), N_("seed of the random numbers (default: 1)")) \
  X(ALL, all, FLAG, "all", 0, NULL, N_("derive every row through Lua alone")) \
  X(SAMPLE, sample, COUNT, "sample", 0, N_("N"), \
    N_("derive N rows through Lua alone, besides one of every case (default: 1000)")) \
  X(LIMIT_STEPS, limits.decide_steps, COUNT, "limit-steps", 0, N_("N"), \
    N_("instructions to decide one resident (default: 2000000)")) \
  X(LIMIT_LOAD_STEPS, limits.load_steps, COUNT, "limit-load-steps", 0, N_("N"), \
    N_("instructions to load a script (default: 20000000)")) \
  X(LIMIT_MEMORY, limits.memory_mb, COUNT, "limit-memory", 0, N_("MB"), \
    N_("memory of a script and all its decisions (default: 64)")) \
  X(LIMIT_SECONDS, limits.seconds, COUNT, "limit-seconds", 0, N_("N"), \
    N_("processor time to load a script or decide one resident (default: 5)")) \
  X(LIMIT_SOURCE, limits.source_kb, COUNT, "limit-source", 0, N_("KB"), \
    N_("size of one script (default: 64)")) \
  X(LIMIT_CASES, limits.cases, COUNT, "limit-cases", 0, N_("N"), \
    N_("distinct cases of one roster (default: 10000000)")) \
  X(DIRTY, dirty, FLAG, "dirty", 0, NULL, N_("put every kind of problem into the roster")) \
  X(DIRTY_RATE, dirty_rate, TEXT, "dirty-rate", 0, N_("PERCENT"), \
    N_("share of rows that get a problem (default: 2; implies --dirty)")) \
  X(ENCODING, encoding, TEXT, "encoding", 0, N_("ENCODING"), \
    N_("utf8 (default), utf8-bom or gb18030")) \
  X(HEADINGS, headings, TEXT, "headings", 0, N_("LANG"), \
    N_("language of the column headings: zh (default) or en")) \
  X(TITLE_ROW, title_row, FLAG, "title-row", 0, NULL, N_("put a title row above the headings")) \
  X(PROFILE, profile, TEXT, "profile", 0, N_("FILE"), \
    N_("population profile instead of the one beside the script")) \
  X(FORCE, force, FLAG, "force", 0, NULL, N_("replace a file that exists")) \
  X(EFFECTIVE, effective, FLAG, "effective", 0, NULL, \
    N_("print the articles that then hold, level by level")) \
  X(BY, by, TEXT, "by", 0, N_("week|day"), N_("print the ranking of every week or day")) \
  X(ARTICLE, article, TEXT, "article", 0, N_("ARTICLE"), \
    N_("only cases to which this article applies")) \
  X(STATUS, status, TEXT, "status", 0, N_("STATUS"), N_("only cases of this status")) \
  X(THRESHOLDS, thresholds, FLAG, "thresholds", 0, NULL, \
    N_("show the residents made on, below and above every threshold, decided")) \
  X(SCENARIO, scenarios, LIST, "scenario", 0, N_("NAME"), \
    N_("change the script as this scenario says: a name under scripts/, or a path; may be " \
       "repeated")) \
  X(INSTEAD, instead, TEXT, "instead", 0, N_("RULES"), \
    N_("the scenario is another script, whole: a name or a path, with the rules folder it lies " \
       "in")) \
  X(GATE, gates, LIST, "gate", 0, N_("MEASURE<=LIMIT"), \
    N_("exit 1 unless it holds: cost<=+5%, worse_off=0, undetermined<=base; may be repeated")) \
  X(RESIDENTS, residents, TEXT, "residents", 0, N_("FILE"), \
    N_("write every changed resident to FILE, with both decisions")) \
  X(VARY, vary, LIST, "vary", 0, N_("ARTICLE.EFFECT=VALUES"), \
    N_("the parameter to vary: FROM..TO/STEP, or VALUE,VALUE; may be given twice")) \
  X(MEASURE, measures, LIST, "measure", 0, N_("NAME"), \
    N_("a figure to show: cost, enrolled, worse_off, status.overdue; may be repeated")) \
  X(ATTRIBUTE, attribute, OPTIONAL, "attribute", 0, N_("MEASURE"), \
    N_("split the difference over the edits, in order and order-free (default: of the cost)")) \
  X(HTML, html, TEXT, "html", 0, N_("FILE"), \
    N_("write a page for reading and printing to FILE: one file, nothing from the network"))

typedef enum {
#define X(id, member, kind, name, letter, argument, help) OPTION_##id,
  OPTIONS(X)
#undef X
      OPTION_COUNT
} option_id;

#define OPTION(id) (UINT64_C(1) << OPTION_##id)
/* Every verb that runs a script takes these. */
#define OPTIONS_LIMITS \
  (OPTION(LIMIT_STEPS) | OPTION(LIMIT_LOAD_STEPS) | OPTION(LIMIT_MEMORY) | OPTION(LIMIT_SECONDS) | \
   OPTION(LIMIT_SOURCE) | OPTION(LIMIT_CASES))
/* Every verb takes these without saying so. */
#define OPTIONS_COMMON (OPTION(HELP) | OPTION(LANG) | OPTION(RULES_DIR) | OPTION(NO_PROGRESS))

typedef struct {
  uint64_t given; /* bit per option: OPTION(ROW) & given tells whether --row was there */
  bool all, help, no_progress, json, reference, mask, dirty, force, effective, title_row,
      thresholds, spreadsheet, questions;
  const char *lang, *rules_dir, *output, *targets, *from, *id, *town, *by, *article, *status;
  const char *dirty_rate, *encoding, *headings, *profile, *residents, *instead, *attribute, *html;
  const char *columns;
  option_list scenarios, gates, vary, measures;
  int32_t as_of; /* today when not given */
  int64_t threads, row, line, limit, rows, sample, seed;
  policy_limits limits;        /* 0: the default */
  parameter_setting *settings; /* texts live in settings_text */
  int settings_count;
  char **settings_text;
} cli_options;

/* Parse what follows the verb. Options and positional arguments may be mixed; "--" ends the
** options; --name=value and --name value are the same. `accepted` is the verb's set. Positional
** arguments are moved, in order, to argv[0..*count). CANBAO_USAGE with the nearest option in the
** message. options_free in every case. */
canbao_status options_parse(cli_options *o, uint64_t accepted, int argc, char **argv, int *count,
                            canbao_error *error);
void options_free(cli_options *o);
/* The --lang value before anything is parsed, so that even usage errors speak it; NULL. */
const char *options_language(int argc, char **argv);
/* Print one aligned line for each option in `accepted` to stdout. */
void options_help(uint64_t accepted);

#endif
