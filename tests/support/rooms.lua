-- rooms.lua FILE... - the order of the rooms, checked: a room includes only itself and those below it, only
-- engine/host includes Lua's headers, and nothing calls what the house has banned. Outside the engine, the Lua module
-- (scripts/lua) is a program on top like any other: it includes Lua's headers, since it is a module of somebody's
-- interpreter, and of canbao the public header alone.

local order = { "values", "roster", "terms", "host", "cases", "studies", "cli" }
local rank = {}
for index, room in ipairs(order) do rank[room] = index end

-- Floats for amounts, numbers read without a check, texts written without a bound.
local banned = { "strtod", "atoi", "atol", "atof", "sprintf", "vsprintf", "strcat", "strcpy", "gets", "strtok",
  "asctime", "localtime", "gmtime", "rand", "srand", "system" }

local found = 0
local function complain(path, line, text)
  found = found + 1
  print(("%s:%d: %s"):format(path, line, text))
end

-- What scripts/lua may include in quotes: its own headers.
local function check_module(path, number, line)
  local quoted = line:match '^%s*#%s*include%s*"([^"]+)"'
  if quoted and quoted:find "/" then
    complain(path, number, ('the Lua module knows canbao.h and nothing else of the engine ("%s")'):format(quoted))
  end
end

local function check_include(path, number, line, room)
  local quoted = line:match '^%s*#%s*include%s*"([^"]+)"'
  local included = quoted and quoted:match "^(%w+)/"
  if included and not rank[included] then
    complain(path, number, ('"%s" is not in a room'):format(quoted))
  elseif included and room and rank[included] > rank[room] then
    complain(path, number, ('room %s may not know room %s ("%s")'):format(room, included, quoted))
  end
  local header = line:match '^%s*#%s*include%s*[<"]([^>"]+)[>"]'
  if header and room and room ~= "host" and (header:match "^lua" or header:match "^lauxlib" or header == "lfs.h") then
    complain(path, number, ("only engine/host may include %s"):format(header))
  end
end

local function without_comments_and_texts(source)
  local function blank(text) return (text:gsub("[^\n]", " ")) end
  local kept, at = {}, 1
  while at <= #source do
    local start = source:find('[/"\']', at)
    if not start then break end
    kept[#kept + 1] = source:sub(at, start - 1)
    local two, one = source:sub(start, start + 1), source:sub(start, start)
    local stop
    if two == "/*" then
      stop = select(2, source:find("*/", start + 2, true)) or #source
    elseif two == "//" then
      stop = (source:find("\n", start, true) or #source + 1) - 1
    elseif one == "/" then
      stop = start
    else
      stop = start + 1
      while stop <= #source and source:sub(stop, stop) ~= one do
        stop = stop + (source:sub(stop, stop) == "\\" and 2 or 1)
      end
    end
    local piece = source:sub(start, stop)
    kept[#kept + 1] = piece == "/" and piece or blank(piece)
    at = stop + 1
  end
  kept[#kept + 1] = source:sub(at)
  return table.concat(kept)
end

for _, path in ipairs(arg) do
  local file = assert(io.open(path, "r"))
  local source = file:read "a"
  file:close()
  local room = path:match "^engine/(%w+)/"
  if room and not rank[room] then complain(path, 1, "this folder is not a room") room = nil end
  local number = 0
  for line in (source .. "\n"):gmatch "(.-)\n" do
    number = number + 1
    if path:match "^scripts/" then check_module(path, number, line) end
    check_include(path, number, line, room)
  end
  if room then
    number = 0
    for line in (without_comments_and_texts(source) .. "\n"):gmatch "(.-)\n" do
      number = number + 1
      for word in line:gmatch "([%a_][%w_]*)%s*%(" do
        for _, name in ipairs(banned) do
          if word == name then complain(path, number, name .. " is banned here") end
        end
      end
    end
    if number > 620 then complain(path, number, "this file is too long to hold one noun: split it") end
  end
end
os.exit(found == 0 and 0 or 1)
