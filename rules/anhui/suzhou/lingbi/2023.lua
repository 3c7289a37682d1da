-- 灵璧县 2023 年度城乡居民基本医疗保险。按通知条文顺序写成；要旨用自己的话，金额与日期以通知为准。
-- 没有写成条文的：组织领导、宣传、缴费渠道与系统切换、封顶线不叠加（属于报销，不属于参保缴费）。

policy { place = "灵璧县", full_place = "安徽省宿州市灵璧县", division = "341323", year = 2023,
         notice = "灵政办明电〔2022〕7号", issued = date "2022-10-12",
         collection = { from = date "2022-10-01", to = date "2022-12-31" } }

-- 金额
local PREMIUM, FISCAL, TOTAL = yuan(350), yuan(610), yuan(960)

-- 日期
local COLLECTION_FROM = date "2022-10-01"   -- 集中筹资开始
local COLLECTION_TO = date "2022-12-31"     -- 集中参保缴费截止，也是考核时点
local EXTENSION_TO = date "2023-02-28"      -- 返乡农民工延长到这一天；此后停止资助
local YEAR_FROM, YEAR_TO = date "2023-01-01", date "2023-12-31"
local LATE_TO = date "2023-12-30"           -- 补办的最后一天：次日起享受，须仍在年度内
local ONE_CHILD_BEFORE = date "2016-01-01"
local NEWBORN = days(90)

field "terminated_on" { title = "居民医保终止日期", headings = { "居民医保终止日期", "终止参保日期" },
                        type = "date", blank = "none" }

-- 几组身份
local destitute = any { "特困人员", "农村特困人员", "城镇特困人员", "孤儿", "事实无人抚养儿童" }
local poor = any { "低保对象", "农村低保对象", "城镇低保对象" }
local monitored = any { "脱贫不稳定人口", "脱贫不稳定户", "监测人口", "防止返贫监测对象", "边缘易致贫人口",
                        "边缘易致贫户", "突发严重困难人口", "突发严重困难户" }
local relieved = any { destitute, poor, "返贫致贫人口", monitored }
local assisted = any { relieved, "计生代缴对象", "独生子女领证户", "农村双女绝育户", "计生特殊困难家庭", "重点优抚对象" }

-- 几个判断
local function day_of(r)                    -- 缴费那天；没有缴费的，看提问的那天
  return r.paid_on or r.as_of
end

local function employee_insured(r)          -- 到缴费日（不早于年度首日）仍在职工医保
  local from, till, day = r.employee_insured_from, r.employee_insured_until, later(day_of(r), YEAR_FROM)
  if not from and not till then return false end
  if from and from > day then return false end
  return not till or till >= day
end

local function last_payday(r)               -- 本人缴费期的最后一天
  local day = COLLECTION_TO
  if r.returning_migrant then day = EXTENSION_TO end
  if r.birth_date then day = later(day, last_day(r.birth_date, NEWBORN)) end
  return day
end

local function newborn(r)                   -- 落地参保的九十日伸到集中缴费期之后
  return r.birth_date and r.birth_date <= YEAR_TO and last_day(r.birth_date, NEWBORN) > COLLECTION_TO
end

local function paid_late(r)                 -- 本人缴费期之后补办
  return r.paid_on and r.paid_on > last_payday(r) and r.paid_on <= LATE_TO
end

local function may_be_late(r)               -- 还没有缴费，或者在补办的日子里缴费
  return not r.paid_on or r.paid_on <= LATE_TO
end

local function newly_recognised(r)          -- 集中缴费期之后认定，且认定不晚于缴费
  return r.identified_on and r.identified_on > COLLECTION_TO and r.identified_on <= day_of(r)
end

local function discharged(r)
  local day = r.discharged_on
  return day and day >= YEAR_FROM and day <= YEAR_TO and day <= day_of(r)
end

local function released(r)
  return r.released_on and r.released_on >= COLLECTION_FROM and r.released_on <= day_of(r)
end

local function two_years_broken(r)          -- 职工医保连续满两年，已经中断
  local from, till = r.employee_insured_from, r.employee_insured_until
  return from and till and till + days(1) >= from + years(2) and till < day_of(r)
