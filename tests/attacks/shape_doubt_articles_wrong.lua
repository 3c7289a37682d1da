-- tries: a doubt about a number
-- load: 3, articles takes a list of texts, not a number
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
doubt "一" "疑" "读作如此" { articles = 5 } --!
