-- make guard (scripts/guard.sh) in a repository of its own, and what it stands on: whatif --instead.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local script = "rules/anhui/suzhou/lingbi/2023.lua"

describe("make guard", function ()
  local folder, build

  local function shell(command)
    local status, out, err = program.shell("cd " .. program.quote(folder) .. " && " .. command)
    return status, out, err
  end

  local function commit()
    assert.equal(0, (shell "git add -A && git -c user.name=x -c user.email=x@example.org commit -q --allow-empty -m x"))
  end

  local function edit(...)
    local text = program.read(folder .. "/" .. script)
    for i = 1, select("#", ...), 2 do
      local from, to = text:find((select(i, ...)), 1, true)
      assert(from, "the script has no " .. (select(i, ...)))
      text = text:sub(1, from - 1) .. select(i + 1, ...) .. text:sub(to + 1)
    end
    program.write(folder .. "/" .. script, text)
  end

  local function guard(settings)
    return shell(("env LC_ALL=C LANGUAGE= CANBAO_BUILD=%s %s bash scripts/guard.sh"):format(program.quote(build), settings or ""))
  end

  before_each(function ()
    folder = program.folder()
    build = select(2, program.shell("realpath " .. program.build)):match "[^\n]+"
    assert.equal(0, (program.shell(("mkdir -p %s/scripts %s/examples %s/rules/anhui && cp -R rules/anhui/suzhou %s/rules/anhui/ && "
      .. "cp rules/fields.lua %s/rules/ && cp examples/lingbi_2023.csv %s/examples/ && cp scripts/guard.sh %s/scripts/ && "
      .. "git -c init.defaultBranch=main init -q %s"):gsub("%%s", folder))))
    commit()
  end)
  after_each(function () program.remove(folder) end)

  it("has nothing to say about a first commit, and refuses a base that is not there", function ()
    local status, out = guard()
    assert.equal(0, status)
    assert.equal("guard: this is the first commit, so there is nothing before it\n", out)
    local refused, _, err = guard "GUARD_BASE=nowhere"
    assert.equal(2, refused)
    assert.truthy(err:find("there is no commit nowhere here", 1, true), err)
  end)

  it("lets a remark pass, and a script that is new", function ()
    edit("policy {", "-- nothing but a remark\npolicy {")
    assert.equal(0, (shell "mkdir -p rules/x/lingbi && cp rules/anhui/suzhou/lingbi/2023.lua rules/x/lingbi/2024.lua"))
    commit()
    local status, out, err = guard "GATES='worse_off=0 changed=0'"
    assert.equal(0, status, out .. err)
    assert.equal("guard: lingbi/2023 holds: 0 of 2000 decisions change (worse_off=0 changed=0)\nguard: lingbi/2024 is new\n", out)
  end)

  it("stops an amount that leaves somebody worse off, and names the residents", function ()
    local _, said = program.run("whatif", "lingbi/2023", "examples/lingbi_2023.csv", "--as-of", "2023-03-01", "--set",
      "三（二）2.subsidy=280", "--json")
    local worse
    for _, row in ipairs(dkjson.decode(said).gains) do if row.who == "worse" then worse = row.people end end
    assert.truthy(worse > 50)
    edit("subsidy = yuan(300)", "subsidy = yuan(280)", "pays = yuan(50)", "pays = yuan(70)")
    commit()
    local status, out, err = guard "GATES='undetermined<=base worse_off=0'"
    assert.equal(1, status, out .. err)
    assert.truthy(out:find("guard: lingbi/2023 does not hold (undetermined<=base worse_off=0), examples/lingbi_2023.csv as of "
      .. "2023-03-01:\n", 1, true), out)
    assert.truthy(out:find(("worse_off=0: %d residents in all"):format(worse), 1, true), out)
    assert.truthy(out:find "worse_off=0 +%d+ +990%d%d%d%*+%w%w%w%w +1\n", out)
    assert.truthy(err:find("the gate worse_off=0 is crossed", 1, true), err)
    local kept
    kept, out = guard()
    assert.equal(0, kept)
    assert.truthy(out:find(("lingbi/2023 holds: %d of 2000 decisions change"):format(worse + 0), 1, true), out)
  end)

  it("invents residents for a county without an example roster", function ()
    assert.equal(0, (shell "git rm -q examples/lingbi_2023.csv"))
    edit("subsidy = yuan(300)", "subsidy = yuan(280)", "pays = yuan(50)", "pays = yuan(70)")
    commit()
    local status, out, err = guard()
    assert.equal(0, status, out .. err)
    assert.truthy(out:find "lingbi/2023 holds: [1-9]%d* of 2000 decisions change", out)
  end)

  it("stops what changes beside the script too: its fields", function ()
    local fields = program.read(folder .. "/rules/fields.lua")
    program.write(folder .. "/rules/fields.lua", (fields:gsub("paid_on", "paid_at")))
    commit()
    local status, out = guard()
    assert.equal(1, status)
    assert.truthy(out:find("guard: lingbi/2023 does not hold", 1, true), out)
  end)

  it("stops a script that is wrong, and says where", function ()
    edit("r.returning_migrant", "r.returning_migrent")
    commit()
    local status, _, err = guard()
    assert.equal(1, status)
    assert.truthy(err:find("there is no field “returning_migrent”; did you mean “returning_migrant”?", 1, true), err)
  end)

  it("takes no gate that it cannot read for one that holds", function ()
    commit()
    local status, _, err = guard "GATES='worse_of=0'"
    assert.equal(2, status)
    assert.truthy(err:find('there is no measure "worse_of"; did you mean worse_off?', 1, true), err)
  end)

  it("is a goal of the Makefile, whose GATES it holds", function ()
    local _, out = program.shell "make -n guard GATES='cost<=+1%' GUARD_BASE=HEAD 2>/dev/null | grep guard.sh"
    assert.truthy(out:find("GATES='cost<=+1%' GUARD_BASE='HEAD'", 1, true), out)
  end)
end)

