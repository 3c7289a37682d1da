/* local_names.h - the locals of a script, for who looks for the one that was meant. Private to the host. */
#ifndef HOST_LOCAL_NAMES_H
#define HOST_LOCAL_NAMES_H

#include "host/host.h"

#define LOCAL_NAMES_MAX 256 /* more are not looked at */
#define LOCAL_NAME_MOST 64

typedef struct {
  char list[LOCAL_NAMES_MAX][LOCAL_NAME_MOST];
  int count;
} local_names;

/* The names behind `local`. The line of the first that is `wanted`; 0. */
int local_names_read(const struct script_text *script, local_names *out, const char *wanted);
/* The same of the script that is running. */
int local_names_of(lua_State *L, local_names *out, const char *wanted);

#endif
