-- The figures of a run by cases, which are counted while residents are given their keys, against those of --reference, which adds
-- one resident after the other: at the bounds of a block of residents and of several threads, for keys that do not tell the
-- case, for towns without codes, and for so many towns that they are not counted together.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local folder, rules
before_each(function ()
  folder = program.folder()
  rules = trial.write(folder)
end)
after_each(function () program.remove(folder) end)

local towns = { "东镇", "西镇街道", "", "南镇", "东镇", "东镇", "北镇" }
local places = { "试县", "试县", "试县", "", "别县" }
local labels = { "", "", "低保对象", "孤儿", "低保对象、孤儿" }

-- Residents of every kind, no two neighbours alike for long. `towns_of` gives a row's town.
local function roster(rows, town_of)
  local lines = { "姓名,乡镇,户籍地,身份类别,缴费日期,缴费金额" }
  for i = 1, rows do
    local day = i % 3 == 0 and "" or ("2023-%02d-%02d"):format(9 + i % 4, 1 + i // 7 % 28)
    lines[i + 1] = ("甲%d,%s,%s,%s,%s,%s"):format(i, town_of and town_of(i) or towns[1 + i * i // 5 % #towns],
      places[1 + i // 11 % #places], labels[1 + i // 3 % #labels], day, day == "" and "" or tostring(1 + i % 400))
  end
  return program.write(folder .. "/roster.csv", table.concat(lines, "\n") .. "\n")
end

local function figures(path, ...)
  local status, out, err = program.run("eval", "shixian", path, "--rules-dir", rules, "--as-of", "2024-01-10", "--json", ...)
  local found = assert(dkjson.decode(out), err)
  found.status = status
  return found
end

local function agree(path, threads)
  local expected = figures(path, "--reference")
  for _, count in ipairs(threads or { "1", "2", "7" }) do assert.same(expected, figures(path, "--threads", count)) end
  return expected
end

describe("a summary's figures", function ()
  for _, rows in ipairs { 1, 2, 63, 65, 2047, 2048, 2049, 4095, 4096, 4097, 8193 } do
    it(("are --reference's for %d residents"):format(rows), function ()
      local found = agree(roster(rows), rows < 100 and { "1" } or nil)
      assert.equal(rows, found.residents)
    end)
  end

  -- Two threads, then three; more than are sampled first, which are numbered twice.
  for _, rows in ipairs { 65537, 110000 } do
    it(("are --reference's for %d residents, more than are worth a thread"):format(rows), function ()
      assert.equal(rows, agree(roster(rows)).residents)
    end)
  end

  -- In 70,000 residents all but one in a thousand say nothing new; those that do come too late for the questions of the rest.
  it("leave nobody with a key that does not tell his case", function ()
    rules = trial.write(folder, 'subsidy = yuan(190), fund = "救助资金", when = is "低保对象"', [[
subsidy = yuan(190), fund = "救助资金", when = function (r)
      if not (r.name == "甲69001" or r.name == "甲1500" or r.paid_amount == yuan(77)) then return r:has "低保对象" end
      return r.village == "乙" or r.paid_on and r.paid_on > date "2023-10-10" and r.paid_on < date "2023-11-20"
    end]])
    agree(roster(70000))
  end)

  it("know towns that have no codes", function ()
    local fields, changed = assert(program.read "rules/fields.lua"):gsub('(headings = { "乡镇", [^}]*}, type = )"coded"', '%1"text"')
    assert.equal(1, changed)
    program.write(rules .. "/fields.lua", fields)
    local found = agree(roster(5000), { "1", "2" })
    assert.equal(5, #found.by_town)
  end)

  it("are the same without a field of towns", function ()
    local fields, changed = assert(program.read "rules/fields.lua"):gsub(', role = "town"', "")
    assert.equal(1, changed)
    program.write(rules .. "/fields.lua", fields)
    assert.is_nil(agree(roster(5000), { "1", "2" }).by_town)
  end)

  -- So many that keys are not counted by them, and, with a case for each amount, cases neither.
  it("are the same where every resident is a town", function ()
    local path = roster(4000, function (i) return ("第%d镇"):format(i) end)
    assert.equal(4000, #agree(path, { "1", "2" }).by_town)
    rules = trial.write(folder, "premium = yuan(380)", [[
premium = function (r)
  local n = 1
  for i = 1, 380 do if r.paid_amount and r.paid_amount > yuan(i) then n = i end end
  return yuan(n)
end]])
    assert.is_true(agree(path, { "1", "2" }).cases > 400)
  end)
end)
