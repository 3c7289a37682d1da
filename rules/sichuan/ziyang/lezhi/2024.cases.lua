-- 乐至县 2024 年度的例子：每条适用与不适用，每个日子和界限的两侧，每一对能相遇的身份，两个档次。
-- 不写 as_of 的，提问日是集中筹资期的最后一天（2024-02-29）。

base { household_registration = "乐至县", resides_in = "乐至县", birth_date = "1980-05-05", tier = "低",
       paid_on = "2023-11-01", paid_amount = "380" }

-- 二（一）参保范围及对象 ---------------------------------------------------------------------------

case "户籍在本县、人在外地的可以参保" {
  given = { resides_in = "成都市" },
  expect = { eligible = "true", eligibility = "本县户籍的城乡居民", status = "on_time" },
  applies = { "二（一）1" }, not_applied = { "二（一）2", "二（一）3", "二（一）4" } }
case "户籍地写全称也认得" {
  given = { household_registration = "四川省资阳市乐至县" }, expect = { eligible = "true" } }
case "外地户籍持居住证的可以参保" {
  given = { household_registration = "四川省资阳市安岳县", residence_permit = "是" },
  expect = { eligible = "true", eligibility = "持本县居住证、暂住证的外地户籍居民" },
  applies = { "二（一）2" }, not_applied = { "二（一）1" } }
case "外地户籍没有居住证，住在本县也不能参保" {
  given = { household_registration = "四川省资阳市安岳县" },
  expect = { eligible = "false", status = "ineligible", premium = "" }, not_applied = { "二（一）1", "二（一）2" } }
case "本县户籍持居住证的仍按户籍" {
  given = { residence_permit = "是" }, expect = { eligible = "true" },
  applies = { "二（一）1" }, not_applied = { "二（一）2" } }
case "外地户籍在本县就读的可以参保" {
  given = { household_registration = "安岳县", student = "是", birth_date = "2012-09-09" },
  expect = { eligible = "true" }, applies = { "二（一）3" }, not_applied = { "二（一）1" } }
case "本县户籍的学生仍按户籍" {
  given = { student = "是", birth_date = "2012-09-09" }, expect = { eligible = "true" },
  applies = { "二（一）1" }, not_applied = { "二（一）3" } }
case "符合规定的其他人员可以参保" {
  given = { household_registration = "安岳县", identities = "其他符合规定人员" },
  expect = { eligible = "true" }, applies = { "二（一）4" } }
case "户籍地不知道的无法判定" {
  given = { household_registration = "" }, expect = { problem = "undetermined" } }
case "已在其他统筹地区参保的不能参保" {
  given = { insured_elsewhere = "是" },
  expect = { eligible = "false", eligibility = "已在其他统筹地区参保的，不得同时在本市参保", status = "ineligible" },
  applies = { "二（一）重复" }, not_applied = { "二（一）职工" } }
case "没有在别处参保的不受影响" {
  given = { insured_elsewhere = "否" }, expect = { eligible = "true" }, not_applied = { "二（一）重复" } }
case "职工医保年度首日前停保的可以参保" {
  given = { employee_insured_from = "2015-01-01", employee_insured_until = "2023-12-31" },
  expect = { eligible = "true" }, not_applied = { "二（一）职工" } }
case "职工医保到年度首日还在的不能参保" {
  given = { employee_insured_from = "2015-01-01", employee_insured_until = "2024-01-01" },
  expect = { eligible = "false" }, applies = { "二（一）职工" } }
case "职工医保一直在的不能参保" {
  given = { employee_insured_from = "2015-01-01" }, expect = { eligible = "false" }, applies = { "二（一）职工" } }
case "年度首日参加职工医保的不能参保" {
  given = { employee_insured_from = "2024-01-01" }, expect = { eligible = "false" }, applies = { "二（一）职工" } }
case "年度首日以后才参加职工医保的可以参保" {
  given = { employee_insured_from = "2024-01-02" }, expect = { eligible = "true" }, not_applied = { "二（一）职工" } }
case "享受期前一天死亡的不参保" {
  given = { died_on = "2023-12-31" }, expect = { eligible = "false" }, applies = { "二（一）死亡" } }
