-- 临猗县 2024 年度的人口样子，供 synth 造名册用。人都是编的：证件号用从未分配过的地区代码（990001 起）。
-- 每一条 trait 说有多少人这样、填进哪些格；payer 说这些人怎样缴费，从上到下取第一条合适的。
-- at_least：名册小的时候也大约要有这么多人（of = "household" 的是这么多户），好让每一条规则都有人用得上。
-- 写法见 rules/anhui/suzhou/lingbi/2023.synth.lua 开头。

profile {
  title = "临猗县2024年度城乡居民基本医疗保险参保名册",
  place = "临猗县",
  day = "2023-12-31",                 -- 按这一天数年龄
  first_area = 990001,
  premium = "380",
  males = 5060,
  census = { under_15 = 1530, from_60 = 2210, household = 301 },
  assumption = "年龄和户均人数是 2020 年普查数；乡镇的比例照通知所附的任务数；各类身份和缴费的比例都是假设",
  fields = { sex = "sex", paid_on = "paid_on", paid_amount = "paid_amount", pay_channel = "pay_channel" },
  sex = { "女", "男" },
  wrong_amounts = { per_10000 = 40, amounts = { "380", "100", "76", "38", "190", "350", "760", "" } },
  other_ids = {
    { id_type = "外国人永久居留身份证", pattern = "XXX99##########" },
    { id_type = "护照", pattern = "XX#######" },
    { id_type = "出生医学证明", pattern = "X99#######" } } }

-- 各年龄段的权重（一岁一段里平均分）
ages {
  { 0, 4, 440 }, { 5, 9, 540 }, { 10, 14, 550 }, { 15, 19, 480 }, { 20, 24, 440 }, { 25, 29, 560 }, { 30, 34, 760 },
  { 35, 39, 690 }, { 40, 44, 640 }, { 45, 49, 760 }, { 50, 54, 900 }, { 55, 59, 850 }, { 60, 64, 640 }, { 65, 69, 620 },
  { 70, 74, 460 }, { 75, 79, 270 }, { 80, 84, 150 }, { 85, 89, 65 }, { 90, 94, 18 }, { 95, 104, 4 } }

-- 户的构成，合起来正好是上面的普查数
household { weight = 1744, members = { "adult", "adult" } }
household { weight = 1293, members = { "adult", "adult", "youth" } }
household { weight = 835, members = { "adult" } }
household { weight = 817, members = { "elder", "elder" } }
household { weight = 808, members = { "adult", "adult", "child" } }
household { weight = 780, members = { "adult", "adult", "youth", "child" } }
household { weight = 586, members = { "elder", "elder", "adult", "adult", "youth" } }
household { weight = 538, members = { "elder" } }
household { weight = 458, members = { "elder", "elder", "adult", "adult", "child" } }
household { weight = 457, members = { "adult", "adult", "child", "child" } }
household { weight = 442, members = { "elder", "elder", "adult", "adult", "youth", "child" } }
household { weight = 323, members = { "elder", "adult", "adult", "child" } }
household { weight = 259, members = { "elder", "elder", "adult", "adult", "child", "child" } }
household { weight = 185, members = { "elder", "adult" } }
household { weight = 158, members = { "elder", "elder", "adult" } }
household { weight = 105, members = { "adult", "child" } }
household { weight = 70, members = { "youth" } }
household { weight = 46, members = { "elder", "elder", "child" } }
household { weight = 46, members = { "adult", "adult", "child", "child", "child" } }
household { weight = 29, members = { "elder", "child" } }
household { weight = 23, members = { "elder", "elder", "child", "child" } }

-- 名称和比例照通知所附的任务分解表
town { name = "猗氏镇", weight = 34385, villages = 22, communities = 8 }
town { name = "牛杜镇", weight = 30337, villages = 24 }
town { name = "楚侯乡", weight = 31165, villages = 25 }
town { name = "嵎阳镇", weight = 23652, villages = 20 }
town { name = "庙上乡", weight = 30417, villages = 22 }
town { name = "临晋镇", weight = 34071, villages = 30 }
town { name = "七级镇", weight = 27215, villages = 20 }
town { name = "东张镇", weight = 31143, villages = 24 }
town { name = "角杯乡", weight = 35027, villages = 26 }
town { name = "孙吉镇", weight = 48247, villages = 30 }
town { name = "北辛乡", weight = 26267, villages = 22 }
town { name = "耽子镇", weight = 31837, villages = 24 }
town { name = "北景乡", weight = 56183, villages = 38 }
town { name = "三管镇", weight = 17106, villages = 14 }
town { name = "社区办", weight = 22468, communities = 10 }

-- 户籍和住处 ---------------------------------------------------------------------------------------

trait "本县户籍" { fill = {
  household_registration = { choose = { { "山西省运城市临猗县", 7 }, { "临猗县", 3 } } },
  resides_in = { choose = { { "临猗县", 88 }, { "山西省运城市盐湖区", 6 }, { "陕西省西安市", 3 }, { "山西省太原市", 2 } } } } }
