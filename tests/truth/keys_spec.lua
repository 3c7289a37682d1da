-- Residents' keys held to the reference at the bounds of how they are computed: keys of several words, amounts and days that do
-- not fit the quick ways, months of every length, columns that are blank for most, and residents looked at one by one.

local program = require "tests.support.program"
local truth = require "tests.truth.truth"
local chance = require "tests.truth.chance"

local folder
before_each(function () folder = program.folder() end)
after_each(function () program.remove(folder) end)

local dates = { "birth_date", "identified_on", "paid_on", "employee_insured_from", "employee_insured_until", "died_on", "released_on" }

-- A script that asks whether each of these holds, and nothing else: the second article applies to whom an odd number fits.
local function script(conditions)
  local lines = { 'policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",',
    '  issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }',
    'article "一" "基本" { eligible = true, premium = yuan(350), fiscal = yuan(610), deadline = date "2022-11-30",',
    '  benefit_from = date "2023-01-01", benefit_to = date "2023-12-31" }',
    'article "二" "另外" { premium = yuan(1), overrides = "一", when = function (r)', "  local odd = false" }
  for _, condition in ipairs(conditions) do lines[#lines + 1] = ("  if %s then odd = not odd end"):format(condition) end
  lines[#lines + 1] = "  return odd\nend }"
  return table.concat(lines, "\n") .. "\n"
end

-- What the comparison of such a script over these rows says; every row stands `copies` times, in another order each time.
local function compared(conditions, headings, rows, copies, threads)
  local lines = { ("@ 2023-03-01 %d %d"):format(threads or 1, copies or 1), table.concat(headings, ",") }
  for _, row in ipairs(rows) do lines[#lines + 1] = table.concat(row, ",") end
  local status, text = truth.compare(program.write(folder .. "/s.lua", script(conditions)),
    program.write(folder .. "/r.csv", table.concat(lines, "\n") .. "\n"))
  assert.equal(0, status, text)
  return tonumber(text:match "cases (%d+)"), tonumber(text:match "one_by_one (%d+)")
end

local function day(n) return os.date("!%Y-%m-%d", n * 86400) end
local function day_number(text)
  local y, m, d = text:match "(%d+)-(%d+)-(%d+)"
  return os.time { year = y, month = m, day = d, hour = 12 } // 86400
end

local function thresholds(field, first, step, count)
  local list = {}
  for i = 1, count do list[i] = ('r.%s and r.%s <= date "%s"'):format(field, field, day(day_number(first) + i * step)) end
  return list
end

local function joined(...)
  local all = {}
  for _, list in ipairs { ... } do table.move(list, 1, #list, #all + 1, all) end
  return all
end

describe("a resident's key", function ()
  -- Seven fields of twelve classes need 26 bits, of 23 classes 32, of 43 classes 38; words are filled by halves of 32.
  for _, many in ipairs { 9, 20, 40 } do
    it(("tells residents apart by %d thresholds on each of seven dates"):format(many), function ()
      local random, rows, list = chance.new(many), {}, {}
      for i = 1, 60 do
        rows[i] = {}
        for f = 1, #dates do rows[i][f] = random:happens(30) and "" or day(day_number "2021-01-01" + random:number(0, 800)) end
      end
      for f, name in ipairs(dates) do list[f] = thresholds(name, "2021-01-01", 700 // many, many) end
      local cases = compared(joined(table.unpack(list)), dates, rows)
      assert.is_true(cases > 50)
      if many == 20 then compared(joined(table.unpack(list)), dates, rows, 5, 3) end
    end)
  end

  it("tells days apart by thresholds that lie centuries apart", function ()
    local rows = {}
    for i = 1, 200 do rows[i] = { day(day_number "1900-01-01" + i * 720) } end
    rows[#rows + 1], rows[#rows + 2], rows[#rows + 3] = { "1800-01-01" }, { "2299-12-31" }, { "没有" }
    for _, many in ipairs { 17, 37, 60 } do
      assert.is_true(compared(thresholds("paid_on", "1900-01-02", 2000, many), { "paid_on" }, rows) > many)
    end
    -- So many, and so close, that a table of days tells them.
    assert.is_true(compared(thresholds("paid_on", "1950-01-02", 11, 300), { "paid_on" }, rows) > 5)
    compared(thresholds("paid_on", "1950-01-02", 11, 300), { "paid_on" }, rows, 3)
  end)

  it("tells amounts apart that need more than 32 bits, and those beside them", function ()
    local amounts = { "0.01", "380", "21474836.46", "21474836.47", "21474836.48", "21474836.49", "42949672.96", "99999999.99" }
    local list, rows = {}, { { "", "男" }, { "没有", "男" } }
    for i, amount in ipairs(amounts) do
      list[i] = ('r.paid_amount and r.paid_amount >= yuan "%s"'):format(amount)
      rows[#rows + 1] = { amount, "男" }
    end
    for i = 1, 60 do rows[#rows + 1] = { tostring(i), "男" } end
    assert.is_true(compared(list, { "paid_amount", "sex" }, rows) >= #amounts)
    compared(list, { "paid_amount", "sex" }, rows, 20, 2)
    -- More of them than are compared with one by one.
    for i = 1, 60 do list[#list + 1] = ('r.paid_amount and r.paid_amount > yuan(%d)'):format(i) end
    compared(list, { "paid_amount", "sex" }, rows)
  end)

  it("tells places apart whose classes go up and down, few and many", function ()
    for _, many in ipairs { 3, 5, 6, 7, 12, 40 } do
      local list, rows = {}, { { "", "男" } }
      for i = 1, many do
        if i % 2 == 0 then list[#list + 1] = ('r.household_registration:within "第%d县"'):format(i) end
        rows[#rows + 1] = { ("第%d县"):format(i), "男" }
      end
      assert.is_true(compared(list, { "household_registration", "sex" }, rows) > many // 2)
      compared(list, { "household_registration", "sex" }, rows, 20)
    end
  end)
end)

describe("a date that is compared with another", function ()
  -- Both for nearly everybody, and one of them for few.
  local function both_ways(conditions, pairs_of_days)
    local cases
    for _, copies in ipairs { 1, 9 } do
      cases = compared(conditions, { "birth_date", "paid_on" }, pairs_of_days, copies)
    end
    local sparse = {}
    for i = 1, #pairs_of_days * 9 do sparse[i] = i % 9 == 0 and { pairs_of_days[i // 9][1], "", pairs_of_days[i // 9][2] } or { "2001-02-03", "", "" } end
    compared(conditions, { "birth_date", "town", "paid_on" }, sparse)
    return cases
  end

  it("is held against months of every length, to the day", function ()
    local list, rows = {}, {}
    for i, n in ipairs { 1, 3, 12, 600, -1, -24 } do
      list[i] = ("r.birth_date and r.paid_on and r.paid_on <= r.birth_date + months(%d)"):format(n)
      for _, birth in ipairs { "2019-11-30", "2020-01-31", "2020-02-29", "2021-01-31", "2021-12-01" } do
        local about = day_number(birth) + n * 146097 // 4800
        for d = -4, 4 do rows[#rows + 1] = { birth, day(about + d) } end
        for _, d in ipairs { -11, -10, -9, 9, 10, 11 } do rows[#rows + 1] = { birth, day(about + d) } end
      end
    end
    both_ways(list, rows)
  end)

  it("is held against days added, the later and the earlier of two, to the day", function ()
    local list = { "r.birth_date and r.paid_on and r.paid_on <= r.birth_date + days(90)",
      "r.birth_date and r.paid_on and r.paid_on - days(7) < r.birth_date",
      'r.birth_date and r.paid_on and later(r.paid_on, date "2022-12-31") <= r.birth_date + days(90)',
      'r.birth_date and r.paid_on and earlier(r.paid_on + days(1), date "2022-12-31") <= later(r.birth_date, date "2022-11-01") + days(30)' }
    local rows = {}
    for _, birth in ipairs { "2022-09-30", "2022-10-02", "2022-10-03", "2022-10-31", "2022-11-01", "2022-11-02", "2022-12-01", "2023-01-01" } do
      for _, d in ipairs { 0, 1, 6, 7, 8, 29, 30, 31, 59, 60, 61, 89, 90, 91, 92, 120 } do rows[#rows + 1] = { birth, day(day_number(birth) + d) } end
      rows[#rows + 1], rows[#rows + 2] = { birth, "" }, { "没有", "2023-01-01" }
    end
    both_ways(list, rows)
  end)

  it("has no answer where a sum leaves the range of dates, and all others have theirs", function ()
    local rows = {}
    for i = 0, 50 do rows[#rows + 1] = { day(day_number "2020-01-01" + i), day(day_number "2020-03-20" + i) } end
    for _, birth in ipairs { "2299-10-01", "2299-10-02", "2299-10-03", "2299-12-31" } do rows[#rows + 1] = { birth, "2299-12-31" } end
    rows[#rows + 1], rows[#rows + 2] = { "1800-01-01", "1800-01-01" }, { "1800-03-31", "1800-03-31" }
    both_ways({ "r.birth_date and r.paid_on and r.paid_on <= r.birth_date + days(90)" }, rows)
    both_ways({ "r.birth_date and r.paid_on and r.paid_on <= r.birth_date + months(3)" }, rows)
    both_ways({ "r.birth_date and r.paid_on and r.paid_on - days(90) <= r.birth_date - months(3)" }, rows)
    both_ways({ 'r.birth_date and r.paid_on and earlier(r.birth_date, date "2100-01-01") + days(90) <= r.paid_on' }, rows)
  end)
end)
