-- lingbi.sql - Lingbi 2023 (rules/anhui/suzhou/lingbi/2023.lua) as SQL for DuckDB, the yardstick of `make bench`. Two
-- macros over a table or view `roster` (see roster.sql): decisions and summary. Written to be fast.
--
-- What it cannot say: which articles applied and why (case, articles, doubts, problem), the bounds of an undetermined
-- amount, and which cells of an undetermined resident are known all the same.

-- Groups of labels.
CREATE OR REPLACE MACRO is_destitute(labels) AS labels & 31 <> 0;
CREATE OR REPLACE MACRO is_poor(labels) AS labels & 224 <> 0;
CREATE OR REPLACE MACRO is_monitored(labels) AS labels & 130560 <> 0;
CREATE OR REPLACE MACRO is_relieved(labels) AS labels & 131071 <> 0;
CREATE OR REPLACE MACRO is_assisted(labels) AS labels & 4194303 <> 0;

-- The first label of the set, in the order in which the notice lists them.
CREATE OR REPLACE MACRO first_label(labels) AS CASE
  WHEN labels & 1 <> 0 THEN '特困人员' WHEN labels & 2 <> 0 THEN '农村特困人员'
  WHEN labels & 4 <> 0 THEN '城镇特困人员' WHEN labels & 8 <> 0 THEN '孤儿' WHEN labels & 16 <> 0 THEN '事实无人抚养儿童'
  WHEN labels & 32 <> 0 THEN '低保对象' WHEN labels & 64 <> 0 THEN '农村低保对象'
  WHEN labels & 128 <> 0 THEN '城镇低保对象' WHEN labels & 256 <> 0 THEN '返贫致贫人口'
  WHEN labels & 512 <> 0 THEN '脱贫不稳定人口' WHEN labels & 1024 <> 0 THEN '脱贫不稳定户'
  WHEN labels & 2048 <> 0 THEN '监测人口' WHEN labels & 4096 <> 0 THEN '防止返贫监测对象'
  WHEN labels & 8192 <> 0 THEN '边缘易致贫人口' WHEN labels & 16384 <> 0 THEN '边缘易致贫户'
  WHEN labels & 32768 <> 0 THEN '突发严重困难人口' WHEN labels & 65536 <> 0 THEN '突发严重困难户'
  WHEN labels & 131072 <> 0 THEN '计生代缴对象' WHEN labels & 262144 <> 0 THEN '独生子女领证户'
  WHEN labels & 524288 <> 0 THEN '农村双女绝育户' WHEN labels & 1048576 <> 0 THEN '计生特殊困难家庭'
  WHEN labels & 2097152 <> 0 THEN '重点优抚对象' END;

