-- tries: table.concat of a long list for ever
-- load: 5, the rule runs too long
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local list = {}
for i = 1, 8000 do list[i] = "x" end
for _ = 1, 1e9 do table.concat(list) end --!
