-- tries: read a resident in a township's formula, with an r that an earlier rule kept
-- load: 3, the variable “kept” was changed by a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local kept
article "二" "留居民" { subsidy = yuan(1), when = function (r) kept = r return true end } --!
township "三" "奖励" { prize = function () return kept.paid_amount end }
