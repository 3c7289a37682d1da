-- tries: call a method that texts do not have here
-- load: 3, something is called that does not exist (gsub)
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local a = ("x"):gsub("x", "y") --!
