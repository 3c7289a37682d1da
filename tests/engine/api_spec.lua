-- include/canbao.h: the example, and what the example does not do (tests/support/api_probe.c), both built against the
-- shared library with the public header and nothing else.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"

local folder, rules, roster, lines

-- The probe's lines by what stands before the colon; the last one of a name wins.
local function probe(day)
  local status, out, err = program.shell(("%s/probe shixian %s %s %s"):format(folder, roster, day, rules))
  assert.equal(0, status, err)
  local found = {}
  for line in out:gmatch "[^\n]+" do
    local name, text = line:match "^(.-): ?(.*)$"
    found[name] = text
    found[#found + 1] = line
  end
  return found
end

-- The lines between "row N" and the next row.
local function of_row(row)
  local found, inside = {}, false
  for _, line in ipairs(lines) do
    if line:find "^row %d+:" then inside = line:find("^row " .. row .. ":") ~= nil end
    local name, text = line:match "^(.-): ?(.*)$"
    if inside and not found[name] then found[name] = text end
  end
  return found
end

setup(function ()
  folder = program.folder()
  rules, roster = trial.write(folder), trial.roster(folder)
  local sanitize = program.build:find "asan" and " -fsanitize=address,undefined" or ""
  local path = program.read(program.build .. "/libcanbao.so.0") and program.build
  local status, _, err = program.shell(("cc -std=c11 -Wall -Wextra -Wpedantic -Werror%s -Iinclude tests/support/api_probe.c "
    .. "-L%s -lcanbao -Wl,-rpath,$(realpath %s) -o %s/probe"):format(sanitize, path, path, folder))
  assert.equal(0, status, err)
  lines = probe "2024-01-10"
end)
teardown(function () program.remove(folder) end)

describe("examples/embed.c", function ()
  local function embed(...)
    return program.shell(("env LC_ALL=C %s/embed %s"):format(program.build, table.concat({ ... }, " ")))
  end

  it("decides a roster, one line a resident, in order", function ()
    local status, out, err = embed("shixian", roster, "2024-01-10", rules)
    assert.equal(0, status, err)
    assert.equal([[
甲一: on_time, 380 to pay
乙二: overdue, 190 to pay
丙三: not_accepted, 94.5 to pay
丁四: undetermined, - to pay (not known, and the decision depends on it: household_registration)
戊五: ineligible, - to pay
试县 2024: 5 residents, 1 enrolled, 1 open, 664.50 yuan to pay
* 一 本县户籍居民: household_registration is within 试县
* 二 缴费标准
- 二1 低保对象定额资助: identities do not include 低保对象
- 二2 孤儿资助: identities do not include 孤儿
* 三 缴费期与待遇期
]], out)
  end)

  it("says what is wrong in one line and exits as the program does", function ()
    local status, _, err = embed("shixian", folder .. "/none.csv", "2024-01-10", rules)
    assert.equal(4, status)
    assert.truthy(err:find("^embed: " .. (folder .. "/none.csv"):gsub("%p", "%%%0") .. ": "), err)
    assert.equal(2, (embed("nowhere/2024", roster, "2024-01-10", rules)))
    assert.equal(2, (embed("shixian", roster, "2024-13-10", rules)))
    assert.equal(2, (embed "shixian"))
  end)
end)

describe("a value", function ()
  it("of money is in fen and equals its bounds when it is known", function ()
    assert.equal("status 0 type 5 state 1 number 38000 bounded 1 38000..38000 text  shown 380", of_row(0).premium)
    assert.equal("status 0 type 5 state 1 number 28550 bounded 1 28550..28550 text  shown 285.5", of_row(2).subsidy)
  end)

  it("that is not known says so and keeps its bounds", function ()
    local row = of_row(3)
    assert.equal("problem 1 case 0", row["row 3"])
    assert.equal("status 0 type 5 state 2 number 0 bounded 1 0..38000 text  shown ", row.premium)
    assert.equal("status 0 type 1 state 2 number 0 bounded 0 0..0 text  shown ", row.eligible)
    assert.equal("status 0 type 3 state 2 number 0 bounded 0 0..0 text  shown undetermined", row.status)
  end)

  it("of a date counts days since 1970-01-01, a flag is 0 or 1, a text is a text", function ()
    assert.equal("status 0 type 4 state 1 number 19722 bounded 0 0..0 text  shown 2023-12-31", of_row(0).deadline)
    assert.equal("status 0 type 1 state 1 number 1 bounded 0 0..0 text  shown true", of_row(0).eligible)
    assert.equal("status 0 type 3 state 1 number 0 bounded 0 0..0 text 救助资金 shown 救助资金", of_row(1).fund)
    assert.equal("status 0 type 3 state 0 number 0 bounded 0 0..0 text  shown ", of_row(0).fund)
  end)

  it("of an effect that is not there is a usage error with the nearest name", function ()
    assert.equal("status -2 type 0 state 0 number 0 bounded 0 0..0 text  shown NULL", of_row(0).premiun)
    assert.equal('there is no effect "premiun"; did you mean premium?', lines["no such effect"])
  end)

  it("rests on doubts that can be read", function ()
    assert.equal("低保按缴费日认定", of_row(1).doubt)
    assert.is_nil(of_row(0).doubt)
  end)
end)

describe("a wrong call", function ()
  it("has the status CANBAO_USAGE and a message, and no handle", function ()
    assert.equal("-2 there is no row 5 in a roster of 5", lines["row past the end"])
    assert.equal('-2 "2024-02-30" is not a day such as 2023-02-28', lines["no day"])
    assert.equal('-2 "" is not a day such as 2023-02-28', lines["NULL day"])
    assert.equal("-2 none", lines["decide inside a callback"])
    assert.truthy(lines["no roster"]:find "^%-4 ")
    assert.equal("NULL", lines["its handle"])
    assert.truthy(lines["wrong setting"]:find "handle NULL$")
    assert.equal("NULL", lines["no field"])
  end)

  it("to a callback's own status stops the run with it, at once", function ()
    assert.equal("-1", lines["stopped by the callback"])
    assert.equal("2", lines.seen)
  end)
end)

describe("the library", function ()
  it("reads a roster from memory and locates its problems", function ()
    assert.equal("0 ", lines["roster from memory"])
    assert.equal("row 0 line 2 field paid_on value 2023-13-01", lines.problem)
    assert.equal("9900011", lines.cut)
  end)

  it("tells the policy's name, place, year, notice, effects and sources", function ()
    assert.equal("shixian/2024 试县 2024 试〔2023〕1号（虚构）", lines.policy)
    assert.equal("many", lines.effects)
    local _, out = program.shell("sha256sum " .. trial.path)
    assert.equal(out:match "^%x+", lines.source)
    assert.equal("0 ", lines["right setting"])
    assert.truthy(lines.version:find "^%d+%.%d+%.%d+$")
  end)
end)
