-- tries: say policy twice
-- load: 3, policy is called once, first
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
policy { place = "别县", year = 2025 } --!
