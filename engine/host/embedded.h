/*
** embedded.h - the Lua files built into the program: those of engine/lua under
** the names lua/NAME.lua, and rules/fields.lua. Written by engine/embed.lua.
*/
#ifndef HOST_EMBEDDED_H
#define HOST_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
  const char *name;
  const char *text; /* NUL-terminated; may hold no other NUL */
  size_t size;      /* without the NUL */
};

/* Ends with an entry whose name is NULL. */
extern const struct embedded_file embedded_files[];

#endif
