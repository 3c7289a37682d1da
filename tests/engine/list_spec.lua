-- canbao list: every script that is found, the broken ones too.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder
before_each(function () folder = program.folder() end)
after_each(function () program.remove(folder) end)

describe("list", function ()
  it("names each script with its place, year, notice, articles and doubts", function ()
    local found, status = county.json(county.write(folder), "list")
    assert.equal(0, status)
    assert.equal(1, #found.scripts)
    local script = found.scripts[1]
    assert.equal("shixian/2024", script.rules)
    assert.equal("试县", script.place)
    assert.equal("2024", script.year)
    assert.equal("试〔2023〕1号（虚构）", script.notice)
    assert.equal("2023-08-20", script.issued)
    assert.equal(5, script.articles)
    assert.equal(1, script.doubts)
  end)

  it("does not take cases for scripts", function ()
    local found = county.json(county.write(folder, { cases = 'base { }\n' }), "list")
    assert.equal(1, #found.scripts)
  end)

  it("lists a script that does not load, says why, and ends with 3", function ()
    local rules = county.write(folder, { change = { "premium = yuan(380)", "premum = yuan(380)" } })
    local found, status, err = county.json(rules, "list")
    assert.equal(3, status)
    assert.equal(1, #found.scripts)
    assert.equal(0, #(found.scripts[1].place or ""))
    assert.equal("does not load: canbao check shixian/2024", found.scripts[1].notice)
    assert.truthy(err:find("2024.lua:", 1, true), err)
    assert.truthy(err:find("premum", 1, true), err)
  end)

  it("finds the three counties of the house", function ()
    local _, out = program.run("list")
    for _, name in ipairs { "lingbi/2023", "lezhi/2024", "linyi/2024" } do assert.truthy(out:find(name, 1, true), name) end
  end)
end)
