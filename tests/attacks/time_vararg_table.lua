-- tries: a new table of all arguments, for ever
-- load: 5
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local function each(...) for _ = 1, 1e9 do local _ = { ... } end end --!
each(("x"):rep(8000):byte(1, -1))
