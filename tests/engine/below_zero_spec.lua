-- A subsidy above the premium: nobody pays less than nothing, and the article that says so is named.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

describe("a subsidy", function ()
  local folder
  before_each(function () folder = program.folder() end)
  after_each(function () program.remove(folder) end)

  local function decided(amount, ...)
    local rules = county.write(folder, { change = { "subsidy = yuan(190)", "subsidy = " .. amount } })
    local roster = county.roster(folder, { { identities = "低保对象", paid_on = "2023-10-01" }, { paid_on = "2023-10-01" } })
    local status, _, err = program.run("eval", "shixian/2024", roster, "--rules-dir", rules, "--as-of", "2024-03-01",
      "-o", folder .. "/r.csv", ...)
    return (program.rows(folder .. "/r.csv")), status, err
  end

  it("may be all of the premium", function ()
    local rows, status, err = decided "yuan(380)"
    assert.equal(0, status, err)
    assert.equal("0", rows[1].personal_due)
  end)

  it("is an error of its article when it is a fen more, for those whom it concerns and nobody else", function ()
    for _, way in ipairs { {}, { "--reference" } } do
      local rows, status, err = decided('yuan "380.01"', table.unpack(way))
      local said = "article 二1: with a subsidy of 380.01 the personal_due would be -0.01, below zero: lower it"
      assert.equal(3, status)
      assert.truthy(err:find(said, 1, true), err)
      assert.truthy(rows[1].problem:find("2024.lua:7 " .. said, 1, true), rows[1].problem)
      assert.equal("", rows[1].personal_due)
      assert.equal("380", rows[2].personal_due)
    end
  end)
end)