describe("whatif --instead", function ()
  local folder, rules, roster
  before_each(function ()
    folder = program.folder()
    rules = trial.write(folder)
    roster = trial.roster(folder)
  end)
  after_each(function () program.remove(folder) end)

  -- The trial county changed like this, in a rules folder of its own; its script.
  local function other(...)
    trial.write(folder .. "/other", ...)
    return trial.path
  end

  local function run(...)
    return program.run("whatif", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-01-10", "--no-progress", "--json", ...)
  end

  it("compares with another script, whole: the same as setting what differs", function ()
    local path = other("yuan(190)", "yuan(200)")
    local status, out, err = run("--instead", path)
    assert.equal(0, status, err)
    local found, set = dkjson.decode(out), dkjson.decode((select(2, run("--set", "二1.subsidy=200"))))
    assert.equal(path, found.instead)
    for _, part in ipairs { "people", "money", "gains", "transitions", "by_fund", "by_town" } do
      assert.same(set[part], found[part], part)
    end
  end)

  it("cancels with the way back", function ()
    local path = other("yuan(190)", "yuan(200)")
    local _, out = program.run("whatif", path, roster, "--as-of", "2024-01-10", "--instead", rules .. "/haishi/shizhou/shixian/2024.lua",
      "--json", "--rules-dir", rules)
    local back, there = dkjson.decode(out), dkjson.decode((select(2, run("--instead", path))))
    for i, row in ipairs(there.money) do assert.equal(-row.difference, back.money[i].difference) end
    local _, same = run("--instead", "shixian/2024")
    assert.equal("0 of 5", dkjson.decode(same).changed_of)
  end)

  it("does not hold against the other script what it mends", function ()
    local good = trial.path
    local bad = program.folder()
    trial.write(bad, 'article "二2"', 'article "二3" "又一条" { subsidy = yuan(5), when = is "低保对象" }\narticle "二2"')
    local worse = trial.path
    local status = program.run("whatif", worse, roster, "--rules-dir", bad .. "/rules", "--as-of", "2024-01-10", "--instead", good)
    assert.equal(0, status)
    status = run("--instead", worse)
    assert.equal(3, status)
    program.remove(bad)
  end)
end)