case "享受期第一天死亡、已经缴费的有效" {
  given = { died_on = "2024-01-01" }, expect = { eligible = "true", status = "on_time" },
  not_applied = { "二（一）死亡" } }
case "缴费当天死亡的有效" {
  given = { died_on = "2024-01-10", paid_on = "2024-01-10" }, expect = { eligible = "true", status = "on_time" },
  not_applied = { "二（一）死亡" } }
case "没有缴费而死亡的不再参保" {
  given = { died_on = "2024-01-10", paid_on = "", paid_amount = "" }, expect = { eligible = "false" },
  applies = { "二（一）死亡" } }
case "死亡次日缴费的无效" {
  given = { died_on = "2024-01-10", paid_on = "2024-01-11" }, expect = { eligible = "false" },
  applies = { "二（一）死亡" } }

-- 二（二）筹资标准 ---------------------------------------------------------------------------------

case "低档次没有资助的缴三百八十元" {
  given = {},
  expect = { premium = "380", fiscal = "640", subsidy = "0", personal_due = "380", identity = "", fund = "",
             deadline = "2024-02-29", status = "on_time", refund = "0", counted = "true",
             benefit_from = "2024-01-01", benefit_to = "2024-12-31" },
  applies = { "二（二）低档次", "二（二）财政", "二（四）", "二（四）待遇" },
  not_applied = { "二（二）高档次", "二（三）1", "二（三）1低档次", "二（三）2", "二（三）2重度残疾",
                  "二（三）3（1）", "二（三）3（2）", "二（三）3（3）", "二（四）新生儿", "二（四）新生儿待遇" } }
case "高档次没有资助的缴五百一十元" {
  given = { tier = "高", paid_amount = "510" },
  expect = { premium = "510", fiscal = "640", subsidy = "0", personal_due = "510" },
  applies = { "二（二）高档次" }, not_applied = { "二（二）低档次" } }
case "名册没有档次的按低档次" {
  given = { tier = "" }, expect = { premium = "380", personal_due = "380" }, applies = { "二（二）低档次" } }
case "名册没有档次的重点优抚对象按高档次" {
  given = { tier = "", identities = "重点优抚对象" },
  expect = { premium = "510", subsidy = "510", personal_due = "0" },
  applies = { "二（二）高档次", "二（三）1" }, not_applied = { "二（二）低档次", "二（三）1低档次" } }

-- 二（三）政府资助缴费标准 -------------------------------------------------------------------------

-- 资助在低档次和高档次各是多少；排在前面的资助多，同额的在通知里写得早
local HIGHEST = { number = "二（三）1", low = "380", high = "510" }
local WHOLE = { number = "二（三）2", low = "380", high = "380" }
local SEVERE = { number = "二（三）2重度残疾", low = "380", high = "380" }
local MOST = { number = "二（三）3（1）", low = "285", high = "285" }
local PARTLY = { number = "二（三）3（2）", low = "190", high = "190" }
local QUARTER = { number = "二（三）3（3）", low = "95", high = "95" }

local identities = {
  { "被征地农转非超龄人员", HIGHEST }, { "重点优抚对象", HIGHEST },
  { "农村特困人员", WHOLE }, { "城镇特困人员", WHOLE }, { "特困人员", WHOLE }, { "计划生育特别扶助对象", WHOLE },
  { "孤儿", WHOLE }, { "事实无人抚养儿童", WHOLE }, { "精减退休老职工", WHOLE }, { "民政伤残民工", WHOLE },
  { "重度残疾人", SEVERE },
  { "城镇低保对象", MOST }, { "农村低保对象", MOST }, { "低保对象", MOST }, { "防止返贫监测对象", MOST },
  { "监测人口", MOST }, { "脱贫不稳定户", MOST }, { "脱贫不稳定人口", MOST }, { "突发严重困难户", MOST },
  { "突发严重困难人口", MOST }, { "边缘易致贫户", MOST }, { "边缘易致贫人口", MOST },
  { "一般残疾人", PARTLY }, { "稳定脱贫人口", QUARTER } }

