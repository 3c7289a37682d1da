-- The line of a roster that messages name is the row that Excel and WPS show: a record is one, whatever line ends stand in it.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder, rules
before_each(function ()
  folder = program.folder()
  rules = county.write(folder, {})
end)
after_each(function () program.remove(folder) end)

describe("the line of a resident", function ()
  local first, second = program.id "99000119800505001", program.id "99000119800505002"
  local roster, result
  before_each(function ()
    result = folder .. "/out.csv"
    -- 1 title, 2 headings, 3 甲, 4 blank, 5 乙, 6 丙
    roster = program.write(folder .. "/r.csv", '"某县\n参保名册"\n身份证号,姓名,"户籍\n地",缴费日期,备注\n' ..
      first .. ',甲,试县,2023-10-01,"一\r\n二\n三"\n\n' .. second .. ',乙,试县,十月,"\n"\n' .. first .. ',丙,试县,2023-13-01,无\n')
  end)

  it("is the spreadsheet's in the problems file, in its reasons and in explain, by whichever number it is asked for", function ()
    local status, _, err = program.run("eval", "shixian/2024", roster, "-o", result, "--as-of", "2024-03-01", "--rules-dir", rules)
    assert.equal(0, status, err)
    local lines = {}
    for _, row in ipairs(program.rows(result .. ".problems.csv")) do
      if row.row ~= "0" then lines[#lines + 1] = ("%s %s %s"):format(row.row, row.line, row.column) end -- 0: a notice
      if row.reason:find("already stands", 1, true) then assert.equal("the ID number already stands in line 3", row.reason) end
    end
    assert.same({ "2 5 paid_on", "3 6 id_number", "3 6 paid_on" }, lines)
    for line, row in pairs { ["3"] = 1, ["5"] = 2, ["6"] = 3 } do
      local found = county.json(rules, "explain", "shixian/2024", roster, "--line", line, "--as-of", "2024-03-01")
      assert.same({ row, tonumber(line) }, { found.row, found.line })
      found = county.json(rules, "explain", "shixian/2024", roster, "--row", tostring(row), "--as-of", "2024-03-01")
      assert.same({ row, tonumber(line) }, { found.row, found.line })
    end
  end)

  it("is refused where no resident stands, with the lines between which they do", function ()
    for _, line in ipairs { "0", "2", "4", "7", "99999999999" } do
      local status, _, err = program.run("explain", "shixian/2024", roster, "--line", line, "--rules-dir", rules)
      assert.equal(2, status)
      assert.truthy(err:find(("no resident stands on line %s of the roster; the first is on line 3, the last on line 6"):format(line), 1, true), err)
    end
  end)

  it("is the result's own row in verify, where a cell before it has line ends", function ()
    assert.equal(0, (program.run("eval", "shixian/2024", roster, "-o", result, "--as-of", "2024-03-01", "--columns", "备注,personal_due",
      "--rules-dir", rules)))
    local text = program.read(result)
    program.write(result, (text:gsub("无,380", "无,381")))
    local said, status = county.json(rules, "verify", result)
    assert.equal(1, status)
    assert.same({ 3, 4, "381" }, { said.differences[1].row, said.differences[1].line, said.differences[1].recorded })
  end)
end)
