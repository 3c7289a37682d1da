-- The case book held to the reference: a fixed sample of random scripts and rosters, what was found before, and what a
-- resident costs whose case is known. The long run is `make soak`.

local program = require "tests.support.program"
local truth = require "tests.truth.truth"
local generator = require "tests.truth.script_generator"
local roster = require "tests.truth.roster_generator"

local folder
before_each(function () folder = program.folder() end)
after_each(function () program.remove(folder) end)

local function said(sum)
  return ("%d differences; run: CANBAO_BUILD=%s lua5.4 tests/truth/truth.lua sample"):format(sum.differences or 0, program.build)
end

describe("the case book and the reference", function ()
  it("agree on sixty random scripts and on random rosters of the three counties", function ()
    local sum = truth.sample(1, 60)
    assert.equal(0, sum.differences or 0, said(sum))
    assert.equal(0, sum.slow or 0)
    assert.is_true(sum.scripts >= 50, "too many random scripts do not load: " .. (sum.refused_scripts or 0))
    assert.is_true(sum.residents > 10000 and sum.cases > 4000)
    -- A sample that meets no trouble proves little.
    assert.is_true(sum.undetermined > 1000 and sum.faults > 1000)
  end)

  it("agree wherever they did not once", function ()
    local list = truth.found()
    assert.is_true(#list >= 8)
    for _, one in ipairs(list) do assert.equal(0, one.status, one.name .. ": " .. one.text) end
  end)

  it("agree with five threads over the same residents a thousand times in another order", function ()
    local script = generator.text(generator.script(7))
    local t = roster.make(roster.study(script), 7, 100)
    local status, text = truth.compare(program.write(folder .. "/s.lua", script), program.write(folder .. "/r.csv", roster.text(t, 5, 1100)))
    assert.equal(0, status, text)
  end)

  it("agree with four threads where questions come up that the first residents did not bring", function ()
    for seed = 22, 24 do
      local script = generator.text(generator.script(seed))
      local t = roster.make(roster.study(script), seed, 600)
      local status, text = truth.compare(program.write(folder .. "/s.lua", script), program.write(folder .. "/r.csv", roster.text(t, 4, 120)))
      assert.equal(0, status, text)
    end
  end)

  -- Without an effect in a guard, residents are told apart by what the guards say; with a cell that is not known, or a guard
  -- that reads an effect, by everything that was asked. Both kinds meet here, with values that quarrel and one that fails.
  it("agree where some residents are led by their guards and others by the whole trace", function ()
    local head = [[
policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
article "一" "基本" { eligible = true }
article "二" "基本" { premium = yuan(350), fiscal = yuan(610) }
article "三" "基本" { deadline = date "2023-02-28" }
article "四" "减半" { when = function (r) return r.student and r.birth_date > date "2005-01-01" end, subsidy = yuan(175) }
article "五" "全免" { when = is "低保对象", subsidy = function (r, e)
  if r.returning_migrant then return e.premium end
  return r.identified_on and yuan(300) end }
article "六" "另定" { when = function (r) return r.paid_on and r.paid_on > date "2022-12-31" and r.student end, premium = yuan(400) }
article "七" "退" { when = function (r) return r.died_on end, refund = function (r) return r.paid_amount - yuan(100) end }
]]
    local guard = 'article "八" "随后" { when = function (r, e) return e.premium > yuan(360) or r.returning_migrant end, fund = "医疗救助资金" }\n'
    for _, script in ipairs { head, head .. guard } do
      local t = roster.make(roster.study(script), 5, 400)
      local status, text = truth.compare(program.write(folder .. "/s.lua", script), program.write(folder .. "/r.csv", roster.text(t, 3, 130)))
      assert.equal(0, status, text)
      assert.truthy(text:find("residents 400 ", 1, true), text)
      assert.is_nil(text:find("undetermined 0", 1, true), text)
      assert.is_nil(text:find("faults 0", 1, true), text)
    end
  end)

  it("write the same files, byte for byte, whatever the threads", function ()
    for _, seed in ipairs { 3, 11 } do
      local script = generator.text(generator.script(seed))
      local t = roster.make(roster.study(script), seed, 60)
      local text = roster.text(t):gsub("^[^\n]*\n", "")
      assert.is_nil(truth.files_differ(folder, program.write(folder .. "/s.lua", script), program.write(folder .. "/r.csv", text), t))
    end
  end)
end)

describe("the generators", function ()
  it("make the same script and the same roster of the same seed, and others of another", function ()
    local one, again, other = generator.text(generator.script(5)), generator.text(generator.script(5)), generator.text(generator.script(6))
    assert.equal(one, again)
    assert.are_not.equal(one, other)
    local study = roster.study(one)
    assert.equal(roster.text(roster.make(study, 1)), roster.text(roster.make(study, 1)))
    assert.are_not.equal(roster.text(roster.make(study, 1)), roster.text(roster.make(study, 2)))
  end)

  it("use every production of the grammar", function ()
    local texts = {}
    for seed = 1, 700 do texts[seed] = generator.text(generator.script(seed)) end
    local all = table.concat(texts)
    for kind, productions in pairs(require "tests.truth.grammar") do
      for _, production in ipairs(productions) do
        local longest = ""
        for piece in (">" .. production[2] .. "<"):gmatch ">([^<>]*)<" do
          if #piece > #longest then longest = piece end
        end
        assert.is_truthy(all:find(longest, 1, true), ("no script holds the %s %s"):format(kind, production[2]))
      end
    end
  end)
end)

describe("the comparison", function ()
  it("compares nothing when the script does not load, and says why", function ()
    -- A script whose rule counts residents is not pure: refused at load, so that nothing is compared.
    local status, text = truth.compare(program.write(folder .. "/s.lua", [[
policy { place = "试县", year = 2023 }
local n = 0
article "一" "记数" { eligible = function () n = n + 1 return n % 2 == 0 end }
]]), program.write(folder .. "/r.csv", "@ 2023-01-01 1 1\ntown\n东镇\n"))
    assert.equal(3, status)
    assert.is_truthy(text:find("s.lua:3", 1, true), text)
  end)
end)

describe("a resident whose case is known", function ()
  it("takes nothing from Lua's memory and asks Lua nothing", function ()
    local script = program.read "rules/anhui/suzhou/lingbi/2023.lua"
    local t = roster.make(roster.study(script), 1, 500)
    local path = program.write(folder .. "/r.csv", roster.text(t, 2, 120))
    local status, out, err = program.shell(("CANBAO_RULES=rules %s/truth --allocations rules/anhui/suzhou/lingbi/2023.lua %s"):format(
      program.build, program.quote(path)))
    assert.equal(0, status, err)
    local found = {}
    for residents, calls, allocations, between in out:gmatch "residents (%d+) calls (%d+) allocations (%d+) between (%d+)" do
      found[#found + 1] = { residents = tonumber(residents), calls = tonumber(calls), allocations = tonumber(allocations), between = tonumber(between) }
    end
    assert.equal(500, found[1].residents)
    assert.equal(60000, found[2].residents)
    -- Lua is asked about as many of them, and takes nothing but while it is asked.
    assert.is_true(found[1].calls > 100 and found[1].allocations > 100)
    assert.equal(found[1].calls, found[2].calls)
    assert.equal(0, found[1].between)
    assert.equal(0, found[2].between)
  end)
end)

describe("a doubt about several articles that meet", function ()
  it("is of one supposed answer: articles of two that exclude each other do not meet", function ()
    local script = [[
policy { place = "试县", year = 2023, issued = date "2022-09-01" }
field "own" { title = "自有", headings = { "自有" }, type = "flag", blank = "unknown" }
article "一" "基本" { eligible = true, premium = yuan(350), fiscal = yuan(610), deadline = date "2022-12-31" }
article "二" "是" { refund = yuan(1), when = function (r) return r.own end }
article "三" "否" { refund = yuan(1), when = function (r) return not r.own end }
doubt "二" "两条相遇" "读法" { combined = "refund" }
]]
    local csv = program.write(folder .. "/r.csv", "town,own\n东镇,\n")
    local out = folder .. "/out.csv"
    local status, _, err = program.run("eval", program.write(folder .. "/s.lua", script), csv, "--rules-dir", "rules", "--as-of", "2023-01-01", "-o", out)
    assert.equal(0, status, err)
    local rows = program.rows(out)
    assert.equal("1", rows[1].refund)
    assert.equal("", rows[1].doubts)
  end)
end)
