-- 灵璧县 2023 年度的例子：每条适用与不适用，每个日子和界限的两侧，每一对能相遇的身份。
-- 不写 as_of 的，提问日是集中参保缴费期的最后一天（2022-12-31）。

base { household_registration = "灵璧县", resides_in = "灵璧县", birth_date = "1980-05-05",
       paid_on = "2022-11-01", paid_amount = "350" }

-- 三（一）参保对象 ---------------------------------------------------------------------------------

case "户籍在本县、人在外地的可以参保" {
  given = { resides_in = "合肥市" },
  expect = { eligible = "true", eligibility = "本县户籍的城乡居民", status = "on_time" },
  applies = { "三（一）1" }, not_applied = { "三（一）2" } }
case "户籍地写全称也认得" {
  given = { household_registration = "安徽省宿州市灵璧县", resides_in = "合肥市" },
  expect = { eligible = "true" }, applies = { "三（一）1" } }
case "户籍在外县、常住本县的可以参保" {
  given = { household_registration = "安徽省宿州市砀山县" },
  expect = { eligible = "true", eligibility = "户籍不在本县、在本县长期居住" },
  applies = { "三（一）2" }, not_applied = { "三（一）1" } }
case "户籍、常住地都在外县，持居住证的可以参保" {
  given = { household_registration = "安徽省宿州市砀山县", resides_in = "砀山县", residence_permit = "是" },
  expect = { eligible = "true" }, applies = { "三（一）2" } }
case "户籍、常住地都在外县的不能参保" {
  given = { household_registration = "安徽省宿州市砀山县", resides_in = "砀山县" },
  expect = { eligible = "false", status = "ineligible", benefit_from = "", counted = "false" },
  not_applied = { "三（一）1", "三（一）2", "三（一）3", "三（一）4", "三（一）5", "三（一）6" } }
case "户籍地、常住地都不知道的无法判定" {
  given = { household_registration = "", resides_in = "" }, expect = { problem = "undetermined" } }
case "外县户籍在本县就读的可以参保" {
  given = { household_registration = "砀山县", resides_in = "砀山县", student = "是", birth_date = "2012-09-09" },
  expect = { eligible = "true", eligibility = "本县学校在册学生、托幼机构在园幼儿" },
  applies = { "三（一）3" }, not_applied = { "三（一）2" } }
case "持来往内地通行证的港澳居民可以参保" {
  given = { id_type = "港澳居民来往内地通行证", household_registration = "境外", resides_in = "上海市" },
  expect = { eligible = "true" }, applies = { "三（一）4" }, not_applied = { "三（一）5" } }
case "持居住证的港澳台居民可以参保" {
  given = { id_type = "港澳台居民居住证", household_registration = "境外", resides_in = "上海市" },
  expect = { eligible = "true" }, applies = { "三（一）4" } }
case "持永久居留身份证的外国人可以参保" {
  given = { id_type = "外国人永久居留身份证", household_registration = "境外", resides_in = "上海市" },
  expect = { eligible = "true" }, applies = { "三（一）5" }, not_applied = { "三（一）4" } }
case "只有护照、没有身份标签的外国人不能参保" {
  given = { id_type = "护照", household_registration = "境外", resides_in = "上海市" },
  expect = { eligible = "false" }, not_applied = { "三（一）5" } }
for _, label in ipairs { "外籍就业人员", "外籍人员未就业配偶" } do
  case (label .. "可以参保") {
    given = { id_type = "护照", household_registration = "境外", resides_in = "上海市", identities = label },
    expect = { eligible = "true" }, applies = { "三（一）5" } }
end
case "外籍人员子女在年度首日不满十八周岁的可以参保" {
  given = { id_type = "护照", household_registration = "境外", resides_in = "上海市",
            identities = "外籍人员未成年子女", birth_date = "2005-01-02" },
  expect = { eligible = "true" }, applies = { "三（一）5" } }
case "外籍人员子女在年度首日已满十八周岁的不能参保" {
  given = { id_type = "护照", household_registration = "境外", resides_in = "上海市",
            identities = "外籍人员未成年子女", birth_date = "2005-01-01" },
  expect = { eligible = "false" }, not_applied = { "三（一）5" } }
case "公民的外籍配偶持居住证的可以参保" {
  given = { id_type = "护照", household_registration = "境外", resides_in = "上海市",
            identities = "中国公民外籍配偶", residence_permit = "是" },
  expect = { eligible = "true" }, applies = { "三（一）5" } }
case "公民的外籍配偶没有居住证的不能参保" {
  given = { id_type = "护照", household_registration = "境外", resides_in = "上海市",
            identities = "中国公民外籍配偶" },
  expect = { eligible = "false" }, not_applied = { "三（一）5" } }
