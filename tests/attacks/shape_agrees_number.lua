-- tries: agrees with a number
-- load: 3, agrees ends with a table
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
agrees "一" "两处相同" (5) --!
