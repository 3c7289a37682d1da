-- 乐至县 2024 年度城乡居民基本医疗保险。按通知条文顺序写成；要旨用自己的话，金额与日期以通知为准。
-- 没有写成条文的：工作目标、登记和缴费渠道、组织领导、宣传、督查问责（不改变任何人的参保、缴费与资助）。

policy { place = "乐至县", full_place = "四川省资阳市乐至县", division = "512022", year = 2024,
         notice = "乐府办发〔2023〕26号", issued = date "2023-09-08",
         collection = { from = date "2023-09-01", to = date "2024-02-29" } }

-- 金额
local HIGH, LOW = yuan(510), yuan(380)                                    -- 两个档次
local FISCAL = yuan(640)                                                  -- 不低于
local THREE_QUARTERS, HALF, QUARTER = yuan(285), yuan(190), yuan(95)      -- 低档次的部分资助

-- 日期
local COLLECTION_FROM, COLLECTION_TO = date "2023-09-01", date "2024-02-29"
local YEAR_FROM, YEAR_TO = date "2024-01-01", date "2024-12-31"
local NEWBORN = days(90)

-- 残疾：一、二级和精神三、四级为重度，其余三、四级为一般；没有等级的看名册标签
local function severely_disabled(r)
  local grade = r.disability_grade
  if not grade then return r:has "重度残疾人" end
  return grade <= 2 or r.disability_type == "精神"
end

local function partly_disabled(r)
  local grade = r.disability_grade
  if not grade then return r:has "一般残疾人" end
  return grade >= 3 and r.disability_type ~= "精神"
end

local high_assisted = any { "被征地农转非超龄人员", "重点优抚对象" }

-- 档次：名册没有写的，高档次全额资助的人算高档次，其余算低档次
local function chose_high(r) return r.tier == "高" end
local function chose_low(r) return r.tier == "低" end
local function chose_none(r) return not r.tier end
local in_high = any { chose_high, all { chose_none, high_assisted } }
local in_low = any { chose_low, all { chose_none, none { high_assisted } } }

local function day_of(r)                    -- 缴费那天；没有缴费的，看提问的那天
  return r.paid_on or r.as_of
end

local function employee_insured(r)          -- 到缴费日（不早于年度首日）仍在职工医保
  local from, till, day = r.employee_insured_from, r.employee_insured_until, later(day_of(r), YEAR_FROM)
  if not from and not till then return false end
  if from and from > day then return false end
  return not till or till >= day
end

local function newborn(r)                   -- 出生九十日伸到集中筹资期之后
  return r.birth_date and r.birth_date <= YEAR_TO and last_day(r.birth_date, NEWBORN) > COLLECTION_TO
end

-- 二（一）参保范围及对象 ---------------------------------------------------------------------------

article "二（一）1" "本县户籍的城乡居民" {
  eligible = true, when = function (r) return r.household_registration:within(here) end }

article "二（一）2" "持本县居住证、暂住证的外地户籍居民" {
  eligible = true,
  when = function (r) return r.residence_permit and not r.household_registration:within(here) end }

article "二（一）3" "在本县就读、没有本县户籍的学生和幼儿" {
  eligible = true,
  when = function (r) return r.student and not r.household_registration:within(here) end }

article "二（一）4" "符合规定的其他人员" { eligible = true, when = is "其他符合规定人员" }

article "二（一）重复" "已在其他统筹地区参保的，不得同时在本市参保" {
  eligible = false, overrides = every "eligible", when = function (r) return r.insured_elsewhere end }

article "二（一）职工" "参加职工医保的不重复参加居民医保" {
  eligible = false, overrides = every "eligible", when = employee_insured }

article "二（一）死亡" "享受期前死亡、缴费前死亡的不再参保" {
  eligible = false, overrides = every "eligible",
  when = function (r)
    if not r.died_on then return false end
    return r.died_on < YEAR_FROM or not r.paid_on or r.died_on < r.paid_on
  end }

-- 二（二）筹资标准 ---------------------------------------------------------------------------------

article "二（二）高档次" "高档次个人缴费" { premium = HIGH, when = in_high }
article "二（二）低档次" "低档次个人缴费" { premium = LOW, when = in_low }
article "二（二）财政" "财政补助不低于这一标准" { fiscal = FISCAL }

-- 二（三）政府资助缴费标准 -------------------------------------------------------------------------

article "二（三）1" "高档次全额资助" {
  subsidy = HIGH, fund = "政府资助资金", when = high_assisted }

article "二（三）1低档次" "高档次资助对象选低档次的，资助以所选档次为限" {
  subsidy = full, fund = "政府资助资金", overrides = "二（三）1", when = all { high_assisted, chose_low } }

article "二（三）2" "低档次全额资助" {
  subsidy = LOW, fund = "政府资助资金",
  when = any { "农村特困人员", "城镇特困人员", "特困人员", "计划生育特别扶助对象", "孤儿", "事实无人抚养儿童",
               "精减退休老职工", "民政伤残民工" } }

article "二（三）2重度残疾" "重度残疾人低档次全额资助" {
  subsidy = LOW, identity = "重度残疾人", fund = "政府资助资金", when = severely_disabled }

article "二（三）3（1）" "低保、监测对象资助低档次的四分之三" {
  subsidy = THREE_QUARTERS, fund = "政府资助资金",
  when = any { "城镇低保对象", "农村低保对象", "低保对象", "防止返贫监测对象", "监测人口", "脱贫不稳定户",
               "脱贫不稳定人口", "突发严重困难户", "突发严重困难人口", "边缘易致贫户", "边缘易致贫人口" } }

