/* equality.h - == and ~= between values of different kinds, which Lua answers without asking anybody. Private to the host. */
#ifndef HOST_EQUALITY_H
#define HOST_EQUALITY_H

#include <stdbool.h>

#include "host/host.h"

/* The script with each == and ~= whose sides may differ in kind led through the word that refuses such: malloc'ed into *out, its
** size into *out_size; NULL where nothing has to be. Every line stays where it is. False: no memory. */
bool equality_guarded(const schema *s, const char *text, size_t size, char **out, size_t *out_size);
void equality_open(lua_State *L); /* adds that word to the table on top */

#endif
