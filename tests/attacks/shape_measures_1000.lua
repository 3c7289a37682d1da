-- tries: more measures than there is room for
-- load: 5, there are too many measures
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
for i = 1, 1000 do township("二" .. i) "奖" { prize = function () return yuan(1) end } end --!
