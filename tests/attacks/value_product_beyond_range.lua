-- tries: multiply the largest amount by the largest number
-- load: 3, this share is not whole fen
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local b = fen(900000000000000000) * math.maxinteger + fen(1) --!
