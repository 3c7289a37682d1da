-- tries: a total that C cannot hold
-- load: 3, total must be a whole number
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
targets "二" { total = 4294967296, file = "x.csv" } --!
