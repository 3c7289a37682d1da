-- tries: a value that runs code when it goes out of scope
-- load: 3, the rule cannot be computed
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local a <close> = yuan(1) --!
