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
