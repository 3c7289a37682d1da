-- canbao explain: one resident, article by article, and what one other entry would have given.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder, rules
before_each(function ()
  folder = program.folder()
  rules = county.write(folder, { more = [[
article "三1" "返乡的延长" { deadline = date "2024-02-29", overrides = "三", when = function (r) return r.returning_migrant end }
article "五" "出生九十日内" { late = true, when = function (r) return r.birth_date and r.paid_on and r.paid_on - r.birth_date <= days(90) end }
combine "subsidy" { "二3", highest = true }
]] })
end)
after_each(function () program.remove(folder) end)

local function explain(resident, ...)
  if resident.birth_date then resident.id_number = resident.id_number or "" end -- a number of its own would contradict it
  local roster = county.roster(folder, { resident })
  return county.json(rules, "explain", "shixian/2024", roster, "--row", "1", "--as-of", "2024-03-01", ...)
end
local function sentences(resident) return county.by(explain(resident).articles, "article") end

describe("explain", function ()
  it("finds a resident by ID number, whole or with a small x, and masks it", function ()
    local id = program.id "99000119580629158"
    local roster = county.roster(folder, { {}, { id_number = id, name = "欧阳某" } })
    for _, given in ipairs { id, id:lower(), " " .. id } do
      local found, status, err = county.json(rules, "explain", "shixian/2024", roster, "--id", given)
      assert.equal(0, status, err)
      assert.equal(2, found.row)
      local cells = county.by(found.resident, "field")
      assert.equal(id:sub(1, 6) .. "********" .. id:sub(-4), cells.id_number.value)
      assert.equal("欧**", cells.name.value)
    end
  end)

  it("refuses what it cannot find, and both or neither way of naming a resident", function ()
    local roster = county.roster(folder, { {} })
    local function run(...) return program.run("explain", "shixian/2024", roster, "--rules-dir", rules, ...) end
    local function fails(message, ...)
      local status, _, err = run(...)
      assert.equal(2, status)
      assert.truthy(err:find(message, 1, true), err)
    end
    fails("no resident of the roster has this ID number", "--id", "990001190001010010")
    fails("the roster has 1 rows; --row takes 1 to 1", "--row", "2")
    fails("the roster has 1 rows; --row takes 1 to 1", "--row", "0")
    fails "explain needs one of --id NUMBER, --row N and --line N"
    fails("explain needs one of --id NUMBER, --row N and --line N", "--row", "1", "--id", "1")
    fails("explain needs one of --id NUMBER, --row N and --line N", "--row", "1", "--line", "2")
  end)

  it("tells each effect with the article that fixed it", function ()
    local found = explain { identities = "低保对象", paid_on = "2023-10-01" }
    local effects = county.by(found.effects, "effect")
    assert.equal("190", effects.subsidy.value)
    assert.equal("二1", effects.subsidy.article)
    assert.equal("低保对象定额资助", effects.subsidy.gist)
    assert.equal("190", effects.personal_due.value)
    assert.equal("", effects.personal_due.article)
    assert.equal("on_time", effects.status.value)
    assert.equal(1, #found.doubts)
  end)

  it("says of every article whether it applied, and the question that decided with value, threshold and distance", function ()
    local found = sentences { household_registration = "邻县", birth_date = "1990-01-01" }
    assert.equal("does not apply: household_registration (邻县) is not within 试县", found["一"].sentence)
    assert.equal("does not apply: household_registration (邻 县) is not within 试县", sentences { household_registration = '"邻\n县"' }["一"].sentence)
    assert.equal("not_applied", found["一"].state)
    found = sentences { identities = "低保对象", birth_date = "2023-11-01", paid_on = "2024-02-01" }
    assert.equal("applies: identities include 低保对象; it fixes subsidy 190 yuan", found["二1"].sentence)
    assert.equal("applies to everyone; it fixes premium 380 yuan, fiscal 640 yuan", found["二"].sentence)
    assert.equal("does not apply: identities (低保对象) do not include 孤儿", found["二2"].sentence)
    assert.equal("does not apply: paid_on - birth_date is 92 days, 2 days over 90 days", found["五"].sentence)
    found = sentences { birth_date = "2023-11-03", paid_on = "2024-02-01" }
    assert.equal("applies: paid_on - birth_date is 90 days, exactly 90 days; it fixes late yes", found["五"].sentence)
    assert.equal("does not apply: identities is blank: no 低保对象", found["二1"].sentence)
    found = sentences { birth_date = "2023-11-03" }
    assert.equal("does not apply: no paid_on", found["五"].sentence)
  end)

  it("says what gave way to which article", function ()
    local found = sentences { identities = "低保对象、孤儿" }
    assert.equal("applies: identities include 低保对象; its subsidy 190 yuan does not count beside that of article 二2", found["二1"].sentence)
    assert.equal("applies: identities include 孤儿; it fixes subsidy 285.5 yuan", found["二2"].sentence)
    local roster = program.write(folder .. "/m.csv", "户籍地,返乡务工人员\n试县,是\n")
    local all = county.by(county.json(rules, "explain", "shixian/2024", roster, "--row", "1").articles, "article")
    assert.truthy(all["三"].sentence:find("its deadline 2023-12-31 gives way to article 三1", 1, true), all["三"].sentence)
    assert.equal("applies: returning_migrant says yes; it fixes deadline 2024-02-29", all["三1"].sentence)
  end)

  it("says in short how the payment stands to the deadline, and who had until when", function ()
    local function short(resident) return explain(resident).in_short end
    local pays = "has 380 yuan to pay, without subsidy; "
    local longer = "; article 三1 (返乡的延长) gives until 2024-02-29, but does not apply"
    local late = "is not insured (not accepted)" .. longer
    local insured = "; is insured (on time); benefits run from 2024-01-01 to 2024-12-31"
    assert.equal(pays .. "paid 11 days after the deadline (2023-12-31); " .. late, short { paid_on = "2024-01-11" })
    assert.equal(pays .. "paid 1 day after the deadline (2023-12-31); " .. late, short { paid_on = "2024-01-01" })
    assert.equal(pays .. "paid on the day of the deadline (2023-12-31)" .. insured, short { paid_on = "2023-12-31" })
    assert.equal(pays .. "paid 1 day before the deadline (2023-12-31)" .. insured, short { paid_on = "2023-12-30" })
    assert.equal(pays .. "not paid; the deadline passed 61 days ago (2023-12-31); is not insured (overdue)" .. longer, short {})
    assert.equal("may not enrol: no article lets the resident in", short { household_registration = "邻县" })
    assert.is_nil(short { household_registration = "" })
  end)

  it("says in short what the resident gets and pays, by which article, and what is paid back", function ()
    local function short(resident) return (explain(resident).in_short:gsub("; paid .*", "")) end
    local time = "; paid 91 days before the deadline (2023-12-31); is insured (on time); benefits run from 2024-01-01 to 2024-12-31"
    local paid = { identities = "低保对象", paid_on = "2023-10-01" }
    assert.equal("of 380 yuan gets 190 yuan by article 二1 (低保对象定额资助), and has 190 yuan to pay" .. time, explain(paid).in_short)
    program.write(county.path, program.read(county.path) .. [[
article "二9" "认定晚的没有资助" { subsidy = yuan(0), overrides = every "subsidy", when = function (r)
  return r:has "低保对象" and r.paid_on and r.paid_on > date "2023-10-01" end }
article "六" "多缴的退" { refund = function (r, e) return r.paid_amount - e.personal_due end, when = function (r)
  return r.paid_amount and r.paid_amount > yuan(380) end }
]])
    assert.equal("of 380 yuan gets 190 yuan by article 二1 (低保对象定额资助), and has 190 yuan to pay", short(paid))
    assert.equal("has 380 yuan to pay, without subsidy by article 二9 (认定晚的没有资助)",
      short { identities = "低保对象", paid_on = "2023-10-02" })
    assert.equal("has 380 yuan to pay, without subsidy" .. time:gsub("; is", "; paid 380.5 yuan, 0.5 yuan more than due; is", 1)
      .. "; 0.5 yuan are paid back by article 六 (多缴的退)", explain { paid_on = "2023-10-01", paid_amount = "380.5" }.in_short)
    assert.equal("has 380 yuan to pay, without subsidy" .. time, explain { paid_on = "2023-10-01", paid_amount = "380" }.in_short)
  end)

  it("says in short how the amount paid stands to what was due, and of what was paid too much whether it is paid back", function ()
    local function short(amount, more, lang)
      local resident = { paid_on = "2023-12-31", paid_amount = amount }
      for k, v in pairs(more or {}) do resident[k] = v end
      return explain(resident, "--lang", lang or "en").in_short
    end
    local function after_payment(...) return short(...):match "^.-%(2023%-12%-31%)(.*); is insured" end
    local function at_end(...) return short(...):match "2024%-12%-31(.*)$" end
    assert.equal("; paid 380.01 yuan, 0.01 yuan more than due", after_payment "380.01")
    assert.equal("", after_payment "380")
    assert.equal("; paid 379.99 yuan, 0.01 yuan less than due", after_payment "379.99")
    assert.equal("; paid 0 yuan, 380 yuan less than due", after_payment "0")
    assert.equal("", after_payment "")
    assert.equal("; no article pays anything back", at_end "380.01")
    assert.equal("", at_end "380")
    assert.equal("", at_end "379.99")
    assert.truthy(short("400", nil, "zh"):find("；实缴 400元，比应缴多 20元；", 1, true))
    assert.truthy(short("400", nil, "zh"):find("；没有条款规定退还$"))
    assert.truthy(short("300", nil, "zh"):find("；实缴 300元，比应缴少 80元；", 1, true))

    local elsewhere = { household_registration = "邻县" }
    assert.equal("may not enrol: no article lets the resident in; paid 0.01 yuan; no article pays anything back", short("0.01", elsewhere))
    assert.equal("may not enrol: no article lets the resident in", short("0", elsewhere))
    assert.truthy(short("380", elsewhere, "zh"):find("；已缴 380元；没有条款规定退还$"))

    local no_day = { paid_on = "" }
    assert.truthy(short("400", no_day):find("; paid 400 yuan, 20 yuan more than due (the roster has no day of it); is not insured", 1, true))
    assert.truthy(short("400", no_day, "zh"):find("；实缴 400元，比应缴多 20元（花名册没有缴费日期）；", 1, true))
    assert.is_nil(short("0", no_day):find("paid 0", 1, true))

    program.write(county.path, program.read(county.path) .. [[
article "六" "不退" { refund = yuan(0) }
]])
    assert.equal("; nothing is paid back by article 六 (不退)", at_end "380.01")
    assert.equal("", at_end "380")
    assert.truthy(short("400", nil, "zh"):find("；按六（不退）不退", 1, true))
    assert.equal("may not enrol: no article lets the resident in; paid 1 yuan; nothing is paid back by article 六 (不退)", short("1", elsewhere))
  end)

  -- What stands behind "paid …" or "not paid …" of the sentence.
  local function insured(resident, lang)
    local said = explain(resident, "--lang", lang or "en").in_short
    return said:match(lang and "缴费；(.*)$" or "%(2023%-12%-31%); (.*)$") or said
  end

  it("says in short whether the resident is insured, and from when to when benefits run", function ()
    assert.equal("is insured (on time); benefits run from 2024-01-01 to 2024-12-31", insured { paid_on = "2023-12-31" })
    assert.equal("已参保（按期缴费）；待遇享受期 2024-01-01 至 2024-12-31", insured({ paid_on = "2023-12-30" }, "zh"))
    assert.equal("is not insured (not accepted); article 三1 (返乡的延长) gives until 2024-02-29, but does not apply",
      insured { paid_on = "2024-01-01" })
    assert.equal("未参保（缴费不予受理）；三1（返乡的延长）可以到 2024-02-29，但对本人不适用", insured({ paid_on = "2024-01-01" }, "zh"))
  end)

  it("says in short who waits for benefits, how long and by which article", function ()
    program.write(county.path, program.read(county.path) .. [[
article "七" "补办的等三十天" { late = true, when = function (r) return r.paid_on and r.paid_on > date "2023-12-31" end }
article "七1" "等三十天的待遇" { benefit_from = function (r) return r.paid_on + days(30) end, overrides = "三",
  when = function (r) return r.paid_on and r.paid_on > date "2023-12-31" end }
article "八" "年前缴费的从缴费日起" { benefit_from = function (r) return r.paid_on end, overrides = "三",
  when = function (r) return r.paid_on and r.paid_on <= date "2023-09-30" end }
]])
    assert.equal("is insured (on time); benefits run from 2024-01-01 to 2024-12-31", insured { paid_on = "2023-10-01" })
    assert.equal("is insured (on time); benefits run from 2023-09-30 to 2024-12-31, by article 八 (年前缴费的从缴费日起)",
      insured { paid_on = "2023-09-30" })
    assert.equal("is insured (late accepted); benefits run from 2024-03-01 to 2024-12-31, 30 days after the payment, by article 七1 "
      .. "(等三十天的待遇); article 三1 (返乡的延长) gives until 2024-02-29, but does not apply", insured { paid_on = "2024-01-31" })
    assert.equal("已参保（逾期补缴有效）；待遇享受期 2024-03-01 至 2024-12-31，从缴费后 30 天起，按七1（等三十天的待遇）；"
      .. "三1（返乡的延长）可以到 2024-02-29，但对本人不适用", insured({ paid_on = "2024-01-31" }, "zh"))
    assert.equal("is insured (late accepted); benefits run from 2024-12-31 to 2024-12-31, 30 days after the payment, by article 七1 "
      .. "(等三十天的待遇); article 三1 (返乡的延长) gives until 2024-02-29, but does not apply", insured { paid_on = "2024-12-01" })
    assert.equal("is insured (late accepted); no benefits: they end on 2024-12-31 and would begin on 2025-01-01, 30 days after the payment, "
      .. "by article 七1 (等三十天的待遇); article 三1 (返乡的延长) gives until 2024-02-29, but does not apply", insured { paid_on = "2024-12-02" })
    assert.truthy(insured({ paid_on = "2024-12-02" }, "zh"):find("；享受不到待遇：待遇享受期到 2024-12-31 为止，而 2025-01-01 才能开始，"
      .. "从缴费后 30 天起，按七1（等三十天的待遇）；", 1, true))
  end)

  it("says in short no more of benefits than the rules set", function ()
    local function said(benefit, lang)
      rules = county.write(folder, { change = { "benefit_from = date \"2024-01-01\", benefit_to = date \"2024-12-31\"", benefit } })
      return insured({ paid_on = "2023-12-31" }, lang)
    end
    assert.equal("is insured (on time)", said "")
    assert.equal("已参保（按期缴费）", said("", "zh"))
    assert.equal("is insured (on time); benefits run from 2024-01-01", said 'benefit_from = date "2024-01-01"')
    assert.equal("已参保（按期缴费）；待遇从 2024-01-01 起享受", said('benefit_from = date "2024-01-01"', "zh"))
    assert.equal("is insured (on time); benefits run until 2024-12-31", said 'benefit_to = date "2024-12-31"')
    assert.equal("已参保（按期缴费）；待遇享受到 2024-12-31 为止", said('benefit_to = date "2024-12-31"', "zh"))
  end)

  it("says of a cell that an article compares with several thresholds how it stands to each, with the cell's value once", function ()
    program.write(county.path, program.read(county.path) .. [[
article "六" "年初缴费" { late = true, when = function (r)
  return r.paid_on and r.paid_on > date "2023-12-31" and r.paid_on <= date "2024-01-31" end }
article "七" "出生后年初缴费" { late = true, when = function (r)
  return r.paid_on and r.birth_date and r.birth_date < date "2000-01-01" and r.paid_on >= date "2024-01-01" end }
]])
    local function sixth(day) return sentences { birth_date = "1999-12-31", paid_on = day }["六"].sentence end
    assert.equal("does not apply: paid_on is 2023-12-31, the very day of 2023-12-31", sixth "2023-12-31")
    assert.equal("applies: paid_on is 2024-01-01, 30 days before 2024-01-31; also asked: 1 day after 2023-12-31; it fixes late yes",
      sixth "2024-01-01")
    assert.equal("applies: paid_on is 2024-01-31, the very day of 2024-01-31; also asked: 31 days after 2023-12-31; it fixes late yes",
      sixth "2024-01-31")
    assert.equal("does not apply: paid_on is 2024-02-01, 1 day after 2024-01-31; also asked: 32 days after 2023-12-31", sixth "2024-02-01")
    assert.equal("applies: paid_on is 2024-01-01, the very day of 2024-01-01; it says the same of late yes",
      sentences { birth_date = "1999-12-31", paid_on = "2024-01-01" }["七"].sentence)
  end)

  it("gives the side of a later-of that counts, and what was found beside what was not", function ()
    program.write(county.path, program.read(county.path) .. [[
article "六" "宽限以后" { late = true, when = function (r)
  return r.paid_on and r.birth_date and r.paid_on > later(date "2024-01-31", last_day(r.birth_date, days(90))) end }
article "七" "低保而非孤儿" { refund = yuan(1), when = all { "低保对象", none { "孤儿" } } }
]])
    local found = sentences { identities = "低保对象", birth_date = "1980-01-01", paid_on = "2024-01-05" }
    assert.equal("does not apply: paid_on is 2024-01-05, 26 days before 2024-01-31", found["六"].sentence)
    assert.equal("applies: identities include 低保对象, and identities (低保对象) do not include 孤儿; it fixes refund 1 yuan",
      found["七"].sentence)
    found = sentences { birth_date = "2023-12-01", paid_on = "2024-01-05" }
    assert.equal("does not apply: paid_on is 2024-01-05, 55 days before birth_date + 90 days (2024-02-29)", found["六"].sentence)
  end)

  it("reads like a clerk's Chinese", function ()
    local roster = county.roster(folder, { { birth_date = "1980-05-05", id_number = "", identities = "低保对象", paid_on = "2024-01-11" } })
    local _, out = program.run("explain", "shixian/2024", roster, "--row", "1", "--as-of", "2024-03-01", "--rules-dir", rules, "--lang", "zh")
    assert.truthy(out:find("比截止日（2023-12-31）晚 11 天缴费", 1, true), out)
    assert.truthy(out:find("适用于所有人；据此，个人缴费标准：380元，财政补助：640元", 1, true), out)
    assert.truthy(out:find("不适用：“返乡务工人员”一栏为“否”", 1, true), out)
  end)

  it("names the field that is not known", function ()
    local found = explain { household_registration = "" }
    assert.equal("not known, and the decision depends on it: household_registration", found.problem)
    local one = county.by(found.articles, "article")["一"]
    assert.equal("undetermined", one.state)
    assert.equal("not decidable: household_registration is not known; if it applied, eligible would be yes", one.sentence)
  end)
end)

describe("explain of a label that cannot be read", function ()
  it("says what the roster says, and of no article that it applies or not by supposition", function ()
    local found = explain { identities = "低保对", paid_on = "2023-10-01" }
    local cells = county.by(found.resident, "field")
    assert.equal("(not known; the roster says “低保对”)", cells.identities.value)
    local articles = county.by(found.articles, "article")
    assert.equal("not decidable: identities has an entry that cannot be read (“低保对”); if it applied, subsidy would be 190 yuan",
      articles["二1"].sentence)
    assert.equal("undetermined", articles["二1"].state)
    assert.equal("applied", articles["二"].state)
    for _, one in ipairs(found.articles) do assert.is_nil(one.sentence:find("?", 1, true)) end
  end)

  it("speaks of many such articles alike, in the county with the most labels", function ()
    local status, out = program.run("explain", "lingbi/2023", "examples/lingbi_2023.csv", "--row", "299", "--as-of", "2023-03-01")
    assert.equal(0, status)
    assert.truthy(out:find("三（一）5[^\n]*not decidable: identities has an entry that cannot be read %(“低保对”%); if it applied, eligible would be yes"), out)
    assert.truthy(out:find("三（一）6 [^\n]*does not apply: no employee_insured_until"), out)
    assert.is_nil(out:find("identities include", 1, true))
    assert.is_nil(out:find("identities do not include", 1, true))
  end)

  it("says what holds for who can be read", function ()
    local articles = sentences { identities = "低保对象", paid_on = "2023-10-01" }
    assert.equal("applies: identities include 低保对象; it fixes subsidy 190 yuan", articles["二1"].sentence)
  end)
end)

describe("explain's distance", function ()
  it("is said in days between days, however many", function ()
    local found = sentences { birth_date = "2013-12-26", paid_on = "2024-01-01" }
    assert.equal("does not apply: paid_on - birth_date is 3658 days, 3568 days over 90 days", found["五"].sentence)
    found = sentences { birth_date = "2013-09-25", paid_on = "2024-01-01" }
    assert.equal("does not apply: paid_on - birth_date is 3750 days, 3660 days over 90 days", found["五"].sentence)
    found = sentences { birth_date = "1950-01-01", paid_on = "2024-01-01" }
    assert.equal("does not apply: paid_on - birth_date is 27028 days, 26938 days over 90 days", found["五"].sentence)
  end)

  it("is said in days between two dates, and beyond 3660 of them in years", function ()
    rules = county.write(folder, { more = 'article "六" "二〇〇〇年起出生" { late = true, when = function (r) return r.birth_date and r.birth_date >= date "2000-01-01" end }' })
    local function said(birth_date, ...) return county.by(explain({ birth_date = birth_date, paid_on = "2023-10-01" }, ...).articles, "article")["六"].sentence end
    assert.equal("does not apply: birth_date is 1989-12-24, 3660 days before 2000-01-01", said "1989-12-24")
    assert.equal("does not apply: birth_date is 1989-12-23, more than 10 years before 2000-01-01", said "1989-12-23")
    assert.equal("does not apply: birth_date is 1980-01-02, more than 19 years before 2000-01-01", said "1980-01-02")
    assert.equal("does not apply: birth_date is 1980-01-01, 20 years before 2000-01-01", said "1980-01-01")
    assert.equal("applies: birth_date is 2010-01-08, 3660 days after 2000-01-01; it fixes late yes", said "2010-01-08")
    assert.equal("applies: birth_date is 2010-01-09, more than 10 years after 2000-01-01; it fixes late yes", said "2010-01-09")
    assert.equal("不适用：出生日期为 1980-01-02，比 2000-01-01 早 19 年多", said("1980-01-02", "--lang", "zh"))
  end)
end)

describe("explain, of an article whose value is a function", function ()
  it("says what the value rests on, with threshold and distance, besides what its guard asked", function ()
    rules = county.write(folder, { more = [[
article "六" "早缴费的多资助" { subsidy = function (r) return r.paid_on and r.paid_on <= date "2023-10-15" and yuan(20) or yuan(10) end,
  when = function (r) return r:has "低保对象" end, overrides = "二1" }
]] })
    local function said(paid_on, ...) return county.by(explain({ identities = "低保对象", paid_on = paid_on }, ...).articles, "article")["六"].sentence end
    assert.equal("applies: identities include 低保对象; it fixes subsidy 20 yuan; what it gives rests on this: paid_on is 2023-10-15, the very day of 2023-10-15",
      said "2023-10-15")
    assert.equal("applies: identities include 低保对象; it fixes subsidy 10 yuan; what it gives rests on this: paid_on is 2023-10-16, 1 day after 2023-10-15",
      said "2023-10-16")
    assert.equal("applies: identities include 低保对象; it fixes subsidy 10 yuan; what it gives rests on this: no paid_on", said(""))
    assert.truthy(said("2023-10-16", "--lang", "zh"):find("；它给出的结果取决于：缴费日期为 2023-10-16，比 2023-10-15 晚 1 天", 1, true))
  end)

  it("says nothing more where the guard's sentence has told what the function asked, but from what it is computed", function ()
    rules = county.write(folder, { more = [[
article "六" "按缴费日" { enrolled_from = function (r) return r.paid_on + days(1) end, when = function (r) return r.paid_on and r.paid_on <= date "2023-10-15" end }
article "七" "不是孤儿的" { refund = function (r) return r:has "孤儿" and yuan(3) or yuan(2) end, overrides = "八",
  when = function (r) return r:has "低保对象" and not r:has "孤儿" end }
article "八" "低保的" { refund = function (r) return r:has "低保对象" and yuan(5) or yuan(4) end,
  when = function (r) return r:has "低保对象" and not r:has "孤儿" end }
]] })
    local found = county.by(explain({ identities = "低保对象", paid_on = "2023-10-01" }).articles, "article")
    assert.equal("applies: paid_on is 2023-10-01, 14 days before 2023-10-15; it fixes enrolled_from 2023-10-02 (= paid_on + 1 day)",
      found["六"].sentence)
    local guard = "applies: identities include 低保对象, and identities (低保对象) do not include 孤儿; "
    assert.equal(guard .. "it fixes refund 2 yuan", found["七"].sentence)
    assert.equal(guard .. "its refund 5 yuan gives way to article 七", found["八"].sentence)
  end)

  it("says what the guard asked too where the guard's sentence tells something else", function ()
    rules = county.write(folder, { more = [[
article "六" "早缴或低保" { refund = function (r) return r.paid_on <= date "2023-10-15" and yuan(20) or yuan(10) end,
  when = function (r) return r.paid_on and (r.paid_on <= date "2023-10-15" or r:has "低保对象") end }
]] })
    local function said(paid_on) return county.by(explain({ identities = "低保对象", paid_on = paid_on }).articles, "article")["六"].sentence end
    assert.equal("applies: paid_on is 2023-10-15, the very day of 2023-10-15; it fixes refund 20 yuan", said "2023-10-15")
    assert.equal("applies: identities include 低保对象; it fixes refund 10 yuan; what it gives rests on this: paid_on is 2023-10-16, "
      .. "1 day after 2023-10-15", said "2023-10-16")
  end)

  it("says every question that the functions asked, each once, the last first", function ()
    rules = county.write(folder, { more = [[
article "六" "几问" { refund = function (r)
  if r:has "孤儿" then return yuan(5) end
  if r.birth_date > date "2000-01-01" and r.paid_on and r.paid_on > date "2023-09-15" and r.paid_on <= date "2023-10-15" then return yuan(20) end
  return yuan(10) end, when = function (r) return r:has "低保对象" end }
]] })
    local function said(birth_date, paid_on, ...)
      return county.by(explain({ identities = "低保对象", birth_date = birth_date, paid_on = paid_on }, ...).articles, "article")["六"].sentence
    end
    local refund = "applies: identities include 低保对象; it fixes refund %d yuan; what it gives rests on this: "
    local orphan = "; also asked: identities (低保对象) do not include 孤儿"
    assert.equal(refund:format(20) .. "paid_on is 2023-10-15, the very day of 2023-10-15; also asked: 30 days after 2023-09-15; "
      .. "also asked: birth_date is 2000-01-02, 1 day after 2000-01-01" .. orphan, said("2000-01-02", "2023-10-15"))
    assert.equal(refund:format(10) .. "birth_date is 2000-01-01, the very day of 2000-01-01" .. orphan, said("2000-01-01", "2023-10-15"))
    assert.equal(refund:format(10) .. "no paid_on; also asked: birth_date is 2000-01-02, 1 day after 2000-01-01" .. orphan, said("2000-01-02", ""))
    assert.truthy(said("2000-01-01", "2023-10-15", "--lang", "zh"):find("；它给出的结果取决于：出生日期为 2000-01-01，正是 2000-01-01 当天；还问了：", 1, true))
  end)

  it("says from what a value is computed: the side that counts, or the whole where that is written down", function ()
    rules = county.write(folder, { more = [[
article "六" "多缴的退" { refund = function (r, e) return most(r.paid_amount - e.personal_due, yuan(0)) end, when = function (r) return r.paid_amount end }
]] })
    local function said(paid_amount, ...)
      return county.by(explain({ paid_on = "2023-10-01", paid_amount = paid_amount }, ...).articles, "article")["六"].sentence
    end
    assert.equal("applies: there is paid_amount; it fixes refund 0.01 yuan (= paid_amount - 380 yuan)", said "380.01")
    assert.equal("applies: there is paid_amount; it fixes refund 0 yuan (= the greater of (paid_amount - 380 yuan) and 0 yuan)", said "380")
    assert.truthy(said("400", "--lang", "zh"):find("应退金额：20元（= 缴费金额 - 380元）", 1, true), said("400", "--lang", "zh"))
  end)
end)

describe("explain", function ()
  it("does not tell a name in a sentence that it masks among the cells", function ()
    rules = county.write(folder, { more = [[
article "六" "按姓名的条件" { late = true, when = function (r) return r.name == "欧阳某" end }
article "七" "按姓名的数额" { enrolled_from = function (r) return r.name == "司马某" and date "2024-01-01" or date "2024-01-02" end }
]] })
    local found = explain { name = "欧阳某", paid_on = "2023-10-01" }
    local articles = county.by(found.articles, "article")
    assert.equal("applies: name is 欧**; it fixes late yes", articles["六"].sentence)
    assert.equal("applies to everyone; it fixes enrolled_from 2024-01-02; what it gives rests on this: name is 欧**", articles["七"].sentence)
    local roster = county.roster(folder, { { name = "欧阳某", paid_on = "2023-10-01" } })
    for _, how in ipairs { "--questions", "--json" } do
      local status, out = program.run("cases", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-03-01", how)
      assert.equal(0, status)
      assert.truthy(out:find("name is 欧**", 1, true), out)
    end
  end)

  it("shows no birth date of an ID number that stands where a text is cut", function ()
    rules = county.write(folder, { more = [[
article "六" "按村" { enrolled_from = function (r) return r.village == "东村" and date "2024-01-01" or date "2024-01-02" end }
]] })
    local roster = county.roster(folder, { { village = ("v"):rep(494) .. program.id "99000119420305001", paid_on = "2023-10-01" } })
    for _, verb in ipairs { { "cases", "--questions" }, { "explain", "--row", "1" } } do
      local status, out = program.run(verb[1], "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-03-01", table.unpack(verb, 2))
      assert.equal(0, status)
      assert.truthy(out:find("vvv990001%*+"), out)
      assert.is_nil(out:find("1942", 1, true), out)
    end
  end)

  it("does not settle a value whose function had to suppose something", function ()
    rules = county.write(folder, { more = [[
article "六" "本县户籍的早一天" { enrolled_from = function (r) return r.household_registration:within(here) and date "2024-01-01" or date "2024-01-02" end }
]] })
    local found = explain { household_registration = "", paid_on = "2023-10-01" }
    assert.equal("applies to everyone; it fixes enrolled_from undetermined; what it gives rests on this: not known: household_registration within 试县",
      county.by(found.articles, "article")["六"].sentence)
  end)
end)

describe("explain", function ()
  it("says of whom nothing was accepted because the collection had not begun when it began", function ()
    rules = county.write(folder, { more = 'article "六" "征缴开始" { opens = date "2023-09-01" }' })
    local function short(paid_on, ...) return explain({ paid_on = paid_on }, ...).in_short end
    assert.truthy(short "2023-08-31":find("; paid 1 day before the collection opens (2023-09-01); is not insured (not accepted)", 1, true), short "2023-08-31")
    assert.truthy(short "2023-09-01":find("; paid 121 days before the deadline (2023-12-31); is insured (on time)", 1, true), short "2023-09-01")
    assert.truthy(short("2023-08-31", "--lang", "zh"):find("；比缴费起始日（2023-09-01）早 1 天缴费；", 1, true))
  end)

  it("says neither what stands nor what would help of whom it is not known whether an article applies", function ()
    local found = explain { identities = "低保对", paid_on = "2023-10-01" }
    assert.same({}, found.changes)
    local articles = county.by(found.articles, "article")
    assert.truthy(articles["二"].sentence:find("whether this stands cannot be decided", 1, true) or articles["二1"].sentence:find("not decidable", 1, true))
    for _, one in ipairs(found.articles) do
      if one.state == "applied" then assert.is_nil(one.sentence:find("gives way to", 1, true), one.sentence) end
    end
    local settled = explain { identities = "低保对象", paid_on = "2023-10-01" }
    for _, one in ipairs(settled.articles) do assert.is_nil(one.sentence:find("cannot be decided", 1, true), one.sentence) end
  end)
end)

describe("explain's case", function ()
  it("is that of the case column which eval writes for the same roster, with its residents", function ()
    local roster = county.roster(folder, { { paid_on = "2023-10-01" }, { identities = "低保对象", paid_on = "2023-10-01" }, { paid_on = "2023-10-02" },
      { household_registration = "邻县" } })
    local result = folder .. "/result.csv"
    assert.equal(0, (program.run("eval", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-03-01", "-o", result)))
    local rows, counts = program.rows(result), {}
    for _, row in ipairs(rows) do counts[row.case] = (counts[row.case] or 0) + 1 end
    assert.equal(2, counts["1"])
    for i, row in ipairs(rows) do
      local found = county.json(rules, "explain", "shixian/2024", roster, "--row", tostring(i), "--as-of", "2024-03-01")
      assert.equal(row.case, tostring(math.tointeger(found.case)))
      assert.equal(counts[row.case], found.case_residents)
    end
  end)

  it("is there for whom Lua has decided alone, among cases that grow with the residents", function ()
    rules = county.write(folder, { more = 'article "六" "按姓名" { late = true, when = function (r) return r.name == "名7" end }' })
    local residents = {}
    for i = 1, 20 do residents[i] = { name = "名" .. i, paid_on = "2023-10-01" } end
    local roster = county.roster(folder, residents)
    local found = county.json(rules, "explain", "shixian/2024", roster, "--row", "7", "--as-of", "2024-03-01")
    assert.equal(7, found.case)
    assert.equal(1, found.case_residents)
    assert.equal("applied", county.by(found.articles, "article")["六"].state)
  end)

  it("is there on both sides of the 16384 cases whose decisions are kept", function ()
    rules = county.write(folder, { more = 'article "六" "按姓名" { late = true, when = function (r) return r.name == "名16385" end }' })
    local residents = {}
    for i = 1, 16386 do residents[i] = { id_number = "", name = "名" .. i, paid_on = "2023-10-01" } end
    local roster = county.roster(folder, residents)
    for row, state in pairs { [16384] = "not_applied", [16385] = "applied", [16386] = "not_applied" } do
      local found, status, err = county.json(rules, "explain", "shixian/2024", roster, "--row", tostring(row), "--as-of", "2024-03-01")
      assert.equal(0, status, err)
      assert.equal(row, found.case)
      assert.equal(1, found.case_residents)
      assert.equal(state, county.by(found.articles, "article")["六"].state)
    end
  end)
end)

describe("explain's nearest change", function ()
  it("is the last day in time for who paid a day late, with the distance of a day", function ()
    local changes = county.by(explain({ birth_date = "1980-01-01", paid_on = "2024-01-01" }).changes, "field")
    assert.equal("2024-01-01", changes.paid_on.from)
    assert.equal("2023-12-31", changes.paid_on.to)
    assert.equal("status on_time (now not_accepted), benefit_from 2024-01-01 (now none)", changes.paid_on.effects)
    assert.equal("no", changes.returning_migrant.from)
    assert.equal("yes", changes.returning_migrant.to)
  end)

  it("is the place for who may not enrol", function ()
    local found = explain { household_registration = "邻县", paid_on = "2023-10-01" }
    assert.equal("household_registration", found.changes[1].field)
    assert.equal("试县", found.changes[1].to)
  end)

  it("never is another identity", function ()
    for _, change in ipairs(explain({ identities = "低保对象", paid_on = "2024-01-05" }).changes) do
      assert.is_nil(change.field == "identities" or nil)
    end
  end)

  it("is not said to be none of whom a cell must be known first", function ()
    local found = explain { identities = "低保对", paid_on = "2023-10-01" }
    assert.same({}, found.changes)
    assert.same({ "not known, and the decision depends on it: identities; only when it is mended can be said what other entries would have given" },
      found.notes)
  end)

  it("is none for who has the best already, and never birth, death or a greater payment", function ()
    local found = explain { identities = "孤儿", paid_on = "2023-10-01", paid_amount = "94.5" }
    assert.same({}, found.changes)
    assert.truthy(table.concat(found.notes, "\n"):find("no change of a single entry would have given a better outcome", 1, true))
    for _, change in ipairs(explain { birth_date = "1980-01-01", paid_on = "2024-01-02", paid_amount = "1" }.changes) do
      assert.is_nil(({ birth_date = true, died_on = true, paid_amount = true })[change.field])
    end
  end)

  it("suggests nothing that rests on a cell that cannot be read", function ()
    local found = explain { birth_date = "1990-02-30", paid_on = "2024-02-01" }
    for _, change in ipairs(found.changes) do assert.is_nil(change.field == "birth_date" or nil) end
    assert.equal("not known, and the decision depends on it: birth_date", found.problem)
  end)
end)
