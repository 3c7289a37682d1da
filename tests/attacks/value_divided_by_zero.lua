-- tries: divide whole numbers by zero
-- load: 3, a number is divided by zero
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local n = 1 // 0 --!
