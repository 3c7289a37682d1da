-- canbao whatif: a scenario against its base. Every figure of the trial county can be checked by hand; the identities hold for
-- the real county's example roster too.

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

-- Residents of the trial county by a list of { paid_on, paid, identities, registration, town }.
local function people(list)
  local rows = {}
  for i, r in ipairs(list) do
    local id = program.id(("9900011980%02d%02d%03d"):format(i % 12 + 1, i % 28 + 1, i))
    rows[i] = table.concat({ id, "甲" .. i, r.town or "东镇", "一村", "H" .. i, r.registration or "试县", r.identities or "",
                             r.paid_on or "", r.paid or "", "" }, ",")
  end
  return trial.roster(folder, rows)
end

local function run(...)
  return program.run("whatif", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress", ...)
end

local function json(...)
  local status, out, err = run("--json", ...)
  return assert(dkjson.decode(out), out .. err), status, err
end

local function by(list, key)
  local found = {}
  for _, row in ipairs(list) do found[row[key]] = row end
  return found
end

local function scenario(name, text) return trial.scenario(folder, name, text) end

local function eval(file, ...)
  local status, _, err = program.run("eval", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-01-10",
    "--no-progress", "-o", folder .. "/" .. file, ...)
  assert(status == 0, err)
  return program.rows(folder .. "/" .. file)
end

describe("whatif, by hand", function ()
  it("finds that a premium up by 30 costs the residents who pay it 30 each, and nobody else anything", function ()
    roster = people { { paid_on = "2023-10-01" }, { paid_on = "2023-12-31" }, { paid_on = "2024-01-01" }, {},
                      { registration = "别县" } }
    local found, status = json("--set", "二.premium=410")
    assert.equal(0, status)
    local money = by(found.money, "figure")
    assert.equal(2, by(found.people, "figure").enrolled.base)
    assert.equal(2 * 380, money.personal_due.base)
    assert.equal(2 * 410, money.personal_due.scenario)
    assert.equal(2 * 30, money.personal_due.difference)
    assert.equal(0, money.cost.difference)
    local gains = by(found.gains, "who")
    assert.equal(4, gains.worse.people)
    assert.equal(1, gains.same.people)
    assert.equal(0, gains.better.people)
    assert.same({ -120, -30, -30, -30 },
      { by(found.spread, "who").loss.sum, by(found.spread, "who").loss.least, by(found.spread, "who").loss.median,
        by(found.spread, "who").loss.most })
  end)

  it("costs the funds exactly what a subsidy rises by, times the enrolled who get it", function ()
    roster = people { { paid_on = "2023-10-01", identities = "低保对象" }, { paid_on = "2023-10-02", identities = "低保对象" },
                      { identities = "低保对象" }, { paid_on = "2023-10-02" } }
    local found = json("--set", "二1.subsidy=200")
    assert.equal(20, by(found.money, "figure").cost.difference)
    assert.equal(20, by(found.by_fund, "fund")["救助资金"].money_difference)
    assert.equal(3, by(found.gains, "who").better.people)
    assert.equal(30, by(found.spread, "who").gain.sum)
    assert.equal(1, #found.transitions)
    assert.equal("subsidy 190 → 200 (article 二1); personal_due 190 → 180", found.transitions[1].changes)
  end)

  it("moves people from one status to another where the deadline moves, and says that it is a loss", function ()
    roster = people { { paid_on = "2023-12-30" }, { paid_on = "2023-12-31" }, { paid_on = "2024-01-01" } }
    local found = json("--set", "三.deadline=2023-12-30")
    local status = by(found.by_status, "status")
    assert.equal(2, status.on_time.people)
    assert.equal(1, status.on_time.people_scenario)
    assert.equal(-1, status.on_time.people_difference)
    assert.equal(1, by(found.gains, "who").worse.people)
    assert.equal(2, by(found.gains, "who").neither.people) -- their deadline is another, and nothing else
    assert.equal(-640, by(found.money, "figure").cost.difference)
  end)

  it("calls better in one thing and worse in another mixed, never one of them", function ()
    roster = people { { paid_on = "2024-01-01", paid = "380" } }
    scenario("both", 'set "三" { deadline = date "2024-01-05" }\nset "二" { premium = yuan(400) }')
    local found = json("--scenario", "both")
    assert.equal(1, by(found.gains, "who").mixed.people)
    assert.equal(0, by(found.gains, "who").better.people)
    assert.equal(0, by(found.gains, "who").worse.people)
  end)

  it("takes a premium and a full subsidy that rise together for no change to whom they concern", function ()
    roster = people { { paid_on = "2023-10-01", identities = "孤儿" } }
    scenario("full", 'set "二" { premium = yuan(400) }\nset "二2" { subsidy = yuan "305.50" }')
    local found = json("--scenario", "full")
    assert.equal(1, by(found.gains, "who").neither.people)
    assert.equal(20, by(found.money, "figure").subsidy.difference)
  end)

  it("keeps the undetermined apart, with what they may add", function ()
    local found = json("--set", "二.premium=410")
    local undetermined = by(found.people, "figure").undetermined
    assert.equal(1, undetermined.base)
    assert.equal(1, by(found.gains, "who").open.people)
    local money = by(found.money, "figure").personal_due
    assert.equal(410, money.scenario)
    assert.equal(410, money.low)
    assert.equal(410 + 220, money.high)
  end)
end)

describe("whatif, as identities", function ()
  it("leaves nothing between a script and itself after A to B and B to A", function ()
    scenario("there", 'set "二" { premium = yuan(410) }')
    scenario("back", 'also "there"\nset "二" { premium = yuan(380) }')
    local found, status, err = json("--scenario", "back")
    assert.equal(0, status)
    assert.is_nil(found.transitions)
    for _, row in ipairs(found.money) do assert.equal(0, row.difference, row.figure) end
    assert.truthy(err:find("nothing changed", 1, true))
  end)

  it("cancels a rise and a fall of the same size", function ()
    local up, down = json("--set", "二.premium=410"), json("--set", "二.premium=350")
    for i, row in ipairs(up.money) do assert.equal(0, row.difference + down.money[i].difference, row.figure) end
    assert.equal(by(up.gains, "who").worse.people, by(down.gains, "who").better.people)
  end)

  it("says of both sides what eval says of each", function ()
    local list = folder .. "/changed.csv"
    json("--set", "二.premium=410", "--residents", list)
    local base, other = eval("base.csv"), eval("other.csv", "--set", "二.premium=410")
    local changed = {}
    for _, row in ipairs(program.rows(list)) do changed[tonumber(row.row)] = row end
    local count = 0
    for i, row in ipairs(base) do
      local same = true
      for heading, cell in pairs(row) do
        if heading ~= "case" and heading ~= "doubts" then same = same and other[i][heading] == cell end
      end
      assert.equal(not same, changed[i] ~= nil, "row " .. i)
      if changed[i] then
        count = count + 1
        for heading in pairs(row) do
          if heading ~= "id_number" and changed[i][heading .. "_scenario"] then
            assert.equal(row[heading], changed[i][heading], heading)
            assert.equal(other[i][heading], changed[i][heading .. "_scenario"], heading)
          end
        end
      end
    end
    assert.equal(3, count)
  end)

  it("comes to the same by cases and through Lua alone, on any number of threads", function ()
    roster, rules = "examples/lingbi_2023.csv", "rules"
    local function text(...)
      local status, out, err = program.run("whatif", "lingbi/2023", roster, "--as-of", "2023-03-01", "--no-progress", "--json", "--set",
        "三（二）.premium=380", "--set", "三（三）.deadline=2022-12-15", ...)
      assert.equal(0, status, err)
      return out
    end
    local cases = text()
    assert.equal(cases, text("--reference"))
    assert.equal(cases, text("--threads", "1"))
    assert.equal(cases, text("--threads", "3"))
  end)

  it("adds up: groups, transitions and gains to the whole", function ()
    local status, out = program.run("whatif", "lingbi/2023", "examples/lingbi_2023.csv", "--as-of", "2023-03-01", "--no-progress",
      "--json", "--set", "三（二）.premium=380", "--set", "三（三）.deadline=2022-12-15")
    assert.equal(0, status)
    local found = dkjson.decode(out)
    local money, residents, cost, gains = by(found.money, "figure"), 0, 0, 0
    for _, row in ipairs(found.gains) do gains = gains + row.people end
    assert.equal(2000, gains)
    for _, t in ipairs(found.transitions) do residents, cost = residents + t.residents, cost + t.cost end
    assert.near(money.cost.difference, cost, 0.001)
    assert.equal(found.changed_of, ("%d of 2000"):format(residents))
    for _, name in ipairs { "by_status", "by_fund", "by_certifier", "by_identity", "by_town" } do
      local sum, wanted = 0, (name == "by_status" or name == "by_town") and "cost" or "subsidy"
      for _, row in ipairs(found[name]) do sum = sum + row.money_difference end
      assert.near(money[wanted].difference, sum, 0.001, name)
    end
  end)

  it("has the totals of eval on both sides", function ()
    local function summary(...)
      local status, out, err = program.run("eval", "lingbi/2023", "examples/lingbi_2023.csv", "--as-of", "2023-03-01", "--no-progress",
        "--json", ...)
      assert.equal(0, status, err)
      return dkjson.decode(out)
    end
    local _, out = program.run("whatif", "lingbi/2023", "examples/lingbi_2023.csv", "--as-of", "2023-03-01", "--no-progress", "--json",
      "--set", "三（二）.premium=380")
    local found = dkjson.decode(out)
    for side, s in pairs { people = summary(), people_scenario = summary("--set", "三（二）.premium=380") } do
      local money = side == "people" and "money" or "money_scenario"
      local fund, town = by(found.by_fund, "fund"), by(found.by_town, "town")
      for _, row in ipairs(s.by_fund) do
        assert.equal(row.people, fund[row.fund][side], row.fund)
        assert.near(row.subsidy_enrolled, fund[row.fund][money], 0.001)
      end
      for _, row in ipairs(s.by_town) do
        assert.equal(row.people, town[row.town][side])
        assert.near(row.subsidy_enrolled + row.fiscal_enrolled, town[row.town][money], 0.001)
      end
    end
  end)
end)

describe("whatif's parts", function ()
  local function unit(input, ...)
    local words = { program.quote(program.build .. "/unit"), "whatif" }
    for _, word in ipairs { ... } do words[#words + 1] = program.quote(word) end
    return select(2, program.shell(("printf -- '%s' | "):format(input) .. table.concat(words, " ")))
  end

  it("prove that the base was not reached, and find out when it was", function ()
    assert.equal("1 1 1\n", unit("", "prove", rules, "shixian/2024", roster, "2024-01-10"))
    assert.equal("the base decided again is not the base: the resident on line 2 of the roster has another status; do not use the "
      .. "comparison, and report this\n", unit("", "prove", rules, "shixian/2024", roster, "2024-01-10", "reach"))
  end)

  it("compare many scenarios side by side as they compare each alone", function ()
    local out = unit("", "many", "rules", "lingbi/2023", "examples/lingbi_2023.csv", "2023-03-01", "三（二）", "premium", "2", "350", "380",
      "400", "320", "381", "382")
    assert.truthy(out:find("^350 cost 0 changed 0\n380 cost 183000 changed 1898\n"))
    assert.truthy(out:find("6 of 6\n$"))
    assert.is_nil(out:find("alone", 1, true))
  end)

  it("take order statistics exactly: the smallest amount that so many do not exceed", function ()
    assert.equal("0 0: 0 0 0 0 0 0 0\n", unit("", "spread"))
    assert.equal("1 7: 7 7 7 7 7 7 7\n", unit("7\\n", "spread"))
    assert.equal("4 10: 1 1 1 2 3 4 4\n", unit("4\\n3\\n2\\n1\\n", "spread"))
    assert.equal("10 55: 1 1 3 5 8 9 10\n", unit("5\\n3\\n9\\n1\\n7\\n10\\n2\\n8\\n6\\n4\\n", "spread"))
    assert.equal("5 -15: -5 -5 -5 -5 0 0 0\n", unit("-5\\n0\\n-5\\n0\\n-5\\n", "spread"))
  end)
end)

describe("whatif's gates", function ()
  local function gate(text) return run("--set", "二.premium=410", "--gate", text) end

  for text, status in pairs {
    ["personal_due<=410"] = 0, ["personal_due<410"] = 1, ["personal_due>=410"] = 0, ["personal_due>410"] = 1,
    ["personal_due=410"] = 0, ["personal_due!=410"] = 1, ["personal_due<=+30"] = 0, ["personal_due<=+29.99"] = 1,
    ["personal_due<=base+30"] = 0, ["personal_due <= base"] = 1, ["personal_due<=+7.89%"] = 1, ["personal_due<=+7.90%"] = 0,
    ["personal_due>=-5%"] = 0, ["personal_due<=107.90%"] = 0, ["cost<=base"] = 0, ["undetermined<=base"] = 0,
    ["worse_off=0"] = 1, ["worse_off<=3"] = 0, ["worse_off<=2"] = 1, ["worse_off<=60%"] = 0, ["worse_off<=59.99%"] = 1,
    ["status.on_time=1"] = 0, ["enrolled>=base"] = 0,
  } do
    it(("%s %s"):format(status == 0 and "keeps" or "crosses", text), function ()
      local got, _, err = gate(text)
      assert.equal(status, got, err)
      assert.equal(status == 1, err:find("the gate " .. text .. " is crossed", 1, true) ~= nil)
    end)
  end

  for text, message in pairs {
    ["cost"] = 'canbao: --gate "cost": a gate is MEASURE OP LIMIT, such as cost<=+5%, worse_off=0 or undetermined<=base',
    ["kost<=1"] = 'canbao: --gate "kost<=1": there is no measure "kost"; did you mean cost?',
    ["worse_off<=base"] = 'canbao: --gate "worse_off<=base": this measure has no base: give a number, or a share of all residents such as 1%',
    ["cost<=much"] = 'canbao: --gate "cost<=much": the limit is base, a sum in yuan or a percentage, or one of these with + or - against the base',
    ["enrolled<=1.5"] = 'canbao: --gate "enrolled<=1.5": the limit is base, a whole number or a percentage, or one of these with + or - against the base',
  } do
    it("refuses " .. text, function ()
      local status, out, err = gate(text)
      assert.equal(2, status)
      assert.equal("", out)
      assert.equal(message .. "\n", err)
    end)
  end

  it("lists who crosses, with masked ID numbers", function ()
    local status, out = gate "worse_off=0"
    assert.equal(1, status)
    assert.truthy(out:find(trial.ids[1]:sub(1, 6) .. "********" .. trial.ids[1]:sub(15), 1, true))
    assert.is_nil(out:find(trial.ids[1], 1, true))
  end)

  it("holds what the scenario itself expects", function ()
    scenario("costly", 'set "二" { premium = yuan(410) }\nexpect { "worse_off=0" }')
    local status, _, err = run("--scenario", "costly")
    assert.equal(1, status)
    assert.truthy(err:find("the gate worse_off=0 is crossed", 1, true))
  end)

  it("refuses an expectation that cannot be read", function ()
    scenario("odd", 'set "二" { premium = yuan(410) }\nexpect { "cosst<=1" }')
    local status, _, err = run("--scenario", "odd")
    assert.equal(2, status)
    assert.equal('canbao: the scenario expects "cosst<=1": there is no measure "cosst"; did you mean cost?\n', err)
  end)
end)

describe("whatif's assumptions", function ()
  it("come to an exact expectation, and into no other figure", function ()
    roster = people { { paid_on = "2023-10-01" }, {}, {}, { identities = "低保对象" }, { registration = "别县" } }
    scenario("cheaper", 'set "二" { premium = yuan(360) }\nassume "每少缴一元，千分之二会参保" (ratio(2, 1000))')
    local found = json("--scenario", "cheaper")
    local b = found.behaviour[1]
    assert.equal(3, b.concerned)
    assert.equal("0.12", b.people) -- 3 people, 20 yuan less, 2/1000 for each yuan
    assert.equal(84.4, b.cost) -- 0.04 of 640 three times, and of 190 once
    assert.equal(76.8, b.fiscal)
    assert.equal(7.6, b.subsidy)
    assert.equal(35.6, b.personal_due) -- 0.04 of 360, 360 and 170
    assert.equal(0, by(found.people, "figure").enrolled.difference)
  end)

  it("never let more enrol than there are", function ()
    roster = people { {}, {} }
    scenario("gift", 'set "二" { premium = yuan(10) }\nassume "都会参保" (ratio(1, 2))')
    assert.equal("2", json("--scenario", "gift").behaviour[1].people)
  end)
end)

describe("whatif", function ()
  it("states that the empty scenario equals the base, and the hashes", function ()
    local found = json("--set", "二.premium=410")
    assert.equal("the empty scenario, decided apart, equals the base in all 5 decisions (5 cases); the SHA-256 of the "
      .. "roster and of the scripts (1) is what it was", found.isolation)
    local pipe = assert(io.popen("sha256sum " .. program.quote(roster)))
    assert.equal(pipe:read "a":match "^%x+", found.roster_sha256)
    pipe:close()
  end)

  it("needs to be told what is to be different", function ()
    local status, out, err = run()
    assert.equal(2, status)
    assert.equal("", out)
    assert.truthy(err:find("whatif needs a --set or a --scenario: what is to be different?", 1, true))
  end)

  it("names the nearest scenario, article and effect", function ()
    local status, _, err = run("--set", "二.premiun=410")
    assert.equal(2, status)
    assert.equal("canbao: --set: article 二 fixes no “premiun”; did you mean “premium”?\n", err)
  end)

  it("says loudly that nothing changed", function ()
    local status, _, err = run("--set", "二.premium=380")
    assert.equal(0, status)
    assert.truthy(err:find("canbao: nothing changed: no resident's decision is another one in the scenario", 1, true))
  end)

  it("does not let a scenario that opens a gap pass for one that saves money", function ()
    scenario("hole", 'drop "三"')
    local status, _, err = run("--scenario", "hole", "--gate", "cost<=base")
    assert.equal(3, status)
    assert.truthy(err:find("residents end in a gap in the scenario", 1, true))
  end)

  it("masks ID numbers in the list of residents only when asked", function ()
    local list = folder .. "/changed.csv"
    run("--set", "二.premium=410", "--residents", list)
    assert.equal(trial.ids[1], program.rows(list)[1].id_number)
    run("--set", "二.premium=410", "--residents", list, "--mask")
    assert.equal(trial.ids[1]:sub(1, 6) .. "********" .. trial.ids[1]:sub(15), program.rows(list)[1].id_number)
  end)

  it("writes the list for a spreadsheet when asked, as diff does", function ()
    local list = folder .. "/changed.csv"
    assert.equal(0, (run("--set", "二.premium=410", "--residents", list, "--spreadsheet", "--lang", "zh")))
    local text = program.read(list)
    assert.equal("\xEF\xBB\xBF花名册行号,文件中的行,身份证号,", text:match "^.-,.-,.-,")
    assert.truthy(text:find('\n1,2,"=""' .. trial.ids[1] .. '""",东镇,一村,H1,受损,-30,个人缴费标准、个人应缴,是,是,', 1, true), text)
    local status, _, err = run("--set", "二.premium=410", "--spreadsheet")
    assert.equal(2, status)
    assert.truthy(err:find("canbao: --spreadsheet says how the list of residents is written: give --residents FILE too\n", 1, true), err)
  end)

  it("never writes the list over the roster", function ()
    local before = program.read(roster)
    local status, _, err = run("--set", "二.premium=410", "--residents", roster)
    assert.equal(2, status)
    assert.truthy(err:find("--residents names the roster itself; the list needs a name of its own", 1, true))
    assert.equal(before, program.read(roster))
  end)

  it("reads the roster again for a scenario with a label of its own", function ()
    roster = people { { paid_on = "2023-10-01", identities = "烈属" }, { paid_on = "2023-10-01" } }
    scenario("kin", 'labels "identities" { "烈属" }\narticle "二3" "烈属资助" { subsidy = yuan(100), fund = "优抚资金", when = is "烈属" }')
    local found, status, err = json("--scenario", "kin")
    assert.equal(0, status, err)
    assert.equal(100, by(found.money, "figure").subsidy.difference)
  end)
end)
