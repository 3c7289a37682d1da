-- Memory running out at every point: build/starve runs the program again and again, each time with another allocation failing.
-- Each run must end with status 5 and say so, or bear it and say the same as ever; leak nothing, crash nowhere, leave each file
-- the earlier or the new one. Short here: every allocation up to some hundred, then one in so many; `always` fails all that follow.

local program = require "tests.support.program"
local run = require "tests.support.run"
local quote = program.quote

local DENSE = os.getenv "CANBAO_SHORT" and 20 or 150
local STEP = tonumber(os.getenv "STARVE_STEP") or (os.getenv "CANBAO_SHORT" and 2003 or 577)

local folder, roster

local function head(path, lines, to)
  local text, at = assert(program.read(path)), 1
  for _ = 1, lines do at = assert(text:find("\n", at, true)) + 1 end
  return program.write(to, text:sub(1, at - 1))
end

local function starve_range(how, from, to, step, ...)
  local out = folder .. "/out"
  os.execute(("rm -rf %s && mkdir %s"):format(quote(out), quote(out)))
  local words = { program.build .. "/starve", how, ("%d:%d"):format(from, to), tostring(step), out }
  for _, word in ipairs { ... } do words[#words + 1] = (word:gsub("^OUT", out)) end
  local result = run.command(words)
  assert.equal(0, result.code, result.out .. result.err)
  local all, tried, failed = result.out:match "(%d+) allocations, (%d+) tried, %d+ borne, (%d+) failed"
  assert.equal("0", failed, result.out)
  assert.is_true(tonumber(tried) > math.min(tonumber(all), to) - from + 1, result.out)
  return tonumber(all)
end

local function starve(how, ...) return starve_range(how, 1, DENSE, STEP, ...) end

setup(function ()
  folder = program.folder()
  roster = head("examples/lingbi_2023.csv", 12, folder .. "/roster.csv")
end)
teardown(function () program.remove(folder) end)

local DAY = { "--as-of", "2022-12-01", "--threads", "1" }
local runs = {
  { "loading, deciding and writing", "eval", "lingbi", "ROSTER", "-o", "OUT/r.csv" },
  { "deciding through Lua alone, with a scenario and a parameter", "eval", "lingbi", "ROSTER", "--reference", "--scenario",
    "premium_380", "--set", "三（二）2.subsidy=330" },
  { "a scenario against its base, its gates and its list", "whatif", "lingbi", "ROSTER", "--scenario", "premium_380", "--gate",
    "cost<=+50%", "--residents", "OUT/w.csv" },
}

describe("memory that runs out", function ()
  for _, words in ipairs(runs) do
    for _, how in ipairs { "once", "always" } do
      it(("is an error and nothing else while %s (%s)"):format(words[1], how), function ()
        local list = { table.unpack(words, 2) }
        list[3] = roster
        for _, word in ipairs(DAY) do list[#list + 1] = word end
        starve(how, table.unpack(list))
      end)
    end
  end

  -- What finds the cases takes few blocks, which one in so many would miss.
  it("is an error and nothing else wherever cases are found", function ()
    local words = { "eval", "lingbi", roster, "-o", "OUT/r.csv", table.unpack(DAY) }
    local all = starve_range("once", 1, 1, 10000, table.unpack(words))
    starve_range("once", all - 500, all - 1, 1, table.unpack(words))
  end)

  -- A sum that nobody had before is a new term: where there was no memory for it, no other resident may be decided without it.
  it("is an error and nothing else where values are brought together", function ()
    local parts, headings, rows = { 'policy { place = "和县", year = 2024 }', 'effect "s" { type = "money", title = "合计", output = true }' }, { "姓名" }, {}
    for i = 1, 9 do
      headings[i + 1] = "项" .. i
      parts[#parts + 1] = ('field "m%d" { title = "项%d", headings = { "项%d" }, type = "flag" }'):format(i, i, i)
      parts[#parts + 1] = ('article "二%d" "第%d项" { s = fen(%d), when = function (r) return r.m%d end }'):format(i, i, 1 << i, i)
    end
    parts[#parts + 1] = 'article "一" "人人" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }'
    parts[#parts + 1] = 'combine "s" { "三", sum = true }'
    for k = 1, 100 do
      local cells = { "名" .. k }
      for i = 1, 9 do cells[i + 1] = k * 37 >> i - 1 & 1 == 1 and "是" or "否" end
      rows[k] = table.concat(cells, ",")
    end
    local script = program.write(folder .. "/sum.lua", table.concat(parts, "\n"))
    local many = program.write(folder .. "/many.csv", table.concat(headings, ",") .. "\n" .. table.concat(rows, "\n") .. "\n")
    local words = { "eval", script, many, "-o", "OUT/r.csv", table.unpack(DAY) }
    local all = starve_range("once", 1, 1, 5000, table.unpack(words))
    starve_range("once", all - 900, all - 500, 100, table.unpack(words))
  end)

  it("is no less an error in the other verbs", function ()
    starve("always", "explain", "lingbi", roster, "--row", "3", "--as-of", "2022-12-01")
    starve("always", "gaps", "lingbi", roster, "--as-of", "2022-12-01", "-o", "OUT/g.csv")
    starve("once", "cases", "lingbi", roster, "--as-of", "2022-12-01", "--json")
    local result = folder .. "/result.csv"
    assert.equal(0, (program.run("eval", "lingbi", roster, "--as-of", "2022-12-01", "-o", result)))
    starve("always", "verify", result, "--threads", "1")
    starve("once", "verify", result, "--threads", "1", "--json")
    local columns = { "--spreadsheet", "--columns", "id_number,personal_due,case,town" }
    starve("once", "eval", "lingbi", roster, "--as-of", "2022-12-01", "--threads", "1", "-o", "OUT/c.csv", table.unpack(columns))
    assert.equal(0, (program.run("eval", "lingbi", roster, "--as-of", "2022-12-01", "-o", result, table.unpack(columns))))
    starve("always", "verify", result, "--threads", "1")
  end)
end)
