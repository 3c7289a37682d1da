/* syntax.h - what is wrong with a script that Lua cannot read, in words for its author. Private to the host. */
#ifndef HOST_SYNTAX_H
#define HOST_SYNTAX_H

#include "values/fault.h"
#include "values/text.h"

/* Turn the parser's message about the script's text (without its "file:line: ") into a sentence that says what to do. */
canbao_status syntax_fault(canbao_error *error, const char *path, slice text, int line,
                           const char *lua);
/* Characters that stand outside quotes and remarks and cannot: a full-width sign, a Chinese name. */
canbao_status syntax_character(canbao_error *error, const char *path, int line, slice characters);
/* The same of a Chinese name that stands as a key in a table of data. */
canbao_status syntax_key(canbao_error *error, const char *path, int line, slice name);
/* Put into error->article the number of the article that is being written on error->line. */
void syntax_article(canbao_error *error, const char *text, size_t size);

#endif
