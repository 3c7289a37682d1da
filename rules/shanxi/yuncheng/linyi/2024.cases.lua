-- 临猗县 2024 年度的例子：每条适用与不适用，每个日子和界限的两侧，每一对能相遇的身份。
-- 不写 as_of 的，提问日是缴费期限的最后一天（2023-12-25）。

base { household_registration = "临猗县", resides_in = "临猗县", birth_date = "1980-05-05",
       paid_on = "2023-11-01", paid_amount = "380" }

-- 一、征缴时间 -------------------------------------------------------------------------------------

case "期限第一天缴费" {
  given = { paid_on = "2023-09-01" }, expect = { status = "on_time", self_service = "true" },
  applies = { "一", "一自行缴费" } }
case "期限前一天缴费，不受理" {
  given = { paid_on = "2023-08-31" }, expect = { status = "not_accepted", self_service = "false", benefit_from = "" },
  not_applied = { "一自行缴费" } }
case "二十五日可以自行缴费" {
  given = { paid_on = "2023-10-25" }, expect = { status = "on_time", self_service = "true" },
  applies = { "一自行缴费" } }
case "二十六日不能自行缴费，收下的仍算按期，记存疑" {
  given = { paid_on = "2023-10-26" }, expect = { status = "on_time", self_service = "false" },
  not_applied = { "一自行缴费" } }
case "月底最后一天也一样" {
  given = { paid_on = "2023-10-31" }, expect = { status = "on_time", self_service = "false" } }
case "下月一日又可以自行缴费" {
  given = { paid_on = "2023-12-01" }, expect = { status = "on_time", self_service = "true" } }
case "期限最后一天缴费" {
  given = { paid_on = "2023-12-25" },
  expect = { status = "on_time", self_service = "true", counted = "true", benefit_from = "2024-01-01",
             benefit_to = "2024-12-31" } }
case "期限过了一天缴费，不受理" {
  given = { paid_on = "2023-12-26" }, as_of = "2023-12-31",
  expect = { status = "not_accepted", self_service = "false", counted = "false", benefit_from = "" } }
case "期限最后一天还没有缴费，当天还能自行缴费" {
  given = { paid_on = "", paid_amount = "" }, expect = { status = "unpaid", self_service = "true" } }
case "十月二十六日还没有缴费，要等到下月一日" {
  given = { paid_on = "", paid_amount = "" }, as_of = "2023-10-26",
  expect = { status = "unpaid", self_service = "false" } }
case "期限过了一天还没有缴费" {
  given = { paid_on = "", paid_amount = "" }, as_of = "2023-12-26",
  expect = { status = "overdue", self_service = "false" } }
case "出生九十日正好到期限最后一天的，不另延期" {
  given = { birth_date = "2023-09-26" }, expect = { deadline = "2023-12-25" }, not_applied = { "一新生儿" } }
case "出生九十日越过期限的，延到第九十日" {
  given = { birth_date = "2023-09-27", paid_on = "2023-12-26" }, as_of = "2024-06-30",
  expect = { deadline = "2023-12-26", status = "extended", benefit_from = "2024-01-01" },
  applies = { "一新生儿", "一新生儿待遇" } }
case "新生儿第九十日缴费，从出生起享受" {
  given = { birth_date = "2024-03-01", paid_on = "2024-05-30" }, as_of = "2024-06-30",
  expect = { deadline = "2024-05-30", status = "extended", benefit_from = "2024-03-01", benefit_to = "2024-12-31" } }
case "新生儿第九十一日缴费，不受理" {
  given = { birth_date = "2024-03-01", paid_on = "2024-05-31" }, as_of = "2024-06-30",
  expect = { status = "not_accepted", benefit_from = "" } }
case "年度最后一天出生的是本年度的新生儿" {
  given = { birth_date = "2024-12-31", paid_on = "2024-12-31" }, as_of = "2024-12-31",
  expect = { deadline = "2025-03-31", benefit_from = "2024-12-31" }, applies = { "一新生儿", "一新生儿待遇" } }
case "次年出生的不是本年度的新生儿" {
  given = { birth_date = "2025-01-01", paid_on = "", paid_amount = "" }, as_of = "2025-01-01",
  expect = { deadline = "2023-12-25" }, not_applied = { "一新生儿", "一新生儿待遇" } }

