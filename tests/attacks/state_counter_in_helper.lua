-- tries: count in a helper that two rules call
-- load: 3, the variable “calls” was changed by a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local calls = 0
local function odd()
  calls = calls + 1 --!
  return calls % 2 == 1
end
article "二" "甲" { subsidy = yuan(1), when = function (r) return r.name == "名3" and odd() end }
article "三" "乙" { late = true, when = function (r) return r.name == "名3" and odd() end }
