-- roster.sql - the roster's CSV to typed columns, for lingbi.sql. Whatever depends on one cell alone (is this place ours,
-- which labels stand in this set) is settled here, while reading, so that deciding sees numbers, days and flags only.
-- NULL in registered_here, lives_here, born and certified_on means that nobody knows. It trusts its input: the date is
-- ISO, a flag is 是 or not, labels are joined by 、, no ID number is checked.

-- Labels as bits. 1-5 destitute, 6-8 poor, 9 fallen back into poverty, 10-17 monitored, 18-21 family planning,
-- 22 veterans, 23-32 the rest.
CREATE OR REPLACE MACRO label_bits(s) AS CASE WHEN s IS NULL THEN 0::BIGINT ELSE
    if(contains(s, '、特困人员、'),         1::BIGINT << 0, 0) | if(contains(s, '、农村特困人员、'),     1::BIGINT << 1, 0)
  | if(contains(s, '、城镇特困人员、'),     1::BIGINT << 2, 0) | if(contains(s, '、孤儿、'),             1::BIGINT << 3, 0)
  | if(contains(s, '、事实无人抚养儿童、'), 1::BIGINT << 4, 0) | if(contains(s, '、低保对象、'),         1::BIGINT << 5, 0)
  | if(contains(s, '、农村低保对象、'),     1::BIGINT << 6, 0) | if(contains(s, '、城镇低保对象、'),     1::BIGINT << 7, 0)
  | if(contains(s, '、返贫致贫人口、'),     1::BIGINT << 8, 0) | if(contains(s, '、脱贫不稳定人口、'),   1::BIGINT << 9, 0)
  | if(contains(s, '、脱贫不稳定户、'),     1::BIGINT << 10, 0) | if(contains(s, '、监测人口、'),        1::BIGINT << 11, 0)
  | if(contains(s, '、防止返贫监测对象、'), 1::BIGINT << 12, 0) | if(contains(s, '、边缘易致贫人口、'),  1::BIGINT << 13, 0)
  | if(contains(s, '、边缘易致贫户、'),     1::BIGINT << 14, 0) | if(contains(s, '、突发严重困难人口、'), 1::BIGINT << 15, 0)
  | if(contains(s, '、突发严重困难户、'),   1::BIGINT << 16, 0) | if(contains(s, '、计生代缴对象、'),    1::BIGINT << 17, 0)
  | if(contains(s, '、独生子女领证户、'),   1::BIGINT << 18, 0) | if(contains(s, '、农村双女绝育户、'),  1::BIGINT << 19, 0)
  | if(contains(s, '、计生特殊困难家庭、'), 1::BIGINT << 20, 0) | if(contains(s, '、重点优抚对象、'),    1::BIGINT << 21, 0)
  | if(contains(s, '、随军未就业配偶、'),   1::BIGINT << 22, 0) | if(contains(s, '、稳定脱贫人口、'),    1::BIGINT << 23, 0)
  | if(contains(s, '、困难企业职工、'),     1::BIGINT << 24, 0) | if(contains(s, '、困难企业退休人员、'), 1::BIGINT << 25, 0)
  | if(contains(s, '、外籍就业人员、'),     1::BIGINT << 26, 0) | if(contains(s, '、外籍人员未就业配偶、'), 1::BIGINT << 27, 0)
  | if(contains(s, '、外籍人员未成年子女、'), 1::BIGINT << 28, 0) | if(contains(s, '、中国公民外籍配偶、'), 1::BIGINT << 29, 0)
  | if(contains(s, '、失联人员、'),         1::BIGINT << 30, 0) | if(contains(s, '、参军人员、'),        1::BIGINT << 31, 0)
  | if(contains(s, '、服刑人员、'),         1::BIGINT << 32, 0)
  END;

CREATE OR REPLACE MACRO within_here(place) AS (contains(place, '灵璧县') OR starts_with(place, '341323'));

-- The roster's CSV as `canbao synth lingbi/2023` writes it, in typed columns.
CREATE OR REPLACE MACRO roster_file(path) AS TABLE
SELECT "身份证号" AS id_number, "乡镇" AS town, "村" AS village, "户号" AS household_id,
       CASE coalesce("证件类型", '')
         WHEN '港澳居民来往内地通行证' THEN 1 WHEN '港澳台居民居住证' THEN 1 WHEN '外国人永久居留身份证' THEN 2 ELSE 0
       END::TINYINT AS id_kind,
       coalesce("出生日期", CASE WHEN coalesce("证件类型", '居民身份证') = '居民身份证'
                            THEN try_strptime(substr("身份证号", 7, 8), '%Y%m%d')::DATE END) AS born,
       within_here("户籍地") AS registered_here,
       within_here("常住地") AS lives_here,
       coalesce("居住证" = '是', false) AS residence_permit,
       coalesce("在校学生" = '是', false) AS student,
       label_bits('、' || "身份类别" || '、') AS labels,
       "身份认定日期" AS identified_on,
       coalesce("返乡务工人员" = '是', false) AS returning_migrant,
       "缴费日期" AS paid_on,
       "缴费金额" AS paid_amount,
       "职工医保参保日期" AS employee_from,
       "职工医保停保日期" AS employee_until,
       coalesce("其他参保" = '是', false) AS insured_elsewhere,
       "独生子女证领证日期" AS certified_on,
       "退役日期" AS discharged_on,
       "刑满释放日期" AS released_on,
       "死亡日期" AS died_on,
       "居民医保终止日期" AS terminated_on
FROM read_csv(path, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {
  '证件类型': 'VARCHAR', '身份证号': 'VARCHAR', '姓名': 'VARCHAR', '性别': 'VARCHAR', '出生日期': 'DATE', '户号': 'VARCHAR',
  '乡镇': 'VARCHAR', '村': 'VARCHAR', '户籍地': 'VARCHAR', '常住地': 'VARCHAR', '居住证': 'VARCHAR', '在校学生': 'VARCHAR',
  '身份类别': 'VARCHAR', '身份认定日期': 'DATE', '残疾类别': 'VARCHAR', '残疾等级': 'VARCHAR', '参保档次': 'VARCHAR',
  '返乡务工人员': 'VARCHAR', '缴费日期': 'DATE', '缴费金额': 'DECIMAL(9,2)', '缴费渠道': 'VARCHAR', '职工医保参保日期': 'DATE',
  '职工医保停保日期': 'DATE', '其他参保': 'VARCHAR', '独生子女证领证日期': 'DATE', '退役日期': 'DATE', '刑满释放日期': 'DATE',
  '死亡日期': 'DATE', '居民医保终止日期': 'DATE' });
