-- tries: make amounts without end
-- load: 5, the rule runs too long
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
for i = 1, 1e9 do yuan(i) end --!