end

local function short_break(r)               -- 中断不超过三个月
  return day_of(r) <= last_day(r.employee_insured_until, months(3))
end

local function paid_in_full(r)              -- 所缴的全部
  return r.paid_amount
end

local function overpaid(r, e)               -- 多缴的差额；不能参保的没有应缴
  if not e.eligible then return yuan(0) end
  return most(r.paid_amount - e.personal_due, yuan(0))
end

-- 三（一）参保对象 ---------------------------------------------------------------------------------

article "三（一）1" "本县户籍的城乡居民" {
  eligible = true, when = function (r) return r.household_registration:within(here) end }

article "三（一）2" "户籍不在本县、在本县长期居住" {
  eligible = true,
  when = function (r)
    if r.household_registration:within(here) then return false end
    return r.residence_permit or r.resides_in:within(here)
  end }

article "三（一）3" "本县学校在册学生、托幼机构在园幼儿" {
  eligible = true, when = function (r) return r.student end }

article "三（一）4" "持通行证或居住证的港澳台人员" {
  eligible = true,
  when = function (r)
    return r.id_type == "港澳居民来往内地通行证" or r.id_type == "港澳台居民居住证"
  end }

article "三（一）5" "外籍就业人员、永久居留人员及家属，公民的外籍配偶" {
  eligible = true,
  when = any {
    function (r) return r.id_type == "外国人永久居留身份证" end,
    "外籍就业人员", "外籍人员未就业配偶",
    all { "外籍人员未成年子女",
          function (r) return r.birth_date and not age_at_least(r.birth_date, 18, YEAR_FROM) end },
    all { "中国公民外籍配偶", function (r) return r.residence_permit end } } }

article "三（一）6" "困难企业职工、退休人员暂停职工医保后参加" {
  eligible = true,
  when = all { any { "困难企业职工", "困难企业退休人员" },
               function (r) return r.employee_insured_until and not employee_insured(r) end } }

article "三（一）职工" "属于职工医保范围的不参加居民医保" {
  eligible = false, overrides = every "eligible", when = employee_insured }

article "三（一）重复" "已有其他参保的不重复参保" {
  eligible = false, overrides = every "eligible", when = function (r) return r.insured_elsewhere end }

-- 三（二）筹资标准及资助政策 -----------------------------------------------------------------------

article "三（二）" "筹资标准：财政补助与个人缴费" { premium = PREMIUM, fiscal = FISCAL, total = TOTAL }

agrees "三（二）" "财政补助加个人缴费等于筹资标准" { FISCAL + PREMIUM, TOTAL }

article "三（二）新生儿" "新生儿出生九十日内参保，从出生起享受" {
  deadline = last_payday,
  overrides = { "三（三）", "三（三）返乡" }, when = newborn }

article "三（二）新生儿待遇" "九十日内参保的新生儿从出生起享受" {
  benefit_from = function (r) return later(r.birth_date, YEAR_FROM) end,
  overrides = "三（三）待遇",
  when = all { newborn, function (r) return r.paid_on and r.paid_on <= last_payday(r) end } }

article "三（二）1" "特困人员全额资助" {
  subsidy = full, pays = yuan(0), fund = "医疗救助资金", certifier = "县民政局", when = destitute }

article "三（二）1计生" "计生代缴对象全额资助" {
  subsidy = full, pays = yuan(0), fund = "卫健部门资金", certifier = "县卫健委",
  when = any { "农村双女绝育户", "计生特殊困难家庭", "计生代缴对象",
               all { "独生子女领证户",
                     function (r)
                       return r.only_child_certificate_on and r.only_child_certificate_on < ONE_CHILD_BEFORE
                     end } } }

article "三（二）1优抚" "重点优抚对象全额资助" {
  subsidy = full, pays = yuan(0), fund = "退役军人事务部门资金", certifier = "县退役军人事务局",
  when = is "重点优抚对象" }

agrees "三（二）1" "全额资助的标准就是个人缴费标准" { PREMIUM, yuan(350) }

