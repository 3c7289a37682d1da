-- tries: a field of a thousand labels
-- load: 5, a field can have
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local many = {}
for i = 1, 1000 do many[i] = "签" .. i end
field "own" { type = "labels", title = "自定", labels = many } --!
