-- verify: whether a result still holds, and what has changed where it does not.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local folder, rules, roster, result

local function eval(...)
  local status, _, err = program.run("eval", "shixian/2024", roster, "--rules-dir", rules, "-o", result, "--as-of", "2024-01-10", ...)
  assert.equal(0, status, err)
end

local function verify(...)
  local status, out, err = program.run("verify", result, "--json", ...)
  return status, dkjson.decode(out), err
end

local function states(said)
  local list = {}
  for _, part in ipairs(said.parts) do
    if part.state ~= "holds" then list[#list + 1] = part.part .. " " .. part.state end
  end
  return table.concat(list, ", ")
end

local function edit(path, from, to)
  local text = assert(program.read(path))
  local first, last = text:find(from, 1, true)
  assert(first, path .. " does not say " .. from)
  program.write(path, text:sub(1, first - 1) .. to .. text:sub(last + 1))
end

local function holds(...)
  local status, said, err = verify(...)
  assert.equal(0, status, err)
  assert.is_true(said.holds)
  assert.equal("", states(said))
  assert.equal(0, said.rows_different)
  return said
end

before_each(function ()
  folder = program.folder()
  rules, roster, result = trial.write(folder), trial.roster(folder), folder .. "/result.csv"
end)
after_each(function () program.remove(folder) end)

describe("verify", function ()
  it("holds in whatever language the result was written, and speaks the reader's", function ()
    for _, way in ipairs { { "zh", "en" }, { "en", "zh" } } do
      eval("--lang", way[1])
      holds("--lang", way[2])
      edit(result, "on_time", "overdue")
      local status, out = program.run("verify", result, "--lang", way[2])
      assert.equal(1, status)
      assert.equal(way[2] == "zh", out:find("结果", 1, true) ~= nil, out)
    end
  end)

  it("says that a result holds, every row by cases and one of every case through Lua alone", function ()
    eval()
    local said = holds()
    assert.equal(5, said.rows)
    assert.equal(5, said.rows_compared)
    assert.equal(5, said.cases)
    assert.equal(5, said.rows_by_lua)
    assert.equal("shixian/2024", said.rules)
    assert.equal("2024-01-10", said.as_of)
    assert.equal(5, holds("--all").rows_by_lua)
    assert.equal(5, holds("--sample", "0").rows_by_lua)
  end)

  it("holds for masked results, changed parameters and scenarios, and whatever the threads were", function ()
    eval "--mask"
    holds()
    eval("--set", "二1.subsidy=200.50", "--set", "三.deadline=2024-01-31")
    holds "--all"
    eval("--threads", "4")
    holds("--threads", "1")
    eval "--reference"
    holds()
    local scenario = program.write(folder .. "/more.lua", 'scenario "多补"\nset("二1", { subsidy = yuan(190) })\n')
    eval("--scenario", scenario)
    holds()
    edit(scenario, "190", "191")
    local status, said = verify()
    assert.equal(1, status)
    assert.equal("script changed", states(said))
  end)

  it("holds for a real county with a scenario of its own, wherever it is asked from", function ()
    local into = folder .. "/lingbi.csv"
    local status, _, err = program.run("eval", "lingbi", "examples/lingbi_2023.csv", "--as-of", "2022-12-01", "--scenario",
      "premium_380", "-o", into)
    assert.equal(0, status, err)
    status, _, err = program.shell(("cd %s && %s verify lingbi.csv --sample 50"):format(program.quote(folder),
      program.quote(program.path)))
    assert.equal(0, status, err)
  end)

  it("holds when rules, roster and result are moved together, and takes a roster that was moved alone", function ()
    eval()
    local moved = folder .. "-moved"
    assert(os.rename(folder, moved))
    folder, result = moved, moved .. "/result.csv"
    holds()
    program.shell(("mv %s/roster.csv %s/elsewhere.csv"):format(moved, moved))
    local status, said, err = verify()
    assert.equal(1, status)
    assert.equal("roster missing", states(said))
    assert.truthy(err:find("no row could be derived again", 1, true), err)
    holds(moved .. "/elsewhere.csv")
  end)

  it("names the row and the column of one changed byte, in the result and in its hash", function ()
    eval()
    local rows = program.rows(result)
    edit(result, "," .. rows[3].premium .. ",", ",999,")
    local status, said = verify()
    assert.equal(1, status)
    assert.equal("result changed", states(said))
    assert.equal(1, said.rows_different)
    local at = said.differences[1]
    local changed
    for i, row in ipairs(program.rows(result)) do
      if row.premium == "999" then changed = i end
    end
    assert.same({ changed, changed + 1, "premium", "999", rows[changed].premium },
      { at.row, at.line, at.column, at.recorded, at.derived })
  end)

  it("finds a changed row even when its hash in the manifest was changed too", function ()
    eval()
    edit(result, "on_time", "overdue")
    local _, out = program.shell("sha256sum " .. program.quote(result))
    local manifest = result .. ".manifest.json"
    local then_hash = dkjson.decode(program.read(manifest)).result.sha256
    edit(manifest, then_hash, out:match "^%x+")
    for _, words in ipairs { {}, { "--all" } } do
      local status, said = verify(table.unpack(words))
      assert.equal(1, status)
      assert.equal("", states(said))
      assert.equal("status", said.differences[1].column)
    end
  end)

  it("finds rows that are missing, too many or in another order", function ()
    eval()
    local text = program.read(result)
    local last = text:match "([^\n]*\n)$"
    program.write(result, text:sub(1, -#last - 1))
    local status, said = verify()
    assert.equal(1, status)
    assert.equal("the result has no such row", said.differences[1].note)
    program.write(result, text .. last)
    status, said = verify()
    assert.equal(1, status)
    assert.equal("no resident has this row", said.differences[1].note)
    assert.equal(6, said.differences[1].row)
    program.write(result, (text:gsub("^([^\n]*\n)([^\n]*\n)([^\n]*\n)", "%1%3%2")))
    assert.equal(2, select(2, verify()).rows_different)
  end)

  it("shows nothing of a resident where a column of the roster's own differs", function ()
    eval()
    local id = program.rows(result)[1].id_number
    edit(result, id, program.id "99000119990101777")
    local status, out, err = program.run("verify", result)
    assert.equal(1, status)
    assert.truthy(out:find("id_number", 1, true))
    assert.is_nil((out .. err):find "%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d")
  end)

  it("says which of roster, script, problems file and program changed", function ()
    eval()
    edit(roster, "甲一", "甲甲")
    assert.equal("roster changed", states(select(2, verify())))
    trial.roster(folder)
    program.write(trial.path, trial.script .. "-- a remark\n")
    local status, said = verify()
    assert.equal(1, status)
    assert.equal("script changed", states(said))
    assert.equal(0, said.rows_different)
    program.write(trial.path, "policy {")
    local err
    status, said, err = verify()
    assert.equal(1, status)
    assert.equal("script changed", states(said))
    assert.truthy(err:find("2024.lua:1", 1, true), err)
    program.write(trial.path, trial.script)
    holds()
    program.write(result .. ".problems.csv", "row\n")
    assert.equal("problems changed", states(select(2, verify())))
    os.remove(result .. ".problems.csv")
    assert.equal("problems missing", states(select(2, verify())))
    eval()
    edit(result .. ".manifest.json", '"version":\t"', '"version":\t"9.')
    assert.equal("program changed", states(select(2, verify())))
  end)

  it("refuses a manifest that is missing or damaged, with what is wrong", function ()
    eval()
    local path = result .. ".manifest.json"
    local whole = program.read(path)
    local function refused(text, message)
      program.write(path, text)
      local status, _, err = program.run("verify", result)
      assert.equal(4, status, err)
      assert.truthy(err:find(message, 1, true), err)
      assert.truthy(err:find(path, 1, true), err)
    end
    refused("", "this is no manifest")
    refused(whole:sub(1, #whole // 2), "this is no manifest")
    refused("[1]", "this is no manifest")
    refused("{}", '"version"')
    for _, key in ipairs { "sources", "settings", "scenarios", "as_of", "masked", "sha256", "script" } do
      refused((whole:gsub('"' .. key .. '"', '"gone"')), '"' .. key .. '"')
    end
    refused((whole:gsub("2024%-01%-10", "2024-13-10")), '"as_of"')
    os.remove(path)
    local status, _, err = program.run("verify", result)
    assert.equal(4, status, err)
    assert.truthy(err:find("cannot be read", 1, true), err)
  end)

  it("holds for a result of chosen columns, however it was made", function ()
    for _, list in ipairs { "id_number,personal_due", "备注,status,id_number,case", "articles", "refund,town,benefit_from" } do
      eval("--columns", list)
      assert.equal(5, holds().rows_compared)
      eval("--columns", list, "--mask", "--reference")
      assert.equal(5, holds("--all").rows_by_lua)
    end
  end)

  it("shows which of the chosen columns differs, and of the roster's own only that it does", function ()
    eval("--columns", "备注,status,village")
    local whole = program.read(result)
    local function differs(from, to, row)
      program.write(result, whole)
      edit(result, from, to)
      local status, said = verify()
      assert.equal(1, status)
      assert.equal("result changed", states(said))
      assert.equal(1, said.rows_different)
      for key, value in pairs(row) do assert.equal(value, said.differences[1][key]) end
    end
    differs("on_time", "overdue", { row = 1, line = 2, column = "status", recorded = "overdue", derived = "on_time" })
    differs("二村", "三村", { row = 2, column = "village", recorded = "…", derived = "…" })
    differs("a,b", "a,c", { row = 2, column = "备注", recorded = "…", derived = "…" })
    differs("status", "town", { row = 0, line = 1, column = "town" })
  end)

  it("writes the columns that the manifest says, or says which of them is no longer there", function ()
    eval("--columns", "town,备注")
    local path = result .. ".manifest.json"
    local whole = program.read(path)
    edit(path, '["town", "备注"]', '["town", "village"]')
    local status, said = verify()
    assert.equal(1, status)
    assert.equal("", states(said))
    assert.equal(6, said.rows_different)
    program.write(path, (whole:gsub('%["town", "备注"%]', '["town", "备主"]')))
    local err
    status, said, err = verify()
    assert.equal(1, status)
    assert.is_false(said.holds)
    assert.equal("canbao: the result has no column “备主”; did you mean “备注”?\ncanbao: no row could be derived again\n", err)
    for _, damaged in ipairs { "[]", "[1]", '"town"', "{}" } do
      program.write(path, (whole:gsub('%["town", "备注"%]', damaged)))
      status, said, err = program.run("verify", result)
      assert.equal(4, status, said)
      assert.truthy(err:find('"columns"', 1, true), err)
    end
  end)

  it("takes --all or --sample, not both", function ()
    eval()
    assert.equal(2, (program.run("verify", result, "--all", "--sample", "3")))
    assert.equal(2, (program.run "verify"))
  end)
end)
