-- tries: ask one resident a million questions
-- load: 5
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "百万之问" {
  subsidy = yuan(1),
  when = function (r)
    local n = 0
    if r.paid_amount then
      for i = 1, 1000000 do if r.paid_amount == fen(i) then n = n + 1 end end --!
    end
    return n > 0
  end }
