-- whatif's alarm "nothing happened": for each edit that changes nobody's decision, the cause, in the trial county.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local folder, rules, roster
before_each(function ()
  folder = program.folder()
  rules = trial.write(folder)
  roster = trial.roster(folder)
end)
after_each(function () program.remove(folder) end)

-- The warnings of a run, one a line, and what it printed as JSON.
local function run(...)
  local status, out, err = program.run("whatif", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-01-10",
    "--no-progress", "--json", ...)
  assert.equal(0, status, err)
  local warnings = {}
  for line in err:gmatch "canbao: ([^\n]*)\n" do warnings[#warnings + 1] = line end
  return warnings, dkjson.decode(out).edits
end

-- A scenario of these lines, the first on line 2; its path.
local function scenario(...) return trial.scenario(folder, "s", table.concat({ ... }, "\n") .. "\n") end

local NOTHING = "nothing changed: no resident's decision is another one in the scenario"

describe("an edit that changes nobody's decision", function ()
  it("is equal by coincidence when it says what the script says", function ()
    local warnings, edits = run("--set", "二.premium=380")
    assert.same({ NOTHING, "--set 二.premium=380 changes nobody's decision; equal by coincidence: premium of article 二 is 380 "
      .. "without it, too" }, warnings)
    assert.same({ edit = "二.premium=380", file = "", changed = 0, towns = 0, cause = "equal",
      because = "equal by coincidence: premium of article 二 is 380 without it, too" }, edits[1])
  end)

  it("is equal by coincidence when another article says the same to all of its people", function ()
    trial.write(folder, 'article "二1"', 'article "二同" "低保同样" { late = true, when = is "低保对象" }\narticle "二1"')
    local path = scenario('article "二补" "低保可以补办" { late = true, when = is "低保对象" }')
    assert.same({ NOTHING, path .. ":2: add 二补 changes nobody's decision; equal by coincidence: article 二同 (" .. trial.path
      .. ":7) says the same" }, (run("--scenario", "s")))
  end)

  it("is equal by coincidence when its value is another and what follows from it is not", function ()
    trial.write(folder, 'article "三" "缴费期与待遇期" {', 'article "三起" "起始" { opens = date "2023-09-01" }\n'
      .. 'article "三" "缴费期与待遇期" {')
    assert.same({ NOTHING, "--set 三起.opens=2023-10-01 changes nobody's decision; equal by coincidence: opens becomes "
      .. "2023-10-01 instead of 2023-09-01 for 5 residents, but nothing that follows from it is another" },
      (run("--set", "三起.opens=2023-10-01")))
    -- one day later the payment of 2023-10-01 comes before the collection
    assert.same({}, (run("--set", "三起.opens=2023-10-02")))
  end)

  it("is equal by coincidence when all whom it may concern stay undetermined", function ()
    roster = trial.roster(folder, { trial.rows[4] })
    assert.same({ NOTHING, "--set 二1.fund=别的资金 changes nobody's decision; equal by coincidence: the decisions of all 1 "
      .. "residents to whom article 二1 may apply are not decided, with it and without it" }, (run("--set", "二1.fund=别的资金")))
  end)

  it("has nobody in range, and names the nearest by the day", function ()
    local path = scenario('article "三早" "九月缴费" {', '  late = true,',
      '  when = function (r) return r.paid_on and r.paid_on <= date "2023-09-30" end }')
    local warnings, edits = run("--scenario", "s")
    local cause = "nobody in range: article 三早 applies to no resident; the nearest is row 1 (ID 990001********"
      .. trial.ids[1]:sub(15) .. "): paid_on is 2023-10-01, 1 day after 2023-09-30"
    assert.same({ NOTHING, path .. ":2: add 三早 changes nobody's decision; " .. cause }, warnings)
    assert.same({ edit = "add 三早", file = path, line = 2, changed = 0, towns = 0, cause = "nobody_in_range", because = cause }, edits[1])
  end)

  it("names the nearest by what else the guard asks before the day", function ()
    scenario('article "三早" "孤儿九月缴费" { late = true, when = all { "孤儿",',
      '  function (r) return r.paid_on and r.paid_on <= date "2023-09-30" end } }')
    assert.truthy((run("--scenario", "s"))[2]:find("the nearest is row 3 (ID 990001********" .. trial.ids[3]:sub(15)
      .. "): paid_on is 2024-01-05, 97 days after 2023-09-30", 1, true))
  end)

  it("names nobody when the article asks nothing", function ()
    scenario('article "三早" "无人" { late = true, when = function (r) return false end }')
    assert.truthy((run("--scenario", "s"))[2]:find("article 三早 applies to no resident$"))
  end)

  it("is overridden by another article, which it names with its line", function ()
    trial.write(folder, 'article "二2"', 'article "二甲" "低保另有规定" { subsidy = yuan(200), fund = "救助资金", overrides = "二1", '
      .. 'when = is "低保对象" }\narticle "二2"')
    local warnings, edits = run("--set", "二1.subsidy=100")
    local cause = "overridden: for every one of the 2 residents to whom article 二1 applies, its subsidy gives way to article 二甲 ("
      .. trial.path .. ":8)"
    -- one of the two is undetermined: whether he may enrol is not known
    assert.same({ NOTHING, "--set 二1.subsidy=100 changes nobody's decision; " .. cause }, warnings)
    assert.equal("overridden", edits[1].cause)
  end)

  it("is overridden by an article that wins where the highest counts", function ()
    trial.write(folder, 'article "三"', 'combine "subsidy" { "二", highest = true }\narticle "三"')
    roster = trial.roster(folder, { (trial.rows[1]:gsub("试县,,", "试县,低保对象、孤儿,")) })
    assert.same({ NOTHING, "--set 二1.subsidy=285 changes nobody's decision; overridden: for every one of the 1 residents to whom "
      .. "article 二1 applies, its subsidy gives way to article 二2 (" .. trial.path .. ":8)" }, (run("--set", "二1.subsidy=285")))
    assert.same({}, (run("--set", "二1.subsidy=286")))
  end)

  it("is overridden by another edit of the same", function ()
    local path = scenario('set "二" { premium = yuan(390) }', 'set "二" { premium = yuan(400) }')
    local warnings, edits = run("--scenario", "s")
    assert.same({ path .. ":2: 二.premium=390 changes nobody's decision; overridden: another edit stands, 二.premium=400 ("
      .. path .. ":3)" }, warnings)
    assert.equal(3, edits[2].changed)
    assert.equal("changes", edits[2].cause)
    assert.truthy((run("--scenario", "s", "--set", "二.premium=410"))[2]:find("overridden: another edit stands, --set 二.premium=410", 1,
      true))
  end)

  it("is never read when no rule asks for it and no column shows it", function ()
    scenario('article "二总" "总额" { total = yuan(1020) }')
    assert.truthy((run("--scenario", "s"))[2]:find("never read: no other rule rests on total, and it is no column of the result; "
      .. "the 5 residents to whom article 二总 applies pay and get the same with it and without it; nothing need be done, unless another effect was meant", 1, true))
  end)

  it("is never read when none of its people is asked for it", function ()
    local path = scenario('article "三待" "未缴费的待遇" { benefit_from = date "2024-02-01", overrides = "三",',
      '  when = function (r) return not r.paid_on end }')
    assert.same({ NOTHING, path .. ":2: add 三待 changes nobody's decision; never read: of the 2 residents to whom article 三待 "
      .. "applies, none is asked for benefit_from" }, (run("--scenario", "s")))
  end)
end)

describe("the alarm", function ()
  it("is silent about edits that change somebody, also when together they change nobody", function ()
    scenario('drop "二1"', 'article "二1新" "低保对象定额资助" { subsidy = yuan(190), fund = "救助资金", when = is "低保对象" }',
      'set "二2" { fund = "别的资金" }')
    local warnings, edits = run("--scenario", "s")
    assert.same({}, warnings)
    assert.same({ 2, 2, 1 }, { edits[1].changed, edits[2].changed, edits[3].changed })
  end)

  it("knows the one edit of several that does nothing", function ()
    local warnings, edits = run("--set", "二.premium=410", "--set", "二.fiscal=640")
    assert.same({ "--set 二.fiscal=640 changes nobody's decision; equal by coincidence: fiscal of article 二 is 640 without it, too" },
      warnings)
    assert.same({ 3, 0 }, { edits[1].changed, edits[2].changed })
  end)

  it("says so when another edit builds on one", function ()
    scenario('article "二3" "孤儿再补" { refund = yuan(1), when = is "孤儿" }')
    local warnings, edits = run("--scenario", "s", "--set", "二3.refund=2")
    assert.same({}, warnings)
    local by = {}
    for _, one in ipairs(edits) do by[one.edit] = one end
    local added = by["add 二3"]
    assert.same({ "needed", nil }, { added.cause, added.changed })
    assert.truthy(added.because:find("there is no article “二3”", 1, true), added.because)
    assert.equal(1, by["二3.refund=2"].changed)
  end)

  it("counts a change to an added article among what the addition does", function ()
    scenario('article "二3" "孤儿再补" { refund = yuan(1), when = is "孤儿" }', 'set "二3" { refund = yuan(2) }')
    local warnings, edits = run("--scenario", "s")
    assert.same({}, warnings)
    assert.same({ "changes", 1, "changes", 1 }, { edits[1].cause, edits[1].changed, edits[2].cause, edits[2].changed })
  end)

  it("says the same by cases and through Lua alone", function ()
    scenario('article "三早" "九月缴费" { late = true, when = function (r) return r.paid_on and r.paid_on <= date "2023-09-30" end }',
      'set "二" { premium = yuan(390) }', 'set "二" { fiscal = yuan(640) }')
    local by_cases, cases = run("--scenario", "s")
    local by_lua, reference = run("--scenario", "s", "--reference")
    assert.equal(2, #by_cases)
    assert.same(by_cases, by_lua)
    assert.same(cases, reference)
  end)
end)
