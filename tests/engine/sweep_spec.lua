-- canbao sweep: parameters over ranges against one base. Every figure of the trial county can be checked by hand.

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

-- Residents of the trial county by a list of { paid_on, identities, registration }.
local function people(list)
  local rows = {}
  for i, r in ipairs(list) do
    local id = program.id(("9900011980%02d%02d%03d"):format(i % 12 + 1, i % 28 + 1, i))
    rows[i] = table.concat({ id, "甲" .. i, "东镇", "一村", "H" .. i, r.registration or "试县", r.identities or "",
                             r.paid_on or "", "", "" }, ",")
  end
  return trial.roster(folder, rows)
end

local function scenario(name, text) return trial.scenario(folder, name, text) end

local function run(...)
  return program.run("sweep", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress", ...)
end

local function json(...)
  local status, out, err = run("--json", ...)
  return assert(dkjson.decode(out), out .. err), status, err
end

-- A column of the points, in order; the base is the first row and no point.
local function column(found, key, of)
  local list = {}
  for _, row in ipairs(found[of or "sweep"]) do
    if row.row ~= "base" then list[#list + 1] = row[key] end
  end
  return list
end

local function lingbi(verb, ...)
  local status, out, err = program.run(verb, "lingbi/2023", "examples/lingbi_2023.csv", "--as-of", "2023-03-01", "--no-progress", ...)
  assert.equal(0, status, err)
  return out
end

describe("sweep, by hand", function ()
  it("finds that a premium up by 30 costs exactly that for each who pays it, at every point", function ()
    roster = people { { paid_on = "2023-10-01" }, { paid_on = "2023-12-31" }, { paid_on = "2024-01-01" }, {},
                      { registration = "别县" } }
    local found, status = json("--vary", "二.premium=350..440/30", "--measure", "personal_due", "--measure", "worse_off",
      "--measure", "cost")
    assert.equal(0, status)
    assert.same({ row = "base", ["二.premium"] = "380", personal_due = 2 * 380, cost = 2 * 640, problem = "" }, found.sweep[1])
    assert.same({ "350", "380", "410", "440" }, column(found, "二.premium"))
    assert.same({ 2 * 350, 2 * 380, 2 * 410, 2 * 440 }, column(found, "personal_due"))
    assert.same({ -60, 0, 60, 120 }, column(found, "personal_due_difference"))
    assert.same({ 0, 0, 4, 4 }, column(found, "worse_off"))
    assert.same({ 0, 0, 0, 0 }, column(found, "cost_difference"))
  end)

  it("marks the script's own value, and only there is every difference 0", function ()
    local found = json("--vary", "二1.subsidy=180..200/10")
    assert.same({ false, true, false }, column(found, "own"))
    for key, value in pairs(found.sweep[3]) do
      if key:find "_difference$" then assert.equal(0, value, key) end
    end
    local _, out = run("--vary", "二1.subsidy=180..200/10")
    assert.truthy(out:find("\n190 [^\n]* the script's own value"))
    assert.truthy(out:find("\n190 [^\n]* the script as it stands"))
  end)

  it("makes the product of two parameters, the first outermost", function ()
    local found = json("--vary", "二.premium=380,400", "--vary", "二1.subsidy=170,180,190", "--measure", "cost")
    assert.same({ "380", "380", "380", "400", "400", "400" }, column(found, "二.premium"))
    assert.same({ "170", "180", "190", "170", "180", "190" }, column(found, "二1.subsidy"))
    assert.same({ false, false, true, false, false, false }, column(found, "own"))
  end)

  it("counts days and months from the first one, each month on its corresponding or last day", function ()
    assert.same({ "2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31" },
      column(json("--vary", "三.deadline=2023-12-31..2024-03-31/1m"), "三.deadline"))
    assert.same({ "2024-01-07", "2024-01-03", "2023-12-30" },
      column(json("--vary", "三.deadline=2024-01-07..2023-12-30/4d"), "三.deadline"))
  end)

  it("moves people across a day's boundary and not before", function ()
    roster = people { { paid_on = "2023-12-30" }, { paid_on = "2023-12-31" }, { paid_on = "2024-01-01" } }
    local found = json("--vary", "三.deadline=2023-12-29..2024-01-01/1d", "--measure", "enrolled")
    assert.same({ 0, 1, 2, 3 }, column(found, "enrolled"))
    assert.same({ -2, -1, 0, 1 }, column(found, "enrolled_difference"))
  end)

  it("shows what the undetermined leave open beside every point", function ()
    local found = json("--vary", "二.premium=380,410", "--measure", "personal_due", "--measure", "undetermined")
    assert.same({ 1, 1 }, column(found, "undetermined"))
    assert.same({ 410 }, { found.sweep[3].personal_due })
    assert.same({ 380, 410 }, column(found, "personal_due_low", "bounds"))
    assert.same({ 380 + 190, 410 + 220 }, column(found, "personal_due_high", "bounds"))
    assert.is_nil(json("--vary", "二.premium=380,410", "--measure", "undetermined").bounds)
  end)

  it("varies what the notice states under another name, a sum to pay or a share", function ()
    roster = people { { paid_on = "2023-10-01", identities = "低保对象" } }
    local paid = json("--vary", "二1.pays=100,50", "--measure", "subsidy")
    assert.same({ 280, 330 }, column(paid, "subsidy"))
    assert.equal("二1.pays: 2 values, 100 to 50; the script says nothing under this name", paid.vary_1)
    local found = json("--vary", "二1.share=50%..75%/12.5%", "--measure", "subsidy")
    assert.same({ "50%", "62.5%", "75%" }, column(found, "二1.share"))
    assert.same({ 190, 237.5, 285 }, column(found, "subsidy"))
    assert.same({ 95 }, { json("--vary", "二1.share=1/4,9/10", "--measure", "subsidy").sweep[2].subsidy })
  end)
end)

describe("sweep's points", function ()
  it("say what whatif --set of that one point says", function ()
    local swept = dkjson.decode(lingbi("sweep", "--json", "--vary", "三（二）2.pays=40,60", "--vary",
      "三（三）.deadline=2022-12-15,2023-01-15", "--measure", "cost", "--measure", "subsidy", "--measure", "enrolled", "--measure",
      "worse_off", "--measure", "refund"))
    for i = 2, #swept.sweep do
      local point = swept.sweep[i]
      local one = dkjson.decode(lingbi("whatif", "--json", "--set", "三（二）2.pays=" .. point["三（二）2.pays"], "--set",
        "三（三）.deadline=" .. point["三（三）.deadline"]))
      local figures = {}
      for _, list in ipairs { one.people, one.money } do
        for _, row in ipairs(list) do figures[row.figure] = row end
      end
      for _, name in ipairs { "cost", "subsidy", "enrolled", "refund" } do
        assert.equal(figures[name].scenario, point[name], name)
        assert.equal(figures[name].difference, point[name .. "_difference"], name)
        assert.equal(figures[name].low, swept.bounds[i][name .. "_low"], name)
        assert.equal(figures[name].high, swept.bounds[i][name .. "_high"], name)
      end
      for _, row in ipairs(one.gains) do
        if row.who == "worse" then assert.equal(row.people, point.worse_off) end
      end
    end
    assert.equal(5, #swept.sweep)
  end)

  it("do not depend on the order of --vary", function ()
    local a, b = "三（二）2.subsidy=290,310", "三（三）.deadline=2022-12-15,2023-01-15,2023-01-31"
    local function points(...)
      local by = {}
      for i, row in ipairs(dkjson.decode(lingbi("sweep", "--json", ...)).sweep) do
        if i > 1 then by[row["三（二）2.subsidy"] .. " " .. row["三（三）.deadline"]] = row end
        row.unmoved = nil
      end
      return by
    end
    assert.same(points("--vary", a, "--vary", b), points("--vary", b, "--vary", a))
  end)

  it("come to the same by cases and through Lua alone, on any number of threads", function ()
    local what = { "--vary", "三（二）2.subsidy=290..330/20", "--vary", "三（三）.deadline=2022-12-15,2023-01-15" }
    local cases = lingbi("sweep", table.unpack(what))
    for _, more in ipairs { { "--threads", "1" }, { "--threads", "2" }, { "--reference" } } do
      local all = table.pack(table.unpack(what))
      table.move(more, 1, #more, #all + 1, all)
      assert.equal(cases, lingbi("sweep", table.unpack(all)))
    end
  end)

  it("start from the scenario and the --sets that hold at every one of them", function ()
    roster = people { { paid_on = "2023-10-01", identities = "低保对象" } }
    scenario("more", 'article "二3" "补充" { subsidy = yuan(20), fund = "县财政", when = is "低保对象" }\n')
    rules = trial.write(folder, "doubt", 'combine "subsidy" { "二", sum = true }\ndoubt')
    local found = json("--scenario", "more", "--set", "二.premium=400", "--vary", "二3.subsidy=10,30", "--measure", "subsidy",
      "--measure", "personal_due")
    assert.same({ 190, 200, 220 }, { found.sweep[1].subsidy, table.unpack(column(found, "subsidy")) })
    assert.same({ 190, 200, 180 }, { found.sweep[1].personal_due, table.unpack(column(found, "personal_due")) })
    assert.is_nil(found.sweep[1]["二3.subsidy"])
    assert.equal("二3.subsidy: 2 values, 10 to 30; the script says nothing: it has no such article", found.vary_1)
  end)

  it("show an effect that only the scenario has, which has no base", function ()
    roster = people { { paid_on = "2023-10-01" }, { paid_on = "2023-10-02" } }
    scenario("bonus", 'effect "bonus" { type = "money", title = "奖金" }\narticle "四" "奖金" { bonus = yuan(5) }')
    local found = json("--scenario", "bonus", "--vary", "四.bonus=5,7.5", "--measure", "bonus")
    assert.same({ 10, 15 }, column(found, "bonus"))
    assert.is_nil(found.sweep[1].bonus)
    assert.is_nil(found.sweep[2].bonus_difference)
  end)

  it("keep what is assumed about behaviour in columns of its own", function ()
    roster = people { { paid_on = "2023-10-01" }, {}, {}, { identities = "低保对象" } }
    scenario("cheaper", 'assume "每少缴一元，千分之二会参保" (ratio(2, 1000))\nset "二" { premium = yuan(370) }')
    local list = folder .. "/sweep.csv"
    local found = json("--scenario", "cheaper", "--vary", "二.premium=380,360,340", "-o", list)
    assert.same({ 0, 3, 3 }, column(found, "concerned", "behaviour"))
    assert.same({ "0", "0.12", "0.24" }, column(found, "people", "behaviour"))
    assert.same({ 0, 84.4, 168.8 }, column(found, "cost", "behaviour"))
    assert.same({ 0, 0, 0 }, column(found, "enrolled_difference"))
    assert.same({ 0, 0, 0 }, column(found, "cost_difference"))
    local rows = program.rows(list)
    assert.equal("0.12", rows[3].behaviour_1_people)
    assert.equal("84.4", rows[3].behaviour_1_cost)
    assert.equal("0", rows[3].cost_difference)
  end)
end)

describe("sweep, where something is wrong with a point,", function ()
  it("sees through a formula that is written differently and comes to the same for everybody", function ()
    rules = trial.write(folder, "deadline =", 'opens = date "2023-09-01", deadline =', 'benefit_from = date "2024-01-01"',
      "benefit_from = function (r, e) return r.paid_on and later(r.paid_on + days(1), e.opens) end")
    roster = people { { paid_on = "2023-10-01" }, { paid_on = "2023-10-05" }, {} }
    local found = json("--vary", "三.opens=2023-09-01,2023-09-20,2023-10-02,2023-10-06")
    assert.same({ "", "三.opens", "", "" }, column(found, "unmoved"), "from 10-02 on some pay too early")
    local one = json("--vary", "三.opens=2023-09-01,2023-09-20,2023-10-02,2023-10-06", "--threads", "1")
    assert.same(found, one)
  end)

  it("says which step moves no decision", function ()
    rules = trial.write(folder, "deadline =", 'opens = date "2023-09-01", deadline =')
    roster = people { { paid_on = "2023-10-01" } }
    local found, status, err = json("--vary", "三.opens=2023-09-01,2023-09-15,2023-10-01,2023-10-02")
    assert.equal(0, status)
    assert.equal("", err)
    assert.same({ "", "三.opens", "三.opens", "" }, column(found, "unmoved"))
    local _, out = run("--vary", "三.opens=2023-09-20,2023-10-02,2023-10-03")
    assert.truthy(out:find("\n2023%-09%-20 [^\n]* nothing changes\n"))
    assert.truthy(out:find("\n2023%-10%-03 [^\n]* no decision differs from the point before\n"))
    assert.is_nil(out:find("\n2023%-10%-02 [^\n]* no decision differs"))
    _, out = run("--vary", "三.opens=2023-09-20,2023-09-21", "--vary", "二.premium=380,400", "--measure", "cost")
    assert.truthy(out:find("\n2023%-09%-20  380 [^\n]* nothing changes\n"))
    assert.truthy(out:find("\n2023%-09%-21  400 [^\n]* no decision differs from the point before on 三.opens\n"))
  end)

  it("warns of a parameter that changes nothing at all", function ()
    roster = people { { paid_on = "2023-10-01" } }
    local _, status, err = json("--vary", "二2.subsidy=100..300/100")
    assert.equal(0, status)
    assert.equal("canbao: 二2.subsidy changes nothing: whatever its value, every resident's decision is the same\n", err)
  end)

  it("does not let a point that ends in a conflict pass for a figure", function ()
    scenario("twice", 'article "三补" "补充" { deadline = date "2023-12-31" }')
    local found, status, err = json("--scenario", "twice", "--vary", "三.deadline=2023-12-31,2024-01-05")
    assert.equal(3, status)
    assert.same({ "", "conflict: 3 residents" }, column(found, "problem"))
    assert.equal("canbao: 1 of 2 points cannot stand; the first is 三.deadline=2024-01-05 (conflict: 3 residents)\n", err)
  end)

  it("says why one could not be decided, and goes on with the others", function ()
    scenario("share", 'set "二1" { share = percent(50) }')
    roster = people { { paid_on = "2023-10-01", identities = "低保对象" } }
    local found, status, err = json("--scenario", "share", "--vary", "二1.share=50%,1/3", "--measure", "subsidy")
    assert.equal(3, status, err)
    assert.same({ 190 }, { found.sweep[2].subsidy })
    assert.truthy(err:find("1 of 2 points cannot stand; the first is 二1.share=1/3 (", 1, true), err)
  end)

  it("holds the gates at every point, and the scenario's own expectations", function ()
    local found, status, err = json("--vary", "二.premium=380..420/20", "--gate", "worse_off=0", "--gate", "undetermined<=base")
    assert.equal(1, status)
    assert.same({ "", "worse_off=0", "worse_off=0" }, column(found, "crosses"))
    assert.equal("canbao: the gate worse_off=0 is crossed at 2 of 3 points, first at 二.premium=400\n", err)
    scenario("kind", 'expect "worse_off=0"\nset "二" { premium = yuan(370) }')
    assert.equal(1, (select(2, json("--scenario", "kind", "--vary", "二.premium=360,390"))))
    assert.equal(0, (select(2, json("--scenario", "kind", "--vary", "二.premium=360,370"))))
  end)

  it("says that a range does not meet its end", function ()
    local found = json("--vary", "二.premium=380..405/10")
    assert.same({ "380", "390", "400" }, column(found, "二.premium"))
    assert.same({ "二.premium: the steps do not meet 405, so it is not among the points" }, found.notes)
  end)
end)

describe("sweep's file", function ()
  it("has a line for the base and one for each point", function ()
    local list = folder .. "/sweep.csv"
    local found = json("--vary", "二.premium=380,410", "--measure", "personal_due", "--measure", "worse_off", "-o", list)
    local rows, headings = program.rows(list)
    assert.same({ "row", "二.premium", "personal_due", "personal_due_difference", "personal_due_low", "personal_due_high", "worse_off",
                  "own", "unmoved", "crosses", "problem" }, headings)
    assert.equal(3, #rows)
    assert.same({ "base", "380", "380", "", "380", "570", "" },
      { rows[1].row, rows[1]["二.premium"], rows[1].personal_due, rows[1].personal_due_difference, rows[1].personal_due_low,
        rows[1].personal_due_high, rows[1].worse_off })
    assert.same({ "2", "410", "30", "", "3" },
      { rows[3].row, rows[3]["二.premium"], rows[3].personal_due_difference, rows[3].own, rows[3].worse_off })
    assert.equal(rows[2].own, "true")
    assert.equal(list, found.result)
  end)

  it("never takes the roster's place", function ()
    local before = program.read(roster)
    local status, _, err = run("--vary", "二.premium=380,410", "-o", roster)
    assert.equal(2, status)
    assert.truthy(err:find("--output names the roster itself; the result needs a name of its own", 1, true))
    assert.equal(before, program.read(roster))
  end)
end)

describe("sweep", function ()
  it("proves that the base was not reached", function ()
    local found = json("--vary", "二.premium=380,410")
    assert.equal("the empty scenario, decided apart, equals the base in all 5 decisions (5 cases); the SHA-256 of the "
      .. "roster and of the scripts (1) is what it was", found.isolation)
  end)

  for arguments, message in pairs {
    ["--vary 二.premum=380,410"] = "--vary: article 二 fixes no “premum”; did you mean “premium”?",
    ["--vary 二.deadline=2023-01-01,2023-02-01"] = "--vary: article 二 fixes no “deadline”; it fixes premium, fiscal",
    ["--vary 二.pays=20,30"] = "--vary: article 二 fixes no “pays”; it fixes premium, fiscal",
    ["--vary 二1.shares=20%,30%"] = "--vary: article 二1 fixes no “shares”; did you mean “share”?",
    ["--vary 二1一.subsidy=20,30"] = "--vary: there is no article “二1一”; did you mean “二1”?",
    ["--vary 增补.subsidy=20,30"] = "--vary: there is no article “增补”: canbao check lists them",
    ["--vary 二1=20,30"] = '--vary "二1=20,30": write ARTICLE.EFFECT=FROM..TO/STEP or ARTICLE.EFFECT=VALUE,VALUE',
    ["--vary 二1.subsidy=20,dear"] = '--vary "二1.subsidy=20,dear": “dear” is no money: write yuan, like 330 or 87.50',
    ["--vary 二1.subsidy=2023-01-01,20"] =
      '--vary "二1.subsidy=2023-01-01,20": “2023-01-01” is no money: write yuan, like 330 or 87.50',
    ["--vary 二1.subsidy=1.005,2"] = '--vary "二1.subsidy=1.005,2": “1.005” is no money: write yuan, like 330 or 87.50',
    ["--vary 二1.share=0.9,0.8"] = '--vary "二1.share=0.9,0.8": “0.9” is no share: write a percentage, like 90%, or 9/10',
    ["--vary 三.deadline=2023-02-29,2023-03-01"] =
      '--vary "三.deadline=2023-02-29,2023-03-01": “2023-02-29” is no day: write it like 2023-02-28',
    ["--vary 一.eligible=true,maybe"] = '--vary "一.eligible=true,maybe": “maybe” is neither true nor false',
    ["--vary 二1.subsidy=20..40"] =
      '--vary "二1.subsidy=20..40": “20..40” is no range: write FROM..TO/STEP in yuan, like 300..360/10',
    ["--vary 三.deadline=2023-12-31..2024-01-31/7"] =
      '--vary "三.deadline=2023-12-31..2024-01-31/7": “2023-12-31..2024-01-31/7” is no range: write FROM..TO/STEP in days or months, '
      .. "like 2022-12-31..2023-02-28/7d or …/1m",
    ["--vary 二1.fund=甲..乙/1"] = '--vary "二1.fund=甲..乙/1": one value does not vary: --set is for that',
    ["--vary 二1.subsidy=20..40/0"] = '--vary "二1.subsidy=20..40/0": the range “20..40/0” does not move: its step is nothing',
    ["--vary 二1.subsidy=20..20/5"] = '--vary "二1.subsidy=20..20/5": the range “20..20/5” does not move: it ends where it begins',
    ["--vary 二1.subsidy=20"] = '--vary "二1.subsidy=20": one value does not vary: --set is for that',
    ["--vary 二1.subsidy=20..21/5"] = '--vary "二1.subsidy=20..21/5": one value does not vary: --set is for that',
    ["--vary 二1.subsidy=20,30,20.00"] = '--vary "二1.subsidy=20,30,20.00": “20.00” gives a value that is there already',
    ["--vary 二1.subsidy=1..102/0.01"] =
      '--vary "二1.subsidy=1..102/0.01": this is more than the 10,000 points that one sweep may have',
    ["--vary 二1.subsidy=1..102/1 --vary 二.premium=200..300/1"] =
      "--vary: these are 10302 points; at most 10000 are made: take larger steps",
    ["--vary 二1.subsidy=1,2 --vary 二1.subsidy=3,4"] = "--vary: 二1.subsidy is varied twice",
    ["--vary 二1.subsidy=1,2 --set 二1.subsidy=3"] = "--vary: 二1.subsidy is set by --set too; leave one of the two out",
    ["--vary 二1.subsidy=1,2 --measure costs"] = '--measure: there is no measure "costs"; did you mean cost?',
    ["--vary 二1.subsidy=1,2 --gate cost"] =
      '--gate "cost": a gate is MEASURE OP LIMIT, such as cost<=+5%, worse_off=0 or undetermined<=base',
    ["--measure cost"] = "sweep needs a --vary: which parameter, over which values?",
    ["--vary 二1.subsidy=1,2 --vary 二.premium=1,2 --vary 二.fiscal=1,2"] =
      "a sweep varies one or two parameters: --vary once or twice",
  } do
    it("refuses " .. arguments, function ()
      local words = {}
      for word in arguments:gmatch "%S+" do words[#words + 1] = word end
      local status, out, err = run(table.unpack(words))
      assert.equal(2, status, err)
      assert.equal("", out)
      assert.equal("canbao: " .. message, err:match "^[^\n]*")
    end)
  end

  it("takes 10,000 points and not one more", function ()
    local function with(range)
      return program.run("sweep", "shixian/2024", folder .. "/none.csv", "--rules-dir", rules, "--vary", range)
    end
    assert.equal(4, (with "二.premium=1..10000/1")) -- then it looks for the roster
    assert.equal(2, (with "二.premium=1..10001/1"))
  end)
end)
