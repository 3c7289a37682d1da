-- tries: one table larger than any block may be
-- load: 5, the script uses too much memory
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local all = {}
for i = 1, 1e9 do all[i] = i end --!
