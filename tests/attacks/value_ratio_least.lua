-- tries: a ratio whose sign cannot be turned
-- load: 3, ratio takes two whole numbers
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local a = ratio(math.mininteger, 3) --!
