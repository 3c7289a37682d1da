-- What a roster may say of a resident: one call per field. A new field needs no C.
--
--   title     what reports call it              headings  the Chinese headings that name its column
--   type      text, coded (few distinct texts), place, label, labels (a set), flag, date, money, number
--   blank     what an empty cell means: "none" (there is none) or "unknown" (nobody has said)
--   role      what the reader does with it beyond its type
--   after_birth = true   a date that cannot lie before the resident's birth date: one that does is reported and unknown
--   labels    the values of a label or labels field; a script adds its own with `labels`
--   aliases   other ways of writing a label, or a number
--
-- English names are headings too. White space, letter case and full-width characters in headings do not matter.

field "id_type" {
  title = "证件类型", headings = { "证件类型", "身份证件类型" }, type = "label", blank = "none", role = "id_type",
  labels = { "居民身份证", "港澳台居民居住证", "外国人永久居留身份证", "护照", "出生医学证明",
             "港澳居民来往内地通行证", "台湾居民来往大陆通行证" }, -- the first one is meant when the cell is empty
  aliases = { ["身份证"] = "居民身份证", ["二代身份证"] = "居民身份证", ["居民身份证（户口簿）"] = "居民身份证",
              ["港澳居民居住证"] = "港澳台居民居住证", ["台湾居民居住证"] = "港澳台居民居住证",
              ["外国人永久居留证"] = "外国人永久居留身份证", ["永久居留证"] = "外国人永久居留身份证",
              ["外国护照"] = "护照", ["出生证明"] = "出生医学证明", ["出生证"] = "出生医学证明",
              ["回乡证"] = "港澳居民来往内地通行证", ["台胞证"] = "台湾居民来往大陆通行证" } }

field "id_number" {
  title = "身份证号", headings = { "身份证号", "身份证号码", "公民身份号码", "证件号码" },
  type = "text", blank = "none", role = "id_number" }

field "name" { title = "姓名", headings = { "姓名" }, type = "text", blank = "none", role = "name" }

field "sex" {
  title = "性别", headings = { "性别" }, type = "label", blank = "none", labels = { "男", "女" },
  aliases = { ["男性"] = "男", ["女性"] = "女", M = "男", F = "女", male = "男", female = "女" } }

-- Empty: taken from a resident ID number; unknown where there is no good one.
field "birth_date" {
  title = "出生日期", headings = { "出生日期", "出生年月日" }, type = "date", blank = "unknown", role = "birth_date" }

field "household_id" {
  title = "户号", headings = { "户号", "户编号" }, type = "text", blank = "none", role = "household" }

field "town" {
  title = "乡镇", headings = { "乡镇", "镇", "乡镇（街道）" }, type = "coded", blank = "none", role = "town" }

field "village" {
  title = "村", headings = { "村", "村（社区）", "社区", "村居" }, type = "coded", blank = "none", role = "village" }

field "household_registration" {
  title = "户籍地", headings = { "户籍地", "户籍地址" }, type = "place", blank = "unknown" }

field "resides_in" {
  title = "常住地", headings = { "常住地", "居住地", "现居住地" }, type = "place", blank = "unknown" }

field "residence_permit" { title = "居住证", headings = { "居住证" }, type = "flag", blank = "none" }

field "student" { title = "在校学生", headings = { "在校学生" }, type = "flag", blank = "none" }

