-- tries: compare two places
-- load: 3, two places are not compared with one another
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "地名相比" { subsidy = yuan(1), when = function (r) return r.household_registration == r.resides_in end } --!
