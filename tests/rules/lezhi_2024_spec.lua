-- 乐至县 2024 年度: what its cases cannot say. Every combination of groups in both tiers against amounts computed here, every
-- kind and grade of disability, every day of two years, rows that nothing but chance makes, and what an edit does.

local program = require "tests.support.program"
local decided = require "tests.support.decided"

local script = "rules/sichuan/ziyang/lezhi/2024.lua"
local lezhi = decided.county("lezhi/2024", { household_registration = "乐至县", birth_date = "1980-05-05" })

describe("the script of Lezhi 2024", function ()
  it("passes its own cases, and they reach every article both ways", function ()
    local found, status = lezhi.test()
    assert.same({}, found.failures)
    assert.same({}, found.unreached)
    assert.equal(0, status)
  end)

  it("has no finding, and lists what the notice leaves open", function ()
    local found, status = lezhi.check()
    assert.equal(0, status)
    assert.is_nil(found.findings)
    local listed = {}
    for _, doubt in ipairs(found.doubts) do listed[doubt.article] = true end
    for _, number in ipairs { "二（二）低档次", "二（二）财政", "二（三）1低档次", "二（三）2", "二（三）资金", "二（三）多重身份",
      "二（四）", "二（四）新生儿", "二（四）待遇" } do
      assert.is_true(listed[number], number)
    end
  end)
end)

describe("二（三） groups that meet", function ()
  -- what a group is given in the low and in the high tier, in the order of the notice
  local groups = { { "重点优抚对象", 380, 510 }, { "农村特困人员", 380, 380 }, { "重度残疾人", 380, 380 }, { "农村低保对象", 285, 285 },
    { "一般残疾人", 190, 190 }, { "稳定脱贫人口", 95, 95 } }
  local subsets = decided.subsets(groups)
  local premiums = { ["低"] = 380, ["高"] = 510 }

  local function expected(subset, tier)
    if tier == "" then tier = subset[1] == groups[1] and "高" or "低" end
    local best, label = 0, ""
    for _, group in ipairs(subset) do
      local amount = tier == "低" and group[2] or group[3]
      if amount > best then best, label = amount, group[1] end
    end
    return premiums[tier], best, label
  end

  for _, tier in ipairs { "低", "高", "" } do
    it("give one subsidy, the highest, in all 64 combinations, tier " .. (tier == "" and "not chosen" or tier), function ()
      local rows, backwards = {}, {}
      for i, subset in ipairs(subsets) do
        local labels, reversed = {}, {}
        for k, group in ipairs(subset) do labels[k] = group[1] end
        for k = #labels, 1, -1 do reversed[#reversed + 1] = labels[k] end
        rows[i] = { tier = tier, identities = table.concat(labels, "、") }
        backwards[i] = { tier = tier, identities = table.concat(reversed, "；") }
      end
      local forward, backward = lezhi.rows(rows, "2024-01-15"), lezhi.rows(backwards, "2024-01-15")
      for i, subset in ipairs(subsets) do
        local premium, subsidy, label = expected(subset, tier)
        assert.equal(tostring(premium), forward[i].premium, rows[i].identities)
        assert.equal(tostring(subsidy), forward[i].subsidy, rows[i].identities)
        assert.equal(tostring(premium - subsidy), forward[i].personal_due, rows[i].identities)
        assert.equal(label, forward[i].identity, rows[i].identities)
        assert.equal(forward[i].identity, backward[i].identity, rows[i].identities)
        assert.equal(forward[i].subsidy, backward[i].subsidy, rows[i].identities)
      end
    end)
  end

  it("rest on the doubt about the other tier when a low-tier subsidy meets the high tier, and only then", function ()
    local low, high = lezhi.one({ identities = "孤儿", tier = "低" }, "2024-01-15"), lezhi.one({ identities = "孤儿", tier = "高" }, "2024-01-15")
    assert.is_nil(decided.doubts(low)["低档次资助对象选了高档次"])
    assert.is_true(decided.doubts(high)["低档次资助对象选了高档次"])
    local honoured = lezhi.one({ identities = "重点优抚对象", tier = "低" }, "2024-01-15")
    assert.is_true(decided.doubts(honoured)["高档次资助对象选了低档次"])
  end)
end)

