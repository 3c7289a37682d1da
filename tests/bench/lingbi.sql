-- lingbi.sql - Lingbi 2023 (rules/anhui/suzhou/lingbi/2023.lua) as SQL for DuckDB, the yardstick of `make bench`. Macros
-- over a table or view `roster` (see roster.sql): codes decides, decisions names, summary adds up. Written to be fast:
-- deciding works on numbers, days and flags; texts come in last, for the summary only after grouping; arithmetic with
-- months is done only where there is a day to start from.
--
-- What it cannot say: which articles applied and why (case, articles, doubts, problem), the bounds of an undetermined
-- amount, and which cells of an undetermined resident are known all the same.

-- Days of the notice.
CREATE OR REPLACE MACRO collection_from() AS DATE '2022-10-01';
CREATE OR REPLACE MACRO collection_to() AS DATE '2022-12-31';
CREATE OR REPLACE MACRO extension_to() AS DATE '2023-02-28';
CREATE OR REPLACE MACRO year_from() AS DATE '2023-01-01';
CREATE OR REPLACE MACRO year_to() AS DATE '2023-12-31';
CREATE OR REPLACE MACRO late_to() AS DATE '2023-12-30';

-- Groups of labels, by roster.sql's bits.
CREATE OR REPLACE MACRO is_destitute(labels) AS labels & 31 <> 0;
CREATE OR REPLACE MACRO is_poor(labels) AS labels & 224 <> 0;
CREATE OR REPLACE MACRO is_monitored(labels) AS labels & 130560 <> 0;
CREATE OR REPLACE MACRO is_relieved(labels) AS labels & 131071 <> 0;
CREATE OR REPLACE MACRO is_assisted(labels) AS labels & 4194303 <> 0;

-- The lowest bit of the set, counted from 1: the first label in the notice's order.
CREATE OR REPLACE MACRO first_label(labels) AS bit_count(xor(labels, labels - 1))::TINYINT;

-- Codes and their texts.
CREATE OR REPLACE MACRO status_name(code) AS CASE code WHEN 1 THEN 'on_time' WHEN 2 THEN 'extended'
  WHEN 3 THEN 'late_accepted' WHEN 4 THEN 'not_accepted' WHEN 5 THEN 'unpaid' WHEN 6 THEN 'overdue'
  WHEN 7 THEN 'ineligible' ELSE 'undetermined' END;
CREATE OR REPLACE MACRO fund_name(granted) AS CASE granted WHEN 1 THEN '医疗救助资金' WHEN 2 THEN '卫健部门资金'
  WHEN 3 THEN '退役军人事务部门资金' WHEN 4 THEN '医疗救助资金' WHEN 5 THEN '医疗救助资金' WHEN 6 THEN '医疗救助资金' END;
CREATE OR REPLACE MACRO certifier_name(granted) AS CASE granted WHEN 1 THEN '县民政局' WHEN 2 THEN '县卫健委'
  WHEN 3 THEN '县退役军人事务局' WHEN 4 THEN '县民政局' WHEN 5 THEN '县乡村振兴局' WHEN 6 THEN '县乡村振兴局' END;
CREATE OR REPLACE MACRO basis_name(basis) AS CASE basis
  WHEN 1 THEN '本县户籍的城乡居民' WHEN 2 THEN '户籍不在本县、在本县长期居住' WHEN 3 THEN '本县学校在册学生、托幼机构在园幼儿'
  WHEN 4 THEN '持通行证或居住证的港澳台人员' WHEN 5 THEN '外籍就业人员、永久居留人员及家属，公民的外籍配偶'
  WHEN 6 THEN '困难企业职工、退休人员暂停职工医保后参加' WHEN 7 THEN '属于职工医保范围的不参加居民医保'
  WHEN 8 THEN '已有其他参保的不重复参保' WHEN 9 THEN '死亡的停止参保'
  WHEN 10 THEN '低收入人口失联、参军、服刑未缴费的停止参保' WHEN 11 THEN '享受期开始前终止居民医保的，不再参保' END;
