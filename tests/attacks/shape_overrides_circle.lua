-- tries: articles that override one another
-- load: 3, articles override one another in a circle
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "甲" { subsidy = yuan(1), overrides = "四" } --!
article "三" "乙" { subsidy = yuan(2), overrides = "二" }
article "四" "丙" { subsidy = yuan(3), overrides = "三" }
