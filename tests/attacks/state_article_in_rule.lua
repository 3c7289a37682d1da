-- tries: declare an article while residents are being decided
-- load: 3, article stands at the top level of a script, not inside a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "临时条款" { subsidy = yuan(1), when = function () article "三" "其三" { late = true } return true end } --!
