-- tries: join long texts for ever, each in one instruction
-- load: 5, the rule runs too long
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local long = ("x"):rep(8000)
for i = 1, 1e9 do local _ = long .. i end --!
