-- The scenarios of scripts/: each runs over its example roster, and what it costs is what the register says, counted here
-- resident by resident from the roster and from eval's decisions, not from what whatif says of itself.

local program = require "tests.support.program"
local dkjson = require "dkjson"

local RULES, ROSTER, TARGETS = "lingbi/2023", "examples/lingbi_2023.csv", "examples/lingbi_2023.targets.csv"
local names = {}
for path in io.popen("grep -l '^scenario ' scripts/*.lua"):lines() do names[#names + 1] = path:match "([^/]+)%.lua$" end

local folder = program.folder()
teardown(function () program.remove(folder) end)

local function whatif(name, day, ...)
  local status, out, err = program.run("whatif", RULES, ROSTER, "--scenario", name, "--as-of", day, "--no-progress", "--json", ...)
  assert.equal(0, status, err)
  local found = dkjson.decode(out)
  for _, list in ipairs { "people", "money", "gains" } do
    local by = {}
    for _, row in ipairs(found[list]) do by[row.figure or row.who] = row end
    found[list] = by
  end
  return found
end

-- The roster as it stands: some of its rows are short, on purpose.
local function cells_of(path)
  local records, rows = program.records((program.read(path):gsub("^\xEF\xBB\xBF", ""):gsub("\r", ""))), {}
  for i = 2, #records do
    local row = {}
    for k, heading in ipairs(records[1]) do row[heading] = records[i][k] or "" end
    if table.concat(records[i]):find "%S" then rows[#rows + 1] = row end
  end
  return rows
end

local function day_of(cell)
  local y, m, d = cell:match "^%s*(%d%d%d%d)%D+(%d+)%D+(%d+)"
  if not y then y, m, d = cell:match "^%s*(%d%d%d%d)(%d%d)(%d%d)%s*$" end
  return y and ("%s-%02d-%02d"):format(y, m, d) or ""
end

-- eval's decisions with the roster's cells beside them, by day.
local decided = {}
local function residents(day)
  if decided[day] then return decided[day] end
  local status, _, err = program.run("eval", RULES, ROSTER, "--as-of", day, "--no-progress", "-o", folder .. "/" .. day .. ".csv")
  assert.equal(0, status, err)
  local rows, cells = program.rows(folder .. "/" .. day .. ".csv"), cells_of(ROSTER)
  assert.equal(#cells, #rows)
  for i, row in ipairs(rows) do
    row.cells = cells[i]
    row.enrolled = row.status == "on_time" or row.status == "extended" or row.status == "late_accepted"
    row.known = row.status ~= "undetermined" and row.eligible == "true"
    row.subsidy, row.fiscal = tonumber(row.subsidy), tonumber(row.fiscal)
    row.paid_on = day_of(row.cells["缴费日期"])
    row.labels = {}
    for label in (row.cells["身份类别"] .. "、"):gsub("[,;|]", "、"):gsub("，", "、"):gsub("；", "、"):gmatch "(.-)、" do
      row.labels[label:match "^%s*(.-)%s*$"] = true
    end
  end
  decided[day] = rows
  return rows
end

-- The sum of f over the residents for whom it is not nil, and how many they are.
local function total(day, f)
  local sum, count = 0, 0
  for _, r in ipairs(residents(day)) do
    local v = f(r)
    if v then sum, count = sum + v, count + 1 end
  end
  return sum, count
end

local monitored = { "脱贫不稳定人口", "脱贫不稳定户", "监测人口", "防止返贫监测对象", "边缘易致贫人口", "边缘易致贫户",
                    "突发严重困难人口", "突发严重困难户" }
local function is_monitored(r)
  for _, label in ipairs(monitored) do if r.labels[label] then return true end end
end

describe("premium_380", function ()
  it("costs 30 yuan for everybody who pays in full or is paid for in full, and no one else anything", function ()
    local found = whatif("premium_380", "2023-03-01")
    local _, full = total("2023-03-01", function (r) return r.enrolled and r.subsidy == 350 and 0 or nil end)
    local _, others = total("2023-03-01", function (r) return r.enrolled and r.subsidy < 350 and 0 or nil end)
    local _, worse = total("2023-03-01", function (r) return r.known and r.subsidy < 350 and 0 or nil end)
    assert.is_true(full > 40 and others > 1600)
    assert.equal(30 * full, found.money.cost.difference)
    assert.equal(30 * others, found.money.personal_due.difference)
    assert.equal(worse, found.gains.worse.people)
  end)
end)

describe("minimum_income_90", function ()
  local function aided(r) return r.known and r.subsidy == 300 end

  it("costs 15 yuan for each who is enrolled with the 300", function ()
    local found = whatif("minimum_income_90", "2023-03-01")
    local cost, enrolled = total("2023-03-01", function (r) return aided(r) and r.enrolled and 15 or nil end)
    assert.is_true(enrolled > 90)
    assert.equal(cost, found.money.cost.difference)
    assert.equal(-cost, found.money.personal_due.difference)
    assert.equal(select(2, total("2023-03-01", function (r) return aided(r) and 0 or nil end)), found.gains.better.people)
  end)

  it("supposes fifteen hundredths of each who is aided and not enrolled, beside the cost", function ()
    local found = whatif("minimum_income_90", "2022-12-01")
    local _, outside = total("2022-12-01", function (r) return aided(r) and not r.enrolled and 0 or nil end)
    assert.is_true(outside > 0)
    assert.equal(outside, found.behaviour[1].concerned)
    assert.equal(outside * 15, math.floor(tonumber(found.behaviour[1].people) * 100 + 0.5))
    assert.near(outside * 0.15 * (315 + 610), found.behaviour[1].cost, 0.005)
    assert.equal(0, found.people.enrolled.difference)
  end)
end)

describe("lingbi_as_linyi", function ()
  -- What Linyi leaves to pay, taken from its premium; full aid stays full.
  local function amount(r)
    if r.subsidy == 0 or r.subsidy == 350 then return r.subsidy == 0 and 0 or 380 end
    return math.max(r.labels["低保对象"] and 380 - 76 or 0, r.labels["返贫致贫人口"] and 380 - 38 or 0, is_monitored(r) and 380 - 100 or 0)
  end

  it("costs the other county's amounts for this county's people", function ()
    local found = whatif("lingbi_as_linyi", "2023-03-01")
    local subsidy = total("2023-03-01", function (r) return r.enrolled and amount(r) - r.subsidy or nil end)
    local fiscal, enrolled = total("2023-03-01", function (r) return r.enrolled and 640 - r.fiscal or nil end)
    assert.equal(30 * enrolled, fiscal)
    assert.equal(subsidy, found.money.subsidy.difference)
    assert.equal(subsidy + fiscal, found.money.cost.difference)
    assert.equal(30 * enrolled - subsidy, found.money.personal_due.difference)
  end)
end)

describe("migrants_until_march", function ()
  it("enrols those who came back and paid in the month, and nobody else", function ()
    local found = whatif("migrants_until_march", "2023-04-01")
    local cost, count = total("2023-04-01", function (r)
      local migrant = r.cells["返乡务工人员"]
      if not r.known or migrant == "" or migrant == "否" or r.enrolled then return nil end
      return r.paid_on > "2023-02-28" and r.paid_on <= "2023-03-31" and 610 or nil
    end)
    assert.is_true(count > 0)
    assert.equal(count, found.people.enrolled.difference)
    assert.equal(cost, found.money.cost.difference)
    assert.equal(count, found.gains.better.people)
  end)

  -- One resident a line: who, paid on which day; then what the scenario decides: status, subsidy, benefit from.
  local cases = {
    { "a migrant in the month", "是", "", "1980-05-05", "2023-03-31", "extended", "0", "2023-01-01" },
    { "one a day after it", "是", "", "1980-05-05", "2023-04-01", "not_accepted", "0", "" },
    { "one on minimum income keeps the aid", "是", "低保对象", "1980-05-05", "2023-03-01", "extended", "300", "2023-01-01" },
    { "and loses it a day after", "是", "低保对象", "1980-05-05", "2023-04-01", "not_accepted", "0", "" },
    { "who stayed at home loses it as before", "", "低保对象", "1980-05-05", "2023-03-01", "not_accepted", "0", "" },
    { "a migrant's newborn after ninety days", "是", "", "2022-12-20", "2023-03-31", "extended", "0", "2023-01-01" },
    { "a newborn of people at home after ninety days", "", "", "2022-12-20", "2023-03-31", "not_accepted", "0", "" },
    { "a migrant's newborn within ninety days", "是", "", "2023-02-10", "2023-05-11", "on_time", "0", "2023-02-10" },
  }
  it("keeps the days and the aid together, on both sides of the last one", function ()
    local lines = { "身份证号,姓名,出生日期,户籍地,常住地,返乡务工人员,身份类别,缴费日期,缴费金额" }
    for i, c in ipairs(cases) do
      local id = program.id("990001" .. c[4]:gsub("-", "") .. ("%03d"):format(i))
      lines[#lines + 1] = table.concat({ id, "甲" .. i, c[4], "灵璧县", "灵璧县", c[2], c[3], c[5], "350" }, ",")
    end
    local roster = program.write(folder .. "/migrants.csv", table.concat(lines, "\n") .. "\n")
    local script = folder .. "/all.lua" -- the same scenario with a premium that changes every decision, so that all are listed
    program.write(script, 'scenario "all"\nalso "migrants_until_march"\nset "三（二）" { fiscal = yuan(611), total = yuan(961) }\n')
    local status, _, err = program.run("whatif", RULES, roster, "--scenario", script, "--as-of", "2023-06-01", "--no-progress",
      "--residents", folder .. "/migrants_changed.csv")
    assert.equal(0, status, err)
    local rows = program.rows(folder .. "/migrants_changed.csv")
    assert.equal(#cases, #rows)
    for i, c in ipairs(cases) do
      assert.same({ c[1], c[6], c[7], c[8] },
        { c[1], rows[i].status_scenario, rows[i].subsidy_scenario, rows[i].benefit_from_scenario })
    end
  end)
end)

describe("stable_year_1 to stable_year_4", function ()
  -- What a share of the premium adds for one resident: the highest counts, and aid ends with the collection.
  local function added(r, share)
    if not r.enrolled or not r.labels["稳定脱贫人口"] or is_monitored(r) or r.paid_on > "2023-02-28" then return nil end
    if r.articles:find("三（六）2期后", 1, true) then return nil end
    return math.max(350 * share / 100 - r.subsidy, 0)
  end
  local costs = {}
  for year, share in ipairs { 75, 50, 25, 0 } do
    costs[year] = total("2023-03-01", function (r) return added(r, share) end)
  end

  for year, share in ipairs { 75, 50, 25, 0 } do
    it(("pays %d%% in year %d"):format(share, year), function ()
      local found = whatif("stable_year_" .. year, "2023-03-01")
      assert.equal(costs[year], found.money.cost.difference)
      assert.equal(-costs[year], found.money.personal_due.difference)
      assert.equal(0, found.gains.worse.people)
    end)
  end

  it("falls from year to year to nothing", function ()
    assert.is_true(costs[1] > costs[2] and costs[2] > costs[3] and costs[3] > 0)
    assert.equal(0, costs[4])
  end)

  it("is the sweep of the share over the common scenario", function ()
    local status, out, err = program.run("sweep", RULES, ROSTER, "--scenario", "stable_restored", "--vary", "三（二）3.share=75%,50%,25%,0%",
      "--measure", "cost", "--as-of", "2023-03-01", "--no-progress", "--json")
    assert.equal(0, status, err)
    local swept = dkjson.decode(out).sweep
    for year = 1, 4 do assert.equal(costs[year], swept[year + 1].cost_difference) end
  end)
end)

describe("prize_by_completion", function ()
  it("pays each town by its own rate, and touches no resident", function ()
    local found = whatif("prize_by_completion", "2023-03-01", "--targets", TARGETS)
    local counted, targets, expected = {}, {}, {}
    total("2023-03-01", function (r)
      local town = r.cells["乡镇"]
      local counts = r.known and r.paid_on >= "2022-10-01" and r.paid_on <= "2022-12-31"
      counted[town] = (counted[town] or 0) + (counts and 1 or 0)
    end)
    for town, target in program.read(TARGETS):gmatch "\n%d+,([^,]+),(%d+)" do targets[town] = tonumber(target) end
    local paid = 0
    for _, town in ipairs(found.towns) do
      local rate = counted[town.town] / targets[town.town]
      expected[town.town] = rate >= 1 and 100000 or rate >= 0.98 and 80000 or rate >= 0.95 and 50000 or rate >= 0.9 and 30000 or 0
      assert.equal(counted[town.town], town.counted, town.town)
      assert.equal(expected[town.town], town.prize_scenario, town.town)
      paid = paid + expected[town.town]
    end
    assert.equal(20, #found.towns)
    assert.is_true(paid > 0)
    assert.equal("0 of 2000", found.changed_of)
  end)

  it("is not called a scenario that changes nothing", function ()
    local _, _, err = program.run("whatif", RULES, ROSTER, "--scenario", "prize_by_completion", "--as-of", "2023-03-01", "--no-progress",
      "--targets", TARGETS)
    assert.equal("", err)
  end)
end)

describe("every scenario", function ()
  it("is there", function ()
    assert.is_true(#names >= 10)
    local _, out = program.run("list", "--json")
    local listed = {}
    for _, row in ipairs(dkjson.decode(out).scenarios) do
      listed[#listed + 1] = row.scenario
      assert.equal("lingbi/2023", row.meant_for)
      assert.is_true(#row.title > 0)
    end
    assert.same(names, listed)
  end)

  for _, name in ipairs(names) do
    it(name .. " is refused by a script that it is not meant for", function ()
      local status, out, err = program.run("whatif", "linyi/2024", "examples/linyi_2024.csv", "--scenario", name, "--as-of", "2024-01-01")
      assert.equal(2, status)
      assert.equal("", out)
      assert.truthy(err:find("^canbao: scripts/" .. name .. "%.lua:%d+: this scenario is meant for lingbi/2023, not for linyi/2024\n"), err)
    end)
  end
end)
