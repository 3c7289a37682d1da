-- 灵璧县 2023 年度的人口样子，供 synth 造名册用。人都是编的：证件号用从未分配过的地区代码（990001 起）。
-- 每一条 trait 说有多少人这样、填进哪些格；payer 说这些人怎样缴费，从上到下取第一条合适的。
-- at_least：名册小的时候也大约要有这么多人（of = "household" 的是这么多户），好让每一条规则都有人用得上。
--
-- trait 的写法（从上到下逐条抽，后写的盖过先写的）：
--   per_10000 或 per_million   可能这样的人里每万（百万）人有多少；不写就是人人如此
--   of = "household"           按户抽，抽中的户里合适的人都算；不写按人抽
--   age、sex、given、without    什么人可能这样：年龄、性别、已有其中一条 trait、一条都没有
--   fill                       填进哪些格：文字；choose 按权重选；from 和 to 是日期，带 after 时是那个日期之后的天数；
--                              金额和数用 low、high、step；false 是留空
--   due、subsidy、premium       缴费时最多缴多少、少缴多少、选的价钱；due_since：这个日期以前缴的按全价
-- payer 的写法：per_10000 缴费的比例；together 跟着同户第一个人走的比例（每万）；days 缴费的日子；channels 渠道

profile {
  title = "灵璧县2023年度城乡居民基本医疗保险参保名册",
  place = "灵璧县",
  day = "2022-12-31",                 -- 按这一天数年龄
  first_area = 990001,
  premium = "350",
  males = 5120,
  census = { under_15 = 1920, from_60 = 1880, household = 261 },
  assumption = "本县 2020 年普查的年龄和户均人数没有查到，用的是安徽全省的数；乡镇人数的比例、各类身份的比例都是假设",
  fields = { sex = "sex", paid_on = "paid_on", paid_amount = "paid_amount", pay_channel = "pay_channel" },
  sex = { "女", "男" },
  wrong_amounts = { per_10000 = 40, amounts = { "350", "300", "175", "50", "35", "700", "320", "380", "" } },
  other_ids = {
    { id_type = "港澳居民来往内地通行证", pattern = "X########" },
    { id_type = "外国人永久居留身份证", pattern = "XXX99##########" },
    { id_type = "护照", pattern = "XX#######" },
    { id_type = "出生医学证明", pattern = "X99#######" } } }

-- 各年龄段的权重（一岁一段里平均分）
ages {
  { 0, 4, 520 }, { 5, 9, 690 }, { 10, 14, 720 }, { 15, 19, 560 }, { 20, 24, 450 }, { 25, 29, 520 }, { 30, 34, 860 },
  { 35, 39, 720 }, { 40, 44, 600 }, { 45, 49, 690 }, { 50, 54, 860 }, { 55, 59, 760 }, { 60, 64, 480 }, { 65, 69, 520 },
  { 70, 74, 380 }, { 75, 79, 230 }, { 80, 84, 140 }, { 85, 89, 70 }, { 90, 94, 24 }, { 95, 104, 6 } }

-- 户的构成，合起来正好是上面的普查数
household { weight = 1774, members = { "adult", "adult" } }
household { weight = 1326, members = { "adult" } }
household { weight = 1062, members = { "adult", "adult", "child" } }
household { weight = 853, members = { "elder" } }
household { weight = 843, members = { "adult", "adult", "youth" } }
household { weight = 830, members = { "elder", "elder" } }
household { weight = 775, members = { "adult", "adult", "child", "child" } }
household { weight = 656, members = { "adult", "adult", "youth", "child" } }
household { weight = 271, members = { "elder", "adult", "adult", "child" } }
household { weight = 246, members = { "elder", "elder", "adult", "adult", "child" } }
household { weight = 215, members = { "adult", "child" } }
household { weight = 188, members = { "elder", "adult" } }
household { weight = 180, members = { "elder", "elder", "adult", "adult", "child", "child" } }
household { weight = 157, members = { "elder", "elder", "adult", "adult", "youth" } }
household { weight = 152, members = { "elder", "elder", "adult", "adult", "youth", "child" } }
household { weight = 110, members = { "youth" } }
household { weight = 103, members = { "elder", "elder", "adult" } }
household { weight = 100, members = { "adult", "adult", "child", "child", "child" } }
household { weight = 61, members = { "elder", "elder", "child" } }
household { weight = 59, members = { "elder", "child" } }
household { weight = 39, members = { "elder", "elder", "child", "child" } }

