-- What-ifs through include/canbao.h (tests/support/api_whatif_probe.c): the same figures as the verb, and with --reference;
-- wrong calls have a status, a message and no handle.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local folder, rules, roster

setup(function ()
  folder = program.folder()
  rules, roster = trial.write(folder), trial.roster(folder)
  local sanitize = program.build:find "asan" and " -fsanitize=address,undefined" or ""
  local status, _, err = program.shell(("cc -std=c11 -Wall -Wextra -Wpedantic -Werror%s -Iinclude tests/support/api_whatif_probe.c "
    .. "-L%s -lcanbao -Wl,-rpath,$(realpath %s) -o %s/probe"):format(sanitize, program.build, program.build, folder))
  assert.equal(0, status, err)
end)
teardown(function () program.remove(folder) end)

-- Lines of the probe as lists of fields, by the first field.
local function probe(...)
  local words = {}
  for i, word in ipairs { ... } do words[i] = program.quote(word) end
  local status, out, err = program.shell(("env LC_ALL=C %s/probe %s"):format(folder, table.concat(words, " ")))
  assert.equal(0, status, out .. err)
  local found = setmetatable({}, { __index = function (t, k) t[k] = {} return t[k] end })
  for line in out:gmatch "[^\n]+" do
    local fields = {}
    for field in (line .. "\t"):gmatch "(.-)\t" do fields[#fields + 1] = field end
    table.insert(found[table.remove(fields, 1)], fields)
  end
  return found, out
end

local function verb(...)
  local status, out, err = program.run("whatif", ...)
  assert.truthy(status < 2, err)
  return assert(dkjson.decode(out))
end

local function fen(yuan) return ("%d"):format(math.floor(yuan * 100 + 0.5)) end

-- A county, its roster, a day, a rules folder, a setting.
local lingbi = { "lingbi/2023", "examples/lingbi_2023.csv", "2023-03-01", "rules", "三（二）2.subsidy=320" }

describe("a what-if through canbao.h", function ()
  local function same_as_the_verb(of)
    local script, people, day, dir, setting = table.unpack(of)
    local said = verb(script, people, "--as-of", day, "--rules-dir", dir, "--set", setting, "--json", "--gate", "cost<=+5%")
    local found = probe("compare", script, people, day, dir, "cases", setting)
    assert.same({ { "0", "" } }, found.run)
    local figures = {}
    for _, f in ipairs(found.figure) do
      assert.is_nil(figures[f[1]], f[1] .. " is listed twice")
      figures[f[1]] = f
    end
    local seen = 0
    for _, name in ipairs { "people", "money" } do
      for _, row in ipairs(said[name]) do
        local f, as = figures[row.figure], name == "money" and fen or function (n) return ("%d"):format(n) end
        assert.same({ row.figure, "0", name == "money" and "1" or "0", as(row.base), as(row.scenario), as(row.difference),
                      as(row.low), as(row.high) }, f)
        seen = seen + 1
      end
    end
    assert.truthy(seen > 8)
    assert.equal(#said.transitions, #found.transition)
    assert.truthy(#said.transitions > 0)
    for i, t in ipairs(said.transitions) do
      assert.same({ ("%d"):format(t.residents), fen(t.cost), fen(t.gain), ("%d"):format(t.residents),
                    ("%d"):format(t.first_row - 1), ("%d"):format(t.better) }, found.transition[i])
    end
    local groups = {}
    for by, name in ipairs { "by_status", "by_fund", "by_certifier", "by_identity", "by_town" } do
      for _, row in ipairs(said[name] or {}) do
        local money = (name == "by_status" or name == "by_town") and {} or { fen(row.money), fen(row.money_scenario) }
        groups[#groups + 1] = { ("%d"):format(by - 1), row[name:sub(4)], ("%d"):format(row.people),
                                ("%d"):format(row.people_scenario), money[1], money[2] }
      end
    end
    for i, g in ipairs(groups) do
      if not g[5] then g[5], g[6] = found.group[i][5], found.group[i][6] end
    end
    assert.same(groups, found.group)
    assert.equal(tonumber(said.changed_of:match "^%d+"), #found.resident)
    assert.equal(said.gates[1].kept, found.gate[2][2] == "0")
    assert.equal(said.roster_sha256, found.proof[1][5])
    return found
  end

  it("finds the figures, transitions, groups and residents that the verb prints, for Lingbi", function ()
    local found = same_as_the_verb(lingbi)
    assert.equal("三（二）2.subsidy=320", found.edit[1][1])
    assert.same({ { "none" } }, found["second edit"])
  end)

  it("finds them when every resident goes through Lua too", function ()
    local script, people, day, dir, setting = table.unpack(lingbi)
    local _, cases = probe("compare", script, people, day, dir, "cases", setting)
    local _, lua = probe("compare", script, people, day, dir, "lua", setting)
    assert.equal(cases, lua)
  end)

  it("gives both decisions of each changed resident, with the gain in fen", function ()
    local found = probe("compare", "shixian", roster, "2024-01-10", rules, "cases", "二1.subsidy=200")
    assert.same({ { "2", "1", "1000", "190", "180" } }, found.resident)
    assert.same({ { "subsidy", "190", "200", "二1", "二1" }, { "personal_due", "190", "180", "", "" } }, found.change)
    assert.same({ { "5", "1", "1", "0" } }, found.counts)
    local worse = probe("compare", "shixian", roster, "2024-01-10", rules, "cases", "二1.subsidy=180")
    assert.same({ { "2", "2", "-1000", "190", "200" } }, worse.resident)
    assert.same({ "worse_off=0", "1", "1", "0", "1" }, worse.gate[1])
  end)

  it("is proved, and outlives the base that its roster keeps", function ()
    local found = probe("compare", "shixian", roster, "2024-01-10", rules, "cases", "二1.subsidy=200")
    local _, sha256 = program.shell("sha256sum " .. roster)
    assert.same({ { "1", "1", "1", "5", sha256:match "^%x+" } }, found.proof)
    assert.same({ { "0", "" } }, found["another day"])
    assert.same({ { "0", "" } }, found["the first again"])
  end)

  it("is proved anew when another scenario was compared with its base: a roster that changed meanwhile is found", function ()
    local copy = program.write(folder .. "/copy.csv", program.read(roster))
    local found = probe("compare", "shixian", copy, "2024-01-10", rules, "cases", "二1.subsidy=200", copy)
    assert.same({ { "0", "" } }, found.prove)
    assert.same({ { "-1", copy .. " changed while it was being compared; run it again" } }, found["proved again"])
  end)

  it("is a few lines in examples/embed.c", function ()
    local status, out = program.shell(("env LC_ALL=C %s/embed shixian %s 2024-01-10 %s 二.fiscal=650 | tail -n 3"):format(
      program.build, roster, rules))
    assert.equal(0, status)
    assert.equal([[
* 三 缴费期与待遇期
what if 二.fiscal=650: the funds pay 1000 fen more
3 residents: fiscal 640 -> 650
]], out)
  end)
end)

describe("a wrong call about a what-if", function ()
  it("has a status and a message with the nearest name, and no handle", function ()
    local said, out = probe("misuse", "shixian", roster, "2024-01-10", rules)
    local function expect(name, status, message) assert.same({ { status, message } }, said[name], name) end
    assert.same({ { "-2" } }, said["NULL roster"])
    for _, name in ipairs { "NULL options", "nothing different" } do
      expect(name, "-2", "what is to be different? Give a setting, a scenario or another script")
    end
    expect("no article", "-2", "--set: there is no article “二9”; did you mean “二”?")
    expect("no effect", "-2", "--set: article 二1 fixes no “subsidi”; did you mean “subsidy”?")
    expect("no amount", "-2", "--set 二1.subsidy=much: money is needed, like 330")
    expect("NULL value", "-2", "a setting needs an article, an effect and a value")
    expect("no setting", "-2", 'a setting is ARTICLE.EFFECT=VALUE, not "subsidy=3"')
    expect("no rules", "-2", "there is no script “shixiam/2024”; did you mean “shixian/2024”?")
    expect("no scenario", "-2", ("there is no scenario “no_such_scenario” (looked for %s/scripts/no_such_scenario.lua)"):format(folder))
    expect("NULL day", "-2", '"" is not a day such as 2023-02-28')
    expect("inside a callback", "-2", "a callback must not decide on the engine that called it")
    assert.same({ { "NULL" } }, said.handle)
    assert.is_nil(out:find("a handle", 1, true))
  end)

  it("about what it found is one too", function ()
    local said = probe("misuse", "shixian", roster, "2024-01-10", rules)
    local function expect(name, status, message) assert.same({ { status, message } }, said[name], name) end
    expect("right", "0", "")
    expect("no figure", "-2", 'there is no measure "enroled"; did you mean enrolled?')
    expect("NULL figure", "-2", "which figure? The name is missing")
    expect("no gate", "-2", 'gate "cost": a gate is MEASURE OP LIMIT, such as cost<=+5%, worse_off=0 or undetermined<=base')
    expect("no measure", "-2", 'gate "worse_of=0": there is no measure "worse_of"; did you mean worse_off?')
    expect("NULL gate", "-2", "which gate? The text is missing")
    expect("no row", "-2", "there is no row 5 in a roster of 5")
    expect("no decisions", "-2", "there is no row 4294967295 in a roster of 5")
    expect("no group", "-2", "there is no group 99 of this kind")
    expect("no money", "-2", 'there is no measure "subsidi"; did you mean subsidy?')
    expect("people as money", "-2", "people is no money that a group has")
    expect("NULL file", "-2", "the file's name is missing")
    assert.equal("-4", said["no folder"][1][1])
    assert.same({ { "0000000" } }, said["past the end"])
  end)
end)
