-- The result's bytes: the rows that are put together case by case are those that each resident's own decision gives,
-- whatever stands in the roster and however many threads write them.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"

local folder

before_each(function () folder = program.folder() end)
after_each(function () program.remove(folder) end)

-- Everything that eval says of a roster: the rows' file, the summary as JSON, the complaints, the exit status.
local function evaluate(words, ...)
  local result = folder .. "/result.csv"
  local arguments = { "eval" }
  for _, word in ipairs(words) do arguments[#arguments + 1] = word end
  for _, word in ipairs { "-o", result, "--json", ... } do arguments[#arguments + 1] = word end
  local status, out, err = program.run(table.unpack(arguments))
  local rows = program.read(result)
  os.remove(result)
  return { status = status, out = out, err = err, rows = rows }
end

-- The first line in which two texts differ, both ways; nil when none does. assert.equal would print both texts.
local function difference(expected, found)
  if expected == found then return nil end
  local next_line = found:gmatch "[^\n]*"
  for line in expected:gmatch "[^\n]*" do
    local other = next_line()
    if line ~= other then return ("%q became %q"):format(line, other or "nothing") end
  end
  return "more lines"
end

-- The same from --reference and from one, two and five threads, masked or not; the unmasked rows.
local function same_everywhere(words)
  local plain
  for _, mask in ipairs { false, true } do
    local option = mask and { "--mask" } or {}
    local expected = evaluate(words, "--reference", table.unpack(option))
    assert.truthy(expected.rows, expected.err)
    for _, threads in ipairs { "1", "2", "5" } do
      local found = evaluate(words, "--threads", threads, table.unpack(option))
      assert.equal(expected.status, found.status)
      for _, part in ipairs { "rows", "out", "err" } do
        assert.is_nil(difference(expected[part], found[part]))
      end
    end
    if not mask then plain = expected end
  end
  return plain
end

describe("the rows and figures by cases are --reference's", function ()
  for _, county in ipairs { "lingbi/2023", "lezhi/2024", "linyi/2024" } do
    it("for 2,000 residents of " .. county .. " with every kind of dirt", function ()
      local roster = folder .. "/roster.csv"
      assert.equal(0, (program.run("synth", county, "-n", "2000", "--seed", "7", "--dirty", "-o", roster)))
      local plain = same_everywhere { county, roster, "--as-of", "2023-12-10" }
      local records = program.records(plain.rows)
      assert.truthy(#records >= 2001)
    end)
  end

  -- Residents are numbered in blocks: the last is full, and there is none after it.
  it("when the blocks come out even", function ()
    for _, count in ipairs { 2048, 4096 } do
      local roster = folder .. "/roster.csv"
      assert.equal(0, (program.run("synth", "lingbi/2023", "-n", tostring(count), "--seed", "3", "-o", roster)))
      local plain = same_everywhere { "lingbi/2023", roster, "--as-of", "2023-12-01" }
      assert.equal(count + 1, #program.records(plain.rows))
    end
  end)

  -- Enough rows for every thread to write several chunks, every town and complaint first met in another part.
  it("when the rows of one case lie in many chunks", function ()
    local rows = {}
    for i = 1, 20000 do
      local kind = i % 7 == 0 and "低保对象" or i % 11 == 0 and "孤儿" or ""
      local paid = i % 3 == 0 and ("2023-10-%02d,%d.%02d"):format(i % 30 + 1, i % 500, i % 100) or ","
      rows[i] = ("%d,甲%d,镇%d,村%d,H%d,试县,%s,%s,%s"):format(i, i, (i // 900) % 50, i % 400, i // 3, kind, paid,
        i % 1000 == 0 and "=备注" or "")
    end
    local rules = trial.write(folder)
    local roster = trial.roster(folder, rows)
    local plain = same_everywhere { "shixian", roster, "--rules-dir", rules, "--as-of", "2024-01-10" }
    assert.equal(20001, #program.records(plain.rows))
  end)
end)

-- Cells of the roster before, between and behind those of the decision; amounts and days that differ within a case.
describe("the rows of chosen columns are --reference's", function ()
  local lists = { "id_number,status,personal_due", "refund,village,benefit_from,id_number,town,case,household_id,doubts",
    "备注,problem,subsidy,town,premium,status,id_number", "household_id,备注,articles" }

  local function cells_of(text)
    local records, columns = program.records(text), {}
    for k, name in ipairs(records[1]) do
      columns[name] = {}
      for i = 2, #records do columns[name][i - 1] = records[i][k] end
    end
    return columns, records[1]
  end

  for _, county in ipairs { "lingbi/2023", "linyi/2024" } do
    it("and the whole result's cells, for 600 residents of " .. county, function ()
      local roster = folder .. "/roster.csv"
      assert.equal(0, (program.run("synth", county, "-n", "600", "--seed", "11", "--dirty", "-o", roster)))
      local words = { county, roster, "--as-of", "2023-12-10" }
      local whole = cells_of(same_everywhere(words).rows)
      for _, list in ipairs(lists) do
        local chosen, names = cells_of(same_everywhere({ county, roster, "--as-of", "2023-12-10", "--columns", list }).rows)
        assert.equal(list, table.concat(names, ","))
        for _, name in ipairs(names) do assert.same(whole[name], chosen[name]) end
      end
    end)
  end
end)

describe("a resident whose amount leaves its range", function ()
  it("has a row and a complaint of his own, the others of his case do not", function ()
    local rules = trial.write(folder, "fiscal = yuan(640)",
      "fiscal = function (r) if r.paid_amount then return r.paid_amount * 9000001 + yuan(640) end return yuan(640) end")
    local rows = {}
    for i = 1, 3000 do
      local amount = i % 1000 == 500 and "999999999.99" or ("%d.%02d"):format(i, i % 100)
      rows[i] = ("%d,甲,镇%d,一村,H1,试县,,2023-10-01,%s,"):format(i, i % 40, amount)
    end
    rows[2] = "2,乙,西镇,一村,H1,试县,,2023-10-01,999999999.99," -- before anyone else of his town is counted
    local roster = trial.roster(folder, rows)
    local words = { "shixian", roster, "--rules-dir", rules, "--as-of", "2024-01-10" }
    local plain = same_everywhere(words)
    assert.equal(3, plain.status)
    local column = same_everywhere { "--columns", "status", table.unpack(words) } -- without the amount itself
    assert.equal(4, select(2, column.rows:gsub("undetermined", "")))
    local records, wrong = program.records(plain.rows), 0
    for i = 2, #records do
      local undetermined = table.concat(records[i], "\n"):find("undetermined", 1, true) ~= nil
      if undetermined then wrong = wrong + 1 end
      assert.equal(i == 3 or (i - 1) % 1000 == 500, undetermined)
    end
    assert.equal(4, wrong)
  end)
end)

-- Where a cell lies among the usual ones nothing can fail, and the summary takes the amount from it without asking.
describe("a cell far from the usual ones", function ()
  local function days_and_amounts(days, amounts)
    local rows = {}
    for i = 1, 1200 do
      local day, amount = days[i % #days + 1], amounts[i % #amounts + 1]
      rows[i] = ("%d,甲,镇%d,一村,H1,试县,%s,%s,%s,"):format(i, i % 3, i % 5 == 0 and "孤儿" or "", day, amount)
    end
    return trial.roster(folder, rows)
  end

  local function undetermined(plain)
    local count = 0
    for _, record in ipairs(program.records(plain.rows)) do
      if table.concat(record, "\n"):find("undetermined", 1, true) then count = count + 1 end
    end
    return count
  end

  it("counts as an amount like any other", function ()
    local rules = trial.write(folder, "fiscal = yuan(640)", [[fiscal = function (r)
      if r.paid_amount then return most(r.paid_amount - yuan(50), yuan(0)) end return yuan(640) end]])
    local roster = days_and_amounts({ "2023-10-01" }, { "380", "1000000", "1000000.01", "999999999.99", "", "0", "x" })
    local plain = same_everywhere { "shixian", roster, "--rules-dir", rules, "--as-of", "2024-01-10" }
    assert.equal(171, undetermined(plain))
  end)

  it("counts as a day like any other, and as an error only where the calendar ends", function ()
    local rules = trial.write(folder, "article \"一\"", [[effect "checked_on" { type = "date", title = "核对日", output = true }
      article "五" "核对" { checked_on = function (r)
        if r.paid_on then return r.paid_on + months(6) + days(1) end return date "2024-01-01" end }
      article "一"]])
    local days = { "2023-10-01", "1800-01-01", "1849-12-31", "1850-01-02", "2249-12-28", "2250-01-02", "2299-06-30", "", "哪天" }
    local words = { "shixian", days_and_amounts(days, { "380" }), "--rules-dir", rules, "--as-of", "2024-01-10" }
    local usual = undetermined(same_everywhere(words))
    days[7] = "2299-07-01"
    days_and_amounts(days, { "380" })
    local plain = same_everywhere(words)
    assert.equal(3, plain.status)
    assert.equal(usual + 133, undetermined(plain))
  end)
end)

describe("residents of one case who are undetermined", function ()
  it("each are told which of their own cells is not known", function ()
    local rules = trial.write(folder, "subsidy = yuan(190), fund = \"救助资金\", when = is \"低保对象\"",
      "subsidy = yuan(190), fund = \"救助资金\", when = function (r) return r.paid_on - r.birth_date <= days(90) end")
    local rows = {}
    for i = 1, 40 do
      rows[i] = i % 2 == 0 and "1,甲,东镇,一村,H1,试县,,2023-10-01,380," or "1,甲,东镇,一村,H1,试县,,哪天,380,"
    end
    local roster = trial.roster(folder, rows)
    same_everywhere { "shixian", roster, "--rules-dir", rules, "--as-of", "2024-01-10" }
  end)
end)

describe("a cell of the roster", function ()
  -- What a spreadsheet could run gets a '; everything else comes back as it was.
  local function defused(text)
    for _, sign in ipairs { "=", "+", "-", "@", "＝", "＋", "－", "＠" } do
      if text:sub(1, #sign) == sign and not text:match "^[-+]%d*%.?%d+$" then return "'" .. text end
    end
    return text
  end

  -- Each special character at each place of texts as long as one or two steps of a search, and shorter.
  local function texts()
    local list = { "a", "甲", "镇", "-5", "+86139", "-5.5", "=1", "＝1", "＋1", "@x", "-x", "ＡＢ", "\"", "a\"b\"c",
      ("长"):rep(400), ("x"):rep(3000) }
    for _, length in ipairs { 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48 } do
      for at = 1, length do
        for _, special in ipairs { ",", "\"", "\n" } do
          list[#list + 1] = ("k"):rep(at - 1) .. special .. ("k"):rep(length - at)
        end
      end
    end
    return list
  end

  local function quoted(text) return '"' .. text:gsub('"', '""') .. '"' end

  it("comes out as it went in, wherever what must be quoted stands in it", function ()
    local list, rows = texts(), {}
    local blank = { [","] = true, ["\n"] = true, ["\""] = true }
    for i, text in ipairs(list) do
      local cell = quoted(text)
      rows[i] = table.concat({ quoted("N" .. text), "甲", cell, cell, cell, "试县", "", "", "", cell }, ",")
    end
    local rules = trial.write(folder)
    local roster = trial.roster(folder, rows)
    local plain = same_everywhere { "shixian", roster, "--rules-dir", rules, "--as-of", "2024-01-10" }
    local records = program.records(plain.rows)
    assert.equal(#list + 1, #records)
    for i, text in ipairs(list) do
      local row = records[i + 1]
      local trimmed = text:gsub("^%s+", ""):gsub("%s+$", "")
      assert.equal(defused(trimmed), row[2])
      assert.equal(defused(trimmed), row[3])
      assert.equal(defused(trimmed), row[4])
      if not blank[text] then assert.equal(defused(trimmed), row[#row]:gsub("^%s+", ""):gsub("%s+$", ""), "row " .. i) end
    end
  end)
end)

-- Several megabytes: room on the disk is taken beforehand, blocks are held back, chunks are hashed aside.
describe("a large result", function ()
  local function shell(command)
    local pipe = assert(io.popen(command))
    local text = pipe:read "a"
    return assert(pipe:close(), command) and text
  end

  for _, threads in ipairs { "1", "3" } do
    it("has the hash of its manifest and no more room on the disk than its bytes, on threads: " .. threads, function ()
      local roster, result = folder .. "/roster.csv", folder .. "/result.csv"
      assert.equal(0, (program.run("synth", "lingbi/2023", "-n", "30000", "--seed", "3", "-o", roster)))
      local status, _, err = program.run("eval", "lingbi/2023", roster, "--as-of", "2023-03-01", "-o", result,
        "--threads", threads)
      assert.equal(0, status, err)
      local bytes, blocks = shell("stat -c '%s %b' " .. result):match "(%d+) (%d+)"
      assert.truthy(tonumber(bytes) > 6000000)
      assert.truthy(tonumber(blocks) * 512 < tonumber(bytes) + 1000000, blocks .. " blocks for " .. bytes .. " bytes")
      local hash = shell("sha256sum " .. result):match "^%x+"
      assert.truthy(program.read(result .. ".manifest.json"):find('"' .. hash .. '"', 1, true))
    end)
  end
end)
