-- canbao new: next year's script from this year's, every dated value and citation open, nothing ever replaced.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder, rules
local cases = [[
base { household_registration = "试县" }
case "低保按期缴费" { given = { identities = "低保对象", paid_on = "2023-10-01" }, expect = { subsidy = "190" } }
case "没有日期的" { given = { identities = "低保对象" }, expect = { subsidy = "190" } }
]]

before_each(function ()
  folder = program.folder()
  rules = county.write(folder, { more = county.tasks, cases = cases, targets = county.table })
end)
after_each(function () program.remove(folder) end)

local function new(...) return program.run("new", ...) end
local function make(name) return new(name or "shixian/2025", "--from", "shixian/2024", "--rules-dir", rules) end
local function script(name) return program.read(rules .. "/haishi/shizhou/shixian/" .. name) end
local function count(text, what)
  local n, at = 0, 1
  while true do
    local first, last = text:find(what, at, true)
    if not first then return n end
    n, at = n + 1, last + 1
  end
end
local MARK = "--[[待核]] "

describe("new", function ()
  it("copies the script, its cases and its table beside the old ones, with the year set", function ()
    local status, _, err = make()
    assert.equal(0, status, err)
    assert.truthy(script("2025.lua"):find("year = 2025", 1, true))
    assert.truthy(script("2025.lua"):find('"2025.targets.csv"', 1, true))
    assert.equal(script "2024.targets.csv", script "2025.targets.csv")
    assert.truthy(script "2025.cases.lua")
    local found, list_status = county.json(rules, "list")
    assert.equal(0, list_status)
    assert.equal(2, #found.scripts)
  end)

  it("changes nothing else: without the marks and the heading the text is the old one", function ()
    make()
    local text = script "2025.lua"
    text = text:gsub("^[^\n]*\n[^\n]*\n", ""):gsub("%-%-%[%[待核%]%] ", ""):gsub("year = 2025", "year = 2024")
      :gsub("2025%.targets", "2024.targets")
    assert.equal(script "2024.lua", text)
  end)

  it("marks each date, the notice's number and each clause, and not the year it has set", function ()
    make()
    local text = script "2025.lua"
    assert.equal(count(text, 'date "'), count(text, MARK .. 'date "'))
    assert.truthy(text:find("notice = " .. MARK .. '"试〔2023〕1号', 1, true))
    for _, clause in ipairs { 'article %s"一"', 'article %s"二1"', 'doubt %s"二1"', 'targets %s"四"', 'township %s"四1"', 'household %s"四5"',
      'county %s"四6"' } do
      assert.truthy(text:find(clause:format(MARK), 1, true), clause)
    end
    assert.falsy(text:find(MARK .. "2025", 1, true))
  end)

  it("marks amounts and spans that stand outside a clause, whose own are marked with it", function ()
    program.write(county.path, script "2024.lua" .. "local CAP, WAIT = yuan(2000), days(90)\n"
      .. "local function late(r) return r.paid_on and r.paid_on + days(1) > r.as_of end\n"
      .. 'article "五" "迟交" { late = true, when = late }\n')
    make()
    local text = script "2025.lua"
    assert.truthy(text:find("local CAP, WAIT = " .. MARK .. "yuan(2000), " .. MARK .. "days(90)", 1, true))
    assert.truthy(text:find("r.paid_on + days(1)", 1, true))
    assert.truthy(text:find("{ premium = yuan(380), fiscal = yuan(640) }", 1, true))
  end)

  it("marks years in remarks and strings, but no longer numbers and nothing twice", function ()
    program.write(county.path, script "2024.lua"
      .. '-- 2023 年的话\nlocal note, number, open = "2023年起", "20231231", --[[待核]] date "2023-05-05"\n'
      .. 'doubt "五" "甲" "乙" { when = function (r) return r.pay_channel == note or r.pay_channel == number or open == r.as_of end }\n')
    make()
    local text = script "2025.lua"
    assert.truthy(text:find(MARK .. "-- 2023 年的话", 1, true))
    assert.truthy(text:find(MARK .. '"2023年起", "20231231", ' .. MARK .. 'date "2023-05-05"', 1, true))
  end)

  it("marks each case that speaks of a day, once", function ()
    make()
    local text = script "2025.cases.lua"
    assert.truthy(text:find("case " .. MARK .. '"低保按期缴费"', 1, true))
    assert.truthy(text:find('case "没有日期的"', 1, true))
    assert.truthy(text:find('base { household', 1, true))
  end)

  it("never overwrites a file, and then makes none of the others", function ()
    local kept = rules .. "/haishi/shizhou/shixian/2025.cases.lua"
    program.write(kept, "-- mine\n")
    local status, _, err = make()
    assert.equal(2, status)
    assert.truthy(err:find("2025.cases.lua: the file exists already and is never overwritten; remove or rename it first", 1, true), err)
    assert.equal("-- mine\n", program.read(kept))
    assert.is_nil(script "2025.lua")
  end)

  it("takes a place of its own in full, and then the place is open too", function ()
    local status, _, err = make "haishi/shizhou/bieXian/2025"
    assert.equal(0, status, err)
    local text = program.read(rules .. "/haishi/shizhou/bieXian/2025.lua")
    for _, member in ipairs { "place", "full_place", "division" } do
      assert.truthy(text:find(member .. " = " .. MARK, 1, true), member)
    end
    make()
    assert.falsy(script("2025.lua"):find("place = " .. MARK, 1, true))
  end)

  it("refuses names that are none", function ()
    for name, message in pairs {
      ["shixian"] = '"shixian" does not name a new script; write a place and a year, as in lingbi/2024',
      ["../2025"] = '"../2025" does not name a new script; write a place and a year, as in lingbi/2024',
      ["haishi/../../x/2025"] = '"haishi/../../x/2025" does not name a new script; write a place and a year, as in lingbi/2024',
      ["shixian/25"] = '"shixian/25" does not name a new script; write a place and a year, as in lingbi/2024',
      ["bieXian/2025"] = "no place is called bieXian; write a new one in full, as in province/city/bieXian/2025",
    } do
      local status, _, err = make(name)
      assert.equal(2, status, name)
      assert.truthy(err:find(message, 1, true), err)
    end
    local status, _, err = new("shixian/2025", "--rules-dir", rules)
    assert.equal(2, status)
    assert.truthy(err:find("new needs --from RULES, the script to start from", 1, true), err)
  end)
end)

describe("check of a new script", function ()
  it("fails while a mark is open and lists each with file and line", function ()
    make()
    local found, status = county.json(rules, "check", "shixian/2025")
    assert.equal(1, status)
    local text = script "2025.lua" .. script "2025.cases.lua"
    assert.equal(count(text, MARK), #found.open)
    assert.equal(#found.open, found.serious)
    local lines = {}
    for line in script("2025.lua"):gmatch "([^\n]*)\n" do lines[#lines + 1] = line end
    for _, mark in ipairs(found.open) do
      local file, line = mark.where:match "([^/]+):(%d+)$"
      assert.truthy(file and line, mark.where)
      if file == "2025.lua" then assert.truthy(lines[tonumber(line)]:find(MARK, 1, true), mark.where) end
    end
  end)

  it("fails with one mark left and passes with none", function ()
    make()
    for _, name in ipairs { "2025.lua", "2025.cases.lua" } do
      local path = rules .. "/haishi/shizhou/shixian/" .. name
      program.write(path, (program.read(path):gsub("%-%-%[%[待核%]%] ", "")))
    end
    local _, status = county.json(rules, "check", "shixian/2025")
    assert.equal(0, status)
    local path = rules .. "/haishi/shizhou/shixian/2025.lua"
    program.write(path, program.read(path) .. "-- 待核 新生儿怎么办\n")
    local found
    found, status = county.json(rules, "check", "shixian/2025")
    assert.equal(1, status)
    assert.equal(1, #found.open)
    assert.equal("待核 新生儿怎么办", found.open[1].text)
  end)

  it("lists the days of the older year with their lines when the marks are gone and no benefit begins in the new one", function ()
    make()
    local path = rules .. "/haishi/shizhou/shixian/2025.lua"
    program.write(path, (program.read(path):gsub("%-%-%[%[待核%]%] ", "")))
    local function older()
      local list = {}
      for _, f in ipairs(county.json(rules, "check", "shixian/2025").findings or {}) do
        local old, then_ = f.text:match '^is date "([%d-]+)" of an older year%? The same day would be date "([%d-]+)"$'
        if old then list[#list + 1] = { line = tonumber(f.where:match ":(%d+)$"), old = old, new = then_ } end
      end
      return list
    end
    local found, n = older(), 0
    local at = 0
    for line in script("2025.lua"):gmatch "([^\n]*)\n" do
      at = at + 1
      for day in line:gmatch 'date "([%d-]+)"' do
        if tonumber(day:sub(1, 4)) < 2025 then
          n = n + 1
          assert.same({ line = at, old = day, new = tonumber(day:sub(1, 4)) + 1 .. day:sub(5) }, found[n])
        end
      end
    end
    assert.equal(n, #found)
    assert.is_true(n >= 4)
    program.write(path, (program.read(path):gsub('benefit_from = date "2024', 'benefit_from = date "2025')))
    assert.same({}, older())
  end)

  it("finds a deadline that was past when the notice was issued, and none on that day", function ()
    local function past(day)
      local changed = county.write(folder, { change = { 'deadline = date "2023-12-31"', ('deadline = date "%s"'):format(day) } })
      local list = {}
      local found, status = county.json(changed, "check", "shixian/2024")
      for _, f in ipairs(found.findings or {}) do if f.serious then list[#list + 1] = f.article .. " " .. f.text end end
      return list, status
    end
    local list, status = past "2023-08-19"
    assert.same({ "三 deadline 2023-08-19 was past when the notice was issued (2023-08-20): is it of an older year?" }, list)
    assert.equal(1, status)
    list, status = past "2023-08-20"
    assert.same({}, list)
    assert.equal(0, status)
  end)

  it("lists the open marks of a script that does not load, and ends with 3", function ()
    make()
    local path = rules .. "/haishi/shizhou/shixian/2025.lua"
    program.write(path, (program.read(path):gsub("premium = ", "premum = ")))
    local found, status, err = county.json(rules, "check", "shixian/2025")
    assert.equal(3, status)
    assert.is_true(#found.open > 0)
    assert.truthy(err:find("premum", 1, true), err)
  end)
end)
