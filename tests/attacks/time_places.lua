-- tries: fill the memory with texts that places are compared with
-- load: 5
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "万处" {
  subsidy = yuan(1),
  when = function (r)
    local n = 0
    for i = 1, 1e9 do if r.household_registration:within("某县" .. i) then n = n + 1 end end --!
    return n > 0
  end }