local due = { low = { ["380"] = "0", ["285"] = "95", ["190"] = "190", ["95"] = "285" },
              high = { ["510"] = "0", ["380"] = "130", ["285"] = "225", ["190"] = "320", ["95"] = "415" } }

for i = 1, #identities do
  local label, grant = identities[i][1], identities[i][2]
  case ("低档次的" .. label .. "资助" .. grant.low .. "元") {
    given = { identities = label },
    expect = { premium = "380", subsidy = grant.low, personal_due = due.low[grant.low], identity = label,
               fund = "政府资助资金" },
    applies = { grant.number } }
  case ("高档次的" .. label .. "资助" .. grant.high .. "元") {
    given = { identities = label, tier = "高" },
    expect = { premium = "510", subsidy = grant.high, personal_due = due.high[grant.high], identity = label },
    applies = { grant.number }, not_applied = { "二（三）1低档次" } }
  for k = i + 1, #identities do
    local other, lesser = identities[k][1], identities[k][2]
    case (label .. "又是" .. other .. "，只按" .. label .. "资助") {
      given = { identities = other .. "、" .. label, tier = "高" },
      expect = { subsidy = grant.high, personal_due = due.high[grant.high], identity = label },
      applies = { grant.number, lesser.number } }
    case (label .. "又是" .. other .. "，选低档次，只按" .. label .. "资助") {
      given = { identities = other .. "、" .. label },
      expect = { subsidy = grant.low, personal_due = due.low[grant.low], identity = label },
      applies = { grant.number, lesser.number } }
  end
end

case "高档次资助对象选低档次，资助以低档次标准为限" {
  given = { identities = "重点优抚对象", tier = "低" },
  expect = { premium = "380", subsidy = "380", personal_due = "0", identity = "重点优抚对象" },
  applies = { "二（三）1", "二（三）1低档次" } }

case "筹资期最后一天认定、此前已缴的，照样资助" {
  given = { identities = "低保对象", identified_on = "2024-02-29" }, expect = { subsidy = "285", personal_due = "95" },
  not_applied = { "二（三）后认定" } }
case "筹资期过了一天才认定、此前已缴的，不追溯" {
  given = { identities = "低保对象", identified_on = "2024-03-01" }, as_of = "2024-06-30",
  expect = { subsidy = "0", personal_due = "380", identity = "" }, applies = { "二（三）后认定" } }
case "没有缴费的，期后认定前一天问起还没有资助" {
  given = { identities = "低保对象", identified_on = "2024-04-02", paid_on = "", paid_amount = "" },
  as_of = "2024-04-01", expect = { subsidy = "0" }, applies = { "二（三）后认定" } }
case "没有缴费的，期后认定当天问起已有资助" {
  given = { identities = "低保对象", identified_on = "2024-04-02", paid_on = "", paid_amount = "" },
  as_of = "2024-04-02", expect = { subsidy = "285" }, not_applied = { "二（三）后认定" } }

-- 残疾：类别和等级全部走一遍
local kinds = { "视力", "听力", "言语", "肢体", "智力", "精神", "多重" }
for _, kind in ipairs(kinds) do
  for grade = 1, 4 do
    local severe = grade <= 2 or kind == "精神"
    case (kind .. "残疾" .. grade .. "级按" .. (severe and "重度" or "一般") .. "残疾资助") {
      given = { disability_type = kind, disability_grade = "" .. grade },
      expect = { subsidy = severe and "380" or "190", identity = severe and "重度残疾人" or "一般残疾人" },
      applies = { severe and "二（三）2重度残疾" or "二（三）3（2）" },
      not_applied = { severe and "二（三）3（2）" or "二（三）2重度残疾" } }
  end
end
case "等级与标签不一致的，看类别和等级" {
  given = { identities = "重度残疾人", disability_type = "听力", disability_grade = "3" },
  expect = { subsidy = "190", identity = "一般残疾人" }, not_applied = { "二（三）2重度残疾" } }
case "有三级而没有残疾类别的算一般残疾" {
  given = { disability_grade = "3" }, expect = { subsidy = "190" }, applies = { "二（三）3（2）" } }
