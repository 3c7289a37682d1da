-- The hostile files of tests/hostile: each is held to what its index says of it. Whatever a file holds, it ends in a located
-- problem or a refusal that says what to do; no row is lost; the case book and the reference agree; no ID number leaks.
local program = require "tests.support.program"
local dkjson = require "dkjson"
local index = dofile "tests/hostile/index.lua"
local quote, read = program.quote, program.read

local HERE = "tests/hostile/"
local RULES = HERE .. "county/2024.lua"
local AS_OF = "2023-10-15"
local folder = program.folder()

-- Every roster is decided twice, all in one shell: by cases, and through Lua alone.
local EVALUATE = [[
export LC_ALL=C; unset LANGUAGE
evaluate() {
  name=$(basename "$1" .csv)
  timeout 60 %s eval %s "$1" --as-of %s -o %s/$name.result >%s/$name.out 2>%s/$name.err; echo $? >%s/$name.code
  test ! -e %s/$name.result || timeout 60 %s eval %s "$1" --as-of %s -o %s/$name.reference --reference >/dev/null 2>&1
}
export -f evaluate
printf '%%s\n' %s | xargs -P 2 -I FILE bash -c 'evaluate FILE'
]]

local function evaluate_all()
  local words = {}
  for _, entry in ipairs(index.rosters) do words[#words + 1] = HERE .. entry[1] end
  for _, entry in ipairs(index.big) do words[#words + 1] = program.write(folder .. "/" .. entry[1], (entry.make())) end
  local canbao = program.build .. "/canbao"
  local script = EVALUATE:format(canbao, RULES, AS_OF, folder, folder, folder, folder, folder, canbao, RULES, AS_OF, folder, table.concat(words, " "))
  local status, _, err = program.shell("bash " .. quote(program.write(folder .. "/all.sh", script)))
  assert(status == 0, err)
end

local function outcome(file)
  local stem = folder .. "/" .. file:gsub("%.csv$", "")
  return { code = tonumber(read(stem .. ".code")), out = read(stem .. ".out"), err = read(stem .. ".err"),
    result = read(stem .. ".result"), problems = read(stem .. ".result.problems.csv"), manifest = read(stem .. ".result.manifest.json"),
    reference = read(stem .. ".reference"), path = stem }
end

-- The ID numbers of these files, in whatever way they are written.
local function leaks(text)
  local plain = text:gsub("[%s%-]", ""):gsub("\u{200B}", "")
  for day in ("19800505001 19900101002 20150303003 19700707004 19820202"):gmatch "%d+" do
    if plain:find(day, 1, true) then return day end
  end
end

local function place(says)
  local line, rest = says:match "^line (%d+): (.*)$"
  return line and (":%s: %s"):format(line, rest) or ": " .. says
end

-- Line ends within quotes are part of a problem.
local function lines(text)
  local list = {}
  for _, record in ipairs(program.records(text)) do list[#list + 1] = record end
  return list
end

local function refused(entry, o, path)
  assert.equal(("canbao: %s%s\n"):format(path, place(entry.says)), o.err)
  assert.equal(entry.exit, o.code)
  assert.is_nil(o.result)
  assert.is_nil(o.problems)
  assert.is_nil(o.manifest)
end

local function decided(entry, o)
  assert.equal(entry.warns or "", o.err)
  assert.equal(0, o.code)
  local rows, statuses = program.rows(o.path .. ".result"), {}
  for i, row in ipairs(rows) do statuses[i] = row.status end
  if entry.status then assert.equal(entry.status, table.concat(statuses, " ")) end
  if entry.rows then assert.equal(entry.rows, #rows) end
  local manifest = dkjson.decode(o.manifest)
  assert.equal(entry.encoding or "UTF-8", manifest.roster.encoding)
  assert.equal(#rows, manifest.counts.residents)
  if entry.like then assert.equal(outcome(entry.like).result, o.result) end
  if entry.problems or entry.status then
    local wanted = lines("row,line,column,value,reason\n" .. table.concat(entry.problems or {}, "\n") .. (entry.problems and "\n" or ""))
    assert.same(wanted, lines(o.problems))
  end
end

setup(evaluate_all)
teardown(function() program.remove(folder) end)

describe("the index", function()
  it("names every file of the folder, and at least eighty of them", function()
    local named, count = {}, 0
    for _, list in ipairs { index.rosters, index.targets } do
      for _, entry in ipairs(list) do
        assert.is_nil(named[entry[1]], entry[1])
        named[entry[1]], count = true, count + 1
      end
    end
    local _, found = program.shell("ls " .. HERE .. "*.csv")
    for path in found:gmatch "[^\n]+" do
      assert.is_true(named[path:match "[^/]+$"], path)
      named[path:match "[^/]+$"] = nil
    end
    assert.is_nil(next(named))
    assert.is_true(count >= 80, count)
  end)
end)

for _, kind in ipairs { "rosters", "big" } do
  describe("a hostile roster", function()
    for _, entry in ipairs(index[kind]) do
      it(("(%s) with %s ends as the index says"):format(entry[1], entry[2]), function()
        local o = outcome(entry[1])
        if entry.exit then
          refused(entry, o, (kind == "big" and folder .. "/" or HERE) .. entry[1])
        else
          decided(entry, o)
          assert.is_true(o.result == o.reference, "the reference decides otherwise")
        end
        for _, text in ipairs { o.out, o.err, o.problems or "", o.manifest or "" } do assert.is_nil(leaks(text)) end
      end)
    end
  end)
end

describe("a hostile task table", function()
  for _, entry in ipairs(index.targets) do
    it(("(%s) with %s ends as the index says"):format(entry[1], entry[2]), function()
      local path = HERE .. entry[1]
      local status, out, err = program.run("towns", RULES, HERE .. "bom.csv", "--as-of", AS_OF, "--targets", path, "--json")
      if entry.exit then
        assert.equal(("canbao: %s%s\n"):format(path, place(entry.says)), err)
        assert.equal(entry.exit, status)
        return
      end
      assert.equal(0, status, err)
      local notes = {}
      for _, note in ipairs(dkjson.decode(out).notes) do
        if not note:find "^ties: " and not note:find "^南镇 is in the task table" then notes[#notes + 1] = note end
      end
      assert.same(entry.notes, notes)
    end)
  end
end)

describe("a hostile file of cases", function()
  local script, cases = folder .. "/cases/2024.lua", folder .. "/cases/2024.cases.lua"
  for _, entry in ipairs(index.cases) do
    it(("with %s ends as the index says"):format(entry[1]), function()
      os.execute("mkdir -p " .. quote(folder .. "/cases"))
      program.write(script, read(RULES))
      program.write(folder .. "/cases/2024.targets.csv", read(HERE .. "county/2024.targets.csv"))
      program.write(cases, entry.text)
      local status, out, err = program.run("test", script, "--json")
      assert.equal(entry.exit, status, err)
      if entry.says then
        assert.equal(("canbao: %s%s\n"):format(cases, place(entry.says)), err)
        return
      end
      local failure = dkjson.decode(out).failures[1]
      assert.same({ entry.field, entry.got, cases .. ":1" }, { failure.field, failure.got, failure.where })
    end)
  end
end)
