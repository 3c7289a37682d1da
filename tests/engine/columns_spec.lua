-- eval --columns: the result holds the columns that are named, in that order, and nothing else of it changes.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local folder, rules, roster, result

before_each(function ()
  folder = program.folder()
  rules, roster, result = trial.write(folder), trial.roster(folder), folder .. "/result.csv"
end)
after_each(function () program.remove(folder) end)

local function run(...)
  return program.run("eval", "shixian", roster, "--rules-dir", rules, "--as-of", "2024-01-10", ...)
end

-- The result's bytes.
local function eval(...)
  local status, _, err = run("-o", result, ...)
  assert.equal(0, status, err)
  return program.read(result)
end

local function manifest() return dkjson.decode(program.read(result .. ".manifest.json")) end

-- A CSV text as its header's names and its cells by name.
local function cells(text)
  local records = program.records(text)
  local names, rows = table.remove(records, 1), {}
  for i, record in ipairs(records) do
    rows[i] = {}
    for k, name in ipairs(names) do rows[i][name] = record[k] end
  end
  return names, rows
end

describe("a result of chosen columns", function ()
  it("holds them in the order in which they are named, and nothing else", function ()
    assert.equal("备注,personal_due,id_number\n"
      .. "'=1+1,380," .. trial.ids[1] .. "\n"
      .. "\"a,b\",190," .. trial.ids[2] .. "\n"
      .. "-5,94.5," .. trial.ids[3] .. "\n"
      .. ",," .. trial.ids[4] .. "\n"
      .. ",," .. trial.ids[5] .. "\n", eval("--columns", "备注,personal_due,id_number"))
  end)

  it("can hold one column, whichever it is, with the cells that the whole result has", function ()
    local names, rows = cells(eval())
    assert.equal(23, #names)
    for _, name in ipairs(names) do
      local expected = { name }
      for i, row in ipairs(rows) do expected[i + 1] = row[name] end
      local found = {}
      for i, record in ipairs(program.records(eval("--columns", name))) do
        assert.equal(1, #record)
        found[i] = record[1]
      end
      assert.same(expected, found)
    end
  end)

  it("takes the Chinese names that the rules give fields and effects, and heads the columns as ever", function ()
    local ordinary = eval("--columns", "id_number,status,town,personal_due,备注")
    assert.equal(ordinary, eval("--columns", "身份证号,参保状态,乡镇,个人应缴,备注"))
    local status, _, err = program.run("verify", result, "--json")
    assert.equal(0, status, err)
  end)

  -- An empty line is no row to most programs, and to this one.
  it("has a line that is not empty for every resident, though their only cell is", function ()
    for _, way in ipairs { "--threads=1", "--threads=3", "--reference", "--mask", "--spreadsheet" } do
      assert.equal('fund\n""\n救助资金\n儿童资金\n""\n""\n', (eval("--columns", "fund", way):gsub("^\xEF\xBB\xBF", "")))
      assert.equal('town\n东镇\n东镇\n西镇街道\n西镇街道\n""\n', (eval("--columns", "town", way):gsub("^\xEF\xBB\xBF", "")))
      assert.equal(0, (program.run("verify", result)))
    end
  end)

  it("is the whole result, byte for byte, when every column is named in its order", function ()
    local whole = eval()
    local list = whole:match "^[^\n]*"
    assert.equal(whole, eval("--columns", list))
    assert.equal(whole, eval("--columns", " " .. list:gsub(",", " ,\t") .. " "))
  end)

  it("hides ID numbers with --mask wherever they stand", function ()
    roster = trial.roster(folder, { trial.rows[1]:gsub("=1%+1", "另见" .. trial.ids[5] .. "号"), trial.rows[2] })
    assert.equal("status,id_number,备注\non_time,990001********0018,另见990001********0050号\noverdue,990001********0021,\"a,b\"\n",
      eval("--mask", "--columns", "status,id_number,备注"))
    assert.equal("status,village\non_time,一村\noverdue,二村\n", eval("--mask", "--columns", "status,village"))
  end)

  it("leaves the problems file, the summary and the manifest's figures as they are", function ()
    roster = trial.roster(folder, { trial.rows[1]:gsub("2023%-10%-01", "哪天"), table.unpack(trial.rows, 2) })
    local function all(...)
      local status, out, err = run("-o", result, "--json", ...)
      assert.equal(0, status, err)
      local said = manifest()
      local columns = said.result.columns
      said.run, said.result = nil, nil
      return { out, err, program.read(result .. ".problems.csv"), said }, columns
    end
    local whole, none = all()
    local chosen, columns = all("--columns", "town,premium")
    assert.same(whole, chosen)
    assert.is_nil(none)
    assert.same({ "town", "premium" }, columns)
  end)

  it("goes into a pipe too", function ()
    local status, out, err = run("-o", "/dev/stdout", "--columns", "household_id,case")
    assert.equal(0, status, err)
    assert.equal("household_id,case\nH1,1\nH2,2\nH3,3\nH4,4\nH5,5\n", out)
  end)

  it("calls the roster's own columns what the whole result calls them", function ()
    roster = program.write(folder .. "/again.csv", "身份证号,户籍地,status,\"a,\"\"b\"\"\",=c\n"
      .. trial.ids[1] .. ",试县,old,x,y\n")
    local list = eval():match("problem,([^\n]*)\n")
    assert.equal([[roster_status,"a,""b""",'=c]], list)
    assert.equal(list .. ",status\nold,x,y,overdue\n", eval("--columns", list .. ",status"))
  end)

  it("takes every field that the roster has a column for, by any of its headings", function ()
    assert.equal("name,personal_due,paid_on,paid_amount,identities,household_registration\n"
      .. "甲一,380,2023-10-01,380,,试县\n"
      .. "乙二,190,,,低保对象,试县\n"
      .. "丙三,94.5,2024-01-05,94.5,孤儿,试县\n"
      .. "丁四,,2023-11-11,190,低保对象,\n"
      .. "戊五,,,,,别县\n", eval("--columns", "姓名,个人应缴,缴费日期,paid_amount,人员类别,household_registration"))
    assert.equal(0, (program.run("verify", result)))
    assert.equal("id_number,town\n" .. trial.ids[1] .. ",东镇\n", eval("--columns", "身份证号码,镇"):match "^[^\n]*\n[^\n]*\n")
    assert.equal(23, #cells(eval()))
  end)

  -- What nobody knows is no 0 and no "no"; a blank flag is one where the field says that blank means no.
  it("leaves the cell of a field empty where there is none, nobody knows, or it could not be read", function ()
    roster = program.write(folder .. "/fields.csv", "身份证号,证件类型,出生日期,在校学生,缴费金额,缴费日期,残疾等级,身份类别,姓名,缴费渠道,性别\n"
      .. trial.ids[1] .. ",护照,1980-05-05,是,0,2023/9/30,二级,低保、孤儿,\"张,三\",微信,女\n"
      .. trial.ids[2] .. ",,,,,,,,,,\n"
      .. "无,,某天,或许,许多,哪天,九级,低保、贵人,=1+1,,男孩\n")
    local list = "id_type,birth_date,student,paid_amount,paid_on,disability_grade,identities,name,pay_channel,sex"
    assert.equal(list .. "\n护照,1980-05-05,true,0,2023-09-30,2,孤儿、低保对象,\"张,三\",微信,女\n"
      .. "居民身份证,1990-01-01,false,,,,,,,\n"
      .. "居民身份证,,,,,,低保对象,'=1+1,,\n", eval("--columns", list))
  end)

  it("tells a field from an effect that is called like it", function ()
    rules = trial.write(folder, 'article "一"', 'effect "name" { type = "text", title = "姓名", output = true }\narticle "零" "名" '
      .. '{ name = "某某" }\narticle "一"')
    assert.equal("name,roster_name\n某某,甲一\n", eval("--columns", "name,roster_name"):match "^[^\n]*\n[^\n]*\n")
    assert.equal(0, (program.run("verify", result)))
    local status, _, err = run("--columns", "姓名", "-o", result)
    assert.equal(2, status)
    assert.truthy(err:find("canbao: --columns: two columns are called “姓名”: write name or roster_name\n", 1, true), err)
  end)

  it("is --reference's with every field in it, whatever the threads, and holds", function ()
    local many = folder .. "/many.csv"
    assert.equal(0, (program.run("synth", "lingbi/2023", "-n", "3000", "--seed", "5", "--dirty", "-o", many)))
    local heading = program.read(many):match "^[^\n]*"
    local function bytes(...)
      local status, _, err = program.run("eval", "lingbi/2023", many, "--as-of", "2023-03-01", "-o", result, "--columns",
        "status," .. heading .. ",refund", ...)
      assert.equal(0, status, err)
      return program.read(result)
    end
    for _, more in ipairs { {}, { "--mask" }, { "--spreadsheet" }, { "--spreadsheet", "--mask" } } do
      local expected = bytes("--reference", table.unpack(more))
      assert.equal(#program.records(heading .. "\n")[1] + 2, #program.records(expected)[1])
      assert.is_true(expected == bytes("--threads", "1", table.unpack(more)))
      assert.is_true(expected == bytes("--threads", "3", table.unpack(more)))
      assert.equal(0, (program.run("verify", result)))
    end
  end)
end)

describe("--columns", function ()
  local usage = "usage: canbao eval RULES ROSTER [options]; canbao eval --help says more\n"

  local function refused(list, message, ...)
    local status, out, err = run("--columns", list, "-o", result, ...)
    assert.equal(2, status)
    assert.equal("", out)
    assert.equal("canbao: " .. message .. "\n" .. usage, err)
    assert.is_nil(program.read(result))
    assert.is_nil(program.read(result .. ".manifest.json"))
  end

  local all = "id_number 身份证号, town 乡镇, village 村, household_id 户号, eligible 可以参保, eligibility 参保依据, identity 资助身份, "
    .. "premium 个人缴费标准, subsidy 资助金额, personal_due 个人应缴, fiscal 财政补助, fund 资助资金, certifier 认定部门, deadline 缴费截止日, "
    .. "status 参保状态, benefit_from 待遇开始日, benefit_to 待遇结束日, refund 应退金额, case, articles, doubts, problem, name 姓名, "
    .. "household_registration 户籍地, identities 身份类别, paid_on 缴费日期, paid_amount 缴费金额, 备注"

  it("takes no unknown name, and says the nearest", function ()
    refused("id_number,persnal_due", "--columns: the result has no column “persnal_due”; did you mean “personal_due”?")
    refused("备主,status", "--columns: the result has no column “备主”; did you mean “备注”?")
    refused("Status", "--columns: the result has no column “Status”; did you mean “status”?")
    refused("身份证", "--columns: the result has no column “身份证”; did you mean “id_number”?")
    refused("个人应缴费", "--columns: the result has no column “个人应缴费”; did you mean “personal_due”?")
    refused("姓明,status", "--columns: the result has no column “姓明”; did you mean “name”?")
    refused("待遇期", "--columns: the result has no column “待遇期”; it has " .. all)
    refused(trial.ids[1], "--columns: the result has no column “990001********0018”; it has " .. all)
    refused("status\27[2J", "--columns: the result has no column “status\\x1B[2J”; it has " .. all, "--reference")
  end)

  it("cuts the list of names between two of them", function ()
    for length = 30, 45 do
      local names = "," .. ("a"):rep(length)
      for _, one in ipairs { "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛" } do names = names .. "," .. one:rep(20) end
      roster = program.write(folder .. "/wide.csv", trial.headings .. names .. "\n" .. trial.rows[1] .. "\n")
      local status, _, err = run("-o", result, "--columns", "%%%%%%%%%%%%%%%%%%%%")
      assert.equal(2, status)
      assert.truthy(utf8.len(err), ("%d: %s"):format(length, err))
      assert.truthy(err:find(", …\n", 1, true), err)
    end
  end)

  it("says each name's title beside it only where there is room for all", function ()
    local function listed(extra)
      roster = program.write(folder .. "/wide.csv", trial.headings .. "," .. extra .. "\n" .. trial.rows[1] .. ",\n")
      local status, _, err = run("-o", result, "--columns", "%%%%%%%%%%%%%%%%%%%%")
      assert.equal(2, status)
      return err:match "; it has ([^\n]*)\n"
    end
    local long = ("a"):rep(70)
    assert.equal(all .. ", " .. long, listed(long))
    local more = (",b" .. long .. ",c" .. long .. ",d" .. long .. ",e" .. long):sub(2)
    local names = all:gsub("([%w_]) [^%w,]+", "%1")
    assert.equal(names .. ", " .. more:gsub(",", ", "), listed(more))
  end)

  it("says by which commas names are parted, where others were written", function ()
    local said = "”; names are parted by half-width commas: “,”, not “，” or “、”"
    refused("身份证号，乡镇", "--columns: the result has no column “身份证号，乡镇" .. said)
    refused("status，", "--columns: the result has no column “status，" .. said)
    refused("town,status、case", "--columns: the result has no column “status、case" .. said)
    roster = program.write(folder .. "/wide.csv", "身份证号,户籍地,\"备注、其他\"\n" .. trial.ids[1] .. ",试县,a\n")
    refused("备注、其它", "--columns: the result has no column “备注、其它”; did you mean “备注、其他”?")
    assert.equal("备注、其他,town\na,\n", eval("--columns", "备注、其他,town"))
  end)

  it("takes no field that the roster has no column for, but the four that every result can have", function ()
    refused("town,死亡日期", "--columns: the roster has no column for the field died_on (死亡日期), so the result can have none")
    refused("birth_date", "--columns: the roster has no column for the field birth_date (出生日期), so the result can have none")
    refused("缴费时间,出生年月日", "--columns: the roster has no column for the field birth_date (出生日期), so the result can have none")
    roster = program.write(folder .. "/none.csv", "身份证号,户籍地\n" .. trial.ids[1] .. ",试县\n")
    refused("姓名", "--columns: the roster has no column for the field name (姓名), so the result can have none")
    assert.equal("household_id,village\n,\n", eval("--columns", "户号,village"))
  end)

  it("takes no name twice and no empty one", function ()
    refused("town,case,town", "--columns: the column “town” is named twice")
    refused("town, town", "--columns: the column “town” is named twice")
    refused("status,乡镇,town", "--columns: the column “town” is named twice")
    refused("name,姓名", "--columns: the column “name” is named twice")
    refused("缴费时间,缴费日期", "--columns: the column “paid_on” is named twice")
    refused("town,,case", "--columns: name 2 of 3 is empty")
    refused("town,case,", "--columns: name 3 of 3 is empty")
    refused("town,\"\"", "--columns: name 2 of 2 is empty")
    refused(" ", "--columns: no column is named")
    refused(",", "--columns: name 1 of 2 is empty")
    refused("", "--columns needs a value")
    refused("town\ncase", "--columns: the names stand on one line, parted by commas")
    refused("town", "--columns is given twice", "--columns", "case")
  end)

  it("takes no name that two columns of the roster have", function ()
    roster = program.write(folder .. "/twice.csv", "身份证号,户籍地,备注,备注\n" .. trial.ids[1] .. ",试县,a,b\n")
    refused("备注", "--columns: two columns of the roster are called “备注”; rename one of them there")
    assert.equal("town\n\"\"\n", eval("--columns", "town"))
  end)

  it("is of no use without a result file, and says so", function ()
    local status, out, err = run("--columns", "town")
    assert.equal(2, status)
    assert.equal("", out)
    assert.equal("canbao: --columns chooses the result file's columns: give -o FILE too\n" .. usage, err)
  end)

  it("leaves an earlier result in its place when it is refused", function ()
    local before = eval()
    assert.equal(2, (run("-o", result, "--columns", "twon")))
    assert.equal(before, program.read(result))
  end)
end)