case "困难企业职工暂停职工医保后可以参保" {
  given = { household_registration = "砀山县", resides_in = "砀山县", identities = "困难企业职工",
            employee_insured_from = "2010-01-01", employee_insured_until = "2022-10-31" },
  expect = { eligible = "true" }, applies = { "三（一）6" }, not_applied = { "三（一）职工" } }
case "困难企业职工没有暂停职工医保的不能参保" {
  given = { identities = "困难企业职工", employee_insured_from = "2010-01-01" },
  expect = { eligible = "false", eligibility = "属于职工医保范围的不参加居民医保" },
  applies = { "三（一）职工" }, not_applied = { "三（一）6" } }
case "困难企业退休人员从来没有职工医保记录的不按这一条" {
  given = { identities = "困难企业退休人员", household_registration = "砀山县", resides_in = "砀山县" },
  expect = { eligible = "false" }, not_applied = { "三（一）6", "三（一）职工" } }

case "职工医保年度首日前停保的可以参保" {
  given = { employee_insured_from = "2015-01-01", employee_insured_until = "2022-12-31" },
  expect = { eligible = "true" }, not_applied = { "三（一）职工" } }
case "职工医保到年度首日还在的不能参保" {
  given = { employee_insured_from = "2015-01-01", employee_insured_until = "2023-01-01" },
  expect = { eligible = "false", status = "ineligible" }, applies = { "三（一）职工" } }
case "年度首日参加职工医保的不能参保" {
  given = { employee_insured_from = "2023-01-01" }, expect = { eligible = "false" }, applies = { "三（一）职工" } }
case "年度首日以后才参加职工医保的可以参保" {
  given = { employee_insured_from = "2023-01-02" }, expect = { eligible = "true" }, not_applied = { "三（一）职工" } }
case "补办当天职工医保还在的不能参保" {
  given = { employee_insured_from = "2015-01-01", employee_insured_until = "2023-03-31", paid_on = "2023-03-31" },
  as_of = "2023-06-30", expect = { eligible = "false" }, applies = { "三（一）职工" } }
case "职工医保停保次日补办的可以参保" {
  given = { employee_insured_from = "2015-01-01", employee_insured_until = "2023-03-31", paid_on = "2023-04-01" },
  as_of = "2023-06-30", expect = { eligible = "true", status = "late_accepted" }, not_applied = { "三（一）职工" } }
case "已有其他参保的不能参保" {
  given = { insured_elsewhere = "是" },
  expect = { eligible = "false", eligibility = "已有其他参保的不重复参保", status = "ineligible" },
  applies = { "三（一）重复" } }
case "没有其他参保的不受影响" {
  given = { insured_elsewhere = "否" }, expect = { eligible = "true" }, not_applied = { "三（一）重复" } }
case "职工医保和其他参保同时存在，仍是不能参保" {
  given = { insured_elsewhere = "是", employee_insured_from = "2015-01-01" },
  expect = { eligible = "false" }, applies = { "三（一）职工", "三（一）重复" } }

-- 三（二）筹资标准及资助政策 -----------------------------------------------------------------------

case "没有资助的人缴三百五十元" {
  given = {},
  expect = { premium = "350", fiscal = "610", total = "960", subsidy = "0", personal_due = "350", identity = "",
             fund = "", certifier = "", deadline = "2022-12-31", status = "on_time", refund = "0",
             benefit_from = "2023-01-01", benefit_to = "2023-12-31", counted = "true" },
  applies = { "三（二）", "三（三）", "三（三）待遇", "三（七）2", "四（一）" },
  not_applied = { "三（二）1", "三（二）1计生", "三（二）1优抚", "三（二）2", "三（二）2返贫", "三（二）2监测",
                  "三（二）3", "三（二）停止资助", "三（二）补退", "三（二）新生儿", "三（二）新生儿待遇" } }

local RELIEF, CIVIL, REVIVAL = "医疗救助资金", "县民政局", "县乡村振兴局"
local HEALTH = { number = "三（二）1计生", subsidy = "350", pays = "0", fund = "卫健部门资金", certifier = "县卫健委" }
local MONITOR = { number = "三（二）2监测", subsidy = "175", pays = "175", fund = RELIEF, certifier = REVIVAL }
local DESTITUTE = { number = "三（二）1", subsidy = "350", pays = "0", fund = RELIEF, certifier = CIVIL }
local HONOURED = { number = "三（二）1优抚", subsidy = "350", pays = "0", fund = "退役军人事务部门资金",
                   certifier = "县退役军人事务局" }
local POOR = { number = "三（二）2", subsidy = "300", pays = "50", fund = RELIEF, certifier = CIVIL }
local RETURNED = { number = "三（二）2返贫", subsidy = "270", pays = "80", fund = RELIEF, certifier = REVIVAL }
local STABLE = { number = "三（二）3", subsidy = "0", pays = "350", fund = "", certifier = "" }

