-- GB 11643: the citizen's identity number.
local run = require "tests.support.run"

local function answers(command, rows)
  local lines = {}
  for i, row in ipairs(rows) do lines[i] = row[1] end
  local got = run.unit("id", command)(lines)
  for i, row in ipairs(rows) do assert.equal(row[2], got[i], row[1]) end
  assert.equal(#rows, #got)
end

describe("an ID number", function()
  it("is good with its right check digit, X among them, and gives the birth date", function()
    answers("check", { { "990001199001010013", "good 1990-01-01" }, { "99000119900101003X", "good 1990-01-01" }, { "990001200002290024", "good 2000-02-29" } })
  end)

  it("has one right check digit and ten wrong ones", function()
    local lines = {}
    for digit in ("0123456789X"):gmatch "." do lines[#lines + 1] = "99000119900101001" .. digit end
    local got, good = run.unit("id", "check")(lines), 0
    for i, answer in ipairs(got) do
      if answer == "good 1990-01-01" then
        good = good + 1
        assert.equal("990001199001010013", lines[i])
      else
        assert.equal("check digit", answer)
      end
    end
    assert.equal(1, good)
  end)

  it("is found wrong when any one digit is", function()
    local right, lines = "990001199001010013", {}
    for i = 1, 17 do
      local digit = tonumber(right:sub(i, i))
      lines[i] = right:sub(1, i - 1) .. (digit + 1) % 10 .. right:sub(i + 1)
    end
    for i, answer in ipairs(run.unit("id", "check")(lines)) do assert.is_nil(answer:find "good", lines[i]) end
  end)

  it("has a birth date that the calendar has, even when the check digit agrees", function()
    answers("check", { { "990001190002290028", "birth date" }, { "990001199013010010", "birth date" }, { "990001199000010010", "birth date" } })
  end)

  it("has 18 characters; the old one of 15 digits is told apart", function()
    answers("check", { { "990001900101001", "old length" }, { "99000119900101001", "length" }, { "9900011990010100133", "length" }, { "", "length" } })
  end)

  it("has digits, and X only at its end", function()
    answers("check", { { "99000119900101003x", "character" }, { "9900011990X1010013", "character" }, { "99000119900101001Y", "character" },
                       { "99000119900101 013", "character" }, { "990001199001010\\x0013", "character" } })
  end)
end)

describe("mending an ID number", function()
  it("makes full-width characters half-width and a final x large", function()
    answers("mend", { { "99000119900101003x", '"99000119900101003X"' }, { "９９０００１１９９００１０１００３Ｘ", '"99000119900101003X"' },
                      { "９９０００１１９９００１０１００３ｘ", '"99000119900101003X"' } })
  end)

  it("leaves a well written one as it is, and never changes what it says", function()
    answers("mend", { { "990001199001010013", "as it was" }, { "99000119900101003X", "as it was" }, { "身份证", "as it was" }, { "", "as it was" },
                      { "x9000119900101003", "as it was" } })
  end)

  it("does not touch a text too long to be one", function() answers("mend", { { ("９"):rep(40), "as it was" } }) end)
end)
