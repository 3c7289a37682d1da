-- The manifest: what an auditor needs to make a result again, and to see that two runs were the same run.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local folder, rules, roster, result

setup(function ()
  folder = program.folder()
  rules, roster, result = trial.write(folder), trial.roster(folder), folder .. "/result.csv"
end)
teardown(function () program.remove(folder) end)

local function manifest(...)
  local status, _, err = program.run("eval", "shixian/2024", roster, "--rules-dir", rules, "-o", result, ...)
  assert.equal(0, status, err)
  return assert(dkjson.decode(program.read(result .. ".manifest.json"))), program.read(result .. ".manifest.json")
end

local function sha256(path)
  local _, out = program.shell("sha256sum " .. program.quote(path))
  return out:match "^%x+"
end

describe("the manifest", function ()
  it("names the program's version, the notice, the script and the roster by their SHA-256", function ()
    local m = manifest("--as-of", "2024-01-10")
    local _, version = program.run "--version"
    assert.equal(version, "canbao " .. m.program.version .. "\n")
    assert.equal("shixian/2024", m.policy.name)
    assert.equal("试〔2023〕1号（虚构）", m.policy.notice)
    assert.equal(2024, m.policy.year)
    assert.same({ { path = "haishi/shizhou/shixian/2024.lua", sha256 = sha256(trial.path) } }, m.policy.sources)
    assert.equal("roster.csv", m.roster.file)
    assert.equal(sha256(roster), m.roster.sha256)
    assert.equal(#program.read(roster), m.roster.bytes)
    assert.equal(5, m.roster.residents)
    assert.equal("result.csv", m.result.file)
  end)

  it("records the day of the question, today's when none was given", function ()
    assert.equal("2024-01-10", manifest("--as-of", "2024-01-10").as_of)
    assert.equal("2024-01-10", manifest("--as-of", "2024年1月10日").as_of)
    local before = os.date "%Y-%m-%d"
    local day = manifest().as_of
    assert.truthy(day == before or day == os.date "%Y-%m-%d")
  end)

  it("records every parameter that was changed, and the counts", function ()
    local m = manifest("--as-of", "2024-01-10", "--set", "二1.subsidy=200.50", "--set", "三.deadline=2024-01-31")
    assert.same({ { article = "二1", effect = "subsidy", value = "200.50" },
      { article = "三", effect = "deadline", value = "2024-01-31" } }, m.settings)
    assert.same({ residents = 5, decided = 4, undetermined = 1, conflict = 0, gap = 0, limit = 0, error = 0, cases = 5 },
      m.counts)
    assert.is_nil(m.targets)
  end)

  it("differs between two equal runs in the member `run` alone", function ()
    local _, first = manifest("--as-of", "2024-01-10")
    local rows = program.read(result)
    local m, second = manifest("--as-of", "2024-01-10", "--reference")
    assert.equal(rows, program.read(result))
    local function rest(text) return (assert(text:match '^(.-)"run":')) end
    assert.equal(rest(first), rest(second))
    assert.truthy(m.run.started:find "^%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%dZ$")
    assert.is_true(m.run.reference)
  end)

  it("shows another script, another roster, another day and a changed parameter", function ()
    local _, base = manifest("--as-of", "2024-01-10")
    local function rest(text) return (assert(text:match '^(.-)"run":')) end
    local function differs(text) assert.not_equal(rest(base), rest(text)) end
    differs(select(2, manifest("--as-of", "2024-01-11")))
    differs(select(2, manifest("--as-of", "2024-01-10", "--set", "二1.subsidy=190")))
    program.write(trial.path, trial.script .. "-- a remark\n")
    differs(select(2, manifest("--as-of", "2024-01-10")))
    program.write(trial.path, trial.script)
    program.write(roster, (program.read(roster):gsub("甲一", "甲甲")))
    differs(select(2, manifest("--as-of", "2024-01-10")))
    trial.roster(folder)
    assert.equal(rest(base), rest(select(2, manifest("--as-of", "2024-01-10"))))
  end)
end)
