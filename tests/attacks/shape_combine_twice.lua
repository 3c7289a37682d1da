-- tries: combine one effect in two ways, of which one would be lost
-- load: 3, combine “subsidy” stands twice
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
combine "subsidy" { "一", highest = true }
combine "subsidy" { "一", lowest = true } --!