trait "外县户籍常住本县" { of = "household", per_10000 = 160, at_least = 4, fill = {
  household_registration = { choose = { { "山西省运城市万荣县", 5 }, { "山西省运城市永济市", 4 }, { "河南省三门峡市", 2 } } },
  resides_in = { choose = { { "临猗县", 8 }, { "山西省运城市万荣县", 2 } } },
  residence_permit = { choose = { { "是", 5 }, { "否", 5 } } } } }
trait "外县户籍住在外县" { of = "household", per_10000 = 15, at_least = 4, without = "外县户籍常住本县", fill = {
  household_registration = "山西省运城市万荣县", resides_in = "山西省运城市万荣县" } }
trait "户籍地没有登记" { of = "household", per_10000 = 8, at_least = 4, fill = { household_registration = false } }
trait "中小学、幼儿园在读" { age = { 3, 17 }, per_10000 = 9500, fill = { student = "是" } }
trait "大中专在读" { age = { 18, 22 }, per_10000 = 4500, fill = { student = "是" } }

-- 新生儿、死亡、职工医保 ---------------------------------------------------------------------------

trait "新生儿" { age = { 0, 0 }, per_10000 = 8500, fill = { birth_date = { from = "2023-09-20", to = "2024-12-31" } } }
trait "新生儿只有出生证明" { given = "新生儿", per_10000 = 1200, fill = { id_type = "出生医学证明" } }
trait "享受期前死亡" { age = { 30, 104 }, per_10000 = 20, at_least = 8, fill = {
  died_on = { from = "2023-09-05", to = "2023-12-31" } } }
trait "享受期内死亡" { age = { 30, 104 }, per_10000 = 90, at_least = 8, without = "享受期前死亡", fill = {
  died_on = { from = "2024-01-01", to = "2024-11-30" } } }
trait "在职职工" { age = { 22, 59 }, per_10000 = 240, fill = {
  employee_insured_from = { from = "2010-01-01", to = "2024-03-01" } } }
trait "职工停保" { age = { 22, 59 }, per_10000 = 110, at_least = 8, without = "在职职工", fill = {
  employee_insured_from = { from = "2012-01-01", to = "2023-05-31" },
  employee_insured_until = { from = "2023-06-01", to = "2024-02-28" } } }
trait "其他参保" { per_10000 = 90, without = "在职职工", fill = { insured_elsewhere = "是" } }
trait "退役军人" { age = { 20, 28 }, sex = "男", per_10000 = 100, at_least = 16, fill = {
  discharged_on = { from = "2023-09-01", to = "2024-09-30" } } }

-- 身份 ---------------------------------------------------------------------------------------------

trait "特困人员" { age = { 60, 104 }, per_10000 = 220, at_least = 10, due = "0", fill = {
  identities = "特困人员", identified_on = { from = "2016-01-01", to = "2023-08-31" } } }
trait "孤儿" { age = { 0, 17 }, per_10000 = 14, at_least = 8, due = "0", fill = { identities = "孤儿" } }
trait "事实无人抚养儿童" { age = { 0, 17 }, per_10000 = 40, at_least = 8, due = "0", without = "孤儿", fill = {
  identities = "事实无人抚养儿童" } }
trait "返贫致贫人口" { of = "household", per_10000 = 15, at_least = 4, due = "38", fill = {
  identities = "返贫致贫人口", identified_on = { from = "2021-05-01", to = "2023-11-30" } } }
trait "低保对象" { of = "household", per_10000 = 330, at_least = 4, due = "76", without = "特困人员", fill = {
  identities = "低保对象", identified_on = { from = "2017-01-01", to = "2023-08-31" } } }
trait "期内新认定低保" { of = "household", per_10000 = 15, at_least = 4, due = "76", due_since = "identified_on",
  without = { "低保对象", "享受期前死亡" }, fill = {
  identities = "低保对象", identified_on = { from = "2023-09-01", to = "2023-12-25" } } }
trait "期后新认定低保" { of = "household", per_10000 = 15, at_least = 6, due = "76", due_since = "identified_on",
  without = { "低保对象", "期内新认定低保", "享受期前死亡" }, fill = {
  identities = "低保对象", identified_on = { from = "2023-12-26", to = "2024-10-31" } } }
trait "脱贫不稳定人口" { of = "household", per_10000 = 60, at_least = 4, due = "100", fill = {
  identities = "脱贫不稳定人口" } }
trait "边缘易致贫人口" { of = "household", per_10000 = 60, at_least = 4, due = "100", without = "脱贫不稳定人口", fill = {
  identities = "边缘易致贫人口" } }
trait "突发严重困难人口" { of = "household", per_10000 = 20, at_least = 4, due = "100", fill = {
  identities = "突发严重困难人口" } }
trait "稳定脱贫人口" { of = "household", per_10000 = 500, fill = { identities = "稳定脱贫人口" } }
trait "重点优抚对象" { age = { 35, 104 }, per_10000 = 90, at_least = 8, fill = { identities = "重点优抚对象" } }
trait "残疾" { per_10000 = 360, fill = {
  disability_type = { choose = { { "肢体", 58 }, { "视力", 12 }, { "听力", 11 }, { "智力", 8 }, { "精神", 8 }, { "言语", 2 },
                                 { "多重", 4 } } },
  disability_grade = { choose = { { "一级", 12 }, { "二级", 28 }, { "三级", 32 }, { "四级", 28 } } } } }
