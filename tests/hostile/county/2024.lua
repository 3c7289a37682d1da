-- The county that the hostile files are held against: it asks of every kind of field, so that a cell that cannot be
-- read leaves its resident undetermined. Invented.
policy { place = "试县", division = "990001", year = 2024, notice = "试〔2023〕2号（虚构）", issued = date "2023-08-20",
         collection = { from = date "2023-09-01", to = date "2023-12-31" } }

article "一" "本县户籍居民" { eligible = true, when = function (r) return r.household_registration:within(here) end }
article "二" "缴费标准" { premium = yuan(380), fiscal = yuan(640) }
article "二1" "低保对象" { subsidy = yuan(190), fund = "救助资金", when = is "低保对象" }
article "二2" "孤儿" { subsidy = yuan(380), fund = "儿童资金", when = is "孤儿" }
article "二3" "重度残疾" { subsidy = yuan(100), fund = "残联资金",
  when = function (r) return r.disability_grade and r.disability_grade <= 2 end }
article "二4" "在校学生" { subsidy = yuan(20), fund = "教育资金", when = function (r) return r.student end }
combine "subsidy" { "二", highest = true }
article "三" "缴费期与待遇期" { deadline = date "2023-12-31", benefit_from = date "2024-01-01", benefit_to = date "2024-12-31" }
article "三1" "新生儿" { deadline = function (r) return last_day(r.birth_date, days(90)) end, overrides = "三",
  when = function (r) return r.birth_date and r.birth_date >= date "2023-11-01" end }
article "三2" "参保前死亡的退费" { refund = function (r) return r.paid_amount end,
  when = function (r) return r.died_on and r.died_on < date "2024-01-01" end }

targets "四" { total = 10, file = "2024.targets.csv", counts = "counted", cutoff = date "2023-12-31", rank_by = "completion",
               ties = "shared" }
