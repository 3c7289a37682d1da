-- tries: a function that gives itself for a flag
-- eval: 3, rows, late (可以补办) must be true or false, not a function
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local function self() return self end
article "二" "自身" { late = self } --!
