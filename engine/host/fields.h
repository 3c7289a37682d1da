/* fields.h - the declaration of fields becomes a schema. Private to the host. */
#ifndef HOST_FIELDS_H
#define HOST_FIELDS_H

#include "host/host.h"

/* The fields of ROOT/fields.lua, or the ones built into the program when ROOT has none. */
canbao_status fields_load(schema *s, const char *root, policy *p, canbao_error *error);
/* One more field, from a script: name at index `name`, table at index `table`. */
canbao_status fields_add_from_lua(schema *s, lua_State *L, int name, int table,
                                  canbao_error *error);

#endif