-- 二、征缴范围 -------------------------------------------------------------------------------------

case "户籍在本县、人在外地的可以参保" {
  given = { resides_in = "西安市" },
  expect = { eligible = "true", eligibility = "本县户籍的城乡居民" }, applies = { "二1" }, not_applied = { "二2" } }
case "户籍地写全称也认得" {
  given = { household_registration = "山西省运城市临猗县" }, expect = { eligible = "true" }, applies = { "二1" } }
case "户籍在外县、常住本县的可以参保" {
  given = { household_registration = "山西省运城市万荣县" },
  expect = { eligible = "true", eligibility = "户籍不在本县、在本县长期居住" },
  applies = { "二2" }, not_applied = { "二1" } }
case "户籍、常住地都在外县，持居住证的可以参保" {
  given = { household_registration = "万荣县", resides_in = "万荣县", residence_permit = "是" },
  expect = { eligible = "true" }, applies = { "二2" } }
case "户籍、常住地都在外县的不能参保" {
  given = { household_registration = "万荣县", resides_in = "万荣县" },
  expect = { eligible = "false", status = "ineligible" }, not_applied = { "二1", "二2" } }
case "户籍地、常住地都不知道的无法判定" {
  given = { household_registration = "", resides_in = "" }, expect = { problem = "undetermined" } }
case "职工医保年度首日前停保的可以参保" {
  given = { employee_insured_from = "2015-01-01", employee_insured_until = "2023-12-31" },
  expect = { eligible = "true" }, not_applied = { "二1职工" } }
case "职工医保到年度首日还在的不能参保" {
  given = { employee_insured_from = "2015-01-01", employee_insured_until = "2024-01-01" },
  expect = { eligible = "false" }, applies = { "二1职工" } }
case "常住本县的外县人在职工医保里，同样不能参保" {
  given = { household_registration = "万荣县", employee_insured_from = "2015-01-01" },
  expect = { eligible = "false", status = "ineligible" }, applies = { "二1职工", "二2" } }
case "年度首日参加职工医保的不能参保" {
  given = { employee_insured_from = "2024-01-01" }, expect = { eligible = "false" }, applies = { "二1职工" } }
case "年度首日以后才参加职工医保的可以参保" {
  given = { employee_insured_from = "2024-01-02" }, expect = { eligible = "true" }, not_applied = { "二1职工" } }
case "已有其他参保的不能参保" {
  given = { insured_elsewhere = "是" }, expect = { eligible = "false" }, applies = { "二重复" } }
case "没有其他参保的不受影响" {
  given = { insured_elsewhere = "否" }, expect = { eligible = "true" }, not_applied = { "二重复" } }
case "享受期前一天死亡的不参保" {
  given = { died_on = "2023-12-31" }, expect = { eligible = "false" }, applies = { "二死亡" } }
case "享受期第一天死亡、已经缴费的有效" {
  given = { died_on = "2024-01-01" }, expect = { eligible = "true", status = "on_time" }, not_applied = { "二死亡" } }
case "新生儿缴费当天死亡的有效" {
  given = { birth_date = "2024-03-01", died_on = "2024-03-10", paid_on = "2024-03-10" }, as_of = "2024-06-30",
  expect = { eligible = "true", status = "extended" }, not_applied = { "二死亡" } }
case "新生儿死亡次日缴费的无效" {
  given = { birth_date = "2024-03-01", died_on = "2024-03-10", paid_on = "2024-03-11" }, as_of = "2024-06-30",
  expect = { eligible = "false" }, applies = { "二死亡" } }
case "没有缴费而死亡的不再参保" {
  given = { died_on = "2023-11-10", paid_on = "", paid_amount = "" }, expect = { eligible = "false" },
  applies = { "二死亡" } }

-- 三、征缴标准；六、身份由谁认定 -------------------------------------------------------------------

case "没有资助的人缴三百八十元" {
  given = {},
  expect = { premium = "380", fiscal = "640", subsidy = "0", personal_due = "380", identity = "", fund = "",
             certifier = "", deadline = "2023-12-25", refund = "0", counted = "true" },
  applies = { "三", "三财政" },
  not_applied = { "三1", "三2返贫", "三2低保", "三2监测", "三2残疾", "六稳定脱贫", "六优抚" } }

