/* silent_answers.h - what Lua answers without asking anybody: == between values of different kinds, a table's entry under a key
** that no other value equals. Private to the host. */
#ifndef HOST_SILENT_ANSWERS_H
#define HOST_SILENT_ANSWERS_H

#include "host/host.h"

/* In the number that tells a script's comparisons apart: from which bit on the fields stand that its sides are read from, each + 1 or
** 0, in 8 bits. */
#define SILENT_FIELD_LEFT 8
#define SILENT_FIELD_RIGHT 16
/* Is it one of two fields that stand there as such? */
static inline bool silent_compares_fields(int64_t known) {
  return (known >> SILENT_FIELD_LEFT & 0xFF) != 0 && (known >> SILENT_FIELD_RIGHT & 0xFF) != 0;
}

/* The script with each == and ~= whose sides may differ in kind, and each key that is computed, led through a word that refuses
** such: malloc'ed into *out, its size into *out_size; NULL where nothing has to be. Every line stays where it is. Only of
** a text that Lua can read. CANBAO_SCRIPT: it gives the words' names to something of its own. */
canbao_status silent_answers_guarded(const schema *s, const char *path, const char *text,
                                     size_t size, char **out, size_t *out_size,
                                     canbao_error *error);
void silent_answers_open(lua_State *L); /* adds those words to the table on top */

#endif
