-- tries: raise bytes that are no text
-- load: 3, the script says: \xFF\xFE\x00x
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
error("\xFF\xFE\0x") --!
