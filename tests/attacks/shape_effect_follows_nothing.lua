-- tries: an effect that follows one that is none
-- load: 3, speaks of an effect “nothing” that nobody declared
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
effect "own" { type = "text", title = "自定", follows = "nothing" } --!
