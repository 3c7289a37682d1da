-- program.lua - running build/canbao for a spec: a folder of its own, files, and what came out of a run.

local build = os.getenv "CANBAO_BUILD" or "build"
local program = { build = build }

-- The program's path for runs from another folder.
program.path = (build:sub(1, 1) == "/" and "" or require "lfs".currentdir() .. "/") .. build .. "/canbao"

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end
program.quote = quote

function program.read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read "a"
  file:close()
  return text
end

function program.write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  return path
end

-- A new folder; program.remove takes it away again.
function program.folder()
  local pipe = assert(io.popen("mktemp -d", "r"))
  local path = pipe:read "l"
  pipe:close()
  return path
end

function program.remove(folder) os.execute("rm -rf " .. quote(folder)) end

-- Runs a shell command; its exit status, standard output and standard error.
function program.shell(command)
  local errors = os.tmpname()
  local pipe = assert(io.popen("{ " .. command .. "\n} 2>" .. quote(errors) .. " </dev/null", "r"))
  local out = pipe:read "a"
  local _, _, status = pipe:close()
  local err = program.read(errors)
  os.remove(errors)
  return status, out, err
end

-- Runs canbao with these arguments, in English unless they say otherwise.
function program.run(...)
  local words = { "env -u LANGUAGE LC_ALL=C", quote(build .. "/canbao") }
  for _, word in ipairs { ... } do words[#words + 1] = quote(word) end
  return program.shell(table.concat(words, " "))
end

-- An ID number with its right check digit from its first seventeen characters.
function program.id(first)
  local weights = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 }
  local sum = 0
  for i, weight in ipairs(weights) do sum = sum + weight * tonumber(first:sub(i, i)) end
  return first .. ("10X98765432"):sub(sum % 11 + 1, sum % 11 + 1)
end

-- The records of a CSV text (RFC 4180), each a list of cells.
function program.records(text)
  local records, record, cell, at = {}, {}, {}, 1
  local function end_cell()
    record[#record + 1] = table.concat(cell)
    cell = {}
  end
  while at <= #text do
    local c = text:sub(at, at)
    if c == '"' then
      local stop = at + 1
      while true do
        local close = assert(text:find('"', stop, true), "a quoted cell is not closed")
        cell[#cell + 1] = text:sub(stop, close - 1)
        if text:sub(close + 1, close + 1) ~= '"' then
          at = close
          break
        end
        cell[#cell + 1] = '"'
        stop = close + 2
      end
    elseif c == "," then
      end_cell()
    elseif c == "\n" then
      end_cell()
      records[#records + 1] = record
      record = {}
    else
      cell[#cell + 1] = c
    end
    at = at + 1
  end
  assert(#record == 0 and #cell == 0, "the last line does not end")
  return records
end

-- A CSV file as a list of rows by heading, and its headings in order.
function program.rows(path)
  local records = program.records(assert(program.read(path), path .. " is not there"))
  local rows = {}
  for i = 2, #records do
    local row = {}
    assert(#records[i] == #records[1], "row " .. i .. " has another number of cells than the heading")
    for k, heading in ipairs(records[1]) do row[heading] = records[i][k] end
    rows[#rows + 1] = row
  end
  return rows, records[1]
end

return program
