-- tries: walk off the calendar from a resident's date
-- eval: 3, rows
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "走出历法" {
  late = true,
  when = function (r)
    if not r.paid_on then return false end
    local day = r.paid_on
    for _ = 1, 10 do day = day + years(500) end
    return day > date "2023-01-01"
  end }
