-- tries: a function that gives a table for a date
-- eval: 3, rows, deadline (缴费截止日) must be a date
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "表函数" { deadline = function () return { "2023-12-31" } end, overrides = "一" } --!
