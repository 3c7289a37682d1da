-- tries: raise for one name only
-- eval: 3, rows, the script says: 唯独你
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "唯独" { late = true, when = function (r) if r.name == "名3" then error("唯独你") end return false end } --!
