-- 云岚县 2025 年度 (invented): a county written from nothing but rules/README.md takes a script and no C. It needs what the three
-- real ones do not: a field and effects of its own, a ranking that is not the highest amount, two windows with different
-- prices and waits, months counted from the month of payment, a share of an income with a floor, a split to the fen.

local program = require "tests.support.program"
local decided = require "tests.support.decided"

local script = "tests/fixtures/rules/nowhere/mirage/yunlan/2025.lua"
local yunlan = decided.county(script, { household_registration = "云岚县", birth_date = "1980-05-05", household_income = "20000" })

describe("the invented county", function ()
  it("passes its cases, which reach every article both ways, and check finds nothing", function ()
    local found, status = yunlan.test()
    assert.same({}, found.failures)
    assert.same({}, found.unreached)
    assert.equal(0, status)
    local checked, code = yunlan.check()
    assert.equal(0, code)
    assert.is_nil(checked.findings)
  end)

  it("names no word that rules/README.md does not", function ()
    local page = program.read "rules/README.md"
    local status, words = program.shell("luac5.4 -l -p " .. script .. " | grep -o '_ENV \"[a-z_]*\"' | sort -u")
    assert.equal(0, status)
    for word in words:gmatch '"([a-z_]+)"' do
      assert.truthy(page:find("`" .. word, 1, true) or page:find(word .. "(", 1, true) or page:find("\n" .. word .. " ", 1, true), word)
    end
  end)

  it("is known to the engine nowhere: no file of C speaks of its income or its funds", function ()
    local status = program.shell "grep -rqE 'household_income|fund_province|云岚' engine include"
    assert.equal(1, status)
  end)
end)

describe("二（一） a share of the income", function ()
  it("is two per cent, half a yuan rounded up, never below 300 yuan", function ()
    local rows, fen = {}, {}
    for income = 1490000, 1530000, 37 do -- in fen, around the floor
      rows[#rows + 1] = { household_income = ("%d.%02d"):format(income // 100, income % 100) }
      fen[#fen + 1] = income
    end
    for i, row in ipairs(yunlan.rows(rows, "2024-10-01")) do
      local share = (fen[i] * 2 + 5000) // 10000 -- 2% of the fen, in whole yuan, half up
      assert.equal(tostring(math.max(share, 300)), row.premium, rows[i].household_income)
    end
  end)

  it("is undetermined without the income, and says which field is missing", function ()
    local row = yunlan.one({ household_income = "" }, "2024-10-01")
    assert.equal("undetermined", row.status)
    assert.truthy(row.problem:find("household_income", 1, true), row.problem)
  end)
end)

describe("三（五） the ranking", function ()
  local rank = { ["移民搬迁户"] = 1, ["低保对象"] = 2, ["护林员"] = 3, ["茶农互助社员"] = 4 }
  local amount = { ["移民搬迁户"] = "120", ["低保对象"] = "400", ["护林员"] = "210.05", ["茶农互助社员"] = "60" }

  it("decides in all 16 combinations, not the amount and not the order of the script", function ()
    local subsets = decided.subsets { "护林员", "茶农互助社员", "低保对象", "移民搬迁户" }
    local rows = {}
    for i, subset in ipairs(subsets) do rows[i] = { identities = table.concat(subset, "、") } end
    for i, row in ipairs(yunlan.rows(rows, "2024-10-01")) do
      local best
      for _, label in ipairs(subsets[i]) do
        if not best or rank[label] < rank[best] then best = label end
      end
      assert.equal(best or "", row.identity, rows[i].identities)
      assert.equal(best and amount[best] or "0", row.subsidy, rows[i].identities)
    end
  end)
end)

describe("三（六） the split", function ()
  it("of every amount sums to it to the fen, the province's part rounded down", function ()
    local rows, fen = {}, {}
    for i = 0, 60 do
      rows[#rows + 1] = { identities = "低保对象", household_income = ("%d"):format(15000 + i * 50) }
      fen[#fen + 1] = math.max(((15000 + i * 50) * 100 * 2 + 5000) // 10000, 300) * 100
    end
    for i, row in ipairs(yunlan.rows(rows, "2024-10-01")) do
      local province, county = tonumber(row.fund_province), tonumber(row.fund_county)
      assert.equal(fen[i], math.floor(province * 100 + 0.5) + math.floor(county * 100 + 0.5))
      assert.equal(fen[i] * 3 // 10, math.floor(province * 100 + 0.5))
    end
  end)
end)

describe("四 the two windows", function ()
  it("have their own days, prices and waits, on every day of two years", function ()
    local rows, days = {}, {}
    for day = decided.day_number "2024-08-01", decided.day_number "2025-06-30" do
      rows[#rows + 1], days[#days + 1] = { paid_on = decided.iso(day), paid_amount = "400" }, decided.iso(day)
    end
    for i, row in ipairs(yunlan.rows(rows, "2025-06-30")) do
      local day = days[i]
      local first = day >= "2024-09-01" and day <= "2024-12-20"
      local second = day >= "2025-01-01" and day <= "2025-03-31"
      assert.equal(first and "on_time" or second and "extended" or "not_accepted", row.status, day)
      assert.equal(day <= "2024-12-20" and "400" or "580", row.premium, day)
      local month = tonumber(day:sub(6, 7))
      assert.equal(first and "2025-01-01" or second and ("2025-%02d-01"):format(month + 3) or "", row.benefit_from, day)
    end
  end)
end)
