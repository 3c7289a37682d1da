-- tries: tables ten thousand deep
-- load: 3, nested too deeply
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local box = {}
for _ = 1, 10000 do box = { box } end
article "二" "套叠" { late = true, when = function () return box == nil end } --!
