-- tries: change a resident
-- load: 3, a rule reads residents and effects, it cannot change them
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "改居民" { subsidy = yuan(1), when = function (r) r.name = "别人" return true end } --!
