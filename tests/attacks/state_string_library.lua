-- tries: change a library for the rules that follow
-- load: 3, this table can no longer be changed
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
string.format = function () return "1" end --!