town { name = "灵城镇", weight = 178000, villages = 14, communities = 16 }
town { name = "韦集镇", weight = 58000, villages = 15 }
town { name = "黄湾镇", weight = 56000, villages = 15 }
town { name = "娄庄镇", weight = 78000, villages = 20 }
town { name = "杨疃镇", weight = 72000, villages = 19 }
town { name = "尹集镇", weight = 66000, villages = 16 }
town { name = "浍沟镇", weight = 56000, villages = 14 }
town { name = "尤集镇", weight = 61000, villages = 14 }
town { name = "下楼镇", weight = 50000, villages = 14 }
town { name = "朝阳镇", weight = 57000, villages = 15 }
town { name = "渔沟镇", weight = 66000, villages = 17 }
town { name = "高楼镇", weight = 57000, villages = 16 }
town { name = "冯庙镇", weight = 56000, villages = 15 }
town { name = "向阳镇", weight = 36000, villages = 10 }
town { name = "朱集镇", weight = 34000, villages = 9 }
town { name = "大路镇", weight = 34000, villages = 9 }
town { name = "大庙镇", weight = 38000, villages = 11 }
town { name = "禅堂镇", weight = 33000, villages = 9 }
town { name = "虞姬镇", weight = 39000, villages = 10 }
town { name = "经济开发区", weight = 26000, villages = 3, communities = 3 }

-- 户籍和住处 ---------------------------------------------------------------------------------------

trait "本县户籍" { fill = {
  household_registration = { choose = { { "安徽省宿州市灵璧县", 7 }, { "灵璧县", 3 } } },
  resides_in = { choose = { { "灵璧县", 80 }, { "安徽省宿州市埇桥区", 3 }, { "安徽省合肥市", 4 }, { "江苏省苏州市", 6 },
                            { "浙江省宁波市", 4 }, { "上海市", 3 } } } } }
trait "外县户籍常住本县" { of = "household", per_10000 = 150, at_least = 4, fill = {
  household_registration = { choose = { { "安徽省宿州市泗县", 5 }, { "江苏省徐州市睢宁县", 4 }, { "河南省商丘市", 2 },
                                        { "安徽省蚌埠市固镇县", 4 } } },
  resides_in = "灵璧县", residence_permit = { choose = { { "是", 5 }, { "否", 5 } } } } }
trait "外县户籍住在外县" { of = "household", per_10000 = 12, at_least = 4, without = "外县户籍常住本县", fill = {
  household_registration = { choose = { { "安徽省宿州市泗县", 1 }, { "江苏省徐州市睢宁县", 1 } } },
  resides_in = { choose = { { "安徽省宿州市泗县", 1 }, { "江苏省徐州市睢宁县", 1 } } } } }
trait "户籍地没有登记" { of = "household", per_10000 = 8, at_least = 4, fill = { household_registration = false } }
trait "住处没有登记" { per_10000 = 100, fill = { resides_in = false } }
trait "中小学、幼儿园在读" { age = { 3, 17 }, per_10000 = 9500, fill = { student = "是" } }
trait "大中专在读" { age = { 18, 22 }, per_10000 = 4500, fill = { student = "是" } }

-- 港澳台和外籍
trait "港澳台居民" { per_million = 40, at_least = 7, age = { 6, 80 }, fill = {
  id_type = { choose = { { "港澳台居民居住证", 1 }, { "港澳居民来往内地通行证", 1 } } },
  household_registration = { choose = { { "香港特别行政区", 2 }, { "台湾省", 1 } } }, resides_in = "灵璧县" } }
trait "外籍就业人员" { per_million = 20, at_least = 4, age = { 25, 55 }, without = "港澳台居民", fill = {
  id_type = { choose = { { "外国人永久居留身份证", 1 }, { "护照", 2 } } }, identities = "外籍就业人员",
  name = { choose = { { "安娜·彼得罗娃", 1 }, { "阿米尔·汗", 1 }, { "玛丽亚·桑托斯", 1 } } },
  household_registration = "国外", resides_in = "灵璧县", residence_permit = "是" } }
