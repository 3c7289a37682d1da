-- tries: a field whose name is no name
-- load: 3, field: “a b” cannot be a name
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
field "a b" { type = "flag", title = "自定" } --!