-- 排在前面的资助多，同额的在通知里写得早
local identities = {
  { "特困人员", DESTITUTE }, { "农村特困人员", DESTITUTE }, { "城镇特困人员", DESTITUTE }, { "孤儿", DESTITUTE },
  { "事实无人抚养儿童", DESTITUTE },
  { "农村双女绝育户", HEALTH }, { "计生特殊困难家庭", HEALTH }, { "计生代缴对象", HEALTH },
  { "独生子女领证户", HEALTH }, { "重点优抚对象", HONOURED },
  { "低保对象", POOR }, { "农村低保对象", POOR }, { "城镇低保对象", POOR }, { "返贫致贫人口", RETURNED },
  { "脱贫不稳定人口", MONITOR }, { "脱贫不稳定户", MONITOR }, { "监测人口", MONITOR }, { "防止返贫监测对象", MONITOR },
  { "边缘易致贫人口", MONITOR }, { "边缘易致贫户", MONITOR }, { "突发严重困难人口", MONITOR },
  { "突发严重困难户", MONITOR }, { "稳定脱贫人口", STABLE } }

for i = 1, #identities do
  local label, grant = identities[i][1], identities[i][2]
  case (label .. "缴" .. grant.pays .. "元") {
    given = { identities = label, only_child_certificate_on = "2015-06-01", paid_amount = grant.pays },
    expect = { subsidy = grant.subsidy, personal_due = grant.pays, identity = label, fund = grant.fund,
               certifier = grant.certifier, refund = "0" },
    applies = { grant.number } }
  for k = i + 1, #identities do
    local other, lesser = identities[k][1], identities[k][2]
    local met = { grant.number }
    if lesser ~= STABLE or grant ~= MONITOR then met[2] = lesser.number end
    case (label .. "又是" .. other .. "，按" .. label .. "资助") {
      given = { identities = other .. "、" .. label, only_child_certificate_on = "2015-06-01",
                paid_amount = grant.pays },
      expect = { subsidy = grant.subsidy, personal_due = grant.pays, identity = label, fund = grant.fund,
                 certifier = grant.certifier, refund = "0" },
      applies = met }
  end
end

case "独生子女证在 2015 年最后一天领的，全额资助" {
  given = { identities = "独生子女领证户", only_child_certificate_on = "2015-12-31" },
  expect = { subsidy = "350" }, applies = { "三（二）1计生" } }
case "独生子女证在 2016 年第一天领的，没有资助" {
  given = { identities = "独生子女领证户", only_child_certificate_on = "2016-01-01" },
  expect = { subsidy = "0", identity = "" }, not_applied = { "三（二）1计生" } }
case "独生子女领证日期不知道的，资助在零和三百五十元之间" {
  given = { identities = "独生子女领证户", only_child_certificate_on = "" },
  expect = { problem = "undetermined" }, bounds = { subsidy = { "0", "350" }, personal_due = { "0", "350" } } }
case "不是独生子女领证户的，不知道领证日期也不要紧" {
  given = { identities = "低保对象", only_child_certificate_on = "" }, expect = { subsidy = "300" } }
case "特困的独生子女领证户，不知道领证日期也不要紧" {
  given = { identities = "特困人员、独生子女领证户", only_child_certificate_on = "" },
  expect = { subsidy = "350", identity = "特困人员" } }
case "监测范围内的稳定脱贫人口按监测人口资助" {
  given = { identities = "稳定脱贫人口、监测人口" },
  expect = { subsidy = "175", identity = "监测人口" }, not_applied = { "三（二）3" } }

case "低保对象在二月最后一天问起，还有资助" {
  given = { identities = "低保对象", paid_on = "", paid_amount = "" }, as_of = "2023-02-28",
  expect = { subsidy = "300", personal_due = "50", status = "overdue" }, not_applied = { "三（二）停止资助" } }
case "低保对象三月一日问起，不再资助" {
  given = { identities = "低保对象", paid_on = "", paid_amount = "" }, as_of = "2023-03-01",
  expect = { subsidy = "0", personal_due = "350", identity = "低保对象", fund = "", certifier = "", status = "overdue" },
  applies = { "三（二）停止资助" } }
case "返乡的低保对象在二月最后一天缴费，还有资助" {
  given = { identities = "低保对象", returning_migrant = "是", paid_on = "2023-02-28", paid_amount = "50" },
  as_of = "2023-03-31", expect = { subsidy = "300", status = "extended" }, not_applied = { "三（二）停止资助" } }
case "返乡的低保对象三月一日缴费，没有资助也不受理" {
  given = { identities = "低保对象", returning_migrant = "是", paid_on = "2023-03-01", paid_amount = "50" },
  as_of = "2023-03-31", expect = { subsidy = "0", status = "not_accepted" }, applies = { "三（二）停止资助" } }
case "没有资助身份的人，三月以后不谈停止资助" {
  given = { paid_on = "", paid_amount = "" }, as_of = "2023-03-01",
  expect = { subsidy = "0", personal_due = "350" }, not_applied = { "三（二）停止资助" } }
