-- tries: two effects whose guards rest on one another
-- load: 3, effects rest on one another in a circle
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "甲" { late = true, when = function (_, e) return e.subsidy > yuan(0) end } --!
article "三" "乙" { subsidy = yuan(1), when = function (_, e) return e.late end }
