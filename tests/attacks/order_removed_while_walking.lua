-- tries: empty a table while it is walked
-- eval: 0, same
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local list, seen = { a = 1, b = 2, c = 3 }, 0
for key in pairs(list) do
  seen = seen + 1
  for other in pairs(list) do if other ~= key then list[other] = nil end end
end
assert(seen == 3, "in all: " .. seen)
