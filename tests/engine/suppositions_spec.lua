-- More unknown answers than can be supposed in every combination: then nothing is said that only some of them showed.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

describe("a resident with more unknown answers than are walked", function ()
  local folder
  before_each(function () folder = program.folder() end)
  after_each(function () program.remove(folder) end)

  -- `count` articles that each ask whether an unknown place lies somewhere else, and one that asks nothing.
  local function decided(count)
    local more = { 'article "七" "人人" { opens = date "2023-09-01" }' }
    for i = 1, count do
      more[#more + 1] = ('article "八%d" "某地" { late = true, when = function (r) return r.household_registration:within "地%d" end }')
        :format(i, i)
    end
    local rules = county.write(folder, { more = table.concat(more, "\n") .. "\n" })
    local roster = county.roster(folder, { { household_registration = "", paid_on = "2023-10-01" } })
    local found, status, err = county.json(rules, "cases", "shixian/2024", roster, "--as-of", "2024-03-01")
    assert.equal(0, status, err)
    return found.case_book[1]
  end

  local function undetermined(one)
    local open = {}
    for _, article in ipairs(one.articles_undetermined) do open[article.article] = true end
    return open
  end

  local function applied(one)
    local on = {}
    for _, number in ipairs(one.articles_applied) do on[number] = true end
    return on
  end

  it("has every article open that asks for one of them, few answers or many", function ()
    for _, count in ipairs { 6, 10 } do
      local one = decided(count)
      assert.equal("undetermined", one.outcome)
      local open, on = undetermined(one), applied(one)
      for i = 1, count do
        assert.is_true(open["八" .. i], count .. ": article 八" .. i)
        assert.is_nil(on["八" .. i])
      end
    end
  end)

  it("keeps what asks nothing", function ()
    for _, count in ipairs { 6, 10 } do assert.is_true(applied(decided(count))["七"]) end
  end)
end)
