-- tries: a guard that answers with a guard and never asks it
-- load: 3, when answers true or false, not function
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "守卫" { late = true, when = function () return is "孤儿" end } --!
