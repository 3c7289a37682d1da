-- eval --spreadsheet: a result that opens in Excel or WPS by a double click, with the words of the screen and no number spoilt.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local folder, rules, roster, result
local MARK = "\xEF\xBB\xBF"

before_each(function ()
  folder = program.folder()
  rules, roster, result = trial.write(folder), trial.roster(folder), folder .. "/result.csv"
end)
after_each(function () program.remove(folder) end)

local function run(...)
  return program.run("eval", "shixian", roster, "--rules-dir", rules, "--as-of", "2024-01-10", ...)
end

-- The result's bytes behind the mark.
local function eval(...)
  local status, _, err = run("-o", result, "--spreadsheet", ...)
  assert.equal(0, status, err)
  local text = program.read(result)
  assert.equal(MARK, text:sub(1, 3))
  return text:sub(4)
end

local function kept(text) return '"=""' .. text .. '"""' end

describe("a result for a spreadsheet", function ()
  it("is headed and worded in Chinese, its ID numbers kept", function ()
    local id = trial.ids
    assert.equal("身份证号,乡镇,村,户号,可以参保,参保依据,资助身份,个人缴费标准,资助金额,个人应缴,财政补助,资助资金,认定部门,缴费截止日,"
      .. "参保状态,待遇开始日,待遇结束日,应退金额,情形编号,条款,存疑,问题,备注\n"
      .. kept(id[1]) .. ",东镇,一村,H1,是,本县户籍居民,,380,0,380,640,,,2023-12-31,按期缴费,2024-01-01,2024-12-31,0,1,一、二、三,,,'=1+1\n"
      .. kept(id[2]) .. ",东镇,二村,H2,是,本县户籍居民,低保对象,380,190,190,640,救助资金,,2023-12-31,逾期未缴,,,0,2,一、二、二1、三,"
      .. "低保按缴费日认定,,\"a,b\"\n"
      .. kept(id[3]) .. ",西镇街道,三村,H3,是,本县户籍居民,孤儿,380,285.5,94.5,640,儿童资金,,2023-12-31,缴费不予受理,,,0,3,"
      .. "一、二、二2、三,,,-5\n"
      .. kept(id[4]) .. ",西镇街道,三村,H4,,,,,,,,,,,无法判定,,,0,4,一、二、二1、三,低保按缴费日认定,判定取决于以下未知事项：户籍地,\n"
      .. kept(id[5]) .. ",,三村,H5,否,,,,,,,,,,不能参保,,,0,5,,,,\n", eval("--lang", "zh"))
  end)

  it("says yes and no in English, under the ordinary names", function ()
    assert.equal("status,eligible,备注\non_time,yes,'=1+1\noverdue,yes,\"a,b\"\nnot_accepted,yes,-5\nundetermined,,\nineligible,no,\n",
      eval("--columns", "status,eligible,备注"))
  end)

  it("takes the ordinary names of columns, in any order, and masks", function ()
    assert.equal("参保状态,身份证号,个人应缴\n按期缴费," .. kept "990001********0018" .. ",380\n", eval("--lang", "zh", "--mask",
      "--columns", "status,id_number,personal_due"):match "^[^\n]*\n[^\n]*\n")
    assert.equal("个人应缴,参保状态\n380,按期缴费\n", eval("--lang", "zh", "--columns", "个人应缴,参保状态"):match "^[^\n]*\n[^\n]*\n")
  end)

  it("keeps what a spreadsheet would make another text of, and leaves the rest a number or a day", function ()
    local ways = {
      ["0012"] = true, ["00"] = true, ["012345678901234567"] = true, ["123456789012"] = true, ["+8613900001111"] = true,
      ["-123456789012"] = true, ["1E5"] = true, ["12e+05"] = true, ["3-4"] = true, ["10/2023"] = true,
      ["0"] = false, ["12345678901"] = false, ["94.5"] = false, ["-5"] = false, ["0.5"] = false, ["2023-10-01"] = false,
      ["1E"] = false, ["E5"] = false, ["3-"] = false, ["12345-6"] = false, ["3-4-5"] = true,
      ["3-2-12"] = true, ["12/1/2"] = true, ["2023-02-12"] = false, ["3-2/1"] = false, ["3-2-"] = false, ["3-2-50123"] = false, ["H1"] = false, ["1 2"] = false,
      ["+"] = "'+", ["=1+1"] = "'=1+1", ["-1-2-3"] = "'-1-2-3" }
    local texts, rows = {}, {}
    for text in pairs(ways) do texts[#texts + 1] = text end
    for i, text in ipairs(texts) do rows[i] = "1,甲," .. text .. ",一村," .. text .. ",试县,,,," .. text end
    roster = trial.roster(folder, rows)
    local lines = {}
    for line in eval("--columns", "town,household_id,备注"):gmatch "[^\n]+" do lines[#lines + 1] = line end
    assert.equal(#texts + 1, #lines)
    for i, text in ipairs(texts) do
      local way = ways[text]
      local cell = way == true and kept(text) or way or text
      assert.equal(("%s,%s,%s"):format(cell, cell, cell), lines[i + 1])
    end
  end)

  it("keeps the texts of the script too, and runs no heading of its effects", function ()
    rules = trial.write(folder, 'article "一"', 'effect "form" { type = "text", title = "=1+1", output = true }\narticle "2-1" "表号" '
      .. '{ form = "0012" }\narticle "一"')
    assert.equal(kept "0012" .. "," .. kept "2-1" .. "\n", eval("--columns", "form,articles"):match "[^\n]*\n$")
    assert.equal("'=1+1\n", eval("--lang", "zh", "--columns", "form"):match "^[^\n]*\n")
  end)

  it("lets no text out of the formula that keeps it", function ()
    local long = ("1"):rep(255)
    roster = trial.roster(folder, { '"1""&A1&""2",甲,东镇,一村,H1,试县,,,,' .. long, '"=1+1",甲,东镇,一村,H1,试县,,,,' .. long .. "1" })
    assert.equal('id_number,备注\n"1""&A1&""2",' .. kept(long) .. "\n" .. kept "=1+1" .. "," .. long .. "1\n",
      eval("--columns", "id_number,备注"))
  end)

  it("words the roster's fields too: flags, days and amounts as they are, names and numbers safe", function ()
    roster = program.write(folder .. "/fields.csv", "身份证号,姓名,在校学生,缴费日期,缴费金额,缴费渠道,身份类别\n"
      .. trial.ids[1] .. ",=1+1,是,2023-10-01,94.5,0012,低保、孤儿\n" .. trial.ids[2] .. "," .. trial.ids[5] .. ",,,,,\n"
      .. trial.ids[3] .. ",甲,也许,,,1-2,\n")
    local list = "id_number,name,student,paid_on,paid_amount,pay_channel,identities"
    assert.equal("身份证号,姓名,在校学生,缴费日期,缴费金额,缴费渠道,身份类别\n"
      .. kept(trial.ids[1]) .. ",'=1+1,是,2023-10-01,94.5," .. kept "0012" .. ",孤儿、低保对象\n"
      .. kept(trial.ids[2]) .. "," .. kept(trial.ids[5]) .. ",否,,,,\n"
      .. kept(trial.ids[3]) .. ",甲,,,," .. kept "1-2" .. ",\n", eval("--lang", "zh", "--columns", list))
    assert.equal(0, (program.run("verify", result, "--lang", "zh")))
    assert.equal("name,student\n'=1+1,yes\n990001********0050,no\n甲,\n", eval("--mask", "--columns", "姓名,在校学生"))
  end)

  it("tells the roster's own column from one that is headed alike", function ()
    roster = program.write(folder .. "/alike.csv", "身份证号,户籍地,资助金额,status\n" .. trial.ids[1] .. ",试县,x,y\n")
    assert.equal("资助金额,roster_资助金额,roster_status,参保状态\n0,x,y,逾期未缴\n",
      eval("--lang", "zh", "--columns", "subsidy,资助金额,roster_status,status"))
  end)

  it("is read as a roster again, with the same ID numbers", function ()
    eval("--lang", "zh", "--columns", "id_number,town,household_id")
    local status, _, err = program.run("eval", "shixian", result, "--rules-dir", rules, "--as-of", "2024-01-10", "-o",
      folder .. "/again.csv")
    assert.equal(0, status, err)
    for i, row in ipairs((program.rows(folder .. "/again.csv"))) do assert.equal(trial.ids[i], row.id_number) end
  end)

  it("is --reference's, whatever the threads", function ()
    local many = folder .. "/many.csv"
    assert.equal(0, (program.run("synth", "lingbi/2023", "-n", "3000", "--seed", "5", "--dirty", "-o", many)))
    local function bytes(...)
      local status, _, err = program.run("eval", "lingbi/2023", many, "--as-of", "2023-03-01", "--spreadsheet", "--lang", "zh", "-o",
        result, ...)
      assert.equal(0, status, err)
      return program.read(result)
    end
    for _, more in ipairs { {}, { "--mask", "--columns", "refund,id_number,eligible,benefit_from,status,备注" } } do
      local expected = bytes("--reference", table.unpack(more))
      assert.is_true(expected == bytes("--threads", "1", table.unpack(more)))
      assert.is_true(expected == bytes("--threads", "3", table.unpack(more)))
    end
  end)

  it("says so in its manifest, by which verify finds that it holds", function ()
    for _, lang in ipairs { "zh", "en" } do
      for _, more in ipairs { {}, { "--columns", "备注,status,eligible" } } do
        eval("--lang", lang, table.unpack(more))
        local form = dkjson.decode(program.read(result .. ".manifest.json")).result
        assert.same({ lang, true }, { form.language, form.spreadsheet })
        local status, out, err = program.run("verify", result, "--lang", lang, "--json")
        assert.equal(0, status, err)
        assert.equal(0, dkjson.decode(out).rows_different)
      end
    end
    program.write(result, (program.read(result):gsub("on_time", "overdue")))
    local status, out = program.run("verify", result, "--json")
    local said = dkjson.decode(out)
    assert.equal(1, status)
    assert.same({ 1, "status", "overdue", "on_time" },
      { said.differences[1].row, said.differences[1].column, said.differences[1].recorded, said.differences[1].derived })
    assert.equal(0, (run("-o", result)))
    assert.is_nil(dkjson.decode(program.read(result .. ".manifest.json")).result.spreadsheet)
  end)

  it("is verified in its own language, whatever the reader's", function ()
    for _, lang in ipairs { "zh", "en" } do
      eval("--lang", lang)
      for _, other in ipairs { "zh", "en" } do
        local status, _, err = program.run("verify", result, "--lang", other)
        assert.equal(0, status, err)
      end
    end
  end)

  it("is of no use without a result file, and says so", function ()
    local status, out, err = run("--spreadsheet")
    assert.equal(2, status)
    assert.equal("", out)
    assert.truthy(err:find("canbao: --spreadsheet says how the result file is written: give -o FILE too\n", 1, true), err)
  end)

  it("comes with a warning when a spreadsheet does not show all its rows", function ()
    local headings, row = "户籍地,乡镇\n", "试县,东镇\n"
    local function said(rows)
      roster = program.write(folder .. "/large.csv", headings .. row:rep(rows))
      local status, _, err = run("-o", "/dev/null", "--spreadsheet", "--columns", "town")
      assert.equal(0, status, err)
      return err:match "a spreadsheet shows[^\n]*"
    end
    assert.is_nil(said(1048575))
    assert.equal("a spreadsheet shows 1048576 rows: the last 1 of 1048576 residents are in the file but are not seen there", said(1048576))
  end)
end)

describe("a result's name", function ()
  -- Nothing is read: neither the rules nor the roster need to be there.
  it("is not one that belongs to a workbook", function ()
    for name, ending in pairs { ["c6.xlsx"] = ".xlsx", ["C6.XLSX"] = ".xlsx", ["c.csv.Xls"] = ".xls", ["结果.ET"] = ".et" } do
      for _, more in ipairs { {}, { "--spreadsheet" }, { "--columns", "town" } } do
        local path = folder .. "/" .. name
        local status, out, err = program.run("eval", "nowhere", folder .. "/none.csv", "-o", path, table.unpack(more))
        assert.equal(2, status)
        assert.equal("", out)
        assert.equal("canbao: -o: the result is CSV, which Excel and WPS do not open under a name that ends in " .. ending
          .. ": give a name that ends in .csv\nusage: canbao eval RULES ROSTER [options]; canbao eval --help says more\n", err)
        assert.is_nil(program.read(path))
      end
    end
  end)

  it("may be any other", function ()
    for _, name in ipairs { "r.csv", "r.txt", "xlsx", "r.xlsx.csv", "budget", "r.xlsx2" } do
      local status, _, err = run("-o", folder .. "/" .. name, "--columns", "town")
      assert.equal(0, status, err)
      assert.truthy(program.read(folder .. "/" .. name))
    end
  end)
end)
