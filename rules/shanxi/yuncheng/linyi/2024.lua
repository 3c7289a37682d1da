-- 临猗县 2024 年度城乡居民基本医疗保险。按通知条文顺序写成；要旨用自己的话，金额与日期以通知为准。
-- 没有写成条文的：领导小组、各部门的宣传与配合、资金入库（不改变任何人的参保、缴费与资助）。

policy { place = "临猗县", full_place = "山西省运城市临猗县", division = "140821", year = 2024,
         notice = "临政办发〔2023〕41号", issued = date "2023-09-15",
         collection = { from = date "2023-09-01", to = date "2023-12-25" } }

-- 金额
local PREMIUM = yuan(380)
local FISCAL = yuan(640)                    -- 通知没有写；见存疑

-- 日期
local COLLECTION_FROM, COLLECTION_TO = date "2023-09-01", date "2023-12-25"
local YEAR_FROM, YEAR_TO = date "2024-01-01", date "2024-12-31"
local SELF_SERVICE_TO = 25                  -- 每月自行缴费的最后一日
local NEWBORN = days(90)

effect "self_service" { type = "flag", title = "自行缴费日", output = true, combine = "any", default = false }

local function day_of(r)                    -- 缴费那天；没有缴费的，看提问的那天
  return r.paid_on or r.as_of
end

local function employee_insured(r)          -- 到缴费日（不早于年度首日）仍在职工医保
  local from, till, day = r.employee_insured_from, r.employee_insured_until, later(day_of(r), YEAR_FROM)
  if not from and not till then return false end
  if from and from > day then return false end
  return not till or till >= day
end

local function self_service_day(r)          -- 缴费日（未缴的看提问日）能不能自行缴费
  local day = day_of(r)
  return day >= COLLECTION_FROM and day <= COLLECTION_TO and day:day() <= SELF_SERVICE_TO
end

local function newborn(r)                   -- 出生九十日伸到缴费期限之后
  return r.birth_date and r.birth_date <= YEAR_TO and last_day(r.birth_date, NEWBORN) > COLLECTION_TO
end

-- 一、征缴时间 -------------------------------------------------------------------------------------

article "一" "缴费期限" { opens = COLLECTION_FROM, deadline = COLLECTION_TO }

article "一自行缴费" "期限内每月一日至二十五日可以自行缴费" {
  self_service = true, when = self_service_day }

article "一待遇" "待遇享受期为一个自然年度" { benefit_from = YEAR_FROM, benefit_to = YEAR_TO }

article "一新生儿" "缴费期限后出生的，九十日内参保" {
  deadline = function (r) return last_day(r.birth_date, NEWBORN) end, overrides = "一", when = newborn }

article "一新生儿待遇" "新生儿从出生起享受" {
  benefit_from = function (r) return later(r.birth_date, YEAR_FROM) end, overrides = "一待遇", when = newborn }

-- 二、征缴范围 -------------------------------------------------------------------------------------

article "二1" "本县户籍的城乡居民" {
  eligible = true, when = function (r) return r.household_registration:within(here) end }

article "二2" "户籍不在本县、在本县长期居住" {
  eligible = true,
  when = function (r)
    if r.household_registration:within(here) then return false end
    return r.residence_permit or r.resides_in:within(here)
  end }

article "二1职工" "参加职工医保的不参加居民医保" {
  eligible = false, overrides = every "eligible", when = employee_insured }

article "二重复" "已有其他参保的不重复参保" {
  eligible = false, overrides = every "eligible", when = function (r) return r.insured_elsewhere end }

article "二死亡" "享受期前死亡、缴费前死亡的不再参保" {
  eligible = false, overrides = every "eligible",
  when = function (r)
    if not r.died_on then return false end
    return r.died_on < YEAR_FROM or not r.paid_on or r.died_on < r.paid_on
  end }

-- 三、征缴标准；六、身份由谁认定 -------------------------------------------------------------------

article "三" "个人缴费标准" { premium = PREMIUM }
article "三财政" "财政配套资金" { fiscal = FISCAL }

article "三1" "特困人员全额资助，个人不缴" {
  subsidy = full, pays = yuan(0), fund = "医疗救助资金", certifier = "县民政局",
  when = any { "特困人员", "农村特困人员", "城镇特困人员", "孤儿", "事实无人抚养儿童" } }

article "三2返贫" "返贫致贫人口定额资助" {
  pays = yuan(38), fund = "医疗救助资金", certifier = "县乡村振兴服务中心", when = is "返贫致贫人口" }

article "三2低保" "低保对象定额资助" {
  pays = yuan(76), fund = "医疗救助资金", certifier = "县民政局",
  when = any { "低保对象", "农村低保对象", "城镇低保对象" } }

