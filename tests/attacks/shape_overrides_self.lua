-- tries: an article that overrides itself
-- load: 3, an article cannot override itself
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "自越" { late = true, overrides = "二" } --!
