/* whatif_page_manifest.c - the end of a comparison's page: what makes it again, and the proof that base and scenario stayed apart. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "studies/whatif_page_parts.h"
#include "values/date.h"

static void fact(page_writer *w, const char *name, const char *text) {
  page_element(w, "dt", NULL, name);
  page_element(w, "dd", NULL, text);
}

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
  fact(w, _("isolation"), text);
}

void page_put_manifest(page_writer *w, const whatif_page *p) {
  char text[200], day[11];
  const whatif_side *base = p->whatif->base;
  time_t started = (time_t)p->started;
  struct tm utc;
  page_open(w, "section", "class", "manifest", NULL);
  page_element(w, "h2", NULL, _("How to check this page"));
  page_open(w, "dl", "class", "facts", NULL);
  put_proof(w, p->proof);
  fact(w, _("program"), p->version);
  fact(w, _("as of"), date_format(base->question.as_of, day));
  put_sources(w, _("scripts of the base, SHA-256"), base->policy);
  put_sources(w, _("scripts of the scenario, SHA-256"), p->whatif->scenario->policy);
  page_element(w, "dt", NULL, _("SHA-256 of the roster"));
  page_open(w, "dd", NULL);
  page_open(w, "code", NULL);
  page_exact(w, p->proof->roster_sha256);
  page_close(w);
  page_close(w);
  snprintf(text, sizeof text, "%s",
           base->question.reference ? _("every resident through Lua") : _("once per case"));
  fact(w, _("method"), text);
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