trait "外籍人员家属" { per_million = 20, at_least = 5, age = { 2, 50 }, without = { "港澳台居民", "外籍就业人员" }, fill = {
  id_type = "护照", identities = { choose = { { "外籍人员未就业配偶", 1 }, { "外籍人员未成年子女", 2 } } },
  name = { choose = { { "索菲亚·李", 1 }, { "丹尼尔·金", 1 } } },
  household_registration = "国外", resides_in = { choose = { { "国外", 1 }, { "灵璧县", 2 } } } } }
trait "中国公民外籍配偶" { per_million = 60, at_least = 5, age = { 22, 50 },
  without = { "港澳台居民", "外籍就业人员", "外籍人员家属" }, fill = {
  id_type = "护照", identities = "中国公民外籍配偶", name = { choose = { { "阮氏梅", 2 }, { "阮氏花", 2 }, { "尼娜", 1 } } },
  household_registration = "国外", resides_in = { choose = { { "国外", 1 }, { "灵璧县", 2 } } },
  residence_permit = { choose = { { "是", 2 }, { "否", 1 } } } } }

-- 新生儿、死亡、退役、刑满释放 ---------------------------------------------------------------------

trait "新生儿" { age = { 0, 0 }, per_10000 = 8500, fill = { birth_date = { from = "2022-09-25", to = "2023-12-31" } } }
trait "新生儿只有出生证明" { given = "新生儿", per_10000 = 1200, fill = { id_type = "出生医学证明" } }
trait "享受期前死亡" { age = { 30, 104 }, per_10000 = 18, at_least = 8, fill = {
  died_on = { from = "2022-10-05", to = "2022-12-31" } } }
trait "享受期内死亡" { age = { 30, 104 }, per_10000 = 90, at_least = 8, without = "享受期前死亡", fill = {
  died_on = { from = "2023-01-01", to = "2023-11-30" } } }
trait "退役军人" { age = { 20, 28 }, sex = "男", per_10000 = 120, at_least = 16, fill = {
  discharged_on = { from = "2022-09-01", to = "2023-12-20" } } }
trait "随军未就业配偶" { age = { 22, 45 }, sex = "女", per_10000 = 6, at_least = 10, fill = { identities = "随军未就业配偶" } }
trait "刑满释放" { age = { 20, 65 }, per_10000 = 12, at_least = 10, without = "退役军人", fill = {
  released_on = { from = "2022-07-01", to = "2023-11-30" } } }

-- 职工医保 -----------------------------------------------------------------------------------------

trait "在职职工" { age = { 22, 59 }, per_10000 = 220, fill = {
  employee_insured_from = { from = "2010-01-01", to = "2023-02-01" } } }
trait "职工满两年停保" { age = { 24, 59 }, per_10000 = 90, at_least = 40, without = "在职职工", fill = {
  employee_insured_from = { from = "2012-01-01", to = "2020-06-30" },
  employee_insured_until = { from = "2022-08-01", to = "2023-09-30" } } }
trait "职工两年上下停保" { age = { 22, 50 }, per_10000 = 15, at_least = 10, without = { "在职职工", "职工满两年停保" }, fill = {
  employee_insured_from = { from = "2020-09-01", to = "2021-04-30" },
  employee_insured_until = { after = "employee_insured_from", from = 720, to = 740 } } }
trait "职工不满两年停保" { age = { 22, 45 }, per_10000 = 40, at_least = 8,
  without = { "在职职工", "职工满两年停保", "职工两年上下停保" }, fill = {
  employee_insured_from = { from = "2021-06-01", to = "2022-09-30" },
  employee_insured_until = { after = "employee_insured_from", from = 150, to = 600 } } }
trait "困难企业" { age = { 30, 62 }, per_10000 = 10, at_least = 14,
  without = { "在职职工", "职工满两年停保", "职工两年上下停保", "职工不满两年停保" }, fill = {
  identities = { choose = { { "困难企业职工", 3 }, { "困难企业退休人员", 1 } } },
  employee_insured_from = { from = "2000-01-01", to = "2018-12-31" },
  employee_insured_until = { from = "2022-07-01", to = "2022-12-20" } } }
