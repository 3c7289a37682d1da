-- tries: share one variable of a loop between the guards made in it
-- load: 3, the variable “turn” was changed by a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
for i = 1, 3 do
  local turn = i
  article("二" .. i) "循环中的闭包" {
    late = true,
    when = function (r) if r.student then turn = turn + 1 end return turn > 9 end } --!
end