article "二（三）3（2）" "一般残疾人资助低档次的一半" {
  subsidy = HALF, identity = "一般残疾人", fund = "政府资助资金", when = partly_disabled }

article "二（三）3（3）" "已稳定脱贫人口资助低档次的四分之一" {
  subsidy = QUARTER, fund = "政府资助资金", when = is "稳定脱贫人口" }

article "二（三）后认定" "集中筹资期后才认定、缴费在前的，不再资助；没有缴费的，认定以前没有资助" {
  subsidy = yuan(0), overrides = every "subsidy", when = function (r)
    return r.identified_on and r.identified_on > COLLECTION_TO and day_of(r) < r.identified_on
  end }

agrees "二（三）1" "高档次全额就是高档次标准" { HIGH, yuan(510) }
agrees "二（三）2" "低档次全额就是低档次标准" { LOW, yuan(380) }
agrees "二（三）3（1）" "百分之七十五与金额一致" { LOW * percent(75), THREE_QUARTERS }
agrees "二（三）3（2）" "百分之五十与金额一致" { LOW * percent(50), HALF }
agrees "二（三）3（3）" "百分之二十五与金额一致" { LOW * percent(25), QUARTER }

combine "subsidy" { "二（三）多重身份", highest = true, ties = "in_order" }

-- 二（四）集中筹资期 -------------------------------------------------------------------------------

article "二（四）" "集中筹资期" { opens = COLLECTION_FROM, deadline = COLLECTION_TO }

article "二（四）新生儿" "集中筹资期后出生的，九十日内参保" {
  deadline = function (r) return last_day(r.birth_date, NEWBORN) end, overrides = "二（四）", when = newborn }

article "二（四）待遇" "待遇享受期为一个自然年度" { benefit_from = YEAR_FROM, benefit_to = YEAR_TO }

article "二（四）新生儿待遇" "新生儿从出生起享受" {
  benefit_from = function (r) return later(r.birth_date, YEAR_FROM) end, overrides = "二（四）待遇",
  when = newborn }

-- 三、四 县里的账 ----------------------------------------------------------------------------------

county "二（三）" "资助与财政补助按实际参保人数安排" {
  subsidy_total = function (t) return t.enrolled_subsidy end,
  fiscal_total = function (t) return t.enrolled_fiscal end }

-- 通知留白之处与所取的读法 -------------------------------------------------------------------------

doubt "二（一）3" "学校在哪里" "名册只记是否在校；本县名册里的在校学生算本县学校的学生"
doubt "二（一）4" "其他人员指谁" "通知没有列举；凭名册里的身份标签"
doubt "二（一）职工" "职工医保与居民医保" "通知只提其他统筹地区；按国家规定职工医保同样不得重复，看缴费日，不早于年度首日"
doubt "二（一）死亡" "死亡的怎么办" "通知没有提；比照邻县，享受期前死亡或缴费前死亡的不参保，退费另行办理"
doubt "二（二）低档次" "名册没有档次的" "先按低档次算；高档次全额资助的人按高档次算" {
  articles = { "二（二）低档次", "二（二）高档次" }, when = chose_none }
doubt "二（二）财政" "财政补助究竟多少" "通知只说不低于；按下限计"
doubt "二（三）1低档次" "高档次资助对象选了低档次" "资助以所选档次的缴费标准为限，个人不缴，差额不发给个人"
doubt "二（三）2" "低档次资助对象选了高档次" "资助金额不变，与高档次的差额自己缴" {
  articles = { "二（三）2", "二（三）2重度残疾", "二（三）3（1）", "二（三）3（2）", "二（三）3（3）" },
  when = chose_high }
doubt "二（三）2重度残疾" "没有残疾等级的" "凭名册里的残疾标签；有等级的只看类别和等级" {
  articles = { "二（三）2重度残疾", "二（三）3（2）" }, when = function (r) return not r.disability_grade end }
doubt "二（三）3（2）" "三、四级而没有残疾类别，或者多重残疾" "算一般残疾；证件写明精神残疾的才算重度" {
  when = function (r) return r.disability_grade and (not r.disability_type or r.disability_type == "多重") end }
doubt "二（三）资金" "资助由哪项资金支付、由谁认定" "通知没有写明；记为政府资助资金，不写认定部门" {
  articles = { "二（三）1", "二（三）1低档次", "二（三）2", "二（三）2重度残疾", "二（三）3（1）", "二（三）3（2）",
               "二（三）3（3）" } }
doubt "二（三）后认定" "缴费以后才认定的" "通知没有提；比照邻县，筹资期内认定的照样资助（多缴的另行退还），期后认定的不追溯"
doubt "二（三）多重身份" "资助金额相同的两种身份" "取条文在前的一种" { combined = "subsidy" }
doubt "二（四）" "集中筹资期后还能不能缴费" "通知没有补缴条款；除新生儿外不再受理" {
  when = function (r) return r.paid_on and r.paid_on > COLLECTION_TO end }
doubt "二（四）新生儿" "新生儿怎么办" "通知没有提；比照邻县，九十日内参保，从出生起享受" {
  articles = { "二（四）新生儿", "二（四）新生儿待遇" } }
doubt "二（四）待遇" "待遇从哪天到哪天"
  "通知没有提；统筹年度即自然年度，次年一、二月缴费的也从年度首日起"
