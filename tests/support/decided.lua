-- decided.lua - small rosters decided under one county's rules, for the specs of rules: rows in, results out.

local program = require "tests.support.program"
local dkjson = require "dkjson"

local decided = {}

local function csv_cell(text) return '"' .. tostring(text):gsub('"', '""') .. '"' end

-- The roster's text: every row starts from `base`; a column for each field that a row or the base names.
local function roster_text(base, rows)
  local names, seen = {}, {}
  for _, row in ipairs { base, table.unpack(rows) } do
    for name in pairs(row) do
      if not seen[name] then
        seen[name] = true
        names[#names + 1] = name
      end
    end
  end
  table.sort(names)
  local lines = { table.concat(names, ",") }
  for _, row in ipairs(rows) do
    local cells = {}
    for k, name in ipairs(names) do cells[k] = csv_cell(row[name] or base[name] or "") end
    lines[#lines + 1] = table.concat(cells, ",")
  end
  return table.concat(lines, "\n") .. "\n"
end

--- A county's rules, and the cells that a resident has when a spec does not say otherwise.
function decided.county(rules, base)
  local county = { rules = rules }

  -- Run a verb over a roster of these rows; what it printed as JSON, its exit status, its errors.
  local function over(verb, rows, as_of, ...)
    local folder = program.folder()
    local roster, result = folder .. "/roster.csv", folder .. "/result.csv"
    program.write(roster, roster_text(base, rows))
    local words = { verb, rules, roster, "--as-of", as_of, "--json", ... }
    if verb == "eval" then words[#words + 1], words[#words + 2] = "-o", result end
    local status, out, err = program.run(table.unpack(words))
    local list = verb == "eval" and program.read(result) and program.rows(result) or nil
    program.remove(folder)
    return list or dkjson.decode(out), status, err
  end

  --- One result for each row, in order; more words are options.
  function county.rows(rows, as_of, ...)
    local list, status, err = over("eval", rows, as_of, ...)
    assert(status == 0 and #list == #rows, err)
    return list
  end

  --- One resident's result.
  function county.one(row, as_of, ...) return county.rows({ row }, as_of, ...)[1] end

  --- What `towns` says of a roster: its JSON.
  function county.towns(rows, as_of, ...)
    local found, status, err = over("towns", rows, as_of, ...)
    assert(status == 0 and found, err)
    return found
  end

  --- What `gaps` says of a roster: its JSON.
  function county.gaps(rows, as_of, ...)
    local found, status, err = over("gaps", rows, as_of, ...)
    assert(status <= 1 and found, err)
    return found
  end

  --- What `check` and `test` say of the script itself: JSON and exit status.
  function county.check(...)
    local status, out, err = program.run("check", rules, "--json", ...)
    return assert(dkjson.decode(out), err), status
  end

  function county.test()
    local status, out, err = program.run("test", rules, "--json")
    return assert(dkjson.decode(out), err), status
  end

  return county
end

--- A copy of a script with one text replaced, in a folder of its own; its path and the folder. Fails when the text is not there.
function decided.edited(path, from, to)
  local text = assert(program.read(path), path)
  local first, last = text:find(from, 1, true)
  assert(first, "the script does not say " .. from)
  assert(not text:find(from, last + 1, true), "the script says more than once " .. from)
  local folder = program.folder()
  return program.write(folder .. "/2030.lua", text:sub(1, first - 1) .. to .. text:sub(last + 1)), folder
end

--- The line on which a text stands in a file.
function decided.line(path, text)
  local number = 0
  for line in io.lines(path) do
    number = number + 1
    if line:find(text, 1, true) then return number end
  end
  error(path .. " does not say " .. text)
end

--- Every subset of a list, the empty one first.
function decided.subsets(list)
  local subsets = {}
  for bits = 0, (1 << #list) - 1 do
    local subset = {}
    for k = 1, #list do
      if bits >> (k - 1) & 1 == 1 then subset[#subset + 1] = list[k] end
    end
    subsets[#subsets + 1] = subset
  end
  return subsets
end

--- The titles of the doubts that a result rests on, as a set.
function decided.doubts(row)
  local set = {}
  for title in (row.doubts .. "；"):gmatch "(.-)；" do
    if title ~= "" then set[title] = true end
  end
  return set
end

--- Days from 1970-01-01 to an ISO day, and back: arithmetic of the spec's own, to hold the program's against.
function decided.day_number(iso)
  local y, m, d = iso:match "^(%d+)-(%d+)-(%d+)$"
  return os.time { year = y, month = m, day = d, hour = 12 } // 86400
end

function decided.iso(number) return os.date("!%Y-%m-%d", number * 86400) end

return decided
