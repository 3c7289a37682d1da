-- Money: whole fen, read strictly, rounded only as told.
local run = require "tests.support.run"

local function answers(command, rows)
  local lines = {}
  for i, row in ipairs(rows) do lines[i] = row[1] end
  local got = run.unit("money", command)(lines)
  for i, row in ipairs(rows) do assert.equal(row[2], got[i], row[1]) end
  assert.equal(#rows, #got)
end

describe("an amount's text", function()
  it("is yuan with at most two decimals, and comes back without trailing zeros", function()
    answers("parse", { { "350", "35000 350" }, { "350.5", "35050 350.5" }, { "350.50", "35050 350.5" }, { "350.05", "35005 350.05" },
                       { "281032.80", "28103280 281032.8" }, { "0", "0 0" }, { "0.01", "1 0.01" }, { "00350", "35000 350" } })
  end)

  it("may carry a sign, thousands commas and 元", function()
    answers("parse", { { "-0.50", "-50 -0.5" }, { "+350", "35000 350" }, { "1,200.5元", "120050 1200.5" }, { "350元", "35000 350" },
                       { "1,234,567.89", "123456789 1234567.89" }, { "-1,000", "-100000 -1000" }, { "-0", "0 0" } })
  end)

  it("is nothing else", function()
    local texts = { "", "元", "-", "+", ".5", "5.", "350.505", "350.5.0", "1e3", "0x10", "3 50", " 350", "350 ", "￥350", "¥350", "350元元", "350块",
                    "三百五十", "--5", "+-5", "5-", "1.2元3", "NaN", "inf", "350\\0", "３５０" }
    local got = run.unit("money", "parse")(texts)
    for i, text in ipairs(texts) do assert.equal("no", got[i], text) end
  end)

  it("has its commas at every three digits or nowhere", function()
    local texts = { ",350", "350,", "1,20", "1,2000", "1200,500", "12,34,567", "1,234,56", "1,,234", "1234,567", ",", "1,234.5,0" }
    local got = run.unit("money", "parse")(texts)
    for i, text in ipairs(texts) do assert.equal("no", got[i], text) end
  end)

  it("does not exceed nine million billion yuan, and never wraps", function()
    answers("parse", { { "9000000000000000", "900000000000000000 9000000000000000" }, { "9000000000000000.00", "900000000000000000 9000000000000000" },
                       { "9000000000000000.01", "no" }, { "-9000000000000000", "-900000000000000000 -9000000000000000" },
                       { "-9000000000000000.01", "no" }, { "9000000000000001", "no" }, { "92233720368547758.08", "no" },
                       { "184467440737095516.16", "no" }, { "99999999999999999999999999", "no" } })
  end)
end)

describe("a sum", function()
  it("is refused beyond the range, not wrapped", function()
    answers("add", { { "35000 -30000", "5000" }, { "900000000000000000 0", "900000000000000000" }, { "900000000000000000 1", "no" },
                     { "-900000000000000000 -1", "no" }, { "9223372036854775807 1", "no" }, { "-9223372036854775808 -1", "no" } })
  end)
end)

describe("a share", function()
  it("is exact where it can be", function()
    answers("scale", { { "38000 75 100 1 down", "28500" }, { "38000 75 100 1 up", "28500" }, { "38000 1 4 1 half_up", "9500" },
                       { "0 7 3 100 up", "0" }, { "100 -1 2 1 down", "-50" } })
  end)

  it("rounds as told when it is not", function()
    answers("scale", {
      { "100 1 3 1 down", "33" }, { "100 1 3 1 up", "34" }, { "100 2 3 1 half_up", "67" }, { "100 1 3 1 half_up", "33" },
      { "5 1 10 1 half_up", "1" }, { "5 1 10 1 half_even", "0" }, { "15 1 10 1 half_even", "2" }, { "25 1 10 1 half_even", "2" },
      { "25 1 10 1 half_up", "3" }, { "4 1 10 1 half_up", "0" }, { "6 1 10 1 half_even", "1" } })
  end)

  it("rounds a negative amount down towards minus infinity and a half away from zero", function()
    answers("scale", { { "-100 1 3 1 down", "-34" }, { "-100 1 3 1 up", "-33" }, { "-5 1 10 1 half_up", "-1" }, { "-5 1 10 1 half_even", "0" },
                       { "-15 1 10 1 half_even", "-2" }, { "-4 1 10 1 half_up", "0" }, { "-6 1 10 1 half_up", "-1" } })
  end)

  it("rounds to jiao or yuan when that is the unit", function()
    answers("scale", { { "12345 1 1 10 half_up", "12350" }, { "12344 1 1 10 half_up", "12340" }, { "12350 1 1 100 half_even", "12400" },
                       { "12250 1 1 100 half_even", "12200" }, { "12301 1 1 100 up", "12400" }, { "12399 1 1 100 down", "12300" } })
  end)

  it("passes through more than 64 bits on its way, but does not come out of range", function()
    answers("scale", { { "900000000000000000 9000000000 9000000000 1 down", "900000000000000000" },
                       { "900000000000000000 9223372036854775807 9223372036854775807 1 down", "900000000000000000" },
                       { "900000000000000000 3 2 1 down", "no" }, { "-900000000000000000 3 2 1 down", "no" },
                       { "900000000000000000 1 1 700000000000000000 up", "no" } })
  end)

  it("has a positive denominator and unit", function()
    answers("scale", { { "100 1 0 1 down", "no" }, { "100 1 -3 1 down", "no" }, { "100 1 3 0 down", "no" }, { "100 1 3 -1 down", "no" } })
  end)
end)
