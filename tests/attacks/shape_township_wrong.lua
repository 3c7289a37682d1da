-- tries: a measure that is none, and a prize that is no function
-- load: 3, prize must be a function of the record's counts
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
township "二" "奖" { prize = yuan(1) } --!
