-- tries: an effect of a type that is none
-- load: 3, an effect's type is flag, number, text, date or money
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
effect "own" { type = {}, title = "自定" } --!
