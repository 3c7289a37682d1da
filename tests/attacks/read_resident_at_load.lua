-- tries: keep r from a rule that has run, to read it at load
-- load: 3, there is no word “r” in rule scripts
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local name = r.name --!
