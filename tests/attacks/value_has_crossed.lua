-- tries: call r.has with something else than r
-- load: 3, ask for a label like this
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "错用" { late = true, when = function (r) local has = r.has return has("孤儿", "孤儿") end } --!
