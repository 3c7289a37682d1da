-- The day of the question, where nobody has named one: every verb that decides residents by it says so, in one way.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

-- What each verb is asked; `test` takes the last day of the collection and not today.
local asked = {
  eval = { "RULES", "ROSTER" }, explain = { "RULES", "ROSTER", "--row", "1" }, cases = { "RULES", "ROSTER" },
  towns = { "RULES", "ROSTER" }, gaps = { "RULES", "ROSTER" }, whatif = { "RULES", "ROSTER", "--set", "二.fiscal=650" },
  sweep = { "RULES", "ROSTER", "--vary", "二.fiscal=640,650" }, diff = { "RULES", "RULES", "ROSTER" }, test = false }

local folder, rules, words
setup(function ()
  folder = program.folder()
  rules = trial.write(folder)
  words = { RULES = "shixian/2024", ROSTER = trial.roster(folder) }
end)
teardown(function () program.remove(folder) end)

local function run(verb, ...)
  local given = { verb, "--rules-dir", rules, "--no-progress" }
  for _, word in ipairs(asked[verb]) do given[#given + 1] = words[word] or word end
  for _, word in ipairs { ... } do given[#given + 1] = word end
  local status, out, err = program.run(table.unpack(given))
  assert.is_true(status <= 1, verb .. ": " .. err)
  return out
end

describe("every verb that decides by --as-of", function ()
  it("stands in this list", function ()
    local _, help = program.run "--help"
    local verbs = 0
    for verb in help:gmatch "\n  (%l+) +%S" do
      local _, own = program.run(verb, "--help")
      local takes = own:find("--as-of DAY", 1, true) ~= nil
      assert.equal(takes, asked[verb] ~= nil, verb)
      verbs = verbs + (takes and 1 or 0)
    end
    assert.equal(9, verbs)
  end)

  local today, late = os.date "%Y-%m-%d", "warning: that is after the end of 2024, the year of the notice; give --as-of DAY for a day within it"
  for verb, arguments in pairs(asked) do
    if arguments then
      it("says that it took today and warns after the notice's year, as a table and as JSON: " .. verb, function ()
        local out, notes = run(verb), dkjson.decode(run(verb, "--json")).notes
        local said = "no --as-of: decided as of today, " .. today
        assert.truthy(out:find("\nas of +" .. today:gsub("%-", "%%-") .. "\n"), out)
        assert.truthy(out:find("\n" .. said .. "\n" .. late .. "\n", 1, true), out)
        local at
        for i, note in ipairs(notes) do if note == said then at = i end end
        assert.equal(late, notes[assert(at, verb) + 1])
        assert.truthy(run(verb, "--lang", "zh"):find("\n没有给 --as-of：按今天（" .. today .. "）判定\n"
          .. "注意：今天已过了通知所管的 2024 年度；要按年度内的某一天判定，请用 --as-of 日期\n", 1, true))
      end)

      it("says neither when a day was given, be it after that year: " .. verb, function ()
        for _, way in ipairs { {}, { "--json" } } do
          local out = run(verb, "--as-of", "2025-01-10", table.unpack(way))
          assert.falsy(out:find("no --as-of", 1, true))
          assert.falsy(out:find("that is after the end of", 1, true))
        end
      end)
    end
  end
end)
