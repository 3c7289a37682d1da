-- == and ~= between values of different kinds, amounts as keys, and guards in place of answers: refused where they stand, with what to write.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder
before_each(function () folder = program.folder() end)
after_each(function () program.remove(folder) end)

-- What check says of a script with these lines more; "" when nothing. The lines begin at line 1 of what is added.
local function said(lines)
  local path = county.write(folder, { more = lines })
  local _, _, err = program.run("check", "shixian/2024", "--rules-dir", path)
  return err:match "2024.lua:%d+: ([^\n]*)\n" or err
end

-- As an article's guard.
local function asked(condition)
  return said(('article "增1" "相比" { late = true, when = function (r)\n  return %s\nend }\n'):format(condition)):gsub("^article 增1: ", "")
end

describe("a comparison of different kinds", function ()
  it("is refused in a rule, whatever expression the two sides are, with the word that is missing", function ()
    for condition, message in pairs {
      ["r.paid_amount and r.paid_amount + yuan(1) == 640"] = "money is never equal to a number: write yuan(640)",
      ["r.paid_amount and 640.5 ~= yuan(1) + r.paid_amount"] = "a number is never equal to money: write yuan \"640.5\"",
      ["r.paid_amount and most(r.paid_amount, yuan(3)) == \"640\""] = "money is never equal to a text: write yuan(640)",
      ["r.paid_on and (r.paid_on - r.birth_date) == 90"] = "a number of days is never equal to a number: write days(90)",
      ["r.paid_on and r.paid_on:first_of_month() == \"2024-01-01\""] = "a date is never equal to the text \"2024-01-01\": write date \"2024-01-01\"",
      ["r.paid_on and r.paid_on:first_of_month() == \"2024年1月1日\""] = "a date is never equal to a text: write date \"2024年1月1日\"",
      ["r.paid_on and r.paid_on:year() == \"2024\""] = "a number is never equal to a text: write 2024",
      ["r.paid_on and r.paid_amount and r.paid_on == (r.paid_amount)"] = "a date is never equal to money",
      ["percent(75) == 75"] = "a share is never equal to a number: write percent(75)",
      ["r.household_registration == here"] =
        "a place is never equal to a text: write r.household_registration:within(here)",
      ["r:has \"低保对象\" == \"是\""] =
        "true or false is never equal to a text: an answer stands alone, or with not before it",
      ["r.paid_amount and not r.paid_amount == yuan(3)"] =
        "true or false is never equal to money: “not a == b” means “(not a) == b”; write “a ~= b”",
      ["not r.paid_on == nil"] = "“not a == nil” means “(not a) == nil”, which never holds; write “a ~= nil”",
      ["not r.sex == nil"] = "“not a == nil” means “(not a) == nil”, which never holds; write “a ~= nil”",
    } do
      assert.equal(message, asked(condition), condition)
    end
  end)

  it("is refused at the top of a script, in a helper that is called with another kind, and on the line of its left side", function ()
    assert.equal("money is never equal to a number: write yuan(960)",
      said 'local FISCAL, PREMIUM = yuan(610), yuan(350)\nif FISCAL + PREMIUM ~= 960 then error "three amounts" end\n')
    local rules = county.write(folder, { more = [[
local function same (a, b)
  local answer =
    a
      == b
  return answer
end
local _ = same(1, 1) and same("a", "b") and same(nil, yuan(3))
local _ = same(yuan(3), 3)
]] })
    local before = program.read(county.path):match "^(.-\n    )a\n"
    local _, lines = before:gsub("\n", "")
    local _, _, err = program.run("check", "shixian/2024", "--rules-dir", rules)
    assert.equal(("2024.lua:%d: money is never equal to a number: write yuan(350)\n"):format(lines + 1), err:match "2024.lua:.*")
  end)

  it("passes between two of one kind, and with nil, and computes what Lua computes", function ()
    assert.equal("", said [==[
local MONEY, DAY, one, yes = yuan(960), date "2024-01-01", 1, true
assert(MONEY == yuan(610) + yuan(350) and MONEY ~= yuan(961) and MONEY ~= nil and not (nil == DAY))
assert(DAY + days(1) == date "2024-01-02" and DAY - DAY == days(0) and percent(50) == ratio(1, 2))
assert(one == 1 == yes and one ~= 2 ~= false and (one == 2) == not yes and 2 ^ 3 == 8.0 and -one == -1 and 1 - 2 == - one)
assert("xx" .. "x" == ("x"):rep(3) and [[x]] == [=[x]=] and #"xx" == 1 + one, "texts" --[[ a remark ]])
assert((function () return one == 1 end)() == true and ({ one == 1, [2] = one ~= 1 })[2] == false)
local function several (...) return ... == 1, select("#", ...) == 2 end
local first, second = several(1, 2)
assert(first == second)
if one == 2 then error "no" elseif one ~= 1 then error "no" end
while one == 2 do end
repeat local three = 3 until three == 3
article "增1" "相比" { late = true, when = function (r)
  return r.paid_amount == nil or r.paid_amount == yuan(3) or r.town == "北镇" or r.student == true
end }
]==])
  end)

  it("passes where `and` gave false in an amount's place, which is refused where it stands for a missing field", function ()
    assert.equal("", said [==[
local grant, chosen = false and yuan(3), true and yuan(3)
assert(grant ~= yuan(3) and (grant == false) and not (grant == yuan(4)) and chosen ~= false and chosen == yuan(3))
]==])
    assert.equal("money is never equal to true or false: an answer stands alone, or with not before it", asked "r.paid_amount == false")
    assert.equal("money is never equal to true or false: an answer stands alone, or with not before it", said "local _ = yuan(3) == true\n")
  end)

  it("ends where its text ends, though the next statement begins with a bracket", function ()
    assert.equal("", said [==[
local one, called = 1, 0
local function call (n) called = called + n end
local a = one == 1
(call)(1)
local b = one ~= nil
(call)(2)
local c = { one } == {}
(call)(4)
local d = 1 == one * 2 ~= true
(call)(8)
]==])
  end)

  it("is not led through what the script itself calls by the words' names", function ()
    local message = "the name “%s” is canbao's own, comparisons and keys rest on it: take another"
    for name, lines in pairs {
      canbao_compares_kinds = "local function canbao_compares_kinds () return true end\nlocal _ = 1 == 2\n",
      canbao_takes_key = "local canbao_takes_key, k = tostring, 1\nlocal _ = ({ 1 })[k]\n",
      _ENV = "local assert = assert\nlocal _ENV = { one = 1 }\nassert(one == 1)\n",
    } do
      assert.equal(message:format(name), said(lines))
    end
    assert.equal("", said "local put, word = assert, yuan\nlocal _ENV = { one = 1 }\nput(one < 2)\n")
  end)
end)

describe("a key that is computed", function ()
  it("is no date and no amount, in a rule, at the top and in a table that is written down", function ()
    local message = "%s cannot be a table's key: two equal dates or amounts are two keys"
    local above = 'local GRANTS = { [350] = "低", [380] = "高" }\n'
    local function read(key) return said(above .. 'article "增1" "查表" { late = true, when = function (r)\n  return ' .. key .. "\nend }\n") end
    assert.equal("article 增1: " .. message:format "money", read 'GRANTS[most(yuan(350), yuan(3))] == "低"')
    assert.equal("article 增1: " .. message:format "a date", read 'r.paid_on and GRANTS[r.paid_on + days(1)] ~= nil')
    assert.equal("article 增1: " .. message:format "a number of days", read 'r.paid_on and GRANTS[(r.paid_on - r.birth_date)] ~= nil')
    assert.equal(message:format "money", said "local PREMIUM = yuan(350)\nlocal t = { 1, [PREMIUM] = 2 }\n")
  end)

  it("is no resident and no place either, which are one and the same for everybody", function ()
    local function read(key)
      return said('local GRANTS = { one = 1 }\narticle "增1" "查表" { late = true, when = function (r)\n  return GRANTS[' .. key .. "] ~= nil\nend }\n")
    end
    assert.truthy(read "r":find("cannot be a table's key: take a text or a number, like r.tier", 1, true), read "r")
    assert.truthy(read "r.household_registration":find("a place cannot be a table's key: take a text or a number", 1, true))
  end)

  it("may be what it is in Lua: a number, a text, true, another entry", function ()
    assert.equal("", said [==[
local rows, key, one = { { 5 }, low = "a", [true] = 7, ["a b"] = 8, [ [[long]] ] = 9 }, "low", 1
assert(rows[one][one] == 5 and rows[key] == "a" and rows[one == 1] == 7 and rows["a" .. " b"] == 8 and rows["long"] == 9)
assert(rows[rows[one][1] - 4][#rows[1]] == rows[1][1] and ({ 1, 2 })[one + 1] == 2 and rows[ -- a remark
  key] == "a" and rows[3] == nil)
local by = { ["低保对象"] = "甲", [key] = 1, [one + 1] = 2 }
by[key] = by.low + by[one + 1]
assert(by.low == 3)
article "增1" "查表" { late = true, when = function (r)
  return by[r.disability_type or "无"] == nil and rows[r.disability_grade or 1] ~= nil end }
]==])
  end)
end)

describe("a guard in place of its answer", function ()
  local function refused(name)
    return ("“%s” is a guard here and not its answer: and, or, not take it for true, whoever the resident is. Join guards with " ..
      "all { … }, any { … }, none { … }; inside a function ask r:has \"低保对象\", or call the guard: newborn(r)"):format(name)
  end

  it("is refused beside and, or, not, and as a condition", function ()
    for guard, name in pairs {
      ['is "低保对象" and is "特困人员"'] = "is", ['any { "低保对象" } or is "特困人员"'] = "any", ['not is "低保对象"'] = "is",
      ["poor and young"] = "poor", ["any { young, not poor }"] = "poor", ["young or poor"] = "young",
      ["function (r) return young and r.student end"] = "young", ["function (r) return not young and r.student end"] = "young",
      ["function (r) if poor then return r.student end return false end"] = "poor",
    } do
      local message = said(('local poor = is "低保对象"\nlocal function young (r) return r.student end\narticle "增1" "守卫" { late = true, when = %s }\n')
        :format(guard))
      assert.equal("article 增1: " .. refused(name), message, guard)
    end
  end)

  it("passes when it is called, chosen, joined by the words for it, or named like something else", function ()
    for _, guard in ipairs {
      "all { poor, young, none { poor } }", "function (r) return poor(r) and not young(r) end", "CHOSEN and poor or young",
      'function (r) local some <const>, poor = 1, r.student return poor and some == 1 end',
      'function (r) local poor = r.student return poor and r.residence_permit end', 'function (r) return is "低保对象"(r) and r.student end',
    } do
      assert.equal("", said(('local CHOSEN = true\nlocal poor = is "低保对象"\nlocal function young (r) return r.student end\n' ..
        'article "增1" "守卫" { late = true, when = %s }\n'):format(guard)), guard)
    end
    assert.equal("", said 'local poor = is "低保对象"\nlocal some\nsome, poor = 1, true\narticle "增1" "守卫" { late = true, when = function (r) return poor and r.student end }\n')
  end)
end)
