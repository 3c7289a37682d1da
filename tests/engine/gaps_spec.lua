-- canbao gaps: who should be covered and is not, and whose money does not fit.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder, rules
before_each(function ()
  folder = program.folder()
  rules = county.write(folder, { more = county.tasks, targets = county.table })
end)
after_each(function () program.remove(folder) end)

local function gaps(residents, ...)
  return county.json(rules, "gaps", "shixian/2024", county.roster(folder, residents), "--as-of", "2024-01-10", ...)
end
local function all(residents, ...)
  local found, status, err = gaps(residents, ...)
  assert.equal(0, status, err)
  return found.gaps[#found.gaps], found
end

describe("gaps", function ()
  it("refuses a town that neither the roster nor the task table has, and takes one of either", function ()
    local _, status, err = gaps({ { town = "北镇" } }, "--town", "北镇乡")
    assert.equal(2, status)
    assert.truthy(err:find('the roster has no town "北镇乡"; did you mean 北镇?', 1, true), err)
    for _, town in ipairs { "北镇", "南镇" } do
      _, status, err = gaps({ { town = "北镇" } }, "--town", town)
      assert.equal(0, status, err)
    end
  end)

  it("counts who has a subsidy and is not enrolled, not who is or who has none", function ()
    local total = all { { identities = "低保对象" }, { identities = "低保对象", paid_on = "2023-10-01", paid_amount = "190" }, {},
      { identities = "低保对象", household_registration = "邻县" } }
    assert.equal(1, total.subsidised_unenrolled)
    assert.equal(4, total.people)
  end)

  it("counts households that are enrolled in part, and their members who are missing", function ()
    local total = all { { household_id = "H1", paid_on = "2023-10-01", paid_amount = "380" }, { household_id = "H1" },
      { household_id = "H2" }, { household_id = "H2" },
      { household_id = "H3", paid_on = "2023-10-01", paid_amount = "380" },
      { household_id = "H4", paid_on = "2023-10-01", paid_amount = "380" }, { household_id = "H4", household_registration = "邻县" } }
    assert.equal(1, total.household_in_part)
    assert.equal(1, total.households)
  end)

  it("tells paid twice from merely listed twice", function ()
    local id = program.id "99000119800505777"
    local total = all { { id_number = id, paid_on = "2023-10-01", paid_amount = "380" },
      { id_number = id, paid_on = "2023-10-02", paid_amount = "380" }, { id_number = id } }
    assert.equal(1, total.paid_twice)
    assert.equal(1, total.listed_twice)
    total = all { { id_number = id }, { id_number = id, paid_on = "2023-10-02", paid_amount = "380" } }
    assert.equal(0, total.paid_twice)
    assert.equal(1, total.listed_twice)
    total = all { { id_number = "" , paid_on = "2023-10-02" }, { id_number = "", paid_on = "2023-10-02" } }
    assert.equal(0, total.listed_twice)
    for _, ruined in ipairs { "9.90001E+17", "990001198005057000" } do -- by a spreadsheet: two people
      total = all { { id_number = ruined, paid_on = "2023-10-02" }, { id_number = ruined, paid_on = "2023-10-02" }, { id_number = ruined } }
      assert.same({ 0, 0 }, { total.listed_twice, total.paid_twice }, ruined)
    end
  end)

  it("counts the dead who are enrolled, up to the day of the question", function ()
    local total = all { { paid_on = "2023-10-01", paid_amount = "380", died_on = "2024-01-10" },
      { paid_on = "2023-10-01", paid_amount = "380", died_on = "2024-01-11" }, { died_on = "2023-01-01" } }
    assert.equal(1, total.dead_enrolled)
  end)

  it("sums what was paid over and under the due, to the fen, and takes no blank for nothing", function ()
    local total = all { { paid_on = "2023-10-01", paid_amount = "380.01" }, { paid_on = "2023-10-01", paid_amount = "379.99" },
      { paid_on = "2023-10-01", paid_amount = "380" }, { paid_on = "2023-10-01" },
      { identities = "孤儿", paid_on = "2023-10-01", paid_amount = "380" } }
    assert.equal(2, total.overpaid)
    assert.equal(285.51, total.overpaid_amount)
    assert.equal(1, total.underpaid)
    assert.equal(0.01, total.underpaid_amount)
  end)

  it("counts payments that were not accepted", function ()
    local total = all { { paid_on = "2024-01-01", paid_amount = "380" }, { paid_on = "2023-12-31", paid_amount = "380" },
      { household_registration = "邻县", paid_on = "2023-10-01", paid_amount = "380" } }
    assert.equal(2, total.paid_not_accepted)
    assert.equal(0, total.overpaid)
  end)

  it("judges nobody who is undetermined, and says how many", function ()
    local total, found = all { { household_registration = "", identities = "低保对象" } }
    assert.equal(1, total.undetermined)
    assert.equal(0, total.subsidised_unenrolled)
    assert.equal("residents who are undetermined or in error and were not judged: 1; eval lists why", found.notes[1])
  end)

  it("sums its towns to the county, those without a name among them", function ()
    local _, found = all { { identities = "孤儿" }, { town = "南镇", identities = "孤儿" }, { town = "", identities = "孤儿" } }
    local by = county.by(found.gaps, "town")
    assert.equal(4, #found.gaps)
    assert.equal(1, by["南镇"].subsidised_unenrolled)
    assert.equal(1, by["(no town)"].subsidised_unenrolled)
    assert.equal(3, by["all towns"].subsidised_unenrolled)
  end)
end)

describe("the list of gaps", function ()
  local function list(residents, ...)
    local path = folder .. "/gaps.csv"
    local _, found = all(residents, "-o", path, ...)
    local rows, headings = program.rows(path)
    return rows, headings, found, program.read(path)
  end

  it("has a line for each gap with town, household, row, kind and amount, and no whole ID number or name", function ()
    local id = program.id "99000119800505777"
    local rows, headings, found, text = list { { name = "赵某甲", paid_on = "2023-10-01", paid_amount = "380" },
      { id_number = id, name = "钱某乙", town = "南镇", household_id = "H9", identities = "低保对象" } }
    assert.same({ "town", "village", "household_id", "id_number", "row", "line", "gap", "amount", "other_row" }, headings)
    assert.equal(1, #rows)
    assert.same({ town = "南镇", village = "", household_id = "H9", id_number = id:sub(1, 6) .. "********" .. id:sub(-4), row = "2",
      line = "3", gap = "subsidised_unenrolled", amount = "190", other_row = "" }, rows[1])
    assert.falsy(text:find(id, 1, true))
    assert.falsy(text:find("某", 1, true))
    assert.equal(found.gaps_found, #rows)
  end)

  it("names the earlier row of a double and defuses what a spreadsheet would run", function ()
    local id = program.id "99000119800505777"
    local rows = list { { id_number = id, paid_on = "2023-10-01", paid_amount = "380" },
      { id_number = id, paid_on = "2023-10-02", paid_amount = "380", household_id = "=1+1" } }
    assert.equal("paid_twice", rows[1].gap)
    assert.equal("1", rows[1].other_row)
    assert.equal("'=1+1", rows[1].household_id)
  end)

  it("holds one town with --town, and never takes the roster's place", function ()
    local rows = list({ { identities = "孤儿" }, { town = "南镇", identities = "孤儿" } }, "--town", "南镇")
    assert.equal(1, #rows)
    assert.equal("南镇", rows[1].town)
    local roster = county.roster(folder, { {} })
    local status, _, err = program.run("gaps", "shixian/2024", roster, "--rules-dir", rules, "-o", roster)
    assert.equal(2, status)
    assert.truthy(err:find("-o names the roster itself; the list needs a name of its own", 1, true), err)
  end)
end)
