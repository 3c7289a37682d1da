-- require "canbao" in stock lua5.4 (scripts/lua): programs of a few lines each, run by the interpreter as a user would.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local folder, rules, roster

setup(function ()
  folder = program.folder()
  rules, roster = trial.write(folder), trial.roster(folder)
end)
teardown(function () program.remove(folder) end)

-- A sanitized module needs its runtime in the interpreter; what the interpreter itself leaks is not ours.
local preload = program.build:find "asan"
  and "LD_PRELOAD=$(cc -print-file-name=libasan.so):$(cc -print-file-name=libubsan.so) ASAN_OPTIONS=detect_leaks=0 " or ""

local function lua(path)
  return program.shell(("env -u CANBAO_RULES LC_ALL=C LUA_PATH='%s/lua/?.lua;;' LUA_CPATH='%s/lua/?.so;;' %slua5.4 %s"):format(
    program.build, program.build, preload, program.quote(path)))
end

-- Runs a program with the module, the trial county and its roster at hand; what it printed, line by line.
local function run(text)
  local head = ('local canbao = require "canbao"\nlocal rules, path, day = %q, %q, "2024-01-10"\n'
    .. 'local policy = canbao.policy("shixian", { rules_dir = rules })\nlocal roster = policy:roster(path)\n'):format(rules, roster)
  local status, out, err = lua(program.write(folder .. "/program.lua", head .. text))
  assert.equal(0, status, out .. err)
  local lines = {}
  for line in out:gmatch "([^\n]*)\n" do lines[#lines + 1] = line end
  return lines
end

describe("a decision", function ()
  it("is a table of effects: fen, ISO days, flags and texts; what does not hold is nil", function ()
    assert.same({ "2", "190.5 yuan", "38000\t19000\t2023-12-31\ttrue\t救助资金\toverdue", "decided\tnil", "nil", "低保按缴费日认定" }, run [[
      local d = roster:decide(2, day)
      print(d.row)
      print(canbao.yuan(d.subsidy + 50) .. " yuan")
      print(d.premium, d.subsidy, d.deadline, d.eligible, d.fund, d.status)
      print(d.problem, d.case)
      print(roster:decide(1, day).fund)
      print(d.doubts[1])
    ]])
  end)

  it("that is not known says so, with bounds, and names what is missing", function ()
    assert.same({ "undetermined\tundetermined\tnil\ttrue\t0\t38000",
                  "not known, and the decision depends on it: household_registration" }, run [[
      local d = roster:decide(4, day)
      print(d.problem, d.status, d.premium, d.unknown.premium, d.bounds.premium.low, d.bounds.premium.high)
      print(d.problem_text)
    ]])
  end)

  it("shows each article, applied or not, and the question that decided", function ()
    assert.same({ "一\ttrue\ttrue\thousehold_registration is within 试县", "二1\tfalse\tfalse\tidentities do not include 低保对象" }, run [[
      for _, a in ipairs(roster:decide(1, day).articles) do
        if a.number == "一" or a.number == "二1" then print(a.number, a.applied, a.decisive, a.reason) end
      end
    ]])
  end)

  it("answers to no name but an effect's", function ()
    assert.same({ 'there is no effect "premiun"; did you mean premium?' }, run [[
      print(select(2, pcall(function () return roster:decide(1, day).premiun end)).message)
    ]])
  end)
end)

describe("all decisions", function ()
  it("come in the roster's order, one by one or as a list, with the number of cases", function ()
    assert.same({ "on_time overdue not_accepted undetermined ineligible", "5\t5\t1" }, run [[
      local words = {}
      roster:each(day, function (d, row) words[row] = d.status end)
      print(table.concat(words, " "))
      local all, cases = roster:decide_all(day)
      print(#all, cases, all[1].case)
    ]])
  end)

  it("sum up to what the verb says", function ()
    local status, out, err = program.run("whatif", "lingbi/2023", "examples/lingbi_2023.csv", "--as-of", "2023-03-01", "--set",
      "三（二）2.subsidy=320", "--json")
    assert.equal(0, status, err)
    local said, figures = dkjson.decode(out), {}
    for _, name in ipairs { "people", "money" } do
      for _, row in ipairs(said[name]) do figures[row.figure] = row end
    end
    local lines = run [[
      local s = canbao.policy("lingbi/2023", { rules_dir = "rules" }):roster "examples/lingbi_2023.csv":summary "2023-03-01"
      print(s.residents, s.eligible, s.enrolled, s.residents - s.by_problem.decided)
      print(canbao.yuan(s.enrolled_sums.subsidy), canbao.yuan(s.enrolled_sums.fiscal), canbao.yuan(s.sums.refund))
      local same = 0
      for name, fen in pairs(s.enrolled_sums) do same = same + (s.sums[name] >= fen and 1 or 0) end
      print(same, s.by_status.on_time)
    ]]
    local statuses = {}
    for _, row in ipairs(said.by_status) do statuses[row.status] = row.people end
    assert.equal(("%d\t%d\t%d\t%d"):format(figures.people.base, figures.eligible.base, figures.enrolled.base,
      figures.undetermined.base), lines[1])
    assert.equal(("%s\t%s\t%s"):format(figures.subsidy.base, figures.fiscal.base, figures.refund.base):gsub("%.0", ""), lines[2])
    assert.equal(tostring(math.tointeger(statuses.on_time)), lines[3]:match "\t(.*)")
  end)

  it("can be broken off by false and by an error, which passes through as it was", function ()
    assert.same({ "2", "table: mine\ttrue" , "a callback must not decide on the engine that called it", "5" }, run [[
      local seen = 0
      roster:each(day, function () seen = seen + 1 return seen < 2 end)
      print(seen)
      local mine = setmetatable({}, { __tostring = function () return "table: mine" end })
      local fine, problem = pcall(roster.each, roster, day, function () error(mine) end)
      print(problem, rawequal(mine, problem) and not fine)
      local _, inner
      roster:each(day, function () _, inner = pcall(roster.decide, roster, 1, day) return false end)
      print(inner.message)
      print(#roster:decide_all(day))
    ]])
  end)
end)

describe("a what-if", function ()
  it("has the figures, transitions, groups, residents and gates of the verb", function ()
    local status, out, err = program.run("whatif", "lingbi/2023", "examples/lingbi_2023.csv", "--as-of", "2023-03-01", "--set",
      "三（二）2.subsidy=320", "--gate", "changed<=1%", "--json")
    assert.equal(1, status, err)
    local said, expected = dkjson.decode(out), {}
    local function put(...) expected[#expected + 1] = table.concat({ ... }, "\t") end
    local function n(value) return (tostring(value):gsub("%.0$", "")) end
    for _, name in ipairs { "people", "money" } do
      for _, row in ipairs(said[name]) do
        put(row.figure, n(row.base), n(row.scenario), n(row.difference), n(row.low), n(row.high))
      end
    end
    for _, t in ipairs(said.transitions) do put(n(t.residents), n(t.cost), n(t.gain), n(t.median), n(t.better), n(t.first_row)) end
    for _, by in ipairs { "fund", "identity" } do
      for _, g in ipairs(said["by_" .. by]) do
        put(g[by], n(g.people), n(g.people_scenario), n(g.money), n(g.money_scenario), n(g.money_difference))
      end
    end
    put(tostring(said.gates[1].kept), n(said.gates[1].scenario), n(said.gates[1].limit), n(said.gates[1].residents))
    put(said.roster_sha256, said.edit_1)
    assert.same(expected, run [[
      local w = canbao.policy("lingbi/2023", { rules_dir = "rules" }):roster "examples/lingbi_2023.csv":whatif {
        day = "2023-03-01", set = "三（二）2.subsidy=320" }
      local all = w:figures()
      for _, name in ipairs { "people", "eligible", "ineligible", "enrolled", "undetermined", "premium", "subsidy", "personal_due",
                              "fiscal", "refund", "cost" } do
        local f = all[name]
        local show = f.money and canbao.yuan or math.tointeger
        print(name, show(f.base), show(f.scenario), show(f.difference), show(f.low), show(f.high))
      end
      for _, t in ipairs(w:transitions()) do
        print(t.residents, canbao.yuan(t.cost), canbao.yuan(t.gain.sum), canbao.yuan(t.gain.median), t.better, t.first_row)
      end
      for _, by in ipairs { "fund", "identity" } do
        for _, g in ipairs(w:groups(by)) do
          print(g.name, g.base.people, g.scenario.people, canbao.yuan(g.base.subsidy), canbao.yuan(g.scenario.subsidy),
            canbao.yuan(g.difference.subsidy))
        end
      end
      local kept, results = w:gates "changed<=1%"
      print(kept, results[1].figure.scenario, results[1].limit, results[1].residents)
      print(w:proof().roster_sha256, w:edits()[1])
    ]])
  end)

  it("walks through every changed resident with both decisions", function ()
    assert.same({ "2\tbetter\t1000\t19000\t18000", "1\tfalse\t2", "false\tsame\t0" }, run [[
      local w = roster:whatif { day = day, set = { "二1.subsidy=200" } }
      for row, r in w:residents() do print(row, r.change, r.gain, r.before.personal_due, r.after.personal_due) end
      print(w:write_residents(path .. ".changed.csv"), w:gate("worse_off=0").crossed, w:gate("better_off=0").rows[1])
      local first = w:resident(1)
      print(first.changed, first.change, first.gain)
    ]])
  end)

  it("takes scenario scripts, and holds the gates that they declare", function ()
    os.execute("mkdir -p " .. program.quote(folder .. "/scripts"))
    program.write(folder .. "/scripts/dearer.lua", 'scenario "更贵"\nset "二" { premium = yuan(400) }\nexpect "worse_off=0"\n')
    assert.same({ "更贵\tfalse\tworse_off=0\t3", "400" }, run [[
      local w = roster:whatif { day = day, scenario = "dearer" }
      local kept, results = w:gates()
      print(w:title(), kept, results[1].gate, results[1].figure.scenario)
      print(w:transitions()[1].changes[1].after)
    ]])
  end)

  it("takes another script whole, with its own fields, levels and scenarios", function ()
    local other = program.folder()
    trial.write(other, "yuan(190)", "yuan(195)")
    local lines = run(([[
      local w = roster:whatif { day = day, rules = %q }
      print(w:figure("better_off").scenario, w:resident(2).gain, w:resident(2).after.subsidy)
    ]]):format(trial.path))
    program.remove(other)
    assert.same({ "1\t500\t19500" }, lines)
  end)

  it("works over a roster from memory, and refuses a script that changed since it was loaded", function ()
    local own = program.folder()
    trial.write(own)
    local lines = run(([[
      local text = io.open(path):read "a"
      local script = %q
      local mine = canbao.policy("shixian", { rules_dir = %q .. "/rules" }):roster_from_text(text)
      local w = mine:whatif { day = day, set = "二1.subsidy=200" }
      print(w:figure "gain".scenario, w:proof().same_roster, mine:sha256() == roster:sha256())
      local file = io.open(script, "a") file:write "-- later\n" file:close()
      print((select(2, pcall(mine.whatif, mine, { day = "2024-01-11", set = "二1.subsidy=200" })).message:gsub("^.*/", "")))
      print((select(2, pcall(w.proof, w)) or {}).same_scripts)
      mine:whatif { day = day, set = "二1.subsidy=201", prove = false }
      print((select(2, pcall(w.proof, w)).message:gsub("^.*/", "")))
    ]]):format(trial.path, own))
    program.remove(own)
    assert.same({ "1000\ttrue\ttrue", "2024.lua changed since the policy was loaded; load it again", "true",
                  "2024.lua changed while it was being compared; run it again" }, lines)
  end)

  it("says the same when every resident goes through Lua, and over a policy with settings of its own", function ()
    assert.same({ "1000\t1000", "-1000\t二1.subsidy=190\t1" }, run [[
      local set = "二1.subsidy=200"
      print(roster:whatif { day = day, set = set }:figure "gain".scenario,
        roster:whatif { day = day, set = set, reference = true }:figure "gain".scenario)
      local changed = canbao.policy("shixian", { rules_dir = rules, set = { set, "二2.subsidy=300" } }):roster(path)
      local back = changed:whatif { day = day, set = "二1.subsidy=190" }
      print(back:figure "gain".scenario, back:edits()[1], #back:edits())
    ]])
  end)

  it("is swept in five lines", function ()
    assert.same({ "380\t0", "390\t-3000", "400\t-6000", "true" }, run [[
      for premium = 380, 400, 10 do
        local w <close> = roster:whatif { day = day, set = ("二.premium=%d"):format(premium), prove = premium == 400 }
        print(premium, w:figure "gain".scenario)
      end
      print(roster:whatif { day = day, set = "二.premium=390" }:proof().same_decisions)
    ]])
  end)
end)

describe("an error", function ()
  it("of a script is a table with file, line, article and message, and reads as one line", function ()
    local broken = program.folder()
    trial.write(broken, 'is "低保对象"', 'is "低保对像"')
    local lines = run(([[
      local fine, e = pcall(canbao.policy, "shixian", { rules_dir = %q })
      print(fine, e.status, e.line, e.article, e.file:match "[^/]*$")
      print(e.message)
      print(tostring(e) == e.file .. ":" .. e.line .. ": article " .. e.article .. ": " .. e.message)
    ]]):format(broken .. "/rules"))
    program.remove(broken)
    assert.equal("false\tscript\t7\t二1\t2024.lua", lines[1])
    assert.truthy(lines[2]:find("低保对象", 1, true), lines[2])
    assert.equal("true", lines[3])
  end)

  it("that nobody catches ends the interpreter with that line", function ()
    local status, _, err = lua(program.write(folder .. "/fails.lua",
      ('require("canbao").policy("shixiam/2024", { rules_dir = %q })'):format(rules)))
    assert.equal(1, status)
    assert.equal("lua5.4: there is no script “shixiam/2024”; did you mean “shixian/2024”?", err:match "^[^\n]+")
  end)

  it("of a call says what is wrong with it, where it was made", function ()
    assert.same({
      'program.lua:13: roster:whatif has no option sett; there are day, prove, reference, rules, scenario, set, threads',
      'program.lua:13: roster:whatif needs a day such as "2023-03-01"',
      'program.lua:13: roster:whatif: set takes a text or a list of texts, not a number',
      'program.lua:13: roster:each: threads takes a whole number, not a string',
      'program.lua:13: canbao.policy: rules_dir takes a text, not a number',
      '"2024-02-30" is not a day such as 2023-02-28',
      'what is to be different? Give a setting, a scenario or another script',
      'a setting is ARTICLE.EFFECT=VALUE, not "subsidy"',
      '--set: article 二1 fixes no “subsidi”; did you mean “subsidy”?',
      'program.lua:13: there is no row 6: the roster has rows 1 to 5',
      'program.lua:13: there is no row 0: the roster has rows 1 to 5',
      'program.lua:13: the roster has no field "nam"' }, run [[
      local function say(f)
        local _, e = pcall(f)
        print((tostring(type(e) == "table" and e.message or e):gsub("^.*/", "")))
      end
      local calls = {}
      local function try(text) calls[#calls + 1] = text end
      local env = setmetatable({ canbao = canbao, roster = roster, day = day, print = print }, { __index = _G })
      local function go()
        for _, text in ipairs(calls) do
          say(load(("\n"):rep(12) .. text, "@x/program.lua", "t", env))
        end
      end
      try "roster:whatif { day = day, sett = 'x' }"
      try "roster:whatif { set = 'x' }"
      try "roster:whatif { day = day, set = 5 }"
      try "roster:each(day, print, { threads = 'two' })"
      try "canbao.policy('x', { rules_dir = 5 })"
      try "roster:decide(1, '2024-02-30')"
      try "roster:whatif { day = day }"
      try "roster:whatif { day = day, set = 'subsidy' }"
      try "roster:whatif { day = day, set = '二1.subsidi=3' }"
      try "roster:decide(6, day)"
      try "roster:decide(0, day)"
      try "roster:text(1, 'nam')"
      go()
    ]])
  end)
end)

describe("life and death", function ()
  it("keeps a policy alive while its roster and what-ifs live, whatever is collected when", function ()
    assert.same({ "300", "true" }, run [[
      local kept, sum = {}, 0
      for i = 1, 30 do
        local w = canbao.policy("shixian", { rules_dir = rules }):roster(path):whatif {
          day = day, set = "二1.subsidy=200", prove = false }
        collectgarbage()
        if i % 3 == 0 then kept[#kept + 1] = w end
      end
      collectgarbage() collectgarbage()
      for _, w in ipairs(kept) do sum = sum + w:figure "gain".scenario // 100 + w:resident(2).after.subsidy // 1000 end
      print(sum)
      kept = nil
      collectgarbage "generational"
      for i = 1, 200 do local r = policy:roster_from_text("id_number\n1\n") r = r:decide(1, day) end
      print(#roster == 5)
    ]])
  end)

  it("frees what is closed in any order, and never before it is unused", function ()
    assert.same({ "1000", "this policy is closed", "this roster is closed", "this what-if is closed", "1", "5", "this roster is closed",
                  "canbao.roster (closed)" }, run [[
      local w = roster:whatif { day = day, set = "二1.subsidy=200" }
      local function why(f, ...) print((select(2, pcall(f, ...)):gsub("^.-: ", ""))) end
      policy:close() policy:close()
      roster:close()
      print(w:figure "gain".scenario)
      why(policy.info, policy)
      why(roster.decide, roster, 1, day)
      w:close() w:close()
      why(w.counts, w)
      local again = canbao.policy("shixian", { rules_dir = rules }):roster(path)
      local seen, cases = 0
      cases = again:each(day, function () seen = seen + 1 again:close() collectgarbage() end)
      print(cases > 0 and 1)
      print(seen)
      why(function () return #again end)
      print(tostring(again))
    ]])
  end)

  it("is not shaken by finalizers that close and decide while tables are being built", function ()
    assert.same({ "true", "true\ttrue", "true" }, run [[
      local other = canbao.policy("shixian", { rules_dir = rules }):roster(path)
      local what = roster:whatif { day = day, set = "二1.subsidy=200" }
      local function text(d) local t = {} for k, v in pairs(d.values) do t[#t + 1] = k .. tostring(v) end table.sort(t) return table.concat(t, ",") end
      local plain, refused, victims, ran = {}, 0, {}, 0
      for row = 1, 5 do plain[row] = text(roster:decide(row, day)) end
      local function trap()
        setmetatable({}, { __gc = function ()
          ran = ran + 1
          if not pcall(other.decide, other, ran % 5 + 1, day) then refused = refused + 1 end
          local victim = table.remove(victims)
          if victim then victim:close() end
        end })
      end
      collectgarbage("incremental", 10, 4000)
      local same = true
      for i = 1, 3000 do
        trap()
        same = same and text(roster:decide(i % 5 + 1, day)) == plain[i % 5 + 1]
        same = same and text(what:resident(i % 5 + 1).before) == plain[i % 5 + 1]
      end
      print(same)
      print(ran > 100, refused > 0)
      for i = 1, 60 do
        local one = roster:whatif { day = day, set = "二1.subsidy=200", prove = false }
        victims[#victims + 1] = one
        for _ = 1, 5 do
          trap()
          local fine, list = pcall(one.transitions, one)
          if fine then same = same and list[1].changes[1].after == "200" end
        end
      end
      print(same)
    ]])
  end)

  it("takes methods on nothing but what they belong to", function ()
    assert.same({ "false", "false", "false" }, run [[
      local w = roster:whatif { day = day, set = "二1.subsidy=200" }
      print((pcall(w.counts, roster)))
      print((pcall(roster.sha256, io.stdout)))
      print((pcall(getmetatable(w).__gc, roster)))
    ]])
  end)
end)

describe("money", function ()
  it("is written in yuan as eval writes it, and read without rounding", function ()
    assert.same({ "0\t350\t285.5\t-0.05\t94.05", "28550\t-5\t100\t0", "false\tfalse\tfalse" }, run [[
      print(canbao.yuan(0), canbao.yuan(35000), canbao.yuan(28550), canbao.yuan(-5), canbao.yuan(9405))
      print(canbao.fen "285.5", canbao.fen "-0.05", canbao.fen(1), canbao.fen "0")
      print(pcall(canbao.fen, "1.234") and 1 or false, pcall(canbao.fen, "x") and 1 or false, pcall(canbao.yuan, 1.5) and 1 or false)
    ]])
  end)
end)

describe("examples/what_if.lua", function ()
  it("runs as it stands and says what the verb says", function ()
    local status, out, err = lua "examples/what_if.lua"
    assert.equal(0, status, err)
    local _, said = program.run("whatif", "lingbi/2023", "examples/lingbi_2023.csv", "--as-of", "2023-03-01", "--set",
      "三（二）2.subsidy=330", "--json")
    local verb = dkjson.decode(said)
    local cost
    for _, row in ipairs(verb.money) do if row.figure == "cost" then cost = row.difference end end
    assert.truthy(out:find(("aid at 330: %d yuan more, %s, 0 worse off"):format(cost, verb.winners_losers:match "^[^,]+"), 1, true), out)
    assert.truthy(out:find("and the base is what it was", 1, true), out)
    assert.truthy(out:find("false\tusage\t--set: article 三（二）2 fixes no “subsidi”; did you mean “subsidy”?", 1, true), out)
  end)
end)
