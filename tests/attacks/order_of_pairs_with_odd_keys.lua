-- tries: walk a table keyed by a table
-- load: 3, a table that pairs walks is keyed by texts and numbers, not by a table
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
for _ in pairs { [{}] = 1 } do local _ = 1 end --!
