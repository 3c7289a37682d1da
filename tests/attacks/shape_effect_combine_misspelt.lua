-- tries: a way of combining that is none
-- load: 3, effect: there is no combine “hihgest”; did you mean “highest”?
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
effect "own" { type = "money", title = "自定", combine = "hihgest" } --!
