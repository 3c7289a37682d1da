-- tries: an effect that rests on itself
-- load: 3, effects rest on one another in a circle
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "自身" { subsidy = function (_, e) return e.subsidy end } --!
