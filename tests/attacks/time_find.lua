-- tries: find with a pattern that backtracks; only plain texts are found
-- eval: 0, same
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "找" { subsidy = yuan(1), when = function () return (("a"):rep(8000)):find(("a*"):rep(30) .. "b") ~= nil end }
