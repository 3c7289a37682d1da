-- canbao cases: the case book as a table, a CSV file and JSON; the same numbers as eval's case column.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder, rules
before_each(function ()
  folder = program.folder()
  rules = county.write(folder, { more = [[
article "三1" "返乡的延长" { deadline = date "2024-02-29", overrides = "三", when = function (r) return r.returning_migrant end }
article "五" "缴费的次日起" { enrolled_from = function (r) return r.paid_on and r.paid_on + days(1) end }
combine "subsidy" { "二3", highest = true }
]] })
end)
after_each(function () program.remove(folder) end)

-- Seven residents of five cases: three alike, two alike, and one each.
local function roster()
  return county.roster(folder, {
    { identities = "低保对象", paid_on = "2023-10-01" },
    { paid_on = "2023-10-01" },
    { paid_on = "2023-11-02" },
    { household_registration = "邻县" },
    { identities = "低保对象、孤儿", paid_on = "2023-10-01" },
    { identities = "低保对象", paid_on = "2023-12-31" },
    { paid_on = "2023-12-31" },
    { household_registration = "" },
  })
end

local function cases(...) return county.json(rules, "cases", "shixian/2024", roster(), "--as-of", "2024-03-01", ...) end
local function refused(...)
  local status, out, err = program.run("cases", "shixian/2024", roster(), "--rules-dir", rules, ...)
  assert.equal(2, status)
  assert.equal("", out)
  return err
end
local function by_number(found) return county.by(found.case_book, "case") end
local function effect(one, name) return county.by(one.effects, "effect")[name] end