article "三（二）2" "低保对象定额资助" {
  subsidy = yuan(300), pays = yuan(50), fund = "医疗救助资金", certifier = "县民政局", when = poor }

article "三（二）2返贫" "返贫致贫人口定额资助" {
  subsidy = yuan(270), pays = yuan(80), fund = "医疗救助资金", certifier = "县乡村振兴局",
  when = is "返贫致贫人口" }

article "三（二）2监测" "监测人口定额资助" {
  subsidy = yuan(175), pays = yuan(175), fund = "医疗救助资金", certifier = "县乡村振兴局", when = monitored }

article "三（二）3" "监测范围之外的稳定脱贫人口不再资助" {
  subsidy = yuan(0), pays = PREMIUM, when = all { "稳定脱贫人口", none { monitored } } }

combine "subsidy" { "三（二）多重身份", highest = true, ties = "in_order" }

article "三（二）停止资助" "征缴期结束后，除动态新增人员外不再资助" {
  subsidy = yuan(0), overrides = every "subsidy",
  when = all { assisted,
               function (r) return day_of(r) > EXTENSION_TO and not newly_recognised(r) end } }

article "三（二）补退" "年底前按在库名单补退：缴多了的退差额" {
  refund = overpaid,
  when = all { assisted, function (r)
    if not r.paid_on or not r.paid_amount or r.paid_on > COLLECTION_TO then return false end
    return not r.identified_on or r.identified_on < COLLECTION_FROM or r.identified_on < r.paid_on
  end } }

-- 三（三）参保缴费及待遇享受 -----------------------------------------------------------------------

article "三（三）" "集中参保缴费期" { deadline = COLLECTION_TO }

article "三（三）返乡" "春节返乡的农民工延长缴费" {
  deadline = EXTENSION_TO, overrides = "三（三）", when = function (r) return r.returning_migrant end }

article "三（三）待遇" "待遇享受期为一个自然年度" { benefit_from = YEAR_FROM, benefit_to = YEAR_TO }

article "三（三）补办中断" "职工医保满两年、中断不超过三个月的可以补办" {
  late = true, when = all { may_be_late, two_years_broken, short_break } }

article "三（三）补办军人" "当年退役军人和随迁的随军未就业配偶可以补办" {
  late = true, when = all { may_be_late, any { discharged, "随军未就业配偶" } } }

article "三（三）补办新增" "动态新增的救助对象可以补办" {
  late = true, when = all { may_be_late, relieved, newly_recognised } }

article "三（三）补办释放" "刑满释放等退出其他制度保障的人员可以补办" {
  late = true, when = all { may_be_late, released } }

article "三（三）补办待遇" "补办的从缴费次日起享受" {
  benefit_from = function (r) return r.paid_on + days(1) end,
  overrides = { "三（三）待遇", "三（三）等待期待遇" },
  when = all { paid_late, any { all { two_years_broken, short_break }, discharged, "随军未就业配偶",
                                all { relieved, newly_recognised }, released } } }

article "三（三）等待期" "职工医保满两年、中断超过三个月的也可以补办" {
  late = true,
  when = all { may_be_late, two_years_broken, function (r) return not short_break(r) end } }

article "三（三）等待期待遇" "中断超过三个月的等待六个月" {
  benefit_from = function (r) return last_day(r.paid_on, months(6)) + days(1) end,
  overrides = "三（三）待遇",
  when = all { paid_late, two_years_broken, function (r) return not short_break(r) end } }

-- 三（五）征缴流程 ---------------------------------------------------------------------------------

article "三（五）1死亡" "死亡的停止参保" {
  eligible = false, overrides = every "eligible",
  when = function (r)
    if not r.died_on then return false end
    return r.died_on < YEAR_FROM or not r.paid_on or r.died_on < r.paid_on
  end }

article "三（五）1" "低收入人口失联、参军、服刑未缴费的停止参保" {
  eligible = false, overrides = every "eligible",
  when = all { any { relieved, "稳定脱贫人口" }, any { "失联人员", "参军人员", "服刑人员" },
               function (r) return not r.paid_on end } }

