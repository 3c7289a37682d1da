-- tries: double a text until memory is gone
-- load: 5, the script makes a text of more than
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local s = "x"
for _ = 1, 60 do s = s .. s end --!
