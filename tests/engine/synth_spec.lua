-- canbao synth: invented rosters. What is checked here: the same bytes for the same seed, numbers that nobody has and that
-- stand once only, the census figures, every kind of dirt, and profiles that are wrong.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"

local counties = {
  { rules = "lingbi/2023", example = "examples/lingbi_2023.csv", as_of = "2023-03-01",
    script = "rules/anhui/suzhou/lingbi/2023.lua", under_15 = 1920, from_60 = 1880, household = 261, day = { 2022, 12, 31 } },
  { rules = "lezhi/2024", example = "examples/lezhi_2024.csv", as_of = "2024-03-01",
    script = "rules/sichuan/ziyang/lezhi/2024.lua", under_15 = 1480, from_60 = 3280, household = 211, day = { 2023, 12, 31 } },
  { rules = "linyi/2024", example = "examples/linyi_2024.csv", as_of = "2023-12-26",
    script = "rules/shanxi/yuncheng/linyi/2024.lua", under_15 = 1530, from_60 = 2210, household = 301, day = { 2023, 12, 31 } },
}

local folder
setup(function () folder = program.folder() end)
teardown(function () program.remove(folder) end)

-- Makes a roster; its path. Every further word is an option.
local function synth(rules, rows, ...)
  local path = folder .. "/roster.csv"
  local status, out, err = program.run("synth", rules, "-n", tostring(rows), "-o", path, ...)
  assert.are.equal(0, status, err)
  return path, out
end

