-- tries: finish a doubt inside a rule
-- load: 3, doubt stands at the top level of a script, not inside a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local late = doubt "一" "迟疑" "读作如此"
article "二" "迟写" { subsidy = yuan(1), when = function () late { when = is "孤儿" } return true end } --!
