-- tries: a guard that answers 0, which Lua takes for true
-- load: 3, when answers true or false, not number
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "零" { late = true, when = function () return 0 end } --!
