-- 乐至县 2024 年度的人口样子，供 synth 造名册用。人都是编的：证件号用从未分配过的地区代码（990001 起）。
-- 每一条 trait 说有多少人这样、填进哪些格；payer 说这些人怎样缴费，从上到下取第一条合适的。
-- at_least：名册小的时候也大约要有这么多人（of = "household" 的是这么多户），好让每一条规则都有人用得上。
-- 写法见 rules/anhui/suzhou/lingbi/2023.synth.lua 开头。

profile {
  title = "乐至县2024年度城乡居民基本医疗保险参保名册",
  place = "乐至县",
  day = "2023-12-31",                 -- 按这一天数年龄
  first_area = 990001,
  premium = "380",
  males = 5130,
  census = { under_15 = 1480, from_60 = 3280, household = 211 },
  assumption = "年龄和户均人数是 2020 年普查数；乡镇人数的比例、各类身份和缴费的比例都是假设",
  fields = { sex = "sex", paid_on = "paid_on", paid_amount = "paid_amount", pay_channel = "pay_channel" },
  sex = { "女", "男" },
  wrong_amounts = { per_10000 = 40, amounts = { "380", "510", "95", "190", "285", "350", "38", "760", "" } },
  other_ids = {
    { id_type = "外国人永久居留身份证", pattern = "XXX99##########" },
    { id_type = "护照", pattern = "XX#######" },
    { id_type = "出生医学证明", pattern = "X99#######" } } }

-- 各年龄段的权重（一岁一段里平均分）
ages {
  { 0, 4, 380 }, { 5, 9, 520 }, { 10, 14, 580 }, { 15, 19, 430 }, { 20, 24, 330 }, { 25, 29, 380 }, { 30, 34, 560 },
  { 35, 39, 470 }, { 40, 44, 430 }, { 45, 49, 720 }, { 50, 54, 1150 }, { 55, 59, 1000 }, { 60, 64, 620 }, { 65, 69, 940 },
  { 70, 74, 780 }, { 75, 79, 430 }, { 80, 84, 260 }, { 85, 89, 140 }, { 90, 94, 45 }, { 95, 104, 10 } }

-- 户的构成，合起来正好是上面的普查数
household { weight = 1742, members = { "elder" } }
household { weight = 1719, members = { "adult" } }
household { weight = 1658, members = { "elder", "elder" } }
household { weight = 1429, members = { "adult", "adult" } }
household { weight = 712, members = { "adult", "adult", "child" } }
household { weight = 433, members = { "adult", "adult", "child", "child" } }
household { weight = 422, members = { "adult", "adult", "youth" } }
household { weight = 273, members = { "adult", "adult", "youth", "child" } }
household { weight = 239, members = { "elder", "adult" } }
household { weight = 232, members = { "adult", "child" } }
household { weight = 178, members = { "elder", "adult", "adult", "child" } }
household { weight = 158, members = { "elder", "elder", "adult", "adult", "child" } }
household { weight = 143, members = { "youth" } }
household { weight = 127, members = { "elder", "elder", "adult" } }
household { weight = 101, members = { "elder", "elder", "child" } }
household { weight = 101, members = { "elder", "child" } }
household { weight = 96, members = { "elder", "elder", "adult", "adult", "child", "child" } }
household { weight = 75, members = { "elder", "elder", "adult", "adult", "youth" } }
household { weight = 61, members = { "elder", "elder", "adult", "adult", "youth", "child" } }
household { weight = 54, members = { "elder", "elder", "child", "child" } }
household { weight = 47, members = { "adult", "adult", "child", "child", "child" } }

town { name = "天池街道", weight = 92000, villages = 12, communities = 12 }
town { name = "南塔街道", weight = 61000, villages = 6, communities = 9 }
town { name = "石佛镇", weight = 36000, villages = 17, communities = 2 }
town { name = "回澜镇", weight = 24000, villages = 13, communities = 1 }
town { name = "石湍镇", weight = 17000, villages = 10, communities = 1 }
town { name = "童家镇", weight = 29000, villages = 15, communities = 2 }
town { name = "宝林镇", weight = 18000, villages = 10, communities = 1 }
town { name = "大佛镇", weight = 23000, villages = 12, communities = 2 }
town { name = "良安镇", weight = 22000, villages = 12, communities = 1 }
town { name = "金顺镇", weight = 15000, villages = 9, communities = 1 }
town { name = "中和场镇", weight = 19000, villages = 11, communities = 1 }
town { name = "劳动镇", weight = 19000, villages = 11, communities = 1 }
town { name = "中天镇", weight = 17000, villages = 10, communities = 1 }
town { name = "佛星镇", weight = 14000, villages = 9, communities = 1 }
town { name = "蟠龙镇", weight = 16000, villages = 9, communities = 1 }
town { name = "东山镇", weight = 14000, villages = 8, communities = 1 }
town { name = "通旅镇", weight = 15000, villages = 9, communities = 1 }
town { name = "高寺镇", weight = 21000, villages = 12, communities = 1 }
town { name = "龙门镇", weight = 13000, villages = 8, communities = 1 }
town { name = "盛池镇", weight = 13000, villages = 8, communities = 1 }
town { name = "双河场乡", weight = 9000, villages = 6, communities = 1 }

