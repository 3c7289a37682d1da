-- tries: count in a table
-- load: 3, this table can no longer be changed
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local seen = { n = 0 }
article "二" "表" { subsidy = yuan(1), when = function () seen.n = seen.n + 1 return seen.n > 3 end } --!
