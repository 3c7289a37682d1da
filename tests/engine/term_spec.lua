-- Terms and questions, through `build/unit term`: a small stack language (see tests/support/unit_term.c).

local build = os.getenv "CANBAO_BUILD" or "build"

-- The lines that the words print.
local function term(...)
  local words = {}
  for _, word in ipairs { ... } do words[#words + 1] = "'" .. word:gsub("'", "'\\''") .. "'" end
  local pipe = assert(io.popen(build .. "/unit term " .. table.concat(words, " ") .. " 2>&1", "r"))
  local lines = {}
  for line in pipe:lines() do lines[#lines + 1] = line end
  pipe:close()
  return table.concat(lines, "|")
end

local function split(text)
  local words = {}
  for word in text:gmatch "%S+" do words[#words + 1] = word end
  return table.unpack(words)
end

-- Each row: the words, what they print, and why when that is not plain.
local function holds(rows)
  for _, row in ipairs(rows) do assert.equal(row[2], term(split(row[1])), row[3] or row[1]) end
end

describe("a term's value", function()
  it("is the cell's: a blank is none or unknown as the field declares", function()
    holds {
      { "paid_on=2022-12-31 paid_on value", "2022-12-31" },
      { "paid_on value", "none " },
      { "paid_on=? paid_on value", "unknown ?" },
      { "only_child_certificate_on value", "unknown ?" },
      { "paid_amount=350.5 paid_amount value", "350.5" },
      { "paid_amount=0 paid_amount value", "0", "no amount and an amount of nothing are two things" },
      { "disability_grade=3 disability_grade value", "3" },
      { "as_of value", "2023-03-01" },
      { "effect value", "unknown ?" },
    }
  end)

  it("adds and takes away amounts, days and dates", function()
    holds {
      { "350y 175.5y + value", "525.5" },
      { "100y 300y - value", "-200" },
      { "2022-12-31 1d + value", "2023-01-01" },
      { "1d 2022-12-31 + value", "2023-01-01", "days come first as well" },
      { "2023-03-01 1d - value", "2023-02-28" },
      { "2024-03-01 1d - value", "2024-02-29" },
      { "2023-03-01 2022-12-31 - value", "60" },
      { "90d 30d - value", "60" },
    }
  end)

  it("counts months to the corresponding day or the month's last", function()
    holds {
      { "2023-01-31 months:1 value", "2023-02-28" },
      { "2024-01-31 months:1 value", "2024-02-29" },
      { "2023-03-31 months:-1 value", "2023-02-28" },
      { "2022-12-15 months:6 value", "2023-06-15" },
      { "2024-02-29 months:12 value", "2025-02-28" },
      { "2024-02-29 first value", "2024-02-01" },
      { "2024-02-10 last value", "2024-02-29" },
      { "2024-02-10 year value 2024-02-10 month value 2024-02-10 day value", "2024|2|10" },
    }
  end)

  it("takes shares exactly, or rounded as is said", function()
    holds {
      { "380y scale:75/100:exact value", "285" },
      { "paid_amount=0.01 paid_amount scale:1/2:exact value", "error ?" },
      { "paid_amount=0.01 paid_amount scale:1/2:down value", "0" },
      { "paid_amount=0.01 paid_amount scale:1/2:up value", "0.01" },
      { "paid_amount=0.01 paid_amount scale:1/2:half_up value", "0.01" },
      { "paid_amount=0.01 paid_amount scale:1/2:half_even value", "0" },
      { "paid_amount=0.03 paid_amount scale:1/2:half_even value", "0.02" },
      { "paid_amount=-0.01 paid_amount scale:1/2:half_up value", "-0.01" },
      { "paid_amount=-0.01 paid_amount scale:1/2:down value", "-0.01", "down is towards minus infinity" },
      { "1234.56y scale:1/1:half_up:100 value", "1235" },
      { "1234.49y scale:1/1:half_up:100 value", "1234" },
      { "paid_amount=0.5 paid_amount scale:1/1:exact:100 value", "0.5", "exact is a matter of fen" },
      { "paid_amount=1 paid_amount scale:1/0:down value", "error ?" },
      { "paid_amount=1 paid_amount scale:1/-1:down value", "error ?" },
    }
  end)

  it("chooses the lesser and the greater of amounts and of dates", function()
    holds {
      { "350y 300y least value", "300" },
      { "350y 300y most value", "350" },
      { "2022-12-31 2023-02-28 least value", "2022-12-31" },
      { "2022-12-31 2023-02-28 most value", "2023-02-28" },
      { "paid_amount 300y least value", "none ", "a blank is not the lesser amount" },
    }
  end)

  it("is an error past the end of the calendar or of amounts, and not before", function()
    holds {
      { "2299-12-30 1d + value", "2299-12-31" },
      { "2299-12-31 1d + value", "error ?" },
      { "1800-01-02 1d - value", "1800-01-01" },
      { "1800-01-01 1d - value", "error ?" },
      { "2299-11-30 months:1 value", "2299-12-30" },
      { "2299-12-01 months:1 value", "error ?" },
      { "2023-01-01 months:9000000000 value", "error ?" },
      { "8999999999999999.99y 0.01y + value", "9000000000000000" },
      { "9000000000000000y 0.01y + value", "error ?" },
      { "9000000000000000y scale:2/1:exact value", "error ?" },
      { "120530date value", "error ?" },
      { "2147483647d 1d + value", "error ?" },
    }
  end)

  it("is as bad as the worst operand: error, then unknown, then none", function()
    holds {
      { "paid_on birth_date=? birth_date - value", "unknown ?" },
      { "paid_on birth_date=2000-01-01 birth_date - value", "none " },
      { "birth_date=? birth_date 2299-12-31 1d + - value", "error ?" },
      { "paid_on 2299-12-31 1d + - value", "error ?" },
      { "effect paid_amount + value", "unknown ?" },
    }
  end)

  it("is worked out to 64 steps of depth and 256 parts; beyond that it is an error", function()
    local function chain(depth)
      local words = { "paid_on=2000-01-01", "paid_on" }
      for i = 1, depth - 1 do words[#words + 1] = i .. "d +" end
      return table.concat(words, " ") .. " value"
    end
    holds { { chain(64), "2005-07-09" }, { chain(65), "error ?" }, { chain(66), "error ?" } }
    local function sum(low, high) -- paid_amount + i yuan for each i: two parts each, and a part for each sum
      if low == high then return ("paid_amount %dy +"):format(low) end
      local half = (low + high) // 2
      return sum(low, half) .. " " .. sum(half + 1, high) .. " +"
    end
    local whole = "paid_amount=1 " .. sum(1, 85) -- 255 parts
    holds {
      { whole .. " value", "3740" },
      { whole .. " 1y + value", "3741" },
      { whole .. " 1y + 1y + value", "error ?" },
    }
  end)

  it("evaluates a part that is met very often once", function()
    holds { { "paid_amount=0.01 paid_amount" .. (" dup +"):rep(40) .. " value", "10995116277.76" } }
  end)
end)

describe("a term's number", function()
  it("is one for equal terms", function()
    local function same(a, b)
      local first, second = term(split(a .. " term " .. b .. " term")):match "^(%d+)|(%d+)$"
      assert.is_truthy(first, a)
      return first == second
    end
    assert.is_true(same("paid_on months:6", "paid_on months:6"))
    assert.is_true(same("paid_on 1d +", "1d paid_on +"))
    assert.is_true(same("paid_amount scale:75/100:exact", "paid_amount scale:3/4:exact:100"))
    assert.is_true(same("300y 50y +", "350y"))
    assert.is_false(same("paid_on months:6", "paid_on months:7"))
    assert.is_false(same("paid_on birth_date -", "birth_date paid_on -"))
    assert.is_false(same("paid_amount scale:3/4:down", "paid_amount scale:3/4:up"))
  end)

  it("is not given to what cannot be computed at all", function()
    holds {
      { "350y 2022-12-31 +", "refused" },
      { "2022-12-31 2022-12-31 +", "refused" },
      { "90d 2022-12-31 -", "refused" },
      { "350y months:6", "refused" },
      { "90d scale:1/2:exact", "refused" },
      { "350y 90d least", "refused" },
      { "7n 7n +", "refused" },
      { "identities", "refused", "a set of labels is not an operand" },
      { "350y year", "refused" },
    }
  end)
end)

describe("what a term rests on", function()
  it("is its fields, the day of the question and effects", function()
    holds {
      { "350y depends fields", "constant|." },
      { "as_of depends fields", "depends|." },
      { "effect depends fields", "depends|." },
      { "paid_on birth_date - depends fields", "depends|birth_date paid_on ." },
      { "paid_on birth_date - 90d at_most asked_fields", "birth_date paid_on ." },
      { "paid_on paid_on less asked_fields", "paid_on ." },
      { "has:identities:孤儿 asked_fields", "identities ." },
    }
  end)

  it("is linear only as a field and a constant that cannot leave the range half-way", function()
    holds {
      { "paid_on linear", "paid_on +0" },
      { "paid_on 1d + 2d + linear", "paid_on +3" },
      { "paid_on 1d - linear", "paid_on -1" },
      { "50y paid_amount + linear", "paid_amount +5000" },
      { "paid_amount 50.01y - linear", "paid_amount -5001" },
      { "paid_amount -50y - linear", "paid_amount +5000" },
      { "disability_grade linear", "disability_grade +0" },
      { "paid_on 2d + 1d - linear", "not linear" },
      { "350y paid_amount - linear", "not linear" },
      { "paid_on birth_date - linear", "not linear" },
      { "paid_on 2022-12-31 - linear", "not linear" },
      { "paid_on months:1 linear", "not linear" },
      { "as_of linear", "not linear" },
      { "350y linear", "not linear" },
    }
  end)
end)

describe("a comparison", function()
  it("answers both sides of the day", function()
    for day, answers in pairs { ["2022-12-30"] = "1|1|0", ["2022-12-31"] = "0|1|1", ["2023-01-01"] = "0|0|0" } do
      holds { { "paid_on=" .. day .. " paid_on 2022-12-31 less ask paid_on 2022-12-31 at_most ask " ..
        "paid_on 2022-12-31 equal ask", answers } }
    end
  end)

  it("is unknown where a term has no value, and an error where it cannot have one", function()
    holds {
      { "paid_on 2022-12-31 less ask", "unknown" },
      { "paid_on=? paid_on 2022-12-31 less ask", "unknown" },
      { "2022-12-31 only_child_certificate_on equal ask", "unknown" },
      { "paid_on 2299-12-31 1d + less ask", "error" },
      { "paid_on=2299-12-31 paid_on months:1 paid_on less ask", "error" },
      { "paid_amount=0.01 paid_amount scale:1/2:exact exact ask", "error" },
      { "paid_amount exact ask", "unknown" },
      { "paid_amount=350 paid_amount exact ask", "35000" },
      { "disability_grade=4 disability_grade number ask", "4" },
    }
  end)

  it("is refused between two types and where it says nothing", function()
    holds {
      { "paid_on 350y less", "refused" },
      { "paid_amount 90d equal", "refused" },
      { "paid_on number", "refused" },
      { "disability_grade exact", "refused" },
      { "1flag 0flag less", "refused" },
      { "flag:paid_on", "refused" },
      { "label:identities", "refused" },
      { "has:tier:高", "refused" },
      { "text:paid_on", "refused" },
      { "within:tier:灵璧县", "refused" },
    }
  end)
end)

describe("a question about a cell", function()
  it("tells none, a value and unknown apart", function()
    holds {
      { "state:paid_on ask paid_on=2022-12-31 ask paid_on=? ask", "0|1|2" },
      { "flag:returning_migrant ask returning_migrant=是 ask returning_migrant=? ask", "0|1|2" },
      { "flag:student ask", "2" },
      { "label:tier ask tier=低 ask tier=? ask", "65535|1|65534" },
    }
  end)

  it("knows that a label is absent only when every label of the set was read", function()
    holds {
      { "has:identities:低保对象 ask", "0" },
      { "has:identities:低保对象 identities=孤儿,低保对象 ask", "1" },
      { "has:identities:低保对象 identities=孤儿 ask", "0" },
      { "has:identities:低保对象 identities=孤儿,! ask", "2" },
      { "has:identities:低保对象 identities=低保对象,! ask", "1", "what is there is there" },
      { "has:identities:低保对象 identities=? ask", "2" },
    }
  end)

  it("finds one of several labels, and knows that none is there only when every label of the set was read", function()
    local asked = "any:identities:低保对象|孤儿 "
    holds {
      { asked .. "ask", "0" },
      { asked .. "identities=孤儿 ask", "1" },
      { asked .. "identities=低保对象 ask", "1" },
      { asked .. "identities=孤儿,低保对象 ask", "1" },
      { asked .. "identities=特困人员 ask", "0" },
      { asked .. "identities=特困人员,! ask", "2" },
      { asked .. "identities=孤儿,! ask", "1", "what is there is there" },
      { asked .. "identities=? ask", "2" },
      { "any:tier:高", "refused" },
    }
  end)

  it("finds a place by any of its names, or by its code at the beginning", function()
    local asked = "within:household_registration:灵璧县|341323 ask"
    holds {
      { "household_registration=安徽省宿州市灵璧县 " .. asked, "1" },
      { "household_registration=灵璧县 " .. asked, "1" },
      { "household_registration=341323104 " .. asked, "1" },
      { "household_registration=341323 " .. asked, "1" },
      { "household_registration=34132 " .. asked, "0" },
      { "household_registration=1341323 " .. asked, "0", "a code counts at the beginning only" },
      { "household_registration=泗县 " .. asked, "0" },
      { asked, "2", "a blank registration is not known" },
      { "household_registration=? " .. asked, "2" },
      { "household_registration=灵璧县 within:household_registration:| ask", "0", "no name is no place" },
      { "town=灵璧县城 within:town:灵璧县 ask town= ask", "1|0" },
      { "remark=住灵璧县 within:remark:泗县||灵璧县 ask", "1" },
    }
  end)

  it("gives one number to one text, whichever cell it stands in", function()
    holds {
      { "quote:乙 town=乙 text:town ask remark=甲 text:remark ask remark=乙 ask", "0|1|0" },
      { "text:town ask town=? ask", "-1|unknown" },
      { "text:remark ask remark=? ask", "-1|unknown" },
    }
  end)

  it("has one number however often it is asked", function()
    holds { { "state:paid_on question state:birth_date question state:paid_on question", "0|1|0" } }
  end)
end)

describe("words", function()
  it("state terms for staff in English", function()
    holds {
      { "paid_on words paid_on months:6 words paid_on months:-1 words", "paid_on|paid_on + 6 months|paid_on - 1 month" },
      { "paid_on 1d + words paid_on 90d - words birth_date months:24 words",
        "paid_on + 1 day|paid_on - 90 days|birth_date + 2 years" },
      { "paid_amount 350y paid_amount - - words", "paid_amount - (350 yuan - paid_amount)" },
      { "paid_amount scale:75/100:exact words", "paid_amount × 75%" },
      { "paid_amount 1y + scale:1/3:half_up:100 words", "((paid_amount + 1 yuan) × 1/3, rounded to 1 yuan)" },
      { "paid_on birth_date least first words", "the first of the month of (the earlier of paid_on and birth_date)" },
      { "quote:医疗救助资金 words 1flag words", "医疗救助资金|yes" },
    }
  end)

  it("state terms for staff in Chinese", function()
    holds {
      { "lang:zh paid_on words paid_on months:6 words", "缴费日期|缴费日期 + 6个月" },
      { "lang:zh paid_on last words paid_amount 350y most words", "缴费日期当月最后一日|缴费金额与350元中较多者" },
      { "lang:zh as_of words", "截至日" },
    }
  end)

  it("state questions and their answers in English", function()
    holds {
      { "paid_on=2023-01-01 paid_on 2022-12-31 at_most asked note paid_on=2022-12-31 note",
        "paid_on <= 2022-12-31|paid_on is after 2022-12-31|paid_on is on or before 2022-12-31" },
      { "paid_on=2023-01-01 2022-12-31 paid_on less asked note paid_on=2022-12-31 note",
        "paid_on > 2022-12-31|paid_on is after 2022-12-31|paid_on is on or before 2022-12-31" },
      { "paid_amount=300 paid_amount 350y less asked note paid_amount=350 note",
        "paid_amount under 350 yuan|paid_amount is under 350 yuan|paid_amount is at least 350 yuan" },
      { "paid_on=2022-12-31 paid_on 2022-12-31 equal asked note paid_on=2023-01-01 note",
        "paid_on = 2022-12-31|paid_on is 2022-12-31|paid_on is not 2022-12-31" },
      { "paid_on 2022-12-31 at_most note", "not known: paid_on <= 2022-12-31" },
      { "paid_on=2299-12-31 paid_on 1d + 2022-12-31 at_most note", "cannot be computed: paid_on + 1 day <= 2022-12-31" },
      { "state:paid_on asked note paid_on=? note paid_on=2023-01-01 note",
        "paid_on is given|no paid_on|paid_on is not known|there is paid_on" },
      { "flag:returning_migrant asked note returning_migrant=是 note",
        "returning_migrant is yes|returning_migrant is no|returning_migrant is yes" },
      { "has:identities:低保对象 asked note identities=低保对象 note",
        "identities has 低保对象|identities do not include 低保对象|identities include 低保对象" },
      { "any:identities:低保对象|孤儿 asked note identities=孤儿 note", "identities has one of 低保对象, 孤儿|" ..
        "identities include none of 低保对象, 孤儿|identities include one of 低保对象, 孤儿" },
      { "within:household_registration:灵璧县|341323 asked household_registration=泗县 note",
        "household_registration within 灵璧县|household_registration is not within 灵璧县" },
      { "label:tier asked note tier=高 note", "which tier|no tier|tier is 高" },
      { "text:town asked note town=灵城镇 note", "the text of town|no town|town is 灵城镇" },
      { "disability_grade=2 disability_grade number asked note", "what disability_grade is|disability_grade is 2" },
      { "paid_amount=350 paid_amount exact note", "paid_amount is 350 yuan" },
    }
  end)

  it("state questions and their answers in Chinese", function()
    holds {
      { "lang:zh paid_on=2023-01-01 paid_on 2022-12-31 at_most note", "缴费日期晚于2022-12-31" },
      { "lang:zh paid_on=2022-12-31 paid_on 2022-12-31 at_most note", "缴费日期不晚于2022-12-31" },
      { "lang:zh paid_on birth_date - 90d at_most paid_on=2023-01-01 birth_date=2022-12-01 note",
        "缴费日期 - 出生日期不超过90 天" },
      { "lang:zh state:paid_on note", "没有缴费日期" },
      { "lang:zh has:identities:低保对象 note", "身份类别不含低保对象" },
      { "lang:zh any:identities:低保对象|孤儿 note", "身份类别不含低保对象、孤儿中的任何一个" },
      { "lang:zh flag:returning_migrant note", "返乡务工人员为否" },
    }
    assert.equal("缴费日期 不晚于 2022-12-31", term("lang:zh", "paid_on", "2022-12-31", "at_most", "asked"))
    assert.equal("身份类别 含 低保对象", term("lang:zh", "has:identities:低保对象", "asked"))
    assert.equal("返乡务工人员 为 是", term("lang:zh", "flag:returning_migrant", "asked"))
  end)

  it("end where a term repeats its parts without end", function()
    local words = term(split("paid_amount" .. (" dup +"):rep(60) .. " words"))
    assert.is_true(#words < 600)
    assert.is_truthy(words:find("paid_amount", 1, true))
  end)

  it("show no control character of a cell", function()
    assert.equal("remark is a\\x1B[31m", term("remark=a\27[31m", "text:remark", "note"))
  end)
end)

describe("random terms", function()
  for seed = 1, 5 do
    it("agree with a second, plain working out, seed " .. seed, function()
      assert.equal("1000 rounds agree", term("random", tostring(seed), "1000"))
    end)
  end
end)
