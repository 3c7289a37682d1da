-- tries: let the order of a table's keys decide
-- eval: 0, same
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local weights = {}
for _, key in ipairs { "丁", "丙", "乙", "甲", "b", "a", "c", 3, 1, 2 } do weights[key] = true end
local order = ""
for key in pairs(weights) do order = order .. key end
assert(order == "123abc丁丙乙甲", order)
