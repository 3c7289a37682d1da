-- canbao towns: targets, completion, ranks and what they earn; every figure here can be checked by hand.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder
before_each(function () folder = program.folder() end)
after_each(function () program.remove(folder) end)

-- 东镇: 2 of 2, 西镇街道: 2 of 4, 南镇: 2 of 4.
local residents = {
  { paid_on = "2023-09-01" }, { paid_on = "2023-12-31" },
  { town = "西镇街道", paid_on = "2023-09-02" }, { town = "西镇街道", paid_on = "2023-09-09" }, { town = "西镇街道" },
  { town = "南镇", paid_on = "2023-09-15" }, { town = "南镇", paid_on = "2023-09-27" },
}

local function towns(parts, list, ...)
  parts = parts or {}
  parts.more, parts.targets = parts.more or county.tasks, parts.targets or county.table
  local rules = county.write(folder, parts)
  return county.json(rules, "towns", "shixian/2024", county.roster(folder, list or residents), "--as-of", "2024-01-10", ...)
end

describe("towns", function ()
  it("refuses a town that the roster does not have, with the nearest, and shows one that it has", function ()
    local _, status, err = towns(nil, nil, "--town", "西镇街")
    assert.equal(2, status)
    assert.truthy(err:find('the roster has no town "西镇街"; did you mean 西镇街道?', 1, true), err)
    _, status, err = towns(nil, nil, "--town", "甲乙丙")
    assert.equal(2, status)
    assert.truthy(err:find('the roster has no town "甲乙丙"; leave --town out to see all towns', 1, true), err)
    local found
    found, status = towns(nil, nil, "--town", "西镇街道")
    assert.equal(0, status)
    assert.equal("西镇街道", found.towns[1].town)
  end)

  it("counts people, payments, eligible and counted residents of each town", function ()
    local found, status, err = towns()
    assert.equal(0, status, err)
    local west = county.by(found.towns, "town")["西镇街道"]
    assert.equal(3, west.people)
    assert.equal(3, west.eligible)
    assert.equal(2, west.paid)
    assert.equal(2, west.counted)
    assert.equal(4, west.target)
    assert.equal(50, west.completion)
    assert.is_false(west.completed)
    assert.equal(6, found.counted)
    assert.equal(7, found.people)
    assert.equal(10, found.target)
    assert.is_false(found.completed)
  end)

  it("ranks by completion, ties shared, and gives by rank what the notice promises", function ()
    local found = towns()
    local by = county.by(found.towns, "town")
    assert.equal(1, by["东镇"].rank)
    assert.equal(2, by["西镇街道"].rank)
    assert.equal(2, by["南镇"].rank)
    assert.equal(100, by["东镇"].prize)
    assert.equal(0, by["南镇"].prize)
    assert.equal(2, by["东镇"].work_subsidy)
    assert.is_false(by["东镇"].criticism)
    assert.is_true(by["南镇"].criticism)
    assert.equal(100, found.prize)
    assert.equal(6, found.work_subsidy)
    assert.truthy(table.concat(found.notes, "\n"):find(
      "ties: towns that stand alike share a rank, and the ranks after it are left out", 1, true))
  end)

  it("breaks ties by name where the notice says so", function ()
    local found = towns { more = county.tasks:gsub('"shared"', '"by_name"') }
    local by = county.by(found.towns, "town")
    assert.same({ 1, 2, 3 }, { by["东镇"].rank, by["南镇"].rank, by["西镇街道"].rank })
  end)

  it("compares completions as exact ratios where their two decimals agree", function ()
    local found = towns({ targets = "乡镇,任务数\n东镇,30001\n西镇街道,30000\n南镇,4\n", more = county.tasks:gsub("total = 10", "total = 60005") })
    local by = county.by(found.towns, "town")
    assert.equal(by["东镇"].completion, by["西镇街道"].completion)
    assert.equal(2, by["西镇街道"].rank)
    assert.equal(3, by["东镇"].rank)
  end)

  it("rounds completion down, so that one short of the target never reads 100", function ()
    local list = {}
    for i = 1, 29999 do list[i] = { id_number = "", paid_on = "2023-10-01" } end
    local found = towns({ targets = "乡镇,任务数\n东镇,30000\n" , more = county.tasks:gsub("total = 10", "total = 30000") }, list)
    assert.equal(99.99, found.towns[1].completion)
    assert.is_false(found.towns[1].completed)
  end)

  it("completes with the very last person and not with one fewer", function ()
    local by = county.by(towns({ targets = "乡镇,任务数\n东镇,3\n西镇街道,2\n南镇,5\n" }).towns, "town")
    assert.is_true(by["西镇街道"].completed)
    assert.is_false(by["东镇"].completed)
  end)

  it("counts payments up to the cut-off day and none after it", function ()
    local list = { { paid_on = "2023-10-31" }, { paid_on = "2023-11-01" } }
    local found = towns({ more = county.tasks:gsub('cutoff = date "2023%-12%-31"', 'cutoff = date "2023-10-31"') }, list)
    assert.equal(1, found.counted)
    assert.equal(2, county.by(found.towns, "town")["东镇"].paid)
  end)

  it("drops no town: those of the roster alone and of the table alone are shown and named", function ()
    local list = { { town = "西镇街道" }, { town = "西镇" }, { town = "" }, { town = "新来镇" } }
    local found = towns(nil, list)
    assert.equal(6, #found.towns)
    local notes = table.concat(found.notes, "\n")
    for _, note in ipairs {
      "东镇 is in the task table, but no resident of the roster lives there",
      "西镇 is in the roster (residents: 1), but not in the task table",
      "新来镇 is in the roster (residents: 1), but not in the task table",
      "residents without a town in the roster, shown apart: 1" } do
      assert.truthy(notes:find(note, 1, true), notes)
    end
    local people = 0
    for _, town in ipairs(found.towns) do people = people + town.people end
    assert.equal(4, people)
    assert.is_nil(county.by(found.towns, "town")["新来镇"].rank)
  end)

  it("says by how much the table misses the stated total", function ()
    local found = towns { targets = county.table:gsub("南镇,4", "南镇,5") }
    assert.truthy(table.concat(found.notes, "\n"):find("the towns' targets sum to 11, 1 more than the stated total of 10", 1, true))
    assert.equal(11, found.targets_sum)
  end)

  it("leaves blank what hangs on a target that is missing, and tells what to do", function ()
    local found = towns { more = county.tasks:gsub('file = "2024.targets.csv", ', "") }
    local east = county.by(found.towns, "town")["东镇"]
    assert.is_nil(east.target)
    assert.is_nil(east.completed)
    assert.is_nil(east.prize)
    assert.is_nil(east.criticism)
    assert.equal(2, east.work_subsidy)
    assert.truthy(table.concat(found.notes, "\n"):find("give one with --targets FILE (town,target)", 1, true))
  end)

  it("takes a table of its own with --targets", function ()
    local path = program.write(folder .. "/other.csv", "town,target\n东镇,4\n西镇街道,2\n南镇,4\n")
    local found = towns(nil, nil, "--targets", path)
    local by = county.by(found.towns, "town")
    assert.equal(4, by["东镇"].target)
    assert.equal(1, by["西镇街道"].rank)
  end)

  it("counts the undetermined apart and towards no target", function ()
    local found = towns(nil, { { paid_on = "2023-10-01" }, { paid_on = "2023-10-01", household_registration = "" } })
    local east = county.by(found.towns, "town")["东镇"]
    assert.equal(1, east.undetermined)
    assert.equal(1, east.counted)
    assert.equal(2, east.people)
  end)
end)

describe("towns --by week", function ()
  it("ranks what has come in since the first day at the end of each week", function ()
    local found = towns(nil, nil, "--by", "week")
    local weeks = {}
    for _, s in ipairs(found.standings) do
      weeks[s.week] = weeks[s.week] or { to = s.to }
      weeks[s.week][s.town] = s
    end
    assert.equal(18, #weeks) -- 122 days: 17 weeks and 3 days
    assert.equal("2023-09-07", weeks[1].to)
    assert.equal("2023-12-31", weeks[18].to)
    assert.equal(1, weeks[1]["东镇"].counted)
    assert.equal(1, weeks[1]["西镇街道"].counted)
    assert.equal(0, weeks[1]["南镇"].counted)
    assert.equal(2, weeks[2]["西镇街道"].counted) -- 09-09
    assert.equal(0, weeks[2]["南镇"].counted)     -- 09-15 is the third week's first day
    assert.equal(1, weeks[3]["南镇"].counted)
    assert.equal(2, weeks[18]["东镇"].counted)
  end)

  it("counts weeks at the bottom in a row and calls for a talk after two, not after one", function ()
    local found = towns(nil, nil, "--by", "week")
    local south = {}
    for _, s in ipairs(found.standings) do if s.town == "南镇" then south[s.week] = s end end
    assert.same({ 1, 2, 3, 0 }, { south[1].weeks_at_bottom, south[2].weeks_at_bottom, south[3].weeks_at_bottom,
      south[4].weeks_at_bottom })
    assert.is_false(south[1].talk)
    assert.is_true(south[2].talk)
    local by = county.by(found.towns, "town")
    assert.equal(3, by["南镇"].weeks_at_bottom)
    assert.is_true(by["南镇"].talk)
    assert.is_false(by["东镇"].talk)
  end)

  it("puts nobody at the bottom while all stand alike, and lets a short last week end no run", function ()
    local found = towns({ more = county.tasks:gsub('cutoff = date "2023%-12%-31"', 'cutoff = date "2023-09-10"') },
      { { paid_on = "2023-09-08" } }, "--by", "week")
    local by = {}
    for _, s in ipairs(found.standings) do by[s.week .. s.town] = s end
    assert.is_false(by["1东镇"].bottom)
    assert.is_false(by["1南镇"].bottom)
    assert.is_true(by["2南镇"].bottom)
    assert.equal(0, by["2南镇"].weeks_at_bottom)
    assert.equal(0, county.by(found.towns, "town")["南镇"].weeks_at_bottom)
  end)

  it("goes no further than the day of the question", function ()
    local rules = county.write(folder, { more = county.tasks, targets = county.table })
    local found = county.json(rules, "towns", "shixian/2024", county.roster(folder, residents), "--as-of", "2023-09-14", "--by", "day")
    assert.equal(14 * 3, #found.standings)
    assert.equal("2023-09-14", found.standings[#found.standings].to)
  end)

  it("refuses another period", function ()
    local status, _, err = program.run("towns", "linyi/2024", "examples/linyi_2024.csv", "--by", "month")
    assert.equal(2, status)
    assert.truthy(err:find('--by takes week or day, not "month"', 1, true), err)
  end)
end)