trait "丧失劳动能力残疾人" { given = "残疾", age = { 16, 104 }, per_10000 = 3500, due = "190", fill = {
  identities = "丧失劳动能力残疾人" } }
trait "低保家的残疾人" { given = "低保对象", age = { 16, 104 }, per_10000 = 1200, without = "丧失劳动能力残疾人", due = "190",
  fill = { identities = "丧失劳动能力残疾人", disability_type = "肢体", disability_grade = "二级" } }
trait "脱贫户里的低保" { given = "稳定脱贫人口", per_10000 = 400, due = "76", without = "低保对象", fill = {
  identities = "低保对象" } }
trait "返贫兼低保" { given = "返贫致贫人口", per_10000 = 1500, due = "76", without = "低保对象", fill = { identities = "低保对象" } }
trait "返乡务工人员" { age = { 18, 62 }, per_10000 = 500, fill = { returning_migrant = "是" } }

-- 怎样缴费 -----------------------------------------------------------------------------------------

payer "享受期前死亡的，有的死前已缴" { given = "享受期前死亡", per_10000 = 6000,
  days = { { after = "died_on", from = -40, to = -1, weight = 8 }, { after = "died_on", from = 1, to = 20, weight = 1 } },
  channels = { { "村（居）代办", 1 } } }
payer "新生儿" { given = "新生儿", per_10000 = 9000,
  days = { { after = "birth_date", from = 3, to = 80, weight = 85 }, { after = "birth_date", from = 88, to = 92, weight = 12 },
           { after = "birth_date", from = 93, to = 150, weight = 5 } },
  channels = { { "微信", 5 }, { "村（居）代办", 3 } } }
payer "在职职工" { given = "在职职工", per_10000 = 700,
  days = { { from = "2023-09-10", to = "2023-12-20", weight = 1 } }, channels = { { "微信", 1 } } }
payer "停保后缴费" { given = "职工停保", per_10000 = 8500,
  days = { { from = "2023-09-10", to = "2023-12-25", weight = 6 }, { after = "employee_insured_until", from = -5, to = 60, weight = 4 } },
  channels = { { "办税服务厅", 1 }, { "微信", 1 } } }
payer "新认定的，多半已先缴" { given = { "期内新认定低保", "期后新认定低保" }, per_10000 = 9500, together = 9500,
  days = { { from = "2023-09-01", to = "2023-12-25", weight = 6 }, { after = "identified_on", from = 0, to = 10, weight = 1 } },
  channels = { { "村（居）代办", 1 }, { "微信", 1 } } }
payer "返乡务工人员" { given = "返乡务工人员", per_10000 = 8800, together = 2500,
  days = { { from = "2023-09-05", to = "2023-12-24", weight = 70 }, { from = "2023-12-25", to = "2023-12-25", weight = 6 },
           { from = "2023-12-26", to = "2023-12-26", weight = 4 }, { from = "2024-01-01", to = "2024-02-20", weight = 14 } },
  channels = { { "微信", 5 }, { "支付宝", 3 } } }
payer "资助对象" { given = { "特困人员", "孤儿", "事实无人抚养儿童", "返贫致贫人口", "低保对象", "脱贫不稳定人口", "边缘易致贫人口",
                          "突发严重困难人口", "丧失劳动能力残疾人" }, per_10000 = 9850, together = 9600,
  days = { { from = "2023-09-01", to = "2023-10-31", weight = 50 }, { from = "2023-11-01", to = "2023-12-25", weight = 47 },
           { from = "2023-12-26", to = "2024-01-20", weight = 2 } },
  channels = { { "村（居）代办", 8 }, { "农商银行", 1 }, { "微信", 1 } } }
payer "其他居民" { per_10000 = 9400, together = 9300,
  days = { { from = "2023-08-28", to = "2023-08-31", weight = 3 }, { from = "2023-09-01", to = "2023-09-25", weight = 190 },
           { from = "2023-09-26", to = "2023-09-30", weight = 12 }, { from = "2023-10-01", to = "2023-10-25", weight = 260 },
           { from = "2023-10-26", to = "2023-10-31", weight = 14 }, { from = "2023-11-01", to = "2023-11-25", weight = 250 },
           { from = "2023-11-26", to = "2023-11-30", weight = 12 }, { from = "2023-12-01", to = "2023-12-23", weight = 200 },
           { from = "2023-12-24", to = "2023-12-24", weight = 16 }, { from = "2023-12-25", to = "2023-12-25", weight = 30 },
           { from = "2023-12-26", to = "2023-12-26", weight = 7 }, { from = "2023-12-27", to = "2024-03-31", weight = 8 } },
  channels = { { "微信", 42 }, { "支付宝", 16 }, { "村（居）代办", 28 }, { "农商银行", 8 }, { "办税服务厅", 4 } } }
