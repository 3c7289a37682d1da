-- embed.lua FILE... - writes a C source holding each file as bytes, for engine/host/embedded.h.
-- A file's name there is its path without a leading "engine/": lua/vocabulary.lua, rules/fields.lua.

local function emit(...) io.write(...) end

emit('/* Made by engine/embed.lua from the Lua files named below; edit those. */\n')
emit('#include "host/embedded.h"\n\n')

local entries = {}
for index, path in ipairs(arg) do
  local file = assert(io.open(path, "rb"))
  local text = file:read "a"
  file:close()
  emit(("static const char text_%d[] = { /* %s */\n"):format(index, path))
  for from = 1, #text, 20 do
    local bytes = {}
    for i = from, math.min(from + 19, #text) do
      local byte = text:byte(i)
      bytes[#bytes + 1] = byte > 127 and byte - 256 or byte
    end
    emit("  ", table.concat(bytes, ","), ",\n")
  end
  emit("  0 };\n\n")
  local name = path:gsub("^engine/", "")
  entries[index] = ('  { "%s", text_%d, sizeof text_%d - 1 },\n'):format(name, index, index)
end

emit("const struct embedded_file embedded_files[] = {\n", table.concat(entries))
emit("  { 0, 0, 0 }\n};\n")
