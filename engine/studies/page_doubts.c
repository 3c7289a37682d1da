/* page_doubts.c - see page_doubts.h. */
#include "studies/page_doubts.h"

#include "studies/page_parts.h"
#include "studies/page_table.h"
#include "values/message.h"

static int64_t rest_on(const whatif_side *s, int doubt_index) {
  int64_t people = 0;
  for (uint32_t c = 1; c <= s->cases; c++)
    if (s->facts[c].doubts >> doubt_index & 1) people += s->facts[c].people;
  return people;
}

void page_put_doubts(page_writer *w, const whatif_side *s) {
  const page_column columns[] = {
      {_("article"), false}, {_("reading taken"), false}, {_("decisions that rest on it"), true}};
  page_table t;
  bool any = false;
  for (int i = 0; i < s->policy->doubts_count; i++) any |= rest_on(s, i) > 0;
  if (!any) return;
  page_section(w, _("What the notice leaves open"));
  page_element(
      w, "p", NULL,
      _("Where the notice is silent, one reading had to be taken. Another one could change "
        "the figures above."));
  page_table_begin(&t, w, NULL, columns, 3, PAGE_STACK);
  for (int i = 0; i < s->policy->doubts_count; i++) {
    const doubt *d = &s->policy->doubts[i];
    int64_t people = rest_on(s, i);
    if (people == 0) continue;
    page_row_begin(&t, NULL);
    page_cell_text(&t, d->article);
    page_open(w, "td", NULL);
    page_element(w, "strong", NULL, d->title);
    page_empty(w, "br", NULL);
    page_text(w, d->reading);
    page_close(w);
    t.at++;
    page_cell_number(&t, people, false);
    page_row_end(&t);
  }
  page_table_end(&t);
  page_close(w);
}
