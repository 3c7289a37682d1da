-- tries: reach a table that is not frozen through an iterator made at load
-- load: 3, this table can no longer be changed
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local list = { { n = 0 } }
local step = pairs(list)
article "二" "迭代器的值" {
  subsidy = function ()
    local _, inner = step(list)
    inner.n = inner.n + 1 --!
    return yuan(inner.n)
  end }
