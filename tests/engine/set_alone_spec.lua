-- What a --set, a --vary and a scenario's set leave as it is: an amount or a day that the script writes once, as a local,
-- and uses in several places. On Lingbi's script, whose COLLECTION_TO is such a day.

local program = require "tests.support.program"
local dkjson = require "dkjson"

local SCRIPT = "rules/anhui/suzhou/lingbi/2023.lua"
local PLACES = "三（二）新生儿、三（二）新生儿待遇、三（二）停止资助、三（二）补退、三（三）补办新增、三（三）补办待遇、"
  .. "三（三）等待期待遇、三（六）2、四（一）、targets 二、doubt 三（三）、doubt 三（三）返乡"
-- As whatif and the page say it, who count whom it concerns.
local PEOPLE = ". Residents to whom these places apply: 3"
local DAY = " changes article 三（三） alone; COLLECTION_TO (" .. SCRIPT .. ":13) also stands in " .. PLACES
  .. ": those keep 2022-12-31. To change all of them, edit line 13 of a copy and use canbao diff (or whatif --instead)"

local folder, roster
setup(function ()
  folder = program.folder()
  roster = program.write(folder .. "/roster.csv", "姓名,户籍地,出生日期,缴费日期,缴费金额,身份类别\n"
    .. "甲,灵璧县,1980-01-01,2023-01-10,350,\n乙,灵璧县,1970-01-01,2022-11-01,350,稳定脱贫人口\n"
    .. "丙,灵璧县,1960-01-01,2022-11-02,50,低保对象\n")
end)
teardown(function () program.remove(folder) end)