describe("cases", function ()
  it("lists the distinct cases, the commonest first, with residents and share", function ()
    local found, status, err = cases()
    assert.equal(0, status, err)
    assert.equal(8, found.residents)
    assert.equal(5, found.cases)
    local counts = {}
    for i, one in ipairs(found.case_book) do counts[i] = one.case .. ":" .. one.residents end
    assert.equal("2:3 1:2 3:1 4:1 5:1", table.concat(counts, " "))
    assert.equal(37.5, found.case_book[1].share)
    assert.equal(12.5, found.case_book[5].share)
  end)

  it("gives the numbers that eval writes for the same roster and day", function ()
    local path = roster()
    assert.equal(0, (program.run("eval", "shixian/2024", path, "--rules-dir", rules, "--as-of", "2024-03-01", "-o", folder .. "/r.csv")))
    local count = {}
    for _, row in ipairs((program.rows(folder .. "/r.csv"))) do
      count[row.case] = count[row.case] or { residents = 0, status = row.status, subsidy = row.subsidy }
      count[row.case].residents = count[row.case].residents + 1
    end
    assert.equal(0, (program.run("cases", "shixian/2024", path, "--rules-dir", rules, "--as-of", "2024-03-01", "-o", folder .. "/c.csv")))
    local rows, headings = program.rows(folder .. "/c.csv")
    assert.equal("case,residents,share,eligible", table.concat(headings, ",", 1, 4))
    assert.equal("articles,doubts,problem", table.concat(headings, ",", #headings - 2))
    assert.equal(5, #rows)
    for _, row in ipairs(rows) do
      assert.equal(tostring(count[row.case].residents), row.residents)
      assert.equal(count[row.case].status, row.status)
      assert.equal(count[row.case].subsidy, row.subsidy)
    end
  end)

  it("tells what was asked, what applied, and the question that stopped each other article", function ()
    local one = by_number((cases()))[2]
    assert.equal("on_time", one.status)
    assert.equal("decided", one.outcome)
    local asked = county.by(one.questions, "question")
    assert.equal("yes", asked["household_registration within 试县"].answer)
    assert.equal("no", asked["identities has 低保对象"].answer)
    assert.equal("identities do not include 低保对象", asked["identities has 低保对象"].fact)
    assert.equal("二1", asked["identities has 低保对象"].article)
    local stopped = county.by(one.articles_not_applied, "article")
    assert.equal("identities do not include 孤儿", stopped["二2"].stopped_by)
    assert.equal("returning_migrant is no", stopped["三1"].stopped_by)
    for _, number in ipairs(one.articles_applied) do assert.is_nil(stopped[number]) end
    for question in pairs(asked) do assert.is_nil(question:find "^(.-) = %1$") end -- a == a says nothing
  end)

  it("tells who won an effect, and who lost and why", function ()
    local subsidy = effect(by_number((cases()))[4], "subsidy")
    assert.equal(285.5, subsidy.value)
    assert.equal("二2", subsidy.article)
    local rivals = county.by(subsidy.candidates, "article")
    assert.equal("won", rivals["二2"].fate)
    assert.equal("lost", rivals["二1"].fate)
    assert.equal("二2", rivals["二1"].by)
    assert.equal(190, rivals["二1"].value)
  end)

  it("gives the formula where each resident of the case has a value of their own", function ()
    local from = effect(by_number((cases()))[2], "enrolled_from")
    assert.is_true(from.formula)
    assert.equal("paid_on + 1 day", from.value)
  end)

  it("names what is not known, and gives bounds", function ()
    local one = by_number((cases()))[5]
    assert.equal("undetermined", one.outcome)
    assert.equal("undetermined", one.status)
    assert.equal("not known, and the decision depends on it: household_registration", one.problem)
    assert.equal("household_registration is not known", one.articles_undetermined[1].stopped_by)
  end)

  it("takes a status by what people call it in their language, and lists both", function ()
    local found = cases("--lang", "zh", "--status", "不能参保")
    local same = cases("--lang", "zh", "--status", "ineligible")
    assert.equal(same.selected, found.selected)
    assert.is_true(found.selected > 0)
    local status, _, err = program.run("cases", "shixian/2024", roster(), "--rules-dir", rules, "--lang", "zh", "--status", "甲")
    assert.equal(2, status)
    assert.truthy(err:find("on_time (按期缴费)", 1, true), err)
    _, status = cases("--status", "按期缴费")
    assert.equal(2, status)
  end)

  it("filters by article and by status, and counts what fits", function ()
    local found = cases("--article", "二1")
    assert.equal(2, found.selected)
    assert.equal(3, found.selected_residents)
    found = cases("--article", "二1", "--status", "ineligible")
    assert.equal(0, found.selected)
    found = cases("--status", "undetermined")
    assert.equal(5, found.case_book[1].case)
    assert.equal(1, #found.case_book)
  end)

  it("refuses an article and a status that nobody declared, with the nearest", function ()
    assert.equal('canbao: there is no article "二11"; did you mean 二1?\n', refused("--article", "二11"))
    assert.equal('canbao: there is no status "on_tim"; did you mean on_time?\n', refused("--status", "on_tim"))
    assert.truthy(refused("--status", "qqq"):find('there is no status "qqq"; they are unpaid, overdue', 1, true))
  end)

  it("shows --limit cases and says how many more there are", function ()
    assert.equal(2, #cases("--limit", "2").case_book)
    local _, out = program.run("cases", "shixian/2024", roster(), "--rules-dir", rules, "--as-of", "2024-03-01", "--limit", "2")
    assert.truthy(out:find("3 more cases: --limit shows more of them, -o and --json all", 1, true), out)
  end)

  it("shows all of them with --limit 0, in the table and as JSON", function ()
    assert.equal(5, #cases("--limit", "0").case_book)
    local _, out = program.run("cases", "shixian/2024", roster(), "--rules-dir", rules, "--as-of", "2024-03-01", "--limit", "0")
    assert.falsy(out:find("more cases", 1, true), out)
  end)

  it("names the field with a case for every text also where one resident alone is asked for it, whom nobody met at first", function ()
    local script = program.write(folder .. "/student.lua", [[
policy { place = "试县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(350), fiscal = yuan(610), deadline = date "2023-12-31" }
article "二" "姓名为王的学生" { subsidy = yuan(10), when = function (r) return r.student and r.name == "王" end }
]])
    local lines = { "姓名,乡镇,在校学生" }
    for i = 1, 300 do lines[i + 1] = ("甲%d,东镇,%s"):format(i, i == 3 and "是" or "否") end
    local people = program.write(folder .. "/people.csv", table.concat(lines, "\n") .. "\n")
    local status, out, err = program.run("cases", script, people, "--as-of", "2024-03-01")
    assert.equal(0, status, err)
    assert.truthy(out:find("\ncases grow with residents because of +name\n"), out)
  end)

  it("does not depend on the number of threads", function ()
    local _, one = program.run("cases", "shixian/2024", roster(), "--rules-dir", rules, "--as-of", "2024-03-01", "--json", "--threads", "1")
    local _, four = program.run("cases", "shixian/2024", roster(), "--rules-dir", rules, "--as-of", "2024-03-01", "--json", "--threads", "4")
    assert.equal(one, four)
  end)
end)

describe("cases --questions", function ()
  it("shows in the table what each listed case was asked, by which article, once", function ()
    local status, out = program.run("cases", "shixian/2024", roster(), "--rules-dir", rules, "--as-of", "2024-03-01", "--questions", "--limit", "1")
    assert.equal(0, status)
    local shown = out:match "What the residents of each case were asked\n(.*)$"
    assert.truthy(shown, out)
    local facts, count = {}, 0
    for line in shown:gmatch "[^\n]+" do
      local case, fact = line:match "^ *(%d+) .-%s%s(%S.*)$" -- a formula of the programme has no article
      if case then
        assert.equal("2", case)
        assert.is_nil(facts[fact], fact)
        facts[fact], count = true, count + 1
      end
    end
    local asked = by_number(cases())[2].questions
    assert.equal(#asked, count)
    for _, one in ipairs(asked) do assert.truthy(facts[one.fact], one.fact) end
    assert.is_nil((select(2, program.run("cases", "shixian/2024", roster(), "--rules-dir", rules, "--as-of", "2024-03-01"))):find("were asked", 1, true))
  end)

  it("adds them to the CSV as one column, whole", function ()
    local file = folder .. "/cases.csv"
    local function heads(...)
      assert.equal(0, (program.run("cases", "shixian/2024", roster(), "--rules-dir", rules, "--as-of", "2024-03-01", "-o", file, ...)))
      return program.read(file):match "^[^\n]*"
    end
    assert.equal(heads() .. ",questions", heads "--questions")
    local by_case = by_number(cases())
    for _, row in ipairs(program.rows(file)) do
      local facts = {}
      for i, one in ipairs(by_case[tonumber(row.case)].questions) do facts[i] = one.fact end
      assert.equal(table.concat(facts, "; "), row.questions)
    end
    heads("--questions", "--lang", "zh")
    assert.truthy(program.rows(file)[1].questions:find("；", 1, true))
  end)

  it("says once what two questions say alike, by the article that asked first; JSON has both", function ()
    program.write(county.path, program.read(county.path) .. [[
article "六" "不晚于" { late = true, when = function (r) return r.paid_on and r.paid_on <= date "2023-10-15" and yuan(1) > yuan(2) end }
article "七" "晚于" { late = true, when = function (r) return r.paid_on and r.paid_on > date "2023-10-15" and yuan(1) > yuan(2) end }
]])
    local fact, both, case = "paid_on is on or before 2023-10-15", {}, nil
    for number, one in pairs(by_number(cases())) do
      for _, asked in ipairs(one.questions) do
        if asked.fact == fact then case, both[#both + 1] = number, asked.question .. " " .. asked.answer end
      end
      if #both > 0 then break end
    end
    table.sort(both)
    assert.same({ "paid_on <= 2023-10-15 yes", "paid_on > 2023-10-15 no" }, both)
    local file = folder .. "/cases.csv"
    local _, out = program.run("cases", "shixian/2024", roster(), "--rules-dir", rules, "--as-of", "2024-03-01", "--questions")
    assert.equal(0, (program.run("cases", "shixian/2024", roster(), "--rules-dir", rules, "--as-of", "2024-03-01", "--questions", "-o", file)))
    local told = {}
    for line in out:gmatch "[^\n]+" do
      if line:match "^ *(%d+)" == tostring(case) and line:find(fact, 1, true) then told[#told + 1] = line:match "^ *%d+ +(%S+)" end
    end
    assert.same({ "六" }, told)
    for _, row in ipairs(program.rows(file)) do
      if row.case == tostring(case) then assert.equal(1, select(2, row.questions:gsub(fact:gsub("%p", "%%%0"), ""))) end
    end
  end)
end)
