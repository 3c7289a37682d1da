-- tries: recurse without end
-- load: 5, functions wait for one another more than 100 deep
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local function deeper(n) return 1 + deeper(n + 1) end --!
article "二" "递归" { subsidy = yuan(1), when = function () return deeper(1) > 0 end }
