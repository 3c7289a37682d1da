-- tries: let the length of a list with gaps decide, which rests on where Lua happens to keep its entries
-- load: 3, a list with gaps has no length: of the entries 1 to 16 there are 6
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local list = { 1, 2, nil, 4, a = 1, b = 2, c = 3, d = 4, [5] = 5, [7] = 7, [16] = 16 }
local before = #list --!
article "二" "洞" { subsidy = yuan(1), when = function () return #list ~= before end }
