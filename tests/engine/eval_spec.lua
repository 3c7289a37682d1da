-- canbao eval: one row per resident, what is wrong beside it, figures that add up, nothing when the script is wrong.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local folder, rules, roster, result

before_each(function ()
  folder = program.folder()
  rules, roster, result = trial.write(folder), trial.roster(folder), folder .. "/result.csv"
end)
after_each(function () program.remove(folder) end)

local function eval(...)
  return program.run("eval", "shixian", roster, "--rules-dir", rules, "--as-of", "2024-01-10", ...)
end

local function rows(...)
  local status, out, err = eval("-o", result, ...)
  local list, headings = program.rows(result)
  return list, headings, status, out, err
end

local function summary(...)
  local status, out, err = eval("--json", ...)
  return assert(dkjson.decode(out), err), status, err
end

describe("eval's rows", function ()
  it("are one for each resident, in the roster's order, whatever became of the decision", function ()
    local list, _, status = rows()
    assert.equal(0, status)
    assert.equal(#trial.rows, #list)
    for i, row in ipairs(list) do
      assert.equal(trial.ids[i], row.id_number)
      assert.equal(tostring(i), row.case)
    end
  end)

  it("have the fixed columns, the policy's effects, the decision's, then the roster's own", function ()
    local _, headings = rows()
    assert.same({ "id_number", "town", "village", "household_id", "eligible", "eligibility", "identity", "premium", "subsidy",
      "personal_due", "fiscal", "fund", "certifier", "deadline", "status", "benefit_from", "benefit_to", "refund", "case",
      "articles", "doubts", "problem", "备注" }, headings)
  end)

  it("write money without trailing zeros, dates as ISO, flags as true and false, nothing where nothing holds", function ()
    local list = rows()
    assert.equal("380", list[1].personal_due)
    assert.equal("285.5", list[3].subsidy)
    assert.equal("94.5", list[3].personal_due)
    assert.equal("2023-12-31", list[1].deadline)
    assert.equal("true", list[1].eligible)
    assert.equal("false", list[5].eligible)
    assert.equal("", list[5].premium)
    assert.equal("", list[2].benefit_from)
  end)

  it("give the status as of the day of the question", function ()
    local list = rows()
    assert.equal("on_time", list[1].status)
    assert.equal("overdue", list[2].status)
    assert.equal("not_accepted", list[3].status)
    assert.equal("ineligible", list[5].status)
    local function unpaid(day)
      program.run("eval", "shixian", roster, "--rules-dir", rules, "--as-of", day, "-o", result)
      return program.rows(result)[2].status
    end
    assert.equal("unpaid", unpaid "2023-12-31")
    assert.equal("overdue", unpaid "2024-01-01")
  end)

  it("name the articles in the notice's order and the doubts by their titles", function ()
    local list = rows()
    assert.equal("一、二、三", list[1].articles)
    assert.equal("一、二、二1、三", list[2].articles)
    assert.equal("一、二、二2、三", list[3].articles)
    assert.equal("", list[1].doubts)
    assert.equal("低保按缴费日认定", list[2].doubts)
  end)

  it("name what is not known instead of guessing", function ()
    local row = rows()[4]
    assert.equal("undetermined", row.status)
    assert.equal("", row.premium)
    assert.equal("not known, and the decision depends on it: household_registration", row.problem)
    program.run("eval", "shixian", roster, "--rules-dir", rules, "-o", result, "--lang", "zh")
    assert.truthy(program.rows(result)[4].problem:find("户籍地", 1, true))
  end)

  it("pass the roster's own columns through, formulas defused, numbers and commas as they are", function ()
    local list = rows()
    assert.equal("'=1+1", list[1]["备注"])
    assert.equal("a,b", list[2]["备注"])
    assert.equal("-5", list[3]["备注"])
  end)

  it("tell an earlier result's columns from their own", function ()
    roster = program.write(folder .. "/again.csv", "身份证号,户籍地,status,case\n" .. trial.ids[1] .. ",试县,old,77\n")
    local list, headings = rows()
    assert.equal("roster_status", headings[#headings - 1])
    assert.equal("unpaid", program.run("eval", "shixian", roster, "--rules-dir", rules, "-o", result, "--as-of",
      "2023-10-01") == 0 and program.rows(result)[1].status)
    assert.equal("old", list[1].roster_status)
    assert.equal("77", list[1].roster_case)
  end)

  it("hold whole ID numbers, or with --mask none anywhere", function ()
    local list = rows()
    assert.equal(trial.ids[1], list[1].id_number)
    local text = program.read(result)
    assert.truthy(text:find(trial.ids[5], 1, true))
    roster = trial.roster(folder, { trial.rows[1]:gsub("=1%+1", "另见" .. trial.ids[5] .. "号"), trial.rows[2] })
    list = rows "--mask"
    assert.equal("990001********0018", list[1].id_number)
    assert.equal("另见990001********0050号", list[1]["备注"])
    text = program.read(result)
    for _, id in ipairs(trial.ids) do assert.falsy(text:find(id, 1, true)) end
  end)

  it("are counted as one case when every question is answered alike", function ()
    local twin = trial.rows[1]:gsub(trial.ids[1], program.id "99000119811111006"):gsub("甲一", "己六")
    roster = trial.roster(folder, { trial.rows[1], trial.rows[2], twin })
    local list = rows()
    assert.equal("1", list[1].case)
    assert.equal("2", list[2].case)
    assert.equal("1", list[3].case)
    assert.equal(2, summary().cases)
  end)

  it("change with --set, and only where its article decides", function ()
    local before = rows()
    local after = rows("--set", "二1.subsidy=200.5")
    assert.equal("190", before[2].subsidy)
    assert.equal("200.5", after[2].subsidy)
    assert.equal("179.5", after[2].personal_due)
    for _, i in ipairs { 1, 3, 5 } do assert.same(before[i], after[i]) end
  end)

  it("go alone to a pipe or a device", function ()
    local status, out, err = eval("-o", "/dev/stdout")
    assert.equal(0, status, err)
    local records = program.records(out)
    assert.equal(1 + #trial.rows, #records)
    assert.equal("id_number", records[1][1])
  end)
end)

describe("eval's summary", function ()
  it("adds up to its rows: people, money by status, fund, identity and town", function ()
    local list = rows()
    local json = summary()
    assert.equal(#list, json.residents)
    assert.equal(4, json.decided)
    assert.equal(1, json.undetermined)
    assert.equal(1, json.enrolled)
    assert.equal(640, json.fiscal_total)
    for _, key in ipairs { "by_status", "by_town" } do
      local people = 0
      for _, row in ipairs(json[key]) do people = people + row.people end
      assert.equal(#list, people, key)
    end
    local subsidy = 0
    for _, row in ipairs(list) do subsidy = subsidy + (tonumber(row.subsidy) or 0) end
    local by_fund = 0
    for _, row in ipairs(json.by_fund) do by_fund = by_fund + row.subsidy end
    assert.equal(475.5, subsidy)
    assert.equal(475.5, by_fund)
  end)

  it("counts the undetermined apart, between the bounds that the unknown allows", function ()
    local by_effect = {}
    for _, row in ipairs(summary().totals) do by_effect[row.effect] = row end
    -- the fourth may be no resident of the county (nothing) or one on low income (380, of which 190 are paid for)
    assert.same({ effect = "premium", decided = 1140, enrolled = 380, at_least = nil, lowest = 1140, highest = 1520,
      unbounded = 0 }, by_effect.premium)
    assert.equal(475.5, by_effect.subsidy.lowest)
    assert.equal(665.5, by_effect.subsidy.highest)
    roster = trial.roster(folder, { trial.rows[1] })
    assert.is_nil(summary().totals[1].lowest)
  end)

  it("speaks Chinese with --lang zh", function ()
    local _, out = eval("--lang", "zh")
    assert.truthy(out:find("资助金额", 1, true))
    assert.falsy(out:find("personal_due", 1, true))
  end)
end)

describe("what is wrong with the data", function ()
  it("stands in the problems file with row, line, column, value and reason, and stops nothing", function ()
    roster = trial.roster(folder, { trial.rows[1], (trial.rows[2]:gsub(",,,", ",2023-13-01,,", 1)), trial.rows[3] })
    local list, _, status, out = rows()
    assert.equal(0, status)
    assert.equal(3, #list)
    assert.equal("undetermined", list[2].status)
    local problems, headings = program.rows(result .. ".problems.csv")
    assert.same({ "row", "line", "column", "value", "reason" }, headings)
    assert.equal(2, #problems)
    assert.equal("0", problems[1].row) -- a notice: the roster's own column
    assert.equal("备注", problems[1].column)
    assert.equal("2", problems[2].row)
    assert.equal("3", problems[2].line)
    assert.equal("paid_on", problems[2].column)
    assert.equal("2023-13-01", problems[2].value)
    assert.truthy(#problems[2].reason > 0)
    assert.truthy(out:find("Problems found in the roster", 1, true))
  end)

  it("never shows a whole ID number", function ()
    local wrong = trial.ids[1]:sub(1, 17) .. (trial.ids[1]:sub(18) == "1" and "2" or "1")
    roster = trial.roster(folder, { (trial.rows[1]:gsub(trial.ids[1], wrong)), trial.rows[2], trial.rows[2] })
    local _, _, _, out = rows()
    local text = program.read(result .. ".problems.csv") .. program.read(result .. ".manifest.json") .. out
    assert.equal(3, #program.rows(result .. ".problems.csv")) -- two problems and the notice on a column of the roster's own
    assert.falsy(text:find(wrong, 1, true))
    assert.falsy(text:find(trial.ids[2], 1, true))
    assert.truthy(text:find(wrong:sub(1, 6) .. "********" .. wrong:sub(-4), 1, true))
  end)

  it("that cannot be read at all gives exit 4 and no file", function ()
    roster = folder .. "/missing.csv"
    local status, _, err = eval("-o", result)
    assert.equal(4, status)
    assert.truthy(err:find(roster .. ": ", 1, true), err)
    assert.is_nil(program.read(result))
  end)
end)

describe("what is wrong with the script", function ()
  local function broken(...)
    rules = trial.write(folder, ...)
    local status, out, err = eval("-o", result)
    for _, ending in ipairs { "", ".problems.csv", ".manifest.json" } do
      assert.is_nil(program.read(result .. ending))
    end
    assert.equal("", out)
    return status, err
  end

  it("is told with file, line, article and the nearest right name; exit 3, no file", function ()
    local status, err = broken('is "低保对象"', 'is "低保对像"')
    assert.equal(3, status)
    assert.truthy(err:find("^canbao: " .. trial.path:gsub("%p", "%%%0") .. ":7: article 二1: "), err)
    assert.truthy(err:find("低保对象", 1, true), err)
    assert.equal(1, select(2, err:gsub("\n", "")))
    status, err = broken("premium = yuan(380)", "premiun = yuan(380)")
    assert.equal(3, status)
    assert.truthy(err:find(trial.path .. ":6: article 二: ", 1, true), err)
    assert.truthy(err:find("premium", 1, true), err)
  end)

  it("that is only met in a resident is flagged in the row and counted on standard error; exit 3, all rows written", function ()
    rules = trial.write(folder, "", "")
    roster = trial.roster(folder, { trial.rows[1], (trial.rows[2]:gsub("低保对象", "低保对象、孤儿")), trial.rows[3],
      (trial.rows[2]:gsub("低保对象", "低保对象、孤儿"):gsub(trial.ids[2], trial.ids[5])) })
    local list, _, status, out, err = rows()
    assert.equal(3, status)
    assert.equal(4, #list)
    assert.equal("on_time", list[1].status)
    assert.equal("undetermined", list[2].status)
    assert.equal("", list[2].subsidy)
    assert.truthy(list[2].problem:find("2024.lua:7 ", 1, true), list[2].problem)
    assert.truthy(list[2].problem:find("二1", 1, true) and list[2].problem:find("二2", 1, true), list[2].problem)
    assert.equal(list[2].problem, list[4].problem)
    assert.equal(list[2].problem .. " (residents: 2, the first on line 3)\n", err)
    assert.truthy(out:find("in conflict +2\n"))
    local json = summary()
    assert.equal(2, json.conflict)
    assert.equal(2, json.decided)
    assert.same({ kind = "conflict", people = 2, text = list[2].problem }, json.complaints[1])
  end)

  it("shows as a gap where no article fixes what is needed", function ()
    rules = trial.write(folder, 'benefit_to = date "2024-12-31" }',
      'benefit_to = date "2024-12-31", when = function (r) return not r:has "低保对象" end }')
    local list, _, status, _, err = rows()
    assert.equal(3, status)
    assert.equal(5, #list)
    assert.equal("undetermined", list[2].status)
    assert.equal("", list[2].deadline)
    assert.equal("on_time", list[1].status)
    assert.truthy(err:find("deadline", 1, true), err)
    assert.equal(1, summary().gap)
  end)

  it("names the towns that the task table does not have, the first five of them, and the one that was meant", function ()
    local lines = { "姓名,乡镇" }
    for _, town in ipairs { "猗氏镇", "猗氏阵", "", "甲乡", "乙乡", "丙乡", "丁乡" } do lines[#lines + 1] = "某人," .. town end
    local function warnings()
      local people = program.write(folder .. "/towns.csv", table.concat(lines, "\n") .. "\n")
      local status, _, err = program.run("eval", "linyi/2024", people, "--as-of", "2024-03-01")
      assert.equal(0, status, err)
      local list = {}
      for text in err:gmatch "canbao: ([^\n]*task table[^\n]*)" do list[#list + 1] = text end
      return list
    end
    local said = warnings()
    assert.equal(5, #said)
    assert.equal("猗氏阵 is in the roster (residents: 1), but not in the task table; is it 猗氏镇?", said[1])
    assert.equal("丁乡 is in the roster (residents: 1), but not in the task table", said[5])
    lines[#lines + 1] = "某人,戊乡"
    said = warnings()
    assert.equal(6, #said)
    assert.equal("1 more towns of the roster are not in the task table: “towns” shows all", said[6])
  end)

  it("says which field makes cases grow with residents, and decides them all the same", function ()
    local script = folder .. "/names.lua"
    program.write(script, [[
policy { place = "灵璧县", division = "341323", year = 2023 }
article "一" "人人可参保" { eligible = true, premium = yuan(350), fiscal = yuan(610), deadline = date "2022-12-31" }
article "二" "姓名为王的资助" { subsidy = yuan(10), when = function (r) return r.name == "王" end }
]])
    local status, _, err = program.run("eval", script, "examples/lingbi_2023.csv", "--as-of", "2023-03-01", "-o", result)
    assert.equal(0, status)
    assert.equal(2000, #program.rows(result))
    assert.truthy(err:find("a rule reads every single value of name", 1, true), err)
  end)

  it("says of several such fields which one makes the cases: the one with most values", function ()
    local script = program.write(folder .. "/amounts_and_births.lua", [[
policy { place = "灵璧县", division = "341323", year = 2023 }
article "一" "人人可参保" { eligible = true, premium = yuan(350), fiscal = yuan(610), deadline = date "2022-12-31" }
effect "shown" { type = "text", title = "所示", output = true }
article "二" "照录" { shown = function (r)
  return (r.paid_amount and tostring(r.paid_amount) or "-") .. " " .. (r.birth_date and tostring(r.birth_date) or "-")
end }
]])
    local status, _, err = program.run("eval", script, "examples/lingbi_2023.csv", "--as-of", "2023-03-01", "-o", result)
    assert.equal(0, status)
    assert.truthy(err:find("a rule reads every single value of birth_date", 1, true), err)
  end)

  it("tells residents apart who have one name each, as a rule that reads names would one by one", function ()
    local script = program.write(folder .. "/each_name.lua", [[
policy { place = "灵璧县", division = "341323", year = 2023 }
article "一" "人人可参保" { eligible = true, premium = yuan(350), fiscal = yuan(610), deadline = date "2022-12-31" }
article "二" "学生里的甲" { subsidy = function (r)
  if not r.student then return yuan(10) end
  if not r.residence_permit then return yuan(20) end
  if r.name == "甲5" then return yuan(30) end
  if r.town == "乙9" then return yuan(40) end
  return yuan(50)
end }
]])
    -- The 63rd is the first who is asked and has no permit (64 of the 120, spread over the roster, are asked before): what all
    -- students have in common parts when their names have long parted them, and after it they are met again.
    local lines = { "姓名,乡镇,在校学生,居住证" }
    for row = 1, 120 do
      local i = (row - 1) % 60 + 1
      lines[row + 1] = ("甲%d,乙%d,%s,%s"):format(i, i % 25, i % 10 ~= 0 and "是" or "否", row == 63 and "否" or "是")
    end
    local people = program.write(folder .. "/each_name.csv", table.concat(lines, "\n") .. "\n")
    local kept = {}
    for _, way in ipairs { "--reference", "--threads=1" } do
      local status, _, err = program.run("eval", script, people, "--as-of", "2023-03-01", "-o", result, way)
      assert.equal(0, status, err)
      kept[#kept + 1] = program.read(result)
    end
    assert.equal(kept[1], kept[2])
    local counted = {}
    for _, row in ipairs(program.rows(result)) do counted[row.subsidy] = (counted[row.subsidy] or 0) + 1 end
    assert.same({ ["10"] = 12, ["20"] = 1, ["30"] = 2, ["40"] = 6, ["50"] = 99 }, counted)
  end)

  it("shows where an amount is not exact for one resident, and only there", function ()
    rules = trial.write(folder, "premium = yuan(380)",
      "premium = function (r) if r.paid_amount then return r.paid_amount * percent(50) end return yuan(380) end")
    roster = trial.roster(folder, { trial.rows[1], (trial.rows[3]:gsub("94.5", "94.51")) })
    local list, _, status, _, err = rows()
    assert.equal(3, status)
    assert.equal("190", list[1].premium)
    assert.equal("undetermined", list[2].status)
    assert.equal("", list[2].premium)
    assert.truthy(list[2].problem:find(trial.path .. ":6: article 二: ", 1, true), list[2].problem)
    assert.equal(list[2].problem .. " (residents: 1, the first on line 3)\n", err)
    assert.equal(1, summary().error)
  end)

  it("that never ends is stopped: exit 5, no file", function ()
    local status, err = broken('when = is "孤儿"', "when = function () while true do end end")
    assert.equal(5, status)
    assert.truthy(err:find(trial.path .. ":8: article 二2: ", 1, true), err)
  end)

  it("is a usage error where no script has the name", function ()
    local status, out, err = program.run("eval", "shixan", roster, "--rules-dir", rules)
    assert.equal(2, status)
    assert.equal("", out)
    assert.equal("canbao: there is no script “shixan”: canbao list shows those there are\n", err)
    for name, near in pairs { ["灵璧/2023"] = "lingbi/2023", ["乐至县/2031"] = "lezhi/2024", ["临猗县"] = "linyi/2024" } do
      status, out, err = program.run("eval", name, roster)
      assert.same({ 2, "", ("canbao: there is no script “%s”; did you mean “%s”?\n"):format(name, near) }, { status, out, err })
    end
    status, out, err = program.run("eval", "火星/2023", roster)
    assert.same({ 2, "", "canbao: there is no script “火星/2023”: canbao list shows those there are\n" }, { status, out, err })
    status, out, err = program.run("eval", folder .. "/none.lua", roster)
    assert.same({ 2, "", ("canbao: %s/none.lua: there is no such file\n"):format(folder) }, { status, out, err })
    status, out, err = program.run("whatif", "lingbi/2023", roster, "--scenario", "premum_380")
    assert.same({ 2, "", "canbao: there is no scenario “premum_380”; did you mean “premium_380”?\n" }, { status, out, err })
  end)
end)

describe("the files", function ()
  it("are never the roster itself", function ()
    local before = program.read(roster)
    local status, _, err = eval("-o", roster)
    assert.equal(2, status)
    assert.equal("canbao: -o names the roster itself; the result needs a name of its own", err:match "^[^\n]*")
    assert.equal(before, program.read(roster))
  end)

  it("leave an earlier result untouched when the run fails", function ()
    program.write(result, "old\n")
    rules = trial.write(folder, "yuan(190)", "yuan(190")
    local status = eval("-o", result)
    assert.equal(3, status)
    assert.equal("old\n", program.read(result))
    local _, left = program.shell("ls -A " .. folder)
    assert.same("result.csv\nroster.csv\nrules\n", left)
  end)

  it("need a folder that is there", function ()
    local status, _, err = eval("-o", folder .. "/none/result.csv")
    assert.equal(4, status)
    assert.truthy(err:find(folder .. "/none/result.csv: ", 1, true), err)
  end)

  it("are told at the end", function ()
    local _, out = eval("-o", result)
    for _, ending in ipairs { "", ".problems.csv", ".manifest.json" } do
      assert.truthy(out:find(result .. ending .. "\n", 1, true))
    end
  end)
end)

describe("what the heading row leaves open", function ()
  local function odd(headings, cells) return program.write(folder .. "/odd.csv", headings .. "\n" .. cells .. "\n") end
  local function run(path, ...)
    return program.run("eval", "shixian/2024", path, "--rules-dir", rules, "--as-of", "2024-01-10", "-o", result, ...)
  end
  local sentence = "no field has the heading “缴费时刻”, so the column was passed through and no rule reads it; "
    .. "did you mean “缴费时间” (paid_on)?"

  it("is told before anything else: columns that no field claims, with the nearest heading", function ()
    local status, out, err = run(odd("身份证号,人员类型,缴费时刻,备注", program.id "99000119800505001" .. ",普通居民,2023-10-01,甲"))
    assert.equal(0, status, err)
    assert.equal(1, out:find("warning: " .. sentence .. "\n", 1, true))
    assert.truthy(out:find("\ncolumns that no field claims, passed through unread: 备注\n", 1, true))
    local problems = program.read(result .. ".problems.csv")
    assert.truthy(problems:find('\n0,,缴费时刻,缴费时刻,"' .. sentence .. '"\n', 1, true))
    assert.truthy(problems:find("\n0,,备注,备注,", 1, true))
  end)

  it("takes the beginning of a heading for what is meant, and warns that without identities nobody is subsidised", function ()
    local warning = "warning: the roster has no column “身份类别”: "
      .. "whatever an article gives those who have one of its labels, as a subsidy, nobody gets\n"
    local _, out = run(odd("身份证号,身份", program.id "99000119800505001" .. ",低保对象"))
    assert.truthy(out:find("no field has the heading “身份”", 1, true), out)
    assert.truthy(out:find("did you mean “身份类别” (identities)?\n", 1, true), out)
    assert.truthy(out:find(warning, 1, true), out)
    _, out = run(odd("身份证号,人员类型", program.id "99000119800505001" .. ",低保对象"))
    assert.is_nil(out:find(warning, 1, true))
  end)

  it("tells which fields the rules ask about without a column, and how they are read", function ()
    local path = odd("身份证号,备注", program.id "99000119800505001" .. ",甲")
    local status, out, err = run(path)
    assert.equal(0, status, err)
    local blank = out:match "no column in the file, so blank for everybody: ([^\n]*)\n"
    assert.truthy(out:find("\nno column in the file, so not known for anybody: household_registration\n", 1, true))
    assert.truthy(blank:find("paid_on", 1, true))
    local found = dkjson.decode((select(2, run(path, "--json"))))
    assert.same({ { heading = "备注" } }, found.unknown_columns)
    local read_as = {}
    for _, field in ipairs(found.absent_fields) do read_as[field.field] = field.read_as end
    assert.equal("none", read_as.paid_on)
    assert.equal("unknown", read_as.household_registration)
    local manifest = dkjson.decode(program.read(result .. ".manifest.json")).roster
    assert.same({ "备注" }, manifest.unknown_columns)
    assert.equal(#found.absent_fields, #manifest.absent_fields)
  end)

  it("is told again at the end where the rules need it: a column near one that they ask for and the roster lacks", function ()
    local asked = "canbao: the rules ask for “%s”, which the roster has no column for: is its column “%s” misspelt?\n"
    local first = program.id "99000119800505001"
    local function told(headings, ...)
      local status, _, err = run(odd(headings, first .. ",试县,甲,2023-10-01"), ...)
      assert.equal(0, status, err)
      return err
    end
    assert.equal(asked:format("缴费日期", "交费日期"), told "身份证号,户籍地,备注,交费日期")
    assert.equal(asked:format("缴费日期", "交费日期"), told("身份证号,户籍地,备注,交费日期", "--json"))
    assert.equal(asked:format("缴费时间", "缴费时刻") .. asked:format("户籍地", "户藉地"), told "身份证号,缴费时刻,户藉地,备注")
    assert.equal("", told "身份证号,户籍地,交费日期,缴费日期") -- the roster has it
    assert.equal("", told "身份证号,户籍地,在校学,缴费日期") -- no rule asks for it
    assert.equal("", told "身份证号,户籍地,备注,别的")
  end)

  it("has a birth date missing only where there is no ID number either", function ()
    trial.write(folder, "r.household_registration:within(here)", 'r.birth_date < date "2000-01-01"')
    local _, out = run(odd("姓名,缴费日期", "甲,2023-10-01"))
    assert.truthy(out:find("so not known for anybody: birth_date\n", 1, true))
    _, out = run(odd("身份证号,缴费日期", program.id "99000119800505001" .. ",2023-10-01"))
    assert.falsy(out:find("not known for anybody", 1, true))
  end)
end)

describe("a roster in which nobody has a day of payment", function ()
  local alarm = "canbao: nobody has a day of payment: is a column missing or misspelt?\n"

  -- `days` by resident; days.each, or none, for the others.
  local function told(count, headings, days)
    local lines = { headings }
    for i = 1, count do
      lines[i + 1] = program.id(("99000119800505%03d"):format(i)) .. ",试县," .. (days[i] or days.each or "")
    end
    local path = program.write(folder .. "/unpaid.csv", table.concat(lines, "\n") .. "\n")
    local status, _, err = program.run("eval", "shixian/2024", path, "--rules-dir", rules, "--as-of", "2024-01-10")
    assert.equal(0, status, err)
    return err
  end

  it("is asked about, from a hundred residents on", function ()
    assert.equal(alarm, told(100, "身份证号,户籍地,缴费日期", {}))
    assert.equal("", told(99, "身份证号,户籍地,缴费日期", {}))
  end)

  it("is one without the column, or where no day can be read", function ()
    assert.equal(alarm, told(100, "身份证号,户籍地,何时交的", { each = "2023-10-01" }))
    assert.equal(alarm, told(100, "身份证号,户籍地,缴费日期", { each = "去年" }))
  end)

  it("is not one in which a single resident has paid, be it the last", function ()
    assert.equal("", told(100, "身份证号,户籍地,缴费日期", { [100] = "2023-10-01" }))
    assert.equal("", told(100, "身份证号,户籍地,缴费日期", { [1] = "2023-10-01" }))
  end)
end)

describe("eval's first lines", function ()
  it("say that a script with open marks is not final, and nothing of one without", function ()
    local path, text = trial.path, program.read(trial.path)
    local _, out = program.run("eval", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-01-10")
    assert.falsy(out:find("open marks", 1, true))
    program.write(path, text .. "\n--[[待核]] --\n--[[待核]] --\n")
    _, out = program.run("eval", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-01-10")
    program.write(path, text)
    assert.equal(1, out:find("note: the script has 2 open marks; its results are not final\n", 1, true))
  end)
end)

describe("an undetermined resident", function ()
  it("always has a reason: a label that nobody declared is blamed on its field", function ()
    local path = program.write(folder .. "/dirty.csv", "身份证号,乡镇,户籍地,身份类别,缴费日期,缴费金额\n"
      .. program.id "99000119800505001" .. ",东镇,试县,某种新身份,2023-10-01,350\n")
    local status, _, err = program.run("eval", "shixian/2024", path, "--rules-dir", rules, "--as-of", "2024-01-10", "-o", result)
    assert.equal(0, status, err)
    local row = program.rows(result)[1]
    assert.equal("undetermined", row.status)
    assert.truthy(row.problem:find("identities", 1, true), row.problem)
  end)
end)
