-- canbao whatif --attribute: a difference split over the edits of a scenario. Every share can be worked out by hand.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local folder, rules, roster
before_each(function () folder = program.folder() end)
after_each(function () program.remove(folder) end)

-- Residents by their identities and the day of their payment.
local function people(list)
  local rows = {}
  for i, r in ipairs(list) do
    local id = program.id(("9900011980%02d%02d%03d"):format(i % 12 + 1, i % 28 + 1, i))
    rows[i] = table.concat({ id, "甲" .. i, "东镇", "一村", "H" .. i, "试县", r[1], r[2] or "2023-10-01", "", "" }, ",")
  end
  roster = trial.roster(folder, rows)
end

local function scenario(name, text) return trial.scenario(folder, name, text) end

local function run(...)
  return program.run("whatif", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress", ...)
end

-- Each edit's { in order, order-free }, by its label, and everything else that was printed.
local function split(...)
  local status, out, err = run("--json", "--attribute", ...)
  local found = assert(dkjson.decode(out), out .. err)
  local parts, sums = {}, { 0, 0 }
  for _, row in ipairs(found.attribution) do
    parts[row.edit] = { row.in_order or false, row.order_free or false }
    if row.edit ~= "total" then
      sums[1], sums[2] = sums[1] + (row.in_order or 0), sums[2] + (row.order_free or 0)
    end
  end
  return parts, found, sums, status
end

local half = { "subsidy = yuan(190), fund = \"救助资金\"", "share = percent(50), fund = \"救助资金\"" }

describe("attribution", function ()
  it("gives two edits that work on each other what each brings on the average of both orders", function ()
    rules = trial.write(folder, table.unpack(half))
    people { { "低保对象" } }
    -- 380 at 50% is 190; 420 at 50% is 210; 380 at 75% is 285; 420 at 75% is 315
    scenario("both", 'set "二" { premium = yuan(420) }\nset "二1" { share = percent(75) }')
    scenario("reversed", 'set "二1" { share = percent(75) }\nset "二" { premium = yuan(420) }')
    local parts, found = split("--scenario", "both")
    local other = split("--scenario", "reversed")
    local share
    for label in pairs(parts) do if label:find "share" then share = label end end
    assert.same({ 20, 25 }, parts["二.premium=420"])
    assert.same({ 105, 100 }, parts[share])
    assert.same({ 125, 125 }, parts.total)
    assert.equal("cost", found.attribution_measure)
    assert.same({ 30, 25 }, other["二.premium=420"])
    assert.same({ 95, 100 }, other[share])
  end)

  it("does not depend on the order of --set where it is order-free, and does where it is in order", function ()
    rules = trial.write(folder, table.unpack(half))
    people { { "低保对象" }, { "低保对象", "2023-12-31" } }
    local first = split("--set", "二.premium=420", "--set", "三.deadline=2023-12-30")
    local second = split("--set", "三.deadline=2023-12-30", "--set", "二.premium=420")
    assert.same({ 40, 30 }, first["二.premium=420"])
    assert.same({ -850, -840 }, first["三.deadline=2023-12-30"])
    assert.same({ 20, 30 }, second["二.premium=420"])
    assert.same({ -830, -840 }, second["三.deadline=2023-12-30"])
    assert.same({ -810, -810 }, first.total)
  end)

  it("is the same through --reference and on one thread", function ()
    rules = trial.write(folder, table.unpack(half))
    people { { "低保对象" }, { "低保对象", "2023-12-31" }, { "孤儿" } }
    local edits = { "--set", "二.premium=420", "--set", "三.deadline=2023-12-30" }
    local parts = split(table.unpack(edits))
    assert.same(parts, (split("--reference", table.unpack(edits))))
    assert.same(parts, (split("--threads", "1", table.unpack(edits))))
  end)

  it("gives nothing to an edit without an effect, and the same to two that do the same", function ()
    rules = trial.write(folder)
    people { { "低保对象" }, { "孤儿" }, { "" } }
    local parts = split("--set", "二1.subsidy=200", "--set", "三.benefit_to=2024-11-30", "--set", "二2.subsidy=295.50")
    assert.same({ 10, 10 }, parts["二1.subsidy=200"])
    assert.same({ 10, 10 }, parts["二2.subsidy=295.50"])
    assert.same({ 0, 0 }, parts["三.benefit_to=2024-11-30"])
  end)

  it("sums to the fen where a share is no whole fen: what is left over goes to the earlier of equals", function ()
    rules = trial.write(folder, 'doubt "二1"', [[
article "二3" "特困人员资助" { subsidy = yuan(190), fund = "救助资金", when = is "特困人员" }
combine "subsidy" { "二", highest = true, ties = "in_order" }
doubt "二1"]], 'yuan "285.50"', "yuan(190)")
    people { { "低保对象、孤儿、特困人员" } }
    local parts, _, sums = split("--set", "二1.subsidy=191", "--set", "二2.subsidy=191", "--set", "二3.subsidy=191")
    assert.same({ 1, 1 }, parts.total)
    assert.same({ 1, 0.34 }, parts["二1.subsidy=191"])
    assert.same({ 0, 0.33 }, parts["二2.subsidy=191"])
    assert.same({ 0, 0.33 }, parts["二3.subsidy=191"])
    assert.same({ 100, 100 }, { math.floor(sums[1] * 100 + 0.5), math.floor(sums[2] * 100 + 0.5) })
  end)

  it("splits a number of people just as well", function ()
    rules = trial.write(folder)
    people { { "低保对象" }, { "" }, { "", "2023-12-31" } }
    local _, out = run("--json", "--attribute=worse_off", "--set", "二.premium=381", "--set", "三.deadline=2023-12-30")
    local found = dkjson.decode(out)
    assert.equal("worse_off", found.attribution_measure)
    -- the premium alone: 3; the deadline alone: 1; both: 3. (3 + 2) / 2 and (1 + 0) / 2, in whole people
    assert.same({ edit = "二.premium=381", in_order = 3, order_free = 3 }, found.attribution[1])
    assert.same({ edit = "三.deadline=2023-12-30", in_order = 0, order_free = 0 }, found.attribution[2])
    assert.same({ edit = "total", in_order = 3, order_free = 3 }, found.attribution[3])
  end)

  local nine = { "二.premium=390", "二.fiscal=650", "二1.subsidy=200", "二1.fund=甲", "二2.subsidy=300", "二2.fund=乙",
    "三.deadline=2023-12-30", "三.benefit_from=2024-02-01", "三.benefit_to=2024-11-30" }

  it("is exact over all combinations of eight edits", function ()
    rules = trial.write(folder, table.unpack(half))
    people { { "低保对象" }, { "孤儿" }, { "" }, { "低保对象", "2023-12-31" } }
    local words = {}
    for i = 1, 8 do words[2 * i - 1], words[2 * i] = "--set", nine[i == 3 and 9 or i] end
    local parts, _, sums = split(table.unpack(words))
    -- the deadline takes one of four away: 1/2 of its fiscal subsidy's rise goes to each of the two
    assert.same({ 10 * 4, 10 * 4 - 5 }, parts["二.fiscal=650"])
    assert.same({ 10, 10 - 2.5 }, parts["二.premium=390"])
    assert.same(parts.total, sums)
  end)

  it("says that nine edits are too many for an order-free split, and still splits them in order", function ()
    rules = trial.write(folder)
    people { { "低保对象" }, { "孤儿" }, { "" } }
    local words = {}
    for i = 1, 9 do words[2 * i - 1], words[2 * i] = "--set", nine[i] end
    local parts, found, sums, status = split(table.unpack(words))
    assert.equal(0, status)
    assert.same({ 30, false }, parts["二.fiscal=650"])
    assert.same({ 10, false }, parts["二1.subsidy=200"])
    assert.equal(parts.total[1], sums[1])
    assert.same({ "No order-free split: it is exact up to 8 edits, and these are 9; leave some out, or bring several together in "
      .. "one article." }, found.notes and { found.notes[#found.notes] })
  end)

  it("lets what a scenario does to an article of its own come to nothing where the article is left out", function ()
    rules = trial.write(folder)
    people { { "烈属" }, { "" } }
    scenario("kin", [[
labels "identities" { "烈属" }
article "二3" "烈属资助" { subsidy = yuan(100), fund = "优抚资金", when = is "烈属" }
set "二3" { subsidy = yuan(120) }]])
    local parts = split("--scenario", "kin")
    assert.same({ 100, 110 }, parts["add 二3"]) -- 100 alone, 120 with the other; the other nothing alone
    assert.same({ 20, 10 }, parts["二3.subsidy=120"])
  end)

  it("names a combination that does not load, and makes no split that would need it", function ()
    rules = trial.write(folder)
    people { { "低保对象" } }
    scenario("again", 'drop "二1"\narticle "二1" "低保资助" { subsidy = yuan(200), fund = "救助资金", when = is "低保对象" }')
    local parts, found, _, status = split("--scenario", "again")
    assert.equal(0, status)
    assert.same({ 10, 10 }, parts.total)
    assert.same({ false, false }, parts["add 二1"])
    local notes = table.concat(found.notes, "\n")
    assert.truthy(notes:find("with no edit on, the rules cannot decide: ", 1, true), notes)
    assert.truthy(notes:find("with add 二1 on, the rules cannot decide: ", 1, true), notes)
    assert.is_nil(notes:find("with drop 二1 on", 1, true))
    assert.truthy(notes:find("No split in order: one of its steps cannot be decided.", 1, true), notes)
    assert.truthy(notes:find("No order-free split: one of its combinations cannot be decided.", 1, true), notes)
  end)

  it("names a combination that leaves residents without a decision", function ()
    rules = trial.write(folder)
    people { { "" }, { "低保对象" } }
    scenario("window", [[
drop "三"
article "三新" "缴费期" { deadline = date "2023-12-31", benefit_from = date "2024-01-01", benefit_to = date "2024-12-31" }]])
    local parts, found = split("--scenario", "window")
    assert.same({ 0, 0 }, parts.total)
    assert.same({ 2 * -640 - 190, -(2 * 640 + 190) / 2 }, parts["drop 三"])
    assert.equal("with drop 三 on, 2 residents more than in the base end without a decision and count for nothing", found.notes[#found.notes])
  end)

  it("offers the nearest measure for one that there is not", function ()
    rules = trial.write(folder)
    people { { "" } }
    local status, out, err = run("--attribute=kost", "--set", "二.premium=390")
    assert.equal(2, status)
    assert.equal("", out)
    assert.equal('canbao: there is no measure "kost"; did you mean cost?\n', err)
  end)
end)
