-- tries: compare long texts for ever, each in one instruction
-- load: 5
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local long = ("x"):rep(8000)
local a, b = long .. "y", long .. "y"
for _ = 1, 1e9 do local _ = a <= b end --!
