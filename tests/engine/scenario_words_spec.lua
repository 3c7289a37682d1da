-- The words of a scenario: whom it is meant for, guards it borrows, records it changes, and what --set takes under another name.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local folder, rules, roster
before_each(function ()
  folder = program.folder()
  rules = trial.write(folder, "doubt", [[
targets "四" { total = 3, file = "2024.targets.csv", counts = "counted", cutoff = date "2023-12-31", rank_by = "completion" }
township "四1" "按名次奖励" { prize = function (t) if t.rank == 1 then return yuan(1000) end return yuan(0) end }
township "四2" "工作补助" { work_subsidy = function (t) return yuan(1) * t.counted end }
doubt]])
  program.write(trial.path:gsub("%.lua$", ".targets.csv"), "乡镇,任务数\n东镇,2\n西镇街道,1\n")
  roster = trial.roster(folder)
end)
after_each(function () program.remove(folder) end)

local function scenario(name, text) return trial.scenario(folder, name, text) end

local function run(...)
  return program.run("whatif", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress", ...)
end

-- The error of a scenario of these lines, without the folder.
local function refusal(text)
  scenario("wrong", text)
  local status, out, err = run("--scenario", "wrong")
  assert.equal("", out)
  return err:gsub(folder .. "/scripts/", ""):gsub("^canbao: ", ""):match "^[^\n]*", status
end

local function towns(text)
  scenario("towns", text)
  local _, out, err = run("--scenario", "towns", "--json")
  local found = assert(dkjson.decode(out), err)
  local by = {}
  for _, row in ipairs(found.towns or {}) do by[row.town] = row end
  return by, found, err
end

describe("meant_for", function ()
  it("lets a scenario run over the script it names, or one of those", function ()
    for _, list in ipairs { '"shixian/2024"', '"shixian"', '{ "lingbi/2023", "shixian/2024" }' } do
      scenario("fits", "meant_for " .. list .. '\nset "二" { premium = yuan(400) }')
      assert.equal(0, (run("--scenario", "fits")))
    end
  end)

  it("refuses every other script, naming both", function ()
    local message, status = refusal 'meant_for { "lingbi/2023", "linyi/2024" }'
    assert.equal("wrong.lua:2: this scenario is meant for lingbi/2023, linyi/2024, not for shixian/2024", message)
    assert.equal(2, status)
  end)

  it("takes texts, and stands in a scenario", function ()
    assert.equal("wrong.lua:2: meant_for: scripts takes a list of texts, not a number", (refusal "meant_for(2024)"))
    local status, _, err = program.run("check", "shixian/2024", "--rules-dir", trial.write(folder, "doubt", 'meant_for "x"\ndoubt'))
    assert.equal(3, status)
    assert.truthy(err:find('meant_for belongs in a scenario\'s own script, after scenario "title"', 1, true), err)
  end)
end)

describe("guard_of", function ()
  it("is the guard that the article has, narrowed or widened in another", function ()
    local function subsidies(text)
      scenario("guard", text)
      local status, _, err = run("--scenario", "guard", "--residents", folder .. "/changed.csv")
      assert.equal(0, status, err)
      local list = {}
      for _, row in ipairs(program.rows(folder .. "/changed.csv")) do list[#list + 1] = row.row .. ":" .. row.subsidy_scenario end
      return list
    end
    assert.same({ "2:0" }, subsidies [[
replace "二1" "缴了费的才资助" { subsidy = yuan(190), fund = "救助资金",
  when = all { guard_of "二1", function (r) return r.paid_on end } }]])
    assert.same({ "1:285.5", "3:285.5" }, subsidies [[
replace "二2" "除低保外都资助" { subsidy = yuan "285.50", fund = "儿童基金", when = none { guard_of "二1" } }]])
  end)

  it("of an article without a guard holds for everybody", function ()
    scenario("always", 'article "增" "人人" { refund = yuan(1), when = guard_of "二" }')
    local _, out = run("--scenario", "always", "--json")
    for _, row in ipairs(dkjson.decode(out).money) do
      if row.figure == "refund" then assert.equal(4, row.difference) end
    end
  end)

  it("names the nearest article", function ()
    assert.equal("wrong.lua:2: article 二1一: there is no article “二1一”; did you mean “二1”?",
      (refusal 'article "增" "人人" { refund = yuan(1), when = guard_of "二1一" }'))
  end)
end)

describe("a record in a scenario", function ()
  it("takes the place of the notice's with the same number", function ()
    local by, found, err = towns [[
township "四1" "按人头奖励" { prize = function (t) return yuan(10) * t.counted end }]]
    assert.equal("", err)
    assert.same({ 1000, 10 }, { by["东镇"].prize, by["东镇"].prize_scenario })
    assert.equal("replace township 四1", found.edit_1)
    assert.equal("0 of 5", found.changed_of)
  end)

  it("is added under a number of its own when nobody fixes its measure", function ()
    local by, found = towns 'township "四3" "通报" { criticism = function (t) return t.counted == 0 end }'
    assert.same({ false, true }, { by["东镇"].criticism_scenario, by["西镇街道"].criticism_scenario })
    assert.is_nil(by["东镇"].criticism)
    assert.equal("add township 四3", found.edit_1)
  end)

  it("cannot fix a measure that another clause fixes", function ()
    assert.equal("wrong.lua:2: article 四3: prize is fixed by 四1: a scenario changes it under that number",
      (refusal 'township "四3" "另奖" { prize = function () return yuan(1) end }'))
  end)

  it("can be dropped", function ()
    local by, found = towns 'drop "四2"'
    assert.equal("drop 四2", found.edit_1)
    assert.equal(1, by["东镇"].work_subsidy)
    assert.is_nil(by["东镇"].work_subsidy_scenario)
  end)

  it("needs the word scenario before it", function ()
    program.write(folder .. "/bare.lua", 'township "四1" "无题" { prize = function () return yuan(1) end }\n')
    local status, _, err = run("--scenario", folder .. "/bare.lua")
    assert.equal(3, status)
    assert.truthy(err:find('a scenario begins with scenario "title"', 1, true), err)
  end)
end)

describe("--set", function ()
  it("takes what the notice could state under another name", function ()
    local _, out = run("--set", "二1.pays=80", "--json")
    local wanted = dkjson.decode(out).transitions
    local _, same = run("--set", "二1.subsidy=300", "--json")
    assert.same(dkjson.decode(same).transitions, wanted)
    assert.equal("subsidy 190 → 300 (article 二1); personal_due 190 → 80", wanted[1].changes)
  end)

  for value, message in pairs {
    ["二1.pays=eighty"] = "article 二1: --set 二1.pays=eighty: money is needed, like 330",
    ["二1.share=0.9"] = "article 二1: --set 二1.share=0.9: a share is needed, like 90% or 9/10",
    ["二1.share=9/0"] = "article 二1: --set 二1.share=9/0: a share is needed, like 90% or 9/10",
    ["二.pays=80"] = "--set: article 二 fixes no “pays”; it fixes premium, fiscal",
    ["二1.pay=80"] = "--set: article 二1 fixes no “pay”; did you mean “pays”?",
  } do
    it("refuses " .. value, function ()
      local status, out, err = run("--set", value)
      assert.equal(2, status)
      assert.equal("", out)
      assert.truthy(err:find(message, 1, true), err)
    end)
  end
end)

describe("list", function ()
  it("shows the scenarios beside the rules with whom they are meant for, and nothing else that is Lua", function ()
    scenario("dearer", 'meant_for { "shixian/2024", "shixian/2025" }\nset "二" { premium = yuan(400) }')
    scenario("anywhere", 'set "二" { premium = yuan(400) }')
    program.write(folder .. "/scripts/tool.lua", 'print "no scenario"\n')
    local status, out, err = program.run("list", "--rules-dir", rules .. "/", "--json")
    assert.equal(0, status, err)
    local shown = {}
    for i, row in ipairs(dkjson.decode(out).scenarios) do shown[i] = row.scenario .. " | " .. row.title .. " | " .. row.meant_for end
    assert.same({ "anywhere | anywhere | ", "dearer | dearer | shixian/2024, shixian/2025" }, shown)
  end)

  it("has no second table where there are no scenarios", function ()
    local _, out = program.run("list", "--rules-dir", rules, "--json")
    assert.is_nil(dkjson.decode(out).scenarios)
  end)
end)