describe("二（三）2 disability", function ()
  it("is severe at grades 1 and 2, and at 3 and 4 only when it is mental, however the cell is written", function ()
    local kinds = { "视力", "听力", "言语", "肢体", "智力", "精神", "多重" }
    local written = { { "1", "一级", "1级" }, { "2", "二级", "2级" }, { "3", "三级", "3级" }, { "4", "四级", "4级" } }
    local rows, severe = {}, {}
    for _, kind in ipairs(kinds) do
      for grade = 1, 4 do
        for _, cell in ipairs(written[grade]) do
          rows[#rows + 1] = { disability_type = kind .. (cell == "1" and "" or "残疾"), disability_grade = cell }
          severe[#rows] = grade <= 2 or kind == "精神"
        end
      end
    end
    for i, row in ipairs(lezhi.rows(rows, "2024-01-15")) do
      local what = rows[i].disability_type .. rows[i].disability_grade
      assert.equal(severe[i] and "380" or "190", row.subsidy, what)
      assert.equal(severe[i] and "重度残疾人" or "一般残疾人", row.identity, what)
    end
  end)

  it("of grade 3 without a kind rests on a doubt; with a kind it does not", function ()
    local title = "三、四级而没有残疾类别，或者多重残疾"
    assert.is_true(decided.doubts(lezhi.one({ disability_grade = "3" }, "2024-01-15"))[title])
    assert.is_nil(decided.doubts(lezhi.one({ disability_grade = "3", disability_type = "肢体" }, "2024-01-15"))[title])
  end)
end)

describe("二（四） the collection", function ()
  it("runs from 2023-09-01 to the leap day 2024-02-29 and on no other day", function ()
    local rows, days = {}, {}
    for day = decided.day_number "2023-07-01", decided.day_number "2024-12-31" do
      rows[#rows + 1], days[#days + 1] = { paid_on = decided.iso(day), paid_amount = "380" }, decided.iso(day)
    end
    for i, row in ipairs(lezhi.rows(rows, "2024-12-31")) do
      local accepted = days[i] >= "2023-09-01" and days[i] <= "2024-02-29"
      assert.equal(accepted and "on_time" or "not_accepted", row.status, days[i])
      assert.equal(accepted and "2024-01-01" or "", row.benefit_from, days[i])
    end
  end)

  it("is past for whoever has not paid from 2024-03-01 on", function ()
    assert.equal("unpaid", lezhi.one({}, "2024-02-29").status)
    assert.equal("overdue", lezhi.one({}, "2024-03-01").status)
  end)
end)

describe("rows of chance", function ()
  local days = { "2023-08-31", "2023-09-01", "2023-12-02", "2023-12-31", "2024-01-01", "2024-02-29", "2024-03-01", "2024-12-31" }
  local labels = { "重点优抚对象", "农村特困人员", "孤儿", "重度残疾人", "低保对象", "一般残疾人", "稳定脱贫人口", "其他符合规定人员" }

  local function some_rows(seed, count)
    math.randomseed(seed)
    local function any_of(list, percent) return math.random(100) <= percent and list[math.random(#list)] or "" end
    local rows = {}
    for i = 1, count do
      local chosen = {}
      for _ = 1, math.random(0, 3) do chosen[#chosen + 1] = labels[math.random(#labels)] end
      rows[i] = { identities = table.concat(chosen, "、"), birth_date = any_of(days, 30), tier = any_of({ "高", "低" }, 70),
        household_registration = any_of({ "乐至县", "安岳县" }, 90), residence_permit = any_of({ "是" }, 20),
        student = any_of({ "是" }, 20), disability_type = any_of({ "精神", "肢体", "多重" }, 40),
        disability_grade = any_of({ "1", "2", "3", "4" }, 40), paid_on = any_of(days, 70), paid_amount = any_of({ "380", "510" }, 80),
        employee_insured_from = any_of({ "2019-01-01", days[5] }, 20), employee_insured_until = any_of(days, 20),
        insured_elsewhere = any_of({ "是" }, 5), died_on = any_of(days, 15) }
      if rows[i].birth_date == "" then rows[i].birth_date = nil end
    end
    return rows
  end

  it("meet no two articles that disagree and no gap, whatever day is asked about", function ()
    for seed, as_of in ipairs { "2023-10-01", "2024-03-01", "2024-12-31" } do
      for i, row in ipairs(lezhi.rows(some_rows(seed, 1500), as_of)) do
        assert.is_true(row.problem == "" or row.problem:find("not known", 1, true) == 1, i .. ": " .. row.problem)
      end
    end
  end)

  it("are decided alike by the case book and by Lua alone", function ()
    local rows = some_rows(7, 1500)
    assert.same(lezhi.rows(rows, "2024-03-01", "--reference"), lezhi.rows(rows, "2024-03-01"))
  end)
end)

describe("an edit of Lezhi's script", function ()
  local function load_of(from, to)
    local path, folder = decided.edited(script, from, to)
    local status, _, err = program.run("check", path, "--rules-dir", "rules")
    program.remove(folder)
    return status, err
  end

  it("that breaks 75% of 380 = 285 is refused, with the article, both amounts and their difference", function ()
    local status, err = load_of("= yuan(285), yuan(190)", "= yuan(290), yuan(190)")
    assert.equal(3, status)
    assert.truthy(err:find("2030.lua:" .. decided.line(script, 'agrees "二（三）3（1）"'), 1, true), err)
    assert.truthy(err:find("二（三）3（1）", 1, true), err)
    assert.truthy(err:find("285 and 290, which differ by -5", 1, true), err)
  end)

  it("of the low tier without its shares is refused too", function ()
    local status, err = load_of("yuan(510), yuan(380)", "yuan(510), yuan(400)")
    assert.equal(3, status)
    assert.truthy(err:find("二（三）2", 1, true), err)
  end)
end)
