-- tries: change a library inside a rule
-- load: 3, this table can no longer be changed
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "改库" { subsidy = yuan(1), when = function () math.floor = nil return true end } --!
