-- tries: put escape codes into a name that the error repeats
-- load: 3, there is no label “\x1B[31m红”
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "红" { late = true, when = is "\27[31m红" } --!
