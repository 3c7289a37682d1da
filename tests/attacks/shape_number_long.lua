-- tries: an article's number of thousands of characters
-- load: 3, must be a plain text of at most 80 bytes
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article(("二"):rep(2000)) "长" { late = true } --!
