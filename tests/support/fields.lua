-- The fields of rules/fields.lua for the unit test program, which knows no Lua: one field a line, tabs between.
local fields = {}

--- Every field declared in a file, in order: { name, { title =, type =, … } }.
function fields.read(path)
  local list = {}
  local env = { field = function(name)
    return function(t) list[#list + 1] = { name, t } end
  end }
  assert(loadfile(path, "t", env))()
  return list
end

local function sorted_aliases(t)
  local out = {}
  for text, value in pairs(t.aliases or {}) do out[#out + 1] = text .. "=" .. value end
  table.sort(out)
  return table.concat(out, "|")
end

--- Write the declaration of `path` as a table of tabs to `to`.
function fields.write(path, to)
  local out = assert(io.open(to, "w"))
  for _, entry in ipairs(fields.read(path)) do
    local name, t = entry[1], entry[2]
    out:write(table.concat({
      name, t.title or "", t.type, t.role or "none", t.blank or "none", t.minimum or 0, t.maximum or 0,
      table.concat(t.headings or {}, "|"), table.concat(t.labels or {}, "|"), sorted_aliases(t), t.after_birth and "after_birth" or "" }, "\t"), "\n")
  end
  out:close()
end

return fields
