-- tries: a formula that is a constant and would be lost
-- load: 3, effect: formula must be a function of the resident, not money
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
effect "own" { type = "money", title = "自定", formula = yuan(1) } --!