CREATE OR REPLACE MACRO label_name(code) AS CASE code WHEN 1 THEN '特困人员' WHEN 2 THEN '农村特困人员'
  WHEN 3 THEN '城镇特困人员' WHEN 4 THEN '孤儿' WHEN 5 THEN '事实无人抚养儿童' WHEN 6 THEN '低保对象' WHEN 7 THEN '农村低保对象'
  WHEN 8 THEN '城镇低保对象' WHEN 9 THEN '返贫致贫人口' WHEN 10 THEN '脱贫不稳定人口' WHEN 11 THEN '脱贫不稳定户'
  WHEN 12 THEN '监测人口' WHEN 13 THEN '防止返贫监测对象' WHEN 14 THEN '边缘易致贫人口' WHEN 15 THEN '边缘易致贫户'
  WHEN 16 THEN '突发严重困难人口' WHEN 17 THEN '突发严重困难户' WHEN 18 THEN '计生代缴对象' WHEN 19 THEN '独生子女领证户'
  WHEN 20 THEN '农村双女绝育户' WHEN 21 THEN '计生特殊困难家庭' WHEN 22 THEN '重点优抚对象' WHEN 24 THEN '稳定脱贫人口' END;

-- Every resident of `roster`, decided as of the variable as_of.
CREATE OR REPLACE MACRO codes() AS TABLE
WITH days AS (
  SELECT *, coalesce(paid_on, getvariable('as_of')) AS day, paid_on IS NULL AS unpaid, born + 90 AS newborn_to FROM roster
), facts AS (
  SELECT *,
         CASE WHEN employee_from IS NULL AND employee_until IS NULL THEN false
              WHEN employee_from > greatest(day, year_from()) THEN false
              ELSE coalesce(employee_until >= greatest(day, year_from()), true) END AS employee_insured,
         coalesce(newborn_to > collection_to() AND born <= year_to(), false) AS newborn,
         CASE WHEN returning_migrant THEN greatest(extension_to(), coalesce(newborn_to, extension_to()))
              ELSE greatest(collection_to(), coalesce(newborn_to, collection_to())) END AS last_payday,
         CASE WHEN identified_on > collection_to() THEN identified_on <= day ELSE false END AS newly_recognised,
         CASE WHEN employee_until < day AND employee_from IS NOT NULL
              THEN employee_until + 1 >= (employee_from + INTERVAL 2 YEAR)::DATE ELSE false END AS two_years_broken
  FROM days
), standing AS (
  SELECT *,
         CASE WHEN employee_insured THEN 7
              WHEN insured_elsewhere THEN 8
              WHEN died_on IS NOT NULL AND (died_on < year_from() OR unpaid OR died_on < paid_on) THEN 9
              WHEN labels & 7516192768 <> 0 AND labels & 8519679 <> 0 AND unpaid THEN 10
              WHEN terminated_on < year_from() AND NOT unpaid THEN 11
              ELSE 0 END::TINYINT AS exclusion,
         CASE WHEN registered_here THEN 1
              WHEN residence_permit OR lives_here THEN 2
              WHEN student THEN 3
              WHEN id_kind = 1 THEN 4
              WHEN id_kind = 2 OR labels & 201326592 <> 0 OR (labels & 536870912 <> 0 AND residence_permit)
                OR (labels & 268435456 <> 0 AND (born IS NULL OR (born + INTERVAL 18 YEAR)::DATE > year_from())) THEN 5
              WHEN labels & 50331648 <> 0 AND employee_until IS NOT NULL THEN 6 ELSE 0 END::TINYINT AS basis,
         CASE WHEN NOT is_assisted(labels) THEN false
              WHEN day > extension_to() AND NOT newly_recognised THEN true
              ELSE coalesce(identified_on >= year_from() AND day < identified_on, false) END AS cut_off,
         CASE WHEN day <= collection_to() OR day > late_to() THEN false
              WHEN labels & 4194304 <> 0 THEN true
              WHEN newly_recognised AND is_relieved(labels) THEN true
              WHEN discharged_on BETWEEN year_from() AND year_to() AND discharged_on <= day THEN true
              WHEN released_on >= collection_from() AND released_on <= day THEN true
              WHEN two_years_broken THEN day <= (employee_until + INTERVAL 3 MONTH)::DATE
              ELSE false END AS late_at_once
  FROM facts
), granted AS (
  SELECT *, basis <> 0 AND exclusion = 0 AS joins,
         CASE WHEN exclusion <> 0 THEN false
              WHEN registered_here IS NULL THEN true
              WHEN NOT registered_here AND NOT residence_permit AND lives_here IS NULL THEN true
              WHEN basis = 0 THEN false
              WHEN born IS NULL THEN true
              WHEN labels & 262144 <> 0 AND certified_on IS NULL
                THEN labels & 1703936 = 0 AND NOT cut_off AND NOT is_destitute(labels)
              ELSE false END AS undetermined,
         CASE WHEN labels = 0 OR cut_off THEN 0 WHEN is_destitute(labels) THEN 1
              WHEN labels & 1703936 <> 0 OR (labels & 262144 <> 0 AND certified_on < DATE '2016-01-01') THEN 2
              WHEN labels & 2097152 <> 0 THEN 3 WHEN is_poor(labels) THEN 4 WHEN labels & 256 <> 0 THEN 5
              WHEN is_monitored(labels) THEN 6 WHEN labels & 8388608 <> 0 THEN 7 ELSE 0 END::TINYINT AS grant_code,
         CASE WHEN newborn THEN last_payday WHEN returning_migrant THEN extension_to() ELSE collection_to() END AS due_by
  FROM standing
), amounts AS (
  SELECT *, joins AND NOT undetermined AS decided_in,
         CASE WHEN undetermined THEN 8
              WHEN NOT joins THEN 7
              WHEN unpaid THEN if(getvariable('as_of') <= due_by, 5, 6)
              WHEN paid_on < collection_from() THEN 4
              WHEN paid_on <= collection_to() THEN 1
              WHEN paid_on <= due_by THEN 2
              WHEN late_at_once OR (two_years_broken AND paid_on <= late_to()) THEN 3
              ELSE 4 END::TINYINT AS status,
         CASE WHEN grant_code = 0 THEN 0 WHEN grant_code <= 3 THEN 350 WHEN grant_code = 4 THEN 300
              WHEN grant_code = 5 THEN 270 WHEN grant_code = 6 THEN 175 ELSE 0 END::DECIMAL(9,2) AS granted_amount
  FROM granted
)
SELECT id_number, town, village, household_id, undetermined, joins, decided_in, status,
       if(decided_in, grant_code, 0) AS grant_code,
       CASE WHEN exclusion <> 0 THEN exclusion WHEN undetermined THEN 0 ELSE basis END AS basis,
       CASE WHEN labels = 0 OR NOT decided_in THEN 0
            WHEN cut_off THEN first_label(labels)
            WHEN grant_code = 0 THEN 0
            WHEN grant_code = 2 THEN CASE WHEN labels & 524288 <> 0 THEN 20 WHEN labels & 1048576 <> 0 THEN 21
                                          WHEN labels & 131072 <> 0 THEN 18 ELSE 19 END
            WHEN grant_code = 3 THEN 22
            WHEN grant_code = 7 THEN 24
            ELSE first_label(labels) END::TINYINT AS identity_code,
       if(decided_in, granted_amount, NULL) AS subsidy,
       if(decided_in, due_by, NULL) AS deadline,
       CASE WHEN status > 3 THEN NULL
            WHEN newborn AND paid_on <= last_payday THEN greatest(born, year_from())
            WHEN paid_on <= last_payday THEN year_from()
            WHEN late_at_once THEN paid_on + 1
            WHEN two_years_broken AND paid_on <= late_to() THEN (paid_on + INTERVAL 6 MONTH)::DATE + 1
            ELSE year_from() END AS benefit_from,
       CASE WHEN paid_amount IS NULL THEN 0
            WHEN terminated_on < year_from() OR died_on < year_from() THEN paid_amount
            WHEN NOT is_assisted(labels) OR NOT joins OR unpaid OR terminated_on >= year_from() THEN 0
            WHEN paid_on <= collection_to() AND (identified_on IS NULL OR identified_on < collection_from()
              OR (identified_on <= collection_to() AND identified_on < paid_on))
              THEN greatest(paid_amount - 350 + granted_amount, 0)
            WHEN identified_on BETWEEN collection_from() AND collection_to() AND paid_on <= identified_on
              THEN greatest(paid_amount - 350 + granted_amount, 0)
            ELSE 0 END::DECIMAL(9,2) AS refund_amount