case "新认定的低保对象三月缴费，照样资助" {
  given = { identities = "低保对象", identified_on = "2023-01-01", paid_on = "2023-03-01", paid_amount = "50" },
  as_of = "2023-06-30",
  expect = { subsidy = "300", personal_due = "50", status = "late_accepted", benefit_from = "2023-03-02" },
  applies = { "三（三）补办新增" }, not_applied = { "三（二）停止资助" } }
case "集中缴费期最后一天认定的不算新增，三月缴费没有资助" {
  given = { identities = "低保对象", identified_on = "2022-12-31", paid_on = "2023-03-01", paid_amount = "50" },
  as_of = "2023-06-30", expect = { subsidy = "0", status = "not_accepted" },
  applies = { "三（二）停止资助" }, not_applied = { "三（三）补办新增" } }

-- 新生儿

case "出生九十日正好到集中缴费期最后一天的，不另延期" {
  given = { birth_date = "2022-10-02" }, expect = { deadline = "2022-12-31" }, not_applied = { "三（二）新生儿" } }
case "出生九十日越过集中缴费期的，延到第九十日" {
  given = { birth_date = "2022-10-03", paid_on = "2023-01-01" }, as_of = "2023-06-30",
  expect = { deadline = "2023-01-01", status = "extended", benefit_from = "2023-01-01" },
  applies = { "三（二）新生儿", "三（二）新生儿待遇" } }
case "上年末出生、年后缴费的，本年度待遇从年度首日起" {
  given = { birth_date = "2022-11-15", paid_on = "2023-02-01" }, as_of = "2023-06-30",
  expect = { deadline = "2023-02-13", benefit_from = "2023-01-01", benefit_to = "2023-12-31" } }
case "新生儿第九十日缴费，从出生起享受" {
  given = { birth_date = "2023-03-01", paid_on = "2023-05-30" }, as_of = "2023-06-30",
  expect = { deadline = "2023-05-30", status = "extended", benefit_from = "2023-03-01", benefit_to = "2023-12-31",
             counted = "false" },
  applies = { "三（二）新生儿", "三（二）新生儿待遇" } }
case "新生儿第九十一日缴费，不受理" {
  given = { birth_date = "2023-03-01", paid_on = "2023-05-31" }, as_of = "2023-06-30",
  expect = { status = "not_accepted", benefit_from = "" }, not_applied = { "三（二）新生儿待遇" } }
case "年度最后一天出生的是本年度的新生儿" {
  given = { birth_date = "2023-12-31", paid_on = "", paid_amount = "" }, as_of = "2023-12-31",
  expect = { deadline = "2024-03-30", status = "unpaid" }, applies = { "三（二）新生儿" } }
case "次年出生的不是本年度的新生儿" {
  given = { birth_date = "2024-01-01", paid_on = "", paid_amount = "" }, as_of = "2024-01-01",
  expect = { deadline = "2022-12-31" }, not_applied = { "三（二）新生儿" } }
case "返乡农民工的新生儿，两个延期取晚的" {
  given = { birth_date = "2022-11-01", returning_migrant = "是", paid_on = "2023-02-28" }, as_of = "2023-06-30",
  expect = { deadline = "2023-02-28", status = "extended", benefit_from = "2023-01-01" },
  applies = { "三（二）新生儿", "三（三）返乡" } }
case "低保家庭的新生儿三月出生，新认定的照样资助" {
  given = { birth_date = "2023-03-01", paid_on = "2023-05-30", paid_amount = "50", identities = "低保对象",
            identified_on = "2023-04-01" },
  as_of = "2023-06-30", expect = { subsidy = "300", personal_due = "50", benefit_from = "2023-03-01" } }

-- 年底补退

case "名单上的低保对象缴了全额，退差额" {
  given = { identities = "低保对象" }, expect = { personal_due = "50", refund = "300", status = "on_time" },
  applies = { "三（二）补退" }, not_applied = { "三（六）2" } }
case "名单上的低保对象缴得正好，不退" {
  given = { identities = "低保对象", paid_amount = "50" }, expect = { refund = "0" }, applies = { "三（二）补退" } }
case "名单上的低保对象缴得不够，不退也不倒扣" {
  given = { identities = "低保对象", paid_amount = "30" }, expect = { refund = "0" } }
case "筹资开始前一天认定、认定后缴多的，按补退" {
  given = { identities = "低保对象", identified_on = "2022-09-30" }, expect = { refund = "300" },
  applies = { "三（二）补退" }, not_applied = { "三（六）2" } }
case "期内认定、认定后缴多的，按补退" {
  given = { identities = "低保对象", identified_on = "2022-10-31" }, expect = { refund = "300" },
  applies = { "三（二）补退" }, not_applied = { "三（六）2" } }
case "低保对象在集中缴费期最后一天缴多的，退差额" {
  given = { identities = "低保对象", paid_on = "2022-12-31" }, expect = { refund = "300" },
  applies = { "三（二）补退" } }