article "三2监测" "脱贫不稳定、边缘易致贫、突发严重困难人口定额资助" {
  pays = yuan(100), fund = "医疗救助资金", certifier = "县乡村振兴服务中心",
  when = any { "脱贫不稳定人口", "脱贫不稳定户", "边缘易致贫人口", "边缘易致贫户", "突发严重困难人口",
               "突发严重困难户", "监测人口", "防止返贫监测对象" } }

article "三2残疾" "丧失劳动能力的残疾人定额资助" {
  pays = yuan(190), fund = "医疗救助资金", certifier = "县残联", when = is "丧失劳动能力残疾人" }

article "六稳定脱贫" "稳定脱贫人口由乡村振兴部门认定，没有资助" {
  subsidy = yuan(0), certifier = "县乡村振兴服务中心", when = is "稳定脱贫人口" }

article "六优抚" "优抚对象由退役军人事务部门组织缴费，没有资助" {
  subsidy = yuan(0), certifier = "县退役军人事务局", when = is "重点优抚对象" }

article "三后认定" "缴费期限后才认定、缴费在前的，不再资助；没有缴费的，认定以前没有资助" {
  subsidy = yuan(0), overrides = every "subsidy", when = function (r)
    return r.identified_on and r.identified_on > COLLECTION_TO and day_of(r) < r.identified_on
  end }

combine "subsidy" { "三多重身份", highest = true, ties = "in_order" }

-- 四、征缴任务 -------------------------------------------------------------------------------------

household "四" "以户为单位，户不漏人" {
  complete = function (t) return t.enrolled >= t.eligible end }

targets "四" { total = 479519, file = "2024.targets.csv", counts = "counted", cutoff = COLLECTION_TO,
               rank_by = "completion", ties = "shared", weekly_from = date "2023-10-01" }

county "四" "完成全县任务" { completed = function (t) return t.completed end }

county "六" "医疗救助资金与财政配套资金按实际参保人数拨付" {
  subsidy_total = function (t) return t.enrolled_subsidy end,
  fiscal_total = function (t) return t.enrolled_fiscal end }

-- 通知留白之处与所取的读法 -------------------------------------------------------------------------

doubt "一自行缴费" "二十五日以后记录的缴费"
  "自行缴费每月只开到二十五日；期限内其他日子的缴费视为经办窗口收下，照样算按期" {
  articles = { "一" }, when = function (r) return r.paid_on and not self_service_day(r) end }
doubt "一" "缴费期限后还能不能缴费" "通知没有补缴条款；除新生儿外不再受理" {
  when = function (r) return r.paid_on and r.paid_on > COLLECTION_TO end }
doubt "一待遇" "待遇从哪天到哪天" "通知没有提；按自然年度"
doubt "一新生儿" "新生儿怎么办" "通知没有提；比照邻县，九十日内参保，从出生起享受" {
  articles = { "一新生儿", "一新生儿待遇" } }
doubt "二2" "长期居住怎样认定" "通知没有定义；常住地在本县，或者持有居住证，即算"
doubt "二1职工" "职工医保看哪一天" "看缴费日（未缴的看提问日），不早于年度首日；非本县户籍的同样不得重复"
doubt "二重复" "其他参保" "通知只提职工医保；按国家规定，已有其他基本医保的同样不得重复"
doubt "二死亡" "死亡的怎么办" "通知没有提；比照邻县，享受期前死亡或缴费前死亡的不参保，退费另行办理"
doubt "三财政" "财政补助多少" "通知没有写金额；按同年邻县所写的下限，每人六百四十元"
doubt "三2监测" "名册只写监测对象的" "监测对象就是通知所列的三类人口，同样资助" {
  when = any { "监测人口", "防止返贫监测对象" } }
doubt "三2残疾" "怎样算丧失劳动能力" "以县残联认定的名单为准，不看残疾等级"
doubt "三后认定" "缴费以后才认定的" "通知没有提；比照邻县，期限内认定的照样资助（多缴的另行退还），期后认定的不追溯"
doubt "六稳定脱贫" "稳定脱贫人口有没有资助" "列入认定而没有列入资助；按没有资助"
doubt "六优抚" "优抚对象有没有资助" "列入征缴分工而没有列入资助；按没有资助"
doubt "三多重身份" "多重身份怎样资助" "通知没有写明；就高，不重复，同额的取条文在前的" { combined = "subsidy" }
doubt "四" "任务按哪天的人数完成" "通知没有写明；按缴费期限的最后一天"
doubt "四周报" "每周通报怎样排" "按完成率，同率同名次；从 2023-10-01 起每七天一期"
doubt "附件" "乡镇名称和合计" "名称照附件所印（嵎阳镇疑为嵋阳镇）；十五行相加比所写合计多一人，以各行为准"
