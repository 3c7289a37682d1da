-- tries: an effect that follows itself
-- load: 3, effects rest on one another in a circle
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
effect "own" { type = "text", title = "自定", follows = "own" } --!
article "二" "自随" { own = "x" }
