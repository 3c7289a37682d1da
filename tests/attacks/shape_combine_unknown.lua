-- tries: combine an effect that is none
-- load: 3, there is no effect “subsdy”; did you mean “subsidy”?
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
combine "subsdy" { "一", highest = true } --!
