-- tries: join a table's address to a text
-- load: 3, only texts can be joined with ..
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local list = {}
local text = "x" .. list --!
