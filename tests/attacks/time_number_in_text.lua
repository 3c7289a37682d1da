-- tries: let a long text be read as a number for ever; a text is not a number here
-- load: 3, this cannot be calculated with: long
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local long = ("0"):rep(8000)
for _ = 1, 1e9 do local _ = long + 1 end --!
