-- tries: declare a field while residents are being decided
-- load: 3, field stands at the top level of a script, not inside a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "临时字段" {
  subsidy = yuan(1),
  when = function ()
    field "extra" { type = "flag", title = "附加" } --!
    return true
  end }
