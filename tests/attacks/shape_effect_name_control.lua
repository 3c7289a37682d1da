-- tries: escape codes in an effect's name
-- load: 3, must be a plain text
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
effect "own\27[31m" { type = "flag", title = "自定" } --!