local RELIEF, CIVIL, REVIVAL = "医疗救助资金", "县民政局", "县乡村振兴服务中心"
local DESTITUTE = { number = "三1", subsidy = "380", pays = "0", fund = RELIEF, certifier = CIVIL }
local RETURNED = { number = "三2返贫", subsidy = "342", pays = "38", fund = RELIEF, certifier = REVIVAL }
local POOR = { number = "三2低保", subsidy = "304", pays = "76", fund = RELIEF, certifier = CIVIL }
local MONITOR = { number = "三2监测", subsidy = "280", pays = "100", fund = RELIEF, certifier = REVIVAL }
local DISABLED = { number = "三2残疾", subsidy = "190", pays = "190", fund = RELIEF, certifier = "县残联" }
local STABLE = { number = "六稳定脱贫", subsidy = "0", pays = "380", fund = "", certifier = REVIVAL }
local HONOURED = { number = "六优抚", subsidy = "0", pays = "380", fund = "", certifier = "县退役军人事务局" }

-- 排在前面的资助多，同额的在通知里写得早
local identities = {
  { "特困人员", DESTITUTE }, { "农村特困人员", DESTITUTE }, { "城镇特困人员", DESTITUTE }, { "孤儿", DESTITUTE },
  { "事实无人抚养儿童", DESTITUTE }, { "返贫致贫人口", RETURNED },
  { "低保对象", POOR }, { "农村低保对象", POOR }, { "城镇低保对象", POOR },
  { "脱贫不稳定人口", MONITOR }, { "脱贫不稳定户", MONITOR }, { "边缘易致贫人口", MONITOR },
  { "边缘易致贫户", MONITOR }, { "突发严重困难人口", MONITOR }, { "突发严重困难户", MONITOR },
  { "监测人口", MONITOR }, { "防止返贫监测对象", MONITOR },
  { "丧失劳动能力残疾人", DISABLED }, { "稳定脱贫人口", STABLE }, { "重点优抚对象", HONOURED } }

for i = 1, #identities do
  local label, grant = identities[i][1], identities[i][2]
  case (label .. "缴" .. grant.pays .. "元") {
    given = { identities = label, paid_amount = grant.pays },
    expect = { subsidy = grant.subsidy, personal_due = grant.pays, identity = label, fund = grant.fund,
               certifier = grant.certifier },
    applies = { grant.number } }
  for k = i + 1, #identities do
    local other, lesser = identities[k][1], identities[k][2]
    case (label .. "又是" .. other .. "，按" .. label .. "资助") {
      given = { identities = other .. "、" .. label, paid_amount = grant.pays },
      expect = { subsidy = grant.subsidy, personal_due = grant.pays, identity = label, fund = grant.fund,
                 certifier = grant.certifier },
      applies = { grant.number, lesser.number } }
  end
end

case "肢体残疾一级而没有残联认定的，没有资助" {
  given = { disability_type = "肢体", disability_grade = "1" }, expect = { subsidy = "0" },
  not_applied = { "三2残疾" } }

case "期限最后一天认定、此前已缴的，照样资助" {
  given = { identities = "低保对象", identified_on = "2023-12-25" }, expect = { subsidy = "304", personal_due = "76" },
  not_applied = { "三后认定" } }
case "期限过了一天才认定、此前已缴的，不追溯" {
  given = { identities = "低保对象", identified_on = "2023-12-26" }, as_of = "2024-06-30",
  expect = { subsidy = "0", personal_due = "380", identity = "" }, applies = { "三后认定" } }
case "没有缴费的，期后认定前一天问起还没有资助" {
  given = { identities = "低保对象", identified_on = "2024-04-02", paid_on = "", paid_amount = "" },
  as_of = "2024-04-01", expect = { subsidy = "0" }, applies = { "三后认定" } }
case "没有缴费的，期后认定当天问起已有资助" {
  given = { identities = "低保对象", identified_on = "2024-04-02", paid_on = "", paid_amount = "" },
  as_of = "2024-04-02", expect = { subsidy = "304" }, not_applied = { "三后认定" } }
