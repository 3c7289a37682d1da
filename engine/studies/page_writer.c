/* page_writer.c - see page_writer.h. */
#include "studies/page_writer.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "studies/mask.h"

#define SHORT_TEXT 500
#define SHOWN_MOST 8 /* bytes that text_display makes of one */

canbao_status page_create(page_writer *w, const char *path, canbao_error *error) {
  w->depth = 0;
  return file_create(&w->file, path, error);
}

canbao_status page_commit(page_writer *w, canbao_error *error) {
  assert(w->depth == 0);
  return file_commit(&w->file, error);
}

void page_discard(page_writer *w) { file_discard(&w->file); }

void page_raw(page_writer *w, const char *markup) { file_append_text(&w->file, markup); }

/* ---- escaping ---- */

static void escape(page_writer *w, const char *text) {
  for (; *text; text++) switch (*text) {
      case '&': file_append_text(&w->file, "&amp;"); break;
      case '<': file_append_text(&w->file, "&lt;"); break;
      case '>': file_append_text(&w->file, "&gt;"); break;
      case '"': file_append_text(&w->file, "&quot;"); break;
      case '\'': file_append_text(&w->file, "&#39;"); break;
      default: file_append_char(&w->file, *text);
    }
}

void page_exact(page_writer *w, const char *text) {
  char shown[SHORT_TEXT * SHOWN_MOST + 1];
  assert(strlen(text) <= SHORT_TEXT);
  escape(w, text_display(slice_of(text, strlen(text)), shown, sizeof shown));
}

void page_text(page_writer *w, const char *text) {
  char near_masked[SHORT_TEXT + 1], near_shown[SHORT_TEXT * SHOWN_MOST + 1];
  size_t n = strlen(text), size = n * SHOWN_MOST + 1;
  bool is_short = n <= SHORT_TEXT;
  char *masked = is_short ? near_masked : malloc(n + 1);
  char *shown = is_short ? near_shown : malloc(size);
  if (masked && shown) {
    size_t length = mask_ids(slice_of(text, n), masked, n + 1);
    escape(w, text_display(slice_of(masked, length), shown, size));
  } else if (w->file.failed == 0) {
    w->file.failed = ENOMEM; /* is a failure to write like any other */
  }
  if (is_short) return;
  free(masked), free(shown);
}

void page_format(page_writer *w, const char *format, ...) {
  char text[4000];
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  page_text(w, text);
}

/* ---- elements ---- */

static void begin(page_writer *w, const char *tag, const char *const *attributes) {
  file_append_char(&w->file, '<');
  file_append_text(&w->file, tag);
  for (; attributes[0]; attributes += 2) {
    if (!attributes[1]) continue;
    file_append_char(&w->file, ' ');
    file_append_text(&w->file, attributes[0]);
    file_append_text(&w->file, "=\"");
    page_text(w, attributes[1]);
    file_append_char(&w->file, '"');
  }
}

void page_open_with(page_writer *w, const char *tag, const char *const *attributes) {
  begin(w, tag, attributes);
  file_append_char(&w->file, '>');
  assert(w->depth < PAGE_DEPTH);
  w->open[w->depth++] = tag;
}

void page_empty_with(page_writer *w, const char *tag, const char *const *attributes) {
  begin(w, tag, attributes);
  file_append_text(&w->file, "/>");
}

/* Elements that hold elements end their line, so that the source can be read; a cell's text stays as it is. */
static bool ends_line(const char *tag) {
  static const char *const blocks[] = {"head", "title", "style",   "body",    "header", "main",
                                       "h1",   "h2",    "p",       "section", "figure", "svg",
                                       "div",  "table", "caption", "tr",      "li",     "ul",
                                       "ol",   "dl",    "dd",      "g",       "footer"};
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
    if (strcmp(blocks[i], tag) == 0) return true;
  return false;
}

void page_close(page_writer *w) {
  assert(w->depth > 0);
  const char *tag = w->open[--w->depth];
  file_append_text(&w->file, "</");
  file_append_text(&w->file, tag);
  file_append_text(&w->file, ends_line(tag) ? ">\n" : ">");
}

void page_element(page_writer *w, const char *tag, const char *class_name, const char *text) {
  page_open(w, tag, "class", class_name, NULL);
  page_text(w, text);
  page_close(w);
}
