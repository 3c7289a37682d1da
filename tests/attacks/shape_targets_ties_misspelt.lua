-- tries: a rule for ties that is none
-- load: 3, targets: there is no ties “by_nmae”; did you mean “by_name”?
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
targets "二" { total = 1, ties = "by_nmae" } --!
