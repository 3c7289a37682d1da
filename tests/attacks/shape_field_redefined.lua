-- tries: redefine a field that the engine reads, with a thousand labels
-- load: 3, already names the field paid_on
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local many = {}
for i = 1, 1000 do many[i] = "签" .. i end
field "paid_on" { type = "labels", title = "改", labels = many } --!