-- Every resident of the table `roster`, as of the variable as_of.
CREATE OR REPLACE MACRO decisions() AS TABLE
WITH days AS (
  SELECT *, coalesce(paid_on, getvariable('as_of')) AS day,
         DATE '2022-10-01' AS collection_from, DATE '2022-12-31' AS collection_to, DATE '2023-02-28' AS extension_to,
         DATE '2023-01-01' AS year_from, DATE '2023-12-31' AS year_to
  FROM roster
), facts AS (
  SELECT *,
         (employee_from IS NOT NULL OR employee_until IS NOT NULL)
           AND coalesce(employee_from <= greatest(day, year_from), true)
           AND coalesce(employee_until >= greatest(day, year_from), true) AS employee_insured,
         coalesce(born <= year_to AND born + 90 > collection_to, false) AS newborn,
         greatest(if(returning_migrant, extension_to, collection_to), coalesce(born + 90, collection_to)) AS last_payday,
         coalesce(identified_on > collection_to AND identified_on <= day, false) AS newly_recognised,
         coalesce(employee_until + 1 >= (employee_from + INTERVAL 2 YEAR)::DATE AND employee_until < day, false)
           AS two_years_broken,
         coalesce(day <= (employee_until + INTERVAL 3 MONTH)::DATE, false) AS short_break,
         coalesce(discharged_on BETWEEN year_from AND year_to AND discharged_on <= day, false) AS discharged,
         coalesce(released_on >= collection_from AND released_on <= day, false) AS released
  FROM days
), standing AS (
  SELECT *,
         CASE WHEN employee_insured OR insured_elsewhere THEN true
              WHEN died_on IS NOT NULL AND (died_on < year_from OR paid_on IS NULL OR died_on < paid_on) THEN true
              WHEN labels & 7516192768 <> 0 AND labels & 8519679 <> 0 AND paid_on IS NULL THEN true
              WHEN paid_on IS NOT NULL AND terminated_on < year_from THEN true
              ELSE false END AS excluded,
         CASE WHEN registered_here THEN 1
              WHEN residence_permit OR lives_here THEN 2
              WHEN student THEN 3
              WHEN id_kind = 1 THEN 4
              WHEN id_kind = 2 OR labels & 201326592 <> 0 OR (labels & 536870912 <> 0 AND residence_permit)
                OR (labels & 268435456 <> 0 AND (born IS NULL OR (born + INTERVAL 18 YEAR)::DATE > year_from)) THEN 5
              WHEN labels & 50331648 <> 0 AND employee_until IS NOT NULL THEN 6 END AS basis,
         labels <> 0 AND ((is_assisted(labels) AND day > extension_to AND NOT newly_recognised)
           OR (is_assisted(labels) AND coalesce(identified_on >= year_from AND day < identified_on, false))) AS cut_off,
         labels & 1703936 <> 0
           OR (labels & 262144 <> 0 AND coalesce(certified_on < DATE '2016-01-01', false)) AS family_planning,
         labels & 262144 <> 0 AND labels & 1703936 = 0 AND certified_on IS NULL AS certificate_unknown,
         (two_years_broken AND short_break) OR discharged OR labels & 4194304 <> 0
           OR (is_relieved(labels) AND newly_recognised) OR released AS late_at_once
  FROM facts
), granted AS (
  SELECT *,
         NOT excluded AND (registered_here IS NULL
           OR (NOT registered_here AND NOT residence_permit AND lives_here IS NULL)
           OR (basis IS NOT NULL AND born IS NULL)
           OR (basis IS NOT NULL AND certificate_unknown AND NOT cut_off AND NOT is_destitute(labels))) AS undetermined,
         NOT excluded AND basis IS NOT NULL AS joins,
         CASE WHEN labels = 0 OR cut_off THEN 0 WHEN is_destitute(labels) THEN 1 WHEN family_planning THEN 2
              WHEN labels & 2097152 <> 0 THEN 3 WHEN is_poor(labels) THEN 4 WHEN labels & 256 <> 0 THEN 5
              WHEN is_monitored(labels) THEN 6 WHEN labels & 8388608 <> 0 THEN 7 ELSE 0 END AS grant,
         CASE WHEN newborn THEN last_payday WHEN returning_migrant THEN extension_to ELSE collection_to END AS due_by
  FROM standing
), amounts AS (
  SELECT *,
         CASE WHEN undetermined THEN 'undetermined'
              WHEN NOT joins THEN 'ineligible'
              WHEN paid_on IS NULL THEN if(getvariable('as_of') <= due_by, 'unpaid', 'overdue')
              WHEN paid_on < collection_from THEN 'not_accepted'
              WHEN paid_on <= collection_to THEN 'on_time'
              WHEN paid_on <= due_by THEN 'extended'
              WHEN paid_on <= DATE '2023-12-30' AND (two_years_broken OR late_at_once) THEN 'late_accepted'
              ELSE 'not_accepted' END AS status,
         CASE WHEN joins AND NOT undetermined THEN CASE grant WHEN 1 THEN 350 WHEN 2 THEN 350 WHEN 3 THEN 350
              WHEN 4 THEN 300 WHEN 5 THEN 270 WHEN 6 THEN 175 ELSE 0 END END::DECIMAL(9,2) AS subsidy
  FROM granted
)
SELECT id_number, town, village, household_id,
       CASE WHEN NOT undetermined THEN joins END AS eligible,
       CASE WHEN joins AND NOT undetermined THEN CASE basis
         WHEN 1 THEN '本县户籍的城乡居民' WHEN 2 THEN '户籍不在本县、在本县长期居住'
         WHEN 3 THEN '本县学校在册学生、托幼机构在园幼儿' WHEN 4 THEN '持通行证或居住证的港澳台人员'
         WHEN 5 THEN '外籍就业人员、永久居留人员及家属，公民的外籍配偶'
         WHEN 6 THEN '困难企业职工、退休人员暂停职工医保后参加' END END AS eligibility,
       CASE WHEN NOT joins OR undetermined OR labels = 0 THEN NULL
            WHEN cut_off THEN first_label(labels)
            WHEN grant = 2 THEN CASE WHEN labels & 524288 <> 0 THEN '农村双女绝育户'
                                     WHEN labels & 1048576 <> 0 THEN '计生特殊困难家庭'
                                     WHEN labels & 131072 <> 0 THEN '计生代缴对象' ELSE '独生子女领证户' END
            WHEN grant = 3 THEN '重点优抚对象'
            WHEN grant = 7 THEN '稳定脱贫人口'
            WHEN grant > 0 THEN first_label(labels) END AS identity,
       CASE WHEN joins AND NOT undetermined THEN 350::DECIMAL(9,2) END AS premium,
       subsidy,
       (350 - subsidy)::DECIMAL(9,2) AS personal_due,
       CASE WHEN joins AND NOT undetermined THEN 610::DECIMAL(9,2) END AS fiscal,
       CASE WHEN joins AND NOT undetermined THEN CASE grant WHEN 1 THEN '医疗救助资金' WHEN 2 THEN '卫健部门资金'
         WHEN 3 THEN '退役军人事务部门资金' WHEN 4 THEN '医疗救助资金' WHEN 5 THEN '医疗救助资金'
         WHEN 6 THEN '医疗救助资金' END END AS fund,
       CASE WHEN joins AND NOT undetermined THEN CASE grant WHEN 1 THEN '县民政局' WHEN 2 THEN '县卫健委'
         WHEN 3 THEN '县退役军人事务局' WHEN 4 THEN '县民政局' WHEN 5 THEN '县乡村振兴局'
         WHEN 6 THEN '县乡村振兴局' END END AS certifier,
       CASE WHEN joins AND NOT undetermined THEN due_by END AS deadline,
       status,
       CASE WHEN status NOT IN ('on_time', 'extended', 'late_accepted') THEN NULL
            WHEN newborn AND paid_on <= last_payday THEN greatest(born, year_from)
            WHEN paid_on <= last_payday OR paid_on > DATE '2023-12-30' THEN year_from
            WHEN late_at_once THEN paid_on + 1
            WHEN two_years_broken THEN (paid_on + INTERVAL 6 MONTH)::DATE + 1
            ELSE year_from END AS benefit_from,
       CASE WHEN status IN ('on_time', 'extended', 'late_accepted') THEN year_to END AS benefit_to,
       CASE WHEN undetermined THEN NULL
            WHEN paid_amount IS NOT NULL AND (terminated_on < year_from OR died_on < year_from) THEN paid_amount
            WHEN paid_on IS NULL OR paid_amount IS NULL OR terminated_on >= year_from THEN 0
            WHEN NOT joins OR NOT is_assisted(labels) THEN 0
            WHEN paid_on <= collection_to AND (identified_on IS NULL OR identified_on < collection_from
              OR (identified_on <= collection_to AND identified_on < paid_on)) THEN greatest(paid_amount - 350 + subsidy, 0)
            WHEN identified_on BETWEEN collection_from AND collection_to AND paid_on <= identified_on
              THEN greatest(paid_amount - 350 + subsidy, 0)
            ELSE 0 END::DECIMAL(9,2) AS refund
