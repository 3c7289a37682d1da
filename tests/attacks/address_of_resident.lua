-- tries: let the resident's address decide
-- eval: 0, same
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "地址" { subsidy = yuan(1), when = function (r, e) return tostring(r) ~= "resident" or ("%s"):format(e) ~= "resident" end }
