-- tries: see whether another rule has run, through an error that comes only once
-- load: 3, effects rest on one another in a circle
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "互看" { subsidy = function (_, e) if e.late then return yuan(1) end return yuan(2) end } --!
article "三" "互看" { late = function (_, e) return e.subsidy == yuan(1) end }
