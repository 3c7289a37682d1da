-- tries: count with amounts in a for
-- load: 3, the rule cannot be computed
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
for a = yuan(1), yuan(3) do local _ = a end --!
