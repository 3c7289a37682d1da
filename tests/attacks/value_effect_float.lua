-- tries: an amount that is a plain number
-- load: 3, subsidy (资助金额) must be money, not a number
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "浮点" { subsidy = 1.5 } --!
