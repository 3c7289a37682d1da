/* page_manifest.c - see page_manifest.h. */
#include "studies/page_manifest.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "studies/page_number.h"
#include "studies/page_parts.h"
#include "values/date.h"
#include "values/message.h"

/* From the folder that holds rules and scripts on, so that a page says the same on every machine. */
static const char *shown_path(const char *path) {
  static const char *const folders[] = {"/rules/", "/scripts/"};
  for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
    const char *found = NULL;
    for (const char *at = path; (at = strstr(at, folders[i])) != NULL; at++) found = at;
    if (found) return found + 1;
  }
  if (strncmp(path, "rules/", 6) == 0 || strncmp(path, "scripts/", 8) == 0) return path;
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static void put_sources(page_writer *w, const char *heading, const policy *p) {
  page_element(w, "dt", NULL, heading);
  page_open(w, "dd", NULL);
  for (int i = 0; i < p->sources_count; i++) {
    if (i > 0) page_empty(w, "br", NULL);
    page_text(w, shown_path(p->sources[i].path));
    page_empty(w, "br", NULL);
    page_open(w, "code", NULL);
    page_exact(w, p->sources[i].sha256);
    page_close(w);
  }
  page_close(w);
}

static void put_proof(page_writer *w, const whatif_proof *proof) {
  char text[600], a[PAGE_NUMBER], b[PAGE_NUMBER];
  snprintf(
      text, sizeof text,
      _("the empty scenario, decided apart, equals the base in all %s decisions (%s cases); the "
        "SHA-256 of the roster and of the scripts (%d) is what it was"),
      page_number(proof->residents, false, a), page_number(proof->cases, false, b), proof->scripts);
  page_fact(w, _("isolation"), text);
}

void page_put_manifest(page_writer *w, const page_manifest *m) {
  char text[200], day[11];
  const whatif_side *base = m->base;
  time_t started = (time_t)m->started;
  struct tm utc;
  page_open(w, "section", "class", "manifest", NULL);
  page_element(w, "h2", NULL, _("How to check this page"));
  page_open(w, "dl", "class", "facts", NULL);
  put_proof(w, m->proof);
  page_fact(w, _("program"), m->version);
  page_fact(w, _("as of"), date_format(base->question.as_of, day));
  put_sources(w, _("scripts of the base, SHA-256"), base->policy);
  if (m->scenario) put_sources(w, _("scripts of the scenario, SHA-256"), m->scenario);
  page_element(w, "dt", NULL, _("SHA-256 of the roster"));
  page_open(w, "dd", NULL);
  page_open(w, "code", NULL);
  page_exact(w, m->proof->roster_sha256);
  page_close(w);
  page_close(w);
  snprintf(text, sizeof text, "%s",
           base->question.reference ? _("every resident through Lua") : _("once per case"));
  page_fact(w, _("method"), text);
  text[0] = '\0';
  if (gmtime_r(&started, &utc)) strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &utc);
  page_element(w, "dt", NULL, _("made"));
  page_open(w, "dd", NULL);
  page_open(w, "time", NULL);
  page_exact(w, text);
  page_close(w);
  page_close(w);
  page_close(w);
  page_close(w);
}
