-- tries: true in the place of a guard
-- load: 3, when takes is, any, all, none or a function of the resident, not true or false
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "常真" { late = true, when = true } --!
