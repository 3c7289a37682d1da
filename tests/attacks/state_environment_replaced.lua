-- tries: give the rules another environment from inside one
-- load: 3, the variable “_ENV” was changed by a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "换环境" {
  subsidy = function ()
    local old = yuan
    _ENV = { yuan = function (n) return old(n + 1) end } --!
    return yuan(1)
  end }
