/*
** scenario_list.h - which scenarios lie beside the rules, and what each says of itself.
** Reads their text; runs nothing, so a scenario that does not load is listed too.
*/
#ifndef STUDIES_SCENARIO_LIST_H
#define STUDIES_SCENARIO_LIST_H

#include "host/policy.h"

typedef struct {
  char *name, *path;
  char *title;     /* what scenario "…" says */
  char *meant_for; /* the scripts of meant_for, parted by ", "; "" when it does not say */
} scenario_entry;

/* The Lua files of scenario_folder(root) that begin with the word scenario, by name. No folder is no scenario.
** Caller frees with scenario_list_free. CANBAO_DATA, CANBAO_LIMIT. */
canbao_status scenario_list(scenario_entry **out, int *count, const char *root,
                            canbao_error *error);
void scenario_list_free(scenario_entry *entries, int count);

#endif