-- 户籍和住处 ---------------------------------------------------------------------------------------

trait "本县户籍" { fill = {
  household_registration = { choose = { { "四川省资阳市乐至县", 7 }, { "乐至县", 3 } } },
  resides_in = { choose = { { "乐至县", 72 }, { "四川省资阳市雁江区", 3 }, { "四川省成都市", 16 }, { "重庆市", 4 },
                            { "广东省东莞市", 5 } } } } }
trait "外县户籍有居住证" { of = "household", per_10000 = 110, at_least = 4, fill = {
  household_registration = { choose = { { "四川省资阳市安岳县", 5 }, { "四川省遂宁市", 3 }, { "重庆市潼南区", 2 } } },
  resides_in = "乐至县", residence_permit = "是" } }
trait "外县户籍没有居住证" { of = "household", per_10000 = 15, at_least = 4, without = "外县户籍有居住证", fill = {
  household_registration = { choose = { { "四川省资阳市安岳县", 1 }, { "四川省内江市", 1 } } },
  resides_in = { choose = { { "乐至县", 3 }, { "四川省资阳市安岳县", 1 } } }, residence_permit = "否" } }
trait "户籍地没有登记" { of = "household", per_10000 = 8, at_least = 4, fill = { household_registration = false } }
trait "中小学、幼儿园在读" { age = { 3, 17 }, per_10000 = 9500, fill = { student = "是" } }
trait "大中专在读" { age = { 18, 22 }, per_10000 = 4500, fill = { student = "是" } }
trait "其他符合规定人员" { per_10000 = 4, at_least = 8, fill = {
  identities = "其他符合规定人员", household_registration = { choose = { { "四川省成都市", 1 }, { "香港特别行政区", 1 } } } } }

-- 档次、新生儿、死亡、职工医保 ---------------------------------------------------------------------

trait "自选高档次" { of = "household", per_10000 = 1300, premium = "510", fill = { tier = "高" } }
trait "写明低档次" { of = "household", per_10000 = 7800, without = "自选高档次", fill = { tier = "低" } }
trait "新生儿" { age = { 0, 0 }, per_10000 = 8500, fill = { birth_date = { from = "2023-11-25", to = "2024-12-31" } } }
trait "新生儿只有出生证明" { given = "新生儿", per_10000 = 1200, fill = { id_type = "出生医学证明" } }
trait "享受期前死亡" { age = { 30, 104 }, per_10000 = 22, at_least = 8, fill = {
  died_on = { from = "2023-09-05", to = "2023-12-31" } } }
trait "享受期内死亡" { age = { 30, 104 }, per_10000 = 100, at_least = 8, without = "享受期前死亡", fill = {
  died_on = { from = "2024-01-01", to = "2024-11-30" } } }
trait "在职职工" { age = { 22, 59 }, per_10000 = 260, fill = {
  employee_insured_from = { from = "2010-01-01", to = "2024-03-01" } } }
trait "职工停保" { age = { 22, 59 }, per_10000 = 120, at_least = 8, without = "在职职工", fill = {
  employee_insured_from = { from = "2012-01-01", to = "2023-06-30" },
  employee_insured_until = { from = "2023-07-01", to = "2024-03-31" } } }
trait "其他参保" { per_10000 = 110, without = "在职职工", fill = { insured_elsewhere = "是" } }

-- 身份 ---------------------------------------------------------------------------------------------

trait "被征地农转非超龄人员" { age = { 55, 104 }, per_10000 = 260, at_least = 8, subsidy = "510", fill = {
  identities = "被征地农转非超龄人员", tier = { choose = { { "高", 6 }, { "低", 3 } } } } }
trait "征地档次没有登记" { given = "被征地农转非超龄人员", per_10000 = 3000, fill = { tier = false } }
trait "重点优抚对象" { age = { 35, 104 }, per_10000 = 110, at_least = 8, subsidy = "510", fill = {
  identities = "重点优抚对象", tier = { choose = { { "高", 7 }, { "低", 2 } } } } }
trait "农村特困人员" { age = { 60, 104 }, per_10000 = 270, subsidy = "380", fill = {
  identities = "农村特困人员", identified_on = { from = "2016-01-01", to = "2023-08-31" } } }
trait "城镇特困人员" { age = { 60, 104 }, per_10000 = 25, at_least = 8, subsidy = "380", without = "农村特困人员", fill = {
  identities = "城镇特困人员", identified_on = { from = "2016-01-01", to = "2023-08-31" } } }
