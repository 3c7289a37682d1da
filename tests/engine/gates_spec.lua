-- A field that no rule asks of most residents is left out of what tells them apart, as far as a sample of the roster shows.
-- Whoever the sample did not show is decided as he would be without it.

local program = require "tests.support.program"
local run = require "tests.support.run"

local folder, script

-- `home` is asked of those who are away, and of those whose mark is set: of these the sample may show none.
setup(function ()
  folder = program.folder()
  script = program.write(folder .. "/home.lua", [[
policy { place = "门县", year = 2024, collection = { from = date "2023-09-01", to = date "2024-03-31" } }
field "away" { title = "在外", headings = { "在外" }, type = "flag" }
field "marked" { title = "标记", headings = { "标记" }, type = "flag" }
field "home" { title = "住处", headings = { "住处" }, type = "label", labels = { "东", "西", "南", "北" } }
field "share" { title = "份数", headings = { "份数" }, type = "number", minimum = 0, maximum = 40 }
effect "shares" { type = "money", title = "份额", output = true, formula = function (r)
  for i = 1, 40 do if r.share == i then return yuan(i) end end
  return yuan(0)
end }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "在外或有标记而住在东边的另有补助" { subsidy = yuan(100), when = function (r)
  if not r.away and not r.marked then return false end
  return r.home == "东"
end }
]])
end)
teardown(function () program.remove(folder) end)

local ROWS, STRETCHES, LOOKED_AT = 70400, 64, 256 -- as cases/population.c takes its sample
local homes = { "东", "西", "南", "北" }

-- Decides a roster in which so many have the mark, all of them where the sample does not look; how many were decided wrongly, on
-- one thread and on two.
local function wrong(marked)
  local rows, left, wanted = { "姓名,在外,标记,住处,份数" }, marked, {}
  local spacing = ROWS // STRETCHES
  for i = 0, ROWS - 1 do
    local away = i % 7 == 0
    local mark = left > 0 and not away and i % spacing >= LOOKED_AT and i % 3 == 0 and i % 41 < 3
    if mark then left = left - 1 end
    local home = homes[i % 11 % 4 + 1]
    wanted[i + 1] = (away or mark) and home == "东" and "100" or "0"
    rows[i + 2] = ("名,%s,%s,%s,%d"):format(away and "是" or "", mark and "是" or "", home, i % 41)
  end
  assert.equal(0, left)
  local roster = program.write(folder .. "/roster.csv", table.concat(rows, "\n") .. "\n")
  local counts = {}
  for threads = 1, 2 do
    local out = folder .. "/result.csv"
    local result = run.command { program.path, "eval", script, roster, "--as-of", "2023-10-15", "-o", out, "--no-progress",
      "--columns", "subsidy,shares", "--threads", tostring(threads) }
    assert.equal(0, result.code, result.err)
    local i, count = 0, 0
    for line in program.read(out):gmatch "[^\r\n]+" do
      if i > 0 and line ~= wanted[i] .. "," .. (i - 1) % 41 then count = count + 1 end
      i = i + 1
    end
    assert.equal(ROWS + 1, i)
    counts[threads] = count
  end
  return counts
end

describe("a field that the sample's residents were not asked", function ()
  it("is asked of nobody else either, where the rules say so", function ()
    assert.same({ 0, 0 }, wrong(0))
  end)

  it("is asked of a few whom the sample has not shown: they are decided one by one", function ()
    assert.same({ 0, 0 }, wrong(30))
  end)

  it("is asked of many whom the sample has not shown: they are told apart by it then", function ()
    assert.same({ 0, 0 }, wrong(1000))
  end)
end)
