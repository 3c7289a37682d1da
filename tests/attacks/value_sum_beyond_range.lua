-- tries: add the largest amounts
-- load: 3, goes beyond what can be represented
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local a = fen(900000000000000000)
local b = a + a --!
