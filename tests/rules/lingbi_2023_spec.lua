-- 灵璧县 2023 年度: what its cases cannot say. Findings and doubts, every combination of identities against amounts computed
-- here, every day around the cut-offs, rows that nothing but chance makes, the townships' money, and what an edit does.

local program = require "tests.support.program"
local decided = require "tests.support.decided"

local script = "rules/anhui/suzhou/lingbi/2023.lua"
local targets = "examples/lingbi_2023.targets.csv"
local lingbi = decided.county("lingbi/2023", { household_registration = "灵璧县", resides_in = "灵璧县",
  birth_date = "1980-05-05", only_child_certificate_on = "2010-01-01" })

describe("the script of Lingbi 2023", function ()
  it("passes its own cases, and they reach every article both ways", function ()
    local found, status = lingbi.test()
    assert.same({}, found.failures)
    assert.same({}, found.unreached)
    assert.equal(0, status)
  end)

  it("has one finding, the missing annex, and it is no defect of the script", function ()
    local found, status = lingbi.check()
    assert.equal(0, status)
    assert.equal(1, #found.findings)
    assert.equal("二", found.findings[1].article)
    assert.is_false(found.findings[1].serious)
    assert.truthy(found.findings[1].text:find("--targets", 1, true))
  end)

  it("lists a doubt for every reading that the notice leaves open", function ()
    local found = lingbi.check()
    local listed = {}
    for _, doubt in ipairs(found.doubts) do listed[doubt.article] = true end
    for _, number in ipairs { "三（一）2", "三（一）职工", "三（二）新生儿", "三（二）1计生", "三（二）2监测", "三（二）多重身份",
      "三（二）停止资助", "三（三）", "三（三）返乡", "三（三）补办军人", "三（三）等待期待遇", "三（六）1", "三（六）2", "二",
      "四（二）2", "五（六）" } do
      assert.is_true(listed[number], number)
    end
  end)
end)

describe("三（二） identities that meet", function ()
  local amounts = { ["特困人员"] = 350, ["农村双女绝育户"] = 350, ["重点优抚对象"] = 350, ["低保对象"] = 300,
    ["返贫致贫人口"] = 270, ["监测人口"] = 175, ["稳定脱贫人口"] = 0 }
  local in_order = { "特困人员", "农村双女绝育户", "重点优抚对象", "低保对象", "返贫致贫人口", "监测人口", "稳定脱贫人口" }
  local subsets = decided.subsets(in_order)

  it("give the highest subsidy once, in all 128 combinations, whichever is written first in the cell", function ()
    local rows, backwards = {}, {}
    for i, subset in ipairs(subsets) do
      local reversed = {}
      for k = #subset, 1, -1 do reversed[#reversed + 1] = subset[k] end
      rows[i] = { identities = table.concat(subset, "、"), paid_on = "2022-11-11" }
      backwards[i] = { identities = table.concat(reversed, "、"), paid_on = "2022-11-11" }
    end
    local forward, backward = lingbi.rows(rows, "2022-12-31"), lingbi.rows(backwards, "2022-12-31")
    for i, subset in ipairs(subsets) do
      local best = 0
      for _, label in ipairs(subset) do best = math.max(best, amounts[label]) end
      assert.equal(tostring(best), forward[i].subsidy, rows[i].identities)
      assert.equal(tostring(350 - best), forward[i].personal_due, rows[i].identities)
      assert.equal(subset[1] or "", forward[i].identity, rows[i].identities)
      for _, column in ipairs { "subsidy", "identity", "fund", "certifier" } do
        assert.equal(forward[i][column], backward[i][column], rows[i].identities)
      end
    end
  end)

  it("make a decision rest on the doubt about several identities, one alone does not", function ()
    local rows = lingbi.rows({ { identities = "低保对象" }, { identities = "低保对象、监测人口" } }, "2022-12-31")
    assert.is_nil(decided.doubts(rows[1])["多重身份怎样资助"])
    assert.is_true(decided.doubts(rows[2])["多重身份怎样资助"])
  end)
end)

describe("三（三） the days of payment", function ()
  local function statuses(cells, from, to)
    local rows, days = {}, {}
    for day = decided.day_number(from), decided.day_number(to) do
      local row = { paid_on = decided.iso(day), paid_amount = "350" }
      for name, value in pairs(cells) do row[name] = value end
      rows[#rows + 1], days[#days + 1] = row, decided.iso(day)
    end
    return lingbi.rows(rows, "2023-12-31"), days
  end

  it("of an ordinary resident are accepted from 2022-10-01 to 2022-12-31 and on no other day", function ()
    local rows, days = statuses({}, "2022-09-01", "2023-12-31")
    for i, row in ipairs(rows) do
      local accepted = days[i] >= "2022-10-01" and days[i] <= "2022-12-31"
      assert.equal(accepted and "on_time" or "not_accepted", row.status, days[i])
      assert.equal(accepted and "2023-01-01" or "", row.benefit_from, days[i])
      assert.equal(accepted and "2023-12-31" or "", row.benefit_to, days[i])
    end
  end)

  it("of a returning migrant are accepted until 2023-02-28, the later ones as an extension", function ()
    local rows, days = statuses({ returning_migrant = "是" }, "2022-12-01", "2023-04-01")
    for i, row in ipairs(rows) do
      local expected = days[i] <= "2022-12-31" and "on_time" or days[i] <= "2023-02-28" and "extended" or "not_accepted"
      assert.equal(expected, row.status, days[i])
    end
  end)

  it("of a discharged soldier open the benefit on the next day, all year", function ()
    local rows, days = statuses({ discharged_on = "2023-01-01" }, "2023-01-01", "2023-12-30")
    for i, row in ipairs(rows) do
      assert.equal("late_accepted", row.status, days[i])
      assert.equal(decided.iso(decided.day_number(days[i]) + 1), row.benefit_from, days[i])
    end
  end)

  it("after two years of employee insurance wait from the day after three months have passed", function ()
    local rows, days = statuses({ employee_insured_from = "2019-01-01", employee_insured_until = "2023-01-31" }, "2023-02-01",
      "2023-06-30")
    for i, row in ipairs(rows) do
      assert.equal("late_accepted", row.status, days[i])
      if days[i] <= "2023-04-30" then -- three months from January 31 end on April 30
        assert.equal(decided.iso(decided.day_number(days[i]) + 1), row.benefit_from, days[i])
      else
        local _, month, day = days[i]:match "(%d+)-(%d+)-(%d+)"
        local last = ("2023-%02d-%02d"):format(month + 6, day) -- June 30 + 6 months and all before it have the day
        if days[i] == "2023-05-31" then last = "2023-11-30" end
        assert.equal(decided.iso(decided.day_number(last) + 1), row.benefit_from, days[i])
      end
    end
  end)

  it("of a child born in the year are accepted for ninety days, with cover from birth", function ()
    local rows, days = statuses({ birth_date = "2023-02-10" }, "2023-02-10", "2023-06-30")
    for i, row in ipairs(rows) do
      local age = decided.day_number(days[i]) - decided.day_number "2023-02-10"
      assert.equal(age <= 90 and "extended" or "not_accepted", row.status, days[i])
      assert.equal(age <= 90 and "2023-02-10" or "", row.benefit_from, days[i])
    end
  end)
end)

describe("三（二） the end of subsidies", function ()
  it("comes after 2023-02-28 for those recognised before 2023, and never for those recognised since", function ()
    local rows = {}
    for i, identified in ipairs { "", "2022-06-01", "2022-12-31", "2023-01-01", "2023-02-20" } do
      rows[i] = { identities = "低保对象", identified_on = identified }
    end
    for _, as_of in ipairs { "2023-02-28", "2023-03-01" } do
      for i, row in ipairs(lingbi.rows(rows, as_of)) do
        local expected = (as_of == "2023-02-28" or rows[i].identified_on >= "2023-01-01") and "300" or "0"
        assert.equal(expected, row.subsidy, as_of .. " " .. rows[i].identified_on)
      end
    end
  end)
end)

describe("三（六） refunds", function ()
  it("never exceed what was paid, and none is negative, whatever meets", function ()
    local rows = {}
    for _, identity in ipairs { "", "低保对象", "特困人员", "监测人口" } do
      for _, identified in ipairs { "", "2022-09-30", "2022-10-01", "2022-12-31", "2023-01-01" } do
        for _, died in ipairs { "", "2022-12-31", "2023-01-01" } do
          for _, ended in ipairs { "", "2022-12-31", "2023-01-01" } do
            for _, amount in ipairs { "", "0", "50", "350", "400" } do
              rows[#rows + 1] = { identities = identity, identified_on = identified, died_on = died, terminated_on = ended,
                paid_on = "2022-11-01", paid_amount = amount }
            end
          end
        end
      end
    end
    for i, row in ipairs(lingbi.rows(rows, "2023-06-30")) do
      local paid, refund = tonumber(rows[i].paid_amount) or 0, tonumber(row.refund)
      assert.equal("", row.problem)
      assert.is_true(refund >= 0 and refund <= paid, ("%s of %s"):format(row.refund, rows[i].paid_amount))
      if rows[i].died_on == "2022-12-31" or rows[i].terminated_on == "2022-12-31" then assert.equal(paid, refund) end
    end
  end)
end)

describe("rows of chance", function ()
  local days = { "2022-09-30", "2022-10-01", "2022-10-03", "2022-12-31", "2023-01-01", "2023-02-28", "2023-03-01", "2023-12-30",
    "2023-12-31", "2024-01-01" }
  local labels = { "特困人员", "孤儿", "低保对象", "返贫致贫人口", "监测人口", "稳定脱贫人口", "独生子女领证户", "重点优抚对象",
    "随军未就业配偶", "困难企业职工", "失联人员", "外籍人员未成年子女" }

  local function some_rows(seed, count)
    math.randomseed(seed)
    local function any_of(list, percent) return math.random(100) <= percent and list[math.random(#list)] or "" end
    local rows = {}
    for i = 1, count do
      local chosen = {}
      for _ = 1, math.random(0, 3) do chosen[#chosen + 1] = labels[math.random(#labels)] end
      rows[i] = { identities = table.concat(chosen, "、"), birth_date = any_of(days, 30),
        household_registration = any_of({ "灵璧县", "砀山县" }, 90), resides_in = any_of({ "灵璧县", "砀山县" }, 90),
        identified_on = any_of(days, 50), returning_migrant = any_of({ "是" }, 30), paid_on = any_of(days, 70),
        paid_amount = any_of({ "0", "50", "350" }, 80), employee_insured_from = any_of({ "2019-01-01", days[4] }, 25),
        employee_insured_until = any_of(days, 25), insured_elsewhere = any_of({ "是" }, 5),
        only_child_certificate_on = any_of({ "2015-12-31", "2016-01-01" }, 60), discharged_on = any_of(days, 10),
        released_on = any_of(days, 10), died_on = any_of(days, 15), terminated_on = any_of(days, 15) }
      if rows[i].birth_date == "" then rows[i].birth_date = nil end
    end
    return rows
  end

  it("meet no two articles that disagree and no gap, whatever day is asked about", function ()
    for seed, as_of in ipairs { "2022-11-15", "2023-02-28", "2023-12-31" } do
      for i, row in ipairs(lingbi.rows(some_rows(seed, 1500), as_of)) do
        assert.is_true(row.problem == "" or row.problem:find("not known", 1, true) == 1, i .. ": " .. row.problem)
      end
    end
  end)

  it("are decided alike by the case book and by Lua alone", function ()
    local rows = some_rows(7, 1500)
    assert.same(lingbi.rows(rows, "2023-03-01", "--reference"), lingbi.rows(rows, "2023-03-01"))
  end)
end)

describe("四（二） what the towns earn", function ()
  it("is one yuan for each who enrolled by 2022-12-31, and nothing for those after it", function ()
    local found = lingbi.towns({ { town = "灵城镇", paid_on = "2022-12-31", paid_amount = "350" },
      { town = "灵城镇", paid_on = "2023-01-01", paid_amount = "350", returning_migrant = "是" },
      { town = "韦集镇", paid_on = "2022-10-01", paid_amount = "350" } }, "2023-03-01", "--targets", targets)
    local by_name = {}
    for _, town in ipairs(found.towns) do by_name[town.town] = town end
    assert.equal(1, by_name["灵城镇"].work_subsidy)
    assert.equal(1, by_name["韦集镇"].work_subsidy)
    assert.equal(2, found.work_subsidy)
  end)

  -- Twenty towns with a target of one to twenty people; all but the last three complete, the i-th by the i-th highest share.
  local function ranked()
    local folder = program.folder()
    local lines, rows = { "乡镇,任务数" }, {}
    for i = 1, 20 do
      lines[#lines + 1] = ("第%02d镇,%d"):format(i, 20)
      for k = 1, i <= 17 and 40 - i or 19 do
        rows[#rows + 1] = { town = ("第%02d镇"):format(i), paid_on = "2022-11-01", paid_amount = "350", id_number = "", name = k }
      end
    end
    local path = program.write(folder .. "/targets.csv", table.concat(lines, "\n") .. "\n")
    local found = lingbi.towns(rows, "2023-01-05", "--targets", path)
    program.remove(folder)
    local by_name = {}
    for _, town in ipairs(found.towns) do by_name[town.town] = town end
    return by_name
  end

  it("is 100,000 for three, 80,000 for five, 50,000 for five, 30,000 for the others that finished, nothing for the rest", function ()
    local towns = ranked()
    for i = 1, 20 do
      local expected = i <= 3 and 100000 or i <= 8 and 80000 or i <= 13 and 50000 or i <= 17 and 30000 or 0
      local town = towns[("第%02d镇"):format(i)]
      assert.equal(expected, town.prize, town.town)
      assert.equal(i > 17, town.criticism, town.town)
      assert.equal(i > 17, town.self_criticism, town.town)
    end
  end)

  -- Two towns with a target of two; the first completes at once, the second on the day given. Is the second called in for a talk?
  local function talk(day)
    local folder, rows = program.folder(), {}
    local path = program.write(folder .. "/targets.csv", "乡镇,任务数\n甲镇,2\n乙镇,2\n")
    for i = 1, 2 do
      rows[i] = { town = "甲镇", paid_on = "2022-10-01", paid_amount = "350" }
      rows[i + 2] = { town = "乙镇", paid_on = day, paid_amount = "350" }
    end
    local found = lingbi.towns(rows, "2023-01-05", "--targets", path)
    program.remove(folder)
    for _, town in ipairs(found.towns) do
      if town.town == "乙镇" then return town.talk, town.weeks_at_bottom end
    end
  end

  it("is no talk after one week at the bottom, and a talk after two, weeks counted from 2022-10-01", function ()
    assert.same({ false, 1 }, { talk "2022-10-08" })
    assert.same({ false, 1 }, { talk "2022-10-14" })
    assert.same({ true, 2 }, { talk "2022-10-15" })
  end)

  it("has an invented table of targets for the example roster, which says that it is invented", function ()
    local text = program.read(targets)
    assert.truthy(text:match "^[^\n]*虚构")
    local sum, stated, count = 0, nil, 0
    for town, target in text:gmatch ",(%S-),(%d+)\n" do
      if town == "合计" then
        stated = tonumber(target)
      else
        sum, count = sum + tonumber(target), count + 1
      end
    end
    assert.equal(20, count)
    assert.equal(stated, sum)
  end)
end)

describe("an edit of Lingbi's script", function ()
  local function load_of(from, to)
    local path, folder = decided.edited(script, from, to)
    local status, _, err = program.run("check", path, "--rules-dir", "rules")
    program.remove(folder)
    return status, err, decided.line(script, from)
  end

  it("that breaks 300 + 50 = 350 is refused, with line, article and both amounts", function ()
    local status, err, line = load_of('subsidy = yuan(300), pays = yuan(50)', 'subsidy = yuan(310), pays = yuan(50)')
    assert.equal(3, status)
    assert.truthy(err:find("2030.lua:" .. line - 1, 1, true) or err:find("2030.lua:" .. line, 1, true), err)
    assert.truthy(err:find("三（二）2", 1, true), err)
    assert.truthy(err:find("310", 1, true) and err:find("350", 1, true), err)
  end)

  it("that breaks 610 + 350 = 960 is refused", function ()
    local status, err = load_of("yuan(350), yuan(610), yuan(960)", "yuan(350), yuan(620), yuan(960)")
    assert.equal(3, status)
    assert.truthy(err:find("960", 1, true) and err:find("970", 1, true), err)
  end)

  it("with a wrong label, field or effect is refused with the nearest right name", function ()
    for _, slip in ipairs {
      { 'when = is "重点优抚对象" }', 'when = is "重点优扶对象" }', "重点优抚对象" },
      { "return r.student end", "return r.studnet end", "student" },
      { "{ opens = COLLECTION_FROM }", "{ open = COLLECTION_FROM }", "opens" } } do
      local status, err = load_of(slip[1], slip[2])
      assert.equal(3, status, slip[2])
      assert.truthy(err:find(slip[3], 1, true), err)
      assert.truthy(err:find("2030.lua:%d+"), err)
    end
  end)

  it("of an amount and what is left to pay changes what is due, and nothing else", function ()
    local path, folder = decided.edited(script, "subsidy = yuan(300), pays = yuan(50)", "subsidy = yuan(330), pays = yuan(20)")
    local before = lingbi.rows({ { identities = "低保对象" }, {} }, "2022-12-31")
    local after = decided.county(path, { household_registration = "灵璧县", resides_in = "灵璧县", birth_date = "1980-05-05",
      only_child_certificate_on = "2010-01-01" }).rows({ { identities = "低保对象" }, {} }, "2022-12-31", "--rules-dir", "rules")
    program.remove(folder)
    assert.equal("50", before[1].personal_due)
    assert.equal("20", after[1].personal_due)
    assert.same(before[2], after[2])
  end)

  it("for one run, with --set, needs no edit at all", function ()
    assert.equal("20", lingbi.one({ identities = "低保对象" }, "2022-12-31", "--set", "三（二）2.subsidy=330").personal_due)
  end)
end)