-- Each notice's wording that means something of its own is a label of its own; a mere other way of writing it is
-- an alias. Labels of one household (户) and of its people (人口) stay apart: a script names those its notice names.
field "identities" {
  title = "身份类别", headings = { "身份类别", "人员类别", "人员类型", "医疗救助身份" }, type = "labels", blank = "none",
  labels = {
    -- in destitution
    "特困人员", "农村特困人员", "城镇特困人员", "孤儿", "事实无人抚养儿童",
    -- on minimum living allowance, and just above it
    "低保对象", "农村低保对象", "城镇低保对象", "低保边缘家庭成员", "刚性支出困难家庭成员", "因病致贫重病患者",
    -- out of poverty, and watched so that they do not fall back
    "返贫致贫人口", "监测人口", "防止返贫监测对象", "脱贫不稳定人口", "脱贫不稳定户", "边缘易致贫人口", "边缘易致贫户",
    "突发严重困难人口", "突发严重困难户", "稳定脱贫人口",
    -- disabled people
    "重度残疾人", "一般残疾人", "丧失劳动能力残疾人",
    -- family planning
    "计生代缴对象", "独生子女领证户", "农村双女绝育户", "计生特殊困难家庭", "计划生育特别扶助对象",
    -- service, work and land
    "重点优抚对象", "随军未就业配偶", "精减退休老职工", "民政伤残民工", "被征地农转非超龄人员", "困难企业职工",
    "困难企业退休人员",
    -- people from abroad
    "外籍就业人员", "外籍人员未就业配偶", "外籍人员未成年子女", "中国公民外籍配偶",
    -- away
    "失联人员", "参军人员", "服刑人员",
    "其他符合规定人员", "普通居民" },
  aliases = {
    ["特困"] = "特困人员", ["特困供养人员"] = "特困人员", ["特困对象"] = "特困人员", ["特困供养对象"] = "特困人员",
    ["五保户"] = "特困人员",
    ["农村特困"] = "农村特困人员", ["农村特困供养人员"] = "农村特困人员", ["农村五保"] = "农村特困人员",
    ["城镇特困"] = "城镇特困人员", ["城市特困人员"] = "城镇特困人员", ["城市特困"] = "城镇特困人员",
    ["孤儿（含艾滋病病毒感染儿童）"] = "孤儿", ["事实无人抚养"] = "事实无人抚养儿童",
    ["低保"] = "低保对象", ["低保户"] = "低保对象", ["低保人员"] = "低保对象", ["低保救助对象"] = "低保对象",
    ["最低生活保障对象"] = "低保对象", ["最低生活保障家庭成员"] = "低保对象",
    ["农村低保"] = "农村低保对象", ["农村低保救助对象"] = "农村低保对象", ["农村低保人员"] = "农村低保对象",
    ["城镇低保"] = "城镇低保对象", ["城镇低保救助对象"] = "城镇低保对象", ["城镇低保人员"] = "城镇低保对象",
    ["城市低保"] = "城镇低保对象", ["城市低保对象"] = "城镇低保对象",
    ["低保边缘"] = "低保边缘家庭成员", ["低保边缘人口"] = "低保边缘家庭成员", ["低保边缘对象"] = "低保边缘家庭成员",
    ["刚性支出困难人口"] = "刚性支出困难家庭成员", ["因病致贫"] = "因病致贫重病患者",
    ["返贫致贫"] = "返贫致贫人口", ["返贫致贫人员"] = "返贫致贫人口",
    ["监测对象"] = "监测人口", ["防返贫监测对象"] = "防止返贫监测对象", ["防止返贫监测"] = "防止返贫监测对象",
    ["脱贫不稳定"] = "脱贫不稳定人口", ["脱贫不稳定人员"] = "脱贫不稳定人口",
    ["边缘易致贫"] = "边缘易致贫人口", ["边缘易致贫人员"] = "边缘易致贫人口",
    ["突发严重困难"] = "突发严重困难人口", ["突发严重困难人员"] = "突发严重困难人口",
    ["稳定脱贫"] = "稳定脱贫人口", ["稳定脱贫人员"] = "稳定脱贫人口", ["已稳定脱贫人口"] = "稳定脱贫人口",
    ["已稳定脱贫人员"] = "稳定脱贫人口",
    ["重度残疾"] = "重度残疾人", ["重度残疾人员"] = "重度残疾人", ["一般残疾"] = "一般残疾人",
    ["一般残疾人员"] = "一般残疾人", ["丧失劳动能力的残疾人"] = "丧失劳动能力残疾人",
    ["丧失劳动能力的残疾人员"] = "丧失劳动能力残疾人",
    ["计生代缴"] = "计生代缴对象", ["独生子女户"] = "独生子女领证户", ["双女绝育户"] = "农村双女绝育户",
    ["计生特殊困难家庭人员"] = "计生特殊困难家庭", ["计生特殊家庭"] = "计生特殊困难家庭",
    ["计生特扶"] = "计划生育特别扶助对象", ["计生特别扶助对象"] = "计划生育特别扶助对象",
    ["重点优抚"] = "重点优抚对象", ["优抚对象"] = "重点优抚对象", ["随军配偶"] = "随军未就业配偶",
    ["精减职工"] = "精减退休老职工", ["精减退休职工"] = "精减退休老职工", ["伤残民工"] = "民政伤残民工",
    ["其他特殊救助对象"] = "民政伤残民工", ["被征地农转非"] = "被征地农转非超龄人员",
    ["困难企业退休职工"] = "困难企业退休人员",
    ["外籍人员配偶"] = "外籍人员未就业配偶", ["外籍配偶"] = "中国公民外籍配偶", ["公民外籍配偶"] = "中国公民外籍配偶", ["失联"] = "失联人员",
    ["参军"] = "参军人员", ["服刑"] = "服刑人员", ["其他人员"] = "其他符合规定人员",
    ["无"] = "普通居民", ["一般居民"] = "普通居民", ["城乡居民"] = "普通居民", ["普通人员"] = "普通居民" } }

