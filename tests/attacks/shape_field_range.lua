-- tries: a number field over all numbers
-- load: 3, spans at most 60 values
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
field "own" { type = "number", title = "自定", minimum = -2147483648, maximum = 2147483647 } --!
