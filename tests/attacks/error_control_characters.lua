-- tries: clear the reader's screen with an error
-- load: 3, the script says: \x1B[2J\x07gone\x0D\x0Aforged line
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
error("\27[2J\7gone\r\nforged line") --!
