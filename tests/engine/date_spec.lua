-- Days: what is read as one, the calendar, months by the Civil Code.
local run = require "tests.support.run"

local function answers(command, rows)
  local lines = {}
  for i, row in ipairs(rows) do lines[i] = row[1] end
  local got = run.unit("date", command)(lines)
  for i, row in ipairs(rows) do assert.equal(row[2], got[i], row[1]) end
  assert.equal(#rows, #got)
end

local function refuses(texts)
  local got = run.unit("date", "parse")(texts)
  for i, text in ipairs(texts) do assert.equal("no", got[i], text) end
  assert.equal(#texts, #got)
end

describe("a date's text", function()
  it("is read in each of the five forms", function()
    answers("parse", {
      { "2023-02-28", "2023-02-28 19416" }, { "2023/2/28", "2023-02-28 19416" }, { "2023.2.28", "2023-02-28 19416" },
      { "20230228", "2023-02-28 19416" }, { "2023年2月28日", "2023-02-28 19416" } })
  end)

  it("may write month and day with one digit or two in every form but the bare one", function()
    answers("parse", {
      { "2023-2-8", "2023-02-08 19396" }, { "2023/02/08", "2023-02-08 19396" }, { "2023.02.8", "2023-02-08 19396" },
      { "2023年02月08日", "2023-02-08 19396" } })
  end)

  it("is no date with anything beside it or missing from it", function()
    refuses { "", "2023", "2023-02", "2023-02-", "2023-02-28 ", " 2023-02-28", "2023-02-28 00:00:00", "2023-02-28日", "2023年2月28",
              "2023年2月", "+2023-02-28", "-2023-02-28", "202302281", "2023022", "2023-002-28", "2023-02-028", "12023-02-28" }
  end)

  it("does not mix two forms", function()
    refuses { "2023-02/28", "2023/02-28", "2023.02-28", "2023年02-28", "2023-02月28日" }
  end)

  it("does not guess: two-digit years, the day first, a spreadsheet's serial number, words", function()
    refuses { "23-02-28", "28-02-2023", "02/28/2023", "44985", "44985.5", "昨天", "2023-Feb-28", "２０２３-02-28" }
  end)

  it("must name a day that the calendar has", function()
    refuses { "2023-02-29", "1900-02-29", "2100-02-29", "2023-04-31", "2023-00-10", "2023-13-01", "2023-01-00", "2023-01-32", "20230229" }
    answers("parse", { { "2024-02-29", "2024-02-29 19782" }, { "2000-02-29", "2000-02-29 11016" } })
  end)

  it("lies from 1800 to 2299", function()
    refuses { "1799-12-31", "2300-01-01", "0000-01-01", "9999-12-31" }
    answers("parse", { { "1800-01-01", "1800-01-01 -62091" }, { "2299-12-31", "2299-12-31 120529" }, { "1970-01-01", "1970-01-01 0" } })
  end)

  it("ends where the text ends, though more digits lie behind a NUL", function() refuses { "2023-02-2\\0", "2023-02-28\\0" } end)
end)

describe("the calendar", function()
  it("counts every day from 1800 to 2299 once, there and back", function()
    local got, code = run.unit("date", "round")("")
    assert.same({ "182621 days, the last is 120529" }, got)
    assert.equal(0, code)
  end)

  it("knows the first and the last day of a month", function()
    answers("month", {
      { "2023-02-14", "2023-02-01 2023-02-28" }, { "2024-02-01", "2024-02-01 2024-02-29" }, { "2022-12-31", "2022-12-01 2022-12-31" },
      { "1900-02-28", "1900-02-01 1900-02-28" }, { "1969-12-31", "1969-12-01 1969-12-31" } })
  end)
end)

describe("adding months", function()
  it("ends on the corresponding day", function()
    answers("months", { { "2022-12-15 +3", "2023-03-15" }, { "2022-12-31 +1", "2023-01-31" }, { "2023-01-15 +12", "2024-01-15" },
                        { "2023-01-15 +0", "2023-01-15" } })
  end)

  it("ends on the month's last day where there is no corresponding one", function()
    answers("months", { { "2022-11-30 +3", "2023-02-28" }, { "2023-11-30 +3", "2024-02-29" }, { "2023-08-31 +1", "2023-09-30" },
                        { "2024-02-29 +12", "2025-02-28" } })
  end)

  it("goes back as it goes forth", function()
    answers("months", { { "2023-03-31 -1", "2023-02-28" }, { "2023-01-15 -1", "2022-12-15" }, { "2023-01-15 -13", "2021-12-15" },
                        { "2024-01-31 -2", "2023-11-30" } })
  end)

  it("says when it leaves the range, even by all that an int can hold", function()
    answers("months", { { "2299-12-31 +1", "out of range" }, { "2299-11-30 +1", "2299-12-30" }, { "1800-01-01 -1", "out of range" },
                        { "2023-01-01 +2147483647", "out of range" }, { "2023-01-01 -2147483648", "out of range" } })
  end)
end)