field "identified_on" {
  title = "身份认定日期", headings = { "身份认定日期", "认定时间", "纳入资助时间" }, type = "date", blank = "none" }

field "disability_type" {
  title = "残疾类别", headings = { "残疾类别" }, type = "label", blank = "none",
  labels = { "视力", "听力", "言语", "肢体", "智力", "精神", "多重" },
  aliases = { ["视力残疾"] = "视力", ["听力残疾"] = "听力", ["言语残疾"] = "言语", ["肢体残疾"] = "肢体",
              ["智力残疾"] = "智力", ["精神残疾"] = "精神", ["多重残疾"] = "多重" } }

field "disability_grade" {
  title = "残疾等级", headings = { "残疾等级" }, type = "number", blank = "none", minimum = 1, maximum = 4,
  aliases = { ["一级"] = 1, ["二级"] = 2, ["三级"] = 3, ["四级"] = 4, ["1级"] = 1, ["2级"] = 2, ["3级"] = 3,
              ["4级"] = 4, ["一"] = 1, ["二"] = 2, ["三"] = 3, ["四"] = 4, ["壹级"] = 1, ["贰级"] = 2,
              ["叁级"] = 3, ["肆级"] = 4 } }

field "tier" {
  title = "参保档次", headings = { "参保档次" }, type = "label", blank = "none", labels = { "高", "低" },
  aliases = { ["高档"] = "高", ["高档次"] = "高", ["低档"] = "低", ["低档次"] = "低" } }

field "returning_migrant" {
  title = "返乡务工人员", headings = { "返乡务工人员", "外出务工返乡", "是否返乡" }, type = "flag", blank = "none" }

field "paid_on" { title = "缴费日期", headings = { "缴费日期", "缴费时间" }, type = "date", blank = "none", after_birth = true }

field "paid_amount" {
  title = "缴费金额", headings = { "缴费金额", "缴费金额（元）", "个人缴费金额" }, type = "money", blank = "none" }

field "pay_channel" { title = "缴费渠道", headings = { "缴费渠道" }, type = "coded", blank = "none" }

field "employee_insured_from" {
  title = "职工医保参保日期", headings = { "职工医保参保日期" }, type = "date", blank = "none", after_birth = true }

field "employee_insured_until" {
  title = "职工医保停保日期", headings = { "职工医保停保日期" }, type = "date", blank = "none", after_birth = true }

field "insured_elsewhere" { title = "其他参保", headings = { "其他参保" }, type = "flag", blank = "none" }

field "only_child_certificate_on" {
  title = "独生子女证领证日期", headings = { "独生子女证领证日期" }, type = "date", blank = "unknown" }

field "discharged_on" { title = "退役日期", headings = { "退役日期" }, type = "date", blank = "none", after_birth = true }

field "released_on" { title = "刑满释放日期", headings = { "刑满释放日期" }, type = "date", blank = "none", after_birth = true }

field "died_on" { title = "死亡日期", headings = { "死亡日期" }, type = "date", blank = "none", after_birth = true }
