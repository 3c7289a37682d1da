/* whatif_words.h - what a scenario changes and what comes of it, in words for people. */
#ifndef STUDIES_WHATIF_WORDS_H
#define STUDIES_WHATIF_WORDS_H

#include "studies/whatif.h"

/* Who is better off, in words: "better off", "changed, neither better nor worse". */
const char *gain_heading(gain_kind kind);
/* An effect's title, or its name where messages are English. */
const char *whatif_heading(const whatif_effect *e);
/* A transition in one line: "premium 350 → 380; personal_due 350 → 380". */
void transition_words(const whatif *w, const whatif_transition *t, char *buf, size_t size);
/* One part of the same, for a page, names without the underline: change `index`, or with -1 what became of the decision. False when there is nothing to say. */
bool transition_part(const whatif *w, const whatif_transition *t, int index, char *buf,
                     size_t size);
/* An edit of the scenario in one line: "article 二 (缴费标准): premium 380 → 410". */
void edit_words(const whatif *w, int index, char *buf, size_t size);
/* The same without the article's gist, for a chart: "二 premium 380 → 410 yuan". */
void edit_words_brief(const whatif *w, int index, char *buf, size_t size);

#endif