trait "困难企业外县户籍" { given = "困难企业", per_10000 = 3000, fill = {
  household_registration = "安徽省宿州市泗县", resides_in = "安徽省宿州市泗县" } }
trait "困难企业没有停保" { given = "在职职工", per_10000 = 300, fill = { identities = "困难企业职工" } }
trait "其他参保" { per_10000 = 90, without = "在职职工", fill = { insured_elsewhere = "是" } }

-- 身份 ---------------------------------------------------------------------------------------------

trait "特困人员" { age = { 60, 104 }, per_10000 = 260, at_least = 10, due = "0", fill = {
  identities = "特困人员", identified_on = { from = "2016-01-01", to = "2022-09-30" } } }
trait "特困新增" { age = { 60, 104 }, per_10000 = 15, at_least = 8, due = "0", due_since = "identified_on",
  without = { "特困人员", "享受期前死亡" }, fill = { identities = "特困人员", identified_on = { from = "2022-10-01", to = "2023-10-31" } } }
trait "孤儿" { age = { 0, 17 }, per_10000 = 12, at_least = 8, due = "0", fill = {
  identities = "孤儿", identified_on = { from = "2019-01-01", to = "2022-09-30" } } }
trait "事实无人抚养儿童" { age = { 0, 17 }, per_10000 = 40, at_least = 8, due = "0", without = "孤儿", fill = {
  identities = "事实无人抚养儿童", identified_on = { from = "2020-01-01", to = "2022-09-30" } } }
trait "低保对象" { of = "household", per_10000 = 380, due = "50", without = { "特困人员", "特困新增" }, fill = {
  identities = "低保对象", identified_on = { from = "2017-01-01", to = "2022-09-30" } } }
trait "低保期内新增" { of = "household", per_10000 = 15, at_least = 5, due = "50", due_since = "identified_on",
  without = "低保对象", fill = { identities = "低保对象", identified_on = { from = "2022-10-01", to = "2022-12-31" } } }
trait "低保期后新增" { of = "household", per_10000 = 15, at_least = 8, due = "50", due_since = "identified_on",
  without = { "低保对象", "低保期内新增", "享受期前死亡" }, fill = {
  identities = "低保对象", identified_on = { from = "2023-01-01", to = "2023-11-30" } } }
trait "返贫致贫人口" { of = "household", per_10000 = 12, at_least = 4, due = "80", fill = {
  identities = "返贫致贫人口", identified_on = { from = "2021-05-01", to = "2022-11-15" } } }
trait "脱贫不稳定人口" { of = "household", per_10000 = 70, due = "175", fill = {
  identities = "脱贫不稳定人口", identified_on = { from = "2021-01-01", to = "2022-10-31" } } }
trait "边缘易致贫人口" { of = "household", per_10000 = 60, due = "175", without = "脱贫不稳定人口", fill = {
  identities = "边缘易致贫人口", identified_on = { from = "2021-01-01", to = "2022-10-31" } } }
trait "突发严重困难人口" { of = "household", per_10000 = 20, at_least = 4, due = "175", without = "享受期前死亡", fill = {
  identities = "突发严重困难人口", identified_on = { from = "2022-03-01", to = "2023-06-30" } } }
trait "监测人口" { of = "household", per_10000 = 8, at_least = 4, due = "175", fill = {
  identities = "监测人口", identified_on = { from = "2021-01-01", to = "2022-09-30" } } }
trait "稳定脱贫人口" { of = "household", per_10000 = 850, fill = { identities = "稳定脱贫人口" } }
trait "独生子女领证户" { of = "household", per_10000 = 90, at_least = 4, due = "0", fill = {
  identities = "独生子女领证户", only_child_certificate_on = { from = "1982-01-01", to = "2015-12-31" } } }
trait "2016 年起领证" { of = "household", per_10000 = 10, at_least = 4, without = "独生子女领证户", fill = {
  identities = "独生子女领证户", only_child_certificate_on = { from = "2016-01-01", to = "2016-03-31" } } }
trait "领证日期没有登记" { of = "household", per_10000 = 6, at_least = 2, without = { "独生子女领证户", "2016 年起领证" },
  fill = { identities = "独生子女领证户" } }