local function lines_of(path)
  local lines = {}
  for line in io.lines(path) do lines[#lines + 1] = line end
  return lines
end

-- Cells of a clean roster's line: nothing in it is quoted.
local function cells_of(line)
  local cells = {}
  for cell in (line .. ","):gmatch "([^,]*)," do cells[#cells + 1] = cell end
  return cells
end

local function positions(heading)
  local at = {}
  for i, name in ipairs(cells_of(heading)) do at[name] = i end
  return at
end

local function age_on(birth, day)
  local y, m, d = birth:match "^(%d+)-(%d+)-(%d+)$"
  y, m, d = tonumber(y), tonumber(m), tonumber(d)
  local had = day[2] > m or (day[2] == m and day[3] >= d)
  return day[1] - y - (had and 0 or 1)
end

describe("a synthetic roster", function ()
  it("is the same for the same seed and another for another seed", function ()
    local first = program.read((synth("lingbi/2023", 500, "--seed", "7", "--dirty")))
    assert.are.equal(first, program.read((synth("lingbi/2023", 500, "--seed", "7", "--dirty"))))
    assert.are_not.equal(first, program.read((synth("lingbi/2023", 500, "--seed", "8", "--dirty"))))
    assert.are.equal(program.read((synth("lingbi/2023", 500))), program.read((synth("lingbi/2023", 500, "--seed", "1"))))
  end)

  it("has as many rows as were asked for, also one", function ()
    assert.are.equal(2, #lines_of(synth("linyi/2024", 1)))
    assert.are.equal(778, #lines_of(synth("linyi/2024", 777)))
  end)

  it("gives nobody a number twice in 200,000 rows, and every resident number is a right one", function ()
    local seen, count, resident, wrong = {}, 0, 0, {}
    local at
    for line in io.lines((synth("lezhi/2024", 200000, "--headings", "en"))) do
      if not at then
        at = positions(line)
      else
        local cells = cells_of(line)
        local id = cells[at.id_number]
        count = count + 1
        if seen[id] then wrong[#wrong + 1] = id .. " occurs twice" end
        seen[id] = true
        if cells[at.id_type] == "" then
          resident = resident + 1
          local fine = #id == 18 and program.id(id:sub(1, 17)) == id and id:sub(7, 14) == cells[at.birth_date]:gsub("-", "") and
            (tonumber(id:sub(17, 17)) % 2 == 1) == (cells[at.sex] == "男")
          local area = tonumber(id:sub(1, 6))
          if not fine or area < 990001 or area > 990999 then wrong[#wrong + 1] = line end
        elseif not id:find "^X" then
          wrong[#wrong + 1] = line
        end
      end
    end
    assert.are.equal(200000, count)
    assert.is_true(resident > 198000)
    assert.are.same({}, wrong)
  end)

  it("goes on to further area codes when the sequence numbers of a birthday are used up", function ()
    local rules = trial.write(folder)
    local profile = program.write(folder .. "/one_day.lua", [[
      profile { title = "试县", place = "试县", day = "2023-12-31", premium = "380", males = 10000,
                census = { under_15 = 0, from_60 = 0, household = 100 }, sex = { "女", "男" },
                fields = { sex = "sex", paid_on = "paid_on", paid_amount = "paid_amount", pay_channel = "pay_channel" } }
      ages { { 0, 104, 1 } }
      household { weight = 1, members = { "adult" } }
      town { name = "东镇", weight = 1, villages = 1 }
      town { name = "西镇", weight = 1, villages = 1 }
      trait "同日出生" { fill = { birth_date = "1980-01-01" } }
    ]])
    local path = synth("shixian/2024", 2100, "--rules-dir", rules, "--profile", profile)
    local areas, seen, count = {}, {}, 0
    for _, row in ipairs((program.rows(path))) do
      local id = row["身份证号"]
      assert.is_nil(seen[id], id)
      assert.are.equal(program.id(id:sub(1, 17)), id)
      seen[id], count = true, count + 1
      areas[id:sub(1, 6)] = (areas[id:sub(1, 6)] or 0) + 1
    end
    assert.are.equal(2100, count)
    -- 1,050 people a town, 499 men a birthday and area code: a second and a third code for each town.
    assert.are.same({ ["990001"] = 499, ["990002"] = 499, ["990003"] = 499, ["990004"] = 499, ["990005"] = 52, ["990006"] = 52 },
      areas)
  end)

  for _, county in ipairs(counties) do
    it("has the ages and households that the profile of " .. county.rules .. " states", function ()
      local at, people, children, elders, households, homes = nil, 0, 0, 0, 0, {}
      for line in io.lines((synth(county.rules, 60000, "--headings", "en", "--seed", "3"))) do
        if not at then
          at = positions(line)
        else
          local cells = cells_of(line)
          local age = age_on(cells[at.birth_date], county.day)
          people = people + 1
          if age < 15 then children = children + 1 end
          if age >= 60 then elders = elders + 1 end
          if not homes[cells[at.household_id]] then households, homes[cells[at.household_id]] = households + 1, true end
        end
      end
      assert.is_true(math.abs(children * 10000 / people - county.under_15) < 60, "under 15: " .. children / people)
      assert.is_true(math.abs(elders * 10000 / people - county.from_60) < 60, "from 60: " .. elders / people)
      assert.is_true(math.abs(people * 100 / households - county.household) < 3, "a household: " .. people / households)
    end)
  end

  it("does not need more memory for more people", function ()
    if program.build ~= "build" then return end -- a sanitizer reserves terabytes of addresses
    local status, _, err = program.shell(("ulimit -v 90000; %s/canbao synth lingbi/2023 -n 400000 --dirty -o /dev/null"):format(
      program.build))
    assert.are.equal(0, status, err)
  end)

  it("puts the people of a household together, each town's in one stretch", function ()
    local at, last, done = nil, nil, {}
    for line in io.lines((synth("lingbi/2023", 20000, "--headings", "en"))) do
      if not at then
        at = positions(line)
      else
        local home = cells_of(line)[at.household_id]
        if home ~= last then
          assert.is_nil(done[home], home)
          done[home], last = true, home
        end
      end
    end
  end)
end)

describe("what the file looks like", function ()
  it("has Chinese headings, or English ones with --headings en", function ()
    assert.is_truthy(lines_of(synth("linyi/2024", 5))[1]:find "^证件类型,身份证号,姓名,性别,出生日期,户号,乡镇,村,")
    assert.is_truthy(lines_of(synth("linyi/2024", 5, "--headings", "en"))[1]:find "^id_type,id_number,name,sex,birth_date,")
  end)

  it("has a title above the headings with --title-row", function ()
    local plain = lines_of(synth("linyi/2024", 5))
    local titled = lines_of(synth("linyi/2024", 5, "--title-row"))
    assert.are.equal("临猗县2024年度城乡居民基本医疗保险参保名册" .. (","):rep(#cells_of(plain[1]) - 1), titled[1])
    table.remove(titled, 1)
    assert.are.same(plain, titled)
  end)

  it("is the same text in GB18030 as in UTF-8, and may begin with a byte order mark", function ()
    local plain = program.read((synth("lezhi/2024", 300, "--dirty")))
    local marked = program.read((synth("lezhi/2024", 300, "--dirty", "--encoding", "utf8-bom")))
    assert.are.equal("\xEF\xBB\xBF" .. plain, marked)
    local path = synth("lezhi/2024", 300, "--dirty", "--encoding", "gb18030")
    assert.are_not.equal(plain, program.read(path))
    local status, text = program.shell("iconv -f GB18030 -t UTF-8 " .. program.quote(path))
    assert.are.equal(0, status)
    assert.are.equal(plain, text)
  end)
end)

describe("a dirty roster", function ()
  local kinds = { "date_unreadable", "date_format", "id_check_digit", "id_lower_x", "id_full_width", "id_length",
    "birth_conflict", "sex_conflict", "label_misspelt", "label_unknown", "label_separator", "flag_variant",
    "flag_unreadable", "number_unreadable", "money_unreadable", "money_format", "cell_blank", "cells_missing", "cells_extra",
    "newline", "quotes", "formula", "same_row", "same_person" }

  it("of two thousand rows has every kind of problem, and says how many", function ()
    local _, out = synth("lezhi/2024", 2000, "--dirty-rate", "3", "--json")
    local found, all = {}, 0
    for kind, rows in out:gmatch '"kind":%s*"([%w_]+)".-"rows":%s*(%d+)' do
      found[#found + 1], all = kind, all + tonumber(rows)
      assert.is_true(tonumber(rows) > 0, kind)
    end
    assert.are.same(kinds, found)
    assert.is_true(all > 40 and all < 85, "dirty rows: " .. all)
  end)

  it("has the people of the clean one underneath", function ()
    local clean, dirty, same = lines_of(synth("lingbi/2023", 2000)), {}, 0
    for _, line in ipairs(lines_of(synth("lingbi/2023", 2000, "--dirty-rate", "1"))) do dirty[line:gsub(",[^,]*$", "")] = true end
    for i = 2, #clean do
      if dirty[clean[i]] then same = same + 1 end
    end
    assert.is_true(same >= 1930 and same < 2000, same .. " rows are as they were")
  end)

  it("loses no row when it is read, and every problem is found where it was put", function ()
    local path, out = synth("lezhi/2024", 2000, "--dirty-rate", "10", "--json")
    local put = {}
    for kind, rows in out:gmatch '"kind":%s*"([%w_]+)".-"rows":%s*(%d+)' do put[kind] = tonumber(rows) end
    local result = folder .. "/result.csv"
    local status, _, err = program.run("eval", "lezhi/2024", path, "--as-of", "2024-03-01", "-o", result)
    assert.are.equal(0, status, err)
    assert.are.equal(2000, #program.rows(result))
    local reported = {}
    for _, problem in ipairs((program.rows(result .. ".problems.csv"))) do
      for _, words in ipairs { "is not a date", "check digit is wrong", "has been mended", "does not have 18 characters",
        "is not that of the ID number", "no label", "neither yes nor no", "is not a whole number", "is not an amount",
        "missing ones are unknown", "surplus ones are not read", "already stands in line" } do
        if problem.reason:find(words, 1, true) then reported[words] = (reported[words] or 0) + 1 end
      end
    end
    assert.are.same({
      ["is not a date"] = put.date_unreadable, ["check digit is wrong"] = put.id_check_digit,
      ["has been mended"] = put.id_lower_x + put.id_full_width, ["does not have 18 characters"] = put.id_length,
      ["is not that of the ID number"] = put.birth_conflict, ["no label"] = put.label_misspelt + put.label_unknown,
      ["neither yes nor no"] = put.flag_unreadable, ["is not a whole number"] = put.number_unreadable,
      ["is not an amount"] = put.money_unreadable, ["missing ones are unknown"] = put.cells_missing,
      ["surplus ones are not read"] = put.cells_extra, ["already stands in line"] = put.same_row + put.same_person }, reported)
  end)

  it("takes a rate from 0 to 100 per cent", function ()
    assert.are.equal(program.read((synth("linyi/2024", 200))), program.read((synth("linyi/2024", 200, "--dirty-rate", "0"))))
    synth("linyi/2024", 200, "--dirty-rate", "100%")
    local status, _, err = program.run("synth", "linyi/2024", "-n", "5", "-o", folder .. "/no.csv", "--dirty-rate", "100.01")
    assert.are.equal(2, status)
    assert.is_truthy(err:find('--dirty-rate takes a percentage from 0 to 100, not "100.01"', 1, true), err)
  end)
end)

describe("the examples", function ()
  it("are what scripts/examples.sh makes, byte for byte", function ()
    local status, _, err = program.shell(("CANBAO_BUILD=%s bash scripts/examples.sh %s"):format(program.build, program.quote(folder)))
    assert.are.equal(0, status, err)
    for _, county in ipairs(counties) do
      local name = county.example:match "[^/]+$"
      assert.is_true(program.read(county.example) == program.read(folder .. "/" .. name), name .. " differs: make examples")
    end
  end)

  for _, county in ipairs(counties) do
    it("let every article of " .. county.rules .. " apply to somebody", function ()
      local result, applied, unmet = folder .. "/result.csv", {}, {}
      local status, _, err = program.run("eval", county.rules, county.example, "--as-of", county.as_of, "-o", result)
      assert.are.equal(0, status, err)
      local rows = program.rows(result)
      assert.are.equal(2000, #rows)
      for _, row in ipairs(rows) do
        for number in (row.articles .. "、"):gmatch "(.-)、" do applied[number] = true end
      end
      for number in program.read(county.script):gmatch '\narticle "([^"]+)"' do
        if not applied[number] then unmet[#unmet + 1] = number end
      end
      assert.are.same({}, unmet)
    end)
  end
end)

describe("a wrong call", function ()
  local function refused(message, ...)
    local status, out, err = program.run("synth", ...)
    assert.are.equal(2, status, err)
    assert.are.equal("", out)
    assert.are.equal("canbao: " .. message, err:match "^[^\n]*")
  end

  it("says what is missing or not understood, and writes nothing", function ()
    local no = folder .. "/no.csv"
    refused("-o is missing: it names the roster to write", "lingbi/2023", "-n", "5")
    refused("-n is missing: it says how many residents to make", "lingbi/2023", "-o", no)
    refused("-n takes a number from 1 to 2000000000", "lingbi/2023", "-n", "0", "-o", no)
    refused("-n takes a number from 1 to 2000000000", "lingbi/2023", "-n", "2000000001", "-o", no)
    refused('--encoding is utf8, utf8-bom or gb18030, not "gbk"', "lingbi/2023", "-n", "5", "-o", no, "--encoding", "gbk")
    refused('--headings is zh or en, not "fr"', "lingbi/2023", "-n", "5", "-o", no, "--headings", "fr")
    assert.is_nil(program.read(no))
  end)
end)

describe("a wrong profile", function ()
  local rules, path
  local good = [[
profile { title = "试县2024年度名册", place = "试县", day = "2023-12-31", premium = "380",
          census = { under_15 = 2500, from_60 = 2500, household = 200 }, sex = { "女", "男" },
          fields = { sex = "sex", paid_on = "paid_on", paid_amount = "paid_amount", pay_channel = "pay_channel" } }
ages { { 0, 104, 1 } }
household { weight = 1, members = { "adult", "child" } }
household { weight = 1, members = { "elder", "adult" } }
town { name = "东镇", weight = 1, villages = 2 }
trait "低保" { of = "household", per_10000 = 500, due = "190", fill = { identities = "低保对象" } }
payer "大家" { per_10000 = 9000, days = { { from = "2023-09-01", to = "2023-12-31", weight = 1 } } }
]]

  setup(function ()
    rules = trial.write(folder)
    path = folder .. "/rules/haishi/shizhou/shixian/2024.synth.lua"
  end)

  local function write(from, to)
    local text = good
    if from then
      local first, last = text:find(from, 1, true)
      assert(first, "the profile has no " .. from)
      text = text:sub(1, first - 1) .. to .. text:sub(last + 1)
    end
    program.write(path, text)
  end

  local function run() return program.run("synth", "shixian/2024", "--rules-dir", rules, "-n", "50", "-o", folder .. "/no.csv") end

  local function refused(line, message, from, to)
    write(from, to)
    local status, out, err = run()
    assert.are.equal(3, status, err)
    assert.are.equal("", out)
    assert.are.equal(("canbao: %s:%d: %s\n"):format(path, line, message), err)
    assert.is_nil(program.read(folder .. "/no.csv"))
  end

  it("is not this one", function ()
    write()
    local status, _, err = run()
    assert.are.equal(0, status, err)
    os.remove(folder .. "/no.csv")
  end)

  it("is missing", function ()
    os.remove(path)
    local status, _, err = run()
    assert.are.equal(3, status)
    assert.are.equal(("canbao: %s: there is no population profile here: copy one from beside another county's script and " ..
      "edit it, or name one with --profile\n"):format(path), err)
  end)

  it("names a field, a label or a trait that there is not", function ()
    refused(8, 'trait "低保": there is no field "identitys"; did you mean "identities"?', "identities =", "identitys =")
    refused(8, 'trait "低保": "低保对像" is not a label of identities; did you mean "低保对象"?', "低保对象", "低保对像")
    refused(9, 'payer "大家": no trait "低保户" stands above; did you mean "低保"?', "payer \"大家\" {",
      "payer \"大家\" { given = \"低保户\",")
    refused(8, 'trait "低保": there is no "per_1000" here; did you mean "per_10000"?', "per_10000 = 500", "per_1000 = 500")
  end)

  it("has households that do not come to the census figures", function ()
    refused(1, "profile: the households come to 2500 under 15 and 2500 from 60 per 10000 people and 200 people per " ..
      "100 households; the census figures stated are 2520, 2500 and 200", "under_15 = 2500", "under_15 = 2520")
  end)

  it("has values out of range", function ()
    refused(8, 'trait "低保": per_10000 must be a whole number between 0 and 10000', "per_10000 = 500", "per_10000 = 10001")
    refused(8, 'trait "低保": due must be an amount in yuan such as "350"', 'due = "190"', 'due = "190元整"')
    refused(9, 'payer "大家": from must not lie after to', "2023-09-01", "2024-09-01")
    refused(9, 'payer "大家": to must be a day such as "2022-12-31"', "2023-12-31\", weight", "2023-02-29\", weight")
    refused(4, "ages: ages must reach from 0 to 104 without a gap", "{ 0, 104, 1 }", "{ 0, 103, 1 }")
  end)
end)

describe("a synthetic roster without dirt", function ()
  it("has nobody who paid before birth", function ()
    local place = program.folder()
    local many = place .. "/many.csv"
    assert.equal(0, (program.run("synth", "lingbi/2023", "-n", "40000", "--seed", "7", "-o", many, "--headings", "en", "--no-progress")))
    local newborns = 0
    for _, row in ipairs((program.rows(many))) do
      if row.paid_on ~= "" and row.birth_date ~= "" then
        assert.is_true(row.paid_on >= row.birth_date, row.id_number)
        newborns = newborns + (row.birth_date >= "2022-10-01" and 1 or 0)
      end
    end
    assert.is_true(newborns > 20)
    program.remove(place)
  end)
end)