case "低保对象在年后缴多的，享受期已经开始，不退" {
  given = { identities = "低保对象", paid_on = "2023-01-01", returning_migrant = "是" }, as_of = "2023-03-31",
  expect = { personal_due = "50", refund = "0", status = "extended" }, not_applied = { "三（二）补退", "三（六）2" } }
case "不能参保而又没有终止的低保对象，没有差额可退" {
  given = { identities = "低保对象", insured_elsewhere = "是" }, expect = { eligible = "false", refund = "0" },
  applies = { "三（二）补退" } }
case "没有资助身份而缴多的，通知没有退费的规定" {
  given = { paid_amount = "400" }, expect = { refund = "0" }, not_applied = { "三（二）补退" } }

-- 三（三）参保缴费及待遇享受 -----------------------------------------------------------------------

case "筹资第一天缴费" { given = { paid_on = "2022-10-01" }, expect = { status = "on_time", counted = "true" } }
case "筹资前一天缴费，不受理" {
  given = { paid_on = "2022-09-30" }, expect = { status = "not_accepted", counted = "false", benefit_from = "" } }
case "集中缴费期最后一天缴费" {
  given = { paid_on = "2022-12-31" },
  expect = { status = "on_time", benefit_from = "2023-01-01", benefit_to = "2023-12-31", counted = "true" } }
case "次日缴费，没有理由的不受理" {
  given = { paid_on = "2023-01-01" }, as_of = "2023-06-30",
  expect = { status = "not_accepted", benefit_from = "", benefit_to = "", counted = "false" },
  not_applied = { "三（三）返乡", "三（三）补办中断", "三（三）补办军人", "三（三）补办新增", "三（三）补办释放",
                  "三（三）补办待遇", "三（三）等待期", "三（三）等待期待遇" } }
case "集中缴费期最后一天还没有缴费" {
  given = { paid_on = "", paid_amount = "" }, expect = { status = "unpaid", benefit_from = "", counted = "false" } }
case "集中缴费期过了一天还没有缴费" {
  given = { paid_on = "", paid_amount = "" }, as_of = "2023-01-01", expect = { status = "overdue" } }
case "返乡农民工年后第一天缴费" {
  given = { returning_migrant = "是", paid_on = "2023-01-01" }, as_of = "2023-06-30",
  expect = { status = "extended", deadline = "2023-02-28", benefit_from = "2023-01-01", counted = "false" },
  applies = { "三（三）返乡" }, not_applied = { "三（三）补办待遇" } }
case "返乡农民工集中缴费期内缴费，是按期" {
  given = { returning_migrant = "是", paid_on = "2022-12-31" },
  expect = { status = "on_time", deadline = "2023-02-28", counted = "true" } }
case "返乡农民工延长期最后一天缴费" {
  given = { returning_migrant = "是", paid_on = "2023-02-28" }, as_of = "2023-06-30", expect = { status = "extended" } }
case "返乡农民工延长期后一天缴费，不受理" {
  given = { returning_migrant = "是", paid_on = "2023-03-01" }, as_of = "2023-06-30",
  expect = { status = "not_accepted" } }
case "返乡农民工延长期最后一天还没有缴费" {
  given = { returning_migrant = "是", paid_on = "", paid_amount = "" }, as_of = "2023-02-28",
  expect = { status = "unpaid" } }
case "返乡农民工延长期过了一天还没有缴费" {
  given = { returning_migrant = "是", paid_on = "", paid_amount = "" }, as_of = "2023-03-01",
  expect = { status = "overdue" } }

-- 补办

case "年度第一天退役的军人补办，次日享受" {
  given = { discharged_on = "2023-01-01", paid_on = "2023-04-10" }, as_of = "2023-06-30",
  expect = { status = "late_accepted", benefit_from = "2023-04-11", benefit_to = "2023-12-31", counted = "false" },
  applies = { "三（三）补办军人", "三（三）补办待遇" } }
case "上年最后一天退役的不算当年" {
  given = { discharged_on = "2022-12-31", paid_on = "2023-04-10" }, as_of = "2023-06-30",
  expect = { status = "not_accepted" }, not_applied = { "三（三）补办军人" } }
case "退役当天补办" {
  given = { discharged_on = "2023-06-01", paid_on = "2023-06-01" }, as_of = "2023-06-30",
  expect = { status = "late_accepted", benefit_from = "2023-06-02" } }
case "退役前一天补办，不受理" {
  given = { discharged_on = "2023-06-02", paid_on = "2023-06-01" }, as_of = "2023-06-30",
  expect = { status = "not_accepted" }, not_applied = { "三（三）补办军人" } }
case "补办到十二月三十日为止" {
  given = { discharged_on = "2023-12-30", paid_on = "2023-12-30" }, as_of = "2023-12-31",
  expect = { status = "late_accepted", benefit_from = "2023-12-31" } }
