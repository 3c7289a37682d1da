-- tries: repeat an empty text so often that C alone never ends
-- load: 3, the text would become too long
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local s = (""):rep(math.maxinteger, "") --!
