-- tries: count in a table three tables deep, reached through a function
-- load: 3, this table can no longer be changed
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local box = { { { n = 0 } } }
local function inner() return box[1][1] end
article "二" "多层表" { subsidy = yuan(1), when = function () inner().n = inner().n + 1 return inner().n > 3 end } --!