county "三（五）3" "个人部分到账后拨付资助和财政补助" {
  subsidy_total = function (t) return t.enrolled_subsidy end,
  fiscal_total = function (t) return t.enrolled_fiscal end }

-- 三（六）退费 -------------------------------------------------------------------------------------

article "三（六）1终止" "享受期开始前终止居民医保的，不再参保" {
  eligible = false, overrides = every "eligible",
  when = function (r) return r.paid_on and r.terminated_on and r.terminated_on < YEAR_FROM end }

article "三（六）1" "享受期开始前终止居民医保的，退还所缴" {
  refund = paid_in_full, overrides = { "三（二）补退", "三（六）2", "三（六）2期后" },
  when = function (r) return r.paid_amount and r.terminated_on and r.terminated_on < YEAR_FROM end }

article "三（六）1期后" "享受期开始后终止的，原则上不退" {
  refund = yuan(0), overrides = { "三（二）补退", "三（六）2" },
  when = function (r) return r.paid_on and r.terminated_on and r.terminated_on >= YEAR_FROM end }

article "三（六）2" "集中缴费期内新增的资助对象，已缴的退差额" {
  refund = overpaid,
  when = all { assisted, function (r)
    if not r.paid_on or not r.paid_amount or not r.identified_on then return false end
    return r.identified_on >= COLLECTION_FROM and r.identified_on <= COLLECTION_TO and
           r.paid_on <= r.identified_on
  end } }

article "三（六）2期后" "享受期开始后新增、缴费在前的，不退也不补资助；没有缴费的，认定以前没有资助" {
  subsidy = yuan(0), refund = yuan(0), overrides = every "subsidy",
  when = all { assisted, function (r)
    return r.identified_on and r.identified_on >= YEAR_FROM and day_of(r) < r.identified_on
  end } }

article "三（六）3" "享受期开始前死亡的，退还所缴" {
  refund = paid_in_full, overrides = { "三（二）补退", "三（六）1期后", "三（六）2", "三（六）2期后" },
  when = function (r) return r.paid_amount and r.died_on and r.died_on < YEAR_FROM end }

-- 三（七）工作步骤 ---------------------------------------------------------------------------------

article "三（七）2" "集中筹资开始" { opens = COLLECTION_FROM }

-- 二、四、五 目标、考核、奖惩 ----------------------------------------------------------------------

article "四（一）" "考核只算时点以前完成的" {
  counted = function (r, e)
    if not e.eligible or not r.paid_on then return false end
    return r.paid_on >= COLLECTION_FROM and r.paid_on <= COLLECTION_TO
  end }

targets "二" { total = 1090000, counts = "counted", cutoff = COLLECTION_TO, rank_by = "completion",
               ties = "shared", weekly_from = COLLECTION_FROM, weeks_to_talk = 2 }

county "四（一）" "全县完成一百零九万人" { completed = function (t) return t.completed end }

township "四（二）1" "每参保缴费一人补助一元" {
  work_subsidy = function (t) return yuan(1) * t.counted end }

township "四（二）2" "按时全面完成的分等奖励" {
  prize = function (t)
    if not t.completed then return yuan(0) end
    if t.rank_completed <= 3 then return yuan(100000) end
    if t.rank_completed <= 8 then return yuan(80000) end
    if t.rank_completed <= 13 then return yuan(50000) end
    return yuan(30000)
  end }

township "四（二）2未完成" "没有完成的通报批评，主要负责人书面检查" {
  criticism = function (t) return not t.completed end,
  self_criticism = function (t) return not t.completed end }

township "五（六）" "连续两周排名落后的约谈" {
  talk = function (t) return t.weeks_at_bottom >= 2 end }

-- 通知留白之处与所取的读法 -------------------------------------------------------------------------

doubt "三（一）2" "长期居住怎样认定" "通知没有定义；常住地在本县，或者持有居住证，即算"
doubt "三（一）3" "学校在哪里" "名册只记是否在校；本县名册里的在校学生算本县学校的学生" {
  when = function (r) return not r.household_registration:within(here) end }
