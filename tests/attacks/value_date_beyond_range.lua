-- tries: walk off the calendar year by year
-- load: 3, goes beyond what can be represented
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local day = date "2023-01-01"
for _ = 1, 100 do day = day + years(500) end --!
