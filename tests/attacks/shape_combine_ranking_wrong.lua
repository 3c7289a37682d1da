-- tries: a ranking that is no list
-- load: 3, ranking takes a list of texts, not a number
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
combine "subsidy" { "一", ranking = 5 } --!