FROM amounts;

CREATE OR REPLACE MACRO decisions() AS TABLE
SELECT id_number, town, village, household_id, if(undetermined, NULL, joins) AS eligible, basis_name(basis) AS eligibility,
       label_name(identity_code) AS identity, if(decided_in, 350::DECIMAL(9,2), NULL) AS premium, subsidy,
       (350 - subsidy)::DECIMAL(9,2) AS personal_due, if(decided_in, 610::DECIMAL(9,2), NULL) AS fiscal,
       fund_name(grant_code) AS fund, certifier_name(grant_code) AS certifier, deadline, status_name(status) AS status,
       benefit_from, if(status <= 3, year_to(), NULL) AS benefit_to, if(undetermined, NULL, refund_amount) AS refund
FROM codes();

-- People and money by status, fund, identity and town: what `canbao eval` prints. Grouped finely once, then named and
-- rolled up. A fund or identity of an undetermined resident is none and counts nowhere.
CREATE OR REPLACE MACRO summary() AS TABLE
WITH fine AS (
  SELECT status, grant_code, identity_code, town, joins, count(*) AS people, sum(subsidy) AS subsidy,
         sum(refund_amount) AS refund
  FROM codes() GROUP BY ALL
), named AS (
  SELECT status_name(status) AS status, if(status = 8, '?', coalesce(fund_name(grant_code), '')) AS fund,
         if(status = 8, '?', coalesce(label_name(identity_code), '')) AS identity, town, status <= 3 AS enrolled, people,
         if(status < 7, people * 350, 0) AS premium, coalesce(subsidy, 0) AS subsidy,
         if(status < 7, people * 350 - subsidy, 0) AS personal_due, if(status < 7, people * 610, 0) AS fiscal,
         if(status = 8, 0, refund) AS refund
  FROM fine
)
SELECT CASE WHEN grouping(status) = 0 THEN 'status' WHEN grouping(fund) = 0 THEN 'fund'
            WHEN grouping(identity) = 0 THEN 'identity' ELSE 'town' END AS split,
       coalesce(status, fund, identity, town, '') AS name,
       sum(people)::BIGINT AS people, coalesce(sum(people) FILTER (enrolled), 0)::BIGINT AS enrolled,
       sum(premium) AS premium, coalesce(sum(premium) FILTER (enrolled), 0) AS premium_enrolled,
       sum(subsidy) AS subsidy, coalesce(sum(subsidy) FILTER (enrolled), 0) AS subsidy_enrolled,
       sum(personal_due) AS personal_due, coalesce(sum(personal_due) FILTER (enrolled), 0) AS personal_due_enrolled,
       sum(fiscal) AS fiscal, coalesce(sum(fiscal) FILTER (enrolled), 0) AS fiscal_enrolled,
       sum(refund) AS refund, coalesce(sum(refund) FILTER (enrolled), 0) AS refund_enrolled
FROM named
GROUP BY GROUPING SETS ((status), (fund), (identity), (town))
HAVING coalesce(status, fund, identity, town, '') <> '?'
ORDER BY split, name;
