-- catalogue.lua - finds rule scripts: files YEAR.lua anywhere under the rules' root. The only user of LuaFileSystem; runs in
-- a state of its own that no rule ever sees. Links are not followed: what is listed lies beneath the root.

local lfs, root = ...

local found = {}

local function walk(directory, depth)
  if depth > 12 then return end
  local names = {}
  local ok, iterate, state = pcall(lfs.dir, directory)
  if not ok then return end
  for name in iterate, state do
    if name:sub(1, 1) ~= "." then names[#names + 1] = name end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local path = directory .. "/" .. name
    local mode = lfs.symlinkattributes(path, "mode")
    if mode == "directory" then
      walk(path, depth + 1)
    elseif mode == "file" and name:match("^%d%d%d%d%.lua$") then
      found[#found + 1] = path:sub(#root + 2, -5)
    end
  end
end

walk(root, 0)
table.sort(found)

-- The shortest ending that names one script alone, with at least the folder before the year where there is one.
local function endings(path)
  local list, rest = {}, path
  while rest do
    list[#list + 1] = rest
    rest = rest:match("^[^/]*/(.+)$")
  end
  return list -- longest first
end

local count = {}
for _, path in ipairs(found) do
  for _, ending in ipairs(endings(path)) do count[ending] = (count[ending] or 0) + 1 end
end

local result = {}
for _, path in ipairs(found) do
  local name = path
  for _, ending in ipairs(endings(path)) do
    if count[ending] == 1 and (ending:find("/", 1, true) or not path:find("/", 1, true)) then name = ending end
  end
  result[#result + 1] = { name = name, path = path }
end
return result
