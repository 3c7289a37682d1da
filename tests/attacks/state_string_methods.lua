-- tries: change a method of every text
-- load: 3, this cannot be looked into: text
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local text = ""
text.len = function () return 1 end --!
