-- tries: more effects than there is room for
-- load: 5, there are too many effects
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
for i = 1, 100 do effect("own_" .. i) { type = "flag", title = "自定" .. i } end --!
