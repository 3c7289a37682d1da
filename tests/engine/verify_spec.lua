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
    assert.equal("the row is missing from the result", said.differences[1].note)
    program.write(result, text .. last)
    status, said = verify()
    assert.equal(1, status)
    assert.equal("no resident has this row", said.differences[1].note)
    assert.equal(6, said.differences[1].row)
  end)

  -- Ten residents, their result, and its rows anew after `change` had the list of them (the heading is rows[0]).
  local function rearranged(change, ...)
    local list = {}
    for i = 1, 10 do
      list[i] = ("%s,甲%d,东镇,一村,H%d,试县,%s,2023-10-01,%d,"):format(program.id(("99000119800505%03d"):format(i)), i, (i + 1) // 2,
        i % 3 == 0 and "低保对象" or "", i % 3 == 0 and 190 or 380)
    end
    roster = trial.roster(folder, list)
    eval(...)
    local rows, n = {}, -1
    for line in program.read(result):gmatch "[^\n]*\n" do n, rows[n + 1] = n + 1, line end
    change(rows)
    program.write(result, rows[0] .. table.concat(rows))
  end

  -- What is told: each row with its line, its column and the note; and the note on rows that are not in their places.
  local function misplaced(...)
    local status, said = verify(...)
    assert.equal(1, status)
    local list = {}
    for i, d in ipairs(said.differences) do
      list[i] = ("%d at %d%s%s"):format(d.row, d.line, d.column ~= "" and " " .. d.column or "", d.note ~= "" and ": " .. d.note or "")
    end
    assert.equal(#list, said.rows_different)
    list[#list + 1] = said.notes and said.notes[#said.notes]:gsub("%. Every other row is compared with its own resident%.", "")
    return list
  end

  it("names the row that is missing, too many or moved, and compares every other with its own resident", function ()
    for _, words in ipairs { {}, { "--all" } } do
      rearranged(function (rows) table.remove(rows, 3) end)
      assert.same({ "3 at 4: the row is missing from the result", "Missing rows: 1; rows too many: 0; moved rows: 0" },
        misplaced(table.unpack(words)))
      rearranged(function (rows) table.insert(rows, 4, rows[8]) end)
      assert.same({ "4 at 5: no resident has this row", "Missing rows: 0; rows too many: 1; moved rows: 0" }, misplaced(table.unpack(words)))
      rearranged(function (rows) table.insert(rows, 9, table.remove(rows, 2)) end)
      assert.same({ "2 at 10: the row belongs elsewhere", "Missing rows: 0; rows too many: 0; moved rows: 1" }, misplaced(table.unpack(words)))
    end
    -- The first, the last, several of them, and some that say something else.
    rearranged(function (rows)
      table.remove(rows, 10)
      rows[7] = rows[7]:gsub("on_time", "overdue")
      table.remove(rows, 6)
      table.remove(rows, 5)
      table.remove(rows, 1)
    end)
    assert.same({ "1 at 2: the row is missing from the result", "5 at 5: the row is missing from the result",
      "6 at 5: the row is missing from the result", "7 at 5 status", "10 at 8: the row is missing from the result",
      "Missing rows: 4; rows too many: 0; moved rows: 0" }, misplaced())
    -- One is missing beside one that says something else: by whose it is they are told apart.
    rearranged(function (rows)
      rows[4] = rows[4]:gsub("on_time", "overdue")
      table.remove(rows, 3)
    end)
    assert.same({ "3 at 4: the row is missing from the result", "4 at 4 status", "Missing rows: 1; rows too many: 0; moved rows: 0" },
      misplaced())
    rearranged(function (rows) rows[1], rows[2] = rows[2], rows[1] end)
    assert.equal("Missing rows: 0; rows too many: 0; moved rows: 1", misplaced()[2])
    -- As many as before, none misplaced: no word of that.
    rearranged(function (rows) rows[5] = rows[5]:gsub("on_time", "overdue") end)
    assert.same({ "5 at 6 status" }, misplaced())
  end)

  it("says so in Chinese", function ()
    rearranged(function (rows) table.remove(rows, 3) end)
    local _, out = program.run("verify", result, "--lang", "zh")
    assert.truthy(out:find("\n缺少 1 行，多出 0 行，移动了 0 行；其余各行都与本人的判定对照。\n", 1, true), out)
    assert.truthy(out:find "\n +3 +4 +结果里缺这一行\n", out)
  end)

  it("finds a row that is gone from the roster, though the cases have other numbers now", function ()
    rearranged(function () end)
    edit(roster, program.read(roster):match "\n([^\n]*甲1,[^\n]*\n)", "")
    assert.same({ "1 at 2: no resident has this row", "Missing rows: 0; rows too many: 1; moved rows: 0" }, misplaced())
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

  -- The result as Excel saves it as "CSV UTF-8": `cell` makes another text of each cell; `rest` stands behind each row.
  local function save_again(cell, rest, stop)
    local lines = {}
    for _, record in ipairs(program.records((program.read(result):gsub("^\xEF\xBB\xBF", "")))) do
      for i, text in ipairs(record) do
        text = cell and cell(text, i) or text
        record[i] = text:find '[,"]' and '"' .. text:gsub('"', '""') .. '"' or text
      end
      lines[#lines + 1] = table.concat(record, ",") .. (rest or "")
    end
    stop = stop or "\r\n"
    return table.concat(lines, stop) .. stop
  end

  local function as_excel(text)
    if text:find "^%d+$" and #text == 18 then
      return (("%.5E"):format(tonumber(text)):gsub("0+E", "E"):gsub("%.E", "E"))
    end
    text = text:gsub("^(%d%d%d%d)%-(%d%d)%-(%d%d)$", function (y, m, d) return ("%d/%d/%d"):format(y, m, d) end)
    return text == "true" and "TRUE" or text == "false" and "FALSE" or text
  end

  local function traces(said)
    local list = {}
    for _, t in ipairs(said.resaved or {}) do
      list[#list + 1] = ("%s %s %s %d from %d at %d"):format(t.column, t.what, t.lost and "lost" or "kept", t.rows, t.row, t.line)
    end
    return list
  end

  local SPREADSHEET = "The result was opened and saved again by a spreadsheet program (Excel, WPS): it is no longer the file that eval "
    .. "wrote, and is not verified."
  local EDITOR = "The result was saved again by another program, a spreadsheet program or an editor: it is no longer the file that eval "
    .. "wrote, and is not verified."
  local ANEW = "Write the result anew with the same eval, and open a copy; with --spreadsheet, Excel and WPS show ID numbers and days as "
    .. "they are."
  local WHOLE = "Nothing is lost: every cell says what comes out now."

  it("says of a result that Excel has saved again what it lost, in which column and from which row, and lists no differences", function ()
    eval("--columns", "id_number,household_id,eligible,deadline,备注")
    program.write(result, "\xEF\xBB\xBF" .. save_again(as_excel, ",,") .. ",,,,,,\r\n")
    local status, said = verify()
    assert.equal(1, status)
    assert.is_false(said.holds)
    assert.equal("result changed", states(said))
    assert.is_nil(said.differences)
    assert.equal(7, said.rows_different)
    local ids = 0
    for _, id in ipairs(trial.ids) do ids = ids + (id:find "X" and 0 or 1) end
    assert.same({ " mark kept 1 from 0 at 1", " empty_cells kept 6 from 0 at 1", " line_ends kept 6 from 0 at 1",
      ("id_number rounded lost %d from 1 at 2"):format(ids), "eligible flag kept 4 from 1 at 2", "deadline day kept 3 from 1 at 2",
      " empty_rows kept 1 from 6 at 7" }, traces(said))
    assert.same({ SPREADSHEET, ("Lost in column id_number: the last digits are gone, as in 3.4E+17; rows: %d, the first is resident 1 "
      .. "(line 2)."):format(ids), ANEW }, said.notes)
    local _, out, err = program.run("verify", result, "--lang", "zh")
    assert.truthy(out:find("结果被表格软件（Excel、WPS）打开并另存过：不再是 eval 写出的文件，不能算核对通过。\n", 1, true), out)
    assert.truthy(out:find(("id_number 列丢失：尾号没有了，如 3.4E+17；共 %d 行，从第 1 位居民（第 2 行）起。\n"):format(ids), 1, true), out)
    assert.truthy(out:find("\n（整个文件） +换行换了写法（CRLF） +否 +6 +0 +1\n"), out)
    assert.is_nil((out .. err):find "%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d")
  end)

  it("tells an editor's line ends, mark and quotes from a spreadsheet program, and says that nothing is lost", function ()
    eval()
    local whole = program.read(result)
    for _, way in ipairs {
      { whole:gsub("\n", "\r\n"), " line_ends kept 6 from 0 at 1" },
      { "\xEF\xBB\xBF" .. whole, " mark kept 1 from 0 at 1" },
      { whole:gsub("东镇", '"东镇"'), " quotes kept 2 from 1 at 2" },
      { whole:sub(1, -2), " line_ends kept 1 from 5 at 6" } } do
      program.write(result, way[1])
      local status, said = verify()
      assert.equal(1, status)
      assert.is_false(said.holds)
      assert.is_nil(said.differences)
      assert.same({ type(way[2]) == "string" and way[2] or way[3] }, traces(said))
      assert.same({ EDITOR, WHOLE, ANEW }, said.notes)
    end
  end)

  it("reads a result that was saved again as GB18030", function ()
    eval()
    local path = program.write(folder .. "/utf8.csv", program.read(result))
    assert.equal(0, (program.shell(("iconv -f UTF-8 -t GB18030 %s >%s"):format(path, result))))
    local status, said = verify()
    assert.equal(1, status)
    assert.same({ " encoding kept 1 from 0 at 1" }, traces(said))
    assert.same({ EDITOR, WHOLE, ANEW }, said.notes)
    assert.is_nil(said.differences)
  end)

  it("knows what a spreadsheet program makes of a cell, and takes nothing else for it", function ()
    local id = program.id "99000119800505001"
    local function cell(from, to, what)
      roster = trial.roster(folder, { id .. ",甲一,东镇,一村,H1,试县,,2023-10-01,380," .. from })
      eval("--columns", "id_number,备注,deadline")
      edit(result, "," .. (from:find "^[=+@]" and "'" or "") .. from .. ",", "," .. to .. ",")
      local status, said = verify()
      assert.equal(1, status)
      assert.is_false(said.holds)
      assert.same(what and { "备注 " .. what .. " 1 from 1 at 2" } or {}, traces(said))
      assert.equal(not what, said.differences ~= nil, from .. " " .. to)
      assert.equal(what and SPREADSHEET, (said.notes or {})[1])
    end
    cell("990001198005050016", "9.90001E+17", "rounded lost")
    cell("990001198005050016", "9.90002E+17")
    cell("990001198005050016", "9.90001E+16")
    cell("990001198005050016", "9.9E+17", "rounded lost")
    cell("990001198005050016", "990001198005050000", "rounded lost")
    cell("990001198005050016", "990001198005051000")
    cell("6222020200112345678", "6.22202E+18", "rounded lost")
    cell("1234567", "1.23457E+06", "rounded lost")
    cell("1234547", "1.2346E+06")
    cell("0071", "71", "zeros lost")
    cell("0071", "72")
    cell("0", "")
    cell("350.50", "350.5", "number kept")
    cell("350.50", "350.05")
    cell("-5", "5")
    cell("3-4", "3月4日", "text_day lost")
    cell("3-4", "4-Mar", "text_day lost")
    cell("3-4", "4月3日")
    cell("2023-02-28", "2023/2/28", "day kept")
    cell("2023-02-28", "2023/3/1")
    cell("true", "TRUE", "flag kept")
    cell("true", "FALSE")
  end)

  it("lists the rows that differ otherwise, too, and them alone", function ()
    eval()
    edit(result, "on_time", "overdue")
    program.write(result, save_again(as_excel))
    local status, said = verify()
    assert.equal(1, status)
    assert.equal(6, said.rows_different)
    assert.equal(1, #said.differences)
    assert.same({ 1, "status", "overdue", "on_time" }, { said.differences[1].row, said.differences[1].column,
      said.differences[1].recorded, said.differences[1].derived })
    assert.equal(SPREADSHEET, said.notes[1])
    for _, note in ipairs(said.notes) do assert.not_equal(WHOLE, note) end
  end)

  it("finds a row that was deleted before a spreadsheet program saved the result", function ()
    eval()
    program.write(result, save_again(as_excel))
    edit(result, program.read(result):match "\n([^\n]*\r\n)", "")
    local status, said = verify()
    assert.equal(1, status)
    assert.same({ 1, 1, "the row is missing from the result" }, { #said.differences, said.differences[1].row, said.differences[1].note })
    assert.equal(6, said.rows_different)
    assert.equal(SPREADSHEET, said.notes[1])
    assert.equal("Missing rows: 1; rows too many: 0; moved rows: 0. Every other row is compared with its own resident.", said.notes[#said.notes])
  end)

  it("loses no ID number of a result for spreadsheets, whose mark of text goes", function ()
    eval "--spreadsheet"
    program.write(result, "\xEF\xBB\xBF" .. save_again(function (text) return text:match '^="(.*)"$' end))
    local status, said = verify()
    assert.equal(1, status)
    assert.same({ " line_ends kept 6 from 0 at 1", "id_number text_mark kept 5 from 1 at 2" }, traces(said))
    assert.same({ SPREADSHEET, WHOLE, ANEW }, said.notes)
  end)

  it("takes a byte order mark for no trace in a file whose hash in the manifest was changed too", function ()
    eval()
    program.write(result, "\xEF\xBB\xBF" .. program.read(result))
    local then_hash = dkjson.decode(program.read(result .. ".manifest.json")).result.sha256
    local _, out = program.shell("sha256sum " .. program.quote(result))
    edit(result .. ".manifest.json", then_hash, out:match "^%x+")
    local status, said = verify()
    assert.equal(1, status)
    assert.equal("", states(said))
    assert.is_nil(said.resaved)
    assert.equal(0, said.differences[1].row)
  end)

  it("takes --all or --sample, not both", function ()
    eval()
    assert.equal(2, (program.run("verify", result, "--all", "--sample", "3")))
    assert.equal(2, (program.run "verify"))
  end)
end)
