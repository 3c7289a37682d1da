-- tries: an address through a format with a zero byte in it
-- load: 3
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local text = ("%\0p"):format("x") --!
