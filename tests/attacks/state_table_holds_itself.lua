-- tries: freeze a table that holds itself and its own function
-- load: 3, this table can no longer be changed
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local box = { n = 0 }
box.box = box
box.count = function () box.box.box.n = box.n + 1 return box.n end --!
article "二" "自含的表" { subsidy = yuan(1), when = function () return box.count() > 3 end }
