-- tries: format with a width beyond every buffer
-- load: 3, invalid conversion
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local s = ("%999999999d"):format(1) --!
