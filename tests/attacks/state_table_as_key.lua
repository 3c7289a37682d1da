-- tries: hide a table from freezing as another table's key
-- load: 3, a table that rules use is keyed by texts and numbers, not by a table
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local hidden = { n = 0 }
local box = { [hidden] = 1 }
article "二" "表作键" { subsidy = yuan(1), when = function () return box[hidden] == 1 end } --!