case "十二月三十一日补办已经没有待遇，不受理" {
  given = { discharged_on = "2023-12-30", paid_on = "2023-12-31" }, as_of = "2023-12-31",
  expect = { status = "not_accepted" }, not_applied = { "三（三）补办军人", "三（三）补办待遇" } }
case "年度最后一天退役的，没有缴费时仍属可以补办的人" {
  given = { discharged_on = "2023-12-31", paid_on = "", paid_amount = "" }, as_of = "2023-12-31",
  expect = { status = "overdue" }, applies = { "三（三）补办军人" } }
case "次年退役的不属于本年度" {
  given = { discharged_on = "2024-01-01", paid_on = "", paid_amount = "" }, as_of = "2024-01-01",
  expect = { status = "overdue" }, not_applied = { "三（三）补办军人" } }
case "随军未就业配偶可以补办" {
  given = { identities = "随军未就业配偶", paid_on = "2023-05-01" }, as_of = "2023-06-30",
  expect = { status = "late_accepted", benefit_from = "2023-05-02", subsidy = "0" },
  applies = { "三（三）补办军人" } }
case "退役军人集中缴费期内缴费，是按期，不推迟享受" {
  given = { discharged_on = "2023-01-01", paid_on = "2022-12-31" },
  expect = { status = "on_time", benefit_from = "2023-01-01" }, not_applied = { "三（三）补办待遇" } }
case "筹资第一天释放的可以补办" {
  given = { released_on = "2022-10-01", paid_on = "2023-03-31" }, as_of = "2023-06-30",
  expect = { status = "late_accepted", benefit_from = "2023-04-01" }, applies = { "三（三）补办释放" } }
case "筹资前一天释放的，整个缴费期都能缴，不能补办" {
  given = { released_on = "2022-09-30", paid_on = "2023-03-31" }, as_of = "2023-06-30",
  expect = { status = "not_accepted" }, not_applied = { "三（三）补办释放" } }
case "释放当天补办" {
  given = { released_on = "2023-03-31", paid_on = "2023-03-31" }, as_of = "2023-06-30",
  expect = { status = "late_accepted", benefit_from = "2023-04-01" }, applies = { "三（三）补办释放" } }
case "释放前一天缴费，不受理" {
  given = { released_on = "2023-04-01", paid_on = "2023-03-31" }, as_of = "2023-06-30",
  expect = { status = "not_accepted" }, not_applied = { "三（三）补办释放" } }
case "认定当天补办的新增救助对象" {
  given = { identities = "监测人口", identified_on = "2023-05-01", paid_on = "2023-05-01", paid_amount = "175" },
  as_of = "2023-06-30",
  expect = { status = "late_accepted", subsidy = "175", benefit_from = "2023-05-02" }, applies = { "三（三）补办新增" } }
case "缴费在认定之前的不算新增" {
  given = { identities = "监测人口", identified_on = "2023-05-02", paid_on = "2023-05-01", paid_amount = "175" },
  as_of = "2023-06-30",
  expect = { status = "not_accepted", subsidy = "0", refund = "0" },
  applies = { "三（二）停止资助", "三（六）2期后" }, not_applied = { "三（三）补办新增" } }
case "新认定的重点优抚对象不在救助对象之列，不能补办" {
  given = { identities = "重点优抚对象", identified_on = "2023-02-01", paid_on = "2023-03-10" }, as_of = "2023-06-30",
  expect = { status = "not_accepted" }, not_applied = { "三（三）补办新增" } }
case "返乡农民工又是新认定的，延长期内缴费从年度首日起" {
  given = { returning_migrant = "是", identities = "低保对象", identified_on = "2023-01-10", paid_on = "2023-02-01",
            paid_amount = "50" },
  as_of = "2023-06-30",
  expect = { status = "extended", subsidy = "300", benefit_from = "2023-01-01" },
  applies = { "三（三）返乡", "三（三）补办新增" }, not_applied = { "三（三）补办待遇" } }

case "职工医保正好两年、中断正好三个月，次日享受" {
  given = { employee_insured_from = "2021-01-01", employee_insured_until = "2022-12-31", paid_on = "2023-03-31" },
  as_of = "2023-12-31",
  expect = { status = "late_accepted", benefit_from = "2023-04-01" },
  applies = { "三（三）补办中断", "三（三）补办待遇" }, not_applied = { "三（三）等待期", "三（三）等待期待遇" } }
case "职工医保中断三个月零一天，等待六个月" {
  given = { employee_insured_from = "2021-01-01", employee_insured_until = "2022-12-31", paid_on = "2023-04-01" },
  as_of = "2023-12-31",
  expect = { status = "late_accepted", benefit_from = "2023-10-02", benefit_to = "2023-12-31" },
  applies = { "三（三）等待期", "三（三）等待期待遇" }, not_applied = { "三（三）补办中断", "三（三）补办待遇" } }
