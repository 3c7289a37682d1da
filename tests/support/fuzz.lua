-- fuzz.lua [SECONDS [SEED]] - feeds damaged rosters and scripts to the program (make fuzz gives it a sanitized one).
-- A run may succeed or refuse with its documented exit status; anything else is kept as build*/fuzz/NAME and fails.

local build = os.getenv "CANBAO_BUILD" or "build-asan"
local seconds, seed = tonumber(arg[1]) or 60, tonumber(arg[2]) or os.time()
local folder = build .. "/fuzz"
local roster_seeds = { "examples/lingbi_2023.csv", "examples/lezhi_2024.csv", "examples/linyi_2024.csv" }
local script_seeds = { "rules/anhui/suzhou/lingbi/2023.lua", "rules/sichuan/ziyang/lezhi/2024.lua",
  "rules/shanxi/yuncheng/linyi/2024.lua" }

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "a"
  file:close()
  return text
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

-- What breaks readers: quotes, separators, broken UTF-8, NUL, huge numbers, unlikely days.
local splinters = { '"', '""', ",", "\n", "\r\n", "\r", "\0", "\xff", "\xe7\xba", "\xef\xbb\xbf", "\x81\x30", "，", "0", "-",
  "99999999999999999999", "2023-02-30", "0000-00-00", "1e308", "=cmd", "{", "}", "(", ")", "[[", "function", "nil", "-1", "..",
  "when", "end", "%s%n", ("x"):rep(5000) }

local function damage(text)
  for _ = 1, math.random(8) do
    local at, kind = math.random(0, #text), math.random(5)
    local piece = splinters[math.random(#splinters)]
    if kind == 1 then
      text = text:sub(1, at) .. piece .. text:sub(at + 1)
    elseif kind == 2 then
      text = text:sub(1, at) .. text:sub(at + 1 + math.random(40))
    elseif kind == 3 then
      text = text:sub(1, at) .. string.char(math.random(0, 255)) .. text:sub(at + 2)
    elseif kind == 4 then
      local from = math.random(0, #text)
      text = text:sub(1, at) .. text:sub(from + 1, from + math.random(200)) .. text:sub(at + 1)
    elseif math.random(4) == 1 then
      text = text:sub(1, at)
    end
  end
  return text
end

local function head(text, lines)
  local at = 1
  for _ = 1, lines do at = (text:find("\n", at, true) or #text) + 1 end
  return text:sub(1, at - 1)
end

local function attempt(name, text, extension, command, allowed)
  local path = folder .. "/now." .. extension
  write(path, text)
  local pipe = assert(io.popen(("timeout 60 %s </dev/null 2>&1"):format(command:format(path)), "r"))
  local said = pipe:read "a"
  local _, kind, status = pipe:close()
  if kind == "exit" and allowed[status] and not said:find("runtime error:", 1, true) and not said:find("Sanitizer", 1, true) then
    return true
  end
  local kept = ("%s/%s.%s"):format(folder, name, extension)
  write(kept, text)
  print(("%s: ended with %s %s; %s"):format(kept, kind, status, said:sub(1, 2000)))
  return false
end

-- A script's tables lie beside it: the damaged copy must find them too.
local beside = { "rules/shanxi/yuncheng/linyi/2024.targets.csv" }

os.execute("mkdir -p " .. folder)
for _, path in ipairs(beside) do write(folder .. "/" .. path:match "[^/]+$", read(path)) end
math.randomseed(seed)
local started, passed, failed = os.time(), 0, 0
while os.time() - started < seconds do
  local number = passed + failed
  local which = math.random(3)
  local fine
  if math.random(2) == 1 then
    local text = damage(head(read(roster_seeds[which]), math.random(2, 60)))
    local rules = script_seeds[which]
    fine = attempt(("%d-%d"):format(seed, number), text, "csv",
      build .. "/canbao eval " .. rules .. " %s --as-of 2023-03-01 -o " .. folder .. "/out.csv", { [0] = true, [1] = true, [4] = true })
  else
    fine = attempt(("%d-%d"):format(seed, number), damage(read(script_seeds[which])), "lua",
      build .. "/canbao check %s", { [0] = true, [1] = true, [3] = true, [5] = true })
  end
  if fine then passed = passed + 1 else failed = failed + 1 end
end
print(("seed %d"):format(seed))
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and 0 or 1)
