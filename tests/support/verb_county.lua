-- verb_county.lua - the trial county with cases, a task table and rewards beside its script, for the specs of the verbs.

local program = require "tests.support.program"
local trial = require "tests.support.trial_county"
local dkjson = require "dkjson"

local county = {}

county.tasks = [[
targets "四" { total = 10, file = "2024.targets.csv", counts = "counted", cutoff = date "2023-12-31", rank_by = "completion",
               ties = "shared", weekly_from = date "2023-09-01", weeks_to_talk = 2 }
township "四1" "每人一元" { work_subsidy = function (t) return yuan(1) * t.counted end }
township "四2" "完成的奖励" {
  prize = function (t)
    if t.completed and t.rank_completed == 1 then return yuan(100) end
    return yuan(0)
  end }
township "四3" "没有完成的通报" { criticism = function (t) return not t.completed end }
township "四4" "连续两周末位约谈" { talk = function (t) return t.weeks_at_bottom >= 2 end }
household "四5" "整户参保" { complete = function (t) return t.enrolled >= t.eligible end }
county "四6" "全县完成" { completed = function (t) return t.completed end }
]]

county.table = "乡镇,任务数\n东镇,2\n西镇街道,4\n南镇,4\n"

--- A rules folder under `folder`: the trial county's script and what is beside it. `parts` may hold more (script text put at
-- the end), cases, targets, change (a list of from, to).
function county.write(folder, parts)
  parts = parts or {}
  local rules = trial.write(folder, table.unpack(parts.change or {}))
  local stem = trial.path:gsub("%.lua$", "")
  if parts.more then program.write(trial.path, program.read(trial.path) .. parts.more) end
  if parts.cases then program.write(stem .. ".cases.lua", parts.cases) end
  if parts.targets then program.write(stem .. ".targets.csv", parts.targets) end
  county.path, county.cases_path = trial.path, stem .. ".cases.lua"
  return rules
end

--- Run a verb with the rules folder, as JSON: what it printed, its exit status, its errors.
function county.json(rules, ...)
  local words = { ... }
  words[#words + 1], words[#words + 2], words[#words + 3] = "--rules-dir", rules, "--json"
  local status, out, err = program.run(table.unpack(words))
  return dkjson.decode(out), status, err
end

--- A resident's row of a roster with these headings.
county.headings = "id_number,name,birth_date,town,village,household_id,household_registration,identities,paid_on,paid_amount,died_on"
county.fields = { "id_number", "name", "birth_date", "town", "village", "household_id", "household_registration", "identities",
  "paid_on", "paid_amount", "died_on" }

--- A roster of these residents; each is a table of cells over a default of 东镇 and 试县.
function county.roster(folder, residents)
  local lines = { county.headings }
  for i, resident in ipairs(residents) do
    local cells = {}
    for k, name in ipairs(county.fields) do
      local value = resident[name]
      if value == nil and name == "id_number" then value = program.id(("99000119800505%03d"):format(i)) end
      if value == nil and name == "town" then value = "东镇" end
      if value == nil and name == "household_registration" then value = "试县" end
      cells[k] = value or ""
    end
    lines[#lines + 1] = table.concat(cells, ",")
  end
  return program.write(folder .. "/roster.csv", table.concat(lines, "\n") .. "\n")
end

--- The rows of a table by the value of one column.
function county.by(list, key)
  local found = {}
  for _, row in ipairs(list) do found[row[key]] = row end
  return found
end

return county