case "职工医保差一天满两年的，不能补办" {
  given = { employee_insured_from = "2021-01-02", employee_insured_until = "2022-12-31", paid_on = "2023-03-31" },
  as_of = "2023-12-31", expect = { status = "not_accepted" },
  not_applied = { "三（三）补办中断", "三（三）等待期" } }
case "停保当天还在职工医保，不算中断" {
  given = { employee_insured_from = "2019-01-01", employee_insured_until = "2023-03-31", paid_on = "2023-03-31" },
  as_of = "2023-12-31", expect = { eligible = "false" }, not_applied = { "三（三）补办中断", "三（三）等待期" } }
case "月底停保的，三个月满在对应月的最后一天" {
  given = { employee_insured_from = "2019-01-01", employee_insured_until = "2022-11-30", paid_on = "2023-02-28" },
  as_of = "2023-12-31",
  expect = { status = "late_accepted", benefit_from = "2023-03-01" }, applies = { "三（三）补办中断" } }
case "等待期满在年度之后的，写明满期的次日" {
  given = { employee_insured_from = "2019-01-01", employee_insured_until = "2022-12-31", paid_on = "2023-07-01" },
  as_of = "2023-12-31", expect = { status = "late_accepted", benefit_from = "2024-01-02", benefit_to = "2023-12-31" } }
case "中断超过三个月、又是当年退役的，不用等待" {
  given = { employee_insured_from = "2019-01-01", employee_insured_until = "2022-06-30", discharged_on = "2023-02-01",
            paid_on = "2023-04-01" },
  as_of = "2023-12-31",
  expect = { status = "late_accepted", benefit_from = "2023-04-02" },
  applies = { "三（三）补办待遇", "三（三）等待期待遇" } }
case "中断超过三个月，集中缴费期内缴费的不用等待" {
  given = { employee_insured_from = "2019-01-01", employee_insured_until = "2022-06-30", paid_on = "2022-12-31" },
  expect = { status = "on_time", benefit_from = "2023-01-01" },
  applies = { "三（三）等待期" }, not_applied = { "三（三）等待期待遇" } }
case "没有缴费的，中断长短看提问那天：正好三个月" {
  given = { employee_insured_from = "2019-01-01", employee_insured_until = "2022-12-31", paid_on = "", paid_amount = "" },
  as_of = "2023-03-31", expect = { status = "overdue" },
  applies = { "三（三）补办中断" }, not_applied = { "三（三）等待期" } }
case "没有缴费的，中断长短看提问那天：过了三个月" {
  given = { employee_insured_from = "2019-01-01", employee_insured_until = "2022-12-31", paid_on = "", paid_amount = "" },
  as_of = "2023-04-01", expect = { status = "overdue" },
  applies = { "三（三）等待期" }, not_applied = { "三（三）补办中断" } }

-- 三（五）征缴流程 ---------------------------------------------------------------------------------

for _, label in ipairs { "失联人员", "参军人员", "服刑人员" } do
  case ("低保对象是" .. label .. "而没有缴费的，停止参保") {
    given = { identities = "低保对象、" .. label, paid_on = "", paid_amount = "" },
    expect = { eligible = "false", status = "ineligible" }, applies = { "三（五）1" } }
end
case "低保对象失联前已经缴费的，不停止" {
  given = { identities = "低保对象、失联人员", paid_amount = "50" },
  expect = { eligible = "true", status = "on_time" }, not_applied = { "三（五）1" } }
case "不是低收入人口的失联人员，通知没有停止参保的规定" {
  given = { identities = "失联人员", paid_on = "", paid_amount = "" },
  expect = { eligible = "true", status = "unpaid" }, not_applied = { "三（五）1" } }

-- 三（六）退费 -------------------------------------------------------------------------------------

case "享受期前一天终止居民医保的，退还所缴" {
  given = { insured_elsewhere = "是", terminated_on = "2022-12-31" },
  expect = { eligible = "false", status = "ineligible", refund = "350", counted = "false" },
  applies = { "三（六）1", "三（六）1终止", "三（一）重复" }, not_applied = { "三（六）1期后" } }
case "享受期第一天终止的，不退" {
  given = { insured_elsewhere = "是", terminated_on = "2023-01-01" }, as_of = "2023-06-30",
  expect = { refund = "0" }, applies = { "三（六）1期后" }, not_applied = { "三（六）1", "三（六）1终止" } }
case "没有重复参保而终止的，也退" {
  given = { terminated_on = "2022-12-20" }, expect = { eligible = "false", refund = "350" }, applies = { "三（六）1" } }
case "重复参保而没有终止的，没有退费" {
  given = { insured_elsewhere = "是" }, expect = { eligible = "false", refund = "0" },
  not_applied = { "三（六）1", "三（六）1期后" } }
