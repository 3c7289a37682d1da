-- tries: hide an operator behind brackets of unequal levels
-- load: 3, the operator & is not available
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local a = [==[ ]=] ]==] local b = 3 & 4 --[[ --! ]]