trait "农村双女绝育户" { of = "household", per_10000 = 130, due = "0", fill = { identities = "农村双女绝育户" } }
trait "计生特殊困难家庭" { of = "household", per_10000 = 12, at_least = 4, due = "0", fill = { identities = "计生特殊困难家庭" } }
trait "计生代缴对象" { of = "household", per_10000 = 8, at_least = 4, due = "0", fill = { identities = "计生代缴对象" } }
trait "重点优抚对象" { age = { 35, 104 }, per_10000 = 90, at_least = 8, due = "0", fill = { identities = "重点优抚对象" } }
trait "低保兼优抚" { given = { "低保对象", "低保期后新增" }, age = { 35, 104 }, per_10000 = 500, without = "重点优抚对象",
  due = "0", fill = { identities = "重点优抚对象" } }
trait "脱贫户里的低保" { given = "稳定脱贫人口", per_10000 = 300, due = "50", without = { "低保对象", "低保期内新增", "低保期后新增" },
  fill = { identities = "低保对象" } }
trait "残疾" { per_10000 = 380, fill = {
  disability_type = { choose = { { "肢体", 58 }, { "视力", 12 }, { "听力", 11 }, { "智力", 8 }, { "精神", 8 }, { "言语", 2 },
                                 { "多重", 4 } } },
  disability_grade = { choose = { { "一级", 12 }, { "二级", 28 }, { "三级", 32 }, { "四级", 28 } } } } }
trait "失联、参军、服刑" { given = { "低保对象", "脱贫不稳定人口", "边缘易致贫人口", "稳定脱贫人口" }, age = { 18, 60 },
  per_10000 = 300, fill = { identities = { choose = { { "失联人员", 2 }, { "参军人员", 2 }, { "服刑人员", 1 } } } } }

-- 返乡、终止 ---------------------------------------------------------------------------------------

trait "返乡务工人员" { age = { 18, 62 }, per_10000 = 1100, fill = { returning_migrant = "是" } }
trait "享受期前终止" { per_10000 = 10, at_least = 8, fill = { terminated_on = { from = "2022-12-01", to = "2022-12-31" } } }
trait "享受期内终止" { per_10000 = 10, at_least = 8, without = "享受期前终止", fill = {
  terminated_on = { from = "2023-01-01", to = "2023-06-30" } } }

-- 怎样缴费 -----------------------------------------------------------------------------------------

payer "失联、参军、服刑的多半没缴" { given = "失联、参军、服刑", per_10000 = 800,
  days = { { from = "2022-11-01", to = "2022-12-31", weight = 1 } }, channels = { { "村（社区）代办", 1 } } }
payer "享受期前死亡的，有的死前已缴" { given = "享受期前死亡", per_10000 = 6500,
  days = { { after = "died_on", from = -40, to = -1, weight = 8 }, { after = "died_on", from = 1, to = 20, weight = 1 } },
  channels = { { "村（社区）代办", 1 } } }
payer "新生儿" { given = "新生儿", per_10000 = 9000,
  days = { { after = "birth_date", from = 3, to = 80, weight = 85 }, { after = "birth_date", from = 88, to = 92, weight = 10 },
           { after = "birth_date", from = 93, to = 160, weight = 5 } },
  channels = { { "皖事通", 5 }, { "村（社区）代办", 3 }, { "微信", 2 } } }
payer "在职职工" { given = "在职职工", per_10000 = 700,
  days = { { from = "2022-10-10", to = "2022-12-31", weight = 1 } }, channels = { { "微信", 1 } } }
payer "停保后补办" { given = { "职工满两年停保", "职工两年上下停保", "职工不满两年停保" }, per_10000 = 8800,
  days = { { from = "2022-10-20", to = "2022-12-31", weight = 30 }, { after = "employee_insured_until", from = 0, to = 80, weight = 40 },
           { after = "employee_insured_until", from = 88, to = 94, weight = 20 },
           { after = "employee_insured_until", from = 95, to = 200, weight = 30 } },
  channels = { { "办事大厅", 6 }, { "皖事通", 3 }, { "微信", 2 } } }
