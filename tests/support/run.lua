-- run.lua - runs a program for a spec and gives back its exit status and what it wrote.
local run = {}

local function quote(word) return "'" .. tostring(word):gsub("'", "'\\''") .. "'" end
run.quote = quote

local function slurp(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "a"
  file:close()
  os.remove(path)
  return text
end

--- A temporary file with this text; the caller removes it.
function run.file(text)
  local path = os.tmpname()
  local file = assert(io.open(path, "wb"))
  file:write(text or "")
  file:close()
  return path
end

--- The directory that holds the programs under test.
run.build = os.getenv "CANBAO_BUILD" or "build"

--- Run a command: a line for the shell, or a list of words. `input` is its stdin (default: nothing).
-- Returns { code =, out =, err = }; code is 128 + N when signal N ended it.
function run.command(command, input)
  if type(command) == "table" then
    local words = {}
    for i, word in ipairs(command) do words[i] = quote(word) end
    command = table.concat(words, " ")
  end
  local out, err, stdin = os.tmpname(), os.tmpname(), input and run.file(input)
  local pipe = assert(io.popen(("{ %s\n} >%s 2>%s <%s"):format(command, out, err, stdin or "/dev/null")))
  local _, how, code = pipe:close()
  if stdin then os.remove(stdin) end
  return { code = how == "signal" and 128 + code or code, out = slurp(out), err = slurp(err) }
end

--- Run a line for the shell: its exit status, and all it wrote, stdout and stderr together.
function run.shell(line)
  local result = run.command("{ " .. line .. "\n} 2>&1")
  return result.code, result.out
end

--- The unit test program: run.unit("date", "parse")(lines…) gives one answer a line; a refusal to run is an error.
function run.unit(...)
  local words = { run.build .. "/unit", ... }
  return function(lines)
    local input = type(lines) == "table" and table.concat(lines, "\n") .. "\n" or lines
    local result = run.command(words, input)
    if result.code > 5 or result.code == 2 or result.err ~= "" then
      error(("unit ended with %d: %s%s"):format(result.code, result.out, result.err), 2)
    end
    local answers = {}
    for line in result.out:gmatch "([^\n]*)\n" do answers[#answers + 1] = line end
    return answers, result.code
  end
end

return setmetatable(run, { __call = function(_, ...) return run.command(...) end })
