-- tries: capture a number that does not equal itself, so that it seems changed
-- eval: 0, same
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local strange = 0 / 0
article "二" "非数" { subsidy = yuan(0), when = function () return strange ~= strange end }
