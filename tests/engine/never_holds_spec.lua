-- Comparisons that never hold, or always do, whoever the resident is: refused where they stand, with what to write.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder
before_each(function () folder = program.folder() end)
after_each(function () program.remove(folder) end)

-- What check says of a script with these lines more, from the line's number among them on; "" when nothing.
local function said(lines, ...)
  local path = county.write(folder, { more = lines })
  local _, _, err = program.run("check", "shixian/2024", "--rules-dir", path, ...)
  local _, above = program.read(county.path):sub(1, -#lines - 1):gsub("\n", "")
  local line, message = err:match "2024.lua:(%d+): ([^\n]*)\n"
  return message and ("%d: %s"):format(line - above, message) or err
end

-- The same of a condition, as an article's guard on line 2.
local function asked(condition, ...)
  return said(('article "增1" "相比" { refund = yuan(0), when = function (r, e)\n  return %s\nend }\n'):format(condition), ...)
end

local function assert_asked(expected)
  for condition, message in pairs(expected) do
    assert.equal(message ~= "" and "2: article 增1: " .. message or "", asked(condition), condition)
  end
end

describe("a comparison with nil", function ()
  it("is refused of what is never nil, with what to ask instead", function ()
    local flag = "student is yes or no and never nil: write r.student or not r.student"
    assert_asked {
      ["r.student == nil"] = flag, ["nil ~= r.student and r.paid_on"] = flag,
      ["r.resides_in ~= nil"] = "resides_in is never nil: a place is asked about, like r.resides_in:within(here), and what is unknown stays undetermined",
      ["r.birth_date == nil"] =
        "birth_date is never nil: everybody has one, and where it is unknown the decision is undetermined; leave the comparison out",
      ["r.id_type == nil"] = 'id_type is never nil: blank means “居民身份证”; write r.id_type == "居民身份证"',
      ["r.as_of == nil"] = "as_of, the day of the question, is never nil: leave the comparison out",
      ["e.eligible ~= nil"] = "eligible is yes or no and never nil: write e.eligible or not e.eligible",
      ["e.late == nil"] = "late is yes or no and never nil: write e.late or not e.late",
    }
    assert.equal("2: article 增1: " .. flag,
      said 'article "增1" "相比" { late = true, when = function (r)\n  local s = r.student return s == nil end }\n')
    assert.equal("1: article 增1: refund is never nil: where no article fixes it, it has its default",
      said 'article "增1" "相比" { late = true, when = function (r, e) return e.refund ~= nil end }\n')
  end)

  it("passes of what a cell may lack, and of entries of the script's own", function ()
    for _, condition in ipairs { "r.sex == nil", "r.paid_on ~= nil", "r.disability_grade == nil", "r.only_child_certificate_on == nil", "r.town == nil",
      "e.premium == nil", "e.subsidy ~= nil", "e.fund == nil", "ROW.student == nil" } do
      assert.equal("", said(('local ROW = { student = 1 }\narticle "增1" "相比" { benefit_to = date "2024-12-31", when = function (r, e)\n  return %s\nend }\n')
        :format(condition)), condition)
    end
  end)
end)

describe("a number beyond what a field may be", function ()
  it("is refused on either side and with every sign, at the range's ends and beyond", function ()
    local range = "disability_grade is a whole number from 1 to 4: "
    local there = "r.disability_grade and "
    assert_asked {
      ["r.disability_grade == 7"] = range .. "== 7 never holds", ["0 == r.disability_grade"] = range .. "== 0 never holds",
      ["r.disability_grade ~= 5"] = range .. "~= 5 always holds", [there .. "r.disability_grade > 4"] = range .. "> 4 never holds",
      [there .. "r.disability_grade >= 5"] = range .. ">= 5 never holds", [there .. "r.disability_grade < 1"] = range .. "< 1 never holds",
      [there .. "5 > r.disability_grade"] = range .. "< 5 always holds", [there .. "r.disability_grade >= 0"] = range .. ">= 0 always holds",
    }
    assert.equal("2: article 增1: " .. range .. "> 4 never holds",
      said 'article "增1" "相比" { late = true, when = function (r)\n  local g = r.disability_grade return g and g > 4 end }\n')
  end)

  it("passes at the ends where it may hold, and where the field is reckoned with", function ()
    local there = "r.disability_grade and "
    assert_asked {
      ["r.disability_grade == 1"] = "", ["r.disability_grade ~= 4"] = "", [there .. "r.disability_grade > 3"] = "",
      [there .. "r.disability_grade <= 4"] = "", [there .. "r.disability_grade >= 1"] = "", [there .. "r.disability_grade + 3 == 7"] = "",
      [there .. "3 + r.disability_grade == 7"] = "", [there .. "r.disability_grade == 3 + 1"] = "",
    }
  end)
end)

describe("two fields", function ()
  it("that have no label, no kind or only places in common are refused, with how each is asked", function ()
    assert_asked {
      ["r.sex == r.tier"] = "sex (男, 女) and tier (高, 低) have nothing in common and are never equal: compare each with one of its own, " ..
        'like r.sex == "男" and r.tier == "高"',
      ["r.resides_in ~= r.household_registration"] = "two places are not compared with one another: ask of each whether it lies in the one that is " ..
        "meant, like r.resides_in:within(here) and r.household_registration:within(here)",
      ["r.disability_grade == r.paid_amount"] = "disability_grade is a number, paid_amount is money: they are never equal; ask each by itself, " ..
        "like r.disability_grade == 1 and r.paid_amount == yuan(350)",
      ["r.student == r.sex"] =
        'student is true or false, sex is a text: they are never equal; ask each by itself, like r.student and r.sex == "男"',
      ["r.disability_grade == yuan(3)"] = "a number is never equal to money: write r.disability_grade == 1",
    }
  end)

  it("pass where they have one, and where one holds any text", function ()
    assert_asked { ["r.town == r.sex"] = "", ["r.tier == r.town"] = "", ["r.sex == r.sex"] = "" }
    assert.equal("", said('field "other" { title = "甲", headings = { "甲" }, type = "label", labels = { "女", "无" } }\n' ..
      'article "增1" "相比" { late = true, when = function (r) return r.other == r.sex or r.sex == r.other end }\n'))
  end)
end)

describe("a label or a number given to a helper", function ()
  -- What check finds about article 增1 of these lines, "" when nothing; it never stops the script, for the helper may serve others.
  local function found(lines)
    local answer, status, err = county.json(county.write(folder, { more = lines }), "check", "shixian/2024")
    assert.equal("", err)
    for _, one in ipairs(answer.findings or {}) do
      if one.article == "增1" then return status .. " " .. one.text end
    end
    return ""
  end

  local function helped(condition, more)
    return found(('local function is_it (x, other)\n  return x == other\nend\n%sarticle "增1" "相比" {\n  refund = yuan(0), when = function (r, e)\n' ..
      '    return %s\n  end }\n'):format(more or "", condition))
  end

  it("is shown by check where it never is what the field may be, with the nearest that is", function ()
    for condition, message in pairs {
      ['is_it(r.disability_type, "精神病")'] = "disability_type is never “精神病”; did you mean “精神”?",
      ['is_it(r.sex, "男") or is_it(r.sex, "男性")'] = "sex is never “男性”; did you mean “男”?",
      ['is_it("低保", r.tier)'] = "tier is never “低保”; did you mean “低”?",
      ['is_it(e.status, "on_tme")'] = "status is never “on_tme”; did you mean “on_time”?",
      ["is_it(r.disability_grade, 7)"] = "disability_grade is a whole number from 1 to 4: == 7 never holds",
      ["is_it(r.sex, r.tier)"] = "sex (男, 女) and tier (高, 低) have nothing in common and are never equal: compare each with " ..
        'one of its own, like r.sex == "男" and r.tier == "高"',
      ["e.status == r.tier"] = "status (unpaid, overdue, on_time, extended, late_accepted, not_accepted, ineligible) and tier (高, 低) have nothing " ..
        'in common and are never equal: compare each with one of its own, like e.status == "unpaid" and r.tier == "高"',
    } do
      assert.equal("1 " .. message, helped(condition), condition)
    end
  end)

  it("is shown under a name of its own, in a list and in a table, too", function ()
    assert.equal("1 tier is never “中”: it is one of 高, 低", helped("r.tier == TIER", 'local TIER = "中"\n'))
    assert.equal("1 disability_grade is a whole number from 1 to 4: == 9 never holds", helped("GRADE == r.disability_grade", "local GRADE = 9\n"))
    local list = 'local function one_of (x) for _, l in ipairs { "男", "%s" } do if x == l then return true end end return false end\n'
    assert.equal("1 sex is never “女性”; did you mean “女”?", helped("one_of(r.sex)", list:format "女性"))
    assert.equal("", helped("one_of(r.sex)", list:format "女"))
    assert.equal("1 tier is never “中”: it is one of 高, 低",
      helped("r.disability_grade and TIERS[r.disability_grade] == r.tier", 'local TIERS = { "中", "中", "中", "中" }\n'))
  end)

  it("passes where it may be, where it stands for what is missing, and where nobody wrote it", function ()
    for _, condition in ipairs { 'is_it(r.disability_type, "精神") or is_it(r.sex, "男") or is_it(r.tier, "高")', 'is_it(r.town, "高") or is_it(r.tier, "高")',
      'is_it(r.tier or "无", "无")', 'is_it(r.disability_grade or 9, 9)', "is_it(r.disability_grade, 4) or is_it(1, r.disability_grade)",
      'is_it(e.status, "on_time") or is_it(e.status, "unpaid")', 'is_it(r.sex and "有", "有")', 'is_it(r.student and "男" or "高", "高") and r.tier and r.sex == "男"',
      "counted(r.disability_grade)", 'later(r)', 'r.tier ~= nil and not is_it(r.tier, "")', "not is_it(r.disability_grade, 0)" } do
      assert.equal("", helped(condition, [[
local function counted (x) for i = 0, 9 do if x == i then return true end end return false end
local function later (r)
  local tier = r.tier
  if not r.student and not r.residence_permit and not r.insured_elsewhere and not tier then tier = "无" end
  return tier == "无"
end
]]), condition)
    end
    assert.equal("", helped('is_it(r.tier, "中")', 'labels "tier" { "中" }\n'))
  end)

  it("passes where the helper serves another field that may be it", function ()
    local other = 'field "other" { title = "甲", headings = { "甲" }, type = "label", labels = { "有", "无" } }\n' ..
      'local function rank (x) return x == nil and 0 or x == "无" and 1 or x == "男" and 2 or x == "高" and 3 or 4 end\n'
    for _, condition in ipairs { "rank(r.tier) == 3", "rank(r.sex) == 2 and rank(r.other) == 1", "rank(r.other) > 1" } do
      assert.equal("", helped(condition, other), condition)
    end
  end)

  it("passes where what it is compared with follows from a free text, of which one alone is tried", function ()
    for _, condition in ipairs { '(TOWN[r.town] or "无") == r.tier', 'kind(r) == "中"', 'is_it(r.tier, r.name == "甲" and "低" or "无")',
      '(r.town and #r.town > 20 and "低" or "无") == r.tier', '(e.fund == "救助资金" and "低" or "无") == r.tier' } do
      assert.equal("", helped(condition, [[
local TOWN = { ["东镇"] = "高" }
local function kind (r) if r.town == "东镇" then return "中" end return r.tier end
]]), condition)
    end
  end)
end)

describe("a name of the script's own", function ()
  it("that its table does not have is refused, with the nearest it has", function ()
    local function read(more, name)
      return said(('local DAYS = { EXTENSION_TO = date "2024-02-28", [1] = 2 }\n%sarticle "增1" "延期" { overrides = every "deadline", when = is "孤儿",\n' ..
        '  deadline = %s }\n'):format(more, name))
    end
    assert.equal("3: article 增1: DAYS has no “EXTENTION_TO”; did you mean “EXTENSION_TO”?", read("", "DAYS.EXTENTION_TO"))
    assert.equal("3: article 增1: DAYS has no “EXTENTION_TO”; did you mean “EXTENSION_TO”?", read("", "function (r) return DAYS.EXTENTION_TO end"))
    assert.equal("3: article 增1: DAYS has no “late”: what is read there is always nil", read("", "DAYS.late"))
    assert.equal("", read("", "DAYS.EXTENSION_TO"))
    -- names that come later, or from where the text does not show them
    assert.equal("", read("local U = { x = {} } DAYS.late, U[1], U.x[\"k\"] = date \"2024-03-01\", 1, 2 ", "DAYS.late"))
    assert.equal("", read("function DAYS:put() self.late = date \"2024-03-01\" end DAYS:put() ", "DAYS.late"))
    local late = "DAYS.%s = date \"2024-03-01\" "
    for _, more in ipairs { late:format "late", "do local function put () " .. late:format "late" .. "end put() end ", "DAYS.x, DAYS.late = 1, date \"2024-03-01\" ",
      "local key = \"late\" DAYS[key] = date \"2024-03-01\" ", "(function (t) t.late = date \"2024-03-01\" end)(DAYS) " } do
      assert.equal("", read(";" .. more, "DAYS.late"), more)
    end
    assert.equal("", said 'local T = { a = 1 }\nlocal U = { T = 2, b = T.a }\nfor _, T in ipairs { { c = U.b } } do local _ = T.c end\n')
  end)

  -- What check lists of T, line, article and text; its exit; what it refuses.
  local function listed(rule)
    local path = program.write(folder .. "/own.lua", [[
policy { place = "试县", year = 2024 }
local T = { limit = yuan(50) }
article "一" "基本" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31", benefit_from = date "2024-01-01",
  benefit_to = date "2024-12-31" }
]] .. rule .. "\n")
    local status, out, err = program.run("check", path, "--lang", "en")
    local lines = {}
    for line, article, text in out:gmatch "own%.lua:(%d+) +(%S+) +no +(T has no [^\n]*)\n" do lines[#lines + 1] = ("%s %s %s"):format(line, article, text) end
    return table.concat(lines, "\n"), status, err:match "own%.lua:(%d+: [^\n]*)"
  end

  it("that is only asked whether it is there passes, and check lists it", function ()
    for _, rule in ipairs { "if T.debug then return yuan(1) end return yuan(2)", "return T.debug or yuan(2)", "return T.debug and yuan(1) or yuan(2)",
      "if not T.debug then return yuan(2) end", "if T.debug == nil then return yuan(2) end", "if r.student and T.debug then return yuan(2) end",
      "while T.debug do return yuan(1) end return yuan(2)", "repeat local _ = 1 until T.debug == nil return yuan(2)" } do
      local found, status = listed(('article "二" "返还" { refund = function (r)\n  %s\nend }'):format(rule))
      assert.equal("6 二 T has no “debug”: what is read there is always nil", found, rule)
      assert.equal(0, status)
    end
  end)

  it("that is only asked whether it is there is refused all the same when one is written nearly so", function ()
    local _, status, err = listed 'article "二" "返还" { refund = function (r)\n  return T.limitt or yuan(2)\nend }'
    assert.equal("6: article 二: T has no “limitt”; did you mean “limit”?", err)
    assert.equal(3, status)
  end)

  it("whose value is used is refused wherever it stands, asked about or not elsewhere", function ()
    for _, used in ipairs { "return T.debug", "return yuan(2) + T.debug", "return T.debug.x", "local x = T.debug return x", "return T.debug == yuan(2) and yuan(1) or yuan(2)",
      "if r.student or T.debug == nil then return T.debug end" } do
      local _, status, err = listed(('article "二" "返还" { refund = function (r)\n  %s\nend }'):format(used))
      assert.equal(3, status, used)
      assert.equal("6: article 二: T has no “debug”: what is read there is always nil", err)
    end
  end)

  it("that is written otherwise, or not known there, is told", function ()
    local function read(before, behind)
      return said(('%sarticle "增1" "延期" { overrides = every "deadline", when = is "孤儿",\n  deadline = EXTENTION_TO }\n%s'):format(before, behind))
    end
    assert.equal("3: article 增1: there is no word “EXTENTION_TO”; did you mean “EXTENSION_TO”?",
      read('local A, EXTENSION_TO <const> = 1, date "2024-02-28"\n', ""))
    assert.equal("2: article 增1: “EXTENTION_TO” is not known here: the local of that name on line 15 stands further down, or in a block that does " ..
      "not reach so far", read("", '\nlocal EXTENTION_TO = date "2024-02-28"\n'))
    assert.equal("2: article 增1: there is no word “EXTENTION_TO” in rule scripts", read("", 'local LAST = date "2024-02-28"\n'))
    assert.equal("1: article 增1: there is no effect “资助金额”; did you mean “subsidy”?", said 'article "增1" "甲" { ["资助金额"] = yuan(3) }\n')
  end)
end)

describe("a case of canbao test", function ()
  local function test(case, ...)
    local rules = county.write(folder, { cases = 'base { household_registration = "试县", birth_date = "1980-05-05" }\n' .. case .. "\n" })
    local status, out, err = program.run("test", "shixian/2024", "--rules-dir", rules, ...)
    return status, err:match "2024.cases.lua:(2: [^\n]*)\n" or err, out
  end

  it("takes the Chinese names of fields, effects and what comes out, whatever the user's language", function ()
    local case = [[case "甲" { given = { ["身份类别"] = "低保对象", ["缴费时间"] = "2023-12-31", ["出生日期"] = "1990-01-01" },
  expect = { ["资助金额"] = "190", ["参保状态"] = "%s", eligible = "%s", ["可以补办"] = "否", late = "false" } }]]
    for _, language in ipairs { "en", "zh" } do
      assert.equal(0, test(case:format("按期缴费", "是"), "--lang", language))
      assert.equal(0, test(case:format("on_time", "true"), "--lang", language))
      assert.equal(1, test(case:format("逾期未缴", "是"), "--lang", language))
      assert.equal(1, test(case:format("按期缴费", "否"), "--lang", language))
    end
    local _, _, out = test(case:format("逾期未缴", "是"))
    assert.truthy(out:find "status +overdue +on_time", out)
  end)

  it("refuses what no status, flag or problem is called, with those there are", function ()
    local statuses = "unpaid (未缴费), overdue (逾期未缴), on_time (按期缴费), extended (延长期内缴费), late_accepted (逾期补缴有效), " ..
      "not_accepted (缴费不予受理), ineligible (不能参保)"
    for case, message in pairs {
      ['given = {}, expect = { status = "按时" }'] = "status is never “按时”: it is one of " .. statuses,
      ['given = {}, expect = { status = "按期交费" }'] = "status is never “按期交费”; did you mean “on_time”?",
      ['given = {}, expect = { ["可以参保"] = "yes" }'] = "eligible is never “yes”: it is one of true (是), false (否)",
      ['given = {}, expect = { problem = "未知" }'] = "problem is never “未知”: it is one of undetermined (无法判定), conflict (条文冲突), "
        .. "gap (条文空缺), limit (超出限额), error (出错)",
      ['given = { ["身份类型"] = "孤儿" }, expect = {}'] = 'there is no field "身份类型"; did you mean "身份类别"?',
      ['given = {}, expect = { ["资助额"] = "0" }'] = 'there is no effect "资助额"; did you mean "资助金额"?',
      ['given = { identities = "孤儿", ["身份类别"] = "孤儿" }, expect = {}'] =
        "“identities” stands twice in one table, under two names: take one away",
    } do
      local status, err = test(('case "甲" { %s }'):format(case))
      assert.equal(3, status, case)
      assert.equal("2: " .. message, err)
    end
  end)

  it("calls the statuses what the catalogue calls them", function ()
    local programme, catalogue = program.read "engine/lua/resident_insurance.lua", program.read "engine/po/zh_CN.po"
    local names, titles = programme:match "values = { (.-) },\n", programme:match "value_titles = { (.-) },\n"
    local title = titles:gmatch '"(.-)"'
    for name in names:gmatch '"(.-)"' do
      assert.truthy(catalogue:find(('msgid "%s"\nmsgstr "%s"\n'):format(name, title()), 1, true), name)
    end
    assert.is_nil(title())
  end)

  it("calls the statuses what the pages on the rule language call them, in the same order", function ()
    local programme = program.read "engine/lua/resident_insurance.lua"
    local english, chinese = {}, {}
    local title = programme:match "value_titles = { (.-) },\n":gmatch '"(.-)"'
    for name in programme:match "values = { (.-) },\n":gmatch '"(.-)"' do
      local called = title()
      english[#english + 1], chinese[#chinese + 1] = ("%s (%s)"):format(name, called), name .. " " .. called
    end
    for path, list in pairs { ["rules/README.md"] = table.concat(english, ", "), ["rules/README.zh-CN.md"] = table.concat(chinese, "，") } do
      assert.truthy(program.read(path):find("| " .. list .. " |\n", 1, true), path)
    end
  end)

  it("calls the ends of a decision what the catalogue calls them", function ()
    local catalogue, count = program.read "engine/po/zh_CN.po", 0
    for name, chinese in program.read "engine/studies/case_words.c":match "problems%[%] = (.-);":gmatch '{"(.-)", "(.-)"}' do
      assert.truthy(catalogue:find(('msgid "%s"\nmsgstr "%s"\n'):format(name, chinese), 1, true), name)
      count = count + 1
    end
    assert.equal(5, count)
  end)
end)

describe("the Chinese names of effects in --set", function ()
  it("are answered with the name to write", function ()
    local rules = county.write(folder, {})
    local status, _, err = program.run("check", "shixian/2024", "--rules-dir", rules, "--set", "三.缴费截止日=2024-01-31")
    assert.equal(2, status)
    assert.equal("canbao: --set: article 三 fixes no “缴费截止日”; did you mean “deadline”?\n", err)
  end)
end)

describe("in Chinese", function ()
  it("the messages are Chinese, names and labels as they are written", function ()
    for condition, message in pairs {
      ["r.student == nil"] = "student 只有是和否，不会是 nil：写 r.student 或 not r.student",
      ["r.disability_grade == 7"] = "disability_grade 是 1 到 4 的整数：== 7 永远不成立",
      ["r.sex == r.tier"] = 'sex（男, 女）和 tier（高, 低）没有相同的取值，永远不会相等：各与自己的值比较，如 r.sex == "男" 和 r.tier == "高"',
      ['r.tier == "男"'] = "tier 不会是“男”：只能是其中之一：高, 低",
    } do
      assert.equal("2: 增1：" .. message, asked(condition, "--lang", "zh"))
    end
  end)
end)
