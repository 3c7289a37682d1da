-- tries: override an article that is not there
-- load: 3, there is no article “九”
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "越空" { late = true, overrides = "九" } --!
