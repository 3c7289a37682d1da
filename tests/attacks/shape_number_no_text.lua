-- tries: a table for an article's number
-- load: 3, article needs a text: the article's number
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article({}) "表" { late = true } --!
