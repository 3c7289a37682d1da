-- tries: a guard that answers with a table
-- load: 3, when answers true or false, not table
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "表" { late = true, when = function () return {} end } --!