trait "特困没有分城乡" { age = { 60, 104 }, per_10000 = 8, at_least = 8, subsidy = "380", without = { "农村特困人员", "城镇特困人员" },
  fill = { identities = "特困人员" } }
trait "计划生育特别扶助对象" { of = "household", per_10000 = 35, at_least = 4, subsidy = "380", fill = {
  identities = "计划生育特别扶助对象" } }
trait "孤儿" { age = { 0, 17 }, per_10000 = 14, at_least = 8, subsidy = "380", fill = { identities = "孤儿" } }
trait "事实无人抚养儿童" { age = { 0, 17 }, per_10000 = 45, at_least = 8, subsidy = "380", without = "孤儿", fill = {
  identities = "事实无人抚养儿童" } }
trait "精减退休老职工" { age = { 78, 104 }, per_10000 = 60, at_least = 8, subsidy = "380", fill = { identities = "精减退休老职工" } }
trait "民政伤残民工" { age = { 55, 104 }, per_10000 = 10, at_least = 8, subsidy = "380", fill = { identities = "民政伤残民工" } }
trait "农村低保对象" { of = "household", per_10000 = 400, subsidy = "285", without = { "农村特困人员", "城镇特困人员" }, fill = {
  identities = "农村低保对象", identified_on = { from = "2017-01-01", to = "2023-08-31" } } }
trait "城镇低保对象" { of = "household", per_10000 = 70, subsidy = "285", without = { "农村低保对象", "农村特困人员" }, fill = {
  identities = "城镇低保对象", identified_on = { from = "2017-01-01", to = "2023-08-31" } } }
trait "期内新认定低保" { of = "household", per_10000 = 15, at_least = 5, subsidy = "285", due_since = "identified_on",
  without = { "农村低保对象", "城镇低保对象", "享受期前死亡" }, fill = {
  identities = "农村低保对象", identified_on = { from = "2023-09-01", to = "2024-02-29" } } }
trait "期后新认定低保" { of = "household", per_10000 = 15, at_least = 7, subsidy = "285", due_since = "identified_on",
  without = { "农村低保对象", "城镇低保对象", "期内新认定低保", "享受期前死亡" }, fill = {
  identities = "农村低保对象", identified_on = { from = "2024-03-01", to = "2024-11-30" } } }
trait "低保没有分城乡" { of = "household", per_10000 = 10, at_least = 4, subsidy = "285", without = { "农村低保对象", "城镇低保对象" },
  fill = { identities = "低保对象" } }
trait "脱贫不稳定户" { of = "household", per_10000 = 60, subsidy = "285", fill = { identities = "脱贫不稳定户" } }
trait "突发严重困难户" { of = "household", per_10000 = 25, at_least = 4, subsidy = "285", fill = { identities = "突发严重困难户" } }
trait "边缘易致贫户" { of = "household", per_10000 = 60, subsidy = "285", without = "脱贫不稳定户", fill = {
  identities = "边缘易致贫户" } }
trait "监测对象没有写明哪一种" { of = "household", per_10000 = 10, at_least = 4, subsidy = "285", fill = {
  identities = "防止返贫监测对象" } }
trait "稳定脱贫人口" { of = "household", per_10000 = 900, subsidy = "95", fill = { identities = "稳定脱贫人口" } }
trait "重度残疾" { per_10000 = 170, at_least = 8, subsidy = "380", fill = {
  disability_type = { choose = { { "肢体", 50 }, { "视力", 15 }, { "听力", 10 }, { "智力", 12 }, { "精神", 8 }, { "言语", 2 },
                                 { "多重", 5 } } },
  disability_grade = { choose = { { "一级", 35 }, { "二级", 65 } } } } }
trait "精神三四级" { per_10000 = 45, at_least = 8, subsidy = "380", without = "重度残疾", fill = {
  disability_type = "精神", disability_grade = { choose = { { "三级", 6 }, { "四级", 4 } } } } }
trait "一般残疾" { per_10000 = 260, subsidy = "190", without = { "重度残疾", "精神三四级" }, fill = {
  disability_type = { choose = { { "肢体", 60 }, { "视力", 14 }, { "听力", 14 }, { "智力", 6 }, { "言语", 2 }, { "多重", 4 } } },
  disability_grade = { choose = { { "三级", 5 }, { "四级", 5 } } } } }
trait "残疾类别没有登记" { given = "一般残疾", per_10000 = 300, fill = { disability_type = false } }
trait "只有重度残疾标签" { per_10000 = 10, at_least = 8, subsidy = "380", without = { "重度残疾", "精神三四级", "一般残疾" }, fill = {
  identities = "重度残疾人" } }
