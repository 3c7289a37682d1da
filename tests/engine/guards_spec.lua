-- is, any, all, none: several labels are one question, and what is supposed of one guard holds for the others.

local program = require "tests.support.program"
local county = require "tests.support.verb_county"

local folder
before_each(function () folder = program.folder() end)
after_each(function () program.remove(folder) end)

local function cases(more, identities)
  local rows = {}
  for i, labels in ipairs(identities) do rows[i] = { identities = labels, paid_on = "2023-10-01" } end
  local rules = county.write(folder, { more = more })
  return county.json(rules, "cases", "shixian/2024", county.roster(folder, rows), "--as-of", "2024-03-01")
end

local function asked_of(found, word)
  local seen = {}
  for _, one in ipairs(found.case_book) do
    for _, note in ipairs(one.questions) do
      if note.question:find(word, 1, true) then seen[note.question] = true end
    end
  end
  local list = {}
  for question in pairs(seen) do list[#list + 1] = question end
  table.sort(list)
  return table.concat(list, "; ")
end

describe("any", function ()
  it("asks for its labels with one question, those of the guards inside it too", function ()
    local found = cases([[
local settled = any { "稳定脱贫人口", "返贫致贫人口" }
article "六" "几类人" { late = true, when = any { settled, "监测人口", is "脱贫不稳定户" } }
]], { "监测人口", "稳定脱贫人口", "脱贫不稳定户", "" })
    assert.equal("identities has one of 稳定脱贫人口, 返贫致贫人口, 监测人口, 脱贫不稳定户", asked_of(found, "脱贫"))
    assert.equal(2, found.cases, "which of the labels it is makes no other case")
  end)

  it("keeps the order between labels and other guards, and asks no further than it must", function ()
    local found = cases([[
article "六" "几类人" { late = true,
  when = any { "监测人口", "脱贫不稳定户", function (r) return r.returning_migrant end, "稳定脱贫人口" } }
]], { "监测人口", "稳定脱贫人口" })
    assert.equal(2, found.cases)
    for _, one in ipairs(found.case_book) do
      local asked = county.by(one.questions, "question")
      local answer = asked["identities has one of 监测人口, 脱贫不稳定户"].answer
      assert.equal(answer == "no", asked["returning_migrant is yes"] ~= nil)
      assert.equal(answer == "no", asked["identities has 稳定脱贫人口"] ~= nil)
    end
  end)

  it("names as the winner's identity the first of its labels that is there, in the order it was written", function ()
    local rules = county.write(folder, { more = [[
article "二5" "几类人全额" { subsidy = yuan(300), overrides = every "subsidy", when = any { "监测人口", "孤儿", "低保对象" } }
]] })
    local rows = {}
    for i, labels in ipairs { "低保对象、孤儿", "孤儿", "低保对象", "低保对象、监测人口" } do rows[i] = { identities = labels } end
    local status, _, err = program.run("eval", "shixian/2024", county.roster(folder, rows), "--rules-dir", rules,
      "--as-of", "2024-03-01", "-o", folder .. "/r.csv")
    assert.equal(0, status, err)
    local won = {}
    for i, row in ipairs((program.rows(folder .. "/r.csv"))) do won[i] = row.identity end
    assert.equal("孤儿 孤儿 低保对象 监测人口", table.concat(won, " "))
  end)
end)

describe("none", function ()
  it("asks for its labels with one question", function ()
    local found = cases([[article "六" "其余的人" { late = true, when = none { "监测人口", "脱贫不稳定户" } }]], { "监测人口", "" })
    assert.equal("identities has one of 监测人口, 脱贫不稳定户", asked_of(found, "监测人口"))
  end)
end)

describe("a label that is not known", function ()
  -- The three guards divide everybody: whoever is supposed to be in one is in no other.
  local divided = [[
article "六" "一" { premium = yuan(400), overrides = "二", when = any { "监测人口", "脱贫不稳定户" } }
article "七" "二" { premium = yuan(500), overrides = "二", when = none { "监测人口", "脱贫不稳定户", "稳定脱贫人口" } }
article "八" "三" { premium = yuan(600), overrides = "二", when = all { none { "监测人口", "脱贫不稳定户" }, is "稳定脱贫人口" } }
combine "subsidy" { "二3", highest = true }
]]
  local function premium(labels)
    local found = cases(divided, { labels })
    assert.equal(1, found.cases)
    return county.by(found.case_book[1].effects, "effect").premium
  end

  it("is supposed alike by every guard that asks for it, alone or with others", function ()
    local open = premium "没有的身份"
    assert.is_nil(open.value)
    assert.equal(400, open.low)
    assert.equal(600, open.high)
  end)

  it("is no matter where a label that is there answers for it", function ()
    assert.equal(400, premium("监测人口、没有的身份").value)
  end)
end)
