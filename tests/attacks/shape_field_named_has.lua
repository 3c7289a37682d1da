-- tries: a field that hides r.has
-- load: 3, field: “has” cannot be a name
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
field "has" { type = "flag", title = "自定" } --!
