-- 返乡务工人员的缴费再宽限一个月，到 3 月 31 日。光改截止日是不够的，通知里还有三处认的是 2 月 28 日：
-- 停止资助、新生儿的截止日、补办人员的待遇起点。下面一处一处接上，没有缴费的和别的人都不受影响。
scenario "返乡务工人员延长到 3 月 31 日"
meant_for "lingbi/2023"

local FROM, TO = date "2023-02-28", date "2023-03-31" -- 通知的延长期到 FROM，方案再到 TO
local YEAR_FROM = date "2023-01-01"

local function migrant(r) return r.returning_migrant end

local function in_the_month(r) -- 宽限的这一个月里缴费；没有缴费的看提问那天
  local day = r.paid_on or r.as_of
  return r.returning_migrant and day > FROM and day <= TO
end

local function paid_in_the_month(r) return r.paid_on and in_the_month(r) end

set "三（三）返乡" { deadline = TO }

article "三（三）返乡新生儿" "返乡人员的新生儿取九十日和宽限期里较晚的一天" {
  deadline = function (r) return later(last_day(r.birth_date, days(90)), TO) end,
  overrides = { "三（二）新生儿", "三（三）", "三（三）返乡" },
  when = all { migrant, guard_of "三（二）新生儿" } }

replace "三（二）停止资助" "征缴期结束后不再资助；宽限期里的返乡人员还在征缴期" {
  subsidy = yuan(0), overrides = every "subsidy",
  when = all { guard_of "三（二）停止资助", none { in_the_month } } }

-- 宽限期里缴费就是按期，待遇从年度首日起，不再像补办那样从次日或等待期满起。
article "三（三）返乡待遇" "宽限期里缴费的从年度首日起享受" {
  benefit_from = function (r)
    if r.birth_date then return later(r.birth_date, YEAR_FROM) end
    return YEAR_FROM
  end,
  overrides = { "三（三）待遇", "三（三）补办待遇", "三（三）等待期待遇" },
  when = all { paid_in_the_month, none { guard_of "三（二）新生儿待遇" } } }

expect { "worse_off=0", "enrolled>=base", "personal_due>=base" }
