-- tries: declare a label while residents are being decided
-- load: 3, labels stands at the top level of a script, not inside a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "临时标签" {
  subsidy = yuan(1),
  when = function ()
    labels "identities" { "新身份" } --!
    return true
  end }
