-- tries: call a date's method with an amount, and a resident's with a text
-- load: 3, a date is needed here, not money
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local year = date "2023-01-01".year
local a = year(yuan(1)) --!
