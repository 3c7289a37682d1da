-- tries: append to a list with table.insert, which goes round assignments
-- load: 3, this table can no longer be changed
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local list = {}
article "二" "插入" { subsidy = yuan(1), when = function () table.insert(list, 1) return #list > 3 end } --!
