-- tries: loop for ever for one name only
-- eval: 5, rows
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "偶尔不停" { subsidy = yuan(1), when = function (r) if r.name == "名3" then repeat until false end return false end }
