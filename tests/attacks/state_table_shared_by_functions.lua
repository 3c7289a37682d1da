-- tries: hand a table from one function to another as a default argument
-- load: 3, this table can no longer be changed
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local default = {}
local function push(value, into)
  into = into or default
  into[#into + 1] = value --!
  return #into
end
article "二" "默认参数" { subsidy = yuan(1), when = function (r) return push(r.name) > 3 end }
