-- tries: copy more and more arguments with each call
-- load: 5
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local function grow(...) return grow(1, 2, 3, 4, ...) end --!
grow()
