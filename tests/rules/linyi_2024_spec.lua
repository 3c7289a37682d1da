-- 临猗县 2024 年度: what its cases cannot say. The table that does not add up, every combination of identities against amounts
-- computed here, the self-service days, households, the weekly report, rows that nothing but chance makes.

local program = require "tests.support.program"
local decided = require "tests.support.decided"

local script = "rules/shanxi/yuncheng/linyi/2024.lua"
local table_file = "rules/shanxi/yuncheng/linyi/2024.targets.csv"
local linyi = decided.county("linyi/2024", { household_registration = "临猗县", birth_date = "1980-05-05" })

describe("the script of Linyi 2024", function ()
  it("passes its own cases, and they reach every article both ways", function ()
    local found, status = linyi.test()
    assert.same({}, found.failures)
    assert.same({}, found.unreached)
    assert.equal(0, status)
  end)

  it("has fifteen targets that sum to one more than the stated total; check says so, by how much, and fails", function ()
    local found, status = linyi.check()
    assert.equal(1, status)
    assert.equal(1, #found.findings)
    assert.same({ where = script .. ":" .. decided.line(script, 'targets "四"'), article = "四", serious = true,
      text = "the 15 targets sum to 479520, 1 more than the stated total of 479519" }, found.findings[1])
  end)

  it("has nothing to find once the table adds up", function ()
    local path, folder = decided.edited(script, 'total = 479519', 'total = 479520')
    program.write(folder .. "/2024.targets.csv", program.read(table_file))
    local status, out = program.run("check", path, "--rules-dir", "rules", "--json")
    program.remove(folder)
    assert.equal(0, status)
    assert.is_nil(out:find('"findings"', 1, true))
  end)

  it("has the rows of the notice's annex as they are printed", function ()
    local records = program.records(program.read(table_file))
    assert.equal(16, #records)
    assert.same({ "序号", "乡镇", "任务数（人）" }, records[1])
    assert.same({ "1", "猗氏镇", "34385" }, records[2])
    assert.same({ "15", "社区办", "22468" }, records[16])
  end)

  it("lists what the notice leaves open", function ()
    local listed = {}
    for _, doubt in ipairs((linyi.check()).doubts) do listed[doubt.article] = true end
    for _, number in ipairs { "一", "一自行缴费", "一待遇", "一新生儿", "二2", "二1职工", "三财政", "三2残疾", "六稳定脱贫", "六优抚",
      "三多重身份", "四", "附件" } do
      assert.is_true(listed[number], number)
    end
  end)
end)

describe("三 identities that meet", function ()
  local pays = { ["特困人员"] = 0, ["返贫致贫人口"] = 38, ["低保对象"] = 76, ["边缘易致贫人口"] = 100, ["丧失劳动能力残疾人"] = 190,
    ["稳定脱贫人口"] = 380, ["重点优抚对象"] = 380 }
  local certifiers = { ["特困人员"] = "县民政局", ["返贫致贫人口"] = "县乡村振兴服务中心", ["低保对象"] = "县民政局",
    ["边缘易致贫人口"] = "县乡村振兴服务中心", ["丧失劳动能力残疾人"] = "县残联", ["稳定脱贫人口"] = "县乡村振兴服务中心",
    ["重点优抚对象"] = "县退役军人事务局" }
  local in_order = { "特困人员", "返贫致贫人口", "低保对象", "边缘易致贫人口", "丧失劳动能力残疾人", "稳定脱贫人口", "重点优抚对象" }

  it("leave the least to pay, in all 128 combinations, whichever is written first in the cell", function ()
    local subsets, rows, backwards = decided.subsets(in_order), {}, {}
    for i, subset in ipairs(subsets) do
      local reversed = {}
      for k = #subset, 1, -1 do reversed[#reversed + 1] = subset[k] end
      rows[i], backwards[i] = { identities = table.concat(subset, "、") }, { identities = table.concat(reversed, "|") }
    end
    local forward, backward = linyi.rows(rows, "2023-11-11"), linyi.rows(backwards, "2023-11-11")
    for i, subset in ipairs(subsets) do
      local due, label = 380, subset[1] or ""
      for _, one in ipairs(subset) do due = math.min(due, pays[one]) end
      assert.equal(tostring(due), forward[i].personal_due, rows[i].identities)
      assert.equal(tostring(380 - due), forward[i].subsidy, rows[i].identities)
      assert.equal(label, forward[i].identity, rows[i].identities)
      assert.equal(certifiers[label] or "", forward[i].certifier, rows[i].identities)
      assert.equal(due < 380 and "医疗救助资金" or "", forward[i].fund, rows[i].identities)
      assert.equal(forward[i].identity, backward[i].identity, rows[i].identities)
    end
  end)
end)

describe("一 the days of payment", function ()
  it("are 2023-09-01 to 2023-12-25; self-service is open on days 1 to 25, and a payment on another day rests on a doubt", function ()
    local rows, days = {}, {}
    for day = decided.day_number "2023-08-01", decided.day_number "2024-01-31" do
      rows[#rows + 1], days[#days + 1] = { paid_on = decided.iso(day), paid_amount = "380" }, decided.iso(day)
    end
    for i, row in ipairs(linyi.rows(rows, "2024-01-31")) do
      local accepted = days[i] >= "2023-09-01" and days[i] <= "2023-12-25"
      local self_service = accepted and tonumber(days[i]:sub(9)) <= 25
      assert.equal(accepted and "on_time" or "not_accepted", row.status, days[i])
      assert.equal(tostring(self_service), row.self_service, days[i])
      assert.equal(not self_service, decided.doubts(row)["二十五日以后记录的缴费"] or false, days[i])
    end
  end)

  it("of someone who has not paid are told by the day of the question", function ()
    assert.equal("true", linyi.one({}, "2023-10-25").self_service)
    assert.equal("false", linyi.one({}, "2023-10-26").self_service)
    assert.equal("overdue", linyi.one({}, "2023-12-26").status)
  end)
end)

describe("四 households and towns", function ()
  local function household(paid)
    local rows = {}
    for i = 1, 3 do
      rows[i] = { household_id = "H1", town = "猗氏镇", name = "甲" .. i, paid_on = i <= paid and "2023-11-01" or "",
        paid_amount = i <= paid and "380" or "" }
    end
    return rows
  end

  it("a household is complete when everyone who may enrol has; one who is insured elsewhere does not hold it back", function ()
    assert.equal(1, linyi.gaps(household(2), "2023-12-31").gaps[1].households)
    assert.equal(0, linyi.gaps(household(3), "2023-12-31").gaps[1].households)
    local rows = household(2)
    rows[3].insured_elsewhere = "是"
    assert.equal(0, linyi.gaps(rows, "2023-12-31").gaps[1].households)
  end)

  it("the weekly report begins on 2023-10-01", function ()
    local rows = {}
    for i, day in ipairs { "2023-09-20", "2023-10-01", "2023-10-07", "2023-10-08" } do
      rows[i] = { town = "猗氏镇", paid_on = day, paid_amount = "380" }
    end
    local found = linyi.towns(rows, "2023-12-31", "--by", "week")
    local counted = {}
    for _, row in ipairs(found.standings) do
      if row.town == "猗氏镇" then counted[row.week] = { row.to, row.counted } end
    end
    assert.same({ "2023-10-07", 3 }, counted[1])
    assert.same({ "2023-10-14", 4 }, counted[2])
  end)

  it("every town of the annex is there, and counts up to 2023-12-25", function ()
    local found = linyi.towns({ { town = "三管镇", paid_on = "2023-12-25", paid_amount = "380" },
      { town = "三管镇", paid_on = "2023-12-26", paid_amount = "380" } }, "2024-01-31")
    assert.equal(15, #found.towns)
    assert.equal("2023-12-25", found.cutoff)
    assert.equal(1, found.counted)
    assert.equal(640, found.fiscal_total)
  end)
end)

describe("rows of chance", function ()
  local days = { "2023-08-31", "2023-09-01", "2023-09-27", "2023-10-26", "2023-12-25", "2023-12-26", "2024-01-01", "2024-12-31" }
  local labels = { "特困人员", "孤儿", "返贫致贫人口", "低保对象", "边缘易致贫人口", "丧失劳动能力残疾人", "稳定脱贫人口", "重点优抚对象" }

  local function some_rows(seed, count)
    math.randomseed(seed)
    local function any_of(list, percent) return math.random(100) <= percent and list[math.random(#list)] or "" end
    local rows = {}
    for i = 1, count do
      local chosen = {}
      for _ = 1, math.random(0, 3) do chosen[#chosen + 1] = labels[math.random(#labels)] end
      rows[i] = { identities = table.concat(chosen, "、"), birth_date = any_of(days, 30),
        household_registration = any_of({ "临猗县", "万荣县" }, 90), resides_in = any_of({ "临猗县", "万荣县" }, 90),
        residence_permit = any_of({ "是" }, 20), paid_on = any_of(days, 70), paid_amount = any_of({ "38", "380" }, 80),
        employee_insured_from = any_of({ "2019-01-01", days[7] }, 20), employee_insured_until = any_of(days, 20),
        insured_elsewhere = any_of({ "是" }, 5), died_on = any_of(days, 15) }
      if rows[i].birth_date == "" then rows[i].birth_date = nil end
    end
    return rows
  end

  it("meet no two articles that disagree and no gap, whatever day is asked about", function ()
    for seed, as_of in ipairs { "2023-10-26", "2023-12-26", "2024-12-31" } do
      for i, row in ipairs(linyi.rows(some_rows(seed, 1500), as_of)) do
        assert.is_true(row.problem == "" or row.problem:find("not known", 1, true) == 1, i .. ": " .. row.problem)
      end
    end
  end)

  it("are decided alike by the case book and by Lua alone", function ()
    local rows = some_rows(7, 1500)
    assert.same(linyi.rows(rows, "2023-12-31", "--reference"), linyi.rows(rows, "2023-12-31"))
  end)
end)

describe("an edit of Linyi's script", function ()
  it("of what a group pays changes its subsidy by as much", function ()
    local row = linyi.one({ identities = "低保对象" }, "2023-11-11")
    assert.equal("304", row.subsidy)
    local path, folder = decided.edited(script, "pays = yuan(76)", "pays = yuan(86)")
    program.write(folder .. "/2024.targets.csv", program.read(table_file))
    local edited = decided.county(path, { household_registration = "临猗县", birth_date = "1980-05-05" })
    local after = edited.one({ identities = "低保对象" }, "2023-11-11", "--rules-dir", "rules")
    program.remove(folder)
    assert.equal("294", after.subsidy)
    assert.equal("86", after.personal_due)
  end)
end)