-- The warnings of a run that say what a change leaves as it is, and what it printed as JSON.
local function run(verb, ...)
  local status, out, err = program.run(verb, "lingbi/2023", roster, "--as-of", "2023-03-01", "--no-progress", "--json",
    "--rules-dir", "rules", ...)
  assert.equal(0, status, err)
  local warnings = {}
  for line in err:gmatch "canbao: ([^\n]*)\n" do
    if line:find(" alone; ", 1, true) then warnings[#warnings + 1] = line end
  end
  return warnings, dkjson.decode(out).also_used
end

local function scenario(...)
  return program.write(folder .. "/s.lua", 'scenario "s"\n' .. table.concat({ ... }, "\n") .. "\n")
end

describe("a value that the script writes as a local", function ()
  it("is said by whatif to stay where else it stands, through helper functions, targets and doubts, and as JSON", function ()
    local warnings, used = run("whatif", "--set", "三（三）.deadline=2023-01-14")
    assert.same({ "--set 三（三）.deadline=2023-01-14" .. DAY .. PEOPLE }, warnings)
    assert.same({ { change = "--set 三（三）.deadline=2023-01-14", ["local"] = "COLLECTION_TO", file = SCRIPT,
      line = 13, keeps = "2022-12-31", also_used = PLACES, repeats = "", people = 3 } }, used)
  end)

  it("is said by eval, too", function ()
    local warnings, used = run("eval", "--set", "三（三）.deadline=2023-01-14")
    assert.same({ "--set 三（三）.deadline=2023-01-14" .. DAY }, warnings)
    assert.equal(PLACES, used[1].also_used)
  end)

  it("is said by sweep once for the parameter that varies", function ()
    local warnings, used = run("sweep", "--vary", "三（三）.deadline=2023-01-14,2023-01-15")
    assert.same({ "--vary 三（三）.deadline" .. DAY }, warnings)
    assert.equal("--vary 三（三）.deadline", used[1].change)
  end)

  it("is said of a scenario's set, with its line", function ()
    local path = scenario('', 'set "三（三）" { deadline = date "2023-01-14" }')
    assert.same({ path .. ":3: 三（三）.deadline=2023-01-14" .. DAY .. PEOPLE }, (run("whatif", "--scenario", path)))
  end)

  it("stands on the page beside its edit", function ()
    run("whatif", "--set", "三（三）.deadline=2023-01-14", "--html", folder .. "/page.html")
    local page = program.read(folder .. "/page.html")
    assert.truthy(page:find('<span class="note">--set 三（三）.deadline=2023-01-14 changes article 三（三） alone; COLLECTION_TO (', 1,
      true))
  end)

  it("is said to decide nobody where it only says again what its article fixes, and of how many whatif knows", function ()
    local head = " changes article 三（二） alone; PREMIUM (" .. SCRIPT .. ":9) also stands in 三（二）3, but there it only says again "
      .. "what the article fixes, and nobody is decided by it: "
    local tail = "nobody keeps 350. Here nothing need be done; in the script, line 9 changes all of them"
    local warnings, used = run("whatif", "--set", "三（二）.premium=380")
    assert.same({ "--set 三（二）.premium=380" .. head .. "of the 1 residents to whom it applies " .. tail }, warnings)
    assert.same({ change = "--set 三（二）.premium=380", ["local"] = "PREMIUM", file = SCRIPT, line = 9, keeps = "350",
      also_used = "三（二）3", repeats = "三（二）3", people = 1 }, used[1])
    assert.same({ "--set 三（二）.premium=380" .. head .. tail }, (run("eval", "--set", "三（二）.premium=380")))
    local _, out = program.run("whatif", "lingbi/2023", roster, "--as-of", "2023-03-01", "--no-progress", "--rules-dir", "rules",
      "--set", "三（二）.premium=380")
    assert.truthy(out:find(SCRIPT .. ":9  350    三（二）3 (said again; nobody is decided by it)\n", 1, true), out)
    local _, _, err = program.run("whatif", "lingbi/2023", roster, "--as-of", "2023-03-01", "--no-progress", "--rules-dir", "rules",
      "--set", "三（二）.premium=380", "--lang", "zh")
    assert.truthy(err:find("还用在 三（二）3，但那里只是把同一件事再写一遍，判定不用它：它适用的 1 人里没有人仍按 350。这里不用做什么；"
      .. "要改脚本，改第 9 行，几处一起变\n", 1, true), err)
  end)

  it("decides those of an article that fixes nothing else for it, and both kinds are told apart", function ()
    local text = program.read(SCRIPT):gsub("subsidy = yuan%(175%), pays = yuan%(175%)", "pays = PREMIUM")
    local at = folder .. "/rules/anhui/suzhou/lingbi"
    assert(os.execute("mkdir -p " .. at .. " && cp rules/fields.lua " .. folder .. "/rules/"))
    program.write(at .. "/2023.lua", text)
    local _, _, err = program.run("whatif", "lingbi/2023", roster, "--as-of", "2023-03-01", "--no-progress", "--rules-dir",
      folder .. "/rules", "--set", "三（二）.premium=380")
    assert.truthy(err:find("2023.lua:9) also stands in 三（二）2监测: those keep 350. To change all of them, edit line 9 of a copy and use "
      .. "canbao diff (or whatif --instead). Residents to whom these places apply: 0. In 三（二）3 it only says again what the article "
      .. "fixes; nobody is decided by that\n", 1, true), err)
  end)

  it("is a table with one place a row on a terminal", function ()
    local _, out = program.run("whatif", "lingbi/2023", roster, "--as-of", "2023-03-01", "--no-progress", "--rules-dir", "rules",
      "--set", "三（三）.deadline=2023-01-14")
    assert.truthy(out:find("COLLECTION_TO  " .. SCRIPT .. ":13  2022-12-31  三（二）新生儿\n", 1, true), out)
    assert.truthy(out:find("\n +targets 二\n"), out)
  end)
end)

describe("nothing is said", function ()
  before_each(function () -- of these, though it is said of others
    assert.equal(1, #run("eval", "--set", "三（三）.deadline=2023-01-14"))
  end)

  it("of a literal, nor of what another name states by a local", function ()
    local warnings, used = run("whatif", "--set", "三（二）2.subsidy=330")
    assert.same({}, warnings)
    assert.is_nil(used)
    assert.same({}, (run("whatif", "--set", "三（二）3.subsidy=10")))
    assert.same({ "--set 三（二）3.pays=340 changes article 三（二）3 alone; PREMIUM (" .. SCRIPT .. ":9) also stands in 三（二）: "
      .. "those keep 350. To change all of them, edit line 9 of a copy and use canbao diff (or whatif --instead)" .. PEOPLE },
      (run("whatif", "--set", "三（二）3.pays=340")))
  end)

  it("of a local that stands nowhere else but in an agrees", function ()
    assert.same({}, (run("whatif", "--set", "三（二）.total=1000")))
  end)

  it("of a formula", function ()
    assert.same({}, (run("whatif", "--set", "三（二）新生儿.deadline=2023-01-01")))
  end)

  it("of a place that another edit changes or drops", function ()
    assert.same({}, (run("whatif", "--set", "三（二）.premium=380", "--set", "三（二）3.pays=380")))
    local path = scenario('drop "三（二）3"')
    assert.same({}, (run("whatif", "--set", "三（二）.premium=380", "--scenario", path)))
    assert.equal(1, #run("whatif", "--set", "三（二）.premium=380"))
  end)
end)
