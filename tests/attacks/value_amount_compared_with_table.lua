-- tries: compare an amount with a table
-- load: 3, money cannot be compared with a table
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local a = yuan(1) < {} --!
