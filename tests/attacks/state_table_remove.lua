-- tries: take from a list with table.remove
-- load: 3, this table can no longer be changed
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local list = { 1, 2, 3 }
article "二" "取出" { subsidy = yuan(1), when = function () return table.remove(list) == 1 end } --!
