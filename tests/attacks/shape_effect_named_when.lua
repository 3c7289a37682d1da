-- tries: an effect that an article cannot tell from its guard
-- load: 3, effect: “when” cannot be a name
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
effect "when" { type = "flag", title = "自定" } --!
