-- Distinct texts, numbered in the order first met.
local run = require "tests.support.run"

describe("a dictionary", function()
  it("gives the first text 0, the next new one 1, and an old one its own number", function()
    assert.same({ '-1 0 of 1 "城关镇"', '-1 1 of 2 "朝阳镇"', '0 0 of 2 "城关镇"', '-1 2 of 3 ""', '2 2 of 3 ""' },
      run.unit("dictionary", "codes") { "城关镇", "朝阳镇", "城关镇", "", "" })
  end)

  it("tells texts apart that differ only behind a NUL, in case or in length", function()
    assert.same({ '-1 0 of 1 "a\\x00b"', '-1 1 of 2 "a\\x00c"', '-1 2 of 3 "a"', '-1 3 of 4 "A"', '-1 4 of 5 "aa"', '-1 5 of 6 "aaa"' },
      run.unit("dictionary", "codes") { "a\\0b", "a\\0c", "a", "A", "aa", "aaa" })
  end)

  it("finds every one of a hundred thousand again, and has moved none", function()
    assert.same({ "all found, none moved" }, run.unit("dictionary", "many", "100000") "")
  end)
end)
