/* page_frame.c - see page_frame.h. */
#include "studies/page_frame.h"

#include "studies/page_style.h"
#include "values/message.h"

void page_frame_begin(page_writer *w, const char *title) {
  page_raw(w, "<!DOCTYPE html>\n");
  page_open(w, "html", "lang", message_is_chinese() ? "zh-CN" : "en", NULL);
  page_open(w, "head", NULL);
  page_empty(w, "meta", "charset", "utf-8", NULL);
  page_empty(w, "meta", "name", "viewport", "content", "width=device-width, initial-scale=1", NULL);
  page_empty(w, "meta", "name", "generator", "content", "canbao", NULL);
  page_element(w, "title", NULL, title);
  page_open(w, "style", NULL);
  for (const char *const *line = page_style; *line; line++) page_raw(w, *line);
  page_close(w);
  page_close(w);
  page_open(w, "body", NULL);
}

void page_frame_end(page_writer *w) {
  page_close(w);
  page_close(w);
}
