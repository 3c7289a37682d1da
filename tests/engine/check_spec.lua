-- canbao check: findings, doubts, what the cases leave out, and what then holds.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder
before_each(function () folder = program.folder() end)
after_each(function () program.remove(folder) end)

local function check(parts, ...) return county.json(county.write(folder, parts), "check", "shixian/2024", ...) end

describe("check", function ()
  it("ends with 0 and lists the doubts with their readings when nothing serious is found", function ()
    local found, status = check()
    assert.equal(0, status)
    assert.equal(0, found.serious)
    assert.equal(1, #found.doubts)
    assert.equal("二1", found.doubts[1].article)
    assert.equal("低保按缴费日认定: 通知没有写明以哪天的身份为准；按缴费日", found.doubts[1].text)
    assert.truthy(found.doubts[1].where:find("2024.lua:%d+$"))
  end)

  it("says by how much the towns' targets miss the stated total, above and below, and not when they meet it", function ()
    local found, status = check { more = county.tasks, targets = county.table:gsub("南镇,4", "南镇,5") }
    assert.equal(1, status)
    assert.equal("四", found.findings[1].article)
    assert.equal("the 3 targets sum to 11, 1 more than the stated total of 10", found.findings[1].text)
    found, status = check { more = county.tasks, targets = county.table:gsub("南镇,4", "南镇,3") }
    assert.equal(1, status)
    assert.equal("the 3 targets sum to 9, 1 less than the stated total of 10", found.findings[1].text)
    found, status = check { more = county.tasks, targets = county.table }
    assert.equal(0, status)
    assert.is_nil(found.findings)
  end)

  it("refuses what is written out in a local and compared with what it never equals", function ()
    local function said(declared, compared)
      local path = county.write(folder, { more = ([[
%s
local WORDS = { PREMIUM = 3 }
article "增1" "写在前面的数" { late = true, when = function (r) return %s end }
]]):format(declared, compared) })
      local _, _, err = program.run("check", "shixian/2024", "--rules-dir", path)
      return (err:match "2024.lua:%d+: ([^\n]*)\n") or err
    end
    local money, day = "article 增1: PREMIUM is money: compare it with yuan(350)", 'article 增1: PREMIUM is a date: compare it with date "2022-12-31"'
    local count = "article 增1: PREMIUM is a number of days: compare it with days(90)"
    assert.equal(money, said("local PREMIUM = yuan(350)", "PREMIUM ~= 350"))
    assert.equal(money, said("local PREMIUM = yuan(350) local X = 1", "r.student and 350 == PREMIUM"))
    assert.equal(day, said('local PREMIUM = date "2024-01-01"', "PREMIUM == 20240101"))
    assert.equal(day, said('local PREMIUM = date("2024-01-01")', "PREMIUM == 1"))
    assert.equal(count, said("local PREMIUM = days(90)", "PREMIUM == 90"))
    for _, fine in ipairs {
      { "local PREMIUM = yuan(350)", "PREMIUM == yuan(350)" }, { "local PREMIUM = yuan(350) > yuan(3)", "PREMIUM ~= false" },
      { "local PREMIUM = yuan(350)", "WORDS.PREMIUM == 3" }, { "local PREMIUM = days(90)", "PREMIUM == days(90)" },
      { "local function days (n) return n end local PREMIUM = days(90)", "PREMIUM == 90" },
      { "local PREMIUM = yuan(350) PREMIUM = 3", "PREMIUM == 3" },
    } do
      assert.equal("", said(table.unpack(fine)), fine[1] .. " " .. fine[2])
    end
  end)

  it("says how a bare number is written that stands beside an amount or a day", function ()
    local function said(condition)
      local path = county.write(folder, { more = ('article "增1" "裸数" { late = true, when = function (r)\n  %s\nend }\n')
        :format("return r.paid_amount and r.paid_on and " .. condition) })
      local _, _, err = program.run("check", "shixian/2024", "--rules-dir", path)
      return err:match "2024.lua:%d+: article 增1: ([^\n]*)\n" or err
    end
    for condition, message in pairs {
      ["r.paid_amount < 350"] = "money cannot be compared with a number: write yuan(350)",
      ["350 >= r.paid_amount"] = "money cannot be compared with a number: write yuan(350)",
      ["r.paid_on - r.birth_date > 90"] = "a number cannot be compared with a number of days: write days(90)",
      ['r.paid_on < "2023-01-01"'] = 'a date cannot be compared with a text: write date "2022-12-31"',
      ["r.paid_on + 3 > r.birth_date"] = "a date + a number cannot be computed: write days(90)",
      ["r.paid_amount + 3 > yuan(3)"] = "money + a number cannot be computed: write yuan(350)",
      ["most(r.paid_amount, 0) > yuan(3)"] = "money is needed here, not a number: write yuan(350)",
      ["most(0, r.paid_amount) > yuan(3)"] = "money is needed here, not a number: write yuan(350)",
      ['later("2024-01-01", r.paid_on) > r.birth_date'] = 'a date is needed here, not a text: write date "2022-12-31"',
      ["least(3, 5) > r.paid_amount"] = "dates or amounts are needed here, not a number",
      ["later(r.paid_on, r.paid_amount) > r.birth_date"] = "a date is needed here, not money",
      ["r.paid_amount * 75% > yuan(3)"] = "a share is written percent(75), not 75%",
      ["r.paid_amount < yuan(350) * 75%"] = "a share is written percent(75), not 75%",
      ["yuan(350) * (75%) > r.paid_amount"] = "a share is written percent(75), not 75%",
      ["r.paid_amount < r.paid_on"] = "money cannot be compared with a date",
      ['r.disability_grade and r.disability_grade <= "2"'] = "a number is compared with a text: write the number without quotes (number with string)",
      ['r.disability_grade and "2" > r.disability_grade'] = "a number is compared with a text: write the number without quotes (number with string)",
      ['r.sex != "男"'] = "“!” does not fit here: write ~=",
      ['r.sex <> "男"'] = "“>” does not fit here: write ~=",
      ["r.student AND r.paid_on"] = "“AND” does not fit here: write and",
      ["r.student OR r.paid_on"] = "“OR” does not fit here: write or",
      ["r.paid_amount = yuan(3)"] = "“=” gives a value and does not fit here; what compares is written ==",
    } do
      assert.equal(message, said(condition), condition)
    end
  end)

  it("shows a wrong amount or day where it is written: in the local that alone is the value, else in the article", function ()
    local function said(above, member)
      local path = county.write(folder, { more = ('%s\nlocal FOR_ALL = yuan(3)\nlocal function f ()\n  local WRONG = 5\n  return WRONG\nend\n' ..
        'article "增1" "写错的数" {\n  %s, when = is "低保对象" }\n'):format(above, member) })
      local _, before = program.read(county.path):gsub("local FOR_ALL.*", ""):gsub("\n", "")
      local _, _, err = program.run("check", "shixian/2024", "--rules-dir", path)
      local line, message = err:match "2024.lua:(%d+): article 增1: ([^\n]*)\n"
      return ("%d %s"):format(line - before, message)
    end
    local wrong = " refund (应退金额) must be money, not a number: write yuan(960)"
    assert.equal("0" .. wrong, said("local FIRST, WRONG = yuan(1), 960", "refund = WRONG"))
    assert.equal("0" .. wrong, said("local WRONG <const> = 960", "late = true, refund = WRONG  "))
    assert.equal("7" .. wrong, said("local WRONG = 960", "refund = WRONG + 0"))
    assert.equal("7" .. wrong, said("local WRONGER = 960", "refund = 960"))
    assert.equal("0 deadline (缴费截止日) must be a date, not a text: write date \"2024-03-01\"",
      said('local WRONG = "2024-03-01"', "deadline = WRONG"))
  end)

  it("tells what is left to pay, or a share, on its own line where it is a bare number or a text, and how that number is written", function ()
    local function said(member, lang)
      local path = county.write(folder, { more = ('local SAID = 40\narticle "增1" "写错的数" {\n  fund = "甲资金",\n  %s,\n  when = is "低保对象" }\n')
        :format(member) })
      local _, before = program.read(county.path):gsub("local SAID.*", ""):gsub("\n", "")
      local _, _, err = program.run("check", "shixian/2024", "--rules-dir", path, "--lang", lang or "en")
      local line, message = err:match "2024.lua:(%d+): ([^\n]*)\n"
      return ("%d %s"):format(line - before, (message:gsub("^article 增1: ", "")))
    end
    for member, message in pairs {
      ["pays = 50"] = "4 pays must be money, not a number: write yuan(50)",
      ["pays = 50.5"] = "4 pays must be money, not a number: write yuan \"50.5\"",
      ["pays = 50.555"] = "4 pays must be money, not a number: write yuan(350)",
      ['pays = "50元"'] = "4 pays must be money, not a text: write yuan(50)",
      ['pays = "五十"'] = "4 pays must be money, not a text: write yuan(350)",
      ["pays = true"] = "4 pays must be money, not true or false: write yuan(350)",
      ["pays = percent(50)"] = "4 pays must be money, not a share: write yuan(350)",
      ["pays = SAID"] = "1 pays must be money, not a number: write yuan(40)",
      ["share = 0.5"] = "4 share must be a share, not a number: write percent(50)",
      ["share = 0.875"] = "4 share must be a share, not a number: write percent(87.5)",
      ["share = 1"] = "4 share must be a share, not a number: write percent(100)",
      ["share = 50"] = "4 share must be a share, not a number: write percent(50)",
      ["share = 101"] = "4 share must be a share, not a number: write percent(75)",
      ['share = "50%"'] = "4 share must be a share, not a text: write percent(50)",
      ['share = "9/10"'] = "4 share must be a share, not a text: write ratio(9, 10)",
      ["share = yuan(50)"] = "4 share must be a share, not money: write percent(75)",
    } do
      assert.equal(message, said(member), member)
    end
    assert.equal("4 增1：pays 应为金额，不是数字：写成 yuan(50)", said("pays = 50", "zh"))
    assert.equal("4 增1：share 应为比例，不是数字：写成 percent(50)", said("share = 0.5", "zh"))
  end)

  it("names what may be blank where it is compared or calculated with unasked, and says how it is asked first", function ()
    local function said(condition, lang)
      local path = county.write(folder, { more = 'article "增1" "没有问有没有" { late = true, when = function (r, e)\n  ' .. condition
        .. "\nend }\n" })
      local roster = county.roster(folder, { { paid_on = "2023-10-01" }, {} })
      local _, _, err = program.run("eval", "shixian/2024", roster, "--rules-dir", path, "--as-of", "2024-01-10", "-o", folder .. "/o.csv",
        "--no-progress", "--lang", lang or "en")
      local reference = select(3, program.run("eval", "shixian/2024", roster, "--rules-dir", path, "--as-of", "2024-01-10", "-o",
        folder .. "/o.csv", "--no-progress", "--reference", "--lang", lang or "en"))
      assert.equal(err, reference)
      return err:match "2024.lua:%d+: article 增1: ([^\n]*) %(residents" or err:match "增1：([^\n]*)（%d+ 人" or err
    end
    local message = "%s may be blank, and what is blank cannot be compared or calculated with: first ask whether it is there, as in “%s and …”"
    for condition, names in pairs {
      ["return r.disability_grade <= 2"] = { "r.disability_grade", "r.disability_grade" },
      ["return 2 >= r.disability_grade"] = { "r.disability_grade", "r.disability_grade" },
      ["return r.disability_grade + 1 <= 2"] = { "r.disability_grade", "r.disability_grade" },
      ['return r.student or r.identified_on < date "2023-01-01" -- r.paid_on'] = { "r.identified_on", "r.identified_on" },
      ["return r.identified_on + days(1) > r.birth_date"] = { "r.identified_on", "r.identified_on" },
      ["return r.identified_on < r.died_on"] = { "r.identified_on or r.died_on", "r.identified_on" },
      ["return e.opens < r.as_of"] = { "e.opens", "e.opens" },
    } do
      assert.equal(message:format(table.unpack(names)), said(condition), condition)
    end
    assert.equal("something that is missing is compared: first ask whether it is there",
      said 'local day = r.identified_on\n  return day < date "2023-01-01"')
    assert.equal("something that is missing is compared: first ask whether it is there",
      said "local grade = r.disability_grade\n  return grade < 2")
    assert.equal("something that is missing is calculated with: first ask whether it is there",
      said "local grade = r.disability_grade\n  return grade + 1 < 2")
    assert.equal("r.disability_grade 可能没有填，没有填的不能拿来比较或计算：先问有没有，如“r.disability_grade and …”",
      said("return r.disability_grade <= 2", "zh"))
    assert.equal("r.identified_on 或 r.died_on 可能没有填，没有填的不能拿来比较或计算：先问有没有，如“r.identified_on and …”",
      said("return r.identified_on < r.died_on", "zh"))
  end)

  it("names in words the kinds of two things that cannot be compared or calculated with", function ()
    local function said(condition, lang)
      local path = county.write(folder, { more = 'article "增1" "不同的东西" { late = true, when = function (r)\n  ' .. condition .. "\nend }\n" })
      local _, _, err = program.run("check", "shixian/2024", "--rules-dir", path, "--lang", lang or "en")
      return err:match "article 增1: ([^\n]*)\n" or err:match "增1：([^\n]*)\n" or err
    end
    assert.equal("true or false cannot be compared with a number", said "return r.student < 2")
    assert.equal("是或否（true 或 false） 不能与 数字 比较", said("return r.student < 2", "zh"))
    assert.equal("a table cannot be compared with a table", said "return {} < {}")
    assert.equal("a table cannot be compared with a text", said 'return {} < "2"')
    assert.equal("this cannot be calculated with: a table", said "return {} + 1 > 0")
    assert.equal("不能拿它计算：表 { … }", said("return {} + 1 > 0", "zh"))
  end)

  local function refused_with(text, lang)
    local path = county.write(folder, { more = text })
    local _, before = program.read(county.path):sub(1, -#text - 1):gsub("\n", "")
    local status, _, err = program.run("check", "shixian/2024", "--rules-dir", path, "--lang", lang or "en")
    assert.equal(3, status, err)
    local line, message = err:match "2024.lua:(%d+): ([^\n]*)\n"
    return ("%d %s"):format(line - before, (message:gsub("^article 增1: ", ""):gsub("^增1：", "")))
  end

  it("gives the English name of a field or effect that is written in Chinese or without r. or e.", function ()
    local function said(condition, lang)
      return refused_with('article "增1" "写错的名字" { late = true, when = function (r, e) return ' .. condition .. " end }\n", lang)
    end
    assert.equal("1 there is no field “返乡务工人员”; did you mean “returning_migrant”?", said 'r["返乡务工人员"]')
    assert.equal("1 没有字段“返乡务工人员”；是不是“returning_migrant”？", said('r["返乡务工人员"]', "zh"))
    assert.equal("1 there is no field “返乡务工者员”; did you mean “returning_migrant”?", said 'r["返乡务工者员"]')
    assert.equal("1 there is no field “as_off”; did you mean “as_of”?", said "r.as_off")
    assert.equal("1 there is no field “颜色”", said 'r["颜色"]')
    assert.equal("1 there is no effect “资助金额”; did you mean “subsidy”?", said 'e["资助金额"]')
    assert.equal("1 there is no effect “subsidi”; did you mean “subsidy”?", said "e.subsidi")
    local word = "1 there is no word “%s” in rule scripts"
    assert.equal(word:format "returning_migrant" .. "; the resident's field is written r.returning_migrant, inside function (r) … end",
      said "returning_migrant")
    assert.equal(word:format "returning_migrent" .. "; the resident's field is written r.returning_migrant, inside function (r) … end",
      said "returning_migrent")
    assert.equal(word:format "personal_due" .. "; the effect is written e.personal_due, inside function (r, e) … end", said "personal_due")
    assert.equal("1 规则脚本里没有“personal_due”这个词；结果项写成 e.personal_due，放在 function (r, e) … end 里面", said("personal_due", "zh"))
    assert.equal("1 规则脚本里没有“student”这个词；居民的字段写成 r.student，放在 function (r) … end 里面",
      refused_with('article "增1" "写错的名字" { late = true, when = student }\n', "zh"))
    assert.equal(word:format "quite_another", said "quite_another")
  end)

  it("names the block that has no end, and its line", function ()
    local head = 'article "增1" "少了 end" { late = true, when = function (r)'
    local message = "“%s” does not fit here: the %s of line %d has no end yet; write end where it stops"
    local first = select(2, program.read(county.write(folder, {}) and county.path):gsub("\n", "")) + 1
    for text, wanted in pairs {
      [" return r.student }"] = { 1, "}", "function", 1 },
      [" if r.student then return true }"] = { 1, "}", "if", 1 },
      [" if r.student then return true end }"] = { 1, "}", "function", 1 },
      ["\n  if r.student then\n    return true\nend }"] = { 4, "}", "if", 2 },
      ["\n  if r.student then\n    for i = 1, 3 do\n      local x = i\n    return true\n  end\nend }"] = { 7, "}", "do", 3 },
      ["\n  local x = 3\n}"] = { 3, "}", "function", 1 },
      ["\n  return 3\n"] = { 4, "local", "function", 1 },
    } do
      assert.equal(("%d %s"):format(wanted[1], message:format(wanted[2], wanted[3], first + wanted[4] - 1)),
        refused_with(head .. text .. "\nlocal z = 3\n"), text)
    end
    assert.equal(("1 “}”不该出现在这里：第 %d 行的 if 还没有 end，在它结束的地方补上 end"):format(first),
      refused_with(head .. " if r.student then return true }\n", "zh"))
    assert.equal("2 the if that begins on this line has no end: write end where it stops",
      refused_with "local function f(r)\n  if r.student then\n    return true\nend\n")
    assert.equal("1 这一行开头的 function 没有 end：在它结束的地方补上 end", refused_with("local function f(r)\n  return r.student\n", "zh"))
    -- Something else is wanting there, not an end.
    assert.equal("1 “}” does not fit here: look for a missing comma, quote or bracket just before it", refused_with(head .. " return r.student and }\n"))
  end)

  it("writes an amount or span beside a bare number of the script with that number", function ()
    local function said(above)
      local path = county.write(folder, { more = above .. "\n" })
      local _, _, err = program.run("check", "shixian/2024", "--rules-dir", path)
      return err:match "2024.lua:%d+: ([^\n]*)\n" or err
    end
    assert.equal("money + a number cannot be computed: write yuan(20)", said "local A = yuan(350) + 20")
    assert.equal("a date + a number cannot be computed: write days(30)", said 'local A = date "2023-12-31" + 30')
    assert.equal("money cannot be compared with a number: write yuan(20)", said "local A = yuan(350) < 20")
    assert.equal("money is needed here, not a number: write yuan(20)", said "local A = least(yuan(350), 20)")
    assert.equal('a date is needed here, not a text: write date "2024-01-02"', said 'local A = later(date "2023-12-31", "2024-01-02")')
  end)

  it("says that a member without a name needs one, and how labels are joined", function ()
    local function said(members)
      local path = county.write(folder, { more = ('article "增1" "少了名字" { %s }\n'):format(members) })
      local _, _, err = program.run("check", "shixian/2024", "--rules-dir", path)
      return err:match "2024.lua:%d+: article 增1: ([^\n]*)\n" or err
    end
    local message = "“%s” stands in the table without a name: each entry is NAME = value; several labels are joined as any { … }"
    assert.equal(message:format "孤儿", said 'late = true, when = is "低保对象", "孤儿"')
    assert.equal(message:format "money", said 'yuan(3), when = is "低保对象"')
    assert.equal("", said 'late = true, when = any { "低保对象", "孤儿" }')
  end)

  it("takes a local for an amount only as long as it holds one", function ()
    local _, status = check { more = [[
article "增1" "同名的局部量" { late = true, when = function (r)
  local paid = r.paid_amount
  if r.student then
    local paid = 3
    if paid == 3 then return true end
  end
  for paid = 1, 3 do
    if paid == 2 and r.residence_permit then return true end
  end
  local function three (paid) return paid == 3 end
  local born, paid2 = r.birth_date, 4
  return three(3) and paid2 == 4 and born == date "2020-01-01" and paid == yuan(350)
end }
article "增2" "换了内容的局部量" { late = true, when = function (r)
  local paid = r.paid_amount
  if paid == yuan(1) then return true end
  paid = 5
  return r.student and paid == 5
end }
]] }
    assert.equal(0, status)
  end)

  -- Each alone: the first that is refused ends the reading.
  it("takes no local for an amount that may be something else where it is compared", function ()
    for _, body in ipairs {
      "local paid = 3\n  if r.student then local paid = r.paid_amount if paid == yuan(3) then return true end else return paid == 3 end",
      "local paid = 3\n  if r.student then local paid = r.paid_amount return not paid elseif paid == 3 then return true end",
      "local paid, t = r.paid_amount, {}\n  do local paid = r.paid_amount\n  paid, t[1] = 3, 4\n  return r.student and paid == 3 end",
      "local paid = r.paid_amount\n  for i = 1, 3 do if i > 1 and paid == 2 then return r.student end paid = i end",
      "local paid = r.paid_amount\n  local function three() return paid == 3 end\n  paid = 3\n  return r.student and three()",
      "local grade = r.disability_grade\n  return grade and \"第\" .. grade == \"第1\"",
      "local known = { paid_amount = 3 }\n  local paid = known.paid_amount\n  return r.student and paid == 3",
      "local all, known = 1, { paid_amount = 3 }\n  local paid = known.paid_amount\n  return r.student and paid == all + 2 and paid == 3" } do
      local found, status = check { more = ('article "增1" "局部量" { late = true, when = function (r)\n  %s\nend }\n'):format(body) }
      assert.equal(0, status, body .. (found and found.error or ""))
    end
  end)

  it("finds a town without a task in the table", function ()
    local found, status = check { more = county.tasks, targets = "乡镇,任务数\n东镇,0\n西镇街道,6\n南镇,4\n" }
    assert.equal(1, status)
    assert.equal("东镇 has a target of 0 in the task table: it can be neither complete nor ranked", found.findings[1].text)
  end)

  it("finds that Linyi's fifteen targets sum to one more than the stated total", function ()
    local status, out = program.run("check", "linyi/2024")
    assert.equal(1, status)
    assert.truthy(out:find("the 15 targets sum to 479520, 1 more than the stated total of 479519", 1, true), out)
  end)

  it("names the articles that no case applies and those that no case leaves unapplied", function ()
    local found, status = check { cases = [[
case "低保" { given = { household_registration = "试县", identities = "低保对象" }, expect = { subsidy = "190" } }
]] }
    assert.equal(0, status)
    local untested = county.by(found.untested, "article")
    assert.equal("no case leaves it unapplied", untested["一"].text)
    assert.equal("no case leaves it unapplied", untested["二1"].text)
    assert.equal("no case applies it", untested["二2"].text)
    assert.is_nil(untested["二"])
    assert.is_nil(untested["三"])
  end)

  it("says when there are no cases at all, and when some fail", function ()
    local found = check()
    assert.matches("^there are no cases beside the script %(.+%.cases%.lua%); no article is tested$", found.untested[1].text)
    local status
    found, status = check { cases = 'case "错" { given = { household_registration = "试县" }, expect = { subsidy = "1" } }\n' }
    assert.equal(1, status)
    assert.equal(1, found.serious)
    assert.equal("错: subsidy is 0, expected 1", found.failing[1].text)
    assert.truthy(found.failing[1].where:find("2024.cases.lua:1$"))
    assert.same({ "1 cases fail: change the script, or 2024.cases.lua" }, found.notes)
  end)

  it("finds a full name of the county that does not end with its name, and not one that is the name itself", function ()
    local found, status = check { change = { 'place = "试县"', 'place = "式县"' } }
    assert.equal(1, status)
    assert.equal("place “式县” is not the end of full_place “海市试州市试县”: one of them is misspelt", found.findings[1].text)
    assert.truthy(found.findings[1].where:find("2024.lua:1$"))
    assert.is_true(found.findings[1].serious)
    found, status = check { change = { 'full_place = "海市试州市试县"', 'full_place = "县"' } }
    assert.equal(1, status)
    assert.equal("place “试县” is not the end of full_place “县”: one of them is misspelt", found.findings[1].text)
    for _, full in ipairs { 'full_place = "试县", ', "" } do
      found, status = check { change = { 'full_place = "海市试州市试县", ', full } }
      assert.equal(0, status)
      assert.is_nil(found.findings)
    end
  end)

  it("finds a benefit that ends before it begins, and not one of a single day", function ()
    local found, status = check { change = { 'benefit_to = date "2024-12-31"', 'benefit_to = date "2023-12-31"' } }
    assert.equal(1, status)
    assert.equal("the benefit begins on 2024-01-01, after it ends on 2023-12-31", found.findings[1].text)
    assert.equal("三", found.findings[1].article)
    found, status = check { change = { 'benefit_to = date "2024-12-31"', 'benefit_to = date "2024-01-01"' } }
    assert.equal(0, status)
    assert.is_nil(found.findings)
  end)

  it("finds a year in which no benefit begins, and a collection that does not end with the deadline", function ()
    local found, status = check { change = { "year = 2024", "year = 2025" } }
    assert.equal(0, status)
    assert.equal("the policy is of the year 2025, but no benefit begins in it: 2024-01-01", found.findings[1].text)
    for _, day in ipairs { "2023-12-30", "2024-01-01" } do
      found, status = check { change = { 'to = date "2023-12-31"', ('to = date "%s"'):format(day) } }
      assert.equal(0, status)
      assert.equal(("the collection ends on %s, but the deadline is 2023-12-31"):format(day), found.findings[1].text)
      assert.is_false(found.findings[1].serious)
    end
  end)

  it("says which day there is, and that money is needed, of a --set that does not fit", function ()
    local function refused(message, set)
      local _, status, err = check(nil, "--set", set)
      assert.equal(2, status)
      assert.truthy(err:find(message, 1, true), err)
    end
    refused("--set 三.deadline: there is no day 2023-2-30; write it like 2023-02-28", "三.deadline=2023-2-30")
    refused("--set 三.deadline: there is no day 2024-02-31; write it like 2024-02-29", "三.deadline=2024-02-31")
    refused("--set 三.deadline: there is no day soon; write it like 2023-02-28", "三.deadline=soon")
    refused("--set 二.premium=much: money is needed, like 330", "二.premium=much")
  end)

  it("offers the article of the other brackets, and the field that a word of labels means", function ()
    local function refused(message, more)
      local _, status, err = check { more = more }
      assert.equal(3, status)
      assert.truthy(err:find(message, 1, true), err)
    end
    refused("did you mean “五（三）”", [[
article "五（三）" "甲" { deadline = date "2023-12-30", when = is "孤儿" }
article "六" "乙" { deadline = date "2023-12-29", when = is "孤儿", overrides = "五(三)" }
]])
    refused("there is no field “identites”; did you mean “identities”?", 'labels "identites" { "甲" }\n')
    refused("there is no field “身份类别”; did you mean “identities”?", 'labels "身份类别" { "甲" }\n')
    refused("there is no field “色”", 'labels "色" { "甲" }\n')
  end)

  it("tells a wrong value, a wrong key and a key that stands twice where they stand, and how to write it", function ()
    local function refused(message, body)
      local _, status, err = check { more = '\narticle "五" "甲" {\n' .. body .. ' }\n' }
      assert.equal(3, status)
      assert.truthy(err:find(message, 1, true), err)
      assert.truthy(err:find("article 五: ", 1, true), err)
    end
    refused("deadline (缴费截止日) must be a date, not a text: write date \"2023-12-30\"", 'deadline = "2023-12-30"')
    refused("subsidy (资助金额) must be money, not a number: write yuan(270)", "subsidy = 270")
    refused("there is no effect “whne”; did you mean “when”?", 'whne = is "孤儿"')
    refused('“talk” is a measure of a township: write it in township "NUMBER" "GIST" { … }, not in an article', "talk = true")
    local function twice(body)
      local _, status, err = check { more = '\narticle "五" "甲" {\n when = is "孤儿",\n' .. body .. ' }\n' }
      return status, err
    end
    local status, err = twice 'fund = "甲",\nfund = "乙"'
    assert.equal(3, status)
    assert.truthy(err:match ":(%d+): article 五: “fund” stands twice in one table %(first on line (%d+)%), and only the last would count: take one away")
    local at, before = err:match ":(%d+): .*on line (%d+)"
    assert.equal(1, at - before)
    assert.equal(0, (twice 'fund = "甲", subsidy = function () local a, fund = 1, 2; a, fund = 2, 3; local t = { fund = 1 }; return yuan(t.fund) end'))
  end)

  it("gives file, line, article and the nearest name of an error, exit 3 and no report", function ()
    local found, status, err = check { change = { 'is "孤儿"', 'is "孤几"' } }
    assert.equal(3, status)
    assert.is_nil(found)
    assert.truthy(err:find("2024.lua:%d+: "), err)
    assert.truthy(err:find("孤儿", 1, true), err)
  end)
end)

describe("check --effective", function ()
  it("lists what each article fixes, for whom, and what it overrides", function ()
    local found = check({ more = '\narticle "三1" "新的缴费期" { deadline = date "2024-01-31", overrides = "三" }\n' }, "--effective")
    local articles = county.by(found.effective, "article")
    assert.equal(6, #found.effective)
    assert.equal("everyone", articles["二"].whom)
    assert.equal("where its condition holds", articles["二1"].whom)
    assert.equal("premium 380, fiscal 640", articles["二"].fixes)
    assert.equal("三", articles["三1"].overrides)
    assert.equal(0, articles["三1"].level)
    assert.is_nil(articles["三"].replaced_by) -- its benefit still holds
  end)

  it("says when an article is replaced for everyone, by one of a lower level", function ()
    local rules = county.write(folder, { change = { 'collection = {', 'based_on = "haishi/shizhou/2024", collection = {' },
      more = '\narticle "五" "本县的期限" { opens = date "2023-09-15", overrides = "试州市/一" }\n' })
    program.write(rules .. "/haishi/shizhou/2024.lua", [[
policy { place = "试州市", year = 2024, notice = "州〔2023〕1号（虚构）", issued = date "2023-08-01" }
article "一" "全市的期限" { opens = date "2023-09-01" }
]])
    local found, status, err = county.json(rules, "check", "shixian/2024", "--effective")
    assert.equal(0, status, err)
    local above = found.effective[1]
    assert.equal("试州市/一", above.article)
    assert.equal(1, above.level)
    assert.equal("五", above.replaced_by)
    assert.truthy(above.where:find("shizhou/2024.lua:2", 1, true), above.where)
    assert.is_nil(found.effective[#found.effective].replaced_by)
  end)
end)
