-- tries: a default of another type
-- load: 3, own must be true or false, not money
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
effect "own" { type = "flag", title = "自定", default = yuan(1) } --!
