-- tries: all inside all, five hundred deep
-- load: 3, nested too deeply
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local guard = is "孤儿"
for _ = 1, 500 do guard = all { guard } end
article "二" "套叠" { late = true, when = guard } --!