doubt "三（一）5" "外籍家属怎样认定" "凭名册里的身份标签；未成年按年度首日未满十八周岁" {
  articles = { "三（一）5" } }
doubt "三（一）职工" "职工医保看哪一天"
  "看缴费日（未缴的看提问日），不早于年度首日；户籍居民以外的各类人员同样不得重复" { articles = { "三（一）职工" } }
doubt "三（二）新生儿" "九十日怎样数、跨年怎么办"
  "出生当天不计入；2022 年四季度出生的，九十日可以伸到次年，本年度待遇从年度首日起" {
  articles = { "三（二）新生儿", "三（二）新生儿待遇" } }
doubt "三（二）1计生" "计生、优抚资助的资金来源" "通知只说按部门职责落实；记为各认定部门的资金" {
  articles = { "三（二）1计生", "三（二）1优抚" } }
doubt "三（二）2监测" "哪些人属于监测人口" "脱贫不稳定、边缘易致贫、突发严重困难三类都算" {
  articles = { "三（二）2监测" } }
doubt "三（二）多重身份" "多重身份怎样资助" "通知没有写明；就高，不重复，同额的取条文在前的" {
  combined = "subsidy" }
doubt "三（二）停止资助" "动态调整人员指谁"
  "集中缴费期后认定、认定不晚于缴费的；没有缴费的按提问日" { articles = { "三（二）停止资助" } }
doubt "三（三）" "缴费期到底哪天结束"
  "通知另处把 2023-02-28 称作征缴期结束；一般居民仍以 2022-12-31 为限，2 月底只对返乡农民工和补办人员" {
  when = function (r) return r.paid_on and r.paid_on > COLLECTION_TO and r.paid_on <= EXTENSION_TO end }
doubt "三（三）返乡" "延长期缴费从哪天享受" "通知没有另定；与集中缴费期相同，从年度首日起" {
  when = function (r) return r.paid_on and r.paid_on > COLLECTION_TO end }
doubt "三（三）补办中断" "职工医保不满两年中断的"
  "通知只给连续满两年的人补办；连续两年按参保与停保日期首尾相接计算，补缴无从分辨" {
  articles = { "三（三）补办中断", "三（三）等待期" } }
doubt "三（三）补办军人" "当年指哪一年" "待遇年度的自然年；配偶凭随军未就业配偶标签"
doubt "三（三）补办新增" "认定日只有一个" "多重身份只记一个认定日期，视为各身份同日认定"
doubt "三（三）补办释放" "释放多久之内可以补办" "通知没有限期；集中筹资开始以后释放的可以"
doubt "三（三）补办待遇" "补办到哪天为止" "通知没有限期；次日享受须在年度内，所以到 12 月 30 日"
doubt "三（三）等待期待遇" "等待期怎样数、跨年怎么办"
  "缴费当天不计入，满六个月的次日起享受；满期在年度之后的，本年度实际没有待遇"
doubt "三（六）1" "退多少、凭什么退"
  "退所缴的全部；凭名册里的居民医保终止日期，不凭有无其他参保；名册没有缴费金额的无从退起" {
  articles = { "三（六）1", "三（六）3" } }
doubt "三（六）2" "差额退费给谁"
  "集中缴费期内认定、认定时已缴的退差额；此前已在名单上而缴多了的，按年底补退费同样退差额" {
  articles = { "三（二）补退", "三（六）2" }, when = function (_, e) return e.refund > yuan(0) end }
doubt "三（六）2期后" "享受期开始后新增的是否追溯资助" "缴费在认定之前的，按未资助处理，不退不补"
doubt "二" "附件分解表缺失" "各镇任务数由运行时的表给出；通知只有全县总数"
doubt "四（二）1" "补助按哪天的人数" "考核时点以后的一律不计，补助也按时点人数"
doubt "四（二）2" "奖项怎样排名"
  "只在完成任务的镇中按完成率排；并列同名次，同名次者同奖；经济开发区与镇同等奖惩"
doubt "五（六）" "排名落后指哪些" "每周按完成率排在最后一名；周从集中筹资开始起算"
