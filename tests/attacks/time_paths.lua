-- tries: fork at forty unknown answers, so that there are more paths than time
-- eval: 0, rows
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "路径爆炸" {
  subsidy = function (r)
    local n = 0
    for i = 1, 40 do if r.household_registration:within("某县" .. i) then n = n + 1 end end
    return yuan(n)
  end }
