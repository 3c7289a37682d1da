/*
** page_writer.h - an HTML page being written: elements close in the order they were opened,
** every text and attribute is escaped, and digits that could be an ID number are masked.
** What comes out is well-formed XML. Owns its file, which appears whole or not at all.
*/
#ifndef STUDIES_PAGE_WRITER_H
#define STUDIES_PAGE_WRITER_H

#include "values/file.h"

#define PAGE_DEPTH 40

typedef struct {
  file_writer file;
  const char *open[PAGE_DEPTH]; /* tags, borrowed */
  int depth;
} page_writer;

/* CANBAO_DATA, CANBAO_LIMIT as file_create. */
canbao_status page_create(page_writer *w, const char *path, canbao_error *error);
/* Every element must be closed. Appending never fails at once: what went wrong is returned here, and no file appears. */
canbao_status page_commit(page_writer *w, canbao_error *error);
/* Give up: no file appears. Harmless after page_commit. */
void page_discard(page_writer *w);

/* An element, then attributes as name, value, ..., NULL. A value of NULL leaves its attribute out. Names are our own. */
#define page_open(w, tag, ...) page_open_with(w, tag, (const char *const[]){__VA_ARGS__})
/* The same without content: <rect ... />. */
#define page_empty(w, tag, ...) page_empty_with(w, tag, (const char *const[]){__VA_ARGS__})
void page_open_with(page_writer *w, const char *tag, const char *const *attributes);
void page_empty_with(page_writer *w, const char *tag, const char *const *attributes);
/* End the innermost element. */
void page_close(page_writer *w);

/* Text: escaped; ID numbers masked, control characters shown as \x01. */
void page_text(page_writer *w, const char *text);
void page_format(page_writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Text that is known to hold no ID number (a hash, a figure): escaped only. */
void page_exact(page_writer *w, const char *text);
/* A whole element with this class (may be NULL) and text. */
void page_element(page_writer *w, const char *tag, const char *class_name, const char *text);
/* Markup of our own, as it stands. */
void page_raw(page_writer *w, const char *markup);

#endif
