-- canbao new: next year's script from this year's, every day, amount and citation open, nothing ever replaced.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder, rules
local cases = [[
base { household_registration = "试县" }
case "低保按期缴费" { given = { identities = "低保对象", paid_on = "2023-10-01" }, expect = { subsidy = "190" } }
case "没有日期的" { given = { identities = "低保对象" }, expect = { subsidy = "190" } }
case "什么都没有的" { given = { identities = "低保对象", disability_grade = "1" }, expect = { eligible = "true", refund = "0" } }
local rows = { { "孤儿", "285.5" } }
local names = { "孤儿", "低保对象" }
for _, row in ipairs(rows) do
  case (row[1]) { given = { identities = row[1] }, expect = { subsidy = row[2] } }
end
case "写成数的" { given = { identities = "低保对象" }, expect = { subsidy = 190 } }
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

  it("marks every amount and span, in a clause, outside one and in a function, and no name that is called like one", function ()
    program.write(county.path, script "2024.lua" .. "local CAP, WAIT = yuan(2000), days(90)\n"
      .. "local function late(r) return r.paid_on and r.paid_on + days(1) > r.as_of end\n"
      .. 'local days = { days = 3 }\narticle "五" "迟交" { late = true, when = late }\n')
    make()
    local text = script "2025.lua"
    assert.truthy(text:find("local CAP, WAIT = " .. MARK .. "yuan(2000), " .. MARK .. "days(90)", 1, true))
    assert.truthy(text:find("r.paid_on + " .. MARK .. "days(1)", 1, true))
    assert.truthy(text:find("{ premium = " .. MARK .. "yuan(380), fiscal = " .. MARK .. "yuan(640) }", 1, true))
    assert.truthy(text:find("local days = { days = 3 }", 1, true))
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

  it("marks what a doubt or a gist says of a day or an amount, beside its clause", function ()
    program.write(county.path, script "2024.lua" .. [[
doubt "三" "缴费期哪天结束" "通知另处写 2024-02-28" { articles = { "三" } }
doubt "三" "补办到 12 月 30 日" "没有限期；所缴 380元不退"
doubt "三" "怎样数" "满六个月的次日起；三类都算，第 2 条"
article "九" "2016 年以前领证的" { late = true, when = is "孤儿" }
]])
    make()
    local text = script "2025.lua"
    assert.truthy(text:find(('\ndoubt %s"三" "缴费期哪天结束" %s"通知另处写 2024-02-28" {'):format(MARK, MARK), 1, true))
    assert.truthy(text:find(('\ndoubt %s"三" %s"补办到 12 月 30 日" %s"没有限期；所缴 380元不退"\n'):format(MARK, MARK, MARK), 1, true))
    assert.truthy(text:find(('\ndoubt %s"三" "怎样数" "满六个月的次日起；三类都算，第 2 条"\n'):format(MARK), 1, true))
    assert.truthy(text:find(('\narticle %s"九" %s"2016 年以前领证的" {'):format(MARK, MARK), 1, true))
    local found, status = county.json(rules, "check", "shixian/2025")
    assert.equal(1, status)
    assert.is_true(#found.open > 10)
  end)

  it("asks about 28 February where the new year's has 29 days, in the user's language, and of no other day", function ()
    local days = { "2023-02-28", "2024-02-28", "2024-02-29", "2022-02-28", "2023-02-27", "2023-04-30", "2023-12-31" }
    local lines = {}
    for i, day in ipairs(days) do lines[i] = ('local d%d = date "%s" -- %s'):format(i, day, day) end
    program.write(county.path, script "2024.lua" .. table.concat(lines, "\n") .. "\n")
    for lang, why in pairs { en = "28 February: the 28th, or the month's last day? That is the 29th in 2024",
      zh = "2 月 28 日：是 28 日，还是当月最后一天？2024 年的是 29 日" } do
      assert.equal(0, (new("shixian/2025", "--from", "shixian/2024", "--rules-dir", rules, "--lang", lang)))
      local text = script "2025.lua"
      assert.truthy(text:find('local d1 = --[[待核 ' .. why .. ']] date "2023-02-28"', 1, true), text)
      assert.equal(1, count(text, "--[[待核 "))
      for i = 2, #days do assert.truthy(text:find(("local d%d = %sdate %q"):format(i, MARK, days[i]), 1, true), days[i]) end
      for _, file in ipairs { "2025.lua", "2025.cases.lua", "2025.targets.csv" } do os.remove(rules .. "/haishi/shizhou/shixian/" .. file) end
    end
  end)

  it("says at the head in the user's language where it is from and what to do", function ()
    make()
    assert.equal("-- Copied from shixian/2024. What follows a mark “待核” (to be verified) must be held against the new notice: mend it, "
      .. "then take the mark away;\n-- canbao check lists the marks that are left. Take these two lines away with the last.\n",
      script("2025.lua"):match "^[^\n]*\n[^\n]*\n")
    assert.equal(0, (new("shixian/2026", "--from", "shixian/2024", "--rules-dir", rules, "--lang", "zh")))
    assert.equal("-- 由 shixian/2024 复制。每个“待核”标记之后的内容都要对照新通知核实：改好后删去该标记；\n"
      .. "-- canbao check 列出尚未核实之处，全部核实后删去这两行。\n", script("2026.lua"):match "^[^\n]*\n[^\n]*\n")
  end)

  it("lists every mark it made with file and line, and what stands there up to the next mark", function ()
    local found, status = county.json(rules, "new", "shixian/2025", "--from", "shixian/2024")
    assert.equal(0, status)
    assert.same(county.json(rules, "check", "shixian/2025").open, found.open)
    local marks = 0
    for _, file in ipairs(found.files) do marks = marks + file.open end
    assert.equal(marks, #found.open)
    local at, lines = {}, 0
    for line in script("2025.lua"):gmatch "([^\n]*)\n" do
      lines = lines + 1
      if line:find("premium = ", 1, true) then
        for _, mark in ipairs(found.open) do
          if mark.where:match "2025%.lua:(%d+)$" == tostring(lines) then at[#at + 1] = mark.text end
        end
      end
    end
    assert.same({ '"二" "缴费标准" { premium =', "yuan(380), fiscal =", "yuan(640) }" }, at)
  end)

  it("marks each case that speaks of a day or an amount, once, and the tables that cases are made of", function ()
    make()
    local text = script "2025.cases.lua"
    for _, marked in ipairs { 'case %s"低保按期缴费"', 'case %s"没有日期的"', "local %srows = {", 'case %s"写成数的"' } do
      assert.truthy(text:find(marked:format(MARK), 1, true), marked)
    end
    for _, plain in ipairs { 'case "什么都没有的"', "local names = {", "for _, row in", "  case (row[1])" } do
      assert.truthy(text:find("\n" .. plain, 1, true), plain)
    end
    assert.equal(4, count(text, MARK))
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

  it("lists the days of the older year with their lines when the marks are gone, until benefits, notice and collection are of the new one", function ()
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
    -- The benefits were gone through, the notice and its collection were not: what cannot be of 2025 is listed still.
    local function change(from, to)
      local text, n_changed = program.read(path):gsub(from, to)
      assert.equal(1, n_changed, from)
      program.write(path, text)
    end
    local function said()
      local list = {}
      for _, f in ipairs(county.json(rules, "check", "shixian/2025").findings or {}) do
        list[#list + 1] = f.text:match "^the policy is of the year 2025, but (.*)$"
      end
      return list
    end
    change('benefit_from = date "2024', 'benefit_from = date "2025')
    assert.same({ "the notice was issued on 2023-08-20", "its collection began on 2023-09-01", "its collection ended on 2023-12-31" }, said())
    local left = older()
    assert.equal(6, #left)
    for _, one in ipairs(left) do assert.is_true(one.old < "2024-07-01", one.old) end
    change('issued = date "2023%-08%-20"', 'issued = date "2024-07-01"')
    change('from = date "2023%-09%-01", to', 'from = date "2024-09-01", to')
    assert.same({ "its collection ended on 2023-12-31" }, said())
    change('to = date "2023%-12%-31" }', 'to = date "2024-06-30" }')
    assert.same({ "its collection ended on 2024-06-30" }, said())
    change('to = date "2024%-06%-30" }', 'to = date "2024-12-31" }')
    assert.same({}, said())
    assert.same({}, older())
  end)

  it("tells a limit that stays from year to year from a day of the older year", function ()
    program.write(county.path, script "2024.lua" .. 'local born = { date "2016-01-01", date "2022-12-31", date "2023-01-01" }\n')
    make()
    local path = rules .. "/haishi/shizhou/shixian/2025.lua"
    program.write(path, (program.read(path):gsub("%-%-%[%[待核.-%]%] ", "")))
    local function said(day, lang)
      for _, f in ipairs(county.json(rules, "check", "shixian/2025", "--lang", lang or "en").findings) do
        if f.text:find('date "' .. day .. '"', 1, true) then return f.text end
      end
    end
    local stays = ' lies before the older year, too: a limit that stays from year to year (a day of birth, of a certificate) is left as it is; '
      .. "does the new notice still name this day?"
    assert.equal('date "2016-01-01"' .. stays, said "2016-01-01")
    assert.equal('date "2022-12-31"' .. stays, said "2022-12-31")
    assert.equal('is date "2023-01-01" of an older year? The same day would be date "2024-01-01"', said "2023-01-01")
    assert.equal('date "2016-01-01" 在旧年度以前：每年不变的界限（如出生日期、领证日期）不用改；新通知写的还是不是这一天？', said("2016-01-01", "zh"))
  end)

  it("leaves to people what 28 February of the older year is in a year with a 29th", function ()
    program.write(county.path, script "2024.lua" .. 'local d = date "2023-02-28"\n')
    make()
    local path = rules .. "/haishi/shizhou/shixian/2025.lua"
    program.write(path, (program.read(path):gsub("%-%-%[%[待核.-%]%] ", "")))
    local said = {}
    for _, f in ipairs(county.json(rules, "check", "shixian/2025").findings) do
      if f.text:find("2023-02-28", 1, true) then said[#said + 1] = f.text end
    end
    assert.same({ 'is date "2023-02-28" of an older year? The month\'s last day would be date "2024-02-29", the 28th date "2024-02-28": '
      .. "see which the notice means" }, said)
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
