-- tries: more labels than there is room for
-- load: 5, labels already
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
for i = 1, 300 do labels "identities" { "身份" .. i } end --!
