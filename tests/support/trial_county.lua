-- trial_county.lua - a county of our own for specs of the program: small enough that every figure can be checked by hand.
-- `script` takes replacements, pattern by plain text, so that a spec can break one thing at a time.

local program = require "tests.support.program"
local trial = {}

trial.script = [[
policy { place = "试县", full_place = "海市试州市试县", division = "990001", year = 2024,
         notice = "试〔2023〕1号（虚构）", issued = date "2023-08-20",
         collection = { from = date "2023-09-01", to = date "2023-12-31" } }

article "一" "本县户籍居民" { eligible = true, when = function (r) return r.household_registration:within(here) end }
article "二" "缴费标准" { premium = yuan(380), fiscal = yuan(640) }
article "二1" "低保对象定额资助" { subsidy = yuan(190), fund = "救助资金", when = is "低保对象" }
article "二2" "孤儿资助" { subsidy = yuan "285.50", fund = "儿童资金", when = is "孤儿" }
article "三" "缴费期与待遇期" {
  deadline = date "2023-12-31", benefit_from = date "2024-01-01", benefit_to = date "2024-12-31" }
doubt "二1" "低保按缴费日认定" "通知没有写明以哪天的身份为准；按缴费日"
]]

-- The rules folder, made under `folder`; every pair of arguments after it replaces one text of the script.
function trial.write(folder, ...)
  local script, changes = trial.script, { ... }
  for i = 1, #changes, 2 do
    local from, to = script:find(changes[i], 1, true)
    assert(from, "the trial county's script has no " .. changes[i])
    script = script:sub(1, from - 1) .. changes[i + 1] .. script:sub(to + 1)
  end
  local place = folder .. "/rules/haishi/shizhou/shixian"
  assert(os.execute("mkdir -p " .. program.quote(place)))
  trial.path = program.write(place .. "/2024.lua", script)
  return folder .. "/rules"
end

trial.headings = "身份证号,姓名,乡镇,村,户号,户籍地,身份类别,缴费日期,缴费金额,备注"

-- Five residents: pays all; on low income, unpaid; an orphan, paid late; of unknown registration; of another county.
trial.ids = {
  program.id "99000119800505001", program.id "99000119900101002", program.id "99000120150303003",
  program.id "99000119700707004", program.id "99000119600909005" }
trial.rows = {
  trial.ids[1] .. ",甲一,东镇,一村,H1,试县,,2023-10-01,380,=1+1",
  trial.ids[2] .. ",乙二,东镇,二村,H2,试县,低保对象,,,\"a,b\"",
  trial.ids[3] .. ",丙三,西镇街道,三村,H3,试县,孤儿,2024-01-05,94.5,-5",
  trial.ids[4] .. ",丁四,西镇街道,三村,H4,,低保对象,2023-11-11,190,",
  trial.ids[5] .. ",戊五,,三村,H5,别县,,,," }

function trial.roster(folder, rows)
  return program.write(folder .. "/roster.csv", trial.headings .. "\n" .. table.concat(rows or trial.rows, "\n") .. "\n")
end

--- A scenario under `folder`, found by its name; `text` follows its title. The path.
function trial.scenario(folder, name, text)
  assert(os.execute("mkdir -p " .. program.quote(folder .. "/scripts")))
  return program.write(folder .. "/scripts/" .. name .. ".lua", 'scenario "' .. name .. '"\n' .. text)
end

return trial
