-- tries: fill the memory almost, then err: the error must be named for what it is
-- load: 3, the script says: 完了
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local all = {}
for i = 1, 60 do
  all[i] = {}
  for k = 1, 30000 do all[i][k] = k end
  if i > 50 then error("完了") end --!
end
