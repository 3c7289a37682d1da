/* data_file.h - Lua tables as cJSON. Private to the host; see data_file_load in policy.h. */
#ifndef HOST_DATA_FILE_H
#define HOST_DATA_FILE_H

#include <cjson/cJSON.h>

#include "host/host.h"

/* The value at index as JSON: dates and amounts as the texts users see. Raises on functions and on nesting beyond 16. */
cJSON *lua_to_json(lua_State *L, int index);
/* data_file_load from memory; `name` stands for the file in errors. */
canbao_status data_text_load(cJSON **out, const char *name, const char *text, size_t size,
                             const char *const *words, canbao_error *error);

#endif
