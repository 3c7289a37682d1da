-- tries: a function in the place of articles
-- load: 3, overrides takes a list of texts, not a function
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "越函" { late = true, overrides = function () return "一" end } --!