trait "只有一般残疾标签" { per_10000 = 12, at_least = 8, subsidy = "190",
  without = { "重度残疾", "精神三四级", "一般残疾", "只有重度残疾标签" }, fill = { identities = "一般残疾人" } }
trait "低保兼优抚" { given = { "农村低保对象", "城镇低保对象" }, age = { 35, 104 }, per_10000 = 500, without = "重点优抚对象",
  subsidy = "510", fill = { identities = "重点优抚对象" } }
trait "低保兼征地" { given = { "农村低保对象", "城镇低保对象" }, age = { 55, 104 }, per_10000 = 400,
  without = "被征地农转非超龄人员", subsidy = "510", fill = { identities = "被征地农转非超龄人员" } }
trait "返乡务工人员" { age = { 18, 62 }, per_10000 = 900, fill = { returning_migrant = "是" } }

-- 怎样缴费 -----------------------------------------------------------------------------------------

payer "享受期前死亡的，有的死前已缴" { given = "享受期前死亡", per_10000 = 6000,
  days = { { after = "died_on", from = -40, to = -1, weight = 8 }, { after = "died_on", from = 1, to = 20, weight = 1 } },
  channels = { { "村（社区）代办点", 1 } } }
payer "新生儿" { given = "新生儿", per_10000 = 9000,
  days = { { after = "birth_date", from = 3, to = 80, weight = 85 }, { after = "birth_date", from = 88, to = 92, weight = 12 },
           { after = "birth_date", from = 93, to = 150, weight = 5 } },
  channels = { { "四川税务", 5 }, { "村（社区）代办点", 3 } } }
payer "在职职工" { given = "在职职工", per_10000 = 700,
  days = { { from = "2023-09-10", to = "2024-02-20", weight = 1 } }, channels = { { "微信", 1 } } }
payer "停保后缴费" { given = "职工停保", per_10000 = 8500,
  days = { { from = "2023-09-10", to = "2023-12-31", weight = 4 }, { after = "employee_insured_until", from = -5, to = 60, weight = 5 } },
  channels = { { "便民服务中心", 1 }, { "四川税务", 1 } } }
payer "新认定的，多半已先缴" { given = { "期内新认定低保", "期后新认定低保" }, per_10000 = 9500, together = 9500,
  days = { { from = "2023-09-01", to = "2024-02-29", weight = 6 }, { after = "identified_on", from = 0, to = 10, weight = 1 } },
  channels = { { "村（社区）代办点", 1 }, { "微信", 1 } } }
payer "返乡务工人员" { given = "返乡务工人员", per_10000 = 9200, together = 2500,
  days = { { from = "2023-09-05", to = "2023-12-31", weight = 50 }, { from = "2024-01-01", to = "2024-02-27", weight = 40 },
           { from = "2024-02-28", to = "2024-02-28", weight = 3 }, { from = "2024-02-29", to = "2024-02-29", weight = 5 },
           { from = "2024-03-01", to = "2024-03-01", weight = 3 }, { from = "2024-03-02", to = "2024-03-20", weight = 2 } },
  channels = { { "微信", 5 }, { "支付宝", 3 }, { "四川税务", 2 } } }
payer "资助对象" { given = { "农村特困人员", "城镇特困人员", "特困没有分城乡", "孤儿", "事实无人抚养儿童", "重度残疾",
                          "计划生育特别扶助对象", "农村低保对象", "城镇低保对象", "脱贫不稳定户", "突发严重困难户",
                          "边缘易致贫户", "被征地农转非超龄人员", "重点优抚对象" }, per_10000 = 9850, together = 9600,
  days = { { from = "2023-09-01", to = "2023-10-31", weight = 50 }, { from = "2023-11-01", to = "2024-02-29", weight = 48 },
           { from = "2024-03-01", to = "2024-03-31", weight = 2 } },
  channels = { { "村（社区）代办点", 8 }, { "银行代收", 1 }, { "微信", 1 } } }
payer "其他居民" { per_10000 = 9400, together = 9200,
  days = { { from = "2023-08-26", to = "2023-08-31", weight = 4 }, { from = "2023-09-01", to = "2023-09-30", weight = 120 },
           { from = "2023-10-01", to = "2023-11-30", weight = 300 }, { from = "2023-12-01", to = "2023-12-31", weight = 260 },
           { from = "2024-01-01", to = "2024-02-27", weight = 270 }, { from = "2024-02-28", to = "2024-02-28", weight = 14 },
           { from = "2024-02-29", to = "2024-02-29", weight = 22 }, { from = "2024-03-01", to = "2024-03-01", weight = 6 },
           { from = "2024-03-02", to = "2024-06-30", weight = 8 } },
  channels = { { "微信", 38 }, { "支付宝", 14 }, { "四川税务", 16 }, { "村（社区）代办点", 24 }, { "银行代收", 8 } } }
