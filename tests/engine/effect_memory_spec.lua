-- What effects came to is remembered by what they rested on: effects that rest on one another in a long chain take no longer for
-- it, and come to the same as without any memory.

local program = require "tests.support.program"
local run = require "tests.support.run"

local folder

setup(function () folder = program.folder() end)
teardown(function () program.remove(folder) end)

local function script(effects)
  local lines = { 'policy { place = "链县", year = 2024, collection = { from = date "2023-09-01", to = date "2024-03-31" } }' }
  table.move(effects, 1, #effects, 2, lines)
  lines[#lines + 1] = 'article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }'
  return program.write(folder .. "/chain.lua", table.concat(lines, "\n") .. "\n")
end

-- The result, whose bytes the reference gives too; each effect that takes twice as long as the next would take for ever.
local function decided(path, headings, rows)
  local roster = program.write(folder .. "/roster.csv", headings .. "\n" .. table.concat(rows, "\n") .. "\n")
  local results = {}
  for i, how in ipairs { "--no-progress", "--reference" } do
    local words = { "timeout", "60", program.path, "eval", path, roster, "--as-of", "2023-10-15", "-o", folder .. "/result.csv", how }
    local result = run.command(words)
    assert.equal(0, result.code, result.err)
    results[i] = program.read(folder .. "/result.csv")
  end
  assert.equal(results[2], results[1])
  return program.rows(folder .. "/result.csv")
end

describe("a chain of effects that each rest on the next", function ()
  it("is decided at once, though every one of them asks what nobody was asked before", function ()
    local effects, headings, rows = {}, { "姓名" }, {}
    for i = 1, 26 do
      headings[i + 1] = "数" .. i
      effects[#effects + 1] = ('field "m%d" { title = "数%d", headings = { "数%d" }, type = "money" }'):format(i, i, i)
      effects[#effects + 1] = ([[effect "f%d" { type = "money", title = "第%d项", output = true, formula = function (r, e)
        local rest = %s
        if r.m%d < yuan(%d) then return rest end
        return rest + yuan(1)
      end }]]):format(i, i, i < 26 and ("e.f%d"):format(i + 1) or "yuan(0)", i, i)
    end
    for k = 1, 150 do
      local cells = { "名" .. k }
      for i = 1, 26 do cells[i + 1] = k * (2 * i + 1) % 53 end
      rows[k] = table.concat(cells, ",")
    end
    local count = 0
    for i = 1, 26 do count = count + (7 * (2 * i + 1) % 53 >= i and 1 or 0) end
    local list = decided(script(effects), table.concat(headings, ","), rows)
    assert.equal(tostring(count), list[7].f1)
  end)

  it("is decided as fast when there are more ways than are kept", function ()
    local effects, headings, rows, sums = {}, { "姓名" }, {}, {}
    for i = 1, 30 do
      headings[i + 1] = "是" .. i
      effects[i] = ('field "m%d" { title = "是%d", headings = { "是%d" }, type = "flag" }'):format(i, i, i)
      sums[i] = ("if r.m%d then n = n + %d end"):format(i, i)
    end
    effects[#effects + 1] = "local function sum(r) local n = 0 " .. table.concat(sums, " ") .. " return n end"
    for i = 1, 20 do
      effects[#effects + 1] = ([[effect "f%d" { type = "money", title = "第%d项", output = true, formula = function (r, e)
        local rest = %s
        if r.name == "名%d" then return rest + yuan(1) end
        if sum(r) == %d then return rest + yuan(2) end
        return rest
      end }]]):format(i, i, i < 20 and ("e.f%d"):format(i + 1) or "yuan(0)", i, i)
    end
    for k = 1, 2000 do
      local cells = { "名" .. k }
      for i = 1, 30 do cells[i + 1] = k * i % 31 % 2 == 0 and "是" or "否" end
      rows[k] = table.concat(cells, ",")
    end
    local list = decided(script(effects), table.concat(headings, ","), rows)
    assert.equal("1", list[7].f1)
    assert.equal("0", list[7].f8)
  end)
end)

describe("an effect that takes what another had overridden", function ()
  it("is told apart where the other comes to the same, whether or not it overrode anything", function ()
    local effects = {}
    for i, name in ipairs { "a", "b", "c" } do
      effects[i] = ('field "%s" { title = "%s", headings = { "%s" }, type = "flag" }'):format(name, name, name)
    end
    effects[4] = 'article "二" "顺延" { deadline = date "2024-02-28", overrides = "一", when = function (r) return r.a end }'
    effects[5] = 'article "三" "另定" { deadline = date "2024-02-28", when = function (r) return r.b end }'
    effects[6] = 'article "四" "补助" { subsidy = yuan(10), when = function (r) return r.c end }'
    effects[7] = 'combine "deadline" { "五", highest = true, ties = "in_order" }'
    local rows = {}
    for i, flags in ipairs { "是,否,否", "否,是,是", "是,否,是", "否,是,否" } do rows[i] = ("名%d,2024-01-05,380,%s"):format(i, flags) end
    for i, row in ipairs(decided(script(effects), "姓名,缴费日期,缴费金额,a,b,c", rows)) do
      assert.equal("2024-02-28", row.deadline)
      assert.equal(i % 2 == 1 and "extended" or "on_time", row.status)
    end
  end)
end)