FROM amounts;

-- People and money by status, fund, identity and town: what `canbao eval` prints. Grouped finely once, then rolled up.
-- A fund or identity of an undetermined resident is none and counts nowhere.
CREATE OR REPLACE MACRO summary() AS TABLE
WITH fine AS (
  SELECT status, if(status = 'undetermined', '?', coalesce(fund, '')) AS fund,
         if(status = 'undetermined', '?', coalesce(identity, '')) AS identity, town, count(*) AS people, sum(premium) AS premium, sum(subsidy) AS subsidy,
         sum(personal_due) AS personal_due, sum(fiscal) AS fiscal, sum(refund) AS refund
  FROM decisions() GROUP BY ALL
)
SELECT CASE WHEN grouping(status) = 0 THEN 'status' WHEN grouping(fund) = 0 THEN 'fund'
            WHEN grouping(identity) = 0 THEN 'identity' ELSE 'town' END AS split,
       coalesce(status, fund, identity, town, '') AS name,
       sum(people)::BIGINT AS people,
       coalesce(sum(people) FILTER (enrolled), 0)::BIGINT AS enrolled,
       coalesce(sum(premium), 0) AS premium, coalesce(sum(premium) FILTER (enrolled), 0) AS premium_enrolled,
       coalesce(sum(subsidy), 0) AS subsidy, coalesce(sum(subsidy) FILTER (enrolled), 0) AS subsidy_enrolled,
       coalesce(sum(personal_due), 0) AS personal_due,
       coalesce(sum(personal_due) FILTER (enrolled), 0) AS personal_due_enrolled,
       coalesce(sum(fiscal), 0) AS fiscal, coalesce(sum(fiscal) FILTER (enrolled), 0) AS fiscal_enrolled,
       coalesce(sum(refund), 0) AS refund, coalesce(sum(refund) FILTER (enrolled), 0) AS refund_enrolled
FROM (SELECT *, status IN ('on_time', 'extended', 'late_accepted') AS enrolled FROM fine)
GROUP BY GROUPING SETS ((status), (fund), (identity), (town))
HAVING coalesce(status, fund, identity, town, '') <> '?'
ORDER BY split, name;
