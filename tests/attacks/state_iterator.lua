-- tries: keep a position in the iterator that pairs gives
-- eval: 0, same
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local list = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 }
local step = pairs(list)
article "二" "迭代器" { subsidy = function () return step(list) and yuan(0) or yuan(1) end }
