-- tries: depend on the day of the run through a constant, which only as_of may do
-- load: 3, there is no word “os”
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local today = os.time() --!
