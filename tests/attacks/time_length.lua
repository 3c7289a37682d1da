-- tries: take the length of a wide table again and again
-- load: 5, the rule runs too long
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local wide, n = {}, 0
for i = 1, 10000 do wide["k" .. i] = i end
for _ = 1, 1000000 do n = n + #wide end --!
