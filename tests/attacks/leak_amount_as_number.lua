-- tries: turn an amount into a plain number
-- load: 3, number expected, got date or amount
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "金额变数" { subsidy = yuan(1), when = function (r) return r.paid_amount ~= nil and math.floor(r.paid_amount) > 3 end } --!
