-- tries: a field's table that holds itself
-- load: 3, tables nested too deep
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local list = {}
list.labels = list
field "own" { type = "labels", title = "自定", labels = list } --!