case "有残疾类别而没有等级也没有标签的，没有资助" {
  given = { disability_type = "精神" }, expect = { subsidy = "0" },
  not_applied = { "二（三）2重度残疾", "二（三）3（2）" } }
case "低保对象又是精神残疾四级，按重度残疾资助" {
  given = { identities = "农村低保对象", disability_type = "精神", disability_grade = "4" },
  expect = { subsidy = "380", identity = "重度残疾人" }, applies = { "二（三）2重度残疾", "二（三）3（1）" } }
case "低保对象又是肢体残疾三级，按低保资助" {
  given = { identities = "农村低保对象", disability_type = "肢体", disability_grade = "三级" },
  expect = { subsidy = "285", identity = "农村低保对象" }, applies = { "二（三）3（1）", "二（三）3（2）" } }
case "稳定脱贫人口又是肢体残疾三级，按一般残疾资助" {
  given = { identities = "稳定脱贫人口", disability_type = "肢体", disability_grade = "3" },
  expect = { subsidy = "190", identity = "一般残疾人" } }
case "重点优抚对象又是视力残疾一级，高档次全额" {
  given = { identities = "重点优抚对象", tier = "高", disability_type = "视力", disability_grade = "1" },
  expect = { subsidy = "510", personal_due = "0", identity = "重点优抚对象" } }

-- 二（四）集中筹资期 -------------------------------------------------------------------------------

case "筹资第一天缴费" { given = { paid_on = "2023-09-01" }, expect = { status = "on_time" } }
case "筹资前一天缴费，不受理" {
  given = { paid_on = "2023-08-31" }, expect = { status = "not_accepted", benefit_from = "" } }
case "闰年二月的最后一天缴费" {
  given = { paid_on = "2024-02-29" },
  expect = { status = "on_time", benefit_from = "2024-01-01", benefit_to = "2024-12-31" } }
case "三月一日缴费，不受理" {
  given = { paid_on = "2024-03-01" }, as_of = "2024-03-31",
  expect = { status = "not_accepted", benefit_from = "", counted = "false" } }
case "最后一天还没有缴费" { given = { paid_on = "", paid_amount = "" }, expect = { status = "unpaid" } }
case "过了一天还没有缴费" {
  given = { paid_on = "", paid_amount = "" }, as_of = "2024-03-01", expect = { status = "overdue" } }
case "出生九十日正好到最后一天的，不另延期" {
  given = { birth_date = "2023-12-01", paid_on = "2023-12-20" }, expect = { deadline = "2024-02-29" }, not_applied = { "二（四）新生儿" } }
case "出生九十日越过集中筹资期的，延到第九十日" {
  given = { birth_date = "2023-12-02", paid_on = "2024-03-01" }, as_of = "2024-06-30",
  expect = { deadline = "2024-03-01", status = "extended", benefit_from = "2024-01-01" },
  applies = { "二（四）新生儿", "二（四）新生儿待遇" } }
case "新生儿第九十日缴费，从出生起享受" {
  given = { birth_date = "2024-03-01", paid_on = "2024-05-30" }, as_of = "2024-06-30",
  expect = { deadline = "2024-05-30", status = "extended", benefit_from = "2024-03-01" } }
case "新生儿第九十一日缴费，不受理" {
  given = { birth_date = "2024-03-01", paid_on = "2024-05-31" }, as_of = "2024-06-30",
  expect = { status = "not_accepted", benefit_from = "" } }
case "年度最后一天出生的是本年度的新生儿" {
  given = { birth_date = "2024-12-31", paid_on = "2024-12-31" }, as_of = "2024-12-31",
  expect = { deadline = "2025-03-31", benefit_from = "2024-12-31" }, applies = { "二（四）新生儿", "二（四）新生儿待遇" } }
case "次年出生的不是本年度的新生儿" {
  given = { birth_date = "2025-01-01", paid_on = "", paid_amount = "" }, as_of = "2025-01-01",
  expect = { deadline = "2024-02-29" }, not_applied = { "二（四）新生儿" } }