payer "退役军人" { given = "退役军人", per_10000 = 9000,
  days = { { after = "discharged_on", from = 0, to = 60, weight = 9 }, { from = "2022-11-01", to = "2022-12-31", weight = 2 },
           { after = "discharged_on", from = -3, to = -1, weight = 1 } },
  channels = { { "办事大厅", 1 }, { "皖事通", 1 } } }
payer "随军未就业配偶" { given = "随军未就业配偶", per_10000 = 9000,
  days = { { from = "2022-11-01", to = "2022-12-31", weight = 1 }, { from = "2023-01-05", to = "2023-11-30", weight = 3 } },
  channels = { { "办事大厅", 1 } } }
payer "刑满释放" { given = "刑满释放", per_10000 = 8000,
  days = { { after = "released_on", from = 0, to = 45, weight = 9 }, { from = "2022-11-01", to = "2022-12-31", weight = 2 } },
  channels = { { "村（社区）代办", 1 }, { "办事大厅", 1 } } }
payer "年后新认定的，认定后补办" { given = { "低保期后新增", "特困新增" }, per_10000 = 8500, together = 9300,
  days = { { after = "identified_on", from = 0, to = 40, weight = 5 }, { from = "2022-10-08", to = "2022-12-31", weight = 4 },
           { after = "identified_on", from = -10, to = -1, weight = 1 } },
  channels = { { "村（社区）代办", 1 } } }
payer "期内新认定的，多半已先缴" { given = "低保期内新增", per_10000 = 9500, together = 9500,
  days = { { after = "identified_on", from = -25, to = -1, weight = 6 }, { after = "identified_on", from = 0, to = 10, weight = 4 } },
  channels = { { "村（社区）代办", 1 }, { "微信", 1 } } }
payer "享受期前终止的" { given = "享受期前终止", days = { { from = "2022-10-03", to = "2022-11-30", weight = 1 } },
  channels = { { "微信", 1 } } }
payer "返乡务工人员" { given = "返乡务工人员", per_10000 = 9000, together = 3000,
  days = { { from = "2022-10-08", to = "2022-12-30", weight = 45 }, { from = "2022-12-31", to = "2022-12-31", weight = 2 },
           { from = "2023-01-01", to = "2023-01-20", weight = 22 }, { from = "2023-01-21", to = "2023-02-27", weight = 24 },
           { from = "2023-02-28", to = "2023-02-28", weight = 3 }, { from = "2023-03-01", to = "2023-03-15", weight = 3 } },
  channels = { { "微信", 5 }, { "支付宝", 3 }, { "皖事通", 2 } } }
payer "资助对象" { given = { "特困人员", "孤儿", "事实无人抚养儿童", "低保对象", "返贫致贫人口", "脱贫不稳定人口",
                          "边缘易致贫人口", "突发严重困难人口", "监测人口" }, per_10000 = 9850, together = 9600,
  days = { { from = "2022-10-01", to = "2022-11-30", weight = 50 }, { from = "2022-12-01", to = "2022-12-31", weight = 45 },
           { from = "2023-01-03", to = "2023-02-28", weight = 3 }, { from = "2023-03-01", to = "2023-03-31", weight = 2 } },
  channels = { { "村（社区）代办", 8 }, { "皖事通", 1 }, { "微信", 1 } } }
payer "其他居民" { per_10000 = 9450, together = 9200,
  days = { { from = "2022-09-26", to = "2022-09-30", weight = 4 }, { from = "2022-10-01", to = "2022-10-31", weight = 200 },
           { from = "2022-11-01", to = "2022-11-30", weight = 330 }, { from = "2022-12-01", to = "2022-12-24", weight = 330 },
           { from = "2022-12-25", to = "2022-12-30", weight = 90 }, { from = "2022-12-31", to = "2022-12-31", weight = 25 },
           { from = "2023-01-01", to = "2023-01-01", weight = 4 }, { from = "2023-01-02", to = "2023-02-28", weight = 12 },
           { from = "2023-03-01", to = "2023-06-30", weight = 3 } },
  channels = { { "微信", 42 }, { "支付宝", 18 }, { "皖事通", 15 }, { "村（社区）代办", 22 }, { "银行代收", 3 } } }
