-- tries: escape codes in a text that the summary shows
-- eval: 0, rows
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "红" { subsidy = yuan(1), fund = "红\27[31m\u{202E}资金" }
