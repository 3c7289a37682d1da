-- tries: make every one of many paths slow at load
-- eval: 0, rows
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "慢路" {
  late = true,
  when = function (r)
    local n = 0
    for i = 1, 11 do if r.household_registration:within("某县" .. i) then n = n + 1 end end
    for _ = 1, 3000 do n = n + 1 end
    return n < 0
  end }
