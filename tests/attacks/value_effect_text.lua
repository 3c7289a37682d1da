-- tries: an amount that is a text
-- load: 3, subsidy (资助金额) must be money, not a text
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "文字" { subsidy = "300" } --!
