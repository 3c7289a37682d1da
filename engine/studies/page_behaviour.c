/* page_behaviour.c - see page_behaviour.h. */
#include "studies/page_behaviour.h"

#include "studies/page_parts.h"
#include "values/message.h"

void page_behaviour_begin(page_writer *w) {
  page_section(w, _("If behaviour changes, too"));
  page_element(w, "p", NULL,
               _("Everything above follows from the rules alone. What is assumed about behaviour "
                 "would add this, and is in none of the other figures:"));
}

void page_behaviour_table(page_behaviour *b, page_writer *w, const char *caption,
                          const char *first) {
  *b = (page_behaviour){.columns = {{first, false},
                                    {_("concerned"), true},
                                    {_("would enrol"), true},
                                    {_("cost, yuan"), true},
                                    {_("they pay, yuan"), true}}};
  page_table_begin(&b->table, w, caption, b->columns, 5, PAGE_STACK);
}

void page_behaviour_row(page_behaviour *b, const char *css, const char *first,
                        const whatif_expected *e) {
  page_table *t = &b->table;
  page_row_begin(t, css);
  page_cell_text(t, first);
  page_cell_number(t, e->concerned, false);
  page_cell_number(t, e->people, true); /* hundredths of a person are written like fen */
  page_cell_signed(t, e->cost, true);
  page_cell_number(t, e->personal_due, true);
  page_row_end(t);
}

void page_behaviour_table_end(page_behaviour *b) { page_table_end(&b->table); }
