-- tries: keep a count in an environment of the script's own
-- load: 3, this table can no longer be changed
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local put, amount = article, yuan
local _ENV = { count = 0 }
put "二" "自带环境" { subsidy = function () count = count + 1 return amount(count) end } --!
