-- tries: functions that hold one another, ten thousand deep
-- load: 3, nested too deeply
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local last = function () return true end
for _ = 1, 10000 do local before = last last = function () return before() end end
article "二" "套叠" { late = true, when = last } --!
