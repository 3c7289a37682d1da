-- tries: make a global variable in a rule
-- load: 3, write “local count
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "全局" { subsidy = yuan(1), when = function () count = 1 return true end } --!
