-- tries: keep a resident's date for the next resident
-- load: 3, the variable “last” was changed by a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local last
article "二" "留日期" {
  subsidy = function (r)
    local before = last
    last = r.paid_on --!
    if before and last and before < last then return yuan(1) end
    return yuan(2)
  end }
