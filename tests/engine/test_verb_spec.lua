-- canbao test: the cases beside a script, what they expect, and which articles they reach.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder
before_each(function () folder = program.folder() end)
after_each(function () program.remove(folder) end)

local function test(cases, ...) return county.json(county.write(folder, { cases = cases }), "test", "shixian/2024", ...) end
local HERE = 'base { household_registration = "试县", birth_date = "1980-05-05" }\n'

describe("test", function ()
  it("passes what comes out as eval prints it: money, dates, flags, texts, blanks", function ()
    local found, status, err = test(HERE .. [[
case "低保" { given = { identities = "低保对象", paid_on = "2023-12-31", paid_amount = "190" },
  expect = { eligible = "true", subsidy = "190", personal_due = "190", deadline = "2023-12-31", status = "on_time",
             fund = "救助资金", benefit_from = "2024-01-01", identity = "低保对象", certifier = "" },
  applies = { "二1" }, not_applied = { "二2" } }
case "孤儿" { given = { identities = "孤儿" }, expect = { subsidy = "285.5", personal_due = "94.5", benefit_from = "" } }
case "外县" { given = { household_registration = "别县" }, expect = { eligible = "false", status = "ineligible", premium = "" } }
]])
    assert.equal(0, status, err)
    assert.same({}, found.failures)
    assert.equal(3, found.scripts[1].passed)
    assert.equal(0, found.scripts[1].failed)
    assert.truthy(found.notes[#found.notes]:find("3 cases passed, 0 failed", 1, true))
  end)

  it("prints sentence, line, field, expected and got of what fails, and ends with 1", function ()
    local found, status = test(HERE .. [[
case "低保" { given = { identities = "低保对象" },
  expect = { subsidy = "191", fund = "" }, applies = { "二2" }, not_applied = { "二1" } }
case "孤儿" { given = { identities = "孤儿" }, expect = { subsidy = "285.5" } }
]])
    assert.equal(1, status)
    assert.equal(1, found.scripts[1].failed)
    assert.equal(1, found.scripts[1].passed)
    local by = county.by(found.failures, "field")
    assert.equal(4, #found.failures)
    assert.equal("低保", by.subsidy.case)
    assert.truthy(by.subsidy.where:find("2024.cases.lua:[23]$"), by.subsidy.where)
    assert.equal("191", by.subsidy.expected)
    assert.equal("190", by.subsidy.got)
    assert.equal('""', by.fund.expected)
    assert.equal("救助资金", by.fund.got)
    assert.equal("not applied", by["article 二2"].got)
    assert.equal("applied", by["article 二1"].got)
  end)

  it("prints what fails in the words of the reader's language, and in codes as JSON", function ()
    local cases = HERE .. [[
case "低保" { given = { identities = "低保对象", paid_on = "2023-10-01" }, expect = { status = "overdue", eligible = "false", subsidy = "191", fund = "" } }
case "户籍不明" { given = { household_registration = "", identities = "低保对象" }, expect = { problem = "conflict" } }
case "笔误" { given = { paid_on = "2023-13-01" }, expect = { refund = "0" } }
]]
    local rules = county.write(folder, { cases = cases })
    local _, out = program.run("test", "shixian/2024", "--rules-dir", rules, "--lang", "zh")
    for _, line in ipairs { "参保状态 +逾期未缴 +按期缴费", "可以参保 +否 +是", "资助金额 +191 +190", '资助资金 +"" +救助资金', "问题 +条文冲突 +无法判定",
      '缴费日期 +""' } do
      assert.truthy(out:find("低保 +" .. line) or out:find("户籍不明 +" .. line) or out:find("笔误 +" .. line), line .. out)
    end
    _, out = program.run("test", "shixian/2024", "--rules-dir", rules)
    assert.truthy(out:find "低保 +status +overdue +on_time", out)
    assert.truthy(out:find "低保 +eligible +false +true", out)
    assert.truthy(out:find "户籍不明 +problem +conflict +undetermined", out)
    local found = county.json(rules, "test", "shixian/2024", "--lang", "zh")
    local by = county.by(found.failures, "field")
    assert.same({ "overdue", "on_time" }, { by.status.expected, by.status.got })
    assert.same({ "false", "true" }, { by.eligible.expected, by.eligible.got })
    by = county.by(found.failures, "case")
    assert.same({ "problem", "conflict", "undetermined" }, { by["户籍不明"].field, by["户籍不明"].expected, by["户籍不明"].got })
  end)

  it("tells what failed article by article in the notice's order, alike cases in one line with the first", function ()
    local cases = HERE .. [[
case "没有条款的" { given = { paid_on = "2023-10-01" }, expect = { status = "overdue" } }
case "孤儿" { given = { identities = "孤儿" }, expect = { subsidy = "280", personal_due = "100" } }
case "低保甲" { given = { identities = "低保对象" }, expect = { personal_due = "180", subsidy = "200" } }
case "低保乙" { given = { identities = "低保对象" }, expect = { personal_due = "180", subsidy = "200" } }
case "低保丙" { given = { identities = "低保对象" }, expect = { subsidy = "201", deadline = "2024-01-31" } }
case "不是低保" { given = {}, expect = { subsidy = "190" }, applies = { "二1" } }
case "好的" { given = { identities = "低保对象" }, expect = { subsidy = "190" } }
]]
    local found, status = test(cases)
    assert.equal(1, status)
    local lines, singles = {}, {}
    for i, g in ipairs(found.failures_by_article) do
      lines[i] = ("%s %s %s %s %d %s"):format(g.article, g.field, g.expected, g.got, g.cases, g.first:match ":(%d+)$")
    end
    assert.same({ "二1 personal_due 180 190 2 4", "二1 subsidy 200 190 2 4", "二1 subsidy 201 190 1 6", "二1 subsidy 190 0 1 7",
      "二1 article 二1 applied not applied 1 7", "二2 personal_due 100 94.5 1 3", "二2 subsidy 280 285.5 1 3", "三 deadline 2024-01-31 2023-12-31 1 6",
      " status overdue on_time 1 2" }, lines)
    assert.equal("低保对象定额资助", found.failures_by_article[1].gist)
    for i, one in ipairs(found.failures) do singles[i] = one.case end
    assert.same({ "低保甲", "低保甲", "低保乙", "低保乙", "低保丙", "低保丙", "不是低保", "不是低保", "孤儿", "孤儿", "没有条款的" }, singles)
    -- a person sees the lines together whole, and of the single ones as many as are asked for
    local _, out = program.run("test", "shixian/2024", "--limit", "3", "--rules-dir", county.write(folder, { cases = cases }))
    assert.truthy(out:find("8 rows of these tables are left out; --limit 0 shows all", 1, true), out)
    assert.truthy(out:find("status *overdue *on_time *1"), out)
    assert.falsy(out:find("低保丙", 1, true))
  end)

  it("decides as of the case's day, else the collection's last", function ()
    local found = test(HERE .. [[
case "默认是最后一天" { given = {}, expect = { status = "unpaid" } }
case "次日" { given = {}, as_of = "2024-01-01", expect = { status = "overdue" } }
case "当日" { given = {}, as_of = "2023-12-31", expect = { status = "unpaid" } }
]])
    assert.same({}, found.failures)
  end)

  it("lets the last base hold, and a case overrule it", function ()
    local found = test([[
base { household_registration = "别县", identities = "孤儿" }
base { household_registration = "试县" }
case "没有身份" { given = {}, expect = { eligible = "true", subsidy = "0" } }
case "自己写的" { given = { household_registration = "别县" }, expect = { eligible = "false" } }
]])
    assert.same({}, found.failures)
  end)

  it("expects the undetermined by word and by bounds, and never passes it over", function ()
    local found = test([[
case "户籍不明" { given = { identities = "低保对象" }, expect = { problem = "undetermined", status = "undetermined" },
  bounds = { subsidy = { "0", "190" } } }
case "界限写错" { given = { identities = "低保对象" }, expect = { problem = "undetermined" }, bounds = { subsidy = { "0", "191" } } }
case "没有提到" { given = { identities = "低保对象" }, expect = { fund = "" } }
case "写错了词" { given = { identities = "低保对象" }, expect = { problem = "conflict" } }
]])
    assert.equal(1, found.scripts[1].passed)
    assert.equal(3, found.scripts[1].failed)
    local by = county.by(found.failures, "case")
    assert.equal("bounds.subsidy", by["界限写错"].field)
    assert.equal("0..190", by["界限写错"].got)
    assert.equal("not known, and the decision depends on it: household_registration", by["没有提到"].got)
    assert.equal("undetermined", by["写错了词"].got)
  end)

  it("fails a case whose cell cannot be read, even when what it expects holds", function ()
    local found, status = test(HERE .. 'case "笔误" { given = { paid_on = "2023-13-01" }, expect = { subsidy = "0" } }\n')
    assert.equal(1, status)
    assert.equal("paid_on", found.failures[1].field)
  end)

  it("lists the articles that no case reaches both ways", function ()
    local found = test(HERE .. 'case "低保" { given = { identities = "低保对象" }, expect = { subsidy = "190" } }\n')
    local by = county.by(found.unreached, "article")
    assert.equal(1, by["二1"].applied)
    assert.equal(0, by["二1"].not_applied)
    assert.equal(0, by["二2"].applied)
    assert.is_nil(by["二"])
    assert.equal(5, found.scripts[1].articles)
    assert.equal(2, found.scripts[1].reached)
  end)

  it("refuses a wrong field, effect, article or member with its line and the nearest name", function ()
    for text, message in pairs {
      ['case "甲" { given = { identitys = "孤儿" } }'] = 'there is no field "identitys"; did you mean "identities"?',
      ['case "甲" { given = {}, expect = { subsidi = "1" } }'] = 'there is no effect "subsidi"; did you mean "subsidy"?',
      ['case "甲" { given = {}, applies = { "二9" } }'] = 'there is no article "二9"; did you mean "二',
      ['case "甲" { given = {}, expects = {} }'] = 'there is no member of a case "expects"; did you mean "expect"?',
      ['case "甲" { given = {}, as_of = "明天" }'] = 'as_of must be a day, as in "2023-03-01"',
    } do
      local found, status, err = test("\n" .. text .. "\n")
      assert.equal(3, status, text)
      assert.truthy(err:find("2024.cases.lua:2: " .. message, 1, true), err)
      assert.same({}, found.scripts)
    end
  end)

  it("takes days and amounts as a roster's cells are written, and how a decision ends in Chinese", function ()
    local found, status, err = test(HERE .. [[
case "低保" { given = { identities = "低保对象", ["缴费日期"] = "2023/12/31", paid_amount = "190元" }, as_of = "2024/1/10",
  expect = { deadline = "2023/12/31", benefit_from = "2024年1月1日", subsidy = "190元", personal_due = 190, premium = "380.00" } }
case "写错的日期" { given = {}, expect = { deadline = "2023/12/30" } }
]])
    assert.equal(1, status, err)
    assert.equal(1, found.scripts[1].passed)
    assert.same({ "2023-12-30", "2023-12-31" }, { found.failures[1].expected, found.failures[1].got })
    for _, words in ipairs { { "无法判定", "无法判定" }, { "undetermined", "undetermined" } } do
      found, status, err = test(([[
case "户籍不明" { given = { identities = "低保对象" }, expect = { problem = "%s", status = "%s" }, bounds = { subsidy = { "0元", "190.0" } } }
]]):format(table.unpack(words)))
      assert.same({ 0, 1 }, { status, found.scripts[1].passed }, err)
    end
    found = test [[case "不是冲突" { given = { identities = "低保对象" }, expect = { problem = "条文冲突" } }]]
    assert.same({ "conflict", "undetermined" }, { found.failures[1].expected, found.failures[1].got })
  end)

  it("says of an expectation that is no such value what it is, and how it is written", function ()
    local function refused(case, english, chinese)
      for lang, message in pairs { en = english, zh = chinese } do
        local rules = county.write(folder, { cases = HERE .. case .. "\n" })
        local status, _, err = program.run("test", "shixian/2024", "--rules-dir", rules, "--lang", lang)
        assert.equal(3, status)
        assert.equal(message, err:match "2024.cases.lua:2: ([^\n]*)\n")
      end
    end
    refused('case "甲" { given = {}, expect = { deadline = "年底" } }', 'deadline is a day, and “年底” is none: write it like "2022-12-31"',
      'deadline 是日期，“年底”不是：写成 "2022-12-31" 这样')
    refused('case "甲" { given = {}, expect = { deadline = "2023/2/29" } }',
      'deadline is a day, and “2023/2/29” is none: write it like "2022-12-31"', 'deadline 是日期，“2023/2/29”不是：写成 "2022-12-31" 这样')
    refused('case "甲" { given = {}, expect = { subsidy = "约190" } }',
      'subsidy is an amount in yuan, and “约190” is none: write it like "350"', 'subsidy 是金额（元），“约190”不是：写成 "350" 这样')
    refused('case "甲" { given = {}, bounds = { subsidy = { "0", "很多" } } }',
      'subsidy is an amount in yuan, and “很多” is none: write it like "350"', 'subsidy 是金额（元），“很多”不是：写成 "350" 这样')
    refused('case "甲" { given = {}, expect = { subsidy = 285.5 } }',
      'expect.subsidy must be a text, written as a cell of a roster or of the result is: write subsidy = "285.5"',
      'expect.subsidy 要写成文字，写法与花名册或结果的单元格相同：写成 subsidy = "285.5"')
    refused('case "甲" { given = {}, expect = { problem = "不知道" } }',
      "problem is never “不知道”: it is one of undetermined (无法判定), conflict (条文冲突), gap (条文空缺), limit (超出限额), error (出错)",
      "problem 不会是“不知道”：只能是其中之一：undetermined (无法判定), conflict (条文冲突), gap (条文空缺), limit (超出限额), error (出错)")
    refused('case "甲" { given = {}, expect = { problem = "无法断定" } }', "problem is never “无法断定”; did you mean “无法判定”?",
      "problem 不会是“无法断定”；是不是“无法判定”？")
    refused('case "甲" { given = { 缴费日期 = "2023-10-01" } }', 'a Chinese name before = stands in quotes and brackets: write ["缴费日期"] = …',
      '等号前的中文名要放在方括号和引号里：写成 ["缴费日期"] = …')
    refused('case "甲" { given = { identities = 孤儿 } }',
      '“孤儿” stands outside quotes: labels and texts need " at both ends; names of fields and effects are English',
      '“孤儿”写在了引号外面：标签和文字两头要有半角引号 "，字段和效果要用英文名')
  end)

  it("shows an article of the wrong brackets on the line on which the case names it", function ()
    local rules = county.write(folder, {
      more = '\narticle "五（三）" "甲" { opens = date "2023-09-01" }\n',
      cases = 'case "甲" { given = {} }\ncase "乙" {\n  given = {},\n  not_applied = { "二1",\n    "五(三)" } }\n' })
    local _, status, err = county.json(rules, "test", "shixian/2024")
    assert.equal(3, status)
    assert.truthy(err:find('2024.cases.lua:5: there is no article "五(三)"; did you mean "五（三）"?', 1, true), err)
  end)

  it("runs every script without a name, and goes on after one that is broken", function ()
    local rules = county.write(folder, { cases = HERE .. 'case "甲" { given = {}, expect = { subsidy = "0" } }\n' })
    assert(os.execute("mkdir -p " .. program.quote(rules .. "/a/b/bad")))
    program.write(rules .. "/a/b/bad/2024.lua", "nothing\n")
    local found, status = county.json(rules, "test")
    assert.equal(3, status)
    assert.equal(1, found.scripts[1].passed)
  end)

  it("says when a script has no cases", function ()
    local found, status = test(nil)
    assert.equal(0, status)
    assert.equal("shixian/2024 has no cases beside it", found.notes[1])
  end)
end)

describe("test with a population", function ()
  local rules
  before_each(function ()
    rules = county.write(folder, { cases = HERE .. 'case "甲" { given = {}, expect = { subsidy = "0" } }\n', more = [[
article "四" "出生九十日内可以补办" {
  late = true, when = function (r) return r.birth_date and r.paid_on and r.paid_on - r.birth_date <= days(90) end }
article "五" "没有用的日子" { benefit_from = date "2024-01-01", benefit_to = date "2024-12-31", overrides = "三",
  when = function (r) return r.paid_on and r.paid_on < date "2023-10-10" end }
article "六" "补缴的零头退还" { refund = yuan(1), when = function (r) return r.paid_amount and r.paid_amount >= yuan(400) end }
article "六1" "小额的也退" { refund = yuan(1), when = function (r)
    return r.paid_amount and (r.paid_amount > yuan(395) or r.paid_amount >= yuan(390)) end }
]] })
  end)

  local function people()
    return county.roster(folder, {
      { paid_on = "2023-10-01", paid_amount = "380" }, { paid_on = "2024-01-15", paid_amount = "401" },
      { paid_on = "2023-11-01", paid_amount = "391" }, { paid_on = "2024-01-05", identities = "低保对象" },
      { id_number = "", birth_date = "2023-12-01", paid_on = "2024-02-29" } })
  end
  local function run(...) return county.json(rules, "test", "shixian/2024", people(), ...) end

  it("lists articles that apply to nobody and questions that everybody answers alike", function ()
    local found, status, err = run()
    assert.equal(0, status, err)
    local unreached = county.by(found.nobody, "article")
    assert.equal(0, unreached["二2"].applied)
    assert.equal(5, unreached["二2"].not_applied)
    assert.equal(0, unreached["一"].not_applied)
    assert.is_nil(unreached["二1"])
    assert.is_nil(unreached["二"]) -- without a condition it is for everybody
    local alike = county.by(found.settled, "answer")
    assert.equal(5, alike["identities do not include 孤儿"].residents)
    assert.is_nil(alike["identities do not include 低保对象"])
    assert.is_nil(alike["there is birth_date"])
    assert.equal(5, found.populations[1].residents)
  end)

  it("puts residents on each threshold, one below and one above, and shows what changes", function ()
    local at = {}
    for _, t in ipairs(run("--thresholds").thresholds) do at[t.threshold] = t end
    local deadline = at["paid_on <= 2023-12-31"]
    assert.same({ "2023-12-30", "2023-12-31", "2024-01-01" }, { deadline.below, deadline.on, deadline.above })
    assert.truthy(deadline.effects:find("status on_time | on_time | not_accepted", 1, true), deadline.effects)
    local newborn = at["paid_on - birth_date at most 90 days"]
    assert.same({ "2024-02-28", "2024-02-29", "2024-03-01" }, { newborn.below, newborn.on, newborn.above })
    assert.truthy(newborn.effects:find("status late_accepted | late_accepted | not_accepted", 1, true), newborn.effects)
    local amount = at["paid_amount at least 390 yuan"]
    assert.same({ "389.99", "390", "390.01" }, { amount.below, amount.on, amount.above })
    assert.equal("refund 0 | 1 | 1", amount.effects)
    -- who applies changes, though nothing comes of it
    assert.equal("article 五 applies | does not | does not", at["paid_on < 2023-10-10"].effects)
  end)

  it("calls a threshold suspicious across which no decision changes", function ()
    local found = run()
    assert.is_nil(found.thresholds)
    local silent = {}
    for _, t in ipairs(found.silent) do silent[#silent + 1] = t.threshold end
    assert.same({ "paid_amount over 395 yuan" }, silent)
    assert.equal(1, found.populations[1].silent)
  end)

  it("makes residents from the profile beside the script when no roster is named", function ()
    local found, status = county.json(program.read "rules/fields.lua" and "rules" or rules, "test", "lezhi/2024")
    assert.equal(0, status)
    assert.equal(20000, found.populations[1].residents)
    assert.equal("made from the profile", found.populations[1].from)
    assert.equal(found.populations[1].articles, found.populations[1].reached)
    assert.equal(found.populations[1].thresholds, found.populations[1].turning)
    assert.truthy(found.populations[1].thresholds >= 15)
  end)

  it("says so when there is neither roster nor profile, and takes no roster for a script", function ()
    local found = county.json(rules, "test", "shixian/2024")
    assert.truthy(found.notes[1]:find("shixian/2024 has no population profile beside it", 1, true))
    assert.same({}, found.populations)
    local status, _, err = program.run("test", people(), "--rules-dir", rules)
    assert.equal(2, status)
    assert.truthy(err:find("the first argument names a script; a roster stands after it", 1, true), err)
  end)
end)
