-- tries: change an effect through e
-- load: 3, a rule reads residents and effects, it cannot change them
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "改结果" { late = true, when = function (_, e) e.premium = yuan(1) return true end } --!
