-- tries: shadow a word with one's own, which is allowed and stays in the script
-- eval: 0, same
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local plain = yuan
local yuan = function (n) return plain(n) - plain(1) end
article "二" "遮盖" { subsidy = yuan(1) }
