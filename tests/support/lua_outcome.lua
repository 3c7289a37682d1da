-- lua_outcome.lua - what a program from random_lua.lua comes to under plain Lua, where every operator takes every value, so
-- that what is computed shows how the text was read.

local events = { "add", "sub", "mul", "div", "mod", "pow", "unm", "idiv", "band", "bor", "bxor", "shl", "shr", "bnot", "concat", "len" }

local function shown(value)
  local kind = math.type(value) or type(value)
  if kind == "string" then return #value > 60 and ("%s…%d"):format(value:sub(1, 60), #value) or value end
  return (kind == "integer" or kind == "float" or kind == "boolean") and tostring(value) or kind
end

-- Of a metatable: each operator tells in words what it was asked.
local function talk(meta)
  for _, event in ipairs(events) do
    meta["__" .. event] = function (a, b) return ("%s(%s,%s)"):format(event, shown(a), shown(b)) end
  end
  meta.__lt = function (a, b) return shown(a) < shown(b) end
  meta.__le = function (a, b) return shown(a) <= shown(b) end
  return meta
end

local function nothing() return nil end

-- `call` gets what talks: nil, numbers, functions and truth values do meanwhile, and texts more than otherwise.
local function while_all_talk(call)
  local texts, kept = getmetatable "", {}
  for key, value in pairs(texts) do kept[key] = value end
  talk(texts).__call = function (_, ...) return ... end
  local mute = { 1, print, true, n = 4 }
  for i = 1, mute.n do
    local meta = talk { __index = nothing, __newindex = nothing }
    if i ~= 2 then meta.__call = function (_, ...) return ... end end
    debug.setmetatable(mute[i], meta)
  end
  local done, answer = pcall(call)
  for i = 1, mute.n do debug.setmetatable(mute[i], nil) end
  for key in pairs(texts) do texts[key] = kept[key] end
  for key, value in pairs(kept) do texts[key] = value end
  return done and answer or error(answer, 0)
end

-- What the program notes, and the line on which it ends if it fails; nil and the message when it is none. `words`: globals more.
return function (text, words)
  local notes = {}
  local function note(...)
    for i = 1, select("#", ...) do notes[#notes + 1] = shown((select(i, ...))) end
    notes[#notes + 1] = "/"
  end
  local env = { n = 3, m = 2, k = 1, s = "a", u = "b", yes = true, no = false, note = note,
    f = function (a) note("f", a) end, g = function (...) return ... end,
    t = setmetatable({ 1, 2, x = function (...) return ... end }, talk { __call = function (_, ...) return ... end }) }
  for name, word in pairs(words) do env[name] = word end
  local program, message = load(text, "=s", "t", env)
  if not program then return nil, message end
  return while_all_talk(function ()
    debug.sethook(function () error("s:0: too long", 0) end, "", 20000)
    local done, why = pcall(program, 1, "a")
    debug.sethook()
    if not done then note("ends", type(why) == "string" and (why:match "^s:(%d+):" or why)) end
    return table.concat(notes, " ")
  end)
end
