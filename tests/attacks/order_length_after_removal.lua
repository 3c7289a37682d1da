-- tries: let the length of a list with gaps decide after keys were removed: it would differ from run to run
-- load: 3, a list with gaps has no length: of the entries 1 to 7 there are 6
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local list = {}
for i = 1, 10 do list["key" .. i] = i end
list[1], list[2], list[3], list[5], list[6], list[7] = 1, 2, 3, 5, 6, 7
for i = 1, 8 do list["key" .. i] = nil end
for i = 1, 2 do list["new" .. i] = i end
article "二" "孔" { subsidy = function () return yuan(#list) end } --!
