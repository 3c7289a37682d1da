-- Rows in = rows out, and money is the same however it is added: asserted in every run of eval. Here: that it holds, and
-- that the check can fail, figure by figure (`unit balance` makes one wrong at a time).
local run = require "tests.support.run"
local program = require "tests.support.program"
local county = require "tests.support.verb_county"
local dkjson = require "dkjson"

local AS_OF = "2023-10-15"
local folder = program.folder()
local rules = county.write(folder)
-- 东镇: enrolled with a subsidy of 190; enrolled without; unknown registration, undetermined. 西镇街道: not enrolled.
local roster = county.roster(folder, {
  { identities = "低保对象", paid_on = "2023-10-01", paid_amount = "190" }, { paid_on = "2023-10-02", paid_amount = "380" },
  { household_registration = "" }, { town = "西镇街道" } })

local function balance()
  return run.command { run.build .. "/unit", "balance", rules, "shixian/2024", roster, AS_OF, folder .. "/unit.csv" }
end

-- A row without the amounts it should have is one that the check must see in money too.
local WRONG = "The run does not add up, so nothing was written: "
local REPORT = ". This is an error of the program; please report it."
local expected = {
  { "people", "4 residents in the roster, 5 in the summary" },
  { "decided", "4 residents in the roster, 5 by how they were decided" },
  { "cases", "4 residents in the roster, 5 over the cases" },
  { "rows written", "4 residents in the roster, 5 in the result" },
  { "decided written", "3 residents decided, 4 in the result" },
  { "premium written", "the sum of premium is 1140 yuan over the residents, 1140.01 over the result's rows" },
  { "premium", "the sum of premium is 1140.01 yuan over the residents, 1140 over the statuses" },
}
for _, split in ipairs { { "status", "statuses", 4 }, { "fund", "funds", 3 }, { "identity", "identities", 3 }, { "town", "towns", 4 } } do
  local name, names, people = table.unpack(split)
  for _, more in ipairs {
    { "people", ("%d residents in all, %d over the %s"):format(people, people + 1, names) },
    { "enrolled", ("2 residents enrolled, 3 over the %s"):format(names) },
    { "premium", ("the sum of premium is 1140 yuan over the residents, 1140.01 over the %s"):format(names) },
    { "enrolled premium", ("the sum of premium is 760 yuan over the residents, 760.01 over the %s"):format(names) } } do
    expected[#expected + 1] = { more[1] .. " by " .. name, more[2] }
  end
end

describe("a run that adds up", function()
  teardown(function() program.remove(folder) end)

  it("says so, and no longer when any one figure is wrong", function()
    local result = balance()
    local lines = { "as it is: adds up" }
    for _, line in ipairs(expected) do lines[#lines + 1] = line[1] .. ": " .. WRONG .. line[2] .. REPORT end
    lines[#lines + 1] = "again as it is: adds up"
    assert.equal(table.concat(lines, "\n") .. "\n", result.out)
    assert.equal(0, result.code)
  end)

  for _, way in ipairs { {}, { "--reference" }, { "--threads", "2" }, { "--mask" } } do
    it("has in its manifest the sums that its rows come to" .. (way[1] and ", with " .. way[1] or ""), function()
      local out = folder .. "/out.csv"
      local status, _, err = program.run("eval", "shixian/2024", roster, "--rules-dir", rules, "--as-of", AS_OF, "-o", out,
        table.unpack(way))
      assert.equal(0, status, err)
      local rows, sums = program.rows(out), {}
      for _, row in ipairs(rows) do
        for _, name in ipairs { "premium", "subsidy", "personal_due", "fiscal", "refund" } do
          if row.status ~= "undetermined" then
            sums[name] = (sums[name] or 0) + math.floor((tonumber(row[name]) or 0) * 100 + 0.5)
          end
        end
      end
      local manifest = dkjson.decode(program.read(out .. ".manifest.json"))
      assert.equal(#rows, manifest.counts.residents)
      for name, fen in pairs(sums) do assert.equal(("%g"):format(fen / 100), manifest.sums[name], name) end
      assert.same({ premium = "1140", subsidy = "190", personal_due = "950", fiscal = "1920", refund = "0" }, manifest.sums)
    end)
  end
end)
