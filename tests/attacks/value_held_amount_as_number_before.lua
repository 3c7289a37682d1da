-- tries: compare a bare number with an amount in a variable
-- load: 3, paid_amount is money: compare it with yuan(350)
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "缴足的" { late = true, when = function (r)
  local paid = r.paid_amount
  return 350 == paid --!
end }
