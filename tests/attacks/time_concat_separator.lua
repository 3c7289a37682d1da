-- tries: table.concat with a long separator
-- load: 5, the script makes a text of more than
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
table.concat({ 1, 2, 3, 4 }, ("x"):rep(8000)) --!