case "没有缴费而终止的，无费可退" {
  given = { terminated_on = "2022-12-20", paid_on = "", paid_amount = "" },
  expect = { eligible = "true", refund = "0" },
  not_applied = { "三（六）1" } }
case "低保对象缴了全额又终止的，退全部而不是差额" {
  given = { identities = "低保对象", terminated_on = "2022-12-20" }, expect = { refund = "350" },
  applies = { "三（六）1", "三（二）补退" } }

case "期内第一天新增、当天已缴的，退差额" {
  given = { identities = "低保对象", identified_on = "2022-10-01", paid_on = "2022-10-01" },
  expect = { subsidy = "300", personal_due = "50", refund = "300" },
  applies = { "三（六）2" }, not_applied = { "三（二）补退", "三（六）2期后" } }
case "期内最后一天新增、前一天已缴的，退差额" {
  given = { identities = "返贫致贫人口", identified_on = "2022-12-31", paid_on = "2022-12-30" },
  expect = { subsidy = "270", personal_due = "80", refund = "270" }, applies = { "三（六）2" } }
case "享受期第一天新增、此前已缴的，不退也不再资助" {
  given = { identities = "低保对象", identified_on = "2023-01-01", paid_on = "2022-12-31" }, as_of = "2023-06-30",
  expect = { subsidy = "0", personal_due = "350", refund = "0", status = "on_time" },
  applies = { "三（六）2期后" }, not_applied = { "三（六）2", "三（二）补退" } }
case "享受期开始后新增、认定当天缴费的，有资助" {
  given = { identities = "低保对象", identified_on = "2023-01-05", paid_on = "2023-01-05", paid_amount = "50" },
  as_of = "2023-06-30",
  expect = { subsidy = "300", refund = "0", status = "late_accepted" }, not_applied = { "三（六）2期后" } }
case "没有缴费的，认定前一天问起还没有资助" {
  given = { identities = "低保对象", identified_on = "2023-01-05", paid_on = "", paid_amount = "" },
  as_of = "2023-01-04", expect = { subsidy = "0", personal_due = "350" }, applies = { "三（六）2期后" } }
case "没有缴费的，认定当天问起已有资助" {
  given = { identities = "低保对象", identified_on = "2023-01-05", paid_on = "", paid_amount = "" },
  as_of = "2023-01-05", expect = { subsidy = "300", personal_due = "50" }, not_applied = { "三（六）2期后" } }
case "没有缴费的，期内认定的在认定之前问起，按有资助答" {
  given = { identities = "低保对象", identified_on = "2022-12-31", paid_on = "", paid_amount = "" },
  as_of = "2022-11-01", expect = { subsidy = "300", personal_due = "50" }, not_applied = { "三（六）2期后" } }

case "享受期前一天死亡的，退还所缴" {
  given = { died_on = "2022-12-31" }, expect = { eligible = "false", refund = "350", counted = "false" },
  applies = { "三（六）3", "三（五）1死亡" } }
case "享受期第一天死亡的，不退，参保有效" {
  given = { died_on = "2023-01-01" }, as_of = "2023-06-30",
  expect = { eligible = "true", status = "on_time", refund = "0" }, not_applied = { "三（六）3", "三（五）1死亡" } }
case "没有缴费而死亡的，不再参保" {
  given = { died_on = "2023-01-20", paid_on = "", paid_amount = "" }, as_of = "2023-06-30",
  expect = { eligible = "false", status = "ineligible", refund = "0" },
  applies = { "三（五）1死亡" }, not_applied = { "三（六）3" } }
case "死亡以后才缴费的，不能参保" {
  given = { died_on = "2023-01-20", returning_migrant = "是", paid_on = "2023-01-21" }, as_of = "2023-06-30",
  expect = { eligible = "false", refund = "0" }, applies = { "三（五）1死亡" } }
case "缴费当天死亡的，参保有效" {
  given = { died_on = "2023-01-20", returning_migrant = "是", paid_on = "2023-01-20" }, as_of = "2023-06-30",
  expect = { eligible = "true", status = "extended" }, not_applied = { "三（五）1死亡" } }
case "低保对象缴五十元后死亡的，退五十元" {
  given = { identities = "低保对象", paid_amount = "50", died_on = "2022-12-01" }, expect = { refund = "50" },
  applies = { "三（六）3", "三（二）补退" } }
case "期内新增、已缴全额又死亡的，退全部" {
  given = { identities = "低保对象", identified_on = "2022-11-20", died_on = "2022-12-01" },
  expect = { refund = "350" }, applies = { "三（六）2", "三（六）3" } }
case "有缴费日期而没有缴费金额的，无从退起" {
  given = { paid_amount = "", died_on = "2022-12-01" }, expect = { refund = "0" }, not_applied = { "三（六）3" } }
case "死亡又已终止的，退一次" {
  given = { terminated_on = "2022-12-10", died_on = "2022-12-05" }, expect = { refund = "350" },
  applies = { "三（六）1", "三（六）3" } }
