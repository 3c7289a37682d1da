-- tries: count in a function inside the rule, out of the probe's sight
-- load: 3, the variable “n” was changed by a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
local n = 0
article "二" "藏在里层" {
  subsidy = function (r)
    local function hidden()
      local function deeper() n = n + 1 end --!
      if r.name == "名3" then deeper() end
    end
    hidden()
    return yuan(n)
  end }
