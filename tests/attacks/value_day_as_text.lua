-- tries: compare a day in a variable with a text
-- load: 3, a date is never equal to the text "2023-01-01": write date "2023-01-01"
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "那一天" { late = true, when = function (r)
  local day = r.paid_on
  return day == "2023-01-01" --!
end }
