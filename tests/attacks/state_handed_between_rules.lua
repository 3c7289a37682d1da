-- tries: set a variable in one rule and put it back in the next, so that nothing differs afterwards
-- load: 3, the variable “flag” was changed by a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local flag = false
article "二" "写" { late = true, when = function (r) if r.name == "名3" then flag = true end return false end } --!
article "三" "读后复原" { subsidy = yuan(7), when = function () local was = flag flag = false return was end }
