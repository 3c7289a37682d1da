-- tries: loop for ever for every resident
-- load: 5, the rule runs too long
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "不停" { subsidy = yuan(1), when = function () while true do end end } --!
