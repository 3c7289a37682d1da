-- tries: count residents in a captured variable
-- load: 3, the variable “n” was changed by a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local n = 0
article "二" "第十人以后" {
  subsidy = yuan(1),
  when = function ()
    n = n + 1 --!
    return n > 10
  end }
