-- tries: reverse the reader's line with an error
-- load: 3, the script says: a\u{202E}b
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
error("a\u{202E}b") --!
