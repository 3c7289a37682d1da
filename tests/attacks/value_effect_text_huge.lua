-- tries: a text effect of thousands of bytes
-- load: 3, fund is a text of more than
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "长文" { subsidy = yuan(1), fund = ("长"):rep(2000) } --!
