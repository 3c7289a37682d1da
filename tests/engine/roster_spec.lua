-- A roster file into residents: no row lost, nothing guessed, every problem located.
local fields = require "tests.support.fields"
local run = require "tests.support.run"

local GOOD, GOOD_X, LEAP = "990001199001010013", "99000119900101003X", "990001200002290024"
local declared

setup(function()
  declared = os.tmpname()
  fields.write("rules/fields.lua", declared)
end)
teardown(function() os.remove(declared) end)

-- The lines that the reader gives for a text: cells of the named fields and problems. `how` is "read" or "text".
local function read(text, names, how, declaration)
  local path = run.file(text)
  local words = { run.build .. "/unit", "roster", how or "read", declaration or declared, path }
  for name in (names or ""):gmatch "%S+" do words[#words + 1] = name end
  local result = run(words)
  os.remove(path)
  assert.equal("", result.err)
  local lines = {}
  for line in result.out:gsub(path:gsub("%p", "%%%0"), "FILE"):gmatch "([^\n]*)\n" do lines[#lines + 1] = line end
  return lines, result.code
end

local function gb18030(text)
  local path = run.file(text)
  local out = run("iconv -f UTF-8 -t GB18030 " .. path).out
  os.remove(path)
  return out
end

-- One cell of one field: its value as printed, and the problems' kind and reason.
local function cell(name, text)
  local lines = read("姓名," .. name .. "\n甲," .. text .. "\n", name)
  local problems = {}
  for i = 3, #lines do problems[#problems + 1] = lines[i]:match "^problem: row 0 line 2 (.*)$" end
  return lines[2]:match("^line 2: " .. name .. "=(.*)$"), table.concat(problems, "\n")
end

local function cells(name, rows)
  for _, row in ipairs(rows) do
    local value, problem = cell(name, row[1])
    assert.equal(row[2], value, name .. " " .. row[1])
    assert.equal(row[3] and name .. " " .. row[3] or "", problem, name .. " " .. row[1])
  end
end

describe("the fields of rules/fields.lua", function()
  it("are all accepted by the schema", function()
    local lines = read("姓名\n甲\n")
    assert.same({ "1 rows, UTF-8", "line 2:" }, lines)
  end)

  it("have the names, headings and types that the design lists", function()
    local expected = {
      id_type = "label", id_number = "text", name = "text", sex = "label", birth_date = "date", household_id = "text", town = "coded",
      village = "coded", household_registration = "place", resides_in = "place", residence_permit = "flag", student = "flag",
      identities = "labels", identified_on = "date", disability_type = "label", disability_grade = "number", tier = "label",
      returning_migrant = "flag", paid_on = "date", paid_amount = "money", pay_channel = "coded", employee_insured_from = "date",
      employee_insured_until = "date", insured_elsewhere = "flag", only_child_certificate_on = "date", discharged_on = "date",
      released_on = "date", died_on = "date" }
    local unknown, types = {}, {}
    for _, entry in ipairs(fields.read "rules/fields.lua") do
      types[entry[1]] = entry[2].type
      if entry[2].blank == "unknown" then unknown[#unknown + 1] = entry[1] end
    end
    assert.same(expected, types)
    assert.same({ "birth_date", "household_registration", "resides_in", "only_child_certificate_on" }, unknown)
  end)

  it("are refused when a heading, a role or an alias means two things", function()
    local path = run.file(table.concat({
      "a\t甲\ttext\tname\tnone\t0\t0\t甲|乙\t\t", "b\t丙\ttext\tnone\tnone\t0\t0\t丙|乙\t\t", "c\t丁\ttext\tname\tnone\t0\t0\t丁\t\t",
      "a\t戊\ttext\tnone\tnone\t0\t0\t戊\t\t", "d\t己\tlabel\tnone\tnone\t0\t0\t己\t男|女|男\t", "e\t庚\tlabel\tnone\tnone\t0\t0\t庚\t男|女\t男=女",
      "f\t辛\tnumber\tnone\tnone\t1\t4\t辛\t\t五=5", "g\t壬\tlabel\tnone\tnone\t0\t0\t壬\t\t", "h\t癸\tnumber\tnone\tnone\t4\t1\t癸\t\t",
      "i\t Ａ \ttext\tnone\tnone\t0\t0\t\t\t", "j\t子\ttext\tbirth_date\tnone\t0\t0\t子\t\t" }, "\n") .. "\n")
    local lines = read("甲\nx\n", "a", "read", path)
    os.remove(path)
    assert.same({
      "refused: Field b: the heading “乙” already names the field a.", "refused: Field c takes the role that the field a has.",
      "refused: Field a: the heading “a” already names the field a.", "refused: Field d declares the label “男” twice.",
      "refused: Field e: the alias “男” has two meanings.", "refused: Field f: the alias “五” leads to no value of the field.",
      "refused: Field g is of labels and declares none; add labels = { ... }.", "refused: Field h: its minimum is above its maximum.",
      "refused: Field i: the heading “ Ａ ” already names the field a.",
      "refused: Field j has a role that does not go with its type.", "1 rows, UTF-8", "line 2: a=x" }, lines)
  end)
end)

describe("headings", function()
  it("are English or Chinese, in any order", function()
    assert.same({ "1 rows, UTF-8", "line 2: id_number=" .. GOOD .. " name=甲 town=城关镇 paid_amount=350" },
      (read("个人缴费金额,name,Town,公民身份号码\n350,甲,城关镇," .. GOOD .. "\n", "id_number name town paid_amount")))
  end)

  it("do not mind white space, full-width characters, case or a required column's star", function()
    assert.same({ "1 rows, UTF-8", "line 2: name=甲 town=乙 village=丙 paid_on=2022-12-01" },
      (read("* 姓　名 ,乡镇(街道),村 （ 社区 ）,ＰＡＩＤ_on\n甲,乙,丙,2022-12-01\n", "name town village paid_on")))
  end)

  it("are found below titles and blank lines, and the rows keep their lines", function()
    assert.same({ "1 rows, UTF-8", "line 6: name=甲 town=乙" },
      (read("灵璧县2023年度参保登记册,,\n\n填表人：,某某,\n\n姓名,乡镇\n甲,乙\n", "name town")))
  end)

  it("are the row that names most fields, not the first that names one", function()
    assert.same({ "1 rows, UTF-8", "line 3: name=甲 town=乙" }, (read("社区\n姓名,乡镇\n甲,乙\n", "name town")))
  end)

  it("stand within the first twenty rows", function()
    assert.same({ "1 rows, UTF-8", "line 21: name=甲" }, (read(("题\n"):rep(19) .. "姓名\n甲\n", "name")))
    local lines, code = read(("题\n"):rep(20) .. "姓名\n甲\n", "name")
    assert.same({ "FILE: None of the first 20 rows has a known heading, for example “身份证号”; see rules/fields.lua for the headings "
      .. "that are known." }, lines)
    assert.equal(4, code)
  end)

  it("that give one field twice are refused, and both are named", function()
    local lines, code = read("题\n身份证号,姓名,证件号码\n1,甲,2\n", "name")
    assert.same({ "FILE:2: Columns 1 (“身份证号”) and 3 (“证件号码”) both give the field id_number; rename or remove one." }, lines)
    assert.equal(4, code)
  end)

  it("that nobody knows are kept with their cells", function()
    assert.same({ "2 rows, UTF-8", 'extra heading "序号"', 'extra heading "备注"', "line 2: name=甲", '  extra "1"', '  extra "说"明""', "line 3: name=乙",
                  '  extra "2"', '  extra ""' }, (read('序号,姓名,备注\n1,甲,"说""明"""\n2,乙,\n', "name")))
  end)

  it("may be followed by blank ones, as a spreadsheet leaves them", function()
    assert.same({ "3 rows, UTF-8", "line 2: name=甲", "line 3: name=乙", "line 4: name=丙",
                  "problem: row 2 line 4 - columns “”: the row has 3 cells and the heading row 1; the surplus ones are not read" },
      (read("姓名,,\n甲,,\n乙\n丙,x,\n", "name")))
  end)
end)

describe("an encoding", function()
  local text = "灵璧县参保登记册,,\n姓名,身份证号,身份类别,乡镇\n甲," .. GOOD .. ",低保对象、孤儿,城关镇\n乙,,低保对相,\n"
  local names = "name id_number birth_date identities town"

  it("of GB18030 under a title row gives the same residents as its UTF-8 twin", function()
    local utf8, gb = read(text, names), read(gb18030(text), names)
    assert.equal("2 rows, UTF-8", utf8[1])
    assert.equal("2 rows, GB18030", gb[1])
    utf8[1], gb[1] = nil, nil
    assert.same(utf8, gb)
    assert.equal("line 3: name=甲 id_number=" .. GOOD .. " birth_date=1990-01-01 identities=孤儿、低保对象 town=城关镇", gb[2])
  end)

  it("mark at the start is no part of the first heading", function()
    assert.same({ "1 rows, UTF-8 with BOM", "line 2: name=甲" }, (read("\xEF\xBB\xBF姓名\n甲\n", "name")))
    assert.same({ "1 rows, UTF-8 with BOM", "line 2: name=甲" }, (read('\xEF\xBB\xBF"姓名"\r\n"甲"\r\n', "name")))
  end)

  it("of memory is as that of a file", function()
    for _, each in ipairs { text, gb18030(text), "\xEF\xBB\xBF" .. text } do assert.same((read(each, names)), (read(each, names, "text"))) end
  end)

  it("with some bad bytes leaves every other cell as it is", function()
    assert.same({ "3 rows, UTF-8", "line 2: name=甲 town=城关镇", "line 3: name=乙\\xFF town=<unknown>", "line 4: name=丙 town=朝阳镇",
                  "problem: row 1 line 3 name encoding “乙\\xFF”: the cell holds bytes that are not text: “乙\\xFF”",
                  "problem: row 1 line 3 town encoding “城\\xE5\\x85”: the cell holds bytes that are not text: “城\\xE5\\x85”" },
      (read("姓名,乡镇\n甲,城关镇\n乙\xFF,城\xE5\x85\n丙,朝阳镇\n", "name town")))
  end)

  it("of GB18030 with a bad byte is still GB18030", function()
    local damaged = gb18030 "姓名,乡镇\n甲,城关镇\n乙,朝阳镇\n丙,城关镇\n丁,城关镇\n":gsub(gb18030 "乙", "\xFF")
    local lines = read(damaged, "name town")
    assert.equal("4 rows, GB18030", lines[1])
    assert.equal("line 2: name=甲 town=城关镇", lines[2])
    assert.equal("line 3: name=\\xFF town=朝阳镇", lines[3])
    assert.equal("problem: row 1 line 3 name encoding “\\xFF”: the cell holds bytes that are not text: “\\xFF”", lines[6])
  end)

  it("cannot hold a NUL byte", function()
    assert.same({ "1 rows, UTF-8", "line 2: name=甲\\x00 paid_on=<unknown>",
                  "problem: row 0 line 2 name encoding “甲\\x00”: the cell holds bytes that are not text: “甲\\x00”",
                  "problem: row 0 line 2 paid_on encoding “2022-12-01\\x00”: the cell holds bytes that are not text: “2022-12-01\\x00”" },
      (read("姓名,缴费日期\n甲\0,2022-12-01\0\n", "name paid_on")))
  end)

  it("of another kind of file is told apart, with what to do", function()
    local function says(bytes, message)
      local lines, code = read(bytes)
      assert.same({ "FILE: " .. message }, lines)
      assert.equal(4, code)
    end
    says("PK\3\4xl/workbook.xml", "This is a spreadsheet (xlsx), not CSV; save it as CSV UTF-8.")
    says("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "This is a spreadsheet (xls), not CSV; save it as CSV UTF-8.")
    says("\xFF\xFE\xD3\x59", "This file is in UTF-16; save it as CSV UTF-8.")
    says("\x1F\x8B\8\0", "This file is compressed; unpack it first.")
  end)
end)

describe("a file", function()
  it("that is empty has no heading row", function()
    local lines, code = read ""
    assert.equal("FILE: The file is empty.",
      lines[1])
    assert.equal(4, code)
  end)

  it("may have a heading row only", function() assert.same({ "0 rows, UTF-8" }, (read("姓名\n", "name"))) end)

  it("that is not there is named with the reason", function()
    local result = run { run.build .. "/unit", "roster", "read", declared, "/no/such.csv" }
    assert.equal("/no/such.csv: The file cannot be read: there is no such file or directory.\n", result.out)
    assert.equal(4, result.code)
  end)

  it("is known by the SHA-256 of its bytes", function()
    local lines = read("姓名\n甲\n", "", "sha256")
    local path = run.file "姓名\n甲\n"
    assert.equal(run("sha256sum " .. path).out:sub(1, 64), lines[1])
    os.remove(path)
  end)

  it("of forty thousand rows keeps every row in order", function()
    local rows = { "姓名,户号,身份类别" }
    for i = 1, 40000 do rows[#rows + 1] = ("甲%d,%d,%s"):format(i, i // 3, i % 7 == 0 and "低保对象" or "") end
    local lines = read(table.concat(rows, "\n"), "name household_id identities")
    assert.equal(40001, #lines)
    for i = 1, 40000 do
      local expected = ("line %d: name=甲%d household_id=%d identities=%s"):format(i + 1, i, i // 3, i % 7 == 0 and "低保对象" or "<none>")
      if lines[i + 1] ~= expected then assert.equal(expected, lines[i + 1]) end
    end
  end)
end)

describe("a row", function()
  it("with too few cells is kept, and what is missing is unknown, never none", function()
    assert.same({ "1 rows, UTF-8",
                  "line 2: name=甲 town=<unknown> student=<unknown> identities=<unknown> paid_on=<unknown> paid_amount=<unknown> disability_grade=<unknown> sex=<unknown> household_id=<unknown>",
                  "problem: row 0 line 2 - columns “”: the row has 1 cells and the heading row 9; the missing ones are unknown" },
      (read("姓名,乡镇,在校学生,身份类别,缴费日期,缴费金额,残疾等级,性别,户号\n甲\n",
        "name town student identities paid_on paid_amount disability_grade sex household_id")))
  end)

  it("with too many cells is kept", function()
    assert.same({ "1 rows, UTF-8", "line 2: name=甲 town=乙",
                  "problem: row 0 line 2 - columns “”: the row has 4 cells and the heading row 2; the surplus ones are not read" },
      (read("姓名,乡镇\n甲,乙,丙,\n", "name town")))
  end)

  it("of blank cells is a row; a blank line is none, but counts as a line", function()
    assert.same({ "3 rows, UTF-8", "line 2: name=甲 town=乙", "line 5: name=<unknown> town=<unknown>", "line 6: name=丙 town=丁",
                  "problem: row 1 line 5 - no_resident “”: every cell of the row is blank; it is counted as a resident of whom nothing is known; delete the line" },
      (read("姓名,乡镇\n甲,乙\n\n  \n,\n丙,丁\n\n", "name town")))
  end)

  it("is one line, as in a spreadsheet, though cells and headings have line ends in them", function()
    assert.same({ "2 rows, UTF-8", "line 2: name=甲", 'line 3: name=乙', 'problem: row 1 line 3 town unknown' },
      (function()
        local lines = read('姓名,"残疾\n等级"\r\n"甲","\r\n"\r\n乙,9\r\n', "name")
        lines[4] = lines[4]:gsub("disability_grade unreadable.*", "town unknown")
        return lines
      end)())
  end)

  it("without a line end at the file's end is a row too", function()
    assert.same({ "1 rows, UTF-8", "line 2: name=甲 town=<none>" }, (read("姓名,乡镇\n甲,", "name town")))
  end)

  it("with a quote that nobody closed takes no other row with it", function()
    assert.same({ "2 rows, UTF-8", 'line 2: name="甲 town=乙', "line 3: name=丙 town=<unknown>",
                  "problem: row 0 line 2 name unreadable “\"甲”: the cell begins with a quote that is not closed; close it, or write the quote twice within quotes",
                  "problem: row 1 line 3 town unreadable “\"丁”: the cell begins with a quote that is not closed; close it, or write the quote twice within quotes" },
      (read('姓名,乡镇\n"甲,乙\n丙,"丁\n', "name town")))
  end)

  it("lists its problems by column, whatever found them", function()
    local lines = read("残疾等级,出生日期,证件号码,性别\n9,1990-01-02," .. GOOD .. ",汝\n8,,99000119900101003x,\n8,,99000119900101003x,\n", "")
    local found = {}
    for i = 5, #lines do found[#found + 1] = lines[i]:match "row (%d+ line %d+ %S+ %S+)" end
    assert.same({ "0 line 2 disability_grade unreadable", "0 line 2 birth_date conflict", "0 line 2 sex unknown_label",
                  "1 line 3 disability_grade unreadable", "1 line 3 id_number id_mended", "2 line 4 disability_grade unreadable",
                  "2 line 4 id_number id_mended", "2 line 4 id_number duplicate" }, found)
  end)
end)

describe("a blank cell", function()
  it("means what its field declares; a blank document is the card that everyone has", function()
    assert.same({ "1 rows, UTF-8",
                  "line 2: id_type=居民身份证 id_number=<none> sex=<none> birth_date=<unknown> town=<none> household_registration=<unknown> resides_in=<unknown> student=false identities=<none> disability_grade=<none> paid_on=<none> paid_amount=<none> only_child_certificate_on=<unknown>" },
      (read("姓名,证件类型,身份证号,性别,出生日期,乡镇,户籍地,常住地,在校学生,身份类别,残疾等级,缴费日期,缴费金额,独生子女证领证日期\n甲,,,,,,,, ,,　,,,\n",
        "id_type id_number sex birth_date town household_registration resides_in student identities disability_grade paid_on paid_amount only_child_certificate_on")))
  end)

  it("is what an absent column's cells are, all of them", function()
    assert.same({ "2 rows, UTF-8", "line 2: id_type=居民身份证 birth_date=<unknown> resides_in=<unknown> student=false identities=<none> paid_amount=<none> household_id=<none>",
                  "line 3: id_type=居民身份证 birth_date=<unknown> resides_in=<unknown> student=false identities=<none> paid_amount=<none> household_id=<none>" },
      (read("姓名\n甲\n乙\n", "id_type birth_date resides_in student identities paid_amount household_id")))
  end)
end)

describe("a flag", function()
  it("is read in every way it is written", function()
    for _, yes in ipairs { "是", "1", "true", "TRUE", "True", "Y", "y", "有", "１", "Ｙ", "ｔｒｕｅ", " 是 ", "yes", "√", "✓", "✔", " √ " } do cells("student", { { yes, "true" } }) end
    for _, no in ipairs { "否", "0", "false", "FALSE", "N", "n", "无", "０", "Ｎ", "no" } do cells("student", { { no, "false" } }) end
  end)

  it("is unknown when it is anything else, never false", function()
    for _, other in ipairs { "2", "不是", "是的", "×", "√√", "√?", "T", "-", "truetruetrue" } do
      cells("student", { { other, "<unknown>", ("unreadable “%s”: “%s” is neither yes nor no; write 是 or 否"):format(other, other) } })
    end
  end)
end)

describe("a date", function()
  it("is read in its five forms, full-width too", function()
    for _, text in ipairs { "2022-12-31", "2022/12/31", "2022.12.31", "20221231", "2022年12月31日", "２０２２-１２-３１", " 2022-12-31 " } do
      cells("paid_on", { { text, "2022-12-31" } })
    end
  end)

  it("may have a time of day behind it, which is left out", function()
    for _, text in ipairs { "2022-11-05 10:22:33", "2022/11/5 0:00", "2022-11-05T23:59:59", "2022-11-05 23:59:59.123", "2022-11-05  09:05",
      "２０２２-１１-０５ １０：２２" } do
      cells("paid_on", { { text, "2022-11-05" } })
    end
  end)

  it("is unknown when it is no day at all, or what follows it is no time of day", function()
    for _, text in ipairs { "2022-13-01", "昨天", "2022-12-31 24:00", "2022-12-31 08:60", "2022-12-31 08", "2022-12-31 08:00:00:00",
      "2022-12-31 晚", "2022-12-31 8:1", "2022-12-31T", "4492", "449266" } do
      cells("paid_on", { { text, "<unknown>", ("unreadable “%s”: “%s” is not a date; write it like 2023-02-28"):format(text, text) } })
    end
  end)

  it("that is not in the calendar is told so", function()
    for _, text in ipairs { "2022-11-31", "2022-02-29", "2022/2/30", "20221131", "2022年11月31日", "2022-11-31 10:00", "2022-11-0" } do
      cells("paid_on", { { text, "<unknown>", ("unreadable “%s”: “%s” is not a date: there is no such day"):format(text, text) } })
    end
  end)

  it("is unknown when it is a spreadsheet's serial number, and told which day that would be", function()
    for text, day in pairs { ["44926"] = "2022-12-31", ["44870.43"] = "2022-11-05" } do
      cells("paid_on", { { text, "<unknown>", ("unreadable “%s”: “%s” is not a date: it looks like a spreadsheet's serial number, which "
        .. "would be %s; give the column a date format in the spreadsheet and save the file again"):format(text, text, day) } })
    end
  end)
end)

describe("an amount", function()
  it("is read strictly", function()
    cells("paid_amount", { { "350", "350" }, { "350.50元", "350.5" }, { '"1,200"', "1200" }, { "３５０", "350" }, { "0", "0" },
      { "￥350", "350" }, { "¥350.50", "350.5" }, { "￥ 1200元", "1200" } })
    for _, text in ipairs { "350.555", "三百五", "1e2", "￥￥350", "¥", "350￥" } do
      cells("paid_amount", { { text, "<unknown>",
        ("unreadable “%s”: “%s” is not an amount; write yuan with at most two decimals, like 350.50"):format(text, text) } })
    end
  end)
end)

describe("a number", function()
  it("lies within its bounds, or is one of its words", function()
    cells("disability_grade", { { "1", "1" }, { "4", "4" }, { "一级", "1" }, { "四级", "4" }, { "3级", "3" }, { "２级", "2" }, { "２", "2" } })
    for _, text in ipairs { "0", "5", "-1", "1.0", "五级", "4294967297", "99999999999999999999" } do
      cells("disability_grade", { { text, "<unknown>", ("unreadable “%s”: “%s” is not a whole number from 1 to 4"):format(text, text) } })
    end
  end)
end)

describe("a label", function()
  it("is a declared one or its alias, full-width or not", function()
    cells("tier", { { "高", "高" }, { "低档次", "低" }, { " 低 ", "低" } })
    cells("sex", { { "男", "男" }, { "Ｆ", "女" }, { "女性", "女" } })
    cells("id_type", { { "身份证", "居民身份证" }, { "居民身份证(户口簿)", "居民身份证" }, { "护照", "护照" } })
  end)

  it("is unknown when nobody declared it, each row being reported", function()
    cells("tier", { { "中", "<unknown>", "unknown_label “中”: no label “中” is declared; write one of 高、低" } })
    local lines = read("姓名,残疾类别\n甲,精神\n乙,精神病\n丙,精神病\n丁,精神\n", "disability_type")
    assert.same({ "line 2: disability_type=精神", "line 3: disability_type=<unknown>", "line 4: disability_type=<unknown>", "line 5: disability_type=精神",
                  "problem: row 1 line 3 disability_type unknown_label “精神病”: no label “精神病” is declared; did you mean “精神”?",
                  "problem: row 2 line 4 disability_type unknown_label “精神病”: no label “精神病” is declared; did you mean “精神”?" },
      { table.unpack(lines, 2) })
  end)
end)

describe("a set of labels", function()
  it("is separated by any of its separators, and is the same in any order", function()
    for _, mark in ipairs { "、", "，", "；", ";", "|", "｜", " 、 ", "、、", "；、" } do
      cells("identities", { { "孤儿" .. mark .. "低保对象", "孤儿、低保对象" }, { "低保" .. mark .. "孤儿" .. mark, "孤儿、低保对象" } })
    end
    cells("identities", { { '"孤儿,低保对象"', "孤儿、低保对象" }, { '"孤儿\n低保对象"', "孤儿、低保对象" }, { "孤儿、孤儿", "孤儿" } })
  end)

  it("of separators only is empty", function() cells("identities", { { "、；", "<none>" } }) end)

  it("with an undeclared label keeps the others and is dirty", function()
    cells("identities", { { "孤儿、低保对相", "孤儿+dirty", "unknown_label “孤儿、低保对相”: no label “低保对相” is declared; did you mean “低保对象”?" },
                          { "低保对相", "+dirty", "unknown_label “低保对相”: no label “低保对相” is declared; did you mean “低保对象”?" } })
  end)

  it("reports each undeclared label, in each row", function()
    local lines = read("姓名,身份类别\n甲,低保对相、特困人元\n乙,低保对相、特困人元\n丙,孤儿\n", "identities")
    assert.equal(8, #lines)
    assert.equal("line 3: identities=+dirty", lines[3])
    assert.equal("line 4: identities=孤儿", lines[4])
    assert.equal("problem: row 1 line 3 identities unknown_label “低保对相、特困人元”: no label “特困人元” is declared; did you mean “特困人员”?", lines[8])
  end)

  it("knows every label that the three notices name", function()
    for _, label in ipairs {
      "特困人员", "孤儿", "事实无人抚养儿童", "低保对象", "返贫致贫人口", "监测人口", "脱贫不稳定人口", "边缘易致贫人口", "突发严重困难人口", "稳定脱贫人口",
      "重点优抚对象", "农村特困人员", "城镇特困人员", "农村低保救助对象", "城镇低保救助对象", "防止返贫监测对象", "脱贫不稳定户", "突发严重困难户",
      "边缘易致贫户", "重度残疾", "计划生育特别扶助对象", "精减退休老职工", "精减职工", "其他特殊救助对象", "民政伤残民工", "已稳定脱贫人口",
      "被征地农转非超龄人员", "计生代缴对象", "农村双女绝育户", "计生特殊困难家庭人员", "丧失劳动能力的残疾人", "困难企业职工", "随军未就业配偶" } do
      local value, problem = cell("identities", label)
      assert.equal("", problem)
      assert.is_nil(value:find("dirty", 1, true), label)
    end
  end)
end)

describe("an ID number's cell", function()
  it("is checked only when the document is the resident ID card", function()
    local lines = read("证件类型,身份证号\n,123\n居民身份证,123\n护照,E123\n身份正,123\n", "id_type id_number")
    assert.same({ "line 2: id_type=居民身份证 id_number=123", "line 3: id_type=居民身份证 id_number=123", "line 4: id_type=护照 id_number=E123",
                  "line 5: id_type=<unknown> id_number=123", "problem: row 0 line 2 id_number id_check “123”: the ID number does not have 18 characters",
                  "problem: row 1 line 3 id_number id_check “123”: the ID number does not have 18 characters",
                  "problem: row 1 line 3 id_number duplicate “123”: the ID number already stands in line 2",
                  "problem: row 3 line 5 id_type unknown_label “身份正”: no label “身份正” is declared; did you mean “居民身份证”?",
                  "problem: row 3 line 5 id_number duplicate “123”: the ID number already stands in line 2" }, { table.unpack(lines, 2) })
  end)

  it("says what is wrong with it, without repeating it", function()
    for number, reason in pairs {
      ["990001199001010014"] = "the ID number's check digit is wrong; compare the number with the document",
      ["990001190002290028"] = "digits 7 to 14 of the ID number are not a day of the calendar",
      ["990001900101001"] = "the ID number has 15 digits; write the 18-digit one that replaced it",
      ["9.90001199001E+17"] = "a spreadsheet has made the ID number a number, and its last digits are gone; take it from the document again, in a column of the format Text",
      ["99000119900101O013"] = "the ID number has a character that is no digit (only the last may be X)" } do
      cells("id_number", { { number, number, ("id_check “%s”: %s"):format(number, reason) } })
    end
  end)

  it("is mended when only its writing is wrong, and that is noticed", function()
    local notice = "id_mended “%s”: the ID number was written with full-width characters, blanks, dashes or a small x; it has been mended"
    for _, written in ipairs { "99000119900101003x", "９９０００１１９９００１０１００３Ｘ" } do
      cells("id_number", { { written, GOOD_X, notice:format(written) } })
    end
  end)

  it("that stands in an earlier row is reported with that row's line, mended ones too", function()
    local lines = read(("姓名,身份证号\n甲,%s\n乙,%s\n\n丙,99000119900101003x\n丁,%s\n戊,\n己,\n"):format(GOOD, GOOD_X, GOOD), "id_number")
    assert.same({ "problem: row 2 line 5 id_number id_mended “99000119900101003x”: the ID number was written with full-width characters, blanks, dashes or a small x; it has been mended",
                  "problem: row 2 line 5 id_number duplicate “" .. GOOD_X .. "”: the ID number already stands in line 3",
                  "problem: row 3 line 6 id_number duplicate “" .. GOOD .. "”: the ID number already stands in line 2" }, { table.unpack(lines, 8) })
  end)

  it("that stands in an earlier row is found among thousands, however far apart the two are", function()
    local earlier = { [2] = 1, [4096] = 3, [4097] = 4095, [4098] = 3, [8193] = 8192, [9000] = 2000 } -- row by row, from 1
    local rows, expected = { "证件类型,身份证号" }, {}
    for i = 1, 9000 do
      local first = earlier[i] or i
      rows[i + 1] = ("护照,P%d"):format(first)
      if first < i then
        expected[#expected + 1] = ("problem: row %d line %d id_number duplicate “P%d”: the ID number already stands in line %d")
          :format(i - 1, i + 1, first, first + 1)
      end
    end
    local lines = read(table.concat(rows, "\n") .. "\n", "id_type")
    assert.same(expected, { table.unpack(lines, 9002) })
  end)
end)

describe("a birth date", function()
  local function born(id, date, document)
    local lines = read(("证件类型,身份证号,出生日期\n%s,%s,%s\n"):format(document or "", id, date), "birth_date")
    return lines[2]:match "birth_date=(.*)$", lines[3] and lines[3]:match "line 2 (.*)$"
  end

  it("is taken from a good ID number when it is blank or has no column", function()
    assert.equal("1990-01-01", (born(GOOD, "")))
    assert.equal("2000-02-29", (born(LEAP, "")))
    assert.equal("1990-01-01", (born("99000119900101003x", "")))
    assert.same({ "1 rows, UTF-8", "line 2: birth_date=1990-01-01" }, (read("身份证号\n" .. GOOD .. "\n", "birth_date")))
  end)

  it("is unknown when it is blank and the number is bad, missing or not a resident's", function()
    assert.equal("<unknown>", (born("990001199001010014", "")))
    assert.equal("<unknown>", (born("", "")))
    assert.equal("<unknown>", (born(GOOD, "", "护照")))
    assert.equal("<unknown>", (born(GOOD, "", "身份正")))
  end)

  it("stands as written when the number agrees, is bad or is another document's", function()
    assert.equal("1990-01-01", (born(GOOD, "1990年1月1日")))
    assert.equal("1991-01-01", (born("990001199001010014", "1991-01-01")))
    assert.equal("1991-01-01", (born("E123", "1991-01-01", "护照")))
  end)

  it("is unknown when the number gives another, and the conflict is reported", function()
    local date, problem = born(GOOD, "1990-01-02")
    assert.equal("<unknown>", date)
    assert.equal("birth_date conflict “”: the birth date 1990-01-02 is not that of the ID number, 1990-01-01", problem)
  end)

  it("is unknown when it cannot be read, although the number would give one", function()
    local date, problem = born(GOOD, "1990-13-01")
    assert.equal("<unknown>", date)
    assert.equal("birth_date unreadable “1990-13-01”: “1990-13-01” is not a date; write it like 2023-02-28", problem)
  end)
end)
