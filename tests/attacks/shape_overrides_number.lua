-- tries: a number in the place of an article's number
-- load: 3, overrides takes a list of texts, not a number
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "越数" { late = true, overrides = { 1 } } --!
