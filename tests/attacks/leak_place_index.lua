-- tries: read a place like a text
-- load: 3, a place is not a text
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "地名" { subsidy = yuan(1), when = function (r) return r.household_registration.province == "某省" end } --!
