-- tries: keep a half-written article and finish it inside a rule
-- load: 3, article stands at the top level of a script, not inside a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local late = article "九" "留待以后"
article "二" "迟写" { subsidy = yuan(1), when = function () late { late = true } return true end } --!
