-- tries: labels of a field that has none
-- load: 3, the field name has no labels
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
labels "name" { "张三" } --!
