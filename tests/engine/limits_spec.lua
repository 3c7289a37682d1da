-- The limits on a script, from the command line: both sides of each, what is said when one is hit, and that the others are
-- decided all the same.

local program = require "tests.support.program"
local dkjson = require "dkjson"
local write, read = program.write, program.read

local folder, roster, result

local HEAD = [[
policy { place = "限县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
]]

local function script(rule) return write(folder .. "/limit.lua", HEAD .. rule) end

local function eval(path, ...)
  os.remove(result)
  return program.run("eval", path, roster, "--as-of", "2023-10-15", "-o", result, ...)
end

setup(function ()
  folder = program.folder()
  roster, result = folder .. "/roster.csv", folder .. "/result.csv"
  local lines = { "身份证号,姓名,户籍地,缴费日期,缴费金额" }
  for i = 1, 20 do
    lines[#lines + 1] = ("%s,名%d,限县,%s,%s"):format(program.id(("99000119%02d0505%03d"):format(60 + i, i)), i, i == 7 and "2023-10-01" or "", i == 7 and "380" or "")
  end
  write(roster, table.concat(lines, "\n") .. "\n")
end)
teardown(function () program.remove(folder) end)

-- One resident costs many instructions; the others none.
local LOOP = 'article "二" "有人费时" { subsidy = function (r) local n = 0 if r.name == "名7" then for i = 1, %d do n = n + i %% 2 end end return yuan(n - n) end }\n'

describe("a limit on deciding", function ()
  it("is hit by the resident who costs more, who is named by script, line, article and case; the others are decided", function ()
    local path = script(LOOP:format(100000))
    assert.equal(0, (eval(path)))
    local status, _, err = eval(path, "--limit-steps", "20000")
    assert.equal(5, status)
    assert.truthy(err:find(path .. ":3: article 二", 1, true), err)
    assert.truthy(err:find("more than 20000 steps", 1, true), err)
    assert.truthy(err:find("the first on line 8", 1, true), err)
    for i, row in ipairs(program.rows(result)) do
      assert.equal(i == 7, row.problem ~= "", row.problem)
      assert.equal(tostring(i), row.case) -- a rule that reads names has as many cases as names
      assert.equal(i == 7 and "" or "380", row.premium)
    end
    assert.equal(0, (eval(path, "--limit-steps", "2000000")))
    path = script(LOOP:format(1000000))
    assert.equal(5, (eval(path)))
    assert.equal(0, (eval(path, "--limit-steps", "10000000")))
  end)

  it("holds for processor time as well", function ()
    local path = script(LOOP:format(300000000))
    local status, _, err = eval(path, "--limit-steps", "1000000000000", "--limit-seconds", "1")
    assert.equal(5, status)
    assert.truthy(err:find("more than 1 seconds", 1, true), err)
    assert.truthy(err:find(path .. ":3: article 二", 1, true), err)
  end)

  it("holds for memory, in which a table that fits stays allowed", function ()
    local path = script [[
article "二" "有人费内存" { subsidy = function (r)
  local all = {}
  if r.name == "名7" then for i = 1, 200 do local t = {} for k = 1, 1000 do t[k] = k end all[i] = t end end
  return yuan(0)
end }
]]
    assert.equal(0, (eval(path, "--limit-steps", "100000000")))
    local status, _, err = eval(path, "--limit-steps", "100000000", "--limit-memory", "3")
    assert.equal(5, status)
    assert.truthy(err:find("more than 3 MB", 1, true), err)
    assert.truthy(err:find("article 二", 1, true), err)
    local open = 0
    for _, row in ipairs(program.rows(result)) do
      if row.problem ~= "" then open = open + 1 end
    end
    assert.equal(1, open)
  end)

  it("counts each rule's memory by itself: one that reads another's effect holds nothing while that one runs", function ()
    -- some 2.3 MB each; what every rule may hold is the limit less what the scripts themselves take
    local path = write(folder .. "/limit.lua", [[
policy { place = "限县", year = 2024 }
article "一" "人人可参保" { eligible = true, deadline = date "2023-12-31" }
local function hold()
  local all = {}
  for i = 1, 143 do local t = {} for k = 1, 1000 do t[k] = k end all[i] = t end
  return all
end
article "二" "有人费内存" {
  premium = function (r, e) local all = hold() return e.fiscal and #all == 143 and yuan(380) end,
  fiscal = function (r) local all = hold() return r.name == "名7" and #all == 143 and yuan(641) or yuan(640) end,
}
]])
    local whole = {}
    for _, way in ipairs { "--threads", "--reference" } do
      local more = way == "--threads" and "1" or nil
      assert.equal(0, (eval(path, "--limit-steps", "100000000", "--limit-memory", "4", way, more)))
      whole[way] = read(result)
      assert.equal(5, (eval(path, "--limit-steps", "100000000", "--limit-memory", "2", way, more)))
    end
    assert.equal(whole["--threads"], whole["--reference"])
    assert.truthy(whole["--threads"]:find("641", 1, true))
  end)

  it("looks at how deep calls stand also where effects are read again and again, and the same in both ways", function ()
    local function deep(calls)
      return script(([[
article "二" "有人深" { subsidy = function (r, e)
  local function f(n)
    if n == 0 then return 0 end
    local before = e.premium
    local deeper = 1 + f(n - 1)
    return before == e.premium and deeper or 0
  end
  return yuan(f(r.name == "名7" and %d or 50) - 50)
end }
]]):format(calls))
    end
    for _, way in ipairs { { "--threads", "1" }, { "--reference" } } do
      assert.equal(0, (eval(deep(90), table.unpack(way))))
      assert.equal("40", program.rows(result)[7].subsidy)
      local path = deep(15700)
      local status, _, err = eval(path, table.unpack(way))
      assert.equal(5, status)
      assert.truthy(err:find(path .. ":6: article 二: functions wait for one another more than 100 deep", 1, true), err)
      assert.truthy(err:find("residents: 1, the first on line 8", 1, true), err)
    end
  end)
end)

describe("a limit on loading", function ()
  it("is hit by a script that runs long before anybody is decided", function ()
    local path = script "local n = 0\nfor i = 1, 100000 do n = n + 1 end\n"
    assert.equal(0, (eval(path)))
    local status, _, err = eval(path, "--limit-load-steps", "30000")
    assert.equal(5, status)
    assert.truthy(err:find("canbao: " .. path .. ":4: ", 1, true), err)
    assert.is_nil(read(result))
  end)

  it("is hit by a script of one byte too many", function ()
    local path = script ""
    local function sized(n)
      local text, line = HEAD, "-- " .. ("x"):rep(96) .. "\n"
      while #text + #line <= n do text = text .. line end
      return write(path, text .. ("\n"):rep(n - #text))
    end
    assert.equal(0, (program.run("check", sized(2048), "--limit-source", "2")))
    local status, _, err = program.run("check", sized(2049), "--limit-source", "2")
    assert.equal(5, status)
    assert.truthy(err:find("the script has 2049 bytes; at most 2048 are read", 1, true), err)
    assert.equal(0, (program.run("check", sized(65536))))
    assert.equal(5, (program.run("check", sized(65537))))
    assert.equal(0, (program.run("check", sized(65537), "--limit-source", "65")))
  end)
end)

describe("a limit on cases", function ()
  it("ends the run with what to do, and allows as many as it says", function ()
    local path = script 'article "二" "看日期" { subsidy = yuan(10), when = function (r) return r.paid_on end }\n'
    for _, how in ipairs { "--no-progress", "--reference" } do
      assert.equal(0, (eval(path, "--limit-cases", "2", how)))
      local status, _, err = eval(path, "--limit-cases", "1", how)
      assert.equal(5, status)
      assert.truthy(err:find(path .. ": there are more than 1 distinct cases", 1, true), err)
      assert.truthy(err:find("--limit-cases", 1, true), err)
      assert.is_nil(read(result))
    end
  end)
end)

describe("limits", function ()
  it("let a rule hold a hundred and fifty thousand texts, and do not make each cost a look through all of them", function ()
    local path = script [[
article "二" "许多文字" { subsidy = function (r)
  local all = {}
  if r.name == "名7" then for i = 1, 150 do local t = {} for k = 1, 1000 do t[k] = i .. "号" .. k end all[i] = t end end
  return yuan(#all)
end }
]]
    local status, _, err = eval(path, "--limit-seconds", "2")
    assert.equal(0, status, err)
    assert.equal("150", program.rows(result)[7].subsidy)
  end)

  it("are each resident's own: seventy thousand may each have a threshold and a question of their own", function ()
    local path = script [[
article "二" "各人的门槛" { premium = yuan(390), overrides = "一", when = function (r)
  return (r.paid_amount or yuan(1)) > fen(tonumber(r.household_id) or 1)
end }
]]
    local before, rows, results = roster, { "户号,缴费金额,户籍地" }, {}
    for i = 1, 70000 do rows[i + 1] = ("%d,%d,限县"):format(i, i % 700) end
    roster = write(folder .. "/thresholds.csv", table.concat(rows, "\n") .. "\n")
    for i, how in ipairs { "--no-progress", "--reference" } do
      local status, _, err = eval(path, how)
      assert.equal(0, status, err)
      results[i] = read(result)
    end
    assert.equal(results[1], results[2])
    local premiums = program.rows(result)
    assert.equal("390", premiums[59499].premium) -- paid 699 yuan, above 594.99
    assert.equal("380", premiums[69999].premium) -- paid as much, not above 699.99
    roster = before
  end)

  it("stop the run after a hundred residents, not after ninety-nine", function ()
    local path = script 'article "二" "都费时" { subsidy = function (r) if r.name == "费" then for i = 1, 1e8 do end end return yuan(0) end }\n'
    local before = roster
    for _, count in ipairs { 99, 100 } do
      roster = write(folder .. "/many.csv", "姓名,户籍地\n" .. ("费,限县\n"):rep(count) .. "快,限县\n")
      local status, _, err = eval(path, "--limit-steps", "10000")
      assert.equal(5, status)
      assert.equal(count == 100, read(result) == nil)
      assert.equal(count == 100, err:find("the run was stopped", 1, true) ~= nil, err)
    end
    roster = before
  end)

  it("stand in the manifest, and verify keeps to them", function ()
    local path = script(LOOP:format(100000))
    assert.equal(5, (eval(path, "--limit-steps", "20000")))
    local m = dkjson.decode(read(result .. ".manifest.json"))
    assert.same({ steps = 20000, load_steps = 20000000, memory_mb = 64, seconds = 5, source_kb = 64, cases = 10000000 }, m.limits)
    local status, out, err = program.run("verify", result)
    assert.equal(0, status, out .. err)
  end)

  it("are refused where they are not possible", function ()
    local path = script ""
    for _, words in ipairs { { "--limit-memory", "65537" }, { "--limit-source", "1025" }, { "--limit-seconds", "86401" }, { "--limit-steps", "-1" } } do
      assert.equal(2, (program.run("check", path, words[1], words[2])))
    end
    assert.equal(0, (program.run("check", path, "--limit-steps", "0")))
  end)
end)
