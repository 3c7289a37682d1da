-- tries: see an amount without asking for it, as the unit of rounding
-- load: 3, the unit of rounding is a constant
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "取整单位" {
  subsidy = function (r)
    if r.paid_amount then return yuan(1):rounded("up", r.paid_amount) end --!
  end }
